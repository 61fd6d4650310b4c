import type { TooltipContentProps } from 'recharts'
import { rate } from '../text/numbers.ts'
import { clock } from '../text/times.ts'

export interface DrawnLine {
  readonly key: string
  /** Field of a chart point that holds its value. */
  readonly column: string
  readonly label: string
  readonly colour: string
  readonly dash: string
  readonly last: number | null
}

/** How a line looks, beside its name. */
export function LineSwatch({ line }: { line: Pick<DrawnLine, 'colour' | 'dash'> }) {
  return <svg width="12" height="8" aria-hidden="true"><line x1="0" y1="4" x2="12" y2="4" stroke={line.colour} strokeWidth="2.5" strokeDasharray={line.dash} /></svg>
}

/** The exact values at the pointer or, with the arrow keys, at the focus. recharts fills in all but `lines`. */
export function ExactValues({ active = false, label, payload, lines }: Partial<Pick<TooltipContentProps, 'active' | 'label' | 'payload'>> & { lines: readonly DrawnLine[] }) {
  const point: unknown = payload?.[0]?.payload
  if (!active || point === undefined) return null
  const values = lines.map((line) => ({ line, value: valueOf(point, line.column) })).toSorted((a, b) => (b.value ?? -1) - (a.value ?? -1))
  return (
    <div className="chart-tip">
      <div className="num dim">{clock(Number(label))}</div>
      {values.map(({ line, value }) => (
        <div key={line.key} className="chart-tip-row">
          <LineSwatch line={line} />
          <span className="truncate">{line.label}</span>
          <span className="num">{value === null ? 'no data' : `${rate(value)}/s`}</span>
        </div>
      ))}
    </div>
  )
}

function valueOf(point: unknown, column: string): number | null {
  if (typeof point !== 'object' || point === null || !Object.hasOwn(point, column)) return null
  const value: unknown = (point as Record<string, unknown>)[column]
  return typeof value === 'number' ? value : null
}
