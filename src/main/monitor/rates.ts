import type { RateChart, TargetView } from '../../shared/domain.ts'
import { rateChart } from './chart.ts'
import type { ChartQuery } from './chart.ts'
import type { Counts, NamespaceSlot, TargetSlot } from './counts.ts'
import { Series } from './series.ts'
import type { Track } from './series.ts'

/** Rates on screen are the mean of the last complete seconds: one second alone jumps at low rates. */
export const RATE_SECONDS = 5

/**
 * Brings the exact counts into the series: what was counted since the last turn of a second belongs to the second that
 * ended. So the series cost once a second and not once an event, and no event is in them that was not counted.
 */
export class Rates {
  readonly #counts: Counts
  readonly #series = new Series()
  readonly #startedAtMs: number
  /** Second whose counts are not in the series yet. */
  #second = Number.NEGATIVE_INFINITY

  constructor(counts: Counts, startedAtMs: number) {
    this.#counts = counts
    this.#startedAtMs = startedAtMs
  }

  /** An event is about to be counted. */
  beforeEvent(atMs: number): void {
    const second = Math.floor(atMs / 1000)
    if (second !== this.#second) this.#turn(second)
  }

  /** Time has passed, with or without events. */
  advance(nowMs: number): void {
    const second = Math.floor(nowMs / 1000)
    if (second > this.#second) this.#turn(second)
  }

  /** The monitor runs now: a second in which nobody says so is a gap. */
  cover(nowMs: number): void {
    this.advance(nowMs)
    this.#series.cover(nowMs)
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
    for (const space of target.spaces.values()) if (space.track) this.#series.setLive(space.track, live.has(space), nowMs)
  }

  removeTarget(targetId: string): void {
    this.#series.removeTarget(targetId)
  }

  /** Events received a second, of one target or of all, with one decimal; early in a run over the seconds that there were. */
  perSecond(nowMs: number, targetId?: string): number {
    this.advance(nowMs)
    const seconds = Math.min(RATE_SECONDS, Math.max(1, Math.floor(nowMs / 1000) - Math.floor(this.#startedAtMs / 1000)))
    let events = 0
    for (const track of this.#series.tracks) {
      if (track.event === null && (targetId === undefined || track.targetId === targetId)) events += this.#series.recent(track, seconds, nowMs)
    }
    return Math.round((events / seconds) * 10) / 10
  }

  chart(query: ChartQuery, targetName: (targetId: string) => string): RateChart {
    this.advance(query.nowMs)
    return rateChart(this.#series, targetName, query)
  }

  #turn(second: number): void {
    const ended = this.#second
    this.#second = second
    if (ended === Number.NEGATIVE_INFINITY) return
    for (const key of this.#counts.keys) {
      // What Rollcall sends is counted, but is no traffic of the platform.
      const fresh = key.traffic - key.inSeries
      if (fresh === 0) continue
      key.inSeries = key.traffic
      const track = this.#trackOf(key.target, key.space)
      this.#series.add(track, ended, fresh)
      if (!key.trackAsked) {
        key.trackAsked = true
        key.track = this.#series.addEvent(track, key.name)
      }
      if (key.track) this.#series.add(key.track, ended, fresh)
    }
  }

  #trackOf(target: TargetSlot, space: NamespaceSlot): Track {
    space.track ??= this.#series.addNamespace(target.id, space.name)
    return space.track
  }
}
