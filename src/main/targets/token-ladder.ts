import type { Problem, ProblemKind } from '../../shared/domain.ts'
import type { Credentials, RenewResult } from './credentials.ts'

/** What to do next: connect with the token that is there now, ask the user, or wait and try again. */
export type LadderStep = { readonly go: 'connect' } | { readonly go: 'sign-out'; readonly problem: Problem } | { readonly go: 'wait'; readonly problem: Problem; readonly delayMs: number }

type RenewFailure = Extract<RenewResult, { ok: false }>

/** The sign-in endpoint answered and said no; everything else may pass. */
export function isFinalAnswer(kind: ProblemKind): boolean {
  return kind === 'sign-in-refused' || kind === 'sign-in-odd' || kind === 'mfa-required'
}

/** The ways to a token, each used once between two good connections: refresh, then the kept password, then the user. */
export class TokenLadder {
  readonly #credentials: Credentials
  readonly #problemOf: (kind: ProblemKind, details?: string) => Problem
  readonly #used = new Set<'refresh' | 'password'>()

  constructor(credentials: Credentials, problemOf: (kind: ProblemKind, details?: string) => Problem) {
    this.#credentials = credentials
    this.#problemOf = problemOf
  }

  /** A good connection, or a person, makes every way usable again. */
  reset(): void {
    this.#used.clear()
  }

  /** Before connecting: is there a token, and does it last? */
  async ensure(nowMs: number): Promise<LadderStep> {
    const credentials = this.#credentials
    if (!credentials.usesToken) return { go: 'connect' }
    if (credentials.token === undefined) {
      if (credentials.canSignIn) return this.#renew('password')
      if (credentials.canRefresh) return this.#renew('refresh')
      return { go: 'sign-out', problem: this.#problemOf('token-missing') }
    }
    if (!credentials.isEndingSoon(nowMs)) return { go: 'connect' }
    if (credentials.canRefresh && (await credentials.renew('refresh')).ok) return { go: 'connect' }
    // Without a password the server decides: this computer's clock may be wrong.
    return credentials.canSignIn ? this.#renew('password') : { go: 'connect' }
  }

  /** After a refusal: the next way that was not used yet. */
  async afterRefusal(problem: Problem): Promise<LadderStep> {
    for (const by of ['refresh', 'password'] as const) {
      if (this.#used.has(by) || !(by === 'refresh' ? this.#credentials.canRefresh : this.#credentials.canSignIn)) continue
      const result = await this.#credentials.renew(by)
      if (!result.ok && !isFinalAnswer(result.kind)) return this.#failed(by, result)
      this.#used.add(by)
      if (result.ok) return { go: 'connect' }
    }
    return { go: 'sign-out', problem }
  }

  /** A new token by the first way there is. */
  async renewAny(): Promise<boolean> {
    const { canRefresh, canSignIn } = this.#credentials
    return (canRefresh || canSignIn) && (await this.#credentials.renew(canRefresh ? 'refresh' : 'password')).ok
  }

  async #renew(by: 'refresh' | 'password'): Promise<LadderStep> {
    const result = await this.#credentials.renew(by)
    return result.ok ? { go: 'connect' } : this.#failed(by, result)
  }

  #failed(by: 'refresh' | 'password', result: RenewFailure): LadderStep {
    const final = isFinalAnswer(result.kind)
    // A refused refresh token is a sign-in that ended, not a wrong password.
    const problem = this.#problemOf(by === 'refresh' && final ? 'token-expired' : result.kind, result.details)
    return final ? { go: 'sign-out', problem } : { go: 'wait', problem, delayMs: result.retryAfterMs ?? 0 }
  }
}
