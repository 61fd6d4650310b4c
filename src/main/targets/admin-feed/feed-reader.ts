import type { RawPayload, RejectReason } from '../../monitor/wire-event.ts'
import { decodeConfig, decodeDelta, decodeSession, decodeStats } from './decode.ts'
import type { DecodeContext, Delta, ServerStats } from './decode.ts'
import { scanFeedEvent } from './event-scan.ts'
import type { FeedEvent } from './event-scan.ts'

/** What a server of the feed can say. */
export interface FeedHandlers {
  /** An event of the application: in is what a server sent to a socket, out what it received from one. */
  appEvent(event: FeedEvent, direction: 'in' | 'out'): void
  delta(delta: Delta): void
  session(id: string): void
  config(features: readonly string[]): void
  snapshot(entries: readonly unknown[], bytes: number): void
  stats(stats: ServerStats, bytes: number): void
  rejected(reason: RejectReason, bytes: number): void
}

/** Reads one packet of the admin namespace. What is unknown or malformed is rejected, never thrown. */
export function readFeed(name: string, payload: RawPayload, context: DecodeContext, to: FeedHandlers): void {
  switch (name) {
    case 'event_received':
    case 'event_sent': {
      const event = scanFeedEvent(payload.text, payload.attachments)
      return event ? to.appEvent(event, name === 'event_sent' ? 'in' : 'out') : to.rejected('not-an-event', payload.bytes)
    }
    case 'socket_connected':
    case 'socket_updated':
    case 'socket_disconnected':
    case 'room_joined':
    case 'room_left':
      return read(payload, to, (args) => decodeDelta(name, args, context), (delta) => to.delta(delta))
    case 'session':
      return read(payload, to, decodeSession, (id) => to.session(id))
    case 'config':
      return read(payload, to, decodeConfig, (features) => to.config(features))
    case 'all_sockets':
      return read(payload, to, ([entries]) => (Array.isArray(entries) ? (entries as readonly unknown[]) : undefined), (entries) => to.snapshot(entries, payload.bytes))
    case 'server_stats':
      return read(payload, to, ([stats]) => decodeStats(stats), (stats) => to.stats(stats, payload.bytes))
    default:
      // A newer version may say more than this one knows.
      return to.rejected('not-an-event', payload.bytes)
  }
}

function read<T>(payload: RawPayload, to: FeedHandlers, decode: (args: readonly unknown[]) => T | undefined, onValue: (value: T) => void): void {
  const args = argsOf(payload)
  const value = args && decode(args)
  if (value === undefined) to.rejected(args ? 'not-an-event' : 'not-json', payload.bytes)
  else onValue(value)
}

/** Not payload.args(): that one parses again without `__proto__`, ten times as slow for a snapshot that holds the word. The decoders read own, named keys only. */
function argsOf(payload: RawPayload): readonly unknown[] | undefined {
  try {
    const args: unknown = JSON.parse(payload.text)
    return Array.isArray(args) ? args : undefined
  } catch {
    return undefined
  }
}
