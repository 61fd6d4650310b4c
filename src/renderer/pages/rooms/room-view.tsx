import { ClipboardList, Eye, EyeOff, History, Maximize2, Pin, PinOff } from 'lucide-react'
import { useState } from 'react'
import type { Failure } from '../../../shared/ipc.ts'
import type { RoomDetail, RoomKey } from '../../../shared/presence.ts'
import { getRoom, watchRoom } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { writeDeepLink } from '../../../shared/deep-link.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { useTargetNames } from '../../components/platform-name.ts'
import { RoomIcon } from '../../components/room-icon.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { SparkLine } from '../../components/spark-line.tsx'
import { useNow } from '../../state/clock.ts'
import { idOfRoom } from '../../state/keys.ts'
import { openRoomPage, showEventsOf } from '../../state/navigate.ts'
import { fieldFilter } from '../events/filter-text.ts'
import { useDetail } from '../../state/use-detail.ts'
import { openDialog } from '../../state/view-store.ts'
import { count, counted, rate } from '../../text/numbers.ts'
import { ago, roomKindWord, watchedSentence } from '../../text/presence-words.ts'
import { LastEvents } from '../people/last-events.tsx'
import { changePin, usePins } from './pins.ts'
import { RoomMembers } from './room-members.tsx'
import { RoomChanges } from './room-changes.tsx'
import { pathWords, roomPath } from './room-path.ts'
import { Watched } from './rooms-columns.tsx'

/** One room whole, in the inspector or as a page. */
export function RoomView({ room, page = false }: { room: RoomKey; page?: boolean }) {
  const detail = useDetail(idOfRoom(room), () => getRoom(room))
  if (detail.is === 'loading') return <div className="inspector-body" role="status" aria-label="Loading the room">{[180, 220, 160, 240].map((width) => <p key={width}><Skeleton width={width} /></p>)}</div>
  if (detail.is === 'gone') {
    return <EmptyState icon={History} title={detail.problem.what} actions={<Button small onClick={() => { showEventsOf(fieldFilter('room', room.room)) }}>Show its events</Button>}>{detail.problem.advice}</EmptyState>
  }
  return <Whole detail={detail.value} page={page} />
}

function Whole({ detail, page }: { detail: RoomDetail; page: boolean }) {
  const { row } = detail
  return (
    <div className={page ? 'person wide' : 'inspector-body person'} data-room>
      <Head detail={detail} page={page} />
      {row.stale ? <Notice tone="warning">The feed or the server that showed this room is silent: its members are as of then.</Notice> : null}
      <div className="person-columns">
        <div><RoomMembers detail={detail} /></div>
        <div>
          <LastEvents events={detail.lastEvents} onMore={() => { showEventsOf(fieldFilter('room', row.key.room)) }} />
          <RoomChanges detail={detail} />
        </div>
      </div>
    </div>
  )
}

function Head({ detail, page }: { detail: RoomDetail; page: boolean }) {
  const now = useNow()
  const names = useTargetNames()
  const { row } = detail
  const path = roomPath(row.key.room)
  const pinned = usePins().some((pin) => idOfRoom(pin) === idOfRoom(row.key))
  return (
    <header className="person-head">
      <h3 className={page ? 'page-title mono selectable' : 'inspector-title mono selectable'}>{row.title}</h3>
      <p className="inspector-line wrap">
        <RoomIcon kind={row.kind} /><span>{path === null ? roomKindWord(row.kind) : pathWords(path)}</span>
        <span>· {names[row.key.targetId] ?? row.key.targetId} <span className="mono">{row.key.namespace}</span></span>
      </p>
      <dl className="room-figures">
        <div><dt>{row.evidence === 'observed' ? 'members' : 'members, inferred'}</dt><dd className="num">{count(row.members)}</dd></div>
        <div><dt>events/s</dt><dd className="num">{rate(row.perSecond)}</dd></div>
        <div><dt>last event</dt><dd className="num">{row.lastAtMs === null ? 'none yet' : ago(row.lastAtMs, now)}</dd></div>
        <div><dt>open alerts</dt><dd className={detail.alerts > 0 ? 'num alarming' : 'num'}>{count(detail.alerts)}</dd></div>
        <div><dt>5 minutes</dt><dd><SparkLine values={row.spark} label={`${counted(row.spark.reduce((sum, value) => sum + value, 0), 'event')} in the last 5 minutes`} /></dd></div>
      </dl>
      <WatchLine detail={detail} />
      <div className="inspector-actions wrap">
        <Button small onClick={() => { openDialog({ name: 'roster', room: row.key }) }}><ClipboardList size={14} aria-hidden="true" />Roster…</Button>
        <CopyButton words label="Copy name" text={row.key.room} />
        <CopyButton words label="Copy link" text={writeDeepLink({ kind: 'room', key: row.key })} />
        <Button small aria-pressed={pinned} onClick={() => { changePin(row.key) }}>{pinned ? <PinOff size={14} aria-hidden="true" /> : <Pin size={14} aria-hidden="true" />}{pinned ? 'Unpin' : 'Pin'}</Button>
        {page ? null : <Button small onClick={() => { openRoomPage(row.key) }}><Maximize2 size={14} aria-hidden="true" />Open page</Button>}
      </div>
    </header>
  )
}

/** Whether Rollcall's own socket is in the room, and the button that changes it. */
function WatchLine({ detail }: { detail: RoomDetail }) {
  const [failure, setFailure] = useState<Failure | null>(null)
  const [busy, setBusy] = useState(false)
  const { row } = detail
  const watching = row.watched !== 'no'
  async function change(): Promise<void> {
    setBusy(true)
    const answer = await watchRoom(row.key.targetId, { namespace: row.key.namespace, room: row.key.room }, !watching)
    setFailure(answer.ok ? null : answer)
    setBusy(false)
  }
  return (
    <div className="watch-line">
      <p>{watching ? <Watched watched={row.watched} /> : null} <span className="dim">{watchedSentence(row.watched)}</span></p>
      {row.perSocket ? null : <Button small disabled={busy} onClick={() => { void change() }}>{watching ? <EyeOff size={14} aria-hidden="true" /> : <Eye size={14} aria-hidden="true" />}{watching ? 'Stop watching' : 'Watch'}</Button>}
      {failure === null ? null : <Notice tone="warning" role="alert"><ProblemText problem={failure.problem} /></Notice>}
    </div>
  )
}
