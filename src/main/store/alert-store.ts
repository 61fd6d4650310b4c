import { ALERT_ENTRIES_MAX, ALERTS_KEPT_MS, ALERTS_RESOLVED_KEPT_MAX } from '../../shared/limits.ts'
import type { AlertEntry } from '../../shared/alerts.ts'
import type { Alert, AlertSlot } from '../monitor/alerts/alert.ts'
import { readAlert, readEntry, readEvidence } from './alert-store-body.ts'
import type { AlertEvidence } from './alert-store-body.ts'
import type { LocalDatabase } from './database.ts'

/** Entries that only say "again" are written at most so many of one alert at a time: one that comes a thousand times a second is one row, not a full disk. */
export const REPEATS_WRITTEN_MAX = 5
/** Rows of an alert behind which "again" is forgotten; what people did stays. */
const REPEATS_KEPT = 1_000
/** Alerts that one slice of retention deletes, and that one page of an export reads. */
const SLICE = 200

/** An alert as it was kept, with the newest entries of its timeline, oldest first. */
export interface KeptAlert {
  readonly alert: Alert
  readonly entries: readonly AlertEntry[]
  /** Older entries, which only the database has. */
  readonly entriesLeftOut: number
}

export interface LoadedAlerts {
  /** Resolved ones first, each part oldest first: the order for AlertBook.load. */
  readonly kept: readonly KeptAlert[]
  /** Alerts or entries that this version cannot read; they stay in the database. */
  readonly unreadable: number
}

/**
 * Alerts, their timelines and their evidence in the database: all of them, also those that are not at hand any more. Each
 * method is one short piece of work, and throws SQLite's error where the database fails.
 */
export class AlertStore {
  readonly #database: LocalDatabase

  constructor(database: LocalDatabase) {
    this.#database = database
  }

  /** All that are not resolved, and the newest resolved ones, with their newest entries. */
  load(resolvedMax = ALERTS_RESOLVED_KEPT_MAX): LoadedAlerts {
    const newestResolved = "SELECT id FROM alerts WHERE phase = 'resolved' ORDER BY last_at_ms DESC LIMIT ?"
    const resolved = this.#database.all(`SELECT body FROM alerts WHERE id IN (${newestResolved}) ORDER BY last_at_ms, rowid`, resolvedMax)
    const active = this.#database.all("SELECT body FROM alerts WHERE phase <> 'resolved' ORDER BY rowid")
    const alerts = [...resolved, ...active].map(readAlert)
    const timelines = this.#timelines(`a.phase <> 'resolved' OR a.id IN (${newestResolved})`, resolvedMax)
    return {
      kept: alerts.filter((alert) => alert !== undefined).map((alert) => withTimeline(alert, timelines.of.get(alert.id))),
      unreadable: alerts.filter((alert) => alert === undefined).length + timelines.unreadable,
    }
  }

