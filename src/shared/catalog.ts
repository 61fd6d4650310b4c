import { z } from 'zod'
import { payloadSchema } from './payload-schema.ts'

/*
 * A catalog says, as data, all that Rollcall knows of one platform. Five come with the app (platforms/*.ts); a user can
 * add one as JSON. Nothing outside a catalog may branch on a platform's name.
 */

/** A dotted path into a payload: `sender.id`; `1.userId` starts at the second argument, no number means the first. `` (empty) is the argument itself. */
const path = z.string().max(200)
/** Text with `{placeholders}`. */
const template = z.string().max(300)
/** JSON whose strings may hold `{placeholders}`. A string that is one placeholder alone keeps the type of its value. */
const jsonTemplate = z.json()

/** Where a token hides in an answer of a sign-in or refresh endpoint; tried in order. */
export const tokenSource = z.discriminatedUnion('in', [
  z.strictObject({ in: z.literal('body'), path }),
  z.strictObject({ in: z.literal('cookie'), name: z.string().max(100) }),
])

/** One HTTP request that yields tokens. Placeholders: {email} {password} {refreshToken} {token}. Cookies received before are sent back. */
export const tokenRequest = z.strictObject({
  method: z.enum(['GET', 'POST']),
  path: z.string().startsWith('/'),
  body: jsonTemplate.exactOptional(),
  /** true: send `Authorization: Bearer {token}`. */
  bearer: z.boolean().exactOptional(),
  accessToken: z.array(tokenSource).max(10),
  refreshToken: z.array(tokenSource).max(10),
})

export const authSpec = z.strictObject({
  /** Ways in which the server takes the token; the first is the default, the others can be chosen. */
  ways: z.array(z.enum(['auth.token', 'query', 'header'])).min(1),
  /** Events that prove that the server accepted the token (they may arrive before CONNECT). */
  proofEvents: z.array(z.string()),
  /** Events that mean that the token was refused. */
  refusalEvents: z.array(z.string()),
  /** Requests sent in order with e-mail and password; tokens of a later answer win. */
  signIn: z.array(tokenRequest).max(3),
  /** Absent where no document and no server offers it. */
  refresh: z.array(tokenRequest).max(3),
  /** Path inside a sign-in answer or JWT claims that name the person: id, role. */
  whoAmI: z.strictObject({ id: z.array(path), role: z.array(path) }),
  /** true: the server checks the token again at every message, so the sockets are renewed before it ends. */
  checkedAtEveryMessage: z.boolean(),
})

/** What an event means to the console. */
export const meaning = z.enum(['activity', 'typing', 'presence', 'room', 'alert', 'notice', 'session', 'error', 'heartbeat'])

export const severity = z.enum(['critical', 'warning', 'info'])

/** When an event of this spec is also an alert for a person. All of `when` must hold; none: always. */
export const alertSpec = z.strictObject({
  when: z.array(z.strictObject({ path, in: z.array(z.string()).min(1) })),
  severity,
  /** A word for the cause; alerts group by it: `chronic_absence`, or `{type}` filled from the payload. */
  cause: template,
  /** Sentence in the list, filled from fields that are open (never a name): `Absence rule {type} reached`. */
  title: template,
  /** First path that is present is the alert's own id: the same id twice is one alert, also across events. */
  identity: z.array(path),
  /** Of what kind `identity` is the id: ids of one kind are one alert across events; a notification 7 and an intervention 7 are two. */
  identityOf: z.string().max(60).exactOptional(),
  /** true: it tells of a matter that an event of its own says better. Whichever comes first, cause, title and place are that event's. */
  secondHand: z.boolean().exactOptional(),
})

export const roomKind = z.enum([
  'class', 'course', 'video', 'instructor', 'conversation', 'session', 'chat', 'assessment', 'content', 'role', 'user', 'school', 'district', 'other',
])

/** Conditions on an event's payload; all must hold. */
const conditions = z.array(z.strictObject({ path, in: z.array(z.string()).min(1) }))

