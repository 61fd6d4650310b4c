import type { Namespace, Server, Socket } from 'socket.io'
import { introduce, introductionOf } from '../../kit/introduce.ts'

/* The two forms of the gateway on `/study-groups`: as the document says, and as deployed servers behave. */

export const STUDY = '/study-groups'
export const NOTIFICATIONS = '/notifications'

export interface Identity {
  readonly userId: string
  /** Deployed tokens hold no name. */
  readonly userName: string | undefined
  /** Of the account; empty where there is none. */
  readonly accountName: string
  readonly email: string
  readonly role: string
}

export interface GatewayParts {
  /** Who a token belongs to; undefined when it is missing or not valid. */
  readonly identify: (token: unknown) => Promise<Identity | undefined>
  readonly count: (namespace: Namespace) => Namespace
  readonly now: () => Date
}

const SESSION_ID_CHARS_MAX = 200

type Ack = (answer: unknown) => void

export function roomOf(sessionId: string): string {
  return `session:${sessionId}`
}

/** AprendeAI document, "Connection" to "Client-Side Events (Emit)": a bad token is a connect_error with "token" in it; nothing is acknowledged. */
export function serveDocumented(io: Server, { identify, count, now }: GatewayParts): void {
  // The document knows no other namespace, but Socket.IO always has the root.
  io.use((_, next) => next(new Error('Invalid namespace')))
  const namespace = count(io.of(STUDY))
  requireIdentity(namespace, identify, (identity) => (identity ? undefined : new Error('Invalid or expired token')))
  namespace.on('connection', (socket) => {
    const introduced = introductionOf(socket)
    if (!introduced) return
    const { userId, name: userName } = introduced
    socket.on('joinSession', (data: unknown) => {
      const sessionId = sessionIdOf(data)
      if (sessionId === undefined) return
      void socket.join(roomOf(sessionId))
      socket.to(roomOf(sessionId)).emit('userJoined', { userId, userName, timestamp: now().toISOString() })
    })
    socket.on('leaveSession', (data: unknown) => {
      const sessionId = sessionIdOf(data)
      if (sessionId === undefined) return
      void socket.leave(roomOf(sessionId))
      socket.to(roomOf(sessionId)).emit('userLeft', { userId, timestamp: now().toISOString() })
    })
  })
}

/**
 * As deployed: everybody gets CONNECT, a bad token is then closed without a word; the handshake's token is checked again
 * at every message, and what is wrong comes as `exception`, never as an acknowledgement. The root takes anybody.
 */
export function serveDeployed(io: Server, parts: GatewayParts): void {
  const { count, now } = parts
  count(io.of('/'))
  const study = admitAnybody(count(io.of(STUDY)), parts)
  study.on('connection', (socket) => {
    const membership = (pattern: 'joinSession' | 'leaveSession') => async (data: unknown, { userId, userName }: Identity) => {
      // A wrong key is not noticed: the room is then `session:undefined`, and the answer is success.
      const sessionId = String((data as { sessionId?: unknown }).sessionId).slice(0, SESSION_ID_CHARS_MAX)
      const joins = pattern === 'joinSession'
      await (joins ? socket.join(roomOf(sessionId)) : socket.leave(roomOf(sessionId)))
      socket.to(roomOf(sessionId)).emit(joins ? 'userJoined' : 'userLeft', { userId, ...(userName !== undefined && { userName }), timestamp: now().toISOString() })
      return { success: true, message: `${joins ? 'Joined' : 'Left'} session ${sessionId}` }
    }
    for (const pattern of ['joinSession', 'leaveSession'] as const) onMessage(socket, pattern, parts, membership(pattern))
  })
  const notifications = admitAnybody(count(io.of(NOTIFICATIONS)), parts)
  notifications.on('connection', (socket) => {
    onMessage(socket, 'subscribeToContent', parts, async (contentId) => {
      const room = `content:${String(contentId).slice(0, SESSION_ID_CHARS_MAX)}`
      await socket.join(room)
      return { success: true, room }
    })
    onMessage(socket, 'unsubscribeFromContent', parts, async (contentId) => {
      await socket.leave(`content:${String(contentId).slice(0, SESSION_ID_CHARS_MAX)}`)
      return { success: true }
    })
  })
}

/** CONNECT is answered before the token counts; a bad one is dropped after it. */
function admitAnybody(namespace: Namespace, { identify }: GatewayParts): Namespace {
  requireIdentity(namespace, identify, () => undefined)
  namespace.on('connection', (socket) => {
    if (!introductionOf(socket)) socket.disconnect()
  })
  return namespace
}

/** Finds out who a socket is before it is connected; `refusal` says whether that matters. */
function requireIdentity(namespace: Namespace, identify: GatewayParts['identify'], refusal: (identity: Identity | undefined) => Error | undefined): void {
  const admit = async (socket: Socket, next: (error?: Error) => void) => {
    const identity = await identify(tokenOf(socket))
    if (identity) introduce(socket, { userId: identity.userId, name: identity.userName ?? identity.accountName, email: identity.email, role: identity.role })
    next(refusal(identity))
  }
  namespace.use((socket, next) => void admit(socket, next))
}

/** Runs a handler for one message; its answer is the acknowledgement, its failure an `exception`. */
function onMessage(socket: Socket, pattern: string, { identify }: GatewayParts, handle: (data: unknown, identity: Identity) => Promise<unknown>): void {
  socket.on(pattern, (...args: unknown[]) => {
    const last = args.at(-1)
    const ack = typeof last === 'function' ? (last as Ack) : undefined
    const data = ack && args.length === 1 ? undefined : args[0]
    const refuse = (message: string) => socket.emit('exception', { status: 'error', message, cause: { pattern, ...(data !== undefined && { data }) } })
    void identify(tokenOf(socket))
      .then(async (identity) => {
        if (!identity) return refuse('Invalid or expired token')
        if (data === undefined || data === null) return refuse('Internal server error')
        const answer = await handle(data, identity)
        return ack?.(answer)
      })
      .catch(() => refuse('Internal server error'))
  })
}

/** `auth.token` or `?token=`; "No 'Bearer' prefix needed", but one does no harm. */
function tokenOf(socket: Socket): unknown {
  const { auth, query } = socket.handshake
  const token: unknown = (auth as { token?: unknown }).token ?? query['token']
  return typeof token === 'string' ? token.replace(/^Bearer /, '') : token
}

function sessionIdOf(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !Object.hasOwn(data, 'sessionId')) return undefined
  const { sessionId } = data as { sessionId?: unknown }
  return typeof sessionId === 'string' && sessionId !== '' && sessionId.length <= SESSION_ID_CHARS_MAX ? sessionId : undefined
}
