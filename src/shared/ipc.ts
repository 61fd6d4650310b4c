import { z } from 'zod'
import * as a from './alerts.ts'
import * as au from './audit.ts'
import * as c from './contract-check.ts'
import * as d from './domain.ts'
import * as f from './feed-tools.ts'
import * as limits from './limits.ts'
import { severity } from './catalog.ts'
import { deepLinkPlace } from './deep-link.ts'
import * as n from './notices.ts'
import * as p from './presence.ts'
import * as r from './rates.ts'
import * as u from './user-catalogs.ts'

/*
 * The one contract between main process and window: every request with the schema of its argument and of its answer,
 * the one subscription (frames), and the bridge that the preload script offers as `window.rollcall`.
 */

/** A failure that a user can act on: a value, never an exception. */
export const failure = z.strictObject({ ok: z.literal(false), problem: z.strictObject({ what: z.string(), advice: z.string(), details: z.string() }) })
const done = z.union([z.strictObject({ ok: z.literal(true) }), failure])
function answerOf<S extends z.ZodType>(value: S) {
  return z.union([z.strictObject({ ok: z.literal(true), value }), failure])
}

/** A place in a filter's text: characters from <= n < to. */
const place = z.strictObject({ from: z.number().int(), to: z.number().int() })
export const feedMode = z.enum(['hide', 'highlight'])

export const screenName = z.enum(['overview', 'alerts', 'people', 'rooms', 'events', 'rates', 'notices', 'contract', 'platforms', 'audit'])
export const themeName = z.enum(['light', 'dark', 'system'])

/** What the user may change and what outlives a run. Sizes are shares of the window in percent. */
export const settings = z.strictObject({
  theme: themeName,
  density: z.enum(['comfortable', 'compact']),
  screen: screenName,
  treePercent: z.number().min(8).max(45),
  inspectorPercent: z.number().min(12).max(55),
  treeOpen: z.boolean(),
  inspectorOpen: z.boolean(),
  rateWindowMinutes: z.union([z.literal(1), z.literal(15), z.literal(60)]),
  singleKeyShortcuts: z.boolean(),
  /** Rooms that the user pinned, in the order of pinning. */
  pinnedRooms: z.array(p.roomKey).max(limits.PINNED_ROOMS_MAX),
})

/** What a form sends: settings without an id for a new target; secrets only when they were typed. */
export const targetForm = z.strictObject({ settings: d.targetSettings.omit({ id: true }), secrets: d.targetSecrets })

export const testReport = z.strictObject({
  /** `Signed in as maria (TEACHER), 7 of 7 namespaces, admin feed available`. */
  sentence: z.string(),
  signedInAs: z.strictObject({ id: z.string(), role: z.string() }).nullable(),
  namespaces: z.array(z.strictObject({ name: z.string(), ok: z.boolean(), problem: d.problem.nullable() })),
  adminFeed: z.enum(['available', 'absent', 'unknown']),
  transport: d.transportName.nullable(),
})

/** What a pasted text was understood as (`Bearer x`, `wss://host/socket.io`, blank lines). */
export const understoodPaste = z.strictObject({
  url: z.string().nullable(),
  path: z.string().nullable(),
  namespace: z.string().nullable(),
  token: z.boolean(),
  remarks: z.array(z.string()),
})

export const feedFrame = z.strictObject({
  /** Rises with every new filter, pause or clear; ordinals of two revisions do not compare. */
  revision: z.number().int(),
  /** Rows that can be asked for: ordinals first <= n < end. */
  first: z.number().int(),
  end: z.number().int(),
  /** The newest rows, oldest first; they end at ordinal end - 1. */
  tail: z.array(d.eventRow),
  paused: z
    .strictObject({
      sinceMs: z.number(),
      /** Matching events that arrived since. */
      waiting: z.number().int(),
      /** Share of the log that is filled with events since the pause, 0..1. */
      fill: z.number(),
      /** Events since the pause that already left the log. */
      overwritten: z.number().int(),
    })
    .nullable(),
  /** The filter as it holds now, so that a reloaded window can show it. hide: only what matches is a row. highlight: all are. */
  filter: z.strictObject({ text: z.string(), mode: feedMode }),
  /** Rows that the filter matches: all of them in mode hide and without a filter. */
  matching: z.number().int(),
  /** Rollcall's own traffic and heartbeats are rows; else `hiddenOwn` says how many would be. */
  showOwn: z.boolean(),
  hiddenOwn: z.number().int(),
  /** Rows were cleared away at that time; so many of them would come back. null: nothing was. */
  cleared: z.strictObject({ atMs: z.number(), rows: z.number().int() }).nullable(),
})

