import type { RuleCondition, RuleMetric } from '../../../../shared/alerts.ts'

/*
 * What rules look at, apart from where it comes from: the monitor (gauges-of-monitor.ts), the history (trial), a table in
 * a test. Times are ms since 1970, UTC. A number that is not known is NaN, never zero.
 */

/** Where something is measured; null: all of what stands before it. Names as they came; `event` and `room` may hold `*`. */
export interface Place {
  readonly targetId: string
  readonly namespace: string | null
  /** Also `meaning:error` and the like: all events of that meaning; and `socket:connect`: connections that the admin feed saw begin. */
  readonly event: string | null
  readonly room: string | null
  readonly role: string | null
  readonly serverId: string | null
}

export interface MeasuredTarget {
  readonly id: string
  readonly name: string
  /** Those that are switched on. */
  readonly namespaces: readonly string[]
  /** Servers that the admin feed names. */
  readonly servers: readonly string[]
}

/** A room or event of a target. */
export interface NamedPlace {
  readonly namespace: string
  readonly name: string
  /** Of an event that the catalog has. */
  readonly meaning?: string | undefined
}

/** Events of a span of time, and how many of its seconds were watched. */
export interface Counted {
  count: number
  seconds: number
}

/** Reads one place's events, whole seconds fromMs <= t < toMs; steps may be coarser the longer ago. Fills `into`. */
export type CountReader = (fromMs: number, toMs: number, into: Counted) => void

/** One number; NaN: not known now. Read at most once a tick. */
export type Gauge = (nowMs: number) => number

/** Metrics that are not counts of events over time. */
export type OtherMetric = Exclude<RuleMetric, 'rate' | 'count'>
export type RuleState = Extract<RuleCondition, { kind: 'state' }>['what']

/** What was at the same time a day or a week before. */
export interface BeforeReader {
  /** Events of the same minutes; null: history has nothing of them; undefined: it was asked and has not answered yet. */
  (windowMinutes: number, nowMs: number): number | null | undefined
}

export interface Measures {
  /** Another text when platforms, namespaces, servers or events came or went. Cheap: asked once a tick. */
  shape(): string
  targets(): readonly MeasuredTarget[]
  /** Events with traffic so far, each name once a namespace. */
  events(targetId: string): readonly NamedPlace[]
  rooms(targetId: string): readonly NamedPlace[]
  /** Rooms with a roster. */
  rosters(targetId: string): readonly NamedPlace[]
  /** undefined: events are not counted there (a room of the history). */
  counts(place: Place): CountReader | undefined
  /** Whether the place ever had an event in this run. */
  hadEvents(place: Place): boolean
  /** undefined: there is nothing to measure it by. */
  other(metric: OtherMetric, windowSeconds: number, place: Place): Gauge | undefined
  /** 1: it is so, 0: it is not; percent for roster-below. undefined: cannot be told here. */
  state(what: RuleState, place: Place): Gauge | undefined
  /** undefined: there is no history. */
  before(place: Place, against: 'yesterday' | 'last-week'): BeforeReader | undefined
}

/** The same text for the same place. */
export function placeKey({ targetId, namespace, event, room, role, serverId }: Place): string {
  return JSON.stringify([targetId, namespace, event, room, role, serverId])
}

/** A test for a name by a pattern with `*`; upper and lower case are different, as on the wire. */
export function nameTest(pattern: string): (name: string) => boolean {
  if (!pattern.includes('*')) return (name) => name === pattern
  const parts = pattern.split('*')
  const first = parts[0] ?? ''
  const last = parts.at(-1) ?? ''
  const middle = parts.slice(1, -1).filter((part) => part !== '')
  return (name) => {
    if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false
    let at = first.length
    const end = name.length - last.length
    for (const part of middle) {
      const found = name.indexOf(part, at)
      if (found < 0 || found + part.length > end) return false
      at = found + part.length
    }
    return true
  }
}
