import type { Clock, Timer } from '../clock.ts'
import { isReservedName } from '../lazy-parser.ts'
import type { Pacer } from '../pacer.ts'
import { PacedSends } from '../paced-send.ts'
import { whenRead } from '../when-read.ts'
import type { CommandGround } from './commands.ts'
import type { FeedEvent } from './event-scan.ts'

/** An event that the server is to send to clients. */
export interface FeedEmit {
  readonly namespace: string
  /** Rooms or ids of sockets: who is in several receives it once. null: all of the namespace. Never empty. */
  readonly rooms: readonly string[] | null
  readonly event: string
  /** Checked by the caller: plain JSON, not empty. */
  readonly args: readonly unknown[]
}

/**
 * confirmed: the feed showed it to be sent to sockets. sent: the server has read it, and nobody says who got it. not-confirmed: the feed did not
 * show it. unknown: the feed was lost behind it, or the server did not read it in time. failed: nothing left.
 */
export interface EmitOutcome {
  readonly result: 'confirmed' | 'sent' | 'not-confirmed' | 'unknown' | 'failed'
  /** Sockets, Rollcall's own left out; null: nobody counts. */
  readonly delivered: number | null
  readonly detail: string
}

export interface EmitGround extends CommandGround {
  /** Ids of sockets in a namespace and any of the rooms, Rollcall's own left out. */
  membersOf(namespace: string, rooms: readonly string[] | null): ReadonlySet<string>
}

/** How long `event_sent` is waited for: the server writes it with the event itself. */
export const SEEN_WITHIN_MS = 3_000
/** While copies still come in, so much longer; thousands take a while to be read. */
const STILL_COMING_MS = 500
const SEEN_MAX_MS = 15_000
/** How long a server may take to read it. In production mode that is all that can be known, and without it nothing counts as sent. */
export const READ_WITHIN_MS = 10_000
/** An event for more rooms than this is many events. */
const ROOMS_MAX = 1_000
const ROOM_CHARS_MAX = 320

interface Waiting {
  readonly emit: FeedEmit
  /** Development mode: the feed shows what the server sends. */
  readonly shows: boolean
  readonly expected: ReadonlySet<string>
  readonly seen: Set<string>
  readonly text: string
  readonly sentAtMs: number
  lastSeenMs: number
  /** The server has read it. */
  read: boolean
  timer: Timer
  readonly resolve: (outcome: EmitOutcome) => void
}

/**
 * The admin namespace's `emit`. The server checks nothing of it: a reserved name ends its process, an unknown namespace is
 * made, an empty filter is everybody, and a callback makes a broadcast that waits for ever. So all that is refused here.
 */
export class Emits {
  readonly #clock: Clock
  readonly #sends: PacedSends
  readonly #ground: () => EmitGround
  readonly #waiting = new Set<Waiting>()

  constructor(clock: Clock, pacer: Pacer, ground: () => EmitGround) {
    this.#clock = clock
    this.#sends = new PacedSends(clock, pacer)
    this.#ground = ground
  }

