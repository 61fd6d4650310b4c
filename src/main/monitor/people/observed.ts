import type { Evidence, SocketTransport } from '../../../shared/presence.ts'
import { SOCKETS_PER_TARGET_MAX } from '../../../shared/limits.ts'
import { ownCopy } from '../names.ts'
import type { ObservedSocket } from '../presence-sink.ts'
import type { RoomBook } from '../rooms/room-book.ts'
import { endingOf, shownReason, WHILE_AWAY } from './disconnect-words.ts'
import { FeedState } from './feed-state.ts'
import { current, isUnknown } from './person.ts'
import type { Person, Session, SocketSeen } from './person.ts'
import type { PersonBook } from './person-book.ts'

const observed: Evidence = 'observed'
/** A socket in more rooms than this is no person's; the rest of its rooms is not remembered. */
const ROOMS_PER_SOCKET_MAX = 5_000
/** Ended sockets whose events may still wait for the next drain. */
const GONE_SOCKETS_MAX = 10_000

/** The sockets of one target as the admin feed shows them, and the people whose they are. */
export class Observed {
  readonly feed = new FeedState()
  readonly #people: PersonBook
  readonly #rooms: RoomBook
  readonly #spaces = new Map<string, Map<string, SocketSeen>>()
  readonly #devices = new Map<string, Set<SocketSeen>>()
  /** Whose the sockets were that just ended: their last events are still on the way. */
  readonly #gone = new Map<string, Person>()
  #size = 0
  #revision = 0
  notRemembered = 0

  constructor(people: PersonBook, rooms: RoomBook) {
    this.#people = people
    this.#rooms = rooms
  }

  get size(): number {
    return this.#size
  }

  get revision(): number {
    return this.#revision
  }

  socket(namespace: string, id: string): SocketSeen | undefined {
    return this.#spaces.get(namespace)?.get(id)
  }

  /** Whose a socket is, or was a moment ago. */
  owner(namespace: string, id: string): Person | undefined {
    const gone = this.#gone.get(`${namespace} ${id}`)
    return this.socket(namespace, id)?.person ?? (gone && current(gone))
  }

