import type { Problem, ProblemKind } from '../../shared/domain.ts'
import { Diagnosis } from './diagnose.ts'
import type { NamespaceLink } from './namespace-link.ts'
import { hostOf } from './probe.ts'
import { problemOf } from './problem.ts'
import { classifyDisconnect, classifyRefusal } from './refusal.ts'
import type { Refusal } from './refusal.ts'
import type { SessionOptions } from './session-options.ts'

interface Said {
  readonly namespace?: string
  readonly details?: string
  readonly what?: string
  readonly advice?: string
}

/** What went wrong with one target's connection, in words and without its secrets. What is done about it is the session's. */
export class SessionProblems {
  readonly #options: Pick<SessionOptions, 'catalog' | 'clock' | 'credentials' | 'settings'>
  readonly #diagnosis = new Diagnosis()

  constructor(options: Pick<SessionOptions, 'catalog' | 'clock' | 'credentials' | 'settings'>) {
    this.#options = options
  }

  /** A connection opened, or a person asks for a new look: what was found is history. */
  reset(): void {
    this.#diagnosis.reset()
  }

  of(kind: ProblemKind, said: Said = {}): Problem {
    const { url, path } = this.#options.settings()
    const problem = problemOf(kind, { host: hostOf(url), path, platform: this.#options.catalog.name, ...said })
    return { ...problem, details: this.#options.credentials.hide(problem.details) }
  }

  /** The server refused a namespace. */
  refused(link: NamespaceLink, refusal: Refusal): Problem {
    const kind = classifyRefusal(refusal, this.#options.credentials.facts, this.#options.clock.now())
    return this.of(kind, { namespace: link.name, details: `${refusal.message} ${refusal.extra}`.trim() })
  }

  /** The server neither accepted nor refused a namespace. */
  silent(link: NamespaceLink): Problem {
    return this.of('timeout', { namespace: link.name, details: 'no answer to CONNECT', what: `${hostOf(this.#options.settings().url)} did not answer the request for ${link.name}.` })
  }

  /** The server ended a namespace that was live. */
  dropped(link: NamespaceLink): Problem {
    return this.of('dropped-by-server', { namespace: link.name, details: 'io server disconnect' })
  }

  /** The connection ended. */
  lost(reason: string, details: string): Problem {
    // WebSocket close codes: going away, service restart, try again later.
    const kind: ProblemKind = / code 10(?:01|12|13)$/.test(details) ? 'server-closing' : classifyDisconnect(reason)
    return this.of(kind, { details: `${reason} ${details}`.trim() })
  }

  /** The connection did not open: by the error, or by a closer look at the address. Never rejects. */
  async unopened(error: unknown): Promise<Problem> {
    const { catalog, credentials } = this.#options
    const { kind, ...said } = await this.#diagnosis.explain(error, this.#options.settings(), catalog.connection.path, credentials.platformAnswered)
    return this.of(kind, said)
  }
}
