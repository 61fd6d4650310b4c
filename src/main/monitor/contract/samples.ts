import type { EventKey } from '../counts.ts'
import type { LogRecord } from '../event-log.ts'
import type { RawPayload } from '../wire-event.ts'
import type { EventSamples } from './learn.ts'

/**
 * A target's events with the newest payloads of each that are still in the log, at most so many; without Rollcall's own.
 * @param records oldest first
 */
export function samplesOf(targetId: string, keys: readonly EventKey[], records: readonly LogRecord[], perEvent: number): EventSamples[] {
  const byKey = new Map<EventKey, RawPayload[]>()
  for (const key of keys) if (key.target.id === targetId && key.traffic > 0) byKey.set(key, [])
  for (let index = records.length - 1; index >= 0; index--) {
    const record = records[index]
    const payloads = record && byKey.get(record.key)
    if (record && payloads && payloads.length < perEvent && (!record.key.own || record.feed)) payloads.push(record.payload)
  }
  return [...byKey].map(([key, payloads]) => ({ key, payloads }))
}
