import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { rate } from '../text/numbers.ts'
import { exact } from '../text/times.ts'
import { OTHER_KEY, stepTime, type ChartData } from './chart-series.ts'

/** 24 px and the hairline below. */
const ROW_PX = 25
/** A cell that only takes room. */
const NOTHING = '\u00a0'

/** A chart's numbers as a table, newest first; only the rows on screen are built, a day has 1,440. */
export function ValueTable({ chart, otherLabel, caption }: { chart: ChartData; otherLabel: string; caption: string }) {
  const scroller = useRef<HTMLDivElement>(null)
  const rows = chart.timesMs.length
  // oxlint-disable-next-line react/incompatible-library -- the React compiler is not used
  const virtual = useVirtualizer({ count: rows, getScrollElement: () => scroller.current, estimateSize: () => ROW_PX, overscan: 12, scrollMargin: ROW_PX })
  const items = virtual.getVirtualItems()
  const before = (items[0]?.start ?? ROW_PX) - ROW_PX
  const after = Math.max(0, virtual.getTotalSize() - ((items.at(-1)?.end ?? ROW_PX) - ROW_PX))
  return (
    // A region that scrolls must be reachable by the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={scroller} className="rate-table scroll" tabIndex={0} role="region" aria-label="Events per second as a table">
      <table aria-rowcount={rows + 1}>
        <caption className="visually-hidden">{caption}</caption>
        <thead><tr aria-rowindex={1}><th scope="col">Time</th>{chart.series.map((series) => <th key={series.key} scope="col" title={series.label}>{series.key === OTHER_KEY ? otherLabel : series.label}</th>)}</tr></thead>
        <tbody>
          {before > 0 ? <tr aria-hidden="true"><td className="rate-table-gap" style={{ height: before }}>{NOTHING}</td></tr> : null}
          {items.map((item) => {
            const at = rows - 1 - item.index
            const atMs = chart.timesMs[at] ?? 0
            return (
              <tr key={atMs} aria-rowindex={item.index + 2}>
                <th scope="row" className="num" title={exact(atMs)}>{stepTime(chart, atMs)}</th>
                {chart.series.map((series) => {
                  const value = series.perSecond[at] ?? null
                  return <td key={series.key} className="num">{value === null ? <span className="dim">no data</span> : rate(value)}</td>
                })}
              </tr>
            )
          })}
          {after > 0 ? <tr aria-hidden="true"><td className="rate-table-gap" style={{ height: after }}>{NOTHING}</td></tr> : null}
        </tbody>
      </table>
    </div>
  )
}
