import type { Problem, ProblemKind } from '../../shared/domain.ts'
import type { SessionOptions } from './session-options.ts'
import { RenewalTimer } from './renewal-timer.ts'
import { TokenLadder } from './token-ladder.ts'
import type { LadderStep } from './token-ladder.ts'

const RENEW_OUT_OF_TURN_MS = 60_000

export interface TokenCareOptions extends Pick<SessionOptions, 'catalog' | 'clock' | 'random' | 'credentials'> {
  problemOf(kind: ProblemKind, details?: string): Problem
  /** There is a new token: before the old one ended, or out of turn. */
  renewed(): void
  /** The sign-in ended and could not be renewed. */
  failed(details: string): void
}

/** Sees to it that one target's connection has a token that is good: before it is made, before the token ends, and when a server finds fault with it. */
export class TokenCare {
  readonly #options: TokenCareOptions
  readonly #ladder: TokenLadder
  readonly #renewal: RenewalTimer
  /** Counts connections: a token that was asked for on an older one rotates nothing on this one. */
  #run = 0
  #renewedAtMs = -Infinity

  constructor(options: TokenCareOptions) {
    this.#options = options
    const { catalog, clock, random, credentials } = options
    this.#ladder = new TokenLadder(credentials, (kind, details) => options.problemOf(kind, details))
    this.#renewal = new RenewalTimer({ clock, random, credentials, renewed: () => options.renewed(), endMatters: catalog.auth.checkedAtEveryMessage, failed: (details) => options.failed(details) })
  }

  /** A good connection, or a person, makes every way to a token usable again. */
  reset(): void {
    this.#ladder.reset()
  }

  /** Before connecting: is there a token, and does it last? */
  ensure(): Promise<LadderStep> {
    return this.#ladder.ensure(this.#options.clock.now())
  }

  /** After a refusal: refresh once, then the kept password once, then the user. */
  afterRefusal(problem: Problem): Promise<LadderStep> {
    return this.#ladder.afterRefusal(problem)
  }

  /** The connection stands: plans the renewal of its token. */
  arm(): void {
    this.#renewal.arm()
  }

  /** The connection is gone. */
  stop(): void {
    this.#renewal.stop()
    this.#run++
  }

  /** Because a server dropped or refused a socket whose token is near its end. At most once a minute. @returns whether there is a new one */
  async renewOutOfTurn(): Promise<boolean> {
    const { clock, credentials } = this.#options
    const nowMs = clock.now()
    if (!credentials.isEndingSoon(nowMs) || nowMs - this.#renewedAtMs < RENEW_OUT_OF_TURN_MS) return false
    this.#renewedAtMs = nowMs
    const run = this.#run
    const renewed = await this.#ladder.renewAny()
    if (renewed && run === this.#run) {
      this.#renewal.arm()
      this.#options.renewed()
    }
    return renewed
  }
}
