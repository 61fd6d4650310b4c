import type { RateCompare } from '../../shared/rates.ts'

const daysBack: Record<Exclude<RateCompare, 'none'>, number> = { yesterday: 1, 'last-week': 7 }

/**
 * The same time on the wall clock, one or seven local days before: a bell that rings at 08:00 is compared with 08:00, also
 * over a change to or from summer time. null: that day had no such time (it was skipped). A time that the earlier day had
 * twice is its first. In the time zone of this process.
 */
export function sameTimeBefore(timeMs: number, compare: Exclude<RateCompare, 'none'>): number | null {
  const now = new Date(timeMs)
  const then = new Date(timeMs)
  then.setDate(then.getDate() - daysBack[compare])
  return then.getHours() === now.getHours() && then.getMinutes() === now.getMinutes() ? then.getTime() : null
}
