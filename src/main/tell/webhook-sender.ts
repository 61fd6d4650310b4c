import type { Severity } from '../../shared/catalog.ts'
import { severity as severities } from '../../shared/catalog.ts'
import { WEBHOOK_RETRY_MAX_MS, WEBHOOK_WAITING_MAX } from '../../shared/limits.ts'
import type { WaitingMessage, WebhookConfig, WebhookPayload } from '../store/tell-store.ts'
import type { TellStore } from '../store/tell-store.ts'
import { bodyOf, signedHeaders } from './webhook-message.ts'
import { postWebhook } from './webhook-post.ts'
import type { WebhookAnswer, WebhookRequest } from './webhook-post.ts'
import { judge } from './webhook-verdict.ts'

export interface WebhookSenderParts {
  readonly store: TellStore
  readonly configOf: (severity: Severity) => WebhookConfig | undefined
  readonly secretOf: (severity: Severity) => string | undefined
  /** 0 <= x < 1 */
  readonly random: () => number
  readonly newId: () => string
  readonly now: () => number
  /** A message came to its end, in a sentence. */
  readonly onEnd: (alertId: string, delivered: boolean, sentence: string, nowMs: number) => void
  readonly post?: (request: WebhookRequest) => Promise<WebhookAnswer>
}

interface Line {
  last: string
  dropped: number
  /** The receiver asked for peace until then. */
  pausedUntilMs: number
  inFlight: WaitingMessage | undefined
}

/**
 * Brings messages to webhooks, at least once: written to the database before the first try, deleted after a 2xx answer, the
 * same delivery id at each try. One request at a time a webhook; of one alert the older message goes first, of several
 * alerts the one that was tried less, so that one refused message holds up none of another alert.
 */
export class WebhookSender {
  readonly #parts: WebhookSenderParts
  readonly #post: (request: WebhookRequest) => Promise<WebhookAnswer>
  readonly #stop = new AbortController()
  readonly #lines = new Map<Severity, Line>(severities.options.map((each) => [each, { last: '', dropped: 0, pausedUntilMs: Number.NEGATIVE_INFINITY, inFlight: undefined }]))
  #waiting: WaitingMessage[]
  #memoryIds = 0

  constructor(parts: WebhookSenderParts) {
    this.#parts = parts
    this.#post = parts.post ?? postWebhook
    this.#waiting = parts.store.waiting()
  }