export const frame = z.strictObject({
  seq: z.number().int(),
  /** A snapshot replaces all that the window has; a delta holds the sections that changed, each whole. */
  kind: z.enum(['snapshot', 'delta']),
  atMs: z.number(),
  totals: d.totals,
  targets: z.array(d.targetView).exactOptional(),
  overview: d.overview.exactOptional(),
  tree: z.array(d.treeNamespace).exactOptional(),
  rates: d.rateChart.exactOptional(),
  feed: feedFrame.exactOptional(),
  /** Lists of the screens People and Rooms: what their rows are asked by. */
  people: p.listState.exactOptional(),
  rooms: p.listState.exactOptional(),
  /** What waits for somebody: in a frame when it changed. */
  alerts: a.alertSummary.exactOptional(),
  /** Reveals that are open now: the eye in the status bar. */
  reveals: z.array(z.strictObject({ key: p.personKey, untilMs: z.number() })).exactOptional(),
  /** A link was opened that names a place: the window goes there once (`id` rises). */
  go: z.strictObject({ id: z.number().int(), place: deepLinkPlace }).exactOptional(),
  /** What the app has to say about itself, e.g. "You were away 42 min. Reloaded at 10:42." */
  remarks: z.array(z.strictObject({ id: z.string(), text: z.string(), atMs: z.number() })).exactOptional(),
})

export const appInfo = z.strictObject({
  version: z.string(),
  electron: z.string(),
  chromium: z.string(),
  node: z.string(),
  platform: z.string(),
  /** Set when this Electron is out of support: only loopback targets are allowed then. */
  outOfSupport: z.boolean(),
  /** The demo campus runs. */
  demo: z.boolean(),
  secretsIn: z.enum(['keyring', 'memory']),
  timeZone: z.string(),
})

const listRange = z.strictObject({ revision: z.number().int(), from: z.number().int().min(0), count: z.number().int().min(1).max(limits.FEED_PAGE_ROWS_MAX) })
const alertId = z.strictObject({ id: z.string().min(1).max(64) })
const noticeId = z.strictObject({ id: z.string().min(1).max(64) })
const targetId = z.strictObject({ targetId: z.string().min(1).max(64) })

