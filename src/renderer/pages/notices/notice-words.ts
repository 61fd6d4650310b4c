import { groupWords } from '../../../shared/group-words.ts'
import type { AudiencePart, AudienceRule, NoticeKind, NoticePart, NoticeState, NoticeView, NoticeWay } from '../../../shared/notices.ts'
import { stepWord } from '../../../shared/step-word.ts'
import { count, counted } from '../../text/numbers.ts'
import { assertNever, type Tone } from '../../text/words.ts'

/* The words of notices. Every switch is closed. */

export function kindWord(kind: NoticeKind): string {
  switch (kind) {
    case 'announcement': return 'Announcement'
    case 'maintenance': return 'Maintenance'
    case 'urgent': return 'Urgent'
    case 'emergency': return 'Emergency'
    default: return assertNever(kind)
  }
}

/** What a kind is for, in a sentence. */
export function kindSentence(kind: NoticeKind): string {
  switch (kind) {
    case 'announcement': return 'News that can wait: an event, a form, a menu. Quiet hours hold it back.'
    case 'maintenance': return 'A time in which the platform does not work, with a reminder and its steps.'
    case 'urgent': return 'Has to be read now: a late bus, a changed exam room. Goes out in quiet hours too.'
    case 'emergency': return 'Hold, secure, lockdown, evacuate, shelter. A second person agrees; there is no undo.'
    default: return assertNever(kind)
  }
}

export function noticeStateWord(state: NoticeState): string {
  switch (state) {
    case 'draft': return 'Draft'
    case 'scheduled': return 'Scheduled'
    case 'missed': return 'Missed'
    case 'undoable': return 'About to be sent'
    case 'sending': return 'Sending'
    case 'sent': return 'Sent'
    case 'stopped': return 'Stopped'
    case 'unknown': return 'Unknown, check'
    case 'failed': return 'Failed'
    case 'cancelled': return 'Cancelled'
    default: return assertNever(state)
  }
}

type FollowUp = NonNullable<NoticeView['draft']['corrects']>['how']

/** What a notice is to the one that it follows. */
export function followUpWord(how: FollowUp): string {
  switch (how) {
    case 'correct': return 'Correction'
    case 'retract': return 'Retraction'
    case 'resend': return 'Sent again'
    default: return assertNever(how)
  }
}

/** What it does to the one that it follows. */
export function followUpVerb(how: FollowUp): string {
  switch (how) {
    case 'correct': return 'Corrects'
    case 'retract': return 'Retracts'
    case 'resend': return 'Sends again'
    default: return assertNever(how)
  }
}

/** A notice's state; of a window whose work has begun, how far it is. */
export function stateWord({ state, steps }: Pick<NoticeView, 'state' | 'steps'>): string {
  const at = state === 'scheduled' ? steps.findLast((each) => each.state === 'done')?.step : undefined
  return at === 'in-progress' || at === 'verifying' ? stepWord(at) : noticeStateWord(state)
}

/** Who sent or wrote it, and who agreed: `maria, agreed by u-2 (PRINCIPAL) on SkillCore`. */
export function byWords({ createdBy, approvedBy }: Pick<NoticeView, 'createdBy' | 'approvedBy'>): string {
  if (approvedBy === null) return createdBy
  return approvedBy.startsWith('override ') ? `${createdBy}, by ${approvedBy}` : `${createdBy}, agreed by ${approvedBy}`
}

export function noticeStateTone(state: NoticeState): Tone {
  switch (state) {
    case 'sent': return 'ok'
    case 'scheduled': case 'undoable': case 'sending': return 'info'
    case 'missed': case 'stopped': case 'unknown': return 'warning'
    case 'failed': return 'critical'
    case 'draft': case 'cancelled': return 'neutral'
    default: return assertNever(state)
  }
}

export function partStateWord(state: NoticePart['state']): string {
  switch (state) {
    case 'waiting': return 'Waiting'
    case 'begun': return 'Being sent'
    case 'sent': return 'Sent, no receipt'
    case 'confirmed': return 'Confirmed'
    case 'not-confirmed': return 'Not confirmed'
    case 'failed': return 'Failed'
    case 'unknown': return 'Unknown, check'
    case 'stopped': return 'Not sent'
    default: return assertNever(state)
  }
}

export function partStateTone(state: NoticePart['state']): Tone {
  switch (state) {
    case 'confirmed': return 'ok'
    case 'waiting': case 'begun': return 'info'
    case 'sent': case 'stopped': return 'neutral'
    case 'not-confirmed': case 'unknown': return 'warning'
    case 'failed': return 'critical'
    default: return assertNever(state)
  }
}

