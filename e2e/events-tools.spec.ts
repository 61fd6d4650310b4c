import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication, Locator, Page } from '@playwright/test'
import { auditRecords, expect, test, typeIntoFilter } from './fixtures.ts'

/* Marks, comparison, saved filters and export on the demo campus. */

async function openFeed(page: Page): Promise<Locator> {
  await page.getByRole('tab', { name: 'Events' }).click()
  const feed = page.getByTestId('feed-list')
  await expect(feed.getByRole('row').nth(12)).toBeVisible({ timeout: 40_000 })
  return feed
}

/** Chooses a line of the application menu by the words that it begins with. */
async function chooseInMenu(app: ElectronApplication, words: string): Promise<void> {
  await app.evaluate(({ Menu }, begins) => {
    const lines = (Menu.getApplicationMenu()?.items ?? []).flatMap((item) => item.submenu?.items ?? [])
    lines.find((line) => line.label.startsWith(begins))?.click()
  }, words)
}

test('a mark is set with m, found again with [ and from the list of marks, and cleared with undo', async ({ launch }) => {
  test.setTimeout(120_000)
  const { app, page, request, complaints } = await launch()
  const feed = await openFeed(page)
  const selected = feed.locator('.feed-row.selected')
  // Rows that were not asked for yet have no event to select.
  await expect(async () => {
    await feed.locator('.feed-row[id]').nth(20).click()
    await expect(selected).toHaveCount(1, { timeout: 500 })
  }).toPass()
  await page.keyboard.press('m')
  await expect(selected.getByLabel('Marked')).toBeVisible()
  await expect(page.getByTestId('feed-said')).toContainText(/marked\. 1 mark\./)
  const { marks } = await request('feed:marks', null)
  expect(marks.map(({ inLog }) => inLog)).toEqual([true])

  // Away, until the row is far above.
  await page.keyboard.press('End')
  await expect.poll(async () => feed.locator('.feed-row.marked').count(), { timeout: 60_000 }).toBe(0)
  await feed.focus()
  await page.keyboard.press('[')
  await expect(selected.getByLabel('Marked')).toBeInViewport()

  // The same through the application menu, which presses the key in the window.
  await page.keyboard.press('End')
  await expect(selected).toHaveCount(0, { timeout: 60_000 })
  await feed.focus()
  await chooseInMenu(app, 'Previous Mark')
  await expect(selected.getByLabel('Marked')).toBeInViewport()

  await page.getByRole('button', { name: 'Marks, 1' }).click()
  await page.getByRole('button', { name: 'Take all away' }).click()
  await expect(page.getByTestId('feed-notice')).toContainText('1 mark taken away.')
  await expect(selected.getByLabel('Marked')).toHaveCount(0)
  await page.getByTestId('feed-notice').getByRole('button', { name: 'Undo' }).click()
  await expect(selected.getByLabel('Marked')).toBeVisible()

  // The menu of a row.
  await selected.click({ button: 'right' })
  for (const name of [/Take the mark away/, /Copy row/, /Copy as JSON/, /Only this event/, /Only this namespace/, /Exclude this event/]) await expect(page.getByRole('menuitem', { name })).toBeVisible()
  const event = marks[0]?.row.event ?? ''
  await page.getByRole('menuitem', { name: /Exclude this event/ }).click()
  await expect(page.getByRole('combobox', { name: 'Filter events' })).toHaveValue(`-event:${event}`)
  expect(complaints).toEqual([])
})

test('an event as tree, as text and compared with the one before; the choice stays with the next event', async ({ launch }) => {
  test.setTimeout(120_000)
  const { app, page, complaints } = await launch()
  const feed = await openFeed(page)
  await typeIntoFilter(page, 'event:grade.posted')
  const rows = feed.getByRole('row').filter({ hasText: 'grade.posted' })
  await expect(rows.nth(2)).toBeVisible({ timeout: 40_000 })
  await page.keyboard.press('Escape')
  await rows.nth(2).click()
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await inspector.getByRole('radio', { name: /Diff/ }).click()
  const diff = inspector.getByTestId('payload-diff')
  await expect(diff.getByText('Changed').first()).toBeVisible()
  await expect(diff.getByText(/\d+ (leaf is|leaves are) equal|No leaf is equal/)).toBeVisible()
  await diff.getByRole('button', { name: 'Open it' }).click()
  await expect(inspector.getByTestId('payload-diff').or(inspector.getByText('No earlier grade.posted is kept.'))).toBeVisible()

  await inspector.getByRole('radio', { name: 'Raw' }).click()
  await expect(inspector.getByLabel('Payload as JSON text')).toContainText('lineItemId')
  await feed.focus()
  await page.keyboard.press('Control+Shift+C')
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toContain('"lineItemId"')
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowUp')
  await expect(inspector.getByLabel('Payload as JSON text')).toBeVisible()
  expect(complaints).toEqual([])
})