/** Every request: what goes in, what comes back. */
export const requests = {
  'frame:ack': { args: z.strictObject({ seq: z.number().int() }), answer: z.null() },
  /** The next frame is a snapshot: for a window that doubts what it has (Ctrl+Shift+R). */
  'frame:resync': { args: z.null(), answer: z.null() },
  /** What the window looks at now; sections that no screen shows are not sent. Also the first call of a fresh window. `feedRows`: how many rows of the feed its display can show; absent: as many as ride on a frame. */
  'view:set': { args: z.strictObject({ screen: screenName, rateWindowMinutes: settings.shape.rateWindowMinutes, rateTargetId: z.string().max(64).nullable(), feedRows: z.number().int().min(1).max(limits.FEED_TAIL_ROWS).optional() }), answer: z.null() },
  /** Starts the demo campus, for a first run without it; a second call does nothing. */
  'demo:start': { args: z.null(), answer: done },
  'app:info': { args: z.null(), answer: appInfo },
  'settings:get': { args: z.null(), answer: settings },
  'settings:set': { args: settings.partial(), answer: settings },

  /** A text that is no filter changes nothing, and the answer points at the place. The parser bounds its length. */
  'feed:filter': {
    args: z.strictObject({ text: z.string().max(limits.PASTE_CHARS_MAX), mode: feedMode }),
    answer: z.union([z.strictObject({ ok: z.literal(true) }), failure.extend({ at: place })]),
  },
  /** While somebody types: what is wrong, and what the word at the cursor can become; each completion replaces `replaces`. */
  'feed:check': {
    args: z.strictObject({ text: z.string().max(limits.PASTE_CHARS_MAX), cursor: z.number().int().min(0) }),
    answer: z.strictObject({ error: place.extend({ sentence: z.string() }).nullable(), completions: z.array(z.string()).max(20), replaces: place }),
  },
  /** Where an event is among the rows of now, or else the nearest newer row; a null ordinal: all rows are older. */
  'feed:locate': { args: z.strictObject({ seq: z.number().int() }), answer: z.strictObject({ revision: z.number().int(), ordinal: z.number().int().nullable(), exact: z.boolean() }) },
  /** Hides the rows of before now; nothing is dropped. During a pause those that it froze. */
  'feed:clear': { args: z.null(), answer: z.null() },
  /** Brings cleared rows back, as far as they are still kept. */
  'feed:unclear': { args: z.null(), answer: z.null() },
  /** Rollcall's own traffic and heartbeats, hidden unless `show`. */
  'feed:own': { args: z.strictObject({ show: z.boolean() }), answer: z.null() },
  /** pause: true freezes the rows of now and keeps collecting. `here` keeps reading where the pause began, `now` jumps to the newest. */
  'feed:pause': { args: z.strictObject({ paused: z.boolean() }), answer: z.null() },
  'feed:rows': {
    args: z.strictObject({ revision: z.number().int(), from: z.number().int(), count: z.number().int().min(1).max(limits.FEED_PAGE_ROWS_MAX) }),
    /** Rows that left the log are missing at the front: `from` says where the rows start. Empty when the revision is old. */
    answer: z.strictObject({ revision: z.number().int(), from: z.number().int(), rows: z.array(d.eventRow) }),
  },
  'feed:payload': { args: z.strictObject({ seq: z.number().int() }), answer: answerOf(d.eventDetail) },
  /** Marks an event of the feed or takes the mark away; false when it left the log, or MARKS_MAX are marked. */
  'feed:mark': { args: z.strictObject({ seq: z.number().int(), on: z.boolean() }), answer: z.strictObject({ marked: z.boolean() }) },
  'feed:marks': { args: z.null(), answer: f.markList },
  /** The next marked row of the feed above (older) or below a place, by number in the log; null: there is none. */
  'feed:next-mark': { args: z.strictObject({ seq: z.number().int().nullable(), direction: z.enum(['older', 'newer']) }), answer: z.strictObject({ seq: z.number().int().nullable() }) },
  'feed:diff': { args: z.strictObject({ seq: z.number().int() }), answer: answerOf(f.payloadDiff) },
  'filters:list': { args: z.null(), answer: f.filterShelf },
  /** A filter that holds is kept in the history; the window says so when the user is done typing. */
  'filters:used': { args: z.strictObject({ text: z.string().max(limits.FILTER_CHARS_MAX) }), answer: z.null() },
  'filters:save': { args: f.savedFilter, answer: done },
  'filters:remove': { args: z.strictObject({ id: z.string().max(64) }), answer: done },
  'filters:forget-history': { args: z.null(), answer: z.null() },
  /** Asks where to write (the system's dialog), then writes in steps; ok with a null value: the user chose nothing. One at a time. */
  'export:start': { args: f.exportRequest, answer: answerOf(f.exportState.nullable()) },
  /** The export that runs or ran last. */
  'export:state': { args: z.null(), answer: f.exportState.nullable() },
  /** Ends it and removes the part that was written. */
  'export:cancel': { args: z.strictObject({ id: z.string().max(64) }), answer: z.null() },
  'rates:table': { args: r.rateTableQuery, answer: r.rateTable },
  'rates:chart': { args: r.rateChartQuery, answer: r.rateChartAnswer },
  'latency:get': { args: z.strictObject({ targetId: z.string().max(64).nullable() }), answer: r.latencyView },
  'counts:list': { args: z.null(), answer: z.array(d.eventCount) },
  /** Where live traffic differs from the catalogs, newest first; of one target or of all. */
  'drift:list': { args: z.strictObject({ targetId: z.string().max(64).nullable() }), answer: c.driftList },
  /** One of them: an example payload beside the contract's form. */
  'drift:get': { args: z.strictObject({ id: z.string().max(20) }), answer: answerOf(c.driftDetail) },
  /** The catalog of a target as an AsyncAPI 3.0 document. */
  'contract:export': { args: targetId, answer: answerOf(z.strictObject({ fileName: z.string(), json: z.string() })) },
  /** A catalog drafted from the traffic that is still in the log; nothing is saved. */
  'contract:learn': { args: targetId, answer: answerOf(c.learnedContract) },

  'alerts:list': { args: a.alertFilter, answer: a.alertList },
  'alerts:get': { args: alertId, answer: answerOf(a.alertDetail) },
  /** Audit log first, then all of them; `refused` says why some were left as they are. */
  'alerts:act': { args: z.strictObject({ ids: z.array(z.string().min(1).max(64)).min(1).max(limits.ALERTS_LISTED_MAX), action: a.alertAction }), answer: answerOf(z.strictObject({ changed: z.number().int(), refused: z.array(z.string()) })) },
  /** Asks where to write; null: the user chose nothing. From the database: also what is not at hand any more. */
  'alerts:export': { args: z.strictObject({ format: z.enum(['csv', 'ndjson']), filter: a.alertFilter }), answer: answerOf(z.strictObject({ fileName: z.string(), written: z.number().int() }).nullable()) },
  'silences:list': { args: z.null(), answer: a.silenceList },
  'silences:preview': { args: a.silenceForm, answer: a.silencePreview },
  'silences:save': { args: a.silenceForm, answer: done },
  /** Ends it now; it stays among the expired. */
  'silences:end': { args: z.strictObject({ id: z.string().max(64) }), answer: done },
  'rules:list': { args: z.null(), answer: a.ruleList },
  /** A rule that cannot be gets a sentence; details name each place. */
  'rules:save': { args: a.alertRule, answer: done },
  'rules:remove': { args: z.strictObject({ id: z.string().max(64) }), answer: done },
  'rules:try': { args: z.strictObject({ rule: a.alertRule, over: z.enum(['hour', 'day', 'week']) }), answer: answerOf(a.ruleTrial) },
  /** Brings the starter set back as it was; the user's own rules stay. */
  'rules:restore': { args: z.null(), answer: done },
  'rules:export': { args: z.null(), answer: answerOf(z.strictObject({ json: z.string() })) },
  'rules:import': { args: z.strictObject({ json: z.string().max(1_000_000) }), answer: answerOf(z.strictObject({ added: z.array(z.string()), replaced: z.array(z.string()), skipped: z.array(z.string()) })) },
  'tell:get': { args: z.null(), answer: a.tellView },
  'tell:set': { args: a.tellSettings.partial(), answer: answerOf(a.tellView) },
  'tell:webhook': { args: a.webhookForm, answer: answerOf(a.tellView) },
  /** Tells something invented, so that somebody can see whether it arrives. */
  'tell:test': { args: z.strictObject({ way: z.enum(['notification', 'sound', 'webhook']), severity }), answer: answerOf(z.strictObject({ sentence: z.string() })) },

  'catalogs:list': { args: z.null(), answer: u.catalogList },
  'catalogs:get': { args: z.strictObject({ id: z.string().max(40) }), answer: answerOf(u.catalogText) },
  /** JSON text of a catalog, from a learned draft or pasted; a failure's details name each place that is wrong. replace: an own one of the same id. */
  'catalogs:save': { args: z.strictObject({ json: z.string().max(limits.CATALOG_CHARS_MAX), replace: z.boolean() }), answer: answerOf(z.strictObject({ id: z.string(), name: z.string() })) },
  'catalogs:remove': { args: z.strictObject({ id: z.string().max(40) }), answer: done },

  /** Sets what the People list shows; answers at once with the list. `hold` keeps the order while the pointer is in the list. */
  'people:query': { args: p.peopleQuery, answer: p.listState },
  'people:hold': { args: z.strictObject({ hold: z.boolean() }), answer: z.null() },
  'people:rows': { args: listRange, answer: z.strictObject({ revision: z.number().int(), from: z.number().int(), rows: z.array(p.personRow) }) },
  'people:find': { args: z.strictObject({ text: z.string().max(500), limit: z.number().int().min(1).max(50) }), answer: z.array(p.personRow) },
  'person:get': { args: p.personKey, answer: answerOf(p.personDetail) },
  'rooms:query': { args: p.roomsQuery, answer: p.listState },
  'rooms:hold': { args: z.strictObject({ hold: z.boolean() }), answer: z.null() },
  'rooms:rows': { args: listRange, answer: z.strictObject({ revision: z.number().int(), from: z.number().int(), rows: z.array(p.roomRow) }) },
  'room:get': { args: p.roomKey, answer: answerOf(p.roomDetail) },
  /** Opens a reveal of one person for 5 minutes; written to the audit log first. */
  'reveal:open': { args: z.strictObject({ person: p.personKey, reason: p.revealReason, note: z.string().max(500) }), answer: done },
  'reveal:close': { args: p.personKey, answer: z.null() },
  'action:preview': { args: p.actionRequest, answer: answerOf(p.actionPreview) },
  'action:run': { args: z.strictObject({ action: p.actionRequest, reason: z.string().trim().min(3).max(500) }), answer: answerOf(p.auditRecord) },
  'notices:list': { args: z.null(), answer: n.noticeList },
  /** Sent ones that the list leaves out, newest first, at most 50. */
  'notices:older': { args: z.strictObject({ skip: z.number().int().min(0).max(limits.NOTICES_MAX) }), answer: answerOf(z.array(n.noticeView)) },
  'notices:get': { args: noticeId, answer: answerOf(n.noticeView) },
  /** Keeps a draft as it is, however incomplete. */
  'notices:draft': { args: n.noticeDraft, answer: answerOf(n.noticeView) },
  'notices:remove-draft': { args: noticeId, answer: done },
  /** Classes, courses, schools and districts that can be addressed on a platform; `text` searches their kind and id. */
  'notices:groups': { args: z.strictObject({ targetId: z.string().max(64), text: z.string().max(200) }), answer: n.audienceGroups },
  'notices:count': { args: z.strictObject({ audience: n.audienceRule, kind: n.noticeKind }), answer: n.audienceCount },
  /** Checks everything and freezes the audience; nothing leaves. */
  'notices:review': { args: n.noticeDraft, answer: answerOf(n.noticeReview) },
  /** Sends (or schedules) what was reviewed. Refuses a drill: there is no way from here to one. */
  'notices:send': { args: n.noticeConfirmation, answer: answerOf(n.noticeView) },
  /** Sends a drill. Refuses anything that is not one. */
  'drills:send': { args: n.noticeConfirmation, answer: answerOf(n.noticeView) },
  /** Within NOTICE_UNDO_MS, before the first packet. */
  'notices:undo': { args: noticeId, answer: answerOf(n.noticeView) },
  /** What has not left stays here: `Stopped. 412 people already have it.` */
  'notices:stop': { args: noticeId, answer: answerOf(n.noticeView) },
  /** A scheduled one, or the steps of a window that are still to come. */
  'notices:cancel': { args: noticeId, answer: answerOf(n.noticeView) },
  /** A window goes on without the step that was missed; nothing is sent. */
  'notices:skip': { args: noticeId, answer: answerOf(n.noticeView) },
  /** A step of a maintenance window now: reminder, in progress, verifying, completed, cancelled. */
  'notices:step': { args: z.strictObject({ id: z.string().min(1).max(64), step: n.noticeStep }), answer: answerOf(n.noticeView) },
  /** What a person found out of a send that ended unknown. */
  'notices:found-out': { args: z.strictObject({ id: z.string().min(1).max(64), partId: z.string().min(1).max(64), arrived: z.boolean(), note: z.string().trim().min(3).max(500) }), answer: answerOf(n.noticeView) },
  /** A new draft: a correction or retraction that is already written, or the same text for those who did not confirm it. */
  'notices:follow-up': { args: z.strictObject({ id: z.string().min(1).max(64), how: z.enum(['correct', 'retract', 'resend']) }), answer: answerOf(n.noticeView) },
  'templates:list': { args: z.null(), answer: z.array(n.noticeTemplate) },
  'templates:save': { args: n.noticeTemplate, answer: done },
  'templates:remove': { args: z.strictObject({ id: z.string().max(64) }), answer: done },
  /** report: of the way that is chosen; reports: of each way, with the settings as they are. Nobody is asked for it. */
  'ways:list': { args: z.null(), answer: z.array(z.strictObject({ settings: n.noticeSettings, report: n.wayReport, reports: z.array(n.wayReport) })) },
  /** secretHeader: `Authorization: …`, kept in the vault; absent: as it was, empty: none. */
  'ways:save': { args: z.strictObject({ settings: n.noticeSettings, secretHeader: z.string().max(4_000).exactOptional() }), answer: done },
  /** Looks whether the way is open; sends nothing to people. */
  'ways:test': { args: n.noticeSettings, answer: answerOf(n.wayReport) },
  /** Walks the hash chain of the audit log. */
  'audit:verify': { args: z.null(), answer: n.auditVerdict },
  'audit:keeping': { args: z.strictObject({ keepDays: z.number().int().min(30).max(3_660).nullable() }), answer: answerOf(n.auditKeeping) },
  /** Deletes records before a day; the chain goes on from a record that says so. */
  'audit:purge': { args: z.strictObject({ beforeMs: z.number(), reason: z.string().trim().min(3).max(500) }), answer: answerOf(n.auditKeeping) },
  'audit:find': { args: z.strictObject({ filter: au.auditFilter, before: z.number().nullable(), limit: z.number().int().min(1).max(200) }), answer: au.auditPage },
  /** What the filter can choose from. */
  'audit:choices': { args: z.null(), answer: au.auditChoices },
  'audit:get': { args: z.strictObject({ id: z.string().min(1).max(20) }), answer: answerOf(au.auditDetail) },
  /** How far audit:verify is; null: it does not run. */
  'audit:progress': { args: z.null(), answer: au.auditProgress.nullable() },
  /** Asks where to write; null: the user chose nothing. Written to the audit log first. */
  'audit:save': { args: z.strictObject({ format: z.enum(['csv', 'ndjson']), filter: au.auditFilter }), answer: answerOf(z.strictObject({ fileName: z.string(), written: z.number().int() }).nullable()) },
  'roster:check': { args: z.strictObject({ room: p.roomKey, csv: z.string().max(200_000) }), answer: p.rosterReport },
  'roster:list': { args: z.null(), answer: z.array(p.roster) },
  'roster:save': { args: p.roster, answer: done },
  'roster:remove': { args: z.strictObject({ id: z.string().max(64) }), answer: done },
  'views:list': { args: z.null(), answer: z.array(p.savedView) },
  'views:save': { args: p.savedView, answer: done },
  'views:remove': { args: z.strictObject({ id: z.string().max(64) }), answer: done },

  'target:add': { args: targetForm, answer: answerOf(z.strictObject({ targetId: z.string() })) },
  'target:update': { args: z.strictObject({ targetId: z.string().max(64), form: targetForm }), answer: done },
  'target:remove': { args: targetId, answer: done },
  /** Tries a form without keeping it; with targetId, secrets that were not typed are the kept ones. */
  'target:test': { args: z.strictObject({ targetId: z.string().max(64).nullable(), form: targetForm }), answer: answerOf(testReport) },
  'target:retry': { args: z.strictObject({ targetId: z.string().max(64), namespace: z.string().max(200).nullable() }), answer: done },
  'target:sign-in': { args: z.strictObject({ targetId: z.string().max(64), secrets: d.targetSecrets }), answer: done },
  'target:namespace': { args: z.strictObject({ targetId: z.string().max(64), namespace: z.string().max(200), on: z.boolean() }), answer: done },
  'target:watch': { args: z.strictObject({ targetId: z.string().max(64), room: d.roomRef, on: z.boolean() }), answer: done },
  'target:export': { args: z.null(), answer: answerOf(z.strictObject({ json: z.string() })) },
  'target:import': { args: z.strictObject({ json: z.string().max(1_000_000) }), answer: answerOf(z.strictObject({ added: z.array(z.string()), skipped: z.array(z.string()) })) },
  'paste:understand': { args: z.strictObject({ text: z.string().max(limits.PASTE_CHARS_MAX) }), answer: understoodPaste },
} as const

