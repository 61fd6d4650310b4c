import type { AuditFilter, AuditProgress } from '../shared/audit.ts'
import type { Answer, Args, Failure } from '../shared/ipc.ts'
import type { AuditVerdict } from '../shared/notices.ts'
import type { PersonRow } from '../shared/presence.ts'
import { messageOf } from '../shared/message-of.ts'
import { failure, notAudited } from './answers.ts'
import { FileExport } from './feed-export/file-export.ts'
import type { FileContent, FileExportParts } from './feed-export/file-export.ts'
import { between } from './feed-export/piece.ts'
import type { Piece } from './feed-export/piece.ts'
import { shownName } from './monitor/mask.ts'
import type { Handlers } from './requests.ts'
import { auditCsvHead, auditCsvLine, auditJsonLine } from './store/audit-csv.ts'

/** How often records that are older than they are kept are looked for; whole days go at once. */
const KEEP_EVERY_MS = 3600_000

export interface AuditDeskParts extends FileExportParts {
  readonly targetName: (targetId: string) => string
}

type Channels = 'audit:verify' | 'audit:progress' | 'audit:keeping' | 'audit:purge' | 'audit:find' | 'audit:choices' | 'audit:get' | 'audit:save'

/** Reading and keeping the audit log: whether its chain is whole, how long records stay, purging, export. */
export class AuditDesk {
  readonly #parts: AuditDeskParts
  readonly #files: FileExport
  #check: Promise<AuditVerdict> | undefined
  #progress: AuditProgress = { checked: 0, of: 0 }
  #keptAtMs: number

  constructor(parts: AuditDeskParts) {
    this.#parts = parts
    this.#files = new FileExport({ name: 'audit', action: 'export audit log', busy: 'An export of the audit log is being written already.', notDone: 'The audit log was not exported.', countOf: recordsOf }, parts)
    this.#keptAtMs = parts.now()
  }

  handlers(): Pick<Handlers, Channels> {
    const { audit } = this.#parts
    return {
      'audit:verify': () => this.verify(),
      'audit:progress': () => (this.#check ? this.#progress : null),
      'audit:keeping': ({ keepDays }) => this.keeping(keepDays),
      'audit:purge': ({ beforeMs, reason }) => this.purge(beforeMs, reason),
      'audit:find': ({ filter, before, limit }) => audit.find(filter, before, limit),
      'audit:choices': () => audit.choices(),
      'audit:get': ({ id }) => {
        const value = audit.detail(id)
        return value ? { ok: true, value } : failure('This record is not in the log any more.', 'It may have been purged.')
      },
      'audit:save': (request) => this.save(request),
    }
  }

  /** A second request while it walks gets the answer of the first. */
  async verify(): Promise<AuditVerdict> {
    if (this.#check) return this.#check
    this.#check = this.#parts.audit.verify((progress) => {
      this.#progress = progress
    })
    try {
      return await this.#check
    } finally {
      this.#check = undefined
    }
  }

  /** @param keepDays null: as it is. A shorter time deletes at once what is older. */
  keeping(keepDays: number | null): Answer<'audit:keeping'> {
    const { audit, osUser, now } = this.#parts
    try {
      const before = audit.keeping()
      if (keepDays === null || keepDays === before.keepDays) return { ok: true, value: before }
      const begun = audit.begin({ who: osUser, action: 'change audit retention', targetName: '', scope: `records are kept for ${keepDays} days, before: ${before.keepDays}`, reason: '' }, now())
      if (!begun.ok) return notAudited(begun.why)
      audit.setKeepDays(keepDays)
      audit.finish(begun.id, 'confirmed', '', now())
      audit.keep(now())
      return { ok: true, value: audit.keeping() }
    } catch (error) {
      return notKept(error)
    }
  }

