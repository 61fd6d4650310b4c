import type { Manager } from 'socket.io-client'

/*
 * The common case of a WebSocket's bytes, read at once: whole, unmasked text frames of up to 64 kB that hold a Socket.IO packet go straight to
 * the decoder; every other byte goes where it always went, in order. It saves the frame, message and packet objects that ws, Engine.IO and
 * Manager make of each event (measured: 1.6 us to 0.6 us for 200 bytes). What ws refuses it still refuses: a text that is no UTF-8, a frame
 * above its limit, a text within a fragmented message and every malformed frame are handed to it, and after its error, or the peer's close
 * frame, nothing is read here any more.
 */

const TEXT_FRAME = 0x81
const FINAL = 0x80
const CONTROL = 0x08
/** Engine.IO packet type "message". */
const MESSAGE = 52
const LENGTH_IN_TWO_BYTES = 126
const LENGTH_IN_EIGHT_BYTES = 127
/** A longer frame that comes in pieces is left to ws: putting it together piece by piece would cost its square. */
const BEGUN_BYTES_MAX = 4_096

/** Gets a whole text packet without Engine.IO's type, to be read at once. Returns false for what is no UTF-8. */
type Take = (chunk: Buffer, from: number, to: number) => boolean

/** Where the bytes go that are not read here. */
export interface UsualReader {
  /** false: it wants no more for now. */
  write(bytes: Buffer): boolean
  /** It holds no part of a frame and of no message. */
  isBetweenMessages(): boolean
  /** It failed or ended: what comes now is nobody's. */
  isOver(): boolean
  /** Longest message that it takes; 0: any. */
  readonly bytesMax: number
}

/** The parts of ws's Receiver, a Writable, on which this rests. */
interface Receiver {
  write(bytes: Buffer): boolean
  readonly errored: Error | null
  readonly writableEnded: boolean
  readonly _state: number
  readonly _bufferedBytes: number
  readonly _fragmented: number
  readonly _maxPayload: number
  readonly _allowSynchronousEvents: boolean
}

/**
 * Reads the Manager's WebSocket this way from now on. Returns false, and changes nothing, where it has none, where compression is negotiated
 * (frames are then read later than plain ones that follow them), and where ws is not as it is known.
 */
export function readQuickly(manager: Manager, take: Take): boolean {
  const ws = (manager.engine.transport as unknown as { ws?: { extensions?: unknown; _receiver?: unknown } }).ws
  const receiver = ws?._receiver
  if (ws?.extensions !== '' || !isKnown(receiver) || Object.hasOwn(receiver, 'write')) return false
  const write = receiver.write.bind(receiver)
  receiver.write = quickReader(take, {
    write,
    isBetweenMessages: () => receiver._state === 0 && receiver._bufferedBytes === 0 && receiver._fragmented === 0,
    isOver: () => receiver.errored !== null || receiver.writableEnded,
    bytesMax: receiver._maxPayload,
  })
  return true
}

function isKnown(value: unknown): value is Receiver {
  if (typeof value !== 'object' || value === null) return false
  const { write, errored, writableEnded, _state, _bufferedBytes, _fragmented, _maxPayload, _allowSynchronousEvents } = value as Partial<Receiver>
  const numbers = [_state, _bufferedBytes, _fragmented, _maxPayload].every((each) => typeof each === 'number')
  return numbers && typeof write === 'function' && errored === null && writableEnded === false && _allowSynchronousEvents === true
}

/** A reader of chunks. @param usual gets all else. */
export function quickReader(take: Take, usual: UsualReader): (chunk: Buffer) => boolean {
  const bytesMax = usual.bytesMax > 0 ? usual.bytesMax : Infinity
  /** Begin of a frame whose rest comes with the next chunk. */
  let begun: Buffer | undefined
  /** Bytes of a frame that is not read here and are still to come. */
  let passing = 0
  /** A message in several frames is under way: its parts, and what comes between them, are not read here. */
  let fragmented = false
  /** All is the usual reader's until it is between two messages, and for good once a frame is malformed or it failed. */
  let mode: 'usual' | 'quick' | 'left' = usual.isBetweenMessages() ? 'quick' : 'usual'
  let flows = true

  const pass = (bytes: Buffer): void => {
    flows = usual.write(bytes)
    if (usual.isOver()) mode = 'left'
  }

  /** Reads the frames from `at` on; returns how far it came: at the end, or where a frame begins that is not whole. */
  const readFrames = (chunk: Buffer, from: number): number => {
    const end = chunk.length
    let at = from
    while (at + 2 <= end && mode === 'quick') {
      const first = chunk[at] as number
      const small = chunk[at + 1] as number
      const headBytes = small === LENGTH_IN_TWO_BYTES ? 4 : small === LENGTH_IN_EIGHT_BYTES ? 10 : 2
      // Masked: no server may.
      if (small > LENGTH_IN_EIGHT_BYTES) {
        mode = 'left'
        pass(chunk.subarray(at))
        return end
      }
      if (at + headBytes > end) return at
      const length = small < LENGTH_IN_TWO_BYTES ? small : small === LENGTH_IN_TWO_BYTES ? (chunk[at + 2] as number) * 256 + (chunk[at + 3] as number) : Number(chunk.readBigUInt64BE(at + 2))
      const body = at + headBytes
      const to = body + length
      if (to > end) {
        if (length <= BEGUN_BYTES_MAX) return at
        passing = to - end
        follow(first)
        pass(at === 0 ? chunk : chunk.subarray(at))
        return end
      }
      if (first === TEXT_FRAME && !fragmented && length > 0 && chunk[body] === MESSAGE && length <= bytesMax && small < LENGTH_IN_EIGHT_BYTES) {
        if (!take(chunk, body + 1, to)) pass(chunk.subarray(at, to))
      } else {
        follow(first)
        pass(chunk.subarray(at, to))
      }
      at = to
    }
    return at
  }

  const follow = (first: number): void => {
    if ((first & CONTROL) === 0) fragmented = (first & FINAL) === 0
  }

  return (arrived) => {
    flows = true
    if (mode !== 'quick') {
      pass(arrived)
      if (mode === 'usual' && usual.isBetweenMessages()) mode = 'quick'
      return flows
    }
    let chunk = arrived
    let at = 0
    if (passing > 0) {
      at = Math.min(passing, chunk.length)
      passing -= at
      pass(at === chunk.length ? chunk : chunk.subarray(0, at))
    } else if (begun) {
      chunk = Buffer.concat([begun, chunk])
      begun = undefined
    }
    if (mode === 'quick') at = readFrames(chunk, at)
    if (at >= chunk.length) return flows
    if (mode === 'quick') begun = Buffer.from(chunk.subarray(at))
    else if (!usual.isOver()) pass(chunk.subarray(at))
    return flows
  }
}
