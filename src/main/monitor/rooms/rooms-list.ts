import type { RoomKind } from '../../../shared/catalog.ts'
import type { AudienceGroups } from '../../../shared/notices.ts'
import type { RoomDetail, RoomKey, RoomRow, RoomsQuery } from '../../../shared/presence.ts'
import { byText, foldText, hasWords, searchWords } from '../fold.ts'
import { HeldList } from '../held-list.ts'
import type { Found } from '../held-list.ts'
import { remainingWords } from '../people/people-search.ts'
import type { SocketSeen } from '../people/person.ts'
import type { Reveals } from '../people/reveals.ts'
import { revisionOf } from '../presence-source.ts'
import type { PresenceSource } from '../presence-source.ts'
import { GroupMemory } from './group-memory.ts'
import { groupsOf, roomsOfGroups } from './groups.ts'
import type { GroupPart } from './groups.ts'
import { newRoom } from './room.ts'
import type { Room } from './room.ts'
import { memberCount } from './memberships.ts'
import { isPrivate, roomDetail, roomRow } from './room-row.ts'

interface Listed {
  readonly room: Room
  readonly source: PresenceSource
  readonly members: number
  readonly perSecond: number
}

/** Role rooms first, then from the district down to the person. */
const kinds: readonly RoomKind[] = ['role', 'district', 'school', 'class', 'course', 'video', 'instructor', 'session', 'conversation', 'chat', 'assessment', 'content', 'user', 'other']
const kindRank = new Map(kinds.map((kind, index) => [kind, index]))

export const everyRoom: RoomsQuery = { text: '', targetId: null, kind: null, sort: 'name', descending: false, showPerSocket: false }

/** The Rooms list of one window: like PeopleList, over the rooms of all namespaces of all targets. */
export class RoomsList extends HeldList<Room, RoomsQuery, RoomRow> {
  /** Classes that are empty now. */
  readonly remembered = new GroupMemory()
  readonly #sources: () => Iterable<PresenceSource>
  readonly #reveals: Reveals
  readonly #alertsIn: (targetId: string, room: Room) => number
  #sourceOf = new Map<Room, PresenceSource>()

  /** @param alertsIn how many of the alerts in the list were raised by an event of a room */
  constructor(sources: () => Iterable<PresenceSource>, reveals: Reveals, nowMs: number, alertsIn: (targetId: string, room: Room) => number) {
    super(everyRoom, nowMs)
    this.#sources = sources
    this.#reveals = reveals
    this.#alertsIn = alertsIn
  }

  /** For the palette: rooms whose name begins with the text first, then the livelier ones. */
  find(text: string, limit: number): RoomRow[] {
    const words = searchWords(text)
    if (words.length === 0) return []
    const whole = foldText(text)
    const found: { room: Room; source: PresenceSource; rank: number }[] = []
    for (const source of this.#sources()) {
      const left = remainingWords(words, source)
      if (left.length === 0) continue
      for (const room of source.presence.rooms.all()) {
        if (hasWords(searchText(room), left) && !isPrivate(room, source.presence)) found.push({ room, source, rank: foldText(room.name).startsWith(whole) ? 0 : 1 })
      }
    }
    found.sort((a, b) => a.rank - b.rank || b.room.lastAtMs - a.room.lastAtMs || byText(a.room.name, b.room.name))
    return found.slice(0, limit).map(({ room, source }) => roomRow(room, source, this.nowMs))
  }

