import { FEED_TAIL_ROWS } from '../../../shared/limits.ts'

/** Height of a compact row. */
const COMPACT_ROW_PX = 24
/** Rows that are drawn beyond the edge, as feed-list.tsx asks the virtualizer. */
const OVERSCAN_ROWS = 12

/** How many rows of the feed a display of this height can show: more need not ride on a frame. */
export function feedRowsOf(displayPx: number): number {
  return Math.min(FEED_TAIL_ROWS, Math.max(1, Math.ceil(displayPx / COMPACT_ROW_PX)) + OVERSCAN_ROWS)
}
