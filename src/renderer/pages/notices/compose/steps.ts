import type { NoticeApproval, NoticeDraft, NoticeKind, NoticeReview } from '../../../../shared/notices.ts'
import { languageName } from '../../../../shared/languages.ts'
import { NOTICE_BODY_CHARS_MAX, NOTICE_TITLE_CHARS_MAX } from '../../../../shared/limits.ts'
import { saysNotADrill } from '../../../../shared/words-to-send.ts'
import type { ComposeStep } from '../../../state/view-store.ts'
import { DRILL_MARK, openFields } from '../template-text.ts'

/* The steps of a notice, and what each still lacks, in words. What may be sent is decided by the main process at review. */

export const stepsInOrder: readonly ComposeStep[] = ['type', 'audience', 'message', 'when', 'review']
export const stepTitles: Readonly<Record<ComposeStep, string>> = { type: 'Type', audience: 'Audience', message: 'Message', when: 'When', review: 'Review' }

export function stepAfter(step: ComposeStep): ComposeStep | null {
  return stepsInOrder[stepsInOrder.indexOf(step) + 1] ?? null
}

export function stepBefore(step: ComposeStep): ComposeStep | null {
  return stepsInOrder[stepsInOrder.indexOf(step) - 1] ?? null
}

/** What a step lacks; empty: nothing. Review asks the main process. */
export function lacking(draft: NoticeDraft, step: ComposeStep, nowMs: number): readonly string[] {
  switch (step) {
    case 'type': case 'review': return []
    case 'audience': return draft.audience.include.length === 0 ? ['Choose who is to get it.'] : []
    case 'message': return messageLacks(draft)
    case 'when': return whenLacks(draft, nowMs)
    default: {
      const never: never = step
      return never
    }
  }
}

function messageLacks(draft: NoticeDraft): readonly string[] {
  const lacks: string[] = []
  const several = draft.texts.length > 1
  for (const { language, title, body } of draft.texts) {
    const of = several ? ` (${languageName(language)})` : ''
    // The mark of a drill alone is no title.
    if (title.replace(`${DRILL_MARK}:`, '').trim() === '') lacks.push(`Write a title${of}.`)
    if (body.trim() === '') lacks.push(`Write the message${of}.`)
    if (title.length > NOTICE_TITLE_CHARS_MAX) lacks.push(`Shorten the title${of}.`)
    if (body.length > NOTICE_BODY_CHARS_MAX) lacks.push(`Shorten the message${of}.`)
    if (draft.drill && saysNotADrill(`${title}\n${body}`)) lacks.push(`Take “not a drill” out of the text${of}.`)
  }
  const fields = openFields(draft.texts)
  if (fields.length > 0) lacks.push(`Fill in ${fields.map((name) => `{${name}}`).join(', ')}.`)
  return lacks
}

function whenLacks({ when, kind }: NoticeDraft, nowMs: number): readonly string[] {
  switch (when.kind) {
    case 'now': return []
    case 'at': return when.atMs <= nowMs ? ['This time is past.'] : []
    case 'window': {
      if (kind !== 'maintenance') return ['Only maintenance has a window. Choose now or later.']
      if (when.endMs <= when.startMs) return ['The window ends before it begins.']
      return when.startMs <= nowMs ? ['The window begins in the past.'] : []
    }
    default: {
      const never: never = when
      return never
    }
  }
}

/** All that is lacking before review, with its step. */
export function lackingBefore(draft: NoticeDraft, nowMs: number): readonly { readonly step: ComposeStep; readonly sentence: string }[] {
  return stepsInOrder.flatMap((step) => lacking(draft, step, nowMs).map((sentence) => ({ step, sentence })))
}

/**
 * A draft of another kind. What a kind says of urgency goes with it; an emergency takes over no audience,
 * and only maintenance has a window.
 */
export function withKind(draft: NoticeDraft, kind: NoticeKind): NoticeDraft {
  if (kind === draft.kind) return draft
  return {
    ...draft,
    kind,
    severity: usualSeverity(kind),
    dismissable: kind !== 'emergency',
    templateId: null,
    audience: kind === 'emergency' ? { include: [], exclude: [] } : draft.audience,
    when: kind === 'emergency' || (draft.when.kind === 'window' && kind !== 'maintenance') ? { kind: 'now' } : draft.when,
  }
}

export function usualSeverity(kind: NoticeKind): NoticeDraft['severity'] {
  return kind === 'emergency' ? 'critical' : kind === 'urgent' ? 'warning' : 'info'
}

/** A kept draft as it is opened again: an emergency comes back without an audience, unless it corrects or retracts another. */
export function asReopened(draft: NoticeDraft): { readonly draft: NoticeDraft; readonly remark: string | null } {
  const keeps = draft.corrects !== null && draft.corrects.how !== 'resend'
  if (draft.kind !== 'emergency' || keeps || draft.audience.include.length + draft.audience.exclude.length === 0) return { draft, remark: null }
  return { draft: { ...draft, audience: { include: [], exclude: [] } }, remark: 'An emergency never keeps its audience: choose it anew.' }
}

/** What somebody typed and ticked at review. */
export interface Given {
  readonly typed: string
  readonly approval: NoticeApproval | null
  /** The same words were sent before, and somebody ticked that they are sent again. */
  readonly repeat: boolean
}

export const REPEAT_LABEL = 'Send it again all the same'

/** Why the send button is off, in words; null: it is on. */
export function sendBlock(review: NoticeReview, given: Given, nowMs: number): string | null {
  const [problem] = review.problems
  if (problem !== undefined) return problem
  if (nowMs >= review.validUntilMs) return 'This review is too old. Review again.'
  if (review.repeats.length > 0 && !given.repeat) return `Tick “${REPEAT_LABEL}” first.`
  if (review.typeToConfirm !== null && given.typed.trim() !== review.typeToConfirm) return `Type “${review.typeToConfirm}” first.`
  if (!review.needsApproval) return null
  const { approval } = given
  if (approval === null) return 'A second person has to agree first.'
  if (approval.kind === 'override') return approval.reason.trim().length < 10 ? 'Say in at least 10 characters why nobody else can agree.' : null
  return approval.targetId === '' || approval.email.trim() === '' || approval.password === '' ? 'A second person has to sign in first.' : null
}
