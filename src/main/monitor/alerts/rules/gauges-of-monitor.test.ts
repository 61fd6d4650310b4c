import { describe, expect, test } from 'vitest'
import type { AlertRule, RuleCondition } from '../../../../shared/alerts.ts'
import type { Problem, TargetView } from '../../../../shared/domain.ts'
import { monitorWithTarget, lyceum, START_MS, viewOf, wire } from '../../monitor-fixture.ts'
import type { Monitor } from '../../monitor.ts'
import { RuleEngine } from './engine.ts'
import { MonitorMeasures } from './gauges-of-monitor.ts'
import { anywhere, Reports, ruleOf } from './measures-fixture.ts'
import type { Measures, Place } from './measures.ts'

const whole: Place = { targetId: 't1', namespace: null, event: null, room: null, role: null, serverId: null }

/** A monitor and its measures, brought from second to second. */
class Clock {
  readonly monitor: Monitor
  readonly measures: MonitorMeasures
  nowMs = START_MS

  constructor(monitor = monitorWithTarget()) {
    this.monitor = monitor
    this.measures = new MonitorMeasures(monitor.measured)
    monitor.drain(this.nowMs)
    this.measures.step(this.nowMs)
  }

  /** @param each called at each second, before the monitor drains */
  go(seconds: number, each?: (nowMs: number) => void): this {
    for (let second = 0; second < seconds; second++) {
      this.nowMs += 1000
      each?.(this.nowMs)
      this.monitor.drain(this.nowMs)
      this.measures.step(this.nowMs)
    }
    return this
  }

  counted(place: Partial<Place>, seconds: number): string {
    const into = { count: 0, seconds: 0 }
    this.measures.counts({ ...whole, ...place })(this.nowMs - seconds * 1000, this.nowMs, into)
    return `${into.count} in ${into.seconds} s`
  }

  state(what: Parameters<Measures['state']>[0], place: Partial<Place> = {}): number {
    return this.measures.state(what, { ...whole, ...place })(this.nowMs)
  }

  view(view: TargetView): this {
    this.monitor.targetChanged(view, this.nowMs)
    return this
  }
}

const send = (monitor: Monitor, name: string, atMs: number, namespace = '/grades', payload: unknown = {}) => monitor.event(wire(name, [payload], { namespace, atMs }))

describe('events over time', () => {
  test('by platform, namespace, event and pattern; exact to the second, in every resolution', () => {
    const clock = new Clock()
    clock.go(10).go(40, (nowMs) => {
      send(clock.monitor, 'grade.posted', nowMs)
      if (nowMs % 10_000 === 0) send(clock.monitor, 'message', nowMs, '/talk')
    })
    clock.go(10)
    expect(clock.counted({}, 60)).toBe('44 in 60 s')
    expect(clock.counted({ namespace: '/grades' }, 30)).toBe('21 in 30 s')
    expect(clock.counted({ namespace: '/talk' }, 60)).toBe('4 in 60 s')
    expect(clock.counted({ event: 'grade.posted' }, 20)).toBe('11 in 20 s')
    expect(clock.counted({ event: 'grade.*' }, 20)).toBe('11 in 20 s')
    expect(clock.counted({ event: 'never' }, 20)).toBe('0 in 20 s')
    expect(clock.counted({ event: 'meaning:activity' }, 60)).toBe('44 in 60 s')
    expect(clock.counted({ event: 'meaning:error' }, 60)).toBe('0 in 60 s')
    clock.go(120)
    expect(clock.counted({}, 170)).toBe('44 in 170 s')
    clock.go(2 * 3600)
    expect(Number(clock.counted({}, 3 * 3600).split(' ')[0])).toBe(44)
  })

  test('a gap is not watched, and no zero', () => {
    const clock = new Clock().go(30)
    clock.view(viewOf('t1', { state: 'reconnecting' })).go(30)
    expect(clock.counted({}, 60)).toBe('0 in 31 s')
    expect(clock.counted({ targetId: 'nobody' }, 60)).toBe('0 in 0 s')
  })

  test('rooms', () => {
    const clock = new Clock()
    clock.go(10, (nowMs) => send(clock.monitor, 'grade.posted', nowMs, '/grades', { classId: '7b' }))
    clock.go(10)
    expect(clock.counted({ room: 'class_7b' }, 60).split(' ')[0]).toBe('10')
    expect(clock.measures.rooms('t1')).toEqual([{ namespace: '/grades', name: 'class_7b' }])
    expect(clock.measures.events('t1')).toEqual([{ namespace: '/grades', name: 'grade.posted', meaning: 'activity' }])
    expect([clock.measures.hadEvents(whole), clock.measures.hadEvents({ ...whole, namespace: '/talk' })]).toEqual([true, false])
  })

  test('connections that the admin feed saw begin, without Rollcall’s own', () => {
    const clock = new Clock()
    const feedLink = { name: '/admin', title: '', state: 'live' as const, sinceMs: START_MS, problem: null, nextTryAtMs: null, attempts: 1 }
    clock.view({ ...viewOf('t1', { feedOn: true }), feedLink })
    const socket = { namespace: '/grades', device: undefined, transport: 'websocket' as const, address: 'IPv4' as const, agent: undefined, rooms: [], person: { id: 'u', name: undefined, email: undefined, role: undefined }, connectedAtMs: undefined }
    clock.go(10, (nowMs) => clock.monitor.socketUp('t1', { ...socket, id: `s${nowMs}`, own: nowMs % 2000 === 0 }, nowMs))
    expect(clock.counted({ event: 'socket:connect' }, 9).split(' ')[0]).toBe('5')
    clock.view({ ...viewOf('t1', { feedOn: true }), feedLink: { ...feedLink, state: 'offline' } }).go(1)
    expect(clock.counted({ event: 'socket:connect' }, 60)).toBe('0 in 0 s')
  })
})

