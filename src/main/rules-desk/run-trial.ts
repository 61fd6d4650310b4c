import type { AlertRule, RuleTrial } from '../../shared/alerts.ts'
import { SOCKET_CONNECT } from '../monitor/alerts/rules/conditions.ts'
import type { Measured } from '../monitor/alerts/rules/gauges-of-monitor.ts'
import { LiveCounts } from '../monitor/alerts/rules/live-counts.ts'
import type { Counted, Measures, Place } from '../monitor/alerts/rules/measures.ts'
import { tryRule } from '../monitor/alerts/rules/trial.ts'
import type { TrialSpan } from '../monitor/alerts/rules/trial.ts'
import { sameTimeBefore } from '../rates-desk/same-time.ts'
import { pauseForOthers } from '../rates-desk/slices.ts'
import type { KeyMinute } from '../store/rate-history.ts'
import type { PastCounts } from './past-counts.ts'

const DAY_MS = 24 * 60 * 60_000
/** Clocks that go forward or back between then and now. */
const SLACK_MS = 2 * 60 * 60_000
/** Less of the window than this was watched then: nothing to compare with. */
const KNOWN_SHARE = 0.5

export interface TrialRequest {
  readonly rule: AlertRule
  readonly over: TrialSpan
  readonly nowMs: number
  readonly measures: Measures
  readonly past: PastCounts
  readonly measured: Measured
}

/** Tries a rule on the series of this run (an hour) or the history (a day, a week). Rejects with SQLite's error. */
export function runTrial({ rule, over, nowMs, measures, past, measured }: TrialRequest): Promise<RuleTrial> {
  // Of its own: the engine's goes on with its own time meanwhile.
  const live = new LiveCounts(measured.counts, measured.series, () => nowMs)
  const whole = new Map<string, Promise<readonly KeyMinute[]>>()
  return tryRule(rule, over, nowMs, {
    places: measures,
    pause: pauseForOthers,
    counts: async (place, fromMs, toMs) => {
      if (over !== 'hour') return await past.loadSlowly(place, fromMs, toMs, whole)
      return place.event === SOCKET_CONNECT ? measures.counts(place) : live.open(place)
    },
    before: async (place: Place, against, fromMs, toMs) => {
      const days = against === 'yesterday' ? 1 : 7
      const reader = await past.loadSlowly(place, fromMs - days * DAY_MS - SLACK_MS, toMs - days * DAY_MS + SLACK_MS, whole)
      if (!reader) return undefined
      return (windowMinutes, atMs) => {
        const thenMs = sameTimeBefore(atMs, against)
        if (thenMs === null) return null
        const counted: Counted = { count: 0, seconds: 0 }
        reader(thenMs - windowMinutes * 60_000, thenMs, counted)
        return counted.seconds >= windowMinutes * 60 * KNOWN_SHARE ? counted.count : null
      }
    },
  })
}
