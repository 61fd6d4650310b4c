import type { RoomKind } from '../../../shared/catalog.ts'
import type { Evidence, RoomRow } from '../../../shared/presence.ts'
import { ROOM_CHANGES_MAX } from '../../../shared/limits.ts'
import { LastEvents } from '../last-events.ts'
import type { Person, SocketSeen } from '../people/person.ts'
import { Ring } from '../ring.ts'
import type { RoomGroup } from './group-ids.ts'
import { Spark } from './spark.ts'

/** A person in a room: by sockets that the feed shows, by events, or both. */
export interface Membership {
  /** Observed sockets of the person in it. */
  sockets: number
  /** Newest event that proved it; 0: none. */
  inferredAtMs: number
  sinceMs: number | null
  lastSeenMs: number
}

export interface RoomChange {
  readonly atMs: number
  readonly kind: 'joined' | 'left'
  readonly person: Person
  readonly evidence: Evidence
}

/** All that is known of one room of one namespace. */
export interface Room {
  readonly namespace: string
  /** As the platform writes it; the documented spelling where it has two. */
  readonly name: string
  /** The name as the window has it: an address in it is masked. */
  readonly publicName: string
  readonly kind: RoomKind
  /** The class, course, school or district that it is of, by the id that the window has. */
  readonly group: RoomGroup | undefined
  /** Its name, and other spellings that were seen on the wire. */
  readonly spellings: Set<string>
  readonly sockets: Set<SocketSeen>
  readonly members: Map<Person, Membership>
  /** How many the platform itself said they are. */
  stated: { readonly count: number; readonly atMs: number } | undefined
  watched: RoomRow['watched']
  events: number
  /** 0: no event yet. */
  lastAtMs: number
  /** Last event, join or leave: what decides how long it is remembered. */
  touchedAtMs: number
  readonly spark: Spark
  readonly changes: Ring<RoomChange>
  readonly lastEvents: LastEvents
  /** The private room of a socket. */
  readonly perSocket: boolean
  text: string | undefined
  removed: boolean
}

export function newRoom(namespace: string, name: string, publicName: string, kind: RoomKind, atMs: number, { perSocket = false, group }: { readonly perSocket?: boolean; readonly group?: RoomGroup | undefined } = {}): Room {
  return {
    namespace, name, publicName, kind, group, spellings: new Set([name]), sockets: new Set(), members: new Map(), stated: undefined, watched: 'no',
    events: 0, lastAtMs: 0, touchedAtMs: atMs, spark: new Spark(), changes: new Ring(ROOM_CHANGES_MAX), lastEvents: new LastEvents(), perSocket, text: undefined, removed: false,
  }
}

/** Our own socket is in it, or was asked in without an answer. */
export function isJoined(room: Room): boolean {
  return room.watched === 'joined' || room.watched === 'unconfirmed'
}
