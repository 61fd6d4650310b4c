import { WEBHOOK_TIMEOUT_MS } from '../../shared/limits.ts'
import { httpRequest } from '../targets/http.ts'
import { whyNoAnswer } from '../targets/http-words.ts'

export interface WebhookRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly signal?: AbortSignal
  /** Whole exchange, the answer's body included. */
  readonly timeoutMs?: number
}

/** `status` only where a whole answer came, or more of it than is read. Sentences hold no address, header or body. */
export type WebhookAnswer = { readonly kind: 'answer'; readonly status: number; readonly retryAfter: string | undefined } | { readonly kind: 'none'; readonly why: string }

/** Of an answer so much is read; its text means nothing to Rollcall. */
const ANSWER_BYTES_MAX = 4_096

/** One POST. Follows no redirect, uses no kept connection, never rejects. */
export async function postWebhook({ url, headers, body, signal, timeoutMs = WEBHOOK_TIMEOUT_MS }: WebhookRequest): Promise<WebhookAnswer> {
  const answer = await httpRequest({
    url,
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    accept: null,
    body,
    timeoutMs,
    answerBytesMax: ANSWER_BYTES_MAX,
    // A webhook goes to the one whose certificate fits, or nowhere.
    alwaysVerify: true,
    ...(signal && { signal }),
  })
  if (answer.ok && answer.upgraded) return { kind: 'none', why: 'it answered with another protocol' }
  if (answer.ok && answer.broken) return { kind: 'none', why: 'the connection was closed in the middle of the answer' }
  if (answer.ok) return { kind: 'answer', status: answer.status, retryAfter: answer.headers['retry-after'] }
  if (answer.late) return { kind: 'none', why: `no whole answer within ${Math.round(timeoutMs / 1000)} s` }
  switch (answer.code) {
    case 'ABORT_ERR':
      return { kind: 'none', why: 'stopped' }
    case 'ERR_INVALID_URL':
      return { kind: 'none', why: 'the address cannot be used' }
    default:
      return { kind: 'none', why: whyNoAnswer(answer.code) }
  }
}
