import type { ObservedSocket, PresenceSink } from '../../monitor/presence-sink.ts'
import { ROOMS_PER_SOCKET_MAX } from './decode.ts'
import type { Delta } from './decode.ts'
import { samePerson } from './person.ts'

/** More than PEOPLE_PER_TARGET_MAX: a device holds a socket in each namespace. */
export const SOCKETS_MAX = 200_000
/** Deltas kept while a snapshot is on its way: a cluster may take 5 s for it. */
const QUEUED_MAX = 200_000
/** Sockets that ended, kept so that a late delta creates nothing. */
const TOMBSTONES_MAX = 20_000
/** A server's clock that is off by more is not believed: what it says happened when it arrived. */
const CLOCK_SKEW_MS = 10_000

/**
 * All sockets that the feed shows, and the one way to the presence sink. Deltas that arrive before a snapshot are kept
 * and applied behind it; every delta may come twice, too late, or (python-socketio, at each ping) again and again.
 */
export class SocketTable {
  readonly #targetId: string
  readonly #sink: PresenceSink
  #namespaces = new Map<string, Map<string, ObservedSocket>>()
  /** When each ended socket ended. */
  readonly #tombstones = new Map<string, number>()
  readonly #changes = new Map<string, number>()
  #queue: { readonly delta: Delta; readonly receivedMs: number }[] | undefined
  #size = 0
  #own = 0
  snapshotAtMs: number | null = null
  /** Sockets and memberships that did not fit. */
  leftOut = 0
  /** The queue was full: the table has a hole until the next snapshot. */
  hasHole = false

  constructor(targetId: string, sink: PresenceSink) {
    this.#targetId = targetId
    this.#sink = sink
  }

  /** A new connection: from here deltas wait for the snapshot. What is known stays on show until it comes. */
  await(): void {
    this.#queue = []
    this.#tombstones.clear()
    this.hasHole = false
  }

  /** No snapshot will come for now: what waits is dropped, and so are deltas that still arrive. */
  close(): void {
    this.#queue = undefined
    this.snapshotAtMs = null
  }

  get isLoaded(): boolean {
    return this.snapshotAtMs !== null && this.#queue === undefined
  }

  /** A snapshot may come: one a connection. */
  get isWaiting(): boolean {
    return this.#queue !== undefined
  }

  get size(): number {
    return this.#size
  }

  get ownSockets(): number {
    return this.#own
  }

