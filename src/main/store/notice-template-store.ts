import { NOTICE_TEMPLATES_MAX } from '../../shared/limits.ts'
import { noticeTemplate } from '../../shared/notices.ts'
import type { NoticeTemplate } from '../../shared/notices.ts'
import { readBody } from './database-table.ts'
import type { LocalDatabase } from './database.ts'

/** The user's own templates of notices. Each method throws SQLite's error where the database fails. */
export class NoticeTemplateStore {
  readonly #database: LocalDatabase

  constructor(database: LocalDatabase) {
    this.#database = database
  }

  /** By name. One that cannot be read stays in the database and is left out. */
  list(): NoticeTemplate[] {
    const kept = this.#database.all('SELECT body FROM notice_templates LIMIT ?', NOTICE_TEMPLATES_MAX).map((raw) => readBody(noticeTemplate, raw))
    return kept.filter((entry) => entry !== undefined).sort((a, b) => a.name.localeCompare(b.name))
  }

  /** Adds or replaces by id. @returns false when there is no room for one more */
  save(template: NoticeTemplate): boolean {
    const others = this.#database.all('SELECT count(*) AS n FROM notice_templates WHERE id <> ?', template.id)[0] as { n: number } | undefined
    if ((others?.n ?? 0) >= NOTICE_TEMPLATES_MAX) return false
    this.#database.run('INSERT OR REPLACE INTO notice_templates (id, body) VALUES (?, ?)', template.id, JSON.stringify(template))
    return true
  }

  remove(id: string): void {
    this.#database.run('DELETE FROM notice_templates WHERE id = ?', id)
  }
}
