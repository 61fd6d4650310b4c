import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ROOM_TRACKS_MAX } from '../../../shared/limits.ts'
import { EVENT_TRACKS_MAX, Series } from './series.ts'
import type { Track } from './track.ts'

/** A whole minute. */
const SECOND = 1_999_999_980
const at = (offset: number): number => (SECOND + offset) * 1000

describe('gaps are gaps, never zeros', () => {
  test('seconds in which the namespace was not live are null, quiet ones are zero', () => {
    const series = new Series()
    const track = series.addNamespace('t1', '/a')
    // Another namespace is live all the time: its seconds are not this one's.
    series.setLive(series.addNamespace('t1', '/b'), true, at(-1))
    series.cover(at(-1))
    series.cover(at(0))
    series.setLive(track, true, at(1))
    series.cover(at(1))
    series.cover(at(2))
    series.add(track, SECOND + 2, 5)
    series.setLive(track, false, at(2) + 500)
    series.cover(at(3))
    series.setLive(track, true, at(4))
    series.cover(at(4))
    expect(series.read(track, 0, 6, at(5)).perSecond).toEqual([null, null, 0, 5, null, 0])
  })

  test('a busy process skips a second, a sleeping one leaves a gap', () => {
    const series = new Series()
    const track = series.addNamespace('t1', '/a')
    series.setLive(track, true, at(0))
    series.cover(at(0))
    series.cover(at(2))
    series.cover(at(9))
    expect(series.read(track, 0, 10, at(10)).perSecond).toEqual([0, 0, 0, null, null, null, null, null, null, 0])
  })

  test('a step of ten seconds that was watched for four is a rate over four', () => {
    const series = new Series()
    const track = series.addNamespace('t1', '/a')
    series.setLive(track, true, at(6))
    for (let second = 6; second <= 12; second++) series.cover(at(second))
    series.add(track, SECOND + 7, 20)
    expect(series.read(track, 1, 2, at(10)).perSecond).toEqual([null, 5])
  })

  test('a namespace that flaps within a second covers it once', () => {
    const series = new Series()
    const track = series.addNamespace('t1', '/a')
    series.cover(at(0))
    for (let flap = 0; flap < 5; flap++) for (const live of [true, false]) series.setLive(track, live, at(0))
    series.add(track, SECOND, 3)
    expect(series.read(track, 1, 1, at(10)).perSecond).toEqual([3])
  })

  test('events that arrive before the namespace is live are counted all the same', () => {
    const series = new Series()
    const track = series.addNamespace('t1', '/a')
    series.add(track, SECOND, 3)
    expect(series.read(track, 0, 1, at(1))).toEqual({ timesMs: [at(0)], perSecond: [3], total: 3 })
  })
})

test('what is older than a column is gone, and a clock set back leaves no wrong figure', () => {
  const series = new Series()
  const track = series.addNamespace('t1', '/a')
  series.add(track, SECOND, 3)
  expect(series.read(track, 0, 120, at(121)).total).toBe(0)
  series.add(track, SECOND + 121, 4)
  series.add(track, SECOND, 5)
  expect(series.recent(track, 1, at(1))).toBe(5)
  expect(series.recent(track, 1, at(122))).toBe(0)
})

