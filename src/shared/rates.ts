import { z } from 'zod'
import { contractState } from './domain.ts'
import * as limits from './limits.ts'
import { adminServer } from './presence.ts'

/* Rates and latency: what the screen Rates asks for, once a second while it is open. Times are ms since 1970, UTC; null is "not known" and never zero. */

/** 1 min, 15 min, 1 h, 6 h, 24 h. */
export const rateWindow = z.union([z.literal(1), z.literal(15), z.literal(60), z.literal(360), z.literal(1440)])
export const rateGroup = z.enum(['namespace', 'event', 'room', 'target'])
/** The same time a day or seven days before, from the minute rates in the database. */
export const rateCompare = z.enum(['none', 'yesterday', 'last-week'])

const narrow = {
  /** null: all. */
  targetId: z.string().max(64).nullable(),
  namespace: z.string().max(300).nullable(),
  /** Part of the event's name, in any case; empty: all. */
  text: z.string().max(limits.FILTER_CHARS_MAX),
}

export const rateTableQuery = z.strictObject({
  ...narrow,
  /** Rollcall's own traffic and heartbeats too. */
  showOwn: z.boolean(),
})

/** One event name of one namespace, target and direction. */
export const rateRow = z.strictObject({
  targetId: z.string(),
  namespace: z.string(),
  event: z.string(),
  direction: z.enum(['in', 'out']),
  own: z.boolean(),
  /** Exact, since the start. */
  count: z.number().int(),
  /** Means of the last complete 1, 10 and 60 seconds; over those in which the namespace was watched. null: in none of them. */
  perSecond1: z.number().nullable(),
  perSecond10: z.number().nullable(),
  perSecond60: z.number().nullable(),
  /** Wire bytes over the last 10 complete seconds. */
  bytesPerSecond: z.number().nullable(),
  /** Wire bytes of one event, all since the start; within 1/16 of the true value. null: none yet. */
  sizeP50: z.number().nullable(),
  sizeP95: z.number().nullable(),
  /** Receipt of the newest. */
  lastAtMs: z.number().nullable(),
  /** Events a second over the last five minutes, RATE_SPARK_POINTS means of ten seconds, oldest first; null is a gap. */
  spark: z.array(z.number().nullable()),
  contract: contractState,
  /** Text for the feed's filter box that shows this row's events. */
  filter: z.string(),
})

export const rateTable = z.strictObject({
  atMs: z.number(),
  /** At most RATE_TABLE_ROWS_MAX, the most frequent of the last minute first, then by count. */
  rows: z.array(rateRow),
  /** Rows that the query matches and that found no place. */
  leftOut: z.number().int(),
  /** Events whose name is counted as "(other)" because a target sent too many names. */
  other: z.number().int(),
})

export const rateChartQuery = z.strictObject({ ...narrow, group: rateGroup, windowMinutes: rateWindow, compare: rateCompare })

export const rateLine = z.strictObject({
  key: z.string(),
  label: z.string(),
  /** One value a step; null: nothing was collected then. */
  perSecond: z.array(z.number().nullable()),
  /** Exact events in the window. */
  total: z.number().int(),
  /** Text for the feed's filter box; empty for "other". */
  filter: z.string(),
})

export const rateChartAnswer = z.strictObject({
  group: rateGroup,
  windowMinutes: rateWindow,
  stepMs: z.number().int(),
  /** Start of each step, only complete ones; local midnight and daylight saving do not matter to it. */
  timesMs: z.array(z.number()),
  /** The CHART_SERIES_MAX busiest, the rest as one line "other". */
  lines: z.array(rateLine),
  /** Lines that are in "other". */
  inOther: z.number().int(),
  /** Of rooms: the share of events whose room was read, 0..1, because above the list's rate payloads are read by sample. 1: all were. */
  readShare: z.number(),
  /** Sum of all lines at the same time before; null: not asked for, or history has nothing of that time. */
  before: z.strictObject({ compare: rateCompare.exclude(['none']), perSecond: z.array(z.number().nullable()), total: z.number().int(), /** Share of steps with data, 0..1. */ covered: z.number() }).nullable(),
  /** Oldest minute that history has of what the query asks; null: none. */
  historyFromMs: z.number().nullable(),
  /** What is not in the picture and why, in a sentence; empty: nothing. E.g. rates of rooms are not kept over a restart. */
  remark: z.string(),
})

/** Percentiles of the last LATENCY_WINDOW_MS. */
const percentiles = z.strictObject({ lastMs: z.number(), p50Ms: z.number(), p95Ms: z.number(), maxMs: z.number(), samples: z.number().int() })

export const latencyView = z.strictObject({
  atMs: z.number(),
  namespaces: z.array(z.strictObject({
    targetId: z.string(),
    namespace: z.string(),
    /** By which message the round trip is measured: `ping → pong`; null: the platform has none there. */
    by: z.string().nullable(),
    roundTrip: percentiles.nullable(),
    /** A ping is out and late. */
    late: z.boolean(),
    /** Receipt minus the time that events carry; negative ages (a server's clock that is ahead) are kept as they are. */
    age: percentiles.extend({ /** The event and field that were read most: `grade.updated timestamp`. */ from: z.string() }).nullable(),
  })),
  servers: z.array(z.strictObject({ targetId: z.string(), server: adminServer })),
})

export type RateWindow = z.infer<typeof rateWindow>
export type RateGroup = z.infer<typeof rateGroup>
export type RateCompare = z.infer<typeof rateCompare>
export type RateTableQuery = z.infer<typeof rateTableQuery>
export type RateRow = z.infer<typeof rateRow>
export type RateTable = z.infer<typeof rateTable>
export type RateChartQuery = z.infer<typeof rateChartQuery>
export type RateLine = z.infer<typeof rateLine>
export type RateChartAnswer = z.infer<typeof rateChartAnswer>
export type LatencyView = z.infer<typeof latencyView>
