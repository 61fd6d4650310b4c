import { z } from 'zod'
import { severity } from './catalog.ts'
import * as limits from './limits.ts'
import { personKey } from './presence.ts'

/*
 * Notices: what is said to whom, when, by which way, and what is known of its arrival. Times are ms since 1970, UTC, with
 * the zone in which they were meant beside them. A drill is another thing than a notice at every step: it has its own
 * request to send, its own words and its own mark in every payload.
 */

export const noticeKind = z.enum(['announcement', 'maintenance', 'urgent', 'emergency'])
export const noticeWay = z.enum(['admin-feed', 'application-socket', 'http'])

// --- how a platform takes notices

/** One platform's settings for notices. Nothing is sent by a way that was not chosen here. */
export const noticeSettings = z.strictObject({
  targetId: z.string().min(1).max(64),
  way: z.union([noticeWay, z.literal('none')]),
  /** Name that must be typed above TYPED_NAME_ABOVE people: the school's. */
  schoolName: z.string().trim().min(1).max(limits.NAME_CHARS_MAX),
  zone: z.string().min(1).max(60),
  /** No notice but urgent and emergency between them, in the school's time; null: none. */
  quietHours: z.strictObject({ from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/), to: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/) }).nullable(),
  /** Kinds that may be sent here by roles of the user, as the platform names them; a role that is not named may send announcements only. */
  rights: z.record(z.string().max(100), z.array(noticeKind)),
  /** application-socket: event with an acknowledgement. */
  socket: z.strictObject({ namespace: z.string().startsWith('/').max(200), event: z.string().min(1).max(200) }),
  /** http: placeholders as in the catalog's notices, and {audience}, {digest} and others; the secret headers are kept in the vault and never come back. */
  http: z.strictObject({ method: z.enum(['POST', 'PUT']), url: z.string().max(2_000), body: z.string().max(20_000), headers: z.array(z.strictObject({ name: z.string().max(100), value: z.string().max(500) })).max(20), hasSecretHeader: z.boolean() }),
})

export const wayReport = z.strictObject({
  targetId: z.string(),
  way: z.union([noticeWay, z.literal('none')]),
  /** Can be used now. */
  ok: z.boolean(),
  /** `By the admin feed (production mode). No receipts: the server confirms nothing.` or why not and what to do. */
  sentence: z.string(),
  /** By kind: the platform's event that would be used, and whether a document covers the sending. */
  events: z.array(z.strictObject({ kind: noticeKind, event: z.string(), namespace: z.string(), documented: z.boolean() })),
  receipts: z.enum(['none', 'delivered', 'delivered-and-read']),
})

// --- a notice

/** What can be addressed as a whole though its rooms lie in several namespaces: kinds of rooms. */
export const groupWhat = z.enum(['class', 'course', 'school', 'district'])

/** A part of an audience. People are those whom Rollcall knows; what a server resolves by itself (a room) is counted by what Rollcall sees. */
export const audiencePart = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('everybody') }),
  z.strictObject({ kind: z.literal('target'), targetId: z.string().max(64) }),
  z.strictObject({ kind: z.literal('namespace'), targetId: z.string().max(64), namespace: z.string().max(200) }),
  z.strictObject({ kind: z.literal('role'), targetId: z.string().max(64), role: z.string().max(100) }),
  z.strictObject({ kind: z.literal('room'), targetId: z.string().max(64), namespace: z.string().max(200), room: z.string().max(300) }),
  /** Whoever is in a room of this kind with this id (the first placeholder of the room's pattern), in any namespace and spelling. */
  z.strictObject({ kind: z.literal('group'), targetId: z.string().max(64), what: groupWhat, id: z.string().min(1).max(320) }),
  z.strictObject({ kind: z.literal('person'), key: personKey }),
])

export const audienceRule = z.strictObject({ include: z.array(audiencePart).max(50), exclude: z.array(audiencePart).max(50) })

/** Classes, courses, schools and districts of one platform, most people first. */
export const audienceGroups = z.strictObject({
  groups: z.array(z.strictObject({
    what: groupWhat,
    id: z.string().min(1).max(320),
    /** `Class 7B`, from the id as rooms are named. */
    words: z.string(),
    /** Online now, each once however many of the rooms they are in. */
    people: z.number().int(),
    rooms: z.number().int(),
    /** null: a room of it is there now. Else the beginning of the UTC day on which one was last seen, ms since 1970. */
    lastSeenMs: z.number().nullable(),
    /** At most 20 of those in which its rooms are. */
    namespaces: z.array(z.string()).max(20),
  })).max(60),
  leftOut: z.number().int(),
})

