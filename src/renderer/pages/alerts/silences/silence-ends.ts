import type { Silence, SilenceForm, SilenceMatcher, SilencePreview } from '../../../../shared/alerts.ts'
import { SILENCE_DEFAULT_MS } from '../../../../shared/limits.ts'
import { parseLocalTime } from '../../events/local-time.ts'
import { since } from '../../../text/times.ts'
import { assertNever } from '../../../text/words.ts'
import { nextTimeOfDay } from '../rules/wall-time.ts'

/* When a silence begins and ends. Never for ever. */

export const endChoices = ['half-hour', 'two-hours', 'school-day', 'tomorrow', 'custom'] as const
export type EndChoice = (typeof endChoices)[number]

const SCHOOL_DAY_ENDS_HOUR = 16
const MORNING_HOUR = 8

/** When a silence that begins at `startsAtMs` ends; lengths are lengths, also in a night in which clocks change; times of day are the clocks'. */
export function endOf(choice: Exclude<EndChoice, 'custom'>, startsAtMs: number, zone?: string): number {
  switch (choice) {
    case 'half-hour': return startsAtMs + 30 * 60_000
    case 'two-hours': return startsAtMs + SILENCE_DEFAULT_MS
    case 'school-day': return nextTimeOfDay(startsAtMs, SCHOOL_DAY_ENDS_HOUR, 0, zone)
    case 'tomorrow': return nextTimeOfDay(startsAtMs, MORNING_HOUR, 0, zone, 1)
    default: return assertNever(choice)
  }
}

/** What a choice is called now: `End of the school day (16:00)`, `End of the school day (21 Nov, 16:00)`. */
export function endLabel(choice: EndChoice, startsAtMs: number, zone?: string): string {
  switch (choice) {
    case 'half-hour': return '30 minutes'
    case 'two-hours': return '2 hours'
    case 'school-day': return `End of the school day (${since(endOf(choice, startsAtMs, zone), startsAtMs, zone)})`
    case 'tomorrow': return `Tomorrow morning (${since(endOf(choice, startsAtMs, zone), startsAtMs, zone)})`
    case 'custom': return 'Another time…'
    default: return assertNever(choice)
  }
}

/** What the dialog holds while it is filled in. */
export interface SilenceDraft {
  /** The silence that is changed; null: a new one. */
  readonly editing: Silence | null
  readonly id: string
  readonly matchers: readonly SilenceMatcher[]
  readonly reason: string
  readonly start: 'now' | 'later'
  readonly startText: string
  readonly end: EndChoice
  readonly endText: string
}

export type SilenceTimes = { readonly ok: true; readonly startsAtMs: number; readonly endsAtMs: number } | { readonly ok: false; readonly place: 'start' | 'end'; readonly sentence: string }

/** The times of a draft, as of now. One that has begun keeps its beginning. */
export function timesOf(draft: Pick<SilenceDraft, 'editing' | 'start' | 'startText' | 'end' | 'endText'>, nowMs: number): SilenceTimes {
  let startsAtMs = nowMs
  if (draft.editing !== null && draft.editing.startsAtMs <= nowMs) startsAtMs = draft.editing.startsAtMs
  else if (draft.start === 'later') {
    const typed = parseLocalTime(draft.startText, nowMs)
    if (!typed.ok) return { ok: false, place: 'start', sentence: typed.sentence }
    if (typed.atMs <= nowMs) return { ok: false, place: 'start', sentence: 'That is past. Choose “Now”, or a time to come.' }
    startsAtMs = typed.atMs
  }
  if (draft.end !== 'custom') return { ok: true, startsAtMs, endsAtMs: endOf(draft.end, Math.max(startsAtMs, nowMs)) }
  const typed = parseLocalTime(draft.endText, nowMs)
  return typed.ok ? { ok: true, startsAtMs, endsAtMs: typed.atMs } : { ok: false, place: 'end', sentence: typed.sentence }
}

const REASON_CHARS_MIN = 3

export function reasonError(reason: string): string | undefined {
  return reason.trim().length < REASON_CHARS_MIN ? 'Say in a few words why: it stands in the list and in the audit log.' : undefined
}

/** What is wrong with the matchers, in a sentence. */
export function matchersError(matchers: readonly SilenceMatcher[]): string | undefined {
  if (matchers.length === 0) return 'Say what is silenced: at least one condition.'
  return matchers.some(({ is }) => is.trim() === '') ? 'Fill in each condition, or take the empty one away.' : undefined
}

/** Above so many alerts somebody says that this is meant. */
const TICK_ABOVE = 100

/** Whether so many alerts would be silenced that it has to be ticked. */
export function needsTick(preview: Pick<SilencePreview, 'affects'> | null): boolean {
  return preview !== null && preview.affects > TICK_ABOVE
}

/**
 * Whether Save does nothing: the main process refuses the silence, what it would do is not known yet, or many alerts are
 * not ticked. What is missing in the form does not hold it back: Save then says what.
 */
export function isHeldBack({ preview, current, complete, ticked }: { readonly preview: Pick<SilencePreview, 'affects' | 'refused'> | null; readonly current: boolean; readonly complete: boolean; readonly ticked: boolean }): boolean {
  if (!complete) return false
  return preview === null || !current || preview.refused !== null || (needsTick(preview) && !ticked)
}

/** The form to send; undefined while something is missing. For a preview the reason may still be missing. */
export function formOf(draft: SilenceDraft, nowMs: number, preview: boolean): SilenceForm | undefined {
  const times = timesOf(draft, nowMs)
  if (!times.ok || matchersError(draft.matchers) !== undefined || (!preview && reasonError(draft.reason) !== undefined)) return undefined
  return {
    id: draft.id, matchers: draft.matchers.map((matcher) => ({ ...matcher, is: matcher.is.trim() })), startsAtMs: times.startsAtMs, endsAtMs: times.endsAtMs,
    reason: reasonError(draft.reason) === undefined ? draft.reason.trim() : 'not given yet',
  }
}
