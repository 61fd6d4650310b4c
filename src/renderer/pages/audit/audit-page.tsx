import { FileDown, ScrollText } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import type { AuditRecord } from '../../../shared/presence.ts'
import { listAudit } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListSkeleton } from '../../components/list-skeleton.tsx'
import { Notice } from '../../components/notice.tsx'
import { openDialog } from '../../state/view-store.ts'
import { counted } from '../../text/numbers.ts'
import { clock, exact, since } from '../../text/times.ts'
import { useNow } from '../../state/clock.ts'
import { mergeRecords, unknownResults } from './audit-records.ts'
import { ResultMark } from './result-mark.tsx'

const PAGE_RECORDS = 100
const RENEW_MS = 3_000

/** Who did what through this console, when, why and what came of it. */
export function AuditPage() {
  const { records, problem, more, loadOlder } = useRecords()
  const unknown = unknownResults(records ?? [])
  return (
    <section className="audit-page" aria-label="Audit">
      <div className="platforms-bar audit-bar">
        <span className="events-count num">{records === null ? '' : `${counted(records.length, 'record')}${more ? ' shown, newest first' : ''}`}</span>
        <span className="spacer" />
        <Button disabled={records === null || records.length === 0} onClick={() => { openDialog({ name: 'export-audit' }) }}><FileDown size={16} aria-hidden="true" />Export CSV</Button>
      </div>
      {problem === null ? null : <div className="platforms-notice"><Notice tone="critical" role="alert">The audit log could not be read: {problem}.</Notice></div>}
      {unknown === 0 ? null : <div className="platforms-notice"><Notice tone="warning">{counted(unknown, 'action')} with an unknown result: it was sent, but Rollcall ended or lost the feed before it saw what came of it. Look at the person or room.</Notice></div>}
      <div className="audit-body scroll">
        {records === null ? <ListSkeleton label="Loading the audit log" rows={14} /> : records.length === 0 ? (
          <EmptyState icon={ScrollText} title="Nothing was done yet.">Every disconnect, every change of a room and every revealed name is written here, before it happens.</EmptyState>
        ) : (
          <>
            <Records records={records} />
            {more ? <p className="audit-more"><Button small onClick={() => { void loadOlder() }}>Load older records</Button></p> : null}
          </>
        )}
      </div>
    </section>
  )
}

function Records({ records }: { records: readonly AuditRecord[] }) {
  const now = useNow()
  return (
    <table className="table audit">
      <caption className="visually-hidden">Audit records, newest first</caption>
      <thead><tr>{['Time', 'Result', 'Action', 'Whom or what', 'Platform', 'Reason', 'Who'].map((title) => <th key={title} scope="col">{title}</th>)}</tr></thead>
      <tbody>
        {records.map((record) => (
          <tr key={record.id} className={`result-${record.result}`}>
            <td className="num" title={exact(record.atMs)}>{since(record.atMs, now)}<span className="dim">{clock(record.atMs).slice(5)}</span></td>
            <td><ResultMark result={record.result} />{record.detail === '' ? null : <p className="dim cell-detail selectable">{record.detail}</p>}</td>
            <td className="selectable">{record.action}</td>
            <td className="selectable wrap-anywhere">{record.scope}</td>
            <td className="selectable">{record.targetName}</td>
            <td className="selectable wrap-anywhere">{record.reason}</td>
            <td className="dim selectable">{record.who}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface Known {
  readonly records: readonly AuditRecord[] | null
  readonly problem: string | null
  readonly more: boolean
  readonly loadOlder: () => Promise<void>
}

function useRecords(): Known {
  const [records, setRecords] = useState<readonly AuditRecord[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [more, setMore] = useState(false)
  const load = useCallback(async (before: number | null): Promise<void> => {
    try {
      const page = await listAudit(before, PAGE_RECORDS)
      setRecords((known) => {
        if (known === null || before !== null) setMore(page.length === PAGE_RECORDS)
        return mergeRecords(known ?? [], page)
      })
      setProblem(null)
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }, [])
  useEffect(() => {
    const first = setTimeout(() => { void load(null) }, 0)
    const timer = setInterval(() => { if (!document.hidden) void load(null) }, RENEW_MS)
    return () => {
      clearTimeout(first)
      clearInterval(timer)
    }
  }, [load])
  const oldest = records?.at(-1)?.atMs ?? null
  return { records, problem, more, loadOlder: () => load(oldest) }
}
