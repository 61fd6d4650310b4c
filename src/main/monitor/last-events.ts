import { LAST_EVENTS_MAX } from '../../shared/limits.ts'
import type { EventKey } from './counts.ts'
import type { LogRecord } from './event-log.ts'

interface SeenEvent {
  readonly seq: number
  readonly atMs: number
  readonly key: EventKey
}

/** The newest events of a person or a room, by their numbers in the log: no payload is kept alive by them. */
export class LastEvents {
  #events: SeenEvent[] = []

  add({ seq, atMs, key }: LogRecord): void {
    this.#events.push({ seq, atMs, key })
    if (this.#events.length > LAST_EVENTS_MAX) this.#events.shift()
  }

  /** Takes over those of another, by number. */
  take(other: LastEvents): void {
    this.#events = [...this.#events, ...other.#events].sort((a, b) => a.seq - b.seq).slice(-LAST_EVENTS_MAX)
  }

  /** Newest first. */
  list(): { seq: number; atMs: number; event: string; namespace: string }[] {
    return this.#events.map(({ seq, atMs, key }) => ({ seq, atMs, event: key.name, namespace: key.space.name })).reverse()
  }
}
