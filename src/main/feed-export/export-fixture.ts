import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExportRequest, ExportState } from '../../shared/feed-tools.ts'
import type { Answer } from '../../shared/ipc.ts'
import { monitorWithTarget, START_MS } from '../monitor/monitor-fixture.ts'
import type { Monitor } from '../monitor/monitor.ts'
import { AuditLog } from '../store/audit.ts'
import { openDatabase } from '../store/database.ts'
import type { LocalDatabase } from '../store/database.ts'
import { ExportDesk } from './export-desk.ts'
import type { ExportDeskParts } from './export-desk.ts'

/** An export desk with a real monitor, database and folder. */
export class ExportBench {
  readonly folder = mkdtempSync(join(tmpdir(), 'rollcall-export-'))
  readonly data = mkdtempSync(join(tmpdir(), 'rollcall-export-data-'))
  readonly database: LocalDatabase
  readonly audit: AuditLog
  readonly monitor: Monitor
  readonly desk: ExportDesk
  nowMs = START_MS
  suggested: string | undefined
  /** What the user chooses; a name in the folder, an absolute path, or nothing. */
  chosen: string | undefined = 'out.txt'

  constructor(more: Partial<ExportDeskParts> = {}, log = { capacity: 10_000, bytes: 50_000_000, perSecond: 1_000_000 }) {
    this.database = openDatabase({ folder: this.data, key: { kind: 'none' }, nowMs: START_MS })
    this.audit = new AuditLog(this.database, START_MS)
    this.monitor = monitorWithTarget({ log })
    this.desk = new ExportDesk({
      monitor: this.monitor,
      audit: this.audit,
      osUser: 'jlee on office-12',
      version: '9.9.9',
      now: () => this.nowMs,
      chooseFile: (name) => {
        this.suggested = name
        return Promise.resolve(this.chosen === undefined ? undefined : this.path(this.chosen))
      },
      ...more,
    })
    this.desk.tick(START_MS)
  }

  path(name: string): string {
    return name.startsWith('/') ? name : join(this.folder, name)
  }

  start(request: Partial<ExportRequest> = {}): Promise<Answer<'export:start'>> {
    return this.desk.start({ format: 'ndjson', scope: { kind: 'shown' }, reveal: null, ...request })
  }

  /** Starts, waits for the end. */
  async write(request: Partial<ExportRequest> = {}): Promise<ExportState> {
    const answer = await this.start(request)
    if (!answer.ok) throw new Error(answer.problem.what)
    await this.desk.ended
    if (!this.desk.state) throw new Error('nothing was exported')
    return this.desk.state
  }

  get text(): string {
    return readFileSync(this.path('out.txt'), 'utf8')
  }

  get files(): string[] {
    return readdirSync(this.folder)
  }

  end(): void {
    this.desk.close()
    this.database.close()
    for (const folder of [this.folder, this.data]) rmSync(folder, { recursive: true, force: true })
  }
}

/** A promise that the test keeps. */
export function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((keep) => (resolve = keep))
  return { promise, resolve }
}
