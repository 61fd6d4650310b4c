import { z } from 'zod'
import { roomKind } from './catalog.ts'
import { NAME_CHARS_MAX } from './limits.ts'

/*
 * People, rooms, rosters, actions and the audit log as the window sees them. Times are ms since 1970, UTC. Names and
 * addresses are masked in the main process unless a reveal of that person is open.
 */

/** How Rollcall reads Socket.IO's own admin namespace of a target (`@socket.io/admin-ui`). */
export const adminFeedSettings = z.strictObject({
  on: z.boolean(),
  namespace: z.string().regex(/^\/./, 'The admin namespace begins with a slash and has a name, for example /admin.').max(200),
  auth: z.enum(['basic', 'token', 'none']),
  username: z.string().max(200),
})
export const noAdminFeed: z.infer<typeof adminFeedSettings> = { on: false, namespace: '/admin', auth: 'basic', username: 'admin' }

export const presenceStatus = z.enum(['online', 'away', 'busy', 'flapping', 'offline', 'unknown'])
/** observed: the admin feed shows the socket. inferred: an event proved it; it decays. */
export const evidence = z.enum(['observed', 'inferred'])
export const socketTransport = z.enum(['websocket', 'polling', 'webtransport', 'unknown'])

export const personKey = z.strictObject({ targetId: z.string().min(1).max(64), personId: z.string().min(1).max(320) })
export const roomKey = z.strictObject({ targetId: z.string().min(1).max(64), namespace: z.string().startsWith('/').max(200), room: z.string().min(1).max(320) })

export const personRow = z.strictObject({
  key: personKey,
  /** Masked initials unless revealed; the id where no name is known. */
  name: z.string(),
  revealed: z.boolean(),
  role: z.string().nullable(),
  status: presenceStatus,
  evidence,
  /** Connections, not sockets: one device holds a socket in each namespace. 0 where only inferred. */
  devices: z.number().int(),
  sockets: z.number().int(),
  rooms: z.number().int(),
  transports: z.array(socketTransport),
  /** Online (or offline) since; null when that moment was not seen. */
  sinceMs: z.number().nullable(),
  lastSeenMs: z.number(),
  /** The feed or the server that showed it is silent: as of lastSeenMs. */
  stale: z.boolean(),
  /** Rollcall's own account. */
  own: z.boolean(),
})

export const timelineEntry = z.strictObject({
  atMs: z.number(),
  kind: z.enum(['connected', 'disconnected', 'joined', 'left', 'refused', 'status', 'seen']),
  namespace: z.string(),
  /** `closed the laptop or lost the network` for a disconnect, the room for a join. */
  text: z.string(),
  /** Socket.IO's own reason, for Details: `transport close`. */
  reason: z.string().nullable(),
  evidence,
})

export const personDetail = z.strictObject({
  row: personRow,
  email: z.string().nullable(),
  sessions: z.array(
    z.strictObject({
      /** A short, salted id of the connection: never Engine.IO's own. */
      device: z.string(),
      /** `Chrome on Windows`, from the user agent; null where unknown. */
      agent: z.string().nullable(),
      address: z.enum(['IPv4', 'IPv6', 'this computer', 'unknown']),
      transport: socketTransport,
      connectedAtMs: z.number().nullable(),
      serverId: z.string().nullable(),
      stale: z.boolean(),
      sockets: z.array(z.strictObject({ socketId: z.string(), namespace: z.string(), rooms: z.array(z.string()) })),
    }),
  ),
  rooms: z.array(z.strictObject({ key: roomKey, kind: roomKind, evidence, sinceMs: z.number().nullable(), lastSeenMs: z.number() })),
  /** Newest first; `timelineDropped` older entries are no longer kept. */
  timeline: z.array(timelineEntry),
  timelineDropped: z.number().int(),
  /** Newest first: numbers of events in the log. */
  lastEvents: z.array(z.strictObject({ seq: z.number().int(), atMs: z.number(), event: z.string(), namespace: z.string() })),
  /** Drops within the last ten minutes. */
  drops: z.number().int(),
})

