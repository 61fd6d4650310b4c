import type { Socket } from 'socket.io-client'
import type { AdminAction } from '../../../shared/presence.ts'
import type { Clock, Timer } from '../clock.ts'
import type { Pacer } from '../pacer.ts'
import { PacedSends } from '../paced-send.ts'
import { whenRead } from '../when-read.ts'
import type { Delta } from './decode.ts'
import { keyOf } from './socket-table.ts'

export interface FeedCommand {
  readonly kind: AdminAction
  readonly sockets: readonly { readonly namespace: string; readonly id: string }[]
  /** For leave and join. */
  readonly room?: string
}

/** confirmed: seen in the feed. sent: a production server has read it, and confirms nothing more. unknown: sent, and not seen or read within 5 s. failed: nothing was sent. */
export interface CommandOutcome {
  readonly result: 'confirmed' | 'sent' | 'unknown' | 'failed'
  readonly detail: string
}

/** What the feed is at the moment of a command. */
export interface CommandGround {
  /** undefined unless the feed is live: a command is never kept for later (socket.io-client would replay it at the next connect). */
  readonly socket: Socket | undefined
  readonly mode: 'unknown' | 'development' | 'production'
  readonly features: ReadonlySet<string>
  readonly adminNamespace: string
  /** Namespaces that a server or a socket has shown. Any other would be created on the server by the command. */
  readonly namespaces: ReadonlySet<string>
  /** Every server that was heard is silent. */
  readonly allSilent: boolean
  /** Rooms of a socket that the table has; undefined for an unknown one. */
  roomsOf(namespace: string, id: string): readonly string[] | undefined
}

const CONFIRM_MS = 5_000
const SOCKETS_MAX = 1_000
const ROOM_CHARS_MAX = 320
/** Ids as Socket.IO and python-socketio make them. A filter is a room name just as well: what looks like none could empty a class. */
const socketIdShape = /^[\w-]{20}$/

const features: Readonly<Record<AdminAction, { readonly one: string; readonly many: string }>> = {
  disconnect: { one: 'DISCONNECT', many: 'MDISCONNECT' },
  leave: { one: 'LEAVE', many: 'MLEAVE' },
  join: { one: 'JOIN', many: 'MJOIN' },
}

/** What a server's features allow. */
export function actionsOf(supported: ReadonlySet<string>): AdminAction[] {
  return (['disconnect', 'leave', 'join'] as const).filter((action) => supported.has(features[action].one))
}

interface Waiting {
  readonly left: Set<string>
  readonly total: number
  readonly command: FeedCommand
  /** On which the last message went. */
  socket: Socket | undefined
  /** Set once everything is sent. */
  timer: Timer
  readonly resolve: (outcome: CommandOutcome) => void
}

/**
 * Sends what the server offers and watches the feed for its effect, because no command is ever answered. The
 * server's fourth command is in emits.ts: with a reserved name `emit` ends the server's process.
 */
export class Commands {
  readonly #clock: Clock
  readonly #pacer: Pacer
  readonly #ground: () => CommandGround
  readonly #waiting = new Set<Waiting>()
  readonly #sends: PacedSends

  constructor(clock: Clock, pacer: Pacer, ground: () => CommandGround) {
    this.#clock = clock
    this.#pacer = pacer
    this.#sends = new PacedSends(clock, pacer)
    this.#ground = ground
  }

