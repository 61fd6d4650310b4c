import type { Clock } from './clock.ts'
import type { Pacer } from './pacer.ts'

/** A message that waits longer for its place in the pace is not sent at all: by then it may concern nobody any more. */
const PACE_WAIT_MS = 10_000

/** Messages that leave in the pace or never: none is kept for later. */
export class PacedSends {
  readonly #clock: Clock
  readonly #pacer: Pacer
  readonly #waiting = new Set<() => void>()

  constructor(clock: Clock, pacer: Pacer) {
    this.#clock = clock
    this.#pacer = pacer
  }

  /** @param send called at most once, when the pace allows; its answer is whether it sent. @returns false: it was not sent, and never will be. */
  run(send: () => boolean): Promise<boolean> {
    return new Promise((resolve) => {
      let given = false
      const finish = (sent: boolean): void => {
        if (given) return
        given = true
        this.#waiting.delete(giveUp)
        this.#clock.clearTimeout(timer)
        resolve(sent)
      }
      const giveUp = (): void => finish(false)
      const timer = this.#clock.setTimeout(giveUp, PACE_WAIT_MS)
      this.#waiting.add(giveUp)
      const accepted = this.#pacer.schedule('emit', () => {
        if (!given) finish(send())
      })
      if (!accepted) finish(false)
    })
  }

  /** The connection is gone: what waits is never sent. */
  giveUp(): void {
    for (const giveUp of this.#waiting) giveUp()
  }
}
