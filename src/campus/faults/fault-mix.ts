import type { FaultPlatform } from './platform.ts'
import { between, oneOf } from '../../main/notices/random-fixture.ts'
import type { Random } from '../../main/notices/random-fixture.ts'

export interface FaultCounts {
  kills: number
  /** Of the kills: by the process itself, at a place between two steps; and from outside, at any moment. */
  killsBetween: number
  killsOutside: number
  cuts: number
  /** Servers that knew their keys after it, and that did not. */
  restartsKept: number
  restartsLost: number
  /** Of cuts and restarts: while a notice was being handled. */
  trapped: number
}

/** Cuts of the console's connections and restarts of servers, counted when they happen. */
export class Faults {
  readonly counts: FaultCounts = { kills: 0, killsBetween: 0, killsOutside: 0, cuts: 0, restartsKept: 0, restartsLost: 0, trapped: 0 }
  readonly #platforms: readonly FaultPlatform[]
  readonly #random: Random
  readonly #restarts = new Set<Promise<void>>()

  constructor(platforms: readonly FaultPlatform[], random: Random) {
    this.#platforms = platforms
    this.#random = random
  }

  get others(): number {
    const { cuts, restartsKept, restartsLost } = this.counts
    return cuts + restartsKept + restartsLost
  }

  /** One of them now, or with the next notice that a server handles. */
  cause(): void {
    const random = this.#random
    const watched = this.#platforms.filter(({ consoles }) => consoles > 0)
    if (watched.length === 0) return
    const platform = oneOf(random, watched)
    const isCut = random() < 0.7
    const how = random() < 0.5 ? 'reset' : 'end'
    const keys = random() < 0.5 ? 'kept' : 'lost'
    const downMs = random() < 0.5 ? 0 : between(random, 1, 120)
    const fault = (): boolean => (isCut ? this.#cut(platform, how) : this.#restart(platform, keys, downMs))
    if (random() < 0.4) platform.trap(random() < 0.5 ? 'arrival' : 'sent', () => void (fault() && this.counts.trapped++))
    else fault()
  }

  /** What no notice came to does not happen. */
  disarm(): void {
    for (const platform of this.#platforms) platform.disarm()
  }

  /** Every server is up. */
  async settled(): Promise<void> {
    await Promise.all(this.#restarts)
  }

  #cut(platform: FaultPlatform, how: 'end' | 'reset'): boolean {
    if (!platform.cut(how)) return false
    this.counts.cuts++
    return true
  }

  #restart(platform: FaultPlatform, keys: 'kept' | 'lost', downMs: number): boolean {
    const restarted = platform.restart(keys, downMs)
    if (restarted === false) return false
    this.counts[keys === 'kept' ? 'restartsKept' : 'restartsLost']++
    this.#restarts.add(restarted)
    void restarted.then(() => this.#restarts.delete(restarted))
    return true
  }
}
