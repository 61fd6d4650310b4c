import { useEffect, useMemo, useState } from 'react'
import { assignColours, lastValue, OTHER_KEY, type ChartData } from './chart-series.ts'
import type { DrawnLine } from './exact-values.tsx'

/** Colours given so far, by chart: they stay with their series when the screen is left and opened again. */
const remembered = new Map<string, ReadonlyMap<string, number>>()

/** A line that belongs to no group: it has a look of its own and takes no colour from the others. */
export type SpecialLook = Pick<DrawnLine, 'colour' | 'dash'>
const noSpecial: Readonly<Record<string, SpecialLook>> = {}

/** What is drawn, with colours that stay with their series. `name` tells one chart from another, `special` looks by key must not change. */
export function useLines(name: string, chart: ChartData, otherLabel: string, special: Readonly<Record<string, SpecialLook>> = noSpecial): readonly DrawnLine[] {
  const [colours, setColours] = useState<ReadonlyMap<string, number>>(() => remembered.get(name) ?? new Map())
  const keys = chart.series.map((series) => series.key).filter((key) => !Object.hasOwn(special, key))
  const named = keys.filter((key) => key !== OTHER_KEY)
  if (named.length !== colours.size || named.some((key) => !colours.has(key))) setColours(assignColours(colours, keys))
  useEffect(() => { remembered.set(name, colours) }, [name, colours])
  return useMemo(
    () => chart.series.map((series, index): DrawnLine => {
      const look = Object.hasOwn(special, series.key) ? special[series.key] : undefined
      const place = series.key === OTHER_KEY ? undefined : colours.get(series.key)
      return {
        key: series.key, column: `s${index}`, label: series.key === OTHER_KEY ? otherLabel : series.label, last: lastValue(series.perSecond),
        colour: look?.colour ?? (place === undefined ? 'var(--series-other)' : `var(--series-${place})`), dash: look?.dash ?? (series.key === OTHER_KEY ? '2 3' : ''),
      }
    }),
    [chart, colours, otherLabel, special],
  )
}
