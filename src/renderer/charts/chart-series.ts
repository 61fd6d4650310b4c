import { CHART_SERIES_MAX } from '../../shared/limits.ts'
import { percent, rate } from '../text/numbers.ts'
import { clock, minute, since } from '../text/times.ts'

/** Rates as lines, as every chart of the window draws them; null is a gap. */
export interface ChartData {
  readonly windowMinutes: number
  readonly stepMs: number
  /** Start of each step. */
  readonly timesMs: readonly number[]
  readonly series: readonly { readonly key: string; readonly label: string; readonly perSecond: readonly (number | null)[]; /** Events in the window. */ readonly total: number }[]
}

/** Key of the line that holds everything beyond the named ones. */
export const OTHER_KEY = 'other'

/**
 * Colour places 1..6 by series key. A series keeps its colour while it is shown, so that a line never changes colour
 * because another one overtook it. "other" has its own grey and no place.
 */
export function assignColours(before: ReadonlyMap<string, number>, keys: readonly string[]): ReadonlyMap<string, number> {
  const named = keys.filter((key) => key !== OTHER_KEY).slice(0, CHART_SERIES_MAX)
  const kept = new Map(named.filter((key) => before.has(key)).map((key) => [key, before.get(key) ?? 1]))
  const free = Array.from({ length: CHART_SERIES_MAX }, (_, index) => index + 1).filter((place) => ![...kept.values()].includes(place))
  for (const key of named) if (!kept.has(key)) kept.set(key, free.shift() ?? 1)
  return kept
}

export type ChartPoint = { readonly atMs: number } & { readonly [column: string]: number | null }

/** Shortest time that the chart spreads over its width, ms, and fewest steps. */
const SHORTEST_MS = 60_000
const FEWEST_STEPS = 6

/** The chart without the time before Rollcall collected anything: a run of two minutes is not a dot at the right edge of fifteen. */
export function sinceFirstData<C extends ChartData>(chart: C): C {
  const first = chart.timesMs.findIndex((_, index) => chart.series.some((series) => (series.perSecond[index] ?? null) !== null))
  const atLeast = Math.max(FEWEST_STEPS, Math.ceil(SHORTEST_MS / chart.stepMs))
  const from = Math.min(first < 0 ? 0 : first, Math.max(0, chart.timesMs.length - atLeast))
  if (from === 0) return chart
  return { ...chart, timesMs: chart.timesMs.slice(from), series: chart.series.map((series) => ({ ...series, perSecond: series.perSecond.slice(from) })) }
}

/** Columns to the rows that the chart draws: column `s0` is series 0. A gap stays null, never zero. */
export function chartPoints(chart: ChartData): ChartPoint[] {
  return chart.timesMs.map((atMs, index) => {
    const point: Record<string, number | null> = { atMs }
    chart.series.forEach((series, at) => { point[`s${at}`] = series.perSecond[index] ?? null })
    return point as ChartPoint
  })
}

/** The value axis: three to five round steps from 0 to just above the highest value, so that it seldom changes. */
export function valueAxis(highest: number): { readonly top: number; readonly ticks: readonly number[] } {
  const wanted = Math.max(highest, 1) / 4
  const power = 10 ** Math.floor(Math.log10(wanted))
  const step = ([1, 2, 2.5, 5, 10].find((each) => wanted <= each * power) ?? 10) * power
  const steps = Math.max(1, Math.ceil(highest / step - 1e-9))
  const count = highest <= 0 ? Math.round(1 / step) : steps
  return { top: count * step, ticks: Array.from({ length: count + 1 }, (_, index) => index * step) }
}

/** About five round times on the time axis; none so near an end that its text would be cut. */
export function timeTicks(timesMs: readonly number[]): readonly number[] {
  const from = timesMs[0]
  const to = timesMs.at(-1)
  if (from === undefined || to === undefined || to <= from) return []
  const steps = [10_000, 15_000, 60_000, 180_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, 7_200_000]
  const step = steps.find((each) => (to - from) / each <= 6) ?? 14_400_000
  const ticks: number[] = []
  const edge = (to - from) * 0.03
  for (let at = Math.ceil((from + edge) / step) * step; at <= to - edge; at += step) ticks.push(at)
  return ticks
}

