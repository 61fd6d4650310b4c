import { z } from 'zod'
import { anyAudit } from '../../shared/audit.ts'
import type { AuditChoices, AuditDetail, AuditFilter, AuditPage, AuditProgress } from '../../shared/audit.ts'
import { messageOf } from '../../shared/message-of.ts'
import type { AuditKeeping, AuditVerdict } from '../../shared/notices.ts'
import type { AuditRecord, AuditResult } from '../../shared/presence.ts'
import { AuditChain } from './audit-chain.ts'
import { entryHash, keyedSeal, plainSeal } from './audit-entry.ts'
import { AuditRecords } from './audit-records.ts'
import type { ChainedRecord } from './audit-records.ts'
import { verifyChain } from './audit-verify.ts'
import { ViewMemory } from './audit-views.ts'
import type { DatabaseKey } from './database-key.ts'
import type { LocalDatabase } from './database.ts'
import type { JsonDocument } from './document.ts'

const DAY_MS = 24 * 3600_000
/** Records are kept for a leap year, unless the user says otherwise. Size never deletes one. */
export const AUDIT_KEPT_DAYS = 366
/** What is said of a record that was begun in a run that ended before its result was written. */
export const RESULT_UNKNOWN_DETAIL = 'Rollcall ended before the result was known'
/** Results that the disk did not take yet; of older ones the next start says that they are unknown. */
const OWED_MAX = 1_000
const EXPORT_PAGE_RECORDS = 200

/** What is about to be done, and by whom. No names: see AuditRecord. */
export type AuditEntry = Pick<AuditRecord, 'who' | 'action' | 'targetName' | 'scope' | 'reason'>
export type FinalResult = Exclude<AuditResult, 'pending'>
/** What became of an action. */
export interface AuditEnd {
  readonly result: FinalResult
  readonly detail: string
}
/** Why the record could not be written: a sentence. Whoever is told this must not act. */
export interface NotWritten {
  readonly ok: false
  readonly why: string
}

/** Somebody looked at personal data in clear. */
export interface AuditView extends Pick<AuditEntry, 'who' | 'targetName' | 'scope'> {
  /** Where, as the user calls it: `person page`. */
  readonly screen: string
}

export interface AuditGuard {
  /** The database's: the chain is sealed by a key made from it. */
  readonly key: DatabaseKey
  /** Document 'audit-anchor'; undefined: the end of the log is not guarded. */
  readonly anchor: JsonDocument | undefined
  /** Log and anchor are sealed by the key from now on; to be said to databaseKey() of the next run. */
  readonly onSealed?: () => void
  /** What is known of a record that an earlier run left open; undefined: nothing. */
  readonly endOf?: (id: string) => AuditEnd | undefined
}

const keepBody = z.object({ keepDays: z.number().int().min(1) })

/**
 * What was done with this console: an append-only chain. A record is on the disk as `pending` before anything is sent, and its
 * result is another entry after. One that never got it (a crash, a power cut) has from the next start on what is known of it, or is
 * `unknown`; a result that the disk does not take is written as soon as it does.
 */
export class AuditLog {
  readonly #database: LocalDatabase
  readonly #chain: AuditChain
  readonly #records: AuditRecords
  readonly #views = new ViewMemory()
  readonly #owed = new Map<string, AuditEnd & { readonly atMs: number }>()
  /** The screen asks again and again: as long as nothing was appended, the answer is the same. */
  #lastFound: { readonly asked: string; readonly page: AuditPage } | undefined
  /** Left over from the start, a full disk for example: no record is begun in this run. */
  #trouble: NotWritten | undefined

