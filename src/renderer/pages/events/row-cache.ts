import type { EventRow } from '../../../shared/domain.ts'
import { FEED_PAGE_ROWS_MAX } from '../../../shared/limits.ts'

/** Rows kept in the window; more than any screen shows several times over, so that paging back is rarely asked twice. */
const KEPT_ROWS_MAX = 3_000
/** Rows asked for at once: some screens' worth. */
export const PAGE_ROWS = Math.min(200, FEED_PAGE_ROWS_MAX)

/** Rows of one revision of the feed by ordinal. Bounded: what is farthest from the reader goes first. */
export class RowCache {
  #rows = new Map<number, EventRow>()
  revision = -1

  /** Starts a new revision: ordinals of two revisions do not compare. */
  reset(revision: number): void {
    this.revision = revision
    this.#rows = new Map()
  }

  get(ordinal: number): EventRow | undefined {
    return this.#rows.get(ordinal)
  }

  get size(): number {
    return this.#rows.size
  }

  put(rows: readonly EventRow[], nearOrdinal: number): void {
    for (const row of rows) this.#rows.set(row.ordinal, row)
    if (this.#rows.size <= KEPT_ROWS_MAX) return
    const byDistance = [...this.#rows.keys()].sort((a, b) => Math.abs(a - nearOrdinal) - Math.abs(b - nearOrdinal))
    // A third is let go at once, so that this does not run for every frame.
    for (const ordinal of byDistance.slice(Math.floor((KEPT_ROWS_MAX * 2) / 3))) this.#rows.delete(ordinal)
  }

  /** Ordinals below this left the log. */
  dropBefore(first: number): void {
    for (const ordinal of this.#rows.keys()) if (ordinal < first) this.#rows.delete(ordinal)
  }

  /** The page to ask for so that from <= n < to can be shown, clamped to what exists; undefined when all is here. */
  missing(from: number, to: number, first: number, end: number): { from: number; count: number } | undefined {
    const start = Math.max(from, first)
    const stop = Math.min(to, end)
    for (let ordinal = start; ordinal < stop; ordinal++) {
      if (this.#rows.has(ordinal)) continue
      const pageFrom = Math.max(first, ordinal - Math.floor(PAGE_ROWS / 4))
      return { from: pageFrom, count: Math.min(PAGE_ROWS, end - pageFrom) }
    }
    return undefined
  }

  /** The cached row with this number in the log. */
  findSeq(seq: number): EventRow | undefined {
    for (const row of this.#rows.values()) if (row.seq === seq) return row
    return undefined
  }
}
