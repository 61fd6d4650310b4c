import { z } from 'zod'
import { severity } from './catalog.ts'
import { eventRow } from './domain.ts'
import * as limits from './limits.ts'
import { personKey, roomKey } from './presence.ts'

/*
 * Alerts: what raises one, its life, who owns it, and how people are told. Times are ms since 1970, UTC; a time of day is
 * `HH:MM` in the zone beside it. Text that the window gets is masked; no title, cause or subject holds a person's name.
 */

// --- an alert and its life

/** platform: the platform said so. rule: a user's rule holds. no-data: a rule could not be evaluated, which is an alert of its own. */
export const alertKind = z.enum(['platform', 'rule', 'no-data'])

/** What somebody sees. `open` is firing and nobody's; the others are firing too, but for pending, recovering (below the threshold, not long enough) and resolved. */
export const alertState = z.enum(['pending', 'open', 'acknowledged', 'snoozed', 'silenced', 'recovering', 'resolved'])

/** What it is about. null: the whole of what stands before it. */
export const alertSubject = z.strictObject({
  targetId: z.string(),
  namespace: z.string().nullable(),
  event: z.string().nullable(),
  room: z.string().nullable(),
  role: z.string().nullable(),
  serverId: z.string().nullable(),
})

export const alertRow = z.strictObject({
  id: z.string(),
  /** One fingerprint, one alert that is not resolved. */
  fingerprint: z.string(),
  kind: alertKind,
  state: alertState,
  severity,
  /** A word to group by: `chronic_absence`, `namespace-down`. */
  cause: z.string(),
  title: z.string(),
  /** The platform's name at that time. */
  school: z.string(),
  subject: alertSubject,
  /** Person it is about, to open the page; null where none is known or it was forgotten. The name as masked. */
  person: z.strictObject({ key: personKey, label: z.string() }).nullable(),
  ruleId: z.string().nullable(),
  /** What was measured when it fired or last: `412 a second, limit 300`; empty for platform alerts. */
  value: z.string(),
  startedAtMs: z.number(),
  firedAtMs: z.number().nullable(),
  lastAtMs: z.number(),
  resolvedAtMs: z.number().nullable(),
  /** Times received or fired again. */
  count: z.number().int(),
  owner: z.string().nullable(),
  acknowledgedUntilMs: z.number().nullable(),
  /** Snoozed until worse: count or severity above what it was, or the time is over. */
  snoozedUntilMs: z.number().nullable(),
  silencedBy: z.array(z.string()),
  silencedUntilMs: z.number().nullable(),
  /** Alert under which this one is folded while that one fires. */
  parentId: z.string().nullable(),
  children: z.number().int(),
  falseAlarm: z.boolean(),
  notes: z.number().int(),
  /** What was odd in what the platform sent: other content under the same id, a clock that is off by so much. Sentences. */
  oddities: z.array(z.string()),
  /** The newest event of the log that shows it; it may have left the log. */
  seq: z.number().int().nullable(),
})

export const alertFilter = z.strictObject({
  text: z.string().max(limits.FILTER_CHARS_MAX),
  /** Empty: all but resolved. */
  states: z.array(alertState).max(10),
  severities: z.array(severity).max(3),
  targetId: z.string().max(64).nullable(),
  cause: z.string().max(200).nullable(),
  /** Mine only: owner is this computer's account. */
  mine: z.boolean(),
})

/** School and cause. */
export const alertGroup = z.strictObject({ school: z.string(), targetId: z.string(), cause: z.string(), severity, alerts: z.number().int(), open: z.number().int() })

export const alertList = z.strictObject({
  revision: z.number().int(),
  /** Groups in the order of their worst alert; rows in the order of groups, folded children right behind their parent. At most ALERTS_LISTED_MAX rows. */
  groups: z.array(alertGroup),
  rows: z.array(alertRow),
  matching: z.number().int(),
  leftOut: z.number().int(),
})

