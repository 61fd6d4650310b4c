import { UserMinus } from 'lucide-react'
import type { PersonDetail } from '../../../shared/presence.ts'
import { Button } from '../../components/button.tsx'
import { RoomIcon } from '../../components/room-icon.tsx'
import { useNow } from '../../state/clock.ts'
import { idOfRoom } from '../../state/keys.ts'
import { inspectRoom } from '../../state/navigate.ts'
import { openDialog } from '../../state/view-store.ts'
import { count } from '../../text/numbers.ts'
import { ago, roomKindWord } from '../../text/presence-words.ts'
import { since } from '../../text/times.ts'
import { useActionReasons } from './person-actions.tsx'

/** Rooms that a person is in, each with what says so. */
export function PersonRooms({ detail }: { detail: PersonDetail }) {
  const now = useNow()
  const { of } = useActionReasons(detail.row)
  const { rooms, row } = detail
  return (
    <section className="person-part" aria-label="Rooms">
      <h4>Rooms <span className="num dim">{row.rooms === 0 ? '' : count(row.rooms)}</span></h4>
      {rooms.length === 0 ? <p className="dim">In no room that Rollcall knows of.</p> : (
        <ul className="room-lines">
          {rooms.map((room) => (
            <li key={idOfRoom(room.key)}>
              <RoomIcon kind={room.kind} />
              <button type="button" className="cell-button line" title={`${roomKindWord(room.kind)}: show in the inspector`} onClick={() => { inspectRoom(room.key) }}>
                <span className="mono truncate">{room.key.room}</span><span className="dim truncate">{roomKindWord(room.kind)} · {room.key.namespace}</span>
              </button>
              <span className="dim num">{room.evidence === 'inferred' ? `inferred, ${ago(room.lastSeenMs, now)}` : room.sinceMs === null ? 'observed' : `since ${since(room.sinceMs, now)}`}</span>
              {of.leave === null && room.evidence === 'observed' ? (
                <Button look="quiet" small iconOnly aria-label={`Remove from ${room.key.room}`} title="Remove from this room…" onClick={() => { openDialog({ name: 'action', shown: row.name, draft: { kind: 'leave', person: row.key, socketId: null, room: room.key } }) }}><UserMinus size={14} aria-hidden="true" /></Button>
              ) : <span />}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
