import type { ContractWatch } from './contract/contract-watch.ts'
import type { EventKey } from './counts.ts'
import type { EventLog } from './event-log.ts'
import type { RawPayload, WireEvent } from './wire-event.ts'

const SECONDS = 60

/** What becomes of an event at its receipt. left-out: counted, and its payload is not read. kept: the list keeps it. undecided: it is read first. */
export type Verdict = 'left-out' | 'kept' | 'undecided'

/**
 * Above the rate of the list (`keepOneIn` > 1) payloads are read only of events that the list keeps, of those that may be alerts, and of those
 * that prove more than that somebody is there: a join, a leave, a status, a list. What is left out is counted, and its name checked, all the
 * same; but what is read out of payloads (events of a room, who was seen) is then a sample, and `readShare` says of what share.
 */
export class Sampling {
  readonly #log: EventLog
  readonly #contract: ContractWatch
  readonly #seconds = new Float64Array(SECONDS).fill(-1)
  readonly #offered = new Uint32Array(SECONDS)
  readonly #read = new Uint32Array(SECONDS)
  #second = Number.NEGATIVE_INFINITY
  #slot = 0
  /** leavesOut() was refused because the list keeps the event. */
  #granted = false

  constructor(log: EventLog, contract: ContractWatch) {
    this.#log = log
    this.#contract = contract
  }

  /**
   * Whether an event that came in is left out, before anything of it was read but its name. To be asked once an event; of one that it does
   * not leave out judge() is asked next.
   */
  leavesOut(key: EventKey, atMs: number): boolean {
    if (!isSign(key) || this.#contract.wantsPayload(key)) return false
    if (this.#log.takes(atMs)) {
      this.#granted = true
      return false
    }
    this.#leaveOut(key, undefined, atMs)
    return true
  }

  /** To be asked once an event, at its receipt. */
  judge(event: WireEvent, key: EventKey): Verdict {
    if (this.#granted) {
      this.#granted = false
      return 'kept'
    }
    if (this.#log.keepOneIn(event.atMs) === 1 || !mayBeLeftOut(event, key)) return 'undecided'
    if (this.#log.takes(event.atMs)) return 'kept'
    this.#leaveOut(key, event.payload, event.atMs)
    return 'left-out'
  }

  #leaveOut(key: EventKey, payload: RawPayload | undefined, atMs: number): void {
    this.#log.leaveOut()
    this.#contract.leftOut(key, payload, atMs)
    if (key.event?.readsPayload === true) this.#count(atMs, 0)
  }

  /** A payload in which the catalog has something to read was read. */
  wasRead(atMs: number): void {
    this.#count(atMs, 1)
  }

  /** Of the events of the last minute in which the catalog has something to read, the share whose payload was read: 1 when all were, or none came. */
  readShare(nowMs: number): number {
    const now = Math.floor(nowMs / 1000)
    let offered = 0
    let read = 0
    for (let slot = 0; slot < SECONDS; slot++) {
      const second = this.#seconds[slot] ?? -1
      if (second <= now - SECONDS || second > now) continue
      offered += this.#offered[slot] ?? 0
      read += this.#read[slot] ?? 0
    }
    return offered === 0 ? 1 : read / offered
  }

  #count(atMs: number, read: 0 | 1): void {
    const second = Math.floor(atMs / 1000)
    if (second !== this.#second) {
      this.#second = second
      this.#slot = ((second % SECONDS) + SECONDS) % SECONDS
      if (this.#seconds[this.#slot] !== second) {
        this.#seconds[this.#slot] = second
        this.#offered[this.#slot] = 0
        this.#read[this.#slot] = 0
      }
    }
    this.#offered[this.#slot]!++
    this.#read[this.#slot]! += read
  }
}

/** What Rollcall itself sends is never left out; of the platform's events those that are signs of life, and those that no catalog knows. */
function mayBeLeftOut(event: WireEvent, key: EventKey): boolean {
  if (event.direction === 'out' && event.feedSocketId === undefined) return false
  return isSign(key)
}

function isSign(key: EventKey): boolean {
  return key.event === undefined || key.event.isSign
}
