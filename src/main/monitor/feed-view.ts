import type { EventRow } from '../../shared/domain.ts'
import type { FeedFrame, FeedMode } from '../../shared/ipc.ts'
import type { EventLog, LogRecord } from './event-log.ts'
import { rowOf } from './event-row.ts'
import { FeedFilter } from './feed-filter.ts'
import type { FilterFault } from './filter/parse.ts'
import type { PersonLookup } from './filter/person-test.ts'
import { Marks } from './marks.ts'
import { Ring } from './ring.ts'
import { SeqTally } from './seq-tally.ts'

/** Rows with the ordinals first <= n < first + records.length. */
interface Span {
  readonly first: number
  readonly records: readonly LogRecord[]
  readonly tallies: Tallies
}

/** Rows that the filter highlights, and what would be in the list without the switch for own traffic or without Clear. */
interface Tallies {
  readonly marked: number
  readonly own: number
  readonly cleared: number
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
 * a pause, so that rows keep their place after it; a new filter counts from zero in a new revision. A filter hides what
 * does not match or highlights what does; own traffic and what was cleared away are hidden, counted, and come back.
 */
export class FeedView {
  /** Set by mark() alone, which tells the window. */
  readonly marks = new Marks()
  readonly personOf: PersonLookup
  readonly #log: EventLog
  readonly #filter: FeedFilter
  readonly #matches: Ring<LogRecord>
  readonly #marked: SeqTally
  readonly #own: SeqTally
  readonly #cleared: SeqTally
  /** Ordinal that the next match gets. */
  #end = 0
  #revision = 1
  #pause: Pause | undefined
  #version = 0

  /** @param personOf what the core knows of a record's person, for `person:` and `role:` */
  constructor(log: EventLog, personOf: PersonLookup = () => undefined) {
    const { capacity } = log.limits
    this.#log = log
    this.personOf = personOf
    this.#filter = new FeedFilter(personOf)
    this.#matches = new Ring(capacity)
    this.#marked = new SeqTally(capacity)
    this.#own = new SeqTally(capacity)
    this.#cleared = new SeqTally(capacity)
    for (const record of log.records()) this.add(record)
  }

