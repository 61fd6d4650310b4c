import type { Catalog } from '../../shared/catalog.ts'
import type { LinkState, NamespaceView, Problem, TargetSettings, TargetView, TransportName } from '../../shared/domain.ts'
import type { RoomCounts } from './rooms.ts'

/** What the view of a target is made of. */
export interface TargetFacts {
  readonly settings: TargetSettings
  readonly catalog: Catalog
  readonly namespaces: readonly NamespaceView[]
  /** When the target's own state last changed. */
  readonly sinceMs: number
  readonly problem: Problem | null
  readonly nextTryAtMs: number | null
  readonly transport: TransportName | null
  readonly connections: number
  readonly rooms: RoomCounts
  readonly roomsWithoutCommand: number
  readonly pace: TargetView['pace']
  readonly signedInAs: TargetView['signedInAs']
  readonly tokenEndsAtMs: number | null
  readonly signedOutAtMs: number | null
  readonly secrets: TargetView['secrets']
  readonly adminFeed: TargetView['adminFeed']
  readonly feedLink: NamespaceView | null
  readonly feed: TargetView['feed']
  readonly roundTripMs: number | null
}

/** Worst first; `off` does not count. */
const worstFirst: readonly LinkState[] = ['signed-out', 'offline', 'reconnecting', 'connecting', 'loading', 'delayed', 'live']

/** The worst state of all namespaces that are on; `off` when none is. */
function rollUp(states: readonly LinkState[]): LinkState {
  return worstFirst.find((state) => states.includes(state)) ?? 'off'
}

/** A target as the window sees it: the state of its worst connection, and that one's problem. */
export function viewOf(facts: TargetFacts): TargetView {
  // A target whose only connection is its admin feed is in the feed's state.
  const links = facts.feedLink ? [...facts.namespaces, facts.feedLink] : facts.namespaces
  const state = rollUp(links.map((link) => link.state))
  // An old admin feed that is live has a remark, which is no problem of the target.
  const worst = links.find((link) => link.state === state && link.problem !== null && !(link === facts.feedLink && link.state === 'live'))
  const nextTries = links.flatMap((namespace) => (namespace.nextTryAtMs === null ? [] : [namespace.nextTryAtMs]))
  return {
    settings: facts.settings,
    catalogName: facts.catalog.name,
    state,
    sinceMs: facts.sinceMs,
    problem: facts.problem ?? worst?.problem ?? null,
    nextTryAtMs: facts.nextTryAtMs ?? (nextTries.length > 0 ? Math.min(...nextTries) : null),
    transport: facts.transport,
    connections: facts.connections,
    namespaces: [...facts.namespaces],
    rooms: facts.rooms,
    pace: facts.pace,
    signedInAs: facts.signedInAs,
    tokenEndsAtMs: facts.tokenEndsAtMs,
    signedOutAtMs: facts.signedOutAtMs,
    secrets: facts.secrets,
    adminFeed: facts.adminFeed,
    feedLink: facts.feedLink,
    feed: facts.feed,
    roundTripMs: facts.roundTripMs,
    notes: [...facts.catalog.notes, ...notesOf(facts)],
  }
}

function notesOf(facts: TargetFacts): string[] {
  const notes: string[] = []
  if (facts.roomsWithoutCommand > 0) notes.push(`${facts.roomsWithoutCommand} watched ${facts.roomsWithoutCommand === 1 ? 'room has' : 'rooms have'} no join message in the catalog: their events arrive only if the server puts this account in.`)
  if (!facts.settings.adminFeed.on && facts.adminFeed === 'unknown' && facts.settings.environment === 'production') notes.push('The admin feed is not asked for on production; "Test" asks once.')
  return notes
}