  /** Takes messages to be sent. Those that find no place are counted and said. */
  add(messages: readonly { readonly severity: Severity; readonly payload: WebhookPayload }[], nowMs: number): void {
    const room = Math.max(0, WEBHOOK_WAITING_MAX - this.#waiting.length)
    for (const { severity } of messages.slice(room)) this.#line(severity).dropped++
    const taken = messages.slice(0, room).map(({ severity, payload }) => ({ severity, payload, madeAtMs: nowMs, tries: 0, nextAtMs: nowMs, delivery: this.#parts.newId() }))
    try {
      this.#waiting.push(...this.#parts.store.add(taken))
    } catch {
      // The disk is full or gone: they are sent all the same, and do not survive a restart.
      for (const message of taken) this.#waiting.push({ ...message, id: --this.#memoryIds })
    }
  }

  /** Starts what is due. Called with the pulse. */
  tick(nowMs: number): void {
    if (this.#waiting.length === 0 || this.#stop.signal.aborted) return
    for (const [severity, line] of this.#lines) {
      if (line.inFlight || (nowMs < line.pausedUntilMs && line.pausedUntilMs - nowMs <= WEBHOOK_RETRY_MAX_MS)) continue
      const message = this.#next(severity, nowMs)
      if (message) void this.#send(message, line)
    }
  }

  /** The webhook was removed: what waits for it has no address. */
  discard(severity: Severity): void {
    this.#end(this.#waiting.filter((message) => message.severity === severity))
    const line = this.#line(severity)
    line.last = ''
    line.dropped = 0
  }

  /** Address or secret changed: what waits is tried at once. */
  changed(severity: Severity, nowMs: number): void {
    this.#line(severity).pausedUntilMs = nowMs
    this.#waiting = this.#waiting.map((message) => (message.severity === severity ? { ...message, nextAtMs: nowMs } : message))
  }

  stateOf(severity: Severity): { readonly last: string; readonly waiting: number } {
    const { last, dropped } = this.#line(severity)
    const waiting = this.#waiting.reduce((count, message) => count + Number(message.severity === severity), 0)
    return { waiting, last: [last, dropped === 0 ? '' : `${dropped} ${dropped === 1 ? 'message' : 'messages'} dropped, because ${WEBHOOK_WAITING_MAX} waited.`].filter((part) => part !== '').join(' ') }
  }

  /** One try that is not kept, for `tell:test`. @returns a sentence */
  async test(config: WebhookConfig, secret: string, payload: WebhookPayload): Promise<string> {
    const body = bodyOf(payload, false)
    const startedMs = this.#parts.now()
    const answer = await this.#post({ url: config.url, body, headers: signedHeaders(secret, this.#parts.newId(), body, startedMs), signal: this.#stop.signal })
    const verdict = judge(answer, 1, 0, startedMs)
    const sentence = verdict.kind === 'delivered' ? `The test arrived: it was answered ${answer.kind === 'answer' ? answer.status : ''} after ${Math.max(0, this.#parts.now() - startedMs)} ms.` : `The test did not arrive: ${verdict.why}.`
    this.#line(config.severity).last = sentence
    return sentence
  }

  /** What is under way is given up for this run; it is sent again by the next one. */
  close(): void {
    this.#stop.abort()
  }

  async #send(message: WaitingMessage, line: Line): Promise<void> {
    const { severity, payload, delivery } = message
    const config = this.#parts.configOf(severity)
    const secret = this.#parts.secretOf(severity)
    if (!config) return
    if (secret === undefined) {
      line.last = 'The secret is not kept on this computer any more: enter it again. Nothing is sent unsigned.'
      return
    }
    line.inFlight = message
    const body = bodyOf(payload, config.names)
    const answer = await this.#post({ url: config.url, body, headers: signedHeaders(secret, delivery, body, this.#parts.now()), signal: this.#stop.signal })
    line.inFlight = undefined
    // Closed, or removed with its webhook meanwhile.
    if (this.#stop.signal.aborted || !this.#waiting.some(({ id }) => id === message.id)) return
    this.#settle(message, answer, line)
  }

  #settle(message: WaitingMessage, answer: WebhookAnswer, line: Line): void {
    const nowMs = this.#parts.now()
    const { severity, payload } = message
    const tries = message.tries + 1
    const verdict = judge(answer, tries, this.#parts.random(), nowMs)
    switch (verdict.kind) {
      case 'delivered':
        this.#end([message])
        line.last = `Delivered at ${timeOf(nowMs)}${tries === 1 ? '' : ` by try ${tries}`}.`
        this.#parts.onEnd(payload.alert.id, true, `${payload.event}: delivered to the webhook for ${severity}.`, nowMs)
        return
      case 'given-up':
        this.#end([message])
        line.last = `Given up at ${timeOf(nowMs)}: ${verdict.why}.`
        this.#parts.onEnd(payload.alert.id, false, `${payload.event}: the webhook for ${severity} was given up: ${verdict.why}.`, nowMs)
        return
      case 'again': {
        const nextAtMs = nowMs + verdict.waitMs
        line.last = `Try ${tries} at ${timeOf(nowMs)} failed: ${verdict.why}. Next try in ${Math.ceil(verdict.waitMs / 1000)} s.`
        if (verdict.pauseMs > 0) line.pausedUntilMs = nowMs + verdict.pauseMs
        this.#waiting = this.#waiting.map((each) => (each.id === message.id ? { ...each, tries, nextAtMs } : each))
        if (message.id > 0) this.#tolerant(() => this.#parts.store.retry(message.id, tries, nextAtMs))
      }
    }
  }

  #next(severity: Severity, nowMs: number): WaitingMessage | undefined {
    const alerts = new Set<string>()
    let best: WaitingMessage | undefined
    for (const message of this.#waiting) {
      if (message.severity !== severity) continue
      const { id } = message.payload.alert
      if (alerts.has(id)) continue
      alerts.add(id)
      // A clock that was set back must not make it wait for longer than any wait.
      const due = message.nextAtMs <= nowMs || message.nextAtMs - nowMs > WEBHOOK_RETRY_MAX_MS
      if (due && (!best || message.tries < best.tries)) best = message
    }
    return best
  }

  #end(messages: readonly WaitingMessage[]): void {
    const ended = new Set(messages.map(({ id }) => id))
    this.#waiting = this.#waiting.filter(({ id }) => !ended.has(id))
    // Should this fail, it is sent once more by the next run: at least once.
    this.#tolerant(() => this.#parts.store.remove([...ended].filter((id) => id > 0)))
  }

  #tolerant(write: () => void): void {
    try {
      write()
    } catch {
      // The disk is full or gone; memory holds what is true for this run.
    }
  }

  #line(severity: Severity): Line {
    return this.#lines.get(severity) as Line
  }
}

function timeOf(atMs: number): string {
  return new Date(atMs).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
}
