import type { AudienceGroups, AudiencePart } from '../../../shared/notices.ts'
import { groupWords } from '../../../shared/group-words.ts'
import { foldText, hasWords, searchWords } from '../fold.ts'
import type { Person } from '../people/person.ts'
import { isOnline, statusOf } from '../people/person-status.ts'
import type { PresenceSource } from '../presence-source.ts'
import { isMember } from './memberships.ts'
import type { RoomGroup } from './group-ids.ts'
import { DAY_MS } from './group-memory.ts'
import type { RememberedGroup } from './group-memory.ts'
import { shownNamespace } from './room-book.ts'
import type { Room } from './room.ts'

export type GroupPart = Extract<AudiencePart, { kind: 'group' }>

/** Groups that one answer lists, and namespaces that it names of each. */
const GROUPS_MAX = 60
const NAMESPACES_MAX = 20

/** 6A before 10A. */
const collator = new Intl.Collator('en', { numeric: true })

interface Found {
  readonly group: RoomGroup
  readonly rooms: Room[]
  readonly people: Set<Person>
}

/** All rooms of the groups that parts of a rule name, in one walk. */
export function roomsOfGroups({ presence }: PresenceSource, parts: readonly Pick<GroupPart, 'what' | 'id'>[]): Room[] {
  if (parts.length === 0) return []
  const wanted = new Set(parts.map(({ what, id }) => `${what} ${id}`))
  const rooms: Room[] = []
  for (const room of presence.rooms.all()) if (room.group && wanted.has(keyOf(room.group))) rooms.push(room)
  return rooms
}

/** Classes, courses, schools and districts of a target whose kind and id hold all words of the text, those that are empty now last. People are counted as in an audience. */
export function groupsOf(source: PresenceSource, remembered: readonly RememberedGroup[], text: string, nowMs: number): AudienceGroups {
  const words = searchWords(text)
  const found = new Map<string, Found>()
  for (const room of source.presence.rooms.all()) {
    const { group } = room
    if (!group || !isFound(group, words)) continue
    const key = keyOf(group)
    const known = found.get(key) ?? { group, rooms: [], people: new Set() }
    found.set(key, known)
    known.rooms.push(room)
    addPeople(known.people, room, source, nowMs)
  }
  const sorted = [...found.values()].sort((a, b) => b.people.size - a.people.size || collator.compare(keyOf(a.group), keyOf(b.group)))
  const empty = remembered.filter((group) => !found.has(keyOf(group)) && isFound(group, words)).sort((a, b) => b.day - a.day || collator.compare(keyOf(a), keyOf(b)))
  const all = [...sorted.map(shown), ...empty.map(shownEmpty)]
  return { groups: all.slice(0, GROUPS_MAX), leftOut: Math.max(0, all.length - GROUPS_MAX) }
}

function isFound({ what, id }: RoomGroup, words: readonly string[]): boolean {
  return words.length === 0 || hasWords(foldText(`${what} ${id}`), words)
}

function addPeople(people: Set<Person>, room: Room, { presence }: PresenceSource, nowMs: number): void {
  for (const [person, member] of room.members) {
    if (!people.has(person) && isMember(member, nowMs) && !presence.isOwn(person) && isOnline(statusOf(person, presence.observed.feed, nowMs))) people.add(person)
  }
}

function shown({ group, rooms, people }: Found): AudienceGroups['groups'][number] {
  const namespaces = [...new Set(rooms.map(({ namespace }) => shownNamespace(namespace)))].sort()
  return { ...group, words: groupWords(group.what, group.id), people: people.size, rooms: rooms.length, lastSeenMs: null, namespaces: namespaces.slice(0, NAMESPACES_MAX) }
}

function shownEmpty({ what, id, rooms, day }: RememberedGroup): AudienceGroups['groups'][number] {
  const namespaces = [...new Set(rooms.map(({ namespace }) => namespace))].sort()
  return { what, id, words: groupWords(what, id), people: 0, rooms: rooms.length, lastSeenMs: day * DAY_MS, namespaces: namespaces.slice(0, NAMESPACES_MAX) }
}

function keyOf({ what, id }: RoomGroup): string {
  return `${what} ${id}`
}
