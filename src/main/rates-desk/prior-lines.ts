import { RATE_HISTORY_EVENTS_PER_TARGET_MAX } from '../../shared/limits.ts'
import { shownName } from '../monitor/mask.ts'
import type { LineNames } from '../monitor/rates/chart.ts'
import { joinedRateOf, priorRateOf } from './cell-rates.ts'
import type { Coverage, Part } from './cell-rates.ts'
import { Cells } from './cells.ts'
import type { Grid } from './cells.ts'
import type { PriorMinutes } from './prior-minutes.ts'
import { pauseForOthers } from './slices.ts'

export interface LinesQuery {
  readonly targetIds: readonly string[]
  readonly namespace: string | null
  /** Part of the event's name, in any case. */
  readonly text: string
  readonly group: 'namespace' | 'event' | 'target'
}

export interface PriorValues {
  /** By step; null: nothing was collected then, or it is not known, or it is after the minute in which this run began. */
  readonly perSecond: (number | null)[]
  /** Events of earlier runs in the window; of a minute that the window cuts, its share. */
  readonly total: number
  /** The step in which this run began, where a step is a minute or more: both runs together. null: earlier runs have nothing of it. */
  readonly joined: number | null
}

export interface PriorLine extends PriorValues {
  readonly of: LineNames
}

export interface PriorLines {
  readonly lines: readonly PriorLine[]
  /** What was watched without an event has a line too: namespaces and targets, unless they are narrowed by a name. */
  readonly watchedAreLines: boolean
  /** By event: what the namespaces have more than their events, because not all have rates of their own. */
  readonly rest: PriorValues | null
  /** By event: namespaces with zero wherever an event that is in no line had none. */
  readonly silent: readonly PriorLine[]
}

/** As a row of the tables names it: in clear, or masked. */
export function matchesNamespace(namespace: string, query: { readonly namespace: string | null }): boolean {
  return query.namespace === null || namespace === query.namespace || shownName(namespace) === query.namespace
}

export function matchesText(event: string, query: { readonly text: string }): boolean {
  return event.toLowerCase().includes(query.text.trim().toLowerCase())
}

/**
 * The time before this run as lines on a chart's grid. Where a step is shorter than a minute, each has its minute's mean;
 * where it is longer, its events by the seconds in which the namespace was watched. Rejects with SQLite's error.
 */
export async function priorLines(prior: PriorMinutes, query: LinesQuery, grid: Grid): Promise<PriorLines> {
  const cells = Cells.before(grid, prior.firstMinute)
  const watchedAreLines = query.group !== 'event' && query.text.trim() === ''
  if (!cells) return { lines: [], watchedAreLines, rest: null, silent: [] }
  const lines = new Map<string, { readonly of: LineNames; readonly parts: Part[] }>()
  const rest: Part[] = []
  const silent: PriorLine[] = []
  for (const targetId of query.targetIds) {
    await pauseForOthers()
    const target = await partsOf(prior, query, cells, targetId)
    for (const part of target.parts) {
      const of = { targetId, namespace: query.group === 'target' ? null : part.namespace, name: query.group === 'event' ? part.event : null }
      const key = JSON.stringify(of)
      const line = lines.get(key)
      if (line) line.parts.push(part)
      else lines.set(key, { of, parts: [part] })
    }
    rest.push(...target.rest)
    if (query.group === 'event') for (const part of target.rest) {
      const silence: Part = { ...part, counts: new Float64Array(cells.count), own: 0, isEvent: true }
      silent.push({ of: { targetId, namespace: part.namespace, name: null }, ...valuesOf(cells, [silence]), joined: null })
    }
  }
  return {
    lines: [...lines.values()].map(({ of, parts }) => ({ of, ...valuesOf(cells, parts) })).filter(hasValues),
    rest: query.group === 'event' && query.text.trim() === '' ? valuesOf(cells, rest) : null,
    silent,
    watchedAreLines,
  }
}

/** What one target adds: by namespace, or by event where events are asked for; and each namespace's events without a rate of their own. */
async function partsOf(prior: PriorMinutes, query: LinesQuery, cells: Cells, targetId: string): Promise<{ readonly parts: Part[]; readonly rest: Part[] }> {
  const byEvent = query.group === 'event' || query.text.trim() !== ''
  const incomplete = byEvent ? cells.marked(await prior.eventsPerMinute(targetId), RATE_HISTORY_EVENTS_PER_TARGET_MAX) : new Uint8Array(cells.count)
  const own = prior.own.filter((row) => row.targetId === targetId && cells.isJoined(row.minute) && matchesNamespace(row.namespace, query))
  const spaces = new Map<string, Part>()
  const spaceOf = (namespace: string): Part => {
    let space = spaces.get(namespace)
    if (!space) spaces.set(namespace, (space = newPart(cells, namespace, '', { seconds: new Float64Array(cells.count), own: 0, incomplete })))
    return space
  }
  for (const source of await prior.sources(targetId, true)) {
    if (!matchesNamespace(source.namespace, query)) continue
    const space = spaceOf(source.namespace)
    cells.add(space.counts, source.minutes, source.counts)
    cells.add(space.coverage.seconds, source.minutes, source.seconds)
  }
  for (const row of own) {
    if (row.event !== '') continue
    const space = spaceOf(row.namespace)
    space.own += row.count
    space.coverage.own += row.seconds
  }
  if (!byEvent) return { parts: [...spaces.values()], rest: [] }
  const events = new Map<string, Part>()
  const eventOf = (namespace: string, event: string): Part => {
    const key = JSON.stringify([namespace, event])
    let part = events.get(key)
    if (!part) events.set(key, (part = newPart(cells, namespace, event, spaceOf(namespace).coverage)))
    return part
  }
  for (const source of await prior.sources(targetId, false)) {
    if (matchesNamespace(source.namespace, query) && matchesText(source.event, query)) cells.add(eventOf(source.namespace, source.event).counts, source.minutes, source.counts)
  }
  for (const row of own) if (row.event !== '' && matchesText(row.event, query)) eventOf(row.namespace, row.event).own += row.count
  for (const part of events.values()) {
    const space = spaceOf(part.namespace)
    for (let cell = 0; cell < cells.count; cell++) space.counts[cell] = Math.max(0, (space.counts[cell] as number) - (part.counts[cell] as number))
    space.own = Math.max(0, space.own - part.own)
  }
  return { parts: [...events.values()], rest: [...spaces.values()] }
}

function newPart(cells: Cells, namespace: string, event: string, coverage: Coverage): Part {
  return { namespace, event, isEvent: event !== '', coverage, counts: new Float64Array(cells.count), own: 0 }
}

function valuesOf(cells: Cells, parts: readonly Part[]): PriorValues {
  return {
    ...cells.steps((cell) => priorRateOf(parts, cell), (cell) => parts.reduce((sum, part) => sum + (part.counts[cell] as number), 0)),
    joined: cells.joinedCell === null ? null : joinedRateOf(parts, cells.joinedCell),
  }
}

function hasValues(line: PriorLine): boolean {
  return line.total > 0 || line.perSecond.some((value) => value !== null)
}
