import type { RoomKind } from '../../../shared/catalog.ts'
import type { RoomRef } from '../../../shared/domain.ts'
import type { RoomRow } from '../../../shared/presence.ts'
import { ACTIVE_FOR_MS, ROOMS_PER_TARGET_MAX, ROOM_KEPT_MS } from '../../../shared/limits.ts'
import { ActiveCount } from '../active-count.ts'
import type { LogRecord } from '../event-log.ts'
import { shownName } from '../mask.ts'
import { cutName, ownCopy } from '../names.ts'
import type { Person, SocketSeen } from '../people/person.ts'
import { Memberships } from './memberships.ts'
import type { RoomGroup } from './group-ids.ts'
import { isJoined, newRoom } from './room.ts'
import type { Room } from './room.ts'

/** Characters of a room's name; longer ones are cut, and with their length still fit into a RoomKey. */
const ROOM_CHARS_MAX = 280
const NAMESPACE_CHARS_MAX = 170

/** A room that Rollcall asked for; without a state it is joined. */
export interface JoinedRoom extends RoomRef {
  readonly state?: Exclude<RoomRow['watched'], 'no'>
}

export interface RoomNaming {
  kind(namespace: string, room: string): RoomKind
  /** The one spelling of a room that has two. */
  name(namespace: string, room: string): string
  /** The class, course, school or district that it is of, by the id that the window has. */
  group?(namespace: string, room: string): RoomGroup | undefined
}

/** The rooms of one target, and who is in them. Bounded: the first ones are kept, empty and silent ones go, the rest is counted. */
export class RoomBook extends Memberships {
  readonly #naming: RoomNaming
  readonly #run: string
  readonly #spaces = new Map<string, Map<string, Room>>()
  /** Rooms whose name the window has in another form, by namespace and that form. */
  readonly #publicNames = new Map<string, Room>()
  readonly #active = new ActiveCount(ACTIVE_FOR_MS)
  #watched: Room[] = []
  #size = 0
  #aliases = 0
  /** Rooms that were not remembered. */
  notRemembered = 0

  constructor(naming: RoomNaming, run = '') {
    super()
    this.#naming = naming
    this.#run = run
  }

  /** The room of a name as it came from the wire; made at need, undefined when there is no place. */
  room(namespace: string, name: string, atMs: number): Room | undefined {
    if (name === '') return undefined
    const cut = name.length > ROOM_CHARS_MAX ? cutName(name, ROOM_CHARS_MAX) : name
    const known = this.#spaces.get(namespace)?.get(cut)
    if (known) return known
    const one = this.#naming.name(namespace, cut)
    const same = one === cut ? undefined : this.#spaces.get(namespace)?.get(one)
    if (same) return this.#spelled(same, ownCopy(cut))
    if (this.#size >= ROOMS_PER_TARGET_MAX) {
      this.notRemembered++
      return undefined
    }
    const room = this.#make(ownCopy(namespace), ownCopy(one), atMs)
    return one === cut ? room : this.#spelled(room, ownCopy(cut))
  }

  /** A room as the window names it; never made. */
  find(namespace: string, publicName: string): Room | undefined {
    const spaces = this.#spaces.has(namespace) ? [namespace] : [...this.#spaces.keys()].filter((each) => shownNamespace(each) === namespace)
    for (const space of spaces) {
      const room = this.#publicNames.get(`${space} ${publicName}`) ?? this.#spaces.get(space)?.get(publicName)
      if (room) return room
    }
    return undefined
  }

  /** A room that is already known by a name from the wire. */
  known(namespace: string, name: string): Room | undefined {
    return this.#spaces.get(namespace)?.get(name.length > ROOM_CHARS_MAX ? cutName(name, ROOM_CHARS_MAX) : name)
  }

  get size(): number {
    return this.#size
  }

  activeCount(nowMs: number): number {
    return this.#active.count(nowMs)
  }

  get namespaces(): IterableIterator<string> {
    return this.#spaces.keys()
  }

