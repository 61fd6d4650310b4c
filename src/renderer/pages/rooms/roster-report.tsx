import { UserCheck } from 'lucide-react'
import type { RosterReport } from '../../../shared/presence.ts'
import { Notice } from '../../components/notice.tsx'
import { PresenceMark } from '../../components/presence-mark.tsx'
import { useNow } from '../../state/clock.ts'
import { idOfPerson } from '../../state/keys.ts'
import { ago } from '../../text/presence-words.ts'
import { badRowWords, rosterHeadline, rosterIsComplete, rosterRest } from './roster-words.ts'

/** Who is missing, who is unexpected, and every row that could not be read. */
export function RosterResult({ report }: { report: RosterReport }) {
  const now = useNow()
  return (
    <div className="roster-result" data-testid="roster-result">
      <Notice tone={rosterIsComplete(report) ? 'ok' : 'warning'} role="status"><strong className="num">{rosterHeadline(report)}</strong><p className="num">{rosterRest(report)}</p></Notice>
      {report.bad.length === 0 ? null : (
        <section><h3>Rows that were not read</h3><ul className="plain-list">{report.bad.map((row) => <li key={`${row.line} ${row.why}`}><span className="num">{badRowWords(row)}</span></li>)}</ul></section>
      )}
      {report.missing.length === 0 ? null : (
        <section><h3>Missing</h3><ul className="plain-list">{report.missing.map((row) => <li key={`${row.line} ${row.label}`}><span className="num dim">line {row.line}</span><span className="truncate">{row.label}</span><span className="dim num">{row.lastSeenMs === null ? 'never seen' : `last seen ${ago(row.lastSeenMs, now)}`}</span></li>)}</ul></section>
      )}
      {report.unexpected.length === 0 ? null : (
        <section><h3>Here, but not on the list</h3><ul className="plain-list">{report.unexpected.map((row) => <li key={idOfPerson(row.key)}><PresenceMark status={row.status} wordless /><span className="truncate">{row.name} <span className="mono dim">{row.key.personId}</span></span><span className="dim">{row.role}</span></li>)}</ul></section>
      )}
      {rosterIsComplete(report) && report.unexpected.length === 0 ? <p className="dim"><UserCheck size={14} aria-hidden="true" /> Everybody on the list is here, and nobody else.</p> : null}
    </div>
  )
}
