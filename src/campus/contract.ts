import type { Server, ServerOptions } from 'socket.io'
import type { BroadcastAnswer } from './kit/broadcasts.ts'

/*
 * The campus: five platforms as real Socket.IO servers and the people who use them. This file is the contract between
 * a platform's server (platforms/<id>/), the people (population/) and the command line (cli.ts).
 */

export const platformIds = ['skillcore', 'flask-lms', 'rusingacademy', 'aprendeai', 'endiapi'] as const
export type PlatformId = (typeof platformIds)[number]

/** One person of the invented school. The same people use all five platforms, each with the platform's own id and role name. */
export interface Person {
  /** 1..n, stable for a seed. */
  readonly number: number
  readonly givenName: string
  readonly familyName: string
  readonly email: string
  readonly kind: 'student' | 'teacher' | 'counselor' | 'principal' | 'parent' | 'admin'
  /** Ids of the classes in which the person learns or teaches. */
  readonly classIds: readonly string[]
}

export interface SchoolClass {
  /** `class-7b-biology`. */
  readonly id: string
  readonly title: string
  readonly subject: string
  readonly teacher: Person
  readonly students: readonly Person[]
  /** Lessons as [weekday 1..5, period 1..7]. */
  readonly lessons: readonly (readonly [number, number])[]
}

/** The invented school of one seed; persons[0] is always the admin (kind 'admin'), who is Rollcall's own account. */
export interface School {
  readonly name: string
  readonly persons: readonly Person[]
  readonly classes: readonly SchoolClass[]
}

/** Deterministic randomness: same seed, same sequence. */
export interface Random {
  /** 0 <= x < 1. */
  next(): number
  /** min <= n <= max, whole. */
  int(min: number, max: number): number
  pick<T>(items: readonly T[]): T
  chance(probability: number): boolean
}

export interface PlatformOptions {
  readonly school: School
  /** 0: any free port. Always on 127.0.0.1. */
  readonly port: number
  /** Behave as the public server really does, not as its document says. */
  readonly asDeployed: boolean
  /** Instrument Socket.IO's admin namespace `/admin` (user `admin`, password in adminFeedPassword). */
  readonly adminFeed: boolean
  readonly adminFeedPassword: string
  /** Life of an access token in seconds; the platform's own where absent. */
  readonly tokenSeconds?: number
  /** Limits other than the document's, for tests. */
  readonly limits?: { readonly connectionsPerUser?: number; readonly eventsPerMinute?: number; readonly joinsPerMinute?: number; readonly windowMs?: number }
  /** Text lines about what happens; absent: silent. */
  readonly log?: (line: string) => void
  /** This is one part of a cluster; absent: it is the whole platform. */
  readonly cluster?: ClusterPart
}

/** One of the parts that a clustered platform consists of, each with the same accounts and the same token key. */
export interface ClusterPart {
  /** 0: has REST, the story and no client; 1..n: a node that clients reach. */
  readonly node: number
  /** How the node calls itself in the admin feed: `skillcore-1`. */
  readonly serverId: string
  readonly adapter: NonNullable<ServerOptions['adapter']>
  readonly tokenKey: Uint8Array
  readonly bus: Bus
  /** Sessions of the admin feed that are good on every node. */
  readonly adminSessions?: { doesSessionExist(id: string): Promise<boolean>; saveSession(id: string): void }
  /** Where clients reach the cluster. */
  readonly publicUrl?: () => string
  /** Of a node: what the nodes decide together. */
  readonly claims?: Claims
  /** Of part 0: lets a node answer a request for a notice, in the name of an account with this role. Never rejects. */
  readonly askNode?: (request: unknown, role: string) => Promise<BroadcastAnswer>
}

/** What is done once in the whole cluster, by key: who claims one first does it, and nobody else ever. All reject when nobody can say. */
export interface Claims {
  /** undefined: nobody has claimed it. Waits up to 5 s for the result of one that was just claimed. */
  look(key: string): Promise<Claimed | undefined>
  /** undefined: it is this node's, who must do it now. A rejected claim is nobody's through this call. */
  take(key: string): Promise<Claimed | undefined>
  /** The value of whoever says a name first; for `ms` all others get it too. */
  first(name: string, value: string, ms: number): Promise<string>
  /** The result, as JSON, for all who ask later. @param key one that this node has taken */
  settle(key: string, result: unknown): Promise<void>
}

