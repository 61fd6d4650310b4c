import type { Server, Socket } from 'socket.io'
import type { ClusterPart } from '../../contract.ts'
import { introduce } from '../../kit/introduce.ts'
import type { Introduction } from '../../kit/introduce.ts'
import type { Verdict } from '../../kit/tokens.ts'
import type { Notification } from './notifications.ts'

/** Texts of a refusal (endiAPI document, "Authentication Errors"). */
export type Refusal = 'Authentication required' | 'Invalid token' | 'Authentication failed'

/** Who a token belongs to, or why the connection is refused. */
export type Admission = { readonly userId: string } | { readonly refusal: Refusal }

/**
 * Document: no token, a token that is invalid or expired, a token whose verification fails otherwise (issuer, audience).
 * As deployed, everything that fails is "Authentication failed"; "Invalid token" is left for a good token without `sub`,
 * and a refresh token is as good as an access token.
 */
export function admission(verdict: Verdict, asDeployed: boolean): Admission {
  if (!verdict.ok) {
    if (verdict.why === 'missing') return { refusal: 'Authentication required' }
    return { refusal: asDeployed || verdict.why === 'claims' ? 'Authentication failed' : 'Invalid token' }
  }
  const { sub, type } = verdict.claims
  if (typeof sub !== 'string' || sub === '' || (!asDeployed && type === 'refresh')) return { refusal: 'Invalid token' }
  return { userId: sub }
}

/** The sockets of each person: the platform has no rooms. In a cluster each node knows its own, and part 0 has every node look. */
export class Gateway {
  readonly #introductionOf: (userId: string) => Introduction
  readonly #cluster: ClusterPart | undefined
  #sockets = new Map<string, Set<Socket>>()

  constructor(introductionOf: (userId: string) => Introduction, cluster?: ClusterPart) {
    this.#introductionOf = introductionOf
    this.#cluster = cluster
    if (cluster && cluster.node > 0) cluster.bus.on('notification', (userId: string, notification: Notification) => this.send(userId, notification))
  }

  /** @param admit called with `auth.token` as it is, else with the token of the Authorization header */
  serve(io: Server, admit: (token: unknown) => Promise<Admission>): void {
    this.#sockets = new Map()
    const namespace = io.of('/')
    const check = async (socket: Socket, next: (error?: Error) => void) => {
      const result = await admit(tokenOf(socket))
      const refused = 'refusal' in result
      if (!refused) introduce(socket, this.#introductionOf(result.userId))
      next(refused ? new Error(result.refusal) : undefined)
    }
    namespace.use((socket, next) => void check(socket, next))
    namespace.on('connection', (socket) => {
      const { userId } = socket.data as { userId: string }
      const own = this.#sockets.get(userId) ?? new Set()
      this.#sockets.set(userId, own.add(socket))
      socket.on('disconnect', () => {
        own.delete(socket)
        if (own.size === 0 && this.#sockets.get(userId) === own) this.#sockets.delete(userId)
      })
      // "Test ping": answered with an event, never with an acknowledgement.
      socket.on('ping', () => socket.emit('pong'))
    })
  }

  /** To every connection of the person, with one id ("Handle Multiple Tabs"); lost where there is none. */
  send(userId: string, notification: Notification): void {
    if (this.#cluster?.node === 0) this.#cluster.bus.send('notification', userId, notification)
    for (const socket of this.#sockets.get(userId) ?? []) socket.emit('notification', notification)
  }
}

/** `Bearer ` belongs into the header; in `auth.token` it makes the token invalid. */
function tokenOf(socket: Socket): unknown {
  const token = (socket.handshake.auth as { token?: unknown }).token
  return token ?? /^Bearer (.+)$/.exec(socket.handshake.headers.authorization ?? '')?.[1]
}
