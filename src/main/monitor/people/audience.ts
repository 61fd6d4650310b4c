import type { AudiencePart, AudienceRule } from '../../../shared/notices.ts'
import { shownName } from '../mask.ts'
import type { PresenceSource } from '../presence-source.ts'
import { roomsOfGroups } from '../rooms/groups.ts'
import { isMember } from '../rooms/memberships.ts'
import type { Room } from '../rooms/room.ts'
import { current, hasId, isUnknown } from './person.ts'
import type { Person } from './person.ts'
import { isOnline, statusOf } from './person-status.ts'

/** Of a person without a known role. */
export const NO_ROLE = 'unknown role'

/** How many people of one target a rule means now. No person is kept. */
export interface TargetAudience {
  readonly targetId: string
  readonly online: number
  /** Known and offline; null: nobody can say (a room forgets who left). */
  readonly offline: number | null
  /** Of `online`, counted by events alone. */
  readonly inferred: number
  readonly roles: ReadonlyMap<string, number>
  /** Rooms in which they are now, but for those that are one person's own. */
  readonly rooms: number
  /** The admin feed shows every socket; else the count is what events proved. */
  readonly observed: boolean
  /** The same people give the same hash, in whatever order. */
  readonly hash: string
  /** Of `online`, those whom an exclusion took out. */
  readonly excluded: number
}

type Test = (person: Person) => boolean

/** The parts of a rule that concern a target. */
export function partsOn(parts: readonly AudiencePart[], targetId: string): AudiencePart[] {
  return parts.filter((part) => part.kind === 'everybody' || (part.kind === 'person' ? part.key.targetId : part.targetId) === targetId)
}

/** Counts the union of a rule's parts without its exclusions: one walk through the people of each target that it names. */
export function audienceOf(sources: Iterable<PresenceSource>, rule: AudienceRule, nowMs: number): TargetAudience[] {
  const found: TargetAudience[] = []
  for (const source of sources) {
    const include = partsOn(rule.include, source.targetId)
    if (include.length > 0) found.push(count(source, include, partsOn(rule.exclude, source.targetId), nowMs))
  }
  return found
}

/** Sockets of an audience in one namespace. */
export interface AudienceSockets {
  readonly ids: readonly string[]
  /** Whose they are: who of the audience is not connected there is not among them. */
  readonly people: number
}

/** Sockets of the audience in one namespace, as the admin feed shows them; never Rollcall's own. undefined: more than `max`. */
export function audienceSockets(source: PresenceSource, rule: AudienceRule, namespace: string, nowMs: number, max: number): AudienceSockets | undefined {
  const isIn = testOf(source, partsOn(rule.include, source.targetId), nowMs)
  const isOut = testOf(source, partsOn(rule.exclude, source.targetId), nowMs)
  const ids: string[] = []
  let people = 0
  for (const person of source.presence.people.all) {
    if (person.sessions.size === 0 || !isIn(person) || isOut(person)) continue
    const before = ids.length
    for (const session of person.sessions.values()) {
      for (const socket of session.sockets) {
        if (socket.own || socket.namespace !== namespace) continue
        if (ids.length >= max) return undefined
        ids.push(socket.id)
      }
    }
    if (ids.length > before) people++
  }
  return { ids, people }
}

/** The platform's own id of a person, for a server that resolves an audience; null: it is not known. In clear: never for the window. */
export function platformId(source: PresenceSource, personId: string): string | null {
  const person = source.presence.people.find(personId)
  return person && hasId(person) ? person.key : null
}

