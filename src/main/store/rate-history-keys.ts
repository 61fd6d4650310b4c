import type { LocalDatabase } from './database.ts'

/** Keys of one shelf: names that a target sends at random must not fill the database. What finds no place is in its namespace's rate. */
export const RATE_HISTORY_KEYS_PER_SHELF_MAX = 2_000
export const MINUTES_PER_DAY = 1_440

/** One namespace (event '') or one event of a target. */
export interface RateKey {
  readonly id: number
  readonly namespace: string
  readonly event: string
  /** Minutes since 1970; earlier ones were never written. */
  firstMinute: number
  /** Days since 1970: the newest with rows. */
  lastDay: number
}

/** The rows of one target that lie together: those of its namespaces (`whole`), or those of its events. */
export interface Shelf {
  readonly id: number
  readonly targetId: string
  readonly whole: boolean
  /** By keyName(). */
  readonly keys: ReadonlyMap<string, RateKey>
}

interface OpenShelf extends Shelf {
  readonly keys: Map<string, RateKey>
}

/** A removed target's shelves are its no more, on the disk as well: their rows are deleted by and by. No target's id begins so. */
const RETIRED = 'removed:'

/** Shelves and keys of the minute rates, read once and then kept; forget() after a transaction that failed. Throws SQLite's errors. */
export class RateHistoryKeys {
  readonly #database: LocalDatabase
  #shelves: Map<string, OpenShelf> | undefined

  constructor(database: LocalDatabase) {
    this.#database = database
  }

  get shelves(): readonly Shelf[] {
    return [...this.#all().values()]
  }

  get retired(): readonly Shelf[] {
    return this.shelves.filter(({ targetId }) => targetId.startsWith(RETIRED))
  }

  shelf(targetId: string, whole: boolean): Shelf | undefined {
    return this.#all().get(shelfName(targetId, whole))
  }

  /** The shelf and the key, made at need; undefined: the shelf has no room for one more. Only within a transaction. */
  place(targetId: string, namespace: string, event: string, minute: number): { readonly shelf: Shelf; readonly key: RateKey } | undefined {
    const shelf = this.#all().get(shelfName(targetId, event === '')) ?? this.#newShelf(targetId, event === '')
    const day = Math.floor(minute / MINUTES_PER_DAY)
    const name = keyName(namespace, event)
    let key = shelf.keys.get(name)
    if (!key) {
      if (shelf.keys.size >= RATE_HISTORY_KEYS_PER_SHELF_MAX) return undefined
      const id = this.#database.run('INSERT INTO rate_keys (shelf_id, namespace, event, first_minute, last_day) VALUES (?, ?, ?, ?, ?)', shelf.id, namespace, event, minute, day)
      key = { id, namespace, event, firstMinute: minute, lastDay: day }
      shelf.keys.set(name, key)
    } else if (day > key.lastDay) {
      this.#database.run('UPDATE rate_keys SET last_day = ? WHERE id = ?', day, key.id)
      key.lastDay = day
    }
    if (minute < key.firstMinute) {
      this.#database.run('UPDATE rate_keys SET first_minute = ? WHERE id = ?', minute, key.id)
      key.firstMinute = minute
    }
    return { shelf, key }
  }

  /** The target has no shelves any more. */
  retire(targetId: string): void {
    this.#database.run("UPDATE rate_shelves SET target_id = ? || id WHERE target_id = ?", RETIRED, targetId)
    this.forget()
  }

  /** Deletes the keys whose rows are all of days before this one. */
  removeBefore(day: number): void {
    this.#database.run('DELETE FROM rate_keys WHERE last_day < ?', day)
    for (const shelf of this.#all().values()) for (const [name, key] of shelf.keys) if (key.lastDay < day) shelf.keys.delete(name)
  }

  /** Deletes the shelf and its keys; its rows were deleted before. */
  removeShelf(shelf: Shelf): void {
    this.#database.transaction(() => {
      this.#database.run('DELETE FROM rate_keys WHERE shelf_id = ?', shelf.id)
      this.#database.run('DELETE FROM rate_shelves WHERE id = ?', shelf.id)
    })
    this.#shelves?.delete(shelfName(shelf.targetId, shelf.whole))
  }

  /** What is kept in memory may not be what the database has. */
  forget(): void {
    this.#shelves = undefined
  }

  #newShelf(targetId: string, whole: boolean): OpenShelf {
    const id = this.#database.run('INSERT INTO rate_shelves (target_id, whole) VALUES (?, ?)', targetId, Number(whole))
    const shelf: OpenShelf = { id, targetId, whole, keys: new Map() }
    this.#all().set(shelfName(targetId, whole), shelf)
    return shelf
  }

  #all(): Map<string, OpenShelf> {
    if (this.#shelves) return this.#shelves
    const shelves = new Map<string, OpenShelf>()
    // STRICT tables of this process alone: nothing else can be in their columns.
    const found = this.#database.all('SELECT id, target_id AS targetId, whole FROM rate_shelves') as { id: number; targetId: string; whole: number }[]
    for (const { id, targetId, whole } of found) {
      const keys = this.#database.all('SELECT id, namespace, event, first_minute AS firstMinute, last_day AS lastDay FROM rate_keys WHERE shelf_id = ?', id) as RateKey[]
      shelves.set(shelfName(targetId, whole === 1), { id, targetId, whole: whole === 1, keys: new Map(keys.map((key) => [keyName(key.namespace, key.event), key])) })
    }
    this.#shelves = shelves
    return shelves
  }
}

/** Names are any text, so a separator alone would let two keys be one. */
function keyName(namespace: string, event: string): string {
  return `${namespace.length} ${namespace}${event}`
}

/** The keys of a target, or its whole, among those of all targets. */
export function shelfName(targetId: string, whole: boolean): string {
  return `${Number(whole)} ${targetId}`
}
