import type { RoomKind } from '../../../shared/catalog.ts'
import type { TargetView } from '../../../shared/domain.ts'
import { PRESENCE_SWEEP_MS } from '../../../shared/limits.ts'
import type { LogRecord } from '../event-log.ts'
import type { PayloadReading } from '../reading.ts'
import { RoomBook } from '../rooms/room-book.ts'
import type { RoomNaming } from '../rooms/room-book.ts'
import type { RoomGroup } from '../rooms/group-ids.ts'
import type { Room } from '../rooms/room.ts'
import { Inferred } from './inferred.ts'
import { Observed } from './observed.ts'
import type { Person } from './person.ts'
import { PersonBook, publicIdOf } from './person-book.ts'
import type { Who } from './proofs.ts'
import { PeopleCounts } from './people-counts.ts'
import type { PeopleCount } from './people-counts.ts'

/** What is known after one event was applied. */
export interface Attributed {
  readonly person: Person | undefined
  readonly room: Room | undefined
}

/** People prepared for the search at each drain: 12,000 within a second, in a few milliseconds each. */
const PREPARED_AT_ONCE = 2_000

const nobody: Attributed = { person: undefined, room: undefined }

/** The people and rooms of one target: what the admin feed observes and what events prove, in one place. */
export class TargetPresence {
  readonly rooms: RoomBook
  readonly people: PersonBook
  readonly observed: Observed
  readonly #inferred: Inferred
  readonly #counts: PeopleCounts
  #sweptAtMs = 0
  #ownId: string | undefined

  /** @param run before the numbers of people and rooms whose name must be masked (MonitorOptions.run) */
  constructor(naming: RoomNaming, run: string) {
    this.rooms = new RoomBook(naming, run)
    this.people = new PersonBook(this.rooms, run)
    this.observed = new Observed(this.people, this.rooms)
    this.#counts = new PeopleCounts({ all: () => this.people.all, feed: this.observed.feed, isOwn: (person) => this.isOwn(person) })
    this.people.watch(this.#counts)
    this.#inferred = new Inferred(this.people, this.rooms, this.observed.feed)
  }

  /** The target's settings or its sign-in changed. */
  viewed(view: TargetView): void {
    if (this.#ownId !== view.signedInAs?.id) this.#counts.allChanged()
    this.#ownId = view.signedInAs?.id
    if (!view.settings.adminFeed.on && this.observed.feed.isObserving) this.observed.forget()
  }

  /** Applies an event. `feedSocketId`: the admin feed showed it on that socket. */
  event(namespace: string, name: string, reading: PayloadReading, direction: 'in' | 'out', feedSocketId: string | undefined, atMs: number): Attributed {
    const holder = feedSocketId === undefined ? undefined : this.observed.owner(namespace, feedSocketId)
    // What Rollcall itself sends proves nothing about others.
    if (direction === 'out' && feedSocketId === undefined && reading.room === undefined && reading.who === undefined) return nobody
    const room = reading.room === undefined ? undefined : this.rooms.room(namespace, reading.room, atMs)
    if (room) this.rooms.sawEvent(room, atMs)
    if (direction === 'out') {
      if (holder) this.#inferred.apply({ proofs: reading.proofs.filter((proof) => proof.what === 'status'), person: holder, room, namespace, event: name, atMs })
      if (holder) holder.lastSeenMs = Math.max(holder.lastSeenMs, atMs)
      return { person: holder, room }
    }
    const actor = reading.who === undefined ? undefined : reading.proofs.length > 0 ? this.people.identify(reading.who, atMs) : this.people.known(reading.who)
    if (reading.proofs.length > 0) this.#inferred.apply({ proofs: reading.proofs, person: actor, room, namespace, event: name, atMs })
    return { person: feedSocketId === undefined ? actor : holder, room }
  }

  /** Whom a payload names, by the id that the window may have; nobody is made. */
  publicIdOf(who: Who | undefined): string | null {
    if (who === undefined) return null
    return this.people.known(who)?.publicId ?? (who.id === undefined ? null : publicIdOf(who.id))
  }

  /** The server refused a person something: an error event to one of the person's sockets. */
  refused(person: Person, namespace: string, event: string, atMs: number): void {
    person.timeline.add({ atMs, kind: 'refused', namespace, text: `refused by ${event}`, reason: null, evidence: 'observed' })
  }

  /** The event is in the log: it is one of the last of its person and room. */
  logged(record: LogRecord, { person, room }: Attributed): void {
    person?.lastEvents.add(record)
    if (room) this.rooms.sawRecord(room, record)
  }

  /** Time passes: a tenth of a second at a time. */
  advance(nowMs: number): void {
    this.people.prepare(PREPARED_AT_ONCE)
    this.#sweep(nowMs)
  }

  #sweep(nowMs: number): void {
    if (nowMs - this.#sweptAtMs < PRESENCE_SWEEP_MS && nowMs >= this.#sweptAtMs) return
    this.#sweptAtMs = nowMs
    this.rooms.sweep(nowMs)
    this.people.sweep(nowMs)
  }

  /** Rollcall's own account: nobody but its own sockets is behind it. */
  isOwn(person: Person): boolean {
    if (person.sessions.size === 0) return this.#ownId !== undefined && person.key === this.#ownId
    for (const session of person.sessions.values()) for (const socket of session.sockets) if (!socket.own) return false
    return true
  }

  /** People without Rollcall itself, and those online; observed ones have a socket in the admin feed. */
  counts(nowMs: number): PeopleCount {
    return this.#counts.at(nowMs)
  }

  /** Rises with every change that a list could show. */
  get revision(): number {
    return this.people.revision + this.rooms.revision + this.observed.revision
  }
}

interface RoomReader {
  roomKind(namespace: string, room: string): RoomKind
  roomName(namespace: string, room: string): string
  roomGroup(namespace: string, room: string): RoomGroup | undefined
}

/** How a target's catalog names rooms, also before it has one. @param shown an id of a class as the window has it */
export function namingBy(catalog: () => RoomReader | undefined, shown: (id: string) => string): RoomNaming {
  return {
    kind: (namespace, room) => catalog()?.roomKind(namespace, room) ?? 'other',
    name: (namespace, room) => catalog()?.roomName(namespace, room) ?? room,
    group: (namespace, room) => {
      const group = catalog()?.roomGroup(namespace, room)
      return group && { ...group, id: shown(group.id) }
    },
  }
}