  purge(beforeMs: number, reason: string): Answer<'audit:purge'> {
    const { audit, osUser, now } = this.#parts
    if (!(beforeMs <= now())) return failure('The day is in the future.', 'Choose today or an earlier day.')
    const purged = audit.purge(Math.floor(beforeMs), osUser, reason, now())
    if (!purged.ok) return failure('Nothing was deleted.', 'Rollcall purges nothing that it cannot record. Check the remarks at start and the free space of the disk.', purged.why)
    if (purged.value === 0) return failure('There is no record to delete before that day.', 'Records that are under way stay, and all after them.')
    try {
      return { ok: true, value: audit.keeping() }
    } catch (error) {
      return notKept(error)
    }
  }

  /** Asks where to, and answers when it is written. null: the user chose no file. */
  async save({ format, filter }: Args<'audit:save'>): Promise<Answer<'audit:save'>> {
    const content = (): FileContent => {
      const { matching } = this.#parts.audit.find(filter, null, 1)
      return { total: matching, scope: `${recordsOf(matching)}${filterWords(filter)} as ${format}`, pieces: (recordId) => this.#pieces(format, filter, recordId) }
    }
    try {
      return await this.#files.start(format, content)
    } catch (error) {
      return failure('The audit log could not be read.', 'Start Rollcall again; it says at start if its database is damaged.', messageOf(error))
    }
  }

  /** People are shown in clear on a page: a view of personal data. Masked rows are none. */
  shown(screen: 'person page' | 'room page', rows: readonly Pick<PersonRow, 'key' | 'revealed'>[]): void {
    const { audit, osUser, targetName, now } = this.#parts
    for (const { key, revealed } of rows) if (revealed) audit.viewed({ who: osUser, targetName: targetName(key.targetId), scope: `person ${shownName(key.personId)}`, screen }, now())
  }

  /** To be called now and then: a console that runs for months keeps no longer than one that was started today. */
  tick(nowMs: number): void {
    if (nowMs - this.#keptAtMs < KEEP_EVERY_MS) return
    this.#keptAtMs = nowMs
    try {
      this.#parts.audit.keep(nowMs)
    } catch {
      // A database that cannot be written says so at the next action; an hour later this is tried again.
    }
  }

  /** The app ends: a running export is given up, and its part removed. */
  close(): void {
    this.#files.close()
  }

  /** Without the record of this export itself and what came after it. */
  *#pieces(format: 'csv' | 'ndjson', filter: Args<'audit:save'>['filter'], ownId: string): Generator<Piece> {
    if (format === 'csv') yield between(auditCsvHead)
    for (const record of this.#parts.audit.all(filter)) {
      if (Number(record.id) < Number(ownId)) yield { text: format === 'csv' ? auditCsvLine(record) : auditJsonLine(record), events: 1, shortened: false }
    }
  }
}

function recordsOf(count: number): string {
  return `${count} ${count === 1 ? 'record' : 'records'}`
}

/** What an export was narrowed to, as the record of it says: ` (action “reveal”, from 2026-11-20T00:00:00.000Z)`; nothing: to nothing. */
function filterWords({ text, action, who, platform, result, fromMs, untilMs }: AuditFilter): string {
  const iso = (atMs: number): string => (Math.abs(atMs) <= 8.64e15 ? new Date(atMs).toISOString() : 'a time that cannot be read')
  const quoted = (word: string, value: string | null): string[] => (value === null || value.trim() === '' ? [] : [`${word} “${shownName(value.trim())}”`])
  const words = [...quoted('text', text), ...quoted('action', action), ...quoted('who', who), ...quoted('platform', platform), ...quoted('result', result), ...(fromMs === null ? [] : [`from ${iso(fromMs)}`]), ...(untilMs === null ? [] : [`before ${iso(untilMs)}`])]
  return words.length === 0 ? '' : ` (${words.join(', ')})`
}

function notKept(error: unknown): Failure {
  return failure('The local database could not be read or written.', 'Check the free space of the disk, then try again.', messageOf(error))
}
