import type { AlertRule, RuleCondition } from '../../../../shared/alerts.ts'
import { SOCKET_CONNECT } from './conditions.ts'
import { placeKey } from './measures.ts'
import type { Counted, CountReader, Measures, Place } from './measures.ts'
import type { ScheduleClock } from './schedule.ts'

/** That less happened than expected can be said only of a window that was watched, but for moments. */
const FULL_SHARE = 0.9
/** A rate is a mean, so half of the window is enough to say that it is low. */
const HALF_SHARE = 0.5
/** A long window changes slowly: it is counted anew thirty times over its length, and at least so often. */
const READS_PER_WINDOW = 30
const SLOWEST_MS = 10_000
/** A schedule that ended longer ago is not judged any more. */
const VERDICT_FOR_MS = 24 * 60 * 60_000
/** From a verdict at the end of a schedule: part of it was not watched, so nobody knows. */
export const PARTLY = -1

/** A number that rules share, and how it is said where the number alone says too little. */
export interface OpenGauge {
  /** NaN: not known. */
  read(nowMs: number): number
  readonly words?: () => string
}

/** A condition as one comparison: what is read, and when it holds and is over. */
export interface Plan {
  readonly above: boolean
  readonly value: number
  readonly clear: number
  /** Judged when the schedule ends, not within. */
  readonly atEnd: boolean
  /** With a schedule: it must have lasted so long before anything is said. */
  readonly leadMs: number
  /** Equal texts: the same gauge. */
  key(place: Place): string
  /** undefined: cannot be measured at this place. */
  open(place: Place, measures: Measures, clock: ScheduleClock | undefined): OpenGauge | undefined
}

/** Throws for what checkRule() refuses. */
export function planOf(rule: AlertRule): Plan {
  const { condition } = rule
  const keyOf = (...parts: (string | number)[]) => (place: Place): string => `${parts.join(' ')} ${placeKey(place)}`
  switch (condition.kind) {
    case 'threshold':
      return planOfThreshold(condition, keyOf)
    case 'absence':
      if (condition.windowSeconds === 0) {
        const schedule = JSON.stringify(rule.schedule)
        return { above: false, value: 0.5, clear: 0.5, atEnd: true, leadMs: 0, key: keyOf('none', schedule), open: (place, measures, clock) => clock && openVerdict(measures.counts(place), clock) }
      }
      return {
        above: false, value: 0.5, clear: 0.5, atEnd: false, leadMs: condition.windowSeconds * 1000, key: keyOf('silence', condition.windowSeconds),
        open: (place, measures) => openSilence(measures, place, condition.windowSeconds),
      }
    case 'state': {
      const share = condition.what === 'roster-below'
      return {
        above: !share, value: share ? (condition.value ?? 0) : 0.5, clear: share ? (condition.value ?? 0) : 0.5, atEnd: false, leadMs: 0, key: keyOf('state', condition.what),
        open: (place, measures) => {
          const read = measures.state(condition.what, place)
          return read && { read }
        },
      }
    }
    case 'change':
      return planOfChange(condition, keyOf)
  }
}

type KeyOf = (...parts: (string | number)[]) => (place: Place) => string

function planOfThreshold({ metric, windowSeconds, compare, value, clearValue }: Extract<RuleCondition, { kind: 'threshold' }>, keyOf: KeyOf): Plan {
  const above = compare === 'above'
  const base = { above, value, clear: clearValue, atEnd: false, leadMs: 0 }
  if (metric !== 'rate' && metric !== 'count') {
    return {
      ...base, key: keyOf(metric, windowSeconds),
      open: (place, measures) => {
        const read = measures.other(metric, windowSeconds, place)
        return read && { read }
      },
    }
  }
  const atLeast = above ? 0 : Math.max(value, clearValue)
  return {
    ...base, key: keyOf(metric, windowSeconds, compare, metric === 'count' ? atLeast : ''),
    open: (place, measures) => {
      const reader = measures.counts(place)
      return reader && { read: metric === 'rate' ? rateOver(reader, windowSeconds, above) : countOver(reader, windowSeconds, above, atLeast) }
    },
  }
}

