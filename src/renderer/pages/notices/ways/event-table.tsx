import { FileQuestion } from 'lucide-react'
import type { WayReport } from '../../../../shared/notices.ts'
import { kindWord } from '../notice-words.ts'

/** The platform's events by kind, and where no document covers the sending. */
export function EventTable({ report }: { report: WayReport }) {
  const receipts = report.receipts === 'none' ? 'No receipts: nobody confirms.' : report.receipts === 'delivered' ? 'The server says how many it delivered.' : 'The server says how many it delivered and how many were read.'
  return (
    <section className="detail-section" aria-label="Events">
      <div className="detail-head"><h3>What is sent</h3><span className="dim">{receipts}</span></div>
      {report.events.length === 0 ? <p className="form-remark">No event is known for this way.</p> : (
        <table className="table notices-table">
          <thead><tr>{['Type', 'Event', 'Namespace', 'Document'].map((title) => <th key={title} scope="col">{title}</th>)}</tr></thead>
          <tbody>
            {report.events.map(({ kind, event, namespace, documented }) => (
              <tr key={`${kind} ${event} ${namespace}`}><td>{kindWord(kind)}</td><td className="mono wrap-anywhere">{event}</td><td className="mono">{namespace}</td>
                <td>{documented ? <span className="dim">{report.way === 'admin-feed' ? 'Documented' : 'The event is documented, not its sending'}</span> : <span className="tag odd"><FileQuestion size={12} aria-hidden="true" />No document covers this sending</span>}</td></tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
