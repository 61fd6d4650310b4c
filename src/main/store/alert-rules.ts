import { alertRule } from '../../shared/alerts.ts'
import type { AlertRule } from '../../shared/alerts.ts'
import { ALERT_RULES_MAX } from '../../shared/limits.ts'
import { readBody } from './database-table.ts'
import type { LocalDatabase } from './database.ts'

/** A row that says that the starter set was put in once: a starter rule that was removed stays removed. No rule's id begins so. */
export const SEEDED = 'seeded:starter'

/** The user's rules and the starter set, one row a rule. Throws SQLite's errors. */
export class AlertRules {
  readonly #database: LocalDatabase
  /** Rows that are no rule to this version: they stay, and are counted. */
  unreadable = 0

  constructor(database: LocalDatabase) {
    this.#database = database
  }

  /** In the order in which they were added. */
  list(): AlertRule[] {
    const rows = this.#database.all('SELECT body FROM alert_rules WHERE id <> ? ORDER BY rowid', SEEDED)
    const rules = rows.map((raw) => readBody(alertRule, raw)).filter((rule) => rule !== undefined)
    this.unreadable = rows.length - rules.length
    return rules
  }

  /** Puts the set in where that never happened. @returns whether it did */
  seed(rules: readonly AlertRule[]): boolean {
    if (this.#database.all('SELECT 1 FROM alert_rules WHERE id = ?', SEEDED).length > 0) return false
    for (const rule of rules) this.#put(rule, 'IGNORE')
    this.#database.run('INSERT OR REPLACE INTO alert_rules (id, body) VALUES (?, ?)', SEEDED, '{}')
    return true
  }

  /** Adds, or replaces by id in its place. @returns false when there is no room for one more */
  save(rule: AlertRule): boolean {
    const [others] = this.#database.all('SELECT count(*) AS n FROM alert_rules WHERE id <> ? AND id <> ?', SEEDED, rule.id) as { n: number }[]
    if ((others?.n ?? 0) >= ALERT_RULES_MAX) return false
    this.#put(rule, 'FAIL')
    return true
  }

  remove(id: string): void {
    if (id !== SEEDED) this.#database.run('DELETE FROM alert_rules WHERE id = ?', id)
  }

  #put(rule: AlertRule, conflict: 'IGNORE' | 'FAIL'): void {
    const body = JSON.stringify(rule)
    if (conflict === 'IGNORE') this.#database.run('INSERT OR IGNORE INTO alert_rules (id, body) VALUES (?, ?)', rule.id, body)
    else this.#database.run('INSERT INTO alert_rules (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body', rule.id, body)
  }
}