export const roomRow = z.strictObject({
  key: roomKey,
  kind: roomKind,
  /** `7B Biology` is not known to the wire: the name as the platform writes it. */
  title: z.string(),
  members: z.number().int(),
  /** observed: members is the server's own count. */
  evidence,
  perSecond: z.number(),
  events: z.number().int(),
  lastAtMs: z.number().nullable(),
  /** Events per 10 s over the last 5 minutes, oldest first. */
  spark: z.array(z.number().int()),
  /** Our own admin socket is in it. */
  watched: z.enum(['no', 'waiting', 'joined', 'unconfirmed', 'refused']),
  /** A socket's private room. */
  perSocket: z.boolean(),
  stale: z.boolean(),
})

export const roomDetail = z.strictObject({
  row: roomRow,
  members: z.array(personRow).max(500),
  membersLeftOut: z.number().int(),
  /** Joins and leaves, newest first. */
  changes: z.array(z.strictObject({ atMs: z.number(), kind: z.enum(['joined', 'left']), person: z.string(), evidence })),
  lastEvents: z.array(z.strictObject({ seq: z.number().int(), atMs: z.number(), event: z.string() })),
  alerts: z.number().int(),
})

export const peopleSort = z.enum(['name', 'status', 'role', 'devices', 'rooms', 'since', 'lastSeen', 'platform'])
export const roomsSort = z.enum(['name', 'kind', 'members', 'rate', 'lastEvent', 'platform'])
export const peopleGroup = z.enum(['none', 'role', 'platform', 'status'])

/** One box: words that must all occur in name, id, e-mail, room or role; a search never reveals what it matched. */
export const peopleQuery = z.strictObject({
  text: z.string().max(500),
  targetId: z.string().max(64).nullable(),
  status: presenceStatus.nullable(),
  role: z.string().max(100).nullable(),
  /** Only members of this room. */
  room: roomKey.nullable(),
  sort: peopleSort,
  descending: z.boolean(),
  group: peopleGroup,
  /** Rollcall's own sockets, and people not seen for a day. */
  showOwn: z.boolean(),
})
export const roomsQuery = z.strictObject({
  text: z.string().max(500),
  targetId: z.string().max(64).nullable(),
  kind: roomKind.nullable(),
  sort: roomsSort,
  descending: z.boolean(),
  showPerSocket: z.boolean(),
})

/** A list as it is now: ordinals 0 <= n < count; a new revision has another order. `held` lists keep their order while the pointer is in them. */
export const listState = z.strictObject({
  revision: z.number().int(),
  count: z.number().int(),
  /** Of how many before the filter. */
  of: z.number().int(),
  /** First ordinal of each group and its size; empty without grouping. */
  groups: z.array(z.strictObject({ label: z.string(), from: z.number().int(), count: z.number().int() })),
  /** People or rooms that did not fit into memory and are not in the list. */
  notRemembered: z.number().int(),
})

export const adminServer = z.strictObject({
  serverId: z.string(),
  hostname: z.string(),
  pid: z.number().int(),
  uptimeSeconds: z.number(),
  clients: z.number().int().nullable(),
  pollingClients: z.number().int(),
  lastAtMs: z.number(),
  /** Silent for 10 s. */
  stale: z.boolean(),
  namespaces: z.array(z.strictObject({ name: z.string(), sockets: z.number().int() })),
  /** Averages over the last 10 s, the feed's own traffic included; absent until two messages of the server were seen. */
  perSecond: z.strictObject({ packetsIn: z.number(), packetsOut: z.number(), bytesIn: z.number(), bytesOut: z.number() }).exactOptional(),
})

/** Actions on people that a server offers (its supportedFeatures). */
export const adminAction = z.enum(['disconnect', 'leave', 'join'])

