import { Ring } from './ring.ts'

/** How many events of some kind are still in the log: their numbers, in rising order, bounded like the log. */
export class SeqTally {
  readonly #seqs: Ring<number>

  constructor(capacity: number) {
    this.#seqs = new Ring(capacity)
  }

  get count(): number {
    return this.#seqs.length
  }

  add(seq: number): void {
    this.#seqs.push(seq)
  }

  /** Events below this number left the log. */
  trim(oldestSeq: number): void {
    while (this.#seqs.length > 0 && (this.#seqs.oldest ?? oldestSeq) < oldestSeq) this.#seqs.shift()
  }

  clear(): void {
    this.#seqs.keepOnly(() => false)
  }
}