describe('states', () => {
  test('a namespace is down after its grace, and stays so while it is tried again', () => {
    const clock = new Clock().go(1)
    expect(clock.state('namespace-down', { namespace: '/talk' })).toBe(0)
    clock.view(viewOf('t1', { namespaces: { '/': 'live', '/talk': 'reconnecting' } })).go(5)
    expect(clock.state('namespace-down', { namespace: '/talk' })).toBe(0)
    clock.go(2)
    expect(clock.state('namespace-down', { namespace: '/talk' })).toBe(1)
    clock.view(viewOf('t1', { namespaces: { '/': 'live', '/talk': 'connecting' } })).go(1)
    expect([clock.state('namespace-down', { namespace: '/talk' }), clock.state('namespace-down', { namespace: '/' }), clock.state('target-down')]).toEqual([1, 0, 0])
    clock.view(viewOf('t1', { namespaces: { '/': 'live', '/talk': 'live' } })).go(1)
    expect(clock.state('namespace-down', { namespace: '/talk' })).toBe(0)
  })

  test('the platform is down when all that is on is; one that is switched off is not asked', () => {
    const clock = new Clock().view(viewOf('t1', { namespaces: { '/': 'offline', '/talk': 'offline', '/grades': 'off' } })).go(7)
    expect(clock.state('target-down')).toBe(1)
    expect(clock.state('namespace-down', { namespace: '/grades' })).toBeNaN()
  })

  test('nobody knows before the first connection; signed out is not down', () => {
    const clock = new Clock().view(viewOf('t1', { state: 'connecting' }))
    const fresh = new Clock(clock.monitor).go(10)
    expect(fresh.state('target-down')).toBeNaN()
    fresh.view(viewOf('t1', { state: 'signed-out' })).go(10)
    expect([fresh.state('target-down'), fresh.state('signed-out')]).toEqual([0, 1])
    fresh.view(viewOf('t1')).go(1)
    expect(fresh.state('signed-out')).toBe(0)
  })

  test('rooms refused', () => {
    const clock = new Clock().view({ ...viewOf('t1'), rooms: { wanted: 3, joined: 2, unconfirmed: 0, refused: 1 } }).go(1)
    expect(clock.state('joins-refused')).toBe(1)
  })

  test('a rate limit: told by a refused connection, or by an error event, for a minute', () => {
    const problem: Problem = { kind: 'rate-limited', what: '', advice: '', details: '' }
    const clock = new Clock().view(viewOf('t1', { state: 'reconnecting', problem })).go(1)
    expect(clock.state('rate-limited')).toBe(1)
    clock.view(viewOf('t1')).go(61)
    expect(clock.state('rate-limited')).toBe(0)
    const events = [...lyceum.events, { name: 'error', namespaces: ['*'], direction: 'server-to-client' as const, args: null, meaning: 'error' as const, source: 'Lyceum document, "Errors"' }]
    clock.monitor.addCatalog({ ...lyceum, events })
    clock.go(1, (nowMs) => send(clock.monitor, 'error', nowMs, '/talk', { code: 'UNAUTHORIZED', message: 'No.' }))
    expect(clock.state('rate-limited')).toBe(0)
    clock.go(1, (nowMs) => send(clock.monitor, 'error', nowMs, '/talk', { code: 'RATE_LIMIT_EXCEEDED', retryAfter: 3 }))
    expect([clock.state('rate-limited'), clock.state('rate-limited', { namespace: '/talk' }), clock.state('rate-limited', { namespace: '/grades' })]).toEqual([1, 1, 0])
    clock.go(61)
    expect(clock.state('rate-limited')).toBe(0)
  })

  test('servers of the admin feed', () => {
    const feedLink = { name: '/admin', title: '', state: 'live' as const, sinceMs: START_MS, problem: null, nextTryAtMs: null, attempts: 1 }
    const server = { serverId: 'node 1', hostname: 'h', pid: 1, uptimeSeconds: 1, clients: 1, pollingClients: 0, lastAtMs: 1, stale: true, namespaces: [{ name: '/talk', sockets: 7 }] }
    const feed = { namespace: '/admin', mode: 'development' as const, readOnly: true, actions: [], servers: [server], sockets: 9, ownSockets: 1, snapshotAtMs: START_MS, difference: null, warnings: [], bytesPerSecond: 0 }
    const clock = new Clock().view({ ...viewOf('t1', { feedOn: true }), feedLink, feed }).go(1)
    // Just back, the feed has not heard of every server.
    expect(clock.state('node-stale', { serverId: 'node 1' })).toBeNaN()
    clock.go(10)
    expect([clock.state('node-stale', { serverId: 'node 1' }), clock.measures.targets()[0]?.servers]).toEqual([1, ['node 1']])
    expect([null, '/talk'].map((namespace) => clock.measures.other('sockets', 10, { ...whole, namespace })?.(clock.nowMs))).toEqual([9, 7])
    clock.view({ ...viewOf('t1', { feedOn: true }), feedLink: { ...feedLink, state: 'offline' }, feed }).go(1)
    expect(clock.state('node-stale', { serverId: 'node 1' })).toBeNaN()
  })

  test('drift: lately seen, and over after ten minutes', () => {
    const clock = new Clock()
    clock.go(6, (nowMs) => send(clock.monitor, 'grade.posted', nowMs, '/grades', { gradeId: 12, nonsense: true }))
    const drift = clock.measures.state('drift', whole)
    expect(drift(clock.nowMs)).toBe(1)
    expect(drift(clock.nowMs + 11 * 60_000)).toBe(0)
  })
})

