import { savedView } from '../../shared/presence.ts'
import type { SavedView } from '../../shared/presence.ts'
import { entriesByName, hasRoom } from './database-table.ts'
import type { LocalDatabase } from './database.ts'

/** Views of the People list that the user named. Their search texts may be names: they stay in the database. */
export class SavedViews {
  readonly #database: LocalDatabase

  constructor(database: LocalDatabase) {
    this.#database = database
  }

  /** By name. One that cannot be read stays in the database and is left out. */
  list(): SavedView[] {
    return entriesByName(this.#database, 'saved_views', savedView)
  }

  /** Adds or replaces by id. @returns false when there is no room for one more; throws SQLite's error */
  save(view: SavedView): boolean {
    if (!hasRoom(this.#database, 'saved_views', view.id)) return false
    this.#database.run('INSERT OR REPLACE INTO saved_views (id, body) VALUES (?, ?)', view.id, JSON.stringify(view))
    return true
  }

  remove(id: string): void {
    this.#database.run('DELETE FROM saved_views WHERE id = ?', id)
  }

  /** Views of this platform, or of a room of it: they would show nobody any more. */
  removeOfTarget(targetId: string): void {
    for (const { id, query } of this.list()) if (query.targetId === targetId || query.room?.targetId === targetId) this.remove(id)
  }
}
