import { Inbox } from 'lucide-react'
import type { NoticeList } from '../../../shared/notices.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListSkeleton } from '../../components/list-skeleton.tsx'
import { ReadProblem } from '../../components/read-problem.tsx'
import { useTargetNames } from '../../components/platform-name.ts'
import { useNow } from '../../state/clock.ts'
import { showEvent } from '../../state/navigate.ts'
import { exact, since } from '../../text/times.ts'
import type { Polled } from '../rates/use-poll.ts'
import { openNotice } from './open-notice.ts'
import { visibleText } from './visible-text.ts'

/** Notices that came by the platforms: from others, and our own as they came back. */
export function IncomingPart({ list }: { list: Polled<NoticeList> }) {
  const names = useTargetNames()
  const now = useNow()
  const rows = list.answer?.incoming ?? null
  return (
    <>
      {list.problem === null ? null : <div className="notices-note"><ReadProblem what="The incoming notices" problem={list.problem} shown={rows !== null} /></div>}
      <div className="notices-body scroll">
        {rows === null ? (list.problem === null ? <ListSkeleton label="Loading incoming notices" rows={10} /> : null) : rows.length === 0 ? (
          <EmptyState icon={Inbox} title="No notice came in yet.">What the platforms’ own users announce (announcement.new, system.maintenance and their like) is listed here, apart from what Rollcall sent.</EmptyState>
        ) : (
          <table className="table notices-table">
            <caption className="visually-hidden">Incoming notices, newest first</caption>
            <thead><tr>{['Time', 'From', 'Title', 'Event', 'Platform'].map((title) => <th key={title} scope="col">{title}</th>)}</tr></thead>
            <tbody>
              {rows.map((row) => {
                const { own } = row
                return (
                  <tr key={row.seq} className={own === null ? undefined : 'own'}>
                    <td className="num" title={exact(row.atMs)}>{since(row.atMs, now)}</td>
                    <td>{own === null ? <span className="tag">Others</span> : <button type="button" className="link-button" onClick={() => { openNotice(own) }}>Ours</button>}</td>
                    <td className="wrap-anywhere"><button type="button" className="link-button" dir="auto" onClick={() => { showEvent(row.seq) }}>{visibleText(row.title) || 'No title'}</button></td>
                    <td className="mono">{row.namespace} {row.event}</td>
                    <td className="dim">{names[row.targetId] ?? row.targetId}</td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        )}
      </div>
    </>
  )
}
