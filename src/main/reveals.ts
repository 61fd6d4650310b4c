import type { PersonKey } from '../shared/presence.ts'

/** A name masks itself again after so long. */
export const REVEAL_FOR_MS = 5 * 60_000
/** People revealed at the same time: a support call needs a few, a class list is not a support call. */
export const REVEALS_MAX = 20

export interface OpenReveal {
  readonly key: PersonKey
  readonly untilMs: number
}

/**
 * The people whose names are shown now. Pure: time is an argument, the audit record is its caller's. A reveal ends by
 * itself, by hand, and with its person or platform.
 */
export class Reveals {
  readonly #open = new Map<string, OpenReveal>()
  #revision = 0

  /** Rises with every change: whoever shows names compares it. An ended reveal counts once tick() has seen it. */
  get revision(): number {
    return this.#revision
  }

  /** There is room for one more, or the person is revealed already. */
  hasRoom(key: PersonKey, nowMs: number): boolean {
    this.tick(nowMs)
    return this.#open.size < REVEALS_MAX || this.#open.has(idOf(key))
  }

  /** Shows the person for REVEAL_FOR_MS from now on; an open reveal begins anew. */
  open(key: PersonKey, nowMs: number): void {
    if (!this.hasRoom(key, nowMs)) throw new Error('Too many reveals: hasRoom() was not asked.')
    // Deleted first, so that the list is in the order in which they end.
    this.#open.delete(idOf(key))
    this.#open.set(idOf(key), { key: { targetId: key.targetId, personId: key.personId }, untilMs: nowMs + REVEAL_FOR_MS })
    this.#revision++
  }

  close(key: PersonKey): void {
    if (this.#open.delete(idOf(key))) this.#revision++
  }

  /** Exact at any time, also between two ticks. */
  isRevealed(key: PersonKey, nowMs: number): boolean {
    const untilMs = this.#open.get(idOf(key))?.untilMs
    return untilMs !== undefined && nowMs < untilMs
  }

  /** Ends what is over. @returns true when something ended: the frame's list and the names have changed */
  tick(nowMs: number): boolean {
    return this.#keep(({ untilMs }) => nowMs < untilMs)
  }

  /** Ends the reveals of people who are no longer there. */
  keepOnly(exists: (key: PersonKey) => boolean): boolean {
    return this.#keep(({ key }) => exists(key))
  }

  /** With a platform end the reveals of its people. */
  targetRemoved(targetId: string): boolean {
    return this.#keep(({ key }) => key.targetId !== targetId)
  }

  /** For the frame: those that are open now, the first to end first. */
  list(nowMs: number): OpenReveal[] {
    return [...this.#open.values()].filter(({ untilMs }) => nowMs < untilMs)
  }

  #keep(stays: (reveal: OpenReveal) => boolean): boolean {
    const before = this.#open.size
    for (const [id, reveal] of this.#open) if (!stays(reveal)) this.#open.delete(id)
    if (this.#open.size === before) return false
    this.#revision++
    return true
  }
}

/** A platform's id holds no line break: it is ours. */
function idOf({ targetId, personId }: PersonKey): string {
  return `${targetId}\n${personId}`
}
