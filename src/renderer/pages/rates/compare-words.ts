import type { RateChartAnswer, RateCompare } from '../../../shared/rates.ts'
import { percent } from '../../text/numbers.ts'
import { since } from '../../text/times.ts'
import { totals } from './chart-lines.ts'

/** Difference that is none: one in a hundred. */
const SAME_SHARE = 0.01
/** From here on "times as much" reads better than percent. */
const TIMES_FROM = 3

const oneDecimal = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const rounded = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

/** A mean that is compared needs its decimal for longer than one that moves. */
function mean(perSecond: number): string {
  if (perSecond > 0 && perSecond < 0.05) return '<0.1/s'
  return `${(perSecond < 1_000 ? oneDecimal : rounded).format(perSecond)}/s`
}

/** A difference may be above 100 %, a share may not. */
function percentOf(difference: number): string {
  return `${rounded.format(difference * 100)} %`
}

function compareWord(compare: Exclude<RateCompare, 'none'>): string {
  return compare === 'yesterday' ? 'yesterday' : 'last week'
}

/**
 * Now against the same time before, over the steps that both have: `12 % more than yesterday at this time (40.2/s
 * against 35.9/s; history covers 92 %).` Where there is nothing to compare with it says since when history exists.
 * null: nothing was asked to be compared, or rooms are.
 */
export function compareSentence(answer: RateChartAnswer, asked: RateCompare, nowMs: number, zone?: string): string | null {
  if (asked === 'none') return null
  const word = compareWord(asked)
  const { before, lines, timesMs, historyFromMs } = answer
  // History holds no rooms at all; the answer's remark says so.
  if (before === null && answer.group === 'room') return null
  if (before === null || before.covered === 0) {
    return historyFromMs === null ? `Nothing to compare with: there is no history yet. It begins with the first whole minute of collecting.` : `Nothing to compare with: history has nothing of ${word} at this time; it begins at ${since(historyFromMs, nowMs, zone)}.`
  }
  let sumNow = 0
  let sumBefore = 0
  let steps = 0
  totals(lines, timesMs.length).forEach((value, index) => {
    const then = before.perSecond[index] ?? null
    if (value === null || then === null) return
    sumNow += value
    sumBefore += then
    steps++
  })
  const covers = before.covered < 1 ? `; history covers ${percent(before.covered)}` : ''
  if (steps === 0) return `Not comparable yet: no step of this window was collected both now and ${word}${covers}.`
  const [now, then] = [sumNow / steps, sumBefore / steps]
  const figures = `(${mean(now)} against ${mean(then)}${covers})`
  if (then === 0) return now === 0 ? `No events, as ${word} at this time ${figures}.` : `More than ${word} at this time, when there were none ${figures}.`
  const ratio = now / then
  if (Math.abs(ratio - 1) < SAME_SHARE) return `As much as ${word} at this time ${figures}.`
  if (ratio >= TIMES_FROM) return `${oneDecimal.format(ratio)} times as much as ${word} at this time ${figures}.`
  return `${percentOf(Math.abs(ratio - 1))} ${ratio > 1 ? 'more' : 'less'} than ${word} at this time ${figures}.`
}

/** What the picture lacks, in sentences; empty: nothing. */
export function lackSentences(answer: Pick<RateChartAnswer, 'remark' | 'readShare' | 'group'>): readonly string[] {
  const said = answer.group === 'room' && answer.readShare < 1 ? [`Rates of rooms are read from ${percent(answer.readShare)} of events now.`] : []
  return answer.remark === '' ? said : [...said, answer.remark]
}
