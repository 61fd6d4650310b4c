/** Averaged over so many whole seconds. */
const SECONDS = 5

/** Bytes per second of the last whole seconds. */
export class ByteRate {
  readonly #bytes: number[] = Array.from({ length: SECONDS + 1 }, () => 0)
  #second = 0
  total = 0

  add(bytes: number, nowMs: number): void {
    this.#advance(nowMs)
    this.total += bytes
    this.#bytes[this.#second % this.#bytes.length] = (this.#bytes[this.#second % this.#bytes.length] ?? 0) + bytes
  }

  /** The running second does not count: it is not whole. */
  perSecond(nowMs: number): number {
    this.#advance(nowMs)
    const running = this.#bytes[this.#second % this.#bytes.length] ?? 0
    return (this.#bytes.reduce((sum, bytes) => sum + bytes, 0) - running) / SECONDS
  }

  #advance(nowMs: number): void {
    const second = Math.floor(nowMs / 1_000)
    if (second <= this.#second) return
    const gone = Math.min(second - this.#second, this.#bytes.length)
    for (let step = 0; step < gone; step++) this.#bytes[(second - step) % this.#bytes.length] = 0
    this.#second = second
  }
}