  /** Never rejects, and never waits for a connection. */
  async run(emit: FeedEmit): Promise<EmitOutcome> {
    const refused = refusalOf(emit, this.#ground())
    if (refused !== undefined) return failed(refused)
    let late: string | undefined
    const result = new Promise<EmitOutcome>((resolve) => {
      void this.#sends
        .run(() => {
          // What was true before it waited for its place may not be so any more.
          const ground = this.#ground()
          late = refusalOf(emit, ground)
          if (late !== undefined || !ground.socket) return false
          const { namespace, rooms, event, args } = emit
          const shows = ground.mode === 'development'
          // Watched before anything is sent: the effect can be in the feed with the next packet.
          const waiting: Waiting = { emit, shows, expected: shows ? ground.membersOf(namespace, rooms) : new Set(), seen: new Set(), text: JSON.stringify(args), sentAtMs: this.#clock.now(), lastSeenMs: 0, read: false, timer: undefined, resolve }
          this.#watch(waiting)
          // Never a callback: it would become a broadcast with acknowledgement, and end an old server.
          ground.socket.emit('emit', namespace, rooms === null ? null : rooms.length === 1 ? rooms[0] : rooms, event, ...args)
          whenRead(ground.socket, () => this.#read(waiting))
          return true
        })
        .then((sent) => {
          if (!sent) resolve(failed(late ?? 'Nothing was sent: the admin feed went down, or too much was sent in the last minute.'))
        })
    })
    return result
  }

  /** Why nothing can be emitted now; undefined: it can. */
  get trouble(): string | undefined {
    return feedTrouble(this.#ground())
  }

  /** Every event that the feed shows comes by. */
  onSent(event: FeedEvent, own: boolean): void {
    if (this.#waiting.size === 0) return
    for (const waiting of this.#waiting) {
      const { emit, shows, seen, expected, text } = waiting
      if (!shows || event.namespace !== emit.namespace || event.name !== emit.event || !holds(event, text)) continue
      if (own) continue
      seen.add(event.socketId)
      waiting.lastSeenMs = this.#clock.now()
      if (seen.size === expected.size && [...expected].every((id) => seen.has(id))) this.#finish(waiting, seenOutcome(waiting))
    }
  }

  /** The feed is gone: what was sent may have arrived; what waits for its place in the pace is never sent. */
  lost(): void {
    this.#sends.giveUp()
    for (const waiting of this.#waiting) {
      const { size } = waiting.seen
      const seen = waiting.shows ? `until then ${sockets(size)} had been seen to get it` : 'it may have arrived'
      this.#finish(waiting, { result: 'unknown', delivered: size === 0 ? null : size, detail: `The admin feed was lost behind it; ${seen}.` })
    }
  }

  #watch(waiting: Waiting): void {
    this.#waiting.add(waiting)
    const look = (): void => {
      const nowMs = this.#clock.now()
      // A clock that was set back makes nobody wait for hours.
      if (Math.abs(nowMs - waiting.lastSeenMs) >= STILL_COMING_MS || Math.abs(nowMs - waiting.sentAtMs) >= SEEN_MAX_MS) this.#finish(waiting, seenOutcome(waiting))
      else waiting.timer = this.#clock.setTimeout(look, STILL_COMING_MS)
    }
    waiting.timer = waiting.shows ? this.#clock.setTimeout(look, SEEN_WITHIN_MS) : this.#clock.setTimeout(() => this.#finish(waiting, unreadOutcome()), READ_WITHIN_MS)
  }

  #read(waiting: Waiting): void {
    waiting.read = true
    if (!waiting.shows) this.#finish(waiting, { result: 'sent', delivered: null, detail: 'Sent, and the server has read it. In production mode it does not say who got it.' })
  }

  #finish(waiting: Waiting, outcome: EmitOutcome): void {
    if (!this.#waiting.delete(waiting)) return
    this.#clock.clearTimeout(waiting.timer)
    waiting.resolve(outcome)
  }
}

function feedTrouble(ground: CommandGround): string | undefined {
  if (!ground.socket?.connected) return 'The admin feed is not live. Nothing is kept for later: try again when it is.'
  if (!ground.features.has('EMIT')) return 'The server takes no events from its admin feed: the feed is read-only.'
  if (ground.allSilent) return 'The servers are silent: nobody would send it.'
  return undefined
}

/** Why an event must not be emitted; undefined when it may. */
function refusalOf({ namespace, rooms, event, args }: FeedEmit, ground: EmitGround): string | undefined {
  const trouble = feedTrouble(ground)
  if (trouble !== undefined) return trouble
  if (event === '' || isReservedName(event)) return `"${event}" is not a name that an event may have.`
  if (namespace === ground.adminNamespace) return `${namespace} is the admin namespace: nothing is sent there.`
  // Servers tell them every two seconds: after a reconnect the feed stands before they are known.
  if (ground.namespaces.size === 0) return 'The admin feed has not said yet which namespaces the server has. Try again in some seconds.'
  if (!ground.namespaces.has(namespace)) return `The server has no namespace ${namespace}.`
  // An empty filter would be everybody in the namespace.
  if (rooms !== null && (rooms.length === 0 || rooms.length > ROOMS_MAX || rooms.some((room) => room === '' || room.length > ROOM_CHARS_MAX))) return 'The room has no name that can be sent to.'
  if (args.length === 0 || args.some((arg) => arg === null || arg === undefined || typeof arg === 'function')) return `${event} was not sent: its payload is empty.`
  return undefined
}

/** Whether the feed's copy holds the same arguments: other notices of the same name may be on their way. */
function holds({ payload }: FeedEvent, text: string): boolean {
  if (payload.cut || payload.text === text) return true
  const args = payload.args()
  return args !== undefined && JSON.stringify(args) === text
}

function unreadOutcome(): EmitOutcome {
  return { result: 'unknown', delivered: null, detail: 'Sent, but the server did not show in time that it read it: it may have arrived.' }
}

function seenOutcome({ seen, expected, read }: Waiting): EmitOutcome {
  const all = Math.max(seen.size, expected.size)
  if (seen.size === 0 && !read) return unreadOutcome()
  if (all === 0) return { result: 'sent', delivered: 0, detail: 'Sent. The admin feed shows nobody there who could get it.' }
  if (seen.size === 0) return { result: 'not-confirmed', delivered: 0, detail: `Sent, but the admin feed did not show within ${SEEN_WITHIN_MS / 1_000} s that any of ${sockets(all)} got it.` }
  return { result: 'confirmed', delivered: seen.size, detail: `Seen in the admin feed: sent to ${seen.size} of ${sockets(all)}.` }
}

function failed(detail: string): EmitOutcome {
  return { result: 'failed', delivered: null, detail }
}

function sockets(count: number): string {
  return count === 1 ? '1 connection' : `${count.toLocaleString('en-US')} connections`
}
