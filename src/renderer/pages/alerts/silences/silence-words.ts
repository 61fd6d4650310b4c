import type { Silence, SilenceMatcher } from '../../../../shared/alerts.ts'
import { count, counted } from '../../../text/numbers.ts'
import { duration, since } from '../../../text/times.ts'
import { assertNever } from '../../../text/words.ts'

/* The words of silences. */

export const matcherFields = ['school', 'cause', 'severity', 'namespace', 'event', 'room', 'rule', 'title'] as const satisfies readonly SilenceMatcher['field'][]

export function fieldWord(field: SilenceMatcher['field']): string {
  switch (field) {
    case 'school': return 'School'
    case 'cause': return 'Cause'
    case 'severity': return 'Severity'
    case 'namespace': return 'Namespace'
    case 'event': return 'Event'
    case 'room': return 'Room'
    case 'rule': return 'Rule'
    case 'title': return 'Title'
    default: return assertNever(field)
  }
}

/** `school is “Lincoln High” and cause is not “drift”`. */
export function matchersWords(matchers: readonly SilenceMatcher[]): string {
  return matchers.map(({ field, is, not }) => `${fieldWord(field).toLowerCase()} is ${not ? 'not ' : ''}“${is}”`).join(' and ')
}

/** `ends in 1 h 12 min, at 16:00`. */
export function endsWords({ endsAtMs }: Pick<Silence, 'endsAtMs'>, nowMs: number): string {
  const left = endsAtMs - nowMs
  return left <= 0 ? `ended ${since(endsAtMs, nowMs)}` : `ends in ${duration(left)}, at ${since(endsAtMs, nowMs)}`
}

/** `starts in 20 min, at 14:00, for 2 h`. */
export function startsWords({ startsAtMs, endsAtMs }: Pick<Silence, 'startsAtMs' | 'endsAtMs'>, nowMs: number): string {
  return `starts in ${duration(startsAtMs - nowMs)}, at ${since(startsAtMs, nowMs)}, for ${duration(endsAtMs - startsAtMs)}`
}

/** `Affects 12 open alerts now.` */
export function affectsWords(affects: number): string {
  return affects === 0 ? 'Affects no open alert now.' : `Affects ${counted(affects, 'open alert')} now.`
}

/** What is ticked before many alerts are silenced at once. */
export function tickWords(affects: number): string {
  return `Yes, silence ${count(affects)} alerts`
}
