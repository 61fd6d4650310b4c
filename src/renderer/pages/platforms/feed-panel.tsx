import { RotateCw, SlidersHorizontal } from 'lucide-react'
import type { TargetView } from '../../../shared/domain.ts'
import type { AdminFeedView } from '../../../shared/presence.ts'
import { retryTarget } from '../../actions.ts'
import { Button } from '../../components/button.tsx'
import { Notice, ProblemText } from '../../components/notice.tsx'
import { ServerMark } from '../../components/server-mark.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useNow } from '../../state/clock.ts'
import { openDialog } from '../../state/view-store.ts'
import { count, rate, size } from '../../text/numbers.ts'
import { feedState, feedTraffic, modeSentence, serversReporting } from '../../text/feed-words.ts'
import { countdown, duration, since } from '../../text/times.ts'
import { actionVerb } from '../people/action-reasons.ts'

/** The admin feed of a platform: its state, what it tells and takes, and every server behind it. */
export function FeedPanel({ target }: { target: TargetView }) {
  const { feedLink, feed } = target
  const words = feed === null ? undefined : serversReporting([feed])
  return (
    <section className="detail-section" aria-labelledby="feed-title">
      <div className="detail-head">
        <h3 id="feed-title">Admin feed</h3>
        {feedLink === null ? null : <><StateMark state={feedLink.state} /><Since sinceMs={feedLink.sinceMs} /></>}
        {words === undefined ? null : <span className="dim num" data-testid="servers-reporting">{words}</span>}
        <span className="spacer" />
        {feedLink === null ? <Button small onClick={() => { openDialog({ name: 'edit-platform', targetId: target.settings.id }) }}><SlidersHorizontal size={14} aria-hidden="true" />Set up…</Button>
          : <Button small onClick={() => { void retryTarget(target.settings.id, feedLink.name) }}><RotateCw size={14} aria-hidden="true" />Retry now</Button>}
      </div>
      {feedLink === null ? <p className="dim">{feedState(target)}. With it, people and rooms are observed instead of inferred from events, and actions on people are possible.</p> : null}
      <Trouble target={target} />
      {feed === null ? null : <FeedFacts target={target} feed={feed} />}
      {feed === null || feed.servers.length === 0 ? null : <Servers feed={feed} />}
    </section>
  )
}

function Trouble({ target }: { target: TargetView }) {
  const now = useNow()
  const { feedLink, feed } = target
  if (feedLink === null) return null
  const next = feedLink.nextTryAtMs === null ? '' : ` Trying again ${countdown(feedLink.nextTryAtMs, now)}.`
  return (
    <>
      {feedLink.problem === null ? null : <Notice tone={feedLink.state === 'offline' ? 'critical' : 'warning'}><ProblemText problem={feedLink.problem} />{next === '' ? null : <p className="num">{next}</p>}</Notice>}
      {feed === null || feed.difference === null ? null : <Notice tone="warning"><span className="num">{feed.difference}</span></Notice>}
      {(feed?.warnings ?? []).map((warning) => <Notice key={warning} tone="warning">{warning}</Notice>)}
    </>
  )
}

function FeedFacts({ target, feed }: { target: TargetView; feed: AdminFeedView }) {
  const now = useNow()
  const actions = feed.actions.length === 0 ? 'none' : feed.actions.map(actionVerb).join(', ')
  return (
    <dl className="facts wide-facts">
      <dt>Mode</dt><dd>{modeSentence(feed.mode)}</dd>
      <dt>Namespace</dt><dd className="mono">{feed.namespace}</dd>
      <dt>Sockets</dt><dd className="num">{count(feed.sockets)}{feed.ownSockets > 0 ? ` and ${count(feed.ownSockets)} of Rollcall’s own` : ''}</dd>
      <dt>Snapshot</dt><dd className="num">{feed.snapshotAtMs === null ? (feed.mode === 'production' ? 'Not offered in production mode' : feedState(target)) : `at ${since(feed.snapshotAtMs, now)}`}</dd>
      <dt>Takes</dt><dd className="num">{feedTraffic(feed.bytesPerSecond)}</dd>
      <dt>Difference</dt><dd>{feed.difference === null ? 'None to the servers’ own counts' : 'See above'}</dd>
      <dt>Actions</dt><dd>{feed.readOnly ? 'None: the server is set to read-only' : target.settings.readOnly ? `None: read-only in Rollcall (the server offers ${actions.toLowerCase()})` : actions}</dd>
    </dl>
  )
}

function Servers({ feed }: { feed: AdminFeedView }) {
  const now = useNow()
  return (
    <div className="table-scroll">
      <table className="table servers">
        <caption className="visually-hidden">Servers behind the admin feed</caption>
        <thead><tr><th scope="col">Server</th><th scope="col">State</th><th scope="col" className="right">Clients</th><th scope="col" className="right">Bytes in / out</th><th scope="col" className="right">Up</th></tr></thead>
        <tbody>
          {feed.servers.map((server) => (
            <tr key={`${server.serverId} ${server.pid} ${server.hostname}`} className={server.stale ? 'stale' : undefined}>
              <td title={`${server.hostname}, process ${server.pid}\n${server.namespaces.map((each) => `${each.name} ${each.sockets}`).join(', ')}`}><span className="mono">{server.serverId}</span> <span className="dim num">pid {server.pid}</span></td>
              <td><ServerMark server={server} now={now} /></td>
              <td className="num right" title={`${count(server.pollingClients)} by long-polling`}>{server.clients === null ? '–' : count(server.clients)}</td>
              <td className="num right" title={server.perSecond === undefined ? undefined : `${rate(server.perSecond.packetsIn)} packets/s in, ${rate(server.perSecond.packetsOut)} out; the feed itself included`}>{server.perSecond === undefined ? '–' : `${size(server.perSecond.bytesIn)}/s / ${size(server.perSecond.bytesOut)}/s`}</td>
              <td className="num right">{duration(server.uptimeSeconds * 1_000)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Since({ sinceMs }: { sinceMs: number }) {
  const now = useNow()
  return <span className="dim num">for {duration(now - sinceMs)}</span>
}
