import type { Track } from './track.ts'

/** A track without an event for so long gives its place to one that has events. */
const SILENT_SECONDS = 60

/** A bounded number of tracks by namespace and name; the longest silent one gives its place. */
export class TrackPlaces {
  readonly #max: number
  readonly #tracks = new Set<Track>()
  readonly #byName = new Map<Track, Map<string, Track>>()
  /** Silent ones, longest first, as they were looked up in a second. */
  #silent: Track[] = []
  #lookedUpIn = Number.NaN

  constructor(max: number) {
    this.#max = max
  }

  get size(): number {
    return this.#tracks.size
  }

  get(namespace: Track, name: string): Track | undefined {
    return this.#byName.get(namespace)?.get(name)
  }

  /** A track that is of a namespace. */
  add(track: Track): Track {
    const namespace = track.coverage as Track
    let names = this.#byName.get(namespace)
    if (!names) this.#byName.set(namespace, (names = new Map()))
    names.set(track.name, track)
    this.#tracks.add(track)
    return track
  }

  delete(track: Track): void {
    this.#tracks.delete(track)
    if (track.coverage) this.#byName.get(track.coverage)?.delete(track.name)
    else this.#byName.delete(track)
  }

  /** Whether there is a place, or who would give one. undefined: nobody, as all had events in the last minute. */
  place(second: number): 'free' | Track | undefined {
    if (this.#tracks.size < this.#max) return 'free'
    // Thousands may ask in the same second: they share one look.
    if (this.#lookedUpIn !== second) {
      this.#lookedUpIn = second
      this.#silent = [...this.#tracks].filter((track) => track.lastSecond <= second - SILENT_SECONDS).sort((a, b) => b.lastSecond - a.lastSecond)
    }
    for (let track = this.#silent.pop(); track; track = this.#silent.pop()) {
      if (this.#tracks.has(track) && track.lastSecond <= second - SILENT_SECONDS) return track
    }
    return undefined
  }
}
