import { RATE_SPARK_POINTS } from '../../../shared/limits.ts'

/** One place more than is read, for what is still running. */
const SECONDS = 61
const TENS = RATE_SPARK_POINTS + 1
const BYTE_SECONDS = 11
const TENS_AT = SECONDS
const BYTES_AT = SECONDS + TENS

/**
 * What the table of rates shows of one event: counts of the last 60 s by the second, of the last 5 minutes by ten seconds,
 * bytes of the last 10 s. 412 bytes.
 */
export class RecentCounts {
  readonly #values = new Uint32Array(SECONDS + TENS + BYTE_SECONDS)
  /** Newest second that is in; older ones are, as far back as they go. */
  #newest = Number.NEGATIVE_INFINITY

  add(second: number, count: number, bytes: number): void {
    this.#moveTo(second)
    this.#put(second % SECONDS, count)
    this.#put(TENS_AT + (tenOf(second) % TENS), count)
    this.#put(BYTES_AT + (second % BYTE_SECONDS), bytes)
  }

  /** Events in the last `seconds` (<= 60) complete ones before the second `now`. */
  countBefore(now: number, seconds: number): number {
    let sum = 0
    for (let second = now - seconds; second < now; second++) if (second <= this.#newest && second > this.#newest - SECONDS) sum += this.#values[second % SECONDS] as number
    return sum
  }

  /** Bytes in the last 10 complete seconds before `now`. */
  bytesBefore(now: number): number {
    let sum = 0
    for (let second = now - 10; second < now; second++) if (second <= this.#newest && second > this.#newest - BYTE_SECONDS) sum += this.#values[BYTES_AT + (second % BYTE_SECONDS)] as number
    return sum
  }

  /** Events in a step of ten seconds. */
  inTen(ten: number): number {
    const newest = tenOf(this.#newest)
    return ten <= newest && ten > newest - TENS ? (this.#values[TENS_AT + (ten % TENS)] as number) : 0
  }

  /** The clock was set back to this second: see Series.forgetFrom. */
  forgetFrom(second: number): void {
    if (second > this.#newest) return
    const seconds = Math.min(SECONDS, this.#newest - second + 1)
    const tens = Math.min(TENS, tenOf(this.#newest) - tenOf(second) + 1)
    this.#clear(this.#newest, seconds, tenOf(this.#newest), tens)
    this.#newest = second - 1
  }

  #moveTo(second: number): void {
    if (second <= this.#newest) return
    const ten = tenOf(second)
    this.#clear(second, Math.min(SECONDS, second - this.#newest), ten, Math.min(TENS, ten - tenOf(this.#newest)))
    this.#newest = second
  }

  /** Empties so many places, back from the newest second and step of ten. */
  #clear(second: number, seconds: number, ten: number, tens: number): void {
    for (let each = second; each > second - seconds; each--) {
      this.#values[each % SECONDS] = 0
      this.#values[BYTES_AT + (each % BYTE_SECONDS)] = 0
    }
    for (let each = ten; each > ten - tens; each--) this.#values[TENS_AT + (each % TENS)] = 0
  }

  #put(place: number, value: number): void {
    this.#values[place] = (this.#values[place] as number) + value
  }
}

function tenOf(second: number): number {
  return Math.floor(second / 10)
}
