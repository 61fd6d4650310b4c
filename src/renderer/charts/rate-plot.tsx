import { memo, useMemo, type ReactNode } from 'react'
import { CartesianGrid, Line, LineChart, XAxis, YAxis } from 'recharts'
import { short } from '../text/numbers.ts'
import { clock, minute } from '../text/times.ts'
import { chartPoints, highestValue, loneValues, timeTicks, valueAxis, type ChartData } from './chart-series.ts'
import type { DrawnLine } from './exact-values.tsx'

/* Where the plot lies within the drawing: what is laid over it has to know. */
export const PLOT_MARGIN = { top: 8, right: 6, bottom: 0, left: 0 } as const
export const X_AXIS_PX = 24
export const Y_AXIS_PX = 36

interface RatePlotProps {
  readonly chart: ChartData
  readonly lines: readonly DrawnLine[]
  readonly widthPx: number
  readonly heightPx: number
  readonly title: string
  /** Key of the line that stands out; null: none. */
  readonly pointedAt: string | null
  /** recharts takes focus and arrow keys; false where a layer above does. */
  readonly focusable: boolean
  /** recharts' own additions, such as its tooltip. */
  readonly children?: ReactNode
}

/** Events per second over time, the one style of chart of the window: a gap stays a gap, the axis starts at zero. */
export const RatePlot = memo(function RatePlot({ chart, lines, widthPx, heightPx, title, pointedAt, focusable, children }: RatePlotProps) {
  const points = useMemo(() => chartPoints(chart), [chart])
  const axis = useMemo(() => valueAxis(highestValue(chart)), [chart])
  const lone = useMemo(() => new Set(chart.series.filter((series) => loneValues(series.perSecond)).map((series) => series.key)), [chart])
  const spanMs = (chart.timesMs.at(-1) ?? 0) - (chart.timesMs[0] ?? 0)
  const timeText = spanMs <= 150_000 ? clock : minute
  return (
    <LineChart width={widthPx} height={heightPx} data={points} margin={PLOT_MARGIN} accessibilityLayer={focusable} title={title}>
      <CartesianGrid vertical={false} stroke="var(--grid-line)" />
      <XAxis dataKey="atMs" type="number" domain={[chart.timesMs[0] ?? 0, chart.timesMs.at(-1) ?? 1]} ticks={timeTicks(chart.timesMs)} tickFormatter={(value: number) => timeText(value)} tickLine={false} axisLine={{ stroke: 'var(--hairline-strong)' }} height={X_AXIS_PX} interval="preserveStartEnd" minTickGap={24} />
      <YAxis width={Y_AXIS_PX} domain={[0, axis.top]} ticks={[...axis.ticks]} tickFormatter={axisText} tickLine={false} axisLine={false} interval={0} />
      {children}
      {lines.map((line) => (
        <Line key={line.key} dataKey={line.column} name={line.label} type="linear" stroke={line.colour} strokeWidth={line.key === pointedAt ? 2.5 : 1.5} strokeOpacity={pointedAt === null || line.key === pointedAt ? 1 : 0.25} strokeDasharray={line.dash} strokeLinejoin="round" dot={lone.has(line.key) ? { r: 2, strokeWidth: 0, fill: line.colour } : false} activeDot={{ r: 3, strokeWidth: 0 }} connectNulls={false} isAnimationActive={false} />
      ))}
    </LineChart>
  )
})

function axisText(value: number): string {
  if (value >= 10_000) return short(value)
  return Number.isInteger(value) ? String(value) : value.toFixed(value < 1 ? 2 : 1)
}
