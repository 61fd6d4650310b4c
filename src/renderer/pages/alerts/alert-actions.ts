import { ArrowUpFromLine, BellOff, CheckCheck, CircleSlash, Hand, RotateCcw, UserRoundPlus, AlarmClock, ClockPlus, type LucideIcon } from 'lucide-react'
import type { AlertRow } from '../../../shared/alerts.ts'
import { openDialog, type AlertAsk } from '../../state/view-store.ts'
import { acknowledgeNow, doToAlerts, silencePrefill } from './alert-done.ts'

/** Something that can be done with the chosen alerts. */
export interface AlertChoice {
  readonly key: AlertAsk | 'acknowledge-now' | 'unacknowledge' | 'silence'
  readonly label: string
  /** Single key in the list. */
  readonly press: string | null
  readonly icon: LucideIcon
  /** Why not, in a sentence; null: it can be chosen. */
  readonly reason: string | null
  readonly run: () => void
}

/** What can be done with alerts. Only acknowledging and giving back act at once, and both can be undone; all else asks first. */
export function alertChoices(rows: readonly AlertRow[]): readonly AlertChoice[] {
  const ids = rows.map((row) => row.id)
  const ruleIds = [...new Set(rows.flatMap((row) => (row.ruleId === null ? [] : [row.ruleId])))]
  const none = rows.length === 0 ? 'Choose an alert first.' : null
  const over = none ?? (rows.every((row) => row.state === 'resolved') ? 'Resolved already.' : null)
  const taken = over ?? (rows.some((row) => row.acknowledgedUntilMs !== null || row.snoozedUntilMs !== null) ? null : 'Nobody has acknowledged or snoozed it.')
  const ask = (what: AlertAsk) => (): void => { openDialog({ name: 'alert-act', ask: what, ids, ruleIds }) }
  return [
    { key: 'acknowledge-now', label: 'Acknowledge', press: 'a', icon: Hand, reason: over, run: () => { void acknowledgeNow(ids) } },
    { key: 'snooze', label: 'Snooze until worse…', press: null, icon: AlarmClock, reason: over, run: ask('snooze') },
    { key: 'silence', label: 'Silence…', press: 's', icon: BellOff, reason: none, run: () => { openDialog({ name: 'silence', prefill: silencePrefill(rows) }) } },
    { key: 'hand-over', label: 'Hand over…', press: null, icon: UserRoundPlus, reason: over, run: ask('hand-over') },
    { key: 'escalate', label: 'Escalate…', press: 'e', icon: ArrowUpFromLine, reason: over, run: ask('escalate') },
    { key: 'resolve', label: 'Resolve…', press: null, icon: CheckCheck, reason: over, run: ask('resolve') },
    { key: 'false-alarm', label: 'False alarm…', press: null, icon: CircleSlash, reason: none ?? (rows.every((row) => row.falseAlarm) ? 'Called a false alarm already.' : null), run: ask('false-alarm') },
    { key: 'acknowledge', label: 'Acknowledge for…', press: null, icon: ClockPlus, reason: over, run: ask('acknowledge') },
    { key: 'unacknowledge', label: 'Give back', press: null, icon: RotateCcw, reason: taken, run: () => { void doToAlerts(ids, { kind: 'unacknowledge' }) } },
  ]
}
