import type { RateChartAnswer, RateCompare } from '../../shared/rates.ts'
import { MINUTE_MS } from '../store/rate-history.ts'
import type { RateHistory } from '../store/rate-history.ts'
import type { Shelf } from '../store/rate-history-keys.ts'
import type { Grid } from './cells.ts'
import { matchesNamespace, matchesText } from './prior-lines.ts'
import { sameTimeBefore } from './same-time.ts'
import { pauseForOthers, slicesBackwards } from './slices.ts'

export interface SumQuery {
  readonly targetIds: readonly string[]
  readonly namespace: string | null
  readonly text: string
}

interface Sum {
  readonly count: number
  readonly perSecond: number | null
}

/** Minutes fromMinute <= m < toMinute that were read; one that is not in the map had nothing. */
interface Span {
  fromMinute: number
  toMinute: number
  readonly minutes: Map<number, Sum>
}

/** Sums that are kept between requests: a window that is open asks once a second for nearly the same. A day takes about 150 kB. */
const SPANS_MAX = 8

/** The sum of all lines at the same time a day or a week before; of steps shorter than a minute, its mean. One request at a time. */
export class RatesBefore {
  readonly #history: RateHistory
  readonly #spans = new Map<string, Span>()

  constructor(history: RateHistory) {
    this.#history = history
  }

  /** null: history has nothing of that time. Rejects with SQLite's error. */
  async at(query: SumQuery, compare: Exclude<RateCompare, 'none'>, grid: Grid): Promise<RateChartAnswer['before']> {
    const times = grid.timesMs.map((timeMs) => sameTimeBefore(timeMs, compare))
    const known = times.filter((timeMs) => timeMs !== null)
    if (known.length === 0) return null
    const stepMinutes = Math.max(1, grid.stepMs / MINUTE_MS)
    const first = Math.floor(Math.min(...known) / MINUTE_MS)
    const span = await this.#span(`${compare} ${JSON.stringify(query)}`, query, first, Math.floor(Math.max(...known) / MINUTE_MS) + stepMinutes)
    let total = 0
    let covered = 0
    const perSecond = times.map((timeMs) => {
      if (timeMs === null) return null
      const step = stepSum(span, Math.floor(timeMs / MINUTE_MS), stepMinutes)
      total += (step.count * Math.min(grid.stepMs, MINUTE_MS)) / MINUTE_MS
      if (step.perSecond !== null) covered++
      return step.perSecond
    })
    return covered === 0 ? null : { compare, perSecond, total: Math.round(total), covered: covered / times.length }
  }

  /** A target is removed: sums with it are wrong. */
  forget(): void {
    this.#spans.clear()
  }

  async #span(name: string, query: SumQuery, fromMinute: number, toMinute: number): Promise<Span> {
    let span = this.#spans.get(name)
    this.#spans.delete(name)
    if (!span || span.toMinute < fromMinute || span.fromMinute > fromMinute) span = { fromMinute, toMinute: fromMinute, minutes: new Map() }
    if (toMinute > span.toMinute) {
      await this.#read(span.minutes, query, span.toMinute, toMinute)
      span.toMinute = toMinute
    }
    for (; span.fromMinute < fromMinute; span.fromMinute++) span.minutes.delete(span.fromMinute)
    this.#spans.set(name, span)
    const [oldest] = this.#spans.keys()
    if (this.#spans.size > SPANS_MAX && oldest !== undefined) this.#spans.delete(oldest)
    return span
  }

  async #read(into: Map<number, Sum>, query: SumQuery, fromMinute: number, toMinute: number): Promise<void> {
    for (const targetId of query.targetIds) {
      const whole = this.#history.keys.shelf(targetId, true)
      if (!whole) continue
      const watched = keysOf(whole, { ...query, text: '' })
      const events = query.text.trim() === '' ? undefined : this.#history.keys.shelf(targetId, false)
      const named = events ? keysOf(events, query) : []
      for (const [from, to] of slicesBackwards(fromMinute, toMinute)) {
        await pauseForOthers()
        // With a name, the namespaces say only when somebody watched: then no event is zero.
        for (const { minute, count, perSecond } of this.#history.sums(whole, watched, from, to)) add(into, minute, query.text.trim() === '' ? { count, perSecond } : { count: 0, perSecond: perSecond === null ? null : 0 })
        if (events) for (const { minute, count, perSecond } of this.#history.sums(events, named, from, to)) add(into, minute, { count, perSecond })
      }
    }
  }
}

function keysOf(shelf: Shelf, query: SumQuery): number[] {
  return [...shelf.keys.values()].filter((key) => matchesNamespace(key.namespace, query) && matchesText(key.event, query)).map(({ id }) => id)
}

function add(into: Map<number, Sum>, minute: number, sum: Sum): void {
  const known = into.get(minute)
  into.set(minute, known ? { count: known.count + sum.count, perSecond: sum.perSecond === null ? known.perSecond : (known.perSecond ?? 0) + sum.perSecond } : sum)
}

/** Of several minutes the mean of those in which somebody watched. */
function stepSum(span: Span, firstMinute: number, minutes: number): Sum {
  let count = 0
  let sum = 0
  let watched = 0
  for (let minute = firstMinute; minute < firstMinute + minutes; minute++) {
    const found = span.minutes.get(minute)
    count += found?.count ?? 0
    if (found?.perSecond == null) continue
    sum += found.perSecond
    watched++
  }
  return { count, perSecond: watched === 0 ? null : sum / watched }
}
