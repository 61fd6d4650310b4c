import { TriangleAlert } from 'lucide-react'
import { DELAYED_AFTER_MS } from '../../shared/limits.ts'
import { Skeleton } from '../components/skeleton.tsx'
import { StateMark } from '../components/state-mark.tsx'
import { Tip } from '../components/tip.tsx'
import { useFrame } from '../frame-store.ts'
import { Masking } from './masking.tsx'
import { useNow } from '../state/clock.ts'
import { useAppInfo } from '../state/settings-store.ts'
import { shallowEqual } from '../state/store.ts'
import { serversReporting } from '../text/feed-words.ts'
import { statusFigures } from '../text/status-line.ts'
import { clock, zoneName } from '../text/times.ts'
import { liveSummary, worstState } from '../text/words.ts'

/** Always visible: how the connections are, what arrives, what was lost, that names are masked, and the time. */
export function StatusBar() {
  const info = useAppInfo()
  return (
    <footer className="status-bar" data-testid="status-bar" aria-label="Status">
      <Connections />
      <Servers />
      <Figures />
      <span className="spacer" />
      {info?.outOfSupport === true ? (
        <Tip side="top" text={`This is Electron ${info.electron}. It gets no security fixes, so Rollcall connects only to servers on this machine.`}>
          <button type="button" className="status-item warn truncate"><TriangleAlert size={13} aria-hidden="true" /><span className="truncate">Electron {info.electron.split('.')[0]} is out of support: only servers on this machine</span></button>
        </Tip>
      ) : null}
      <Masking />
      <LocalTime />
    </footer>
  )
}

function Connections() {
  const known = useFrame((state) => state.targets !== undefined)
  const roll = useFrame(
    (state) => {
      const targets = state.targets ?? []
      return { worst: worstState(targets.map((target) => target.state)), words: liveSummary(targets) }
    },
    shallowEqual,
  )
  if (!known) return <span className="status-item"><StateMark state="connecting" /></span>
  return (
    <span className="status-item strong" role="status">
      {roll.worst === undefined ? null : <StateMark state={roll.worst} />}
      <span className="num">{roll.words}</span>
    </span>
  )
}

/** Only where an admin feed tells of servers. */
function Servers() {
  const words = useFrame((state) => serversReporting((state.targets ?? []).flatMap((target) => (target.feed === null ? [] : [target.feed]))))
  const silent = useFrame((state) => (state.targets ?? []).some((target) => target.feed?.servers.some((server) => server.stale)))
  if (words === undefined) return null
  return (
    <Tip side="top" text="Servers that an admin feed heard from within 10 s. Platforms names the silent ones.">
      <button type="button" className={silent ? 'status-item num warn' : 'status-item num'}>{words}</button>
    </Tip>
  )
}

function Figures() {
  const totals = useFrame((state) => state.totals)
  if (totals === undefined) return <span className="status-item"><span className="visually-hidden">Loading figures</span><Skeleton width={320} /></span>
  return (
    <span className="status-figures">
      {statusFigures(totals, DELAYED_AFTER_MS).map((figure) => (
        <Tip key={figure.label} side="top" text={figure.note}>
          <button type="button" data-figure={figure.label} className={figure.warn ? 'status-figure warn' : 'status-figure'}>{figure.label} <span className="num">{figure.value}</span></button>
        </Tip>
      ))}
    </span>
  )
}

function LocalTime() {
  const now = useNow()
  const zone = useAppInfo()?.timeZone
  return (
    <span className="status-item num" title={zone === undefined ? 'Local time' : `Local time, ${zone}`}>
      <time>{clock(now)}</time> <span className="dim">{zoneName(now)}</span>
    </span>
  )
}
