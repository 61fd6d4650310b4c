import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RateChartAnswer } from '../../../shared/rates.ts'
import { chartSummary, loneValues } from '../../charts/chart-series.ts'
import { BEFORE_KEY, chartOf, keepOrder, otherLabel, splitLabel, TOTAL_KEY, without, withoutSums } from './chart-lines.ts'
import { compareSentence, lackSentences } from './compare-words.ts'
import { crosshairIndex, shareOf, stepCrosshair } from './crosshair.ts'

const t0 = Date.UTC(2026, 10, 20, 10, 40)
const timesMs = Array.from({ length: 10 }, (_, index) => t0 + index * 60_000)
function answer(now: readonly (number | null)[], before: readonly (number | null)[] | null, covered = 1, more: Partial<RateChartAnswer> = {}): RateChartAnswer {
  return {
    group: 'namespace', windowMinutes: 60, stepMs: 60_000, timesMs, inOther: 0, readShare: 1, remark: '', historyFromMs: t0 - 3 * 86_400_000,
    lines: [{ key: 'a', label: '/a', perSecond: now.map((value) => value), total: 100, filter: 'ns:/a' }],
    before: before === null ? null : { compare: 'yesterday', perSecond: [...before], total: 90, covered }, ...more,
  }
}
const flat = (value: number | null): (number | null)[] => timesMs.map(() => value)
const said = (value: RateChartAnswer): string | null => compareSentence(value, 'yesterday', t0, 'UTC')

describe('comparison', () => {
  it('says more, less and the same, with both means and what history covers', () => {
    expect(said(answer(flat(40.2), flat(35.9), 0.92))).toBe('12 % more than yesterday at this time (40.2/s against 35.9/s; history covers 92 %).')
    expect(said(answer(flat(18), flat(36)))).toBe('50 % less than yesterday at this time (18.0/s against 36.0/s).')
    expect(said(answer(flat(90), flat(36)))).toBe('150 % more than yesterday at this time (90.0/s against 36.0/s).')
    expect(said(answer(flat(360), flat(36)))).toBe('10.0 times as much as yesterday at this time (360.0/s against 36.0/s).')
    expect(said(answer(flat(36.1), flat(36)))).toBe('As much as yesterday at this time (36.1/s against 36.0/s).')
    expect(said(answer(flat(1), flat(0)))).toBe('More than yesterday at this time, when there were none (1.0/s against 0.0/s).')
  })

  it('compares only steps that both have', () => {
    const half = timesMs.map((_, index) => (index < 5 ? 10 : null))
    expect(said(answer(flat(10).map((value, index) => (index < 5 ? value : 1_000)), half, 0.5))).toBe('As much as yesterday at this time (10.0/s against 10.0/s; history covers 50 %).')
    expect(said(answer(half, half.map((value) => (value === null ? 10 : null)), 0.5))).toBe('Not comparable yet: no step of this window was collected both now and yesterday; history covers 50 %.')
  })

  it('says since when history exists where it has nothing', () => {
    expect(said(answer(flat(1), null))).toBe('Nothing to compare with: history has nothing of yesterday at this time; it begins at 17 Nov, 10:40.')
    expect(said(answer(flat(1), null, 1, { historyFromMs: null }))).toBe('Nothing to compare with: there is no history yet. It begins with the first whole minute of collecting.')
    expect(compareSentence(answer(flat(1), null), 'none', t0)).toBeNull()
    expect(said(answer(flat(1), null, 1, { group: 'room', historyFromMs: null, remark: 'History has no rates of rooms to compare with.' }))).toBeNull()
  })

  it('says what the picture lacks', () => {
    expect(lackSentences({ group: 'room', readShare: 0.12, remark: 'Rates of rooms are not kept over a restart.' })).toEqual(['Rates of rooms are read from 12 % of events now.', 'Rates of rooms are not kept over a restart.'])
    expect(lackSentences({ group: 'room', readShare: 1, remark: '' })).toEqual([])
  })
})

