import type { RateChartQuery } from '../../../shared/rates.ts'
import type { Counts } from '../counts.ts'
import { shownName } from '../mask.ts'
import type { Span } from './chart.ts'
import type { Series } from './series.ts'
import type { Track } from './track.ts'

/** What one line of a chart is made of. Names as they may be shown. */
export interface LineOf {
  readonly key: string
  readonly targetId: string
  readonly namespace: string
  /** Of the event or room. */
  readonly name: string | undefined
  readonly tracks: Track[]
  total: number
}

export interface Lines {
  /** Busiest first. Events and rooms without one in the window have no line, namespaces and targets that were watched have. */
  readonly lines: LineOf[]
  /** Where events are that no line has: of events their namespaces (lines included), of rooms the tracks of the others. */
  readonly rest: Track[]
  /** Events of the window that have no track. */
  readonly untracked: number
}

/** The tracks that a chart is made of, by line. */
export function linesOf(series: Series, counts: Counts, query: RateChartQuery, span: Span): Lines {
  const { group, targetId } = query
  const text = query.text.trim().toLowerCase()
  const inScope = (target: string, namespace: string): boolean =>
    (targetId === null || target === targetId) && (query.namespace === null || namespace === query.namespace || shownName(namespace) === query.namespace)
  const holds = (event: string): boolean => text === '' || event.toLowerCase().includes(text)
  // Narrowed by event, the rate of a namespace is the sum of its events.
  const kind = group === 'event' || group === 'room' ? group : text === '' ? 'namespace' : 'event'
  const lines = new Map<string, LineOf>()
  const rest: Track[] = []
  for (const track of series.tracks) {
    if (!inScope(track.targetId, track.namespace)) continue
    if ((group === 'event' && text === '' && track.kind === 'namespace') || (group === 'room' && track.kind === 'rooms')) rest.push(track)
    if (track.kind !== kind || (kind === 'event' && !holds(track.name))) continue
    const parts = group === 'target' ? [track.targetId] : [track.targetId, track.namespace, ...(group === 'namespace' ? [] : [track.name])]
    const id = JSON.stringify(parts)
    let line = lines.get(id)
    if (!line) lines.set(id, (line = newLine(parts)))
    line.tracks.push(track)
    line.total += series.total(track, span.resolution, span.first * span.merge, span.points * span.merge)
  }
  const hasLine = (line: LineOf): boolean => line.total > 0 || (kind === 'namespace' && line.tracks.some((track) => wasWatched(series, track, span)))
  const sorted = [...lines.values()].filter(hasLine).sort((a, b) => b.total - a.total || (a.key < b.key ? -1 : 1))
  const fromMs = span.first * span.stepSeconds * 1000
  let untracked = 0
  for (const { space, target, name, direction, rate, lastAtMs } of group === 'room' ? [] : counts.keys) {
    // An event of the second that runs is in no track yet, and will be.
    if (rate.seenTraffic === 0 || lastAtMs < fromMs || !inScope(target.id, space.name) || !holds(name)) continue
    if (!space.track || series.hasEvent(space.track, name)) continue
    // Both directions of a name are one.
    if (direction === 'in' || (space.in.get(name)?.traffic ?? 0) === 0) untracked++
  }
  return { lines: sorted, rest, untracked }
}

/** @param parts target's id, namespace and name in clear, as far as the group has them */
export function newLine(parts: readonly string[]): LineOf {
  const [targetId = '', namespace = '', name] = parts
  const shown = { targetId, namespace: shownName(namespace), name: name === undefined ? undefined : shownName(name) }
  return { key: [targetId, ...(parts.length > 1 ? [shown.namespace] : []), ...(shown.name === undefined ? [] : [shown.name])].join(' '), ...shown, tracks: [], total: 0 }
}

function wasWatched(series: Series, track: Track, { resolution, merge, points, first }: Span): boolean {
  return series.steps(track, resolution, first * merge, points * merge).seconds.some((seconds) => seconds > 0)
}
