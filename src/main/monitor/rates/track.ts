import { SERIES_MINUTES, SERIES_SECONDS, SERIES_TEN_SECONDS } from '../../../shared/limits.ts'

/**
 * One slot more than is shown: the step that is still running. The day is shown in steps of five minutes, which end up to
 * four minutes ago.
 */
export const resolutions = [
  { stepSeconds: 1, size: SERIES_SECONDS + 1 },
  { stepSeconds: 10, size: SERIES_TEN_SECONDS + 1 },
  { stepSeconds: 60, size: SERIES_MINUTES + 5 },
] as const

/** 0: one second, 1: ten seconds, 2: a minute. */
export type Resolution = 0 | 1 | 2

/** rooms: all rooms of a namespace that have no track of their own. */
export type TrackKind = 'namespace' | 'event' | 'room' | 'rooms'

/** Counts of one key over time, in three columns. */
export class Track {
  readonly kind: TrackKind
  readonly targetId: string
  readonly namespace: string
  /** Of the event or room; empty for the others. */
  readonly name: string
  /** Whose coverage says where this track has gaps: its own, or its namespace's. */
  readonly coverage: Track | undefined
  readonly counts: readonly Uint32Array[]
  /** Seconds of each step during which the namespace was live and watched. */
  readonly covered: readonly Uint8Array[]
  /** What came before this second is not in the track, though there may have been events. */
  readonly fromSecond: number
  live = false
  /** Newest second with an event. */
  lastSecond = Number.NEGATIVE_INFINITY

  constructor(kind: 'namespace', targetId: string, namespace: string)
  constructor(kind: TrackKind, targetId: string, namespace: string, name: string, coverage: Track, fromSecond: number)
  constructor(kind: TrackKind, targetId: string, namespace: string, name = '', coverage?: Track, fromSecond = Number.NEGATIVE_INFINITY) {
    this.kind = kind
    this.targetId = targetId
    this.namespace = namespace
    this.name = name
    this.coverage = coverage
    this.fromSecond = fromSecond
    this.counts = resolutions.map(({ size }) => new Uint32Array(size))
    this.covered = coverage ? coverage.covered : resolutions.map(({ size }) => new Uint8Array(size))
  }
}
