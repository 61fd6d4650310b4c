import { PAYLOAD_KEPT_BYTES_MAX } from '../../shared/limits.ts'
import type { RawPayload } from './wire-event.ts'

/** A payload that is already text: what Rollcall sends itself, and what tests receive. */
class TextPayload implements RawPayload {
  readonly text: string
  readonly bytes: number
  readonly attachments: number
  readonly cut: boolean

  constructor(text: string, attachments: number) {
    this.cut = text.length > PAYLOAD_KEPT_BYTES_MAX
    this.text = this.cut ? text.slice(0, PAYLOAD_KEPT_BYTES_MAX) : text
    this.bytes = Buffer.byteLength(text)
    this.attachments = attachments
  }

  args(): readonly unknown[] | undefined {
    return this.cut ? undefined : parseArguments(this.text)
  }
}

/** A payload from a value: `payloadOf([{ a: 1 }, 2])`. Throws for what JSON cannot hold (a cycle, a BigInt). */
export function payloadOf(args: readonly unknown[], attachments = 0): RawPayload {
  return new TextPayload(JSON.stringify(args), attachments)
}

/** A payload from the JSON text of the arguments array; any text is accepted. */
export function payloadOfText(text: string, attachments = 0): RawPayload {
  return new TextPayload(text, attachments)
}

/**
 * Parses the JSON text of an arguments array without `__proto__` keys; undefined when it is no JSON or no array.
 * The slow way (a reviver) is taken only where the text can hold such a key. Never throws.
 */
export function parseArguments(text: string): readonly unknown[] | undefined {
  try {
    const suspect = text.includes('__proto__') || text.includes('\\u00')
    const value: unknown = suspect ? JSON.parse(text, (key, item: unknown) => (key === '__proto__' ? undefined : item)) : JSON.parse(text)
    return Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
