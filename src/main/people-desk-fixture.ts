import type { LinkState, NamespaceView, TargetView } from '../shared/domain.ts'
import type { AdminFeedView, PersonDetail, PersonRow } from '../shared/presence.ts'
import type { RosterMember } from './roster-match.ts'

/* Invented people for the tests of roster and people desk. */

/** A person as the window sees them: masked, online, seen by the admin feed. */
export function personRow(personId: string, name: string, change: Partial<PersonRow> = {}): PersonRow {
  return {
    key: { targetId: 'lakeside', personId },
    name: name.split(' ').map((word) => `${word.slice(0, 1)}.`).join(' '),
    revealed: false,
    role: 'STUDENT',
    status: 'online',
    evidence: 'observed',
    devices: 1,
    sockets: 1,
    rooms: 1,
    transports: ['websocket'],
    sinceMs: 1_000,
    lastSeenMs: 2_000,
    stale: false,
    own: false,
    ...change,
  }
}

export function member(id: string, name: string, email: string | null, change: Partial<PersonRow> = {}): RosterMember {
  return { id, name, email, row: personRow(id, name, change) }
}

export type SessionPlan = Partial<PersonDetail['sessions'][number]> & { readonly sockets: PersonDetail['sessions'][number]['sockets'] }

/** A person page with these connections. */
export function personDetail(row: PersonRow, sessions: readonly SessionPlan[]): PersonDetail {
  return {
    row,
    email: null,
    sessions: sessions.map((session, index) => ({
      device: `device ${index + 1}`,
      agent: 'Chrome on Windows',
      address: 'IPv4',
      transport: 'websocket',
      connectedAtMs: 1_000,
      serverId: 'server 1',
      stale: false,
      ...session,
    })),
    rooms: [],
    timeline: [],
    timelineDropped: 0,
    lastEvents: [],
    drops: 0,
  }
}

/** A platform with a live admin feed that offers everything. */
export function liveTarget(change: { readonly settings?: Partial<TargetView['settings']>; readonly feed?: Partial<AdminFeedView> | null; readonly feedState?: LinkState } = {}): TargetView {
  const feed: AdminFeedView = {
    namespace: '/admin', mode: 'development', readOnly: false, actions: ['disconnect', 'leave', 'join'], servers: [], sockets: 3, ownSockets: 1,
    snapshotAtMs: 1_000, difference: null, warnings: [], bytesPerSecond: 0,
  }
  const link: NamespaceView = { name: '/admin', title: 'Admin feed', state: change.feedState ?? 'live', sinceMs: 0, problem: null, nextTryAtMs: null, attempts: 1 }
  return {
    settings: {
      id: 'lakeside', name: 'Lakeside', catalogId: 'skillcore', url: 'https://live.lakeside.example', path: '/socket.io', transports: ['websocket'], environment: 'test', readOnly: false,
      authWay: 'auth.token', signIn: 'token', email: '', disabledNamespaces: [], extraNamespaces: [], watchedRooms: [], caCertificate: '',
      adminFeed: { on: true, namespace: '/admin', auth: 'basic', username: 'ops' },
      ...change.settings,
    },
    catalogName: 'SkillCore', state: 'live', sinceMs: 0, problem: null, nextTryAtMs: null, transport: 'websocket', connections: 1, namespaces: [],
    rooms: { wanted: 0, joined: 0, unconfirmed: 0, refused: 0 }, pace: { joinsPerMinute: 16, emitsPerMinute: 80, waiting: 0 },
    signedInAs: { id: 'u-1', role: 'ADMIN' }, tokenEndsAtMs: null, signedOutAtMs: null, secrets: 'memory', adminFeed: 'available',
    feedLink: change.feed === null ? null : link, feed: change.feed === null ? null : { ...feed, ...change.feed }, roundTripMs: null, notes: [],
  }
}