  *all(): IterableIterator<SocketSeen> {
    for (const sockets of this.#spaces.values()) yield* sockets.values()
  }

  /** Replaces all sockets. Only what differs from before enters a timeline; of the first snapshot, when each connected. */
  snapshot(sockets: readonly ObservedSocket[], atMs: number): void {
    this.feed.shows()
    this.#revision++
    const now = new Map<string, Set<string>>()
    for (const { namespace, id } of sockets) {
      const ids = now.get(namespace)
      if (ids) ids.add(id)
      else now.set(namespace, new Set([id]))
    }
    for (const socket of this.all()) if (now.get(socket.namespace)?.has(socket.id) !== true) this.#remove(socket, null, atMs)
    for (const socket of sockets) {
      const known = this.socket(socket.namespace, socket.id)
      if (known) this.#update(known, socket, atMs)
      else this.#add(socket, atMs, momentOf(socket.connectedAtMs, atMs))
    }
  }

  /** A socket connected; said again of one that is known, it changes only what differs. */
  up(socket: ObservedSocket, atMs: number): void {
    this.feed.shows()
    const known = this.socket(socket.namespace, socket.id)
    if (known) this.#update(known, socket, atMs)
    else this.#add(socket, atMs, atMs)
  }

  change(namespace: string, id: string, change: { readonly transport?: SocketTransport; readonly person?: ObservedSocket['person'] }, atMs: number): void {
    const socket = this.socket(namespace, id)
    if (!socket) return
    if (change.transport !== undefined) socket.transport = change.transport
    if (change.person) this.#rename(socket, change.person, atMs)
    this.#revision++
  }

  down(namespace: string, id: string, reason: string, atMs: number): void {
    const socket = this.socket(namespace, id)
    if (socket) this.#remove(socket, reason, atMs)
  }

  join(namespace: string, room: string, id: string, atMs: number): void {
    const socket = this.socket(namespace, id)
    if (socket) this.#enter(socket, room, atMs, true)
  }

  /** For a socket that is gone it does nothing: its rooms went with it. */
  leave(namespace: string, room: string, id: string, atMs: number): void {
    const socket = this.socket(namespace, id)
    if (socket) this.#exit(socket, room, atMs, true)
  }

  /** The feed was switched off: its sockets are no longer known, and nobody left. */
  forget(): void {
    this.feed.off()
    for (const socket of this.all()) {
      for (const room of this.#rooms.roomsOf(socket)) this.#rooms.socketOut(room, socket, 0)
      socket.person.sessions.clear()
      socket.person.observedAtMs = 0
      socket.person.observedSinceMs = null
    }
    this.#spaces.clear()
    this.#devices.clear()
    this.#gone.clear()
    this.#size = 0
    this.#revision++
    for (const person of this.#people.all) if (isUnknown(person)) this.#people.forget(person)
  }

  #add(seen: ObservedSocket, atMs: number, sinceMs: number | null): void {
    if (this.#size >= SOCKETS_PER_TARGET_MAX) {
      this.notRemembered++
      return
    }
    const person = this.#personOf(seen, atMs)
    if (!person) {
      this.notRemembered++
      return
    }
    const session = this.#session(person, seen, sinceMs)
    const socket: SocketSeen = {
      namespace: ownCopy(seen.namespace), id: ownCopy(seen.id), device: seen.device, own: seen.own, serverId: seen.serverId, transport: seen.transport,
      person, session, named: isNamed(seen.person), rooms: new Set(), privateRoom: undefined,
    }
    const isNew = session.sockets.size === 0
    session.sockets.add(socket)
    this.#index(socket)
    if (isNew) person.drops.returned(atMs)
    if (isNew && person.sessions.size === 1) person.observedSinceMs = sinceMs
    person.observedAtMs = atMs
    person.lastSeenMs = Math.max(person.lastSeenMs, atMs)
    if (sinceMs !== null) person.timeline.add({ atMs: sinceMs, kind: 'connected', namespace: socket.namespace, text: 'connected', reason: null, evidence: observed, device: session.device })
    for (const room of seen.rooms) this.#enter(socket, room, atMs, false)
    if (socket.named) this.#adopt(socket)
    this.#people.changed(person)
    this.#revision++
  }

  #update(socket: SocketSeen, seen: ObservedSocket, atMs: number): void {
    socket.transport = seen.transport
    socket.serverId = seen.serverId
    socket.session.agent = seen.agent ?? socket.session.agent
    if (seen.address !== 'unknown') socket.session.address = seen.address
    this.#rename(socket, seen.person, atMs)
    socket.person.lastSeenMs = Math.max(socket.person.lastSeenMs, atMs)
    socket.person.observedAtMs = Math.max(socket.person.observedAtMs, atMs)
    const rooms = new Set(seen.rooms)
    for (const room of socket.rooms) if (!rooms.has(room)) this.#exit(socket, room, atMs, true)
    for (const room of rooms) this.#enter(socket, room, atMs, true)
    this.#revision++
  }

  /** @param reason null: it was missing in a snapshot, so when and why it ended was not seen */
  #remove(socket: SocketSeen, reason: string | null, atMs: number): void {
    const { person, session } = socket
    for (const room of this.#rooms.roomsOf(socket)) if (this.#rooms.socketOut(room, socket, atMs)) this.#rooms.note(room, 'left', person, observed, atMs)
    session.sockets.delete(socket)
    if (session.sockets.size === 0) person.sessions.delete(session.device)
    this.#unindex(socket)
    this.#gone.set(`${socket.namespace} ${socket.id}`, person)
    if (this.#gone.size > GONE_SOCKETS_MAX) this.#gone.delete(this.#gone.keys().next().value as string)
    const ending = reason === null ? { words: WHILE_AWAY, drop: false } : endingOf(reason)
    if (ending.drop && !session.dropped) {
      session.dropped = true
      person.drops.lost(atMs, session.grouped)
    }
    person.timeline.add({ atMs, kind: 'disconnected', namespace: socket.namespace, text: ending.words, reason: reason === null ? null : shownReason(reason), evidence: observed, device: session.device })
    if (person.sessions.size === 0) person.observedSinceMs = reason === null ? null : atMs
    person.observedAtMs = atMs
    person.lastSeenMs = Math.max(person.lastSeenMs, atMs)
    this.#people.changed(person)
    this.#revision++
  }

  #enter(socket: SocketSeen, name: string, atMs: number, live: boolean): void {
    // Every socket is in a room of its own id; it is made when somebody asks for such rooms.
    if (name === socket.id || name === '' || socket.rooms.has(name)) return
    if (socket.rooms.size >= ROOMS_PER_SOCKET_MAX) {
      this.#rooms.pairsNotRemembered++
      return
    }
    const room = this.#rooms.room(socket.namespace, name, atMs)
    if (!room) return
    const fresh = this.#rooms.socketIn(room, socket, atMs, live ? atMs : socket.person.observedSinceMs)
    if (fresh === undefined) return
    socket.rooms.add(ownCopy(name))
    if (!fresh || !live) return
    this.#rooms.note(room, 'joined', socket.person, observed, atMs)
    socket.person.timeline.add({ atMs, kind: 'joined', namespace: socket.namespace, text: room.publicName, reason: null, evidence: observed })
  }

  #exit(socket: SocketSeen, name: string, atMs: number, live: boolean): void {
    if (!socket.rooms.delete(name)) return
    const room = this.#rooms.known(socket.namespace, name)
    // In its other spelling it is still in.
    if (!room || this.#rooms.roomsOf(socket).has(room)) return
    if (!this.#rooms.socketOut(room, socket, atMs) || !live) return
    this.#rooms.note(room, 'left', socket.person, observed, atMs)
    socket.person.timeline.add({ atMs, kind: 'left', namespace: socket.namespace, text: room.publicName, reason: null, evidence: observed })
  }

  /** Its own data first, then whom another socket of the device names, then a person of its own. */
  #personOf(seen: ObservedSocket, atMs: number): Person | undefined {
    if (isNamed(seen.person)) return this.#named(seen.person, atMs)
    const owner = seen.device === undefined ? undefined : [...(this.#devices.get(seen.device) ?? [])].find((socket) => socket.named)?.person
    const person = owner ?? this.#people.unknown(seen.device ?? seen.id, atMs)
    if (person) this.#people.learn(person, seen.person)
    return person
  }

  #named(who: ObservedSocket['person'], atMs: number): Person | undefined {
    const person = this.#people.identify({ id: who.id, email: who.email }, atMs)
    if (person) this.#people.learn(person, who)
    this.feed.named()
    return person
  }

  /** Its data says another person than before; without an id it stays whose it was (a page that reloads its account). */
  #rename(socket: SocketSeen, who: ObservedSocket['person'], atMs: number): void {
    if (!isNamed(who)) {
      this.#people.learn(socket.person, who)
      return
    }
    const person = this.#named(who, atMs)
    if (!person) return
    socket.named = true
    this.#move(socket, person)
    this.#adopt(socket)
  }

  /** The device's sockets that nobody named are this person's as well. */
  #adopt(socket: SocketSeen): void {
    if (socket.device === undefined) return
    for (const other of this.#devices.get(socket.device) ?? []) if (!other.named) this.#move(other, socket.person)
  }

  #move(socket: SocketSeen, person: Person): void {
    const from = socket.person
    if (from === person) return
    const others = [...from.sessions.values()].some((session) => [...session.sockets].some((each) => each !== socket))
    if (isUnknown(from) && !others) {
      // All that was known of the unknown one is this person's.
      this.#people.merge(from, person)
      return
    }
    this.#rooms.moveSocket(socket, from, person)
    const old = socket.session
    old.sockets.delete(socket)
    if (old.sockets.size === 0) from.sessions.delete(old.device)
    if (from.sessions.size === 0) from.observedSinceMs = null
    let session = person.sessions.get(old.device)
    if (!session) {
      session = { ...old, sockets: new Set() }
      person.sessions.set(old.device, session)
    }
    session.sockets.add(socket)
    socket.session = session
    socket.person = person
    person.observedSinceMs ??= session.connectedAtMs
    person.observedAtMs = Math.max(person.observedAtMs, from.observedAtMs)
    person.lastSeenMs = Math.max(person.lastSeenMs, from.lastSeenMs)
    this.#people.changed(from)
    this.#people.changed(person)
    if (isUnknown(from) && from.sessions.size === 0) this.#people.merge(from, person)
  }

