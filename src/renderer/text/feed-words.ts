import type { TargetView } from '../../shared/domain.ts'
import type { AdminFeedView } from '../../shared/presence.ts'
import { count, size } from './numbers.ts'
import { countdown, duration, minute } from './times.ts'
import { assertNever, stateWord } from './words.ts'

/* The words of the admin feed. */

/**
 * What development mode costs the watched server, measured: shown before the
 * feed is switched on.
 */
export const feedCost = 'In production mode it costs the server next to nothing and tells counts only. In development mode it tells every socket and event: about 190 kB/s at 1,000 events/s, 9.6 MB/s at 50,000, and up to a third of the server’s CPU. The server decides the mode.'

/** `2 of 3 servers reporting`; undefined without a feed that has reported. */
export function serversReporting(feeds: readonly Pick<AdminFeedView, 'servers'>[]): string | undefined {
  const servers = feeds.flatMap((feed) => feed.servers)
  if (servers.length === 0) return undefined
  return `${count(servers.filter((server) => !server.stale).length)} of ${count(servers.length)} ${servers.length === 1 ? 'server' : 'servers'} reporting`
}

export function modeSentence(mode: AdminFeedView['mode']): string {
  switch (mode) {
    case 'unknown': return 'Not told yet'
    case 'development': return 'Development: every socket, room and event'
    case 'production': return 'Production: counts only, no people, rooms or events'
    default: return assertNever(mode)
  }
}

/** The state of a target's feed in a few words. */
export function feedState(target: Pick<TargetView, 'feedLink' | 'feed' | 'adminFeed'>): string {
  if (target.feedLink === null) return target.adminFeed === 'available' ? 'Offered by the server, switched off here' : target.adminFeed === 'absent' ? 'Not offered' : 'Switched off'
  const live = target.feedLink.state === 'live' || target.feedLink.state === 'delayed'
  if (live && target.feed?.mode === 'development' && target.feed.snapshotAtMs === null) return 'Loading: waiting for the list of all sockets'
  return stateWord(target.feedLink.state)
}

/** `1.9 MB/s`; the feed's own traffic. */
export function feedTraffic(bytesPerSecond: number): string {
  return `${size(bytesPerSecond)}/s`
}

export interface FeedTrouble {
  readonly id: string
  readonly tone: 'info' | 'warning'
  readonly text: string
}

/**
 * What the lists of people and rooms lack now, one sentence a platform: a feed that is away, a snapshot that is on its
 * way, servers that are silent, a server that tells counts only.
 */
export function feedTroubles(targets: readonly TargetView[], nowMs: number, zone?: string): readonly FeedTrouble[] {
  return targets.flatMap((target): FeedTrouble[] => {
    const { feedLink, feed } = target
    const { id, name } = target.settings
    if (feedLink === null || feedLink.state === 'off') return []
    if (feedLink.state !== 'live' && feedLink.state !== 'delayed') {
      const next = feedLink.nextTryAtMs === null ? '' : ` Trying again ${countdown(feedLink.nextTryAtMs, nowMs)}.`
      if (feed === null || feed.snapshotAtMs === null) {
        return [{ id, tone: feedLink.problem === null ? 'info' : 'warning', text: feedLink.problem === null ? `Connecting to the admin feed of ${name}…` : `${feedLink.problem.what} People of ${name} are known from events only.${next}` }]
      }
      return [{ id, tone: 'warning', text: `The admin feed of ${name} has been away since ${minute(feedLink.sinceMs, zone)}. What it showed is as of then.${next}` }]
    }
    if (feed === null) return []
    const silent = feed.servers.filter((server) => server.stale)
    if (silent.length > 0) {
      const oldest = Math.min(...silent.map((server) => server.lastAtMs))
      const who = silent.length === 1 ? `Server ${silent[0]?.serverId ?? ''} of ${name} has` : `${count(silent.length)} servers of ${name} have`
      return [{ id, tone: 'warning', text: `${who} not reported for ${duration(nowMs - oldest)}. ${silent.length === 1 ? 'Its' : 'Their'} sockets are marked, not dropped.` }]
    }
    if (feed.mode === 'production') return [{ id, tone: 'info', text: `${name} is in production mode and tells counts only: its people and rooms are known from events.` }]
    if (feed.snapshotAtMs === null) {
      const sockets = feed.servers.reduce((sum, server) => sum + (server.clients ?? 0), 0)
      return [{ id, tone: 'info', text: sockets > 0 ? `Loading ${count(sockets)} connections of ${name}…` : `Loading the people of ${name}…` }]
    }
    return []
  })
}

