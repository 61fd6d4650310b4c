import http from 'node:http'
import https from 'node:https'
import { HTTP_ANSWER_BYTES_MAX, HTTP_TIMEOUT_MS } from '../../shared/limits.ts'

/* One bounded HTTP request. Redirects are not followed: a password must not travel to another place. */

export interface HttpRequest {
  readonly url: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'OPTIONS'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** PEM text; empty: the system's authorities. */
  readonly ca?: string
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

export type HttpAnswer =
  | { readonly ok: true; readonly status: number; readonly headers: http.IncomingHttpHeaders; readonly body: string; readonly cut: boolean; readonly upgraded: boolean }
  | { readonly ok: false; readonly code: string; readonly message: string; /** The connection stood, so the request may have left. */ readonly reached?: true; /** Names in a certificate that did not fit. */ readonly certificateNames?: string }

/** Node adds the certificate to a name error, and the parts when several addresses were tried. */
type RequestError = NodeJS.ErrnoException & { readonly errors?: readonly NodeJS.ErrnoException[]; readonly cert?: { readonly subjectaltname?: string } }

/** Never rejects; an answer above HTTP_ANSWER_BYTES_MAX is cut. A `101` counts as an answer and its socket is closed. */
export function httpRequest(request: HttpRequest): Promise<HttpAnswer> {
  return new Promise((resolve) => {
    const secure = request.url.startsWith('https:')
    let outgoing: http.ClientRequest
    const timer = setTimeout(() => finish({ ok: false, code: 'ETIMEDOUT', message: 'no answer in time' }), request.timeoutMs ?? HTTP_TIMEOUT_MS)
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
        headers: { accept: 'application/json, text/plain, */*', ...request.headers, ...(request.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(request.body)) }) },
        agent: false,
        ...(request.ca ? { ca: request.ca } : {}),
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
      const done = (cut: boolean) =>
        finish({ ok: true, status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).subarray(0, HTTP_ANSWER_BYTES_MAX).toString(), cut, upgraded: false })
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        bytes += chunk.length
        if (bytes > HTTP_ANSWER_BYTES_MAX) done(true)
      })
      response.on('end', () => done(false))
      response.on('error', (error: NodeJS.ErrnoException) => finish({ ok: false, code: error.code ?? '', message: error.message }))
      response.on('aborted', () => done(true))
    })
    outgoing.end(request.body)
  })
}
