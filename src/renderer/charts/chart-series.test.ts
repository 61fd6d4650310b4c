import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RateChart } from '../../shared/domain.ts'
import { assignColours, chartPoints, chartSummary, sinceFirstData, spreadLabels, stepTime, timeTicks, valueAxis } from './chart-series.ts'

const t0 = Date.UTC(2026, 10, 20, 10, 40)
const chart: RateChart = {
  windowMinutes: 15, stepMs: 10_000, timesMs: [t0, t0 + 10_000, t0 + 20_000, t0 + 30_000],
  series: [
    { key: 'a', label: 'Lincoln /attendance', perSecond: [1, null, 30, 2], total: 33 },
    { key: 'other', label: 'Other (3)', perSecond: [1, null, 10, 0.5], total: 67 },
  ],
}

describe('rate chart', () => {
  it('begins where data begins, and is never shorter than a minute', () => {
    const timesMs = Array.from({ length: 90 }, (_, index) => t0 + index * 10_000)
    const young = (collected: number): RateChart => ({ ...chart, timesMs, series: [{ key: 'a', label: 'a', perSecond: timesMs.map((_, index) => (index < 90 - collected ? null : 1)), total: collected }] })
    expect(sinceFirstData(young(20)).timesMs).toHaveLength(20)
    expect(sinceFirstData(young(20)).series[0]?.perSecond).toEqual(Array.from({ length: 20 }, () => 1))
    expect(sinceFirstData(young(2)).timesMs).toHaveLength(6)
    expect(sinceFirstData(young(0)).timesMs).toHaveLength(90)
    expect(sinceFirstData(young(90)).timesMs).toHaveLength(90)
  })

  it('keeps a gap a gap', () => {
    expect(chartPoints(chart)[1]).toEqual({ atMs: t0 + 10_000, s0: null, s1: null })
  })

  it('says in words what it shows', () => {
    expect(chartSummary(chart, 'UTC')).toBe('Last 15 minutes: 2.5 events per second now, highest 40 at 10:40, busiest Lincoln /attendance with 33 %, 1 gap without data.')
    expect(chartSummary({ ...chart, windowMinutes: 1, series: [] })).toBe('Last minute: nothing was collected yet.')
  })

  it('keeps the colour of a series while it is shown, and never gives one twice', () => {
    const before = assignColours(new Map(), ['a', 'b', 'c', 'other'])
    const after = assignColours(before, ['d', 'c', 'b', 'other'])
    expect([after.get('b'), after.get('c'), after.get('d'), after.has('other')]).toEqual([before.get('b'), before.get('c'), before.get('a'), false])
    expect(new Set(assignColours(after, ['a', 'b', 'c', 'd', 'e', 'f']).values()).size).toBe(6)
  })

  it('has an axis that holds the highest value with few round steps', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (highest) => {
        const axis = valueAxis(highest)
        expect(axis.top).toBeGreaterThanOrEqual(highest * (1 - 1e-9))
        expect(axis.ticks.length).toBeGreaterThanOrEqual(2)
        expect(axis.ticks.length).toBeLessThanOrEqual(6)
      }),
    )
    expect(valueAxis(11.8).ticks).toEqual([0, 5, 10, 15])
  })

  it('tells the day of a step where it is not the newest one’s', () => {
    expect(stepTime(chart, t0, 'UTC')).toBe('10:40:00')
    const day = { stepMs: 60_000, timesMs: [t0 - 86_400_000, t0] }
    expect([stepTime(day, t0, 'UTC'), stepTime(day, t0 - 86_400_000, 'UTC')]).toEqual(['10:40', '19 Nov, 10:40'])
  })

  it('has at most seven round times', () => {
    for (const minutes of [1, 15, 60, 360, 1_440]) {
      const ticks = timeTicks([t0 + 123, t0 + 123 + minutes * 60_000])
      expect(ticks.length).toBeGreaterThan(3)
      expect(ticks.length).toBeLessThanOrEqual(7)
      expect(ticks.every((tick) => tick % 10_000 === 0)).toBe(true)
    }
  })

  it('moves labels apart, in order and inside the plot', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 160, noNaN: true }), { maxLength: 7 }), (positions) => {
        const spread = spreadLabels(positions, 17, 160)
        const sorted = spread.toSorted((a, b) => a - b)
        for (let index = 1; index < sorted.length; index++) expect((sorted[index] ?? 0) - (sorted[index - 1] ?? 0)).toBeGreaterThanOrEqual(17 - 1e-6)
        expect(spread.every((position) => position >= -1e-6 && position <= 160 + 1e-6)).toBe(true)
      }),
    )
  })
})
