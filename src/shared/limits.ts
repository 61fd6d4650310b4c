/*
 * Every cap and interval of Rollcall: the unit is in the name, the reason beside it. A change carries a measurement.
 */

// --- stream to the window
/** At most ten batches a second reach the window. */
export const FRAME_INTERVAL_MS = 100
/** Chart columns and stat cards change at most once a second: faster is not readable. */
export const RATES_INTERVAL_MS = 1_000
/** A window that has not answered a frame for so long is given a snapshot as if it had been reloaded. */
export const FRAME_ACK_PATIENCE_MS = 10_000
/** Rows of the feed that ride on a frame while the window follows: more than a 4K screen shows in compact rows. */
export const FEED_TAIL_ROWS = 100
/** Most rows of one request for older rows. */
export const FEED_PAGE_ROWS_MAX = 500

// --- what is kept
/** Events kept for the feed. 50,000 of 200 bytes are about 25 MB; Redpanda's live tail keeps as many. */
export const EVENT_LOG_CAPACITY = 50_000
/** Payload text kept in the log, all events together; the oldest go first. */
export const EVENT_LOG_BYTES_MAX = 64 * 1024 * 1024
/** Above this rate the log keeps 1 in n and says so; counting never samples. */
export const EVENT_LOG_PER_SECOND_MAX = 5_000
/** Events waiting between two drains; above it they are counted and not applied. */
export const INTAKE_CAPACITY = 100_000
/** A payload above this is cut before it is kept (the count of bytes stays true). */
export const PAYLOAD_KEPT_BYTES_MAX = 256 * 1024
/** Characters of a payload's preview in one row. */
export const PREVIEW_CHARS_MAX = 160
/** An event name above this is cut for display and counted under the cut name plus its length. */
export const EVENT_NAME_CHARS_MAX = 200
/** Distinct event names counted one by one, per target; the rest is counted as "other". */
export const EVENT_NAMES_PER_TARGET_MAX = 1_000
/** Distinct namespaces per target, the rest is "other". */
export const NAMESPACES_PER_TARGET_MAX = 100
/** People remembered per target; SkillCore states 12,000 connections, a district has several such schools. */
export const PEOPLE_PER_TARGET_MAX = 100_000
export const ROOMS_PER_TARGET_MAX = 50_000
/** Sockets of one target that the admin feed shows: a person of SkillCore's 12,000 holds one in each of seven namespaces. */
export const SOCKETS_PER_TARGET_MAX = 250_000
/** Pairs of room and person remembered per target: what "members" of a room counts. About 100 bytes each. */
export const ROOM_PEOPLE_PER_TARGET_MAX = 500_000
/** Entries of one person's timeline; a pupil's school day has about 30. */
export const TIMELINE_ENTRIES_MAX = 100
/** Events listed on the page of a person or a room. */
export const LAST_EVENTS_MAX = 20
/** Joins and leaves listed on the page of a room: two lessons' worth of a class. */
export const ROOM_CHANGES_MAX = 60
/** Members listed on the page of a room; the rest is a number. */
export const ROOM_MEMBERS_SHOWN_MAX = 500
/** Names under which a person was known before two records became one; the oldest are forgotten. */
export const PERSON_ALIASES_MAX = 20_000
/** People named by one list in a payload; a school's largest room is its assembly. */
export const LISTED_PEOPLE_MAX = 10_000
/** Rooms of one namespace listed in the tree; the rest is a number. */
export const TREE_ROOMS_PER_NAMESPACE_MAX = 100
/** A room or person counts as active for so long after its last event. */
export const ACTIVE_FOR_MS = 5 * 60_000
/** Lines of what needs attention that a frame holds; the others are a number. */
export const ATTENTION_ITEMS_MAX = 200

