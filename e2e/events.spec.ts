import { ask, expect, test, typeIntoFilter } from './fixtures.ts'

test('the filter box: a language, an error that points at the place, highlight, clear with undo', async ({ launch }) => {
  test.setTimeout(120_000)
  const { page, request, complaints } = await launch()
  await page.getByRole('tab', { name: 'Events' }).click()
  const feed = page.getByTestId('feed-list')
  await expect(feed.getByRole('row').nth(8)).toBeVisible({ timeout: 40_000 })

  await typeIntoFilter(page, 'event:chat.* -target:SkillCore')
  await page.keyboard.press('Escape')
  await expect.poll(async () => (await feed.getByRole('row').allInnerTexts()).slice(1).filter((row) => row.includes('SkillCore') || !/chat[.:]/.test(row)), { timeout: 15_000 }).toEqual([])

  // A mistake keeps the last filter in force and is shown where it is.
  const box = page.getByRole('combobox', { name: 'Filter events' })
  await box.fill('size:>abc')
  await expect(page.getByText(/size/i).filter({ hasText: /1kb|number|size:>/ }).first()).toBeVisible()
  expect(await request('feed:check', { text: 'size:>abc', cursor: 9 })).toMatchObject({ error: { from: expect.any(Number) as unknown, sentence: expect.stringMatching(/size/i) as unknown } })

  await box.fill('event:message.new')
  await page.getByRole('radio', { name: 'Highlight' }).or(page.getByRole('button', { name: 'Highlight' })).first().click()
  await expect.poll(async () => {
    const rows = (await feed.getByRole('row').allInnerTexts()).slice(1)
    return rows.some((row) => !row.includes('message.new'))
  }, { timeout: 15_000 }).toBe(true)
  await box.fill('')

  await page.getByRole('button', { name: /^Clear/ }).last().click()
  await expect(page.getByText(/Cleared [\d,]+ rows?/)).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText(/Cleared [\d,]+ rows?/)).toBeHidden()
  expect(complaints).toEqual([])
})

test('the contract of the demo holds: no drift on five live platforms, and each exports as AsyncAPI 3', async ({ launch }) => {
  test.setTimeout(120_000)
  const { page, request } = await launch()
  await page.getByRole('tab', { name: 'Contract' }).click()
  await expect.poll(async () => (await request('drift:list', { targetId: null })).checked.compared, { timeout: 60_000 }).toBeGreaterThan(300)
  const { rows } = await request('drift:list', { targetId: null })
  expect(rows.map(({ event, kind, path }) => `${event} ${kind} ${path}`)).toEqual([])
  for (const id of ['skillcore', 'flask-lms', 'rusingacademy', 'aprendeai', 'endiapi']) {
    const answer = await ask(page, 'contract:export', { targetId: `demo-${id}` })
    const document = JSON.parse(answer.ok ? answer.value.json : '{}') as { asyncapi?: string; channels?: object }
    expect([document.asyncapi, Object.keys(document.channels ?? {}).length > 0], id).toEqual(['3.0.0', true])
  }
})
