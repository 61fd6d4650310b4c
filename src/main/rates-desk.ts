import type { RateChartAnswer, RateChartQuery } from '../shared/rates.ts'
import { messageOf } from '../shared/message-of.ts'
import type { Monitor } from './monitor/monitor.ts'
import { ChartHistories } from './rates-desk/chart-history.ts'
import { HistoryWriter } from './rates-desk/history-writer.ts'
import { mergeChart } from './rates-desk/merge.ts'
import type { Handlers } from './requests.ts'
import type { LocalDatabase } from './store/database.ts'
import { MINUTE_MS, RateHistory } from './store/rate-history.ts'

export interface RatesDeskParts {
  readonly monitor: Monitor
  readonly database: LocalDatabase
  readonly now: () => number
}

/** Rates: live from the monitor, older from the database; writes each minute that is over. */
export class RatesDesk {
  readonly #parts: RatesDeskParts
  readonly #startedAtMs: number
  readonly #writer: HistoryWriter
  /** Undefined: the database cannot be read. */
  readonly #charts: ChartHistories | undefined
  readonly #whyNoCharts: string = ''
  #minute: number

  constructor(parts: RatesDeskParts) {
    this.#parts = parts
    this.#startedAtMs = parts.now()
    this.#minute = Math.floor(this.#startedAtMs / MINUTE_MS)
    const history = new RateHistory(parts.database)
    this.#writer = new HistoryWriter({ history, say: (sentence) => parts.monitor.remark(sentence, parts.now()) })
    if (!history.durable) return
    try {
      this.#charts = new ChartHistories(history, this.#startedAtMs)
    } catch (error) {
      this.#whyNoCharts = messageOf(error)
    }
  }

  handlers(): Pick<Handlers, 'rates:table' | 'rates:chart' | 'latency:get'> {
    const { monitor, now } = this.#parts
    return {
      'rates:table': (query) => monitor.rateTable(query, now()),
      'rates:chart': (query) => this.#chart(query),
      'latency:get': ({ targetId }) => ({
        atMs: now(),
        namespaces: monitor.latency(targetId, now()),
        servers: monitor
          .targets()
          .filter(({ settings }) => targetId === null || settings.id === targetId)
          .flatMap(({ settings, feed }) => (feed?.servers ?? []).map((server) => ({ targetId: settings.id, server }))),
      }),
    }
  }

  /** Called with the pulse; cheap unless a minute has ended. */
  tick(nowMs: number): void {
    const minute = Math.floor(nowMs / MINUTE_MS)
    if (minute !== this.#minute) {
      this.#minute = minute
      this.#write(this.#parts.monitor.minuteRates.take(nowMs))
    }
    this.#writer.trim(nowMs)
  }

  /** With a platform goes its history. */
  targetRemoved(targetId: string): void {
    this.#writer.targetRemoved(targetId)
    this.#charts?.targetRemoved(targetId)
  }

  /** The app ends: the minute that runs is written as far as it went. */
  close(nowMs: number): void {
    this.#write([...this.#parts.monitor.minuteRates.take(nowMs), ...this.#parts.monitor.minuteRates.takeRunning(nowMs)])
  }

  #write(rows: ReturnType<Monitor['minuteRates']['take']>): void {
    this.#charts?.counted(rows)
    this.#writer.write(rows)
  }

  async #chart(query: RateChartQuery): Promise<RateChartAnswer> {
    const { monitor } = this.#parts
    const nowMs = this.#parts.now()
    // A minute that is over may be one step of the chart, and shared with the run before.
    this.tick(nowMs)
    const live = monitor.rateChart(query, nowMs)
    const remarks = [live.remark, this.#whyNotWritten()]
    if (!this.#charts) return { ...live, remark: sentences(remarks) }
    try {
      const targetIds = monitor.targets().map(({ settings }) => settings.id).filter((id) => query.targetId === null || id === query.targetId)
      const { prior, before, historyFromMs, remarks: ofHistory } = await this.#charts.of(query, targetIds, live)
      const lines = prior && mergeChart({ live: monitor.rateChart(query, nowMs, Number.POSITIVE_INFINITY), prior, texts: (of) => monitor.rateLineTexts(query, of), startedAtMs: this.#startedAtMs })
      return { ...live, ...lines, before, historyFromMs, remark: sentences([...remarks, ...ofHistory]) }
    } catch (error) {
      return { ...live, remark: sentences([...remarks, `The history could not be read (${messageOf(error)}): only this run is in the picture.`]) }
    }
  }

  #whyNotWritten(): string {
    if (!this.#parts.database.durable) return 'History is not written in this run: the local database could not be used. Only this run is in the picture.'
    if (this.#whyNoCharts !== '') return `The history could not be read (${this.#whyNoCharts}): only this run is in the picture.`
    return this.#writer.trouble === undefined ? '' : `History is not written now (${this.#writer.trouble}).`
  }
}

function sentences(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ')
}
