import { useState, type KeyboardEvent } from 'react'
import type { AuditRecord } from '../../../shared/presence.ts'
import { clock, exact } from '../../text/times.ts'
import { byDay } from './audit-records.ts'
import { ResultMark } from './result-mark.tsx'

const titles = ['Time', 'Result', 'Action', 'Whom or what', 'Platform', 'Reason', 'Who'] as const

/** Records by day, newest first; long texts are cut here and whole in the record. One of them is in the order of Tab; arrows go along, Enter opens it. */
export function AuditTable({ records, onOpen }: { records: readonly AuditRecord[]; onOpen: (record: AuditRecord) => void }) {
  const [cursorId, setCursorId] = useState<string | null>(null)
  const cursor = records.find(({ id }) => id === cursorId) ?? records[0]
  function onKeyDown(event: KeyboardEvent<HTMLTableElement>): void {
    const at = records.findIndex(({ id }) => id === cursor?.id)
    const to = step(event.key, at, records.length)
    const next = to === undefined ? undefined : records[to]
    if (next === undefined) return
    event.preventDefault()
    setCursorId(next.id)
    event.currentTarget.querySelector<HTMLElement>(`[data-record="${next.id}"]`)?.focus()
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys come from the records' own buttons
    <table className="table audit log" data-screen-list onKeyDown={onKeyDown}>
      <caption className="visually-hidden">Audit records, newest first. Arrow keys go along the records, Enter opens one.</caption>
      <thead><tr>{titles.map((title) => <th key={title} scope="col">{title}</th>)}</tr></thead>
      {byDay(records).map((day) => (
        <tbody key={day.key}>
          <tr className="audit-day"><th scope="rowgroup" colSpan={titles.length}>{day.title}<span className="dim num">{day.records.length}</span></th></tr>
          {day.records.map((record) => (
            <tr key={record.id} className={`result-${record.result}`} onDoubleClick={() => { onOpen(record) }}>
              <td className="num" title={exact(record.atMs)}>{clock(record.atMs)}</td>
              <td><ResultMark result={record.result} />{record.detail === '' ? null : <p className="audit-cell dim cell-detail selectable wrap-anywhere" title={record.detail}>{record.detail}</p>}</td>
              <td>
                <button type="button" className="audit-open" data-record={record.id} tabIndex={record.id === cursor?.id ? 0 : -1} aria-label={`${record.action}, record ${record.id}`} onFocus={() => { setCursorId(record.id) }} onClick={() => { onOpen(record) }}>{record.action}</button>
              </td>
              <td className="selectable wrap-anywhere" title={record.scope}><span className="audit-cell">{record.scope}</span></td>
              <td className="selectable wrap-anywhere" title={record.targetName}><span className="audit-cell">{record.targetName}</span></td>
              <td className="selectable wrap-anywhere" title={record.reason}><span className="audit-cell">{record.reason}</span></td>
              <td className="dim selectable wrap-anywhere" title={record.who}><span className="audit-cell">{record.who}</span></td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  )
}

function step(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown': return Math.min(count - 1, at + 1)
    case 'ArrowUp': return Math.max(0, at - 1)
    case 'Home': return 0
    case 'End': return count - 1
    default: return undefined
  }
}
