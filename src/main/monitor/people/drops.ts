import { DROPS_WINDOW_MS, FLAPPING_DROPS, FLAPPING_WINDOW_MS, SAME_MOMENT_MS } from '../../../shared/limits.ts'

interface Drop {
  readonly atMs: number
  returned: boolean
}

/** Lost connections remembered of one person: more within ten minutes are "50 or more" to anybody. */
const DROPS_MAX = 50

/** The lost connections of one person, and whether they come and go. */
export class Drops {
  #drops: Drop[] = []

  /** @param whole the drop is of a whole connection; else of one of its sockets, and those of one moment are one drop */
  lost(atMs: number, whole: boolean): void {
    const last = this.#drops.at(-1)
    if (!whole && last && atMs - last.atMs <= SAME_MOMENT_MS) return
    this.#drops.push({ atMs, returned: false })
    if (this.#drops.length > DROPS_MAX) this.#drops.shift()
  }

  /** A connection was made: the oldest drop that still waits for its return has it, if it is not too long ago. */
  returned(atMs: number): void {
    const drop = this.#drops.find((each) => !each.returned && atMs - each.atMs <= FLAPPING_WINDOW_MS)
    if (drop) drop.returned = true
  }

  take(other: Drops): void {
    this.#drops = [...this.#drops, ...other.#drops].sort((a, b) => a.atMs - b.atMs).slice(-DROPS_MAX)
  }

  /** Drops within the last ten minutes. */
  count(nowMs: number): number {
    let count = 0
    for (const drop of this.#drops) if (nowMs - drop.atMs < DROPS_WINDOW_MS) count++
    return count
  }

  /** At least three drops, each with a return, within two minutes. */
  isFlapping(nowMs: number): boolean {
    if (this.#drops.length < FLAPPING_DROPS) return false
    let count = 0
    for (const drop of this.#drops) if (drop.returned && nowMs - drop.atMs < FLAPPING_WINDOW_MS) count++
    return count >= FLAPPING_DROPS
  }
}
