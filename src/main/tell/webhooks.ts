import { severity as severities } from '../../shared/catalog.ts'
import type { Severity } from '../../shared/catalog.ts'
import type { TellView, WebhookForm } from '../../shared/alerts.ts'
import { isOpen, severityOf } from '../monitor/alerts/alert.ts'
import type { Alert } from '../monitor/alerts/alert.ts'
import type { AlertBook } from '../monitor/alerts/alert-book.ts'
import type { AlertNews } from '../monitor/alerts/alert-news.ts'
import type { TellStore, WebhookConfig, WebhookPayload } from '../store/tell-store.ts'
import type { Vault } from '../store/vault.ts'
import { addressTrouble } from './webhook-address.ts'
import { payloadOf, testPayload } from './webhook-message.ts'
import { WebhookSender } from './webhook-sender.ts'
import type { WebhookSenderParts } from './webhook-sender.ts'
import type { Trouble } from './trouble.ts'

export interface WebhooksParts extends Pick<WebhookSenderParts, 'random' | 'newId' | 'now' | 'onEnd' | 'post'> {
  readonly store: TellStore
  readonly vault: Pick<Vault, 'webhookSecret' | 'setWebhookSecret'>
  readonly book: AlertBook
  /** Name in clear of whom an alert is about, for webhooks that may have it. */
  readonly personName: (alert: Alert) => string | undefined
}

interface Message {
  readonly severity: Severity
  readonly payload: WebhookPayload
}

/** What began so long ago at most can be among news that were lost in a storm; older alerts were told, or began before there was a webhook. */
const LOST_NEWS_MS = 60_000
/** Rows that one statement of the told table takes. */
const TOLD_STEP = 500

/** The three webhooks, one a severity: which alerts they are told of. Do-not-disturb is for people here, not for them. */
export class Webhooks {
  readonly #parts: WebhooksParts
  readonly #sender: WebhookSender
  readonly #configs: Map<Severity, WebhookConfig>
  /** Alerts whose beginning was sent: their end has to be sent to the same. */
  readonly #told: Map<string, Set<Severity>>
  /** What ended in an earlier run, whose news are lost, is looked up once; the alerts are loaded before the first news. */
  #reconcile = true

  constructor(parts: WebhooksParts) {
    this.#parts = parts
    this.#configs = new Map(parts.store.webhooks().map((config) => [config.severity, config]))
    this.#told = parts.store.told()
    this.#sender = new WebhookSender({ ...parts, configOf: (severity) => this.#configs.get(severity), secretOf: (severity) => parts.vault.webhookSecret(severity) })
  }

