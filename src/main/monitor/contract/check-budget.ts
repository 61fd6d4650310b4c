import { CONTRACT_FLOOR_US_PER_SECOND, CONTRACT_TIME_SHARE } from '../../../shared/limits.ts'

/** Time that may be saved up: a burst after silence is compared whole, but never for longer than this. */
export const CREDIT_MAX_US = 5_000
/** Debt that checks which are due may make; after that they wait as well. */
export const DEBT_MAX_US = 2_000
/** One comparison of a 200-byte payload before any was measured. */
const FIRST_COST_US = 2
/** The worst payload that is kept (18,000 fields) took 7 ms on a busy machine; a comparison that took longer was interrupted by the system. */
const CHECK_MAX_US = 10_000
/** A long pause (the computer slept) earns no more than this. */
const PAUSE_MAX_US = 1_000_000

/**
 * Which payloads are compared, so that comparing costs at most CONTRACT_TIME_SHARE of the drains' time, or CONTRACT_FLOOR_US_PER_SECOND where
 * that is more. Time spent is a debt that later drains pay. Over any run of drains, each with the pause after it,
 * `spent <= sum of max(share * drained, floor * elapsed) + CREDIT_MAX_US + DEBT_MAX_US + one check`, beside the first check of each event.
 * No clock: times are arguments, in us.
 */
export class CheckBudget {
  #creditUs = CREDIT_MAX_US
  #costUs = FIRST_COST_US
  #oneIn = 1
  #sinceTaken = 0
  #beganAtUs: number | undefined
  #lastDrainUs = 0
  #drainedUs = 0
  #spentUs = 0

  /** A drain begins, with so many events that wait. */
  begin(nowUs: number, waiting: number): void {
    if (this.#beganAtUs !== undefined) {
      const floorUs = (Math.min(PAUSE_MAX_US, Math.max(0, nowUs - this.#beganAtUs)) * CONTRACT_FLOOR_US_PER_SECOND) / 1_000_000
      this.#creditUs = Math.min(CREDIT_MAX_US, this.#creditUs + Math.max(floorUs, CONTRACT_TIME_SHARE * this.#lastDrainUs))
    }
    this.#beganAtUs = nowUs
    this.#lastDrainUs = 0
    const affordable = this.#creditUs / this.#costUs
    this.#oneIn = affordable >= waiting ? 1 : affordable < 1 ? Number.POSITIVE_INFINITY : Math.ceil(waiting / affordable)
  }

  /** The drain ends: its time is credit for the next. */
  end(nowUs: number): void {
    if (this.#beganAtUs === undefined) return
    this.#lastDrainUs = Math.max(0, nowUs - this.#beganAtUs)
    this.#drainedUs += this.#lastDrainUs
  }

  /**
   * Whether this payload is to be compared.
   * @param first none of its event ever was: always taken, which is once an event of the catalog
   * @param due none of its event was in this second
   */
  takes(first: boolean, due: boolean): boolean {
    if (first || (due && this.#creditUs > -DEBT_MAX_US)) return true
    if (this.#creditUs <= 0) return false
    this.#sinceTaken++
    if (this.#sinceTaken < this.#oneIn) return false
    this.#sinceTaken = 0
    return true
  }

  /** A comparison took so long. */
  spent(measuredUs: number): void {
    const us = Math.min(CHECK_MAX_US, Math.max(0, measuredUs))
    this.#creditUs -= us
    this.#spentUs += us
    this.#costUs += (us - this.#costUs) / 64
    if (this.#costUs < 0.1) this.#costUs = 0.1
  }

  /** Share of the time of all drains that comparing took, 0..1; null before the first. At low rates, where all is compared, it is above the share. */
  get timeShare(): number | null {
    return this.#drainedUs > 0 ? Math.min(1, this.#spentUs / this.#drainedUs) : null
  }
}
