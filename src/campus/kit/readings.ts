import type { Namespace, Socket } from 'socket.io'
import { SeededRandom } from '../population/random.ts'
import { introductionOf } from './introduce.ts'

/*
 * Who reads a notice, and the receipts of docs/server-contract.md. No platform's document has a message by which a client
 * says that it read one (SkillCore's `notification.read` is of notifications, not of announcements): the campus decides it
 * by itself, the same person the same way for the same number of notice.
 */

const RECEIPT = 'admin:broadcast:receipt'
/** At most one receipt of a notice in this time. */
const EVERY_MS = 1_000
/** Of all people so many read a notice, each between these times after it came. */
const READERS_SHARE = 0.6
const READ_AFTER_MS = { least: 500, most: 8_000 } as const
const OPEN_MAX = 200
/** So long an admin who is not connected may stay away. */
const UNTOLD_MAX_MS = 10 * 60_000

export interface ReadNotice {
  readonly key: string
  readonly noticeId: string
  readonly namespace: Namespace
  readonly members: readonly { readonly id: string; readonly data: unknown }[]
  /** The admin's socket. */
  readonly asker: Socket
}

interface Open extends ReadNotice {
  readonly beganAtMs: number
  /** Ids of the sockets that will read it, with the time after which they do. */
  readonly due: Map<string, number>
  read: number
  /** Of them, as the admin knows. */
  told: number
}

export interface ReadingTimes {
  readonly everyMs: number
  readonly readAfterMs: { readonly least: number; readonly most: number }
}

/** Notices of which something is still to be read. On several nodes each has those that it sent, wherever their readers and their admin are; a node that ends takes them along. */
export class Readings {
  readonly #times: ReadingTimes
  readonly #open = new Set<Open>()
  #timer: NodeJS.Timeout | undefined
  #notices = 0

  constructor(times: ReadingTimes = { everyMs: EVERY_MS, readAfterMs: READ_AFTER_MS }) {
    this.#times = times
  }

  begin(notice: ReadNotice): void {
    const number = ++this.#notices
    const due = new Map(notice.members.flatMap((member) => readsAfterMs(member, number, this.#times.readAfterMs).map((ms) => [member.id, ms] as const)))
    if (due.size === 0 || this.#open.size >= OPEN_MAX) return
    this.#open.add({ ...notice, due, read: 0, told: 0, beganAtMs: performance.now() })
    this.#timer ??= setInterval(() => this.#tellAll(), this.#times.everyMs)
  }

  /** The server ends; what was not told is forgotten. */
  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#open.clear()
  }

  #tellAll(): void {
    // All nodes are asked, once a turn and namespace.
    const asked = new Map<Namespace, ReturnType<Namespace['fetchSockets']>>()
    const socketsOf = (namespace: Namespace) => {
      const sockets = asked.get(namespace) ?? namespace.fetchSockets()
      asked.set(namespace, sockets)
      return sockets
    }
    for (const open of this.#open) void this.#tell(open, socketsOf).catch(() => {})
  }

  async #tell(open: Open, socketsOf: (namespace: Namespace) => ReturnType<Namespace['fetchSockets']>): Promise<void> {
    const { key, noticeId, namespace, members, asker, due } = open
    const passedMs = performance.now() - open.beganAtMs
    const now = [...due].filter(([, afterMs]) => afterMs <= passedMs)
    if (now.length === 0 && open.told === open.read) return
    const here = new Set((await socketsOf(namespace)).map(({ id }) => id))
    const admins = asker.connected ? [asker] : (await socketsOf(asker.nsp)).filter((socket) => introductionOf(socket)?.userId === introductionOf(asker)?.userId)
    // While the nodes were asked, the server may have ended, or the next turn may have come.
    if (!this.#open.has(open)) return
    for (const [id] of now) if (due.delete(id) && here.has(id)) open.read++
    if (open.told < open.read && admins.length > 0) {
      open.told = open.read
      for (const admin of admins) admin.emit(RECEIPT, { key, noticeId, delivered: members.length, read: open.read, failed: 0 })
    }
    // An admin who is away is told when he is back.
    if (due.size === 0 && (open.told === open.read || passedMs > UNTOLD_MAX_MS)) this.#open.delete(open)
    if (this.#open.size === 0) this.stop()
  }
}

/** One time, or none: this person does not read this one. */
function readsAfterMs(member: { readonly data: unknown }, number: number, { least, most }: ReadingTimes['readAfterMs']): number[] {
  const who = introductionOf(member)
  // Names follow from the seed: the same people read the same notices in every run.
  const random = new SeededRandom(`${who?.name} ${who?.userId} notice ${number}`)
  return random.chance(READERS_SHARE) ? [least + random.next() * (most - least)] : []
}
