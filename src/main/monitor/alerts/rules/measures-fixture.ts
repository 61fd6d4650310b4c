import type { AlertRule, RuleCondition } from '../../../../shared/alerts.ts'
import type { RulePhase, RuleSignal } from '../signal.ts'
import { placeKey } from './measures.ts'
import type { Counted, MeasuredTarget, Measures, NamedPlace, Place } from './measures.ts'

/* A table of numbers in place of the monitor. */

export const anywhere: AlertRule['scope'] = { targetId: null, namespace: null, event: null, room: null, role: null }

export function ruleOf(condition: RuleCondition, change: Partial<AlertRule> = {}): AlertRule {
  return { id: 'r1', name: 'A rule', enabled: true, severity: 'warning', scope: anywhere, per: 'target', condition, schedule: null, pendingSeconds: 0, recoverSeconds: 0, noData: 'ignore', noDataSeconds: 60, advice: '', starter: false, ...change }
}

export const aboveTen: RuleCondition = { kind: 'threshold', metric: 'sockets', windowSeconds: 10, compare: 'above', value: 10, clearValue: 5 }

export const lincoln: MeasuredTarget = { id: 'lincoln', name: 'Lincoln High', namespaces: ['/', '/gradebook'], servers: [] }
export const lakeside: MeasuredTarget = { id: 'lakeside', name: 'Lakeside Middle', namespaces: ['/'], servers: ['node 1', 'node 2'] }

/** Numbers by name of the metric or state and, where one is given, place; NaN where there is none. */
export class TableMeasures implements Measures {
  list: MeasuredTarget[]
  readonly numbers = new Map<string, number>()
  readonly named = { events: [] as NamedPlace[], rooms: [] as NamedPlace[], rosters: [] as NamedPlace[] }
  /** Whole seconds since 1970 with an event each; covered from `watchedFromMs` on. */
  seconds: number[] = []
  watchedFromMs = 0
  watchedToMs = Number.POSITIVE_INFINITY
  past: number | null | undefined = null
  /** How often a number was read. */
  reads = 0

  constructor(list: readonly MeasuredTarget[] = [lincoln]) {
    this.list = [...list]
  }

  /** @param where a target, or a target and namespace */
  set(what: string, value: number, where: Partial<Place> = {}): void {
    this.numbers.set(keyOf(what, where), value)
  }

  shape(): string {
    return JSON.stringify([this.list, this.named.events])
  }

  targets(): readonly MeasuredTarget[] {
    return this.list
  }

  events(): readonly NamedPlace[] {
    return this.named.events
  }

  rooms(): readonly NamedPlace[] {
    return this.named.rooms
  }

  rosters(): readonly NamedPlace[] {
    return this.named.rosters
  }

  hadEvents(): boolean {
    return this.seconds.length > 0
  }

  counts(): (fromMs: number, toMs: number, into: Counted) => void {
    return (fromMs, toMs, into) => {
      for (const second of this.seconds) if (second * 1000 >= fromMs && second * 1000 < toMs) into.count++
      into.seconds += Math.max(0, Math.floor((Math.min(toMs, this.watchedToMs) - Math.max(fromMs, this.watchedFromMs)) / 1000))
    }
  }

  other(metric: string, _windowSeconds: number, place: Place): () => number {
    return () => this.#read(metric, place)
  }

  state(what: string, place: Place): () => number {
    return () => this.#read(what, place)
  }

  before(): () => number | null | undefined {
    return () => this.past
  }

  #read(what: string, place: Place): number {
    this.reads++
    return this.numbers.get(keyOf(what, place)) ?? this.numbers.get(keyOf(what, { targetId: place.targetId })) ?? this.numbers.get(keyOf(what, {})) ?? Number.NaN
  }
}

function keyOf(what: string, { targetId = '', namespace = null, event = null, room = null, serverId = null }: Partial<Place>): string {
  return `${what} ${placeKey({ targetId, namespace, event, room, role: null, serverId })}`
}

/** What was reported, as `phase fingerprint-less words`. */
export class Reports {
  readonly all: { readonly signal: RuleSignal; readonly phase: RulePhase; readonly atMs: number }[] = []

  receive(): void {}

  ruleState(signal: RuleSignal, phase: RulePhase, nowMs: number): void {
    this.all.push({ signal, phase, atMs: nowMs })
  }

  /** Phases since the last call, with the place where there are several. */
  take(): string[] {
    return this.all.splice(0).map(({ signal, phase }) => `${phase} ${signal.title}${signal.kind === 'no-data' ? ' (no data)' : ''}`)
  }
}
