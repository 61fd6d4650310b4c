import { Laptop, LogOut } from 'lucide-react'
import type { PersonDetail } from '../../../shared/presence.ts'
import { Button } from '../../components/button.tsx'
import { Menu, MenuItem, MenuLabel } from '../../components/menu.tsx'
import { useNow } from '../../state/clock.ts'
import { openDialog } from '../../state/view-store.ts'
import { counted } from '../../text/numbers.ts'
import { transportWord } from '../../text/presence-words.ts'
import { since } from '../../text/times.ts'
import { useActionReasons, useTarget } from './person-actions.tsx'

type Session = PersonDetail['sessions'][number]

/** What a session is, in one line: `WebSocket · IPv4 · since 10:41 · server node-2`. */
function sessionLine(session: Session, nowMs: number, zone?: string): string {
  const parts = [
    transportWord(session.transport), session.address === 'unknown' ? 'address unknown' : session.address,
    session.connectedAtMs === null ? 'since before Rollcall looked' : `since ${since(session.connectedAtMs, nowMs, zone)}`, ...(session.serverId === null ? [] : [`server ${session.serverId}`]),
  ]
  return parts.join(' · ')
}

/** Every connection by device, with the namespaces it holds. */
export function PersonSessions({ detail }: { detail: PersonDetail }) {
  const { row, sessions } = detail
  const feedOn = (useTarget(row.key.targetId)?.feedLink ?? null) !== null
  return (
    <section className="person-part" aria-label="Sessions">
      <h4>Sessions <span className="num dim">{sessions.length === 0 ? '' : counted(sessions.length, 'device')}</span></h4>
      {sessions.length === 0 ? (
        <p className="dim">{feedOn ? 'The admin feed shows no connection now.' : 'Events do not tell devices. An admin feed would.'}</p>
      ) : (
        <ul className="sessions">{sessions.map((session) => <SessionLine key={session.device} session={session} detail={detail} />)}</ul>
      )}
    </section>
  )
}

function SessionLine({ session, detail }: { session: Session; detail: PersonDetail }) {
  const now = useNow()
  const { of } = useActionReasons(detail.row)
  return (
    <li className={session.stale ? 'stale' : undefined}>
      <Laptop size={16} aria-hidden="true" />
      <div>
        <p><strong>{session.agent ?? 'Unknown device'}</strong> <span className="mono dim">{session.device}</span>{session.stale ? <span className="tag">server silent</span> : null}</p>
        <p className="dim num">{sessionLine(session, now)}</p>
        <p className="session-namespaces">{session.sockets.map((socket) => <span key={socket.socketId} className="tag mono" title={`Socket ${socket.socketId} in ${counted(socket.rooms.length, 'room')}`}>{socket.namespace}</span>)}</p>
      </div>
      <Menu trigger={<Button look="quiet" small iconOnly aria-label={`Disconnect a socket of ${session.agent ?? 'this device'}`} title="Disconnect…"><LogOut size={14} aria-hidden="true" /></Button>}>
        {of.disconnect === null ? null : <MenuLabel><span className="menu-reason">{of.disconnect}</span></MenuLabel>}
        {session.sockets.map((socket) => (
          <MenuItem key={socket.socketId} danger={of.disconnect === null} reason={of.disconnect} onChoose={() => { openDialog({ name: 'action', shown: detail.row.name, draft: { kind: 'disconnect', person: detail.row.key, socketId: socket.socketId, room: null } }) }}>
            Disconnect from <span className="mono">{socket.namespace}</span>…
          </MenuItem>
        ))}
      </Menu>
    </li>
  )
}
