import { z } from 'zod'
import { roomKind, severity } from './catalog.ts'
import * as limits from './limits.ts'
import { adminFeedSettings, adminFeedView, noAdminFeed } from './presence.ts'

/* What the main process tells the window, and what a target is: readonly data, no methods. Times are ms since 1970, UTC. */

export const transportName = z.enum(['websocket', 'polling'])
export const environment = z.enum(['production', 'test', 'demo'])
export const authWay = z.enum(['auth.token', 'query', 'header', 'none'])

/** The words of a connection; `off` is a namespace that the user switched off. */
export const linkState = z.enum(['off', 'connecting', 'loading', 'live', 'delayed', 'reconnecting', 'offline', 'signed-out'])

export const roomRef = z.strictObject({ namespace: z.string().startsWith('/').max(200), room: z.string().min(1).max(300) })

/** A target as it is kept on disk: no secret in it. */
export const targetSettings = z.strictObject({
  id: z.string().min(1).max(64),
  name: z.string().trim().min(1).max(limits.NAME_CHARS_MAX),
  /** Catalog that says what this platform speaks. */
  catalogId: z.string().min(1).max(40),
  /** http(s) origin without path: `https://live.lincoln.example:8443`. */
  url: z.url({ protocol: /^https?$/ }),
  /** Engine.IO path: `/socket.io`. */
  path: z.string().startsWith('/').max(200),
  transports: z.array(transportName).min(1).max(2),
  environment,
  readOnly: z.boolean(),
  authWay,
  signIn: z.enum(['token', 'password', 'none']),
  email: z.string().max(320),
  disabledNamespaces: z.array(z.string().max(200)).max(100),
  /** Namespaces beyond the catalog's, or undocumented ones that the user switched on. */
  extraNamespaces: z.array(z.string().startsWith('/').max(200)).max(50),
  watchedRooms: z.array(roomRef).max(limits.WATCHED_ROOMS_PER_TARGET_MAX),
  /** PEM text of a certificate authority to trust for this target alone; empty: the system's. */
  caCertificate: z.string().max(65_536),
  adminFeed: adminFeedSettings.default(noAdminFeed),
})

/** What a person types to sign in; goes from window to main process, never back. */
export const targetSecrets = z.strictObject({
  token: z.string().max(limits.TOKEN_CHARS_MAX).exactOptional(),
  refreshToken: z.string().max(limits.TOKEN_CHARS_MAX).exactOptional(),
  password: z.string().max(1_000).exactOptional(),
  /** Password or token of the admin feed. */
  adminSecret: z.string().max(limits.TOKEN_CHARS_MAX).exactOptional(),
  /** Session id that the admin feed gave: the password is sent once. Never typed. */
  adminSession: z.string().max(200).exactOptional(),
})

/** Closed list of what can go wrong with a connection; every kind has its words in targets/problem.ts. */
export const problemKind = z.enum([
  'host-unknown', 'refused', 'unreachable', 'timeout', 'tls-name', 'tls-untrusted', 'tls-expired', 'tls-other', 'tls-not-spoken',
  'not-socketio', 'wrong-path', 'raw-websocket', 'socketio-2', 'realtime-disabled', 'http-status', 'transport',
  'namespace-unknown', 'token-missing', 'token-malformed', 'token-expired', 'token-audience', 'token-refused', 'sign-in-refused', 'sign-in-limited',
  'sign-in-odd', 'mfa-required', 'rate-limited', 'server-trouble', 'dropped-by-server', 'connection-lost', 'server-closing', 'parse-error', 'not-loopback', 'stopped',
  'admin-credentials', 'admin-namespace', 'admin-version', 'unknown',
])

export const problem = z.strictObject({
  kind: problemKind,
  /** What happened, in a sentence. */
  what: z.string(),
  /** What to do, in a sentence. */
  advice: z.string(),
  /** Code, status or reason as the library or server gave it; shown behind "Details". Never holds a token. */
  details: z.string(),
})

export const namespaceView = z.strictObject({
  name: z.string(),
  title: z.string(),
  state: linkState,
  sinceMs: z.number(),
  problem: problem.nullable(),
  nextTryAtMs: z.number().nullable(),
  /** CONNECT packets sent since the target was started. */
  attempts: z.number().int(),
})