  /** Takes a record that was just appended to the log. */
  add(record: LogRecord): void {
    // At once, not when somebody looks: the list must not keep alive what the log let go.
    this.#trim()
    if (this.#take(record)) this.#version++
  }

  get filter(): FeedFrame['filter'] {
    return this.#filter.current
  }

  /** Hides what does not match, or highlights what does; '' matches all. A text that is no filter changes nothing. */
  setFilter(text: string, mode: FeedMode = 'hide'): { readonly ok: true } | FilterFault {
    const set = this.#filter.set(text, mode)
    if (!set.ok) return set
    if (set.regroup) this.#rebuild()
    else if (set.changed) this.#version++
    return { ok: true }
  }

  /** Own traffic and heartbeats: in the list, or counted as hidden. */
  setOwn(show: boolean): void {
    if (show === this.#filter.showOwn) return
    this.#filter.showOwn = show
    this.#rebuild()
  }

  /** Hides the events of before now, which are still kept; during a pause those that it froze, and what waits stays. */
  clear(nowMs: number): void {
    this.#filter.cleared = { belowSeq: this.#pause?.fromSeq ?? this.#log.nextSeq, atMs: nowMs }
    this.#rebuild()
  }

  /** Brings back what was cleared away, as far as it is still kept. */
  unclear(): void {
    if (this.#filter.cleared === undefined) return
    this.#filter.cleared = undefined
    this.#rebuild()
  }

  /** Freezes the rows of now; matches are collected on. */
  pause(nowMs: number): void {
    if (this.#pause) return
    this.#trim()
    this.#revision++
    this.#version++
    this.#pause = { sinceMs: nowMs, all: this.#log.records(), fromSeq: this.#log.nextSeq, shown: { first: this.#end - this.#matches.length, records: this.#matches.slice(), tallies: this.#tallies } }
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
    this.marks.removeWhere(test)
    this.#rebuild()
  }

  /** In the log, or frozen by a pause. */
  isKept(seq: number): boolean {
    const frozen = this.#pause?.all[0]
    return this.#log.find(seq) !== undefined || (this.#pause !== undefined && frozen !== undefined && seq >= frozen.seq && seq < this.#pause.fromSeq)
  }

  /** Marks an event that is kept, or takes its mark away. @returns whether it is marked now */
  mark(seq: number, on: boolean): boolean {
    const record = on ? this.find(seq)?.record : undefined
    const changed = on ? !this.marks.has(seq) && record !== undefined && this.marks.add(record) : this.marks.remove(seq)
    if (changed) this.#version++
    return this.marks.has(seq)
  }

  /** The rows of now, frozen ones while paused, oldest first: references. */
  listed(): LogRecord[] {
    this.#trim()
    return this.#pause ? [...this.#pause.shown.records] : this.#matches.slice()
  }

  /** All that is kept, oldest first, whatever the filter: the log, and what a pause froze. Marks that left both are not in it. */
  kept(): LogRecord[] {
    const pause = this.#pause
    return pause ? [...pause.all, ...this.#log.records().filter((record) => record.seq >= pause.fromSeq)] : this.#log.records()
  }

  /** Rises with every change that the window could see. */
  get version(): number {
    return this.#version
  }

  /** Ordinal after the newest row that can be shown. */
  get end(): number {
    return this.#pause ? this.#pause.shown.first + this.#pause.shown.records.length : this.#end
  }

  /**
   * The state for a frame, with the newest `tailRows` rows.
   * @param has the window has the rows of this revision below this ordinal, or asks for them itself: they are left out
   */
  frame(tailRows: number, has?: { readonly revision: number; readonly end: number }): FeedFrame {
    this.#trim()
    const end = this.end
    const first = this.#first
    const { marked, own, cleared } = this.#pause?.shown.tallies ?? this.#tallies
    const filter = this.#filter.current
    return {
      revision: this.#revision,
      first,
      end,
      tail: this.#rowsFrom(Math.max(first, end - tailRows, has?.revision === this.#revision ? has.end : 0), end),
      paused: this.#pausedState(),
      filter,
      matching: filter.mode === 'highlight' && filter.text.trim() !== '' ? marked : end - first,
      showOwn: this.#filter.showOwn,
      hiddenOwn: own,
      cleared: this.#filter.cleared === undefined ? null : { atMs: this.#filter.cleared.atMs, rows: cleared },
    }
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

  /** Where an event is among the rows of now, or else the nearest newer one; a null ordinal: all rows are older. */
  locate(seq: number): { revision: number; ordinal: number | null; exact: boolean } {
    this.#trim()
    const index = this.#indexFrom(seq)
    const record = this.#recordAt(index)
    return { revision: this.#revision, ordinal: record === undefined ? null : this.#first + index, exact: record?.seq === seq }
  }

  /** A record that is kept, also a frozen or marked one that left the log. `ordinal` is -1 where the list does not show it. */
  find(seq: number): { record: LogRecord; ordinal: number; highlighted: boolean } | undefined {
    this.#trim()
    const index = this.#indexFrom(seq)
    const row = this.#recordAt(index)
    const listed = row?.seq === seq
    const record = listed ? row : (this.#pause?.all.find((each) => each.seq === seq) ?? this.#log.find(seq) ?? this.marks.find(seq))
    return record && { record, ordinal: listed ? this.#first + index : -1, highlighted: this.#filter.highlights(record) }
  }

  /** Position of the first row whose number is not below this one. */
  #indexFrom(seq: number): number {
    let low = 0
    let high = this.#pause ? this.#pause.shown.records.length : this.#matches.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#recordAt(middle)?.seq ?? seq) < seq) low = middle + 1
      else high = middle
    }
    return low
  }

  #recordAt(index: number): LogRecord | undefined {
    return this.#pause ? this.#pause.shown.records[index] : this.#matches.at(index)
  }

  get #tallies(): Tallies {
    return { marked: this.#marked.count, own: this.#own.count, cleared: this.#cleared.count }
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
    for (const tally of [this.#marked, this.#own, this.#cleared]) tally.trim(oldest)
  }

  /** Puts a record where it belongs; false when a filter leaves it out, which nobody sees. */
  #take(record: LogRecord): boolean {
    const place = this.#filter.place(record)
    switch (place) {
      case 'filtered':
        return false
      case 'own':
        this.#own.add(record.seq)
        return true
      case 'cleared':
        this.#cleared.add(record.seq)
        return true
      case 'marked':
      case 'row':
        if (place === 'marked') this.#marked.add(record.seq)
        this.#matches.push(record)
        this.#end++
        return true
    }
  }

  #rebuild(): void {
    this.#revision++
    this.#version++
    this.#matches.keepOnly(() => false)
    for (const tally of [this.#marked, this.#own, this.#cleared]) tally.clear()
    this.#end = 0
    const pause = this.#pause
    if (pause) {
      for (const record of pause.all) this.#take(record)
      pause.shown = { first: 0, records: this.#matches.slice(), tallies: this.#tallies }
    }
    for (const record of this.#log.records()) if (!pause || record.seq >= pause.fromSeq) this.add(record)
    this.#trim()
  }

  #rowsFrom(from: number, to: number): EventRow[] {
    const rows: EventRow[] = []
    const first = this.#first
    for (let ordinal = Math.max(from, first); ordinal < to; ordinal++) {
      const record = this.#recordAt(ordinal - first)
      if (record) rows.push(rowOf(record, ordinal, this.#filter.highlights(record), this.marks.has(record.seq)))
    }
    return rows
  }
}
