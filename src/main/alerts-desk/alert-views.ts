import type { AlertDetail, AlertFilter, AlertList, AlertRow, AlertRule } from '../../shared/alerts.ts'
import type { Answer } from '../../shared/ipc.ts'
import { EVIDENCE_AFTER_MS, EVIDENCE_BEFORE_MS } from '../../shared/limits.ts'
import { messageOf } from '../../shared/message-of.ts'
import { failure } from '../answers.ts'
import { rowOf } from '../monitor/alerts/alert.ts'
import type { Alert } from '../monitor/alerts/alert.ts'
import type { AlertBook } from '../monitor/alerts/alert-book.ts'
import { listAlerts } from '../monitor/alerts/alert-list.ts'
import { shownPerson } from '../monitor/event-row.ts'
import type { Monitor } from '../monitor/monitor.ts'
import type { AlertStore, KeptAlert } from '../store/alert-store.ts'
import type { AlertEvidence } from '../store/alert-store-body.ts'

export interface AlertViewsParts {
  readonly monitor: Monitor
  readonly book: AlertBook
  readonly store: AlertStore
  /** Evidence that is not in the database yet. */
  readonly evidence: (alertId: string) => AlertEvidence | undefined
  readonly rule: (ruleId: string) => AlertRule | undefined
  readonly osUser: string
  readonly startedAtMs: number
  readonly now: () => number
}

/** Alerts as the window sees them: the inbox, and one alert whole. */
export class AlertViews {
  readonly #parts: AlertViewsParts

  constructor(parts: AlertViewsParts) {
    this.#parts = parts
  }

  list(filter: AlertFilter): AlertList {
    return listAlerts(this.#parts.book, filter, this.#parts.osUser, (alert) => this.personOf(alert))
  }

  get(id: string): Answer<'alerts:get'> {
    const { book, store } = this.#parts
    try {
      const slot = book.slot(id) ?? store.get(id)
      if (!slot) return failure('This alert is not there any more.', 'Resolved alerts are kept for a year.')
      // Numbers of the log mean other events in every run.
      return { ok: true, value: this.#detail(slot, book.slot(id) ? slot.alert.seq : null) }
    } catch (error) {
      return failure('The alert could not be read from the local database.', 'Try again. Start Rollcall anew if it does not get better.', messageOf(error))
    }
  }

  /** By whom it is about: as lists of people show them; where they are not at hand (after a restart, for example) by their id. null: nobody, or the platform is gone. */
  personOf({ personId, subject: { targetId } }: Alert): AlertRow['person'] {
    if (personId === null || personId === '' || !this.#hasTarget(targetId)) return null
    const key = { targetId, personId: personId.slice(0, 320) }
    const row = this.#parts.monitor.people.row(key)
    return row ? { key: row.key, label: row.name === '' ? shownPerson(personId) : row.name } : { key, label: shownPerson(personId) }
  }

  #detail({ alert, entries, entriesLeftOut }: KeptAlert, seq: number | null): AlertDetail {
    const { book, rule, monitor } = this.#parts
    const children = book.childrenOf(alert.id)
    const parent = alert.parentId === null ? undefined : book.slot(alert.parentId)
    const person = this.personOf(alert)
    return {
      row: { ...rowOf(alert, children.length, person), seq },
      timeline: [...entries],
      entriesLeftOut,
      evidence: this.#evidence(alert),
      children: children.map((child) => rowOf(child.alert, 0, this.personOf(child.alert))),
      parent: parent ? rowOf(parent.alert, book.childrenOf(parent.alert.id).length, this.personOf(parent.alert)) : null,
      rule: alert.ruleId === null ? null : (rule(alert.ruleId) ?? null),
      open: {
        person: person && monitor.people.row(person.key) ? person.key : null,
        room: this.#roomOf(alert),
        seq: seq !== null && monitor.feed.find(seq) ? seq : null,
      },
    }
  }

  #evidence(alert: Alert): AlertEvidence {
    const kept = this.#parts.evidence(alert.id) ?? this.#storedEvidence(alert.id)
    if (kept) return kept
    const atMs = alert.firedAtMs ?? alert.startedAtMs
    return { events: [], leftOut: 0, fromMs: atMs - EVIDENCE_BEFORE_MS, toMs: atMs + EVIDENCE_AFTER_MS, complete: this.#parts.now() > atMs + EVIDENCE_AFTER_MS }
  }

  #storedEvidence(alertId: string): AlertEvidence | undefined {
    const stored = this.#parts.store.evidence(alertId)
    if (!stored || stored.toMs > this.#parts.startedAtMs) return stored
    // Events of an earlier run: their numbers would open others of this one.
    return { ...stored, events: stored.events.map((event, index) => ({ ...event, seq: -1 - index })) }
  }

  #roomOf({ subject: { targetId, namespace, room } }: Alert): AlertDetail['open']['room'] {
    if (namespace === null || room === null) return null
    return this.#parts.monitor.rooms.located({ targetId, namespace, room }) ? { targetId, namespace, room } : null
  }

  #hasTarget(targetId: string): boolean {
    return this.#parts.monitor.targets().some(({ settings }) => settings.id === targetId)
  }
}
