import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import type { Failure } from '../../shared/ipc.ts'
import type { ExportState } from '../../shared/feed-tools.ts'
import { failure, notAudited } from '../answers.ts'
import { exportName } from '../export-name.ts'
import { shownName } from '../monitor/mask.ts'
import type { AuditLog } from '../store/audit.ts'
import { ExportRun } from './export-run.ts'
import type { OpenPart } from './export-run.ts'
import type { Piece } from './piece.ts'

export interface FileExportParts {
  readonly audit: AuditLog
  /** Account of this computer. */
  readonly osUser: string
  readonly now: () => number
  /** Asks the user where to write; undefined: nowhere. */
  readonly chooseFile: (suggestedName: string) => Promise<string | undefined>
  /** Another one for tests. */
  readonly openPart?: OpenPart
}

/** What is exported, and its words. */
export interface ExportedThing {
  /** In the file's name. */
  readonly name: 'alerts' | 'audit'
  /** In the audit log: `export alerts`. */
  readonly action: string
  /** `An export of alerts is being written already.` */
  readonly busy: string
  /** `The alerts were not exported.` */
  readonly notDone: string
  /** `12 alerts`. */
  readonly countOf: (entries: number) => string
}

/** One file of it. */
export interface FileContent {
  /** Entries, where that is known before; else 0. */
  readonly total: number
  /** For the audit log: `12 records as csv`. */
  readonly scope: string
  /** @param recordId of this export's own record in the audit log */
  readonly pieces: (recordId: string) => Iterator<Piece>
}

type Answered = { readonly ok: true; readonly value: { readonly fileName: string; readonly written: number } | null } | Failure

/** Writes what the console keeps to a file, one at a time. The audit log comes first: what it does not take is not written. */
export class FileExport {
  readonly #thing: ExportedThing
  readonly #parts: FileExportParts
  #busy = false
  #closed = false
  #run: ExportRun | undefined

  constructor(thing: ExportedThing, parts: FileExportParts) {
    this.#thing = thing
    this.#parts = parts
  }

  /**
   * Asks where to, begins the audit record, writes, completes the record; then answers. null: the user chose no file.
   * Rejects with what `content` throws. @param content called once the user has chosen
   */
  async start(format: 'csv' | 'ndjson', content: () => FileContent): Promise<Answered> {
    if (this.#busy) return failure(this.#thing.busy, 'Wait for its end.')
    this.#busy = true
    try {
      const { chooseFile, now } = this.#parts
      const file = await chooseFile(exportName(this.#thing.name, now(), format))
      return file === undefined || this.#closed ? { ok: true, value: null } : await this.#write(file, content())
    } finally {
      this.#busy = false
    }
  }

  /** The app ends: a running export is given up, and its part removed. */
  close(): void {
    this.#closed = true
    this.#run?.abandon()
  }

  async #write(file: string, { total, scope, pieces }: FileContent): Promise<Answered> {
    const { audit, osUser, now, openPart } = this.#parts
    const { action, notDone, countOf } = this.#thing
    const begun = audit.begin({ who: osUser, action, targetName: '', scope: `${scope}, to ${shownName(basename(file))}`, reason: '' }, now())
    if (!begun.ok) return notAudited(begun.why)
    let audited: { readonly ok: boolean } = { ok: true }
    const onEnd = (state: ExportState): ExportState => {
      const done = state.state === 'done'
      audited = audit.finish(begun.id, done ? 'confirmed' : 'failed', done ? `Wrote ${countOf(state.written)}.` : 'No file was left.', now())
      return state
    }
    this.#run = new ExportRun({ id: randomUUID(), file, total, pieces: pieces(begun.id), done: () => '', onEnd }, openPart)
    await this.#run.ended
    const { state, written, fileName, sentence } = this.#run.state
    if (state !== 'done') return failure(notDone, sentence)
    if (!audited.ok) return failure('The file was written, but the result could not be written to the audit log.', 'There it stays without a known result.')
    return { ok: true, value: { fileName, written } }
  }
}
