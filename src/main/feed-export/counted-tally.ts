import { Ring } from '../monitor/ring.ts'

interface Note {
  readonly atMs: number
  readonly counted: number
}

/** A day, a note a second. */
const NOTES_MAX = 86_400

/** How many events had been counted at which time: so that an export can say how many of its span were counted and not kept. */
export class CountedTally {
  readonly #notes: Ring<Note>

  constructor(notesMax = NOTES_MAX) {
    this.#notes = new Ring(notesMax)
  }

  /** To be called often; one note a second is kept. @param counted events counted so far, rising */
  note(nowMs: number, counted: number): void {
    const newest = this.#notes.newest
    if (newest === undefined || nowMs >= newest.atMs + 1_000) this.#notes.push({ atMs: nowMs, counted })
  }

  /**
   * Events counted in from <= t < to; between two notes a straight line.
   * `exact`: both ends lie outside the time in which events were counted.
   */
  between(fromMs: number, toMs: number, now: Note): { readonly counted: number; readonly exact: boolean } {
    const counted = Math.round(this.#at(toMs, now) - this.#at(fromMs, now))
    return { counted: Math.max(0, counted), exact: toMs > now.atMs && fromMs <= (this.#notes.oldest?.atMs ?? now.atMs) && (this.#notes.oldest?.counted ?? 0) === 0 }
  }

  #at(ms: number, now: Note): number {
    if (ms >= now.atMs) return now.counted
    let low = 0
    let high = this.#notes.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#notes.at(middle)?.atMs ?? ms) <= ms) low = middle + 1
      else high = middle
    }
    const before = this.#notes.at(low - 1)
    if (before === undefined) return this.#notes.oldest?.counted ?? 0
    const after = this.#notes.at(low) ?? now
    return before.counted + ((after.counted - before.counted) * (ms - before.atMs)) / Math.max(1, after.atMs - before.atMs)
  }
}
