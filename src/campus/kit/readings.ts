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
}

/** Notices of which something is still to be read. On several nodes each has those that were asked for at it, wherever their readers are. */
export class Readings {
  readonly #open = new Set<Open>()
  #timer: NodeJS.Timeout | undefined
  #notices = 0

  begin(notice: ReadNotice): void {
    const number = ++this.#notices
    const due = new Map(notice.members.flatMap((member) => readsAfterMs(member, number).map((ms) => [member.id, ms] as const)))
    if (due.size === 0 || this.#open.size >= OPEN_MAX) return
    this.#open.add({ ...notice, due, read: 0, beganAtMs: performance.now() })
    this.#timer ??= setInterval(() => {
      for (const open of this.#open) void this.#tell(open).catch(() => {})
    }, EVERY_MS)
  }

  /** The server ends; what was not told is forgotten. */
  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#open.clear()
  }

  async #tell(open: Open): Promise<void> {
    const { key, noticeId, namespace, members, asker, due } = open
    const passedMs = performance.now() - open.beganAtMs
    const now = [...due].filter(([, afterMs]) => afterMs <= passedMs)
    if (now.length === 0) return
    const here = new Set((await namespace.fetchSockets()).map(({ id }) => id))
    // While the nodes were asked, the server may have ended, or the next turn may have come.
    if (!this.#open.has(open)) return
    let more = 0
    for (const [id] of now) if (due.delete(id) && here.has(id)) more++
    if (due.size === 0) this.#open.delete(open)
    if (this.#open.size === 0) this.stop()
    if (more === 0) return
    open.read += more
    const receipt = { key, noticeId, delivered: members.length, read: open.read, failed: 0 }
    if (asker.connected) asker.emit(RECEIPT, receipt)
    else for (const socket of await asker.nsp.fetchSockets()) if (introductionOf(socket)?.userId === introductionOf(asker)?.userId) socket.emit(RECEIPT, receipt)
  }
}

/** One time, or none: this person does not read this one. */
function readsAfterMs(member: { readonly data: unknown }, number: number): number[] {
  const who = introductionOf(member)
  // Names are of the seed.
  const random = new SeededRandom(`${who?.name} ${who?.userId} notice ${number}`)
  return random.chance(READERS_SHARE) ? [READ_AFTER_MS.least + random.next() * (READ_AFTER_MS.most - READ_AFTER_MS.least)] : []
}
