import type { Monitor } from './monitor/monitor.ts'
import type { Handlers } from './requests.ts'
import type { AuditLog } from './store/audit.ts'
import type { LocalDatabase } from './store/database.ts'

export interface FeedDeskParts {
  readonly monitor: Monitor
  readonly database: LocalDatabase
  readonly audit: AuditLog
  /** Account of this computer, for the audit log. */
  readonly osUser: string
  readonly now: () => number
  /** Asks the user where to write; undefined: nowhere. */
  readonly chooseFile: (suggestedName: string) => Promise<string | undefined>
}

type Channels = 'feed:mark' | 'feed:marks' | 'feed:next-mark' | 'feed:diff' | 'filters:list' | 'filters:used' | 'filters:save' | 'filters:remove' | 'filters:forget-history' | 'export:start' | 'export:state' | 'export:cancel'

/** Tools of the feed: marks, diff, saved filters, export. */
export class FeedDesk {
  readonly #parts: FeedDeskParts

  constructor(parts: FeedDeskParts) {
    this.#parts = parts
  }

  handlers(): Pick<Handlers, Channels> {
    throw new Error(`not built yet ${this.#parts.osUser}`)
  }

  /** The app ends: a running export is cancelled. */
  close(): void {}
}
