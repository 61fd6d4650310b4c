import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { MARKS_MAX } from '../../shared/limits.ts'
import { Marks } from './marks.ts'
import { grade, monitorWithTarget, START_MS, viewOf, wire } from './monitor-fixture.ts'
import type { Monitor } from './monitor.ts'

function monitorOf(capacity: number, events: number): Monitor {
  const monitor = monitorWithTarget({ log: { capacity, bytes: 10_000_000, perSecond: 1_000_000 } })
  arrive(monitor, events)
  return monitor
}

function arrive(monitor: Monitor, events: number, targetId = 't1'): void {
  for (let number = 0; number < events; number++) monitor.event(wire('tick', [{ n: number }], { targetId }))
  monitor.drain(START_MS)
}

test('a marked event is kept with its payload when the log moved on, and the window is told', () => {
  const monitor = monitorOf(10, 0)
  monitor.event(grade(7))
  arrive(monitor, 3)
  const version = monitor.feed.version
  expect(monitor.feed.mark(1, true)).toBe(true)
  expect(monitor.feed.version).toBeGreaterThan(version)
  expect(monitor.feed.tail(10).map((row) => row.marked)).toEqual([true, false, false, false])
  const before = monitor.detail(1)
  arrive(monitor, 50)
  expect(monitor.feed.isKept(1)).toBe(false)
  expect(monitor.detail(2)).toBeUndefined()
  expect(monitor.detail(1)).toEqual({ ...before, row: { ...before?.row, ordinal: -1 } })
  expect(monitor.feed.mark(1, true)).toBe(true)
  expect(monitor.feed.mark(1, false)).toBe(false)
  expect(monitor.detail(1)).toBeUndefined()
  expect(monitor.feed.mark(1, true)).toBe(false)
})

test('marking twice changes nothing and tells nothing; what was never kept cannot be marked', () => {
  const monitor = monitorOf(10, 5)
  monitor.feed.mark(3, true)
  const version = monitor.feed.version
  expect([monitor.feed.mark(3, true), monitor.feed.mark(99, true), monitor.feed.mark(4, false)]).toEqual([true, false, false])
  expect(monitor.feed.version).toBe(version)
})

test('the cap refuses one more mark, and never takes one away', () => {
  const monitor = monitorOf(MARKS_MAX + 10, MARKS_MAX + 5)
  const answers = Array.from({ length: MARKS_MAX + 5 }, (_, index) => monitor.feed.mark(index + 1, true))
  expect(answers.filter((marked) => marked)).toHaveLength(MARKS_MAX)
  expect(answers.slice(MARKS_MAX)).toEqual([false, false, false, false, false])
  expect(monitor.feed.marks.list.map(({ seq }) => seq)).toEqual(Array.from({ length: MARKS_MAX }, (_, index) => index + 1))
})

test('marks keep at most so much payload text', () => {
  const monitor = monitorOf(100, 0)
  for (let index = 0; index < 60; index++) monitor.event(wire('big', ['x'.repeat(200_000)]))
  monitor.drain(START_MS)
  const bounded = new Marks(100, 1_000_000)
  const answers = monitor.feed.kept().map((record) => bounded.add(record))
  expect(answers.filter((marked) => marked)).toHaveLength(4)
  expect(bounded.bytes).toBeLessThanOrEqual(1_000_000)
  bounded.remove(bounded.list[0]?.seq ?? -1)
  expect(bounded.bytes).toBeLessThan(700_000)
})

test('a frozen row can be marked during a pause, although it left the log', () => {
  const monitor = monitorOf(10, 10)
  monitor.feed.pause(START_MS)
  arrive(monitor, 30)
  expect([monitor.feed.mark(2, true), monitor.feed.isKept(2)]).toEqual([true, true])
  monitor.feed.resume()
  expect([monitor.feed.isKept(2), monitor.detail(2)?.row.marked]).toEqual([false, true])
})

test('with a target go its marks', () => {
  const monitor = monitorOf(100, 3)
  monitor.targetChanged(viewOf('t2'), START_MS)
  arrive(monitor, 3, 't2')
  for (const seq of [1, 2, 5]) monitor.feed.mark(seq, true)
  monitor.targetRemoved('t1')
  expect(monitor.feed.marks.list.map(({ seq }) => seq)).toEqual([5])
  expect(monitor.detail(1)).toBeUndefined()
})

test('in whatever order: in rising order, never over the caps, bytes are those of the marks', () => {
  const records = monitorOf(40, 40).feed.kept()
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(39), fc.boolean()), { maxLength: 60 }), (steps) => {
      const marks = new Marks(8, 60)
      for (const [index, on] of steps) {
        const record = records[index]
        if (!record) continue
        if (on) expect(marks.add(record)).toBe(marks.has(record.seq))
        else marks.remove(record.seq)
      }
      const seqs = marks.list.map(({ seq }) => seq)
      expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b))
      expect(seqs.length).toBeLessThanOrEqual(8)
      expect(marks.bytes).toBe(marks.list.reduce((sum, { payload }) => sum + payload.text.length, 0))
      expect(marks.bytes).toBeLessThanOrEqual(60)
      for (const { seq } of records) {
        expect(marks.next(seq, 'older', () => true)).toBe(seqs.findLast((each) => each < seq))
        expect(marks.next(seq, 'newer', () => true)).toBe(seqs.find((each) => each > seq))
      }
    }),
  )
})