export interface Claimed {
  /** undefined: its node never said how it went. */
  readonly result: unknown
}

/** What the parts of a cluster tell each other besides Socket.IO's own messages: a node tells part 0, part 0 tells every node. */
export interface Bus {
  send(topic: string, ...args: readonly unknown[]): void
  /** The newest listener of a topic gets its messages. */
  on(topic: string, listener: (...args: never[]) => void): void
}

/** A room worth watching, for the console's demo targets and the tests. */
export interface WatchableRoom {
  readonly namespace: string
  readonly room: string
}

/** A platform's account on the wire. */
export interface Account {
  readonly person: Person
  /** The id that this platform uses for the person. */
  readonly userId: string
  /** The role name that this platform uses. */
  readonly role: string
  readonly email: string
  readonly password: string
}

/** What a person's device looks like to the population: a real socket.io-client connection to the platform. */
export interface Device {
  readonly person: Person
  /** Opens all connections that this platform's own web client would open; resolves when they are live. */
  connect(): Promise<void>
  /** As a browser that is closed (graceful) or a laptop that is shut (`abrupt`: the transport is cut). */
  disconnect(how: 'graceful' | 'abrupt'): void
  readonly connected: boolean
}

export interface StoryContext {
  readonly school: School
  readonly random: Random
  readonly now: () => Date
  /** A connected device of the person, or undefined. */
  deviceOf(person: Person): Device | undefined
  /** Persons with a connected device on this platform. */
  readonly present: readonly Person[]
}

/** One thing that happens on a platform. */
export interface Activity {
  /** `grade posted`, `chat message`; appears in the story of a seed. */
  readonly name: string
  /** Relative frequency on an ordinary school day. */
  readonly weight: number
  /** It can raise an alert in a console: left out while the story is calm. */
  readonly raisesAlerts?: true
  /**
   * Does it once: emits through a person's device where a client does so on the real platform, through the server where
   * the backend does. Uses only `context.random` for choices, so that the same seed gives the same story. Returns a line
   * for the story (`7B Biology: grade posted for #112`), or undefined when it could not happen now (nobody present).
   */
  run(context: StoryContext): string | undefined
}

/** Of a token that is issued to an account. */
export interface TokenOptions {
  /** Negative: it has ended already. Absent: as the platform's own sign-in. */
  readonly expiresInSeconds?: number
  /** In the place of the platform's own. */
  readonly claims?: Record<string, unknown>
}

export interface Platform {
  readonly id: PlatformId
  /** Starts on options.port; resolves when it listens. May be started again after stop() on the same port. */
  start(): Promise<void>
  /** Closes every connection, the HTTP server and all timers. */
  stop(): Promise<void>
  /** As `kill -9` of the process: sockets are destroyed without a Socket.IO or WebSocket goodbye. Same port can start again. */
  crash(): Promise<void>
  readonly running: boolean
  /** `http://127.0.0.1:4400`; the port is known after the first start. */
  readonly url: string
  /** Engine.IO path. */
  readonly path: string
  readonly accounts: readonly Account[]
  /** Console's own account (person 0). */
  readonly admin: Account
  /** A signed token as the platform's sign-in would give it. */
  issueToken(account: Account, options?: TokenOptions): Promise<string>
  readonly rooms: readonly WatchableRoom[]
  readonly activities: readonly Activity[]
  createDevice(person: Person): Device
  /** The live server, for tests that emit on their own. Throws when not running. */
  readonly io: Server
  /**
   * Exact count of EVENT packets written to sockets of one user (userId), by `namespace event`; survives stop and start.
   * This is what "sent" means in the tests of counting. Acks are not counted. In a cluster the sum over the nodes, as of their last word.
   */
  sentTo(userId: string): ReadonlyMap<string, number>
  /** CONNECT packets that arrived since the first start (accepted or refused), and Engine.IO connections. */
  readonly connectsSeen: { readonly packets: number; readonly transports: number }
}

/** Every platform module exports this. */
export type CreatePlatform = (options: PlatformOptions) => Platform
