import { WEBHOOK_RETRY_BASE_MS, WEBHOOK_RETRY_MAX_MS, WEBHOOK_TRIES_MAX } from '../../shared/limits.ts'
import type { WebhookAnswer } from './webhook-post.ts'

/** What becomes of a message after a try. `why` is the end of a sentence, without address, secret or name. */
export type Verdict =
  | { readonly kind: 'delivered' }
  /** `pauseMs`: the receiver asked for peace; nothing goes to it for so long. */
  | { readonly kind: 'again'; readonly why: string; readonly waitMs: number; readonly pauseMs: number }
  | { readonly kind: 'given-up'; readonly why: string }

/** @param tries made so far, this one included; @param random 0 <= x < 1 */
export function judge(answer: WebhookAnswer, tries: number, random: number, nowMs: number): Verdict {
  const why = answer.kind === 'none' ? answer.why : wordsOf(answer.status)
  if (answer.kind === 'answer') {
    const { status } = answer
    if (status >= 200 && status < 300) return { kind: 'delivered' }
    // The receiver says that the message itself is wrong, or that it is gone: the same again would be answered the same.
    if (status >= 400 && status < 500 && status !== 408 && status !== 429) return { kind: 'given-up', why }
  }
  if (tries >= WEBHOOK_TRIES_MAX) return { kind: 'given-up', why: `${why}, at the last of ${tries} tries` }
  const full = Math.min(WEBHOOK_RETRY_BASE_MS * 2 ** (tries - 1), WEBHOOK_RETRY_MAX_MS)
  const pauseMs = answer.kind === 'answer' ? retryAfterMs(answer.retryAfter, nowMs) : 0
  return { kind: 'again', why, waitMs: Math.max(Math.round(full * (0.5 + random / 2)), pauseMs), pauseMs }
}

/** Of `Retry-After`, seconds or a date (RFC 9110); at most WEBHOOK_RETRY_MAX_MS, 0 for none and for nonsense. */
export function retryAfterMs(header: string | undefined, nowMs: number): number {
  if (header === undefined) return 0
  const text = header.slice(0, 100).trim()
  const ms = /^\d{1,12}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), WEBHOOK_RETRY_MAX_MS) : 0
}

function wordsOf(status: number): string {
  if (status === 410) return 'it says that it is gone for good (410)'
  if (status === 401 || status === 403) return `it refuses Rollcall (${status}); check the secret there and here`
  if (status >= 300 && status < 400) return `it answers with a redirect (${status}), which is not followed; enter the final address`
  return `it answered ${status}`
}
