import { useState } from 'react'
import type { AlertSummary } from '../../../shared/alerts.ts'
import { ALERTS_OPEN_MAX, FLOOD_WINDOW_MS } from '../../../shared/limits.ts'
import { Notice } from '../../components/notice.tsx'
import { useFrame } from '../../frame-store.ts'
import { shallowEqual } from '../../state/store.ts'
import { changeAlerts } from '../../state/view-store.ts'
import { count, counted } from '../../text/numbers.ts'
import { minute } from '../../text/times.ts'
import { floodSentence, notShownSentence, silencesSentence } from './alert-words.ts'

/** What holds for all alerts now: a flood, active silences, notifications that were not shown, alerts that found no room. */
export function InboxNotices({ held }: { held: boolean }) {
  const now = useFrame((state) => pick(state.alerts), shallowEqual)
  // A notice that comes or goes moves the list below it; not under the pointer.
  const [shown, setShown] = useState(now)
  if (!held && shown !== now) setShown(now)
  if (shown === null) return null
  const { floodAlerts, floodSinceMs, silences, silenced, dropped, notShown, notShownWhy } = shown
  if (floodAlerts === 0 && silences === 0 && dropped === 0 && notShown === 0) return null
  return (
    <div className="events-notice alerts-notices">
      {floodAlerts === 0 ? null : <Notice tone="critical" role="status"><strong>Flood since {minute(floodSinceMs)}.</strong> <span className="num">{floodSentence(floodAlerts, FLOOD_WINDOW_MS)}</span></Notice>}
      {silences === 0 ? null : (
        <Notice tone="warning" role="status" action={<button type="button" className="link-button" onClick={() => { changeAlerts({ tab: 'silences' }) }}>Show</button>}><span className="num">{silencesSentence(silences, silenced)}</span></Notice>
      )}
      {dropped === 0 ? null : <Notice tone="critical"><span className="num">{counted(dropped, 'alert')} could not be kept: {count(ALERTS_OPEN_MAX)} are open. Resolve what is done.</span></Notice>}
      {notShown === 0 ? null : (
        <Notice tone="info" action={<button type="button" className="link-button" onClick={() => { changeAlerts({ tab: 'telling' }) }}>Show</button>}><span className="num">{notShownSentence({ count: notShown, lastWhy: notShownWhy })}</span></Notice>
      )}
    </div>
  )
}

function pick(alerts: AlertSummary | undefined) {
  if (alerts === undefined) return null
  return {
    floodAlerts: alerts.flood?.alerts ?? 0, floodSinceMs: alerts.flood?.sinceMs ?? 0, silences: alerts.activeSilences, silenced: alerts.silenced,
    dropped: alerts.dropped, notShown: alerts.notShown.count, notShownWhy: alerts.notShown.lastWhy,
  }
}