export const audienceCount = z.strictObject({
  /** `1,288 people online now: 1,190 students, 92 teachers, 6 staff, in 54 rooms. 212 offline will not see it by this way.` */
  sentence: z.string(),
  online: z.number().int(),
  /** Known and offline; null where nobody can say. */
  offline: z.number().int().nullable(),
  roles: z.array(z.strictObject({ role: z.string(), people: z.number().int() })),
  rooms: z.number().int(),
  perTarget: z.array(z.strictObject({ targetId: z.string(), name: z.string(), online: z.number().int(), way: wayReport })),
  /** People who are counted by inference, not observed. */
  inferred: z.number().int(),
  /** Why it cannot be sent so; empty: it can. E.g. an exclusion that a way cannot carry out. */
  problems: z.array(z.string()),
})

const text = z.strictObject({ language: z.string().min(2).max(35), title: z.string().max(limits.NOTICE_TITLE_CHARS_MAX), body: z.string().max(limits.NOTICE_BODY_CHARS_MAX) })

export const noticeWhen = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('now') }),
  z.strictObject({ kind: z.literal('at'), atMs: z.number(), zone: z.string().min(1).max(60) }),
  /** Maintenance: the steps are sent at their times; each is a delivery of its own. null: no reminder. */
  z.strictObject({ kind: z.literal('window'), startMs: z.number(), endMs: z.number(), zone: z.string().min(1).max(60), reminderMinutes: z.number().int().min(1).max(7 * 24 * 60).nullable() }),
])

export const noticeDraft = z.strictObject({
  id: z.string().min(1).max(64),
  drill: z.boolean(),
  kind: noticeKind,
  severity,
  dismissable: z.boolean(),
  expiresAtMs: z.number().nullable(),
  texts: z.array(text).min(1).max(10),
  audience: audienceRule,
  when: noticeWhen,
  templateId: z.string().max(64).nullable(),
  /** The notice that this one corrects, retracts, or sends again to those who do not have it. */
  corrects: z.strictObject({ id: z.string().max(64), how: z.enum(['correct', 'retract', 'resend']) }).nullable(),
})

export const noticeStep = z.enum(['announce', 'reminder', 'scheduled', 'in-progress', 'verifying', 'completed', 'cancelled'])

/**
 * draft; scheduled (waits for its time); missed (its time passed while Rollcall was closed or could not send: asks);
 * undoable (10 s before the first packet); sending; sent; stopped; unknown (a crash or a lost connection in the middle:
 * somebody has to look); failed (nothing left this computer); cancelled.
 */
export const noticeState = z.enum(['draft', 'scheduled', 'missed', 'undoable', 'sending', 'sent', 'stopped', 'unknown', 'failed', 'cancelled'])

/** One packet or request: to a target, namespace and room. Written before it leaves. */
export const noticePart = z.strictObject({
  id: z.string(),
  step: noticeStep,
  targetId: z.string(),
  targetName: z.string(),
  way: noticeWay,
  namespace: z.string(),
  /** null: all of the namespace. */
  room: z.string().nullable(),
  event: z.string(),
  state: z.enum(['waiting', 'begun', 'sent', 'confirmed', 'not-confirmed', 'failed', 'unknown', 'stopped']),
  /** People whom Rollcall saw there when it was sent. */
  people: z.number().int(),
  /** As the server said; null: it does not say. */
  delivered: z.number().int().nullable(),
  read: z.number().int().nullable(),
  atMs: z.number().nullable(),
  detail: z.string(),
})

export const noticeView = z.strictObject({
  draft: noticeDraft,
  state: noticeState,
  /** What happens next or what went wrong, in a sentence. */
  sentence: z.string(),
  createdBy: z.string(),
  approvedBy: z.string().nullable(),
  createdAtMs: z.number(),
  /** What is sent when, in the order of time; of a notice that is sent at once, itself. Times are plans, `done` was begun. */
  steps: z.array(z.strictObject({ step: noticeStep, atMs: z.number(), state: z.enum(['waiting', 'done', 'missed', 'skipped']) })),
  /** Next step's time; null: none. */
  nextAtMs: z.number().nullable(),
  undoUntilMs: z.number().nullable(),
  parts: z.array(noticePart),
  totals: z.strictObject({ people: z.number().int(), sent: z.number().int(), delivered: z.number().int().nullable(), read: z.number().int().nullable(), failed: z.number().int() }),
  /** Corrections, retractions and second sendings. */
  correctedBy: z.array(z.string()),
  textHash: z.string(),
})

