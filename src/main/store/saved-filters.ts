import { savedFilter } from '../../shared/feed-tools.ts'
import type { SavedFilter } from '../../shared/feed-tools.ts'
import { FILTER_HISTORY_MAX } from '../../shared/limits.ts'
import { entriesByName, hasRoom } from './database-table.ts'
import type { LocalDatabase } from './database.ts'

/** Filters of the feed that the user named, and the texts that were used. Both may hold names: they stay in the database. */
export class SavedFilters {
  readonly #database: LocalDatabase

  constructor(database: LocalDatabase) {
    this.#database = database
  }

  /** By name. One that cannot be read stays in the database and is left out. */
  list(): SavedFilter[] {
    return entriesByName(this.#database, 'saved_filters', savedFilter)
  }

  /** Adds or replaces by id. @returns false when there is no room for one more; throws SQLite's error */
  save(filter: SavedFilter): boolean {
    if (!hasRoom(this.#database, 'saved_filters', filter.id)) return false
    this.#database.run('INSERT OR REPLACE INTO saved_filters (id, body) VALUES (?, ?)', filter.id, JSON.stringify(filter))
    return true
  }

  remove(id: string): void {
    this.#database.run('DELETE FROM saved_filters WHERE id = ?', id)
  }

  /** Texts, newest first, each once. */
  history(): string[] {
    return this.#database.all('SELECT text FROM filter_history ORDER BY used_at_ms DESC, rowid DESC LIMIT ?', FILTER_HISTORY_MAX).flatMap((raw) => (isText(raw) ? [raw.text] : []))
  }

  /** The text becomes the newest; the oldest beyond FILTER_HISTORY_MAX go. Throws SQLite's error. */
  used(text: string, nowMs: number): void {
    // A clock that was set back does not make the newest text an old one.
    this.#database.run('INSERT OR REPLACE INTO filter_history (text, used_at_ms) VALUES (?, max(?, (SELECT coalesce(max(used_at_ms), 0) FROM filter_history)))', text, Math.trunc(nowMs))
    this.#database.run('DELETE FROM filter_history WHERE rowid NOT IN (SELECT rowid FROM filter_history ORDER BY used_at_ms DESC, rowid DESC LIMIT ?)', FILTER_HISTORY_MAX)
  }

  forgetHistory(): void {
    this.#database.run('DELETE FROM filter_history')
  }
}

function isText(raw: unknown): raw is { readonly text: string } {
  return typeof raw === 'object' && raw !== null && 'text' in raw && typeof raw.text === 'string'
}
