import type { AudienceCount, NoticeSettings, NoticeStep } from '../../../../shared/notices.ts'
import { stepWord } from '../../../../shared/step-word.ts'
import { count, counted } from '../../../text/numbers.ts'

/** `Send **IN PROGRESS** to **1,288 people** at **Lincoln High** now.` */
export function stepSentence(step: NoticeStep, { online, perTarget }: Pick<AudienceCount, 'online' | 'perTarget'>, ways: readonly Pick<NoticeSettings, 'targetId' | 'schoolName'>[]): string {
  const schools = [...new Set(perTarget.map(({ targetId, name }) => (ways.find((way) => way.targetId === targetId)?.schoolName ?? name).replaceAll('*', '')))]
  const more = schools.length > 5 ? ` and ${schools.length - 5} more` : ''
  return `Send **${stepWord(step).toUpperCase()}** to **${counted(online, 'person', 'people')}**${schools.length === 0 ? '' : ` at **${schools.slice(0, 5).join(', ')}${more}**`} now.`
}

/** Verb and number: `Send “In progress” to 1,288`. */
export function stepButton(step: NoticeStep, answer: Pick<AudienceCount, 'online'> | null): string {
  return answer === null ? `Send “${stepWord(step)}”` : `Send “${stepWord(step)}” to ${count(answer.online)}`
}

/** Why the button is off; null: it is on. Nobody is told to send what nobody has counted. */
export function stepBlock(answer: Pick<AudienceCount, 'problems'> | null): string | null {
  return answer === null ? 'Counting…' : (answer.problems[0] ?? null)
}
