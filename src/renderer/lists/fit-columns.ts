/** What the width of a list decides of a column. */
export interface ColumnFit {
  readonly key: string
  /** Least width in px. */
  readonly minPx: number
  /** Share of the room that is left over; 0: stays as wide as it is. */
  readonly grow: number
  /** The lowest number stays longest. */
  readonly rank: number
}

const GAP_PX = 10
const PADDING_PX = 24

/** The columns that fit into a width, in their order: those of the highest rank number give way first. At least two stay. */
export function fitColumns<C extends ColumnFit>(chosen: readonly C[], widthPx: number): readonly C[] {
  const byRank = chosen.toSorted((a, b) => a.rank - b.rank)
  let used = PADDING_PX - GAP_PX
  const fitting = new Set<string>()
  for (const column of byRank) {
    used += column.minPx + GAP_PX
    if (used > widthPx && fitting.size >= 2) break
    fitting.add(column.key)
  }
  return chosen.filter((column) => fitting.has(column.key))
}

/** `grid-template-columns` of columns. */
export function gridTemplate(columns: readonly ColumnFit[]): string {
  return columns.map((column) => (column.grow === 0 ? `${column.minPx}px` : `minmax(${column.minPx}px, ${column.grow}fr)`)).join(' ')
}
