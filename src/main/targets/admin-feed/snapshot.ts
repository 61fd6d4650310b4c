import type { ObservedSocket } from '../../monitor/presence-sink.ts'
import { decodeSocket } from './decode.ts'
import type { DecodeContext } from './decode.ts'

/** Entries decoded between two breaths of the event loop: measured, 1,000 take about 10 ms. */
const ENTRIES_AT_ONCE = 500

/**
 * Decodes `all_sockets` in pieces, so that a school of 12,000 does not hold up every other target for a quarter of a
 * second; only JSON.parse has to run in one go (12 MB: about 50 ms).
 * @returns undefined when it was given up on the way.
 */
export async function decodeSnapshot(entries: readonly unknown[], context: DecodeContext, isWanted: () => boolean): Promise<{ sockets: ObservedSocket[]; malformed: number } | undefined> {
  const sockets: ObservedSocket[] = []
  let malformed = 0
  for (let from = 0; from < entries.length; from += ENTRIES_AT_ONCE) {
    for (const entry of entries.slice(from, from + ENTRIES_AT_ONCE)) {
      const socket = decodeSocket(entry, context)
      if (socket) sockets.push(socket)
      else malformed++
    }
    if (from + ENTRIES_AT_ONCE < entries.length) await new Promise((resolve) => setImmediate(resolve))
    if (!isWanted()) return undefined
  }
  return { sockets, malformed }
}
