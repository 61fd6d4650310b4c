import type { AlertEntry, AlertKind, AlertRow, AlertState, AlertSubject } from '../../../shared/alerts.ts'
import type { Severity } from '../../../shared/catalog.ts'
import { ALERT_ENTRIES_MAX, ALERT_ODDITIES_MAX } from '../../../shared/limits.ts'

export type AlertPhase = 'pending' | 'firing' | 'recovering' | 'resolved'

/** What an action of a person can change, and undo brings back. */
export interface AlertCare {
  owner: string | null
  acknowledgedUntilMs: number | null
  snooze: { readonly untilMs: number; readonly count: number; readonly severity: Severity } | null
  falseAlarm: boolean
  /** By escalation; the signal's own severity is `baseSeverity`. */
  raisedTo: Severity | null
}

/** One alert as the core keeps it; all of it is plain data, so that it can be stored as JSON. */
export interface Alert {
  readonly id: string
  readonly fingerprint: string
  readonly kind: AlertKind
  phase: AlertPhase
  baseSeverity: Severity
  cause: string
  title: string
  school: string
  subject: AlertSubject
  personId: string | null
  readonly ruleId: string | null
  covers: 'target' | 'namespace' | null
  value: string
  readonly startedAtMs: number
  firedAtMs: number | null
  lastAtMs: number
  resolvedAtMs: number | null
  count: number
  care: AlertCare
  silencedBy: readonly string[]
  silencedUntilMs: number | null
  parentId: string | null
  oddities: readonly string[]
  notes: number
  seq: number | null
  /** Event -> digest of what it said under this id, at most a few. */
  contents: Readonly<Record<string, string>>
  /** Its words are of an event that tells of the matter of another: that one's go before them. Absent: no. */
  secondHand?: boolean
}

/** What is kept in memory beside the alert. */
export interface AlertSlot {
  readonly alert: Alert
  readonly entries: AlertEntry[]
  entriesLeftOut: number
  /** Entries that the store has not written yet. */
  readonly unwritten: AlertEntry[]
  undo: { readonly atMs: number; readonly who: string; readonly care: AlertCare; readonly phase: AlertPhase; readonly resolvedAtMs: number | null } | undefined
}

export const noCare: AlertCare = { owner: null, acknowledgedUntilMs: null, snooze: null, falseAlarm: false, raisedTo: null }

const rank: Record<Severity, number> = { critical: 0, warning: 1, info: 2 }

/** Below 0: a is worse than b. */
export function compareSeverity(a: Severity, b: Severity): number {
  return rank[a] - rank[b]
}

/** As somebody sees it: its own, or what a person raised it to. */
export function severityOf({ baseSeverity, care: { raisedTo } }: Alert): Severity {
  return raisedTo !== null && compareSeverity(raisedTo, baseSeverity) < 0 ? raisedTo : baseSeverity
}

/** What somebody sees: who has it goes before how it is. */
export function stateOf({ phase, silencedBy, care }: Alert): AlertState {
  if (phase === 'resolved' || phase === 'pending') return phase
  if (silencedBy.length > 0) return 'silenced'
  if (care.snooze !== null) return 'snoozed'
  if (care.acknowledgedUntilMs !== null) return 'acknowledged'
  return phase === 'recovering' ? 'recovering' : 'open'
}

/** Fires and waits for somebody: what a badge counts, a sound is for and a flood is made of. */
export function isOpen(alert: Alert): boolean {
  return stateOf(alert) === 'open' && alert.parentId === null
}

/** As a list shows it. @param children how many fold under it @param person as masked; null: nobody is known */
export function rowOf(alert: Alert, children: number, person: AlertRow['person']): AlertRow {
  const { id, fingerprint, kind, cause, title, school, subject, ruleId, value, startedAtMs, firedAtMs, lastAtMs, resolvedAtMs, count, care, silencedBy, silencedUntilMs, parentId, oddities, notes, seq } = alert
  return {
    id, fingerprint, kind, state: stateOf(alert), severity: severityOf(alert), cause, title, school, subject, person, ruleId, value,
    startedAtMs, firedAtMs, lastAtMs, resolvedAtMs, count,
    owner: care.owner, acknowledgedUntilMs: care.acknowledgedUntilMs, snoozedUntilMs: care.snooze?.untilMs ?? null,
    silencedBy: [...silencedBy], silencedUntilMs, parentId, children, falseAlarm: care.falseAlarm, notes, oddities: [...oddities], seq,
  }
}

/** Adds to the timeline; the oldest entry leaves memory, not the database. */
export function note(slot: AlertSlot, atMs: number, what: AlertEntry['what'], who: string | null, text: string): void {
  const entry: AlertEntry = { atMs, what, who, text }
  slot.entries.push(entry)
  slot.unwritten.push(entry)
  if (slot.entries.length > ALERT_ENTRIES_MAX) {
    slot.entries.shift()
    slot.entriesLeftOut++
  }
}

/** Each oddity once, the first few: a server that is always wrong says the same for ever. */
export function noteOddity(slot: AlertSlot, atMs: number, sentence: string): void {
  const { alert } = slot
  if (alert.oddities.includes(sentence) || alert.oddities.length >= ALERT_ODDITIES_MAX) return
  alert.oddities = [...alert.oddities, sentence]
  note(slot, atMs, 'odd', null, sentence)
}
