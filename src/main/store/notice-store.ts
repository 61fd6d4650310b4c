import { z } from 'zod'
import { NOTICES_MAX } from '../../shared/limits.ts'
import { audienceRule, noticeDraft, noticePart, noticeState, noticeStep } from '../../shared/notices.ts'
import { readBody } from './database-table.ts'
import type { LocalDatabase } from './database.ts'

/** A part with whom it was for, as a rule; null: no rule says it. */
export const keptPart = noticePart.extend({ rule: audienceRule.nullable() })

/** A notice as it is kept; its parts have rows of their own. */
export const noticeBody = z.object({
  draft: noticeDraft,
  state: noticeState,
  /** Why it is in this state, where the state alone does not say it; a sentence or nothing. */
  remark: z.string(),
  createdBy: z.string(),
  approvedBy: z.string().nullable(),
  createdAtMs: z.number(),
  steps: z.array(z.object({ step: noticeStep, atMs: z.number(), state: z.enum(['waiting', 'done', 'missed', 'skipped']) })),
  undoUntilMs: z.number().nullable(),
  /** Deliveries that were begun; the ids of their parts begin with it, so none is used twice. */
  deliveries: z.number().int(),
  /** The audience as it was reviewed. */
  frozen: z.object({ online: z.number(), known: z.number().nullable(), hash: z.string() }).nullable(),
  signature: z.string(),
  correctedBy: z.array(z.string()),
  textHash: z.string(),
  /** Audit record of the delivery that is under way. */
  auditId: z.string().nullable(),
})

export type KeptPart = z.infer<typeof keptPart>
export type NoticeBody = z.infer<typeof noticeBody>
export interface KeptNotice {
  readonly body: NoticeBody
  /** In the order in which they were made. */
  readonly parts: readonly KeptPart[]
}

/** What the notices need of the disk. Each method is one transaction: all of it is on the disk when it returns, or nothing is and it throws SQLite's error. */
export interface NoticeKeeping {
  write(body: NoticeBody, newParts?: readonly KeptPart[]): void
  writePart(noticeId: string, part: KeptPart): void
  /** A notice together with parts of it that changed. */
  writeWith(body: NoticeBody, changed: readonly KeptPart[]): void
  /** A notice without its parts: none of them ever left. */
  writeBare(body: NoticeBody): void
  get(id: string): KeptNotice | undefined
  /** All that are not over, those with a part that was begun or waits, and those whose audit record has no end. */
  unfinished(): { readonly kept: KeptNotice[]; readonly unreadable: number }
  /** Those that are over, newest first, and how many there are in all. @param skip that many newer ones are left out */
  finished(limit: number, skip?: number): { readonly kept: KeptNotice[]; readonly count: number }
  ids(): string[]
  /** A draft goes with its parts that never left. */
  remove(id: string): void
  /** State and parts of the notice whose delivery an audit record is of; undefined: of none. */
  ofAudit(auditId: string): KeptNotice | undefined
}

const OVER = "('sent', 'stopped', 'unknown', 'failed', 'cancelled')"

export class NoticeStore implements NoticeKeeping {
  readonly #database: LocalDatabase

  constructor(database: LocalDatabase) {
    this.#database = database
  }

  write(body: NoticeBody, newParts: readonly KeptPart[] = []): void {
    this.#database.transaction(() => this.#write(body, newParts))
  }