/** In every frame: the badge of the tab, the banner, what is said to screen readers, the sound. */
export const alertSummary = z.strictObject({
  revision: z.number().int(),
  /** Firing and nobody's, by severity; folded children and silenced ones are not in it. */
  open: z.strictObject({ critical: z.number().int(), warning: z.number().int(), info: z.number().int() }),
  acknowledged: z.number().int(),
  snoozed: z.number().int(),
  silenced: z.number().int(),
  pending: z.number().int(),
  activeSilences: z.number().int(),
  /** More than FLOOD_ALERTS in FLOOD_WINDOW_MS: one summary. */
  flood: z.strictObject({ sinceMs: z.number(), alerts: z.number().int() }).nullable(),
  /** Alerts that could not be kept, because ALERTS_OPEN_MAX were open. */
  dropped: z.number().int(),
  /** Notifications that were not shown since the start, and why the last one was not. */
  notShown: z.strictObject({ count: z.number().int(), lastWhy: z.string() }),
  /** Rises when a sound is due; the window plays it once. */
  chime: z.strictObject({ id: z.number().int(), severity }).nullable(),
  /** Said at once to screen readers; critical only. */
  announce: z.strictObject({ id: z.number().int(), text: z.string() }).nullable(),
})

// --- detail

export const alertEntry = z.strictObject({
  atMs: z.number(),
  what: z.enum(['started', 'fired', 'repeated', 'worse', 'acknowledged', 'unacknowledged', 'ack-expired', 'snoozed', 'snooze-ended', 'silenced', 'silence-ended', 'handed-over', 'escalated', 'note', 'false-alarm', 'folded', 'unfolded', 'recovering', 'resolved', 'resolved-by-hand', 'reopened', 'undone', 'notified', 'not-shown', 'webhook', 'odd']),
  /** null: Rollcall itself. */
  who: z.string().nullable(),
  text: z.string(),
})

export const alertDetail = z.strictObject({
  row: alertRow,
  /** Oldest first; what was too long ago is a number. */
  timeline: z.array(alertEntry),
  entriesLeftOut: z.number().int(),
  /** Masked events of its place from EVIDENCE_BEFORE_MS before to EVIDENCE_AFTER_MS after it fired, kept with it. `complete`: the time after is over. */
  evidence: z.strictObject({ events: z.array(eventRow), leftOut: z.number().int(), fromMs: z.number(), toMs: z.number(), complete: z.boolean() }),
  children: z.array(alertRow),
  parent: alertRow.nullable(),
  rule: z.lazy(() => alertRule).nullable(),
  /** Where it can be opened now. */
  open: z.strictObject({ person: personKey.nullable(), room: roomKey.nullable(), seq: z.number().int().nullable() }),
})

/** One action of a person on one or several alerts. `undo` takes the last one back, within ALERT_UNDO_MS. */
export const alertAction = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('acknowledge'), owner: z.string().trim().min(1).max(80).nullable(), note: z.string().max(1_000), minutes: z.number().int().min(1).max(7 * 24 * 60) }),
  z.strictObject({ kind: z.literal('unacknowledge') }),
  z.strictObject({ kind: z.literal('snooze'), minutes: z.number().int().min(1).max(7 * 24 * 60) }),
  /** Hand over: another owner, a note says why. */
  z.strictObject({ kind: z.literal('hand-over'), owner: z.string().trim().min(1).max(80), note: z.string().trim().min(3).max(1_000) }),
  /** One severity up, and to the webhook of that severity. */
  z.strictObject({ kind: z.literal('escalate'), note: z.string().trim().min(3).max(1_000) }),
  z.strictObject({ kind: z.literal('note'), note: z.string().trim().min(1).max(1_000) }),
  z.strictObject({ kind: z.literal('false-alarm'), note: z.string().max(1_000) }),
  z.strictObject({ kind: z.literal('resolve'), note: z.string().max(1_000) }),
  z.strictObject({ kind: z.literal('undo') }),
])

// --- silences

/** All of them must hold; `is` compares without case, `*` stands for anything. At least one. */
export const silenceMatcher = z.strictObject({ field: z.enum(['school', 'cause', 'severity', 'namespace', 'event', 'room', 'rule', 'title']), is: z.string().trim().min(1).max(200), not: z.boolean() })

export const silence = z.strictObject({
  id: z.string().min(1).max(64),
  matchers: z.array(silenceMatcher).min(1).max(10),
  reason: z.string().trim().min(3).max(500),
  createdBy: z.string().max(200),
  startsAtMs: z.number(),
  /** Never for ever: at most SILENCE_MAX_MS after the start. */
  endsAtMs: z.number(),
})
export const silenceForm = silence.omit({ createdBy: true })

