import { ATTACHMENTS_MAX, BINARY_BYTES_MAX, PAYLOAD_KEPT_BYTES_MAX } from '../../shared/limits.ts'
import type { RawPayload, RejectReason } from '../monitor/wire-event.ts'
import { LazyPayload, parseJson } from '../monitor/raw-payload.ts'
import { scanHead, scanName } from './packet-scan.ts'
import type { PacketHead } from './packet-scan.ts'

/*
 * The `parser` option of a Manager. Events never go through Socket.IO's Socket: they are handed out here, at once and
 * with their arguments unread. So an event before CONNECT is not missed (Flask-SocketIO sends some), and no event of a
 * refused attempt is replayed at the next one, because the Socket's receive buffer stays empty.
 */

export interface PacketHooks {
  event(namespace: string, name: string, payload: RawPayload): void
  rejected(namespace: string, reason: RejectReason, bytes: number): void
}

/** `data` of a refusal that was a bare string (`44/admin,"Unable to connect"`): Socket.IO would show an empty message. */
export class StringRefusal {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

const CONNECT = 0
const DISCONNECT = 1
const EVENT = 2
const ACK = 3
const CONNECT_ERROR = 4
const BINARY_EVENT = 5
const BINARY_ACK = 6

/** Names that Socket.IO itself uses; as event names they would look like a change of the connection. */
const reservedNames = new Set(['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'])

export function isReservedName(name: string): boolean {
  return reservedNames.has(name)
}

interface DecodedPacket {
  readonly type: number
  readonly nsp: string
  readonly id?: number | undefined
  readonly data?: unknown
}

interface Pending {
  readonly head: PacketHead
  readonly text: string
  bytes: number
  left: number
}

/** Reads what must be read of each packet. A malformed packet is counted through the hooks; it never throws and never closes the connection. */
export class LazyDecoder {
  readonly #hooks: PacketHooks
  readonly #keptBytesMax: number
  #listeners: ((packet: DecodedPacket) => void)[] = []
  #pending: Pending | undefined
  /** Attachments of a rejected packet still arrive: they belong to it and are not counted again. */
  #skipBinary = false

  /** @param keptBytesMax payload text above it is cut. */
  constructor(hooks: PacketHooks, keptBytesMax = PAYLOAD_KEPT_BYTES_MAX) {
    this.#hooks = hooks
    this.#keptBytesMax = keptBytesMax
  }

  on(event: string, listener: (packet: DecodedPacket) => void): this {
    if (event === 'decoded') this.#listeners.push(listener)
    return this
  }

  off(event: string, listener: (packet: DecodedPacket) => void): this {
    if (event === 'decoded') this.#listeners = this.#listeners.filter((known) => known !== listener)
    return this
  }

  add(data: unknown): void {
    if (typeof data === 'string') this.#addText(data)
    else this.#addBinary(data)
  }

  destroy(): void {
    this.#pending = undefined
    this.#skipBinary = false
  }

  #addText(text: string): void {
    if (this.#pending) this.#hooks.rejected(this.#pending.head.namespace, 'not-an-event', this.#pending.bytes)
    this.#pending = undefined
    this.#skipBinary = false
    const bytes = Buffer.byteLength(text)
    const head = scanHead(text)
    if (!head) {
      this.#skipBinary = text.startsWith('5') || text.startsWith('6')
      this.#hooks.rejected('/', 'unknown-packet', bytes)
      return
    }
    if (head.type !== BINARY_EVENT && head.type !== BINARY_ACK) {
      this.#complete(head, text, bytes)
      return
    }
    if (head.attachments < 1 || head.attachments > ATTACHMENTS_MAX) {
      this.#skipBinary = true
      this.#hooks.rejected(head.namespace, head.attachments < 1 ? 'not-an-event' : 'too-many-attachments', bytes)
      return
    }
    this.#pending = { head, text, bytes, left: head.attachments }
  }

  #addBinary(data: unknown): void {
    const bytes = data instanceof ArrayBuffer || ArrayBuffer.isView(data) ? data.byteLength : 0
    const pending = this.#pending
    if (!pending) {
      if (!this.#skipBinary) this.#hooks.rejected('/', 'unknown-packet', bytes)
      return
    }
    pending.bytes += bytes
    pending.left -= 1
    if (pending.bytes - pending.text.length > BINARY_BYTES_MAX) {
      this.#pending = undefined
      this.#skipBinary = true
      this.#hooks.rejected(pending.head.namespace, 'attachments-too-large', pending.bytes)
    } else if (pending.left === 0) {
      this.#pending = undefined
      this.#complete(pending.head, pending.text, pending.bytes)
    }
  }

