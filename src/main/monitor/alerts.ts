import type { Severity } from '../../shared/catalog.ts'
import type { ReceivedAlert } from '../../shared/domain.ts'
import { RECEIVED_ALERTS_MAX } from '../../shared/limits.ts'
import type { CompiledAlert, CompiledEvent } from './compiled-catalog.ts'
import { fillAt, readAt, readText } from './compiled-path.ts'
import type { CompiledPath } from './compiled-path.ts'
import { shownName, shownString } from './mask.ts'
import { ruleAt } from './mask-rule.ts'
import { cutName } from './names.ts'

export const severityRank: Record<Severity, number> = { critical: 0, warning: 1, info: 2 }

/** What an event says as an alert, before it is known whether it is a new one. */
export interface AlertHit {
  readonly severity: Severity
  readonly cause: string
  readonly title: string
  /** The alert's own id in the payload, undefined when it carries none. */
  readonly identity: string | undefined
}

/** The first alert of the catalog's event whose conditions hold. Numbers and booleans are compared as their text. */
export function alertIn(event: CompiledEvent, args: readonly unknown[]): AlertHit | undefined {
  const alert = event.alerts.find((each) => each.when.every(({ path, values }) => values.has(textOf(readAt(args, path)))))
  if (!alert) return undefined
  return { severity: alert.severity, cause: causeOf(alert, event, args), title: titleOf(alert, event, args), identity: readText(args, alert.identity) }
}

function causeOf(alert: CompiledAlert, event: CompiledEvent, args: readonly unknown[]): string {
  return fillAt(args, alert.cause, (value, path) => shown(event, value, path)) ?? event.spec.name
}

/** The sentence; where the payload lacks a value of it, the event's name: half a sentence is worse. */
function titleOf(alert: CompiledAlert, event: CompiledEvent, args: readonly unknown[]): string {
  return fillAt(args, alert.title, (value, path) => shown(event, value, path)) ?? event.spec.name
}

function shown(event: CompiledEvent, value: string | number, path: CompiledPath): string {
  if (typeof value === 'number') return String(value)
  return shownString(value, ruleAt(event.rules[path.index], path.keys), path.keys.at(-1) ?? '', 120).text
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

interface AlertPlace {
  readonly targetId: string
  readonly namespace: string
  readonly event: string
  readonly atMs: number
  readonly seq: number
}

/**
 * Alerts as received. The same identity on one target is one alert, whatever event or namespace brought it (SkillCore
 * document: an intervention comes as `attendance.intervention-triggered` and as `notification.new`). Bounded: the alert
 * that was silent for longest leaves first, and is counted.
 */
export class Alerts {
  readonly #capacity: number
  /** In order of the last time they were received. */
  readonly #alerts = new Map<string, ReceivedAlert>()
  #dropped = 0
  #number = 0
  #revision = 0

  constructor(capacity = RECEIVED_ALERTS_MAX) {
    this.#capacity = capacity
  }

  receive(hit: AlertHit, place: AlertPlace): ReceivedAlert {
    const key = keyOf(hit, place)
    const known = this.#alerts.get(key)
    this.#alerts.delete(key)
    const alert = known ? again(known, hit, place) : this.#fresh(hit, place)
    this.#alerts.set(key, alert)
    this.#revision++
    const oldest = this.#alerts.keys().next().value
    if (this.#alerts.size > this.#capacity && oldest !== undefined) {
      this.#alerts.delete(oldest)
      this.#dropped++
    }
    return alert
  }

  removeTarget(targetId: string): void {
    for (const [key, alert] of this.#alerts) if (alert.targetId === targetId) this.#alerts.delete(key)
    this.#revision++
  }

  get list(): readonly ReceivedAlert[] {
    return [...this.#alerts.values()]
  }

  get size(): number {
    return this.#alerts.size
  }

  get dropped(): number {
    return this.#dropped
  }

  get revision(): number {
    return this.#revision
  }

  #fresh(hit: AlertHit, { targetId, namespace, event, atMs, seq }: AlertPlace): ReceivedAlert {
    this.#number++
    return { id: `alert-${this.#number}`, targetId, namespace, event, severity: hit.severity, cause: hit.cause, title: hit.title, firstAtMs: atMs, lastAtMs: atMs, count: 1, seq }
  }
}

/** The worse severity brings its own words; otherwise the alert keeps how it came first. */
function again(known: ReceivedAlert, hit: AlertHit, { namespace, event, atMs, seq }: AlertPlace): ReceivedAlert {
  const worse = severityRank[hit.severity] < severityRank[known.severity]
  const words = worse ? { severity: hit.severity, cause: hit.cause, title: hit.title, namespace, event } : {}
  return { ...known, ...words, lastAtMs: Math.max(known.lastAtMs, atMs), count: known.count + 1, seq }
}

/** Without an identity, alerts of one event that say the same are one with a count. */
function keyOf(hit: AlertHit, place: AlertPlace): string {
  return hit.identity === undefined
    ? JSON.stringify([place.targetId, place.event, hit.cause, hit.title])
    : JSON.stringify([place.targetId, cutName(hit.identity)])
}

/** For the list: where it came from. */
export function alertDetail(alert: ReceivedAlert, targetName: string): string {
  return `${targetName}, ${alert.namespace}, ${shownName(alert.event)}`
}
