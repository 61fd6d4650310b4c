import type { RateChart } from '../../../shared/domain.ts'
import { CHART_SERIES_MAX } from '../../../shared/limits.ts'
import type { RateChartAnswer, RateChartQuery, RateLine, RateWindow } from '../../../shared/rates.ts'
import type { Counts, TargetSlot } from '../counts.ts'
import { linesOf, newLine } from './chart-lines.ts'
import type { LineOf } from './chart-lines.ts'
import { LineSum } from './line-sum.ts'
import { FilterTexts } from './row-filter.ts'
import { EVENT_TRACKS_MAX } from './series.ts'
import type { Series } from './series.ts'
import { resolutions } from './track.ts'
import type { Resolution } from './track.ts'

export interface ChartQuery {
  readonly windowMinutes: 1 | 15 | 60
  readonly groupBy: 'namespace' | 'event'
  /** null: all targets. */
  readonly targetId: string | null
  readonly nowMs: number
}

/** What a line is about; null: all of it. Names in clear. */
export interface LineNames {
  readonly targetId: string
  readonly namespace: string | null
  /** Of the event. */
  readonly name: string | null
}

export interface ChartSource {
  readonly series: Series
  readonly counts: Counts
  readonly readShare: (nowMs: number) => number
}

/** The steps of a chart: `merge` steps of a column are one point. */
export interface Span {
  readonly resolution: Resolution
  readonly merge: number
  readonly points: number
  readonly stepSeconds: number
  /** Number of the first point since 1970. */
  readonly first: number
}

/** Window -> column and points: a minute by the second, an hour by ten seconds, six hours by the minute, a day by five. */
const windows: Record<RateWindow, { readonly resolution: Resolution; readonly merge: number; readonly points: number }> = {
  1: { resolution: 0, merge: 1, points: 60 },
  15: { resolution: 1, merge: 1, points: 90 },
  60: { resolution: 1, merge: 1, points: 360 },
  360: { resolution: 2, merge: 1, points: 360 },
  1440: { resolution: 2, merge: 5, points: 288 },
}

/**
 * Rates as lines: the CHART_SERIES_MAX busiest of the window, the rest as one line "other". Only complete steps are
 * shown. Labels: `Lincoln /gradebook` for all targets, `/gradebook` for one. `before` and `historyFromMs` are null here.
 * @param linesMax more lines than a chart shows, for whoever adds earlier ones
 */
export function liveChart(source: ChartSource, asked: RateChartQuery, nowMs: number, linesMax = CHART_SERIES_MAX): RateChartAnswer {
  const query = { ...asked, text: asked.text.trim() }
  const { series, counts, readShare } = source
  const span = spanOf(query.windowMinutes, nowMs)
  const { lines, rest, untracked } = linesOf(series, counts, query, span)
  const shown = lines.slice(0, linesMax)
  const others = lines.slice(linesMax)
  const targets = new Map([...counts.targets].map((target) => [target.id, target]))
  const filters = new FilterTexts(targets.values())
  const answer = shown.map((line, index): RateLine => {
    const sum = new LineSum(series, span)
    for (const track of line.tracks) sum.add(track)
    // Names that are masked may look the same.
    return { key: shown.slice(0, index).some(({ key }) => key === line.key) ? `${line.key} #${index + 1}` : line.key, label: labelOf(line, query, targets), perSecond: sum.perSecond, total: sum.total, filter: filterOf(line, query, targets, filters) }
  })
  const other = new LineSum(series, span)
  if (query.group === 'event' && query.text === '') {
    // What a namespace has more than its lines: also events that have no line of their own.
    for (const namespace of rest) other.add(namespace, shown.flatMap((line) => line.tracks).filter((track) => track.coverage === namespace))
  } else for (const track of [...others.flatMap((line) => line.tracks), ...rest]) other.add(track)
  if (others.length > 0 || other.total > 0) answer.push({ key: 'other', label: 'other', perSecond: other.perSecond, total: other.total, filter: '' })
  return {
    group: query.group,
    windowMinutes: query.windowMinutes,
    stepMs: span.stepSeconds * 1000,
    timesMs: Array.from({ length: span.points }, (_, index) => (span.first + index) * span.stepSeconds * 1000),
    lines: answer,
    inOther: others.length + (query.text === '' ? untracked : 0),
    readShare: query.group === 'room' ? readShare(nowMs) : 1,
    before: null,
    historyFromMs: null,
    remark: remarkOf(query, untracked, other.total > 0 && rest.length > 0),
  }
}

