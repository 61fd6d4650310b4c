import { randomUUID } from 'node:crypto'
import type { Answer, Failure } from '../../shared/ipc.ts'
import type { NoticeConfirmation, NoticeDraft, NoticeStep } from '../../shared/notices.ts'
import { AUDIENCE_GROWTH_MAX, NOTICE_LATE_MS } from '../../shared/limits.ts'
import { stepWord } from '../../shared/step-word.ts'
import { stepsOf } from '../../shared/planned-steps.ts'
import { failure } from '../answers.ts'
import { recorded } from '../recorded.ts'
import type { AuditEntry, AuditLog } from '../store/audit.ts'
import type { KeptNotice, NoticeBody } from '../store/notice-store.ts'
import { approve } from './approval.ts'
import type { SignIn } from './approval.ts'
import { frozen, grewBeyond } from './audience.ts'
import { textHashOf } from './delivery.ts'
import type { Deliveries } from './deliveries.ts'
import type { Held } from './held.ts'
import type { NoticeBook } from './notice-book.ts'
import { viewOf } from './notice-view.ts'
import { planOf, planSignature } from './plan.ts'
import type { Plan } from './plan.ts'
import type { KeptReview, Reviews } from './reviews.ts'
import { doneByHand, dueState, nextStep, withStep } from './schedule.ts'
import type { Sending } from './sending.ts'
import { currentParts, missed, outcomeOf } from './state.ts'
import { notKept, NOTHING_CHANGED, people } from './words.ts'
import type { World } from './world.ts'

export interface ConfirmParts {
  readonly book: NoticeBook
  readonly reviews: Reviews
  readonly deliveries: Deliveries
  readonly sending: Sending
  readonly held: Held
  readonly world: World
  readonly audit: AuditLog
  readonly signIn: SignIn | undefined
  readonly osUser: string
  readonly now: () => number
}

type Viewed = Answer<'notices:send'>

/** What a person decides: send, undo, stop, cancel, the next step. */
export class Confirm {
  readonly #parts: ConfirmParts
  /** Notices that are being confirmed: a second click is not a second notice. */
  readonly #confirming = new Set<string>()

  constructor(parts: ConfirmParts) {
    this.#parts = parts
  }

  /** Sends or schedules what was reviewed. @param drill which of the two entries this is: neither does the other's work */
  async send(confirmation: NoticeConfirmation, drill: boolean): Promise<Viewed> {
    const { reviews, now } = this.#parts
    const kept = reviews.get(confirmation.reviewId, now())
    if (!kept) return reviewAgain('The review is too old, or was used already.')
    const { draft, review } = kept
    if (draft.drill !== drill) return draft.drill ? failure('This is a drill. It is not sent as a live notice.', 'Send it from Drills.') : failure('This is no drill. It is not sent from Drills.', 'Review it under Notices.')
    if (review.problems.length > 0) return failure(review.problems[0] ?? '', 'Nothing was sent.', review.problems.slice(1).join('\n'))
    if (review.typeToConfirm !== null && (confirmation.typed ?? '').trim().normalize('NFC') !== review.typeToConfirm.trim().normalize('NFC')) return failure(`Type "${review.typeToConfirm}" as it stands to send this.`, 'Nothing was sent.')
    if (review.repeats.length > 0 && !confirmation.repeat) return failure('These very words were sent already, or wait to be sent. Say that they are to be sent again all the same.', 'Nothing was sent.', review.repeats.join('\n'))
    if (review.needsApproval && confirmation.approval === null) return failure('A second person must agree to an emergency notice.', 'They sign in here; or override with a reason, which is logged.')
    if (this.#confirming.has(draft.id)) return failure('This notice is being confirmed already.', 'Wait for it.')
    this.#confirming.add(draft.id)
    try {
      return await this.#confirm(kept, confirmation)
    } finally {
      this.#confirming.delete(draft.id)
    }
  }

  async #confirm(kept: KeptReview, { reviewId, approval }: NoticeConfirmation): Promise<Viewed> {
    const { reviews, world, signIn, now } = this.#parts
    let approvedBy: string | null = null
    let guests = 0
    if (kept.review.needsApproval && approval !== null) {
      const there = new Set(kept.review.count.perTarget.map(({ targetId }) => targetId))
      const approved = await approve(approval, kept.draft.kind, world.targets().filter(({ settings }) => there.has(settings.id)), world, signIn)
      if (!approved.ok) return approved
      approvedBy = approved.by
      // Their own connection may still be counted: of a small audience one more would be too many.
      if (approval.kind === 'second-person') guests = 1
      if (!reviews.get(reviewId, now())) return reviewAgain('The review became too old while the second person signed in.')
    }
    // From here to the disk nothing waits: what is compared is what is written.
    try {
      const nowMs = now()
      const { plan, why } = reviews.compare(kept, nowMs, guests)
      if (why !== undefined) return reviewAgain(why)
      const before = this.#parts.book.get(kept.draft.id)
      if (before && !mayBeginAnew(before.body)) return failure('This notice was confirmed before.', 'Open it under Notices. To send it to somebody else, make a new one.')
      const answer = this.#begin(kept, plan, before, approvedBy, nowMs)
      if (answer.ok) reviews.used(reviewId)
      return answer
    } catch (error) {
      return notKept(error)
    }
  }

