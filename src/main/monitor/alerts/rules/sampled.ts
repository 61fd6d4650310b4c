/** Samples kept of one number. */
const SAMPLES = 600

/**
 * What a number that only grows (bytes, drops) grew by over a window: a sample at each read, at most 600, so a long window
 * is known to within a six-hundredth of it. Costs one subtraction.
 */
export class Growth {
  readonly #read: () => number
  readonly #stepMs: number
  readonly #size: number
  readonly #values: Float64Array
  readonly #times: Float64Array
  #next = 0
  #filled = 0

  constructor(windowSeconds: number, read: () => number) {
    this.#read = read
    this.#stepMs = Math.max(1, Math.ceil(windowSeconds / SAMPLES)) * 1000
    this.#size = Math.ceil((windowSeconds * 1000) / this.#stepMs) + 1
    this.#values = new Float64Array(this.#size)
    this.#times = new Float64Array(this.#size)
  }

  /** What was added over the window, or over what is known of it, and how long that was. The first read knows nothing. */
  at(nowMs: number): { readonly added: number; readonly ms: number } {
    const value = this.#read()
    const last = (this.#next + this.#size - 1) % this.#size
    // The clock was set back, or a target that counted went: it begins anew.
    if (this.#filled > 0 && (nowMs < (this.#times[last] as number) || value < (this.#values[last] as number))) this.#filled = 0
    if (this.#filled === 0 || nowMs - (this.#times[last] as number) >= this.#stepMs) {
      this.#values[this.#next] = value
      this.#times[this.#next] = nowMs
      this.#next = (this.#next + 1) % this.#size
      this.#filled = Math.min(this.#size, this.#filled + 1)
    }
    const oldest = (this.#next + this.#size - this.#filled) % this.#size
    return { added: value - (this.#values[oldest] as number), ms: nowMs - (this.#times[oldest] as number) }
  }
}
