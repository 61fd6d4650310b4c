interface Row {
  readonly ordinal: number
  readonly seq: number
}
/** Rows from an ordinal on; `undefined` when the revision is old. */
export type FetchRows = (from: number, count: number) => Promise<readonly Row[] | undefined>

/** Rows looked at for one guess. */
const GUESS_ROWS = 20

/**
 * Finds the event with a number in the log, or the nearest one after it that still matches: ordinals of two revisions do
 * not compare, numbers in the log do. `guess` is tried first: most often the ordinal stayed. At most about 18 requests
 * for 50,000 rows. undefined when nothing is there or the revision changed meanwhile.
 */
export async function locateEvent(seq: number, first: number, end: number, guess: number, fetchRows: FetchRows): Promise<{ ordinal: number; exact: boolean } | undefined> {
  let low = first
  let high = end
  if (high <= low) return undefined
  let probe = Math.min(Math.max(guess - GUESS_ROWS / 2, low), high - 1)
  while (low < high) {
    const rows = await fetchRows(probe, Math.min(GUESS_ROWS, high - probe))
    if (rows === undefined) return undefined
    const found = rows.find((row) => row.seq >= seq)
    const head = rows[0]
    const tail = rows.at(-1)
    if (head === undefined || tail === undefined) return undefined
    if (found !== undefined && (found.seq === seq || found !== head || head.ordinal <= low)) return { ordinal: found.ordinal, exact: found.seq === seq }
    if (found === undefined) low = tail.ordinal + 1
    else high = head.ordinal
    // The row just below `high` may be smaller while `high` is the first that is not: then `high` is the answer.
    if (low >= high) return high < end ? { ordinal: high, exact: false } : { ordinal: end - 1, exact: false }
    probe = Math.max(low, Math.floor((low + high - 1) / 2) - GUESS_ROWS / 2)
  }
  return undefined
}
