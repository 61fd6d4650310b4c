import { CHART_SERIES_MAX } from '../../shared/limits.ts'
import type { RateChartAnswer, RateLine } from '../../shared/rates.ts'
import { lineKey } from '../monitor/rates/chart.ts'
import type { LineNames } from '../monitor/rates/chart.ts'
import type { Grid } from './cells.ts'
import type { PriorLines, PriorValues } from './prior-lines.ts'

/** Key of the line that stands for all others (monitor/rates/chart.ts). */
const OTHER = 'other'

export interface MergeParts {
  /** All lines of this run, not only the busiest. */
  readonly live: RateChartAnswer
  readonly prior: PriorLines
  /** For a line that only earlier runs have. */
  readonly texts: (of: LineNames) => Pick<RateLine, 'key' | 'label' | 'filter'>
  readonly startedAtMs: number
}

/**
 * A chart with the lines of earlier runs and of this one as one line each, and with the CHART_SERIES_MAX busiest of both.
 * Steps before the one in which this run began are the earlier runs', those after it this run's. The step of the
 * beginning: where it is shorter than a minute, it is this run's; else it has both together.
 */
export function mergeChart({ live, prior, texts, startedAtMs }: MergeParts): Pick<RateChartAnswer, 'lines' | 'inOther'> {
  const join = (now: Values, earlier: PriorValues | undefined): Values => (earlier ? joined(now, earlier, live, startedAtMs) : now)
  const earlier = new Map(prior.lines.map((line) => [lineKey(line.of), line]))
  const silent = prior.silent.map((line) => [`${lineKey(line.of)} `, line] as const)
  const lines: (Values & { readonly key: string; readonly of?: LineNames; readonly line?: RateLine })[] = []
  let other: Values | undefined
  for (const line of live.lines) {
    if (line.key === OTHER) other = line
    else lines.push({ key: line.key, line, ...join(line, earlier.get(line.key) ?? silent.find(([start]) => line.key.startsWith(start))?.[1]) })
    earlier.delete(line.key)
  }
  for (const [key, line] of earlier) {
    // Narrowed by name, only what had events has a line.
    if (line.total > 0 || prior.watchedAreLines) lines.push({ key, of: line.of, ...join(none, line) })
  }
  lines.sort((a, b) => b.total - a.total || (a.key < b.key ? -1 : 1))
  const rest: Values[] = lines.splice(CHART_SERIES_MAX)
  const inOther = rest.length + live.inOther
  const untold = prior.rest && (prior.rest.total > 0 || other !== undefined) ? join(other ?? none, prior.rest) : other
  const shown = lines.map(({ of, line, perSecond, total, key }): RateLine => ({ ...(line ?? (of && texts(of)) ?? { key, label: key, filter: '' }), perSecond, total }))
  if (rest.length > 0 || (untold?.total ?? 0) > 0) shown.push({ key: OTHER, label: OTHER, filter: '', ...sum(untold ? [...rest, untold] : rest, live) })
  return { lines: shown, inOther }
}

interface Values {
  readonly perSecond: (number | null)[]
  readonly total: number
}

const none: Values = { perSecond: [], total: 0 }

function joined(now: Values, earlier: PriorValues, { timesMs, stepMs }: Grid, startedAtMs: number): Values {
  const startStepMs = Math.floor(startedAtMs / stepMs) * stepMs
  const perSecond = timesMs.map((timeMs, step) => {
    const value = now.perSecond[step] ?? null
    if (timeMs > startStepMs) return value
    if (timeMs === startStepMs) return earlier.joined ?? value
    return value ?? earlier.perSecond[step] ?? null
  })
  return { perSecond, total: now.total + earlier.total }
}

/** A gap only where every line has one. */
function sum(lines: readonly Values[], { timesMs }: Grid): Values {
  const perSecond: (number | null)[] = timesMs.map(() => null)
  let total = 0
  for (const line of lines) {
    total += line.total
    for (let step = 0; step < perSecond.length; step++) {
      const value = line.perSecond[step] ?? null
      if (value !== null) perSecond[step] = (perSecond[step] ?? 0) + value
    }
  }
  return { perSecond, total }
}

export function hasPrior(prior: PriorLines): boolean {
  return prior.lines.length > 0 || (prior.rest?.total ?? 0) > 0
}
