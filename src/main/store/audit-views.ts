/** One look at a person is one record for so long: as long as a reveal lasts. */
export const VIEW_ONCE_MS = 5 * 60_000
const REMEMBERED_MAX = 1_000

/** What was looked at lately, so that a page that renews itself does not flood the log. Pure: time is an argument. */
export class ViewMemory {
  readonly #seen = new Map<string, number>()

  /** True at most once for a key in VIEW_ONCE_MS. Of many the oldest are forgotten: then one is written down once more. */
  isNew(key: string, nowMs: number): boolean {
    const seenAtMs = this.#seen.get(key)
    // A clock that was set back does not keep a look out of the log.
    if (seenAtMs !== undefined && nowMs >= seenAtMs && nowMs - seenAtMs < VIEW_ONCE_MS) return false
    this.#seen.delete(key)
    this.#seen.set(key, nowMs)
    if (this.#seen.size > REMEMBERED_MAX) for (const first of this.#seen.keys()) {
      this.#seen.delete(first)
      break
    }
    return true
  }
}
