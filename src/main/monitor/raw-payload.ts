import { PAYLOAD_KEPT_BYTES_MAX } from '../../shared/limits.ts'
import type { RawPayload } from './wire-event.ts'

/** Arguments of an event as JSON text, parsed only when somebody asks. */
export class LazyPayload implements RawPayload {
  readonly text: string
  readonly bytes: number
  readonly attachments: number
  readonly cut: boolean

  /** @param text the arguments array without the event name; cut here when it is too long. @param bytes of the whole packet. @param keptBytesMax Infinity: never cut. */
  constructor(text: string, bytes: number, attachments: number, keptBytesMax = PAYLOAD_KEPT_BYTES_MAX) {
    // A character is at least one byte: most payloads are decided without counting.
    this.cut = text.length > keptBytesMax || (text.length * 3 > keptBytesMax && Buffer.byteLength(text) > keptBytesMax)
    this.text = this.cut ? cutToBytes(text, keptBytesMax) : text
    this.bytes = bytes
    this.attachments = attachments
  }

  args(): readonly unknown[] | undefined {
    if (this.cut) return undefined
    const args = parseJson(this.text)
    return Array.isArray(args) ? args : undefined
  }
}

/** A payload from a value: what Rollcall sends. Throws for what JSON cannot hold (a cycle, a BigInt). */
export function payloadOf(args: readonly unknown[], attachments = 0): RawPayload {
  return payloadOfText(JSON.stringify(args), attachments)
}

/** A payload from the JSON text of the arguments array; any text is accepted. */
export function payloadOfText(text: string, attachments = 0): RawPayload {
  return new LazyPayload(text, Buffer.byteLength(text), attachments)
}

/** Parses JSON of a stranger: undefined when it is none; keys `__proto__` are left out. Never throws. */
export function parseJson(text: string): unknown {
  try {
    // The name may be written with escapes (\u005f is the underscore); then the slow way is taken as well.
    const suspicious = text.includes('__proto__') || text.includes('\\u00')
    return suspicious ? JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value)) : JSON.parse(text)
  } catch {
    return undefined
  }
}

function cutToBytes(text: string, bytesMax: number): string {
  // Through a buffer: a slice of a string would keep the whole 5 MB alive.
  const cut = Buffer.from(text.slice(0, bytesMax)).subarray(0, bytesMax).toString()
  return cut.endsWith('\uFFFD') ? cut.slice(0, -1) : cut
}
