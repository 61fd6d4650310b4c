import type { Locator, Page } from '@playwright/test'
import type { AlertFilter, AlertRow } from '../src/shared/alerts.ts'
import { ask, expect, formFor, test, typeIntoFilter } from './fixtures.ts'
import { accessibilityProblems, shot } from './look.ts'

/* A counsellor and an engineer at the inbox; the alerts are those of the demo campus's story. */

const all: AlertFilter = { text: '', states: [], severities: [], targetId: null, cause: null, mine: false }

async function openAlerts(page: Page): Promise<readonly AlertRow[]> {
  return (await ask(page, 'alerts:list', { ...all, states: ['open'] })).rows.filter((row) => row.parentId === null)
}

/** The inbox with at least so many open alerts; the pointer is out of it, so that its order is free. */
async function inboxWith(page: Page, least: number): Promise<Locator> {
  await page.getByRole('tab', { name: /^Alerts/ }).click()
  await expect.poll(async () => (await openAlerts(page)).length, { timeout: 90_000 }).toBeGreaterThanOrEqual(least)
  await page.mouse.move(4, 4)
  const list = page.getByTestId('alerts-list')
  await expect(list).toBeVisible()
  // The window asks for the list at its own pace.
  await expect.poll(() => list.locator('[id^="alert-"]').count()).toBeGreaterThanOrEqual(least)
  return list
}

/** One of the actions, as a button or behind More; those of the inbox, not of the inspector. */
async function chooseAction(page: Page, name: string): Promise<void> {
  const bar = page.getByRole('group', { name: 'What to do with the chosen alerts' })
  if (await bar.getByRole('button', { name }).isVisible()) {
    await bar.getByRole('button', { name }).click()
    return
  }
  await bar.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name }).click()
}

const lineOf = (list: Locator, { id }: AlertRow): Locator => list.locator(`[id="alert-${id}"]`)

/** Puts the cursor on an alert by the keyboard alone. */
async function walkTo(page: Page, list: Locator, row: AlertRow): Promise<void> {
  await list.focus()
  await page.keyboard.press('Home')
  for (let step = 0; step < 60 && (await list.getAttribute('aria-activedescendant')) !== `alert-${row.id}`; step++) await page.keyboard.press('j')
  await expect(list).toHaveAttribute('aria-activedescendant', `alert-${row.id}`)
}

test('acknowledge with a, undo with u, hand over, resolve; all of it is still so after a reload', async ({ launch }) => {
  test.setTimeout(240_000)
  const { page, complaints } = await launch()
  const list = await inboxWith(page, 3)
  const [first, second] = await openAlerts(page) as [AlertRow, AlertRow]
  const { me } = await ask(page, 'tell:get', null)
  await expect(page.getByRole('tab', { name: /^Alerts.*open alert/ })).toBeVisible()

  await walkTo(page, list, first)
  await page.keyboard.press('a')
  await expect(lineOf(list, first)).toContainText(`acknowledged by ${me} until`)
  await expect(page.getByTestId('undo-notice')).toContainText('1 alert acknowledged')
  await page.keyboard.press('u')
  await expect(lineOf(list, first).locator('.alert-standing')).toHaveText(/^open/)

  await walkTo(page, list, first)
  await page.keyboard.press('a')
  await expect(lineOf(list, first)).toContainText('acknowledged by')

  await walkTo(page, list, second)
  await chooseAction(page, 'Hand over…')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Ms. Ortiz')
  await dialog.getByRole('button', { name: 'Hand over 1 alert' }).click()
  await expect(dialog.getByText('Say in a few words why.')).toBeVisible()
  await dialog.getByLabel('Note').fill('Knows the family')
  await dialog.getByRole('button', { name: 'Hand over 1 alert' }).click()
  await expect(dialog).toBeHidden()
  await expect(lineOf(list, second)).toContainText('Ms. Ortiz')

  const third = (await openAlerts(page)).find(({ id, owner }) => id !== first.id && owner === null) as AlertRow
  await walkTo(page, list, third)
  await chooseAction(page, 'Resolve…')
  await page.getByRole('dialog').getByRole('button', { name: 'Resolve 1 alert' }).click()
  // Under the pointer it keeps its place; then it leaves.
  await page.mouse.move(4, 4)
  await expect(lineOf(list, third)).toBeHidden()

  await page.reload()
  await page.getByRole('tab', { name: /^Alerts/ }).click()
  await page.mouse.move(4, 4)
  await expect(lineOf(list, first)).toContainText(`acknowledged by ${me} until`, { timeout: 20_000 })
  await expect(lineOf(list, second)).toContainText('Ms. Ortiz')
  await page.getByRole('button', { name: /States/ }).click()
  await page.getByRole('menuitem', { name: 'Resolved only' }).click()
  await expect(lineOf(list, third)).toContainText('resolved')
  const detail = await ask(page, 'alerts:get', { id: second.id })
  expect(detail).toMatchObject({ ok: true, value: { row: { owner: 'Ms. Ortiz', notes: 1 } } })
  expect(complaints).toEqual([])
})

