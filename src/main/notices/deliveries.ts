import { NOTICE_UNDO_MS } from '../../shared/limits.ts'
import type { NoticeStep } from '../../shared/notices.ts'
import { counted } from '../answers.ts'
import type { AuditLog, NotWritten } from '../store/audit.ts'
import type { KeptNotice, NoticeBody } from '../store/notice-store.ts'
import { OVERRIDE } from './approval.ts'
import { frozen, ruleWords } from './audience.ts'
import { auditEnd } from './audit-end.ts'
import { partsOf } from './delivery.ts'
import type { NoticeBook } from './notice-book.ts'
import type { Plan } from './plan.ts'
import type { Sending } from './sending.ts'
import { currentParts, outcomeOf } from './state.ts'
import { listed, people } from './words.ts'
import type { World } from './world.ts'

export interface DeliveriesParts {
  readonly audit: AuditLog
  readonly book: NoticeBook
  readonly sending: Sending
  readonly world: World
  readonly osUser: string
}

/** Begins deliveries: the audit record, then the notice and all its parts on the disk, then the sender. In this order, or not at all. */
export class Deliveries {
  readonly #parts: DeliveriesParts
  /** Taken back, and the disk did not take it: by notice. */
  readonly #withdrawing = new Map<string, { readonly remark: string; readonly detail: string }>()

  constructor(parts: DeliveriesParts) {
    this.#parts = parts
  }

  /**
   * Throws SQLite's error when the notice cannot be written; then the audit record says that nothing was sent.
   * @param body as it is to be, but for its state @param how undo: NOTICE_UNDO_MS pass before the first packet
   */
  begin(body: NoticeBody, step: NoticeStep, plan: Plan, how: { readonly undo: boolean; readonly reason: string }, nowMs: number): KeptNotice | NotWritten {
    const { audit, book, sending } = this.#parts
    const { draft } = body
    const before = this.endBefore(draft.id, nowMs)
    if (before) return before
    const begun = audit.begin({ ...this.entry(body, plan, plan.parts, step, how.reason), action: draft.drill ? 'send drill' : 'send notice' }, nowMs)
    if (!begun.ok) return begun
    const deliveries = body.deliveries + 1
    const { parts, packets } = partsOf(draft, step, deliveries, plan.parts)
    try {
      const notice = book.write({ ...body, deliveries, remark: absentWords(plan), auditId: begun.id, state: how.undo ? 'undoable' : 'sending', undoUntilMs: how.undo ? nowMs + NOTICE_UNDO_MS : null }, parts)
      sending.expect(packets)
      return notice
    } catch (error) {
      audit.finish(begun.id, 'failed', 'The notice could not be written to disk. Nothing was sent.', nowMs)
      throw error
    }
  }

  /** The delivery before has its end in the audit log, or there is none of it: a notice knows of one record. @returns why not */
  endBefore(id: string, nowMs: number): NotWritten | undefined {
    const { audit, book } = this.#parts
    const notice = book.get(id)
    if (!notice || notice.body.auditId === null) return undefined
    const parts = currentParts(notice)
    if (outcomeOf(parts) === 'sending') return { ok: false, why: 'A packet of this notice has no answer yet.' }
    const { result, detail } = auditEnd(parts)
    const written = audit.finish(notice.body.auditId, result, detail, nowMs)
    return written.ok ? undefined : written
  }

  /** Takes an undoable notice back to a draft, before any of it left. Throws SQLite's error; what was planned does not leave all the same. @param detail for the audit log */
  withdraw(notice: KeptNotice, remark: string, detail: string, nowMs: number): KeptNotice {
    const { audit, book, sending } = this.#parts
    const { body } = notice
    const { id } = body.draft
    // From here on no packet of it exists, whatever the disk says: so its record can say it first, and a run that ends between the two has said nothing untrue.
    sending.forget(notice)
    this.#withdrawing.set(id, { remark, detail })
    if (body.auditId !== null) audit.finish(body.auditId, 'failed', detail, nowMs)
    const back = book.withdraw({ ...body, state: 'draft', remark, undoUntilMs: null, steps: [], auditId: null, approvedBy: null })
    this.#withdrawing.delete(id)
    return back
  }

  /** Time passes: what was taken back is a draft as soon as the disk takes it. */
  tick(nowMs: number): void {
    for (const [id, { remark, detail }] of this.#withdrawing) {
      try {
        const notice = this.#parts.book.get(id)
        if (notice?.body.state === 'undoable') this.withdraw(notice, remark, detail, nowMs)
        else this.#withdrawing.delete(id)
      } catch {
        return
      }
    }
  }

  /** What the audit log has of a notice: no name, no text. @param parts what leaves, now or at its time */
  entry(body: NoticeBody, plan: Plan, parts: Plan['parts'], step: NoticeStep, reason: string): { readonly who: string; readonly targetName: string; readonly scope: string; readonly reason: string } {
    const { world } = this.#parts
    const { draft } = body
    const views = new Map(world.targets().map((view) => [view.settings.id, view]))
    const targets = [...new Set(parts.map(({ targetId }) => targetId))]
    const accounts = targets.flatMap((id) => {
      const account = views.get(id)?.signedInAs
      return account ? [`${account.id} (${account.role}) on ${views.get(id)?.settings.name ?? id}`] : []
    })
    const ways = [...new Set(parts.map(({ way, event }) => `${way} ${event}`))].join(', ')
    const undocumented = plan.undocumented.length > 0 ? '; not covered by a document' : ''
    const now = frozen(plan.tallies)
    const rule = ruleWords(draft.audience, (id) => views.get(id)?.settings.name ?? 'a platform')
    return {
      who: [this.#parts.osUser, ...(accounts.length > 0 ? [`on the platforms ${accounts.join(', ')}`] : []), ...(body.approvedBy === null ? [] : [body.approvedBy.startsWith(OVERRIDE) ? `by ${body.approvedBy}` : `approved by ${body.approvedBy}`])].join('; '),
      targetName: targets.map((id) => views.get(id)?.settings.name ?? id).join(', '),
      scope: `${draft.drill ? 'DRILL ' : ''}${draft.kind}${step === 'announce' ? '' : `, ${step}`}; notice ${draft.id}; text ${body.textHash.slice(0, 32)}; to ${rule.slice(0, 400)}; ${people(now.online)} online, ${counted(parts.length, 'packet')} by ${ways}${undocumented}`,
      reason: [reason, ...(draft.corrects ? [`${draft.corrects.how} of ${draft.corrects.id}`] : [])].filter((text) => text !== '').join('; '),
    }
  }
}

/** Whom a notice at its time did not find; empty: all were found. */
function absentWords({ parts, expected }: Plan): string {
  const absent = new Set(expected.filter((part) => !parts.includes(part)).map(({ targetName }) => targetName))
  return absent.size === 0 ? '' : `Some of this audience had no connection to ${listed([...absent])} at its time and did not get it.`
}
