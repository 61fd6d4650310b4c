import type { NoticeStep, NoticeView } from '../../../../shared/notices.ts'

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
  /** Steps of a maintenance window that can be sent now. */
  readonly steps: readonly NoticeStep[]
}

const windowSteps: readonly NoticeStep[] = ['in-progress', 'verifying', 'completed']

/** What can be done with a notice in its state; the main process decides again. */
export function actionsFor(view: NoticeView, nowMs: number): NextActions {
  const { state, parts, draft } = view
  const left = parts.some((part) => part.state !== 'waiting' && part.state !== 'stopped' && part.state !== 'failed')
  const ended = state === 'sent' || state === 'stopped' || state === 'unknown' || (state === 'scheduled' && left) || (state === 'failed' && left) || (state === 'cancelled' && left)
  const open = windowSteps.filter((step) => !parts.some((part) => part.step === step && part.state !== 'stopped'))
  const closed = state === 'cancelled' || state === 'draft' || parts.some((part) => part.step === 'completed' && part.state !== 'stopped')
  return {
    undo: state === 'undoable' && view.undoUntilMs !== null && view.undoUntilMs > nowMs,
    stop: state === 'sending',
    cancel: state === 'scheduled' || state === 'missed',
    correct: ended && left,
    resend: (ended || state === 'failed') && parts.some((part) => part.state !== 'stopped') && parts.some((part) => part.state === 'not-confirmed' || part.state === 'failed' || part.state === 'stopped'),
    reopen: state === 'draft',
    reviewNow: state === 'missed' && draft.when.kind === 'at',
    again: (state === 'stopped' || state === 'failed' || state === 'cancelled') && !left,
    steps: state === 'cancelled' && left && draft.when.kind === 'window' && !parts.some((part) => part.step === 'cancelled') ? ['cancelled'] : draft.when.kind === 'window' && left && !closed && state !== 'undoable' && state !== 'sending' ? open : [],
  }
}

/** Whole seconds of undo that are left, never below 0. */
export function undoSecondsLeft(view: Pick<NoticeView, 'undoUntilMs'>, nowMs: number): number {
  return view.undoUntilMs === null ? 0 : Math.max(0, Math.ceil((view.undoUntilMs - nowMs) / 1_000))
}
