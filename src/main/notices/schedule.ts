import { NOTICE_LATE_MS } from '../../shared/limits.ts'
import type { NoticeStep, NoticeWhen } from '../../shared/notices.ts'
import type { PlannedStep } from '../../shared/planned-steps.ts'
import { isZone } from '../../shared/zone-time.ts'
import { isTime } from './zone-time.ts'

/** A schedule further away is a mistake of the year. */
const AHEAD_MAX_MS = 366 * 24 * 3600_000

/** What is wrong with a time: sentences. */
export function whenProblems(when: NoticeWhen, nowMs: number): string[] {
  if (when.kind === 'now') return []
  const problems: string[] = []
  if (!isZone(when.zone)) problems.push(`"${when.zone}" is no time zone that this computer knows.`)
  const first = when.kind === 'at' ? when.atMs : when.startMs
  const last = when.kind === 'at' ? when.atMs : when.endMs
  if (!isTime(first) || !isTime(last)) return [...problems, 'The time cannot be read.']
  if (first <= nowMs) problems.push('The time is past. Choose a later one, or send it now.')
  if (last > nowMs + AHEAD_MAX_MS) problems.push('The time is more than a year away.')
  if (when.kind === 'window' && when.endMs - when.startMs < 60_000) problems.push('The window ends before it begins, or lasts less than a minute.')
  return problems
}

export function nextStep(steps: readonly PlannedStep[]): PlannedStep | undefined {
  return steps.find(({ state }) => state === 'waiting')
}

/**
 * What the clock says of the next step. late: nothing is sent so long after its moment by itself. A jump of the clock over the
 * moment is the same as having been away.
 */
export function dueState(step: PlannedStep, nowMs: number): 'not-yet' | 'due' | 'late' {
  if (nowMs < step.atMs) return 'not-yet'
  return nowMs - step.atMs > NOTICE_LATE_MS ? 'late' : 'due'
}

/** The step of a given name is done by hand: those before it are skipped. */
export function doneByHand(steps: readonly PlannedStep[], step: NoticeStep, nowMs: number): PlannedStep[] {
  const place = steps.findIndex((each) => each.step === step)
  if (step === 'cancelled' || place < 0) return [...steps.map((each) => skipped(each)), { step, atMs: nowMs, state: 'done' }]
  return steps.map((each, index) => (index < place ? skipped(each) : index === place ? { ...each, atMs: nowMs, state: 'done' } : each))
}

function skipped(step: PlannedStep): PlannedStep {
  return step.state === 'waiting' ? { ...step, state: 'skipped' } : step
}

export function withStep(steps: readonly PlannedStep[], step: NoticeStep, state: PlannedStep['state']): PlannedStep[] {
  return steps.map((each) => (each.step === step ? { ...each, state } : each))
}
