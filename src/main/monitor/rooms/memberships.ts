import type { Evidence } from '../../../shared/presence.ts'
import { ROOM_PEOPLE_PER_TARGET_MAX, SEEN_IN_ROOM_FOR_MS, STATED_COUNT_FOR_MS } from '../../../shared/limits.ts'
import type { Person, SocketSeen } from '../people/person.ts'
import type { Membership, Room } from './room.ts'

/** Who is in which room of one target, by sockets and by events. Bounded in pairs; what does not fit is counted. */
export class Memberships {
  #pairs = 0
  #revision = 0
  /** Pairs of room and person, or room and socket, that were not remembered. */
  pairsNotRemembered = 0

  get pairs(): number {
    return this.#pairs
  }

  /** Rises with every change of a room or of who is in it. */
  get revision(): number {
    return this.#revision
  }

  /** A socket is in it. Returns whether its person was not; undefined when there is no place. */
  socketIn(room: Room, socket: SocketSeen, atMs: number, sinceMs: number | null): boolean | undefined {
    if (room.sockets.has(socket)) return false
    if (this.#pairs >= ROOM_PEOPLE_PER_TARGET_MAX) {
      this.pairsNotRemembered++
      return undefined
    }
    this.#pairs++
    room.sockets.add(socket)
    const member = this.member(room, socket.person, sinceMs)
    member.sockets++
    member.lastSeenMs = Math.max(member.lastSeenMs, atMs)
    this.touch(room, socket.person, atMs)
    return member.sockets === 1 && !isFresh(member, atMs)
  }

  /** A socket is no longer in it. Returns whether its person is neither. */
  socketOut(room: Room, socket: SocketSeen, atMs: number): boolean {
    if (!room.sockets.delete(socket)) return false
    this.#pairs--
    const member = room.members.get(socket.person)
    this.touch(room, socket.person, atMs)
    if (!member) return false
    member.sockets--
    member.lastSeenMs = Math.max(member.lastSeenMs, atMs)
    if (member.sockets > 0) return false
    // What the feed saw leave is not kept in by what an event once proved.
    this.remove(room, socket.person)
    return true
  }

  /** An event proves that a person is in it. Returns whether that is new; undefined when there is no place. */
  inferIn(room: Room, person: Person, atMs: number, sinceMs: number | null): boolean | undefined {
    const known = room.members.get(person)
    if (!known && this.#pairs >= ROOM_PEOPLE_PER_TARGET_MAX) {
      this.pairsNotRemembered++
      return undefined
    }
    const fresh = known !== undefined && (known.sockets > 0 || isFresh(known, atMs))
    const member = this.member(room, person, sinceMs)
    if (!fresh) member.sinceMs = sinceMs
    member.inferredAtMs = Math.max(member.inferredAtMs, atMs)
    member.lastSeenMs = Math.max(member.lastSeenMs, atMs)
    if (!fresh) this.touch(room, person, atMs)
    return !fresh
  }

  /** An event proves that a person left; what an observed socket or a newer event says stands. Returns whether it changed anything. */
  inferOut(room: Room, person: Person, atMs: number): boolean {
    const member = room.members.get(person)
    if (!member || member.sockets > 0 || member.inferredAtMs > atMs) return false
    const was = isFresh(member, atMs)
    this.remove(room, person)
    this.touch(room, person, atMs)
    return was
  }

  /** The platform said how many are in it; undefined: its list is whole. */
  state(room: Room, count: number | undefined, atMs: number): void {
    room.stated = count === undefined ? undefined : { count, atMs }
    this.changed()
  }

  note(room: Room, kind: 'joined' | 'left', person: Person, evidence: Evidence, atMs: number): void {
    room.changes.push({ atMs, kind, person, evidence })
  }

  /** One person's memberships go to another record. */
  movePerson(from: Person, into: Person): void {
    for (const [room, member] of from.rooms) {
      const target = into.rooms.get(room)
      if (target) {
        target.sockets += member.sockets
        target.inferredAtMs = Math.max(target.inferredAtMs, member.inferredAtMs)
        target.sinceMs = target.sinceMs === null || member.sinceMs === null ? (target.sinceMs ?? member.sinceMs) : Math.min(target.sinceMs, member.sinceMs)
        target.lastSeenMs = Math.max(target.lastSeenMs, member.lastSeenMs)
        this.#pairs--
      } else {
        into.rooms.set(room, member)
        room.members.set(into, member)
      }
      room.members.delete(from)
    }
    from.rooms.clear()
    into.text = undefined
    this.changed()
  }

  forgetPerson(person: Person): void {
    for (const room of person.rooms.keys()) this.remove(room, person)
  }

  /** Takes out what events proved too long ago. */
  protected sweepMembers(room: Room, nowMs: number): void {
    for (const [person, member] of room.members) if (member.sockets === 0 && nowMs - member.inferredAtMs > SEEN_IN_ROOM_FOR_MS) this.remove(room, person)
  }

  protected changed(): void {
    this.#revision++
  }

  protected member(room: Room, person: Person, sinceMs: number | null): Membership {
    const known = room.members.get(person)
    if (known) return known
    const member: Membership = { sockets: 0, inferredAtMs: 0, sinceMs, lastSeenMs: 0 }
    this.#pairs++
    room.members.set(person, member)
    person.rooms.set(room, member)
    person.text = undefined
    return member
  }

  protected remove(room: Room, person: Person): void {
    if (!room.members.delete(person)) return
    this.#pairs--
    person.rooms.delete(room)
    person.text = undefined
    this.changed()
  }

  protected touch(room: Room, person: Person, atMs: number): void {
    room.touchedAtMs = Math.max(room.touchedAtMs, atMs)
    person.text = undefined
    this.changed()
  }
}

/** Members now: sockets that the server itself counts, else the larger of who was seen and how many were stated. */
export function memberCount(room: Room, observed: boolean, nowMs: number): number {
  if (observed) return room.sockets.size
  let seen = 0
  for (const member of room.members.values()) if (isMember(member, nowMs)) seen++
  const stated = room.stated
  return stated && nowMs - stated.atMs < STATED_COUNT_FOR_MS ? Math.max(seen, stated.count) : seen
}

/** Seen by the feed, or proved by an event not long ago. */
export function isMember(member: Membership, nowMs: number): boolean {
  return member.sockets > 0 || isFresh(member, nowMs)
}

function isFresh(member: Membership, nowMs: number): boolean {
  return member.inferredAtMs > 0 && nowMs - member.inferredAtMs < SEEN_IN_ROOM_FOR_MS
}
