import { z } from 'zod'
import type { AuditChoices, AuditFilter } from '../../shared/audit.ts'
import { auditRecord, auditResult } from '../../shared/presence.ts'
import type { AuditRecord } from '../../shared/presence.ts'
import type { LocalDatabase, SqlValue } from './database.ts'

/** Values of one column that a filter offers. */
const CHOICES_MAX = 200

const row = z.object({
  record: z.number().int(),
  at_ms: z.number(),
  ended_at_ms: z.number().nullable(),
  who: z.string(),
  action: z.string(),
  target_name: z.string(),
  scope: z.string(),
  reason: z.string(),
  result: auditResult,
  detail: z.string(),
  n: z.number().int(),
  hash: z.string(),
  end_n: z.number().int().nullable(),
  end_hash: z.string().nullable(),
})

/** A record with its places in the chain, for the export. */
export interface ChainedRecord extends AuditRecord {
  readonly position: number
  readonly hash: string
  /** Of the entry that holds the result; null: the record has one entry. */
  readonly resultPosition: number | null
  readonly resultHash: string | null
}

/** A record is its first entry and, if there is one, its result. One that was lost has no time at which it ended. */
const joined = `FROM audit b LEFT JOIN audit e ON e.record = b.record AND e.part = 1 WHERE b.part = 0`
const columns = `b.record, b.at_ms, b.who, b.action, b.target_name, b.scope, b.reason, b.n, b.hash, e.n AS end_n, e.hash AS end_hash,
  coalesce(e.result, b.result) AS result, CASE WHEN e.n IS NULL THEN b.detail ELSE e.detail END AS detail,
  CASE WHEN e.kind = 'ended' THEN e.at_ms WHEN b.kind = 'earlier' THEN b.finished_at_ms WHEN b.kind IN ('done', 'purge', 'break') THEN b.at_ms END AS ended_at_ms`

/** Reads records from the chain's table. Throws SQLite's error. */
export class AuditRecords {
  readonly #database: LocalDatabase

  constructor(database: LocalDatabase) {
    this.#database = database
  }

  /** Newest first. @param beforeMs only records with an earlier `atMs`; null: from the newest on */
  list(filter: AuditFilter, beforeMs: number | null, limit: number): AuditRecord[] {
    const { sql, values } = conditions({ ...filter, untilMs: Math.min(filter.untilMs ?? Infinity, beforeMs ?? Infinity) })
    return this.#read(`${sql} ORDER BY b.at_ms DESC LIMIT ?`, ...values, limit).map(recordOf)
  }

  /** Oldest first. @param afterMs only records with a later `atMs` */
  after(filter: AuditFilter, afterMs: number, limit: number): ChainedRecord[] {
    const { sql, values } = conditions(filter)
    return this.#read(`AND b.at_ms > ? ${sql} ORDER BY b.at_ms LIMIT ?`, afterMs, ...values, limit).map((read) => ({ ...recordOf(read), position: read.n, hash: read.hash, resultPosition: read.end_n, resultHash: read.end_hash }))
  }

  byId(id: number): AuditRecord | undefined {
    return this.#read('AND b.record = ?', id).map(recordOf)[0]
  }

  /** @returns how many fit, and how many of these have an unknown result */
  count(filter: AuditFilter): { readonly matching: number; readonly unknown: number } {
    const { sql, values } = conditions(filter)
    // Both by an index: a log of a year has 100,000 records.
    if (sql === '') return { matching: this.total, unknown: this.#number("SELECT count(*) AS value FROM audit WHERE result = 'unknown'") ?? 0 }
    const [found] = this.#database.all(`SELECT count(*) AS matching, count(CASE WHEN coalesce(e.result, b.result) = 'unknown' THEN 1 END) AS unknown ${joined} ${sql}`, ...values)
    return z.object({ matching: z.number(), unknown: z.number() }).parse(found)
  }

  /** All of them. */
  get total(): number {
    return this.#number('SELECT count(*) AS value FROM audit WHERE part = 0') ?? 0
  }

  get oldestAtMs(): number | null {
    return this.#number('SELECT min(at_ms) AS value FROM audit WHERE part = 0')
  }

  choices(): AuditChoices {
    return { actions: this.#choices('action'), whos: this.#choices('who'), platforms: this.#choices('target_name') }
  }

  #number(query: string): number | null {
    return z.object({ value: z.number().nullable() }).parse(this.#database.all(query)[0]).value
  }

  #choices(column: 'action' | 'who' | 'target_name'): string[] {
    const found = this.#database.all(`SELECT DISTINCT ${column} AS value FROM audit WHERE part = 0 AND ${column} <> '' ORDER BY value LIMIT ?`, CHOICES_MAX)
    return z.array(z.object({ value: z.string() })).parse(found).map(({ value }) => value)
  }

  #read(tail: string, ...values: readonly SqlValue[]): z.infer<typeof row>[] {
    return z.array(row).parse(this.#database.all(`SELECT ${columns} ${joined} ${tail}`, ...values))
  }
}

function recordOf({ record, at_ms, ended_at_ms, who, action, target_name, scope, reason, result, detail }: z.infer<typeof row>): AuditRecord {
  return auditRecord.parse({ id: String(record), atMs: at_ms, finishedAtMs: ended_at_ms, who, action, targetName: target_name, scope, reason, result, detail })
}

function conditions({ text, action, who, platform, result, fromMs, untilMs }: AuditFilter): { readonly sql: string; readonly values: readonly SqlValue[] } {
  const terms: string[] = []
  const values: SqlValue[] = []
  const add = (term: string, ...given: readonly SqlValue[]): void => {
    terms.push(`AND ${term}`)
    values.push(...given)
  }
  if (untilMs !== null && untilMs !== Infinity) add('b.at_ms < ?', untilMs)
  if (fromMs !== null) add('b.at_ms >= ?', fromMs)
  if (action !== null) add('b.action = ?', action)
  if (who !== null) add('b.who = ?', who)
  if (platform !== null) add('b.target_name = ?', platform)
  if (result !== null) add('coalesce(e.result, b.result) = ?', result)
  const wanted = text.trim()
  // A line break between: no hit across two fields that only stand beside each other.
  if (wanted !== '') add(String.raw`b.who || char(10) || b.action || char(10) || b.target_name || char(10) || b.scope || char(10) || b.reason || char(10) || b.detail || char(10) || coalesce(e.detail, '') LIKE ? ESCAPE '\'`, `%${wanted.replace(/[\\%_]/g, String.raw`\$&`)}%`)
  return { sql: terms.join(' '), values }
}
