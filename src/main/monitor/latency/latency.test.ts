import { describe, expect, test } from 'vitest'
import { AGE_SAMPLES_PER_SECOND_MAX, LATENCY_SAMPLES_MAX } from '../../../shared/limits.ts'
import type { Catalog } from '../../../shared/catalog.ts'
import { anyOf, id, isoTime, num, obj } from '../../../shared/payload-schema.ts'
import { latencyView } from '../../../shared/rates.ts'
import type { LatencyView } from '../../../shared/rates.ts'
import type { EventKey } from '../counts.ts'
import { lyceum, monitorWithTarget, START_MS, viewOf, wire } from '../monitor-fixture.ts'
import type { Monitor } from '../monitor.ts'
import { Latency } from './latency.ts'

const academy: Catalog = {
  ...lyceum,
  id: 'academy',
  events: [
    ...lyceum.events,
    { name: 'ping', namespaces: ['/', '/talk'], direction: 'client-to-server', args: [], meaning: 'heartbeat', source: 'test' },
    { name: 'pong', namespaces: ['/'], direction: 'server-to-client', args: [obj({ timestamp: num })], meaning: 'heartbeat', source: 'test' },
    { name: 'score', namespaces: ['*'], direction: 'both', args: [obj({ id, timestamp: anyOf(isoTime, num), 'dueDate?': isoTime })], meaning: 'activity', source: 'test' },
    { name: 'bare', namespaces: ['*'], direction: 'server-to-client', args: [obj({ id })], meaning: 'activity', source: 'test' },
  ],
  rooms: [{ pattern: 'class_{classId}', kind: 'class', namespace: '/grades', title: 'Class', autoJoined: false, join: [{ event: 'class:join', args: [{ room: '{room}' }], ack: true }], leave: [], source: 'test' }],
}

function watched(): Monitor {
  const monitor = monitorWithTarget({ catalogs: [academy] })
  monitor.targetChanged(viewOf('t1', { catalogId: 'academy' }), START_MS)
  return monitor
}

function space(monitor: Monitor, namespace: string, nowMs: number): LatencyView['namespaces'][number] | undefined {
  const view = latencyView.parse({ atMs: nowMs, namespaces: monitor.latency('t1', nowMs), servers: [] })
  return view.namespaces.find((each) => each.namespace === namespace)
}

const score = (atMs: number, timestamp: unknown, more: object = {}) => wire('score', [{ id: 1, timestamp }], { atMs, ...more })

describe('round trips', () => {
  test('of each namespace by what the platform has there', () => {
    const monitor = watched()
    expect(space(monitor, '/', START_MS)).toEqual({ targetId: 't1', namespace: '/', by: 'ping → pong', roundTrip: null, late: false, age: null })
    expect(space(monitor, '/grades', START_MS)).toMatchObject({ by: 'join acknowledgement', roundTrip: null })
    for (const [index, ms] of [12, 30, 18].entries()) monitor.roundTrip({ targetId: 't1', namespace: '/', by: 'ping', ms, atMs: START_MS + index * 30_000 })
    monitor.roundTrip({ targetId: 't1', namespace: '/', by: 'acknowledgement', ms: 900, atMs: START_MS })
    monitor.roundTrip({ targetId: 't1', namespace: '/grades', by: 'acknowledgement', ms: 44, atMs: START_MS })
    expect(space(monitor, '/', START_MS + 60_000)?.roundTrip).toEqual({ lastMs: 18, p50Ms: 18, p95Ms: 30, maxMs: 30, samples: 3 })
    expect(space(monitor, '/grades', START_MS + 60_000)).toMatchObject({ by: 'join acknowledgement', roundTrip: { lastMs: 44, samples: 1 } })
    expect(space(monitor, '/talk', START_MS + 60_000)).toMatchObject({ by: 'ping → pong', roundTrip: null })
  })

  test('null where the platform has none', () => {
    const monitor = monitorWithTarget()
    expect(monitor.latency(null, START_MS).map(({ by, roundTrip, late }) => [by, roundTrip, late])).toEqual([[null, null, false], [null, null, false], [null, null, false]])
  })

  test('late only where there is a ping that can be; namespaces that are off are not listed', () => {
    const monitor = watched()
    monitor.targetChanged(viewOf('t1', { catalogId: 'academy', namespaces: { '/': 'delayed', '/grades': 'delayed', '/talk': 'off' } }), START_MS)
    expect(monitor.latency('t1', START_MS).map(({ namespace, late }) => [namespace, late])).toEqual([['/', true], ['/grades', false]])
  })

  test('go with their target, and an answer that comes after that brings nothing back', () => {
    const monitor = watched()
    const trip = { targetId: 't1', namespace: '/', by: 'ping', ms: 12, atMs: START_MS } as const
    monitor.roundTrip(trip)
    monitor.event(score(START_MS, START_MS - 5))
    monitor.drain(START_MS)
    monitor.targetRemoved('t1')
    monitor.roundTrip(trip)
    expect(monitor.latency(null, START_MS)).toEqual([])
    monitor.targetChanged(viewOf('t1', { catalogId: 'academy' }), START_MS)
    expect(monitor.latency(null, START_MS).filter(({ roundTrip, age }) => roundTrip !== null || age !== null)).toEqual([])
  })
})

