import { catalogSchema } from '../../shared/catalog.ts'
import type { Catalog } from '../../shared/catalog.ts'
import { USER_CATALOGS_MAX } from '../../shared/limits.ts'
import { readBody } from './database-table.ts'
import type { LocalDatabase } from './database.ts'

export interface UserCatalog {
  readonly catalog: Catalog
  readonly savedAtMs: number
}

/** Catalogs that the user keeps. They are read once, at the start; one that cannot be read stays in the database, untouched, and is counted. */
export class UserCatalogs {
  readonly #database: LocalDatabase
  readonly #catalogs = new Map<string, UserCatalog>()
  /** Ids of rows that could not be read. */
  readonly #unreadable = new Set<string>()

  /** @param builtIn ids that belong to the app: a row of such an id (of a version without that catalog) is not used */
  constructor(database: LocalDatabase, builtIn: ReadonlySet<string>) {
    this.#database = database
    for (const raw of database.all('SELECT id, saved_at_ms, body FROM user_catalogs ORDER BY id')) {
      const { id, saved_at_ms: savedAtMs } = raw as { id: string; saved_at_ms: number }
      const catalog = readBody(catalogSchema, raw)
      if (catalog && catalog.id === id && !builtIn.has(id)) this.#catalogs.set(id, { catalog, savedAtMs })
      else this.#unreadable.add(id)
    }
  }

  /** By name. */
  list(): UserCatalog[] {
    return [...this.#catalogs.values()].sort((a, b) => a.catalog.name.localeCompare(b.catalog.name))
  }

  get(id: string): UserCatalog | undefined {
    return this.#catalogs.get(id)
  }

  get unreadable(): number {
    return this.#unreadable.size
  }

  /** Adds or replaces by id, an unreadable one as well. @returns false when there is no room for one more; throws SQLite's error */
  save(catalog: Catalog, savedAtMs: number): boolean {
    const isNew = !this.#catalogs.has(catalog.id) && !this.#unreadable.has(catalog.id)
    if (isNew && this.#catalogs.size + this.#unreadable.size >= USER_CATALOGS_MAX) return false
    this.#database.run('INSERT OR REPLACE INTO user_catalogs (id, saved_at_ms, body) VALUES (?, ?, ?)', catalog.id, savedAtMs, JSON.stringify(catalog))
    this.#unreadable.delete(catalog.id)
    this.#catalogs.set(catalog.id, { catalog, savedAtMs })
    return true
  }

  remove(id: string): void {
    this.#database.run('DELETE FROM user_catalogs WHERE id = ?', id)
    this.#catalogs.delete(id)
  }
}
