/** Buckets of each power of two: the middle of one is within 1/16 of all that is in it. */
const PER_OCTAVE = 8
/** Sizes above 4 GB are counted as that. */
const SIZE_MAX = 2 ** 32 - 1
/** Up to 8 kB, as nearly all events are; more buckets come with the first larger one. */
const FIRST_BUCKETS = 88
const BUCKETS_MAX = 240

/**
 * How large the events of one key were, since the start: log-linear buckets, exact below 16 bytes, else within 1/16. At
 * most 2 kB, and nothing before the first event.
 */
export class SizeHistogram {
  #counts = new Float64Array(0)

  /** Hot path: one increment. Whole bytes. */
  add(bytes: number): void {
    const bucket = bucketOf(bytes)
    if (bucket >= this.#counts.length) this.#grow(bucket)
    // In bounds: grown just now where it was not.
    ;(this.#counts[bucket] as number)++
  }

  /** The smallest size that at least this share (0..1) of the events do not exceed; null: no event yet. */
  percentile(share: number): number | null {
    const counts = this.#counts
    let all = 0
    for (let bucket = 0; bucket < counts.length; bucket++) all += counts[bucket] as number
    if (all === 0) return null
    const rank = Math.max(1, Math.ceil(share * all))
    let below = 0
    for (let bucket = 0; bucket < counts.length; bucket++) {
      below += counts[bucket] as number
      if (below >= rank) return middleOf(bucket)
    }
    return null
  }

  #grow(bucket: number): void {
    const counts = new Float64Array(bucket < FIRST_BUCKETS ? FIRST_BUCKETS : BUCKETS_MAX)
    counts.set(this.#counts)
    this.#counts = counts
  }
}

function bucketOf(bytes: number): number {
  if (bytes < PER_OCTAVE) return bytes > 0 ? Math.floor(bytes) : 0
  const size = bytes > SIZE_MAX ? SIZE_MAX : bytes
  const power = 31 - Math.clz32(size)
  return (power - 2) * PER_OCTAVE + ((size >>> (power - 3)) & (PER_OCTAVE - 1))
}

function middleOf(bucket: number): number {
  if (bucket < PER_OCTAVE) return bucket
  const width = 2 ** (Math.floor(bucket / PER_OCTAVE) - 1)
  const from = (PER_OCTAVE + (bucket % PER_OCTAVE)) * width
  return from + Math.floor((width - 1) / 2)
}
