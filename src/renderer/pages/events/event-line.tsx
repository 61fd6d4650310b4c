import { ArrowDownLeft, ArrowUpRight, Bookmark, Highlighter, RadioTower } from 'lucide-react'
import { memo } from 'react'
import type { EventRow } from '../../../shared/domain.ts'
import { DriftMark } from '../../components/drift-mark.tsx'
import { SeverityMark } from '../../components/severity-mark.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { shownMark } from '../../text/drift-words.ts'
import { size } from '../../text/numbers.ts'
import { clock, exact } from '../../text/times.ts'

/** The columns, in order; `feed-cell-<key>` in events.css gives their widths and when a narrow pane drops them. */
export const columns = [
  { key: 'time', title: 'Time' },
  { key: 'direction', title: 'Direction' },
  { key: 'event', title: 'Event' },
  { key: 'room', title: 'Room' },
  { key: 'person', title: 'Person' },
  { key: 'size', title: 'Size' },
  { key: 'preview', title: 'Preview' },
  { key: 'platform', title: 'Platform' },
] as const

interface EventLineProps {
  readonly row: EventRow | undefined
  readonly ordinal: number
  readonly index: number
  readonly topPx: number
  readonly platform: string
  readonly selected: boolean
  /** The user marked it: a bookmark before its name and a bar at its edge. */
  readonly marked: boolean
  readonly fresh: boolean
}

/** One event on one line; details are in the inspector, never by growing inside a moving list. */
export const EventLine = memo(function EventLine({ row, ordinal, index, topPx, platform, selected, marked, fresh }: EventLineProps) {
  const style = { transform: `translateY(${topPx}px)` }
  if (row === undefined) {
    return (
      <div className="feed-row" role="row" aria-rowindex={index + 2} aria-busy="true" style={style}>
        {columns.map((column, at) => <span key={column.key} role="gridcell" className={`feed-cell-${column.key}`}>{at === 1 ? null : <Skeleton width={at === 6 ? '70%' : '60%'} height={8} />}</span>)}
      </div>
    )
  }
  const classes = ['feed-row', selected ? 'selected' : '', marked ? 'marked' : '', fresh ? 'fresh' : '', row.highlighted ? 'hit' : '', row.own ? 'own' : '', row.severity === null ? '' : `severity-${row.severity}`]
  const mark = shownMark(row.drift)
  const Arrow = row.direction === 'in' ? ArrowDownLeft : ArrowUpRight
  return (
    <div id={`event-${row.ordinal}`} className={classes.filter((name) => name !== '').join(' ')} role="row" aria-rowindex={index + 2} aria-selected={selected} data-ordinal={ordinal} style={style}>
      <span role="gridcell" className="feed-cell-time num" title={exact(row.atMs)}>{clock(row.atMs)}</span>
      <span role="gridcell" className="feed-cell-direction" title={row.direction === 'in' ? (row.feed ? 'Sent by the server, seen through the admin feed' : 'Received') : row.feed ? 'Received by the server, seen through the admin feed' : 'Sent by Rollcall'}>
        <Arrow size={14} aria-label={row.direction === 'in' ? 'Received' : 'Sent'} />
      </span>
      <span role="gridcell" className="feed-cell-event truncate" title={row.event}>
        {marked ? <Bookmark className="mark-mark" size={12} aria-label="Marked" /> : null}{row.highlighted ? <Highlighter className="hit-mark" size={12} aria-label="Matches the filter" /> : null}{row.severity === null ? null : <SeverityMark severity={row.severity} wordless size={14} />}{mark === null ? null : <DriftMark mark={mark} wordless size={13} />}{row.event}{row.feed ? <RadioTower className="feed-mark" size={12} aria-label="Seen through the admin feed" /> : null}
      </span>
      <span role="gridcell" className="truncate" title={row.room ?? undefined}>{row.room}</span>
      <span role="gridcell" className="feed-cell-person truncate" title={row.person ?? undefined}>{row.person}</span>
      <span role="gridcell" className="feed-cell-size num" title={row.cut ? 'Above the size limit: only its beginning was kept' : undefined}>{size(row.bytes)}{row.cut ? '…' : ''}</span>
      <span role="gridcell" className="feed-cell-preview truncate mono">{row.preview}</span>
      <span role="gridcell" className="truncate" title={`${platform} ${row.namespace}`}>{platform} <span className="dim">{row.namespace}</span></span>
    </div>
  )
})