function planOfChange({ windowMinutes, against, compare, percent, floor }: Extract<RuleCondition, { kind: 'change' }>, keyOf: KeyOf): Plan {
  const above = compare === 'above'
  return {
    // There is no second value for it in the rule: a tenth back is over.
    above, value: percent, clear: percent * (above ? 0.9 : 1.1), atEnd: false, leadMs: 0, key: keyOf('change', windowMinutes, against, compare, floor),
    open: (place, measures) => {
      const reader = measures.counts(place)
      const before = measures.before(place, against)
      if (!reader || !before) return undefined
      const then = against === 'yesterday' ? 'yesterday’s' : 'last week’s'
      let said = ''
      const read = slowly(windowMinutes * 60, (nowMs) => {
        const fromMs = nowMs - windowMinutes * 60_000
        const was = before(windowMinutes, nowMs)
        if (was === null || was === undefined) return Number.NaN
        const counted = readAt(reader, fromMs, nowMs)
        // Too few to compare with: whatever is now, the rule does not hold.
        if (was < floor) return above ? 0 : Number.POSITIVE_INFINITY
        if (!above && counted.seconds < windowMinutes * 60 * FULL_SHARE) return Number.NaN
        const share = (counted.count / was) * 100
        said = `${words(counted.count)} events in ${windowMinutes} min, ${words(share)} % of ${then} ${words(was)}`
        return share
      })
      return { read, words: () => said }
    },
  }
}

function rateOver(reader: CountReader, windowSeconds: number, above: boolean): (nowMs: number) => number {
  return slowly(windowSeconds, (nowMs) => {
    const { count, seconds } = readAt(reader, nowMs - windowSeconds * 1000, nowMs)
    if (seconds === 0 && count === 0) return Number.NaN
    if (!above && seconds < windowSeconds * HALF_SHARE) return Number.NaN
    // The time with events was watched, whatever else is known.
    return count / Math.max(seconds, 1)
  })
}

function countOver(reader: CountReader, windowSeconds: number, above: boolean, atLeast: number): (nowMs: number) => number {
  return slowly(windowSeconds, (nowMs) => {
    const { count, seconds } = readAt(reader, nowMs - windowSeconds * 1000, nowMs)
    if (count > 0 && (above || count >= atLeast)) return count
    if (above) return seconds === 0 ? Number.NaN : 0
    return seconds >= windowSeconds * FULL_SHARE ? count : Number.NaN
  })
}

function openSilence(measures: Measures, place: Place, windowSeconds: number): OpenGauge | undefined {
  const reader = measures.counts(place)
  if (!reader || place.event === SOCKET_CONNECT) return undefined
  const count = countOver(reader, windowSeconds, false, 1)
  // Where no event is named, a place that never sent any has not fallen silent.
  const needsEvents = place.event === null && place.room === null
  return { read: (nowMs) => (needsEvents && !measures.hadEvents(place) ? 1 : count(nowMs)) }
}

/** 0: no event between beginning and end of the last stretch of the schedule, and none since. */
function openVerdict(reader: CountReader | undefined, clock: ScheduleClock): OpenGauge | undefined {
  if (!reader) return undefined
  let judged = { toMs: Number.NaN, verdict: Number.NaN }
  const read = slowly(Number.POSITIVE_INFINITY, (nowMs) => {
    if (clock.current(nowMs)) return 1
    const last = clock.lastEnded(nowMs)
    if (!last) return Number.NaN
    if (judged.toMs !== last.toMs) {
      // Yesterday's may be judged after a start; what is older was never watched by this run.
      if (nowMs - last.toMs > VERDICT_FOR_MS) return Number.NaN
      const { count, seconds } = readAt(reader, last.fromMs, last.toMs)
      const share = (seconds * 1000) / (last.toMs - last.fromMs)
      judged = { toMs: last.toMs, verdict: count > 0 ? 1 : share >= FULL_SHARE ? 0 : share > 0 ? PARTLY : Number.NaN }
    }
    if (judged.verdict !== 1 && readAt(reader, last.toMs, nowMs).count > 0) judged = { ...judged, verdict: 1 }
    return judged.verdict
  })
  return { read }
}

let opened = 0

const counted: Counted = { count: 0, seconds: 0 }

/** The answer is overwritten by the next call. */
function readAt(reader: CountReader, fromMs: number, toMs: number): Counted {
  counted.count = 0
  counted.seconds = 0
  reader(fromMs, toMs, counted)
  return counted
}

/** Reads a long window once in a while, and gives what it was in between. */
export function slowly(windowSeconds: number, read: (nowMs: number) => number): (nowMs: number) => number {
  const everyMs = Math.min(SLOWEST_MS, Math.floor(windowSeconds / READS_PER_WINDOW) * 1000)
  if (everyMs <= 1000) return read
  // Not all of them in the same second.
  const offsetMs = (opened++ * 1000) % everyMs
  let slot = Number.NaN
  let value = Number.NaN
  return (nowMs) => {
    const now = Math.floor((nowMs + offsetMs) / everyMs)
    if (now !== slot) {
      slot = now
      value = read(nowMs)
    }
    return value
  }
}

/** Three digits that count: `1,240`, `0.25`. */
export function words(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en', { maximumFractionDigits: 6 })
}