  /** One alert that is not at hand any more. */
  get(id: string): KeptAlert | undefined {
    const alert = readAlert(this.#database.all('SELECT body FROM alerts WHERE id = ?', id)[0])
    return alert && withTimeline(alert, this.#timelines('a.id = ?', id).of.get(id))
  }

  /**
   * Alerts with their new entries, and what ended before it fired: all of it is on the disk when this returns, or nothing is.
   * `unwritten` of the slots is emptied then. Two statements however many they are.
   */
  write(slots: readonly AlertSlot[], forgotten: readonly string[] = []): void {
    if (slots.length === 0 && forgotten.length === 0) return
    const alerts = slots.map(({ alert }) => ({ id: alert.id, fingerprint: alert.fingerprint, target: alert.subject.targetId, phase: alert.phase, started: alert.startedAtMs, last: alert.lastAtMs, body: JSON.stringify(alert) }))
    const entries = slots.flatMap(newRows)
    this.#database.transaction(() => {
      if (alerts.length > 0) {
        this.#database.run(
          `INSERT INTO alerts (id, fingerprint, target_id, phase, started_at_ms, last_at_ms, body)
           SELECT value ->> 'id', value ->> 'fingerprint', value ->> 'target', value ->> 'phase', CAST(value ->> 'started' AS INTEGER), CAST(value ->> 'last' AS INTEGER), value ->> 'body' FROM json_each(?) WHERE true
           ON CONFLICT (id) DO UPDATE SET target_id = excluded.target_id, phase = excluded.phase, last_at_ms = excluded.last_at_ms, body = excluded.body`,
          JSON.stringify(alerts),
        )
      }
      if (entries.length > 0) {
        this.#database.run(
          `INSERT OR REPLACE INTO alert_entries (alert_id, n, at_ms, what, who, text)
           SELECT value ->> 0, CAST(value ->> 1 AS INTEGER), CAST(value ->> 2 AS INTEGER), value ->> 3, value ->> 4, value ->> 5 FROM json_each(?)`,
          JSON.stringify(entries),
        )
      }
      for (const slot of slots) this.#forgetRepeats(slot)
      if (forgotten.length > 0) this.#database.run('DELETE FROM alerts WHERE id IN (SELECT value FROM json_each(?))', JSON.stringify(forgotten))
    })
    for (const { unwritten } of slots) unwritten.length = 0
  }

  /** Evidence that is complete; of an alert that is not in the database any more it is left out. */
  writeEvidence(all: readonly { readonly alertId: string; readonly evidence: AlertEvidence }[]): void {
    if (all.length === 0) return
    this.#database.run(
      'INSERT OR REPLACE INTO alert_evidence (alert_id, body) SELECT a.id, e.value ->> 1 FROM json_each(?) e JOIN alerts a ON a.id = e.value ->> 0',
      JSON.stringify(all.map(({ alertId, evidence }) => [alertId, JSON.stringify(evidence)])),
    )
  }

  evidence(alertId: string): AlertEvidence | undefined {
    return readEvidence(this.#database.all('SELECT body FROM alert_evidence WHERE alert_id = ?', alertId)[0])
  }

  /** Deletes some resolved alerts that are older than they are kept. @returns whether there may be more */
  deleteOld(nowMs: number): boolean {
    const old = this.#database.all("SELECT id FROM alerts WHERE phase = 'resolved' AND last_at_ms < ? LIMIT ?", nowMs - ALERTS_KEPT_MS, SLICE) as { id: string }[]
    if (old.length > 0) this.#database.run('DELETE FROM alerts WHERE id IN (SELECT value FROM json_each(?))', JSON.stringify(old.map(({ id }) => id)))
    return old.length === SLICE
  }

  /** Every readable alert, in the order in which they began, read page by page while it is iterated. */
  *all(): Generator<Alert> {
    for (let after = 0; ; ) {
      const page = this.#database.all('SELECT rowid AS place, body FROM alerts WHERE rowid > ? ORDER BY rowid LIMIT ?', after, SLICE) as { place: number }[]
      const last = page.at(-1)
      if (!last) return
      after = last.place
      for (const raw of page) {
        const alert = readAlert(raw)
        if (alert) yield alert
      }
    }
  }

  #timelines(where: string, value: string | number): { readonly of: Map<string, { readonly entries: AlertEntry[]; readonly next: number }>; readonly unreadable: number } {
    const rows = this.#database.all(
      `SELECT e.alert_id, e.n, e.at_ms, e.what, e.who, e.text FROM alerts a JOIN alert_entries e ON e.alert_id = a.id
       WHERE (${where}) AND e.n > (SELECT max(n) FROM alert_entries WHERE alert_id = a.id) - ? ORDER BY e.alert_id, e.n`,
      value, ALERT_ENTRIES_MAX,
    )
    const of = new Map<string, { readonly entries: AlertEntry[]; next: number }>()
    let unreadable = 0
    for (const raw of rows) {
      const row = readEntry(raw)
      if (!row) {
        unreadable++
        continue
      }
      const timeline = of.get(row.alertId) ?? { entries: [], next: 0 }
      of.set(row.alertId, timeline)
      timeline.entries.push(row.entry)
      timeline.next = row.n + 1
    }
    return { of, unreadable }
  }

  #forgetRepeats({ alert, entries, entriesLeftOut, unwritten }: AlertSlot): void {
    const next = entriesLeftOut + entries.length
    // Only when it passes a hundred: deleting has its price.
    if (next > REPEATS_KEPT && Math.floor(next / 100) > Math.floor((next - unwritten.length) / 100)) this.#database.run("DELETE FROM alert_entries WHERE alert_id = ? AND n < ? AND what = 'repeated'", alert.id, next - REPEATS_KEPT)
  }
}

/** Entries are numbered from the beginning of the alert's life, so they go on after a restart and after a part was left out. */
function newRows({ alert, entries, entriesLeftOut, unwritten }: AlertSlot): (readonly [string, number, number, string, string | null, string])[] {
  const first = entriesLeftOut + entries.length - unwritten.length
  let repeats = unwritten.reduce((count, { what }) => count + Number(what === 'repeated'), 0)
  return unwritten.flatMap(({ atMs, what, who, text }, index) => {
    if (what === 'repeated' && repeats-- > REPEATS_WRITTEN_MAX) return []
    return [[alert.id, first + index, Math.trunc(atMs), what, who, text] as const]
  })
}

function withTimeline(alert: Alert, timeline: { readonly entries: readonly AlertEntry[]; readonly next: number } | undefined): KeptAlert {
  const entries = timeline?.entries ?? []
  return { alert, entries, entriesLeftOut: Math.max(0, (timeline?.next ?? 0) - entries.length) }
}
