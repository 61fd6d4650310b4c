import { silence } from '../../shared/alerts.ts'
import type { Silence } from '../../shared/alerts.ts'
import { ALERTS_KEPT_MS } from '../../shared/limits.ts'
import { readBody } from './database-table.ts'
import type { LocalDatabase } from './database.ts'

/** Expired ones at hand, the newest; the others are in the database. */
export const EXPIRED_KEPT = 50

/** The user's silences, one row each; expired ones stay for as long as alerts do. Throws SQLite's errors. */
export class SilenceStore {
  readonly #database: LocalDatabase
  /** Rows that this version cannot read: they stay, and are counted. */
  unreadable = 0

  constructor(database: LocalDatabase) {
    this.#database = database
  }

  /** Active, coming, and the newest expired ones. */
  load(nowMs: number): Silence[] {
    const rows = [
      ...this.#database.all('SELECT body FROM silences WHERE ends_at_ms > ? ORDER BY ends_at_ms', nowMs),
      ...this.#database.all('SELECT body FROM silences WHERE ends_at_ms <= ? ORDER BY ends_at_ms DESC LIMIT ?', nowMs, EXPIRED_KEPT),
    ]
    const silences = rows.map((raw) => readBody(silence, raw)).filter((each) => each !== undefined)
    this.unreadable = rows.length - silences.length
    return silences
  }

  /** Adds, or replaces by id. */
  save(value: Silence): void {
    this.#database.run('INSERT INTO silences (id, ends_at_ms, body) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET ends_at_ms = excluded.ends_at_ms, body = excluded.body', value.id, Math.trunc(value.endsAtMs), JSON.stringify(value))
  }

  /** Those that ended longer ago than alerts are kept. */
  deleteOld(nowMs: number): void {
    this.#database.run('DELETE FROM silences WHERE ends_at_ms < ?', nowMs - ALERTS_KEPT_MS)
  }
}
