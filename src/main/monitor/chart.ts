import type { RateChart } from '../../shared/domain.ts'
import { CHART_SERIES_MAX } from '../../shared/limits.ts'
import type { Resolution, Series, Track } from './series.ts'

export interface ChartQuery {
  readonly windowMinutes: 1 | 15 | 60
  readonly groupBy: 'namespace' | 'event'
  /** null: all targets. */
  readonly targetId: string | null
  readonly nowMs: number
}

/** Window -> column and number of points: a minute by the second, more by ten seconds. */
const windows: Record<1 | 15 | 60, { resolution: Resolution; stepMs: number; points: number }> = {
  1: { resolution: 0, stepMs: 1_000, points: 60 },
  15: { resolution: 1, stepMs: 10_000, points: 90 },
  60: { resolution: 1, stepMs: 10_000, points: 360 },
}

/**
 * Rates as lines: the CHART_SERIES_MAX busiest of the window, the rest as one line "other". Only complete steps are
 * shown. Labels: `Lincoln /gradebook` for all targets, `/gradebook` for one.
 */
export function rateChart(series: Series, targetName: (targetId: string) => string, query: ChartQuery): RateChart {
  const { resolution, stepMs, points } = windows[query.windowMinutes]
  const end = Math.floor(query.nowMs / stepMs)
  const timesMs = Array.from({ length: points }, (_, index) => (end - points + index) * stepMs)
  const lines: { key: string; label: string; perSecond: (number | null)[]; total: number }[] = []
  for (const track of series.tracks) {
    if (query.targetId !== null && track.targetId !== query.targetId) continue
    if ((track.event === null) !== (query.groupBy === 'namespace')) continue
    const columns = series.read(track, resolution, points, query.nowMs)
    if (columns.perSecond.every((value) => value === null)) continue
    lines.push({ key: keyOf(track), label: labelOf(track, query.targetId, targetName), perSecond: columns.perSecond, total: columns.total })
  }
  lines.sort((a, b) => b.total - a.total || (a.key < b.key ? -1 : 1))
  const shown = lines.slice(0, CHART_SERIES_MAX)
  const rest = lines.slice(CHART_SERIES_MAX)
  if (rest.length > 0) shown.push({ key: 'other', label: 'other', perSecond: timesMs.map((_, index) => sumAt(rest, index)), total: rest.reduce((sum, line) => sum + line.total, 0) })
  return { windowMinutes: query.windowMinutes, stepMs, timesMs, series: shown }
}

/** A sum of lines is a gap only where every line has one. */
function sumAt(lines: readonly { readonly perSecond: readonly (number | null)[] }[], index: number): number | null {
  let sum: number | null = null
  for (const line of lines) {
    const value = line.perSecond[index] ?? null
    if (value !== null) sum = (sum ?? 0) + value
  }
  return sum
}

function keyOf(track: Track): string {
  return track.event === null ? `${track.targetId} ${track.namespace}` : `${track.targetId} ${track.namespace} ${track.event}`
}

function labelOf(track: Track, targetId: string | null, targetName: (targetId: string) => string): string {
  const what = track.event === null ? track.namespace : `${track.namespace} ${track.event}`
  return targetId === null ? `${targetName(track.targetId)} ${what}` : what
}
