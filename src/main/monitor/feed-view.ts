import type { EventRow } from '../../shared/domain.ts'
import type { FeedFrame } from '../../shared/ipc.ts'
import type { EventLog, LogRecord } from './event-log.ts'
import { rowOf } from './event-row.ts'
import { Ring } from './ring.ts'

/** Rows with the ordinals first <= n < first + records.length. */
interface Span {
  readonly first: number
  readonly records: readonly LogRecord[]
}

interface Pause {
  readonly sinceMs: number
  /** Everything that was in the log when the pause began, so that a filter can still change. */
  readonly all: readonly LogRecord[]
  /** Number of the first event after the pause began. */
  readonly fromSeq: number
  shown: Span
}

/**
 * One window's list of events, kept in the main process: which records match its filter, by ordinal. Ordinals go on over
 * a pause, so that rows keep their place after it; a new filter counts from zero in a new revision.
 */
export class FeedView {
  readonly #log: EventLog
  readonly #matches: Ring<LogRecord>
  /** Ordinal that the next match gets. */
  #end = 0
  #revision = 1
  #filter = ''
  #pattern: RegExp | undefined
  #pause: Pause | undefined
  #version = 0

  constructor(log: EventLog) {
    this.#log = log
    this.#matches = new Ring(log.limits.capacity)
    for (const record of log.records()) this.add(record)
  }

  /** Takes a record that was just appended to the log. */
  add(record: LogRecord): void {
    // At once, not when somebody looks: the list must not keep alive what the log let go.
    this.#trim()
    if (!this.#fits(record)) return
    this.#matches.push(record)
    this.#end++
    this.#version++
  }

  get filter(): string {
    return this.#filter
  }

  /** Shows only events whose names, room, person id, target name or raw payload hold the text, in any case; '' shows all. */
  setFilter(text: string): void {
    if (text === this.#filter) return
    this.#filter = text
    this.#pattern = text === '' ? undefined : new RegExp(text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), 'i')
    this.#rebuild()
  }

  /** Freezes the rows of now; matches are collected on. */
  pause(nowMs: number): void {
    if (this.#pause) return
    this.#trim()
    this.#revision++
    this.#version++
    this.#pause = { sinceMs: nowMs, all: this.#log.records(), fromSeq: this.#log.nextSeq, shown: { first: this.#end - this.#matches.length, records: this.#matches.slice() } }
  }

  /** Shows what is there now. Where to read on is the window's choice: rows that are still kept have the ordinals they had. */
  resume(): void {
    if (!this.#pause) return
    this.#pause = undefined
    this.#version++
  }

  /** After records were taken out of the log (a target was removed). */
  recordsRemoved(test: (record: LogRecord) => boolean): void {
    if (this.#pause) this.#pause = { ...this.#pause, all: this.#pause.all.filter((record) => !test(record)) }
    this.#rebuild()
  }

  /** Rises with every change that the window could see. */
  get version(): number {
    return this.#version
  }

  /** Ordinal after the newest row that can be shown. */
  get end(): number {
    return this.#pause ? this.#pause.shown.first + this.#pause.shown.records.length : this.#end
  }

  /** The state for a frame, with the newest `tailRows` rows. */
  frame(tailRows: number): FeedFrame {
    this.#trim()
    const end = this.end
    const first = this.#first
    return { revision: this.#revision, first, end, tail: this.#rowsFrom(Math.max(first, end - tailRows), end), paused: this.#pausedState() }
  }

  /** Newest n rows, oldest first. */
  tail(count: number): EventRow[] {
    this.#trim()
    return this.#rowsFrom(Math.max(this.#first, this.end - count), this.end)
  }

  /** Rows of a range of ordinals; those that left are missing at the front. Empty for an old revision. */
  rows(revision: number, from: number, count: number): { revision: number; from: number; rows: EventRow[] } {
    this.#trim()
    const start = Math.max(from, this.#first)
    const rows = revision === this.#revision ? this.#rowsFrom(start, Math.min(from + count, this.end)) : []
    return { revision: this.#revision, from: start, rows }
  }

  /** A record that can be shown now, also a frozen one that left the log. */
  find(seq: number): { record: LogRecord; ordinal: number } | undefined {
    this.#trim()
    const span = this.#pause?.shown ?? { first: this.#first, records: this.#matches.slice() }
    const index = span.records.findIndex((record) => record.seq === seq)
    const record = span.records[index] ?? this.#pause?.all.find((each) => each.seq === seq) ?? this.#log.find(seq)
    return record === undefined ? undefined : { record, ordinal: index < 0 ? -1 : span.first + index }
  }

  get #first(): number {
    return this.#pause ? this.#pause.shown.first : this.#end - this.#matches.length
  }

  #pausedState(): FeedFrame['paused'] {
    if (!this.#pause) return null
    const frozenEnd = this.end
    const since = this.#log.nextSeq - this.#pause.fromSeq
    return {
      sinceMs: this.#pause.sinceMs,
      waiting: this.#end - frozenEnd,
      fill: Math.min(1, since / this.#log.limits.capacity),
      overwritten: Math.max(0, this.#end - this.#matches.length - frozenEnd),
    }
  }

  /** Records that left the log leave the list. */
  #trim(): void {
    const oldest = this.#log.oldestSeq
    while (this.#matches.length > 0 && (this.#matches.oldest?.seq ?? oldest) < oldest) this.#matches.shift()
  }

  #rebuild(): void {
    this.#revision++
    this.#version++
    this.#matches.keepOnly(() => false)
    this.#end = 0
    const pause = this.#pause
    if (pause) {
      pause.shown = { first: 0, records: pause.all.filter((record) => this.#fits(record)) }
      this.#end = pause.shown.records.length
      for (const record of pause.shown.records) this.#matches.push(record)
    }
    for (const record of this.#log.records()) if (!pause || record.seq >= pause.fromSeq) this.add(record)
    this.#trim()
  }

  #rowsFrom(from: number, to: number): EventRow[] {
    const rows: EventRow[] = []
    const first = this.#first
    for (let ordinal = Math.max(from, first); ordinal < to; ordinal++) {
      const record = this.#pause ? this.#pause.shown.records[ordinal - first] : this.#matches.at(ordinal - first)
      if (record) rows.push(rowOf(record, ordinal))
    }
    return rows
  }

  #fits(record: LogRecord): boolean {
    const pattern = this.#pattern
    if (pattern === undefined) return true
    const { key } = record
    return (
      pattern.test(key.name) ||
      pattern.test(key.space.name) ||
      pattern.test(key.target.name) ||
      (record.room !== undefined && pattern.test(record.room)) ||
      (record.person !== undefined && pattern.test(record.person)) ||
      pattern.test(record.payload.text)
    )
  }
}
