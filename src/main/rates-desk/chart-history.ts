import type { RateChartAnswer, RateChartQuery } from '../../shared/rates.ts'
import type { MinuteRate } from '../monitor/rates/minute-rates.ts'
import { MINUTE_MS } from '../store/rate-history.ts'
import type { RateHistory } from '../store/rate-history.ts'
import { RATE_HISTORY_KEYS_PER_SHELF_MAX } from '../store/rate-history-keys.ts'
import { RatesBefore } from './before.ts'
import type { Grid } from './cells.ts'
import { hasPrior } from './merge.ts'
import { matchesNamespace, matchesText, priorLines } from './prior-lines.ts'
import type { PriorLines } from './prior-lines.ts'
import { PriorMinutes } from './prior-minutes.ts'

export interface ChartHistory {
  /** null: earlier runs have nothing of the window. */
  readonly prior: PriorLines | null
  readonly before: RateChartAnswer['before']
  readonly historyFromMs: number | null
  /** Sentences. */
  readonly remarks: readonly string[]
}

const nothing: ChartHistory = { prior: null, before: null, historyFromMs: null, remarks: [] }
/** Answers that are kept until their chart's next step: a window asks once a second. */
const ANSWERS_MAX = 8

/** What the database adds to a chart: the lines before this run, and the same time before. */
export class ChartHistories {
  readonly #history: RateHistory
  readonly #prior: PriorMinutes
  readonly #before: RatesBefore
  readonly #answers = new Map<string, ChartHistory>()
  /** One request reads at a time. */
  #last: Promise<unknown> = Promise.resolve()

  /** Throws SQLite's error. */
  constructor(history: RateHistory, startedAtMs: number) {
    this.#history = history
    this.#prior = new PriorMinutes(history, startedAtMs)
    this.#before = new RatesBefore(history)
  }

  /** This run's minutes, as they end. */
  counted(rows: readonly MinuteRate[]): void {
    this.#prior.counted(rows)
  }

  targetRemoved(targetId: string): void {
    this.#prior.removeTarget(targetId)
    this.#before.forget()
    this.#answers.clear()
  }

  /** @param targetIds those that are watched now, and that the query is about. Rejects with SQLite's error. */
  of(query: RateChartQuery, targetIds: readonly string[], grid: Grid): Promise<ChartHistory> {
    const { group } = query
    if (group === 'room') return Promise.resolve({ ...nothing, remarks: this.#aboutRooms(query, grid) })
    const answer = this.#last.then(() => this.#answer({ ...query, group }, targetIds, grid))
    this.#last = answer.catch(() => undefined)
    return answer
  }

  #aboutRooms({ compare }: RateChartQuery, grid: Grid): string[] {
    const remarks: string[] = []
    if ((grid.timesMs[0] ?? 0) < this.#prior.firstMinute * MINUTE_MS) remarks.push('Rates of rooms are not kept over a restart.')
    if (compare !== 'none') remarks.push('History has no rates of rooms to compare with.')
    return remarks
  }

  async #answer(query: RateChartQuery & { group: 'namespace' | 'event' | 'target' }, targetIds: readonly string[], grid: Grid): Promise<ChartHistory> {
    const name = JSON.stringify([query, targetIds, grid.timesMs[0], this.#prior.own.length])
    const known = this.#answers.get(name)
    if (known) return known
    const prior = await priorLines(this.#prior, { ...query, targetIds }, grid)
    const before = query.compare === 'none' ? null : await this.#before.at({ targetIds, namespace: query.namespace, text: query.text }, query.compare, grid)
    const remarks: string[] = []
    if (grid.stepMs < MINUTE_MS && hasPrior(prior)) remarks.push('Before this start of Rollcall each minute is drawn with its mean.')
    if (this.#prior.cut) remarks.push('Of the day before this start of Rollcall there is more in the database than is drawn.')
    if (this.#history.leftOut > 0) remarks.push(`${this.#history.leftOut.toLocaleString('en')} rates of a minute are in their namespace's history alone: at most ${RATE_HISTORY_KEYS_PER_SHELF_MAX.toLocaleString('en')} names of a platform have their own.`)
    const answer = { prior: hasPrior(prior) ? prior : null, before, historyFromMs: this.#oldest(query, targetIds), remarks }
    this.#answers.set(name, answer)
    const [oldest] = this.#answers.keys()
    if (this.#answers.size > ANSWERS_MAX && oldest !== undefined) this.#answers.delete(oldest)
    return answer
  }

  /** To the minute where nothing was trimmed yet; after that, where the oldest row of the target's is. */
  #oldest(query: RateChartQuery, targetIds: readonly string[]): number | null {
    let oldest = Number.POSITIVE_INFINITY
    for (const targetId of targetIds) {
      const shelf = this.#history.keys.shelf(targetId, query.group !== 'event' && query.text.trim() === '')
      const trimmedTo = shelf && this.#history.oldest(shelf)
      if (!shelf || trimmedTo === undefined) continue
      for (const key of shelf.keys.values()) {
        if (matchesNamespace(key.namespace, query) && matchesText(key.event, query)) oldest = Math.min(oldest, Math.max(key.firstMinute, trimmedTo))
      }
    }
    return Number.isFinite(oldest) ? oldest * MINUTE_MS : null
  }
}
