import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventCount, eventDetail, overview, rateChart, totals, treeNamespace } from '../../shared/domain.ts'
import { EVENT_NAMES_PER_TARGET_MAX } from '../../shared/limits.ts'
import { grade, lyceum, monitorWithTarget, START_MS, viewOf, wire } from './monitor-fixture.ts'
import { Monitor } from './monitor.ts'
import { payloadOf, payloadOfText } from './raw-payload.ts'
import type { WireEvent } from './wire-event.ts'

test('one event, from receipt to every screen', () => {
  const monitor = monitorWithTarget()
  monitor.event(grade(1))
  monitor.drain(START_MS + 50)
  const nowMs = START_MS + 1_000
  expect(totals.parse(monitor.totals(nowMs))).toMatchObject({ received: 1, receivedPerSecond: 1, kept: 1, overwritten: 0, sampledOut: 0, keepOneIn: 1, dropped: 0, rejected: 0 })
  expect(overview.parse(monitor.overview(nowMs))).toEqual({
    peopleSeen: 1,
    peopleActive: 1,
      peopleOnline: { observed: 0, inferred: 1 },
    roomsActive: 1,
    eventsPerSecond: 1,
    openAlerts: 0,
    alertsDropped: 0,
    attention: [],
    attentionLeftOut: 0,
    targets: [{ targetId: 't1', received: 1, perSecond: 1, people: 1, rooms: 1, alerts: 0 }],
  })
  expect(monitor.tree(nowMs).map((node) => treeNamespace.parse(node)).map(({ namespace, events, rooms }) => [namespace, events, rooms.length])).toEqual([['/', 0, 0], ['/grades', 1, 1], ['/talk', 0, 0]])
  const chart = rateChart.parse(monitor.rates({ windowMinutes: 1, groupBy: 'namespace', targetId: null, nowMs }))
  expect(chart.series.map(({ label, total }) => [label, total])).toEqual([['School t1 /grades', 1], ['School t1 /', 0], ['School t1 /talk', 0]])
  expect(monitor.counts().map((row) => eventCount.parse(row))).toEqual([{ targetId: 't1', namespace: '/grades', event: 'grade.posted', direction: 'in', count: 1, bytes: grade(1).payload.bytes, contract: 'ok' }])
  expect(eventDetail.parse(monitor.detail(1))).toMatchObject({
    row: { ordinal: 0, seq: 1, targetId: 't1', namespace: '/grades', direction: 'in', event: 'grade.posted', room: 'class_7b', person: 'u-1', own: false, severity: null, preview: 'gradeId: g-1, classId: 7b, score: 80, postedBy: {id: u-1, name: M. R.}, postedAt: 2026-11-23T10:00:00Z' },
    documented: { meaning: 'activity', source: 'Lyceum document, "Grades"' },
  })
})

describe('rows', () => {
  const rowOf = (event: WireEvent): unknown => {
    const monitor = monitorWithTarget()
    monitor.event(event)
    monitor.drain(START_MS)
    return monitor.detail(1)?.row
  }

  test('a person without an id is shown as initials, never by name', () => {
    expect(rowOf(wire('grade.posted', [{ teacherName: 'Maria Rossi' }]))).toMatchObject({ person: 'M. R.' })
  })

  test('an address as an id or in a room is masked', () => {
    expect(rowOf(wire('grade.posted', [{ teacherId: 'maria@x.example', classId: 'anna@x.example' }]))).toMatchObject({ person: 'm•••@•••', room: 'c•••@•••' })
  })

  test('what Rollcall sends, and the answer to its ping, is its own', () => {
    expect([rowOf(wire('message', [{}], { direction: 'out', namespace: '/talk' })), rowOf(wire('pong')), rowOf(grade(1))]).toMatchObject([{ own: true, direction: 'out' }, { own: true }, { own: false }])
  })

  test('an event that is also an alert is marked, and found from the overview', () => {
    const monitor = monitorWithTarget()
    monitor.event(grade(1))
    monitor.event(wire('alarm.raised', [{ alarmId: 'a1', studentId: 's1', type: 'late', reason: 'Maria overslept' }]))
    monitor.drain(START_MS)
    const item = monitor.overview(START_MS).attention[0]
    expect(item).toMatchObject({ severity: 'warning', title: 'Absence rule late reached', detail: 'School t1, /grades, alarm.raised', open: { screen: 'alerts', alertId: [...monitor.alertBook.all][0]?.alert.id } })
    expect(monitor.detail(2)?.row).toMatchObject({ severity: 'warning', person: 's1' })
  })

  test.each(['[null]', '[]', '["x"]', '[[[]]]', 'garbage', '', '[{"postedBy":null,"classId":{}}]', '[{"__proto__":{"classId":"x"}}]', `["${'x'.repeat(5_000_000)}"]`, `${'['.repeat(50_000)}${']'.repeat(50_000)}`, '[{"classId":"\\ud800"}]'])('survives the payload %.30s', (text) => {
    const payload = payloadOfText(text)
    expect(rowOf({ ...wire('grade.posted'), payload })).toMatchObject({ bytes: payload.bytes, cut: payload.cut })
    expect(rowOf({ ...wire('alarm.raised'), payload })).toMatchObject({ severity: 'warning' })
  })

  test('a payload is parsed once at most, and where it is not compared only if the catalog reads something in it', () => {
    let nowUs = 0
    const monitor = monitorWithTarget({ nowUs: () => (nowUs += 10_000) })
    let parsed = 0
    const { text, bytes, attachments, cut } = payloadOf([])
    const payload = { text, bytes, attachments, cut, args: () => (parsed++, []) }
    const round = (): number => {
      parsed = 0
      for (const name of ['pong', 'unknown', 'grade.posted']) monitor.event({ ...wire(name), payload })
      monitor.drain(START_MS)
      return parsed
    }
    // The first of each event is compared, and of an unknown one an example is kept; that took longer than there is time for.
    expect(round()).toBeLessThanOrEqual(3 + 1)
    expect(round()).toBe(1)
  })
})

