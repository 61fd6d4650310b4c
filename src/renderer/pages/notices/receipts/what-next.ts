import type { NoticeStep, NoticeView } from '../../../../shared/notices.ts'
import { deliveryOf } from '../../../../shared/part-id.ts'

export interface NextActions {
  readonly undo: boolean
  readonly stop: boolean
  readonly cancel: boolean
  readonly correct: boolean
  readonly resend: boolean
  /** It is a draft, e.g. because it was undone. */
  readonly reopen: boolean
  /** Its time was missed: it can be reviewed and sent now. */
  readonly reviewNow: boolean
  /** Nobody has it: its words can be taken into a new draft. */
  readonly again: boolean
  /** A step was missed, and the window can go on without it. */
  readonly skip: boolean
  /** Steps of a maintenance window that can be sent now. */
  readonly steps: readonly NoticeStep[]
}

const windowSteps: readonly NoticeStep[] = ['in-progress', 'verifying', 'completed']

/** What can be done with a notice in its state; the main process decides again. */
export function actionsFor(view: NoticeView, nowMs: number): NextActions {
  const { state, parts, draft, steps } = view
  // Earlier deliveries were tried again, or are past.
  const last = Math.max(0, ...parts.map(({ id }) => deliveryOf(id)))
  const newest = parts.filter((part) => deliveryOf(part.id) === last)
  const left = parts.some((part) => part.state !== 'waiting' && part.state !== 'stopped' && part.state !== 'failed')
  const ended = state === 'sent' || state === 'stopped' || state === 'unknown' || (state === 'scheduled' && left) || (state === 'failed' && left) || (state === 'cancelled' && left)
  // A reminder goes by its time; one that was missed is still of use before the window begins.
  const reminder = draft.when.kind === 'window' && draft.when.startMs > nowMs && steps.some(({ step, state: each }) => step === 'reminder' && each === 'missed')
  const open = [...(reminder ? (['reminder'] as const) : []), ...windowSteps].filter((step) => !parts.some((part) => part.step === step && part.state !== 'stopped'))
  // What waits would still leave after its correction: that is stopped first.
  const isOut = state === 'sending' && !parts.some((part) => part.state === 'waiting')
  const closed = state === 'cancelled' || state === 'draft' || parts.some((part) => part.step === 'completed' && part.state !== 'stopped')
  return {
    undo: state === 'undoable' && view.undoUntilMs !== null && view.undoUntilMs > nowMs,
    stop: state === 'sending',
    cancel: state === 'scheduled' || state === 'missed',
    correct: (ended || state === 'missed' || isOut) && left,
    resend: (ended || state === 'failed') && parts.some((part) => part.state !== 'stopped') && newest.some((part) => part.state === 'not-confirmed' || part.state === 'failed' || part.state === 'stopped'),
    reopen: state === 'draft',
    reviewNow: state === 'missed' && draft.when.kind === 'at',
    skip: state === 'missed' && steps.some((step) => step.state === 'waiting'),
    again: (state === 'stopped' || state === 'failed' || state === 'cancelled') && !left,
    steps: state === 'cancelled' && left && draft.when.kind === 'window' && !parts.some((part) => part.step === 'cancelled') ? ['cancelled'] : draft.when.kind === 'window' && left && !closed && state !== 'undoable' && state !== 'sending' ? open : [],
  }
}

/** Whole seconds of undo that are left, never below 0. */
export function undoSecondsLeft(view: Pick<NoticeView, 'undoUntilMs'>, nowMs: number): number {
  return view.undoUntilMs === null ? 0 : Math.max(0, Math.ceil((view.undoUntilMs - nowMs) / 1_000))
}
