import type { Monitor } from './monitor/monitor.ts'
import type { Handlers } from './requests.ts'
import type { LocalDatabase } from './store/database.ts'

export interface RatesDeskParts {
  readonly monitor: Monitor
  readonly database: LocalDatabase
  readonly now: () => number
}

/** Rates: live from the monitor, older from the database; writes each minute that is over. */
export class RatesDesk {
  readonly #parts: RatesDeskParts

  constructor(parts: RatesDeskParts) {
    this.#parts = parts
  }

  handlers(): Pick<Handlers, 'rates:table' | 'rates:chart' | 'latency:get'> {
    throw new Error(`not built yet ${this.#parts.now()}`)
  }

  /** Called with the pulse; cheap unless a minute has ended. */
  tick(_nowMs: number): void {}

  /** The app ends: the minute that runs is written as far as it went. */
  close(_nowMs: number): void {}
}