test('alerts are never sampled out, counting never samples', () => {
  const monitor = monitorWithTarget({ log: { capacity: 100_000, bytes: 1e9, perSecond: 10 } })
  for (let number = 0; number < 1_000; number++) monitor.event(number % 50 === 0 ? wire('alarm.raised', [{ alarmId: number, type: 'late' }]) : grade(number))
  monitor.drain(START_MS)
  const alerts = [...monitor.alertBook.all].map(({ alert }) => alert)
  expect([alerts.length, monitor.totals(START_MS).received, monitor.overview(START_MS).targets[0]?.received]).toEqual([20, 1_000, 1_000])
  expect(alerts.every((alert) => monitor.detail(alert.seq ?? 0)?.row.severity === 'warning')).toBe(true)
})

test('50,000 distinct names: bounded, the total exact on every screen', () => {
  const monitor = monitorWithTarget()
  for (let number = 0; number < 50_000; number++) monitor.event(wire(`e${number}`))
  monitor.drain(START_MS)
  expect([monitor.counts().length, monitor.counts().reduce((sum, row) => sum + row.count, 0), monitor.totals(START_MS).received]).toEqual([EVENT_NAMES_PER_TARGET_MAX + 1, 50_000, 50_000])
  expect(monitor.rates({ windowMinutes: 1, groupBy: 'namespace', targetId: 't1', nowMs: START_MS + 1_000 }).series[0]?.total).toBe(50_000)
})

describe('targets', () => {
  test('a change rises the revision; removing takes people, rooms, counts and rows along, and ends its alerts', () => {
    const monitor = monitorWithTarget()
    monitor.targetChanged(viewOf('t2', { state: 'offline' }), START_MS)
    const before = monitor.revisions.targets
    monitor.event(wire('alarm.raised', [{ alarmId: 'a1', studentId: 's1' }], { targetId: 't2' }))
    monitor.drain(START_MS)
    monitor.event(wire('x', [], { targetId: 't2' }))
    monitor.targetRemoved('t2')
    monitor.event(wire('x', [], { targetId: 't2' }))
    monitor.drain(START_MS + 9_000)
    expect(monitor.revisions.targets).toBe(before + 1)
    expect([monitor.targets().length, monitor.counts(), [...monitor.alertBook.all].map(({ alert }) => alert.phase), monitor.totals(START_MS).kept, monitor.overview(START_MS + 9_000)]).toMatchObject([1, [], ['resolved'], 0, { peopleSeen: 0, openAlerts: 0, attention: [] }])
    expect(monitor.flow).toEqual({ accepted: 2, applied: 1, dropped: 0, withdrawn: 1, waiting: 0, removed: 1 })
    monitor.targetChanged(viewOf('t2'), START_MS + 9_000)
    monitor.event(wire('x', [], { targetId: 't2' }))
    expect(monitor.counts().length).toBe(1)
  })

  test('events that arrive before the target is announced are counted, and read by its catalog from then on', () => {
    const monitor = new Monitor({ catalogs: new Map([['lyceum', lyceum]]), startedAtMs: START_MS })
    monitor.event(grade(1))
    monitor.targetChanged(viewOf('t1'), START_MS)
    monitor.drain(START_MS)
    expect([monitor.counts()[0]?.count, monitor.overview(START_MS).peopleSeen]).toEqual([1, 1])
  })

  test('a chart has gaps where the namespace was not live, and zeros where it was quiet', () => {
    const monitor = monitorWithTarget()
    const seconds = (from: number, to: number): void => {
      for (let second = from; second < to; second++) monitor.drain(START_MS + second * 1000)
    }
    seconds(0, 3)
    monitor.event(grade(1, { atMs: START_MS + 2_500 }))
    monitor.targetChanged(viewOf('t1', { state: 'offline' }), START_MS + 2_900)
    seconds(3, 5)
    monitor.targetChanged(viewOf('t1'), START_MS + 5_000)
    seconds(5, 7)
    const chart = monitor.rates({ windowMinutes: 1, groupBy: 'namespace', targetId: 't1', nowMs: START_MS + 7_000 })
    expect(chart.series.find((line) => line.label === '/grades')?.perSecond.slice(-8)).toEqual([null, 0, 0, 1, null, null, 0, 0])
  })

  test('joined rooms are in the tree', () => {
    const monitor = monitorWithTarget()
    monitor.joinedRooms('t1', [{ namespace: '/grades', room: 'class_9a' }])
    monitor.joinedRooms('nobody', [{ namespace: '/grades', room: 'class_9a' }])
    expect(monitor.tree(START_MS).find((node) => node.namespace === '/grades')?.rooms).toEqual([{ room: 'class_9a', kind: 'class', events: 0, people: 0, lastAtMs: 0, joined: true }])
  })

  test('the tree lists the busiest rooms and says how many it left out; joined ones are always there', () => {
    const monitor = monitorWithTarget()
    for (let room = 0; room < 500; room++) for (let times = 0; times < (room < 99 ? 2 : 1); times++) monitor.event(grade(1, { classId: String(room) }))
    monitor.drain(START_MS)
    monitor.joinedRooms('t1', [{ namespace: '/grades', room: 'class_499' }])
    const node = monitor.tree(START_MS).find((each) => each.namespace === '/grades')
    expect([node?.rooms.length, node?.roomsLeftOut, node?.rooms.filter((room) => room.events === 2).length, node?.rooms.filter((room) => room.joined).map((room) => room.room)]).toEqual([100, 400, 99, ['class_499']])
  })
})

