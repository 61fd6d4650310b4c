import type { Counts, EventKey } from '../../counts.ts'
import type { EventLog } from '../../event-log.ts'
import type { RawPayload } from '../../wire-event.ts'

/** Events looked at backwards for the error that was just counted; above this rate the log is sampled anyway. */
const RECORDS_MAX = 2_000
/** A longer text is no code and no sentence for a person. */
const TEXT_MAX = 500

/**
 * Finds errors by which a platform says that there were too many messages: SkillCore document, "Rate Limiting", has
 * `error {code: 'RATE_LIMIT_EXCEEDED'}`; other platforms give their own words in `code` or `message`. Payloads are read
 * only when an event of the meaning "error" was counted since the last look.
 */
export class LimitTold {
  readonly #counts: Counts
  readonly #log: EventLog
  #keys: readonly EventKey[] = []
  #known = -1
  #nextSeq = 0
  #seen = 0

  constructor(counts: Counts, log: EventLog) {
    this.#counts = counts
    this.#log = log
    this.#nextSeq = log.nextSeq
  }

  look(told: (targetId: string, namespace: string, atMs: number) => void): void {
    if (this.#known !== this.#counts.keys.length) {
      this.#known = this.#counts.keys.length
      this.#keys = this.#counts.keys.filter((key) => key.direction === 'in' && key.event?.spec.meaning === 'error')
    }
    const from = this.#nextSeq
    this.#nextSeq = this.#log.nextSeq
    const count = this.#keys.reduce((sum, key) => sum + key.count, 0)
    if (count === this.#seen) return
    this.#seen = count
    for (let seq = this.#nextSeq - 1; seq >= Math.max(from, this.#nextSeq - RECORDS_MAX); seq--) {
      const record = this.#log.find(seq)
      if (record && this.#keys.includes(record.key) && tellsLimit(record.payload)) told(record.key.target.id, record.key.space.name, record.atMs)
    }
  }
}

function tellsLimit(payload: RawPayload): boolean {
  return (payload.args() ?? []).some((arg) => wordsOf(arg).some((text) => /rate.?limit|too many/i.test(text)))
}

/** The argument itself, or its code and message; one level deep, as the platforms nest them. */
function wordsOf(arg: unknown, depth = 0): string[] {
  if (typeof arg === 'string') return [arg.slice(0, TEXT_MAX)]
  if (typeof arg !== 'object' || arg === null) return []
  const fields = ['code', 'message', 'type'].flatMap((name) => {
    const value: unknown = Object.hasOwn(arg, name) ? (arg as Record<string, unknown>)[name] : undefined
    return typeof value === 'string' ? [value.slice(0, TEXT_MAX)] : []
  })
  const inner: unknown = depth === 0 && Object.hasOwn(arg, 'error') ? (arg as Record<string, unknown>)['error'] : undefined
  return inner === undefined ? fields : [...fields, ...wordsOf(inner, 1)]
}
