import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import type { RoomRef, TargetView } from '../../../shared/domain.ts'
import type { Failure } from '../../../shared/ipc.ts'
import { WATCHED_ROOMS_PER_TARGET_MAX } from '../../../shared/limits.ts'
import { watchRoom } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { Select } from '../../components/select.tsx'
import { useFrame } from '../../frame-store.ts'
import { counted } from '../../text/numbers.ts'
import { useCatalog } from './catalogs.ts'

/** Rooms that Rollcall joins because somebody asked for them, paced like all joins. */
export function WatchedRooms({ target }: { target: TargetView }) {
  const { settings } = target
  const catalog = useCatalog(settings.catalogId)
  const joinable = new Set(catalog?.rooms.filter((room) => room.join.length > 0).map((room) => room.namespace))
  const namespaces = target.namespaces.filter((namespace) => catalog === undefined || joinable.has(namespace.name)).map((namespace) => namespace.name)
  const [chosen, setNamespace] = useState<string | null>(null)
  const [room, setRoom] = useState('')
  const [failure, setFailure] = useState<Failure | null>(null)
  const namespace = chosen !== null && namespaces.includes(chosen) ? chosen : (namespaces[0] ?? '')
  const pattern = catalog?.rooms.find((each) => each.namespace === namespace && each.join.length > 0)?.pattern

  async function change(ref: RoomRef, on: boolean): Promise<void> {
    const answer = await watchRoom(settings.id, ref, on)
    setFailure(answer.ok ? null : answer)
    if (answer.ok && on) setRoom('')
  }

  return (
    <section className="detail-section" aria-labelledby="rooms-title">
      <div className="detail-head"><h3 id="rooms-title">Watched rooms</h3><span className="dim num">{counted(settings.watchedRooms.length, 'room')}</span></div>
      {namespaces.length === 0 ? <p className="dim">This platform puts its clients into rooms by itself; none can be asked for.</p> : (
        <form className="watch-form" onSubmit={(event) => { event.preventDefault(); if (room.trim() !== '') void change({ namespace, room: room.trim() }, true) }}>
          <Select label="Namespace of the room" value={namespace} options={namespaces.map((name) => ({ value: name, label: name }))} onChange={setNamespace} />
          <input className="input mono" aria-label="Room to watch" placeholder={pattern ?? 'room name'} spellCheck={false} maxLength={300} value={room} onChange={(event) => { setRoom(event.target.value) }} />
          <Button type="submit" disabled={room.trim() === '' || settings.watchedRooms.length >= WATCHED_ROOMS_PER_TARGET_MAX}><Plus size={16} aria-hidden="true" />Watch room</Button>
        </form>
      )}
      {failure === null ? null : <Notice tone="warning" role="alert"><ProblemText problem={failure.problem} /></Notice>}
      {settings.watchedRooms.length === 0 ? null : (
        <ul className="watched">
          {settings.watchedRooms.map((ref) => <WatchedRoom key={`${ref.namespace} ${ref.room}`} targetId={settings.id} room={ref} onRemove={() => { void change(ref, false) }} />)}
        </ul>
      )}
    </section>
  )
}

function WatchedRoom({ targetId, room, onRemove }: { targetId: string; room: RoomRef; onRemove: () => void }) {
  const joined = useFrame((state) => state.tree?.find((entry) => entry.targetId === targetId && entry.namespace === room.namespace)?.rooms.find((entry) => entry.room === room.room)?.joined)
  return (
    <li>
      <span className="mono truncate">{room.room}</span>
      <span className="mono dim">{room.namespace}</span>
      <span className="dim">{joined === true ? 'joined' : 'waiting'}</span>
      <Button look="quiet" small iconOnly aria-label={`Stop watching ${room.room}`} title="Stop watching" onClick={onRemove}><X size={14} aria-hidden="true" /></Button>
    </li>
  )
}