describe('age of events', () => {
  test('is receipt minus the time they carry, by namespace', () => {
    const monitor = watched()
    for (const [index, ageMs] of [40, 10, 20].entries()) monitor.event(score(START_MS + index * 1_000, new Date(START_MS + index * 1_000 - ageMs).toISOString()))
    monitor.event(wire('score', [{ id: 1, timestamp: START_MS - 7 }], { namespace: '/talk' }))
    monitor.event(wire('bare', [{ id: 1 }], { namespace: '/' }))
    monitor.drain(START_MS + 3_000)
    expect(space(monitor, '/grades', START_MS + 3_000)?.age).toEqual({ lastMs: 20, p50Ms: 20, p95Ms: 40, maxMs: 40, samples: 3, from: 'score timestamp' })
    expect(space(monitor, '/talk', START_MS + 3_000)?.age).toMatchObject({ lastMs: 7, samples: 1 })
    expect(space(monitor, '/', START_MS + 3_000)?.age).toBeNull()
  })

  test('of a server whose clock is an hour ahead is negative', () => {
    const monitor = watched()
    monitor.event(score(START_MS, START_MS + 3_600_000 - 15))
    monitor.drain(START_MS)
    expect(space(monitor, '/grades', START_MS)?.age).toMatchObject({ lastMs: -3_599_985, maxMs: -3_599_985 })
  })

  test('reads neither what clients send nor Rollcall\'s own traffic', () => {
    const monitor = watched()
    monitor.event(score(START_MS, START_MS - 1, { direction: 'out' }))
    monitor.event(score(START_MS, START_MS - 1, { direction: 'out', feedSocketId: 's1' }))
    monitor.event(wire('pong', [{ timestamp: START_MS - 1 }], { namespace: '/' }))
    monitor.drain(START_MS)
    expect(monitor.latency('t1', START_MS).filter(({ age }) => age !== null)).toEqual([])
    monitor.event(score(START_MS, START_MS - 1, { feedSocketId: 's1' }))
    monitor.drain(START_MS)
    expect(space(monitor, '/grades', START_MS)?.age).toMatchObject({ lastMs: 1 })
  })

  test('nonsense and hostile payloads are no age, and hide none', () => {
    const monitor = watched()
    const deep = JSON.parse(`${'['.repeat(2_000)}${']'.repeat(2_000)}`) as unknown
    const payloads: unknown[][] = [[], [null], [{ id: 1, timestamp: 450 }], [{ timestamp: null }], [{ timestamp: 'soon' }], [{ timestamp: '1999-01-01T00:00:00Z' }], [{ timestamp: '2031-01-01T00:00:00Z' }], [deep], [JSON.parse('{"__proto__":{"timestamp":1795427999000}}')], [{ dueDate: '2026-11-23T10:00:00Z' }]]
    for (const [index, args] of payloads.entries()) monitor.event(wire('score', args, { atMs: START_MS + index * 1_000 }))
    monitor.drain(START_MS + 10_000)
    expect(space(monitor, '/grades', START_MS + 10_000)?.age).toBeNull()
    monitor.event(score(START_MS + 10_000, START_MS + 9_990))
    monitor.drain(START_MS + 10_000)
    expect(space(monitor, '/grades', START_MS + 10_000)?.age).toMatchObject({ lastMs: 10, samples: 1 })
  })

  test('covers the whole window at any rate', () => {
    const monitor = watched()
    let atMs = START_MS
    for (let second = 0; second < 360; second++) {
      // Old in the first half of the window that ends at the end, young in the second.
      for (let n = 0; n < 50; n++, atMs += 20) monitor.event(score(atMs, atMs - (second < 200 ? 80 : 20)))
      monitor.drain(atMs)
    }
    expect(atMs).toBe(START_MS + 360_000)
    const ages = space(monitor, '/grades', atMs)?.age
    expect(ages).toMatchObject({ p50Ms: 20, p95Ms: 80 })
    expect(ages?.samples).toBeLessThanOrEqual(LATENCY_SAMPLES_MAX)
    expect(ages?.samples).toBeGreaterThan(LATENCY_SAMPLES_MAX * 0.9)
  })

  test('few payloads a second are parsed, whether there is a time in them or not', () => {
    let parsed = 0
    const key = { event: { spec: academy.events.find(({ name }) => name === 'score') }, direction: 'in', own: false, space: {} } as unknown as EventKey
    const latency = new Latency()
    const payload = { text: '[]', bytes: 2, attachments: 0, cut: false, args: () => (parsed++, [{}]) }
    for (let atMs = START_MS; atMs < START_MS + 1_000; atMs++) latency.event(key, payload, atMs)
    expect(parsed).toBe(AGE_SAMPLES_PER_SECOND_MAX)
    // A long one is not parsed for this at all.
    latency.event(key, { ...payload, text: 'x'.repeat(1_000_000) }, START_MS + 1_000)
    expect(parsed).toBe(AGE_SAMPLES_PER_SECOND_MAX)
    // The clock is set back: it goes on.
    latency.event(key, payload, START_MS - 3_600_000)
    expect(parsed).toBe(AGE_SAMPLES_PER_SECOND_MAX + 1)
  })
})
