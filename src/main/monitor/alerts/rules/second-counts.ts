import type { Counted } from './measures.ts'

/** An hour: the longest window that connections are counted over. */
const CONNECTIONS_SECONDS = 3_600
/** Namespaces of targets that are counted, 14 kB each; an admin feed names only its own server's. */
const PLACES_MAX = 500

class Ring {
  readonly #counts = new Uint32Array(CONNECTIONS_SECONDS + 1)
  readonly #seconds = new Float64Array(CONNECTIONS_SECONDS + 1).fill(-1)

  add(second: number): void {
    const slot = second % this.#counts.length
    if (this.#seconds[slot] !== second) {
      this.#seconds[slot] = second
      this.#counts[slot] = 0
    }
    this.#counts[slot] = (this.#counts[slot] as number) + 1
  }

  total(from: number, to: number): number {
    let total = 0
    for (let second = Math.max(from, to - CONNECTIONS_SECONDS); second < to; second++) {
      const slot = second % this.#counts.length
      if (this.#seconds[slot] === second) total += this.#counts[slot] as number
    }
    return total
  }
}

/** Connections that admin feeds saw begin, by target, namespace and second, for an hour. */
export class SecondCounts {
  readonly #targets = new Map<string, Map<string, Ring>>()
  #places = 0
  /** Connections of namespaces that found no place. */
  leftOut = 0

  add(targetId: string, namespace: string, atMs: number): void {
    let spaces = this.#targets.get(targetId)
    if (!spaces) this.#targets.set(targetId, (spaces = new Map()))
    let ring = spaces.get(namespace)
    if (!ring) {
      if (this.#places >= PLACES_MAX) {
        this.leftOut++
        return
      }
      this.#places++
      spaces.set(namespace, (ring = new Ring()))
    }
    ring.add(Math.floor(atMs / 1000))
  }

  /** Adds those of fromMs <= t < toMs to `into`; `namespace` null: all. */
  read(targetId: string, namespace: string | null, fromMs: number, toMs: number, into: Counted): void {
    for (const [name, ring] of this.#targets.get(targetId) ?? []) if (namespace === null || name === namespace) into.count += ring.total(Math.ceil(fromMs / 1000), Math.floor(toMs / 1000))
  }

  removeTarget(targetId: string): void {
    this.#places -= this.#targets.get(targetId)?.size ?? 0
    this.#targets.delete(targetId)
  }
}
