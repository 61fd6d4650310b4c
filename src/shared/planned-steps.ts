import type { NoticeStep, NoticeWhen } from './notices.ts'

/** One delivery of a notice and when it is to be made. done: it was begun, by hand or by its time. */
export interface PlannedStep {
  readonly step: NoticeStep
  readonly atMs: number
  readonly state: 'waiting' | 'done' | 'missed' | 'skipped'
}

/** "Verifying" is said so long before the end of a window, or at three quarters of a short one: what the window's two times do not say. */
const VERIFYING_BEFORE_END_MS = 10 * 60_000

/** The steps in the order of their times. @param nowMs when it is confirmed: `now`, and the announcement of a window */
export function stepsOf(when: NoticeWhen, nowMs: number): PlannedStep[] {
  switch (when.kind) {
    case 'now':
      return [{ step: 'announce', atMs: nowMs, state: 'waiting' }]
    case 'at':
      return [{ step: 'announce', atMs: when.atMs, state: 'waiting' }]
    case 'window': {
      const { startMs, endMs, reminderMinutes } = when
      const reminderMs = reminderMinutes === null ? null : startMs - reminderMinutes * 60_000
      const verifyingMs = Math.max(startMs + ((endMs - startMs) * 3) / 4, endMs - VERIFYING_BEFORE_END_MS)
      return [
        { step: 'scheduled', atMs: nowMs, state: 'waiting' },
        // One whose time is past already says nothing that the announcement does not.
        ...(reminderMs !== null && reminderMs > nowMs ? [{ step: 'reminder' as const, atMs: reminderMs, state: 'waiting' as const }] : []),
        { step: 'in-progress', atMs: startMs, state: 'waiting' },
        { step: 'verifying', atMs: Math.round(verifyingMs), state: 'waiting' },
        { step: 'completed', atMs: endMs, state: 'waiting' },
      ]
    }
    default:
      throw new Error(`Unexpected: ${JSON.stringify(when satisfies never)}`)
  }
}
