import type { Clock, Timer } from '../../main/targets/clock.ts'

/** A console's clock that runs as fast as an accelerated scenario, and may begin on another day. For tests. */
export class FastClock implements Clock {
  readonly speed: number
  readonly #startMs: number
  readonly #begunMs = performance.now()
  #skippedMs = 0

  constructor(speed: number, startMs = Date.now()) {
    this.speed = speed
    this.#startMs = startMs
  }

  now(): number {
    return Math.round(this.#startMs + this.#skippedMs + (performance.now() - this.#begunMs) * this.speed)
  }

  /** So much passes at once; timers that run do not notice. */
  skip(ms: number): void {
    this.#skippedMs += ms
  }

  setTimeout(run: () => void, ms: number): Timer {
    return setTimeout(run, ms / this.speed)
  }

  clearTimeout(timer: Timer): void {
    clearTimeout(timer as NodeJS.Timeout)
  }
}
