import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { lyceum, monitorWithTarget, START_MS, wire } from './monitor-fixture.ts'
import type { Monitor } from './monitor.ts'
import { payloadOf } from './raw-payload.ts'
import type { WireEvent } from './wire-event.ts'

const log = { capacity: 100_000, bytes: 1e9, perSecond: 10 }

/** As a target reports: first by name alone, then whole. */
function report(monitor: Monitor, event: WireEvent): 'left out' | 'told' {
  if (event.direction === 'in' && monitor.leftOut(event.targetId, event.namespace, event.name, event.payload.bytes, event.atMs)) return 'left out'
  monitor.event(event)
  return 'told'
}

function grade(number: number, atMs = START_MS, reads: () => void = () => undefined): WireEvent {
  const { text, bytes, attachments, cut } = payloadOf([{ gradeId: `g${number}`, classId: `c${number % 7}`, score: number, postedBy: { id: `t${number % 5}`, name: 'A B' }, postedAt: 'x' }])
  return { ...wire('grade.posted', [], { namespace: '/grades', atMs }), payload: { text, bytes, attachments, cut, args: () => (reads(), JSON.parse(text) as unknown[]) } }
}

test('above the rate of the list payloads of mere activity are read only where the list keeps them; counts stay exact', () => {
  for (const how of [report, (monitor: Monitor, event: WireEvent) => monitor.event(event)]) {
    const monitor = monitorWithTarget({ log, nowUs: () => 0 })
    let read = 0
    for (let number = 0; number < 10_000; number++) how(monitor, grade(number, START_MS + Math.floor(number / 5), () => read++))
    monitor.drain(START_MS + 2_000)
    const totals = monitor.totals(START_MS + 2_000)
    expect([totals.received, totals.dropped, monitor.counts()[0]?.count, totals.kept + totals.sampledOut]).toEqual([10_000, 0, 10_000, 10_000])
    expect(totals.kept).toBeLessThan(100)
    // Some wait before the first is applied and the rate is known.
    expect(read).toBeLessThanOrEqual(totals.kept + 256)
    const share = monitor.readShare(START_MS + 2_000)
    expect(share).toBe(read / 10_000)
    const inRooms = monitor.tree(START_MS + 2_000).flatMap((node) => node.rooms).reduce((sum, room) => sum + room.events, 0)
    expect(Math.abs(inRooms / share - 10_000)).toBeLessThan(500)
  }
})

test('below the rate everything is read, and a minute after a rush all was again', () => {
  const monitor = monitorWithTarget({ log: { ...log, perSecond: 1_000 } })
  for (let number = 0; number < 900; number++) expect(report(monitor, grade(number))).toBe('told')
  monitor.drain(START_MS)
  expect(monitor.readShare(START_MS)).toBe(1)
  for (let number = 0; number < 9_000; number++) report(monitor, grade(number, START_MS + 1_000))
  monitor.drain(START_MS + 1_000)
  expect(monitor.readShare(START_MS + 1_000)).toBeLessThan(0.5)
  expect([monitor.readShare(START_MS + 62_000), monitorWithTarget().readShare(START_MS)]).toEqual([1, 1])
})

test('alerts, joins, leaves, statuses and lists are never left out, nor is what Rollcall sends', () => {
  const monitor = monitorWithTarget({ log })
  for (let number = 0; number < 500; number++) report(monitor, grade(number))
  const never = lyceum.events.filter((event) => (event.alerts ?? []).length > 0 || (event.proves ?? []).some((proof) => proof.what !== 'active'))
  expect(never.length).toBeGreaterThan(1)
  for (const { name, namespaces } of never) for (let time = 0; time < 20; time++) expect([name, report(monitor, wire(name, [{}], { namespace: namespaces[0] === '*' ? '/' : namespaces[0] ?? '/' }))]).toEqual([name, 'told'])
  const before = monitor.flow
  for (let time = 0; time < 20; time++) monitor.event(wire('grade.posted', [{ classId: 'own' }], { namespace: '/grades', direction: 'out' }))
  expect(monitor.flow.waiting + monitor.flow.applied).toBe(before.waiting + before.applied + 20)
  monitor.drain(START_MS)
  expect(monitor.tree(START_MS).flatMap((node) => node.rooms).find((room) => room.room === 'class_own')?.events).toBe(20)
})

test('the name of every event is checked, also of those that are left out', () => {
  const monitor = monitorWithTarget({ log })
  let leftOut = 0
  for (let number = 0; number < 3_000; number++) if (report(monitor, wire('no.such', [{ number }], { namespace: '/grades' })) === 'left out') leftOut++
  monitor.drain(START_MS)
  expect(leftOut).toBeGreaterThan(2_500)
  expect(monitor.contract.book.list(null).map(({ count }) => count)).toEqual([3_000])
})

test('for any traffic, told by name first or not: every count adds up, and the list keeps what its rate says', () => {
  const event = fc.record({
    name: fc.constantFrom('grade.posted', 'alarm.raised', 'message', 'unknown', 'notice.new'),
    namespace: fc.constantFrom('/', '/grades', '/talk'),
    direction: fc.constantFrom('in' as const, 'in' as const, 'out' as const),
    byName: fc.boolean(),
    laterMs: fc.integer({ min: 0, max: 400 }),
    times: fc.integer({ min: 1, max: 40 }),
  })
  fc.assert(fc.property(fc.array(event, { maxLength: 60 }), fc.integer({ min: 1, max: 8 }), (events, perSecond) => {
    const monitor = monitorWithTarget({ log: { capacity: 20, bytes: 5_000, perSecond } })
    let nowMs = START_MS
    let sent = 0
    let alarms = 0
    for (const { name, namespace, direction, byName, laterMs, times } of events) {
      nowMs += laterMs
      for (let time = 0; time < times; time++) {
        const one = wire(name, [{ type: 'late' }], { namespace, direction, atMs: nowMs })
        sent++
        if (name === 'alarm.raised' && namespace === '/grades' && direction === 'in') alarms++
        if (byName) report(monitor, one)
        else monitor.event(one)
      }
      if (laterMs > 200) monitor.drain(nowMs)
      const { accepted, applied, dropped, withdrawn, waiting, removed } = monitor.flow
      const { kept, overwritten, sampledOut } = monitor.totals(nowMs)
      expect([accepted, accepted]).toEqual([sent, applied + dropped + withdrawn + waiting])
      expect(kept + overwritten + sampledOut + removed).toBe(applied)
      expect(monitor.counts().reduce((sum, { count }) => sum + count, 0)).toBe(sent)
      expect(monitor.readShare(nowMs)).toBeLessThanOrEqual(1)
    }
    monitor.drain(nowMs)
    const severe = [...monitor.alertBook.all].reduce((sum, { alert }) => sum + alert.count, 0)
    expect(severe).toBeLessThanOrEqual(alarms)
    if (alarms > 0) expect(severe).toBeGreaterThan(0)
  }), { numRuns: 100 })
})
