import type { NoticePart, NoticeView } from '../../shared/notices.ts'
import { stepWord } from '../../shared/step-word.ts'
import { counted } from '../answers.ts'
import type { KeptNotice, KeptPart } from '../store/notice-store.ts'
import { nextStep } from './schedule.ts'
import { currentParts, peopleReached, stoppedSentence } from './state.ts'
import { people } from './words.ts'
import { timeText, zoneOf } from './zone-time.ts'

/** How the detail of a part begins of which somebody found out what became of it. */
export const FOUND_OUT = 'Found out by '

/** A notice as the window sees it. */
export function viewOf(notice: KeptNotice): NoticeView {
  const { body, parts } = notice
  const next = body.state === 'scheduled' ? nextStep(body.steps) : undefined
  return {
    draft: body.draft,
    state: body.state,
    sentence: sentenceOf(notice),
    createdBy: body.createdBy,
    approvedBy: body.approvedBy,
    createdAtMs: body.createdAtMs,
    steps: body.steps,
    nextAtMs: next?.atMs ?? null,
    undoUntilMs: body.state === 'undoable' ? body.undoUntilMs : null,
    parts: parts.map(partView),
    totals: totalsOf(parts),
    correctedBy: body.correctedBy,
    textHash: body.textHash,
  }
}

function partView({ id, step, targetId, targetName, way, namespace, room, event, state, people: there, delivered, read, atMs, detail }: KeptPart): NoticePart {
  return { id, step, targetId, targetName, way, namespace, room, event, state, people: there, delivered, read, atMs, detail }
}

/** Numbers of all deliveries; `sent` counts people whom a packet left for. Null: no server said anything. */
export function totalsOf(parts: readonly KeptPart[]): NoticeView['totals'] {
  const said = (of: (part: KeptPart) => number | null): number | null => (parts.some((part) => of(part) !== null) ? parts.reduce((total, part) => total + (of(part) ?? 0), 0) : null)
  const sumOf = (...states: KeptPart['state'][]): number => parts.reduce((total, part) => total + (states.includes(part.state) ? part.people : 0), 0)
  return {
    people: parts.reduce((total, part) => total + part.people, 0),
    sent: sumOf('begun', 'sent', 'confirmed', 'not-confirmed', 'unknown'),
    delivered: said(({ delivered }) => delivered),
    read: said(({ read }) => read),
    failed: sumOf('failed'),
  }
}

function sentenceOf(notice: KeptNotice): string {
  const { body } = notice
  const parts = currentParts(notice)
  const remark = body.remark === '' ? '' : ` ${body.remark}`
  switch (body.state) {
    case 'draft':
      return `Draft.${remark}`
    case 'scheduled': {
      const next = nextStep(body.steps)
      return next ? `Next: ${next.step === 'announce' ? 'it is sent' : `“${stepWord(next.step)}”`} at ${timeText(next.atMs, zoneOf(body.draft.when))}.${remark}` : `Scheduled.${remark}`
    }
    case 'missed':
      return `Missed. ${body.remark || 'Its time has passed.'} Nothing was sent by itself: ${body.draft.when.kind === 'window' ? 'send the step now, go on without it, or cancel the rest.' : 'review and send it, or cancel it.'}`
    case 'undoable':
      return 'Will be sent in a moment. Undo keeps it here.'
    case 'sending': {
      const left = parts.filter(({ state }) => state === 'waiting').length
      return `Sending: ${parts.length - left} of ${counted(parts.length, 'packet')} ${parts.length - left === 1 ? 'has' : 'have'} left.`
    }
    case 'sent':
      return `${sentWords(parts)}${remark}`
    case 'stopped':
      return `${stoppedSentence(parts)}${nextStep(body.steps) ? ' Its further steps are not sent by themselves.' : ''}${remark}`
    case 'unknown': {
      const open = parts.filter(({ state }) => state === 'unknown')
      return `${remark} It is not known whether ${counted(open.length, 'packet')} arrived (${people(peopleReached(open))}): look at a recipient, then say here what you found.${remark === '' ? ' It is not sent again by itself.' : ''}`.trim()
    }
    case 'failed':
      return `${parts.some(({ detail }) => detail.startsWith(FOUND_OUT)) ? '' : 'Not sent. '}${parts.find(({ detail }) => detail !== '')?.detail ?? ''}${remark}`.trim()
    case 'cancelled':
      return body.steps.some(({ step, state }) => step === 'cancelled' && state === 'done') ? `Cancelled, and people were told. ${sentWords(parts)}${remark}` : `Cancelled.${remark}`
    default:
      throw new Error(`Unexpected: ${JSON.stringify(body.state satisfies never)}`)
  }
}

function sentWords(parts: readonly KeptPart[]): string {
  const count = (...states: KeptPart['state'][]): number => parts.filter(({ state }) => states.includes(state)).length
  const words = [`Sent to ${people(peopleReached(parts))}.`]
  const connections = parts.reduce((sum, { delivered }) => sum + (delivered ?? 0), 0)
  if (connections > peopleReached(parts)) words.push(`The platforms counted ${counted(connections, 'connection')}.`)
  if (count('confirmed') === parts.length) words.push('Every platform confirmed it.')
  else if (count('sent') > 0) words.push('Not every way confirms.')
  if (count('not-confirmed') > 0) words.push(`${counted(count('not-confirmed'), 'packet')} not confirmed: that is not the same as not arrived.`)
  if (count('failed') > 0) words.push(`${counted(count('failed'), 'packet')} failed.`)
  return words.join(' ')
}
