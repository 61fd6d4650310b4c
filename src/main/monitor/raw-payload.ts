import { PAYLOAD_KEPT_BYTES_MAX } from '../../shared/limits.ts'
import { skim } from './skim.ts'
import type { SkimPlan } from './skim.ts'
import type { RawPayload } from './wire-event.ts'

/**
 * Arguments of an event as JSON text, parsed only when somebody asks. It holds the packet's own text and where the arguments begin: of most
 * events nobody wants a text of the arguments alone, so none is made.
 */
export class LazyPayload implements RawPayload {
  readonly #source: string
  /** Where the first argument begins in the source; 0: the source is the text of the arguments. */
  readonly #from: number
  readonly bytes: number
  readonly attachments: number
  readonly cut: boolean

  /**
   * @param source the packet, which ends with the arguments' bracket; cut here when it is too long. @param bytes of the whole packet.
   * @param keptBytesMax Infinity: never cut. @param from where the first argument begins in the source; 0: the source is the arguments array.
   */
  constructor(source: string, bytes: number, attachments: number, keptBytesMax = PAYLOAD_KEPT_BYTES_MAX, from = 0) {
    const chars = from === 0 ? source.length : source.length - from + 1
    // A character is at least one byte and at most three: most payloads are decided without counting.
    const cut = chars * 3 > keptBytesMax && (chars > keptBytesMax || Buffer.byteLength(source) - Math.max(0, from - 1) > keptBytesMax)
    this.cut = cut
    this.#source = cut ? cutToBytes(from === 0 ? source : `[${source.slice(from, from + keptBytesMax)}`, keptBytesMax) : source
    this.#from = cut ? 0 : from
    this.bytes = bytes
    this.attachments = attachments
  }

  get text(): string {
    return this.#from === 0 ? this.#source : `[${this.#source.slice(this.#from)}`
  }

  get chars(): number {
    return this.#source.length
  }

  args(): readonly unknown[] | undefined {
    if (this.cut) return undefined
    const args = parseJson(this.text)
    return Array.isArray(args) ? args : undefined
  }

  skim(plan: SkimPlan): readonly unknown[] | undefined {
    return this.cut ? undefined : skim(this.#source, this.#from === 0 ? -1 : this.#from, plan)
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
