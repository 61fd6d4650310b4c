import http from 'node:http'
import https from 'node:https'
import { WEBHOOK_TIMEOUT_MS } from '../../shared/limits.ts'

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
export const ANSWER_BYTES_MAX = 4_096

/** One POST. Follows no redirect, uses no kept connection, never rejects. */
export function postWebhook({ url, headers, body, signal, timeoutMs = WEBHOOK_TIMEOUT_MS }: WebhookRequest): Promise<WebhookAnswer> {
  return new Promise((resolve) => {
    let outgoing: http.ClientRequest | undefined
    let finished = false
    const onAbort = (): void => finish({ kind: 'none', why: 'stopped' })
    const timer = setTimeout(() => finish({ kind: 'none', why: `no whole answer within ${Math.round(timeoutMs / 1000)} s` }), timeoutMs)
    function finish(answer: WebhookAnswer): void {
      if (finished) return
      finished = true
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      outgoing?.destroy()
      resolve(answer)
    }
    const secure = url.startsWith('https:')
    try {
      outgoing = (secure ? https : http).request(url, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) },
        agent: false,
        // Whatever the environment says: a webhook goes to the one whose certificate fits, or nowhere.
        ...(secure && { rejectUnauthorized: true }),
      })
    } catch {
      finish({ kind: 'none', why: 'the address cannot be used' })
      return
    }
    outgoing.on('error', (error: NodeJS.ErrnoException & { readonly errors?: readonly NodeJS.ErrnoException[] }) => finish({ kind: 'none', why: whyOf(error.code ?? error.errors?.[0]?.code ?? '') }))
    outgoing.on('response', (response) => {
      const answer: WebhookAnswer = { kind: 'answer', status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] }
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > ANSWER_BYTES_MAX) finish(answer)
      })
      response.on('end', () => finish(response.complete ? answer : { kind: 'none', why: 'the connection was closed in the middle of the answer' }))
      response.on('error', () => finish({ kind: 'none', why: 'the connection was closed in the middle of the answer' }))
    })
    outgoing.on('upgrade', (_response, socket) => {
      socket.destroy()
      finish({ kind: 'none', why: 'it answered with another protocol' })
    })
    if (signal?.aborted) onAbort()
    else signal?.addEventListener('abort', onAbort)
    outgoing.end(body)
  })
}

/** Words for what Node reports; never its message, which holds host and path. */
function whyOf(code: string): string {
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'its name was not found'
    case 'ECONNREFUSED':
      return 'nothing listens there'
    case 'ECONNRESET':
    case 'EPIPE':
      return 'the connection was closed before an answer'
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'it cannot be reached'
    case 'EPROTO':
      return 'its encryption failed; perhaps it speaks http only'
    case 'CERT_HAS_EXPIRED':
      return 'its certificate has expired'
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return 'its certificate is for another name'
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return 'its certificate is signed by nobody whom this computer trusts'
    default:
      if (code.startsWith('HPE_')) return 'its answer is not HTTP'
      return code.includes('SSL') || code.includes('TLS') || code.includes('CERT') ? `its encryption failed (${code})` : `the connection failed${code === '' ? '' : ` (${code})`}`
  }
}
