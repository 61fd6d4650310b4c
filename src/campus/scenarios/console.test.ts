import { expect, test } from 'vitest'
import { ended, expectExactly, isLive, WatchedCampus } from './console-fixture.ts'
import { FastClock } from './fast-clock.ts'
import type { ScenarioName } from './scenario.ts'

/*
 * The scenarios against the console's core with the starter rules: at the end of each exactly the alerts that it lists,
 * once each, each folded under the right one. The console's clock runs as fast as the scenario.
 */

const MINUTE_S = 60

test.each([[false], [true]])('absence-spike, as deployed %s: every intervention is one alert, whatever came twice, changed, late or broken', async (asDeployed) => {
  const watched = new WatchedCampus()
  try {
    const campus = await watched.start({ asDeployed, adminFeed: false })
    const core = watched.watch(campus, new FastClock(1))
    await isLive(core, false, asDeployed)
    campus.scenarios.start('absence-spike', 20)
    const expected = await ended(campus)
    expect(expected.filter(({ kind }) => kind === 'platform')).toHaveLength(asDeployed ? 18 : 16)
    // What was sent last is on its way, contracts are listed every five seconds, and a namespace is down after as many.
    const rules = () => core.alerts().flatMap(({ kind, cause }) => (kind === 'rule' ? [cause] : []))
    await expect.poll(rules, { timeout: 10_000 }).toHaveLength(asDeployed ? 2 : 1)
    expectExactly(core, expected)
    // More than ten in ten minutes are a flood, told once.
    expect(core.monitor.alertBook.flood).not.toBeNull()
    expect(core.monitor.rejections()).toEqual([])
  } finally {
    await watched.end()
  }
}, 60_000)

// Side by side: they wait most of the time.
test.concurrent.each<[name: ScenarioName, speed: number, adminFeeds: boolean, when: 'now' | 'watched', without: string[]]>([
  ['outage', 8, true, 'now', []],
  ['reconnect-storm', 10, true, 'now', []],
  // Before the console has joined its rooms: it need not be sent away.
  ['rate-limit', 10, false, 'watched', []],
])('%s, %s times as fast', async (name, speed, adminFeeds, when, without) => {
  const watched = new WatchedCampus()
  try {
    const campus = await watched.start({ adminFeed: adminFeeds })
    if (when === 'watched') campus.scenarios.start(name, speed, when)
    const core = watched.watch(campus, new FastClock(speed), { adminFeeds, without })
    await isLive(core, adminFeeds)
    expect(core.alerts()).toEqual([])
    if (when === 'now') campus.scenarios.start(name, speed, when)
    const expected = await ended(campus)
    core.pulse()
    expectExactly(core, expected)
  } finally {
    await watched.end()
  }
}, 90_000)

test('quiet: on a free day silence is no alert, however long; on a school day it would be', async () => {
  const saturday = new Date()
  saturday.setDate(saturday.getDate() - (((saturday.getDay() + 1) % 7) || 7))
  saturday.setHours(10, 0, 0, 0)
  const watched = new WatchedCampus()
  try {
    const campus = await watched.start({ adminFeed: false, eventsPerSecond: 60 })
    const core = watched.watch(campus, new FastClock(20, saturday.getTime()))
    await isLive(core, false)
    // Every platform has sent something: only then can it fall silent.
    await expect.poll(() => new Set(core.monitor.counts().filter(({ direction, count }) => direction === 'in' && count > 0).map(({ targetId }) => targetId)).size, { timeout: 15_000 }).toBe(5)
    campus.scenarios.start('quiet', 20)
    await expect.poll(() => campus.scenarios.progress?.done.length, { timeout: 5_000 }).toBe(2)
    core.let(15 * MINUTE_S)
    expectExactly(core, [])
    // To Monday, 10:00.
    const monday = new Date(saturday)
    monday.setDate(monday.getDate() + 2)
    core.clock.skip(monday.getTime() - core.clock.now())
    core.let(10 * MINUTE_S)
    expect(new Set(core.alerts().map(({ cause }) => cause))).toEqual(new Set(['rate-low']))
  } finally {
    await watched.end()
  }
}, 60_000)
