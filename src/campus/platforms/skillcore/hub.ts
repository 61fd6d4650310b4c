import type { DefaultEventsMap, Namespace, Server, Socket } from 'socket.io'
import type { Account } from '../../contract.ts'
import { fullName } from './world.ts'
import type { World } from './world.ts'

export interface SocketData {
  userId: string
  account: Account
}
export type Client = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>

export const namespaceNames = ['/', '/gradebook', '/messages', '/attendance', '/live-class', '/assessment', '/notifications'] as const
export type NamespaceName = (typeof namespaceNames)[number]

/** What all namespaces share while the server runs: the socket server, the world, ids and timers. */
export class Hub {
  readonly world: World
  readonly deployed: boolean
  /** Newest message of each conversation of the school, newest notification of each person: what they read next. */
  readonly lastMessageIds = new Map<string, string>()
  readonly lastNotificationIds = new Map<string, string>()
  readonly #server: () => Server
  readonly #numbers = new Map<string, number>()
  readonly #timers = new Set<NodeJS.Timeout>()

  constructor(world: World, deployed: boolean, server: () => Server) {
    this.world = world
    this.deployed = deployed
    this.#server = server
  }

  of(name: NamespaceName): Namespace {
    return this.#server().of(name)
  }

  /** `result-1`, `result-2`: unique for the life of the campus, also over a restart of the server. */
  nextId(kind: string): string {
    const number = (this.#numbers.get(kind) ?? 0) + 1
    this.#numbers.set(kind, number)
    return `${kind}-${number}`
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

/** Accounts with a socket in a room, each once. */
export function accountsIn(namespace: Namespace, room: string): Account[] {
  const accounts = new Map<string, Account>()
  for (const id of namespace.adapter.rooms.get(room) ?? []) {
    const account = (namespace.sockets.get(id)?.data as Partial<SocketData> | undefined)?.account
    if (account) accounts.set(account.userId, account)
  }
  return [...accounts.values()]
}
