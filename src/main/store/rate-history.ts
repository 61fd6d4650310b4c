import { RATE_HISTORY_KEPT_MS, RATE_HISTORY_ROWS_MAX } from '../../shared/limits.ts'
import type { MinuteRate } from '../monitor/rates/minute-rates.ts'
import type { LocalDatabase } from './database.ts'
import { MINUTES_PER_DAY, RateHistoryKeys } from './rate-history-keys.ts'
import type { Shelf } from './rate-history-keys.ts'

export const MINUTE_MS = 60_000
/** Minutes of one shelf that one slice deletes: at most some 4,000 rows, measured below 2 ms. */
const SLICE_MINUTES = 60

/** What is kept of one key and minute. */
export interface KeyMinute {
  readonly minute: number
  readonly keyId: number
  readonly count: number
  /** Seconds of the minute in which its namespace was watched, 0..60. */
  readonly seconds: number
}

export interface MinuteSum {
  readonly minute: number
  readonly count: number
  readonly perSecond: number | null
}

/**
 * Minute rates by target, namespace and event that outlive the run: RATE_HISTORY_KEPT_MS, at most RATE_HISTORY_ROWS_MAX rows.
 * Every method is short (slices), and throws SQLite's error where the database fails.
 */
export class RateHistory {
  readonly #database: LocalDatabase
  readonly #rowsMax: number
  readonly keys: RateHistoryKeys
  #leftOut = 0

  /** @param rowsMax another cap, for tests */
  constructor(database: LocalDatabase, rowsMax = RATE_HISTORY_ROWS_MAX) {
    this.#database = database
    this.#rowsMax = rowsMax
    this.keys = new RateHistoryKeys(database)
  }

  /** What is written outlives the run. */
  get durable(): boolean {
    return this.#database.durable
  }

  /** Rows that were not written, because their shelf has RATE_HISTORY_KEYS_PER_SHELF_MAX names. */
  get leftOut(): number {
    return this.#leftOut
  }

  /** Writes all rows in one transaction, with one write to the disk; rows of the same minute and key add up. All or none. */
  write(rows: readonly MinuteRate[]): void {
    if (rows.length === 0) return
    let leftOut = 0
    try {
      this.#database.transaction(() => {
        const perDay = new Map<number, number>()
        for (const row of rows) {
          const place = this.keys.place(row.targetId, row.namespace, row.event, row.minute)
          if (!place) {
            leftOut++
            continue
          }
          this.#database.run(
            'INSERT INTO minute_rates (shelf_id, minute, key_id, count, bytes, seconds) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count, bytes = bytes + excluded.bytes, seconds = min(60, seconds + excluded.seconds)',
            place.shelf.id, row.minute, place.key.id, row.count, row.bytes, row.seconds,
          )
          const day = Math.floor(row.minute / MINUTES_PER_DAY)
          perDay.set(day, (perDay.get(day) ?? 0) + 1)
        }
        // A row that was added to another counts twice here: at most once a restart.
        for (const [day, count] of perDay) this.#database.run('INSERT INTO rate_days (day, rows) VALUES (?, ?) ON CONFLICT DO UPDATE SET rows = rows + excluded.rows', day, count)
      })
    } catch (error) {
      this.keys.forget()
      throw error
    }
    this.#leftOut += leftOut
  }

  /** Rows of one shelf, fromMinute <= minute < toMinute, by minute. 10,000 take about 9 ms. */
  read(shelf: Shelf, fromMinute: number, toMinute: number): KeyMinute[] {
    // The table is STRICT and this process's own: nothing else can be in its columns.
    return this.#database.all('SELECT minute, key_id AS keyId, count, seconds FROM minute_rates WHERE shelf_id = ? AND minute >= ? AND minute < ?', shelf.id, fromMinute, toMinute) as KeyMinute[]
  }

  /**
   * Per minute the sums of some keys of a shelf: events, and events a second (each key's count by its own seconds).
   * `perSecond` is null where none of them was watched. A day of 60 keys takes about 10 ms.
   */
  sums(shelf: Shelf, keyIds: readonly number[], fromMinute: number, toMinute: number): MinuteSum[] {
    // SQLite's sum() of nulls alone is null, and count / 0 is null.
    return this.#database.all(
      `SELECT minute, sum(count) AS count, sum(count * 1.0 / nullif(seconds, 0)) AS perSecond FROM minute_rates
       WHERE shelf_id = ? AND minute >= ? AND minute < ? AND key_id IN (SELECT value FROM json_each(?)) GROUP BY minute`,
      shelf.id, fromMinute, toMinute, JSON.stringify(keyIds),
    ) as MinuteSum[]
  }

  /** The oldest minute of a shelf; undefined: it has none. */
  oldest(shelf: Shelf): number | undefined {
    const [found] = this.#database.all('SELECT min(minute) AS minute FROM minute_rates WHERE shelf_id = ?', shelf.id) as { minute: number | null }[]
    return found?.minute ?? undefined
  }

  /** From now on nothing of the target is read, whatever happens; trim() deletes its rows. */
  removeOfTarget(targetId: string): void {
    this.keys.retire(targetId)
  }

  /**
   * Deletes one slice of what is too old, too much, or of a removed target.
   * @returns whether there is more: then call it again soon, but let others work in between
   */
  trim(nowMs: number): boolean {
    const [retired] = this.keys.retired
    if (retired) {
      if (!this.#deleteSlice(retired, Number.MAX_SAFE_INTEGER)) this.keys.removeShelf(retired)
      return true
    }
    const before = this.#firstKeptMinute(nowMs)
    for (const shelf of this.keys.shelves) if (this.#deleteSlice(shelf, before)) return true
    const firstDay = Math.floor(before / MINUTES_PER_DAY)
    const [old] = this.#database.all('SELECT day FROM rate_days WHERE day < ? LIMIT 1', firstDay)
    if (old === undefined) return false
    this.#database.transaction(() => {
      this.#database.run('DELETE FROM rate_days WHERE day < ?', firstDay)
      this.keys.removeBefore(firstDay)
    })
    return false
  }

  /** Rows by the days' tally; what a removed target or a part of a day left counts until its day is over. */
  get rows(): number {
    return this.#days().reduce((sum, { rows }) => sum + rows, 0)
  }

  /** By age to the minute, by number of rows by whole days; the newest day is never deleted for its size. */
  #firstKeptMinute(nowMs: number): number {
    let before = Math.floor((nowMs - RATE_HISTORY_KEPT_MS) / MINUTE_MS)
    const days = this.#days()
    let rows = days.reduce((sum, each) => sum + each.rows, 0)
    for (const { day, rows: ofDay } of days.slice(0, -1)) {
      if (rows <= this.#rowsMax) break
      rows -= ofDay
      before = Math.max(before, (day + 1) * MINUTES_PER_DAY)
    }
    return before
  }

  #days(): { day: number; rows: number }[] {
    return this.#database.all('SELECT day, rows FROM rate_days ORDER BY day') as { day: number; rows: number }[]
  }

  /** @returns false when the shelf has no row before the minute */
  #deleteSlice(shelf: Shelf, beforeMinute: number): boolean {
    const oldest = this.oldest(shelf)
    if (oldest === undefined || oldest >= beforeMinute) return false
    this.#database.run('DELETE FROM minute_rates WHERE shelf_id = ? AND minute < ?', shelf.id, Math.min(beforeMinute, oldest + SLICE_MINUTES))
    return true
  }
}
