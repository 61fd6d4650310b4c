/** Something with a time. */
interface Timed {
  readonly atMs: number
}

/**
 * Of what is offered, the `capacity` items nearest to a moment: what came before is offered newest first, what came after
 * oldest first. The others are counted.
 */
export class Nearest<T extends Timed> {
  readonly #atMs: number
  readonly #capacity: number
  /** Newest first. */
  readonly #before: T[] = []
  /** Oldest first. */
  readonly #after: T[] = []
  leftOut = 0

  constructor(atMs: number, capacity: number) {
    this.#atMs = atMs
    this.#capacity = capacity
  }

  /** Whether an item of this time would be kept; ask before making one that costs. */
  wants(atMs: number): boolean {
    return this.#size < this.#capacity || this.#distance(atMs) < this.#farthest
  }

  addBefore(item: T): void {
    this.#add(this.#before, item)
  }

  addAfter(item: T): void {
    this.#add(this.#after, item)
  }

  /** In the order of time. */
  list(): T[] {
    return [...this.#before.toReversed(), ...this.#after]
  }

  #add(list: T[], item: T): void {
    if (!this.wants(item.atMs)) {
      this.leftOut++
      return
    }
    list.push(item)
    if (this.#size <= this.#capacity) return
    const [before, after] = [this.#before.at(-1), this.#after.at(-1)]
    if (before && (!after || this.#distance(before.atMs) >= this.#distance(after.atMs))) this.#before.pop()
    else this.#after.pop()
    this.leftOut++
  }

  get #size(): number {
    return this.#before.length + this.#after.length
  }

  get #farthest(): number {
    return Math.max(...[this.#before.at(-1), this.#after.at(-1)].map((item) => (item ? this.#distance(item.atMs) : 0)))
  }

  #distance(atMs: number): number {
    return Math.abs(atMs - this.#atMs)
  }
}
