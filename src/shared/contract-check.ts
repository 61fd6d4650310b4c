import { z } from 'zod'
import { catalogSchema } from './catalog.ts'
import { payloadNode } from './domain.ts'

/* What the window is told of contract and drift. All text is masked or comes from a catalog. */

/** Closed list of how an event can differ from its catalog. */
export const driftKind = z.enum([
  'unknown-event', 'wrong-direction', 'wrong-namespace',
  'missing-field', 'extra-field', 'wrong-type', 'wrong-format', 'outside-enum', 'missing-argument', 'extra-argument',
])

export const driftRow = z.strictObject({
  id: z.string(),
  targetId: z.string(),
  namespace: z.string(),
  event: z.string(),
  direction: z.enum(['in', 'out']),
  kind: driftKind,
  /** Where, in the catalog's notation: `sender.id`, `users[].id`, `1.userId` in the second argument, `0` the first argument itself; empty: the event. */
  path: z.string(),
  /** What the contract says there, in words: `integer`, `one of present, absent`. */
  expected: z.string(),
  /** What came the first time, in words; a value only where it may be shown. */
  found: z.string(),
  /** Times seen. Of payloads only the compared ones can be: see `compared` and `received`. */
  count: z.number().int(),
  /** Events of this name, namespace and direction whose payload was compared, and all of them. */
  compared: z.number().int(),
  received: z.number().int(),
  firstAtMs: z.number(),
  lastAtMs: z.number(),
  hasExample: z.boolean(),
})

export const driftList = z.strictObject({
  rows: z.array(driftRow),
  capacity: z.number().int(),
  /** Differences seen that found no place in the table. */
  notKept: z.number().int(),
  /**
   * How much of the traffic was compared: payloads that could be, those that were, the share of them in the last whole second (null: none came),
   * and the share of the pipeline's time that comparing took (at low rates, where every payload is compared, it may be above CONTRACT_TIME_SHARE).
   */
  checked: z.strictObject({ offered: z.number().int(), compared: z.number().int(), recentShare: z.number().nullable(), timeShare: z.number().nullable() }),
})

export const driftDetail = z.strictObject({
  row: driftRow,
  /** The first payload that drifted so, masked; one node an argument. Empty when it was too large to keep. */
  example: z.array(payloadNode),
  exampleJson: z.string(),
  /** The documented form as the same kind of tree: leaves say type, values and mask. Empty for an event that is not in the catalog. */
  contract: z.array(payloadNode),
  /** The same as JSON Schema text. */
  contractText: z.string(),
  source: z.string().nullable(),
})

/** A draft for a person to review; `catalog` can be saved as it is. */
export const learnedContract = z.strictObject({
  catalog: catalogSchema,
  events: z.array(z.strictObject({
    name: z.string(),
    direction: z.enum(['server-to-client', 'client-to-server', 'both']),
    namespaces: z.array(z.string()),
    /** Events counted since the start, and payloads that the form was learned from. */
    count: z.number().int(),
    samples: z.number().int(),
  })),
  /** Names that are in no draft: too long, or above the number that a catalog holds. */
  leftOut: z.number().int(),
})

export type DriftKind = z.infer<typeof driftKind>
export type DriftRow = z.infer<typeof driftRow>
export type DriftList = z.infer<typeof driftList>
export type DriftDetail = z.infer<typeof driftDetail>
export type LearnedContract = z.infer<typeof learnedContract>
