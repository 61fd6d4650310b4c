import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, formFor, test } from './fixtures.ts'
import { allLive, targetsNow, watchFrames } from './live-state.ts'

test('a person adds, tests, edits and removes a platform on the screen', async ({ launch, startCampus }) => {
  test.setTimeout(120_000)
  const campus = await startCampus(['--only', 'skillcore', '--people', '30', '--events-per-second', '5'])
  const skillcore = campus.platform('skillcore')
  const { page } = await launch({ args: ['--demo=never'] })
  await page.getByRole('tab', { name: 'Platforms' }).click()
  await page.getByRole('button', { name: 'Add platform' }).first().click()
  const dialog = page.getByRole('dialog')

  // Saving too early says what is missing, next to each field.
  await dialog.getByRole('button', { name: 'Add platform' }).click()
  await expect(dialog.getByText('Give it a name of 1 to 80 characters.')).toBeVisible()
  await expect(dialog.getByText('Type the password.')).toBeVisible()

  // A pasted socket address is taken apart.
  await dialog.getByLabel('Paste').fill(`${skillcore.url.replace('http', 'ws')}/socket.io/`)
  await page.keyboard.press('Enter')
  await expect(dialog.getByLabel('Address')).toHaveValue(skillcore.url)
  await dialog.getByLabel('Name').fill('Lakeside')
  await dialog.getByLabel('E-mail').fill(skillcore.email)
  await dialog.getByLabel('Password').fill('not the password')
  await dialog.getByRole('button', { name: 'Test', exact: true }).click()
  await expect(dialog.getByText(/e-mail|password/i).last()).toBeVisible()
  await dialog.getByLabel('Password').fill(skillcore.password)
  await dialog.getByRole('button', { name: 'Test', exact: true }).click()
  await expect(dialog.getByText(/Signed in as admin-1 .*7 of 7 namespaces, admin feed available/)).toBeVisible({ timeout: 20_000 })
  await dialog.getByRole('button', { name: 'Add platform' }).click()
  await expect(dialog).toBeHidden()
  const detail = page.getByRole('article', { name: 'Lakeside' })
  await expect(detail.getByText('7 of 7 live')).toBeVisible({ timeout: 20_000 })
  await expect(page.getByTestId('environment-stripe')).toContainText('PRODUCTION · read-only')

  // A new name does not reconnect.
  await detail.getByRole('button', { name: 'Edit' }).click()
  await dialog.getByLabel('Name').fill('Hillside')
  await dialog.getByRole('button', { name: 'Save' }).click()
  const renamed = page.getByRole('article', { name: 'Hillside' })
  await expect(renamed.getByText('1 connection opened')).toBeVisible()

  await renamed.getByRole('switch').nth(1).click()
  await expect(renamed.getByText('6 of 6 live')).toBeVisible()

  await renamed.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: /remove/i }).click()
  await expect(renamed).toBeHidden()
  expect((await campus.status()).platforms[0]?.running).toBe(true)
})

test('platforms outlive a restart, their secrets are nowhere in plain text', async ({ launch, startCampus }) => {
  test.setTimeout(120_000)
  const campus = await startCampus(['--only', 'endiapi', '--no-devices', '--events-per-second', '0'])
  const endiapi = campus.platform('endiapi')
  const first = await launch({ args: ['--demo=never'] })
  await watchFrames(first.page)
  expect((await first.request('target:add', formFor(endiapi))).ok).toBe(true)
  await allLive(first.page, 1)
  await first.app.close()

  const files = await readdir(first.dataFolder, { recursive: true, withFileTypes: true })
  for (const file of files.filter((entry) => entry.isFile())) {
    const text = await readFile(join(file.parentPath, file.name), 'latin1')
    expect(text.includes(endiapi.password), `${file.name} holds the password`).toBe(false)
    expect(/eyJ[\w-]{10,}\.[\w-]{10,}\./.test(text), `${file.name} holds a token`).toBe(false)
  }

  const second = await launch({ dataFolder: first.dataFolder, args: ['--demo=never'] })
  await watchFrames(second.page)
  // This machine has no keyring, so the secrets lived in memory and the user is asked; with a keyring it is live again.
  const { secretsIn } = await second.request('app:info', null)
  await expect.poll(async () => (await targetsNow(second.page)).map(({ state }) => state), { timeout: 20_000 }).toEqual([secretsIn === 'keyring' ? 'live' : 'signed-out'])
  await second.page.getByRole('tab', { name: 'Platforms' }).click()
  if (secretsIn === 'memory') {
    await second.page.getByRole('button', { name: 'Sign in again' }).first().click()
    await second.page.getByRole('dialog').getByLabel('Password').fill(endiapi.password)
    await second.page.getByRole('dialog').getByRole('button', { name: /sign in/i }).click()
  }
  await allLive(second.page, 1)
})

test('after sleep every connection is made anew, and the window says so', async ({ launch, startCampus }) => {
  const campus = await startCampus(['--only', 'flask-lms,endiapi', '--no-devices', '--events-per-second', '0'])
  const { app, page, request } = await launch({ args: ['--demo=never'] })
  await watchFrames(page)
  for (const platform of campus.platforms) expect((await request('target:add', formFor(platform, { watchedRooms: [] }))).ok).toBe(true)
  await allLive(page, 2)
  const before = (await targetsNow(page)).map(({ connections }) => connections)
  await app.evaluate(({ powerMonitor }) => {
    powerMonitor.emit('suspend')
    powerMonitor.emit('resume')
  })
  await expect.poll(async () => (await targetsNow(page)).map(({ connections }) => connections)).toEqual(before.map((connections) => connections + 1))
  await allLive(page, 2)
  await expect(page.getByText(/You were away .*Events during that time are not shown\./)).toBeVisible()
})

test('a file of platforms is exported and imported without secrets', async ({ launch, startCampus }) => {
  const campus = await startCampus(['--only', 'aprendeai', '--no-devices', '--events-per-second', '0'])
  const aprendeai = campus.platform('aprendeai')
  const { request } = await launch({ args: ['--demo=never'] })
  expect((await request('target:add', formFor(aprendeai))).ok).toBe(true)
  const exported = await request('target:export', null)
  const json = exported.ok ? exported.value.json : ''
  expect(json).toContain(aprendeai.url)
  expect(json).not.toContain(aprendeai.password)
  expect(await request('target:import', { json })).toEqual({ ok: true, value: { added: [], skipped: ['AprendeAI: is here already.'] } })
  expect(await request('target:import', { json: json.replace('"AprendeAI"', '"AprendeAI copy"') })).toEqual({ ok: true, value: { added: ['AprendeAI copy'], skipped: [] } })
  expect(await request('target:import', { json: 'not json' })).toMatchObject({ ok: false, problem: { what: expect.stringMatching(/^This is no JSON/) as unknown } })
})
