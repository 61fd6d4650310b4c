import type { Problem, TargetView, TransportName } from '../../shared/domain.ts'
import { RETRY_INVALID_NAMESPACE_MS } from '../../shared/limits.ts'
import { assertNever } from '../assert-never.ts'
import type { RawPayload } from '../monitor/wire-event.ts'
import { ADMIN_NAMESPACE, AdminProbe, mayAskForAdminFeed } from './admin-probe.ts'
import { backoffMs } from './backoff.ts'
import type { Timer } from './clock.ts'
import { Connection, connectionSettings } from './connection.ts'
import { LinkCare, STABLE_MS } from './link-care.ts'
import { syncLinks, wordsOf } from './link-set.ts'
import { NamespaceLink } from './namespace-link.ts'
import { isLoopback, namespacesOf } from './namespaces.ts'
import { isTokenProblem } from './refusal.ts'
import type { Refusal } from './refusal.ts'
import type { SessionOptions } from './session-options.ts'
import { SessionProblems } from './session-problems.ts'
import { TokenCare } from './token-care.ts'
import type { LadderStep } from './token-ladder.ts'

/** After so many failures in a row "Reconnecting" becomes "Offline". */
const OFFLINE_AFTER_FAILURES = 5

/**
 * The life of one target's connection and the one policy of when to try again. A namespace (the scout) goes first: while
 * its token is not accepted, no other is tried. Every end is a new run; what an older run still waits for is ignored.
 */
export class Session {
  readonly #options: SessionOptions
  readonly #problems: SessionProblems
  readonly #token: TokenCare
  readonly #care: LinkCare
  readonly #admin: AdminProbe
  readonly #links = new Map<string, NamespaceLink>()
  #phase: 'stopped' | 'connecting' | 'up' | 'waiting' | 'signed-out' = 'stopped'
  #connection: Connection | undefined
  #scout: NamespaceLink | undefined
  #run = 0
  #retryTimer: Timer
  #failures = 0
  #upSinceMs: number | undefined
  problem: Problem | null = null
  nextTryAtMs: number | null = null
  signedOutAtMs: number | null = null
  /** Engine.IO connections opened since the start. */
  connections = 0
  adminFeed: TargetView['adminFeed'] = 'unknown'

