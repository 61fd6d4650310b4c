import { isUtf8 } from 'node:buffer'
import { ATTACHMENTS_MAX, BINARY_BYTES_MAX, PAYLOAD_KEPT_BYTES_MAX } from '../../shared/limits.ts'
import type { RawPayload, RejectReason } from '../monitor/wire-event.ts'
import { LazyPayload, parseJson } from '../monitor/raw-payload.ts'
import { HeadCache } from './head-cache.ts'
import { scanHead, scanName, scannedPayload } from './packet-scan.ts'
import type { PacketHead } from './packet-scan.ts'

/*
 * The `parser` option of a Manager. Events never go through Socket.IO's Socket: they are handed out here, at once and
 * with their arguments unread. So an event before CONNECT is not missed (Flask-SocketIO sends some), and no event of a
 * refused attempt is replayed at the next one, because the Socket's receive buffer stays empty.
 */

export interface PacketHooks {
  event(namespace: string, name: string, payload: RawPayload): void
  rejected(namespace: string, reason: RejectReason, bytes: number): void
  /** Whether an event without attachments was counted and need not be read; then event() is not called for it. */
  leftOut?(namespace: string, name: string, bytes: number): boolean
}

/** `data` of a refusal that was a bare string (`44/admin,"Unable to connect"`): Socket.IO would show an empty message. */
export class StringRefusal {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** Of every Buffer, but not in its types: half the cost of toString(). */
type Utf8Buffer = Buffer & { utf8Slice(start: number, end: number): string }

const CLOSE_LIST = 93
const CONNECT = 0
const DISCONNECT = 1
const EVENT = 2
const ACK = 3
const CONNECT_ERROR = 4
const BINARY_EVENT = 5
const BINARY_ACK = 6

/** Names that Socket.IO itself uses; as event names they would look like a change of the connection. */
const reservedNames = new Set(['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'])

/** A name that no event may have. */
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
  readonly #heads = new HeadCache()
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
    if (typeof data === 'string') this.addText(data, Buffer.byteLength(data))
    else this.#addBinary(data)
  }

  destroy(): void {
    this.#pending = undefined
    this.#skipBinary = false
  }

  /**
   * A text packet as UTF-8, to be read at once: the chunk is not kept. Of an event that is left out no text is made.
   * @returns false: it is no UTF-8, and was not read
   */
  addBytes(chunk: Buffer, from: number, to: number): boolean {
    const head = this.#pending === undefined && chunk[to - 1] === CLOSE_LIST ? this.#heads.find(chunk, from, to) : undefined
    if (head && this.#hooks.leftOut && isUtf8(chunk.subarray(from, to)) && this.#hooks.leftOut(head.namespace, head.name, to - from)) {
      this.#skipBinary = false
      return true
    }
    const text = (chunk as Utf8Buffer).utf8Slice(from, to)
    // A text without this character was UTF-8; with it, it may be the character itself.
    if (text.includes('\uFFFD') && !isUtf8(chunk.subarray(from, to))) return false
    if (head) {
      this.#skipBinary = false
      this.#hooks.event(head.namespace, head.name, new LazyPayload(text, to - from, 0, this.#keptBytesMax, head.bytes.length))
    } else this.addText(text, to - from)
    return true
  }

  /** A text packet. @param bytes of it as UTF-8 */
  addText(text: string, bytes: number): void {
    if (this.#pending) this.#hooks.rejected(this.#pending.head.namespace, 'not-an-event', this.#pending.bytes)
    this.#pending = undefined
    this.#skipBinary = false
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
    else {
      if (head.type === EVENT && head.id === undefined) this.#heads.learn(text, scanned.argsAt, head.namespace, scanned.name)
      this.#hooks.event(head.namespace, scanned.name, scannedPayload(text, scanned, bytes, head.attachments, this.#keptBytesMax))
    }
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
