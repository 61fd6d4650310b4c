import { messageOf } from '../../shared/message-of.ts'
import type { MinuteRate } from '../monitor/rates/minute-rates.ts'
import type { RateHistory } from '../store/rate-history.ts'

/** Minutes that wait while the database fails; the oldest are given up and counted. */
const WAITING_MINUTES_MAX = 10
const TRIM_EVERY_MS = 60 * 60_000

export interface WriterParts {
  readonly history: RateHistory
  /** Said to the user: once when writing begins to fail, once when it works again. */
  readonly say: (sentence: string) => void
}

/** Writes ended minutes and trims what is old. A database that fails costs history, never the run: it is said, counted, and tried again. */
export class HistoryWriter {
  readonly #parts: WriterParts
  #waiting: MinuteRate[][] = []
  /** Minutes that are missing, because the database failed for too long. */
  #lost = 0
  #failures = 0
  #trouble: string | undefined
  #trimAtMs = Number.NEGATIVE_INFINITY
  #trimming = false

  constructor(parts: WriterParts) {
    this.#parts = parts
  }

  /** Writes that failed. */
  get failures(): number {
    return this.#failures
  }

  /** Why nothing is written now, in SQLite's words; undefined: all is well. */
  get trouble(): string | undefined {
    return this.#trouble
  }

  write(rows: readonly MinuteRate[]): void {
    if (rows.length === 0 || !this.#parts.history.durable) return
    this.#waiting.push([...rows])
    try {
      this.#parts.history.write(this.#waiting.flat())
      this.#waiting = []
      if (this.#trouble !== undefined) this.#parts.say(`The history of rates is written again. ${this.#lost === 0 ? 'Nothing is missing.' : `${this.#lost} ${this.#lost === 1 ? 'minute is' : 'minutes are'} missing.`}`)
      this.#trouble = undefined
    } catch (error) {
      this.#failures++
      if (this.#trouble === undefined) this.#parts.say(`The history of rates could not be written (${messageOf(error)}). Counting goes on, and writing is tried again every minute. Check the free space of the disk.`)
      this.#trouble = messageOf(error)
      while (this.#waiting.length > WAITING_MINUTES_MAX) {
        this.#waiting.shift()
        this.#lost++
      }
    }
  }

  /** One slice of work at most. */
  trim(nowMs: number): void {
    if (!this.#trimming && nowMs < this.#trimAtMs && this.#trimAtMs - nowMs <= TRIM_EVERY_MS) return
    if (!this.#trimming) this.#trimAtMs = nowMs + TRIM_EVERY_MS
    this.#trimming = false
    if (!this.#parts.history.durable) return
    try {
      this.#trimming = this.#parts.history.trim(nowMs)
    } catch {
      // Tried again in an hour; writing says what is wrong with the database.
      this.#failures++
    }
  }

  targetRemoved(targetId: string): void {
    this.#waiting = this.#waiting.map((rows) => rows.filter((row) => row.targetId !== targetId))
    if (!this.#parts.history.durable) return
    try {
      this.#parts.history.removeOfTarget(targetId)
      this.#trimming = true
    } catch (error) {
      this.#failures++
      this.#parts.say(`The history of a removed platform's rates could not be deleted (${messageOf(error)}). It goes when it is 30 days old.`)
    }
  }
}
