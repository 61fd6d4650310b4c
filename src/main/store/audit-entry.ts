import { createHash, createHmac } from 'node:crypto'
import { z } from 'zod'
import { auditResult } from '../../shared/presence.ts'

/**
 * begun: an action is about to begin. ended: its result. lost: the run ended before its result was known. done: a record that
 * is complete at once (a view of personal data). earlier: written before there was a chain. purge: records were deleted; its
 * extra says up to where. break: at a start the end of the log was not as it had been left.
 */
const entryKind = z.enum(['begun', 'ended', 'lost', 'done', 'earlier', 'purge', 'break'])

const row = z.object({
  n: z.number().int(),
  record: z.number().int(),
  part: z.number().int(),
  kind: entryKind,
  at_ms: z.number(),
  finished_at_ms: z.number().nullable(),
  who: z.string(),
  action: z.string(),
  target_name: z.string(),
  scope: z.string(),
  reason: z.string(),
  result: auditResult,
  detail: z.string(),
  extra: z.string(),
  key_id: z.string(),
  hash: z.string(),
})

/** One row of the table `audit`: a link of the chain. */
export type ChainEntry = z.infer<typeof row>
export const ENTRY_COLUMNS = row.keyof().options

/** What a purge left behind of what it deleted: `n` and `hash` of the last deleted entry. */
const purgeExtra = z.object({ beforeMs: z.number(), n: z.number().int(), hash: z.string(), records: z.number().int() })
export type PurgeExtra = z.infer<typeof purgeExtra>
const breakExtra = z.object({ how: z.enum(['changed', 'missing']) })

/** undefined: it is not what this version writes. */
export function readEntry(raw: unknown): ChainEntry | undefined {
  const parsed = row.safeParse(raw)
  return parsed.success ? parsed.data : undefined
}

/** Up to where a purge deleted; undefined: it is none, or not readable by this version. */
export function readPurge(entry: ChainEntry): PurgeExtra | undefined {
  return entry.kind === 'purge' ? readExtra(purgeExtra, entry.extra) : undefined
}

/** How the end of the log was not as it had been left. */
export function readBreak(entry: ChainEntry): 'changed' | 'missing' {
  return readExtra(breakExtra, entry.extra)?.how ?? 'changed'
}

function readExtra<S extends z.ZodType>(schema: S, text: string): z.infer<S> | undefined {
  try {
    const parsed = schema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

/**
 * What entries are hashed with. With a key of the system's keyring the hash is an HMAC-SHA256 of it, which an edit of the file
 * cannot make; without one it is a plain SHA-256.
 */
export interface Seal {
  /** Says which key: '' for none. */
  readonly keyId: string
  hash(text: string): string
}

export const plainSeal: Seal = { keyId: '', hash: (text) => createHash('sha256').update(text).digest('hex') }

/** @param databaseKey 64 hex digits: the key of the database, from which this one is derived */
export function keyedSeal(databaseKey: string): Seal {
  const key = createHmac('sha256', Buffer.from(databaseKey, 'hex')).update('Rollcall audit chain').digest()
  return {
    keyId: createHash('sha256').update(key).digest('hex').slice(0, 16),
    hash: (text) => createHmac('sha256', key).update(text).digest('hex'),
  }
}

/**
 * The hash of an entry at a place of the chain: over the hash before it and everything that the entry says, in one fixed
 * order. JSON because it has one form for each list of texts and numbers.
 */
export function entryHash(seal: Seal, previousHash: string, { n, record, part, kind, at_ms, finished_at_ms, who, action, target_name, scope, reason, result, detail, extra, key_id }: Omit<ChainEntry, 'hash'>): string {
  return seal.hash(`${previousHash}\n${JSON.stringify(['Rollcall audit 1', n, record, part, kind, at_ms, finished_at_ms, who, action, target_name, scope, reason, result, detail, extra, key_id])}`)
}
