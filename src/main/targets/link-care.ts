import type { Problem } from '../../shared/domain.ts'
import { RETRY_INVALID_NAMESPACE_MS } from '../../shared/limits.ts'
import { backoffMs } from './backoff.ts'
import type { Clock, Random } from './clock.ts'
import type { NamespaceLink } from './namespace-link.ts'

/** A connection or socket that lived this long was a good one: failures are counted from zero again. */
export const STABLE_MS = 30_000

export interface LinkCareOptions {
  readonly clock: Clock
  readonly random: Random
  /** false: show the problem and leave it (a test of a form). */
  readonly retries: boolean
  connect(link: NamespaceLink): void
}

/** Brings single namespaces back while the others stay live, each with its own back-off. */
export class LinkCare {
  readonly #options: LinkCareOptions
  /** Namespaces that the server does not have; asked for again seldom. */
  readonly #unknown = new Set<string>()

  constructor(options: LinkCareOptions) {
    this.#options = options
  }

  isUnknown(link: NamespaceLink): boolean {
    return this.#unknown.has(link.name)
  }

  markUnknown(link: NamespaceLink): void {
    this.#unknown.add(link.name)
  }

  forgetUnknown(): void {
    this.#unknown.clear()
  }

  /** Tries again after a growing wait. */
  retry(link: NamespaceLink, problem: Problem): void {
    const { clock, random } = this.#options
    if (link.state === 'live' && clock.now() - link.sinceMs > STABLE_MS) link.failures = 0
    const delayMs = backoffMs(link.failures++, random)
    this.#plan(link, link.everLive ? 'reconnecting' : 'offline', problem, delayMs)
  }

  /** Nothing will change soon: one try every RETRY_INVALID_NAMESPACE_MS. */
  rest(link: NamespaceLink, problem: Problem): void {
    this.#plan(link, 'offline', problem, RETRY_INVALID_NAMESPACE_MS)
  }

  #plan(link: NamespaceLink, state: 'offline' | 'reconnecting', problem: Problem, delayMs: number): void {
    const { clock, retries } = this.#options
    link.show(state, problem, retries ? clock.now() + delayMs : null)
    if (!retries) return
    link.retryIn(delayMs, () => {
      this.#unknown.delete(link.name)
      this.#options.connect(link)
    })
  }
}
