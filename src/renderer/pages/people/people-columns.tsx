import type { PersonRow } from '../../../shared/presence.ts'
import { EvidenceMark } from '../../components/evidence-mark.tsx'
import { PresenceMark } from '../../components/presence-mark.tsx'
import type { ListColumn } from '../../lists/record-list.tsx'
import { useNow } from '../../state/clock.ts'
import { count } from '../../text/numbers.ts'
import { ago, transportWord } from '../../text/presence-words.ts'
import { exact, sinceShort } from '../../text/times.ts'

/** All columns of People, in order. `name` and `status` always stand. */
export function peopleColumns(platformOf: (targetId: string) => string): readonly ListColumn<PersonRow>[] {
  return [
    { key: 'status', title: 'Status', sort: 'status', minPx: 80, grow: 0, rank: 0, cell: (row) => <PresenceMark status={row.status} /> },
    { key: 'name', title: 'Name', sort: 'name', minPx: 124, grow: 1.6, rank: 1, cell: (row) => <PersonName row={row} />, hint: (row) => `${row.name} · ${row.key.personId}${row.revealed ? ' · revealed' : ''}` },
    { key: 'role', title: 'Role', sort: 'role', minPx: 72, grow: 0.5, rank: 6, cell: (row) => row.role ?? <None />, hint: (row) => row.role ?? undefined },
    { key: 'platform', title: 'Platform', sort: 'platform', minPx: 84, grow: 0.8, rank: 5, cell: (row) => platformOf(row.key.targetId), hint: (row) => platformOf(row.key.targetId) },
    { key: 'devices', title: 'Devices', sort: 'devices', minPx: 54, grow: 0, rank: 4, right: true, cell: (row) => <Figure value={row.devices} />, hint: (row) => (row.sockets === 0 ? 'No connection is seen' : `${count(row.sockets)} sockets`) },
    { key: 'rooms', title: 'Rooms', sort: 'rooms', minPx: 54, grow: 0, rank: 7, right: true, cell: (row) => <Figure value={row.rooms} /> },
    { key: 'transport', title: 'Transport', sort: null, minPx: 92, grow: 0, rank: 9, cell: (row) => (row.transports.length === 0 ? <None /> : row.transports.map(transportWord).join(', ')), hint: (row) => row.transports.map(transportWord).join(', ') },
    { key: 'since', title: 'Since', sort: 'since', minPx: 48, grow: 0, rank: 3, right: true, cell: (row) => <Since row={row} />, hint: (row) => (row.sinceMs === null ? 'That moment was not seen' : exact(row.sinceMs)) },
    { key: 'lastSeen', title: 'Last seen', sort: 'lastSeen', minPx: 78, grow: 0, rank: 8, right: true, cell: (row) => <LastSeen row={row} />, hint: (row) => exact(row.lastSeenMs) },
    { key: 'evidence', title: 'Known by', sort: null, minPx: 144, grow: 0, rank: 2, cell: (row) => <EvidenceMark row={row} /> },
  ]
}

/** Columns that the reader may not take away. */
export const fixedColumns: readonly string[] = ['status', 'name']

function PersonName({ row }: { row: PersonRow }) {
  return (
    <span className={row.revealed ? 'person-name revealed' : 'person-name'}>
      <span className="strong">{row.name}</span>
      {row.name === row.key.personId ? null : <span className="mono dim">{row.key.personId}</span>}
      {row.own ? <span className="tag">Rollcall</span> : null}
    </span>
  )
}

function None() {
  return <span className="dim">–</span>
}

function Figure({ value }: { value: number }) {
  return value === 0 ? <None /> : <span className="num">{count(value)}</span>
}

function Since({ row }: { row: PersonRow }) {
  const now = useNow()
  return row.sinceMs === null ? <None /> : <span className="num">{sinceShort(row.sinceMs, now)}</span>
}

function LastSeen({ row }: { row: PersonRow }) {
  const now = useNow()
  return <span className="num">{ago(row.lastSeenMs, now)}</span>
}
