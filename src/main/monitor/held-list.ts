import type { ListState } from '../../shared/presence.ts'
import { LIST_REFRESH_MS } from '../../shared/limits.ts'
import { HeldOrder } from './held-order.ts'
import type { Group } from './held-order.ts'

/** What a query finds now. */
export interface Found<Item> {
  /** In order. */
  readonly items: readonly Item[]
  /** Empty without grouping. */
  readonly groups: readonly Group[]
  /** How many there are before the filter. */
  readonly of: number
}

/**
 * A list of one window, kept in the main process: what matches a query, in which order. The order is made anew at most every
 * LIST_REFRESH_MS, and not while somebody has the pointer in the list; rows are built when they are asked for, so their content
 * is of now all the same. `Item` is what stands in the order, `Row` what the window gets of it.
 */
export abstract class HeldList<Item, Query, Row> {
  readonly #order = new HeldOrder<Item>()
  #query: Query
  #nowMs: number
  #orderedAtMs = Number.NEGATIVE_INFINITY
  #seen = -1

  /** @param query what is shown until the window asks; nothing is looked up before query() or refresh() */
  constructor(query: Query, nowMs: number) {
    this.#query = query
    this.#nowMs = nowMs
  }

  /** Everything that matches, in order. @param before the items as they stand now: what was in order is quickly sorted again */
  protected abstract found(query: Query, before: readonly Item[]): Found<Item>

  /** undefined: it is not known any more, and has no row. */
  protected abstract rowOf(item: Item): Row | undefined

  /** Rises with everything that a row could show. */
  protected abstract changes(): number

  /** How many did not fit into memory. */
  protected abstract notRemembered(): number

  /** The time that rows are of. */
  protected get nowMs(): number {
    return this.#nowMs
  }

  /** Sets what the list shows, and orders it at once, held or not. */
  query(query: Query): ListState {
    this.#query = query
    this.#rebuild(true)
    return this.state()
  }

  /** true: the order stays while the pointer is in the list. */
  hold(hold: boolean): void {
    this.#order.held = hold
  }

  /** Sets the time that rows are of. */
  at(nowMs: number): void {
    this.#nowMs = nowMs
  }

  /** Time has passed: at most every two seconds the order is made anew, if it is not held. */
  refresh(nowMs: number): ListState {
    this.#nowMs = nowMs
    const seen = this.changes()
    if (Math.abs(nowMs - this.#orderedAtMs) >= LIST_REFRESH_MS) {
      // Also without a change: time alone makes people go offline.
      if (!this.#order.held) this.#rebuild(false)
      this.#order.news()
    } else if (seen !== this.#seen) this.#order.news()
    this.#seen = seen
    return this.state()
  }

  /** A target is gone: nothing of it may stay in a list, held or not. */
  targetGone(): void {
    this.#rebuild(true)
  }

  state(): ListState {
    return this.#order.state(this.notRemembered())
  }

  /** Rises with every change that the window could see. */
  get version(): number {
    return this.#order.version
  }

  /** Rows of a range of ordinals; none for an old revision. */
  rows(revision: number, from: number, count: number): { revision: number; from: number; rows: Row[] } {
    const range = this.#order.range(revision, from, count)
    const rows: Row[] = []
    for (const item of range.items) {
      const row = this.rowOf(item)
      if (row !== undefined) rows.push(row)
    }
    return { revision: this.#order.revision, from: range.from, rows }
  }

  #rebuild(force: boolean): void {
    const { items, groups, of } = this.found(this.#query, this.#order.items)
    this.#order.replace(items, groups, of, force)
    this.#orderedAtMs = this.#nowMs
  }
}
