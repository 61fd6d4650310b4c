import { expect, test } from './fixtures.ts'
import { accessibilityProblems, shot } from './look.ts'

/* The screen Rates on the demo campus: chart with crosshair and pause, table to the feed, latency, and axe over all of them. */

for (const theme of ['light', 'dark'] as const) {
  test(`chart, table and latency of the demo campus, ${theme}`, async ({ launch }) => {
    test.setTimeout(180_000)
    const { page, complaints } = await launch({ args: [`--theme=${theme}`] })
    await page.getByRole('tab', { name: 'Rates' }).click()

    // The crosshair moves by keys; the panel and the slider say the same time.
    const crosshair = page.getByRole('slider', { name: /crosshair/i })
    await expect(crosshair).toHaveAttribute('aria-valuetext', /SkillCore .* per second/, { timeout: 90_000 })
    await crosshair.focus()
    await page.keyboard.press('End')
    await page.keyboard.press('ArrowLeft')
    await expect(page.locator('.value-panel caption')).toHaveText(/^At \d\d:\d\d:\d\d$/)

    // A pause freezes the picture.
    await page.keyboard.press('Space')
    await expect(page.getByText(/^Paused at \d\d:\d\d:\d\d\./)).toBeVisible()
    // By key, so that a pointer which happens to lie over the plot does not matter.
    const newest = async (): Promise<(string | null)[]> => {
      await crosshair.focus()
      await page.keyboard.press('End')
      return [await crosshair.getAttribute('aria-valuetext'), await crosshair.getAttribute('aria-valuemax')]
    }
    const frozen = await newest()
    await expect(page.getByText(/events per second now/)).toBeVisible()
    await shot(page, `rates-paused-${theme}`)
    expect(await accessibilityProblems(page)).toEqual([])
    await page.getByRole('button', { name: 'Show as table' }).click()
    await expect(page.getByRole('region', { name: /as a table/ }).getByRole('row').nth(3)).toBeVisible()
    await shot(page, `rates-as-table-${theme}`)
    expect(await accessibilityProblems(page)).toEqual([])
    await page.getByRole('button', { name: 'Show as chart' }).click()
    expect(await newest()).toEqual(frozen)
    await page.getByRole('button', { name: 'Resume' }).last().click()
    await expect(page.getByText(/^Paused at/)).toBeHidden()

    // A line is switched off and on.
    const line = page.locator('.value-panel').getByRole('button', { name: /^Line SkillCore/ }).first()
    await line.click()
    await expect(line).toHaveAttribute('aria-pressed', 'false')
    await line.click()
    for (const group of ['event', 'room', 'platform']) {
      await page.getByRole('radio', { name: `By ${group}` }).click()
      await expect(page.getByRole('figure', { name: `Events per second by ${group}` })).toBeVisible()
      await shot(page, `rates-by-${group}-${theme}`)
    }

    // The table: sorted by a click on its head, a row leads to its events.
    await page.getByRole('tab', { name: 'Table' }).click()
    const list = page.getByTestId('rates-list')
    await expect(list.getByRole('row').nth(8)).toBeVisible({ timeout: 30_000 })
    await shot(page, `rates-table-${theme}`)
    await list.getByRole('button', { name: 'Count' }).click()
    await expect(list.getByRole('columnheader', { name: 'Count' })).toHaveAttribute('aria-sort', 'descending')
    await page.getByLabel('Grouping').selectOption('contract')
    await expect(list.getByRole('row').nth(1)).toContainText(/Drift|Undocumented|Known variant|As documented|Not compared/)
    await page.getByLabel('Grouping').selectOption('none')
    expect(await accessibilityProblems(page)).toEqual([])
    await list.focus()
    await page.keyboard.press('ArrowDown')
    await expect(list.locator('.record-row.selected')).toHaveCount(1)
    const event = await list.locator('.record-row.selected').getByRole('gridcell').first().innerText()

    await page.getByRole('tab', { name: 'Latency' }).click()
    await expect(page.getByRole('table', { name: /Round trip/ }).getByRole('row').nth(3)).toBeVisible({ timeout: 30_000 })
    await shot(page, `rates-latency-${theme}`)
    expect(await accessibilityProblems(page)).toEqual([])

    await page.getByRole('tab', { name: 'Table' }).click()
    await expect(list.getByRole('row').nth(3)).toBeVisible()
    await page.getByRole('textbox', { name: 'Filter by event' }).fill(event)
    await expect(list.getByRole('row').nth(1)).toContainText(event)
    await list.focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const feed = page.getByTestId('feed-list')
    await expect(feed.getByText(event).first()).toBeVisible({ timeout: 20_000 })
    expect(complaints).toEqual([])
  })
}
