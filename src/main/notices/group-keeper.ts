import { messageOf } from '../../shared/message-of.ts'
import type { Monitor } from '../monitor/monitor.ts'
import { dayOf } from '../monitor/rooms/group-memory.ts'
import type { LocalDatabase } from '../store/database.ts'
import { GroupRoomStore } from '../store/group-room-store.ts'

export interface GroupKeeperParts {
  readonly monitor: Monitor
  readonly database: LocalDatabase
  readonly remark: (sentence: string) => void
}

const EVERY_MS = 60_000

/** Remembers which classes, courses, schools and districts there are, over the night and over a restart. */
export class GroupKeeper {
  readonly #parts: GroupKeeperParts
  readonly #store: GroupRoomStore
  #nextMs: number
  #complained = false

  constructor(parts: GroupKeeperParts, nowMs: number) {
    this.#parts = parts
    this.#store = new GroupRoomStore(parts.database)
    this.#nextMs = nowMs
    this.#try('read', () => {
      parts.monitor.rooms.remembered.load(this.#store.list())
      parts.monitor.rooms.remembered.trim(dayOf(nowMs))
    })
  }

  /** Called with the pulse; looks once a minute. */
  tick(nowMs: number): void {
    // The clock may be set back.
    if (nowMs < this.#nextMs && this.#nextMs - nowMs <= EVERY_MS) return
    this.#nextMs = nowMs + EVERY_MS
    this.keep(nowMs)
  }

  /** What is there now is remembered. */
  keep(nowMs: number): void {
    const { rooms } = this.#parts.monitor
    rooms.noteGroups(dayOf(nowMs))
    rooms.remembered.trim(dayOf(nowMs))
    const { unwritten } = rooms.remembered
    if (unwritten.length > 0) this.#try('written', () => {
      this.#store.write(unwritten, dayOf(nowMs))
      rooms.remembered.written(unwritten)
    })
  }

  targetRemoved(targetId: string): void {
    this.#try('deleted', () => this.#store.removeOfTarget(targetId))
  }

  #try(what: string, work: () => void): void {
    try {
      work()
    } catch (error) {
      if (!this.#complained) this.#parts.remark(`The classes that Rollcall remembers could not be ${what} (${messageOf(error)}). A class can be chosen for a notice while somebody is in it.`)
      this.#complained = true
    }
  }
}
