import type { ContractState, RateChart, TargetView } from '../../../shared/domain.ts'
import { SERIES_SECONDS } from '../../../shared/limits.ts'
import type { RateChartAnswer, RateChartQuery, RateLine, RateTable, RateTableQuery } from '../../../shared/rates.ts'
import type { Counts, EventKey, NamespaceSlot, TargetSlot } from '../counts.ts'
import { lineTexts, liveChart, overviewChart } from './chart.ts'
import type { ChartQuery, LineNames } from './chart.ts'
import { MinuteRates } from './minute-rates.ts'
import { rateTable } from './rate-table.ts'
import { RecentCounts } from './recent-counts.ts'
import { RoomCounts } from './room-counts.ts'
import { Series } from './series.ts'
import type { Track } from './track.ts'

/** Rates on screen are the mean of the last complete seconds: one second alone jumps at low rates. */
const RATE_SECONDS = 5
/** A clock that is corrected by so little stands still until it is where it was. */
const SETBACK_SECONDS = 2

/**
 * Brings the exact counts into the series: what was counted since the last turn of a second belongs to the second that
 * ended. So the series cost once a second and not once an event, and no event is in them that was not counted.
 */
export class Rates {
  /** For the history: what happened in each minute that is over. */
  readonly minutes: MinuteRates
  readonly #counts: Counts
  readonly #series = new Series()
  readonly #rooms = new RoomCounts(this.#series)
  readonly #startedAtMs: number
  readonly #readShare: (nowMs: number) => number
  /** Second whose counts are not in the series yet. */
  #second = Number.NEGATIVE_INFINITY

