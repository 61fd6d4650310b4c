import http from 'node:http'
import https from 'node:https'
import { HTTP_ANSWER_BYTES_MAX, HTTP_TIMEOUT_MS } from '../../shared/limits.ts'

/* One bounded HTTP request. Redirects are not followed: a password must not travel to another place. */

export interface HttpRequest {
  readonly url: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'OPTIONS'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** What the `accept` header says; absent: JSON or text. null: there is none. */
  readonly accept?: null
  /** PEM text; empty: the system's authorities. */
  readonly ca?: string
  /** The certificate must fit whatever NODE_TLS_REJECT_UNAUTHORIZED says. */
  readonly alwaysVerify?: true
  /** Of the answer's body so much is read; absent: HTTP_ANSWER_BYTES_MAX. */
  readonly answerBytesMax?: number
  /** For the whole exchange, the answer's body included. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

export type HttpAnswer =
  | { readonly ok: true; readonly status: number; readonly headers: http.IncomingHttpHeaders; readonly body: string; readonly cut: boolean; /** It is cut because the connection ended in the middle of it. */ readonly broken?: true; readonly upgraded: boolean }
  | { readonly ok: false; readonly code: string; readonly message: string; /** The connection stood, so the request may have left. */ readonly reached?: true; /** `timeoutMs` was over. */ readonly late?: true; /** Names in a certificate that did not fit. */ readonly certificateNames?: string }

/** Node adds the certificate to a name error, and the parts when several addresses were tried. */
type RequestError = NodeJS.ErrnoException & { readonly errors?: readonly NodeJS.ErrnoException[]; readonly cert?: { readonly subjectaltname?: string } }

/** Never rejects; an answer above its bound is cut. A `101` counts as an answer and its socket is closed. */
export function httpRequest(request: HttpRequest): Promise<HttpAnswer> {
  return new Promise((resolve) => {
    const secure = request.url.startsWith('https:')
    const bytesMax = request.answerBytesMax ?? HTTP_ANSWER_BYTES_MAX
    let outgoing: http.ClientRequest
    const timer = setTimeout(() => finish({ ok: false, code: 'ETIMEDOUT', message: 'no answer in time', late: true }), request.timeoutMs ?? HTTP_TIMEOUT_MS)
    const onAbort = () => finish({ ok: false, code: 'ABORT_ERR', message: 'stopped' })
    let finished = false
    let reached = false
    function finish(answer: HttpAnswer): void {
      if (finished) return
      finished = true
      clearTimeout(timer)
      request.signal?.removeEventListener('abort', onAbort)
      outgoing?.destroy()
      resolve(!answer.ok && reached ? { ...answer, reached: true } : answer)
    }
    try {
      outgoing = (secure ? https : http).request(request.url, {
        method: request.method,
        headers: { ...(request.accept === null ? {} : { accept: 'application/json, text/plain, */*' }), ...request.headers, ...(request.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(request.body)) }) },
        agent: false,
        ...(request.ca ? { ca: request.ca } : {}),
        ...(secure && request.alwaysVerify ? { rejectUnauthorized: true } : {}),
      })
    } catch (error) {
      finish({ ok: false, code: 'ERR_INVALID_URL', message: error instanceof Error ? error.message : 'not an address' })
      return
    }
    outgoing.on('socket', (socket) => socket.once(secure ? 'secureConnect' : 'connect', () => (reached = true)))
    request.signal?.addEventListener('abort', onAbort)
    if (request.signal?.aborted) onAbort()
    outgoing.on('error', (error: RequestError) => {
      const names = error.cert?.subjectaltname
      finish({ ok: false, code: error.code ?? error.errors?.[0]?.code ?? '', message: error.message, ...(names ? { certificateNames: names } : {}) })
    })
    outgoing.on('upgrade', (response, socket) => {
      socket.destroy()
      finish({ ok: true, status: response.statusCode ?? 101, headers: response.headers, body: '', cut: false, upgraded: true })
    })
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = []
      let bytes = 0
      const done = (how: { readonly cut: boolean; readonly broken?: true }) =>
        finish({ ok: true, status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).subarray(0, bytesMax).toString(), ...how, upgraded: false })
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        bytes += chunk.length
        if (bytes > bytesMax) done({ cut: true })
      })
      response.on('end', () => done({ cut: false }))
      response.on('error', (error: NodeJS.ErrnoException) => finish({ ok: false, code: error.code ?? '', message: error.message }))
      response.on('aborted', () => done({ cut: true, broken: true }))
    })
    outgoing.end(request.body)
  })
}
