import type { DriftRow } from '../../../shared/contract-check.ts'
import { useTargetNames } from '../../components/platform-name.ts'
import { useNow } from '../../state/clock.ts'
import { openDialog } from '../../state/view-store.ts'
import { driftKindWord } from '../../text/drift-words.ts'
import { count } from '../../text/numbers.ts'
import { exact, since } from '../../text/times.ts'

const titles = ['Event', 'Kind', 'Path', 'Expected', 'Found', 'Platform', 'Namespace', 'Count', 'First seen', 'Last seen'] as const

/** The drift table as the core orders it, newest first; the name of an event opens its example beside the contract's form. */
export function DriftTable({ rows }: { rows: readonly DriftRow[] }) {
  const names = useTargetNames()
  const now = useNow()
  return (
    <table className="table audit drift">
      <caption className="visually-hidden">Differences between live traffic and the contracts, newest first</caption>
      <thead><tr>{titles.map((title) => <th key={title} scope="col">{title}</th>)}</tr></thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td><button type="button" className="link-button wrap-anywhere drift-open" onClick={() => { openDialog({ name: 'drift', id: row.id }) }}>{row.event}</button></td>
            <td>{driftKindWord(row.kind)}</td>
            <td className="mono selectable wrap-anywhere">{row.path === '' ? <span className="dim">the event</span> : row.path}</td>
            <td className="selectable wrap-anywhere">{row.expected}</td>
            <td className="selectable wrap-anywhere">{row.found}</td>
            <td>{names[row.targetId] ?? row.targetId}</td>
            <td className="mono">{row.namespace}</td>
            <td className="num" title={`${count(row.compared)} of ${count(row.received)} events of this name were compared`}>{count(row.count)}</td>
            <td className="num" title={exact(row.firstAtMs)}>{since(row.firstAtMs, now)}</td>
            <td className="num" title={exact(row.lastAtMs)}>{since(row.lastAtMs, now)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
