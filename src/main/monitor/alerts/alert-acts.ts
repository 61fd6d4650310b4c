import type { AlertAction } from '../../../shared/alerts.ts'
import type { Severity } from '../../../shared/catalog.ts'
import { ALERT_UNDO_MS } from '../../../shared/limits.ts'
import { note, severityOf } from './alert.ts'
import type { AlertSlot } from './alert.ts'
import type { AlertBook } from './alert-book.ts'

const nextUp: Record<Severity, Severity> = { info: 'warning', warning: 'critical', critical: 'critical' }
const MINUTE_MS = 60_000

export interface ActOutcome {
  readonly changed: number
  /** Why an alert was left as it is; each sentence once. */
  readonly refused: readonly string[]
}

/** What a person does with alerts. Each is in the timeline with who and when; the caller writes the audit log first. */
export function actOn(book: AlertBook, ids: readonly string[], action: AlertAction, who: string, nowMs: number): ActOutcome {
  const refused = new Set<string>()
  let changed = 0
  for (const id of new Set(ids)) {
    const slot = book.slot(id)
    const why = slot ? whyNot(slot, action, nowMs) : 'The alert is not at hand any more.'
    if (!slot || why !== undefined) {
      if (why !== undefined) refused.add(why)
      continue
    }
    act(book, slot, action, who, nowMs)
    book.touched(slot)
    changed++
  }
  return { changed, refused: [...refused] }
}

function whyNot({ alert, undo }: AlertSlot, action: AlertAction, nowMs: number): string | undefined {
  switch (action.kind) {
    case 'undo':
      return undo && nowMs - undo.atMs <= ALERT_UNDO_MS ? undefined : 'There is nothing to undo any more.'
    case 'note':
    case 'false-alarm':
      return undefined
    case 'unacknowledge':
      return alert.care.acknowledgedUntilMs === null && alert.care.snooze === null ? 'Nobody has acknowledged this alert.' : undefined
    case 'acknowledge':
    case 'snooze':
    case 'hand-over':
    case 'escalate':
    case 'resolve':
      return alert.phase === 'resolved' ? 'The alert is resolved already.' : undefined
  }
}

function act(book: AlertBook, slot: AlertSlot, action: AlertAction, who: string, nowMs: number): void {
  const { alert } = slot
  if (action.kind === 'undo') {
    takeBack(book, slot, who, nowMs)
    return
  }
  slot.undo = { atMs: nowMs, who, care: alert.care, phase: alert.phase, resolvedAtMs: alert.resolvedAtMs }
  switch (action.kind) {
    case 'acknowledge': {
      const owner = action.owner ?? who
      alert.care = { ...alert.care, owner, acknowledgedUntilMs: nowMs + action.minutes * MINUTE_MS, snooze: null }
      note(slot, nowMs, 'acknowledged', who, [`${owner}, for ${action.minutes} min`, action.note].filter((part) => part !== '').join(': '))
      break
    }
    case 'unacknowledge':
      alert.care = { ...alert.care, owner: null, acknowledgedUntilMs: null, snooze: null }
      note(slot, nowMs, 'unacknowledged', who, '')
      break
    case 'snooze':
      alert.care = { ...alert.care, snooze: { untilMs: nowMs + action.minutes * MINUTE_MS, count: alert.count, severity: severityOf(alert) }, acknowledgedUntilMs: null }
      note(slot, nowMs, 'snoozed', who, `until it gets worse, at most ${action.minutes} min`)
      break
    case 'hand-over':
      alert.care = { ...alert.care, owner: action.owner, acknowledgedUntilMs: alert.care.acknowledgedUntilMs, snooze: null }
      alert.notes++
      note(slot, nowMs, 'handed-over', who, `to ${action.owner}: ${action.note}`)
      break
    case 'escalate':
      alert.care = { ...alert.care, raisedTo: nextUp[severityOf(alert)], snooze: null, acknowledgedUntilMs: null }
      alert.notes++
      note(slot, nowMs, 'escalated', who, action.note)
      book.tell('escalated', alert, nowMs)
      break
    case 'note':
      alert.notes++
      note(slot, nowMs, 'note', who, action.note)
      break
    case 'false-alarm':
      alert.care = { ...alert.care, falseAlarm: true }
      note(slot, nowMs, 'false-alarm', who, action.note)
      if (alert.kind === 'platform' && alert.phase !== 'resolved') book.resolveByHand(slot, nowMs, who, 'False alarm.')
      break
    case 'resolve':
      book.resolveByHand(slot, nowMs, who, action.note)
      break
  }
}

/** Brings back owner, times and phase; what was written in the timeline stays there. */
function takeBack(book: AlertBook, slot: AlertSlot, who: string, nowMs: number): void {
  const { undo, alert } = slot
  if (!undo) return
  slot.undo = undefined
  if (alert.phase === 'resolved' && undo.phase !== 'resolved') book.unresolve(slot, nowMs)
  alert.care = undo.care
  note(slot, nowMs, 'undone', who, '')
}
