import type { Answer, Args } from '../../shared/ipc.ts'
import { NOTICE_DRAFTS_MAX } from '../../shared/limits.ts'
import type { NoticeDraft } from '../../shared/notices.ts'
import { stepWord } from '../../shared/step-word.ts'
import { failure } from '../answers.ts'
import { recorded } from '../recorded.ts'
import type { AuditLog } from '../store/audit.ts'
import type { KeptNotice, KeptPart, NoticeBody } from '../store/notice-store.ts'
import { notAudited, notThere } from './confirm.ts'
import { textHashOf } from './delivery.ts'
import { correction, firstSentAtMs, resend } from './follow-up.ts'
import type { NoticeBook } from './notice-book.ts'
import { FOUND_OUT, viewOf } from './notice-view.ts'
import { nextStep } from './schedule.ts'
import { settledLater, withoutRemark, withParts } from './state.ts'
import { notKept, NOTHING_CHANGED } from './words.ts'

export interface AftermathParts {
  readonly book: NoticeBook
  readonly audit: AuditLog
  readonly osUser: string
  readonly newId: () => string
  readonly now: () => number
}

/** Drafts, and what is done after a notice left: what somebody found out, corrections, sending it again to some. */
export class Aftermath {
  readonly #parts: AftermathParts

  constructor(parts: AftermathParts) {
    this.#parts = parts
  }

  /** Keeps a draft as it is, however incomplete. */
  keep(draft: NoticeDraft): Answer<'notices:draft'> {
    const { book, osUser, now } = this.#parts
    try {
      const before = book.get(draft.id)
      if (before && before.body.state !== 'draft') return failure('This notice was confirmed; it is no draft any more.', 'Make a new one.')
      if (!before && book.active.filter(({ body }) => body.state === 'draft').length >= NOTICE_DRAFTS_MAX) return failure(`Rollcall keeps at most ${NOTICE_DRAFTS_MAX} drafts.`, 'Remove one that you no longer need.')
      const body: NoticeBody = {
        ...(before?.body ?? {
          state: 'draft', createdBy: osUser, approvedBy: null, createdAtMs: now(), steps: [], undoUntilMs: null, deliveries: 0, frozen: null, signature: '', correctedBy: [], auditId: null,
        }),
        draft, remark: '', textHash: textHashOf(draft),
      }
      return { ok: true, value: viewOf(book.write(body)) }
    } catch (error) {
      return notKept(error)
    }
  }

  remove(id: string): Answer<'notices:remove-draft'> {
    const { book } = this.#parts
    try {
      const notice = book.get(id)
      if (!notice) return { ok: true }
      // What left, or may have left, stays to be seen.
      if (notice.body.state !== 'draft') return failure('Only a draft can be removed.', 'What was sent stays here and in the audit log.')
      book.remove(id)
      return { ok: true }
    } catch (error) {
      return notKept(error)
    }
  }

  /** A window goes on without the step that was missed. One whose time is past as well is missed in its turn, and asks. */
  skip(id: string): Answer<'notices:skip'> {
    const { book, audit, osUser, now } = this.#parts
    try {
      const notice = book.get(id)
      if (!notice) return notThere
      const { body } = notice
      const next = nextStep(body.steps)
      if (body.state !== 'missed' || !next) return failure('There is no step that was missed and has others after it.', '')
      const missed = body.steps.filter(({ state }) => state === 'missed').map(({ step }) => stepWord(step))
      const entry = { who: osUser, action: 'skip step of notice', targetName: '', scope: `notice ${id}: without ${missed.join(', ')}`, reason: '' }
      const written = recorded(audit, entry, now, {
        work: () => book.write({ ...body, state: 'scheduled', remark: '', steps: body.steps.map((each) => (each.state === 'missed' ? { ...each, state: 'skipped' as const } : each)) }),
        end: () => ({ result: 'confirmed', detail: 'Nothing was sent.' }),
        failed: NOTHING_CHANGED,
      })
      return written.ok ? { ok: true, value: viewOf(written.value) } : notAudited(written.why)
    } catch (error) {
      return notKept(error)
    }
  }

  /** What a person found out of a part that ended unknown, or was not confirmed. */
  foundOut({ id, partId, arrived, note }: Args<'notices:found-out'>): Answer<'notices:found-out'> {
    const { book, audit, osUser, now } = this.#parts
    try {
      const notice = book.get(id)
      const part = notice?.parts.find((each) => each.id === partId)
      if (!notice || !part) return notThere
      if (part.state !== 'unknown' && part.state !== 'not-confirmed') return failure('Of this packet it is known what became of it.', '')
      const what = arrived ? 'arrived' : 'did not arrive'
      const changed: KeptPart = { ...part, state: arrived ? 'confirmed' : 'failed', detail: `${FOUND_OUT}${osUser}: ${what}. ${note.trim()}`.slice(0, 600) }
      const after = withParts(notice, [changed])
      const isOver = ['unknown', 'sent', 'stopped', 'failed'].includes(after.body.state)
      const written = recorded(audit, { who: osUser, action: 'found out of notice', targetName: part.targetName, scope: `notice ${id}, packet ${partId}: ${what}`, reason: note }, now, {
        work: () => book.writeWith(isOver ? withoutRemark(settledLater(after, now())) : after.body, [changed]),
        end: () => ({ result: 'confirmed', detail: '' }),
        failed: NOTHING_CHANGED,
      })
      return written.ok ? { ok: true, value: viewOf(written.value) } : notAudited(written.why)
    } catch (error) {
      return notKept(error)
    }
  }

  /** A new draft that is already written; nothing is sent. */
  followUp({ id, how }: Args<'notices:follow-up'>): Answer<'notices:follow-up'> {
    try {
      const notice = this.#parts.book.get(id)
      if (!notice) return notThere
      if (!hasLeft(notice)) return failure('Nothing of this notice left, so there is nothing to correct.', 'Change it and send it.')
      const newId = this.#parts.newId()
      const made = how === 'resend' ? resend(notice, newId) : correction(notice, how, newId, firstSentAtMs(notice.parts, notice.body.createdAtMs))
      return made.ok ? this.keep(made.draft) : failure(made.why, '')
    } catch (error) {
      return notKept(error)
    }
  }
}

function hasLeft({ parts }: KeptNotice): boolean {
  return parts.some(({ state }) => state !== 'waiting' && state !== 'stopped') || parts.some(({ state }) => state === 'failed')
}
