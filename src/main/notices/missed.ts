import { anyAudit } from '../../shared/audit.ts'
import type { AuditLog } from '../store/audit.ts'
import type { KeptNotice } from '../store/notice-store.ts'
import type { NoticeBook } from './notice-book.ts'

export interface MissedParts {
  readonly book: NoticeBook
  readonly audit: AuditLog
  readonly remark: (sentence: string) => void
}

const ACTION = 'notice missed'

/**
 * Asks about what was missed: a remark on every screen, anew at each start until somebody has decided, and once a record in the
 * audit log, which otherwise says for ever that it waits.
 */
export class MissedNotices {
  readonly #parts: MissedParts
  /** Steps that were asked about in this run. */
  readonly #asked = new Set<string>()
  #looked = -1

  constructor(parts: MissedParts) {
    this.#parts = parts
  }

  /** To be called with the pulse; costs nothing where no notice changed. */
  tick(nowMs: number): void {
    const { book, remark } = this.#parts
    if (book.revision === this.#looked) return
    this.#looked = book.revision
    const missed = book.active.flatMap((notice) => {
      const step = notice.body.state === 'missed' ? notice.body.steps.findLast(({ state }) => state === 'missed') : undefined
      return step ? [{ notice, key: `${notice.body.draft.id}, ${step.step}, ${new Date(step.atMs).toISOString()}` }] : []
    })
    const news = missed.filter(({ key }) => !this.#asked.has(key))
    this.#asked.clear()
    for (const { key } of missed) this.#asked.add(key)
    for (const { notice, key } of news) this.#record(notice, key, nowMs)
    if (news.length > 0) remark(remarkOf(news.map(({ notice }) => notice)))
  }

  /** One that was missed in an earlier run is in the log since then. What the log does not take now, it is given at the next start. */
  #record({ body }: KeptNotice, key: string, nowMs: number): void {
    const { audit } = this.#parts
    const scope = `notice ${key}`
    try {
      if (audit.find({ ...anyAudit, action: ACTION, text: scope.slice(0, 200) }, null, 1).matching > 0) return
      const begun = audit.begin({ who: 'Rollcall', action: ACTION, targetName: '', scope, reason: '' }, nowMs)
      if (begun.ok) audit.finish(begun.id, 'failed', `${body.remark} Nothing was sent.`.trim(), nowMs)
    } catch {
      // The database; whatever needs it complains.
    }
  }
}

function remarkOf(missed: readonly KeptNotice[]): string {
  const [first] = missed
  const what = missed.length === 1 ? `A notice was missed. ${first?.body.remark ?? ''}`.trim() : `${missed.length} notices were missed.`
  return `${what} Nothing was sent by itself: decide under Notices, Upcoming.`
}