  #session(person: Person, seen: ObservedSocket, sinceMs: number | null): Session {
    const device = seen.device ?? `socket ${seen.id}`
    const known = person.sessions.get(device)
    if (known) return known
    const session: Session = { device: ownCopy(device), grouped: seen.device !== undefined, agent: seen.agent, address: seen.address, connectedAtMs: sinceMs, sockets: new Set(), dropped: false }
    person.sessions.set(session.device, session)
    return session
  }

  #index(socket: SocketSeen): void {
    let sockets = this.#spaces.get(socket.namespace)
    if (!sockets) this.#spaces.set(socket.namespace, (sockets = new Map()))
    sockets.set(socket.id, socket)
    this.#size++
    if (socket.device === undefined) return
    const same = this.#devices.get(socket.device)
    if (same) same.add(socket)
    else this.#devices.set(socket.device, new Set([socket]))
  }

  #unindex(socket: SocketSeen): void {
    const sockets = this.#spaces.get(socket.namespace)
    if (sockets?.delete(socket.id)) this.#size--
    if (sockets?.size === 0) this.#spaces.delete(socket.namespace)
    if (socket.device === undefined) return
    const same = this.#devices.get(socket.device)
    same?.delete(socket)
    if (same?.size === 0) this.#devices.delete(socket.device)
  }
}

/** The server's own clock: it may be wrong or, from Python, 0; nobody connected in the future. */
function momentOf(connectedAtMs: number | undefined, atMs: number): number | null {
  return connectedAtMs !== undefined && connectedAtMs > 0 ? Math.min(connectedAtMs, atMs) : null
}

/** An id or an address tells people apart; a name alone does not. */
function isNamed(who: ObservedSocket['person']): boolean {
  return (who.id !== undefined && who.id !== '') || (who.email !== undefined && who.email !== '')
}
