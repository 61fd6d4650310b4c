/* Where the reader is, in ordinals instead of pixels: rows that leave the log at the front must not move what is read. */

export interface Anchor {
  /** Ordinal of the row at the top edge. */
  readonly ordinal: number
  /** Pixels of that row that are already above the edge. */
  readonly offsetPx: number
}

/** The anchor of a scroll position; `first` is the ordinal of the list's first row. */
export function anchorAt(scrollTopPx: number, first: number, rowPx: number): Anchor {
  const rows = Math.floor(Math.max(0, scrollTopPx) / rowPx)
  return { ordinal: first + rows, offsetPx: Math.max(0, scrollTopPx) - rows * rowPx }
}

/** The scroll position that shows an anchor; a row that left the log gives the top. */
export function scrollTopFor(anchor: Anchor, first: number, rowPx: number): number {
  return anchor.ordinal < first ? 0 : (anchor.ordinal - first) * rowPx + anchor.offsetPx
}

/** Within two pixels of the end counts as the end: fractions of a pixel round differently on scaled screens. */
export function isAtEnd(scrollTopPx: number, viewPx: number, contentPx: number): boolean {
  return scrollTopPx + viewPx >= contentPx - 2
}

/** The scroll position that brings a row into view with the least movement; undefined when it is in view already. */
export function scrollIntoView(ordinal: number, first: number, rowPx: number, scrollTopPx: number, viewPx: number): number | undefined {
  const top = (ordinal - first) * rowPx
  if (top < scrollTopPx) return Math.max(0, top)
  if (top + rowPx > scrollTopPx + viewPx) return top + rowPx - viewPx
  return undefined
}
