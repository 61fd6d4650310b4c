import type { Catalog } from '../../shared/catalog.ts'
import type { Problem, ProblemKind, TargetSettings, TargetView, TransportName } from '../../shared/domain.ts'
import { RETRY_INVALID_NAMESPACE_MS } from '../../shared/limits.ts'
import type { RawPayload, WireSink } from '../monitor/wire-event.ts'
import { ADMIN_NAMESPACE, AdminProbe } from './admin-probe.ts'
import { backoffMs } from './backoff.ts'
import { assertNever } from './clock.ts'
import type { Clock, Random, Timer } from './clock.ts'
import { Connection } from './connection.ts'
import type { Credentials } from './credentials.ts'
import { diagnose } from './diagnose.ts'
import { LinkCare, STABLE_MS } from './link-care.ts'
import { NamespaceLink } from './namespace-link.ts'
import { isLoopback, namespacesOf } from './namespaces.ts'
import type { Pacer } from './pacer.ts'
import { hostOf } from './probe.ts'
import { problemOf } from './problem.ts'
import { classifyDisconnect, classifyRefusal, isTokenProblem } from './refusal.ts'
import type { Refusal } from './refusal.ts'
import { RenewalTimer } from './renewal-timer.ts'
import { errorEventsOf } from './rooms.ts'
import { TokenLadder } from './token-ladder.ts'
import type { LadderStep } from './token-ladder.ts'

export interface SessionOptions {
  readonly catalog: Catalog
  readonly clock: Clock
  readonly random: Random
  readonly sink: WireSink
  readonly loopbackOnly: boolean
  /** One attempt and no retry; the admin feed is asked for in every environment. */
  readonly trial: boolean
  readonly credentials: Credentials
  readonly pacer: Pacer
  settings(): TargetSettings
  onChange(): void
  /** A namespace became live, or may not be used any more. */
  namespaceLive(namespace: string): void
  namespaceDown(namespace: string): void
  onEvent(namespace: string, name: string, payload: RawPayload): void
  /** The first namespace is live: the token was accepted. */
  onUp(): void
  onDown(): void
}

/** After so many failures in a row "Reconnecting" becomes "Offline". */
const OFFLINE_AFTER_FAILURES = 5
/** A connection that does not open is looked at closely the first time and then every so many failures. */
const LOOK_EVERY = 4

/**
 * The life of one target's connection and the one policy of when to try again. A namespace (the scout) goes first: while
 * its token is not accepted, no other is tried. Every end is a new run; what an older run still waits for is ignored.
 */
export class Session {
  readonly #options: SessionOptions
  readonly #ladder: TokenLadder
  readonly #care: LinkCare
  readonly #admin: AdminProbe
  readonly #renewal: RenewalTimer
  readonly #links = new Map<string, NamespaceLink>()
  #phase: 'stopped' | 'connecting' | 'up' | 'waiting' | 'signed-out' = 'stopped'
  #connection: Connection | undefined
  #scout: NamespaceLink | undefined
  #run = 0
  #retryTimer: Timer
  #failures = 0
  #linkRenewalUsed = false
  #toReconnect: NamespaceLink[] = []
  #upSinceMs: number | undefined
  problem: Problem | null = null
  nextTryAtMs: number | null = null
  signedOutAtMs: number | null = null
  /** Engine.IO connections opened since the start. */
  connections = 0
  adminFeed: TargetView['adminFeed'] = 'unknown'

