import type { AdminServer, Evidence, PersonKey, RoomKey } from '../../shared/presence.ts'
import type { TargetView } from '../../shared/domain.ts'
import type { AudienceRule } from '../../shared/notices.ts'
import { audienceOf, audienceSockets, platformId } from './people/audience.ts'
import type { AudienceSockets, TargetAudience } from './people/audience.ts'
import { current, hasId } from './people/person.ts'
import type { Person } from './people/person.ts'
import { PeopleList } from './people/people-list.ts'
import type { Who } from './people/proofs.ts'
import { Reveals } from './people/reveals.ts'
import type { Reveal } from './people/reveals.ts'
import { namingBy, TargetPresence } from './people/target-presence.ts'
import type { ObservedSocket, PresenceSink } from './presence-sink.ts'
import { revisionOf, sourceWords } from './presence-source.ts'
import type { PresenceSource } from './presence-source.ts'
import { ShownIds } from './rooms/group-ids.ts'
import { isMember } from './rooms/memberships.ts'
import type { JoinedRoom } from './rooms/room-book.ts'
import type { Room } from './rooms/room.ts'
import { RoomsList } from './rooms/rooms-list.ts'

type Catalog = Parameters<typeof namingBy>[0]

/** A person as the roster check needs it: names and addresses in clear, so it must not leave the main process. */
export interface RosterPerson {
  readonly key: PersonKey
  /** The platform's id; null where only a name or an address is known. */
  readonly id: string | null
  readonly name: string | null
  readonly email: string | null
  readonly evidence: Evidence
  readonly lastSeenMs: number
}

/** People and rooms of all targets, what lists show of them, and what the admin feeds say. */
export class Presence implements PresenceSink {
  readonly people: PeopleList
  readonly rooms: RoomsList
  readonly reveals = new Reveals()
  readonly #run: string
  readonly #groupIds: ShownIds
  readonly #sources = new Map<string, PresenceSource>()
  #nowMs: number

  /** @param run see MonitorOptions @param alertsIn how many alerts of the list came from a room */
  constructor(nowMs: number, run: string, alertsIn: (targetId: string, room: Room) => number) {
    this.#nowMs = nowMs
    this.#run = run
    this.#groupIds = new ShownIds(run)
    const sources = (): Iterable<PresenceSource> => this.#sources.values()
    this.people = new PeopleList(sources, this.reveals, nowMs)
    this.rooms = new RoomsList(sources, this.reveals, nowMs, alertsIn)
  }

  targetChanged(view: TargetView, catalog: Catalog): void {
    const { id, name } = view.settings
    const presence = this.#sources.get(id)?.presence ?? new TargetPresence(namingBy(catalog, (group) => this.#groupIds.of(group)), this.#run)
    presence.viewed(view)
    this.#sources.set(id, { targetId: id, name, presence, words: sourceWords(name, view.catalogName) })
  }