// --- people: how long something proves that a person is there
/** A person who wrote, typed or clicked is online for so long (SkillCore developer guide: presence expires after 5 minutes). */
export const SEEN_ACTIVE_FOR_MS = 5 * 60_000
/** A status that a person sent (away, busy, online) holds for so long; same source. */
export const SAID_STATUS_FOR_MS = 5 * 60_000
/** A person who joined a room or stood in its list may watch in silence; nobody is shown online 10 minutes after. */
export const SEEN_JOINED_FOR_MS = 9 * 60_000
/** Inferred membership of a room; a drop is announced to nobody. */
export const SEEN_IN_ROOM_FOR_MS = 9 * 60_000
/** A count of a room's members that an event stated. */
export const STATED_COUNT_FOR_MS = 5 * 60_000
/** Of whom nothing was seen for so long, offline is more likely than not; before that it is not known. */
export const INFERRED_OFFLINE_AFTER_MS = 15 * 60_000
/** What a silent feed showed last says nothing any more after this time. */
export const STALE_PRESENCE_FOR_MS = 10 * 60_000
/** Flapping: so many drops and returns within this time. */
export const FLAPPING_DROPS = 3
export const FLAPPING_WINDOW_MS = 2 * 60_000
export const DROPS_WINDOW_MS = 10 * 60_000
/** Sockets of a device that end or begin within this time are one entry in a timeline. */
export const SAME_MOMENT_MS = 2_000
/** A socket that nobody named is forgotten so long after it ended: each reconnect is a new one. */
export const UNKNOWN_PERSON_KEPT_MS = 10 * 60_000
/** People not seen for a day are listed only when asked for. */
export const PERSON_LISTED_FOR_MS = 24 * 60 * 60_000
/** Rooms of classes that are remembered, over all platforms: 300 bytes each. Days: longer than a summer. */
export const GROUP_ROOMS_REMEMBERED_MAX = 10_000
export const GROUP_ROOM_REMEMBERED_DAYS = 100
/** A room without members and events is forgotten after this time. */
export const ROOM_KEPT_MS = 60 * 60_000
/** How often what aged is taken out. */
export const PRESENCE_SWEEP_MS = 60_000
/** A list's order changes at most this often. */
export const LIST_REFRESH_MS = 2_000
/** The content of a list's rows is told anew at most this often. */
export const LIST_NEWS_MS = 1_000
/** Ten seconds each: a room's spark line of five minutes. */
export const SPARK_BUCKETS = 30
export const SPARK_BUCKET_MS = 10_000
/** Characters of a person or room by which it is searched, names of rooms included. */
export const SEARCH_TEXT_CHARS_MAX = 2_000

// --- rates: one second for the last minutes, ten seconds for the hour, a minute for the day
export const SERIES_SECONDS = 120
export const SERIES_TEN_SECONDS = 360
export const SERIES_MINUTES = 1_440
/** Lines in a chart; the rest is one line "other". */
export const CHART_SERIES_MAX = 6

/** Rows of the table of rates in one answer; the rest is a number. */
export const RATE_TABLE_ROWS_MAX = 1_000
/** Ten seconds each: five minutes. */
export const RATE_SPARK_POINTS = 30
/** Rooms with a line of their own, all targets together; the longest silent one gives its place. 8 kB each. */
export const ROOM_TRACKS_MAX = 500
/** Minute rates in the database are kept for a month ... */
export const RATE_HISTORY_KEPT_MS = 30 * 24 * 60 * 60_000
/** ... and at most so many rows: at 40 bytes about 200 MB; the oldest whole days go first. */
export const RATE_HISTORY_ROWS_MAX = 5_000_000
/** Events of one target with minute rates of their own, busiest of the minute first; the rest is in its namespace's. */
export const RATE_HISTORY_EVENTS_PER_TARGET_MAX = 60
/** Round trips and ages of events are remembered for so long, at most so many of a namespace. */
export const LATENCY_WINDOW_MS = 5 * 60_000
export const LATENCY_SAMPLES_MAX = 600
/** Events whose own time is read, a second and namespace. */
export const AGE_SAMPLES_PER_SECOND_MAX = 5

// --- what the user names and keeps
/** Rosters, saved views, saved filters: so many of each. */
export const NAMED_ENTRIES_MAX = 200

// --- the feed's tools
export const MARKS_MAX = 200
/** Payload text that marks keep alive, all together. */
export const MARKS_BYTES_MAX = 8 * 1024 * 1024
export const FILTER_HISTORY_MAX = 50
export const DIFF_CHANGES_MAX = 200
/** Events written between two looks at what else is to be done. */
export const EXPORT_STEP_EVENTS = 200
/** A user's catalog as JSON text: SkillCore's has 120 kB. */
export const CATALOG_CHARS_MAX = 2_000_000
export const USER_CATALOGS_MAX = 50