export const silencePreview = z.strictObject({
  /** The rule in words: `Silence everything of Lincoln High whose cause is rate-low, until 16:10 (2 h).` */
  sentence: z.string(),
  /** What is wrong with it, in a sentence; null: it can be saved. */
  refused: z.string().nullable(),
  affects: z.number().int(),
  examples: z.array(z.string()),
  /** Active or coming silences that overlap with it. */
  similar: z.array(silence),
})

export const silenceList = z.strictObject({ active: z.array(silence.extend({ affects: z.number().int() })), coming: z.array(silence), expired: z.array(silence) })

// --- rules

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
/** Days 0 = Sunday .. 6; from < to within one day, or from > to over midnight. Zone: an IANA name, or `local`. */
export const schedule = z.strictObject({ days: z.array(z.number().int().min(0).max(6)).min(1).max(7), from: timeOfDay, to: timeOfDay, zone: z.string().min(1).max(60) })

/** Numbers that a rule can look at. Rates and counts are of the scope's events; the others of its platform or namespace. */
export const ruleMetric = z.enum(['rate', 'count', 'bytes-rate', 'size-p95', 'people-online', 'people-in-role', 'rooms-active', 'room-members', 'sockets', 'latency-p95', 'event-age-p95', 'lag', 'dropped', 'rejected'])

export const ruleCondition = z.discriminatedUnion('kind', [
  /** Holds while the metric over `windowSeconds` is above (below) `value`; recovers when it is back beyond `clearValue`. */
  z.strictObject({ kind: z.literal('threshold'), metric: ruleMetric, windowSeconds: z.number().int().min(1).max(24 * 3600), compare: z.enum(['above', 'below']), value: z.number(), clearValue: z.number() }),
  /** No such event for `windowSeconds`, within the schedule, or all day. With `schedule` and windowSeconds 0: none at all between from and to, judged at its end. */
  z.strictObject({ kind: z.literal('absence'), windowSeconds: z.number().int().min(0).max(24 * 3600) }),
  z.strictObject({ kind: z.literal('state'), what: z.enum(['target-down', 'namespace-down', 'signed-out', 'node-stale', 'joins-refused', 'rate-limited', 'drift', 'roster-below']), /** Percent for roster-below. */ value: z.number().nullable() }),
  /** Events in the last windowMinutes against the same minutes a day or a week before; only where those had at least `floor`. */
  z.strictObject({ kind: z.literal('change'), windowMinutes: z.number().int().min(1).max(24 * 60), against: z.enum(['yesterday', 'last-week']), compare: z.enum(['above', 'below']), percent: z.number().min(1).max(100_000), floor: z.number().int().min(1) }),
])

export const alertRule = z.strictObject({
  id: z.string().min(1).max(64),
  name: z.string().trim().min(1).max(limits.NAME_CHARS_MAX),
  enabled: z.boolean(),
  severity,
  /** null: every one; event and room may hold `*`. Each platform (and namespace, room, role where the condition or scope names one) is its own alert. */
  scope: z.strictObject({
    targetId: z.string().max(64).nullable(),
    namespace: z.string().max(200).nullable(),
    event: z.string().max(200).nullable(),
    room: z.string().max(300).nullable(),
    role: z.string().max(100).nullable(),
  }),
  /** One alert for each platform, namespace, event, room or server of the scope. */
  per: z.enum(['target', 'namespace', 'event', 'room']),
  condition: ruleCondition,
  /** Evaluated only within; null: always. Outside a firing alert of the rule recovers. */
  schedule: schedule.nullable(),
  /** Must hold so long before it fires. */
  pendingSeconds: z.number().int().min(0).max(24 * 3600),
  /** Must be over so long before it resolves. */
  recoverSeconds: z.number().int().min(0).max(24 * 3600),
  /** What an unknown value is: an alert of its own after `noDataSeconds`, or nothing. */
  noData: z.enum(['alert', 'ignore']),
  noDataSeconds: z.number().int().min(10).max(24 * 3600),
  /** What to do, shown with the alert. */
  advice: z.string().max(1_000),
  /** One of the starter set; it can be switched off and changed, and brought back. */
  starter: z.boolean(),
})