  constructor(options: SessionOptions) {
    this.#options = options
    const { clock, random, credentials } = options
    this.#ladder = new TokenLadder(credentials, (kind, details) => this.#problemOf(kind, details === undefined ? {} : { details }))
    this.#care = new LinkCare({ clock, random, retries: !options.trial, connect: (link) => this.#connectLink(link) })
    this.#admin = new AdminProbe(clock)
    this.#renewal = new RenewalTimer({ clock, random, credentials, renewed: () => this.#freshToken(), failed: ({ details }) => this.#renewalFailed(details) })
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
      this.#failures = 0
      this.#ladder.reset()
    }
    this.problem = null
    this.signedOutAtMs = null
    this.#phase = 'connecting'
    if (this.#options.loopbackOnly && !isLoopback(this.#options.settings().url)) return this.#wait(this.#problemOf('not-loopback'), Infinity)
    if (this.#links.size === 0) return this.#options.onChange()
    for (const link of this.#links.values()) if (!this.#care.isUnknown(link)) link.show(link.everLive ? 'reconnecting' : 'connecting', null)
    void this.#ladder.ensure(this.#options.clock.now()).then((step) => this.#follow(step, run))
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
    const { catalog, clock } = this.#options
    const wanted = namespacesOf(this.#options.settings(), catalog).filter(({ on }) => on)
    for (const [name, link] of this.#links) {
      if (wanted.some((namespace) => namespace.name === name)) continue
      link.disconnect()
      this.#links.delete(name)
      this.#options.namespaceDown(name)
    }
    for (const { name, title } of wanted) {
      if (this.#links.has(name)) continue
      const link = new NamespaceLink(
        {
          name,
          title,
          clock,
          proofEvents: catalog.auth.proofEvents,
          refusalEvents: catalog.auth.refusalEvents,
          errorEvents: errorEventsOf(catalog),
          auth: () => this.#auth(),
          onChange: () => this.#options.onChange(),
          live: (live) => this.#onLive(live),
          refused: (refused, refusal) => this.#onRefused(refused, refusal),
          silent: (silent) => this.#onSilent(silent),
          dropped: (dropped) => this.#onDropped(dropped),
        },
        this.#phase === 'signed-out' ? 'signed-out' : 'connecting',
      )
      this.#links.set(name, link)
      this.#connectLink(link)
    }
    // The scout was switched off before it was live, or the first namespace was switched on.
    const lostScout = this.#scout !== undefined && !this.#links.has(this.#scout.name)
    if (this.#phase === 'connecting' && this.#links.size > 0 && (lostScout || !this.#scout)) this.begin(false)
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
    const { authWay, url, path, transports, caCertificate } = this.#options.settings()
    const token = this.#options.credentials.token
    const run = this.#run
    const connection = new Connection(
      {
        url,
        path,
        transports,
        ca: caCertificate,
        query: authWay === 'query' && token ? { token } : {},
        headers: authWay === 'header' && token ? { Authorization: `Bearer ${token}` } : {},
      },
      {
        opened: () => {
          this.connections++
          this.#options.onChange()
        },
        failed: (error) => void this.#explain(error, run),
        lost: (reason, details) => this.#lost(reason, details),
        transportChanged: () => this.#options.onChange(),
        event: (namespace, name, payload) => this.#onEvent(namespace, name, payload),
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

  #auth(): Record<string, string> {
    const token = this.#options.settings().authWay === 'auth.token' ? this.#options.credentials.token : undefined
    return token === undefined ? {} : { token }
  }

  #onLive(link: NamespaceLink): void {
    this.#options.namespaceLive(link.name)
    if (link !== this.#scout || this.#phase === 'up') return this.#reconnectNext()
    this.#phase = 'up'
    this.#upSinceMs = this.#options.clock.now()
    this.problem = null
    this.nextTryAtMs = null
    this.#renewal.arm()
    for (const other of this.#links.values()) {
      if (this.#care.isUnknown(other)) this.#care.rest(other, other.problem ?? this.#problemOf('namespace-unknown', { namespace: other.name }))
      else if (other !== link) this.#connectLink(other)
    }
    this.#options.onUp()
    this.#askForAdminFeed()
    this.#options.onChange()
  }

  #connectLink(link: NamespaceLink): void {
    if (this.#phase !== 'up') return
    if (!this.#connection || this.#connection.isClosed) this.begin(false)
    else link.connect(this.#connection)
  }

  // --- refusals and ends

  #onRefused(link: NamespaceLink, refusal: Refusal): void {
    const kind = classifyRefusal(refusal, this.#options.credentials.facts, this.#options.clock.now())
    const problem = this.#problemOf(kind, { namespace: link.name, details: `${refusal.message} ${refusal.extra}`.trim() })
    this.#options.namespaceDown(link.name)
    if (kind === 'namespace-unknown') return this.#namespaceUnknown(link, problem)
    const isScout = link === this.#scout && this.#phase !== 'up'
    if (isTokenProblem(kind)) void (isScout ? this.#tokenRefused(problem) : this.#linkTokenRefused(link, problem))
    else if (isScout) this.#wait(problem)
    else this.#retry(link, problem)
  }

  #onSilent(link: NamespaceLink): void {
    const problem = this.#problemOf('timeout', { namespace: link.name, details: 'no answer to CONNECT', what: `${hostOf(this.#options.settings().url)} did not answer the request for ${link.name}.` })
    if (link === this.#scout && this.#phase !== 'up') this.#wait(problem)
    else this.#retry(link, problem)
  }

  #onDropped(link: NamespaceLink): void {
    this.#options.namespaceDown(link.name)
    const problem = this.#problemOf('dropped-by-server', { namespace: link.name, details: 'io server disconnect' })
    if (!this.#options.credentials.isEndingSoon(this.#options.clock.now())) return this.#retry(link, problem)
    // A token near its end may be the reason: renewed at once, tried again with back-off all the same.
    void this.#ladder.renewAny()
    this.#retry(link, problem)
  }

  #retry(link: NamespaceLink, problem: Problem): void {
    if (!this.#connection || this.#connection.isClosed) this.#wait(problem)
    else this.#care.retry(link, problem)
  }

  #namespaceUnknown(link: NamespaceLink, problem: Problem): void {
    this.#care.markUnknown(link)
    this.#care.rest(link, problem)
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

  /** Refused although the scout's token was good: one new token for all of them, then this one rests. */
  async #linkTokenRefused(link: NamespaceLink, problem: Problem): Promise<void> {
    if (!this.#connection || this.#connection.isClosed) return this.#tokenRefused(problem)
    const run = this.#run
    if (!this.#linkRenewalUsed) {
      this.#linkRenewalUsed = true
      const renewed = await this.#ladder.renewAny()
      if (run !== this.#run) return
      if (renewed) {
        this.#renewal.arm()
        this.#connectLink(link)
        return
      }
    }
    this.#care.rest(link, problem)
  }

  /** Refresh once, then the kept password once, then quiet until the user signs in. */
  async #tokenRefused(problem: Problem): Promise<void> {
    if (this.#wasStable()) this.#ladder.reset()
    const run = this.#endRun('politely')
    this.#phase = 'connecting'
    this.#follow(await this.#ladder.afterRefusal(problem), run)
  }

  #signOut(problem: Problem): void {
    this.#endRun('politely')
    this.#phase = 'signed-out'
    this.problem = problem
    this.signedOutAtMs = this.#options.clock.now()
    for (const link of this.#links.values()) link.show('signed-out', problem)
  }

  #lost(reason: string, details: string): void {
    // WebSocket close codes: going away, service restart, try again later.
    const kind: ProblemKind = / code 10(?:01|12|13)$/.test(details) ? 'server-closing' : classifyDisconnect(reason)
    this.#wait(this.#problemOf(kind, { details: `${reason} ${details}`.trim() }))
  }

  async #explain(error: unknown, run: number): Promise<void> {
    if (this.#failures % LOOK_EVERY !== 0 && this.problem) return this.#wait(this.problem)
    const { kind, ...said } = await diagnose(error, this.#options.settings(), this.#options.catalog.connection.path, this.#options.credentials.platformAnswered)
    if (run === this.#run) this.#wait(this.#problemOf(kind, said))
  }

  /** Ends the run and plans the next. @param delayMs what the server asks for; the back-off is the least. Infinity: no retry. */
  #wait(problem: Problem, delayMs = 0): void {
    if (this.#wasStable()) {
      this.#failures = 0
      this.#ladder.reset()
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
    this.#renewal.stop()
    this.#admin.stop()
    this.#options.pacer.clear()
    this.#options.onDown()
    this.#connection?.close(how)
    this.#connection = undefined
    for (const link of this.#links.values()) {
      link.detach()
      this.#options.namespaceDown(link.name)
    }
    this.#scout = undefined
    this.#toReconnect = []
    this.#linkRenewalUsed = false
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
    this.#toReconnect = live
    this.#reconnectNext()
  }

  #reconnectNext(): void {
    const link = this.#toReconnect.shift()
    if (!link) return
    link.disconnect()
    this.#options.namespaceDown(link.name)
    this.#connectLink(link)
  }

  #renewalFailed(details: string): void {
    this.problem = this.#problemOf('token-expired', { details })
    this.signedOutAtMs = this.#options.clock.now()
    this.#options.onChange()
  }

  /** In production only when the user presses "Test": a refused CONNECT may ring somebody's alarm. */
  #askForAdminFeed(): void {
    const { trial, pacer } = this.#options
    if ((this.#options.settings().environment === 'production' && !trial) || this.#links.has(ADMIN_NAMESPACE)) return
    const connection = this.#connection
    pacer.schedule('emit', () => {
      if (!connection || connection !== this.#connection || connection.isClosed) return
      this.#admin.run(connection, (feed) => {
        this.adminFeed = feed ?? 'unknown'
        this.#options.onChange()
      })
    })
  }

  #problemOf(kind: ProblemKind, said: { namespace?: string; details?: string; what?: string; advice?: string } = {}): Problem {
    const { url, path } = this.#options.settings()
    return problemOf(kind, { host: hostOf(url), path, platform: this.#options.catalog.name, ...said })
  }
}