  constructor(database: LocalDatabase, nowMs: number, guard: AuditGuard = { key: { kind: 'none' }, anchor: undefined }) {
    this.#database = database
    this.#chain = new AuditChain(database, guard.key.kind === 'keyring' ? keyedSeal(guard.key.key) : plainSeal, guard.anchor, guard.key.kind === 'keyring' && guard.key.sealed === true)
    this.#records = new AuditRecords(database)
    try {
      if (this.#chain.open(nowMs)) {
        // The file is this process's alone, so whatever is pending was left by a run that ended.
        if (guard.key.kind === 'keyring' && this.#chain.anchor?.sealed === true) guard.onSealed?.()
        this.#endOpenOnes(nowMs, guard.endOf)
        this.keep(nowMs)
      } else this.#trouble = { ok: false, why: "The audit log is sealed with a key of this computer's keyring, which is not available now. Unlock the keyring and start Rollcall again." }
    } catch (error) {
      this.#trouble = notWritten(error)
    }
  }

  /** Writes the record durably; only with `ok` may the action begin. */
  begin(entry: AuditEntry, nowMs: number): { readonly ok: true; readonly id: string } | NotWritten {
    this.retry()
    return this.#writing(() => String(this.#chain.begin({ ...entry, kind: 'begun', atMs: nowMs, result: 'pending' })))
  }

  /** Completes a pending record; one that has its result keeps it. Where the disk does not take it, it is tried again by itself. @returns the record as it is now */
  finish(id: string, result: FinalResult, detail: string, nowMs: number): { readonly ok: true; readonly record: AuditRecord } | NotWritten {
    const end = this.#owed.get(id) ?? { result, detail, atMs: nowMs }
    try {
      if (this.#records.byId(Number(id))?.result === 'pending') this.#chain.end(Number(id), { kind: 'ended', ...end })
      this.#owed.delete(id)
      const record = this.#records.byId(Number(id))
      return record ? { ok: true, record } : { ok: false, why: `There is no audit record ${id}.` }
    } catch (error) {
      if (this.#owed.size < OWED_MAX) this.#owed.set(id, end)
      return notWritten(error)
    }
  }

  /** Writes results that the disk did not take before. Costs nothing where there are none; never throws. */
  retry(): void {
    for (const [id, { result, detail, atMs }] of this.#owed) if (!this.finish(id, result, detail, atMs).ok) return
  }

  /**
   * Writes down that personal data were shown, at most once for a person (or room) and screen in VIEW_ONCE_MS. Nobody is kept
   * from looking when it fails: that the name may be shown was written with its reveal. @returns false: it could not be written
   */
  viewed({ screen, ...view }: AuditView, nowMs: number): boolean {
    if (!this.#views.isNew(`${view.targetName}\n${view.scope}\n${screen}`, nowMs)) return true
    return this.#writing(() => this.#chain.begin({ ...view, kind: 'done', atMs: nowMs, action: 'view', result: 'confirmed', detail: `Seen on: ${screen}.` })).ok
  }

  /** Newest first. @param beforeMs only records with an earlier `atMs`: that of the last one on the page before; null: from the newest on */
  list(beforeMs: number | null, limit: number): AuditRecord[] {
    return this.#records.list(anyAudit, beforeMs, limit)
  }

  /** As list(), of the records that fit; with their number. */
  find(filter: AuditFilter, beforeMs: number | null, limit: number): AuditPage {
    const asked = JSON.stringify([filter, beforeMs, limit, this.#chain.head.hash])
    if (this.#lastFound?.asked !== asked) this.#lastFound = { asked, page: { records: this.#records.list(filter, beforeMs, limit), ...this.#records.count(filter) } }
    return this.#lastFound.page
  }

  choices(): AuditChoices {
    return this.#records.choices()
  }

  /** A record with its links of the chain. */
  detail(id: string): AuditDetail | undefined {
    const record = this.#records.byId(Number(id))
    if (!record) return undefined
    const seals = new Map([plainSeal, this.#chain.seal].map((seal) => [seal.keyId, seal]))
    return {
      record,
      links: this.#chain.entriesOf(Number(id)).map((entry) => {
        const previousHash = this.#chain.before(entry.n)?.hash ?? null
        const seal = seals.get(entry.key_id)
        return { position: entry.n, kind: entry.kind, atMs: entry.at_ms, result: entry.result, detail: entry.detail, hash: entry.hash, previousHash, keyed: entry.key_id !== '', fits: seal !== undefined && previousHash !== null && entryHash(seal, previousHash, entry) === entry.hash }
      }),
    }
  }

  get count(): number {
    return this.#records.total
  }

  /** All records that fit, oldest first, read in pages. What is written meanwhile comes too. */
  *all(filter: AuditFilter = anyAudit): Generator<ChainedRecord> {
    for (let afterMs = Number.MIN_SAFE_INTEGER; ; ) {
      const page = this.#records.after(filter, afterMs, EXPORT_PAGE_RECORDS)
      yield* page
      if (page.length < EXPORT_PAGE_RECORDS) return
      afterMs = page.at(-1)!.atMs
    }
  }

  /** Whether the chain is whole; walks in slices. */
  verify(onProgress: (progress: AuditProgress) => void = () => {}): Promise<AuditVerdict> {
    return verifyChain(this.#chain, onProgress)
  }

  /** How long records are kept, and what there is. Throws SQLite's error. */
  keeping(): AuditKeeping {
    return { keepDays: this.#keepDays(), records: this.count, oldestAtMs: this.#records.oldestAtMs, purgedBeforeMs: this.#chain.purged?.extra.beforeMs ?? null }
  }

  /** From now on; what is older goes with the next keep(). Throws SQLite's error. */
  setKeepDays(keepDays: number): void {
    this.#database.run("INSERT INTO audit_settings (key, body) VALUES ('keeping', ?) ON CONFLICT (key) DO UPDATE SET body = excluded.body", JSON.stringify({ keepDays }))
  }

  /** Deletes what is older than records are kept, by whole days (UTC): so that it is written down once a day and not more. */
  keep(nowMs: number): void {
    const keepDays = this.#keepDays()
    const beforeMs = Math.floor(nowMs / DAY_MS - keepDays) * DAY_MS
    this.#purge(beforeMs, 'Rollcall', `Records are kept for ${keepDays} days.`, nowMs)
  }

  /**
   * Deletes the records before a time; the chain goes on from a record that says so and carries the hash of the last deleted
   * entry. Records under way stay, and what came after them. @returns how many went
   */
  purge(beforeMs: number, who: string, reason: string, nowMs: number): { readonly ok: true; readonly value: number } | NotWritten {
    return withValue(this.#writing(() => this.#purge(beforeMs, who, reason, nowMs)))
  }

  #purge(beforeMs: number, who: string, reason: string, nowMs: number): number {
    return this.#chain.purge(beforeMs, (records) => ({ kind: 'purge', atMs: nowMs, who, action: 'purge audit log', scope: `${records} ${records === 1 ? 'record' : 'records'} before ${new Date(beforeMs).toISOString()}`, reason, result: 'confirmed', detail: 'The chain goes on from the last deleted entry.' }))
  }

  #endOpenOnes(nowMs: number, endOf: AuditGuard['endOf']): void {
    const open = this.#database.all("SELECT record FROM audit b WHERE part = 0 AND kind = 'begun' AND NOT EXISTS (SELECT 1 FROM audit e WHERE e.record = b.record AND e.part = 1) ORDER BY n") as { record: number }[]
    for (const { record } of open) {
      const end = endOf?.(String(record))
      this.#chain.end(record, end ? { kind: 'ended', atMs: nowMs, ...end } : { kind: 'lost', atMs: nowMs, result: 'unknown', detail: RESULT_UNKNOWN_DETAIL })
    }
  }

  #keepDays(): number {
    const [found] = this.#database.all("SELECT body FROM audit_settings WHERE key = 'keeping'") as { body: string }[]
    try {
      return found ? keepBody.parse(JSON.parse(found.body)).keepDays : AUDIT_KEPT_DAYS
    } catch {
      return AUDIT_KEPT_DAYS
    }
  }

  #writing<T extends string | number>(write: () => T): { readonly ok: true; readonly id: T } | NotWritten {
    if (this.#trouble) return this.#trouble
    if (!this.#database.durable) return { ok: false, why: 'The audit log cannot be written to disk in this run.' }
    try {
      return { ok: true, id: write() }
    } catch (error) {
      return notWritten(error)
    }
  }
}

function withValue<T>(answer: { readonly ok: true; readonly id: T } | NotWritten): { readonly ok: true; readonly value: T } | NotWritten {
  return answer.ok ? { ok: true, value: answer.id } : answer
}

function notWritten(error: unknown): NotWritten {
  return { ok: false, why: `The audit log could not be written: ${messageOf(error)}` }
}
