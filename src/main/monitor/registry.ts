import type { RoomKind } from '../../shared/catalog.ts'
import type { RoomRef } from '../../shared/domain.ts'
import { ACTIVE_FOR_MS, PEOPLE_PER_TARGET_MAX, ROOMS_PER_TARGET_MAX } from '../../shared/limits.ts'
import { ActiveCount } from './active-count.ts'
import { cutName, ownCopy } from './names.ts'

/** Pairs of room and person remembered per target: what "people" of a room counts. */
export const ROOM_PEOPLE_PER_TARGET_MAX = 200_000
const KEY_CHARS_MAX = 300

export interface PersonSeen {
  /** The platform's id; `name:…` or `email:…` where an event carries no id. Never shown without shownName(). */
  readonly key: string
  lastAtMs: number
  events: number
}

export interface RoomSeen {
  readonly namespace: string
  readonly room: string
  readonly kind: RoomKind
  events: number
  /** 0: no event yet, only joined. */
  lastAtMs: number
  joined: boolean
  readonly people: Set<PersonSeen>
}

/** What did not fit: events of people, of rooms and of pairs that are not remembered. */
export interface NotRemembered {
  people: number
  rooms: number
  roomPeople: number
}

/** The people and rooms of one target as events named them. Bounded: the first ones are kept, the rest is counted. */
export class Registry {
  readonly #people = new Map<string, PersonSeen>()
  readonly #spaces = new Map<string, Map<string, RoomSeen>>()
  readonly #kindOf: (namespace: string, room: string) => RoomKind
  readonly #activePeople = new ActiveCount(ACTIVE_FOR_MS)
  readonly #activeRooms = new ActiveCount(ACTIVE_FOR_MS)
  readonly notRemembered: NotRemembered = { people: 0, rooms: 0, roomPeople: 0 }
  #joined: RoomSeen[] = []
  #rooms = 0
  #pairs = 0
  #revision = 0

  constructor(kindOf: (namespace: string, room: string) => RoomKind) {
    this.#kindOf = kindOf
  }

  /** An event named a person, a room, or both. */
  observe(namespace: string, personKey: string | undefined, room: string | undefined, atMs: number): void {
    const person = personKey === undefined ? undefined : this.#seePerson(personKey, atMs)
    if (room === undefined) return
    const seen = this.#room(namespace, room)
    if (!seen) {
      this.notRemembered.rooms++
      return
    }
    this.#activeRooms.touch(seen.lastAtMs, atMs)
    seen.lastAtMs = atMs
    seen.events++
    this.#revision++
    if (!person || seen.people.has(person)) return
    if (this.#pairs >= ROOM_PEOPLE_PER_TARGET_MAX) {
      this.notRemembered.roomPeople++
      return
    }
    this.#pairs++
    seen.people.add(person)
  }

  /** The rooms that Rollcall is in now, all of them. */
  setJoined(rooms: readonly RoomRef[]): void {
    for (const room of this.#joined) room.joined = false
    this.#joined = []
    for (const { namespace, room } of rooms) {
      const seen = this.#room(namespace, room)
      if (!seen) continue
      seen.joined = true
      this.#joined.push(seen)
    }
    this.#revision++
  }

  get peopleCount(): number {
    return this.#people.size
  }

  get roomCount(): number {
    return this.#rooms
  }

  /** Rises with every change of a room. */
  get revision(): number {
    return this.#revision
  }

  peopleActive(nowMs: number): number {
    return this.#activePeople.count(nowMs)
  }

  roomsActive(nowMs: number): number {
    return this.#activeRooms.count(nowMs)
  }

  person(key: string): PersonSeen | undefined {
    return this.#people.get(cutName(key, KEY_CHARS_MAX))
  }

  /** Namespaces in which a room is known. */
  get namespaces(): IterableIterator<string> {
    return this.#spaces.keys()
  }

  roomsOf(namespace: string): ReadonlyMap<string, RoomSeen> | undefined {
    return this.#spaces.get(namespace)
  }

  #seePerson(personKey: string, atMs: number): PersonSeen | undefined {
    const key = personKey.length > KEY_CHARS_MAX ? cutName(personKey, KEY_CHARS_MAX) : personKey
    let person = this.#people.get(key)
    if (!person) {
      if (this.#people.size >= PEOPLE_PER_TARGET_MAX) {
        this.notRemembered.people++
        return undefined
      }
      person = { key: ownCopy(key), lastAtMs: 0, events: 0 }
      this.#people.set(person.key, person)
    }
    this.#activePeople.touch(person.lastAtMs, atMs)
    person.lastAtMs = atMs
    person.events++
    return person
  }

  #room(namespace: string, name: string): RoomSeen | undefined {
    let rooms = this.#spaces.get(namespace)
    const room = name.length > KEY_CHARS_MAX ? cutName(name, KEY_CHARS_MAX) : name
    const known = rooms?.get(room)
    if (known) return known
    if (this.#rooms >= ROOMS_PER_TARGET_MAX) return undefined
    if (!rooms) this.#spaces.set(namespace, (rooms = new Map()))
    this.#rooms++
    const own = ownCopy(room)
    const seen: RoomSeen = { namespace, room: own, kind: this.#kindOf(namespace, own), events: 0, lastAtMs: 0, joined: false, people: new Set() }
    rooms.set(own, seen)
    return seen
  }
}
