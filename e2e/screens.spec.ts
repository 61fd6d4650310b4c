import { expect, test, typeIntoFilter } from './fixtures.ts'
import { accessibilityProblems } from './look.ts'
import type { Console } from './fixtures.ts'

async function demoIsLive({ page }: Console): Promise<void> {
  for (const id of ['skillcore', 'flask-lms', 'rusingacademy', 'aprendeai', 'endiapi']) {
    await expect(page.getByTestId(`target-card-demo-${id}`).getByText('Live', { exact: true })).toBeVisible({ timeout: 60_000 })
  }
}

test('the first start: five live platforms, said to be a demo, figures that move', async ({ launch }) => {
  test.setTimeout(150_000)
  const console = await launch()
  const { page } = console
  await demoIsLive(console)
  await expect(page.getByTestId('environment-stripe')).toContainText('Demo campus')
  await expect(page.getByTestId('status-bar')).toContainText('5 of 5')
  await expect.poll(async () => Number((await page.getByTestId('stat-people').innerText()).replace(/[^\d]*([\d,]+)[^]*/, '$1').replaceAll(',', '')), { timeout: 30_000 }).toBeGreaterThan(0)

  // The chart has a table with the same figures.
  await page.getByRole('button', { name: /view as table/i }).click()
  await expect(page.getByRole('table').getByText(/SkillCore/).first()).toBeVisible({ timeout: 20_000 })

  await page.keyboard.press('Control+5')
  const feed = page.getByTestId('feed-list')
  await expect(feed.getByRole('row').nth(5)).toBeVisible({ timeout: 20_000 })

  // Pause freezes the rows and keeps collecting.
  await feed.focus()
  await page.keyboard.press('Space')
  await expect(page.getByText(/^Paused for \d\d:\d\d\./)).toBeVisible()
  // The list comes to rest a moment later: how many rows are drawn beyond its edge is not what is paused.
  let frozen = ''
  await expect.poll(async () => {
    const before = frozen
    frozen = await feed.innerText()
    return frozen === before
  }).toBe(true)
  await expect(page.getByText(/[1-9][\d,]* events? waiting/)).toBeVisible({ timeout: 15_000 })
  expect(await feed.innerText()).toBe(frozen)
  await page.getByRole('button', { name: 'Jump to now' }).click()
  await expect(page.getByText(/^Paused for/)).toBeHidden()
  await expect.poll(async () => await feed.innerText()).not.toBe(frozen)

  // A filter applies to kept and incoming events.
  await typeIntoFilter(page, 'grade.posted')
  await expect.poll(async () => (await feed.getByRole('row').allInnerTexts()).slice(1).filter((row) => !row.includes('grade.posted')), { timeout: 10_000 }).toEqual([])
  await page.keyboard.press('Escape')

  expect(console.complaints, 'no policy violation, no warning in the window').toEqual([])
})

test('the inspector shows a masked payload as a tree', async ({ launch }) => {
  test.setTimeout(120_000)
  const console = await launch()
  const { page } = console
  await demoIsLive(console)
  await page.keyboard.press('Control+5')
  await typeIntoFilter(page, 'grade.posted')
  const feed = page.getByTestId('feed-list')
  await expect(feed.getByText('grade.posted').first()).toBeVisible({ timeout: 30_000 })
  await feed.getByText('grade.posted').first().click()
  await expect(page.getByText('givenName').first()).toBeVisible()
  await expect(page.getByText(/masked/i).first()).toBeVisible()
  await expect(page.getByText('lineItemId').first()).toBeVisible()
})

for (const theme of ['light', 'dark'] as const) {
  test(`no accessibility rule is broken, ${theme}`, async ({ launch }) => {
    test.setTimeout(150_000)
    const console = await launch({ args: [`--theme=${theme}`] })
    const { page } = console
    await demoIsLive(console)
    for (const key of Array.from({ length: 10 }, (_, index) => `Control+${(index + 1) % 10}`)) {
      await page.keyboard.press(key)
      await page.waitForTimeout(500)
      expect(await accessibilityProblems(page), `screen ${key}`).toEqual([])
    }
  })
}

test('without demo and without platforms the first run says what to do', async ({ launch }) => {
  const { page } = await launch({ args: ['--demo=never'] })
  await expect(page.getByRole('button', { name: /add platform/i }).first()).toBeVisible()
  await expect(page.getByTestId('status-bar')).toBeVisible()
})
