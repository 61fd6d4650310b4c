import type { Socket } from 'socket.io-client'
import type { LinkState, Problem } from '../../shared/domain.ts'
import { CONNECT_SETTLE_MS, CONNECT_TIMEOUT_MS } from '../../shared/limits.ts'
import type { RawPayload } from '../monitor/wire-event.ts'
import type { Clock, Timer } from './clock.ts'
import type { Connection } from './connection.ts'
import { StringRefusal } from './lazy-parser.ts'
import type { Refusal } from './refusal.ts'

export interface LinkOptions {
  readonly name: string
  readonly title: string
  readonly clock: Clock
  readonly proofEvents: readonly string[]
  readonly refusalEvents: readonly string[]
  /** Names of events that carry an application's errors. */
  readonly errorEvents: readonly string[]
  /** What goes into CONNECT; asked for at every attempt, so that it is never an old token. */
  auth(): Record<string, string>
  onChange(): void
  live(link: NamespaceLink): void
  /** Refused before it was live, in any of the three forms. */
  refused(link: NamespaceLink, refusal: Refusal): void
  /** The server neither accepted nor refused. */
  silent(link: NamespaceLink): void
  /** The server ended it after it was live. */
  dropped(link: NamespaceLink): void
}

/**
 * One namespace: one Socket at a time. `connect` alone does not make it live: AprendeAI accepts everybody and drops a
 * bad token a moment later, so it must survive CONNECT_SETTLE_MS or prove itself by an event.
 */
export class NamespaceLink {
  readonly name: string
  readonly title: string
  readonly #options: LinkOptions
  #phase: 'idle' | 'asking' | 'settling' | 'live' = 'idle'
  #state: LinkState = 'connecting'
  #sinceMs: number
  #socket: Socket | undefined
  #connection: Connection | undefined
  #timer: Timer
  #retryTimer: Timer
  #proven = false
  #earlyError = ''
  problem: Problem | null = null
  nextTryAtMs: number | null = null
  attempts = 0
  /** Failures in a row, for the back-off. */
  failures = 0
  everLive = false

  constructor(options: LinkOptions) {
    this.#options = options
    this.name = options.name
    this.title = options.title
    this.#sinceMs = options.clock.now()
  }

  get state(): LinkState {
    return this.#state
  }

  get sinceMs(): number {
    return this.#sinceMs
  }

  get isLive(): boolean {
    return this.#phase === 'live'
  }

  /** Socket.IO's id of this socket on the server; undefined while not connected. */
  get socketId(): string | undefined {
    return this.#socket?.id
  }

  /** The socket that may be sent on; undefined unless live. */
  get liveSocket(): Socket | undefined {
    return this.#phase === 'live' && this.#socket?.connected ? this.#socket : undefined
  }

  /** Asks for the namespace on a connection that is open or opening; an attempt that runs is not doubled. */
  connect(connection: Connection): void {
    if (this.#phase !== 'idle' && this.#connection === connection) return
    this.#clearTimers()
    if (this.#connection !== connection || !this.#socket) {
      this.#connection = connection
      this.#socket = this.#listen(connection)
    }
    // Nothing of an earlier attempt may be sent or seen again.
    this.#socket.receiveBuffer.length = 0
    this.#socket.sendBuffer.length = 0
    this.#proven = false
    this.#earlyError = ''
    this.#phase = 'asking'
    this.show(this.everLive ? 'reconnecting' : 'connecting', this.problem)
    this.#socket.connect()
  }

  /** Ends this attempt or life of the namespace, without a word to the target. */
  disconnect(): void {
    this.#idle()
    if (this.#socket?.active) this.#socket.disconnect()
  }

  /** The connection is gone or given up: the next attempt has a new Socket. */
  detach(): void {
    this.#idle()
    this.#socket = undefined
    this.#connection = undefined
  }

  /** Sets what the window shows. @param nextTryAtMs null where no try is planned. */
  show(state: LinkState, problem: Problem | null, nextTryAtMs: number | null = null): void {
    if (state !== this.#state) this.#sinceMs = this.#options.clock.now()
    this.#state = state
    this.problem = problem
    this.nextTryAtMs = nextTryAtMs
    this.#options.onChange()
  }

  /** Plans the next attempt of this namespace alone. */
  retryIn(ms: number, run: () => void): void {
    this.#options.clock.clearTimeout(this.#retryTimer)
    this.#retryTimer = this.#options.clock.setTimeout(run, ms)
  }

  /** Every event of the namespace comes by, before CONNECT as well (Flask-SocketIO sends some early). */
  onEvent(name: string, payload: RawPayload): void {
    if (this.#phase !== 'asking' && this.#phase !== 'settling') return
    if (this.#options.proofEvents.includes(name)) {
      this.#proven = true
      if (this.#phase === 'settling') this.#live()
    } else if (this.#options.refusalEvents.includes(name)) {
      this.disconnect()
      this.#options.refused(this, { message: this.#earlyError, bareString: false, extra: textOf(name, payload) })
    } else if (this.#options.errorEvents.includes(name)) {
      this.#earlyError = textOf(name, payload)
    }
  }

  #listen(connection: Connection): Socket {
    const socket = connection.socket(this.name, () => {
      // Called when CONNECT is written, which is after the connection opened: the time for an answer runs from here.
      this.attempts++
      this.#options.clock.clearTimeout(this.#timer)
      this.#timer = this.#options.clock.setTimeout(() => this.#onSilence(), CONNECT_TIMEOUT_MS)
      return this.#options.auth()
    })
    socket.on('connect', () => {
      if (this.#phase !== 'asking') return
      this.#options.clock.clearTimeout(this.#timer)
      this.#phase = 'settling'
      if (this.#proven) return this.#live()
      this.show('loading', this.problem)
      this.#timer = this.#options.clock.setTimeout(() => this.#live(), CONNECT_SETTLE_MS)
    })
    socket.on('connect_error', (error: Error & { data?: unknown }) => {
      // While it is active, the error is the transport's and the connection reports it.
      if (socket.active && !/v2\.x/.test(error.message)) return
      if (this.#phase === 'idle') return
      const wasLive = this.#phase === 'live'
      this.disconnect()
      if (wasLive) return this.#options.dropped(this)
      const bareString = error.data instanceof StringRefusal
      const extra = bareString || error.data === undefined ? '' : (JSON.stringify(error.data) ?? '')
      this.#options.refused(this, { message: error.message, bareString, extra: `${extra} ${this.#earlyError}`.trim() })
    })
    socket.on('disconnect', (reason) => {
      if (reason !== 'io server disconnect' || this.#phase === 'idle') return
      const wasLive = this.#phase === 'live'
      this.#idle()
      if (wasLive) this.#options.dropped(this)
      else this.#options.refused(this, { message: '', bareString: false, extra: `${reason} ${this.#earlyError}`.trim() })
    })
    return socket
  }

  #live(): void {
    if (this.#phase !== 'settling') return
    this.#options.clock.clearTimeout(this.#timer)
    this.#phase = 'live'
    this.everLive = true
    this.show('live', null)
    this.#options.live(this)
  }

  #onSilence(): void {
    this.disconnect()
    this.#options.silent(this)
  }

  #idle(): void {
    this.#phase = 'idle'
    this.#clearTimers()
  }

  #clearTimers(): void {
    this.#options.clock.clearTimeout(this.#timer)
    this.#options.clock.clearTimeout(this.#retryTimer)
  }
}

function textOf(name: string, payload: RawPayload): string {
  return `event ${name}: ${payload.text.slice(0, 300)}`
}
