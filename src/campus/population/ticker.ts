export interface Clock {
  /** Monotonic, ms. */
  readonly nowMs: () => number
}

/** A timer that was late does at most so many ticks at once; the rest is left out, so a machine that slept does not catch up. */
const CATCH_UP_TICKS_MAX = 10

/** Numbers the ticks 0, 1, 2 .. in real time. A tick that throws ends neither the ticker nor the tick after it. */
export class Ticker {
  readonly #tickMs: number
  readonly #onTick: (tick: number) => void
  readonly #onError: (error: unknown) => void
  readonly #clock: Clock
  #timer: NodeJS.Timeout | undefined
  #next = 0
  #dueMs = 0

  constructor(tickMs: number, onTick: (tick: number) => void, onError: (error: unknown) => void, clock: Clock = { nowMs: () => performance.now() }) {
    this.#tickMs = tickMs
    this.#onTick = onTick
    this.#onError = onError
    this.#clock = clock
  }

  start(): void {
    if (this.#timer) return
    this.#dueMs = this.#clock.nowMs()
    this.#timer = setInterval(() => this.catchUp(), this.#tickMs)
    this.catchUp()
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  /** Does the ticks that are due by the clock. */
  catchUp(): void {
    const nowMs = this.#clock.nowMs()
    const due = Math.floor((nowMs - this.#dueMs) / this.#tickMs) + 1
    if (due > CATCH_UP_TICKS_MAX) this.#dueMs += (due - CATCH_UP_TICKS_MAX) * this.#tickMs
    while (this.#dueMs <= nowMs) {
      this.#dueMs += this.#tickMs
      try {
        this.#onTick(this.#next++)
      } catch (error) {
        this.#onError(error)
      }
    }
  }
}