  targetRemoved(targetId: string): void {
    this.rooms.remembered.targetRemoved(targetId)
    if (!this.#sources.delete(targetId)) return
    this.people.targetGone()
    this.rooms.targetGone()
  }

  of(targetId: string): TargetPresence | undefined {
    return this.#sources.get(targetId)?.presence
  }

  setWatched(targetId: string, rooms: readonly JoinedRoom[]): void {
    this.of(targetId)?.rooms.setWatched(rooms)
  }

  /** Rows and details are of this time; reveals end by it and what aged is taken out. */
  advance(nowMs: number): void {
    this.#nowMs = nowMs
    this.people.at(nowMs)
    this.rooms.at(nowMs)
    this.reveals.close(nowMs)
    for (const { presence } of this.#sources.values()) presence.advance(nowMs)
  }

  /** The window that held a list is gone, or looks at something else. */
  letGo(): void {
    this.people.hold(false)
    this.rooms.hold(false)
  }

  setReveals(reveals: readonly Reveal[]): void {
    this.reveals.set(reveals)
  }

  // --- what the admin feeds say

  snapshot(targetId: string, sockets: readonly ObservedSocket[], atMs: number): void {
    this.of(targetId)?.observed.snapshot(sockets, atMs)
  }

  socketUp(targetId: string, socket: ObservedSocket, atMs: number): void {
    this.of(targetId)?.observed.up(socket, atMs)
  }

  socketChanged(targetId: string, namespace: string, id: string, change: Parameters<PresenceSink['socketChanged']>[3], atMs: number): void {
    this.of(targetId)?.observed.change(namespace, id, change, atMs)
  }

  socketDown(targetId: string, namespace: string, id: string, reason: string, atMs: number): void {
    this.of(targetId)?.observed.down(namespace, id, reason, atMs)
  }

  roomJoined(targetId: string, namespace: string, room: string, id: string, atMs: number): void {
    this.of(targetId)?.observed.join(namespace, room, id, atMs)
  }

  roomLeft(targetId: string, namespace: string, room: string, id: string, atMs: number): void {
    this.of(targetId)?.observed.leave(namespace, room, id, atMs)
  }

  servers(targetId: string, servers: readonly AdminServer[], atMs: number): void {
    this.of(targetId)?.observed.feed.servers(servers, atMs)
  }

  feedDown(targetId: string, atMs: number): void {
    this.of(targetId)?.observed.feed.down(atMs)
  }

  // --- for the main process itself

  /** Sockets of a person that an action can reach: observed, and never Rollcall's own. */
  personSockets(key: PersonKey): { namespace: string; id: string }[] {
    const person = this.#person(key)
    if (!person) return []
    return [...person.sessions.values()].flatMap((session) => [...session.sockets].filter((socket) => !socket.own).map(({ namespace, id }) => ({ namespace, id })))
  }

  /** Who is in a room now, in clear, without Rollcall itself. */
  rosterCandidates(key: RoomKey): RosterPerson[] {
    const found = this.rooms.located(key)
    if (!found) return []
    const { presence } = found.source
    const people: RosterPerson[] = []
    for (const [person, member] of found.room.members) if (isMember(member, this.#nowMs) && !presence.isOwn(person)) people.push(rosterPerson(person, key.targetId, member.sockets > 0))
    return people
  }

  /** Anybody known on the target, by id, address or the name of one person only: when a missing one was last seen. */
  rosterPerson(targetId: string, who: Who): RosterPerson | undefined {
    const person = this.of(targetId)?.people.known(who)
    return person && rosterPerson(person, targetId, person.sessions.size > 0)
  }

  /** How many people a rule of a notice means now, target by target. */
  audience(rule: AudienceRule, nowMs: number): TargetAudience[] {
    return audienceOf(this.#sources.values(), rule, nowMs)
  }

  /** Sockets that a rule means now in one namespace of a target; undefined: the feed does not show them all, or they are more than `max`. */
  audienceSockets(rule: AudienceRule, targetId: string, namespace: string, nowMs: number, max: number): AudienceSockets | undefined {
    const source = this.#sources.get(targetId)
    return source?.presence.observed.feed.isObserving === true ? audienceSockets(source, rule, namespace, nowMs, max) : undefined
  }

  /** The platform's own id of a person; null: not known. */
  platformId({ targetId, personId }: PersonKey): string | null {
    const source = this.#sources.get(targetId)
    return source === undefined ? null : platformId(source, personId)
  }

  /** Rises with every change that a list or the overview could show. */
  get revision(): number {
    return revisionOf(this.#sources.values(), this.reveals)
  }

  get notRemembered(): { people: number; rooms: number; roomPeople: number; sockets: number } {
    const sum = { people: 0, rooms: 0, roomPeople: 0, sockets: 0 }
    for (const { presence } of this.#sources.values()) {
      sum.people += presence.people.notRemembered
      sum.rooms += presence.rooms.notRemembered
      sum.roomPeople += presence.rooms.pairsNotRemembered
      sum.sockets += presence.observed.notRemembered
    }
    return sum
  }

  #person({ targetId, personId }: PersonKey): Person | undefined {
    const person = this.of(targetId)?.people.find(personId)
    return person && current(person)
  }
}

function rosterPerson(person: Person, targetId: string, observed: boolean): RosterPerson {
  const id = hasId(person) ? person.key : null
  return { key: { targetId, personId: person.publicId }, id, name: person.name ?? null, email: person.email ?? null, evidence: observed ? 'observed' : 'inferred', lastSeenMs: person.lastSeenMs }
}
