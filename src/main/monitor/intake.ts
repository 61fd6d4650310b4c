import { EVENT_LOG_BYTES_MAX, INTAKE_CAPACITY } from '../../shared/limits.ts'
import type { Counts, EventKey } from './counts.ts'
import type { Verdict } from './sampling.ts'
import type { RejectReason, WireEvent } from './wire-event.ts'

/** Places above the capacity that only events which can be alerts may take: an alert is the last thing to lose. */
const ALERT_RESERVE = 1_000

const undecided = (): Verdict => 'undecided'

/**
 * The hot path: counts every event exactly, then queues it for the next drain. The queue is bounded in events and in
 * payload text; what does not fit is counted as dropped, and is in the counts all the same.
 */
export class Intake {
  readonly #counts: Counts
  readonly #capacity: number
  readonly #charsMax: number
  readonly #events: (WireEvent | undefined)[] = []
  readonly #keys: (EventKey | undefined)[] = []
  readonly #kept: boolean[] = []
  #length = 0
  #chars = 0
  #accepted = 0
  #received = 0
  #dropped = 0
  #rejected = 0
  #ignored = 0

  constructor(counts: Counts, capacity = INTAKE_CAPACITY, charsMax = EVENT_LOG_BYTES_MAX) {
    this.#counts = counts
    this.#capacity = capacity
    this.#charsMax = charsMax
  }

  /** @param judge decides of an event that was counted whether it is applied at all. Returns what it said; undefined: not counted. */
  event(event: WireEvent, judge: (event: WireEvent, key: EventKey) => Verdict = undecided): Verdict | undefined {
    const key = this.#counts.key(event.targetId, event.namespace, event.name, event.direction)
    if (key === undefined) {
      this.#ignored++
      return undefined
    }
    const payload = event.payload
    key.count++
    key.bytes += payload.bytes
    key.sizes.add(payload.bytes)
    key.lastAtMs = event.atMs
    this.#accepted++
    if (event.direction === 'in' || event.feedSocketId !== undefined) {
      this.#received++
      key.traffic++
    } else key.ownBytes += payload.bytes
    const verdict = judge(event, key)
    if (verdict === 'left-out') return verdict
    const chars = payload.chars ?? payload.text.length
    if ((this.#length >= this.#capacity || this.#chars + chars > this.#charsMax) && !this.#mayUseReserve(key, chars)) {
      this.#dropped++
      return verdict
    }
    this.#events[this.#length] = event
    this.#keys[this.#length] = key
    this.#kept[this.#length] = verdict === 'kept'
    this.#length++
    this.#chars += chars
    return verdict
  }

  /** Counts an event that came in and is left out. */
  leftOut(key: EventKey, bytes: number, atMs: number): void {
    key.count++
    key.bytes += bytes
    key.sizes.add(bytes)
    key.lastAtMs = atMs
    key.traffic++
    this.#accepted++
    this.#received++
  }

  /** Counts a packet that was no event. */
  rejected(targetId: string, reason: RejectReason): void {
    const target = this.#counts.target(targetId)
    if (!target) return
    this.#rejected++
    target.rejected.set(reason, (target.rejected.get(reason) ?? 0) + 1)
  }

  /** Hands each waiting event to `apply`, oldest first, and empties the queue. `apply` must not throw. `kept`: as judged at receipt. */
  drain(apply: (event: WireEvent, key: EventKey, kept: boolean) => void): number {
    const length = this.#length
    for (let index = 0; index < length; index++) {
      const event = this.#events[index] as WireEvent
      const key = this.#keys[index] as EventKey
      this.#events[index] = undefined
      this.#keys[index] = undefined
      apply(event, key, this.#kept[index] === true)
    }
    this.#length = 0
    this.#chars = 0
    return length
  }

  #mayUseReserve(key: EventKey, chars: number): boolean {
    return key.event !== undefined && key.event.alerts.length > 0 && this.#length < this.#capacity + ALERT_RESERVE && this.#chars + chars <= this.#charsMax * 2
  }

  /** Events counted since the start, both directions. */
  get accepted(): number {
    return this.#accepted
  }

  /** Events counted that came from a server, or that its admin feed showed. */
  get received(): number {
    return this.#received
  }

  get dropped(): number {
    return this.#dropped
  }

  get rejections(): number {
    return this.#rejected
  }

  /** Events of targets that were removed before. */
  get ignored(): number {
    return this.#ignored
  }

  get waiting(): number {
    return this.#length
  }

  /** Receipt of the oldest event that waits. */
  get oldestAtMs(): number | undefined {
    return this.#length === 0 ? undefined : this.#events[0]?.atMs
  }
}
