import { ROOM_TRACKS_MAX } from '../../../shared/limits.ts'
import { cutName, ownCopy } from '../names.ts'
import { resolutions, Track } from './track.ts'
import type { Resolution } from './track.ts'
import { TrackPlaces } from './track-places.ts'

/** Event tracks kept besides those of namespaces: 8 kB each. Events above it are in their namespace's track only. */
export const EVENT_TRACKS_MAX = 1_000

/** Steps of one track, oldest first. */
export interface Steps {
  readonly counts: number[]
  /** Covered seconds of each step; 0 together with a count of 0 is a gap. */
  readonly seconds: number[]
}

export interface Columns {
  /** Start of each step. */
  readonly timesMs: number[]
  /** Events a second in each step; null = nothing was collected then. */
  readonly perSecond: (number | null)[]
  readonly total: number
}

/** Events a second in a step; null: a gap. Events without a covered second are spread over the whole step. */
export function rateOf(count: number, seconds: number, stepSeconds: number): number | null {
  return seconds === 0 && count === 0 ? null : count / (seconds || stepSeconds)
}

/**
 * Rates at 1 s, 10 s and 1 min. Every second belongs to one slot of each column; a slot knows which step it holds, so a
 * clock that jumps leaves no wrong figures. A step without a covered second and without an event is null: a gap.
 */
export class Series {
  readonly #tracks = new Set<Track>()
  readonly #events = new TrackPlaces(EVENT_TRACKS_MAX)
  readonly #rooms = new TrackPlaces(ROOM_TRACKS_MAX)
  /** Per namespace: its rooms that have no track. */
  readonly #restOfRooms = new Map<Track, Track>()
  /** Which step a slot holds now. */
  readonly #steps = resolutions.map(({ size }) => new Float64Array(size).fill(-1))
  #coveredTo = Number.NEGATIVE_INFINITY

  get tracks(): IterableIterator<Track> {
    return this.#tracks.values()
  }

  addNamespace(targetId: string, namespace: string): Track {
    const track = new Track('namespace', targetId, namespace)
    this.#tracks.add(track)
    return track
  }

  /**
   * The track of an event, made at need; undefined: EVENT_TRACKS_MAX events are active. `hadEvents`: it was counted before;
   * a track that is new nonetheless does not know what was then, and that is no zero.
   */
  event(namespace: Track, event: string, second: number, hadEvents = false): Track | undefined {
    const known = this.#events.get(namespace, event)
    if (known) return known
    const place = this.#events.place(second)
    if (place === undefined) return undefined
    // Its events stay in the track of its namespace.
    if (place !== 'free') this.#remove(place)
    return this.#add(this.#events, new Track('event', namespace.targetId, namespace.namespace, event, namespace, hadEvents ? second : Number.NEGATIVE_INFINITY))
  }

  /** The track of a room; where ROOM_TRACKS_MAX rooms are active, the one of its namespace's other rooms. */
  room(namespace: Track, name: string, second: number): Track {
    const room = cutName(name)
    const known = this.#rooms.get(namespace, room)
    if (known) return known
    const place = this.#rooms.place(second)
    if (place === undefined) return this.#restOf(namespace)
    if (place !== 'free') {
      this.#moveCounts(place, this.#restOf(place.coverage as Track))
      this.#remove(place)
    }
    // Once there are rooms without a track, this one may have been among them.
    const fromSecond = this.#restOfRooms.has(namespace) ? second : Number.NEGATIVE_INFINITY
    return this.#add(this.#rooms, new Track('room', namespace.targetId, namespace.namespace, ownCopy(room), namespace, fromSecond))
  }

  /** Whether an event has a track. */
  hasEvent(namespace: Track, event: string): boolean {
    return this.#events.get(namespace, event) !== undefined
  }