  detail(key: RoomKey): RoomDetail | undefined {
    const found = this.located(key)
    return found && roomDetail(found.room, found.source, { reveals: this.#reveals, nowMs: this.nowMs }, this.#alertsIn(key.targetId, found.room))
  }

  /** The names under which the platform knows a room: more than one where it spells it in two ways. Empty: unknown. */
  spellings(key: RoomKey): string[] {
    return [...(this.located(key)?.room.spellings ?? [])]
  }

  /** Classes, courses, schools and districts of a target that a text finds. */
  groups(targetId: string, text: string, nowMs: number): AudienceGroups {
    const source = this.#source(targetId)
    return source ? groupsOf(source, this.remembered.groups(targetId), text, nowMs) : { groups: [], leftOut: 0 }
  }

  /**
   * The rooms of a class, course, school or district, with all names under which the platform knows each: in clear, for what is sent to it
   * alone. Where none is there now, those in which it was seen before.
   */
  groupRooms(part: GroupPart): { namespace: string; spellings: string[] }[] {
    const source = this.#source(part.targetId)
    if (!source) return []
    const now = roomsOfGroups(source, [part])
    if (now.length > 0) return now.map(({ namespace, spellings }) => ({ namespace, spellings: [...spellings] }))
    return this.remembered.rooms(part.targetId, part).map(({ namespace, room }) => ({ namespace, spellings: [room] }))
  }

  /** Remembers the groups whose rooms are there now. @param day UTC, days since 1970 */
  noteGroups(day: number): void {
    for (const { targetId, presence } of this.#sources()) for (const room of presence.rooms.all()) this.remembered.saw(targetId, room, day)
  }

  /** The room of a key, also a socket's private one. */
  located({ targetId, namespace, room }: RoomKey): { room: Room; source: PresenceSource } | undefined {
    const source = this.#source(targetId)
    const found = source?.presence.rooms.find(namespace, room)
    if (!source || found) return source && found && { room: found, source }
    const socket = source.presence.observed.socket(namespace, room)
    return socket && { room: privateRoom(socket), source }
  }

  #source(targetId: string): PresenceSource | undefined {
    for (const source of this.#sources()) if (source.targetId === targetId) return source
    return undefined
  }

  protected found(query: RoomsQuery): Found<Room> {
    const { found, of } = this.#filtered(query)
    found.sort(comparing(query))
    this.#sourceOf = new Map(found.map((each) => [each.room, each.source]))
    return { items: found.map((each) => each.room), groups: [], of }
  }

  protected rowOf(room: Room): RoomRow | undefined {
    const source = this.#sourceOf.get(room)
    return source && roomRow(room, source, this.nowMs)
  }

  protected changes(): number {
    return revisionOf(this.#sources(), this.#reveals)
  }

  protected notRemembered(): number {
    let sum = 0
    for (const { presence } of this.#sources()) sum += presence.rooms.notRemembered
    return sum
  }

  #filtered(query: RoomsQuery): { found: Listed[]; of: number } {
    const { text, targetId, kind, showPerSocket } = query
    const words = searchWords(text)
    const found: Listed[] = []
    let of = 0
    for (const source of this.#sources()) {
      const { presence } = source
      const left = remainingWords(words, source)
      const skipped = targetId !== null && targetId !== source.targetId
      const take = (room: Room): void => {
        of++
        if (skipped || (kind !== null && room.kind !== kind) || (left.length > 0 && !hasWords(searchText(room), left))) return
        found.push({ room, source, members: memberCount(room, presence.observed.feed.isObserving, this.nowMs), perSecond: room.spark.perSecond(this.nowMs) })
      }
      for (const room of presence.rooms.all()) if (showPerSocket || !isPrivate(room, presence)) take(room)
      if (showPerSocket) for (const socket of presence.observed.all()) if (!presence.rooms.known(socket.namespace, socket.id)) take(privateRoom(socket))
    }
    return { found, of }
  }
}

/** Every socket is alone in a room of its id: made when it is looked at, thousands are never. */
function privateRoom(socket: SocketSeen): Room {
  if (!socket.privateRoom) {
    socket.privateRoom = newRoom(socket.namespace, socket.id, socket.id, 'other', 0, { perSocket: true })
    socket.privateRoom.sockets.add(socket)
  }
  const { members } = socket.privateRoom
  if (!members.has(socket.person)) {
    members.clear()
    members.set(socket.person, { sockets: 1, inferredAtMs: 0, sinceMs: socket.session.connectedAtMs, lastSeenMs: socket.person.lastSeenMs })
  }
  return socket.privateRoom
}

function searchText(room: Room): string {
  return (room.text ??= foldText(`${[...room.spellings].join('\n')}\n${room.namespace}\n${room.kind}`))
}

function comparing(query: RoomsQuery): (a: Listed, b: Listed) => number {
  const byColumn = comparingColumn(query.sort)
  const turn = query.descending ? -1 : 1
  return (a, b) => turn * byColumn(a, b) || byText(a.room.name, b.room.name) || byText(a.room.namespace, b.room.namespace) || byText(a.source.targetId, b.source.targetId)
}

function comparingColumn(sort: RoomsQuery['sort']): (a: Listed, b: Listed) => number {
  switch (sort) {
    case 'name':
      return (a, b) => byText(searchText(a.room), searchText(b.room))
    case 'kind':
      return (a, b) => (kindRank.get(a.room.kind) ?? kinds.length) - (kindRank.get(b.room.kind) ?? kinds.length)
    case 'members':
      return (a, b) => a.members - b.members
    case 'rate':
      return (a, b) => a.perSecond - b.perSecond || a.room.events - b.room.events
    case 'lastEvent':
      return (a, b) => a.room.lastAtMs - b.room.lastAtMs
    case 'platform':
      return (a, b) => byText(a.source.name, b.source.name)
  }
}
