import { describe, expect, test } from 'vitest'
import { RATE_HISTORY_EVENTS_PER_TARGET_MAX } from '../../../shared/limits.ts'
import { grade, monitorWithTarget, START_MS, viewOf, wire } from '../monitor-fixture.ts'
import type { Monitor } from '../monitor.ts'
import type { MinuteRate } from './minute-rates.ts'

const MINUTE = START_MS / 60_000

/** Drains once a second, from <= n < to, and a last time at `to`. */
function run(monitor: Monitor, from: number, to: number, each: (second: number, atMs: number) => void = () => {}): void {
  for (let second = from; second < to; second++) {
    monitor.drain(START_MS + second * 1000)
    each(second, START_MS + second * 1000)
  }
  monitor.drain(START_MS + to * 1000)
}

const oneGrade = (monitor: Monitor) => (second: number, atMs: number) => monitor.event(grade(second, { atMs }))
const short = (rows: readonly MinuteRate[], namespace = '/grades') => rows.filter((row) => row.namespace === namespace).map(({ minute, event, count, seconds }) => [minute - MINUTE, event, count, seconds])

describe('take', () => {
  test('a minute is given when it is over, once, with every namespace that was watched', () => {
    const monitor = monitorWithTarget()
    run(monitor, 0, 59, oneGrade(monitor))
    expect(monitor.minuteRates.take(START_MS + 59_999)).toEqual([])
    run(monitor, 59, 60, oneGrade(monitor))
    const bytes = Array.from({ length: 60 }, (_, second) => grade(second).payload.bytes).reduce((sum, each) => sum + each, 0)
    expect(monitor.minuteRates.take(START_MS + 60_000)).toEqual([
      { minute: MINUTE, targetId: 't1', namespace: '/', event: '', count: 0, bytes: 0, seconds: 60 },
      { minute: MINUTE, targetId: 't1', namespace: '/grades', event: '', count: 60, bytes, seconds: 60 },
      { minute: MINUTE, targetId: 't1', namespace: '/talk', event: '', count: 0, bytes: 0, seconds: 60 },
      { minute: MINUTE, targetId: 't1', namespace: '/grades', event: 'grade.posted', count: 60, bytes, seconds: 60 },
    ])
    expect(monitor.minuteRates.take(START_MS + 60_500)).toEqual([])
    run(monitor, 60, 180, oneGrade(monitor))
    expect(short(monitor.minuteRates.take(START_MS + 180_000))).toEqual([[1, '', 60, 60], [1, 'grade.posted', 60, 60], [2, '', 60, 60], [2, 'grade.posted', 60, 60]])
  })

  test('what Rollcall sends is not in it; what the admin feed shows is, in one row with the other direction', () => {
    const monitor = monitorWithTarget()
    monitor.event(wire('message', ['mine, and long'], { direction: 'out' }))
    monitor.event(wire('message', ['a'], { direction: 'out', feedSocketId: 's1' }))
    monitor.event(wire('message', ['b']))
    run(monitor, 0, 60)
    const { bytes } = wire('message', ['a']).payload
    expect(monitor.minuteRates.take(START_MS + 60_000).filter((row) => row.count > 0).map((row) => [row.event, row.count, row.bytes])).toEqual([['', 2, bytes * 2], ['message', 2, bytes * 2]])
  })

  test('the busiest events of a target have rows, all are in their namespace\'s', () => {
    const monitor = monitorWithTarget()
    monitor.targetChanged(viewOf('t2'), START_MS)
    for (let number = 0; number < RATE_HISTORY_EVENTS_PER_TARGET_MAX + 20; number++) for (let times = 0; times <= number; times++) monitor.event(wire(`e${number}`))
    monitor.event(wire('e0', [], { targetId: 't2' }))
    run(monitor, 0, 60)
    const rows = monitor.minuteRates.take(START_MS + 60_000).filter((row) => row.event !== '')
    expect([rows.length, rows.some((row) => row.event === 'e19' && row.targetId === 't1'), rows.some((row) => row.event === 'e20'), rows.at(-1)?.targetId]).toEqual([RATE_HISTORY_EVENTS_PER_TARGET_MAX + 1, false, true, 't2'])
  })

  test('a minute that was watched in part says for how long; one in which nothing ran is not there', () => {
    const monitor = monitorWithTarget()
    run(monitor, 0, 30, oneGrade(monitor))
    monitor.targetChanged(viewOf('t1', { state: 'offline' }), START_MS + 30_000)
    run(monitor, 31, 200)
    // Asleep until minute 60.
    monitor.targetChanged(viewOf('t1'), START_MS + 3_600_000)
    run(monitor, 3_600, 3_660, oneGrade(monitor))
    expect(short(monitor.minuteRates.take(START_MS + 3_660_000))).toEqual([[0, '', 30, 31], [0, 'grade.posted', 30, 31], [60, '', 60, 60], [60, 'grade.posted', 60, 60]])
  })

  test('a target that is removed has no more rows; minutes that nobody takes are bounded', () => {
    const monitor = monitorWithTarget()
    monitor.targetChanged(viewOf('t2'), START_MS)
    run(monitor, 0, 60, (_, atMs) => monitor.event(wire('a', [], { atMs, targetId: 't2' })))
    monitor.targetRemoved('t2')
    expect(monitor.minuteRates.take(START_MS + 60_000).every((row) => row.targetId === 't1')).toBe(true)
    run(monitor, 60, 60 * 16, oneGrade(monitor))
    expect(short(monitor.minuteRates.take(START_MS + 960_000)).filter((row) => row[1] === '').map((row) => row[0])).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15])
    expect(monitor.minuteRates.leftOut).toBe(5 * 60)
  })
})

