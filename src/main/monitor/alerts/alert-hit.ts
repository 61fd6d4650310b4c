import type { Severity } from '../../../shared/catalog.ts'
import type { CompiledAlert, CompiledEvent } from '../compiled-catalog.ts'
import { fillAt, readAt, readText, scalarText } from '../compiled-path.ts'
import type { CompiledPath } from '../compiled-path.ts'
import { shownString } from '../mask.ts'
import { ruleAt } from '../mask-rule.ts'
import { sizeInWords } from '../preview.ts'
import type { RawPayload } from '../wire-event.ts'

/** What an event says as an alert, before it is known whether it is a new one. Texts are fit to be shown. */
export interface AlertHit {
  readonly severity: Severity
  readonly cause: string
  readonly title: string
  /** The alert's own id in the payload, raw and of any length; undefined when it carries none. */
  readonly identity: string | undefined
  /** Of what kind the id is; empty: of any. */
  readonly identityOf: string
  readonly secondHand: boolean
  /** What is odd in the payload, in a sentence. */
  readonly odd: string | undefined
  /** The arguments as read, so that they are parsed once. */
  readonly args: readonly unknown[]
}

/** Cause of an alert that may be one: its event can raise alerts, and its payload is too long to be read. */
const UNREADABLE = 'unreadable payload'

/**
 * The first alert of the catalog's event whose conditions hold. Numbers and booleans are compared as their text. A payload
 * that was cut can meet no condition: rather than lose what may be urgent, it is a warning of its own.
 */
export function alertIn(event: CompiledEvent, args: readonly unknown[], payload?: Pick<RawPayload, 'cut' | 'bytes'>): AlertHit | undefined {
  const alert = event.alerts.find((each) => each.when.every(({ path, values }) => values.has(scalarText(readAt(args, path)))))
  const odd = payload?.cut === true ? `A payload of ${sizeInWords(payload.bytes)} is too long to be read.` : undefined
  if (!alert) return odd === undefined || event.alerts.length === 0 ? undefined : { severity: 'warning', cause: UNREADABLE, title: `${event.spec.name} is too long to be read, it may be an alert`, identity: undefined, identityOf: '', secondHand: false, odd, args }
  return { severity: alert.severity, cause: causeOf(alert, event, args), title: titleOf(alert, event, args), identity: readText(args, alert.identity), identityOf: alert.identityOf, secondHand: alert.secondHand, odd, args }
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