  /** Names of namespaces that have a socket. */
  get namespaces(): ReadonlySet<string> {
    return new Set(this.#namespaces.keys())
  }

  count(namespace: string): number {
    return this.#namespaces.get(namespace)?.size ?? 0
  }

  /** Sockets that came or went in a namespace since the start; rises only. */
  changes(namespace: string): number {
    return this.#changes.get(namespace) ?? 0
  }

  get(namespace: string, id: string): ObservedSocket | undefined {
    return this.#namespaces.get(namespace)?.get(id)
  }

  /** Ids of sockets in a namespace and any of the rooms, Rollcall's own left out. @param rooms null: all of the namespace */
  members(namespace: string, rooms: readonly string[] | null): ReadonlySet<string> {
    const wanted = rooms && new Set(rooms)
    const ids = new Set<string>()
    for (const socket of this.#namespaces.get(namespace)?.values() ?? []) if (!socket.own && (wanted === null || wanted.has(socket.id) || socket.rooms.some((room) => wanted.has(room)))) ids.add(socket.id)
    return ids
  }

  /** The snapshot is here: it replaces all, then what waited is applied behind it. */
  install(sockets: readonly ObservedSocket[], nowMs: number): void {
    this.#namespaces = new Map()
    this.#size = 0
    this.#own = 0
    this.leftOut = 0
    for (const socket of sockets) this.#set(socket)
    const kept = [...this.#namespaces.values()].flatMap((known) => [...known.values()])
    this.snapshotAtMs = nowMs
    this.#sink.snapshot(this.#targetId, kept, nowMs)
    const queue = this.#queue ?? []
    this.#queue = undefined
    for (const { delta, receivedMs } of queue) this.#apply(delta, receivedMs)
  }

  apply(delta: Delta, receivedMs: number): void {
    if (this.#queue === undefined) {
      if (this.snapshotAtMs !== null) this.#apply(delta, receivedMs)
    } else if (this.#queue.length < QUEUED_MAX) this.#queue.push({ delta, receivedMs })
    else this.hasHole = true
  }

  /** Ids that turn out to be Rollcall's own after the feed showed them. */
  markOwn(ids: Iterable<string>, nowMs: number): void {
    for (const id of ids) {
      for (const known of this.#namespaces.values()) {
        const socket = known.get(id)
        if (socket && !socket.own) {
          this.#set({ ...socket, own: true })
          this.#sink.socketUp(this.#targetId, { ...socket, own: true }, nowMs)
        }
      }
    }
  }

  #apply(delta: Delta, receivedMs: number): void {
    switch (delta.kind) {
      case 'up':
        return this.#up(delta.socket, delta.at, receivedMs)
      case 'changed':
        return this.#changed(delta, receivedMs)
      case 'down':
        return this.#down(delta, timeOf(delta.at, receivedMs))
      case 'joined':
        return this.#joined(delta, timeOf(delta.at, receivedMs))
      case 'left':
        return this.#left(delta, timeOf(delta.at, receivedMs))
      default:
        return delta satisfies never
    }
  }

  #up(socket: ObservedSocket, at: number | undefined, receivedMs: number): void {
    const key = keyOf(socket.namespace, socket.id)
    const downAtMs = this.#tombstones.get(key)
    // Connection state recovery gives the same id again; then the server's own clock says that it came later.
    if (downAtMs !== undefined && (at ?? receivedMs) <= downAtMs) return
    this.#tombstones.delete(key)
    const known = this.get(socket.namespace, socket.id)
    const next = { ...socket, connectedAtMs: socket.connectedAtMs ?? known?.connectedAtMs ?? (known ? undefined : timeOf(at, receivedMs)), own: socket.own || known?.own === true }
    if (known && sameSocket(known, next)) return
    if (!this.#set(next)) return
    if (!known) this.#countChange(socket.namespace)
    this.#sink.socketUp(this.#targetId, next, timeOf(at, receivedMs))
  }

  /** `data` replaces; a socket that is not known yet comes with all its data in `socket_connected`. */
  #changed(delta: Extract<Delta, { kind: 'changed' }>, nowMs: number): void {
    const known = this.get(delta.namespace, delta.id)
    if (!known) return
    const transport = delta.transport === undefined || delta.transport === known.transport ? undefined : delta.transport
    const person = delta.person === undefined || samePerson(delta.person, known.person) ? undefined : delta.person
    if (transport === undefined && person === undefined) return
    const change = { ...(transport && { transport }), ...(person && { person }) }
    this.#set({ ...known, ...change })
    this.#sink.socketChanged(this.#targetId, delta.namespace, delta.id, change, nowMs)
  }

  #down(delta: Extract<Delta, { kind: 'down' }>, atMs: number): void {
    const key = keyOf(delta.namespace, delta.id)
    this.#tombstones.set(key, delta.at ?? atMs)
    if (this.#tombstones.size > TOMBSTONES_MAX) for (const oldest of this.#tombstones.keys()) { this.#tombstones.delete(oldest); break }
    const known = this.#namespaces.get(delta.namespace)
    const socket = known?.get(delta.id)
    if (!known || !socket) return
    known.delete(delta.id)
    if (known.size === 0) this.#namespaces.delete(delta.namespace)
    this.#size--
    if (socket.own) this.#own--
    this.#countChange(delta.namespace)
    this.#sink.socketDown(this.#targetId, delta.namespace, delta.id, delta.reason, atMs)
  }

  /** The private room of a socket comes before its `socket_connected`, which lists it: unknown sockets are left alone. */
  #joined(delta: Extract<Delta, { kind: 'joined' | 'left' }>, atMs: number): void {
    const known = this.get(delta.namespace, delta.id)
    if (!known || known.rooms.includes(delta.room)) return
    if (known.rooms.length >= ROOMS_PER_SOCKET_MAX) {
      this.leftOut++
      return
    }
    this.#set({ ...known, rooms: [...known.rooms, delta.room] })
    this.#sink.roomJoined(this.#targetId, delta.namespace, delta.room, delta.id, atMs)
  }

  /** Comes once for each room after a `socket_disconnected`: then it means nothing more. */
  #left(delta: Extract<Delta, { kind: 'joined' | 'left' }>, atMs: number): void {
    const known = this.get(delta.namespace, delta.id)
    if (!known?.rooms.includes(delta.room)) return
    this.#set({ ...known, rooms: known.rooms.filter((room) => room !== delta.room) })
    this.#sink.roomLeft(this.#targetId, delta.namespace, delta.room, delta.id, atMs)
  }

  #set(socket: ObservedSocket): boolean {
    const known = this.#namespaces.get(socket.namespace)
    const before = known?.get(socket.id)
    if (!before && this.#size >= SOCKETS_MAX) {
      this.leftOut++
      return false
    }
    if (known) known.set(socket.id, socket)
    else this.#namespaces.set(socket.namespace, new Map([[socket.id, socket]]))
    if (!before) this.#size++
    this.#own += Number(socket.own) - Number(before?.own ?? false)
    return true
  }

  #countChange(namespace: string): void {
    this.#changes.set(namespace, this.changes(namespace) + 1)
  }
}

/** By which a socket is known: ids are unique in a namespace only. */
export function keyOf(namespace: string, id: string): string {
  return `${namespace},${id}`
}

function timeOf(at: number | undefined, receivedMs: number): number {
  return at !== undefined && Math.abs(receivedMs - at) <= CLOCK_SKEW_MS ? Math.min(at, receivedMs) : receivedMs
}

function sameSocket(a: ObservedSocket, b: ObservedSocket): boolean {
  return (
    a.transport === b.transport &&
    a.device === b.device &&
    a.address === b.address &&
    a.agent === b.agent &&
    a.own === b.own &&
    samePerson(a.person, b.person) &&
    a.rooms.length === b.rooms.length &&
    a.rooms.every((room) => b.rooms.includes(room))
  )
}
