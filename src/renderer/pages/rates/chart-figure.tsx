import { useId, useMemo, useState } from 'react'
import type { RateChartAnswer } from '../../../shared/rates.ts'
import { chartSummary, highestValue, valueAxis } from '../../charts/chart-series.ts'
import { RatePlot } from '../../charts/rate-plot.tsx'
import { SizedBox } from '../../charts/sized-box.tsx'
import { useLines } from '../../charts/use-lines.ts'
import { ValueTable } from '../../charts/value-table.tsx'
import { chartOf, groupWords, otherLabel, specialLooks, without, withoutSums } from './chart-lines.ts'
import { CrosshairLayer } from './crosshair-layer.tsx'
import { crosshairIndex, type Crosshair } from './crosshair.ts'
import { ValuePanel } from './value-panel.tsx'

/** Room below which a chart is not drawn smaller, px. */
const LEAST_HEIGHT_PX = 140

/** An answer as a picture with its exact values beside it, or as a table; the summary in words stands below both. */
export function ChartFigure({ answer, asTable, paused, onPause }: { answer: RateChartAnswer; asTable: boolean; paused: boolean; onPause: () => void }) {
  const chart = useMemo(() => chartOf(answer), [answer])
  const other = otherLabel(answer.group, answer.inOther)
  const lines = useLines(`rates ${answer.group}`, chart, other, specialLooks)
  const filters = useMemo(() => new Map(answer.lines.map((line) => [line.key, line.filter])), [answer])
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const [pointedAt, setPointedAt] = useState<string | null>(null)
  const [crosshair, setCrosshair] = useState<Crosshair | null>(null)
  const visible = useMemo(() => without(chart, hidden), [chart, hidden])
  const drawn = useMemo(() => lines.filter((line) => !hidden.has(line.key)).map((line, index) => ({ ...line, column: `s${index}` })), [lines, hidden])
  const top = useMemo(() => valueAxis(highestValue(visible)).top, [visible])
  // Left alone it goes; a pause keeps it, so that its values can be read and copied.
  const [engaged, setEngaged] = useState(false)
  const index = crosshairIndex(chart.timesMs, engaged || paused ? crosshair : null)
  const summaryId = useId()
  const title = `Events per second by ${groupWords(answer.group).replace(/s$/, '')}`

  function toggle(key: string): void {
    const next = new Set(hidden)
    if (!next.delete(key)) next.add(key)
    setHidden(next)
    setPointedAt(null)
  }

  return (
    <figure className="rates-figure" aria-label={title} aria-describedby={summaryId}>
      {asTable ? <ValueTable chart={chart} otherLabel={other} caption={`${title}, newest first`} /> : (
        <>
          <div className="rates-plot">
            <SizedBox>
              {(width, height) => <RatePlot chart={visible} lines={drawn} widthPx={width} heightPx={Math.max(LEAST_HEIGHT_PX, height)} title={title} pointedAt={pointedAt} focusable={false} />}
            </SizedBox>
            <CrosshairLayer chart={chart} lines={drawn} top={top} index={index} paused={paused} onMove={setCrosshair} onEngage={setEngaged} onPause={onPause} />
          </div>
          <ValuePanel chart={chart} group={answer.group} lines={lines} hidden={hidden} filters={filters} index={index} onToggle={toggle} onPoint={setPointedAt} />
        </>
      )}
      <figcaption id={summaryId} className="rate-summary num">{chartSummary(withoutSums(chart))}</figcaption>
    </figure>
  )
}