/** What is frozen at review; sending is refused when the audience grew by more than AUDIENCE_GROWTH_MAX since. */
export const noticeReview = z.strictObject({
  reviewId: z.string(),
  /** `Send **URGENT** to **1,288 people** at **Lincoln High** now.` Parts between ** are shown bold. */
  sentence: z.string(),
  button: z.string(),
  count: audienceCount,
  /** Must be typed as it stands; null: nothing. */
  typeToConfirm: z.string().nullable(),
  /** A second signed-in person must agree, or an override be logged. */
  needsApproval: z.boolean(),
  /** Sends that no document covers, and other things to know. */
  warnings: z.array(z.string()),
  /** Who sent these very words already, or waits to: `You sent these very words to SkillCore 3 minutes ago.` Not empty: the confirmation says `repeat`. */
  repeats: z.array(z.string()).max(limits.REPEATS_SHOWN_MAX),
  /** Empty: it can be sent. */
  problems: z.array(z.string()),
  /** For engineers: what would leave, exactly. */
  packets: z.array(z.strictObject({ targetName: z.string(), way: noticeWay, namespace: z.string(), room: z.string().nullable(), event: z.string(), json: z.string() })).max(20),
  packetsLeftOut: z.number().int(),
  validUntilMs: z.number(),
})

export const noticeApproval = z.discriminatedUnion('kind', [
  /** The second person signs in on a platform with their own account; the password is used once and not kept. */
  z.strictObject({ kind: z.literal('second-person'), targetId: z.string().max(64), email: z.string().max(320), password: z.string().max(1_000) }),
  z.strictObject({ kind: z.literal('override'), reason: z.string().trim().min(10).max(500) }),
])

export const noticeConfirmation = z.strictObject({
  reviewId: z.string().min(1).max(64),
  typed: z.string().max(limits.NAME_CHARS_MAX).nullable(),
  approval: noticeApproval.nullable(),
  /** It is sent again all the same, though the review has `repeats`. */
  repeat: z.boolean(),
})

export const noticeTemplate = z.strictObject({
  id: z.string().min(1).max(64),
  name: z.string().trim().min(1).max(limits.NAME_CHARS_MAX),
  kind: noticeKind,
  builtIn: z.boolean(),
  severity,
  dismissable: z.boolean(),
  /** `{field}` placeholders. */
  texts: z.array(text).min(1).max(10),
  fields: z.array(z.strictObject({ name: z.string().regex(/^[a-z][a-zA-Z]{0,30}$/), label: z.string().max(80), example: z.string().max(200) })).max(10),
})

export const noticeList = z.strictObject({
  revision: z.number().int(),
  upcoming: z.array(noticeView),
  inProgress: z.array(noticeView),
  sent: z.array(noticeView),
  sentLeftOut: z.number().int(),
  drafts: z.array(noticeView),
  /** `announcement.new`, `system.maintenance` and their like from others, newest first; own ones are told apart by their id. */
  incoming: z.array(z.strictObject({ seq: z.number().int(), atMs: z.number(), targetId: z.string(), namespace: z.string(), event: z.string(), title: z.string(), own: z.string().nullable() })),
})

/** What the walk along the audit log's hash chain found. */
export const auditVerdict = z.strictObject({
  ok: z.boolean(),
  /** `1,204 records, unbroken since 3 September 2026.` or `Record 412 was changed.` */
  sentence: z.string(),
  records: z.number().int(),
  /** Where it breaks first; id '' where no record is there to name. */
  broken: z.strictObject({ id: z.string(), how: z.enum(['changed', 'missing', 'reordered', 'inserted']) }).nullable(),
})
export const auditKeeping = z.strictObject({ keepDays: z.number().int(), records: z.number().int(), oldestAtMs: z.number().nullable(), purgedBeforeMs: z.number().nullable() })

export type NoticeConfirmation = z.infer<typeof noticeConfirmation>
export type AuditVerdict = z.infer<typeof auditVerdict>
export type AuditKeeping = z.infer<typeof auditKeeping>
export type NoticeKind = z.infer<typeof noticeKind>
export type NoticeWay = z.infer<typeof noticeWay>
export type NoticeSettings = z.infer<typeof noticeSettings>
export type WayReport = z.infer<typeof wayReport>
export type AudiencePart = z.infer<typeof audiencePart>
export type GroupWhat = z.infer<typeof groupWhat>
export type AudienceGroups = z.infer<typeof audienceGroups>
export type AudienceRule = z.infer<typeof audienceRule>
export type AudienceCount = z.infer<typeof audienceCount>
export type NoticeWhen = z.infer<typeof noticeWhen>
export type NoticeDraft = z.infer<typeof noticeDraft>
export type NoticeStep = z.infer<typeof noticeStep>
export type NoticeState = z.infer<typeof noticeState>
export type NoticePart = z.infer<typeof noticePart>
export type NoticeView = z.infer<typeof noticeView>
export type NoticeReview = z.infer<typeof noticeReview>
export type NoticeApproval = z.infer<typeof noticeApproval>
export type NoticeTemplate = z.infer<typeof noticeTemplate>
export type NoticeList = z.infer<typeof noticeList>