// --- alerts
/** Alerts that are not resolved, all platforms together: twice the storm of a district where everything fails at once. */
export const ALERTS_OPEN_MAX = 20_000
/** Resolved ones that stay at hand; all are in the database. */
export const ALERTS_RESOLVED_KEPT_MAX = 1_000
/** Resolved alerts stay in the database for a year of school. */
export const ALERTS_KEPT_MS = 366 * 24 * 60 * 60_000
/** Rows of one answer; the rest is a number. */
export const ALERTS_LISTED_MAX = 1_000
/** Entries of one alert's timeline at hand; older ones are counted. */
export const ALERT_ENTRIES_MAX = 200
export const ALERT_ODDITIES_MAX = 5
/** An acknowledgement that nobody renews ends. */
export const ACKNOWLEDGE_MINUTES = 30
export const SILENCE_DEFAULT_MS = 2 * 60 * 60_000
/** Never "for ever": a school holiday is six weeks. */
export const SILENCE_MAX_MS = 42 * 24 * 60 * 60_000
export const SILENCES_MAX = 200
export const ALERT_UNDO_MS = 10_000
/** The same matter within this time after it was resolved is the same alert. */
export const ALERT_REOPEN_MS = 10 * 60_000
/** News that nobody resolves ends by itself; warnings and critical ones never do. */
export const INFO_ALERT_KEPT_MS = 24 * 60 * 60_000
/** More than so many alerts within the window: one summary, one sound; over when it is half of that. */
export const FLOOD_ALERTS = 10
export const FLOOD_WINDOW_MS = 10 * 60_000
/** A clock that is off by more is said with the alert. */
export const CLOCK_SKEW_MS = 5 * 60_000
export const EVIDENCE_BEFORE_MS = 30_000
export const EVIDENCE_AFTER_MS = 30_000
export const EVIDENCE_EVENTS_MAX = 200
/** Alerts whose evidence is collected at the same time; of a storm's others only the event itself is kept. */
export const EVIDENCE_OPEN_MAX = 200
export const ALERT_RULES_MAX = 1_000
/** Pairs of rule and subject that are evaluated: 1,000 rules for 100 namespaces. */
export const RULE_SUBJECTS_MAX = 200_000
export const RULE_TICK_MS = 1_000
/** Webhook: tries of one message, the waits between them grow to the longest; messages that wait, all severities together. */
export const WEBHOOK_TRIES_MAX = 10
export const WEBHOOK_RETRY_BASE_MS = 5_000
export const WEBHOOK_RETRY_MAX_MS = 15 * 60_000
export const WEBHOOK_WAITING_MAX = 1_000
export const WEBHOOK_TIMEOUT_MS = 10_000
export const TELL_LOG_MAX = 200

// --- notices
export const NOTICE_TITLE_CHARS_MAX = 200
export const NOTICE_BODY_CHARS_MAX = 5_000
/** A payload of a notice as JSON; larger ones never leave. */
export const NOTICE_PAYLOAD_BYTES_MAX = 64 * 1024
/** Above so many people the school's name is typed. */
export const TYPED_NAME_ABOVE = 100
/** An audience that grew by more between review and sending is reviewed again. */
export const AUDIENCE_GROWTH_MAX = 0.1
export const REVIEW_VALID_MS = 5 * 60_000
export const NOTICE_UNDO_MS = 10_000
/** Packets of one notice; each is a room, a namespace or a platform. */
export const NOTICE_PARTS_MAX = 500
/** Packets a second to one platform: one broadcast of 12,000 recipients blocks a server for 0.2 s. */
export const NOTICE_PARTS_PER_SECOND = 2
/** How long an answer is waited for before it is "not confirmed". */
export const NOTICE_ACK_MS = 15_000
/** A scheduled notice that could not be sent within this time after its moment is missed. */
export const NOTICE_LATE_MS = 60_000
/** Receipts of one notice are asked for at most so often (docs/server-contract.md), and written at most so often. */
export const NOTICE_RECEIPT_EVERY_MS = 1_000
/** A receipt is five short fields; larger ones are not read. */
export const NOTICE_RECEIPT_BYTES_MAX = 4 * 1024
/** Receipts of one platform that are read in a second; a later one replaces them. */
export const NOTICE_RECEIPTS_PER_SECOND = 200
export const NOTICE_RECEIPTS_PENDING_MAX = 2_000
export const NOTICES_MAX = 5_000
export const NOTICE_DRAFTS_MAX = 100
export const NOTICE_TEMPLATES_MAX = 200
export const INCOMING_NOTICES_MAX = 200
/** The same words again within this time are said at review, and sent only by somebody who says so: two people at two consoles. */
export const REPEAT_WITHIN_MS = 60 * 60_000
export const REPEATS_SHOWN_MAX = 5

