import { DEFAULT_EMITS_PER_MINUTE, DEFAULT_JOINS_PER_MINUTE, PACE_SHARE } from '../../shared/limits.ts'
import type { Clock, Timer } from './clock.ts'

const MINUTE_MS = 60_000
/** Messages that wait at most; 500 watched rooms with three commands each fit in. */
const QUEUE_MAX = 2_000

export type PacedKind = 'join' | 'emit'

interface Job {
  readonly kind: PacedKind
  readonly run: () => void
}

/**
 * Keeps Rollcall's own messages under a platform's limits: in no 60 s are more sent than PACE_SHARE of what the platform
 * states, joins within the emits. A log of times instead of a refilled bucket, because a bucket that is full at the
 * start lets twice the limit through in its first minute.
 */
export class Pacer {
  readonly joinsPerMinute: number
  readonly emitsPerMinute: number
  readonly #clock: Clock
  #queue: Job[] = []
  #sent: { readonly kind: PacedKind; readonly atMs: number }[] = []
  #timer: Timer
  #pausedUntilMs = 0

  constructor(limits: { readonly eventsPerMinute: number | null; readonly roomJoinsPerMinute: number | null }, clock: Clock) {
    this.joinsPerMinute = Math.max(1, Math.floor((limits.roomJoinsPerMinute ?? DEFAULT_JOINS_PER_MINUTE) * PACE_SHARE))
    this.emitsPerMinute = Math.max(1, Math.floor((limits.eventsPerMinute ?? DEFAULT_EMITS_PER_MINUTE) * PACE_SHARE))
    this.#clock = clock
  }

  get waiting(): number {
    return this.#queue.length
  }

  /** Runs the job when the pace allows, at once where it does. @returns false when too much waits already. */
  schedule(kind: PacedKind, run: () => void): boolean {
    if (this.#queue.length >= QUEUE_MAX) return false
    this.#queue.push({ kind, run })
    this.#drain()
    return true
  }

  /** Takes a slot now or says no; for messages that are of no use later. */
  tryNow(kind: PacedKind): boolean {
    const nowMs = this.#clock.now()
    if (this.#nextSlotMs(kind, nowMs) > nowMs) return false
    this.#sent.push({ kind, atMs: nowMs })
    return true
  }

  /** The platform said "too many": nothing is sent for so long. */
  pause(ms: number): void {
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, this.#clock.now() + ms)
    this.#drain()
  }

  /** Drops what waits; what was sent still counts, so that a reconnect does not start a new minute. */
  clear(): void {
    this.#queue = []
    this.#clock.clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #drain(): void {
    this.#clock.clearTimeout(this.#timer)
    this.#timer = undefined
    let nextMs = Infinity
    const blocked = new Set<PacedKind>()
    for (let index = 0; index < this.#queue.length && blocked.size < 2; ) {
      const job = this.#queue[index]
      if (!job) break
      const nowMs = this.#clock.now()
      const slotMs = blocked.has(job.kind) ? Infinity : this.#nextSlotMs(job.kind, nowMs)
      if (slotMs <= nowMs) {
        this.#queue.splice(index, 1)
        this.#sent.push({ kind: job.kind, atMs: nowMs })
        job.run()
      } else {
        nextMs = Math.min(nextMs, slotMs)
        blocked.add(job.kind)
        index++
      }
    }
    // A job may have scheduled another one, and with it a timer.
    this.#clock.clearTimeout(this.#timer)
    if (nextMs < Infinity) this.#timer = this.#clock.setTimeout(() => this.#drain(), Math.max(1, nextMs - this.#clock.now()))
  }

  #nextSlotMs(kind: PacedKind, nowMs: number): number {
    this.#sent = this.#sent.filter(({ atMs }) => atMs > nowMs - MINUTE_MS && atMs <= nowMs)
    const allMs = slotMs(this.#sent, this.emitsPerMinute, nowMs)
    const joinMs = kind === 'join' ? slotMs(this.#sent.filter((sent) => sent.kind === 'join'), this.joinsPerMinute, nowMs) : nowMs
    return Math.max(allMs, joinMs, this.#pausedUntilMs)
  }
}

function slotMs(sent: readonly { readonly atMs: number }[], perMinute: number, nowMs: number): number {
  const oldest = sent[sent.length - perMinute]
  return oldest === undefined ? nowMs : oldest.atMs + MINUTE_MS
}