test('rejected packets are counted by target and reason', () => {
  const monitor = monitorWithTarget()
  for (const reason of ['not-json', 'not-json', 'unknown-packet'] as const) monitor.rejected('t1', '/', reason, 5, START_MS)
  expect([monitor.totals(START_MS).rejected, monitor.rejections()]).toEqual([3, [{ targetId: 't1', reason: 'not-json', count: 2 }, { targetId: 't1', reason: 'unknown-packet', count: 1 }]])
})

test('remarks are bounded, and the same words twice are one', () => {
  const monitor = monitorWithTarget()
  for (let number = 0; number < 30; number++) monitor.remark(`remark ${number}`, START_MS + number)
  monitor.remark('remark 29', START_MS + 99)
  expect([monitor.remarks().length, monitor.remarks().at(-1)]).toEqual([20, { id: 'remark-31', text: 'remark 29', atMs: START_MS + 99 }])
})

test('for any traffic: accepted = applied + dropped + withdrawn + waiting, applied = kept + overwritten + sampled out + removed', () => {
  const event = fc.record({
    targetId: fc.constantFrom('t1', 't2', '__proto__'),
    name: fc.oneof(fc.constantFrom('grade.posted', 'alarm.raised', 'notice.new', '__proto__'), fc.string({ maxLength: 4 })),
    namespace: fc.constantFrom('/', '/grades', '/strange'),
    direction: fc.constantFrom('in' as const, 'out' as const),
    args: fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 2 }),
  })
  const step = fc.oneof({ weight: 8, arbitrary: event }, { weight: 1, arbitrary: fc.constantFrom('drain' as const, 'remove' as const) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 8 }), (steps, capacity, perSecond) => {
      const monitor = monitorWithTarget({ log: { capacity, bytes: 2_000, perSecond }, intakeCapacity: 10 })
      let nowMs = START_MS
      for (const each of steps) {
        nowMs += 40
        if (each === 'drain') monitor.drain(nowMs)
        else if (each === 'remove') monitor.targetRemoved('t2')
        else monitor.event(wire(each.name, each.args, { ...each, atMs: nowMs }))
        const { accepted, applied, dropped, withdrawn, waiting, removed } = monitor.flow
        const { kept, overwritten, sampledOut } = monitor.totals(nowMs)
        expect(accepted).toBe(applied + dropped + withdrawn + waiting)
        expect(applied).toBe(kept + overwritten + sampledOut + removed)
        expect(kept).toBeLessThanOrEqual(capacity)
      }
      const seconds = monitor.rates({ windowMinutes: 1, groupBy: 'namespace', targetId: 't1', nowMs: nowMs + 1_000 }).series.reduce((sum, line) => sum + line.total, 0)
      expect(seconds).toBe(monitor.counts().filter((row) => row.targetId === 't1' && row.direction === 'in').reduce((sum, row) => sum + row.count, 0))
    }),
  )
})