// --- connections
/** Time that a socket must survive after CONNECT before it counts as signed in (AprendeAI accepts, then drops). */
export const CONNECT_SETTLE_MS = 1_500
export const CONNECT_TIMEOUT_MS = 10_000
export const HTTP_TIMEOUT_MS = 10_000
export const HTTP_ANSWER_BYTES_MAX = 1024 * 1024
/** Back-off after the n-th failure: base * 2^n, at most max, times 0.5..1 at random. */
export const RETRY_BASE_MS = 1_000
export const RETRY_MAX_MS = 60_000
/** A namespace that the server does not have is asked for again this seldom. */
export const RETRY_INVALID_NAMESPACE_MS = 5 * 60_000
/** A token is renewed this long before it ends, or at 80 % of its life where that is later. */
export const TOKEN_RENEW_BEFORE_MS = 60_000
/** Room joins and emits where a platform states no limit (SkillCore document, "Rate Limiting"). */
export const DEFAULT_JOINS_PER_MINUTE = 20
export const DEFAULT_EMITS_PER_MINUTE = 100
/** Share of a stated limit that Rollcall uses: the same user may have a browser open as well. */
export const PACE_SHARE = 0.8
/** How long a join waits for its confirmation before it is called unconfirmed. */
export const JOIN_CONFIRM_MS = 5_000
export const ACK_TIMEOUT_MS = 5_000
/** Lag above this is shown as "Delayed". */
export const DELAYED_AFTER_MS = 5_000
/** Attachments and bytes of one binary event. */
export const ATTACHMENTS_MAX = 16
export const BINARY_BYTES_MAX = 8 * 1024 * 1024

// --- contract: what live traffic is compared with
/** Different drifts kept, all targets together; what does not fit is counted. */
export const DRIFTS_MAX = 1_000
/** Different drifts of one event: an object whose keys are ids must not fill the table alone. */
export const DRIFTS_PER_EVENT_MAX = 50
/** Differences reported of one payload, and items compared of one list. */
export const DIFFERENCES_MAX = 20
export const LIST_ITEMS_COMPARED_MAX = 100
/** Nodes of all example payloads kept beside drifts: about 20 MB at most; a later drift goes without one. */
export const DRIFT_EXAMPLE_NODES_MAX = 100_000
/** Payloads above this are compared, but not kept as an example. */
export const DRIFT_EXAMPLE_CHARS_MAX = 16_384
/** Comparing payloads takes at most this share of the time of the drains: with the name of every event (0.02 us) and the clock it stays below 5 % ... */
export const CONTRACT_TIME_SHARE = 0.03
/** ... or this much of each second, where that is more: 0.1 % of a core, about 1,300 payloads of 200 bytes. */
export const CONTRACT_FLOOR_US_PER_SECOND = 1_000
/** Payloads from which the form of one undocumented event is learned. */
export const LEARN_SAMPLES_PER_EVENT_MAX = 50

// --- what a user may enter
export const TARGETS_MAX = 20
export const WATCHED_ROOMS_PER_TARGET_MAX = 500
export const NAME_CHARS_MAX = 80
export const FILTER_CHARS_MAX = 500
export const TOKEN_CHARS_MAX = 16_384
export const PASTE_CHARS_MAX = 65_536
export const PINNED_ROOMS_MAX = 30
