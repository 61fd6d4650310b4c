import { MARKS_BYTES_MAX, MARKS_MAX } from '../../shared/limits.ts'
import type { LogRecord } from './event-log.ts'

/**
 * Events that the user marked, with their payloads: they stay when the log lets them go. Bounded in number and in payload
 * text; a mark that finds no place is refused, so no mark ever goes away by itself.
 */
export class Marks {
  readonly capacity: number
  readonly #bytesMax: number
  /** By number, in rising order of the numbers. */
  #records: readonly LogRecord[] = []
  #seqs: ReadonlySet<number> = new Set()
  #bytes = 0

  constructor(capacity = MARKS_MAX, bytesMax = MARKS_BYTES_MAX) {
    this.capacity = capacity
    this.#bytesMax = bytesMax
  }

  /** @returns whether it is marked now; false: there is no room for it */
  add(record: LogRecord): boolean {
    if (this.has(record.seq)) return true
    if (this.#records.length >= this.capacity || this.#bytes + textBytes(record) > this.#bytesMax) return false
    this.#set([...this.#records, record].sort((a, b) => a.seq - b.seq))
    return true
  }

  /** @returns whether a mark was taken away */
  remove(seq: number): boolean {
    return this.removeWhere((record) => record.seq === seq)
  }

  /** @returns whether any mark was taken away */
  removeWhere(test: (record: LogRecord) => boolean): boolean {
    const kept = this.#records.filter((record) => !test(record))
    if (kept.length === this.#records.length) return false
    this.#set(kept)
    return true
  }

  has(seq: number): boolean {
    return this.#seqs.has(seq)
  }

  find(seq: number): LogRecord | undefined {
    return this.#records.find((record) => record.seq === seq)
  }

  /** Oldest first. */
  get list(): readonly LogRecord[] {
    return this.#records
  }

  /** Payload text that the marks keep alive, as counted against the limit. */
  get bytes(): number {
    return this.#bytes
  }

  /**
   * The nearest mark before or after a place, of those that pass.
   * @param seq null: outside the list; then it is the newest mark, or the oldest
   */
  next(seq: number | null, direction: 'older' | 'newer', test: (record: LogRecord) => boolean): number | undefined {
    return direction === 'older'
      ? this.#records.findLast((record) => (seq === null || record.seq < seq) && test(record))?.seq
      : this.#records.find((record) => (seq === null || record.seq > seq) && test(record))?.seq
  }

  #set(records: readonly LogRecord[]): void {
    this.#records = records
    this.#seqs = new Set(records.map(({ seq }) => seq))
    this.#bytes = records.reduce((sum, record) => sum + textBytes(record), 0)
  }
}

/** At most two bytes a character; what the wire took says whether one is enough. */
function textBytes({ payload }: LogRecord): number {
  return Math.max(payload.text.length, Math.min(payload.bytes, payload.text.length * 2))
}
