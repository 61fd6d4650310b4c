import type { LazyPayload } from '../../monitor/raw-payload.ts'
import { parseJson } from '../../monitor/raw-payload.ts'
import { scanName, scannedPayload } from '../packet-scan.ts'

/*
 * `event_received` and `event_sent` are the only packets of the feed that come at the rate of the whole server: 10,000
 * a second and more. Namespace, socket and event name are read from the text; the event's own arguments stay raw.
 */

export interface FeedEvent {
  readonly namespace: string
  readonly socketId: string
  readonly name: string
  readonly payload: LazyPayload
}

const QUOTE = 34
/** Longest namespace or socket id that is read: longer ones are no valid entries. */
const TEXT_CHARS_MAX = 300

/**
 * Reads `[nsp, id, [eventName, ...args], timestamp?]`. An acknowledgement function of an outgoing event is a trailing
 * null in its arguments: the server does not take it out, and it can't be told from a real null.
 * @param attachments of the whole packet: they are the event's.
 * @returns undefined when the text is no such entry.
 */
export function scanFeedEvent(text: string, attachments: number): FeedEvent | undefined {
  const nsp = scanText(text, 1)
  if (!nsp?.value.startsWith('/') || text[nsp.end] !== ',') return undefined
  const id = scanText(text, nsp.end + 1)
  if (!id || id.value === '' || text[id.end] !== ',' || text[id.end + 1] !== '[') return undefined
  const end = argsEnd(text)
  if (end <= id.end + 1) return undefined
  const inner = text.slice(id.end + 1, end)
  const scanned = scanName(inner, 0)
  if (typeof scanned === 'string') return undefined
  return { namespace: nsp.value, socketId: id.value, name: scanned.name, payload: scannedPayload(inner, scanned, Buffer.byteLength(inner), attachments) }
}

/** A short JSON string that begins at `start`. */
function scanText(text: string, start: number): { value: string; end: number } | undefined {
  if (text.charCodeAt(start) !== QUOTE) return undefined
  const end = text.indexOf('"', start + 1)
  if (end < 0 || end - start > TEXT_CHARS_MAX) return undefined
  const value = text.slice(start + 1, end)
  if (!value.includes('\\')) return { value, end: end + 1 }
  // Escapes are rare in a namespace and never in an id: then it is parsed as far as its real end.
  for (let close = end; close > 0 && close - start <= TEXT_CHARS_MAX; close = text.indexOf('"', close + 1)) {
    const parsed = parseJson(text.slice(start, close + 1))
    if (typeof parsed === 'string') return { value: parsed, end: close + 1 }
  }
  return undefined
}

/** Where the array of the event ends: before `,"timestamp"]`, or before the last `]` where there is no timestamp. */
function argsEnd(text: string): number {
  const last = text.length - 1
  if (text[last] !== ']') return -1
  if (text[last - 1] === ']') return last
  if (text.charCodeAt(last - 1) === QUOTE) {
    const open = text.lastIndexOf('"', last - 2)
    return text[open - 1] === ',' && text[open - 2] === ']' ? open - 1 : -1
  }
  // A timestamp that is a number or null.
  const comma = text.lastIndexOf(',')
  return text[comma - 1] === ']' ? comma : -1
}