test('several at once; the page of an alert says what happened and keeps notes', async ({ launch }) => {
  test.setTimeout(240_000)
  const { page, complaints } = await launch()
  const list = await inboxWith(page, 3)
  await list.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Space')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByText('3 alerts chosen')).toBeVisible()
  await page.keyboard.press('a')
  await expect(page.getByTestId('undo-notice')).toContainText('3 alerts acknowledged')
  await page.getByTestId('undo-notice').getByRole('button', { name: /Undo/ }).click()
  await expect(page.getByTestId('undo-notice')).toContainText('Taken back for 3 alerts')

  const [row] = await openAlerts(page) as [AlertRow]
  await walkTo(page, list, row)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  const whole = page.getByRole('region', { name: 'Alert', exact: true })
  await expect(whole.getByTestId('alert-standing')).toBeVisible()
  await whole.getByRole('textbox', { name: 'Note' }).fill('Called the office at 9:50.')
  await whole.getByRole('button', { name: 'Add note' }).click()
  await expect(whole.getByRole('region', { name: 'Timeline' })).toContainText('Called the office at 9:50.')
  await expect(whole.getByRole('region', { name: 'Evidence' })).toBeVisible()
  await page.keyboard.press('Escape')
  await whole.focus()
  await page.keyboard.press('Escape')
  await expect(list).toBeFocused()

  // A filter that leaves nothing says so, and how to leave it.
  await typeIntoFilter(page, 'no such alert')
  await expect(page.getByText(/^None of \d+ alerts? matches\.|^No alert matches/)).toBeVisible()
  await page.getByRole('button', { name: 'Clear the filter' }).click()
  await expect(list).toBeVisible()

  // Ctrl+K finds it by its words.
  await page.keyboard.press('Control+k')
  await page.keyboard.type(row.title.split(' ').slice(0, 2).join(' '))
  await expect(page.getByRole('option').filter({ hasText: row.title }).first()).toBeVisible()
  await page.keyboard.press('Escape')
  expect(complaints).toEqual([])
})

test('what fails below a platform that is down is folded under it, and its rule can be tuned from there', async ({ launch, startCampus }) => {
  test.setTimeout(240_000)
  const campus = await startCampus(['--people', '60', '--events-per-second', '20'])
  const { page, request, complaints } = await launch({ args: ['--demo=never'] })
  const added = await request('target:add', formFor(campus.platform('skillcore')))
  expect(added.ok).toBe(true)
  await expect(page.getByTestId('status-bar')).toContainText('1 of 1', { timeout: 60_000 })
  await campus.post('/crash/skillcore')
  await page.getByRole('tab', { name: /^Alerts/ }).click()
  await page.mouse.move(4, 4)
  let parent: AlertRow | undefined
  await expect.poll(async () => (parent = (await request('alerts:list', all)).rows.find(({ children }) => children > 2))?.children, { timeout: 60_000 }).toBeGreaterThan(2)
  const down = parent as AlertRow
  const list = page.getByTestId('alerts-list')
  await walkTo(page, list, down)
  const folded = list.locator('[aria-level="3"]')
  await expect(folded).toHaveCount(0)
  await page.keyboard.press('ArrowRight')
  await expect(folded).toHaveCount(down.children)
  await expect(lineOf(list, down)).toHaveAttribute('aria-expanded', 'true')
  await page.keyboard.press('ArrowLeft')
  await expect(folded).toHaveCount(0)

  await expect(page.getByRole('complementary', { name: 'Inspector' }).getByText('What to do', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Tune this rule' }).click()
  // The rule itself opens; behind it is the tab.
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('radio', { name: 'Rules' })).toBeChecked()
  expect(complaints).toEqual([])
})

for (const theme of ['light', 'dark'] as const) {
  test(`the inbox, its dialogs and the page break no accessibility rule, ${theme}`, async ({ launch }) => {
    test.setTimeout(240_000)
    const { page } = await launch({ args: [`--theme=${theme}`] })
    const list = await inboxWith(page, 2)
    const [row] = await openAlerts(page) as [AlertRow]
    await walkTo(page, list, row)
    await expect(page.getByTestId('alert-standing')).toBeVisible()
    await shot(page, `alerts-inbox-${theme}`)
    expect(await accessibilityProblems(page), 'inbox').toEqual([])
    // The smallest window, with the inspector open.
    const size = await page.evaluate(() => ({ width: window.innerWidth, height: window.innerHeight }))
    await page.setViewportSize({ width: 1024, height: 680 })
    await expect(list).toBeVisible()
    expect(await accessibilityProblems(page), 'inbox, small').toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1024)
    await shot(page, `alerts-small-${theme}`)
    await page.setViewportSize(size)
    await list.focus()
    await page.keyboard.press('e')
    await expect(page.getByRole('dialog')).toBeVisible()
    await shot(page, `alerts-dialog-${theme}`)
    expect(await accessibilityProblems(page), 'dialog').toEqual([])
    await page.keyboard.press('Escape')
    await list.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('region', { name: 'Alert', exact: true }).getByTestId('alert-standing')).toBeVisible()
    expect(await accessibilityProblems(page), 'page').toEqual([])
    await shot(page, `alerts-page-${theme}`)
  })
}
