import type { Evidence, PresenceStatus } from '../../../shared/presence.ts'
import { INFERRED_OFFLINE_AFTER_MS, SAID_STATUS_FOR_MS, STALE_PRESENCE_FOR_MS } from '../../../shared/limits.ts'
import type { FeedState } from './feed-state.ts'
import { hasId } from './person.ts'
import type { Person } from './person.ts'

/** Where a person stands now, and how that is known. */
export interface Standing {
  readonly status: PresenceStatus
  readonly evidence: Evidence
  readonly sinceMs: number | null
  readonly stale: boolean
}

/** What is observed wins over what is inferred; what is inferred, or no longer heard of, decays. */
export function standingOf(person: Person, feed: FeedState, nowMs: number): Standing {
  const status = statusOf(person, feed, nowMs)
  const isObserved = isByFeed(person, feed, nowMs)
  const flapping = status === 'flapping'
  if (isObserved) return { status, evidence: 'observed', sinceMs: status === 'unknown' ? null : person.observedSinceMs, stale: staleSince(person, feed) !== undefined }
  const sinceMs = isOnline(status) || flapping ? person.provedSinceMs : status === 'offline' && person.endedAtMs >= person.provedAtMs ? person.endedAtMs || null : null
  return { status, evidence: 'inferred', sinceMs, stale: false }
}

/** The status alone: lists ask for it thousands of times. */
export function statusOf(person: Person, feed: FeedState, nowMs: number): PresenceStatus {
  if (isByFeed(person, feed, nowMs)) {
    if (person.drops.isFlapping(nowMs)) return 'flapping'
    const stale = staleSince(person, feed)
    if (stale !== undefined && nowMs - stale >= STALE_PRESENCE_FOR_MS) return 'unknown'
    return person.sessions.size > 0 ? saidOr(person, nowMs) : 'offline'
  }
  if (person.endedAtMs > 0 && person.endedAtMs >= person.provedAtMs) return 'offline'
  if (nowMs < person.provedUntilMs) return saidOr(person, nowMs)
  const lastMs = Math.max(person.provedAtMs, person.observedAtMs)
  if (lastMs > 0 && nowMs - lastMs >= INFERRED_OFFLINE_AFTER_MS) return 'offline'
  // A feed that names its people would show a person who has an id and is connected.
  return feed.isLive && feed.namesPeople && hasId(person) ? 'offline' : 'unknown'
}

/** Connected, whatever they do. */
export function isOnline(status: PresenceStatus): boolean {
  return status === 'online' || status === 'away' || status === 'busy' || status === 'flapping'
}

/** The feed has shown this person, and no event since it fell silent says more. */
function isByFeed(person: Person, feed: FeedState, nowMs: number): boolean {
  if (person.observedAtMs === 0 || !feed.isObserving) return false
  const silentMs = feed.staleSinceMs
  if (silentMs === undefined) return true
  if (person.provedAtMs > silentMs || person.endedAtMs > silentMs) return false
  // Gone when the feed was still heard, or long enough ago: nothing to hold on to.
  return person.sessions.size > 0 || nowMs - silentMs < STALE_PRESENCE_FOR_MS
}

/** Since when all of a person's sockets are stale; undefined: at least one is current, or there are none and the feed is heard. */
export function staleSince(person: Person, feed: FeedState): number | undefined {
  if (feed.staleSinceMs !== undefined) return feed.staleSinceMs
  let since: number | undefined
  for (const session of person.sessions.values()) {
    for (const socket of session.sockets) {
      const stale = feed.staleSince(socket)
      if (stale === undefined) return undefined
      since = Math.max(since ?? stale, stale)
    }
  }
  return since
}

function saidOr(person: Person, nowMs: number): PresenceStatus {
  const said = person.said
  return said && (said.status === 'away' || said.status === 'busy') && nowMs - said.atMs < SAID_STATUS_FOR_MS ? said.status : 'online'
}
