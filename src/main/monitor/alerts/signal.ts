import type { AlertSubject } from '../../../shared/alerts.ts'
import type { Severity } from '../../../shared/catalog.ts'

/*
 * What raises alerts, in one form: what a platform said (receive), and what a rule of the user found (ruleState).
 * Texts are fit to be shown; only `personId` is raw and never leaves the core but as a PersonKey.
 */

interface SignalBase {
  /** The same matter, whatever event, namespace or spelling brought it. */
  readonly fingerprint: string
  readonly severity: Severity
  readonly cause: string
  readonly title: string
  readonly school: string
  readonly subject: AlertSubject
  readonly value: string
}

export interface PlatformSignal extends SignalBase {
  /** Public id of the person it is about. */
  readonly personId: string | null
  /** What was said under this id, as a digest: the twin of an alert says it in other words, so each event has its own. */
  readonly content: { readonly event: string; readonly digest: string }
  /** The platform's own time; null where it gives none. */
  readonly saidAtMs: number | null
  /** Number in the event log. */
  readonly seq: number
  /** Another event says the matter better: its words go before these in either order. Absent: no. */
  readonly secondHand?: boolean
  /** What is odd in the event itself, in a sentence. */
  readonly odd?: string
}

export interface RuleSignal extends SignalBase {
  readonly kind: 'rule' | 'no-data'
  readonly ruleId: string
  /** A state whose children fold under it: everything of the platform, or of the namespace, is down. */
  readonly covers: 'target' | 'namespace' | null
}

export type RulePhase = 'pending' | 'firing' | 'recovering' | 'resolved'

/** Where rules and the reading of events report. */
export interface AlertSink {
  receive(signal: PlatformSignal, nowMs: number): void
  /** Only when the phase or what is said changed. */
  ruleState(signal: RuleSignal, phase: RulePhase, nowMs: number): void
}