  /** @param leftOut news that were lost in a storm: what has ended is looked up */
  receive(news: readonly AlertNews[], leftOut: number, nowMs: number): void {
    const messages: Message[] = []
    const told: { alertId: string; severity: Severity }[] = []
    const ended: string[] = []
    for (const { what, alert } of news) {
      if (what === 'resolved') this.#endOf(alert, messages, ended)
      // A person who escalates means it, folded or not.
      else if (what === 'escalated' ? alert.phase !== 'resolved' : isOpen(alert)) this.#beginOf(what, alert, messages, told)
    }
    if (leftOut > 0 || this.#reconcile) {
      for (const alertId of this.#told.keys()) {
        const alert = this.#parts.book.slot(alertId)?.alert
        if (alert?.phase === 'resolved') this.#endOf(alert, messages, ended)
        // Ended so long ago that it is not at hand any more: nothing is known that could be sent.
        else if (!alert && this.#told.delete(alertId)) ended.push(alertId)
      }
      this.#reconcile = false
    }
    if (leftOut > 0) {
      for (const { alert } of this.#parts.book.active) if (isOpen(alert) && nowMs - (alert.firedAtMs ?? 0) <= LOST_NEWS_MS && !this.#told.get(alert.id)?.has(severityOf(alert))) this.#beginOf('fired', alert, messages, told)
    }
    // The outbox first: a crash in between repeats an end, which is better than to lose it.
    if (messages.length > 0) this.#sender.add(messages, nowMs)
    this.#write(told, ended)
  }

  tick(nowMs: number): void {
    this.#sender.tick(nowMs)
  }

  /** All three severities, with and without an address. */
  views(): TellView['webhooks'] {
    return severities.options.map((severity) => {
      const config = this.#configs.get(severity)
      return { severity, url: config?.url ?? '', hasSecret: this.#parts.vault.webhookSecret(severity) !== undefined, names: config?.names ?? false, ...this.#sender.stateOf(severity) }
    })
  }

  /** @returns what is wrong with it; undefined: it is saved. Throws SQLite's error. */
  set(form: WebhookForm, nowMs: number): Trouble | undefined {
    const { severity, names, secret } = form
    const url = form.url.trim()
    if (url === '') {
      this.#parts.store.removeWebhook(severity)
      this.#parts.vault.setWebhookSecret(severity, undefined)
      this.#configs.delete(severity)
      this.#sender.discard(severity)
      return undefined
    }
    const trouble = addressTrouble(url)
    if (trouble !== undefined) return trouble
    if (secret === undefined && this.#parts.vault.webhookSecret(severity) === undefined) return { what: 'A webhook needs a secret: by it the receiver knows that a message is from this Rollcall.', advice: 'Enter at least 8 characters here and at the receiver.' }
    const config: WebhookConfig = { severity, url, names }
    this.#parts.store.setWebhook(config)
    if (secret !== undefined) this.#parts.vault.setWebhookSecret(severity, secret)
    this.#configs.set(severity, config)
    this.#sender.changed(severity, nowMs)
    return undefined
  }

  /** @returns a sentence that says what happened, or why nothing was sent */
  async test(severity: Severity): Promise<string | Trouble> {
    const config = this.#configs.get(severity)
    const secret = this.#parts.vault.webhookSecret(severity)
    if (!config) return { what: `There is no webhook for ${severity}.`, advice: 'Enter an address first.' }
    if (secret === undefined) return { what: 'The secret is not kept on this computer any more, and nothing is sent unsigned.', advice: 'Enter it again.' }
    return this.#sender.test(config, secret, testPayload(severity, this.#parts.now()))
  }

  close(): void {
    this.#sender.close()
  }

  #beginOf(what: AlertNews['what'], alert: Alert, messages: Message[], told: { alertId: string; severity: Severity }[]): void {
    const severity = severityOf(alert)
    const payload = this.#payload(what, alert, severity)
    if (!payload) return
    messages.push({ severity, payload })
    const severitiesTold = this.#told.get(alert.id) ?? new Set<Severity>()
    if (!severitiesTold.has(severity)) told.push({ alertId: alert.id, severity })
    this.#told.set(alert.id, severitiesTold.add(severity))
  }

  #endOf(alert: Alert, messages: Message[], ended: string[]): void {
    const severitiesTold = this.#told.get(alert.id)
    if (!severitiesTold) return
    for (const severity of severitiesTold) {
      const payload = this.#payload('resolved', alert, severity)
      if (payload) messages.push({ severity, payload })
    }
    this.#told.delete(alert.id)
    ended.push(alert.id)
  }

  #payload(what: AlertNews['what'], alert: Alert, to: Severity): WebhookPayload | undefined {
    const config = this.#configs.get(to)
    return config && payloadOf(what, alert, config.names ? this.#parts.personName(alert) : undefined)
  }

  #write(told: readonly { readonly alertId: string; readonly severity: Severity }[], ended: readonly string[]): void {
    try {
      for (let from = 0; from < told.length; from += TOLD_STEP) this.#parts.store.addTold(told.slice(from, from + TOLD_STEP))
      for (let from = 0; from < ended.length; from += TOLD_STEP) this.#parts.store.removeTold(ended.slice(from, from + TOLD_STEP))
    } catch {
      // The disk is full or gone; memory holds what is true for this run.
    }
  }
}
