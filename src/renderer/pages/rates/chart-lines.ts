import { OTHER_KEY, sinceFirstData, type ChartData } from '../../charts/chart-series.ts'
import type { SpecialLook } from '../../charts/use-lines.ts'
import type { RateChartAnswer, RateGroup } from '../../../shared/rates.ts'
import { assertNever } from '../../text/words.ts'

/* What the chart of the screen Rates draws of an answer: its lines and, compared, the sum of now and of before. */

/** Keys that no group has: names of namespaces, events and rooms do not begin with a tab. */
export const TOTAL_KEY = '\ttotal'
export const BEFORE_KEY = '\tbefore'

export const specialLooks: Readonly<Record<string, SpecialLook>> = {
  [TOTAL_KEY]: { colour: 'var(--text)', dash: '' },
  [BEFORE_KEY]: { colour: 'var(--text)', dash: '5 4' },
}

/** The sum of all lines a step; a gap only where every line has one. */
export function totals(lines: readonly { readonly perSecond: readonly (number | null)[] }[], steps: number): (number | null)[] {
  return Array.from({ length: steps }, (_, index) => {
    let sum: number | null = null
    for (const line of lines) {
      const value = line.perSecond[index] ?? null
      if (value !== null) sum = (sum ?? 0) + value
    }
    return sum
  })
}

/** All lines of an answer, from where there is something of now or of before. */
export function chartOf(answer: RateChartAnswer): ChartData {
  const { windowMinutes, stepMs, timesMs, lines, before } = answer
  const series: ChartData['series'][number][] = [...lines]
  if (before !== null) {
    series.push({ key: TOTAL_KEY, label: 'Total now', perSecond: totals(lines, timesMs.length), total: lines.reduce((sum, line) => sum + line.total, 0) })
    series.push({ key: BEFORE_KEY, label: before.compare === 'yesterday' ? 'Total yesterday' : 'Total last week', perSecond: before.perSecond, total: before.total })
  }
  return sinceFirstData({ windowMinutes, stepMs, timesMs, series })
}

/** A chart with only some of its lines. */
export function without(chart: ChartData, hidden: ReadonlySet<string>): ChartData {
  return hidden.size === 0 ? chart : { ...chart, series: chart.series.filter((series) => !hidden.has(series.key)) }
}

/** The chart without the sums: what its summary tells of. */
export function withoutSums(chart: ChartData): ChartData {
  return { ...chart, series: chart.series.filter((series) => series.key !== TOTAL_KEY && series.key !== BEFORE_KEY) }
}

/** `Other events (14)`. */
export function otherLabel(group: RateGroup, inOther: number): string {
  const words = groupWords(group)
  return inOther > 0 ? `Other ${words} (${inOther})` : `Other ${words}`
}

export function groupWords(group: RateGroup): string {
  switch (group) {
    case 'namespace': return 'namespaces'
    case 'event': return 'events'
    case 'room': return 'rooms'
    case 'target': return 'platforms'
    default: return assertNever(group)
  }
}

/** Lines in the order in which they were shown, new ones at the end: nothing moves under the pointer. */
export function keepOrder<T extends { readonly key: string }>(before: readonly string[], lines: readonly T[]): readonly T[] {
  const place = new Map(before.map((key, index) => [key, index]))
  const rank = (line: T): number => (line.key === TOTAL_KEY || line.key === BEFORE_KEY ? before.length + 2 : line.key === OTHER_KEY ? before.length + 1 : (place.get(line.key) ?? before.length))
  return lines.toSorted((a, b) => rank(a) - rank(b))
}

/** The name of an event or room apart from where it is, `SkillCore /messages` and `message.new`: the first part is the same for many lines. */
export function splitLabel(label: string, group: RateGroup): { readonly place: string; readonly name: string } {
  const found = group === 'event' || group === 'room' ? /^((?:.* )?\/\S*) (\S.*)$/.exec(label) : null
  return found?.[1] === undefined || found[2] === undefined ? { place: '', name: label } : { place: found[1], name: found[2] }
}
