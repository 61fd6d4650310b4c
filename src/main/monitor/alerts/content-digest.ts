import { isSentAtName } from '../latency/sent-at.ts'
import { foldName } from '../names.ts'
import { TextHash } from './text-hash.ts'

/** Deeper values count as one: a payload can be nested tens of thousands of levels deep. */
const DEPTH_MAX = 16
/** Ids of the message and its state of delivery, as foldName() writes them: another copy for another person is the same content. */
const ofTheMessage = new Set(['id', 'notificationid', 'messageid', 'eventid', 'requestid', 'traceid', 'recipientid', 'read', 'isread'])

/**
 * A short digest of what an event says: the same fields in another order, sent at another time or as another message are
 * the same content. Left out are the fields at the top that name the message or say when it was sent, wherever they stand.
 */
export function contentDigest(args: readonly unknown[]): string {
  const hash = new TextHash()
  for (const arg of args) write(arg, 0, (text) => hash.add(text))
  return hash.digest()
}

function write(value: unknown, depth: number, put: (text: string) => void): void {
  if (typeof value !== 'object' || value === null) return put(`${JSON.stringify(value) ?? 'undefined'},`)
  if (depth >= DEPTH_MAX) return put('…,')
  if (Array.isArray(value)) {
    put('[')
    for (const item of value) write(item, depth + 1, put)
    return put('],')
  }
  put('{')
  for (const key of Object.keys(value).sort()) {
    if ((depth === 0 && ofTheMessage.has(foldName(key))) || isSentAtName(key)) continue
    put(`${JSON.stringify(key)}:`)
    write((value as Record<string, unknown>)[key], depth + 1, put)
  }
  put('},')
}