  #begin({ draft, frozen: audience, signature }: KeptReview, plan: Plan, before: KeptNotice | undefined, approvedBy: string | null, nowMs: number): Viewed {
    const { deliveries, osUser } = this.#parts
    const steps = stepsOf(draft.when, nowMs)
    const first = steps[0]?.step ?? 'announce'
    const body: NoticeBody = {
      draft, state: 'scheduled', remark: '', createdBy: before?.body.createdBy ?? osUser, approvedBy, createdAtMs: before?.body.createdAtMs ?? nowMs, steps, undoUntilMs: null,
      deliveries: before?.body.deliveries ?? 0, frozen: audience, signature, correctedBy: before?.body.correctedBy ?? [], textHash: textHashOf(draft), auditId: null,
    }
    let notice: KeptNotice
    if (draft.when.kind === 'at') {
      const { atMs, zone } = draft.when
      const written = this.#recorded({ ...deliveries.entry(body, plan, plan.expected, first, ''), action: draft.drill ? 'schedule drill' : 'schedule notice' }, body, `It waits for ${new Date(atMs).toISOString()} (${zone}). Nothing was sent yet.`)
      if (!written.ok) return notAudited(written.why)
      notice = written.value
    } else {
      // An emergency leaves at once.
      const begun = deliveries.begin({ ...body, steps: withStep(steps, first, 'done') }, first, plan, { undo: draft.kind !== 'emergency', reason: '' }, nowMs)
      if ('why' in begun) return notAudited(begun.why)
      notice = begun
    }
    this.#parts.held.confirmed(draft.id)
    this.#link(draft)
    return { ok: true, value: viewOf(notice) }
  }

  /** Writes a notice of which nothing leaves by that, within an audit record. Throws SQLite's error; then the record says that nothing was changed. */
  #recorded(entry: AuditEntry, body: NoticeBody, detail: string): ReturnType<typeof recorded<KeptNotice>> {
    const { audit, book, deliveries, now } = this.#parts
    return deliveries.endBefore(body.draft.id, now()) ?? recorded(audit, entry, now, { work: () => book.write(body), end: () => ({ result: 'confirmed', detail }), failed: NOTHING_CHANGED })
  }

  /** The first notice says which one corrects it. */
  #link({ corrects, id }: NoticeDraft): void {
    const first = corrects && this.#parts.book.get(corrects.id)
    if (!first || first.body.correctedBy.includes(id)) return
    try {
      this.#parts.book.write({ ...first.body, correctedBy: [...first.body.correctedBy, id].slice(-50) })
    } catch {
      // The correction itself is on the disk and says what it corrects.
    }
  }

  undo(id: string): Viewed {
    return this.#change(id, (notice) => {
      const { body } = notice
      const { deliveries, now } = this.#parts
      if (body.state !== 'undoable') return failure('It is too late to undo this.', body.state === 'sending' ? 'Stop it: what has not left stays here.' : 'Correct or withdraw it instead.')
      return { ok: true, value: viewOf(deliveries.withdraw(notice, 'Undone: nothing was sent.', 'Undone within 10 seconds. Nothing was sent.', now())) }
    })
  }

  stop(id: string): Viewed {
    return this.#change(id, (notice) => {
      const { body } = notice
      if (body.state !== 'sending' && body.state !== 'undoable') return failure('Nothing of this notice is being sent now.', 'Correct or withdraw it instead.')
      const stopped = this.#parts.sending.stop(notice)
      return stopped ? { ok: true, value: viewOf(stopped) } : notThere
    })
  }

  /** A scheduled one, or the steps that are still to come. Nothing is sent; people who had the first step are told by the step `cancelled`. */
  cancel(id: string): Viewed {
    return this.#change(id, ({ body, parts }) => {
      if (body.state !== 'scheduled' && body.state !== 'missed') return failure('There is nothing to cancel: it does not wait for a time.', '')
      const isOut = body.steps.some(({ state }) => state === 'done')
      const steps = body.steps.map((step) => (step.state === 'waiting' ? { ...step, state: 'skipped' as const } : step))
      const cancelled: NoticeBody = { ...body, state: 'cancelled', steps, remark: isOut ? 'People were told of it before: send “Cancelled”, or a correction.' : 'Nothing was sent.' }
      const written = this.#recorded({ who: this.#parts.osUser, action: body.draft.drill ? 'cancel drill' : 'cancel notice', targetName: [...new Set(parts.map(({ targetName }) => targetName))].join(', '), scope: `notice ${id}`, reason: '' }, cancelled, isOut ? 'Its further steps are not sent.' : 'Nothing was sent.')
      return written.ok ? { ok: true, value: viewOf(written.value) } : notAudited(written.why)
    })
  }

  /** A step of a window now, by hand. */
  step(id: string, step: NoticeStep): Viewed {
    return this.#change(id, (notice) => {
      const { body } = notice
      if (body.draft.when.kind !== 'window') return failure('Only a maintenance window has steps.', '')
      if (step === 'announce' || step === 'scheduled') return failure('The announcement of a window was sent when it was confirmed.', '')
      // One that was stopped may still wait for an answer.
      const isUnderWay = ['draft', 'undoable', 'sending'].includes(body.state) || outcomeOf(currentParts(notice)) === 'sending'
      if (isUnderWay) return failure('Another step is being sent, or the window was not confirmed yet.', 'Wait for it.')
      const done = body.steps.find((each) => each.step === step)?.state === 'done'
      if (done) return failure(`“${stepWord(step)}” was sent already.`, 'To say it again, make a new notice.')
      if (body.steps.some((each) => each.state === 'done' && (each.step === 'completed' || each.step === 'cancelled'))) return failure('This window is over.', '')
      return this.#deliverStep(body, step, true)
    })
  }

  #deliverStep(body: NoticeBody, step: NoticeStep, byHand: boolean): Viewed {
    const nowMs = this.#parts.now()
    const { plan, refused } = this.#planStep(body, step, nowMs)
    if (refused) return failure(refused.why, refused.asks ? 'Nothing was sent. Review it again, or cancel it.' : 'Nothing was sent.')
    const steps = byHand ? doneByHand(body.steps, step, nowMs) : withStep(body.steps, step, 'done')
    try {
      const begun = this.#parts.deliveries.begin({ ...body, steps }, step, plan, { undo: false, reason: byHand ? 'by hand' : 'at its time' }, nowMs)
      return 'why' in begun ? notAudited(begun.why) : { ok: true, value: viewOf(begun) }
    } catch (error) {
      return notKept(error)
    }
  }

  /** What a step would send now. asks: waiting does not help, a person has to decide. */
  #planStep(body: NoticeBody, step: NoticeStep, nowMs: number): { readonly plan: Plan; readonly refused: { readonly why: string; readonly asks: boolean } | undefined } {
    const plan = planOf(body.draft, step, this.#parts.world, nowMs)
    const [trouble] = plan.problems
    if (trouble !== undefined) return { plan, refused: { why: trouble, asks: false } }
    const known = frozen(plan.tallies).known
    const before = body.frozen?.known ?? null
    if (before !== null && known !== null && grewBeyond(before, known, AUDIENCE_GROWTH_MAX)) return { plan, refused: { why: `The audience grew from ${people(before)} to ${people(known)} since the review.`, asks: true } }
    if (plan.parts.length === 0) return { plan, refused: { why: 'Nobody of this audience is connected.', asks: false } }
    if (body.signature !== planSignature(plan.expected)) return { plan, refused: { why: 'It would go another way than was reviewed: the settings of a platform changed.', asks: true } }
    return { plan, refused: undefined }
  }

  /** Time passes: steps that are due, and those whose moment has gone. */
  tick(nowMs: number): void {
    const { book, deliveries, held } = this.#parts
    deliveries.tick(nowMs)
    held.tick(nowMs)
    this.#holdBackLate(nowMs)
    for (const { body } of book.active) {
      const next = body.state === 'scheduled' ? nextStep(body.steps) : undefined
      const due = next ? dueState(next, nowMs) : 'not-yet'
      if (!next || due === 'not-yet') continue
      try {
        if (due === 'late') book.write(missed(body, next.step, body.remark === '' ? 'Its time passed while Rollcall could not send: it was away, asleep, or its clock was changed.' : body.remark))
        else {
          const { plan, refused: inTheWay } = this.#planStep(body, next.step, nowMs)
          const repeated = held.why(body.draft, next.step, new Set(plan.expected.map(({ targetId }) => targetId)))
          const refused = repeated === undefined ? inTheWay : { why: `${repeated}.`, asks: true }
          const answer = refused ? undefined : this.#deliverStep(body, next.step, false)
          const why = refused?.why ?? (answer?.ok === false ? answer.problem.what : undefined)
          if (refused?.asks === true) book.write(missed(body, next.step, refused.why))
          // Tried again until it is too late.
          else if (why !== undefined && body.remark !== why) book.write({ ...body, remark: why })
        }
      } catch {
        // The database takes nothing now: the step is not sent, and is late some time.
      }
    }
  }

  /** The ten seconds of undo ended while nothing could be sent: so much later nothing leaves by itself. */
  #holdBackLate(nowMs: number): void {
    const { book, deliveries } = this.#parts
    for (const notice of book.active) {
      const { state, undoUntilMs } = notice.body
      if (state !== 'undoable' || undoUntilMs === null || nowMs - undoUntilMs <= NOTICE_LATE_MS) continue
      try {
        deliveries.withdraw(notice, 'Its time passed while Rollcall could not send: this computer was asleep, or its clock was changed. Nothing was sent.', 'Not sent: its time passed while Rollcall could not send.', nowMs)
      } catch {
        // Nothing of it leaves any more; that it is a draft is written when the disk takes it.
      }
    }
  }

  #change(id: string, change: (notice: KeptNotice) => Viewed): Viewed {
    try {
      const notice = this.#parts.book.get(id)
      return notice ? change(notice) : notThere
    } catch (error) {
      return notKept(error)
    }
  }
}

export const notThere: Failure = failure('This notice is no longer there.', 'It may have been removed.')

/** Nothing of it was sent, or it waits for a new decision. */
function mayBeginAnew({ state }: NoticeBody): boolean {
  return state === 'draft' || state === 'missed' || state === 'scheduled' || state === 'failed'
}

function reviewAgain(why: string): Failure {
  return failure(why, 'Nothing was sent. Review it again.')
}

export function notAudited(why: string): Failure {
  return failure('Not done: it could not be written to the audit log.', 'Nothing was sent. Rollcall does nothing that it cannot record. Check the free space of the disk.', why)
}

/** Ids of drafts that Rollcall makes: nobody else's notice has the same. */
export function newNoticeId(): string {
  return randomUUID()
}
