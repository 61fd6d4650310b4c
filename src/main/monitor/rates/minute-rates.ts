import { RATE_HISTORY_EVENTS_PER_TARGET_MAX } from '../../../shared/limits.ts'
import type { Counts, EventKey, NamespaceSlot, TargetSlot } from '../counts.ts'
import type { KeyRate } from './key-rate.ts'
import type { Series } from './series.ts'

/** Events of one key in one minute. */
export interface MinuteRate {
  /** Whole minutes since 1970. */
  readonly minute: number
  readonly targetId: string
  readonly namespace: string
  /** Empty: all events of the namespace. */
  readonly event: string
  readonly count: number
  /** Wire bytes. */
  readonly bytes: number
  /** Seconds of the minute in which the namespace was watched: 0..60. */
  readonly seconds: number
}

interface Row {
  readonly minute: number
  readonly target: TargetSlot
  readonly space: NamespaceSlot
  readonly event: string
  count: number
  bytes: number
  /** undefined: read from the series when the row is taken. */
  seconds: number | undefined
}

/** Minutes that wait to be taken; an older one is lost and leaves a gap. */
const WAITING_MAX = 10
/** Minutes that are remembered as closed, two days: a clock that is set back makes none of them twice. */
const CLOSED_MAX = 2 * 1_440

/**
 * Exact counts by the minute for the history: every namespace that was watched, also without events, and of each target
 * the busiest events. Without what Rollcall itself sent, as in the series.
 */
export class MinuteRates {
  readonly #counts: Counts
  readonly #series: Series
  readonly #advance: (nowMs: number, running: boolean) => number
  #waiting: { readonly minute: number; readonly rows: Row[] }[] = []
  readonly #closed = new Set<number>()
  /** Covered seconds of the running minute that takeRunning() gave away. */
  #given = { minute: Number.NaN, seconds: new Map<NamespaceSlot, number>() }
  #leftOut = 0

  /** @param advance brings all counts in, with `running` those of the running second as well; returns that second */
  constructor(counts: Counts, series: Series, advance: (nowMs: number, running: boolean) => number) {
    this.#counts = counts
    this.#series = series
    this.#advance = advance
  }

  /** Events in no minute: the clock was set back into one that was over, or nobody took it. */
  get leftOut(): number {
    return this.#leftOut
  }

  /** All minutes that ended since the last take, each once, oldest first. Sleep and clock jumps leave gaps. */
  take(nowMs: number): MinuteRate[] {
    this.#advance(nowMs, false)
    const rows = this.#waiting.flatMap(({ rows }) => rows)
    this.#waiting = []
    return this.#toRates(rows)
  }

  /**
   * The minute that runs, as far as it went: for the end of the app. What follows, in this run or the next, is given as
   * further rows of the same minute, so rows are added up.
   */
  takeRunning(nowMs: number): MinuteRate[] {
    const minute = Math.floor(this.#advance(nowMs, true) / 60)
    if (!Number.isFinite(minute) || this.#closed.has(minute)) return []
    const rows = this.#collect(minute)
    this.#settle(rows)
    if (this.#given.minute !== minute) this.#given = { minute, seconds: new Map() }
    for (const { space, event, seconds } of rows) if (event === '') this.#given.seconds.set(space, (this.#given.seconds.get(space) ?? 0) + (seconds ?? 0))
    return this.#toRates(rows)
  }

  /** Traffic of a key that was received in a minute. */
  add(key: EventKey, minute: number, count: number, bytes: number): void {
    if (this.#closed.has(minute)) {
      this.#leftOut += count
      return
    }
    key.rate.minuteCount += count
    key.rate.minuteBytes += bytes
  }

  /** No event will be added to this minute any more. */
  close(minute: number): void {
    if (this.#closed.has(minute)) return
    this.#waiting.push({ minute, rows: this.#collect(minute) })
    this.#closed.add(minute)
    const [oldest] = this.#closed
    if (this.#closed.size > CLOSED_MAX && oldest !== undefined) this.#closed.delete(oldest)
    if (this.#waiting.length > WAITING_MAX) for (const { event, count } of this.#waiting.shift()?.rows ?? []) if (event === '') this.#leftOut += count
  }

  /** The series is about to forget minutes: what waits is read from it before. */
  beforeForget(): void {
    for (const { rows } of this.#waiting) this.#settle(rows)
  }

  #collect(minute: number): Row[] {
    const rows: Row[] = []
    const spaces = new Map<NamespaceSlot, Row>()
    const events = new Map<TargetSlot, Map<NamespaceSlot, Map<string, Row>>>()
    for (const target of this.#counts.targets) {
      for (const space of target.spaces.values()) {
        if (!space.track) continue
        const row = newRow(minute, target, space, '')
        spaces.set(space, row)
        rows.push(row)
      }
    }
    for (const key of this.#counts.keys) {
      const { rate, target, space, name } = key
      if (rate.minuteCount === 0) continue
      const ofTarget = entry(events, target, () => new Map<NamespaceSlot, Map<string, Row>>())
      addTo(spaces.get(space), rate)
      // An event without a name cannot be told from its namespace, and is in that alone.
      if (name !== '') addTo(entry(entry(ofTarget, space, () => new Map<string, Row>()), name, () => newRow(minute, target, space, name)), rate)
      rate.minuteCount = 0
      rate.minuteBytes = 0
    }
    for (const ofTarget of events.values()) {
      const busiest = [...ofTarget.values()].flatMap((names) => [...names.values()]).sort((a, b) => b.count - a.count || (a.event < b.event ? -1 : 1))
      rows.push(...busiest.slice(0, RATE_HISTORY_EVENTS_PER_TARGET_MAX))
    }
    return rows
  }

  #settle(rows: readonly Row[]): void {
    for (const row of rows) {
      if (row.seconds !== undefined || !row.space.track) continue
      const given = this.#given.minute === row.minute ? (this.#given.seconds.get(row.space) ?? 0) : 0
      row.seconds = Math.max(0, this.#series.coveredIn(row.space.track, 2, row.minute) - given)
    }
  }

  #toRates(rows: readonly Row[]): MinuteRate[] {
    this.#settle(rows)
    const rates: MinuteRate[] = []
    for (const { minute, target, space, event, count, bytes, seconds = 0 } of rows) {
      if (target.removed || (count === 0 && seconds === 0)) continue
      rates.push({ minute, targetId: target.id, namespace: space.name, event, count, bytes, seconds })
    }
    return rates
  }
}

function addTo(row: Row | undefined, rate: KeyRate): void {
  if (!row) return
  row.count += rate.minuteCount
  row.bytes += rate.minuteBytes
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

function newRow(minute: number, target: TargetSlot, space: NamespaceSlot, event: string): Row {
  return { minute, target, space, event, count: 0, bytes: 0, seconds: undefined }
}
