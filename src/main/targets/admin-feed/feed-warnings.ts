import type { AdminFeedView } from '../../../shared/presence.ts'
import type { Servers } from './servers.ts'

export interface WarningFacts {
  readonly mode: AdminFeedView['mode']
  readonly servers: Servers
  readonly leftOut: number
  readonly rejected: number
  readonly nowMs: number
}

/** What the feed costs and what is odd about it, in sentences. The figure is measured: @socket.io/admin-ui 0.5.1, 1,000 to 12,000 clients, one console. */
export function feedWarnings({ mode, servers, leftOut, rejected, nowMs }: WarningFacts): string[] {
  const warnings: string[] = []
  if (mode === 'development') warnings.push('Development mode: the server sends every event of every socket: about 1.9 MB/s at 10,000 events/s.')
  if (mode === 'production') warnings.push('Production mode: the server tells counts only. People, rooms and events are not in this feed, and nothing confirms a command.')
  for (const { serverId, pids } of servers.ambiguous(nowMs)) {
    warnings.push(`${pids.length} processes call themselves ${serverId} (${pids.join(', ')}). Give each its own serverId, or other consoles mix them up.`)
  }
  if (leftOut > 0) warnings.push(`${leftOut} sockets or room memberships did not fit and are not shown.`)
  if (rejected > 0) warnings.push(`${rejected} messages of the feed could not be read. They were counted and left out.`)
  return warnings
}
