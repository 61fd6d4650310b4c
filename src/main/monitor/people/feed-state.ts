import type { AdminServer } from '../../../shared/presence.ts'
import type { SocketSeen } from './person.ts'

/** How far the admin feed of a target can be trusted now. */
export class FeedState {
  /** It shows sockets (development mode); a feed in production mode shows none. */
  #observing = false
  #namesPeople = false
  #downSinceMs: number | undefined
  #silentSinceMs: number | undefined
  readonly #silentServers = new Map<string, number>()

  /** The feed shows, or showed, sockets: what it says wins over what events prove. */
  get isObserving(): boolean {
    return this.#observing
  }

  /** It shows them now. */
  get isLive(): boolean {
    return this.#observing && this.staleSinceMs === undefined
  }

  /** Its sockets say who they are: whom it does not show has no socket. */
  get namesPeople(): boolean {
    return this.#namesPeople
  }

  /** All that it showed is as of then: the feed is down, or every server behind it is silent. */
  get staleSinceMs(): number | undefined {
    return this.#downSinceMs ?? this.#silentSinceMs
  }

  /** Some of its servers are silent: what it shows of their sockets is old. */
  get isPartlySilent(): boolean {
    return this.#silentServers.size > 0
  }

  shows(): void {
    this.#observing = true
    this.#downSinceMs = undefined
  }

  /** A socket said who it is. */
  named(): void {
    this.#namesPeople = true
  }

  down(atMs: number): void {
    if (this.#observing) this.#downSinceMs ??= atMs
  }

  /** It was switched off: nothing of it is kept. */
  off(): void {
    this.#observing = false
    this.#namesPeople = false
    this.#downSinceMs = undefined
    this.#silentSinceMs = undefined
    this.#silentServers.clear()
  }

  servers(servers: readonly AdminServer[], atMs: number): void {
    this.#silentServers.clear()
    for (const { serverId, stale, lastAtMs } of servers) if (stale) this.#silentServers.set(serverId, lastAtMs)
    // Two servers may share an id (containers of one name): what the other one says is not silence.
    for (const { serverId, stale } of servers) if (!stale) this.#silentServers.delete(serverId)
    this.#silentSinceMs = servers.length > 0 && servers.every((server) => server.stale) ? (this.#silentSinceMs ?? atMs) : undefined
  }

  /** Since when nothing is heard of a socket's server; undefined: it is current. */
  staleSince(socket: SocketSeen): number | undefined {
    return this.staleSinceMs ?? (socket.serverId === undefined ? undefined : this.#silentServers.get(socket.serverId))
  }
}