export const targetView = z.strictObject({
  settings: targetSettings,
  catalogName: z.string(),
  /** Worst state of all namespaces that are on. */
  state: linkState,
  sinceMs: z.number(),
  problem: problem.nullable(),
  nextTryAtMs: z.number().nullable(),
  transport: transportName.nullable(),
  /** Engine.IO connections opened since the target was started. */
  connections: z.number().int(),
  namespaces: z.array(namespaceView),
  rooms: z.strictObject({ wanted: z.number().int(), joined: z.number().int(), unconfirmed: z.number().int(), refused: z.number().int() }),
  /** What is paced: per minute, and how many messages wait. */
  pace: z.strictObject({ joinsPerMinute: z.number(), emitsPerMinute: z.number(), waiting: z.number().int() }),
  signedInAs: z.strictObject({ id: z.string(), role: z.string() }).nullable(),
  tokenEndsAtMs: z.number().nullable(),
  signedOutAtMs: z.number().nullable(),
  /** Where this target's secrets are. */
  secrets: z.enum(['none', 'keyring', 'memory']),
  adminFeed: z.enum(['unknown', 'available', 'absent']),
  /** The admin feed's own connection; null while it is off. Its state counts for the target's. */
  feedLink: namespaceView.nullable(),
  feed: adminFeedView.nullable(),
  /** App-level round trip, where the platform has a ping. */
  roundTripMs: z.number().nullable(),
  notes: z.array(z.string()),
})

/**
 * How an event stands to its catalog. `no`: as documented, as far as it was compared (the name always is); `variant`: a deviation that the
 * catalog knows; `undocumented`: no such event in it; `unchecked`: its payload was not among those compared, or there is no contract.
 */
export const driftMark = z.enum(['no', 'variant', 'drift', 'undocumented', 'unchecked'])
/** The same for all events of one name, namespace and direction since the start; the worst that was seen. */
export const contractState = z.enum(['ok', 'known-variant', 'drift', 'undocumented', 'unchecked'])

export const eventRow = z.strictObject({
  /** Position among the events that match the filter; rises by one, never reused within one revision of the filter. */
  ordinal: z.number().int(),
  /** Number of the event in the log, for `feed:payload`. */
  seq: z.number().int(),
  atMs: z.number(),
  targetId: z.string(),
  namespace: z.string(),
  direction: z.enum(['in', 'out']),
  event: z.string(),
  room: z.string().nullable(),
  person: z.string().nullable(),
  bytes: z.number().int(),
  /** Masked, one line. */
  preview: z.string(),
  /** The payload was above the size limit and its kept text is cut. */
  cut: z.boolean(),
  /** Rollcall's own traffic. */
  own: z.boolean(),
  /** Seen through the admin feed (all sockets of the server), not on Rollcall's own socket. */
  feed: z.boolean(),
  /** The event is also an alert. */
  severity: severity.nullable(),
  /** The filter highlights it; false while the filter hides. */
  highlighted: z.boolean(),
  /** Absent only in rows that were not made by the monitor. */
  drift: driftMark.exactOptional(),
  /** The user marked it. */
  marked: z.boolean().exactOptional(),
})

/** A masked payload as a tree that the window can show without parsing. */
export interface PayloadNode {
  readonly key: string
  readonly kind: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null' | 'binary' | 'cut'
  /** Text of a leaf; for an object or array its number of entries. */
  readonly text: string
  readonly masked: boolean
  readonly children: readonly PayloadNode[]
}
export const payloadNode: z.ZodType<PayloadNode> = z.lazy(() =>
  z.strictObject({
    key: z.string(),
    kind: z.enum(['object', 'array', 'string', 'number', 'boolean', 'null', 'binary', 'cut']),
    text: z.string(),
    masked: z.boolean(),
    children: z.array(payloadNode),
  }),
)

export const eventDetail = z.strictObject({
  row: eventRow,
  /** One node an argument. */
  args: z.array(payloadNode),
  /** The masked payload as JSON text, for copying. */
  json: z.string(),
  /** What the catalog says of this event, null when it is not in the catalog. */
  documented: z.strictObject({ meaning: z.string(), source: z.string() }).nullable(),
})