  #complete(head: PacketHead, text: string, bytes: number): void {
    switch (head.type) {
      case EVENT:
      case BINARY_EVENT:
        return this.#event(head, text, bytes)
      case ACK:
      case BINARY_ACK:
        return this.#ack(head, text, bytes)
      case CONNECT:
        return this.#connect(head, text, bytes)
      case CONNECT_ERROR:
        return this.#connectError(head, text, bytes)
      case DISCONNECT:
        return this.#emit({ type: DISCONNECT, nsp: head.namespace })
      default:
        return this.#hooks.rejected(head.namespace, 'unknown-packet', bytes)
    }
  }

  #event(head: PacketHead, text: string, bytes: number): void {
    const scanned = scanName(text, head.bodyAt)
    if (typeof scanned === 'string') this.#hooks.rejected(head.namespace, scanned, bytes)
    else if (isReservedName(scanned.name)) this.#hooks.rejected(head.namespace, 'reserved-name', bytes)
    else this.#hooks.event(head.namespace, scanned.name, new LazyPayload(scanned.argsText, bytes, head.attachments, this.#keptBytesMax))
  }

  #ack(head: PacketHead, text: string, bytes: number): void {
    const args = head.bodyAt >= text.length ? [] : parseJson(text.slice(head.bodyAt))
    if (!Array.isArray(args) || head.id === undefined) this.#hooks.rejected(head.namespace, Array.isArray(args) ? 'not-an-event' : 'not-json', bytes)
    else this.#emit({ type: ACK, nsp: head.namespace, id: head.id, data: args })
  }

  #connect(head: PacketHead, text: string, bytes: number): void {
    if (head.bodyAt >= text.length) return this.#emit({ type: CONNECT, nsp: head.namespace })
    const data = parseJson(text.slice(head.bodyAt))
    if (typeof data !== 'object' || data === null) return this.#hooks.rejected(head.namespace, 'not-json', bytes)
    // Without a text as sid Socket.IO says "you are trying to reach a server in v2.x", which is then true.
    const sid = 'sid' in data && typeof data.sid === 'string' ? data.sid : undefined
    return this.#emit({ type: CONNECT, nsp: head.namespace, data: sid === undefined ? {} : { sid } })
  }

  #connectError(head: PacketHead, text: string, bytes: number): void {
    const body = head.bodyAt < text.length ? parseJson(text.slice(head.bodyAt)) : null
    if (body === undefined) this.#hooks.rejected(head.namespace, 'not-json', bytes)
    else this.#emit({ type: CONNECT_ERROR, nsp: head.namespace, data: refusalOf(body) })
  }

  #emit(packet: DecodedPacket): void {
    for (const listener of this.#listeners) listener(packet)
  }
}

/** `44` carries an object, a string, or whatever a server thinks up. */
function refusalOf(body: unknown): { message: string; data?: unknown } {
  if (typeof body === 'string') return { message: body, data: new StringRefusal(body) }
  if (typeof body !== 'object' || body === null) return { message: '' }
  const message = 'message' in body ? body.message : undefined
  return { message: typeof message === 'string' ? message : (JSON.stringify(message) ?? ''), data: 'data' in body ? body.data : undefined }
}

/** What Rollcall sends is JSON without attachments. */
class TextEncoder {
  encode(packet: { type: number; nsp?: string; id?: number; data?: unknown }): string[] {
    const namespace = packet.nsp !== undefined && packet.nsp !== '/' ? `${packet.nsp},` : ''
    const body = packet.data === undefined || packet.data === null ? '' : JSON.stringify(packet.data)
    return [`${packet.type}${namespace}${packet.id ?? ''}${body}`]
  }
}

/** The parser of one connection. */
export function lazyParser(hooks: PacketHooks, keptBytesMax = PAYLOAD_KEPT_BYTES_MAX): { Encoder: new () => object; Decoder: new () => object } {
  return {
    Encoder: TextEncoder,
    Decoder: class extends LazyDecoder {
      constructor() {
        super(hooks, keptBytesMax)
      }
    },
  }
}