function count(source: PresenceSource, include: readonly AudiencePart[], exclude: readonly AudiencePart[], nowMs: number): TargetAudience {
  const { presence } = source
  const isIn = testOf(source, include, nowMs)
  const isOut = exclude.length === 0 ? never : testOf(source, exclude, nowMs)
  const roles = new Map<string, number>()
  const rooms = new Set<Room>()
  const sum = new HashSum()
  let online = 0
  let offline = 0
  let inferred = 0
  let excluded = 0
  for (const person of presence.people.all) {
    if (!isIn(person) || presence.isOwn(person)) continue
    if (!isOnline(statusOf(person, presence.observed.feed, nowMs))) {
      if (!isUnknown(person) && !isOut(person)) offline++
      continue
    }
    if (isOut(person)) {
      excluded++
      continue
    }
    online++
    if (person.sessions.size === 0) inferred++
    const role = person.role === undefined || person.role === '' ? NO_ROLE : person.role
    roles.set(role, (roles.get(role) ?? 0) + 1)
    for (const [room, member] of person.rooms) if (!room.perSocket && room.kind !== 'user' && !rooms.has(room) && isMember(member, nowMs)) rooms.add(room)
    sum.add(person.key)
  }
  // Who left a room or a namespace is not known to have been in it.
  const canSay = include.every(({ kind }) => kind !== 'room' && kind !== 'group' && kind !== 'namespace') && presence.people.size > 0
  const shownRoles = new Map<string, number>()
  for (const [role, number] of roles) shownRoles.set(shownName(role), (shownRoles.get(shownName(role)) ?? 0) + number)
  return { targetId: source.targetId, online, offline: canSay ? offline : null, inferred, roles: shownRoles, rooms: rooms.size, observed: presence.observed.feed.isObserving, hash: sum.text, excluded }
}

const never: Test = () => false

/** Whether a person is meant by one of the parts; worked out once for all people. */
function testOf(source: PresenceSource, parts: readonly AudiencePart[], nowMs: number): Test {
  if (parts.some(({ kind }) => kind === 'everybody' || kind === 'target')) return () => true
  const roles = new Set<string>()
  const namespaces = new Set<string>()
  const rooms: Room[] = []
  const people = new Set<Person>()
  for (const room of roomsOfGroups(source, parts.filter((part) => part.kind === 'group'))) {
    for (const [person, member] of room.members) if (isMember(member, nowMs)) people.add(person)
  }
  for (const part of parts) {
    if (part.kind === 'role') roles.add(part.role)
    else if (part.kind === 'namespace') namespaces.add(part.namespace)
    else if (part.kind === 'room') {
      const room = source.presence.rooms.find(part.namespace, part.room)
      if (room) rooms.push(room)
    } else if (part.kind === 'person') {
      const person = source.presence.people.find(part.key.personId)
      if (person) people.add(current(person))
    }
  }
  return (person) =>
    (roles.size > 0 && person.role !== undefined && roles.has(shownName(person.role))) ||
    people.has(person) ||
    rooms.some((room) => isInRoom(person, room, nowMs)) ||
    (namespaces.size > 0 && isInNamespace(person, namespaces, nowMs))
}

function isInRoom(person: Person, room: Room, nowMs: number): boolean {
  const member = person.rooms.get(room)
  return member !== undefined && isMember(member, nowMs)
}

function isInNamespace(person: Person, namespaces: ReadonlySet<string>, nowMs: number): boolean {
  for (const session of person.sessions.values()) for (const socket of session.sockets) if (namespaces.has(socket.namespace)) return true
  for (const [room, member] of person.rooms) if (namespaces.has(room.namespace) && isMember(member, nowMs)) return true
  return false
}

/** A sum of short hashes: the same for the same keys in any order, without a list of them. */
class HashSum {
  #low = 0
  #high = 0

  add(key: string): void {
    let low = 0x811c9dc5
    let high = 0x9e3779b9
    for (let index = 0; index < key.length; index++) {
      const code = key.charCodeAt(index)
      low = Math.imul(low ^ code, 0x01000193)
      high = Math.imul(high ^ code, 0x85ebca6b)
    }
    this.#low = (this.#low + low) | 0
    this.#high = (this.#high + high) | 0
  }

  get text(): string {
    return [this.#low, this.#high].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('')
  }
}
