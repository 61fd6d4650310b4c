import { ArrowDownLeft, ArrowUpRight, Check, ListFilter } from 'lucide-react'
import type { RateRow } from '../../../shared/rates.ts'
import { Button } from '../../components/button.tsx'
import { DriftMark } from '../../components/drift-mark.tsx'
import { SparkLine } from '../../components/spark-line.tsx'
import type { ListColumn } from '../../lists/record-list.tsx'
import { useNow } from '../../state/clock.ts'
import { showEventsOf } from '../../state/navigate.ts'
import { count, rate, short, size } from '../../text/numbers.ts'
import { duration, exact } from '../../text/times.ts'
import type { PlacedRow } from './rate-order.ts'
import { contractStateWord, directionWord, markOf } from './rate-words.ts'

/** A figure that is not known is a dash, never a zero. */
function figure(value: number | null, words: (value: number) => string) {
  return value === null ? <span className="dim">–</span> : <span className="num">{words(value)}</span>
}
const unknown = (value: number | null, words: string): string => (value === null ? 'Not known: nothing was watched then' : words)

export function rateColumns(platformOf: (targetId: string) => string): readonly ListColumn<PlacedRow>[] {
  return [
    { key: 'event', title: 'Event', sort: 'event', minPx: 148, grow: 1.4, rank: 0, cell: ({ row }) => <><span className="mono rate-event">{row.event}</span>{row.own ? <span className="tag rate-own">Rollcall</span> : null}</>, hint: ({ row }) => row.event },
    { key: 'namespace', title: 'Namespace', sort: 'namespace', minPx: 76, grow: 0.8, rank: 4, cell: ({ row }) => <span className="mono">{row.namespace}</span>, hint: ({ row }) => row.namespace },
    { key: 'platform', title: 'Platform', sort: 'platform', minPx: 78, grow: 0.8, rank: 7, cell: ({ row }) => platformOf(row.targetId), hint: ({ row }) => platformOf(row.targetId) },
    { key: 'direction', title: 'Way', sort: 'direction', minPx: 30, grow: 0, rank: 12, cell: ({ row }) => <Direction direction={row.direction} />, hint: ({ row }) => directionWord(row.direction) },
    { key: 'count', title: 'Count', sort: 'count', minPx: 54, grow: 0, rank: 3, right: true, cell: ({ row }) => <span className="num">{short(row.count)}</span>, hint: ({ row }) => `${count(row.count)} since start` },
    { key: 'rate1', title: '/s 1 s', sort: 'rate1', minPx: 46, grow: 0, rank: 9, right: true, cell: ({ row }) => figure(row.perSecond1, rate), hint: ({ row }) => unknown(row.perSecond1, 'Events in the last whole second') },
    { key: 'rate10', title: '10 s', sort: 'rate10', minPx: 44, grow: 0, rank: 1, right: true, cell: ({ row }) => figure(row.perSecond10, rate), hint: ({ row }) => unknown(row.perSecond10, 'Events a second, mean of the last 10 s') },
    { key: 'rate60', title: '1 min', sort: 'rate60', minPx: 50, grow: 0, rank: 6, right: true, cell: ({ row }) => figure(row.perSecond60, rate), hint: ({ row }) => unknown(row.perSecond60, 'Events a second, mean of the last minute') },
    { key: 'bytes', title: 'Bytes/s', sort: 'bytes', minPx: 58, grow: 0, rank: 11, right: true, cell: ({ row }) => figure(row.bytesPerSecond, size), hint: ({ row }) => unknown(row.bytesPerSecond, 'On the wire, mean of the last 10 s') },
    { key: 'p50', title: 'p50', sort: 'p50', minPx: 50, grow: 0, rank: 14, right: true, cell: ({ row }) => figure(row.sizeP50, size), hint: () => 'Half of its events are no larger' },
    { key: 'p95', title: 'p95', sort: 'p95', minPx: 50, grow: 0, rank: 13, right: true, cell: ({ row }) => figure(row.sizeP95, size), hint: () => '95 of 100 of its events are no larger' },
    { key: 'last', title: 'Seen', sort: 'last', minPx: 50, grow: 0, rank: 8, right: true, cell: ({ row }) => <LastSeen atMs={row.lastAtMs} />, hint: ({ row }) => (row.lastAtMs === null ? undefined : exact(row.lastAtMs)) },
    { key: 'spark', title: '5 minutes', sort: null, minPx: 74, grow: 0, rank: 10, cell: ({ row }) => <SparkLine values={row.spark} label={`Events a second over the last 5 minutes, highest ${rate(row.spark.reduce<number>((most, value) => Math.max(most, value ?? 0), 0))}`} /> },
    { key: 'contract', title: 'Contract', sort: 'contract', minPx: 58, grow: 0, rank: 2, cell: ({ row }) => <ContractCell row={row} />, hint: ({ row }) => contractStateWord(row.contract) },
  ]
}

function Direction({ direction }: { direction: RateRow['direction'] }) {
  const Icon = direction === 'in' ? ArrowDownLeft : ArrowUpRight
  return <span className="rate-mark"><Icon size={14} aria-hidden="true" /><span className="visually-hidden">{directionWord(direction)}</span></span>
}

function LastSeen({ atMs }: { atMs: number | null }) {
  const now = useNow()
  return atMs === null ? <span className="dim">never</span> : <span className="num">{now - atMs < 5_000 ? 'now' : duration(now - atMs)}</span>
}

/** How the row stands to its contract and, on the row that is pointed at or chosen, the way to its events. */
function ContractCell({ row }: { row: RateRow }) {
  const mark = markOf(row.contract)
  return (
    <span className="rate-mark">
      {mark !== null ? <DriftMark mark={mark} wordless /> : <>{row.contract === 'ok' ? <Check size={14} aria-hidden="true" /> : <span aria-hidden="true">–</span>}<span className="visually-hidden">{contractStateWord(row.contract)}</span></>}
      {/* Enter on the row does the same: the button is for the pointer and takes no place in the tab order. */}
      <Button look="quiet" small iconOnly tabIndex={-1} className="rate-open" aria-label={`Show events ${row.event} of ${row.namespace}`} title={`Show its events: ${row.filter}`} onClick={() => { showEventsOf(row.filter) }}><ListFilter size={14} aria-hidden="true" /></Button>
    </span>
  )
}
