import { describe, expect, test } from 'vitest'
import { catalogs } from '../../shared/platforms/index.ts'
import type { Catalog } from '../../shared/catalog.ts'
import { noticeKind } from '../../shared/notices.ts'
import { Monitor } from '../monitor/monitor.ts'
import { viewOf } from '../monitor/monitor-fixture.ts'
import { socket } from '../monitor/presence-fixture.ts'
import { draftOf, everybody, MemoryServer, settingsOf, START_MS } from './notices-fixture.ts'
import { planOf } from './plan.ts'
import type { World } from './world.ts'

/* What the catalogs that come with Rollcall make of a notice: nothing leaves that does not fit its own platform. */

const withNotices = [...catalogs.values()].filter(({ notices }) => notices && notices.length > 0)

function worldWith(catalog: Catalog): World {
  const monitor = new Monitor({ catalogs: [catalog], startedAtMs: START_MS })
  monitor.targetChanged(viewOf('t1', { catalogId: catalog.id, feedOn: true, signedInAs: { id: 'u-1', role: 'PRINCIPAL' } }), START_MS)
  const namespaces = new Set(catalog.notices?.map(({ namespace }) => namespace))
  monitor.snapshot('t1', [...namespaces].flatMap((namespace, place) => [1, 2].map((number) => socket(`s${place}-${number}`, `u-${number + 1}`, { namespace, person: { role: number === 1 ? 'learner' : 'coach' } }))), START_MS)
  const server = new MemoryServer()
  return {
    targets: () => monitor.targets(), settingsOf: () => settingsOf('t1'), catalogOf: (id) => monitor.catalogOf(id), report: (settings) => server.report(settings),
    audience: (rule, nowMs) => monitor.audience(rule, nowMs), audienceSockets: (...args) => monitor.audienceSockets(...args), spellings: (room) => monitor.rooms.spellings(room), groupRooms: (part) => monitor.rooms.groupRooms(part),
    platformId: (key) => monitor.platformId(key), personSockets: (key) => monitor.personSockets(key),
  }
}

test('some platforms have notices', () => {
  expect(withNotices.map(({ id }) => id)).toContain('skillcore')
})

describe.each(withNotices)('$id', (catalog) => {
  const kinds = noticeKind.options.filter((kind) => catalog.notices?.some((notice) => notice.kinds.includes(kind)))

  test.each(kinds)('%s: a payload without null, as its catalog has it', (kind) => {
    for (const when of [{ kind: 'now' as const }, { kind: 'window' as const, startMs: START_MS + 3_600_000, endMs: START_MS + 7_200_000, zone: 'America/Chicago', reminderMinutes: null }]) {
      const plan = planOf(draftOf({ kind, drill: kind === 'urgent', when, audience: everybody }), 'announce', worldWith(catalog), START_MS)
      expect(plan.problems).toEqual([])
      expect(plan.parts).toHaveLength(1)
      expect(JSON.stringify(plan.parts[0]!.args)).not.toContain('null')
      expect(JSON.stringify(plan.parts[0]!.args)).toContain('Snow')
      if (kind === 'urgent') expect(JSON.stringify(plan.parts[0]!.args)).toContain('DRILL: Snow')
    }
  })

  test('a role: one packet, to the rooms of the role or to its sockets', () => {
    const [kind = 'announcement'] = kinds
    const plan = planOf(draftOf({ kind, audience: { include: [{ kind: 'role', targetId: 't1', role: 'coach' }], exclude: [] } }), 'announce', worldWith(catalog), START_MS)
    expect(plan.problems).toEqual([])
    expect(plan.parts).toHaveLength(1)
    expect(plan.parts[0]!.room).not.toBeNull()
    expect(plan.parts[0]!.people).toBe(1)
  })
})
