import { TARGETS_MAX } from '../../shared/limits.ts'
import { noticeSettings } from '../../shared/notices.ts'
import type { NoticeSettings } from '../../shared/notices.ts'
import { readBody } from './database-table.ts'
import type { LocalDatabase } from './database.ts'

/** How each platform takes notices, as the user chose it. Each method throws SQLite's error where the database fails. */
export class NoticeWayStore {
  readonly #database: LocalDatabase
  /** Asked for at every count of an audience. */
  readonly #kept = new Map<string, NoticeSettings>()

  constructor(database: LocalDatabase) {
    this.#database = database
    for (const raw of database.all('SELECT body FROM notice_ways LIMIT ?', TARGETS_MAX * 10)) {
      const settings = readBody(noticeSettings, raw)
      if (settings) this.#kept.set(settings.targetId, settings)
    }
  }

  /** undefined: nobody chose yet, or a newer version wrote it. */
  get(targetId: string): NoticeSettings | undefined {
    return this.#kept.get(targetId)
  }

  save(settings: NoticeSettings): void {
    this.#database.run('INSERT OR REPLACE INTO notice_ways (target_id, body) VALUES (?, ?)', settings.targetId, JSON.stringify(settings))
    this.#kept.set(settings.targetId, settings)
  }

  remove(targetId: string): void {
    this.#database.run('DELETE FROM notice_ways WHERE target_id = ?', targetId)
    this.#kept.delete(targetId)
  }
}
