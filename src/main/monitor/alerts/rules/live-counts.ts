import { SERIES_SECONDS, SERIES_TEN_SECONDS } from '../../../../shared/limits.ts'
import type { Counts } from '../../counts.ts'
import type { Series } from '../../rates/series.ts'
import type { Resolution, Track } from '../../rates/track.ts'
import { MEANING } from './conditions.ts'
import { nameTest } from './measures.ts'
import type { Counted, CountReader, Place } from './measures.ts'

/** Tracks come and go with traffic: a place looks for its own again this seldom. */
const LOOK_EVERY_SECONDS = 10

/** The tracks of one target. */
interface TargetTracks {
  readonly namespaces: Track[]
  readonly events: Track[]
  readonly rooms: Track[]
}

/** What is counted at a place, and the namespaces that say when it was watched: a silent event has no track of its own. */
interface PlaceTracks {
  readonly counted: readonly Track[]
  readonly watched: readonly Track[]
  readonly fromSecond: number
}

/** Events of places over time, from the series of this run: exact to the second for two minutes, then in steps of 10 s and a minute. */
export class LiveCounts {
  readonly #counts: Counts
  readonly #series: Series
  readonly #nowSecond: () => number
  #tracks = new Map<string, TargetTracks>()
  #lookedUp = Number.NaN
  #keys = -1
  #version = 0
  /** Per namespace track: seconds without a gap before the second it was asked for. */
  readonly #streaks = new Map<Track, { second: number; length: number }>()

  /** @param nowMs the newest time that the series have; what is asked for may be earlier */
  constructor(counts: Counts, series: Series, nowMs: () => number) {
    this.#counts = counts
    this.#series = series
    this.#nowSecond = () => Math.floor(nowMs() / 1000)
  }

  open(place: Place): CountReader {
    let tracks: PlaceTracks = { counted: [], watched: [], fromSecond: Number.NEGATIVE_INFINITY }
    let version = -1
    return (fromMs, toMs, into) => {
      this.#lookUp()
      if (version !== this.#version) {
        version = this.#version
        tracks = this.#of(place)
      }
      this.#read(tracks, Math.ceil(fromMs / 1000), Math.floor(toMs / 1000), into)
    }
  }

  #read({ counted, watched, fromSecond }: PlaceTracks, from: number, to: number, into: Counted): void {
    if (to <= from) return
    const ago = this.#nowSecond() - from
    if (ago <= SERIES_SECONDS) {
      into.count += this.#total(counted, 0, from, to - from)
      into.seconds += this.#seconds(watched, Math.max(from, fromSecond), to)
      return
    }
    const [step, resolution] = ago <= SERIES_TEN_SECONDS * 10 ? ([10, 1] as const) : ([60, 2] as const)
    const first = Math.ceil(from / step)
    const end = Math.floor(to / step)
    if (end > first) {
      into.count += this.#total(counted, resolution, first, end - first)
      into.seconds += this.#steps(watched, resolution, Math.max(first, Math.ceil(fromSecond / step)), end)
    }
    // The step that still runs, by the second.
    const tail = Math.max(from, end * step)
    if (tail >= to || this.#nowSecond() - tail > SERIES_SECONDS) return
    into.count += this.#total(counted, 0, tail, to - tail)
    into.seconds += this.#seconds(watched, Math.max(tail, fromSecond), to)
  }

  #total(tracks: readonly Track[], resolution: Resolution, first: number, count: number): number {
    let total = 0
    for (const track of tracks) total += this.#series.total(track, resolution, first, count)
    return total
  }

  /** Watched seconds from <= t < to; of several namespaces those of the one that was watched longest. */
  #seconds(watched: readonly Track[], from: number, to: number): number {
    let most = 0
    for (const track of watched) most = Math.max(most, this.#coveredSeconds(track, from, to))
    return most
  }

  #steps(watched: readonly Track[], resolution: Resolution, first: number, end: number): number {
    let most = 0
    for (const track of watched) {
      let seconds = 0
      for (let step = first; step < end; step++) seconds += this.#series.coveredIn(track, resolution, step)
      if (seconds > most) most = seconds
    }
    return most
  }

  #coveredSeconds(track: Track, from: number, to: number): number {
    if (to <= from) return 0
    if (this.#streakBefore(track, to) >= to - from) return to - from
    let seconds = 0
    for (let second = from; second < to; second++) seconds += this.#series.coveredIn(track, 0, second)
    return seconds
  }

  /** Nearly always all of a window is covered: known without a look at each second. */
  #streakBefore(track: Track, second: number): number {
    const known = this.#streaks.get(track)
    if (known?.second === second) return known.length
    const before = known?.second === second - 1 ? known.length : this.#countBack(track, second - 1)
    const length = this.#series.coveredIn(track, 0, second - 1) > 0 ? Math.min(SERIES_SECONDS, before + 1) : 0
    if (known) {
      known.second = second
      known.length = length
    } else this.#streaks.set(track, { second, length })
    return length
  }

  #countBack(track: Track, second: number): number {
    let length = 0
    while (length < SERIES_SECONDS && this.#series.coveredIn(track, 0, second - 1 - length) > 0) length++
    return length
  }

  #lookUp(): void {
    const slot = Math.floor(this.#nowSecond() / LOOK_EVERY_SECONDS)
    if (slot === this.#lookedUp && this.#keys === this.#counts.keys.length) return
    this.#lookedUp = slot
    this.#keys = this.#counts.keys.length
    this.#version++
    this.#tracks = new Map()
    this.#streaks.clear()
    for (const track of this.#series.tracks) {
      let of = this.#tracks.get(track.targetId)
      if (!of) this.#tracks.set(track.targetId, (of = { namespaces: [], events: [], rooms: [] }))
      if (track.kind === 'namespace') of.namespaces.push(track)
      else if (track.kind === 'event') of.events.push(track)
      else if (track.kind === 'room') of.rooms.push(track)
    }
  }

  #of({ targetId, namespace, event, room }: Place): PlaceTracks {
    const of = this.#tracks.get(targetId)
    if (!of) return { counted: [], watched: [], fromSecond: Number.NEGATIVE_INFINITY }
    const inPlace = (track: Track): boolean => namespace === null || track.namespace === namespace
    const watched = of.namespaces.filter(inPlace)
    if (event === null && room === null) return { counted: watched, watched, fromSecond: Number.NEGATIVE_INFINITY }
    const fits = room !== null ? byName(room, inPlace) : event?.startsWith(MEANING) ? this.#byMeaning(targetId, event.slice(MEANING.length), inPlace) : byName(event ?? '', inPlace)
    const counted = (room !== null ? of.rooms : of.events).filter(fits)
    // What was before a track began, nobody counted under its name.
    return { counted, watched, fromSecond: Math.max(Number.NEGATIVE_INFINITY, ...counted.map((track) => track.fromSecond)) }
  }

  #byMeaning(targetId: string, meaning: string, inPlace: (track: Track) => boolean): (track: Track) => boolean {
    const names = new Set(this.#counts.keys.filter((key) => key.target.id === targetId && key.event?.spec.meaning === meaning).map((key) => `${key.space.name}\n${key.name}`))
    return (track) => inPlace(track) && names.has(`${track.namespace}\n${track.name}`)
  }
}

function byName(pattern: string, inPlace: (track: Track) => boolean): (track: Track) => boolean {
  const fits = nameTest(pattern)
  return (track) => inPlace(track) && fits(track.name)
}