/** What became of a planned step. */
export function stepStateWord(state: NoticeView['steps'][number]['state']): string {
  switch (state) {
    case 'waiting': return 'planned'
    case 'done': return 'sent'
    case 'missed': return 'missed'
    case 'skipped': return 'not sent'
    default: return assertNever(state)
  }
}

export function wayWord(way: NoticeWay | 'none'): string {
  switch (way) {
    case 'admin-feed': return 'Admin feed'
    case 'application-socket': return 'Application socket'
    case 'http': return 'HTTP'
    case 'none': return 'No way out'
    default: return assertNever(way)
  }
}

/** `role teacher on Lincoln High`. */
export function audiencePartWords(part: AudiencePart, names: Readonly<Record<string, string>>): string {
  const on = (targetId: string): string => names[targetId] ?? targetId
  switch (part.kind) {
    case 'everybody': return 'everybody'
    case 'target': return `everybody on ${on(part.targetId)}`
    case 'namespace': return `${part.namespace} on ${on(part.targetId)}`
    case 'role': return `role ${part.role} on ${on(part.targetId)}`
    case 'room': return `room ${part.room} on ${on(part.targetId)}`
    case 'group': return `${groupWords(part.what, part.id)} on ${on(part.targetId)}`
    case 'person': return `${part.key.personId} on ${on(part.key.targetId)}`
    default: return assertNever(part)
  }
}

/** An audience in one line: `role teacher on Lincoln High, but not room staff-7 on Lincoln High`; empty: `nobody yet`. */
export function audienceWords(rule: AudienceRule, names: Readonly<Record<string, string>>): string {
  if (rule.include.length === 0) return 'nobody yet'
  const list = (parts: readonly AudiencePart[]): string => parts.map((part) => audiencePartWords(part, names)).join(', ')
  return rule.exclude.length === 0 ? list(rule.include) : `${list(rule.include)}, but not ${list(rule.exclude)}`
}

/** `12 of 21`; `12` where nobody says of how many, or where more read it than it was delivered to. */
export function readWords({ delivered, read }: Pick<NoticePart, 'delivered' | 'read'>): string {
  if (read === null) return ''
  return delivered === null || read > delivered ? count(read) : `${count(read)} of ${count(delivered)}`
}

/** What is known of the arrival; what a server does not say is said so and never a zero. */
export function totalsWords(view: Pick<NoticeView, 'state' | 'totals' | 'parts'>): string {
  const { totals, parts } = view
  if (parts.length === 0) return view.state === 'draft' ? '' : counted(totals.people, 'person', 'people')
  const words = [`${count(totals.sent)} of ${count(totals.people)} sent`]
  words.push(totals.delivered === null ? 'no receipts' : `${count(totals.delivered)} delivered`)
  if (totals.read !== null) words.push(`${count(totals.read)} read`)
  if (totals.failed > 0) words.push(`${count(totals.failed)} failed`)
  const silent = parts.filter((part) => part.state === 'not-confirmed').length
  if (silent > 0) words.push(`${counted(silent, 'part')} not confirmed`)
  return words.join(' · ')
}

export interface SentencePart {
  readonly text: string
  readonly bold: boolean
}

/** `Send **URGENT** to **1,288 people** now.` as parts; a `**` without its partner stays as it stands. */
export function sentenceParts(sentence: string): readonly SentencePart[] {
  const pieces = sentence.split('**')
  // An even number of pieces: the last mark has no partner.
  if (pieces.length % 2 === 0) {
    const last = pieces.pop() ?? ''
    pieces.push(`${pieces.pop() ?? ''}**${last}`)
  }
  return pieces.map((text, index) => ({ text, bold: index % 2 === 1 })).filter(({ text }) => text !== '')
}

/** The first title that says something; a notice without one is told apart by its kind. */
export function noticeTitle(view: Pick<NoticeView, 'draft'>): string {
  const title = view.draft.texts.find((text) => text.title.trim() !== '')?.title.trim()
  return title ?? 'No title yet'
}

/** What is not in another list: while older ones are asked for, newer ones move down into them. */
export function withoutKnown(views: readonly NoticeView[], known: readonly NoticeView[]): readonly NoticeView[] {
  const ids = new Set(known.map(({ draft }) => draft.id))
  return views.filter(({ draft }) => !ids.has(draft.id))
}
