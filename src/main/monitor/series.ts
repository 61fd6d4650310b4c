import { SERIES_MINUTES, SERIES_SECONDS, SERIES_TEN_SECONDS } from '../../shared/limits.ts'

/** Event tracks kept besides those of namespaces: 8 kB each. Events above it are in their namespace's track only. */
export const EVENT_TRACKS_MAX = 1_000

/** One slot more than is shown: the step that is still running. */
const resolutions = [
  { stepSeconds: 1, size: SERIES_SECONDS + 1 },
  { stepSeconds: 10, size: SERIES_TEN_SECONDS + 1 },
  { stepSeconds: 60, size: SERIES_MINUTES + 1 },
] as const

/** 0: one second, 1: ten seconds, 2: a minute. */
export type Resolution = 0 | 1 | 2

export interface Columns {
  /** Start of each step. */
  readonly timesMs: number[]
  /** Events a second in each step; null = nothing was collected then. */
  readonly perSecond: (number | null)[]
  readonly total: number
}

/** Counts of one key over time, in three columns. */
export class Track {
  readonly targetId: string
  readonly namespace: string
  /** Event name; null for all of the namespace. */
  readonly event: string | null
  /** Whose coverage says where this track has gaps: its own, or its namespace's. */
  readonly coverage: Track | undefined
  readonly counts: readonly Uint32Array[]
  /** Seconds of each step during which the namespace was live and watched. */
  readonly covered: readonly Uint8Array[]
  live = false

  constructor(targetId: string, namespace: string, event: string | null, coverage: Track | undefined) {
    this.targetId = targetId
    this.namespace = namespace
    this.event = event
    this.coverage = coverage
    this.counts = resolutions.map(({ size }) => new Uint32Array(size))
    this.covered = coverage ? coverage.covered : resolutions.map(({ size }) => new Uint8Array(size))
  }
}

/**
 * Rates at 1 s, 10 s and 1 min. Every second belongs to one slot of each column; a slot knows which step it holds, so a
 * clock that jumps leaves no wrong figures. A step without a covered second and without an event is null: a gap.
 */
export class Series {
  readonly #tracks = new Set<Track>()
  #eventTracks = 0
  #eventTracksLeftOut = 0
  /** Which step a slot holds now. */
  readonly #steps = resolutions.map(({ size }) => new Float64Array(size).fill(-1))
  #coveredTo = Number.NEGATIVE_INFINITY

  get tracks(): IterableIterator<Track> {
    return this.#tracks.values()
  }

  /** Events without a track of their own, because EVENT_TRACKS_MAX was reached. */
  get eventTracksLeftOut(): number {
    return this.#eventTracksLeftOut
  }

  addNamespace(targetId: string, namespace: string): Track {
    const track = new Track(targetId, namespace, null, undefined)
    this.#tracks.add(track)
    return track
  }

  addEvent(namespaceTrack: Track, event: string): Track | undefined {
    if (this.#eventTracks >= EVENT_TRACKS_MAX) {
      this.#eventTracksLeftOut++
      return undefined
    }
    this.#eventTracks++
    const track = new Track(namespaceTrack.targetId, namespaceTrack.namespace, event, namespaceTrack)
    this.#tracks.add(track)
    return track
  }

  removeTarget(targetId: string): void {
    for (const track of this.#tracks) {
      if (track.targetId !== targetId) continue
      this.#tracks.delete(track)
      if (track.event !== null) this.#eventTracks--
    }
  }

  /** Adds events that were received in a second (whole seconds since 1970). */
  add(track: Track, second: number, count: number): void {
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

  /** The last `points` complete steps before nowMs. */
  read(track: Track, resolution: Resolution, points: number, nowMs: number): Columns {
    const { stepSeconds, size } = resolutions[resolution]
    const current = Math.floor(nowMs / 1000 / stepSeconds)
    const counts = track.counts[resolution] as Uint32Array
    const covered = track.covered[resolution] as Uint8Array
    const steps = this.#steps[resolution] as Float64Array
    const timesMs: number[] = []
    const perSecond: (number | null)[] = []
    let total = 0
    for (let step = current - Math.min(points, size - 1); step < current; step++) {
      const slot = step % size
      timesMs.push(step * stepSeconds * 1000)
      if (steps[slot] !== step) {
        perSecond.push(null)
        continue
      }
      const count = counts[slot] ?? 0
      const seconds = covered[slot] ?? 0
      total += count
      perSecond.push(seconds === 0 && count === 0 ? null : count / (seconds || stepSeconds))
    }
    return { timesMs, perSecond, total }
  }

  /** Events in the last complete seconds, 1 <= seconds <= SERIES_SECONDS. */
  recent(track: Track, seconds: number, nowMs: number): number {
    const current = Math.floor(nowMs / 1000)
    const { size } = resolutions[0]
    const counts = track.counts[0] as Uint32Array
    const steps = this.#steps[0] as Float64Array
    let sum = 0
    for (let second = current - seconds; second < current; second++) {
      const slot = second % size
      if (steps[slot] === second) sum += counts[slot] ?? 0
    }
    return sum
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
