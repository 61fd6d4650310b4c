import type { OpenGauge } from './gauges.ts'

interface Slot {
  readonly key: string
  readonly gauge: OpenGauge
  index: number
  users: number
}

/** Gauges that rules share: each is read once a tick, however many rules look at it. Values lie in one array. */
export class GaugePool {
  readonly #byKey = new Map<string, Slot>()
  readonly #slots: (Slot | undefined)[] = []
  readonly #free: number[] = []
  #values = new Float64Array(64).fill(Number.NaN)

  get size(): number {
    return this.#byKey.size
  }

  /** The values of this tick, by index. Another array after the pool grew. */
  get values(): Float64Array {
    return this.#values
  }

  /** @returns its index; undefined: it cannot be measured */
  take(key: string, open: () => OpenGauge | undefined): number | undefined {
    const known = this.#byKey.get(key)
    if (known) {
      known.users++
      return known.index
    }
    const gauge = open()
    if (!gauge) return undefined
    const index = this.#free.pop() ?? this.#slots.length
    if (index >= this.#values.length) this.#grow()
    const slot: Slot = { key, gauge, index, users: 1 }
    this.#slots[index] = slot
    this.#values[index] = Number.NaN
    this.#byKey.set(key, slot)
    return index
  }

  give(index: number): void {
    const slot = this.#slots[index]
    if (!slot || --slot.users > 0) return
    this.#byKey.delete(slot.key)
    this.#slots[index] = undefined
    this.#values[index] = Number.NaN
    this.#free.push(index)
  }

  read(nowMs: number): void {
    const slots = this.#slots
    const values = this.#values
    for (let index = 0; index < slots.length; index++) {
      const slot = slots[index]
      if (slot) values[index] = slot.gauge.read(nowMs)
    }
  }

  /** How the gauge itself says what it read; empty: its number is all. */
  words(index: number): string {
    return this.#slots[index]?.gauge.words?.() ?? ''
  }

  #grow(): void {
    const values = new Float64Array(this.#values.length * 2).fill(Number.NaN)
    values.set(this.#values)
    this.#values = values
  }
}