export const adminFeedView = z.strictObject({
  namespace: z.string(),
  mode: z.enum(['unknown', 'development', 'production']),
  /** The server takes no commands. */
  readOnly: z.boolean(),
  actions: z.array(adminAction),
  servers: z.array(adminServer),
  /** Sockets known from snapshot and deltas; own ones apart. */
  sockets: z.number().int(),
  ownSockets: z.number().int(),
  snapshotAtMs: z.number().nullable(),
  /** Lasting difference to the servers' own counts, in words; null when they agree. */
  difference: z.string().nullable(),
  warnings: z.array(z.string()),
  /** Bytes per second that the feed itself takes. */
  bytesPerSecond: z.number(),
})

// --- roster: who should be there

export const rosterReport = z.strictObject({
  expected: z.number().int(),
  present: z.number().int(),
  missing: z.array(z.strictObject({ line: z.number().int(), label: z.string(), lastSeenMs: z.number().nullable() })),
  unexpected: z.array(personRow),
  /** Rows that could not be read, each with its line and a sentence. */
  bad: z.array(z.strictObject({ line: z.number().int(), why: z.string() })),
  /** present of the catalog's evidence: inferred presence is a guess. */
  evidence,
})

export const roster = z.strictObject({
  id: z.string().min(1).max(64),
  name: z.string().trim().min(1).max(NAME_CHARS_MAX),
  room: roomKey,
  csv: z.string().max(200_000),
})

// --- actions and audit

export const revealReason = z.enum(['support-call', 'safety', 'incident', 'other'])

export const actionRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('disconnect'), person: personKey, /** null: all of the person's sockets. */ socketId: z.string().max(100).nullable() }),
  z.strictObject({ kind: z.literal('leave'), person: personKey, room: roomKey }),
  z.strictObject({ kind: z.literal('join'), person: personKey, room: roomKey }),
])

/** What the dialog shows before anything is sent. */
export const actionPreview = z.strictObject({
  /** `Disconnect M. R. (2 devices, 14 sockets) from SkillCore` */
  sentence: z.string(),
  /** What else happens: `Their app may reconnect by itself.` */
  sideEffect: z.string(),
  sockets: z.number().int(),
  /** Why it cannot be done; null when it can. */
  refused: z.string().nullable(),
})

export const auditResult = z.enum(['pending', 'confirmed', 'sent', 'failed', 'unknown'])
export const auditRecord = z.strictObject({
  id: z.string(),
  atMs: z.number(),
  finishedAtMs: z.number().nullable(),
  /** Account of this computer; on the platform, the signed-in one. */
  who: z.string(),
  action: z.string(),
  targetName: z.string(),
  /** What and whom, without a name. */
  scope: z.string(),
  reason: z.string(),
  result: auditResult,
  detail: z.string(),
})

export const savedView = z.strictObject({ id: z.string().min(1).max(64), name: z.string().trim().min(1).max(NAME_CHARS_MAX), query: peopleQuery, columns: z.array(z.string().max(40)).max(20) })

export type PresenceStatus = z.infer<typeof presenceStatus>
export type Evidence = z.infer<typeof evidence>
export type SocketTransport = z.infer<typeof socketTransport>
export type PersonKey = z.infer<typeof personKey>
export type RoomKey = z.infer<typeof roomKey>
export type PersonRow = z.infer<typeof personRow>
export type PersonDetail = z.infer<typeof personDetail>
export type TimelineEntry = z.infer<typeof timelineEntry>
export type RoomRow = z.infer<typeof roomRow>
export type RoomDetail = z.infer<typeof roomDetail>
export type PeopleQuery = z.infer<typeof peopleQuery>
export type RoomsQuery = z.infer<typeof roomsQuery>
export type ListState = z.infer<typeof listState>
export type AdminServer = z.infer<typeof adminServer>
export type AdminAction = z.infer<typeof adminAction>
export type AdminFeedView = z.infer<typeof adminFeedView>
export type RosterReport = z.infer<typeof rosterReport>
export type Roster = z.infer<typeof roster>
export type RevealReason = z.infer<typeof revealReason>
export type ActionRequest = z.infer<typeof actionRequest>
export type ActionPreview = z.infer<typeof actionPreview>
export type AuditResult = z.infer<typeof auditResult>
export type AuditRecord = z.infer<typeof auditRecord>
export type SavedView = z.infer<typeof savedView>
