import type { DefaultEventsMap, Namespace, Server, Socket } from 'socket.io'
import type { Account, ClusterPart } from '../../contract.ts'
import type { Introduction } from '../../kit/introduce.ts'
import type { World } from './world.ts'
import { fullName } from '../../kit/identity.ts'

export interface SocketData extends Introduction {}
export type Client = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>

export const namespaceNames = ['/', '/gradebook', '/messages', '/attendance', '/live-class', '/assessment', '/notifications'] as const
export type NamespaceName = (typeof namespaceNames)[number]

/** What all namespaces share while the server runs: the socket server, the world, ids and timers. */
export class Hub {
  readonly world: World
  readonly deployed: boolean
  /** Set where this server is one of several. */
  readonly cluster: ClusterPart | undefined
  /** Newest message of each conversation of the school, newest notification of each person: what they read next. */
  readonly lastMessageIds = new Map<string, string>()
  readonly lastNotificationIds = new Map<string, string>()
  readonly #server: () => Server
  readonly #numbers = new Map<string, number>()
  readonly #timers = new Set<NodeJS.Timeout>()

  constructor(world: World, deployed: boolean, server: () => Server, cluster?: ClusterPart) {
    this.world = world
    this.deployed = deployed
    this.cluster = cluster
    this.#server = server
    // The story, in part 0, has people read what was sent by a node.
    if (cluster?.node === 0) cluster.bus.on('message sent', (conversationId: string, messageId: string) => void this.lastMessageIds.set(conversationId, messageId))
  }

  of(name: NamespaceName): Namespace {
    return this.#server().of(name)
  }

  /** Whose socket it is. */
  accountOf(socket: Client): Account {
    const account = this.world.byUserId(socket.data.userId)
    if (!account) throw new Error(`a socket of nobody: ${socket.data.userId}`)
    return account
  }

  /** `result-1`, `result-2`, at node 3 `result-3-1`: unique for the life of the campus, also over a restart of the server. */
  nextId(kind: string): string {
    const number = (this.#numbers.get(kind) ?? 0) + 1
    this.#numbers.set(kind, number)
    return this.cluster && this.cluster.node > 0 ? `${kind}-${this.cluster.node}-${number}` : `${kind}-${number}`
  }

  messageSent(conversationId: string, messageId: string): void {
    this.lastMessageIds.set(conversationId, messageId)
    if (this.cluster && this.cluster.node > 0) this.cluster.bus.send('message sent', conversationId, messageId)
  }

  /** Runs once after a time, unless the server ends before. */
  later(delayMs: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      run()
    }, delayMs)
    this.#timers.add(timer)
  }

  stopTimers(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
  }
}

/** `{id,givenName,familyName}`, the form of every documented "by". */
export function actorOf({ userId, person }: Account): { id: string; givenName: string; familyName: string } {
  return { id: userId, givenName: person.givenName, familyName: person.familyName }
}

export function userNameOf({ person }: Account): string {
  return fullName(person)
}

/**
 * Accounts with a socket in a room, each once; on one server at once, in a cluster when all nodes have answered.
 *
 * @param exceptSocket id of a socket that does not count
 */
export function accountsIn(hub: Hub, namespace: Namespace, room: string, exceptSocket?: string): Account[] | Promise<Account[]> {
  const local = [...(namespace.adapter.rooms.get(room) ?? [])].flatMap((id) => namespace.sockets.get(id) ?? [])
  if (!hub.cluster) return accountsOf(hub, local, exceptSocket)
  // A node that just died does not answer: then those of this node have to do.
  const everywhere = namespace.in(room).fetchSockets().catch(() => local)
  return everywhere.then((sockets) => accountsOf(hub, sockets, exceptSocket))
}

/** Goes on with a value: at once when it is there, else when it comes. */
export function after<T, R>(value: T | Promise<T>, goOn: (value: T) => R): R | Promise<R> {
  return value instanceof Promise ? value.then(goOn) : goOn(value)
}

function accountsOf(hub: Hub, sockets: readonly { readonly id: string; readonly data: unknown }[], exceptSocket: string | undefined): Account[] {
  const others = sockets.filter(({ id }) => id !== exceptSocket)
  return [...new Set(others.flatMap(({ data }) => hub.world.byUserId((data as Partial<SocketData>).userId) ?? []))]
}