  /** Never rejects. */
  run(command: FeedCommand): Promise<CommandOutcome> {
    const refused = refusalOf(command, this.#ground())
    if (refused !== undefined) return Promise.resolve({ result: 'failed', detail: refused })
    return this.#sendAll(command)
  }

  /** Every delta of the feed comes by. */
  onDelta(delta: Delta): void {
    if (this.#waiting.size === 0 || delta.kind === 'up' || delta.kind === 'changed') return
    for (const waiting of this.#waiting) {
      if (!confirms(delta, waiting.command)) continue
      waiting.left.delete(keyOf(delta.namespace, delta.id))
      if (waiting.left.size === 0) this.#finish(waiting, 'confirmed', confirmedWords(waiting))
    }
  }

  /** The feed is gone: what was sent may have happened; what waits for its place in the pace is never sent. */
  lost(): void {
    this.#pacer.clear()
    this.#sends.giveUp()
    for (const waiting of this.#waiting) if (waiting.timer !== undefined) this.#finish(waiting, 'unknown', `The admin feed was lost before it showed the effect: ${seenWords(waiting)}.`)
  }

  async #sendAll(command: FeedCommand): Promise<CommandOutcome> {
    const ground = this.#ground()
    const left = new Set(command.sockets.filter(({ namespace, id }) => !isDone(command, ground.roomsOf(namespace, id))).map(({ namespace, id }) => keyOf(namespace, id)))
    if (left.size === 0) return { result: 'confirmed', detail: 'Nothing had to change.' }
    const { promise, resolve } = withResolvers<CommandOutcome>()
    // Watched before anything is sent: the effect can be in the feed with the next packet.
    const waiting: Waiting = { left, total: command.sockets.length, command, socket: undefined, timer: undefined, resolve }
    this.#waiting.add(waiting)
    const messages = messagesOf(command, ground)
    let sent = 0
    while (sent < messages.length && (await this.#send(messages[sent] as Message, waiting))) sent++
    if (sent === 0) this.#finish(waiting, 'failed', 'Nothing was sent: the admin feed went down, or too many commands were sent in the last minute.')
    else if (sent < messages.length) this.#finish(waiting, 'unknown', `Only ${sent} of ${messages.length} messages were sent.`)
    else if (ground.mode === 'production') this.#finishOnceRead(waiting)
    else if (this.#waiting.has(waiting)) waiting.timer = this.#clock.setTimeout(() => this.#finish(waiting, 'unknown', `Sent, but not seen in the feed within ${CONFIRM_MS / 1_000} s: ${seenWords(waiting)}.`), CONFIRM_MS)
    return promise
  }

  /** In production mode that is all that can be known. */
  #finishOnceRead(waiting: Waiting): void {
    waiting.timer = this.#clock.setTimeout(() => this.#finish(waiting, 'unknown', `Sent, but the server did not show within ${CONFIRM_MS / 1_000} s that it read it.`), CONFIRM_MS)
    if (waiting.socket) whenRead(waiting.socket, () => this.#finish(waiting, 'sent', 'Sent, and the server has read it. In production mode it confirms nothing more.'))
  }

  /** Sends in the pace. @returns false when it was not sent, and then it never will be. */
  #send(message: Message, waiting: Waiting): Promise<boolean> {
    return this.#sends.run(() => {
      const { socket } = this.#ground()
      if (!socket?.connected) return false
      // Never a callback: for `join`, `leave` and `_disconnect` without a filter it would become the filter.
      socket.emit(message.event, ...message.args)
      waiting.socket = socket
      return true
    })
  }

  #finish(waiting: Waiting, result: CommandOutcome['result'], detail: string): void {
    if (!this.#waiting.delete(waiting)) return
    this.#clock.clearTimeout(waiting.timer)
    waiting.resolve({ result, detail })
  }
}

interface Message {
  readonly event: '_disconnect' | 'leave' | 'join'
  readonly args: readonly unknown[]
}

/** Why a command must not be sent; undefined when it may. */
function refusalOf(command: FeedCommand, ground: CommandGround): string | undefined {
  const { kind, sockets, room } = command
  if (!ground.socket?.connected) return 'The admin feed is not connected. Nothing is kept for later: try again when it is live.'
  if (!ground.features.has(features[kind].one)) return 'The server takes no such command: its admin feed is read-only.'
  if (ground.allSilent) return 'The servers are silent: nobody would carry it out.'
  // An empty filter would be everybody in the namespace.
  if (sockets.length === 0) return 'There is no socket to act on.'
  if (sockets.length > SOCKETS_MAX) return `More than ${SOCKETS_MAX} sockets at once are refused.`
  if (kind !== 'disconnect' && (room === undefined || room === '' || room.length > ROOM_CHARS_MAX)) return 'The room has no name.'
  for (const { namespace, id } of sockets) {
    if (namespace === ground.adminNamespace) return `${namespace} is the admin namespace: nothing is done there.`
    if (!ground.namespaces.has(namespace)) return `The server has no namespace ${namespace}.`
    if (ground.mode === 'development' ? ground.roomsOf(namespace, id) === undefined : !socketIdShape.test(id)) return 'A socket is no longer connected. Look again who is there.'
    if (room === id) return "A socket's own room is left alone: without it nothing reaches the socket."
  }
  return undefined
}

/** One message a namespace with all its ids, where the server takes many (Socket.IO 4); else one a socket. */
function messagesOf({ kind, sockets, room }: FeedCommand, ground: CommandGround): readonly Message[] {
  const byNamespace = new Map<string, string[]>()
  for (const { namespace, id } of sockets) byNamespace.set(namespace, [...new Set([...(byNamespace.get(namespace) ?? []), id])])
  return [...byNamespace].flatMap(([namespace, ids]) => {
    const filters: readonly (string | readonly string[])[] = ground.features.has(features[kind].many) ? [ids] : ids
    // close = false: only this namespace's socket ends, not the device's others.
    return filters.map((filter) => (kind === 'disconnect' ? { event: '_disconnect', args: [namespace, false, filter] } : { event: kind, args: [namespace, room, filter] }))
  })
}

function confirms(delta: Extract<Delta, { kind: 'down' | 'joined' | 'left' }>, { kind, room }: FeedCommand): boolean {
  switch (kind) {
    case 'disconnect':
      return delta.kind === 'down'
    case 'leave':
      return delta.kind === 'left' && delta.room === room
    case 'join':
      return delta.kind === 'joined' && delta.room === room
    default:
      return kind satisfies never
  }
}

/** A member need not join, and who is not in a room need not leave it. */
function isDone({ kind, room }: FeedCommand, rooms: readonly string[] | undefined): boolean {
  if (rooms === undefined || room === undefined || kind === 'disconnect') return false
  return rooms.includes(room) === (kind === 'join')
}

function confirmedWords({ total }: Waiting): string {
  return `Seen in the admin feed: ${total} of ${total}.`
}

function seenWords({ left, total }: Waiting): string {
  return `${total - left.size} of ${total} were seen`
}


/** Promise.withResolvers is younger than Node 20. */
function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((done) => (resolve = done))
  return { promise, resolve }
}
