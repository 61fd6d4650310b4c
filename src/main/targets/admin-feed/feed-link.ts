import type { Socket } from 'socket.io-client'
import type { LinkState, NamespaceView, Problem, ProblemKind, TargetSettings, TransportName } from '../../../shared/domain.ts'
import { CONNECT_TIMEOUT_MS, RETRY_INVALID_NAMESPACE_MS } from '../../../shared/limits.ts'
import type { RawPayload, RejectReason } from '../../monitor/wire-event.ts'
import { backoffMs } from '../backoff.ts'
import type { Clock, Random, Timer } from '../clock.ts'
import { Connection } from '../connection.ts'
import { Diagnosis } from '../diagnose.ts'
import { StringRefusal } from '../lazy-parser.ts'
import { STABLE_MS } from '../link-care.ts'
import { isLoopback, originOf } from '../namespaces.ts'
import { hostOf } from '../probe.ts'
import { problemOf } from '../problem.ts'
import { classifyDisconnect, classifyRefusal } from '../refusal.ts'
import type { FeedAuth } from './feed-auth.ts'

/** No `config` so long after CONNECT: this is somebody's namespace, but no admin namespace. python-socketio takes 0.1 s. */
const CONFIG_WITHIN_MS = 2_000
/** A cluster gives up collecting its sockets after 5 s (and the server then ends); so long is waited for the snapshot. */
const SNAPSHOT_WITHIN_MS = 20_000
/** 1 kB a socket: 100,000 sockets. */
const SNAPSHOT_BYTES_MAX = 100 * 1024 * 1024
const OFFLINE_AFTER_FAILURES = 5

export interface FeedLinkOptions {
  readonly clock: Clock
  readonly random: Random
  readonly auth: FeedAuth
  readonly catalogPath: string
  readonly platform: string
  readonly loopbackOnly: boolean
  /** One attempt and no retry. */
  readonly trial: boolean
  /** `User-Agent` of this connection. */
  readonly agent: string
  settings(): TargetSettings
  onChange(): void
  /** A new connection is about to be made: nothing of the old one counts any more. */
  onBegin(): void
  onEvent(name: string, payload: RawPayload): void
  onRejected(reason: RejectReason, bytes: number): void
  /** It was live or on its way, and is not any more. */
  onDown(): void
}

/**
 * The admin feed's connection and its own policy of when to try again. It shares nothing with the Session of the same
 * target: a refused application token never takes the feed down, and a refused feed none of the namespaces.
 */
export class FeedLink {
  readonly #options: FeedLinkOptions
  readonly #diagnosis = new Diagnosis()
  #phase: 'stopped' | 'asking' | 'connected' | 'configured' | 'live' | 'waiting' = 'stopped'
  #state: LinkState = 'connecting'
  #sinceMs: number
  #connection: Connection | undefined
  #socket: Socket | undefined
  #timer: Timer
  #retryTimer: Timer
  #run = 0
  #failures = 0
  #liveSinceMs: number | undefined
  #everLive = false
  #problem: Problem | null = null
  #nextTryAtMs: number | null = null
  #attempts = 0
  /** Engine.IO connections opened. */
  connections = 0
  /** Connected well, and still something is to be said of it: an old version. */
  remark: Problem | null = null
  /** Every server behind it is silent. */
  delayed = false

  constructor(options: FeedLinkOptions) {
    this.#options = options
    this.#sinceMs = options.clock.now()
  }

