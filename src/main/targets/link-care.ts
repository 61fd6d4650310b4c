import type { Problem } from '../../shared/domain.ts'
import { RETRY_INVALID_NAMESPACE_MS } from '../../shared/limits.ts'
import { backoffMs } from './backoff.ts'
import type { Clock, Random } from './clock.ts'
import type { NamespaceLink } from './namespace-link.ts'

/** A connection or socket that lived this long was a good one: failures are counted from zero again. */
export const STABLE_MS = 30_000
/**
 * Between DISCONNECT and CONNECT of the same namespace. A Socket.IO server handles DISCONNECT one tick late; a CONNECT in
 * the same read is then an invalid state, for which it closes the whole connection.
 */
const REASK_AFTER_MS = 300

export interface LinkCareOptions {
  readonly clock: Clock
  readonly random: Random
  /** false: show the problem and leave it (a test of a form). */
  readonly retries: boolean
  connectionIsOpen(): boolean
  connect(link: NamespaceLink): void
  /** The namespace may not be used for now. */
  down(link: NamespaceLink): void
  /** Gets a new token for all of them when the old one is near its end; false when it is not, or there is no way. */
  renewToken(): Promise<boolean>
  /** The connection ended with its only socket: the whole session waits, or asks for a new token. */
  sessionRetry(problem: Problem): void
  sessionTokenRefused(problem: Problem): void
}

/** Brings single namespaces back while the others stay live, each with its own back-off. */
export class LinkCare {
  readonly #options: LinkCareOptions
  /** Namespaces that the server does not have; asked for again seldom. */
  readonly #unknown = new Set<string>()
  #rotation: NamespaceLink[] = []
  #run = 0

  constructor(options: LinkCareOptions) {
    this.#options = options
  }

  /** The connection is gone, and with it all that was planned on it. */
  newRun(): void {
    this.#run++
    this.#rotation = []
  }

  isUnknown(link: NamespaceLink): boolean {
    return this.#unknown.has(link.name)
  }

  forgetUnknown(): void {
    this.#unknown.clear()
  }

  /** The server does not have it: shown, and asked for again seldom. */
  unknown(link: NamespaceLink, problem: Problem): void {
    this.#unknown.add(link.name)
    this.#rest(link, problem)
  }

  /** Tries again after a growing wait. */
  retry(link: NamespaceLink, problem: Problem): void {
    const { clock, random } = this.#options
    if (!this.#options.connectionIsOpen()) return this.#options.sessionRetry(problem)
    if (link.state === 'live' && clock.now() - link.sinceMs > STABLE_MS) link.failures = 0
    this.#plan(link, link.everLive ? 'reconnecting' : 'offline', problem, backoffMs(link.failures++, random))
  }

  /** Refused although the scout's token was good: tried again with a new token if the old one is near its end, else it rests. */
  async tokenRefused(link: NamespaceLink, problem: Problem): Promise<void> {
    if (!this.#options.connectionIsOpen()) return this.#options.sessionTokenRefused(problem)
    const run = this.#run
    const renewed = await this.#options.renewToken()
    if (run !== this.#run) return
    if (renewed) this.#options.connect(link)
    else this.#rest(link, problem)
  }

  /** Connects live links again one by one, so that most stay live: each takes the token that is there now. */
  rotate(links: readonly NamespaceLink[]): void {
    this.#rotation = [...links]
    this.#rotateNext()
  }

  /** A link became live: the next of the rotation may go. */
  live(link: NamespaceLink): void {
    this.#unknown.delete(link.name)
    this.#rotateNext()
  }

  #rotateNext(): void {
    const link = this.#rotation.shift()
    if (!link) return
    link.disconnect()
    this.#options.down(link)
    link.show('reconnecting', null)
    link.retryIn(REASK_AFTER_MS, () => this.#options.connect(link))
  }

  /** Nothing will change soon: one try every RETRY_INVALID_NAMESPACE_MS. */
  #rest(link: NamespaceLink, problem: Problem): void {
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