/** The chart of the Overview, of the same lines. */
export function overviewChart({ windowMinutes }: ChartQuery, { stepMs, timesMs, lines }: RateChartAnswer): RateChart {
  return { windowMinutes, stepMs, timesMs, series: lines.map(({ key, label, perSecond, total }) => ({ key, label, perSecond, total })) }
}

function spanOf(window: RateWindow, nowMs: number): Span {
  const { resolution, merge, points } = windows[window]
  const stepSeconds = resolutions[resolution].stepSeconds * merge
  return { resolution, merge, points, stepSeconds, first: Math.floor(nowMs / 1000 / stepSeconds) - points }
}

/** The key that a line of these names has. */
export function lineKey(of: LineNames): string {
  return lineNamed(of).key
}

function lineNamed({ targetId, namespace, name }: LineNames): LineOf {
  return newLine([targetId, ...(namespace === null ? [] : [namespace]), ...(name === null ? [] : [name])])
}

/** Key, label and filter of a line that this run may not have, by its names in clear. */
export function lineTexts(counts: Counts, query: RateChartQuery, of: LineNames): Pick<RateLine, 'key' | 'label' | 'filter'> {
  const { namespace, name } = of
  const line = lineNamed(of)
  const targets = new Map([...counts.targets].map((target) => [target.id, target]))
  const track = { namespace: namespace ?? query.namespace ?? '', name: name ?? '' }
  return { key: line.key, label: labelOf(line, query, targets), filter: filterOf({ targetId: of.targetId, tracks: [track] }, query, targets, new FilterTexts(targets.values())) }
}

function labelOf(line: LineOf, { group, targetId }: RateChartQuery, targets: ReadonlyMap<string, TargetSlot>): string {
  const name = targets.get(line.targetId)?.name ?? line.targetId
  if (group === 'target') return name
  const what = line.name === undefined ? line.namespace : `${line.namespace} ${line.name}`
  return targetId === null ? `${name} ${what}` : what
}

function filterOf(line: { readonly targetId: string; readonly tracks: readonly { readonly namespace: string; readonly name: string }[] }, { group, namespace, text }: RateChartQuery, targets: ReadonlyMap<string, TargetSlot>, filters: FilterTexts): string {
  const target = targets.get(line.targetId)
  const [track] = line.tracks
  if (!target || !track) return ''
  switch (group) {
    case 'target':
      return filters.of({ target, text, ...(namespace !== null && { namespace: track.namespace }) })
    case 'namespace':
      return filters.of({ target, text, namespace: track.namespace })
    case 'event':
      return filters.of({ target, namespace: track.namespace, event: track.name })
    case 'room':
      return filters.of({ target, namespace: track.namespace, room: track.name })
  }
}

function remarkOf({ group, text }: RateChartQuery, untracked: number, hasRestOfRooms: boolean): string {
  if (group === 'room') {
    const remarks: string[] = []
    if (text !== '') remarks.push('Rooms are not counted by event: the text does not narrow them.')
    if (hasRestOfRooms) remarks.push('More rooms were busy than have a line of their own; the others are in "other".')
    return remarks.join(' ')
  }
  if (untracked === 0 || (group !== 'event' && text === '')) return ''
  const names = untracked === 1 ? '1 event name is' : `${untracked} event names are`
  return `${names} ${text === '' ? 'in "other"' : 'not in the picture'}, because at most ${EVENT_TRACKS_MAX.toLocaleString('en')} are followed one by one.`
}