describe('takeRunning', () => {
  test('gives the minute as far as it went, and what follows as further rows of it', () => {
    const monitor = monitorWithTarget()
    run(monitor, 0, 20, oneGrade(monitor))
    monitor.event(grade(1, { atMs: START_MS + 20_100 }))
    expect(short(monitor.minuteRates.takeRunning(START_MS + 20_500))).toEqual([[0, '', 21, 21], [0, 'grade.posted', 21, 21]])
    expect(short(monitor.minuteRates.takeRunning(START_MS + 20_600))).toEqual([])
    run(monitor, 21, 60, oneGrade(monitor))
    expect(short(monitor.minuteRates.take(START_MS + 60_000))).toEqual([[0, '', 39, 39], [0, 'grade.posted', 39, 39]])
  })

  test('before anything ran there is none', () => {
    expect(monitorWithTarget().minuteRates.takeRunning(START_MS)).toEqual([])
  })
})

describe('a clock that is set', () => {
  test('back into a minute that was given: a gap, no second row', () => {
    const monitor = monitorWithTarget()
    run(monitor, 0, 150, oneGrade(monitor))
    expect(short(monitor.minuteRates.take(START_MS + 150_000)).map((row) => row[0])).toEqual([0, 0, 1, 1])
    run(monitor, 60, 240, oneGrade(monitor))
    expect(short(monitor.minuteRates.take(START_MS + 240_000))).toEqual([[2, '', 30, 31], [2, 'grade.posted', 30, 31], [3, '', 60, 60], [3, 'grade.posted', 60, 60]])
    expect(monitor.minuteRates.leftOut).toBe(120)
  })

  test('far ahead and back again: the minutes between come once', () => {
    const monitor = monitorWithTarget()
    run(monitor, 0, 60, oneGrade(monitor))
    run(monitor, 7_200, 7_210, oneGrade(monitor))
    run(monitor, 61, 180, oneGrade(monitor))
    expect(short(monitor.minuteRates.take(START_MS + 180_000)).filter((row) => row[1] === '')).toEqual([[0, '', 60, 60], [1, '', 0, 1], [120, '', 10, 11], [2, '', 60, 60]])
  })

  test('by a second or two: nothing is lost', () => {
    const monitor = monitorWithTarget()
    run(monitor, 0, 61, oneGrade(monitor))
    run(monitor, 59, 180, oneGrade(monitor))
    expect(short(monitor.minuteRates.take(START_MS + 180_000)).filter((row) => row[1] === '').map((row) => row[2])).toEqual([60, 62, 60])
  })
})