  /** @param readShare share of events whose payload, and so whose room, was read: 0..1 */
  constructor(counts: Counts, startedAtMs: number, readShare: (nowMs: number) => number = () => 1) {
    this.#counts = counts
    this.#startedAtMs = startedAtMs
    this.#readShare = readShare
    this.minutes = new MinuteRates(counts, this.#series, (nowMs, running) => {
      this.advance(nowMs)
      if (running) this.#collect()
      return this.#second
    })
  }

  /** To be read only. */
  get series(): Series {
    return this.#series
  }

  /** An event is about to be counted. */
  beforeEvent(atMs: number): void {
    this.advance(atMs)
  }

  /** An event of the platform was applied, and is of this room. */
  roomEvent(space: NamespaceSlot, room: string, atMs: number): void {
    // Received before a sleep or a clock that was set: the second of receipt is no place in the series.
    const behind = this.#second - Math.floor(atMs / 1000)
    this.#rooms.add(space, room, behind >= 0 && behind < SERIES_SECONDS ? this.#second - behind : this.#second)
  }

  /** Time has passed, with or without events. An earlier time changes nothing. */
  advance(nowMs: number): void {
    const second = Math.floor(nowMs / 1000)
    if (second > this.#second) this.#turn(second)
  }

  /** The monitor runs now: a second in which nobody says so is a gap. The only one who is told that the clock was set back. */
  cover(nowMs: number): void {
    const second = Math.floor(nowMs / 1000)
    if (second !== this.#second) this.#turn(second)
    this.#series.cover(this.#timeOf(nowMs))
  }

  /** Which namespaces of a target are live now; each that is switched on has a line, also without events. */
  setLive(target: TargetSlot, view: TargetView, nowMs: number): void {
    const live = new Set<NamespaceSlot>()
    for (const { name, state } of view.namespaces) {
      if (state === 'off') continue
      const space = this.#counts.space(target, name, true)
      this.#trackOf(target, space)
      if (state === 'live' || state === 'delayed') live.add(space)
    }
    for (const space of target.spaces.values()) if (space.track) this.#series.setLive(space.track, live.has(space), this.#timeOf(nowMs))
  }

  removeTarget(targetId: string, target: TargetSlot | undefined): void {
    this.#rooms.remove(target?.spaces.values() ?? [])
    this.#series.removeTarget(targetId)
  }

  /** Events received a second, of one target or of all, with one decimal; early in a run over the seconds that there were. */
  perSecond(nowMs: number, targetId?: string): number {
    this.advance(nowMs)
    const seconds = Math.min(RATE_SECONDS, Math.max(1, Math.floor(nowMs / 1000) - Math.floor(this.#startedAtMs / 1000)))
    let events = 0
    for (const track of this.#series.tracks) {
      if (track.kind === 'namespace' && (targetId === undefined || track.targetId === targetId)) events += this.#series.recent(track, seconds, nowMs)
    }
    return Math.round((events / seconds) * 10) / 10
  }

  /** The chart of the Overview. */
  overviewChart(query: ChartQuery): RateChart {
    return overviewChart(query, this.chart({ targetId: query.targetId, namespace: null, text: '', group: query.groupBy, windowMinutes: query.windowMinutes, compare: 'none' }, query.nowMs))
  }

  /** What was collected in this run; what was before, and whether history has it, is not known here. */
  chart(query: RateChartQuery, nowMs: number, linesMax?: number): RateChartAnswer {
    this.advance(nowMs)
    this.#rooms.flush()
    return liveChart({ series: this.#series, counts: this.#counts, readShare: this.#readShare }, query, nowMs, linesMax)
  }

  /** For lines that only the history has. */
  lineTexts(query: RateChartQuery, of: LineNames): Pick<RateLine, 'key' | 'label' | 'filter'> {
    return lineTexts(this.#counts, query, of)
  }

  table(query: RateTableQuery, nowMs: number, stateOf: (key: EventKey) => ContractState): RateTable {
    this.advance(nowMs)
    return rateTable({ series: this.#series, counts: this.#counts, stateOf }, query, nowMs)
  }

  #turn(second: number): void {
    const ended = this.#second
    if (second < ended && ended - second <= SETBACK_SECONDS) return
    this.#collect()
    this.#second = second
    if (ended === Number.NEGATIVE_INFINITY) return
    const minute = Math.floor(ended / 60)
    // A minute that a clock enters twice ends with the first time.
    if (Math.floor(second / 60) !== minute || second < ended) this.minutes.close(minute)
    if (second < ended) this.#forgetFrom(second)
  }

  /** Brings in what was counted since the last time: it belongs to the second that runs. */
  #collect(): void {
    const second = this.#second
    if (second === Number.NEGATIVE_INFINITY) return
    this.#rooms.flush()
    for (const key of this.#counts.keys) {
      const { rate } = key
      const count = key.count - rate.seenCount
      if (count === 0) continue
      rate.recent ??= new RecentCounts()
      rate.recent.add(second, count, key.bytes - rate.seenBytes)
      rate.seenCount = key.count
      rate.seenBytes = key.bytes
      this.#collectTraffic(key, second)
    }
  }

  /** What Rollcall sends is counted, but is no traffic of the platform. */
  #collectTraffic(key: EventKey, second: number): void {
    const { rate } = key
    const count = key.traffic - rate.seenTraffic
    if (count === 0) return
    const bytes = key.bytes - key.ownBytes
    this.minutes.add(key, Math.floor(second / 60), count, bytes - rate.seenTrafficBytes)
    const track = this.#trackOf(key.target, key.space)
    this.#series.add(track, second, count)
    // Both directions of an event are one line.
    const other = (key.direction === 'in' ? key.space.out : key.space.in).get(key.name)
    const event = this.#series.event(track, key.name, second, rate.seenTraffic > 0 || (other?.rate.seenTraffic ?? 0) > 0)
    if (event) this.#series.add(event, second, count)
    rate.seenTraffic = key.traffic
    rate.seenTrafficBytes = bytes
  }

  #forgetFrom(second: number): void {
    this.minutes.beforeForget()
    this.#series.forgetFrom(second)
    for (const key of this.#counts.keys) key.rate.recent?.forgetFrom(second)
  }

  /** The time as the series have it: see SETBACK_SECONDS. */
  #timeOf(nowMs: number): number {
    const behind = this.#second - Math.floor(nowMs / 1000)
    return behind > 0 && behind <= SETBACK_SECONDS ? this.#second * 1000 : nowMs
  }

  #trackOf(target: TargetSlot, space: NamespaceSlot): Track {
    space.track ??= this.#series.addNamespace(target.id, space.name)
    return space.track
  }
}
