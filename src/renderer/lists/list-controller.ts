import type { ListState } from '../../shared/presence.ts'
import { ListCache, pageAround, type Page } from './list-cache.ts'

/** What a list needs of its surroundings, so that a test can be the main process. */
export interface ListSurroundings<Row> {
  readonly fetchRows: (revision: number, from: number, count: number) => Promise<{ readonly revision: number; readonly from: number; readonly rows: readonly Row[] }>
  /** What stays the same while a row changes: the key of its person or room. */
  readonly keyOf: (row: Row) => string
  readonly report: (problem: string, error: unknown) => void
}

export interface ListView {
  /** As it is drawn now; null before the first answer. */
  readonly list: ListState | null
  /** Rises with every change of a row. */
  readonly version: number
}

/** Rows on screen before a list says which: a first screenful. */
const FIRST_WANTED = { from: 0, to: 60 } as const

/**
 * A list of which the main process holds the order and this window only what is on screen. A new revision is drawn once
 * its rows are here, count and rows together, so that nothing flickers and no row stands at another one's place.
 */
export class ListController<Row> {
  #around: ListSurroundings<Row>
  #cache = new ListCache<Row>()
  #view: ListView = { list: null, version: 0 }
  /** The newest list that was told; differs from the drawn one while its rows are on the way. */
  #told: ListState | null = null
  #news = false
  #asking = false
  #wanted: { readonly from: number; readonly to: number } = FIRST_WANTED
  #listeners = new Set<() => void>()

  constructor(around: ListSurroundings<Row>) {
    this.#around = around
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  readonly getView = (): ListView => this.#view

  rowAt(ordinal: number): Row | undefined {
    return this.#cache.get(ordinal)
  }

  /** Where the row with this key is, as far as it is known here. */
  ordinalOf(key: string): number | undefined {
    for (const [ordinal, row] of this.#cache.entries()) if (this.#around.keyOf(row) === key) return ordinal
    return undefined
  }

  /** Rows known here, for what is told of them together (the roles that occur). */
  known(): readonly Row[] {
    return [...this.#cache.entries()].map(([, row]) => row)
  }

  /** A list from a frame or an answer. One that is older than what is known came late and says nothing. */
  receive(list: ListState): void {
    if (this.#told === list || (this.#told !== null && list.revision < this.#told.revision)) return
    this.#told = list
    this.#news = true
    if (list.count === 0) {
      this.#cache.replace(0, [])
      this.#draw(list)
      return
    }
    if (list.revision === this.#view.list?.revision) this.#draw(list)
    this.#ask()
  }

  /** The content of rows may have changed without the list saying so: a reveal began or ended. */
  refresh(): void {
    if (this.#told === null) return
    this.#news = true
    this.#ask()
  }

  /** Says which ordinals are on screen. */
  want(from: number, to: number): void {
    this.#wanted = { from, to }
    this.#ask()
  }

  #draw(list: ListState | null): void {
    this.#view = { list, version: this.#view.version + 1 }
    for (const listener of this.#listeners) listener()
  }

  /** What to ask for next: a new order, then news of what is on screen, then what is missing there. */
  #next(list: ListState): Page | undefined {
    if (list.count === 0) return undefined
    const { from, to } = this.#wanted
    if (list.revision !== this.#view.list?.revision || this.#news) return pageAround(from, to, list.count)
    return this.#cache.missing(from, to, list.count)
  }

  #ask(): void {
    const list = this.#told
    if (list === null || this.#asking) return
    const page = this.#next(list)
    if (page === undefined) return
    this.#asking = true
    this.#news = false
    this.#around.fetchRows(list.revision, page.from, page.count).then(
      (answer) => {
        this.#asking = false
        this.#take(list, answer)
      },
      (error: unknown) => {
        this.#asking = false
        this.#around.report('asking for rows failed', error)
      },
    )
  }

  #take(asked: ListState, answer: { readonly revision: number; readonly from: number; readonly rows: readonly Row[] }): void {
    if (answer.revision === asked.revision && answer.rows.length > 0) {
      if (this.#view.list?.revision === asked.revision) this.#cache.put(answer.from, answer.rows)
      else this.#cache.replace(answer.from, answer.rows)
      const told = this.#told
      this.#draw(told !== null && told.revision === asked.revision ? told : asked)
    } else if (this.#told === asked) {
      // The order changed meanwhile; the list that says so is on its way.
      return
    }
    this.#ask()
  }
}