/**
 * What an event proves about whom, at the time it arrives. `inKind`: where the event names no room, the one room of this
 * kind that Rollcall has joined in the namespace, if it is exactly one.
 */
export const proofSpec = z.discriminatedUnion('what', [
  /** Its person is there, and in its room. */
  z.strictObject({ what: z.literal('active'), inKind: roomKind.exactOptional(), when: conditions.exactOptional() }),
  /** Its person is there; of its room nothing is proved. */
  z.strictObject({ what: z.literal('online'), when: conditions.exactOptional() }),
  z.strictObject({ what: z.literal('offline'), when: conditions.exactOptional() }),
  /** Its person says a status: online, away, busy, offline, in any case. */
  z.strictObject({ what: z.literal('status'), path, when: conditions.exactOptional() }),
  z.strictObject({ what: z.literal('joined'), inKind: roomKind.exactOptional(), when: conditions.exactOptional() }),
  z.strictObject({ what: z.literal('left'), inKind: roomKind.exactOptional(), when: conditions.exactOptional() }),
  /**
   * Who is in its room, all of them: a list of ids, names or objects (`id`, `name`, `email` are paths into one, or a template for a name), or
   * only a number or a flag. Several lists of one event are one snapshot. `there`: false where it says who belongs to
   * the room, not who is online.
   */
  z.strictObject({
    what: z.literal('list'), path, id: z.array(path), name: z.array(z.union([path, template])), email: z.array(path),
    role: z.string().max(100).exactOptional(), there: z.boolean(), when: conditions.exactOptional(),
  }),
])

export const eventSpec = z.strictObject({
  name: z.string().min(1).max(200),
  /** Other spellings and names of the same event: contradictions inside the document, or what the public server sends. */
  alsoKnownAs: z.array(z.string()).exactOptional(),
  /** `*`: every namespace of the platform. */
  namespaces: z.array(z.string()).min(1),
  direction: z.enum(['server-to-client', 'client-to-server', 'both']),
  /** Arguments as received by a client (server-to-client, both) or as sent (client-to-server). [] = no payload. null = the document gives no payload. */
  args: z.array(payloadSchema).max(10).nullable(),
  /** For `both`: the arguments that a client sends, where they differ. */
  sendArgs: z.array(payloadSchema).max(10).exactOptional(),
  /** Other payloads that are known on the wire and no drift. */
  variants: z.array(z.strictObject({ note: z.string().max(300), args: z.array(payloadSchema).max(10) })).exactOptional(),
  /** Arguments of the acknowledgement; absent: the server never acknowledges it. */
  ack: z.array(payloadSchema).exactOptional(),
  meaning,
  /** Paths to who did it: first present wins. A name in parts is a template: `{sender.givenName} {sender.familyName}`. */
  person: z.strictObject({ id: z.array(path), name: z.array(z.union([path, template])), email: z.array(path) }).exactOptional(),
  /** Room templates filled from the payload, first complete one wins: `course_{course_id}`. */
  rooms: z.array(template).exactOptional(),
  alerts: z.array(alertSpec).exactOptional(),
  /**
   * What it proves. Absent: an event that its `person` caused (meaning activity, typing, presence or room) proves
   * `active`, any other nothing. Empty: nothing, because its person is the one it is about (a warning to a student).
   */
  proves: z.array(proofSpec).max(5).exactOptional(),
  /** Document and heading, or `as deployed`. */
  source: z.string().max(300),
})

/** A message that joins or leaves a room. Placeholders come from the room's pattern, `{room}` is the whole name. */
export const roomCommand = z.strictObject({
  event: z.string().min(1).max(200),
  args: z.array(jsonTemplate).max(5),
  /** Event that confirms it and, where known, the path whose value must equal the filled `equals`. */
  confirm: z.strictObject({ event: z.string(), path, equals: template }).exactOptional(),
  /** true: the server acknowledges; `ackHolds` must then occur in the answer's text (a wrong key can be answered with success). */
  ack: z.boolean().exactOptional(),
  ackHolds: template.exactOptional(),
})

