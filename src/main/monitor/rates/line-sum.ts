import type { Span } from './chart.ts'
import { rateOf } from './series.ts'
import type { Series } from './series.ts'
import type { Track } from './track.ts'

/** The sum of tracks over the steps of a chart: a gap only where every track has one. */
export class LineSum {
  readonly perSecond: (number | null)[]
  total = 0
  readonly #series: Series
  readonly #span: Span

  constructor(series: Series, span: Span) {
    this.#series = series
    this.#span = span
    this.perSecond = Array.from({ length: span.points }, () => null)
  }

  /** Adds a track, without the events of others that are in it. */
  add(track: Track, without: readonly Track[] = []): void {
    const { resolution, merge, points, stepSeconds, first } = this.#span
    const read = (each: Track) => this.#series.steps(each, resolution, first * merge, points * merge)
    const { counts, seconds } = read(track)
    for (const each of without) for (const [step, count] of read(each).counts.entries()) counts[step] = (counts[step] ?? 0) - count
    for (let point = 0; point < points; point++) {
      let count = 0
      let covered = 0
      for (let step = point * merge; step < (point + 1) * merge; step++) {
        count += counts[step] ?? 0
        covered += seconds[step] ?? 0
      }
      const rate = rateOf(count, covered, stepSeconds)
      if (rate !== null) this.perSecond[point] = (this.perSecond[point] ?? 0) + rate
      this.total += count
    }
  }
}