describe('bounds', () => {
  const namesOf = (series: Series, kind: string): string[] => [...series.tracks].filter((track) => track.kind === kind).map((track) => track.name)

  test('event tracks are bounded; the longest silent one gives its place, none that had events in the last minute', () => {
    const series = new Series()
    const namespace = series.addNamespace('t1', '/a')
    for (let number = 0; number < EVENT_TRACKS_MAX; number++) series.add(series.event(namespace, `e${number}`, SECOND + number) as Track, SECOND + number, 1)
    const later = SECOND + EVENT_TRACKS_MAX
    expect(series.event(namespace, 'e0', later)?.name).toBe('e0')
    expect(series.event(namespace, 'late', later)?.name).toBe('late')
    expect([namesOf(series, 'event').length, series.hasEvent(namespace, 'e0'), series.hasEvent(namespace, 'e1')]).toEqual([EVENT_TRACKS_MAX, false, true])
    for (let number = 0; number < EVENT_TRACKS_MAX; number++) for (const track of series.tracks) if (track.name === `e${number}`) series.add(track, later, 1)
    series.add(series.event(namespace, 'late', later) as Track, later, 1)
    expect(series.event(namespace, 'too late', later)).toBeUndefined()
    series.removeTarget('t1')
    expect([[...series.tracks].length, series.event(series.addNamespace('t1', '/a'), 'again', later)?.name]).toEqual([0, 'again'])
  })

  test('room tracks are bounded; what gave its place is in the rest of its namespace', () => {
    const series = new Series()
    const namespace = series.addNamespace('t1', '/a')
    for (let number = 0; number < ROOM_TRACKS_MAX + 5; number++) series.add(series.room(namespace, `r${number}`, SECOND), SECOND, 2)
    expect([namesOf(series, 'room').length, series.room(namespace, 'r0', SECOND).kind, series.room(namespace, 'new', SECOND).kind]).toEqual([ROOM_TRACKS_MAX, 'room', 'rooms'])
    const later = SECOND + 100
    for (let number = 1; number < ROOM_TRACKS_MAX; number++) series.add(series.room(namespace, `r${number}`, later), later, 1)
    const late = series.room(namespace, 'new', later)
    expect([late.kind, namesOf(series, 'room').includes('r0')]).toEqual(['room', false])
    const rest = [...series.tracks].find((track) => track.kind === 'rooms') as Track
    expect([series.read(rest, 0, 120, at(101)).total, series.read(rest, 2, 10, at(180)).total]).toEqual([12, 12])
    // Whether it had events before is not known: a gap, also where the namespace was watched.
    series.setLive(namespace, true, at(99))
    for (const second of [99, 100, 101]) series.cover(at(second))
    expect(series.read(late, 0, 3, at(102)).perSecond).toEqual([null, 0, 0])
  })
})

test('a clock that is set back: what was after it is forgotten, what was before stays', () => {
  const series = new Series()
  const track = series.addNamespace('t1', '/a')
  series.setLive(track, true, at(0))
  for (const second of [0, 1, 2, 65]) {
    series.cover(at(second))
    series.add(track, SECOND + second, 3)
  }
  series.forgetFrom(SECOND + 2)
  series.cover(at(2))
  series.add(track, SECOND + 2, 5)
  expect(series.read(track, 0, 4, at(4)).perSecond).toEqual([3, 3, 5, null])
  expect([series.read(track, 1, 1, at(10)).perSecond, series.read(track, 2, 2, at(120)).perSecond]).toEqual([[5], [5, null]])
})

test('every event is in each resolution exactly once', () => {
  const arrivals = fc.array(fc.record({ second: fc.integer({ min: 0, max: 100 }), count: fc.integer({ min: 0, max: 50 }), live: fc.boolean() }), { maxLength: 60 })
  fc.assert(
    fc.property(arrivals, (steps) => {
      const series = new Series()
      const track = series.addNamespace('t1', '/a')
      const inOrder = steps.toSorted((a, b) => a.second - b.second)
      for (const { second, count, live } of inOrder) {
        series.setLive(track, live, at(second))
        series.cover(at(second))
        series.add(track, SECOND + second, count)
      }
      const sum = inOrder.reduce((total, step) => total + step.count, 0)
      const columns = ([[0, 120], [1, 30], [2, 10]] as const).map(([resolution, points]) => series.read(track, resolution, points, at(120)))
      expect(columns.map((column) => column.total)).toEqual([sum, sum, sum])
      expect(columns[0]?.perSecond.reduce((total: number, value) => total + (value ?? 0), 0)).toBe(sum)
    }),
  )
})