test('a saved filter outlives the app and is used from the list below the box; what was used is there, too', async ({ launch }) => {
  test.setTimeout(180_000)
  const dataFolder = await mkdtemp(join(tmpdir(), 'rollcall-e2e-'))
  const first = await launch({ dataFolder })
  await openFeed(first.page)
  await typeIntoFilter(first.page, 'event:grade.*')
  await first.page.keyboard.press('Enter')
  await expect.poll(async () => (await first.request('filters:list', null)).history).toEqual(['event:grade.*'])
  await first.page.keyboard.press('Alt+ArrowDown')
  await first.page.getByRole('option', { name: /Save this filter/ }).click()
  await first.page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Grades only')
  await first.page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click()
  await expect(first.page.getByRole('dialog').getByText('Saved as “Grades only”.')).toBeVisible()
  await first.page.keyboard.press('Escape')
  await first.app.close()

  const { page, request, complaints } = await launch({ dataFolder })
  const feed = await openFeed(page)
  // An empty box that gets the focus offers what is kept.
  await page.keyboard.press('Control+f')
  await page.getByRole('option', { name: /Grades only/ }).click()
  const box = page.getByRole('combobox', { name: 'Filter events' })
  await expect(box).toHaveValue('event:grade.*')
  await expect.poll(async () => (await feed.getByRole('row').allInnerTexts()).slice(1).filter((row) => !row.includes('grade.')), { timeout: 15_000 }).toEqual([])

  await box.fill('')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('grades only')
  await page.getByRole('option', { name: /Grades only/ }).click()
  await expect(box).toHaveValue('event:grade.*')

  // Removing it can be taken back.
  await page.getByRole('button', { name: 'Saved filters and history' }).click()
  await page.getByRole('option', { name: /manage/i }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove the filter Grades only' }).click()
  await expect.poll(async () => (await request('filters:list', null)).saved).toEqual([])
  await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click()
  await expect.poll(async () => (await request('filters:list', null)).saved.map(({ name }) => name)).toEqual(['Grades only'])
  expect(complaints).toEqual([])
  await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }).catch(() => undefined)
})

test('what is shown is exported, masked unless a reason is given, which the audit log keeps', async ({ launch }) => {
  test.setTimeout(150_000)
  const { app, page, request, dataFolder, complaints } = await launch()
  const feed = await openFeed(page)
  const shown = join(dataFolder, 'shown.ndjson')
  const clear = join(dataFolder, 'clear.csv')
  const answerWith = async (filePath: string): Promise<void> => {
    await app.evaluate(({ dialog }, path) => { dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path }) }, filePath)
  }
  await typeIntoFilter(page, 'event:message.new')
  await expect(feed.getByRole('row').filter({ hasText: 'message.new' }).nth(1)).toBeVisible({ timeout: 40_000 })
  await page.keyboard.press('Escape')
  await page.keyboard.press('Space')
  await expect(page.getByRole('region', { name: 'Paused' })).toContainText(/Paused for \d\d:\d\d\. [\d,]+ events? waiting \(buffer/)

  await answerWith(shown)
  await chooseInMenu(app, 'Export What Is Shown')
  const dialog = page.getByRole('dialog', { name: 'Export events' })
  const words = await dialog.getByText(/What is shown \([\d,]+ rows?\)/).innerText()
  await dialog.getByRole('button', { name: 'Export…' }).click()
  await expect(dialog.getByText(/shown\.ndjson/)).toBeVisible({ timeout: 20_000 })
  await expect.poll(async () => (await request('export:state', null))?.state, { timeout: 20_000 }).toBe('done')
  const lines = (await readFile(shown, 'utf8')).trimEnd().split('\n')
  const events = lines.map((line) => JSON.parse(line) as { event?: string })
  expect(`What is shown (${events.filter(({ event }) => event === 'message.new').length.toLocaleString('en')} rows)`).toBe(words.replace(/\brow\b/, 'rows'))

  // A time that is none is answered with a sentence, and nothing is written.
  await dialog.getByLabel('A time span').check()
  await dialog.getByLabel('From').fill('yesterday')
  await dialog.getByRole('button', { name: 'Export…' }).click()
  await expect(dialog.getByText(/Write a time as 10:42/)).toBeVisible()
  await dialog.getByLabel('What is shown').check()

  await answerWith(clear)
  await dialog.getByLabel('CSV').check()
  await dialog.getByLabel('Names in clear').check()
  await dialog.getByLabel('Note').fill('Ticket 4182')
  await dialog.getByRole('button', { name: /Export names in clear/ }).click()
  await expect(dialog.getByText(/clear\.csv/)).toBeVisible({ timeout: 20_000 })
  await expect.poll(async () => (await readFile(clear, 'utf8').catch(() => '')).split('\n').length, { timeout: 20_000 }).toBeGreaterThan(2)
  const records = await auditRecords(request, 10)
  expect(JSON.stringify(records)).toContain('Ticket 4182')
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('export-line')).toContainText('clear.csv')
  await page.getByTestId('export-line').getByRole('button', { name: 'Close' }).click()
  await expect(page.getByTestId('export-line')).toHaveCount(0)
  expect(complaints).toEqual([])
})
