import type { AlertAction } from '../../../shared/alerts.ts'
import type { AlertAsk } from '../../state/view-store.ts'
import { assertNever } from '../../text/words.ts'

/* What the dialog asks before something is done to alerts. Bounds are those of alertAction in the contract. */

const NOTE_CHARS_MIN = 3

export function askWords(ask: AlertAsk): { readonly verb: string; readonly about: string; readonly example: string } {
  switch (ask) {
    case 'acknowledge': return { verb: 'Acknowledge', about: 'Somebody has it. It makes no sound and no notification until the time is over.', example: 'Calling the family now' }
    case 'snooze': return { verb: 'Snooze', about: 'Quiet until it gets worse: higher severity, or many more of the same.', example: '' }
    case 'hand-over': return { verb: 'Hand over', about: 'Another owner. How it stands stays as it is.', example: 'Knows the family; calls at noon' }
    case 'escalate': return { verb: 'Escalate', about: 'One severity up, open again, and to the webhook of that severity.', example: 'Third class affected, need help from IT' }
    case 'resolve': return { verb: 'Resolve', about: 'Done. If the same matter comes back, it is an alert again.', example: 'Family reached, student arrived at 10:05' }
    case 'false-alarm': return { verb: 'Mark as false alarm', about: 'There was nothing. The rule’s count of false alarms rises; what a platform sent is resolved.', example: 'Field trip, the whole class was away' }
    default: return assertNever(ask)
  }
}

export function needsOwner(ask: AlertAsk): boolean {
  return ask === 'acknowledge' || ask === 'hand-over'
}

export function takesMinutes(ask: AlertAsk): boolean {
  return ask === 'acknowledge' || ask === 'snooze'
}

export function needsNote(ask: AlertAsk): boolean {
  return ask === 'hand-over' || ask === 'escalate'
}

/** What is wrong with a note, in a sentence. */
export function noteError(ask: AlertAsk, note: string): string | undefined {
  return needsNote(ask) && note.trim().length < NOTE_CHARS_MIN ? 'Say in a few words why.' : undefined
}

export function ownerError(owner: string): string | undefined {
  return owner === '' ? 'Say who it is.' : undefined
}

const usual: readonly { readonly minutes: number; readonly label: string }[] = [
  { minutes: 15, label: '15 minutes' }, { minutes: 30, label: '30 minutes' }, { minutes: 60, label: '1 hour' }, { minutes: 120, label: '2 hours' },
  { minutes: 240, label: '4 hours' }, { minutes: 480, label: '8 hours' }, { minutes: 1_440, label: '1 day' }, { minutes: 4_320, label: '3 days' },
]

/** Lengths that are offered, with the chosen one. */
export function minuteChoices(chosen: number): readonly { readonly minutes: number; readonly label: string }[] {
  if (usual.some(({ minutes }) => minutes === chosen)) return usual
  return [...usual, { minutes: chosen, label: `${chosen} minutes` }].sort((a, b) => a.minutes - b.minutes)
}

/** The action of a filled dialog. `owner` null: whoever sits here. */
export function actionOf(ask: AlertAsk, { owner, note, minutes }: { readonly owner: string | null; readonly note: string; readonly minutes: number }): AlertAction {
  switch (ask) {
    case 'acknowledge': return { kind: 'acknowledge', owner, note, minutes }
    case 'snooze': return { kind: 'snooze', minutes }
    case 'hand-over': return { kind: 'hand-over', owner: owner ?? '', note }
    case 'escalate': return { kind: 'escalate', note }
    case 'resolve': return { kind: 'resolve', note }
    case 'false-alarm': return { kind: 'false-alarm', note }
    default: return assertNever(ask)
  }
}
