import type { NamespaceSlot } from '../counts.ts'
import type { Series } from './series.ts'

/** Rooms that wait at most, then they are written before the second is over. */
const WAITING_MAX = 20_000

/** Brings events of rooms into the series: counted one by one, written once a second and room. */
export class RoomCounts {
  readonly #series: Series
  readonly #waiting = new Map<NamespaceSlot, Map<string, number>>()
  #waitingRooms = 0
  #second = Number.NEGATIVE_INFINITY

  constructor(series: Series) {
    this.#series = series
  }

  /** Events of rooms that were applied. Their second may be over: events are applied a little after receipt. */
  add(space: NamespaceSlot, room: string, second: number): void {
    if (second !== this.#second || this.#waitingRooms >= WAITING_MAX) {
      this.flush()
      this.#second = second
    }
    let rooms = this.#waiting.get(space)
    if (!rooms) this.#waiting.set(space, (rooms = new Map()))
    const count = rooms.get(room)
    if (count === undefined) this.#waitingRooms++
    rooms.set(room, (count ?? 0) + 1)
  }

  /** Brings all that waits into the series. */
  flush(): void {
    if (this.#waitingRooms === 0) return
    for (const [space, rooms] of this.#waiting) {
      // An event was counted before it was applied, so its namespace has a track.
      if (space.track) for (const [room, count] of rooms) this.#series.add(this.#series.room(space.track, room, this.#second), this.#second, count)
    }
    this.#waiting.clear()
    this.#waitingRooms = 0
  }

  /** Forgets what waits for a target that is removed. */
  remove(spaces: Iterable<NamespaceSlot>): void {
    for (const space of spaces) {
      this.#waitingRooms -= this.#waiting.get(space)?.size ?? 0
      this.#waiting.delete(space)
    }
  }
}