  constructor(options: SessionOptions) {
    this.#options = options
    const { catalog, clock, random, credentials } = options
    this.#problems = new SessionProblems(options)
    this.#token = new TokenCare({
      catalog,
      clock,
      random,
      credentials,
      problemOf: (kind, details) => this.#problems.of(kind, details === undefined ? {} : { details }),
      renewed: () => this.#freshToken(),
      failed: (details) => this.#renewalFailed(details),
    })
    this.#care = new LinkCare({
      clock,
      random,
      retries: !options.trial,
      connectionIsOpen: () => this.#connection?.isClosed === false,
      connect: (link) => this.#connectLink(link),
      down: (link) => options.namespaceDown(link.name),
      renewToken: () => this.#token.renewOutOfTurn(),
      sessionRetry: (problem) => this.#wait(problem),
      sessionTokenRefused: (problem) => void this.#tokenRefused(problem),
    })
    this.#admin = new AdminProbe(clock)
  }

  get links(): ReadonlyMap<string, NamespaceLink> {
    return this.#links
  }

  get transport(): TransportName | null {
    return this.#connection?.transport ?? null
  }

  get isSignedOut(): boolean {
    return this.#phase === 'signed-out'
  }

  get isRunning(): boolean {
    return this.#phase !== 'stopped'
  }

  /** Starts over now. @param fresh a person or a changed network asks: failures are forgotten. */
  begin(fresh: boolean): void {
    const run = this.#endRun('now')
    if (fresh) {
      this.#problems.reset()
      this.#care.forgetUnknown()
      this.#failures = 0
      this.#token.reset()
    }
    this.problem = null
    this.signedOutAtMs = null
    this.#phase = 'connecting'
    if (this.#options.loopbackOnly && !isLoopback(this.#options.settings().url)) return this.#wait(this.#problems.of('not-loopback'), Infinity)
    if (this.#links.size === 0) return this.#options.onChange()
    for (const link of this.#links.values()) if (!this.#care.isUnknown(link)) link.show(link.everLive ? 'reconnecting' : 'connecting', null)
    void this.#token.ensure().then((step) => this.#follow(step, run))
  }

  stop(): void {
    this.#endRun('politely')
    this.#phase = 'stopped'
  }

  retryLink(link: NamespaceLink): void {
    link.failures = 0
    if (this.#phase === 'up') this.#connectLink(link)
    else this.begin(true)
  }

  /** Makes the links fit the settings; a namespace that is switched on connects at once. */
  syncLinks(): void {
    const { added, removed } = syncLinks(this.#links, namespacesOf(this.#options.settings(), this.#options.catalog), (name, title) => this.#createLink(name, title))
    for (const link of removed) this.#options.namespaceDown(link.name)
    for (const link of added) this.#connectLink(link)
    // The scout was switched off before it was live, or the first namespace was switched on.
    const lostScout = this.#scout !== undefined && !this.#links.has(this.#scout.name)
    if (this.#phase === 'connecting' && this.#links.size > 0 && (lostScout || !this.#scout)) this.begin(false)
  }

  #createLink(name: string, title: string): NamespaceLink {
    const link = new NamespaceLink({
      name,
      title,
      clock: this.#options.clock,
      ...wordsOf(this.#options.catalog),
      auth: () => this.#auth(),
      onChange: () => this.#options.onChange(),
      live: (live) => this.#onLive(live),
      refused: (refused, refusal) => this.#onRefused(refused, refusal),
      silent: (silent) => this.#onSilent(silent),
      dropped: (dropped) => this.#onDropped(dropped),
    })
    if (this.#phase === 'signed-out') link.show('signed-out', this.problem)
    return link
  }

  #follow(step: LadderStep, run: number): void {
    if (run !== this.#run) return
    switch (step.go) {
      case 'connect':
        return this.#open()
      case 'sign-out':
        return this.#signOut(step.problem)
      case 'wait':
        return this.#wait(step.problem, step.delayMs)
      default:
        return assertNever(step)
    }
  }

  #open(): void {
    const run = this.#run
    const connection = new Connection(
      connectionSettings(this.#options.settings(), this.#options.credentials.token, this.#options.agent),
      {
        opened: () => {
          this.connections++
          this.#problems.reset()
          this.#options.onChange()
        },
        failed: (error) => void this.#explain(error, run),
        lost: (reason, details) => this.#wait(this.#problems.lost(reason, details)),
        transportChanged: () => this.#options.onChange(),
        event: (namespace, name, payload) => this.#onEvent(namespace, name, payload),
        leftOut: (namespace, name, bytes) => this.#leftOut(namespace, name, bytes),
        rejected: (namespace, reason, bytes) => this.#options.sink.rejected(this.#options.settings().id, namespace, reason, bytes, this.#options.clock.now()),
      },
    )
    this.#connection = connection
    const links = [...this.#links.values()]
    this.#scout = links.find((link) => !this.#care.isUnknown(link)) ?? links[0]
    connection.open()
    this.#scout?.connect(connection)
  }

  #onEvent(namespace: string, name: string, payload: RawPayload): void {
    const { sink, clock } = this.#options
    const targetId = this.#options.settings().id
    const link = this.#links.get(namespace)
    if (!link) {
      if (!this.#admin.onEvent(namespace, name)) sink.rejected(targetId, namespace, 'unknown-packet', payload.bytes, clock.now())
      return
    }
    sink.event({ targetId, namespace, name, direction: 'in', atMs: clock.now(), payload })
    link.onEvent(name, payload)
    this.#options.onEvent(namespace, name, payload)
  }

  /** Nobody here needs to read the event, and the sink has counted it and needs no more. */
  #leftOut(namespace: string, name: string, bytes: number): boolean {
    const options = this.#options
    if (this.#links.get(namespace)?.isLive !== true || options.reads(namespace, name)) return false
    return options.sink.leftOut?.(options.settings().id, namespace, name, bytes, options.clock.now()) === true
  }

  #auth(): Record<string, string> {
    const token = this.#options.settings().authWay === 'auth.token' ? this.#options.credentials.token : undefined
    return token === undefined ? {} : { token }
  }

  #onLive(link: NamespaceLink): void {
    this.#options.namespaceLive(link.name)
    this.#care.live(link)
    if (link !== this.#scout || this.#phase === 'up') return
    this.#phase = 'up'
    this.#upSinceMs = this.#options.clock.now()
    this.problem = null
    this.nextTryAtMs = null
    this.#token.arm()
    for (const other of this.#links.values()) {
      if (this.#care.isUnknown(other)) this.#care.unknown(other, other.problem ?? this.#problems.of('namespace-unknown', { namespace: other.name }))
      else if (other !== link) this.#connectLink(other)
    }
    const connection = this.#connection
    if (connection && mayAskForAdminFeed(this.#options.settings(), this.#options.trial) && !this.#links.has(ADMIN_NAMESPACE)) {
      this.#options.pacer.schedule('emit', () => this.#askForAdminFeed(connection))
    }
    this.#options.onChange()
  }

  #askForAdminFeed(connection: Connection): void {
    if (connection !== this.#connection || connection.isClosed) return
    this.#admin.run(connection, (feed) => {
      this.adminFeed = feed ?? 'unknown'
      this.#options.onChange()
    })
  }

  #connectLink(link: NamespaceLink): void {
    if (this.#phase !== 'up') return
    if (!this.#connection || this.#connection.isClosed) this.begin(false)
    else link.connect(this.#connection)
  }

  // --- refusals and ends

  #onRefused(link: NamespaceLink, refusal: Refusal): void {
    const problem = this.#problems.refused(link, refusal)
    this.#options.namespaceDown(link.name)
    if (problem.kind === 'namespace-unknown') return this.#namespaceUnknown(link, problem)
    const isScout = this.#isScouting(link)
    if (isTokenProblem(problem.kind)) void (isScout ? this.#tokenRefused(problem) : this.#care.tokenRefused(link, problem))
    else if (isScout) this.#wait(problem)
    else this.#care.retry(link, problem)
  }

  #onSilent(link: NamespaceLink): void {
    const problem = this.#problems.silent(link)
    if (this.#isScouting(link)) this.#wait(problem)
    else this.#care.retry(link, problem)
  }

  #onDropped(link: NamespaceLink): void {
    this.#options.namespaceDown(link.name)
    // A token near its end may be the reason: renewed at once, tried again with back-off all the same.
    void this.#token.renewOutOfTurn()
    this.#care.retry(link, this.#problems.dropped(link))
  }

  #isScouting(link: NamespaceLink): boolean {
    return link === this.#scout && this.#phase !== 'up'
  }

  #namespaceUnknown(link: NamespaceLink, problem: Problem): void {
    this.#care.unknown(link, problem)
    if (this.#phase === 'up') return
    if ([...this.#links.values()].every((known) => this.#care.isUnknown(known))) {
      this.#care.forgetUnknown()
      this.#wait(problem, RETRY_INVALID_NAMESPACE_MS)
    } else {
      // The next one scouts, on a new connection: the client closed this one with its only socket.
      this.#connection?.close('politely')
      this.#open()
    }
  }

  /** Refresh once, then the kept password once, then quiet until the user signs in. */
  async #tokenRefused(problem: Problem): Promise<void> {
    if (this.#wasStable()) this.#token.reset()
    const run = this.#endRun('politely')
    this.#phase = 'connecting'
    this.#follow(await this.#token.afterRefusal(problem), run)
  }

  #signOut(problem: Problem): void {
    this.#endRun('politely')
    this.#phase = 'signed-out'
    this.problem = problem
    this.signedOutAtMs = this.#options.clock.now()
    for (const link of this.#links.values()) link.show('signed-out', problem)
  }

  async #explain(error: unknown, run: number): Promise<void> {
    const problem = await this.#problems.unopened(error)
    if (run === this.#run) this.#wait(problem)
  }

  /** Ends the run and plans the next. @param delayMs what the server asks for; the back-off is the least. Infinity: no retry. */
  #wait(problem: Problem, delayMs = 0): void {
    if (this.#wasStable()) {
      this.#failures = 0
      this.#token.reset()
    }
    this.#endRun('politely')
    this.#phase = 'waiting'
    const { clock, random, trial } = this.#options
    const waitMs = Math.max(backoffMs(this.#failures++, random), delayMs)
    const stays = trial || waitMs === Infinity
    this.problem = problem
    this.nextTryAtMs = stays ? null : clock.now() + waitMs
    for (const link of this.#links.values()) {
      const down = !link.everLive || this.#failures > OFFLINE_AFTER_FAILURES || stays
      link.show(down ? 'offline' : 'reconnecting', (this.#care.isUnknown(link) ? link.problem : null) ?? problem, this.nextTryAtMs)
    }
    if (stays) return
    this.#retryTimer = clock.setTimeout(() => {
      this.begin(false)
      // Until the try tells something else, the last problem stays on screen.
      if (this.#phase === 'connecting') this.problem = problem
    }, waitMs)
  }

  #endRun(how: 'politely' | 'now'): number {
    this.#options.clock.clearTimeout(this.#retryTimer)
    this.#token.stop()
    this.#admin.stop()
    this.#options.pacer.clear()
    this.#connection?.close(how)
    this.#connection = undefined
    for (const link of this.#links.values()) {
      link.detach()
      this.#options.namespaceDown(link.name)
    }
    this.#scout = undefined
    this.#care.newRun()
    this.#upSinceMs = undefined
    this.nextTryAtMs = null
    return ++this.#run
  }

  #wasStable(): boolean {
    return this.#upSinceMs !== undefined && this.#options.clock.now() - this.#upSinceMs > STABLE_MS
  }

  // --- a renewed token

  /** Where the token is looked at again later, the sockets must carry the new one: one by one, so that most stay live. */
  #freshToken(): void {
    this.problem = null
    this.signedOutAtMs = null
    this.#options.onChange()
    const { authWay } = this.#options.settings()
    if (this.#phase !== 'up') return
    const live = [...this.#links.values()].filter((link) => link.isLive)
    if (authWay === 'auth.token' && !this.#options.catalog.auth.checkedAtEveryMessage) return
    // Query and headers belong to the connection; and a connection ends with its only socket. Then all is made anew.
    if (authWay !== 'auth.token' || live.length < 2) return this.begin(false)
    this.#care.rotate(live)
  }

  #renewalFailed(details: string): void {
    this.problem = this.#problems.of('token-expired', { details })
    this.signedOutAtMs = this.#options.clock.now()
    this.#options.onChange()
  }
}