  *of(namespace: string): IterableIterator<Room> {
    for (const [name, room] of this.#spaces.get(namespace) ?? []) if (name === room.name) yield room
  }

  *all(): IterableIterator<Room> {
    for (const namespace of this.#spaces.keys()) yield* this.of(namespace)
  }

  /** The one room of a kind that Rollcall is in, where an event does not name its own. */
  onlyJoined(namespace: string, kind: RoomKind): Room | undefined {
    const rooms = this.#watched.filter((room) => room.namespace === namespace && room.kind === kind && isJoined(room))
    return rooms.length === 1 ? rooms[0] : undefined
  }

  // --- events

  sawEvent(room: Room, atMs: number): void {
    this.#active.touch(room.lastAtMs, Math.max(atMs, room.lastAtMs))
    room.lastAtMs = Math.max(atMs, room.lastAtMs)
    room.touchedAtMs = Math.max(room.touchedAtMs, atMs)
    room.events++
    room.spark.add(atMs)
    this.changed()
  }

  sawRecord(room: Room, record: LogRecord): void {
    room.lastEvents.add(record)
  }

  /** The rooms that Rollcall asked for, all of them. */
  setWatched(rooms: readonly JoinedRoom[]): void {
    for (const room of this.#watched) room.watched = 'no'
    const watched = new Set<Room>()
    for (const { namespace, room: name, state = 'joined' } of rooms) {
      const room = this.room(namespace, name, 0)
      if (!room) continue
      room.watched = better(room.watched, state)
      watched.add(room)
    }
    this.#watched = [...watched]
    this.changed()
  }

  /** One socket's memberships go from its old person to its new one. */
  moveSocket(socket: SocketSeen, from: Person, into: Person): void {
    for (const room of this.roomsOf(socket)) {
      const old = from.rooms.get(room)
      if (!old || !room.sockets.has(socket)) continue
      const member = this.member(room, into, old.sinceMs)
      member.sockets++
      member.lastSeenMs = Math.max(member.lastSeenMs, old.lastSeenMs)
      old.sockets--
      if (old.sockets === 0 && old.inferredAtMs === 0) this.remove(room, from)
    }
    from.text = undefined
    into.text = undefined
    this.changed()
  }

  /** The rooms of a socket, each once however it is spelled. */
  roomsOf(socket: SocketSeen): Set<Room> {
    const rooms = new Set<Room>()
    for (const name of socket.rooms) {
      const room = this.known(socket.namespace, name)
      if (room) rooms.add(room)
    }
    return rooms
  }

  /** Takes out what events proved too long ago, and rooms in which nothing happens. */
  sweep(nowMs: number): void {
    for (const room of this.all()) {
      this.sweepMembers(room, nowMs)
      if (room.members.size > 0 || room.sockets.size > 0 || room.watched !== 'no' || nowMs - room.touchedAtMs <= ROOM_KEPT_MS) continue
      this.#forget(room)
    }
  }

  #make(namespace: string, name: string, atMs: number): Room {
    let rooms = this.#spaces.get(namespace)
    if (!rooms) this.#spaces.set(namespace, (rooms = new Map()))
    let publicName = shownName(name)
    if (publicName !== name) publicName += ` #${this.#run}${++this.#aliases}`
    const room = newRoom(namespace, name, publicName, this.#naming.kind(namespace, name), atMs, { group: this.#naming.group?.(namespace, name) })
    if (publicName !== name) this.#publicNames.set(`${namespace} ${publicName}`, room)
    rooms.set(name, room)
    this.#size++
    this.changed()
    return room
  }

  #spelled(room: Room, name: string): Room {
    // A catalog has few spellings of one room; a pattern that folds many into one must not fill the memory.
    if (room.spellings.size < 20) {
      room.spellings.add(name)
      room.text = undefined
      this.#spaces.get(room.namespace)?.set(name, room)
    }
    return room
  }

  #forget(room: Room): void {
    const rooms = this.#spaces.get(room.namespace)
    for (const name of room.spellings) rooms?.delete(name)
    if (rooms?.size === 0) this.#spaces.delete(room.namespace)
    this.#publicNames.delete(`${room.namespace} ${room.publicName}`)
    room.removed = true
    this.#size--
    this.changed()
  }
}

/** A namespace as it fits into a RoomKey; a hostile name may be anything. */
export function shownNamespace(namespace: string): string {
  const name = shownName(namespace)
  const cut = cutName(name, NAMESPACE_CHARS_MAX)
  return cut.startsWith('/') ? cut : `/${cut}`
}

const weight: Record<RoomRow['watched'], number> = { no: 0, refused: 1, waiting: 2, unconfirmed: 3, joined: 4 }

/** Of two spellings of one room, what went better. */
function better(a: RoomRow['watched'], b: RoomRow['watched']): RoomRow['watched'] {
  return weight[a] >= weight[b] ? a : b
}
