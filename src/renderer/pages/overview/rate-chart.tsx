import { useId, useMemo, useState } from 'react'
import { Tooltip } from 'recharts'
import type { RateChart } from '../../../shared/domain.ts'
import { chartSummary, highestValue, sinceFirstData, spreadLabels, valueAxis } from '../../charts/chart-series.ts'
import { ExactValues, LineSwatch } from '../../charts/exact-values.tsx'
import { PLOT_MARGIN, RatePlot, X_AXIS_PX } from '../../charts/rate-plot.tsx'
import { SizedBox } from '../../charts/sized-box.tsx'
import { useLines } from '../../charts/use-lines.ts'
import { rate } from '../../text/numbers.ts'

const HEIGHT_PX = 184
const LABEL_GAP_PX = 17

/** Events per second by namespace: gaps stay gaps, labels stand at their lines, exact values on hover and on arrow keys. */
export function RateChartView({ chart: whole }: { chart: RateChart }) {
  const chart = useMemo(() => sinceFirstData(whole), [whole])
  const lines = useLines('overview', chart, 'Other namespaces')
  const axis = useMemo(() => valueAxis(highestValue(chart)), [chart])
  const [pointedAt, setPointedAt] = useState<string | null>(null)
  const summaryId = useId()
  const plotPx = HEIGHT_PX - PLOT_MARGIN.top - X_AXIS_PX
  const positions = spreadLabels(lines.map((line) => plotPx * (1 - (line.last ?? 0) / axis.top)), LABEL_GAP_PX, plotPx)
  return (
    <figure className="rate-chart" aria-describedby={summaryId}>
      <SizedBox heightPx={HEIGHT_PX}>
        {(width) => (
          <RatePlot chart={chart} lines={lines} widthPx={width} heightPx={HEIGHT_PX} title="Events per second by namespace" pointedAt={pointedAt} focusable>
            <Tooltip isAnimationActive={false} content={<ExactValues lines={lines} />} cursor={{ stroke: 'var(--text-faint)', strokeWidth: 1 }} />
          </RatePlot>
        )}
      </SizedBox>
      <ul className="rate-labels" aria-label="Lines, with their value now" style={{ height: HEIGHT_PX }}>
        {lines.map((line, index) => (
          <li key={line.key} style={{ transform: `translateY(${Math.round(positions[index] ?? 0) + PLOT_MARGIN.top - 8}px)` }} title={line.label} onPointerEnter={() => { setPointedAt(line.key) }} onPointerLeave={() => { setPointedAt(null) }}>
            <LineSwatch line={line} />
            <span className="truncate">{line.label}</span>
            <span className="num">{line.last === null ? '–' : rate(line.last)}</span>
          </li>
        ))}
      </ul>
      <figcaption id={summaryId} className="rate-summary num">{chartSummary(chart)}</figcaption>
    </figure>
  )
}
