import { GROUP_ROOMS_REMEMBERED_MAX, GROUP_ROOM_REMEMBERED_DAYS } from '../../../shared/limits.ts'
import type { GroupWhat } from '../../../shared/notices.ts'
import { shownName } from '../mask.ts'
import type { RoomGroup } from './group-ids.ts'
import type { Room } from './room.ts'

/** A room in which a class, course, school or district was seen. */
export interface GroupRoom {
  readonly targetId: string
  readonly what: GroupWhat
  readonly id: string
  readonly namespace: string
  /** A name on the wire; another spelling is another entry. */
  readonly room: string
  /** UTC day on which it was last seen, days since 1970. */
  readonly day: number
}

/** A group of which no room is there now. */
export interface RememberedGroup extends RoomGroup {
  readonly rooms: readonly GroupRoom[]
  readonly day: number
}

export const DAY_MS = 86_400_000

export function dayOf(atMs: number): number {
  return Math.floor(atMs / DAY_MS)
}

/**
 * Rooms of groups that were seen, so that a class which is empty tonight can be written to for tomorrow. Names that the window has masked are
 * not remembered: they may hold an address. Bounded by days and by number; what was not seen for longest goes first.
 */
export class GroupMemory {
  /** Oldest first. */
  readonly #rooms = new Map<string, GroupRoom>()
  readonly #byGroup = new Map<string, Map<string, GroupRoom>>()
  /** Entries that differ from what is on the disk. */
  readonly #changed = new Map<string, GroupRoom>()

  /** What earlier runs saw. Nothing of it is written again. */
  load(rooms: readonly GroupRoom[]): void {
    for (const room of rooms.toSorted((a, b) => a.day - b.day)) this.#put(room)
  }

  /** A room that is there now, with each of its spellings. */
  saw(targetId: string, { group, namespace, name, publicName, spellings }: Room, day: number): void {
    if (!group || name !== publicName) return
    for (const room of spellings) {
      const key = keyOf({ targetId, namespace, room })
      // Nearly all are known: only a new day, or a new room, is worth the look for an address.
      if (this.#rooms.get(key)?.day === day || shownName(room) !== room || shownName(namespace) !== namespace) continue
      const seen = { targetId, what: group.what, id: group.id, namespace, room, day }
      this.#put(seen)
      this.#changed.set(key, seen)
    }
  }

  /** Every spelling of every room of a group. */
  rooms(targetId: string, { what, id }: RoomGroup): GroupRoom[] {
    return [...(this.#byGroup.get(groupKey({ targetId, what, id }))?.values() ?? [])]
  }

  groups(targetId: string): RememberedGroup[] {
    const found: RememberedGroup[] = []
    for (const kept of this.#byGroup.values()) {
      const rooms = [...kept.values()]
      const [first] = rooms
      if (first?.targetId === targetId) found.push({ what: first.what, id: first.id, rooms, day: Math.max(...rooms.map(({ day }) => day)) })
    }
    return found
  }

  /** What is to be written; called until `written` says that it was. */
  get unwritten(): readonly GroupRoom[] {
    return [...this.#changed.values()]
  }

  written(rooms: readonly GroupRoom[]): void {
    for (const room of rooms) if (this.#changed.get(keyOf(room)) === room) this.#changed.delete(keyOf(room))
  }

  trim(today: number): void {
    for (const room of this.#rooms.values()) {
      if (room.day >= today - GROUP_ROOM_REMEMBERED_DAYS) break
      this.#remove(room)
    }
  }

  targetRemoved(targetId: string): void {
    for (const room of this.#rooms.values()) if (room.targetId === targetId) this.#remove(room)
  }

  #put(room: GroupRoom): void {
    const before = this.#rooms.get(keyOf(room))
    if (before) this.#remove(before)
    this.#rooms.set(keyOf(room), room)
    const rooms = this.#byGroup.get(groupKey(room)) ?? new Map<string, GroupRoom>()
    this.#byGroup.set(groupKey(room), rooms.set(keyOf(room), room))
    if (this.#rooms.size <= GROUP_ROOMS_REMEMBERED_MAX) return
    const [oldest] = this.#rooms.values()
    if (oldest) this.#remove(oldest)
  }

  #remove(room: GroupRoom): void {
    const key = keyOf(room)
    this.#rooms.delete(key)
    this.#changed.delete(key)
    const rooms = this.#byGroup.get(groupKey(room))
    rooms?.delete(key)
    if (rooms?.size === 0) this.#byGroup.delete(groupKey(room))
  }
}

function keyOf({ targetId, namespace, room }: Pick<GroupRoom, 'targetId' | 'namespace' | 'room'>): string {
  return JSON.stringify([targetId, namespace, room])
}

function groupKey({ targetId, what, id }: Pick<GroupRoom, 'targetId' | 'what' | 'id'>): string {
  return JSON.stringify([targetId, what, id])
}