export const totals = z.strictObject({
  received: z.number().int(),
  receivedPerSecond: z.number(),
  /** Events now in the log. */
  kept: z.number().int(),
  capacity: z.number().int(),
  /** Left the log to make room. */
  overwritten: z.number().int(),
  /** Counted but not kept, because the rate was above the log's. */
  sampledOut: z.number().int(),
  /** 1 in n is kept now. */
  keepOneIn: z.number().int(),
  /**
   * Of the last minute's events in which the catalog has something to read, the share whose payload was read; absent: all. Below 1 the events
   * of a room, and when somebody was seen, are from that sample. Counts by name never are.
   */
  readShare: z.number().min(0).max(1).optional(),
  /** Counted but not applied, because the intake was full. */
  dropped: z.number().int(),
  /** Packets that were no valid event. */
  rejected: z.number().int(),
  /** Rows delivered to the window in the last second. */
  shownPerSecond: z.number(),
  lagMs: z.number(),
})

/** Something that waits for a person, on the Overview. Refusals and lost connections are here as well as alerts. */
export const attentionItem = z.strictObject({
  id: z.string(),
  severity,
  title: z.string(),
  detail: z.string(),
  sinceMs: z.number(),
  count: z.number().int(),
  open: z.discriminatedUnion('screen', [
    z.strictObject({ screen: z.literal('alerts'), alertId: z.string() }),
    z.strictObject({ screen: z.literal('platforms'), targetId: z.string() }),
  ]),
})

export const overview = z.strictObject({
  peopleSeen: z.number().int(),
  /** Seen within ACTIVE_FOR_MS. */
  peopleActive: z.number().int(),
  /** Online, away, busy or flapping now: whose connection the admin feed shows, and whom an event proves. */
  peopleOnline: z.strictObject({ observed: z.number().int(), inferred: z.number().int() }),
  roomsActive: z.number().int(),
  eventsPerSecond: z.number(),
  /** Firing and nobody's; folded ones are not in it. */
  openAlerts: z.number().int(),
  /** Alerts that found no place, because ALERTS_OPEN_MAX were there. */
  alertsDropped: z.number().int(),
  /** The worst and newest, at most ATTENTION_ITEMS_MAX; the others are a number. */
  attention: z.array(attentionItem),
  attentionLeftOut: z.number().int(),
  /** Per target: counts for its card. */
  targets: z.array(z.strictObject({ targetId: z.string(), received: z.number().int(), perSecond: z.number(), people: z.number().int(), rooms: z.number().int(), alerts: z.number().int() })),
})

export const treeRoom = z.strictObject({ room: z.string(), kind: roomKind, events: z.number().int(), people: z.number().int(), lastAtMs: z.number(), joined: z.boolean() })
export const treeNamespace = z.strictObject({
  targetId: z.string(),
  namespace: z.string(),
  events: z.number().int(),
  rooms: z.array(treeRoom),
  roomsLeftOut: z.number().int(),
})

/** Columns for a chart: one time axis, one column a line. null = no data was collected then (a gap, not a zero). */
export const rateChart = z.strictObject({
  windowMinutes: z.union([z.literal(1), z.literal(15), z.literal(60)]),
  stepMs: z.number().int(),
  timesMs: z.array(z.number()),
  series: z.array(z.strictObject({ key: z.string(), label: z.string(), perSecond: z.array(z.number().nullable()), total: z.number().int() })),
})

/** Exact counts since start: one row a target, namespace, event and direction. */
export const eventCount = z.strictObject({ targetId: z.string(), namespace: z.string(), event: z.string(), direction: z.enum(['in', 'out']), count: z.number().int(), bytes: z.number(), contract: contractState.exactOptional() })

export type TransportName = z.infer<typeof transportName>
export type Environment = z.infer<typeof environment>
export type AuthWay = z.infer<typeof authWay>
export type LinkState = z.infer<typeof linkState>
export type RoomRef = z.infer<typeof roomRef>
export type TargetSettings = z.infer<typeof targetSettings>
export type TargetSecrets = z.infer<typeof targetSecrets>
export type ProblemKind = z.infer<typeof problemKind>
export type Problem = z.infer<typeof problem>
export type NamespaceView = z.infer<typeof namespaceView>
export type TargetView = z.infer<typeof targetView>
export type DriftMark = z.infer<typeof driftMark>
export type ContractState = z.infer<typeof contractState>
export type EventRow = z.infer<typeof eventRow>
export type EventDetail = z.infer<typeof eventDetail>
export type Totals = z.infer<typeof totals>
export type AttentionItem = z.infer<typeof attentionItem>
export type Overview = z.infer<typeof overview>
export type TreeNamespace = z.infer<typeof treeNamespace>
export type TreeRoom = z.infer<typeof treeRoom>
export type RateChart = z.infer<typeof rateChart>
export type EventCount = z.infer<typeof eventCount>
