/* What createPlainServer and its child processes say to each other. */

/** More sockets than that were never tried. */
export const PLAIN_SOCKETS_MAX = 20_000

export interface PlainAuth {
  readonly username: string
  readonly password: string
}

/** `start` of a server's process. */
export interface PlainNodeStart {
  /** 0: any free one. */
  readonly port: number
  readonly namespaces: readonly string[]
  readonly mode: 'development' | 'production'
  readonly readonly: boolean
  readonly auth: PlainAuth | false
  readonly adminNamespace: string
  readonly cluster: { readonly node: number; readonly serverId: string; readonly redisUrl: string; readonly name: string; readonly sharedSessions: boolean } | undefined
}

/** One connection of a client: which namespaces it opens. */
export interface PlainConnection {
  readonly number: number
  readonly url: string
  readonly namespaces: readonly string[]
  readonly transport: 'websocket' | 'polling'
}

/** `start` of a process of clients. */
export interface PlainClientsStart {
  readonly seed: number
  readonly connections: readonly PlainConnection[]
  /** Rooms are `room-1` to `room-n`. */
  readonly rooms: number
}

/** A socket as the server itself knows it. */
export interface PlainSocket {
  readonly id: string
  readonly nsp: string
  /** Without the socket's own. */
  readonly rooms: readonly string[]
  readonly userId: string
}

export interface PlainCounts {
  readonly sockets: number
  readonly joins: number
  readonly leaves: number
  readonly messages: number
  readonly reconnects: number
}
