import type { Evidence } from '../../../shared/presence.ts'
import { SAID_STATUS_FOR_MS, SEEN_ACTIVE_FOR_MS, SEEN_JOINED_FOR_MS } from '../../../shared/limits.ts'
import type { Room } from '../rooms/room.ts'
import type { RoomBook } from '../rooms/room-book.ts'
import type { FeedState } from './feed-state.ts'
import type { Person } from './person.ts'
import type { PersonBook } from './person-book.ts'
import type { Proof, SaidStatus } from './proofs.ts'

const inferred: Evidence = 'inferred'

/** One event, read: what it proves, of whom, where. */
export interface Proven {
  readonly proofs: readonly Proof[]
  /** Who did it; undefined where the event does not say. */
  readonly person: Person | undefined
  readonly room: Room | undefined
  readonly namespace: string
  /** The event's name, for the timeline. */
  readonly event: string
  readonly atMs: number
}

/** Presence as events prove it: second to what the feed observes, and only for a while. */
export class Inferred {
  readonly #people: PersonBook
  readonly #rooms: RoomBook
  readonly #feed: FeedState

  constructor(people: PersonBook, rooms: RoomBook, feed: FeedState) {
    this.#people = people
    this.#rooms = rooms
    this.#feed = feed
  }

  apply(proven: Proven): void {
    const lists = proven.proofs.filter((proof) => proof.what === 'list')
    if (lists.length > 0) this.#applyLists(proven, lists)
    const { person } = proven
    if (!person) return
    for (const proof of proven.proofs) {
      switch (proof.what) {
        case 'active':
        case 'joined': {
          const room = proven.room ?? (proof.inKind && this.#rooms.onlyJoined(proven.namespace, proof.inKind))
          const joined = proof.what === 'joined'
          this.#seen(person, proven, joined ? SEEN_JOINED_FOR_MS : SEEN_ACTIVE_FOR_MS, joined)
          if (room) this.#enter(person, room, proven, joined)
          break
        }
        case 'online':
          this.#seen(person, proven, SEEN_ACTIVE_FOR_MS, false)
          break
        case 'left':
          this.#left(person, proven.room ?? (proof.inKind && this.#rooms.onlyJoined(proven.namespace, proof.inKind)), proven)
          break
        case 'offline':
          this.#says(person, 'offline', proven)
          break
        case 'status':
          this.#says(person, proof.status, proven)
          break
        case 'list':
          break
      }
    }
  }

  /** Several lists of one event are one snapshot of its room; one that holds only a number leaves the others unproved. */
  #applyLists(proven: Proven, lists: readonly (Proof & { what: 'list' })[]): void {
    const { room, atMs } = proven
    const whole = lists.every((list) => list.people !== undefined)
    const present = new Set<Person>()
    for (const list of lists) {
      for (const who of list.people ?? []) {
        const person = typeof who === 'string' ? this.#people.identifyText(who, atMs) : this.#people.identify(who, atMs)
        if (!person) continue
        if (list.role !== undefined) this.#people.learn(person, { role: list.role })
        present.add(person)
        if (list.there) this.#seen(person, proven, SEEN_JOINED_FOR_MS, false)
        else person.lastSeenMs ||= atMs
        if (room) this.#enter(person, room, proven, false)
      }
    }
    if (!room || !lists.some((list) => list.there)) return
    this.#rooms.state(room, whole ? undefined : lists.reduce((sum, list) => sum + list.count, 0), atMs)
    if (whole) for (const person of room.members.keys()) if (!present.has(person)) this.#leave(person, room, proven)
  }

  /** @param came the event is the moment of arrival, not a sign of life */
  #seen(person: Person, { atMs, namespace, event }: Proven, forMs: number, came: boolean): void {
    person.lastSeenMs = Math.max(person.lastSeenMs, atMs)
    // Late: a newer event said that the person had gone.
    if (atMs < person.endedAtMs) return
    const wasOnline = atMs < person.provedUntilMs && person.endedAtMs <= person.provedAtMs
    person.provedAtMs = Math.max(person.provedAtMs, atMs)
    person.provedUntilMs = Math.max(person.provedUntilMs, atMs + forMs)
    if (wasOnline) return
    person.provedSinceMs = came ? atMs : null
    this.#people.changed(person)
    if (!this.#isObserved(person)) person.timeline.add({ atMs, kind: 'seen', namespace, text: `seen by ${event}`, reason: null, evidence: inferred })
  }

  #enter(person: Person, room: Room, { atMs, namespace }: Proven, came: boolean): void {
    if (this.#isObserved(person)) return
    const fresh = this.#rooms.inferIn(room, person, atMs, came ? atMs : null)
    if (fresh !== true) return
    this.#rooms.note(room, 'joined', person, inferred, atMs)
    person.timeline.add({ atMs, kind: 'joined', namespace, text: room.publicName, reason: null, evidence: inferred })
  }

  /** Where the event does not say which room, all inferred rooms of the namespace: it is out of one of them at least. */
  #left(person: Person, room: Room | undefined, proven: Proven): void {
    const { atMs, namespace } = proven
    person.lastSeenMs = Math.max(person.lastSeenMs, atMs)
    const rooms = room ? [room] : [...person.rooms.keys()].filter((each) => each.namespace === namespace)
    for (const each of rooms) this.#leave(person, each, proven)
    // In no room that is known, and nothing newer says otherwise: whether the person is still there is not known.
    if (person.rooms.size === 0 && atMs >= person.provedAtMs) person.provedUntilMs = Math.min(person.provedUntilMs, atMs)
    this.#people.changed(person)
  }

  #leave(person: Person, room: Room, { atMs, namespace }: Proven): void {
    if (!this.#rooms.inferOut(room, person, atMs)) return
    this.#rooms.note(room, 'left', person, inferred, atMs)
    person.timeline.add({ atMs, kind: 'left', namespace, text: room.publicName, reason: null, evidence: inferred })
  }

  #says(person: Person, status: SaidStatus, proven: Proven): void {
    const { atMs, namespace } = proven
    person.lastSeenMs = Math.max(person.lastSeenMs, atMs)
    if (atMs < (person.said?.atMs ?? 0)) return
    const before = person.said
    const stood = atMs < person.provedUntilMs && person.endedAtMs <= person.provedAtMs && before?.status === status && atMs - before.atMs < SAID_STATUS_FOR_MS
    person.said = { status, atMs }
    if (status === 'offline') {
      if (atMs >= person.provedAtMs) {
        person.endedAtMs = atMs
        // What was proved before does not hold again when the person comes back.
        person.provedUntilMs = Math.min(person.provedUntilMs, atMs)
        for (const room of person.rooms.keys()) this.#leave(person, room, proven)
      }
    } else if (atMs >= person.endedAtMs) {
      // Only who said "offline" before is seen coming.
      if (atMs >= person.provedUntilMs) person.provedSinceMs = before?.status === 'offline' ? atMs : null
      person.provedAtMs = Math.max(person.provedAtMs, atMs)
      person.provedUntilMs = Math.max(person.provedUntilMs, atMs + SAID_STATUS_FOR_MS)
    }
    // The same again changes no more than the time, at the rate of all applications that say it every minute.
    if (!stood) this.#people.changed(person)
    if (status !== before?.status) person.timeline.add({ atMs, kind: 'status', namespace, text: status, reason: null, evidence: inferred })
  }

  /** The feed shows, or showed, this person's sockets, and is heard: events add nothing to that. */
  #isObserved(person: Person): boolean {
    return person.observedAtMs > 0 && this.#feed.isLive
  }
}
