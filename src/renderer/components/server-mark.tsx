import type { AdminServer } from '../../shared/presence.ts'
import { duration } from '../text/times.ts'

/** Whether a server behind the admin feed still reports: shape and words. */
export function ServerMark({ server, now }: { server: Pick<AdminServer, 'stale' | 'lastAtMs'>; now: number }) {
  return server.stale
    ? <span className="state-mark tone-warning"><Silent /><span>Silent for {duration(now - server.lastAtMs)}</span></span>
    : <span className="state-mark tone-ok"><Reporting /><span>Reporting</span></span>
}

function Reporting() {
  return <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><circle cx="6" cy="6" r="4.5" fill="currentColor" /></svg>
}
function Silent() {
  return <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="3 2.3" /></svg>
}
