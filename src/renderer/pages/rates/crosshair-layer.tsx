import { useRef } from 'react'
import { stepTime, type ChartData } from '../../charts/chart-series.ts'
import type { DrawnLine } from '../../charts/exact-values.tsx'
import { PLOT_MARGIN, X_AXIS_PX, Y_AXIS_PX } from '../../charts/rate-plot.tsx'
import { rate } from '../../text/numbers.ts'
import { shareOf, stepCrosshair, type Crosshair } from './crosshair.ts'

interface CrosshairLayerProps {
  readonly chart: ChartData
  readonly lines: readonly DrawnLine[]
  /** Top of the value axis. */
  readonly top: number
  /** Step under the crosshair; null: none. */
  readonly index: number | null
  readonly paused: boolean
  readonly onMove: (crosshair: Crosshair | null) => void
  /** The pointer or the focus is here, or neither. */
  readonly onEngage: (engaged: boolean) => void
  readonly onPause: () => void
}

/** The crosshair over the plot, drawn apart from the chart so that moving it draws nothing else anew. Keys work as on a slider over time. */
export function CrosshairLayer({ chart, lines, top, index, paused, onMove, onEngage, onPause }: CrosshairLayerProps) {
  const layer = useRef<HTMLDivElement>(null)
  const last = chart.timesMs.length - 1
  const shown = index ?? last

  function stay(at: number | null): void {
    const atMs = at === null ? undefined : chart.timesMs[at]
    onMove(atMs === undefined ? null : { by: 'time', atMs })
  }

  function onPointerMove(event: React.PointerEvent<HTMLDivElement>): void {
    const box = event.currentTarget.getBoundingClientRect()
    onEngage(true)
    onMove({ by: 'pointer', share: box.width === 0 ? 0 : (event.clientX - box.left) / box.width })
  }

  function onKeyDown(event: React.KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    if (event.key === ' ') onPause()
    else if (event.key === 'Escape') onMove(null)
    else {
      const next = stepCrosshair(chart.timesMs.length, index, event.key)
      if (next === undefined) return
      stay(next)
    }
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div
      ref={layer} className="crosshair-layer" data-screen-list role="slider" tabIndex={0} aria-label="Crosshair: exact values over time" aria-orientation="horizontal"
      aria-valuemin={0} aria-valuemax={Math.max(0, last)} aria-valuenow={Math.max(0, shown)} aria-valuetext={valueText(chart, lines, shown)}
      style={{ left: Y_AXIS_PX + PLOT_MARGIN.left, right: PLOT_MARGIN.right, top: PLOT_MARGIN.top, bottom: X_AXIS_PX }}
      onPointerMove={onPointerMove}
      onPointerDown={() => { stay(index) }}
      onPointerLeave={() => {
        const focused = document.activeElement === layer.current
        stay(paused || focused ? index : null)
        onEngage(focused)
      }}
      onFocus={() => { onEngage(true) }}
      // It stays known: a pause right after shows it again.
      onBlur={() => { onEngage(false) }}
      onKeyDown={onKeyDown}
    >
      {index === null ? null : (
        <div className="crosshair" style={{ left: `${shareOf(chart.timesMs, index) * 100}%` }}>
          {lines.map((line) => {
            const value = valueAt(chart, line.key, index)
            return value === null ? null : <span key={line.key} className="crosshair-dot" style={{ top: `${(1 - value / top) * 100}%`, background: line.colour }} />
          })}
        </div>
      )}
    </div>
  )
}

/** Value of a line at a step, null for a gap. */
export function valueAt(chart: ChartData, key: string, index: number): number | null {
  return chart.series.find((series) => series.key === key)?.perSecond[index] ?? null
}

/** The values at a step in one sentence, highest first. */
function valueText(chart: ChartData, lines: readonly DrawnLine[], index: number): string {
  const atMs = chart.timesMs[index]
  if (atMs === undefined) return 'nothing yet'
  const values = lines.map((line) => ({ line, value: valueAt(chart, line.key, index) })).toSorted((a, b) => (b.value ?? -1) - (a.value ?? -1))
  return `${stepTime(chart, atMs)}: ${values.map(({ line, value }) => `${line.label} ${value === null ? 'no data' : `${rate(value)} per second`}`).join(', ')}`
}
