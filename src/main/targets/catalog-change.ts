import type { Catalog } from '../../shared/catalog.ts'
import type { TargetSecrets, TargetSettings, TargetView } from '../../shared/domain.ts'
import type { Vault } from './clock.ts'
import { isSameParty, sameFeed } from './namespaces.ts'

/** What connecting, signing in, joining and sending read of a catalog; the rest concerns only how events are understood. */
export function sameConnectionParts(a: Catalog, b: Catalog): boolean {
  return connectionParts(a) === connectionParts(b)
}

function connectionParts({ connection, auth, namespaces, rooms, limits, ping, events }: Catalog): string {
  const messages = events.filter((event) => event.direction !== 'server-to-client' || event.meaning === 'error' || event.rooms !== undefined)
  return JSON.stringify([connection, auth, namespaces, rooms, limits, ping, messages])
}

/**
 * The secrets that a target keeps when it is read by another catalog: the platform's own only where they go to the same host in the same
 * way (a learned catalog signs in as the one that it was learned beside), the admin feed's where the feed stays.
 */
export function secretsThatStay(secrets: TargetSecrets, before: TargetSettings, from: Catalog | undefined, after: TargetSettings, to: Catalog): TargetSecrets {
  const { adminSecret, adminSession, ...own } = secrets
  const signsInAlike = from !== undefined && JSON.stringify(from.auth) === JSON.stringify(to.auth) && before.authWay === after.authWay && isSameParty(before.url, after.url)
  const feedStays = sameFeed(before, after)
  return {
    ...(signsInAlike && own),
    ...(feedStays && adminSecret !== undefined && { adminSecret }),
    ...(feedStays && adminSession !== undefined && { adminSession }),
  }
}

/** A kept target whose catalog is not here: it is shown, with the reason, and connects to nothing. */
export function strandedView(settings: TargetSettings, vault: Vault, sinceMs: number): TargetView {
  const secrets = vault.get(settings.id)
  return {
    settings,
    catalogName: `Catalog "${settings.catalogId}", not found`,
    state: 'offline',
    sinceMs,
    problem: {
      kind: 'unknown',
      what: `${settings.name} is not connected: its catalog "${settings.catalogId}" is not here.`,
      advice: 'Import that catalog under "Catalogs" on the Contract screen, or choose another one with "Edit".',
      details: '',
    },
    nextTryAtMs: null,
    transport: null,
    connections: 0,
    namespaces: [],
    rooms: { wanted: 0, joined: 0, unconfirmed: 0, refused: 0 },
    pace: { joinsPerMinute: 0, emitsPerMinute: 0, waiting: 0 },
    signedInAs: null,
    tokenEndsAtMs: null,
    signedOutAtMs: null,
    secrets: secrets && Object.values(secrets).some(Boolean) ? vault.where : 'none',
    adminFeed: 'unknown',
    feedLink: null,
    feed: null,
    roundTripMs: null,
    notes: [],
  }
}
