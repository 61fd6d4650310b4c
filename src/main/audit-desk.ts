import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import type { AuditProgress } from '../shared/audit.ts'
import type { ExportState } from '../shared/feed-tools.ts'
import type { Answer, Args, Failure } from '../shared/ipc.ts'
import type { AuditVerdict } from '../shared/notices.ts'
import type { PersonRow } from '../shared/presence.ts'
import { failure, messageOf, notAudited } from './answers.ts'
import { exportName } from './export-name.ts'
import { ExportRun } from './feed-export/export-run.ts'
import type { OpenPart } from './feed-export/export-run.ts'
import { between } from './feed-export/piece.ts'
import type { Piece } from './feed-export/piece.ts'
import { shownName } from './monitor/mask.ts'
import type { Handlers } from './requests.ts'
import { auditCsvHead, auditCsvLine, auditJsonLine } from './store/audit-csv.ts'
import type { AuditLog } from './store/audit.ts'

/** How often records that are older than they are kept are looked for; whole days go at once. */
const KEEP_EVERY_MS = 3600_000

export interface AuditDeskParts {
  readonly audit: AuditLog
  /** Account of this computer. */
  readonly osUser: string
  readonly now: () => number
  /** Asks the user where to write; undefined: nowhere. */
  readonly chooseFile: (suggestedName: string) => Promise<string | undefined>
  readonly targetName: (targetId: string) => string
  /** Another one for tests. */
  readonly openPart?: OpenPart
}

type Channels = 'audit:verify' | 'audit:progress' | 'audit:keeping' | 'audit:purge' | 'audit:find' | 'audit:choices' | 'audit:get' | 'audit:save'

/** Reading and keeping the audit log: whether its chain is whole, how long records stay, purging, export. */
export class AuditDesk {
  readonly #parts: AuditDeskParts
  #check: Promise<AuditVerdict> | undefined
  #progress: AuditProgress = { checked: 0, of: 0 }
  #keptAtMs: number
  #saving = false
  #closed = false
  #run: ExportRun | undefined

  constructor(parts: AuditDeskParts) {
    this.#parts = parts
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

  /** Asks where to, begins the audit record, writes, completes the record; then answers. null: the user chose no file. */
  async save(request: Args<'audit:save'>): Promise<Answer<'audit:save'>> {
    if (this.#saving) return failure('An export of the audit log is being written already.', 'Wait for its end.')
    this.#saving = true
    try {
      const { chooseFile, now } = this.#parts
      const file = await chooseFile(exportName('audit', now(), request.format))
      return file === undefined || this.#closed ? { ok: true, value: null } : await this.#write(request, file)
    } catch (error) {
      return failure('The audit log could not be read.', 'Start Rollcall again; it says at start if its database is damaged.', messageOf(error))
    } finally {
      this.#saving = false
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
    this.#closed = true
    this.#run?.abandon()
  }

  async #write({ format, filter }: Args<'audit:save'>, file: string): Promise<Answer<'audit:save'>> {
    const { audit, osUser, now, openPart } = this.#parts
    const { matching } = audit.find(filter, null, 1)
    const begun = audit.begin({ who: osUser, action: 'export audit log', targetName: '', scope: `${matching} ${matching === 1 ? 'record' : 'records'} as ${format}, to ${shownName(basename(file))}`, reason: '' }, now())
    if (!begun.ok) return notAudited(begun.why)
    let audited: { readonly ok: boolean } = { ok: true }
    const onEnd = (state: ExportState): ExportState => {
      audited = audit.finish(begun.id, state.state === 'done' ? 'confirmed' : 'failed', state.state === 'done' ? `Wrote ${state.written} ${state.written === 1 ? 'record' : 'records'}.` : 'No file was left.', now())
      return state
    }
    this.#run = new ExportRun({ id: randomUUID(), file, total: matching, pieces: this.#pieces(format, filter, begun.id), done: () => '', onEnd }, openPart)
    await this.#run.ended
    const { state, written, fileName, sentence } = this.#run.state
    if (state !== 'done') return failure('The audit log was not exported.', sentence)
    if (!audited.ok) return failure('The file was written, but the result could not be written to the audit log.', 'There it stays without a known result.')
    return { ok: true, value: { fileName, written } }
  }

  /** Without the record of this export itself and what came after it. */
  *#pieces(format: 'csv' | 'ndjson', filter: Args<'audit:save'>['filter'], ownId: string): Generator<Piece> {
    if (format === 'csv') yield between(auditCsvHead)
    for (const record of this.#parts.audit.all(filter)) {
      if (Number(record.id) < Number(ownId)) yield { text: format === 'csv' ? auditCsvLine(record) : auditJsonLine(record), events: 1, shortened: false }
    }
  }
}

function notKept(error: unknown): Failure {
  return failure('The local database could not be read or written.', 'Check the free space of the disk, then try again.', messageOf(error))
}
