import type { SocketTransport } from '../../../shared/presence.ts'
import { LastEvents } from '../last-events.ts'
import type { Membership, Room } from '../rooms/room.ts'
import { Drops } from './drops.ts'
import type { SaidStatus } from './proofs.ts'
import { Timeline } from './timeline.ts'

/** One connection of a person, as the admin feed shows it: it holds a socket in each namespace. */
export interface Session {
  readonly device: string
  /** The server named the connection; without it each socket is a session of its own. */
  readonly grouped: boolean
  agent: string | undefined
  address: 'IPv4' | 'IPv6' | 'this computer' | 'unknown'
  connectedAtMs: number | null
  readonly sockets: Set<SocketSeen>
  /** Its loss was counted; the sockets of its other namespaces end with it. */
  dropped: boolean
}

export interface SocketSeen {
  readonly namespace: string
  readonly id: string
  readonly device: string | undefined
  readonly own: boolean
  serverId: string | undefined
  transport: SocketTransport
  person: Person
  session: Session
  /** Its data says who it is; otherwise it belongs to whom the device's other sockets name. */
  named: boolean
  /** Names as the server spells them, without its private room. */
  readonly rooms: Set<string>
  /** Its private room, made when somebody lists such rooms. */
  privateRoom: Room | undefined
}

/**
 * All that is known of one person on one target. Names and addresses are raw: they leave the core through
 * person-row.ts alone, masked.
 */
export interface Person {
  /** The platform's id; `name:…`, `email:…` or `socket:…` where nothing better is known. */
  readonly key: string
  /** The key as the window has it: never a name or an address. */
  readonly publicId: string
  name: string | undefined
  email: string | undefined
  role: string | undefined
  /** Folded names under which it is found. */
  readonly names: string[]
  readonly sessions: Map<string, Session>
  readonly rooms: Map<Room, Membership>
  readonly timeline: Timeline
  readonly drops: Drops
  readonly lastEvents: LastEvents
  /** When the feed last showed a socket come or go; 0: never. */
  observedAtMs: number
  /** Connected since, or gone since, as observed; null: not seen. */
  observedSinceMs: number | null
  /** Newest proof by an event, of whatever kind; 0: none. */
  provedAtMs: number
  /** What events proved holds until then. */
  provedUntilMs: number
  /** When events saw the person come; null: not seen. */
  provedSinceMs: number | null
  /** Newest proof of the opposite. */
  endedAtMs: number
  said: { readonly status: SaidStatus; readonly atMs: number } | undefined
  lastSeenMs: number
  /** Words by which it is searched; undefined: to be made again. */
  text: string | undefined
  /** The record that took this one over. */
  mergedInto: Person | undefined
  /** Left the memory. */
  removed: boolean
}

export const BY_NAME = 'name:'
export const BY_EMAIL = 'email:'
export const BY_SOCKET = 'socket:'

/** Somebody of whom nothing is known yet but how they are told apart. @param publicId what stands for the key on screen */
export function newPerson(key: string, publicId: string): Person {
  return {
    key, publicId, name: undefined, email: undefined, role: undefined, names: [],
    sessions: new Map(), rooms: new Map(), timeline: new Timeline(), drops: new Drops(), lastEvents: new LastEvents(),
    observedAtMs: 0, observedSinceMs: null, provedAtMs: 0, provedUntilMs: 0, provedSinceMs: null, endedAtMs: 0,
    said: undefined, lastSeenMs: 0, text: undefined, mergedInto: undefined, removed: false,
  }
}

/** A connection that says nothing of its person. */
export function isUnknown(person: Person): boolean {
  return person.key.startsWith(BY_SOCKET)
}

/** The platform's own id is known: what others name by name or address alone may be anybody. */
export function hasId(person: Person): boolean {
  return !isUnknown(person) && !person.key.startsWith(BY_NAME) && !person.key.startsWith(BY_EMAIL)
}

/** The record that a reference means now. */
export function current(person: Person): Person {
  let now = person
  while (now.mergedInto) now = now.mergedInto
  return now
}
