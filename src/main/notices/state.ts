import type { NoticeState } from '../../shared/notices.ts'
import { partPrefix } from '../../shared/part-id.ts'
import type { KeptNotice, KeptPart, NoticeBody } from '../store/notice-store.ts'
import { nextStep, withStep } from './schedule.ts'
import { people } from './words.ts'

/*
 * The states of a notice, as functions of what is on the disk. Every change of state goes through here; nothing here knows of
 * time but what it is given.
 */

/** Said of a part whose packet was handed over when Rollcall ended. */
const ENDED_BETWEEN = 'Rollcall ended after this was handed over and before an answer: it may have arrived.'
const ENDED_BEFORE = 'Rollcall ended before this was sent. It did not leave.'

/** Parts of the delivery that is, or was last, under way. */
export function currentParts({ body, parts }: KeptNotice): KeptPart[] {
  const prefix = partPrefix(body.draft.id, body.deliveries)
  return parts.filter(({ id }) => id.startsWith(prefix))
}

/** A notice with parts of it that changed. */
export function withParts(notice: KeptNotice, changed: readonly KeptPart[]): KeptNotice {
  const byId = new Map(changed.map((part) => [part.id, part]))
  return { ...notice, parts: notice.parts.map((part) => byId.get(part.id) ?? part) }
}

/** What a delivery came to, by its parts; `sending` while one of them waits or is under way. */
export function outcomeOf(parts: readonly Pick<KeptPart, 'state'>[]): Extract<NoticeState, 'sending' | 'unknown' | 'stopped' | 'failed' | 'sent'> {
  const has = (...states: KeptPart['state'][]): boolean => parts.some(({ state }) => states.includes(state))
  if (has('waiting', 'begun')) return 'sending'
  if (has('unknown')) return 'unknown'
  if (has('stopped')) return 'stopped'
  return has('sent', 'confirmed', 'not-confirmed') ? 'sent' : 'failed'
}

/** The notice after a delivery came to its end: a window waits for its next step, if the one before it went well and nobody stopped it. */
export function settled(notice: KeptNotice): NoticeBody {
  const { body } = notice
  const outcome = outcomeOf(currentParts(notice))
  if (outcome === 'sending') return body
  const next = nextStep(body.steps)
  // Whoever stops a window wants nothing more of it to leave, also where there was nothing left to stop.
  if (outcome === 'sent' && next && body.state === 'stopped') return { ...body, undoUntilMs: null }
  // A step that was sent by hand after the time of the next one: that one waited for nobody, and is not sent so much later by itself.
  if (outcome === 'sent' && next && body.steps.some(({ state, atMs }) => state === 'done' && atMs >= next.atMs)) return { ...missed(body, next.step, 'Its time passed before the step before it was sent.'), undoUntilMs: null }
  const isCancelled = body.steps.some(({ step, state }) => step === 'cancelled' && state === 'done')
  return { ...body, state: outcome !== 'sent' ? outcome : next ? 'scheduled' : isCancelled ? 'cancelled' : 'sent', undoUntilMs: null }
}

/** As settled(), where what was unknown is known later: a step whose time passed meanwhile is not sent by itself. */
export function settledLater(notice: KeptNotice, nowMs: number): NoticeBody {
  const body = settled(notice)
  const next = body.state === 'scheduled' ? nextStep(body.steps) : undefined
  return next && next.atMs <= nowMs ? missed(body, next.step, 'Its time passed while it was not known what became of the step before.') : body
}

/**
 * A notice as the next start finds it. What was handed over and not answered is unknown; what had not left does not leave any more by itself;
 * a time that has passed was missed.
 */
export function interrupted(notice: KeptNotice, nowMs: number): { readonly body: NoticeBody; readonly changed: readonly KeptPart[] } {
  const changed = notice.parts.flatMap((part): KeptPart[] => {
    if (part.state === 'begun') return [{ ...part, state: 'unknown', detail: ENDED_BETWEEN }]
    if (part.state === 'waiting') return [{ ...part, state: 'stopped', detail: ENDED_BEFORE }]
    return []
  })
  // Its audit record is looked at by the sender: until it has its end, the notice stays at hand.
  const after = withParts(notice, changed)
  const { body } = after
  switch (body.state) {
    case 'draft':
    case 'missed':
    case 'failed':
    case 'cancelled':
      return { body, changed }
    case 'undoable':
      return { body: { ...body, state: 'stopped', undoUntilMs: null, remark: 'Rollcall ended before it was sent. Nobody has it.' }, changed }
    case 'sending':
    case 'sent':
    case 'stopped':
    case 'unknown': {
      const next = settled(after)
      const wasCut = changed.length > 0
      return { body: missedWhileAway({ ...next, remark: wasCut ? 'Rollcall ended while it was being sent. Nothing more was sent by itself.' : body.remark }, nowMs), changed }
    }
    case 'scheduled':
      return { body: missedWhileAway(body, nowMs), changed }
    default:
      throw new Error(`Unexpected: ${JSON.stringify(body.state satisfies never)}`)
  }
}

/** A step whose time came while Rollcall was closed, however short ago, is not sent by itself. */
function missedWhileAway(body: NoticeBody, nowMs: number): NoticeBody {
  const next = body.state === 'scheduled' ? nextStep(body.steps) : undefined
  if (!next || next.atMs > nowMs) return body
  return missed(body, next.step, 'Its time passed while Rollcall was closed.')
}

/** Of an interruption nothing is to be said any more; why a step was missed is. */
export function withoutRemark(body: NoticeBody): NoticeBody {
  return body.state === 'missed' ? body : { ...body, remark: '' }
}

export function missed(body: NoticeBody, step: NoticeBody['steps'][number]['step'], why: string): NoticeBody {
  return { ...body, state: 'missed', steps: withStep(body.steps, step, 'missed'), remark: why }
}

/**
 * Whoever has it, or may have it. A server counts connections, and one person may hold several: where Rollcall sees the
 * people, more connections than people are still these people.
 */
export function peopleReached(parts: readonly KeptPart[]): number {
  return parts.reduce((total, { state, people: there, delivered }) => {
    if (state === 'confirmed') return total + (delivered === null ? there : there > 0 ? Math.min(delivered, there) : delivered)
    return state === 'sent' || state === 'not-confirmed' || state === 'begun' || state === 'unknown' ? total + there : total
  }, 0)
}

/** `Stopped. 412 people already have it.` */
export function stoppedSentence(parts: readonly KeptPart[]): string {
  const reached = peopleReached(parts)
  return reached === 0 ? 'Stopped. Nobody has it.' : `Stopped. ${people(reached)} already ${reached === 1 ? 'has' : 'have'} it.`
}
