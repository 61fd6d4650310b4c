import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { RATE_TABLE_ROWS_MAX } from '../../../shared/limits.ts'
import type { RateChartAnswer, RateWindow } from '../../../shared/rates.ts'
import { monitorWithTarget, START_MS, viewOf, wire } from '../monitor-fixture.ts'
import type { Monitor } from '../monitor.ts'
import type { MinuteRate } from './minute-rates.ts'

const groups = ['namespace', 'event', 'target'] as const
const windows: readonly RateWindow[] = [1, 15, 60, 360, 1440]

function chartOf(monitor: Monitor, group: (typeof groups)[number], windowMinutes: RateWindow, nowMs: number): RateChartAnswer {
  return monitor.rateChart({ targetId: null, namespace: null, text: '', group, windowMinutes, compare: 'none' }, nowMs)
}

const totalOf = ({ lines }: RateChartAnswer): number => lines.reduce((sum, line) => sum + line.total, 0)

/** Seconds to the next step, and what is received in it. */
const step = fc.record({
  by: fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: 3 }) }, fc.integer({ min: 4, max: 200 })),
  live: fc.boolean(),
  events: fc.array(fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', '(other)', ''), namespace: fc.constantFrom('/', '/grades', '/new'), direction: fc.constantFrom('in' as const, 'out' as const) }), { maxLength: 6 }),
})

test('for any traffic in a clock that runs forward: in each window, group, table and minute the sums are the exact counts', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const monitor = monitorWithTarget()
      const minutes: MinuteRate[] = []
      let second = 0
      for (const { by, live, events } of steps) {
        second = Math.min(second + by, 3_000)
        const atMs = START_MS + second * 1000
        monitor.targetChanged(viewOf('t1', { state: live ? 'live' : 'reconnecting' }), atMs)
        monitor.drain(atMs)
        for (const { name, ...more } of events) monitor.event(wire(name, [], { ...more, atMs }))
        monitor.drain(atMs + 500)
        minutes.push(...monitor.minuteRates.take(atMs + 500))
      }
      const received = monitor.totals(START_MS).received
      // All of it is in complete steps.
      const nowMs = START_MS + 3_300_000
      for (const group of groups) for (const window of windows.slice(2)) expect([group, window, totalOf(chartOf(monitor, group, window, nowMs))]).toEqual([group, window, received])
      minutes.push(...monitor.minuteRates.take(nowMs))
      const whole = minutes.filter((row) => row.event === '')
      expect(whole.reduce((sum, row) => sum + row.count, 0)).toBe(received)
      expect(new Set(minutes.map((row) => `${row.minute} ${row.namespace} ${row.event}`)).size).toBe(minutes.length)
      expect(minutes.every((row) => row.seconds >= 0 && row.seconds <= 60)).toBe(true)
      const rows = monitor.rateTable({ targetId: null, namespace: null, text: '', showOwn: true }, nowMs).rows
      expect(rows.reduce((sum, row) => sum + row.count, 0)).toBe(monitor.counts().reduce((sum, row) => sum + row.count, 0))
      expect(rows.length).toBeLessThanOrEqual(RATE_TABLE_ROWS_MAX)
    }),
  )
})

test('for any clock: no second or minute is in twice, gaps stay gaps', () => {
  const jump = fc.record({ to: fc.integer({ min: 0, max: 400 }), seconds: fc.integer({ min: 1, max: 90 }) })
  fc.assert(
    fc.property(fc.array(jump, { minLength: 1, maxLength: 8 }), (jumps) => {
      const monitor = monitorWithTarget()
      const minutes: MinuteRate[] = []
      const ran = new Set<number>()
      let nowMs = START_MS
      for (const { to: asked, seconds } of jumps) {
        // A clock that is set back by a second or two stands still for them: that is another test's.
        const last = (nowMs - START_MS) / 1000
        const to = asked <= last && asked >= last - 2 ? last + 1 : asked
        for (let second = to; second < to + seconds; second++) {
          nowMs = START_MS + second * 1000
          ran.add(second)
          monitor.drain(nowMs)
          // One event a second: whatever was counted twice is above one.
          monitor.event(wire('a', [], { atMs: nowMs }))
          monitor.drain(nowMs + 500)
          minutes.push(...monitor.minuteRates.take(nowMs + 500))
        }
      }
      nowMs += 1_000
      monitor.drain(nowMs)
      for (const window of windows) {
        const { lines, timesMs } = chartOf(monitor, 'event', window, nowMs)
        for (const line of lines) {
          for (const [index, value] of line.perSecond.entries()) {
            if (value === null) continue
            expect(value).toBeLessThanOrEqual(1)
            if (window === 1) expect(ran.has(((timesMs[index] ?? 0) - START_MS) / 1000) || value === 0).toBe(true)
          }
        }
      }
      const keys = minutes.map((row) => `${row.minute} ${row.namespace} ${row.event}`)
      expect(new Set(keys).size).toBe(keys.length)
      expect(minutes.every((row) => row.count <= row.seconds && row.seconds <= 60)).toBe(true)
    }),
  )
})
