import { DELAYED_AFTER_MS } from '../../shared/limits.ts'
import type { Clock, Timer } from './clock.ts'

/** Between two pings; two a minute are nothing against the smallest limit (80 a minute). */
const PING_EVERY_MS = 30_000

export interface AppPingOptions {
  readonly clock: Clock
  /** Event that answers. */
  readonly answer: string
  /** Sends one ping if it may; false when it may not now. */
  send(): boolean
  onChange(): void
}

/** Round trips measured with the platform's own ping and pong, without an acknowledgement: no platform gives one (endiAPI document, PLATFORMS). */
export class AppPing {
  readonly #options: AppPingOptions
  #timer: Timer
  #lateTimer: Timer
  #sentAtMs: number | undefined
  /** This server has answered before: one that never does (RusingAcademy's document knows no ping) is not late. */
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
    this.#options.clock.clearTimeout(this.#lateTimer)
    this.#answers = true
    this.roundTripMs = Math.max(0, this.#options.clock.now() - this.#sentAtMs)
    this.late = this.roundTripMs > DELAYED_AFTER_MS
    this.#sentAtMs = undefined
    this.#options.onChange()
  }

  #ping(): void {
    const { clock } = this.#options
    this.#timer = clock.setTimeout(() => this.#ping(), PING_EVERY_MS)
    // The last one is still out: asking again would measure the wrong answer.
    if (this.#sentAtMs !== undefined) return
    const nowMs = clock.now()
    if (!this.#options.send()) return
    this.#sentAtMs = nowMs
    if (!this.#answers) return
    this.#lateTimer = clock.setTimeout(() => {
      this.late = true
      this.#options.onChange()
    }, DELAYED_AFTER_MS)
  }
}
