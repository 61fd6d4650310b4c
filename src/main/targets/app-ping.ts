import { DELAYED_AFTER_MS } from '../../shared/limits.ts'
import type { Clock, Timer } from './clock.ts'

/** A ping without an answer for so long is given up: Engine.IO would have ended a dead connection by then (45 s). */
const GIVEN_UP_AFTER_MS = 120_000

export interface AppPingOptions {
  readonly clock: Clock
  /** Event that answers. */
  readonly answer: string
  /** Time between two pings; asked for after each. */
  everyMs(): number
  /** Sends one ping if it may; false when it may not now. */
  send(): boolean
  /** An answer came: wall clock of now, and how long it took. */
  measured(atMs: number, roundTripMs: number): void
  onChange(): void
}

/** Round trips of one namespace, measured with the platform's own ping and pong, without an acknowledgement: no platform gives one. */
export class AppPing {
  readonly #options: AppPingOptions
  #timer: Timer
  #lateTimer: Timer
  #sentAtMs: number | undefined
  /** This server has answered before: one that never does (RusingAcademy's document knows no ping) is not late, and is asked once. */
  #answers = false
  roundTripMs: number | null = null
  /** A ping waits for its answer longer than DELAYED_AFTER_MS, or the last one took that long; never before the first answer. */
  late = false

  constructor(options: AppPingOptions) {
    this.#options = options
  }

  start(): void {
    this.stop()
    this.#ping()
  }

  stop(): void {
    this.#options.clock.clearTimeout(this.#timer)
    this.#options.clock.clearTimeout(this.#lateTimer)
    this.#sentAtMs = undefined
    this.#answers = false
    this.roundTripMs = null
    this.late = false
  }

  get answer(): string {
    return this.#options.answer
  }

  onEvent(name: string): void {
    if (name !== this.#options.answer || this.#sentAtMs === undefined) return
    const nowMs = this.#options.clock.now()
    this.#options.clock.clearTimeout(this.#lateTimer)
    this.#answers = true
    this.roundTripMs = Math.max(0, nowMs - this.#sentAtMs)
    this.late = this.roundTripMs > DELAYED_AFTER_MS
    this.#sentAtMs = undefined
    this.#options.measured(nowMs, this.roundTripMs)
    this.#options.onChange()
  }

  #ping(): void {
    const { clock } = this.#options
    this.#timer = clock.setTimeout(() => this.#ping(), this.#options.everyMs())
    const nowMs = clock.now()
    // The last one is still out: asking again would measure the wrong answer.
    if (this.#sentAtMs !== undefined && (!this.#answers || nowMs - this.#sentAtMs < GIVEN_UP_AFTER_MS)) return
    if (!this.#options.send()) return
    clock.clearTimeout(this.#lateTimer)
    this.#sentAtMs = nowMs
    if (!this.#answers) return
    this.#lateTimer = clock.setTimeout(() => {
      this.late = true
      this.#options.onChange()
    }, DELAYED_AFTER_MS)
  }
}