export const roomSpec = z.strictObject({
  /** `course_{courseId}`; a placeholder matches anything but an empty text. */
  pattern: template,
  kind: roomKind,
  namespace: z.string().startsWith('/'),
  title: z.string().max(100),
  /** Another spelling of this room, under which both are shown as one: `role:admin` is `admin`. */
  sameAs: template.exactOptional(),
  /** The server puts a person with such a role in by itself. */
  autoJoined: z.boolean(),
  /** Rooms without placeholders that the console asks for at every connect. */
  joinAtConnect: z.boolean().exactOptional(),
  /** Commands in order; a tolerant client may need the documented form and then the deployed one. */
  join: z.array(roomCommand).max(3),
  leave: z.array(roomCommand).max(3),
  source: z.string().max(300),
})

export const namespaceSpec = z.strictObject({
  name: z.string().startsWith('/').max(200),
  title: z.string().max(100),
  summary: z.string().max(300),
  /** false: only deployed servers have it, so it is off until the user switches it on. */
  documented: z.boolean(),
})

/** An event that shows a notice to a client. Placeholders of `args`: {noticeId} {kind} {severity} {title} {body} {startsAt} {endsAt} {expiresAt} {now} {language} {texts} {drill} {dismissable}; {title} and {body} hold all languages, {texts} is the list `{language, title, body}`. */
export const catalogNotice = z.strictObject({
  kinds: z.array(z.enum(['announcement', 'maintenance', 'urgent', 'emergency'])).min(1),
  namespace: z.string().startsWith('/').max(200),
  event: z.string().min(1).max(200),
  args: z.array(jsonTemplate).min(1).max(5),
  /** Rooms by role: `role:{role}`; several spellings are one packet to all of them, so that who is in two receives it once. Empty: no room is a role's. */
  roleRooms: z.array(template).max(5),
  source: z.string().max(300),
})

export const catalogSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/),
  name: z.string().min(1).max(60),
  summary: z.string().max(300),
  document: z.string().max(200),
  connection: z.strictObject({
    /** Engine.IO path without trailing slash. */
    path: z.string().startsWith('/'),
    exampleUrl: z.string(),
    transports: z.array(z.enum(['websocket', 'polling'])).min(1),
  }),
  auth: authSpec,
  namespaces: z.array(namespaceSpec).min(1).max(50),
  events: z.array(eventSpec).max(500),
  rooms: z.array(roomSpec).max(100),
  limits: z.strictObject({
    connectionsPerUser: z.number().int().positive().nullable(),
    eventsPerMinute: z.number().int().positive().nullable(),
    roomJoinsPerMinute: z.number().int().positive().nullable(),
  }),
  /** The platform's own events that carry a notice to its clients; how they are sent is the target's choice. Absent: none. */
  notices: z.array(catalogNotice).max(20).exactOptional(),
  /** App-level ping: event sent, event that answers. */
  ping: z.strictObject({ send: z.string(), answer: z.string() }).nullable(),
  /** What this platform cannot tell, in sentences shown on its screen. */
  notes: z.array(z.string().max(300)),
})

export type Catalog = z.infer<typeof catalogSchema>
export type CatalogEvent = z.infer<typeof eventSpec>
export type CatalogNotice = z.infer<typeof catalogNotice>
export type CatalogRoom = z.infer<typeof roomSpec>
export type RoomCommand = z.infer<typeof roomCommand>
export type TokenRequest = z.infer<typeof tokenRequest>
export type TokenSource = z.infer<typeof tokenSource>
export type ProofSpec = z.infer<typeof proofSpec>
export type AlertSpec = z.infer<typeof alertSpec>
export type Meaning = z.infer<typeof meaning>
export type RoomKind = z.infer<typeof roomKind>
export type Severity = z.infer<typeof severity>
