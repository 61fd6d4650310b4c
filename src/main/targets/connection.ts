import { Manager } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import type { TargetSettings, TransportName } from '../../shared/domain.ts'
import { CONNECT_TIMEOUT_MS, PAYLOAD_KEPT_BYTES_MAX } from '../../shared/limits.ts'
import { parseJson } from '../monitor/raw-payload.ts'
import { originOf } from './namespaces.ts'
import { lazyParser } from './lazy-parser.ts'
import type { LazyDecoder, PacketHooks } from './lazy-parser.ts'
import { readQuickly } from './quick-frames.ts'
import { MESSAGE_BYTES_MAX, rawSockets } from './raw-sockets.ts'
import type { RawSockets } from './raw-sockets.ts'

export interface ConnectionSettings {
  readonly url: string
  readonly path: string
  readonly transports: readonly TransportName[]
  /** PEM text, empty: the system's authorities. */
  readonly ca: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  /** The admin feed's snapshot is one event of 1 kB a socket: larger messages, and payloads that are never cut. */
  readonly whole?: { readonly messageBytesMax: number }
}

export interface ConnectionHandlers extends PacketHooks {
  opened(): void
  /** It never opened. */
  failed(error: unknown): void
  /** It was open and ended, not by us. @param reason Socket.IO's own word. */
  lost(reason: string, details: string): void
  transportChanged(): void
}

/** What a connection needs of a target's settings; query and header ways carry the token of now. @param agent `User-Agent`: by it the admin feed knows Rollcall's own sockets. */
export function connectionSettings(settings: TargetSettings, token: string | undefined, agent: string): ConnectionSettings {
  const { authWay, url, path, transports, caCertificate } = settings
  return {
    url: originOf(url),
    path,
    transports,
    ca: caCertificate,
    query: authWay === 'query' && token ? { token } : {},
    headers: { 'User-Agent': agent, ...(authWay === 'header' && token ? { Authorization: `Bearer ${token}` } : {}) },
  }
}

/** How long a polite goodbye may take before the sockets are cut. */
const GOODBYE_MS = 1_000

/**
 * One Manager = one Engine.IO connection, used once: whatever ends it, the next try is a new Connection. It never
 * retries by itself (the documents' own "reconnect on io server disconnect" is a hot loop).
 */
export class Connection {
  readonly #manager: Manager
  readonly #raw: RawSockets
  #state: 'opening' | 'open' | 'closed' = 'opening'
  #sockets: Socket[] = []

  constructor(settings: ConnectionSettings, handlers: ConnectionHandlers) {
    const messageBytesMax = settings.whole?.messageBytesMax ?? MESSAGE_BYTES_MAX
    this.#raw = rawSockets(settings.url.startsWith('https:'), messageBytesMax)
    const options = {
      path: settings.path,
      transports: [...settings.transports],
      tryAllTransports: true,
      reconnection: false,
      autoConnect: false,
      timeout: CONNECT_TIMEOUT_MS,
      requestTimeout: 0,
      query: settings.query,
      extraHeaders: { ...settings.headers },
      parser: lazyParser({
        event: (namespace, name, payload) => {
          if (this.#state === 'open') handlers.event(namespace, name, payload)
        },
        leftOut: (namespace, name, bytes) => this.#state === 'open' && handlers.leftOut?.(namespace, name, bytes) === true,
        rejected: (namespace, reason, bytes) => {
          if (this.#state === 'open') handlers.rejected(namespace, reason, bytes)
        },
      }, settings.whole ? Infinity : PAYLOAD_KEPT_BYTES_MAX),
      // Typed for browsers only; Node takes an http.Agent.
      agent: this.#raw.agent as unknown as boolean,
      maxPayload: messageBytesMax,
      ...(settings.ca === '' ? {} : { ca: settings.ca }),
    }
    this.#manager = new Manager(settings.url, options)
    this.#manager.on('open', () => {
      if (this.#state !== 'opening') return
      this.#state = 'open'
      this.#manager.engine.on('upgrade', () => {
        this.#readQuickly()
        handlers.transportChanged()
      })
      this.#readQuickly()
      handlers.opened()
    })
    this.#manager.on('error', (error) => {
      if (this.#state !== 'opening') return
      this.#end()
      handlers.failed(error)
    })
    this.#manager.on('close', (reason, description) => {
      if (this.#state === 'closed') return
      this.#end()
      // "forced close" follows the refusal of the only active socket, which its own listener reports.
      if (reason !== 'forced close') handlers.lost(reason, detailsOf(description))
    })
  }

  /** Not part of Manager's public types: the decoder that it made of the parser. */
  #readQuickly(): void {
    const { decoder } = this.#manager as unknown as { decoder?: LazyDecoder }
    if (this.transport === 'websocket' && decoder) readQuickly(this.#manager, (chunk, from, to) => decoder.addBytes(chunk, from, to))
  }

  get isOpen(): boolean {
    return this.#state === 'open'
  }

  get isClosed(): boolean {
    return this.#state === 'closed'
  }

  get transport(): TransportName | null {
    const name = this.#state === 'open' ? this.#manager.engine.transport?.name : undefined
    return name === 'websocket' || name === 'polling' ? name : null
  }

  open(): void {
    this.#manager.open()
    this.#guardHandshake()
  }

  /** The socket of a namespace, not connected. Register listeners, then call connect(): once, or CONNECT is sent twice. */
  socket(namespace: string, auth: () => Record<string, string>): Socket {
    const socket = this.#manager.socket(namespace, { auth: (send: (data: object) => void) => send(auth()) })
    this.#sockets.push(socket)
    return socket
  }

  /** No handler is called any more. `politely` says goodbye to the server, `now` cuts. */
  close(how: 'politely' | 'now'): void {
    this.#state = 'closed'
    this.#manager.off()
    for (const socket of this.#sockets) {
      socket.off()
      socket.disconnect()
    }
    this.#end()
    if (how === 'now' || this.#raw.open === 0) {
      this.#raw.destroyAll()
      return
    }
    const timer = setTimeout(() => this.#raw.destroyAll(), GOODBYE_MS)
    timer.unref()
  }

  #end(): void {
    this.#state = 'closed'
    this.#sockets = []
    // Not part of Manager's public types, but of its documented life: closes the engine and its timers.
    ;(this.#manager as unknown as { _close(): void })._close()
    if (this.#raw.open > 0) setTimeout(() => this.#raw.destroyAll(), GOODBYE_MS).unref()
  }

  /** The client parses a handshake unguarded: one that is none would end this process. Checked before it reads it. */
  #guardHandshake(): void {
    this.#manager.engine?.on('packet', (packet) => {
      if (packet.type !== 'open' || (this.#state === 'opening' && isHandshake(packet.data))) return
      packet.type = 'error'
      packet.data = 'not a Socket.IO handshake'
    })
  }
}

function isHandshake(data: unknown): boolean {
  const handshake = typeof data === 'string' ? parseJson(data) : undefined
  if (typeof handshake !== 'object' || handshake === null) return false
  const { sid, upgrades, pingInterval, pingTimeout } = handshake as Record<string, unknown>
  return typeof sid === 'string' && Array.isArray(upgrades) && typeof pingInterval === 'number' && typeof pingTimeout === 'number'
}

function detailsOf(description: unknown): string {
  if (description instanceof Error) return description.message
  if (typeof description !== 'object' || description === null) return ''
  const text = 'description' in description ? String(description.description) : ''
  const context = 'context' in description && typeof description.context === 'object' ? description.context : null
  const code = context && 'code' in context ? ` code ${String(context.code)}` : ''
  return `${text}${code}`
}
