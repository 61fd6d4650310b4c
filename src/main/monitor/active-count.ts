/**
 * How many things had an event within the last seconds, without looking at all of them: each counts in the second of
 * its last event, and a slot knows which second it holds. Exact to a second.
 */
export class ActiveCount {
  readonly #size: number
  readonly #seconds: Float64Array
  readonly #counts: Int32Array

  /** @param windowMs a whole number of seconds */
  constructor(windowMs: number) {
    this.#size = Math.floor(windowMs / 1000) + 1
    this.#seconds = new Float64Array(this.#size).fill(-1)
    this.#counts = new Int32Array(this.#size)
  }

  /** Something had an event at atMs; its last one before was at previousMs (0: none). */
  touch(previousMs: number, atMs: number): void {
    const second = Math.floor(atMs / 1000)
    const previous = Math.floor(previousMs / 1000)
    if (previous === second) return
    if (previousMs > 0) this.#leave(previous)
    const slot = second % this.#size
    if (this.#seconds[slot] !== second) {
      this.#seconds[slot] = second
      this.#counts[slot] = 0
    }
    this.#counts[slot] = (this.#counts[slot] ?? 0) + 1
  }

  count(nowMs: number): number {
    const newest = Math.floor(nowMs / 1000)
    let sum = 0
    for (let slot = 0; slot < this.#size; slot++) {
      const second = this.#seconds[slot] ?? -1
      if (second > newest - this.#size) sum += this.#counts[slot] ?? 0
    }
    return sum
  }

  #leave(second: number): void {
    const slot = second % this.#size
    if (this.#seconds[slot] === second) this.#counts[slot] = (this.#counts[slot] ?? 0) - 1
  }
}
