import { z } from 'zod'
import { tellSettings } from '../../shared/alerts.ts'
import type { TellSettings } from '../../shared/alerts.ts'
import { severity } from '../../shared/catalog.ts'
import type { Severity } from '../../shared/catalog.ts'
import { ACKNOWLEDGE_MINUTES, WEBHOOK_WAITING_MAX } from '../../shared/limits.ts'
import { readBody } from './database-table.ts'
import type { LocalDatabase } from './database.ts'

/** Where alerts of one severity are sent; the secret is in the vault. */
const webhookConfig = z.strictObject({ severity, url: z.string().min(1).max(2_000), names: z.boolean() })
export type WebhookConfig = z.infer<typeof webhookConfig>

/** What a receiver gets, before it is signed. Kept as it is, so that a retry says the same. */
const webhookPayload = z.strictObject({
  version: z.literal(1),
  event: z.enum(['fired', 'worse', 'resolved', 'escalated']),
  /** Only in what `tell:test` sends. */
  test: z.literal(true).exactOptional(),
  alert: z.strictObject({
    id: z.string(),
    fingerprint: z.string(),
    severity,
    cause: z.string(),
    title: z.string(),
    school: z.string(),
    namespace: z.string().nullable(),
    room: z.string().nullable(),
    value: z.string(),
    startedAt: z.string(),
    count: z.number().int(),
    url: z.string(),
    /** Only where the user allowed names for this webhook. */
    person: z.string().exactOptional(),
  }),
})
export type WebhookPayload = z.infer<typeof webhookPayload>

/** `delivery` is the id by which a receiver knows a repetition. */
const outboxBody = z.strictObject({ delivery: z.string().min(1).max(64), payload: webhookPayload })

/** One message that waits. `id` below 0: it could not be written and lives in memory. */
export interface WaitingMessage {
  readonly id: number
  readonly severity: Severity
  readonly madeAtMs: number
  readonly tries: number
  readonly nextAtMs: number
  readonly delivery: string
  readonly payload: WebhookPayload
}

const outboxRow = z.object({ id: z.number(), severity, made_at_ms: z.number(), tries: z.number(), next_at_ms: z.number() })
const toldRow = z.object({ alert_id: z.string(), severity })

export const defaultTellSettings: TellSettings = {
  notifyFrom: 'warning',
  sound: 'chime',
  soundFrom: 'critical',
  quietUntilMs: null,
  monitoringHours: null,
  criticalAlways: true,
  acknowledgeMinutes: ACKNOWLEDGE_MINUTES,
  owners: [],
}

/** How people are told, where to, and what still has to be sent. Every method throws SQLite's error. */
export class TellStore {
  readonly #database: LocalDatabase

  constructor(database: LocalDatabase) {
    this.#database = database
  }

  /** A field that is missing or unreadable takes its default; the others are kept. */
  settings(): TellSettings {
    const kept = readBody(z.record(z.string(), z.unknown()), this.#row('settings')) ?? {}
    let settings = defaultTellSettings
    for (const key of tellSettings.keyof().options) {
      const tried = Object.hasOwn(kept, key) ? tellSettings.safeParse({ ...settings, [key]: kept[key] }) : undefined
      if (tried?.success) settings = tried.data
    }
    return settings
  }

  setSettings(settings: TellSettings): void {
    this.#write('settings', settings)
  }

  webhooks(): WebhookConfig[] {
    return severity.options.flatMap((each) => readBody(webhookConfig, this.#row(`webhook ${each}`)) ?? [])
  }

  setWebhook(config: WebhookConfig): void {
    this.#write(`webhook ${config.severity}`, config)
  }

  removeWebhook(of: Severity): void {
    this.#database.run('DELETE FROM tell_settings WHERE key = ?', `webhook ${of}`)
  }

  /** What waits, oldest first. A message that cannot be read is deleted: nobody could send it. */
  waiting(): WaitingMessage[] {
    return this.#database.all('SELECT * FROM webhook_outbox ORDER BY id LIMIT ?', WEBHOOK_WAITING_MAX).flatMap((raw) => {
      const row = outboxRow.safeParse(raw)
      if (!row.success) return []
      const { id, made_at_ms: madeAtMs, tries, next_at_ms: nextAtMs } = row.data
      const body = readBody(outboxBody, raw)
      if (body) return { id, severity: row.data.severity, madeAtMs, tries, nextAtMs, ...body }
      this.remove([id])
      return []
    })
  }

  /** On the disk when this returns, all by one statement. @returns the messages with their ids, in the same order */
  add(messages: readonly Omit<WaitingMessage, 'id'>[]): WaitingMessage[] {
    if (messages.length === 0) return []
    const values = messages.flatMap(({ severity: of, madeAtMs, tries, nextAtMs, delivery, payload }) => [of, madeAtMs, tries, nextAtMs, JSON.stringify({ delivery, payload })])
    const last = this.#database.run(`INSERT INTO webhook_outbox (severity, made_at_ms, tries, next_at_ms, body) VALUES ${messages.map(() => '(?, ?, ?, ?, ?)').join(', ')}`, ...values)
    // One process holds the file, so the ids of one statement follow each other.
    return messages.map((message, index) => ({ ...message, id: last - messages.length + 1 + index }))
  }

  retry(id: number, tries: number, nextAtMs: number): void {
    this.#database.run('UPDATE webhook_outbox SET tries = ?, next_at_ms = ? WHERE id = ?', tries, nextAtMs, id)
  }

  remove(ids: readonly number[]): void {
    if (ids.length > 0) this.#database.run(`DELETE FROM webhook_outbox WHERE id IN (${ids.map(() => '?').join(', ')})`, ...ids)
  }

  /** Alerts whose beginning was sent and whose end was not: which webhooks have to hear of it. */
  told(): Map<string, Set<Severity>> {
    const told = new Map<string, Set<Severity>>()
    for (const raw of this.#database.all('SELECT alert_id, severity FROM webhook_told')) {
      const row = toldRow.safeParse(raw)
      if (!row.success) continue
      const severities = told.get(row.data.alert_id) ?? new Set()
      told.set(row.data.alert_id, severities.add(row.data.severity))
    }
    return told
  }

  addTold(pairs: readonly { readonly alertId: string; readonly severity: Severity }[]): void {
    if (pairs.length === 0) return
    this.#database.run(`INSERT OR IGNORE INTO webhook_told (alert_id, severity) VALUES ${pairs.map(() => '(?, ?)').join(', ')}`, ...pairs.flatMap(({ alertId, severity: of }) => [alertId, of]))
  }

  removeTold(alertIds: readonly string[]): void {
    if (alertIds.length > 0) this.#database.run(`DELETE FROM webhook_told WHERE alert_id IN (${alertIds.map(() => '?').join(', ')})`, ...alertIds)
  }

  #row(key: string): unknown {
    return this.#database.all('SELECT body FROM tell_settings WHERE key = ?', key)[0]
  }

  #write(key: string, value: unknown): void {
    this.#database.run('INSERT OR REPLACE INTO tell_settings (key, body) VALUES (?, ?)', key, JSON.stringify(value))
  }
}
