import type { AdminServer, SocketTransport } from '../../shared/presence.ts'

/*
 * What the admin feed (targets/admin-feed) hands to the monitor: already stripped of cookies, headers, tokens and full
 * Engine.IO ids. The order of calls is the order of the feed; snapshot() replaces all that is known of a target.
 */

export interface ObservedSocket {
  readonly namespace: string
  /** Socket#id, per namespace. */
  readonly id: string
  /** Salted hash of the Engine.IO connection: equal for the sockets of one device; undefined where the server does not say. */
  readonly device: string | undefined
  readonly transport: SocketTransport
  readonly address: 'IPv4' | 'IPv6' | 'this computer' | 'unknown'
  /** `Chrome on Windows`, from the user agent. */
  readonly agent: string | undefined
  readonly rooms: readonly string[]
  /** Read from socket.data (userId, user.id, sub, name, email, role ...), bounded strings. */
  readonly person: { readonly id: string | undefined; readonly name: string | undefined; readonly email: string | undefined; readonly role: string | undefined }
  readonly connectedAtMs: number | undefined
  /** The server that holds it, where the feed tells; what a silent server held is stale. */
  readonly serverId?: string | undefined
  /** One of Rollcall's own sockets. */
  readonly own: boolean
}

export interface PresenceSink {
  /** All sockets of a target now; deltas that were queued behind the snapshot follow. */
  snapshot(targetId: string, sockets: readonly ObservedSocket[], atMs: number): void
  /** An upsert: Python servers send it again at every ping. */
  socketUp(targetId: string, socket: ObservedSocket, atMs: number): void
  socketChanged(targetId: string, namespace: string, id: string, change: { readonly transport?: SocketTransport; readonly person?: ObservedSocket['person'] }, atMs: number): void
  socketDown(targetId: string, namespace: string, id: string, reason: string, atMs: number): void
  roomJoined(targetId: string, namespace: string, room: string, id: string, atMs: number): void
  /** For a socket that is gone it creates nothing. */
  roomLeft(targetId: string, namespace: string, room: string, id: string, atMs: number): void
  servers(targetId: string, servers: readonly AdminServer[], atMs: number): void
  /** The feed is gone: all that it showed is as of then. */
  feedDown(targetId: string, atMs: number): void
}
