import type { NoticeDraft, NoticeStep } from '../../shared/notices.ts'
import { firstStep } from '../../shared/words-to-send.ts'
import type { IncomingNotices } from '../monitor/incoming-notices.ts'
import type { Deliveries } from './deliveries.ts'
import type { NoticeBook } from './notice-book.ts'
import type { Repeats } from './repeats.ts'

export interface HeldParts {
  readonly book: NoticeBook
  readonly repeats: Repeats
  readonly deliveries: Deliveries
  readonly incoming: Pick<IncomingNotices, 'newestSeq' | 'revision'>
  readonly remark: (sentence: string) => void
}

/**
 * Holds back what waits when the same words came from others since it was confirmed: somebody at another console was faster. What
 * is being sent goes on, because half an audience is worse than one that hears it twice.
 */
export class Held {
  readonly #parts: HeldParts
  /** What had arrived when a notice was confirmed, as a place in this run's events; one of an earlier run was confirmed before all of them. */
  readonly #confirmedAfter = new Map<string, number>()
  #looked = -1

  constructor(parts: HeldParts) {
    this.#parts = parts
  }

  /** Somebody confirmed it knowing what had arrived until now. */
  confirmed(noticeId: string): void {
    const { book, incoming } = this.#parts
    this.#confirmedAfter.set(noticeId, incoming.newestSeq)
    const active = new Set(book.active.map(({ body }) => body.draft.id))
    for (const id of this.#confirmedAfter.keys()) if (!active.has(id)) this.#confirmedAfter.delete(id)
  }

  /** Why a step is not sent by itself; undefined: nothing is against it. */
  why(draft: NoticeDraft, step: NoticeStep, targetIds: ReadonlySet<string>): string | undefined {
    const at = this.#parts.repeats.arrived(draft, step, targetIds, this.#confirmedAfter.get(draft.id) ?? -1)
    return at === undefined ? undefined : `Another console sent these very words at ${at}. Yours was held back`
  }

  /** Time passes: notices in their ten seconds of undo. Costs nothing where nothing arrived. */
  tick(nowMs: number): void {
    const { book, deliveries, incoming, remark } = this.#parts
    const { revision } = incoming
    if (revision === this.#looked) return
    for (const notice of book.active) {
      const { draft, state } = notice.body
      const why = state === 'undoable' ? this.why(draft, firstStep(draft), new Set(notice.parts.map(({ targetId }) => targetId))) : undefined
      if (why === undefined) continue
      try {
        deliveries.withdraw(notice, `${why}: nothing was sent.`, 'Held back: the same words came from another console. Nothing was sent.', nowMs)
        remark(`A notice was held back and is a draft again. ${why}: nothing was sent.`)
      } catch {
        // Nothing of it leaves any more; that it is a draft is written when the disk takes it.
        return
      }
    }
    this.#looked = revision
  }
}
