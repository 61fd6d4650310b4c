import type { AlertFilter } from '../../shared/alerts.ts'
import type { Answer, Args } from '../../shared/ipc.ts'
import { counted } from '../answers.ts'
import { FileExport } from '../feed-export/file-export.ts'
import type { FileExportParts } from '../feed-export/file-export.ts'
import { between } from '../feed-export/piece.ts'
import type { Piece } from '../feed-export/piece.ts'
import { severityOf, stateOf } from '../monitor/alerts/alert.ts'
import type { Alert } from '../monitor/alerts/alert.ts'
import type { AlertBook } from '../monitor/alerts/alert-book.ts'
import { alertTest } from '../monitor/alerts/alert-list.ts'
import { shownPerson } from '../monitor/event-row.ts'
import { csvOf } from '../store/audit-csv.ts'
import type { AlertStore } from '../store/alert-store.ts'

export interface AlertExportParts extends FileExportParts {
  readonly book: AlertBook
  readonly store: AlertStore
}

/** Fields of a row, in order; the person is masked, times are ISO 8601, UTC. */
export const ALERT_EXPORT_FIELDS = [
  'id', 'kind', 'state', 'severity', 'cause', 'title', 'school', 'namespace', 'event', 'room', 'role', 'person', 'rule', 'value', 'count', 'started', 'fired', 'last', 'resolved',
  'owner', 'acknowledgedUntil', 'snoozedUntil', 'silencedUntil', 'parent', 'falseAlarm', 'notes', 'oddities',
] as const

/** Writes alerts to a file: what is at hand and what only the database has. */
export class AlertExport {
  readonly #parts: AlertExportParts
  readonly #files: FileExport

  constructor(parts: AlertExportParts) {
    this.#parts = parts
    this.#files = new FileExport({ name: 'alerts', action: 'export alerts', busy: 'An export of alerts is being written already.', notDone: 'The alerts were not exported.', countOf: (entries) => counted(entries, 'alert') }, parts)
  }

  /** Asks where to, and answers when it is written. null: the user chose no file. */
  start({ format, filter }: Args<'alerts:export'>): Promise<Answer<'alerts:export'>> {
    return this.#files.start(format, () => ({ total: 0, scope: `alerts as ${format}, names masked`, pieces: () => this.#pieces(format, filter) }))
  }

  /** The app ends: a running export is given up, and its part removed. */
  close(): void {
    this.#files.close()
  }

  *#pieces(format: 'csv' | 'ndjson', filter: AlertFilter): Generator<Piece> {
    if (format === 'csv') yield between(csvOf([ALERT_EXPORT_FIELDS]))
    for (const alert of this.#matching(filter)) {
      const fields = exported(alert)
      yield { text: format === 'csv' ? csvOf([ALERT_EXPORT_FIELDS.map((field) => cellOf(fields[field]))]) : `${JSON.stringify(fields)}\n`, events: 1, shortened: false }
    }
  }

  /** In the order in which they began; of what is at hand as it is now, which may not be on the disk yet. */
  *#matching(filter: AlertFilter): Generator<Alert> {
    const { book, store, osUser } = this.#parts
    const fits = alertTest(filter, osUser)
    const atHand = new Map([...book.all].map(({ alert }) => [alert.id, alert]))
    // Only resolved ones are ever in the database alone.
    if (filter.states.includes('resolved')) {
      for (const stored of store.all()) {
        const alert = atHand.get(stored.id) ?? stored
        atHand.delete(stored.id)
        if (fits(alert)) yield alert
      }
    }
    for (const alert of [...atHand.values()].sort((a, b) => a.startedAtMs - b.startedAtMs)) if (fits(alert)) yield alert
  }
}

type Cell = string | number | boolean | null | readonly string[]

function exported(alert: Alert): Record<(typeof ALERT_EXPORT_FIELDS)[number], Cell> {
  const { id, kind, cause, title, school, subject, personId, ruleId, value, count, startedAtMs, firedAtMs, lastAtMs, resolvedAtMs, care, silencedUntilMs, parentId, notes, oddities } = alert
  return {
    id, kind, state: stateOf(alert), severity: severityOf(alert), cause, title, school, namespace: subject.namespace, event: subject.event, room: subject.room, role: subject.role,
    person: personId === null ? null : shownPerson(personId), rule: ruleId, value, count, started: isoOf(startedAtMs), fired: isoOf(firedAtMs), last: isoOf(lastAtMs), resolved: isoOf(resolvedAtMs),
    owner: care.owner, acknowledgedUntil: isoOf(care.acknowledgedUntilMs), snoozedUntil: isoOf(care.snooze?.untilMs ?? null), silencedUntil: isoOf(silencedUntilMs), parent: parentId, falseAlarm: care.falseAlarm, notes, oddities,
  }
}

function cellOf(cell: Cell): string {
  if (cell === null) return ''
  return typeof cell === 'object' ? cell.join(' ') : String(cell)
}

function isoOf(ms: number | null): string | null {
  return ms === null || Math.abs(ms) > 8.64e15 ? null : new Date(ms).toISOString()
}
