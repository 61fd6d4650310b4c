import { roster as rosterSchema } from '../../shared/presence.ts'
import type { Roster } from '../../shared/presence.ts'
import { entriesByName, hasRoom } from './database-table.ts'
import type { LocalDatabase } from './database.ts'

/** The rosters that the user keeps. They hold names: nowhere but in the database, encrypted with it where it is. */
export class Rosters {
  readonly #database: LocalDatabase

  constructor(database: LocalDatabase) {
    this.#database = database
  }

  /** By name. One that cannot be read stays in the database and is left out. */
  list(): Roster[] {
    return entriesByName(this.#database, 'rosters', rosterSchema)
  }

  /** Adds or replaces by id. @returns false when there is no room for one more; throws SQLite's error */
  save(roster: Roster): boolean {
    if (!hasRoom(this.#database, 'rosters', roster.id)) return false
    this.#database.run('INSERT OR REPLACE INTO rosters (id, target_id, body) VALUES (?, ?, ?)', roster.id, roster.room.targetId, JSON.stringify(roster))
    return true
  }

  remove(id: string): void {
    this.#database.run('DELETE FROM rosters WHERE id = ?', id)
  }

  /** With a platform go the names that were kept for it. */
  removeOfTarget(targetId: string): void {
    this.#database.run('DELETE FROM rosters WHERE target_id = ?', targetId)
  }
}