describe('other numbers', () => {
  test('bytes, sizes, lag, rejections', () => {
    const clock = new Clock()
    const read = (metric: Parameters<Measures['other']>[0], place: Partial<Place> = {}) => clock.measures.other(metric, 10, { ...whole, ...place })
    const gauges = { bytes: read('bytes-rate', { event: 'grade.posted' }), size: read('size-p95'), lag: read('lag'), rejected: read('rejected') }
    for (const gauge of Object.values(gauges)) gauge?.(clock.nowMs)
    clock.go(10, (nowMs) => {
      send(clock.monitor, 'grade.posted', nowMs, '/grades', { text: 'x'.repeat(1_000) })
      clock.monitor.rejected('t1', '/', 'not-json', 3, nowMs)
      gauges.bytes?.(nowMs)
    })
    expect(gauges.bytes?.(clock.nowMs)).toBeGreaterThan(900)
    expect(gauges.bytes?.(clock.nowMs)).toBeLessThan(1_200)
    expect(gauges.rejected?.(clock.nowMs)).toBe(10)
    clock.go(6)
    expect(gauges.size?.(clock.nowMs)).toBeGreaterThan(900)
    expect(gauges.lag?.(clock.nowMs)).toBeGreaterThanOrEqual(0)
  })

  test('people are counted a thousand a tick, however many there are', () => {
    const clock = new Clock()
    clock.go(1, (nowMs) => {
      for (let person = 0; person < 2_500; person++) clock.monitor.event(wire('grade.posted', [{ postedBy: { id: `u-${person}`, name: 'x' } }], { atMs: nowMs }))
    })
    const online = clock.measures.other('people-online', 10, whole)
    expect(online?.(clock.nowMs)).toBeNaN()
    expect(online?.(clock.nowMs + 1000)).toBeNaN()
    expect(online?.(clock.nowMs + 2000)).toBe(2_500)
  })
})

test('from events to alerts: many, then few', () => {
  const clock = new Clock()
  const reports = new Reports()
  const engine = new RuleEngine({ measures: clock.measures, sink: reports })
  const condition: RuleCondition = { kind: 'threshold', metric: 'rate', windowSeconds: 5, compare: 'above', value: 10, clearValue: 5 }
  const rules: AlertRule[] = [ruleOf(condition, { per: 'namespace', name: 'Busy', pendingSeconds: 3, recoverSeconds: 3 }), ruleOf({ kind: 'absence', windowSeconds: 20 }, { id: 'quiet', name: 'Quiet', scope: anywhere })]
  engine.setRules(rules, clock.nowMs)
  const run = (seconds: number, events: number): string[] => {
    for (let second = 0; second < seconds; second++) {
      clock.go(1, (nowMs) => {
        for (let event = 0; event < events; event++) send(clock.monitor, 'grade.posted', nowMs - 500)
      })
      engine.evaluate(clock.nowMs)
    }
    return reports.take()
  }
  expect(run(60, 0)).toEqual([])
  expect(run(20, 20)).toEqual(['pending Busy: /grades', 'firing Busy: /grades'])
  expect(run(40, 0)).toEqual(['recovering Busy: /grades', 'resolved Busy: /grades', 'firing Quiet'])
  expect(run(5, 1)).toEqual(['resolved Quiet'])
})
