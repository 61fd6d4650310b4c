import { z } from 'zod'
import { auditRecord, auditResult } from '../../shared/presence.ts'
import type { AuditRecord, AuditResult } from '../../shared/presence.ts'
import { auditCsv } from './audit-csv.ts'
import type { LocalDatabase } from './database.ts'

/** Records are kept for a leap year, however many there are; older ones are deleted at start. Size never deletes one. */
export const AUDIT_KEPT_MS = 366 * 24 * 3600_000
/** What is said of a record that was begun in a run that ended before its result was written. */
export const RESULT_UNKNOWN_DETAIL = 'Rollcall ended before the result was known'
/** Characters of one field: a record is at most some kilobytes. */
const FIELD_CHARS_MAX = 1_000

/** What is about to be done, and by whom. No names: see AuditRecord. */
export type AuditEntry = Pick<AuditRecord, 'who' | 'action' | 'targetName' | 'scope' | 'reason'>
export type FinalResult = Exclude<AuditResult, 'pending'>
/** Why the record could not be written: a sentence. Whoever is told this must not act. */
export interface NotWritten {
  readonly ok: false
  readonly why: string
}

const row = z.object({
  seq: z.number().int(),
  at_ms: z.number(),
  finished_at_ms: z.number().nullable(),
  who: z.string(),
  action: z.string(),
  target_name: z.string(),
  scope: z.string(),
  reason: z.string(),
  result: auditResult,
  detail: z.string(),
})

/**
 * What was done with this console. A record is on the disk as `pending` before anything is sent, and gets its result after;
 * one that never got it (a crash, a power cut) is `unknown` from the next start on.
 */
export class AuditLog {
  readonly #database: LocalDatabase
  /** Left over from the start, a full disk for example: no record is begun in this run. */
  #trouble: NotWritten | undefined

  constructor(database: LocalDatabase, nowMs: number) {
    this.#database = database
    try {
      // The file is this process's alone, so whatever is pending was left by a run that ended.
      database.run("UPDATE audit SET result = 'unknown', detail = ? WHERE result = 'pending'", RESULT_UNKNOWN_DETAIL)
      database.run('DELETE FROM audit WHERE at_ms < ?', nowMs - AUDIT_KEPT_MS)
    } catch (error) {
      this.#trouble = notWritten(error)
    }
  }

  /** Writes the record durably; only with `ok` may the action begin. */
  begin(entry: AuditEntry, nowMs: number): { readonly ok: true; readonly id: string } | NotWritten {
    if (this.#trouble) return this.#trouble
    if (!this.#database.durable) return { ok: false, why: 'The audit log cannot be written to disk in this run.' }
    try {
      return { ok: true, id: String(this.#insert(entry, nowMs)) }
    } catch (error) {
      return notWritten(error)
    }
  }

  /** Completes a pending record; one that has its result keeps it. @returns the record as it is now */
  finish(id: string, result: FinalResult, detail: string, nowMs: number): { readonly ok: true; readonly record: AuditRecord } | NotWritten {
    try {
      this.#database.run("UPDATE audit SET result = ?, detail = ?, finished_at_ms = ? WHERE seq = ? AND result = 'pending'", result, bounded(detail), nowMs, Number(id))
      const [record] = this.#records('WHERE seq = ?', Number(id))
      return record ? { ok: true, record } : { ok: false, why: `There is no audit record ${id}.` }
    } catch (error) {
      return notWritten(error)
    }
  }

  /** Newest first. @param beforeMs only records with an earlier `atMs`: that of the last one on the page before; null: from the newest on */
  list(beforeMs: number | null, limit: number): AuditRecord[] {
    return beforeMs === null ? this.#records('ORDER BY at_ms DESC LIMIT ?', limit) : this.#records('WHERE at_ms < ? ORDER BY at_ms DESC LIMIT ?', beforeMs, limit)
  }

  get count(): number {
    const [found] = this.#database.all('SELECT count(*) AS n FROM audit')
    return z.object({ n: z.number() }).parse(found).n
  }

  /** All records, oldest first. */
  csv(): string {
    return auditCsv(this.#records('ORDER BY at_ms'))
  }

  /** Pages begin at a time, so no two records have the same: the later one moves by a millisecond. @returns its number */
  #insert(entry: AuditEntry, nowMs: number): number {
    let atMs = Math.trunc(nowMs)
    while (this.#database.all('SELECT 1 FROM audit WHERE at_ms = ?', atMs).length > 0) atMs++
    return this.#database.run(
      "INSERT INTO audit (at_ms, who, action, target_name, scope, reason, result, detail) VALUES (?, ?, ?, ?, ?, ?, 'pending', '')",
      atMs,
      ...[entry.who, entry.action, entry.targetName, entry.scope, entry.reason].map(bounded),
    )
  }

  #records(tail: string, ...values: readonly number[]): AuditRecord[] {
    return this.#database.all(`SELECT * FROM audit ${tail}`, ...values).map((raw) => {
      const { seq, at_ms, finished_at_ms, who, action, target_name, scope, reason, result, detail } = row.parse(raw)
      return auditRecord.parse({ id: String(seq), atMs: at_ms, finishedAtMs: finished_at_ms, who, action, targetName: target_name, scope, reason, result, detail })
    })
  }
}

function bounded(text: string): string {
  return text.length > FIELD_CHARS_MAX ? `${text.slice(0, FIELD_CHARS_MAX)}…` : text
}

function notWritten(error: unknown): NotWritten {
  return { ok: false, why: `The audit log could not be written: ${error instanceof Error ? error.message : String(error)}` }
}
