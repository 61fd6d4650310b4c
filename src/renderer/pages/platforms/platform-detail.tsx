import { Pencil, RotateCw, Trash2 } from 'lucide-react'
import type { TargetView } from '../../../shared/domain.ts'
import { retryTarget } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useNow } from '../../state/clock.ts'
import { openDialog } from '../../state/view-store.ts'
import { count, counted } from '../../text/numbers.ts'
import { clock, countdown, minute, since } from '../../text/times.ts'
import { feedState } from '../../text/feed-words.ts'
import { environmentWord, roomsWords, secretsWords } from '../../text/words.ts'
import { FeedPanel } from './feed-panel.tsx'
import { NamespaceTable } from './namespace-table.tsx'
import { WatchedRooms } from './watched-rooms.tsx'

/** Everything about one platform's connection, and what can be done about it. */
export function PlatformDetail({ target }: { target: TargetView }) {
  const { id, name } = target.settings
  return (
    <article className="platform-detail scroll" aria-label={name}>
      <header className="detail-title">
        <h2 className="truncate" title={name}>{name}</h2>
        <Button small onClick={() => { void retryTarget(id) }}><RotateCw size={14} aria-hidden="true" />Retry now</Button>
        <Button small onClick={() => { openDialog({ name: 'edit-platform', targetId: id }) }}><Pencil size={14} aria-hidden="true" />Edit</Button>
        <Button small look="danger" onClick={() => { openDialog({ name: 'remove-platform', targetId: id }) }}><Trash2 size={14} aria-hidden="true" />Remove</Button>
        <p className="dim truncate selectable"><span>{target.catalogName}</span> · <span className="mono">{target.settings.url}{target.settings.path}</span></p>
      </header>
      <Trouble target={target} />
      <Facts target={target} />
      <FeedPanel target={target} />
      <section className="detail-section" aria-labelledby="namespaces-title">
        <div className="detail-head"><h3 id="namespaces-title">Namespaces</h3><span className="dim num">{liveNamespaces(target)}</span></div>
        <NamespaceTable target={target} />
      </section>
      <RoomsProgress target={target} />
      <WatchedRooms target={target} />
      {target.notes.length === 0 ? null : (
        <section className="detail-section">
          <div className="detail-head"><h3>What this platform cannot tell</h3></div>
          <ul className="notes">{target.notes.map((note) => <li key={note}>{note}</li>)}</ul>
        </section>
      )}
    </article>
  )
}

function liveNamespaces(target: TargetView): string {
  const on = target.namespaces.filter((namespace) => namespace.state !== 'off')
  return `${on.filter((namespace) => namespace.state === 'live').length} of ${on.length} live`
}

/** What happened, since when, what is safe, what to do. */
function Trouble({ target }: { target: TargetView }) {
  const now = useNow()
  const { id, name } = target.settings
  const next = target.nextTryAtMs === null ? '' : ` Trying again ${countdown(target.nextTryAtMs, now)}.`
  if (target.state === 'signed-out') {
    return (
      <Notice tone="warning" role="alert" action={<Button small look="primary" onClick={() => { openDialog({ name: 'sign-in', targetId: id }) }}>Sign in again</Button>}>
        Your sign-in ended at {minute(target.signedOutAtMs ?? target.sinceMs)}. Your view is kept.
        {target.problem === null ? null : <ProblemText problem={target.problem} />}
      </Notice>
    )
  }
  if (target.state === 'offline' || target.state === 'reconnecting') {
    return (
      <Notice tone={target.state === 'offline' ? 'critical' : 'warning'}>
        <p className="num">No connection to {name} since {clock(target.sinceMs)}. Showing data from then.{next}</p>
        {target.problem === null ? null : <ProblemText problem={target.problem} />}
      </Notice>
    )
  }
  return target.problem === null ? null : <Notice tone="warning"><ProblemText problem={target.problem} /></Notice>
}

function Facts({ target }: { target: TargetView }) {
  const now = useNow()
  return (
    <dl className="facts wide-facts">
      <dt>State</dt><dd><StateMark state={target.state} /> <span className="dim num">since {since(target.sinceMs, now)}</span></dd>
      <dt>Environment</dt><dd>{environmentWord(target.settings.environment)}{target.settings.readOnly ? ' · read-only' : ''}</dd>
      <dt>Signed in as</dt><dd>{target.signedInAs === null ? 'Nobody' : `${target.signedInAs.id} (${target.signedInAs.role})`}</dd>
      <dt>Sign-in ends</dt><dd className="num">{target.tokenEndsAtMs === null ? 'Not stated' : `${since(target.tokenEndsAtMs, now)}, ${countdown(target.tokenEndsAtMs, now)}`}</dd>
      <dt>Secrets</dt><dd>{secretsWords(target.secrets)}</dd>
      <dt>Connection</dt><dd className="num">{target.transport ?? 'none now'} · {counted(target.connections, 'connection')} opened{target.roundTripMs === null ? '' : ` · ${count(target.roundTripMs)} ms round trip`}</dd>
      <dt>Pace</dt><dd className="num">{count(target.pace.joinsPerMinute)} joins and {count(target.pace.emitsPerMinute)} events a minute{target.pace.waiting > 0 ? ` · ${count(target.pace.waiting)} waiting` : ' · nothing waits'}</dd>
      <dt>Admin feed</dt><dd>{feedState(target)}</dd>
    </dl>
  )
}

function RoomsProgress({ target }: { target: TargetView }) {
  const { wanted, joined, unconfirmed, refused } = target.rooms
  if (wanted === 0) return null
  const share = (value: number): string => `${(value / wanted) * 100}%`
  return (
    <section className="detail-section" aria-labelledby="joins-title">
      <div className="detail-head"><h3 id="joins-title">Rooms</h3><span className="dim num">{roomsWords(target.rooms)}</span></div>
      <div className="progress" role="progressbar" aria-label="Rooms joined" aria-valuemin={0} aria-valuemax={wanted} aria-valuenow={joined}>
        <span className="joined" style={{ width: share(joined) }} /><span className="unconfirmed" style={{ width: share(unconfirmed) }} /><span className="refused" style={{ width: share(refused) }} />
      </div>
    </section>
  )
}
