import { stepWord } from '../../shared/step-word.ts'
import { counted } from '../answers.ts'
import { cleaned } from '../monitor/mask.ts'
import type { KeptNotice } from '../store/notice-store.ts'
import { nextStep } from './schedule.ts'
import { currentParts } from './state.ts'
import { timeText, zoneOf } from './zone-time.ts'

/** What is lost if Rollcall is closed now: one question, before it is too late. */
export interface LeaveQuestion {
  readonly message: string
  readonly detail: string
}

/** A step further away does not ask at every closing; it is missed and says so if Rollcall stays closed until then. */
const SOON_MS = 24 * 3600_000
const LINES_MAX = 5
const TITLE_CHARS_MAX = 60

/** What waits or is under way and needs Rollcall to run; undefined: nothing. @param active notices that are not over */
export function leaveQuestion(active: readonly KeptNotice[], nowMs: number): LeaveQuestion | undefined {
  const sending = active.filter(({ body }) => body.state === 'undoable' || body.state === 'sending')
  const waiting = active.flatMap((notice) => {
    const next = notice.body.state === 'scheduled' ? nextStep(notice.body.steps) : undefined
    return next && next.atMs - nowMs <= SOON_MS ? [{ notice, next }] : []
  }).sort((a, b) => a.next.atMs - b.next.atMs)
  const lines = [
    ...sending.map((notice) => {
      const parts = currentParts(notice)
      const left = parts.filter(({ state }) => state === 'waiting').length
      return `${titleOf(notice)}: ${left} of ${counted(parts.length, 'packet')} ${left === 1 ? 'has' : 'have'} not left yet. Closed now, the rest is not sent.`
    }),
    ...waiting.map(({ notice, next }) => `${titleOf(notice)}${next.step === 'announce' ? '' : `: “${stepWord(next.step)}”`} is to be sent on ${timeText(next.atMs, zoneOf(notice.body.draft.when))}. Closed at that time, it is missed and asks at the next start.`),
  ]
  if (lines.length === 0) return undefined
  const more = lines.length - LINES_MAX
  const shown = more > 0 ? [...lines.slice(0, LINES_MAX), `And ${counted(more, 'more notice', 'more notices')}.`] : lines
  return { message: messageFor(sending.length, waiting.length), detail: shown.join('\n') }
}

function messageFor(sending: number, waiting: number): string {
  if (sending > 0) return sending === 1 ? 'A notice is being sent.' : `${sending} notices are being sent.`
  return waiting === 1 ? 'A notice waits for its time.' : `${waiting} notices wait for their time.`
}

/** `“Bus 12 is late”`; a title that a person pasted cannot disguise itself in the system's dialog. */
function titleOf({ body: { draft } }: KeptNotice): string {
  const title = cleaned(draft.texts[0]?.title.trim() ?? '')
  return `${draft.drill ? 'DRILL ' : ''}“${title.length > TITLE_CHARS_MAX ? `${title.slice(0, TITLE_CHARS_MAX - 1)}…` : title || 'Without a title'}”`
}