describe('lines', () => {
  it('adds the sum of now and of before only where something is compared; a gap stays a gap', () => {
    const gap = timesMs.map((_, index) => (index === 4 ? null : 2))
    const compared = chartOf(answer(gap, flat(3)))
    expect(compared.series.map((series) => series.key)).toEqual(['a', TOTAL_KEY, BEFORE_KEY])
    expect(compared.series[1]?.perSecond[4]).toBeNull()
    expect(chartOf(answer(gap, null)).series).toHaveLength(1)
  })

  it('tells the summary of the lines, never of their sums twice', () => {
    expect(chartSummary(withoutSums(chartOf(answer(flat(2), flat(3)))), 'UTC')).toBe('Last 60 minutes: 2.0 events per second now, highest 2.0 at 10:40, busiest /a with 100 %.')
    expect(chartSummary({ ...withoutSums(chartOf(answer(flat(null), null))), windowMinutes: 1_440 }, 'UTC')).toBe('Last 24 hours: nothing was collected yet.')
  })

  it('begins where there is something of now or of before', () => {
    const late = timesMs.map((_, index) => (index > 7 ? 1 : null))
    expect(chartOf(answer(late, null)).timesMs).toHaveLength(6)
    expect(chartOf(answer(late, flat(1))).timesMs).toHaveLength(10)
  })

  it('hides what was switched off and keeps the order that was read', () => {
    const chart = chartOf(answer(flat(1), flat(1)))
    expect(without(chart, new Set(['a'])).series.map((series) => series.key)).toEqual([TOTAL_KEY, BEFORE_KEY])
    const lines = ['b', 'new', 'a', 'other', TOTAL_KEY].map((key) => ({ key }))
    expect(keepOrder(['a', 'b'], lines).map((line) => line.key)).toEqual(['a', 'b', 'new', 'other', TOTAL_KEY])
    expect(otherLabel('event', 14)).toBe('Other events (14)')
  })

  it('shows the name of an event or room apart from its place', () => {
    expect(splitLabel('SkillCore /messages message.new', 'event')).toEqual({ place: 'SkillCore /messages', name: 'message.new' })
    expect(splitLabel('/ conv staff', 'room')).toEqual({ place: '/', name: 'conv staff' })
    expect(splitLabel('SkillCore /messages', 'namespace')).toEqual({ place: '', name: 'SkillCore /messages' })
    expect(splitLabel('Other rooms (3)', 'room')).toEqual({ place: '', name: 'Other rooms (3)' })
  })

  it('knows a value that no line would show', () => {
    expect([loneValues([null, 1, null]), loneValues([1, 2, null]), loneValues([null, null]), loneValues([1, 1, null, 1])]).toEqual([true, false, false, true])
  })
})

describe('crosshair', () => {
  it('stands at the nearest step, under the pointer and at a time', () => {
    expect(crosshairIndex(timesMs, { by: 'pointer', share: 0.49 })).toBe(4)
    expect(crosshairIndex(timesMs, { by: 'pointer', share: 7 })).toBe(9)
    expect(crosshairIndex(timesMs, { by: 'time', atMs: t0 - 1e9 })).toBe(0)
    expect(crosshairIndex(timesMs, null)).toBeNull()
    expect(crosshairIndex([], { by: 'time', atMs: t0 })).toBeNull()
    fc.assert(fc.property(fc.nat(9), (index) => crosshairIndex(timesMs, { by: 'time', atMs: timesMs[index] ?? 0 }) === index && crosshairIndex(timesMs, { by: 'pointer', share: shareOf(timesMs, index) }) === index))
  })

  it('moves by keys and never leaves the window', () => {
    expect(stepCrosshair(10, null, 'ArrowLeft')).toBe(9)
    expect([stepCrosshair(10, 4, 'ArrowLeft'), stepCrosshair(10, 4, 'ArrowRight'), stepCrosshair(10, 4, 'PageDown'), stepCrosshair(10, 4, 'Home'), stepCrosshair(10, 4, 'End')]).toEqual([3, 5, 0, 0, 9])
    expect(stepCrosshair(10, 4, 'Tab')).toBeUndefined()
    expect(stepCrosshair(0, null, 'End')).toBeUndefined()
  })
})