  get view(): NamespaceView {
    const state = this.#phase === 'live' && this.delayed ? 'delayed' : this.#state
    return { name: this.#namespace, title: 'Admin feed', state, sinceMs: this.#sinceMs, problem: this.#problem ?? this.remark, nextTryAtMs: this.#nextTryAtMs, attempts: this.#attempts }
  }

  get isRunning(): boolean {
    return this.#phase !== 'stopped'
  }

  get isLive(): boolean {
    return this.#phase === 'live'
  }

  get isSignedOut(): boolean {
    return this.#state === 'signed-out'
  }

  get transport(): TransportName | null {
    return this.#connection?.transport ?? null
  }

  get socketId(): string | undefined {
    return this.#socket?.id
  }

  /** The socket that commands may be sent on. */
  get liveSocket(): Socket | undefined {
    return this.#phase === 'live' && this.#socket?.connected ? this.#socket : undefined
  }

  /** Starts over now. @param fresh a person or a changed network asks: failures are forgotten. */
  begin(fresh: boolean): void {
    this.#end('now')
    if (fresh) {
      this.#failures = 0
      this.#diagnosis.reset()
    }
    const { url } = this.#options.settings()
    if (this.#options.loopbackOnly && !isLoopback(url)) return this.#wait(this.#problemOf('not-loopback'), Infinity)
    const auth = this.#options.auth.next()
    if (auth === undefined) {
      const what = `The admin feed of ${hostOf(url)} asks for a sign-in and nothing was entered.`
      return this.#signOut(this.#problemOf('admin-credentials', { what, advice: "Enter its password or token in this platform's settings." }))
    }
    this.#open(auth)
  }

  /** All again, at once: the counts say that something was missed. */
  reload(): void {
    this.#end('politely')
    this.begin(false)
  }

  stop(): void {
    this.#end('politely')
    this.#phase = 'stopped'
  }

  /** The server said what it can: this is an admin namespace. @param awaitsSnapshot in development mode all sockets follow. */
  configured(awaitsSnapshot: boolean): void {
    if (this.#phase !== 'asking' && this.#phase !== 'connected') return
    this.#clearTimer()
    this.#phase = 'configured'
    if (!awaitsSnapshot) return this.loaded()
    this.#show('loading', null)
    this.#arm(SNAPSHOT_WITHIN_MS, () => this.#wait(this.#problemOf('timeout', { details: 'no all_sockets', what: `${hostOf(this.#options.settings().url)} accepted the admin feed but did not send its sockets.`, advice: 'A server of the cluster may hang. Rollcall tries again.' })))
  }

  /** Everything that was asked for is there. */
  loaded(): void {
    if (this.#phase !== 'configured') return
    this.#clearTimer()
    this.#phase = 'live'
    this.#everLive = true
    this.#liveSinceMs = this.#options.clock.now()
    this.#show('live', null)
  }

  get #namespace(): string {
    return this.#options.settings().adminFeed.namespace
  }

  #open(auth: Record<string, string>): void {
    const { agent } = this.#options
    const { url, path, transports, caCertificate } = this.#options.settings()
    const run = this.#run
    this.#options.onBegin()
    this.#phase = 'asking'
    this.#show(this.#everLive ? 'reconnecting' : 'connecting', this.#problem)
    const namespace = this.#namespace
    const connection = new Connection(
      { url: originOf(url), path, transports, ca: caCertificate, query: {}, headers: { 'User-Agent': agent }, whole: { messageBytesMax: SNAPSHOT_BYTES_MAX } },
      {
        opened: () => {
          this.connections++
          this.#diagnosis.reset()
        },
        failed: (error) => void this.#explain(error, run),
        lost: (reason, details) => this.#wait(this.#problemOf(/ code 10(?:01|12|13)$/.test(details) ? 'server-closing' : classifyDisconnect(reason), { details: `${reason} ${details}`.trim() })),
        transportChanged: () => this.#options.onChange(),
        event: (from, name, payload) => {
          if (from === namespace) this.#options.onEvent(name, payload)
          else this.#options.onRejected('unknown-packet', payload.bytes)
        },
        rejected: (_, reason, bytes) => this.#options.onRejected(reason, bytes),
      },
    )
    this.#connection = connection
    const socket = connection.socket(namespace, () => {
      this.#attempts++
      this.#arm(CONNECT_TIMEOUT_MS, () => this.#wait(this.#problemOf('timeout', { details: 'no answer to CONNECT', what: `${hostOf(url)} did not answer the request for ${namespace}.` })))
      return auth
    })
    this.#socket = socket
    // All listeners before connecting. The feed's events do not come through the Socket but through the connection, so
    // that `session` and the first room_joined, which the server sends before the CONNECT answer, are seen as well.
    socket.on('connect', () => {
      if (this.#phase !== 'asking') return
      this.#clearTimer()
      this.#phase = 'connected'
      this.#show('loading', this.#problem)
      this.#arm(CONFIG_WITHIN_MS, () => this.#wait(this.#problemOf('admin-namespace', { details: 'no config event' }), RETRY_INVALID_NAMESPACE_MS))
    })
    socket.on('connect_error', (error: Error & { data?: unknown }) => {
      // While it is active, the error is the transport's and the connection reports it.
      if (socket.active && !/v2\.x/.test(error.message)) return
      this.#refused(error.message, error.data)
    })
    socket.on('disconnect', (reason) => {
      if (reason === 'io server disconnect') this.#wait(this.#problemOf('dropped-by-server', { details: reason }))
    })
    connection.open()
    socket.connect()
  }

  #refused(message: string, data: unknown): void {
    const bareString = data instanceof StringRefusal
    const extra = bareString || data === undefined ? '' : (JSON.stringify(data) ?? '').slice(0, 1_000)
    const kind = kindOf(message, bareString, extra, this.#options.clock.now())
    const details = `${message} ${extra}`.trim()
    switch (kind) {
      case 'admin-namespace':
        return this.#wait(this.#problemOf(kind, { details, what: `${hostOf(this.#options.settings().url)} has no namespace ${this.#namespace}.` }), RETRY_INVALID_NAMESPACE_MS)
      case 'admin-credentials':
        // Behind a load balancer the session of one worker is unknown to the next one: then the password goes again, once.
        if (this.#options.auth.refused()) return this.begin(false)
        return this.#signOut(this.#problemOf(kind, { details }))
      default:
        return this.#wait(this.#problemOf(kind, { details }))
    }
  }

  async #explain(error: unknown, run: number): Promise<void> {
    const { kind, ...said } = await this.#diagnosis.explain(error, this.#options.settings(), this.#options.catalogPath, false)
    if (run === this.#run) this.#wait(this.#problemOf(kind, said))
  }

  /** Quiet until a person does something: each wrong password costs the server. */
  #signOut(problem: Problem): void {
    this.#end('politely')
    this.#phase = 'waiting'
    this.#show('signed-out', problem)
    this.#options.onDown()
  }

  /** Ends this attempt and plans the next. @param delayMs the back-off is the least; Infinity: no retry. */
  #wait(problem: Problem, delayMs = 0): void {
    const { clock, random, trial } = this.#options
    if (this.#liveSinceMs !== undefined && clock.now() - this.#liveSinceMs > STABLE_MS) this.#failures = 0
    this.#end('politely')
    this.#phase = 'waiting'
    const waitMs = Math.max(backoffMs(this.#failures++, random), delayMs)
    const stays = trial || waitMs === Infinity
    this.#nextTryAtMs = stays ? null : clock.now() + waitMs
    const down = !this.#everLive || this.#failures > OFFLINE_AFTER_FAILURES || stays || delayMs > 0
    this.#show(down ? 'offline' : 'reconnecting', problem)
    this.#options.onDown()
    if (!stays) this.#retryTimer = clock.setTimeout(() => this.begin(false), waitMs)
  }

  #end(how: 'politely' | 'now'): void {
    this.#run++
    this.#clearTimer()
    this.#options.clock.clearTimeout(this.#retryTimer)
    this.#connection?.close(how)
    this.#connection = undefined
    this.#socket = undefined
    this.#liveSinceMs = undefined
    this.#nextTryAtMs = null
    this.delayed = false
  }

  #show(state: LinkState, problem: Problem | null): void {
    if (state !== this.#state) this.#sinceMs = this.#options.clock.now()
    this.#state = state
    this.#problem = problem
    this.#options.onChange()
  }

  #arm(ms: number, run: () => void): void {
    this.#clearTimer()
    this.#timer = this.#options.clock.setTimeout(run, ms)
  }

  #clearTimer(): void {
    this.#options.clock.clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #problemOf(kind: ProblemKind, said: { details?: string; what?: string; advice?: string } = {}): Problem {
    const { url, path } = this.#options.settings()
    const problem = problemOf(kind, { host: hostOf(url), path, namespace: this.#namespace, platform: this.#options.platform, ...said })
    return { ...problem, details: this.#options.auth.hide(problem.details) }
  }
}

/** `invalid credentials` (admin-ui), `authentication failed` (python-socketio), or any words of a second middleware: it is about rights, unless it plainly isn't. */
function kindOf(message: string, bareString: boolean, extra: string, nowMs: number): ProblemKind {
  const kind = classifyRefusal({ message, bareString, extra }, undefined, nowMs)
  if (kind === 'namespace-unknown') return 'admin-namespace'
  return kind === 'rate-limited' || kind === 'server-trouble' || kind === 'socketio-2' ? kind : 'admin-credentials'
}
