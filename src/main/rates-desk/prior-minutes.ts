import { MINUTES_PER_DAY } from '../store/rate-history-keys.ts'
import type { Shelf } from '../store/rate-history-keys.ts'
import { MINUTE_MS } from '../store/rate-history.ts'
import type { KeyMinute, RateHistory } from '../store/rate-history.ts'
import type { MinuteRate } from '../monitor/rates/minute-rates.ts'
import { pauseForOthers, slicesBackwards } from './slices.ts'
import { shelfName } from '../store/rate-history-keys.ts'

/** Rows of the day before this run that are held for charts, all targets together: about 12 MB; the oldest are left out. */
const PRIOR_ROWS_MAX = 500_000
/** Minutes of this run that may share a chart's step with the time before it. */
const OWN_MINUTES = 15

/** What earlier runs wrote of one namespace (event '') or event; the three lists belong together. */
export interface PriorSource {
  readonly targetId: string
  readonly namespace: string
  readonly event: string
  readonly minutes: number[]
  readonly counts: number[]
  readonly seconds: number[]
}

interface PriorShelf {
  readonly sources: Map<number, PriorSource>
  /** Keys with a row, by minute. */
  readonly keysPerMinute: Map<number, number>
}

/**
 * The day before this run, from the database. It never changes while the run lasts, so it is read once, when a chart first
 * asks, in slices. The minute in which the run began is read at once: later the run's own rows are added to it.
 */
export class PriorMinutes {
  readonly #history: RateHistory
  /** The minute in which this run began. */
  readonly firstMinute: number
  readonly #shelves = new Map<string, Promise<PriorShelf>>()
  readonly #started = new Map<number, KeyMinute[]>()
  #own: MinuteRate[] = []
  /** Minutes before this run that it counted all the same, because the clock was set back: they are in the live part. */
  readonly #again = new Set<number>()
  #rows = 0
  #cut = false

  /** Throws SQLite's error. */
  constructor(history: RateHistory, startedAtMs: number) {
    this.#history = history
    this.firstMinute = Math.floor(startedAtMs / MINUTE_MS)
    for (const shelf of history.keys.shelves) this.#started.set(shelf.id, history.read(shelf, this.firstMinute, this.firstMinute + 1))
  }

  /** Some of the oldest are not held. */
  get cut(): boolean {
    return this.#cut
  }

  /** What this run counted in its first minutes. */
  get own(): readonly MinuteRate[] {
    return this.#own
  }

  /** This run's minutes, as they end. */
  counted(rows: readonly MinuteRate[]): void {
    for (const row of rows) {
      if (row.minute < this.firstMinute) {
        if (row.minute >= this.firstMinute - MINUTES_PER_DAY) this.#again.add(row.minute)
      }
      else if (row.minute < this.firstMinute + OWN_MINUTES) this.#own.push(row)
    }
  }

  /** Rejects with SQLite's error; the next call reads again. */
  async sources(targetId: string, whole: boolean): Promise<readonly PriorSource[]> {
    return [...(await this.#shelf(targetId, whole)).sources.values()]
  }

  /** Events with a rate of their own in a minute. */
  async eventsPerMinute(targetId: string): Promise<ReadonlyMap<number, number>> {
    return (await this.#shelf(targetId, false)).keysPerMinute
  }

  removeTarget(targetId: string): void {
    this.#shelves.delete(shelfName(targetId, true))
    this.#shelves.delete(shelfName(targetId, false))
    this.#own = this.#own.filter((row) => row.targetId !== targetId)
  }

  #shelf(targetId: string, whole: boolean): Promise<PriorShelf> {
    const known = this.#shelves.get(shelfName(targetId, whole))
    if (known) return known
    const loading = this.#load(targetId, whole)
    this.#shelves.set(shelfName(targetId, whole), loading)
    loading.catch(() => this.#shelves.delete(shelfName(targetId, whole)))
    return loading
  }

  async #load(targetId: string, whole: boolean): Promise<PriorShelf> {
    const prior: PriorShelf = { sources: new Map(), keysPerMinute: new Map() }
    const shelf = this.#history.keys.shelf(targetId, whole)
    const started = shelf && this.#started.get(shelf.id)
    // A shelf that was not there when the run began has no earlier minutes.
    if (!shelf || !started) return prior
    const keys = new Map([...shelf.keys.values()].map((key) => [key.id, key]))
    const add = (rows: readonly KeyMinute[]): void => {
      this.#rows += rows.length
      for (const row of rows) {
        const key = keys.get(row.keyId)
        if (key && !this.#again.has(row.minute)) addRow(prior, shelf, key, row)
      }
    }
    add(started)
    for (const [from, to] of slicesBackwards(this.firstMinute - MINUTES_PER_DAY, this.firstMinute)) {
      if (this.#rows >= PRIOR_ROWS_MAX) {
        this.#cut = true
        break
      }
      await pauseForOthers()
      add(this.#history.read(shelf, from, to))
    }
    return prior
  }
}

function addRow(prior: PriorShelf, shelf: Shelf, key: { readonly id: number; readonly namespace: string; readonly event: string }, row: KeyMinute): void {
  let source = prior.sources.get(key.id)
  if (!source) {
    source = { targetId: shelf.targetId, namespace: key.namespace, event: key.event, minutes: [], counts: [], seconds: [] }
    prior.sources.set(key.id, source)
  }
  source.minutes.push(row.minute)
  source.counts.push(row.count)
  source.seconds.push(row.seconds)
  prior.keysPerMinute.set(row.minute, (prior.keysPerMinute.get(row.minute) ?? 0) + 1)
}
