import { LazyPayload } from '../monitor/raw-payload.ts'

/* Reads the head of a Socket.IO packet by hand (protocol 5): `<type>[<attachments>-][/namespace,][ack id][JSON]`. */

export interface PacketHead {
  readonly type: number
  readonly attachments: number
  readonly namespace: string
  readonly id: number | undefined
  /** Where the JSON starts; text.length when there is none. */
  readonly bodyAt: number
}

const ZERO = 48
const NINE = 57
const QUOTE = 34
const BACKSLASH = 92
const ID_DIGITS_MAX = 15

/** undefined when the text is no packet. */
export function scanHead(text: string): PacketHead | undefined {
  const type = text.charCodeAt(0) - ZERO
  if (!(type >= 0 && type <= 6)) return undefined
  let at = 1
  let attachments = 0
  if (type === 5 || type === 6) {
    const end = digitsEnd(text, at)
    if (end === at || text[end] !== '-') return undefined
    attachments = Number(text.slice(at, end))
    at = end + 1
  }
  let namespace = '/'
  if (text[at] === '/') {
    const comma = text.indexOf(',', at)
    namespace = text.slice(at, comma < 0 ? text.length : comma)
    at = comma < 0 ? text.length : comma + 1
  }
  let id: number | undefined
  const end = digitsEnd(text, at)
  if (end > at) {
    if (end - at > ID_DIGITS_MAX) return undefined
    id = Number(text.slice(at, end))
    at = end
  }
  return { type, attachments, namespace, id, bodyAt: at }
}

/** `argsAt`: where the first argument begins, -1 where there is none. `end`: after the bracket that closes the array. */
export type NameScan = { readonly name: string; readonly argsAt: number; readonly end: number } | 'not-json' | 'not-an-event'

/**
 * Reads the event name at the front of `["name",…]` and leaves the rest as text. Only the frame of the rest is looked
 * at (it must end with `]`): whether it is JSON shows when somebody parses it.
 */
export function scanName(text: string, bodyAt: number): NameScan {
  let at = skipSpace(text, bodyAt)
  if (at >= text.length) return 'not-an-event'
  if (text[at] !== '[') return isJsonStart(text[at]) ? 'not-an-event' : 'not-json'
  const last = lastVisible(text)
  if (text[last] !== ']' || last <= at) return 'not-json'
  at = skipSpace(text, at + 1)
  const name = text.charCodeAt(at) === QUOTE ? scanString(text, at) : scanNumber(text, at)
  if (typeof name === 'string') return name
  at = skipSpace(text, name.end)
  if (at === last) return { name: name.value, argsAt: -1, end: last + 1 }
  if (text[at] !== ',') return 'not-json'
  return { name: name.value, argsAt: at + 1, end: last + 1 }
}

/** The arguments of a scanned event, still unread. */
export function scannedPayload(text: string, { argsAt, end }: { readonly argsAt: number; readonly end: number }, bytes: number, attachments: number, keptBytesMax?: number): LazyPayload {
  if (argsAt < 0) return new LazyPayload('[]', bytes, attachments, keptBytesMax)
  return new LazyPayload(end === text.length ? text : text.slice(0, end), bytes, attachments, keptBytesMax, argsAt)
}

function scanString(text: string, start: number): { value: string; end: number } | 'not-json' {
  let escaped = false
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === BACKSLASH) {
      escaped = true
      at++
    } else if (code === QUOTE) {
      const value = escaped ? parseName(text.slice(start, at + 1)) : text.slice(start + 1, at)
      return value === undefined ? 'not-json' : { value, end: at + 1 }
    } else if (code < 32) {
      return 'not-json'
    }
  }
  return 'not-json'
}

/** Socket.IO allows a number as event name; anything else is no event. */
function scanNumber(text: string, start: number): { value: string; end: number } | 'not-json' | 'not-an-event' {
  const found = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/.exec(text.slice(start, start + 40))
  if (found) return { value: String(Number(found[0])), end: start + found[0].length }
  return isJsonStart(text[start]) ? 'not-an-event' : 'not-json'
}

function parseName(json: string): string | undefined {
  try {
    const name: unknown = JSON.parse(json)
    return typeof name === 'string' ? name : undefined
  } catch {
    return undefined
  }
}

function digitsEnd(text: string, from: number): number {
  let at = from
  while (at < text.length && text.charCodeAt(at) >= ZERO && text.charCodeAt(at) <= NINE) at++
  return at
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && isSpace(text.charCodeAt(at))) at++
  return at
}

function lastVisible(text: string): number {
  let at = text.length - 1
  while (at >= 0 && isSpace(text.charCodeAt(at))) at--
  return at
}

function isJsonStart(char: string | undefined): boolean {
  return char !== undefined && /[[{"tfn\]\d-]/.test(char)
}
