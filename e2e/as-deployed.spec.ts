import { expect, formFor, test } from './fixtures.ts'
import { targetsNow, watchFrames } from './live-state.ts'

test('as deployed: each of the five is live, or says in words why not', async ({ launch, startCampus }) => {
  test.setTimeout(150_000)
  const campus = await startCampus(['--as-deployed', '--people', '60', '--events-per-second', '20'])
  const { page, request } = await launch({ args: ['--demo=never'] })
  await watchFrames(page)
  for (const platform of campus.platforms) expect((await request('target:add', formFor(platform, { watchedRooms: platform.rooms.slice(0, 3) }))).ok).toBe(true)
  await expect
    .poll(async () => (await targetsNow(page)).flatMap(({ settings, namespaces }) => namespaces.filter(({ state, problem }) => state !== 'off' && state !== 'live' && problem === null).map(({ name, state }) => `${settings.name} ${name} ${state}`)), { timeout: 60_000 })
    .toEqual([])
  const views = await targetsNow(page)
  const live = views.map(({ settings, namespaces }) => `${settings.name} ${namespaces.filter(({ state }) => state === 'live').length} of ${namespaces.filter(({ state }) => state !== 'off').length}`)
  expect(live.sort()).toEqual(['AprendeAI 1 of 1', 'Flask LMS 1 of 1', 'RusingAcademy 1 of 1', 'SkillCore 6 of 7', 'endiAPI 1 of 1'])
  expect(views.find(({ settings }) => settings.catalogId === 'skillcore')?.namespaces.find(({ name }) => name === '/')?.problem?.kind).toBe('namespace-unknown')
})

test('a bad token: at most 10 connect attempts in 60 s on each platform, and words on the screen', async ({ launch, startCampus }) => {
  test.setTimeout(150_000)
  const campus = await startCampus(['--as-deployed', '--no-devices', '--events-per-second', '0'])
  const before = await campus.status()
  const { page, request } = await launch({ args: ['--demo=never'] })
  await watchFrames(page)
  for (const platform of campus.platforms) {
    const form = formFor(platform, { signIn: 'token', email: '' })
    expect((await request('target:add', { ...form, secrets: { token: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJub2JvZHkifQ.c2lnbmF0dXJl' } })).ok).toBe(true)
  }
  await page.waitForTimeout(60_000)
  const after = await campus.status()
  const attempts = after.platforms.map(({ id, connectsSeen }) => ({ id, packets: connectsSeen.packets - (before.platforms.find((platform) => platform.id === id)?.connectsSeen.packets ?? 0) }))
  for (const { id, packets } of attempts) {
    expect(packets, id).toBeGreaterThan(0)
    expect(packets, id).toBeLessThanOrEqual(10)
  }
  expect((await targetsNow(page)).map(({ settings, state }) => `${settings.name} ${state}`).sort()).toEqual(['AprendeAI signed-out', 'Flask LMS signed-out', 'RusingAcademy signed-out', 'SkillCore signed-out', 'endiAPI signed-out'])
  await page.keyboard.press('Control+1')
  await expect(page.getByText(/sign-in ended|signed out|sign in again/i).first()).toBeVisible()
})
