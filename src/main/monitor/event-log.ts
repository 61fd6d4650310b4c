import type { Severity } from '../../shared/catalog.ts'
import type { DriftMark } from '../../shared/domain.ts'
import { EVENT_LOG_BYTES_MAX, EVENT_LOG_CAPACITY, EVENT_LOG_PER_SECOND_MAX } from '../../shared/limits.ts'
import type { EventKey } from './counts.ts'
import { Ring } from './ring.ts'
import type { RawPayload, WireEvent } from './wire-event.ts'

/** One kept event. Room and person are as in the payload: not yet fit to be shown. */
export interface LogRecord {
  readonly seq: number
  readonly atMs: number
  readonly key: EventKey
  readonly payload: RawPayload
  readonly room: string | undefined
  readonly person: string | undefined
  readonly severity: Severity | null
  /** Seen through the admin feed, not on Rollcall's own socket. */
  readonly feed: boolean
  readonly drift: DriftMark
  /** Masked line, made when the row is first shown. */
  preview: string | undefined
}

/** What was read out of a payload. */
export interface Reading {
  readonly room: string | undefined
  readonly person: string | undefined
  readonly severity: Severity | null
  /** Absent: not compared with the catalog. */
  readonly drift?: DriftMark
}

export interface LogLimits {
  readonly capacity: number
  readonly bytes: number
  readonly perSecond: number
}

const usualLimits: LogLimits = { capacity: EVENT_LOG_CAPACITY, bytes: EVENT_LOG_BYTES_MAX, perSecond: EVENT_LOG_PER_SECOND_MAX }

/**
 * The newest events, bounded in number and in payload text. Above a rate it keeps 1 in n and counts the rest; alerts are
 * always kept. `kept + overwritten + sampledOut + removed` is the number of events offered.
 */
export class EventLog {
  readonly limits: LogLimits
  readonly #ring: Ring<LogRecord>
  #bytes = 0
  #nextSeq = 1
  #sampledOut = 0
  #removed = 0
  /** Second that is measured now, events offered in it, and the resulting n. */
  #second = Number.NEGATIVE_INFINITY
  #inSecond = 0
  #keepOneIn = 1
  #sinceKept = 0

  constructor(limits: LogLimits = usualLimits) {
    this.limits = limits
    this.#ring = new Ring(limits.capacity)
  }

  /**
   * Offers an event; returns its record, or undefined when sampling left it out.
   * @param taken takes() was asked at its receipt, and said so
   */
  append(event: WireEvent, key: EventKey, reading: Reading, taken = this.takes(event.atMs)): LogRecord | undefined {
    if (!taken && reading.severity === null) {
      this.#sampledOut++
      return undefined
    }
    const record: LogRecord = { seq: this.#nextSeq++, atMs: event.atMs, key, payload: event.payload, room: reading.room, person: reading.person, severity: reading.severity, feed: event.feedSocketId !== undefined, drift: reading.drift ?? 'unchecked', preview: undefined }
    this.#bytes += textBytes(record.payload)
    const left = this.#ring.push(record)
    if (left) this.#bytes -= textBytes(left.payload)
    while (this.#bytes > this.limits.bytes && this.#ring.length > 1) {
      const oldest = this.#ring.shift()
      if (oldest) this.#bytes -= textBytes(oldest.payload)
    }
    return record
  }

  /** Whether the next event, received then, is one of those that are kept at this rate. To be asked once an event. */
  takes(atMs: number): boolean {
    return this.#sample(atMs)
  }

  /** An event was offered that takes() refused, and is no alert. */
  leaveOut(): void {
    this.#sampledOut++
  }

  /** Takes out a target's events; they do not count as overwritten. */
  removeWhere(test: (record: LogRecord) => boolean): void {
    this.#removed += this.#ring.keepOnly((record) => !test(record))
    this.#bytes = this.#ring.slice().reduce((sum, record) => sum + textBytes(record.payload), 0)
  }

  /** The record of a number, undefined when it left the log. */
  find(seq: number): LogRecord | undefined {
    let low = 0
    let high = this.#ring.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const record = this.#ring.at(middle)
      if (!record) return undefined
      if (record.seq === seq) return record
      if (record.seq < seq) low = middle + 1
      else high = middle - 1
    }
    return undefined
  }

  /** Visits kept records, newest first, until `visit` answers false. */
  backwards(visit: (record: LogRecord) => boolean): void {
    for (let position = this.#ring.length - 1; position >= 0; position--) {
      const record = this.#ring.at(position)
      if (record && !visit(record)) return
    }
  }

  /** All kept records, oldest first: references, no copy of payloads. */
  records(): LogRecord[] {
    return this.#ring.slice()
  }

  get kept(): number {
    return this.#ring.length
  }

  get overwritten(): number {
    return this.#ring.overwritten
  }

  get sampledOut(): number {
    return this.#sampledOut
  }

  /** Left because their target was removed. */
  get removed(): number {
    return this.#removed
  }

  /** Payload text kept, in bytes as counted against the limit. */
  get bytes(): number {
    return this.#bytes
  }

  /** Number of the oldest kept event; records below it are gone. */
  get oldestSeq(): number {
    return this.#ring.oldest?.seq ?? this.#nextSeq
  }

  /** Number that the next kept event gets. */
  get nextSeq(): number {
    return this.#nextSeq
  }

  /** 1 in n is kept now; 1 when nothing has arrived for a second. */
  keepOneIn(nowMs: number): number {
    return Math.floor(nowMs / 1000) > this.#second + 1 ? 1 : this.#keepOneIn
  }

  /** Measures by the time of receipt: n follows the last second at its turn, and within a second it only rises. */
  #sample(atMs: number): boolean {
    const second = Math.floor(atMs / 1000)
    // A late event of the second before belongs to the one that runs; a clock set back starts anew.
    if (second > this.#second || second < this.#second - 1) {
      const previous = second === this.#second + 1 ? this.#inSecond : 0
      this.#keepOneIn = Math.max(1, Math.ceil(previous / this.limits.perSecond))
      this.#second = second
      this.#inSecond = 0
    }
    this.#inSecond++
    if (this.#inSecond > this.limits.perSecond * this.#keepOneIn) this.#keepOneIn = Math.ceil(this.#inSecond / this.limits.perSecond)
    this.#sinceKept++
    if (this.#sinceKept < this.#keepOneIn) return false
    this.#sinceKept = 0
    return true
  }
}

/** Memory of a text: V8 keeps one byte a character, or two when one character needs it; wire bytes tell which. */
function textBytes(payload: RawPayload): number {
  const chars = payload.chars ?? payload.text.length
  return Math.max(chars, Math.min(payload.bytes, chars * 2))
}
