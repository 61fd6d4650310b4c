import { backoffMs } from './backoff.ts'
import type { Clock, Random, Timer } from './clock.ts'
import type { Credentials } from './credentials.ts'
import { isFinalAnswer } from './token-ladder.ts'

/** Timers above 2^31 ms fire at once, so a 30-day token is looked at daily. */
const LOOK_EVERY_MS = 24 * 60 * 60_000
/** Renewals closer together than this count as a row and back off: a server may hand out the same old token again. */
const ROW_MS = 60_000

export interface RenewalOptions {
  readonly clock: Clock
  readonly random: Random
  readonly credentials: Credentials
  renewed(): void
  /** true: the server looks at the token again, so its end is worth telling even when nothing can be done. */
  readonly endMatters: boolean
  /** The sign-in ended and could not be renewed. */
  failed(details: string): void
}

/** Renews a token before it ends. */
export class RenewalTimer {
  readonly #options: RenewalOptions
  #timer: Timer
  #row = 0
  #lastAtMs = -Infinity
  #generation = 0

  constructor(options: RenewalOptions) {
    this.#options = options
  }

  /** Plans the renewal of the token that is there now; nothing where it has no end or there is no way to renew it. */
  arm(): void {
    this.stop()
    const { clock, random, credentials } = this.#options
    const renewAtMs = credentials.renewAtMs
    if (renewAtMs === undefined) return
    if (!credentials.canRefresh && !credentials.canSignIn) return this.#armEnd()
    const leastMs = this.#row === 0 ? 0 : backoffMs(this.#row, random)
    const waitMs = Math.max(renewAtMs - clock.now(), leastMs)
    this.#timer = clock.setTimeout(() => (waitMs > LOOK_EVERY_MS ? this.arm() : void this.#renew()), Math.min(waitMs, LOOK_EVERY_MS))
  }

  #armEnd(): void {
    const { clock, credentials, endMatters } = this.#options
    const endsAtMs = credentials.facts?.endsAtMs
    if (!endMatters || endsAtMs === undefined) return
    const waitMs = endsAtMs - clock.now()
    this.#timer = clock.setTimeout(() => (waitMs > LOOK_EVERY_MS ? this.arm() : this.#options.failed('')), Math.min(Math.max(waitMs, 0), LOOK_EVERY_MS))
  }

  stop(): void {
    this.#generation++
    this.#options.clock.clearTimeout(this.#timer)
    this.#timer = undefined
  }

  async #renew(): Promise<void> {
    const { clock, credentials } = this.#options
    const generation = this.#generation
    const nowMs = clock.now()
    this.#row = nowMs - this.#lastAtMs < ROW_MS ? this.#row + 1 : 0
    this.#lastAtMs = nowMs
    let result = await credentials.renew(credentials.canRefresh ? 'refresh' : 'password')
    if (!result.ok && result.kind === 'sign-in-refused' && credentials.canSignIn) result = await credentials.renew('password')
    if (generation !== this.#generation) return
    if (result.ok) {
      this.arm()
      this.#options.renewed()
      return
    }
    const endsAtMs = credentials.facts?.endsAtMs ?? 0
    if (isFinalAnswer(result.kind) || endsAtMs <= clock.now()) {
      this.#options.failed(result.details)
      return
    }
    this.#row++
    this.arm()
  }
}
