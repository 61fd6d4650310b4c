import { SPARK_BUCKETS, SPARK_BUCKET_MS } from '../../../shared/limits.ts'

/** Events per 10 s over the last 5 minutes. Takes no memory before the first event. */
export class Spark {
  #counts: Uint32Array | undefined
  /** Number of the newest bucket since 1970. */
  #newest = 0

  add(atMs: number): void {
    const bucket = Math.floor(atMs / SPARK_BUCKET_MS)
    if (!this.#counts) {
      this.#counts = new Uint32Array(SPARK_BUCKETS)
      this.#newest = bucket
    }
    this.#turn(bucket)
    // Late, but within the five minutes: it belongs where it happened.
    if (bucket > this.#newest - SPARK_BUCKETS) this.#counts[bucket % SPARK_BUCKETS] = (this.#counts[bucket % SPARK_BUCKETS] ?? 0) + 1
  }

  /** Oldest first; the last one is still running. */
  list(nowMs: number): number[] {
    const now = Math.floor(nowMs / SPARK_BUCKET_MS)
    return Array.from({ length: SPARK_BUCKETS }, (_, index) => this.#at(now - SPARK_BUCKETS + 1 + index))
  }

  /** Events a second over the running bucket and the one before, one decimal. */
  perSecond(nowMs: number): number {
    if (!this.#counts) return 0
    const now = Math.floor(nowMs / SPARK_BUCKET_MS)
    const events = this.#at(now) + this.#at(now - 1)
    const seconds = (nowMs - (now - 1) * SPARK_BUCKET_MS) / 1000
    return Math.round((events / seconds) * 10) / 10
  }

  #at(bucket: number): number {
    if (!this.#counts || bucket > this.#newest || bucket <= this.#newest - SPARK_BUCKETS || bucket < 0) return 0
    return this.#counts[bucket % SPARK_BUCKETS] ?? 0
  }

  #turn(bucket: number): void {
    if (bucket <= this.#newest) return
    const counts = this.#counts as Uint32Array
    const passed = Math.min(SPARK_BUCKETS, bucket - this.#newest)
    for (let each = 0; each < passed; each++) counts[(bucket - each) % SPARK_BUCKETS] = 0
    this.#newest = bucket
  }
}
