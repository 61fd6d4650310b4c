import type { RateChart } from '../../../shared/domain.ts'
import { rate } from '../../text/numbers.ts'
import { clock } from '../../text/times.ts'
import { OTHER_KEY } from './chart-series.ts'

/** The chart's numbers as a table, newest first. */
export function RateTable({ chart }: { chart: RateChart }) {
  return (
    // A region that scrolls must be reachable by the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="rate-table scroll" tabIndex={0} role="region" aria-label="Events per second as a table">
      <table>
        <caption className="visually-hidden">Events per second by namespace, newest first</caption>
        <thead><tr><th scope="col">Time</th>{chart.series.map((series) => <th key={series.key} scope="col">{series.key === OTHER_KEY ? 'Other namespaces' : series.label}</th>)}</tr></thead>
        <tbody>
          {chart.timesMs.map((atMs, index) => (
            <tr key={atMs}>
              <th scope="row" className="num">{clock(atMs)}</th>
              {chart.series.map((series) => {
                const value = series.perSecond[index] ?? null
                return <td key={series.key} className="num">{value === null ? <span className="dim">no data</span> : rate(value)}</td>
              })}
            </tr>
          )).toReversed()}
        </tbody>
      </table>
    </div>
  )
}