  removeTarget(targetId: string): void {
    for (const track of this.#tracks) if (track.targetId === targetId) this.#remove(track)
  }

  /** Adds events that were received in a second (whole seconds since 1970). */
  add(track: Track, second: number, count: number): void {
    if (second > track.lastSecond) track.lastSecond = second
    for (let index = 0; index < resolutions.length; index++) {
      const slot = this.#slot(index, second)
      const column = track.counts[index]
      if (column) column[slot] = (column[slot] ?? 0) + count
    }
  }

  /** From now on the namespace is live, or no longer. The running second counts as covered when it was live in any part. */
  setLive(track: Track, live: boolean, nowMs: number): void {
    if (track.live === live) return
    track.live = live
    const second = Math.floor(nowMs / 1000)
    if (live && second <= this.#coveredTo) this.#cover(track, second)
  }

  /**
   * Says that the monitor ran in this second. A second or two that a busy process skipped are covered as well, a longer
   * silence (sleep) stays a gap.
   */
  cover(nowMs: number): void {
    const second = Math.floor(nowMs / 1000)
    if (second === this.#coveredTo) return
    const skipped = second - this.#coveredTo
    const from = skipped > 1 && skipped <= 3 ? this.#coveredTo + 1 : second
    this.#coveredTo = second
    for (const track of this.#tracks) {
      if (!track.live || track.coverage) continue
      for (let each = from; each <= second; each++) this.#cover(track, each)
    }
  }

  /** The clock was set back to this second: what was after it comes again, and would be there twice. */
  forgetFrom(second: number): void {
    for (const [index, { stepSeconds }] of resolutions.entries()) {
      const steps = this.#steps[index] as Float64Array
      const first = Math.floor(second / stepSeconds)
      for (let slot = 0; slot < steps.length; slot++) if ((steps[slot] ?? -1) >= first) steps[slot] = -1
    }
    this.#coveredTo = Math.min(this.#coveredTo, second - 1)
    for (const track of this.#tracks) track.lastSecond = Math.min(track.lastSecond, second)
  }

  /** Steps `first` <= n < `first + count` (whole steps since 1970). */
  steps(track: Track, resolution: Resolution, first: number, count: number): Steps {
    const { stepSeconds, size } = resolutions[resolution]
    const from = track.counts[resolution] as Uint32Array
    const covered = track.covered[resolution] as Uint8Array
    const steps = this.#steps[resolution] as Float64Array
    const counts: number[] = []
    const seconds: number[] = []
    for (let step = first; step < first + count; step++) {
      const slot = step % size
      const held = steps[slot] === step
      counts.push(held ? (from[slot] ?? 0) : 0)
      // Of a step in which the track began, only what came after it.
      seconds.push(held ? Math.max(0, Math.min(covered[slot] ?? 0, (step + 1) * stepSeconds - track.fromSecond)) : 0)
    }
    return { counts, seconds }
  }

  /** Events in the same steps. */
  total(track: Track, resolution: Resolution, first: number, count: number): number {
    const { size } = resolutions[resolution]
    const from = track.counts[resolution] as Uint32Array
    const steps = this.#steps[resolution] as Float64Array
    let total = 0
    for (let step = first; step < first + count; step++) {
      const slot = step % size
      if (steps[slot] === step) total += from[slot] ?? 0
    }
    return total
  }

  /** The last `points` complete steps before nowMs. */
  read(track: Track, resolution: Resolution, points: number, nowMs: number): Columns {
    const { stepSeconds, size } = resolutions[resolution]
    const current = Math.floor(nowMs / 1000 / stepSeconds)
    const count = Math.min(points, size - 1)
    const { counts, seconds } = this.steps(track, resolution, current - count, count)
    return {
      timesMs: counts.map((_, index) => (current - count + index) * stepSeconds * 1000),
      perSecond: counts.map((each, index) => rateOf(each, seconds[index] ?? 0, stepSeconds)),
      total: counts.reduce((sum, each) => sum + each, 0),
    }
  }

  /** Events in the last complete seconds, 1 <= seconds <= SERIES_SECONDS. */
  recent(track: Track, seconds: number, nowMs: number): number {
    return this.total(track, 0, Math.floor(nowMs / 1000) - seconds, seconds)
  }

  /** Covered seconds of a step. */
  coveredIn(track: Track, resolution: Resolution, step: number): number {
    const slot = step % resolutions[resolution].size
    return this.#steps[resolution]?.[slot] === step ? (track.covered[resolution]?.[slot] ?? 0) : 0
  }

  #add(places: TrackPlaces, track: Track): Track {
    this.#tracks.add(track)
    return places.add(track)
  }

  #remove(track: Track): void {
    this.#tracks.delete(track)
    this.#events.delete(track)
    this.#rooms.delete(track)
    this.#restOfRooms.delete(track)
  }

  #restOf(namespace: Track): Track {
    let rest = this.#restOfRooms.get(namespace)
    if (!rest) {
      rest = new Track('rooms', namespace.targetId, namespace.namespace, '', namespace, Number.NEGATIVE_INFINITY)
      this.#restOfRooms.set(namespace, rest)
      this.#tracks.add(rest)
    }
    return rest
  }

  /** All tracks have the same steps in the same slots. */
  #moveCounts(from: Track, to: Track): void {
    for (const [index, column] of to.counts.entries()) {
      const add = from.counts[index] as Uint32Array
      for (let slot = 0; slot < column.length; slot++) column[slot] = (column[slot] ?? 0) + (add[slot] ?? 0)
    }
    to.lastSecond = Math.max(to.lastSecond, from.lastSecond)
  }

  #cover(track: Track, second: number): void {
    // Once a second, also when the namespace flaps within it.
    if ((track.covered[0] as Uint8Array)[this.#slot(0, second)] === 1) return
    for (let index = 0; index < resolutions.length; index++) {
      const slot = this.#slot(index, second)
      const column = track.covered[index] as Uint8Array
      const { stepSeconds } = resolutions[index] as { stepSeconds: number }
      if ((column[slot] ?? 0) < stepSeconds) column[slot] = (column[slot] ?? 0) + 1
    }
  }

  /** The slot of a second, emptied when it held another step. */
  #slot(index: number, second: number): number {
    const { stepSeconds, size } = resolutions[index] as { stepSeconds: number; size: number }
    const step = Math.floor(second / stepSeconds)
    const slot = step % size
    const steps = this.#steps[index] as Float64Array
    if (steps[slot] !== step) {
      steps[slot] = step
      for (const track of this.#tracks) {
        ;(track.counts[index] as Uint32Array)[slot] = 0
        if (!track.coverage) (track.covered[index] as Uint8Array)[slot] = 0
      }
    }
    return slot
  }
}
