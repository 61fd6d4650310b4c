import { LATENCY_SAMPLES_MAX, LATENCY_WINDOW_MS } from '../../../shared/limits.ts'

/** In ms; the same shape as in the latencyView of shared/rates.ts. */
export interface Percentiles {
  readonly lastMs: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly maxMs: number
  readonly samples: number
}

interface Sample {
  readonly atMs: number
  readonly ms: number
  /** What it was read from. */
  readonly from: string
}

/** Durations of the last LATENCY_WINDOW_MS, at most LATENCY_SAMPLES_MAX of them: what is older goes, then the oldest. */
export class Samples {
  readonly #samples: Sample[] = []

  /** @param atMs wall clock at the measurement @param ms any finite number, also a negative one */
  add(atMs: number, ms: number, from = ''): void {
    const samples = this.#samples
    // The clock was set back: what it measured while it was ahead would never grow old.
    while ((samples.at(-1)?.atMs ?? atMs) > atMs) samples.pop()
    this.#forget(atMs)
    if (samples.length >= LATENCY_SAMPLES_MAX) samples.shift()
    samples.push({ atMs, ms, from })
  }

  /** Exact for the samples that are kept, by nearest rank; null: none in the window that ends now. */
  percentiles(nowMs: number): Percentiles | null {
    const last = this.#window(nowMs).at(-1)
    if (!last) return null
    const sorted = this.#samples.map(({ ms }) => ms).sort((a, b) => a - b)
    return { lastMs: last.ms, p50Ms: nearestRank(sorted, 50), p95Ms: nearestRank(sorted, 95), maxMs: nearestRank(sorted, 100), samples: sorted.length }
  }

  /** What most samples of the window were read from; of equals the newest. Empty: there are none. */
  mostlyFrom(nowMs: number): string {
    const counts = new Map<string, number>()
    let most = ''
    for (const { from } of this.#window(nowMs)) {
      const count = (counts.get(from) ?? 0) + 1
      counts.set(from, count)
      if (count >= (counts.get(most) ?? 0)) most = from
    }
    return most
  }

  #window(nowMs: number): readonly Sample[] {
    this.#forget(nowMs)
    return this.#samples
  }

  #forget(nowMs: number): void {
    const samples = this.#samples
    let old = 0
    while (old < samples.length && (samples[old] as Sample).atMs <= nowMs - LATENCY_WINDOW_MS) old++
    if (old > 0) samples.splice(0, old)
  }
}

/** @param sorted ascending and not empty @param percent above 0, at most 100 */
function nearestRank(sorted: readonly number[], percent: number): number {
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] as number
}
