import type { Failure } from '../../../shared/ipc.ts'
import type { ActionPreview, ActionRequest, AuditRecord, RoomKey } from '../../../shared/presence.ts'
import type { ActionDraft } from '../../state/view-store.ts'
import { counted } from '../../text/numbers.ts'
import { auditResultTone, auditResultWord } from '../../text/presence-words.ts'
import type { Tone } from '../../text/words.ts'
import { actionVerb } from './action-reasons.ts'

/** Shortest reason that the audit log takes (contract of action:run). */
export const REASON_CHARS_MIN = 3
export const REASON_CHARS_MAX = 500

/** Where an action dialog is. Nothing was sent before `sending`. */
export type ActionState =
  | { readonly at: 'choosing' }
  | { readonly at: 'loading' }
  | { readonly at: 'ready'; readonly preview: ActionPreview }
  | { readonly at: 'not-possible'; readonly problem: Failure['problem'] }
  | { readonly at: 'sending'; readonly preview: ActionPreview }
  | { readonly at: 'done'; readonly record: AuditRecord }
  | { readonly at: 'not-sent'; readonly problem: Failure['problem'] }

/** The request of a draft; undefined while the room is still to be named. */
export function requestOf(draft: ActionDraft, room: RoomKey | null): ActionRequest | undefined {
  if (draft.kind === 'disconnect') return { kind: 'disconnect', person: draft.person, socketId: draft.socketId }
  if (room === null || room.room.trim() === '') return undefined
  return { kind: draft.kind, person: draft.person, room: { ...room, room: room.room.trim() } }
}

/** The state after the preview came. */
export function previewed(answer: { readonly ok: true; readonly value: ActionPreview } | Failure): ActionState {
  return answer.ok ? { at: 'ready', preview: answer.value } : { at: 'not-possible', problem: answer.problem }
}

/** The state after the action was run. */
export function finished(answer: { readonly ok: true; readonly value: AuditRecord } | Failure): ActionState {
  return answer.ok ? { at: 'done', record: answer.value } : { at: 'not-sent', problem: answer.problem }
}

/** Whether the button may be pressed now. */
export function mayRun(state: ActionState, reason: string): boolean {
  return state.at === 'ready' && state.preview.refused === null && reason.trim().length >= REASON_CHARS_MIN
}

/** The button carries the verb and the count: `Disconnect 14 sockets`. */
export function buttonWords(kind: ActionRequest['kind'], state: ActionState): string {
  if (state.at === 'sending') return 'Sending…'
  const verb = actionVerb(kind)
  return state.at === 'ready' && state.preview.refused === null ? `${verb}: ${counted(state.preview.sockets, 'socket')}` : verb
}

/** What came of it, in a sentence, with the tone of its mark. */
export function resultWords(record: AuditRecord): { readonly tone: Exclude<Tone, 'neutral'>; readonly text: string } {
  const tone = auditResultTone(record.result)
  const rest = record.detail === '' ? defaultDetail(record.result) : record.detail
  return { tone: tone === 'neutral' ? 'info' : tone, text: `${auditResultWord(record.result)}. ${rest}` }
}

function defaultDetail(result: AuditRecord['result']): string {
  switch (result) {
    case 'confirmed': return 'The admin feed shows that it happened.'
    case 'sent': return 'Nothing confirms it: this server tells counts only.'
    case 'unknown': return 'It was sent, but the admin feed did not show it within 5 s.'
    case 'failed': return 'Nothing was changed.'
    case 'pending': return 'The audit log has no result yet.'
    default: {
      const never: never = result
      return never
    }
  }
}
