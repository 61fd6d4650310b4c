import type { Catalog } from '../shared/catalog.ts'
import type { Answer, Failure } from '../shared/ipc.ts'
import { USER_CATALOGS_MAX } from '../shared/limits.ts'
import { messageOf } from '../shared/message-of.ts'
import type { CatalogEntry } from '../shared/user-catalogs.ts'
import { failure } from './answers.ts'
import { checkCatalog } from './catalog-check.ts'
import type { Handlers } from './requests.ts'
import type { LocalDatabase } from './store/database.ts'
import { UserCatalogs } from './store/user-catalogs.ts'

export interface CatalogDeskParts {
  readonly database: LocalDatabase
  /** Those that come with the app. */
  readonly builtIn: readonly Catalog[]
  readonly now: () => number
  /** Platforms that use a catalog, by name. */
  readonly usedBy: (catalogId: string) => readonly string[]
  /** A catalog was added, or takes the place of `before`: whoever reads by it is told. */
  readonly onSaved: (catalog: Catalog, before: Catalog | undefined) => void
}

/** Catalogs that the user added, beside those of the app. */
export class CatalogDesk {
  readonly #parts: CatalogDeskParts
  readonly #own: UserCatalogs

  constructor(parts: CatalogDeskParts) {
    this.#parts = parts
    this.#own = new UserCatalogs(parts.database, new Set(parts.builtIn.map(({ id }) => id)))
  }

  /** All of them: the app's and the user's; changes with saves. */
  get catalogs(): readonly Catalog[] {
    return [...this.#parts.builtIn, ...this.#own.list().map(({ catalog }) => catalog)]
  }

  /** Saved ones that could not be read; they stay in the database. */
  get unreadable(): number {
    return this.#own.unreadable
  }

  handlers(): Pick<Handlers, 'catalogs:list' | 'catalogs:get' | 'catalogs:save' | 'catalogs:remove'> {
    return {
      'catalogs:list': () => ({
        entries: [...this.#parts.builtIn.map((catalog) => this.#entry(catalog, null)), ...this.#own.list().map(({ catalog, savedAtMs }) => this.#entry(catalog, savedAtMs))],
        unreadable: this.#own.unreadable,
      }),
      'catalogs:get': ({ id }) => {
        const catalog = this.#find(id)
        return catalog ? { ok: true, value: { catalog, json: JSON.stringify(catalog, null, 2) } } : failure('This catalog is not here any more.', 'It may have been removed in the meantime.')
      },
      'catalogs:save': ({ json, replace }) => this.#save(json, replace),
      'catalogs:remove': ({ id }) => this.#remove(id),
    }
  }

  #save(json: string, replace: boolean): Answer<'catalogs:save'> {
    const checked = checkCatalog(json)
    if (!checked.ok) return checked
    const catalog = checked.value
    const { id, name } = catalog
    if (this.#isBuiltIn(id)) return failure(`The id "${id}" belongs to a catalog that comes with Rollcall.`, 'Give yours another id.')
    const before = this.#own.get(id)?.catalog
    if (before && !replace) return failure(`There is a catalog "${before.name}" with the id "${id}" already.`, 'Replace it, or give this one another id.')
    if (this.catalogs.some((other) => other.id !== id && other.name === name)) return failure(`Another catalog is called "${name}".`, 'Give this one another name: platforms are set up by it.')
    try {
      if (!this.#own.save(catalog, this.#parts.now())) return failure(`Rollcall keeps at most ${USER_CATALOGS_MAX} catalogs of yours.`, 'Remove one that you no longer need.')
    } catch (error) {
      return notWritten(error)
    }
    this.#parts.onSaved(catalog, before)
    return { ok: true, value: { id, name } }
  }

  #remove(id: string): Answer<'catalogs:remove'> {
    if (this.#isBuiltIn(id)) return failure('This catalog comes with Rollcall and cannot be removed.', 'Only your own catalogs can.')
    const own = this.#own.get(id)
    if (!own) return failure('This catalog is not here any more.', 'It may have been removed in the meantime.')
    const users = this.#parts.usedBy(id)
    if (users.length > 0) return failure(`"${own.catalog.name}" is used by ${users.join(', ')}.`, 'Give these platforms another catalog first.')
    try {
      this.#own.remove(id)
    } catch (error) {
      return notWritten(error)
    }
    return { ok: true }
  }

  #find(id: string): Catalog | undefined {
    return this.#parts.builtIn.find((catalog) => catalog.id === id) ?? this.#own.get(id)?.catalog
  }

  #isBuiltIn(id: string): boolean {
    return this.#parts.builtIn.some((catalog) => catalog.id === id)
  }

  #entry({ id, name, summary, events, namespaces }: Catalog, savedAtMs: number | null): CatalogEntry {
    return { id, name, summary, builtIn: savedAtMs === null, events: events.length, namespaces: namespaces.length, usedBy: [...this.#parts.usedBy(id)], savedAtMs }
  }
}

function notWritten(error: unknown): Failure {
  return failure('The local database could not be written.', 'Check the free space of the disk and try again.', messageOf(error))
}
