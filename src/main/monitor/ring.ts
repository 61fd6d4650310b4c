/**
 * The newest `capacity` items, oldest first. A full ring overwrites its oldest item and counts it; nothing is copied.
 * Space grows with use, so a large capacity costs nothing while the ring is short.
 */
export class Ring<T> {
  readonly capacity: number
  #slots: (T | undefined)[] = []
  #oldest = 0
  #length = 0
  #overwritten = 0

  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) throw new RangeError(`ring capacity ${capacity}`)
    this.capacity = capacity
  }

  get length(): number {
    return this.#length
  }

  /** Items that left to make room: by push() at full capacity or by shift(). */
  get overwritten(): number {
    return this.#overwritten
  }

  /** Adds an item; returns the one that had to leave for it. */
  push(item: T): T | undefined {
    if (this.#length === this.capacity) {
      const left = this.#slots[this.#oldest]
      this.#slots[this.#oldest] = item
      this.#oldest = this.#oldest + 1 === this.capacity ? 0 : this.#oldest + 1
      this.#overwritten++
      return left
    }
    const end = this.#oldest + this.#length
    const at = end >= this.capacity ? end - this.capacity : end
    if (at === this.#slots.length) this.#slots.push(item)
    else this.#slots[at] = item
    this.#length++
    return undefined
  }

  /** Takes the oldest item out, keeps no reference to it, and counts it as overwritten. */
  shift(): T | undefined {
    if (this.#length === 0) return undefined
    const left = this.#slots[this.#oldest]
    this.#slots[this.#oldest] = undefined
    this.#oldest = this.#oldest + 1 === this.capacity ? 0 : this.#oldest + 1
    this.#length--
    this.#overwritten++
    if (this.#length === 0) this.#empty()
    return left
  }

  /** Item at a position, 0 = oldest. */
  at(position: number): T | undefined {
    if (position < 0 || position >= this.#length) return undefined
    const index = this.#oldest + position
    return this.#slots[index >= this.capacity ? index - this.capacity : index]
  }

  get oldest(): T | undefined {
    return this.at(0)
  }

  get newest(): T | undefined {
    return this.at(this.#length - 1)
  }

  /** Copy of the items from position `from` (inclusive) to `to` (exclusive), oldest first. */
  slice(from = 0, to = this.#length): T[] {
    const items: T[] = []
    for (let position = Math.max(0, from); position < Math.min(to, this.#length); position++) {
      const index = this.#oldest + position
      items.push(this.#slots[index >= this.capacity ? index - this.capacity : index] as T)
    }
    return items
  }

  /** Keeps only the items that pass, in order; returns how many went. They do not count as overwritten. */
  keepOnly(test: (item: T) => boolean): number {
    const kept = this.slice().filter(test)
    const gone = this.#length - kept.length
    this.#empty()
    this.#slots = kept
    this.#length = kept.length
    return gone
  }

  #empty(): void {
    this.#slots = []
    this.#oldest = 0
    this.#length = 0
  }
}
