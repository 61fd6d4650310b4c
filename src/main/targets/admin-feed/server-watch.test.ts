import { beforeEach, expect, test } from 'vitest'
import type { AdminServer } from '../../../shared/presence.ts'
import { ManualClock } from '../test-server.ts'
import { decodeStats } from './decode.ts'
import type { ServerStats } from './decode.ts'
import { presenceTable, stats } from './feed-fixture.ts'
import { ServerWatch } from './server-watch.ts'
import { SERVER_STALE_MS } from './servers.ts'
import { SocketTable } from './socket-table.ts'

const clock = new ManualClock()
let looks: readonly AdminServer[][]
let reloads: number
let live: boolean
let watch: ServerWatch

/** What a server says that counts `sockets` in the main namespace, of which the table has none. */
const said = (serverId: string, sockets = 0): ServerStats => decodeStats(stats({ serverId, namespaces: [{ name: '/', socketsCount: sockets }] })) as ServerStats

beforeEach(() => {
  looks = []
  reloads = 0
  live = true
  const table = new SocketTable('t1', presenceTable())
  table.await()
  table.install([], clock.now())
  watch = new ServerWatch({ clock, table, isLive: () => live, onChange: (servers) => (looks = [...looks, [...servers]]), reload: () => reloads++ })
  watch.begin()
  return () => watch.stop()
})

test('silence is told within a second of its time, once, without a message', () => {
  watch.heard(said('a'))
  clock.advance(SERVER_STALE_MS - 1)
  expect([looks.length, watch.isSilent(clock.now())]).toEqual([1, false])
  clock.advance(1_000)
  expect(looks.map((servers) => servers.map(({ stale }) => stale))).toEqual([[false], [true]])
  expect(watch.isSilent(clock.now())).toBe(true)
  clock.advance(5_000)
  expect(looks.length).toBe(2)
})

test('nobody has spoken yet: that is no silence', () => {
  expect(watch.isSilent(clock.now())).toBe(false)
})

test('one of two falls silent: its sockets would stay, so the other one is compared at once', () => {
  watch.heard(said('a', 3))
  watch.heard(said('b'))
  clock.advance(SERVER_STALE_MS / 2)
  watch.heard(said('a', 3))
  expect([watch.difference, reloads]).toEqual([null, 0])
  clock.advance(SERVER_STALE_MS / 2 + 1_000)
  expect([watch.difference, reloads]).toEqual(['In / Rollcall knows 0 sockets, the servers count 3.', 1])
  expect(watch.warnings(clock.now())).toEqual([expect.stringMatching(/^All sockets were loaded again/)])
})

test('a lasting difference reloads; not while the feed is down, and a new connection counts its rounds anew', () => {
  live = false
  for (let round = 0; round < 4; round++) watch.heard(said('a', 3))
  expect(reloads).toBe(0)
  live = true
  watch.heard(said('a', 3))
  watch.begin()
  watch.heard(said('a', 3))
  watch.heard(said('a', 3))
  expect(reloads).toBe(0)
  watch.heard(said('a', 3))
  expect(reloads).toBe(1)
})

test('stopped, it looks no more', () => {
  watch.heard(said('a'))
  watch.stop()
  clock.advance(2 * SERVER_STALE_MS)
  expect([looks.length, clock.pending]).toEqual([1, 0])
})
