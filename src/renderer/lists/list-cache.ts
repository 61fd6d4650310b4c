/** Rows kept in the window; more than any screen shows many times over. */
const KEPT_ROWS_MAX = 2_000
/** Rows asked for at once: some screens' worth. */
export const PAGE_ROWS = 150

export interface Page {
  readonly from: number
  readonly count: number
}

/** The page around the rows on screen, clamped to a list of `count` rows; undefined for an empty list. */
export function pageAround(from: number, to: number, count: number): Page | undefined {
  if (count <= 0) return undefined
  const spare = Math.max(0, PAGE_ROWS - (to - from))
  const start = Math.max(0, Math.min(from - Math.floor(spare / 2), count - PAGE_ROWS))
  return { from: start, count: Math.min(PAGE_ROWS, count - start) }
}

/** Rows of one revision of a list by ordinal. Bounded: what is farthest from the reader goes first. */
export class ListCache<Row> {
  #rows = new Map<number, Row>()

  get size(): number {
    return this.#rows.size
  }

  get(ordinal: number): Row | undefined {
    return this.#rows.get(ordinal)
  }

  entries(): IterableIterator<[number, Row]> {
    return this.#rows.entries()
  }

  /** Another order: ordinals of two revisions do not compare. */
  replace(from: number, rows: readonly Row[]): void {
    this.#rows = new Map(rows.map((row, index) => [from + index, row]))
  }

  put(from: number, rows: readonly Row[]): void {
    rows.forEach((row, index) => this.#rows.set(from + index, row))
    if (this.#rows.size <= KEPT_ROWS_MAX) return
    const byDistance = [...this.#rows.keys()].sort((a, b) => Math.abs(a - from) - Math.abs(b - from))
    for (const ordinal of byDistance.slice(Math.floor(KEPT_ROWS_MAX / 2))) this.#rows.delete(ordinal)
  }

  /** The first gap between two ordinals; undefined when all rows are here. */
  missing(from: number, to: number, count: number): Page | undefined {
    for (let ordinal = Math.max(0, from); ordinal < Math.min(to, count); ordinal++) {
      if (!this.#rows.has(ordinal)) return pageAround(ordinal, Math.min(to, count), count)
    }
    return undefined
  }
}
