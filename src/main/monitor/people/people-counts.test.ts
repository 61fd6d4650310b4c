import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { lyceum, START_MS, viewOf, wire } from '../monitor-fixture.ts'
import { feedMonitor, people, socket } from '../presence-fixture.ts'
import { isOnline } from './person-status.ts'

const who = fc.constantFrom('u1', 'u2', 'u3', 'u4', 'u5')
const id = fc.constantFrom('s1', 's2', 's3', 's4')
const step = fc.oneof(
  fc.record({ do: fc.constant('event' as const), who, name: fc.constantFrom('Ann', 'Bo', 'Cy', undefined) }),
  fc.record({ do: fc.constantFrom('up' as const, 'down' as const), who: fc.option(who, { nil: undefined }), id, own: fc.boolean(), reason: fc.constantFrom('transport close', 'client namespace disconnect') }),
  fc.record({ do: fc.constant('change' as const), who, id }),
  fc.record({ do: fc.constant('snapshot' as const), sockets: fc.array(fc.tuple(id, fc.option(who, { nil: undefined })), { maxLength: 4 }) }),
  fc.record({ do: fc.constantFrom('feedDown' as const, 'silent' as const, 'heard' as const, 'off' as const, 'on' as const) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.oneof(fc.integer({ min: 0, max: 5_000 }), fc.constantFrom(60_000, 121_000, 300_000, 540_000, 700_000, -1_000)) }),
  fc.record({ do: fc.constant('signedIn' as const), who: fc.option(who, { nil: null }) }),
)

test('the counts are those of a walk through all people, whatever happened', () => {
  fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
    const monitor = feedMonitor(lyceum)
    let nowMs = START_MS
    let feedOn = true
    let own: string | null = null
    const view = (): void => monitor.targetChanged(viewOf('t1', { catalogId: lyceum.id, feedOn, signedInAs: own === null ? null : { id: own, role: 'ADMIN' } }), nowMs)
    for (const each of steps) {
      switch (each.do) {
        case 'event':
          monitor.event(wire('message', [{ from: { id: each.who, name: each.name } }], { namespace: '/talk', atMs: nowMs }))
          break
        case 'up':
          monitor.socketUp('t1', socket(each.id, each.who, { own: each.own }), nowMs)
          break
        case 'down':
          monitor.socketDown('t1', '/', each.id, each.reason, nowMs)
          break
        case 'change':
          monitor.socketChanged('t1', '/', each.id, { person: { id: each.who, name: undefined, email: undefined, role: undefined } }, nowMs)
          break
        case 'snapshot':
          monitor.snapshot('t1', each.sockets.map(([name, person]) => socket(name, person)), nowMs)
          break
        case 'feedDown':
          monitor.feedDown('t1', nowMs)
          break
        case 'off':
        case 'on':
          feedOn = each.do === 'on'
          view()
          break
        case 'silent':
        case 'heard':
          monitor.servers('t1', [{ serverId: 'a', stale: each.do === 'silent', lastAtMs: nowMs } as never], nowMs)
          break
        case 'wait':
          nowMs += each.ms
          break
        case 'signedIn':
          own = each.who
          view()
          break
      }
      monitor.drain(nowMs)
      const { peopleSeen, peopleActive, peopleOnline } = monitor.overview(nowMs)
      const rows = people(monitor, nowMs).filter((row) => !row.own)
      const online = rows.filter((row) => isOnline(row.status))
      expect({ seen: peopleSeen, online: peopleActive, ...peopleOnline }).toEqual({ seen: rows.length, online: online.length, observed: online.filter((row) => row.devices > 0).length, inferred: online.filter((row) => row.devices === 0).length })
    }
  }), { numRuns: 150 })
})
