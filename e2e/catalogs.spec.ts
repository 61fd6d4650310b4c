import { createPlainServer } from '../src/campus/plain/plain-server.ts'
import { expect, test } from './fixtures.ts'
import { targetsNow, watchFrames } from './live-state.ts'
import { plainForm } from './plain-form.ts'

/* A Socket.IO server that no document describes: its contract is learned, reviewed, saved and used. */

test('infer, review, save, use: what was left out is undocumented from then on, also after a restart', async ({ launch }) => {
  test.setTimeout(180_000)
  const server = await createPlainServer({ clients: 30, namespaces: ['/', '/a'] })
  try {
    const first = await launch({ args: ['--demo=never'] })
    const { page, request } = first
    await watchFrames(page)
    expect(await request('target:add', plainForm(server))).toMatchObject({ ok: true })
    await expect.poll(async () => (await request('counts:list', null)).filter(({ count }) => count > 20).map(({ event }) => event), { timeout: 40_000 }).toEqual(expect.arrayContaining(['enter', 'leave', 'say', 'said']))
    expect((await request('drift:list', { targetId: null })).rows).toEqual([])

    await page.getByRole('tab', { name: 'Contract' }).click()
    await page.getByRole('button', { name: 'Learn…' }).click()
    await page.getByRole('menuitem', { name: 'Plain server' }).click()
    const review = page.getByRole('dialog', { name: 'Contract learned from Plain server' })
    await review.getByRole('checkbox', { name: 'Keep said' }).uncheck()
    await expect(review.getByText('3 of 4 events in the draft.')).toBeVisible()

    // Private until somebody says otherwise: what is opened here is open in the catalog.
    await review.getByRole('button', { name: 'say', exact: true }).click()
    await review.getByRole('combobox', { name: '1 in the window' }).selectOption('name')
    await review.getByRole('textbox', { name: 'Id' }).fill('Not an id')
    await expect(review.getByText(/An id has 2 to 40/)).toBeVisible()
    await expect(review.getByRole('button', { name: 'Save catalog' })).toBeDisabled()
    await review.getByRole('textbox', { name: 'Id' }).fill('any')
    await expect(review.getByText(/comes with Rollcall/)).toBeVisible()
    await review.getByRole('textbox', { name: 'Id' }).fill('hall')
    await review.getByRole('textbox', { name: 'Name' }).fill('The hall')
    await review.getByRole('button', { name: 'Save catalog' }).click()
    await expect(page.getByText('Saved. Use it for Plain server now?')).toBeVisible()
    await page.getByRole('button', { name: 'Use', exact: true }).click()
    await expect(page.getByRole('dialog')).toHaveCount(0)

    // It connects anew by itself: the admin feed's password is kept.
    await expect.poll(async () => (await targetsNow(page)).map(({ settings, catalogName, state, feedLink }) => `${settings.catalogId} ${catalogName} ${state} ${feedLink?.state}`), { timeout: 30_000 }).toEqual(['hall The hall live live'])
    await expect.poll(async () => [...new Set((await request('drift:list', { targetId: null })).rows.map(({ event, kind }) => `${event} ${kind}`))], { timeout: 30_000 }).toEqual(['said unknown-event'])
    await expect(page.getByRole('cell', { name: 'Unknown event' }).first()).toBeVisible()
    await expect(page.getByText(/comparing: .* % of time/)).toBeVisible()
    const got = await request('catalogs:get', { id: 'hall' })
    if (!got.ok) throw new Error(got.problem.what)
    expect(got.value.catalog.events.map(({ name }) => name)).toEqual(['enter', 'leave', 'say'])
    expect(JSON.stringify(got.value.catalog.events.find(({ name }) => name === 'say'))).toContain('"x-mask":"name"')

    // The catalogs of the screen: one in use cannot be removed; what is pasted is refused by place.
    await page.getByRole('radio', { name: 'Catalogs' }).click()
    const row = page.getByRole('row', { name: /The hall/ })
    await expect(row).toContainText('Plain server')
    await expect(row.getByRole('button', { name: 'Remove The hall' })).toBeDisabled()
    await page.getByRole('button', { name: 'Import…' }).click()
    const importing = page.getByRole('dialog', { name: 'Import a catalog' })
    await importing.getByRole('textbox').fill(JSON.stringify({ ...got.value.catalog, id: 'hall-2', name: 'Second hall', namespaces: got.value.catalog.namespaces.slice(0, 1) }))
    await importing.getByRole('button', { name: 'Import', exact: true }).click()
    await expect(importing.getByRole('alert').getByText(/^events\[0\]\.namespaces\[1\]: .*does not have/)).toBeVisible()
    await importing.getByRole('textbox').fill(JSON.stringify({ ...got.value.catalog, id: 'hall-2', name: 'Second hall' }))
    await importing.getByRole('button', { name: 'Import', exact: true }).click()
    await expect(page.getByRole('row', { name: /Second hall/ })).toContainText('No platform')

    // A catalog in use is replaced while it is used: the event that was left out is documented from now on.
    await row.getByRole('button', { name: 'Edit The hall as JSON' }).click()
    const editing = page.getByRole('dialog', { name: 'Edit The hall' })
    const said = { name: 'said', namespaces: ['/', '/a'], direction: 'server-to-client', args: null, meaning: 'activity', source: 'reviewed' }
    await editing.getByRole('textbox').fill(JSON.stringify({ ...got.value.catalog, events: [...got.value.catalog.events, said] }))
    await editing.getByRole('button', { name: 'Save' }).click()
    await expect(editing).toHaveCount(0)
    await expect.poll(async () => (await request('drift:list', { targetId: null })).rows.length, { timeout: 20_000 }).toBe(0)
    expect((await targetsNow(page)).map(({ state, feedLink }) => `${state} ${feedLink?.state}`)).toEqual(['live live'])
    await request('catalogs:save', { json: got.value.json, replace: true })

    await page.getByRole('button', { name: 'Remove Second hall' }).click()
    await page.getByRole('button', { name: 'Remove catalog' }).click()
    await expect(page.getByRole('row', { name: /Second hall/ })).toHaveCount(0)
    expect(first.complaints).toEqual([])
    await first.app.close()

    const second = await launch({ args: ['--demo=never'], dataFolder: first.dataFolder })
    await watchFrames(second.page)
    expect((await second.request('catalogs:list', null)).entries.filter(({ builtIn }) => !builtIn)).toEqual([expect.objectContaining({ id: 'hall', name: 'The hall', events: 3, usedBy: ['Plain server'] })])
    await expect.poll(async () => (await targetsNow(second.page)).map(({ catalogName }) => catalogName), { timeout: 20_000 }).toEqual(['The hall'])
    // The form offers it.
    await second.page.getByRole('tab', { name: 'Platforms' }).click()
    await second.page.getByRole('button', { name: 'Edit' }).click()
    await expect(second.page.getByRole('combobox', { name: 'Platform' }).locator('option:checked')).toHaveText('The hall (yours)')
  } finally {
    await server.stop()
  }
})