export type Requests = typeof requests
export type Channel = keyof Requests
export type Args<C extends Channel> = z.infer<Requests[C]['args']>
export type Answer<C extends Channel> = z.infer<Requests[C]['answer']>
export type Frame = z.infer<typeof frame>
export type FeedMode = z.infer<typeof feedMode>
export type FeedFrame = z.infer<typeof feedFrame>
export type Settings = z.infer<typeof settings>
export type ScreenName = z.infer<typeof screenName>
export type ThemeName = z.infer<typeof themeName>
export type TargetForm = z.infer<typeof targetForm>
export type TestReport = z.infer<typeof testReport>
export type AppInfo = z.infer<typeof appInfo>
export type Failure = z.infer<typeof failure>
export type UnderstoodPaste = z.infer<typeof understoodPaste>

/** IPC names on the wire: requests share one prefix, frames have one channel. */
export const REQUEST_PREFIX = 'rollcall:'
export const FRAME_CHANNEL = 'rollcall-frame'

/** What the window sees as `window.rollcall`. */
export interface RollcallBridge {
  /** Asks the main process; answers are parsed on both sides. Rejects only for a bug (unknown channel, malformed argument). */
  request<C extends Channel>(channel: C, args: Args<C>): Promise<Answer<C>>
  /** The one subscription; returns its own "off". */
  onFrame(listener: (frame: Frame) => void): () => void
}
