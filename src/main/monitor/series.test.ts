import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CHART_SERIES_MAX } from '../../shared/limits.ts'
import { rateChart } from './chart.ts'
import { EVENT_TRACKS_MAX, Series } from './series.ts'

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

test('event tracks are bounded and count what was left out', () => {
  const series = new Series()
  const namespace = series.addNamespace('t1', '/a')
  for (let number = 0; number < EVENT_TRACKS_MAX + 3; number++) series.addEvent(namespace, `e${number}`)
  expect([[...series.tracks].length, series.eventTracksLeftOut]).toEqual([EVENT_TRACKS_MAX + 1, 3])
  series.removeTarget('t1')
  expect([[...series.tracks].length, series.addEvent(namespace, 'again')?.event]).toEqual([0, 'again'])
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

describe('chart', () => {
  test('labels, gaps and complete steps only', () => {
    const series = new Series()
    const track = series.addNamespace('t1', '/a')
    series.setLive(track, true, at(0))
    series.cover(at(0))
    series.add(track, SECOND, 6)
    series.add(track, SECOND + 1, 99)
    const query = { windowMinutes: 1, groupBy: 'namespace', nowMs: at(1) } as const
    const all = rateChart(series, () => 'Lincoln', { ...query, targetId: null })
    expect([all.stepMs, all.timesMs.length, all.timesMs.at(-1), all.series[0]?.perSecond.slice(-2)]).toEqual([1_000, 60, at(0), [null, 6]])
    expect(all.series.map(({ key, label, total }) => ({ key, label, total }))).toEqual([{ key: 't1 /a', label: 'Lincoln /a', total: 6 }])
    expect(rateChart(series, () => 'Lincoln', { ...query, targetId: 't1' }).series[0]?.label).toBe('/a')
    expect(rateChart(series, () => 'Lincoln', { ...query, targetId: 't2' }).series).toEqual([])
  })

  test.each([[1, 1_000, 60], [15, 10_000, 90], [60, 10_000, 360]] as const)('%i minutes: steps of %i ms', (windowMinutes, stepMs, points) => {
    const series = new Series()
    series.add(series.addNamespace('t1', '/a'), SECOND - 1, 1)
    const chart = rateChart(series, String, { windowMinutes, groupBy: 'namespace', targetId: null, nowMs: at(0) })
    expect([chart.stepMs, chart.timesMs.length, chart.series[0]?.perSecond.length, chart.series[0]?.total]).toEqual([stepMs, points, points, 1])
  })

  test('a quiet namespace has a line of zeros, one that was never live has none', () => {
    const series = new Series()
    series.setLive(series.addNamespace('t1', '/quiet'), true, at(0))
    series.addNamespace('t1', '/never')
    for (let second = 0; second < 60; second++) series.cover(at(second))
    const chart = rateChart(series, String, { windowMinutes: 1, groupBy: 'namespace', targetId: 't1', nowMs: at(60) })
    expect(chart.series).toEqual([{ key: 't1 /quiet', label: '/quiet', perSecond: Array.from({ length: 60 }, () => 0), total: 0 }])
  })

  test('at most six lines, the rest is "other"; nothing is lost', () => {
    const series = new Series()
    for (let number = 1; number <= 10; number++) series.add(series.addNamespace('t1', `/n${number}`), SECOND, number)
    const chart = rateChart(series, String, { windowMinutes: 1, groupBy: 'namespace', targetId: 't1', nowMs: at(1) })
    expect(chart.series.map((line) => line.label)).toEqual(['/n10', '/n9', '/n8', '/n7', '/n6', '/n5', 'other'])
    expect(chart.series.length).toBe(CHART_SERIES_MAX + 1)
    expect(chart.series.at(-1)?.perSecond.at(-1)).toBe(1 + 2 + 3 + 4)
    expect(chart.series.reduce((sum, line) => sum + line.total, 0)).toBe(55)
  })
})
