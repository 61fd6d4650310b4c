import { Eye, EyeOff, HelpCircle, Hourglass } from 'lucide-react'
import type { RoomRow } from '../../../shared/presence.ts'
import { RoomIcon } from '../../components/room-icon.tsx'
import { SparkLine } from '../../components/spark-line.tsx'
import type { ListColumn } from '../../lists/record-list.tsx'
import { useNow } from '../../state/clock.ts'
import { count, rate } from '../../text/numbers.ts'
import { ago, roomKindWord, watchedSentence, watchedWord } from '../../text/presence-words.ts'
import { exact } from '../../text/times.ts'
import { pathWords, roomPath } from './room-path.ts'

export function roomsColumns(platformOf: (targetId: string) => string): readonly ListColumn<RoomRow>[] {
  return [
    { key: 'room', title: 'Room', sort: 'name', minPx: 150, grow: 1.8, rank: 0, cell: (row) => <RoomName row={row} />, hint: (row) => row.key.room },
    { key: 'kind', title: 'Kind', sort: 'kind', minPx: 96, grow: 0, rank: 3, cell: (row) => roomKindWord(row.kind) },
    { key: 'platform', title: 'Namespace', sort: 'platform', minPx: 110, grow: 1, rank: 5, cell: (row) => <><span className="mono">{row.key.namespace}</span> <span className="dim">{platformOf(row.key.targetId)}</span></>, hint: (row) => `${platformOf(row.key.targetId)} ${row.key.namespace}` },
    { key: 'members', title: 'Members', sort: 'members', minPx: 66, grow: 0, rank: 1, right: true, cell: (row) => <span className="num">{count(row.members)}{row.evidence === 'inferred' ? <span className="dim"> ~</span> : null}</span>, hint: (row) => (row.evidence === 'observed' ? 'The server’s own count' : 'Inferred from events: at least these') },
    { key: 'rate', title: 'Events/s', sort: 'rate', minPx: 62, grow: 0, rank: 4, right: true, cell: (row) => <span className="num">{rate(row.perSecond)}</span>, hint: (row) => `${count(row.events)} events since start` },
    { key: 'spark', title: '5 minutes', sort: null, minPx: 76, grow: 0, rank: 6, cell: (row) => <SparkLine values={row.spark} label={`Events of the last 5 minutes: ${count(row.spark.reduce((sum, value) => sum + value, 0))}`} /> },
    { key: 'last', title: 'Last event', sort: 'lastEvent', minPx: 84, grow: 0, rank: 2, right: true, cell: (row) => <LastEvent row={row} />, hint: (row) => (row.lastAtMs === null ? undefined : exact(row.lastAtMs)) },
    { key: 'watched', title: 'Watched', sort: null, minPx: 108, grow: 0, rank: 7, cell: (row) => <Watched watched={row.watched} />, hint: (row) => watchedSentence(row.watched) },
  ]
}

function RoomName({ row }: { row: RoomRow }) {
  const path = roomPath(row.key.room)
  return (
    <span className="room-name">
      <RoomIcon kind={row.kind} />
      <span className="mono truncate">{path === null ? row.title : pathWords(path)}</span>
      {row.stale ? <span className="tag">stale</span> : null}
    </span>
  )
}

function LastEvent({ row }: { row: RoomRow }) {
  const now = useNow()
  return row.lastAtMs === null ? <span className="dim">none yet</span> : <span className="num">{ago(row.lastAtMs, now)}</span>
}

/** Icon and word of the membership of Rollcall's own socket. */
export function Watched({ watched }: { watched: RoomRow['watched'] }) {
  if (watched === 'no') return <span className="dim">–</span>
  const Icon = watched === 'joined' ? Eye : watched === 'waiting' ? Hourglass : watched === 'unconfirmed' ? HelpCircle : EyeOff
  return <span className={`watched-mark ${watched}`}><Icon size={12} aria-hidden="true" />{watchedWord(watched)}</span>
}
