import type { Evidence, TimelineEntry } from '../../../shared/presence.ts'
import { SAME_MOMENT_MS, TIMELINE_ENTRIES_MAX } from '../../../shared/limits.ts'

/** An entry as it is kept: its text is fit to be shown (words, names of rooms and events; never a person's name). */
export interface Moment {
  readonly atMs: number
  readonly kind: TimelineEntry['kind']
  readonly namespace: string
  readonly text: string
  readonly reason: string | null
  readonly evidence: Evidence
  /** Connection that it is about: its sockets of several namespaces begin and end together, and are one entry. */
  readonly device?: string
  /** Sockets that this entry stands for. */
  readonly sockets?: number
}

/** What happened to one person, oldest first, bounded; what left is counted. */
export class Timeline {
  #moments: Moment[] = []
  #dropped = 0

  add(moment: Moment): void {
    if (this.#joinsLast(moment)) return
    const late = (this.#moments.at(-1)?.atMs ?? moment.atMs) > moment.atMs
    this.#moments.push(moment)
    if (late) this.#moments.sort((a, b) => a.atMs - b.atMs)
    this.#cut()
  }

  /** Takes over what another record saw, in the order of time. */
  take(other: Timeline): void {
    this.#moments = [...this.#moments, ...other.#moments].sort((a, b) => a.atMs - b.atMs)
    this.#dropped += other.#dropped
    this.#cut()
  }

  get dropped(): number {
    return this.#dropped
  }

  /** Newest first. */
  list(): TimelineEntry[] {
    return this.#moments.map(shown).reverse()
  }

  /** One of the newest entries is about the same device, reason and moment: it stands for this socket as well. */
  #joinsLast(moment: Moment): boolean {
    if (moment.device === undefined) return false
    for (let index = this.#moments.length - 1; index >= Math.max(0, this.#moments.length - 20); index--) {
      const known = this.#moments[index] as Moment
      if (Math.abs(moment.atMs - known.atMs) > SAME_MOMENT_MS) continue
      if (known.device !== moment.device || known.kind !== moment.kind || known.reason !== moment.reason) continue
      this.#moments[index] = { ...known, sockets: (known.sockets ?? 1) + 1 }
      return true
    }
    return false
  }

  #cut(): void {
    const over = this.#moments.length - TIMELINE_ENTRIES_MAX
    if (over <= 0) return
    this.#moments.splice(0, over)
    this.#dropped += over
  }
}

function shown({ atMs, kind, namespace, text, reason, evidence, sockets }: Moment): TimelineEntry {
  return { atMs, kind, namespace, text: sockets === undefined || sockets < 2 ? text : `${text} (${sockets} namespaces)`, reason, evidence }
}