  writeWith(body: NoticeBody, changed: readonly KeptPart[]): void {
    this.#database.transaction(() => {
      for (const part of changed) this.writePart(body.draft.id, part)
      this.#write(body, [])
    })
  }

  writeBare(body: NoticeBody): void {
    this.#database.transaction(() => {
      this.#database.run('DELETE FROM notice_parts WHERE notice_id = ?', body.draft.id)
      this.#write(body, [])
    })
  }

  #write(body: NoticeBody, newParts: readonly KeptPart[]): void {
    const next = body.state === 'scheduled' ? (body.steps.find(({ state }) => state === 'waiting')?.atMs ?? null) : null
    this.#database.run(
      `INSERT INTO notices (id, state, created_at_ms, next_at_ms, body) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET state = excluded.state, next_at_ms = excluded.next_at_ms, body = excluded.body`,
      body.draft.id, body.state, Math.trunc(body.createdAtMs), next === null ? null : Math.trunc(next), JSON.stringify(body),
    )
    if (newParts.length > 0) {
      // A key that is there already is a bug that must not send twice: it fails here, before anything leaves.
      this.#database.run(
        `INSERT INTO notice_parts (id, notice_id, n, state, body)
         SELECT value ->> 'id', ?, (SELECT count(*) FROM notice_parts WHERE notice_id = ?) + key, value ->> 'state', value FROM json_each(?)`,
        body.draft.id, body.draft.id, JSON.stringify(newParts),
      )
    }
    if (body.state !== 'draft') this.#makeRoom()
  }

  writePart(noticeId: string, part: KeptPart): void {
    this.#database.run('UPDATE notice_parts SET state = ?, body = ? WHERE id = ? AND notice_id = ?', part.state, JSON.stringify(part), part.id, noticeId)
  }

  get(id: string): KeptNotice | undefined {
    return this.#read(this.#database.all('SELECT id, body FROM notices WHERE id = ?', id)).kept[0]
  }

  unfinished(): { readonly kept: KeptNotice[]; readonly unreadable: number } {
    return this.#read(
      this.#database.all(`SELECT id, body FROM notices WHERE state NOT IN ${OVER} OR body ->> 'auditId' IS NOT NULL OR id IN (SELECT notice_id FROM notice_parts WHERE state IN ('waiting', 'begun')) ORDER BY created_at_ms`),
    )
  }

  finished(limit: number, skip = 0): { readonly kept: KeptNotice[]; readonly count: number } {
    const [row] = this.#database.all(`SELECT count(*) AS n FROM notices WHERE state IN ${OVER}`) as { n: number }[]
    const { kept } = this.#read(this.#database.all(`SELECT id, body FROM notices WHERE state IN ${OVER} ORDER BY created_at_ms DESC, id LIMIT ? OFFSET ?`, limit, skip))
    return { kept, count: row?.n ?? 0 }
  }

  ids(): string[] {
    return (this.#database.all('SELECT id FROM notices ORDER BY created_at_ms DESC LIMIT ?', NOTICES_MAX) as { id: string }[]).map(({ id }) => id)
  }

  remove(id: string): void {
    this.#database.run('DELETE FROM notices WHERE id = ?', id)
  }

  ofAudit(auditId: string): KeptNotice | undefined {
    return this.#read(this.#database.all("SELECT id, body FROM notices WHERE body ->> 'auditId' = ?", auditId)).kept[0]
  }

  /** The oldest ones that are over go; the audit log keeps what it has of them. */
  #makeRoom(): void {
    this.#database.run(`DELETE FROM notices WHERE id IN (SELECT id FROM notices WHERE state IN ${OVER} ORDER BY created_at_ms DESC LIMIT -1 OFFSET ?)`, NOTICES_MAX)
  }

  #read(rows: readonly unknown[]): { readonly kept: KeptNotice[]; readonly unreadable: number } {
    const kept: KeptNotice[] = []
    for (const raw of rows) {
      const body = readBody(noticeBody, raw)
      if (!body) continue
      const parts = this.#database.all('SELECT body FROM notice_parts WHERE notice_id = ? ORDER BY n, id', body.draft.id).map((part) => readBody(keptPart, part))
      kept.push({ body, parts: parts.filter((part) => part !== undefined) })
    }
    return { kept, unreadable: rows.length - kept.length }
  }
}

function refuse(): never {
  throw new Error('The notices could not be read at start.')
}

/** Keeps nothing and refuses everything: in place of a database that cannot be read. */
export const noStore: NoticeKeeping = { write: refuse, writePart: refuse, writeWith: refuse, writeBare: refuse, remove: refuse, get: () => undefined, ofAudit: () => undefined, unfinished: () => ({ kept: [], unreadable: 0 }), finished: () => ({ kept: [], count: 0 }), ids: () => [] }
