import type { EventCount } from '../src/shared/domain.ts'
import { expect, formFor, test } from './fixtures.ts'
import { allLive, roomsSettled, targetsNow, totalsNow, watchFrames } from './live-state.ts'

/** How long the campus talks to the console. */
const TALK_MS = 60_000

function byName(counts: readonly EventCount[], targetId: string): Record<string, number> {
  const mine = counts.filter((count) => count.targetId === targetId && count.direction === 'in')
  return Object.fromEntries(mine.map((count) => [`${count.namespace} ${count.event}`, count.count]))
}

/** `name: sent n, counted m` for every name where the two differ, in either direction. */
function differences(sent: Record<string, number>, counted: Record<string, number>): string[] {
  const names = new Set([...Object.keys(sent), ...Object.keys(counted)])
  return [...names].filter((name) => sent[name] !== counted[name]).map((name) => `${name}: sent ${sent[name] ?? 0}, counted ${counted[name] ?? 0}`)
}

test('60 seconds, five platforms: what was sent to the console is what it counted, per event name', async ({ launch, startCampus }) => {
  test.setTimeout(200_000)
  const campus = await startCampus(['--events-per-second', '100'])
  const { page, request } = await launch({ args: ['--demo=never'] })
  await watchFrames(page)
  const targets = new Map<string, string>()
  for (const platform of campus.platforms) {
    const added = await request('target:add', formFor(platform))
    if (!added.ok) throw new Error(added.problem.what)
    targets.set(platform.id, added.value.targetId)
  }
  await allLive(page, 5)
  // Rooms are joined in their pace meanwhile: what comes between two of them is counted too.
  await Promise.all([page.waitForTimeout(TALK_MS), roomsSettled(page, 90_000)])
  expect((await targetsNow(page)).filter(({ rooms }) => rooms.refused > 0).map(({ settings }) => settings.name)).toEqual([])
  await campus.post('/story/stop')

  for (const [platformId, targetId] of targets) {
    const sent = async () => Object.fromEntries(Object.entries(await campus.sent(platformId)).filter(([name]) => !name.startsWith('/admin ')))
    expect(Object.keys(await sent()), platformId).not.toEqual([])
    // Devices still come and go, so both sides are read together until they agree.
    await expect
      .poll(async () => differences(await sent(), byName(await request('counts:list', null), targetId)), { message: platformId, timeout: 20_000 })
      .toEqual([])
  }
  const totals = await totalsNow(page)
  expect(totals).toMatchObject({ dropped: 0, rejected: 0, sampledOut: 0 })
  const inAndOut = (await request('counts:list', null)).reduce((sum, { count }) => sum + count, 0)
  expect(inAndOut).toBeGreaterThanOrEqual(500)
})
