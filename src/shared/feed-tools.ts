import { z } from 'zod'
import { eventDetail, eventRow } from './domain.ts'
import * as limits from './limits.ts'
import { revealReason } from './presence.ts'

/* Tools of the feed: marks, diff, saved filters, export. All text is masked by the catalog unless it says otherwise. */

/** A filter with a name; mode as in `feed:filter`. */
export const savedFilter = z.strictObject({
  id: z.string().min(1).max(64),
  name: z.string().trim().min(1).max(limits.NAME_CHARS_MAX),
  text: z.string().min(1).max(limits.FILTER_CHARS_MAX),
  mode: z.enum(['hide', 'highlight']),
})

export const filterShelf = z.strictObject({
  /** By name. */
  saved: z.array(savedFilter),
  /** Texts that were used, newest first, each once. */
  history: z.array(z.string()),
})

/** Marked events, oldest first. They are kept with their payload after the log let them go, at most MARKS_MAX. */
export const markList = z.strictObject({
  marks: z.array(z.strictObject({ row: eventRow, /** Still in the log: the feed can go there. */ inLog: z.boolean() })),
  capacity: z.number().int(),
})

/** One place where two payloads differ. Values are masked, a leaf or a subtree as JSON text on one line, cut at 500 characters. */
export const payloadChange = z.strictObject({
  /** In the catalog's notation: `grade.score`, `1.userId` in the second argument. */
  path: z.string(),
  kind: z.enum(['added', 'removed', 'changed']),
  before: z.string().nullable(),
  after: z.string().nullable(),
})

export const payloadDiff = z.strictObject({
  /** The event that was compared with: the previous of the same name, namespace, target and direction. null: there is none in the log. */
  before: eventDetail.nullable(),
  changes: z.array(payloadChange),
  /** Changes that found no place. */
  leftOut: z.number().int(),
  /** Leaves that are equal. */
  same: z.number().int(),
})

export const exportFormat = z.enum(['ndjson', 'csv', 'har'])

export const exportRequest = z.strictObject({
  format: exportFormat,
  /** shown: the rows of the feed as filtered (and frozen, while paused). span: all kept events received in from <= t < to that match the filter text. */
  scope: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('shown') }),
    z.strictObject({ kind: z.literal('span'), fromMs: z.number(), toMs: z.number(), filter: z.string().max(limits.FILTER_CHARS_MAX) }),
  ]),
  /** null: masked as on the screen. Else names and free text in clear; it is written to the audit log first. */
  reveal: z.strictObject({ reason: revealReason, note: z.string().max(500) }).nullable(),
})

export const exportState = z.strictObject({
  id: z.string(),
  fileName: z.string(),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  /** Events that are to be written, and that were. */
  total: z.number().int(),
  written: z.number().int(),
  bytes: z.number(),
  /** What the user should know of the result: counted events of the time that were not kept, cut payloads; a failure with what to do. */
  sentence: z.string(),
})

export type SavedFilter = z.infer<typeof savedFilter>
export type FilterShelf = z.infer<typeof filterShelf>
export type PayloadChange = z.infer<typeof payloadChange>
export type PayloadDiff = z.infer<typeof payloadDiff>
export type ExportFormat = z.infer<typeof exportFormat>
export type ExportRequest = z.infer<typeof exportRequest>
export type ExportState = z.infer<typeof exportState>