export const ruleList = z.strictObject({
  rules: z.array(alertRule),
  /** By rule id: alerts that are not resolved, false alarms in the last 30 days, and why it cannot be evaluated now (empty: it can). */
  facts: z.record(z.string(), z.strictObject({ alerts: z.number().int(), falseAlarms: z.number().int(), trouble: z.string(), /** Platforms, namespaces and the like that it looks at now; null: not known yet, or it is off. */ places: z.number().int().nullable() })),
  evaluation: z.strictObject({ rules: z.number().int(), subjects: z.number().int(), lastMs: z.number() }),
})

export const ruleTrial = z.strictObject({
  /** `Would have fired 4 times in the last hour.` */
  sentence: z.string(),
  firings: z.array(z.strictObject({ fromMs: z.number(), toMs: z.number().nullable(), subject: z.string(), value: z.string() })),
  leftOut: z.number().int(),
  /** What was tried on: steps of so many seconds, and the share of time with data, 0..1. */
  stepSeconds: z.number(),
  covered: z.number(),
})

// --- telling people

export const webhookView = z.strictObject({ severity, url: z.string().max(2_000), /** A secret is kept; it never comes back. */ hasSecret: z.boolean(), names: z.boolean(), /** Last try: sentence, empty for none. */ last: z.string(), waiting: z.number().int() })

export const tellSettings = z.strictObject({
  /** Native notifications from this severity on; `none`: off. */
  notifyFrom: z.enum(['critical', 'warning', 'info', 'none']),
  sound: z.enum(['off', 'chime', 'bell', 'pulse']),
  soundFrom: severity,
  /** Do not disturb until then; null: off. */
  quietUntilMs: z.number().nullable(),
  /** Outside, nothing is shown but in the console; null: always on. Critical is shown at any time when `criticalAlways`. */
  monitoringHours: schedule.nullable(),
  criticalAlways: z.boolean(),
  acknowledgeMinutes: z.number().int().min(1).max(7 * 24 * 60),
  /** Names offered as owners beside this computer's account. */
  owners: z.array(z.string().trim().min(1).max(80)).max(50),
})

export const tellView = z.strictObject({
  settings: tellSettings,
  webhooks: z.array(webhookView),
  /** Whether the desktop can show notifications; empty: it can. */
  trouble: z.string(),
  /** Newest first: what was shown and what was not, and why. No names. */
  log: z.array(z.strictObject({ atMs: z.number(), text: z.string(), shown: z.boolean(), why: z.string() })),
  me: z.string(),
})

export const webhookForm = z.strictObject({ severity, /** Empty: none. https, or http to this computer. */ url: z.string().max(2_000), /** Absent: keep. */ secret: z.string().min(8).max(500).exactOptional(), names: z.boolean() })

export type AlertKind = z.infer<typeof alertKind>
export type AlertState = z.infer<typeof alertState>
export type AlertSubject = z.infer<typeof alertSubject>
export type AlertRow = z.infer<typeof alertRow>
export type AlertFilter = z.infer<typeof alertFilter>
export type AlertGroup = z.infer<typeof alertGroup>
export type AlertList = z.infer<typeof alertList>
export type AlertSummary = z.infer<typeof alertSummary>
export type AlertEntry = z.infer<typeof alertEntry>
export type AlertDetail = z.infer<typeof alertDetail>
export type AlertAction = z.infer<typeof alertAction>
export type SilenceMatcher = z.infer<typeof silenceMatcher>
export type Silence = z.infer<typeof silence>
export type SilenceForm = z.infer<typeof silenceForm>
export type SilencePreview = z.infer<typeof silencePreview>
export type SilenceList = z.infer<typeof silenceList>
export type Schedule = z.infer<typeof schedule>
export type RuleMetric = z.infer<typeof ruleMetric>
export type RuleCondition = z.infer<typeof ruleCondition>
export type AlertRule = z.infer<typeof alertRule>
export type RuleList = z.infer<typeof ruleList>
export type RuleTrial = z.infer<typeof ruleTrial>
export type TellSettings = z.infer<typeof tellSettings>
export type TellView = z.infer<typeof tellView>
export type WebhookForm = z.infer<typeof webhookForm>
