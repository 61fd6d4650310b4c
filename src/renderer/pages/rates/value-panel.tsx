import { Eye, EyeOff, ListFilter } from 'lucide-react'
import { useState } from 'react'
import type { RateGroup } from '../../../shared/rates.ts'
import { stepTime, type ChartData } from '../../charts/chart-series.ts'
import { LineSwatch, type DrawnLine } from '../../charts/exact-values.tsx'
import { Button } from '../../components/button.tsx'
import { showEventsOf } from '../../state/navigate.ts'
import { rate, short } from '../../text/numbers.ts'
import { keepOrder, splitLabel } from './chart-lines.ts'
import { valueAt } from './crosshair-layer.tsx'

interface ValuePanelProps {
  /** All lines, the hidden ones too. */
  readonly chart: ChartData
  readonly group: RateGroup
  readonly lines: readonly DrawnLine[]
  readonly hidden: ReadonlySet<string>
  /** Text for the feed's filter box by key of a line; a line without one opens nothing. */
  readonly filters: ReadonlyMap<string, string>
  /** Step under the crosshair; null: the newest is shown. */
  readonly index: number | null
  readonly onToggle: (key: string) => void
  readonly onPoint: (key: string | null) => void
}

/** Legend and exact values in one: what each line says at the crosshair, its switch, and the way to its events. */
export function ValuePanel({ chart, group, lines, hidden, filters, index, onToggle, onPoint }: ValuePanelProps) {
  const at = index ?? chart.timesMs.length - 1
  const atMs = chart.timesMs[at]
  const [inside, setInside] = useState(false)
  const [order, setOrder] = useState<readonly string[]>([])
  const keys = lines.map((line) => line.key)
  if (!inside && keys.join('\n') !== order.join('\n')) setOrder(keys)
  const shown = inside ? keepOrder(order, lines) : lines
  return (
    <div className="value-panel scroll" onPointerEnter={() => { setInside(true) }} onPointerLeave={() => { setInside(false); onPoint(null) }}>
      <table>
        <caption className="num">{atMs === undefined ? 'No values yet' : index === null ? `Newest, ${stepTime(chart, atMs)}` : `At ${stepTime(chart, atMs)}`}</caption>
        <thead><tr><th scope="col">Line</th><th scope="col" className="right">/s</th><th scope="col" className="right value-total" title="Events in the whole window">events</th><th scope="col"><span className="visually-hidden">Its events</span></th></tr></thead>
        <tbody>
          {shown.map((line) => {
            const value = valueAt(chart, line.key, at)
            const off = hidden.has(line.key)
            const filter = filters.get(line.key) ?? ''
            const total = chart.series.find((series) => series.key === line.key)?.total
            return (
              <tr key={line.key} className={off ? 'off' : undefined} onPointerEnter={() => { onPoint(off ? null : line.key) }}>
                <th scope="row">
                  <button type="button" className="line-toggle" aria-pressed={!off} aria-label={`Line ${nameOf(line.label, group)}`} title={`${line.label}\n${off ? 'Show' : 'Hide'} this line`} onClick={() => { onToggle(line.key) }}>
                    <LineSwatch line={line} /><LineName label={line.label} group={group} />{off ? <EyeOff size={12} aria-hidden="true" /> : <Eye size={12} aria-hidden="true" />}
                  </button>
                </th>
                <td className="num right">{value === null ? <span className="dim">no data</span> : rate(value)}</td>
                <td className="num right dim value-total">{total === undefined ? '' : short(total)}</td>
                <td>{filter === '' ? null : <Button look="quiet" small iconOnly aria-label={`Show events of ${line.label}`} title={`Show its events: ${filter}`} onClick={() => { showEventsOf(filter) }}><ListFilter size={14} aria-hidden="true" /></Button>}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

/** What a screen reader says of a line: the words as they are seen, in their order. */
function nameOf(label: string, group: RateGroup): string {
  const { place, name } = splitLabel(label, group)
  return place === '' ? name : `${name} ${place}`
}

function LineName({ label, group }: { label: string; group: RateGroup }) {
  const { place, name } = splitLabel(label, group)
  return <span className="line-name"><span className="truncate">{name}</span>{place === '' ? null : <>{' '}<span className="truncate dim">{place}</span></>}</span>
}