/** Whether a line alone would hide values: one between two gaps, or so few that there is nothing to connect (right after the start). */
export function loneValues(perSecond: readonly (number | null)[]): boolean {
  const at = (index: number): boolean => (perSecond[index] ?? null) !== null
  return perSecond.some((_, index) => at(index) && !at(index - 1) && !at(index + 1))
}

/** The highest single value of all series. */
export function highestValue(chart: ChartData): number {
  let highest = 0
  for (const series of chart.series) for (const value of series.perSecond) if (value !== null && value > highest) highest = value
  return highest
}

/** The last value of a series that was collected, null when there is none. */
export function lastValue(perSecond: readonly (number | null)[]): number | null {
  return perSecond.findLast((value) => value !== null) ?? null
}

/** Moves labels apart that stand closer than `gapPx`, keeping their order and staying within 0..heightPx. */
export function spreadLabels(positions: readonly number[], gapPx: number, heightPx: number): readonly number[] {
  const order = positions.map((_, index) => index).toSorted((a, b) => (positions[a] ?? 0) - (positions[b] ?? 0) || a - b)
  const result = [...positions]
  let floor = 0
  for (const index of order) {
    const at = Math.max(floor, positions[index] ?? 0)
    result[index] = at
    floor = at + gapPx
  }
  let ceiling = heightPx
  for (const index of order.toReversed()) {
    const at = Math.min(ceiling, result[index] ?? 0)
    result[index] = at
    ceiling = at - gapPx
  }
  return result
}

/** Time of a step in words: with seconds where they differ, with the day where it is not the newest step's. */
export function stepTime(chart: Pick<ChartData, 'stepMs' | 'timesMs'>, atMs: number, zone?: string): string {
  return chart.stepMs < 60_000 ? clock(atMs, zone) : since(atMs, chart.timesMs.at(-1) ?? atMs, zone)
}

/** `minute`, `15 minutes`, `6 hours`. */
export function spanWords(windowMinutes: number): string {
  if (windowMinutes === 1) return 'minute'
  return windowMinutes <= 60 ? `${windowMinutes} minutes` : `${windowMinutes / 60} hours`
}

/** What the chart shows, in words: for a screen reader, and for who wants the answer without the picture. */
export function chartSummary(chart: ChartData, zone?: string): string {
  const span = `Last ${spanWords(chart.windowMinutes)}`
  const sums = chart.timesMs.map((_, index) => {
    const values = chart.series.map((series) => series.perSecond[index] ?? null).filter((value) => value !== null)
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0)
  })
  const now = lastValue(sums)
  if (now === null) return `${span}: nothing was collected yet.`
  const highest = sums.reduce<number>((max, value) => Math.max(max, value ?? 0), 0)
  const highestAt = chart.timesMs[sums.findIndex((value) => value === highest)]
  const gaps = sums.filter((value, index) => value === null && index > 0 && sums[index - 1] !== null).length
  const total = chart.series.reduce((sum, series) => sum + series.total, 0)
  const busiest = chart.series.filter((series) => series.key !== OTHER_KEY).toSorted((a, b) => b.total - a.total)[0]
  const parts = [`${span}: ${rate(now)} events per second now`]
  if (highestAt !== undefined && highest > 0) parts.push(`highest ${rate(highest)} at ${minute(highestAt, zone)}`)
  if (busiest !== undefined && total > 0) parts.push(`busiest ${busiest.label} with ${percent(busiest.total / total)}`)
  if (gaps > 0) parts.push(gaps === 1 ? '1 gap without data' : `${gaps} gaps without data`)
  return `${parts.join(', ')}.`
}
