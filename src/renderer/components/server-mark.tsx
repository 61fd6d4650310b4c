import type { AdminServer } from '../../shared/presence.ts'
import { duration } from '../text/times.ts'
import { Mark, Shape } from './mark.tsx'

/** Whether a server behind the admin feed still reports: shape and words. */
export function ServerMark({ server, now }: { server: Pick<AdminServer, 'stale' | 'lastAtMs'>; now: number }) {
  return server.stale
    ? <Mark tone="warning" word={`Silent for ${duration(now - server.lastAtMs)}`}><Shape><circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="3 2.3" /></Shape></Mark>
    : <Mark tone="ok" word="Reporting"><Shape><circle cx="6" cy="6" r="4.5" fill="currentColor" /></Shape></Mark>
}
