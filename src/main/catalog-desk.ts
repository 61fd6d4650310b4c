import type { Catalog } from '../shared/catalog.ts'
import type { Handlers } from './requests.ts'
import type { LocalDatabase } from './store/database.ts'

export interface CatalogDeskParts {
  readonly database: LocalDatabase
  /** Those that come with the app. */
  readonly builtIn: readonly Catalog[]
  readonly now: () => number
  /** Platforms that use a catalog, by name. */
  readonly usedBy: (catalogId: string) => readonly string[]
  /** A catalog was added or replaced: whoever reads by it is told. */
  readonly onSaved: (catalog: Catalog) => void
}

/** Catalogs that the user added, beside those of the app. */
export class CatalogDesk {
  readonly #parts: CatalogDeskParts

  constructor(parts: CatalogDeskParts) {
    this.#parts = parts
  }

  /** All of them: the app's and the user's; changes with saves. */
  get catalogs(): readonly Catalog[] {
    return this.#parts.builtIn
  }

  handlers(): Pick<Handlers, 'catalogs:list' | 'catalogs:get' | 'catalogs:save' | 'catalogs:remove'> {
    throw new Error(`not built yet ${this.#parts.now()}`)
  }
}
