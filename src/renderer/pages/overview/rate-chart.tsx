import { useEffect, useId, useMemo, useRef, useState, type ReactNode } from 'react'
import { CartesianGrid, Line, LineChart, Tooltip, XAxis, YAxis } from 'recharts'
import type { RateChart } from '../../../shared/domain.ts'
import { rate } from '../../text/numbers.ts'
import { clock, minute } from '../../text/times.ts'
import { assignColours, chartPoints, chartSummary, highestValue, lastValue, OTHER_KEY, sinceFirstData, spreadLabels, timeTicks, valueAxis } from './chart-series.ts'
import { ExactValues, type DrawnLine } from './exact-values.tsx'

const HEIGHT_PX = 184
const MARGIN = { top: 8, right: 6, bottom: 0, left: 0 } as const
const X_AXIS_PX = 24
const Y_AXIS_PX = 36
const LABEL_GAP_PX = 17

/** Events per second by namespace: gaps stay gaps, labels stand at their lines, exact values on hover and on arrow keys. */
export function RateChartView({ chart: whole }: { chart: RateChart }) {
  const chart = useMemo(() => sinceFirstData(whole), [whole])
  const lines = useLines(chart)
  const points = useMemo(() => chartPoints(chart), [chart])
  const axis = useMemo(() => valueAxis(highestValue(chart)), [chart])
  const [pointedAt, setPointedAt] = useState<string | null>(null)
  const summaryId = useId()
  const plotPx = HEIGHT_PX - MARGIN.top - X_AXIS_PX
  const positions = spreadLabels(lines.map((line) => plotPx * (1 - (line.last ?? 0) / axis.top)), LABEL_GAP_PX, plotPx)
  // Right after the start there is one value a line, which a line cannot show.
  const lone = points.filter((point) => Object.entries(point).some(([key, value]) => key !== 'atMs' && value !== null)).length < 3
  const spanMs = (chart.timesMs.at(-1) ?? 0) - (chart.timesMs[0] ?? 0)
  const timeText = spanMs <= 150_000 ? clock : minute

  return (
    <figure className="rate-chart" aria-describedby={summaryId}>
      <SizedBox>
        {(width) => (
          <LineChart width={width} height={HEIGHT_PX} data={points} margin={MARGIN} accessibilityLayer title="Events per second by namespace">
            <CartesianGrid vertical={false} stroke="var(--grid-line)" />
            <XAxis dataKey="atMs" type="number" domain={[chart.timesMs[0] ?? 0, chart.timesMs.at(-1) ?? 1]} ticks={timeTicks(chart.timesMs)} tickFormatter={(value: number) => timeText(value)} tickLine={false} axisLine={{ stroke: 'var(--hairline-strong)' }} height={X_AXIS_PX} interval="preserveStartEnd" minTickGap={24} />
            <YAxis width={Y_AXIS_PX} domain={[0, axis.top]} ticks={axis.ticks} tickFormatter={axisText} tickLine={false} axisLine={false} interval={0} />
            <Tooltip isAnimationActive={false} content={<ExactValues lines={lines} />} cursor={{ stroke: 'var(--text-faint)', strokeWidth: 1 }} />
            {lines.map((line) => (
              <Line key={line.key} dataKey={line.column} name={line.label} type="linear" stroke={line.colour} strokeWidth={line.key === pointedAt ? 2.5 : 1.5} strokeOpacity={pointedAt === null || line.key === pointedAt ? 1 : 0.25} strokeDasharray={line.dash} strokeLinejoin="round" dot={lone ? { r: 2, strokeWidth: 0, fill: line.colour } : false} activeDot={{ r: 3, strokeWidth: 0 }} connectNulls={false} isAnimationActive={false} />
            ))}
          </LineChart>
        )}
      </SizedBox>
      <ul className="rate-labels" aria-label="Lines, with their value now" style={{ height: HEIGHT_PX }}>
        {lines.map((line, index) => (
          <li key={line.key} style={{ transform: `translateY(${Math.round(positions[index] ?? 0) + MARGIN.top - 8}px)` }} title={line.label} onPointerEnter={() => { setPointedAt(line.key) }} onPointerLeave={() => { setPointedAt(null) }}>
            <svg width="12" height="8" aria-hidden="true"><line x1="0" y1="4" x2="12" y2="4" stroke={line.colour} strokeWidth="2.5" strokeDasharray={line.dash} /></svg>
            <span className="truncate">{line.label}</span>
            <span className="num">{line.last === null ? '–' : rate(line.last)}</span>
          </li>
        ))}
      </ul>
      <figcaption id={summaryId} className="rate-summary num">{chartSummary(chart)}</figcaption>
    </figure>
  )
}

/** Colours given so far: they stay with their series when the screen is left and opened again. */
let remembered: ReadonlyMap<string, number> = new Map()

/** What is drawn, with colours that stay with their series. */
function useLines(chart: RateChart): readonly DrawnLine[] {
  const [colours, setColours] = useState(remembered)
  const keys = chart.series.map((series) => series.key)
  const named = keys.filter((key) => key !== OTHER_KEY)
  if (named.length !== colours.size || named.some((key) => !colours.has(key))) setColours(assignColours(colours, keys))
  useEffect(() => { remembered = colours }, [colours])
  return useMemo(
    () => chart.series.map((series, index): DrawnLine => {
      const place = series.key === OTHER_KEY ? undefined : colours.get(series.key)
      return {
        key: series.key, column: `s${index}`, label: series.key === OTHER_KEY ? 'Other namespaces' : series.label, last: lastValue(series.perSecond),
        colour: place === undefined ? 'var(--series-other)' : `var(--series-${place})`, dash: series.key === OTHER_KEY ? '2 3' : '',
      }
    }),
    [chart, colours],
  )
}

function axisText(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(value < 1 ? 2 : 1)
}

/** Gives the chart its width; recharts' own container is not needed for that. */
function SizedBox({ children }: { children: (width: number) => ReactNode }) {
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = box.current
    if (element === null) return
    const observer = new ResizeObserver(() => { setWidth(Math.floor(element.clientWidth)) })
    observer.observe(element)
    return () => { observer.disconnect() }
  }, [])
  return <div ref={box} className="rate-box" style={{ height: HEIGHT_PX }}>{width > 0 ? children(width) : null}</div>
}
