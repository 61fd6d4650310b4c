import type { Answer } from '../../shared/ipc.ts'
import type { NoticeList, NoticeView } from '../../shared/notices.ts'
import type { IncomingNotices } from '../monitor/incoming-notices.ts'
import type { KeptNotice } from '../store/notice-store.ts'
import type { NoticeBook } from './notice-book.ts'
import { viewOf } from './notice-view.ts'
import { notKept } from './words.ts'

/** Sent notices that a list holds; so many older ones at a time are asked for. */
const SENT_SHOWN_MAX = 50
/** Parts of one notice in a list; the notice itself has all. */
const PARTS_SHOWN_MAX = 20

/** The list of the screen, made anew only when something changed. */
export class NoticeLists {
  readonly #book: NoticeBook
  readonly #incoming: IncomingNotices
  #made: { readonly of: string; readonly list: NoticeList } | undefined
  #revision = 0

  constructor(book: NoticeBook, incoming: IncomingNotices) {
    this.#book = book
    this.#incoming = incoming
  }

  list(): Answer<'notices:list'> {
    const of = `${this.#book.revision} ${this.#incoming.revision}`
    if (this.#made?.of !== of) this.#made = { of, list: this.#make() }
    return this.#made.list
  }

  /** The next of what is over. @param skip how many newer ones are known already */
  older(skip: number): Answer<'notices:older'> {
    try {
      return { ok: true, value: this.#book.finished(SENT_SHOWN_MAX, skip).kept.map((notice) => this.#sent(notice)) }
    } catch (error) {
      return notKept(error)
    }
  }

  #sent({ body, parts }: KeptNotice): NoticeView {
    return shortView(this.#book.get(body.draft.id) ?? { body, parts })
  }

  #make(): NoticeList {
    const active = this.#book.active
    const { kept, count } = this.#book.finished(SENT_SHOWN_MAX)
    const inState = (...states: NoticeView['state'][]): NoticeView[] => active.filter(({ body }) => states.includes(body.state)).map(shortView)
    const sooner = (one: NoticeView, other: NoticeView): number => (one.nextAtMs ?? 0) - (other.nextAtMs ?? 0)
    const newer = (one: NoticeView, other: NoticeView): number => other.createdAtMs - one.createdAtMs
    return {
      revision: ++this.#revision,
      upcoming: inState('scheduled', 'missed').filter((view) => !isAtWork(view)).sort(sooner),
      inProgress: inState('undoable', 'sending', 'scheduled').filter((view) => view.state !== 'scheduled' || isAtWork(view)).sort(newer),
      // One that was stopped while a packet is under way is in memory and on the disk.
      sent: kept.map((notice) => this.#sent(notice)),
      sentLeftOut: count - kept.length,
      drafts: inState('draft').sort(newer),
      incoming: this.#incoming.list(),
    }
  }
}

/** A window whose work has begun and is not over waits for its next step, but is not to come. */
function isAtWork({ state, steps }: NoticeView): boolean {
  return state === 'scheduled' && steps.some((each) => each.state === 'done' && (each.step === 'in-progress' || each.step === 'verifying'))
}

function shortView(notice: KeptNotice): NoticeView {
  const view = viewOf(notice)
  return view.parts.length > PARTS_SHOWN_MAX ? { ...view, parts: view.parts.slice(-PARTS_SHOWN_MAX) } : view
}
