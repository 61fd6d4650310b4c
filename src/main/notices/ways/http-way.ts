import { NOTICE_ACK_MS } from '../../../shared/limits.ts'
import type { NoticeSettings } from '../../../shared/notices.ts'
import type { HttpAnswer, HttpRequest } from '../../targets/http.ts'
import { whyNoAnswer } from '../../targets/http-words.ts'
import { isLoopback } from '../../targets/namespaces.ts'
import type { Packet, PacketOutcome } from '../way.ts'
import { DUPLICATE_DETAIL, isDuplicate, readAnswer } from './answer.ts'
import { httpBody, httpBodyTrouble, httpHeaders, httpTrouble } from './http-form.ts'

/* A notice as one HTTP request. Redirects are not followed, the answer is bounded, nothing is tried twice. */

export interface HttpWayParts {
  readonly settings: NoticeSettings
  /** `Authorization: ...`; from the vault, never shown. */
  readonly secretHeader: string | undefined
  readonly request: (request: HttpRequest) => Promise<HttpAnswer>
  /** Only addresses on this computer. */
  readonly loopbackOnly: boolean
  /** PEM text to trust; empty: the system's. */
  readonly ca: string
}

/** Why nothing can be sent by these settings; undefined: it can. */
export function httpWayTrouble({ settings, secretHeader, loopbackOnly }: HttpWayParts): string | undefined {
  if (loopbackOnly && !isLoopback(settings.http.url)) return 'This Electron is out of support: only addresses on this computer are connected to.'
  return httpTrouble(settings, secretHeader)
}

export async function sendByHttp(packet: Packet, parts: HttpWayParts): Promise<PacketOutcome> {
  const trouble = httpWayTrouble(parts) ?? httpBodyTrouble(parts.settings.http.body, packet)
  const body = trouble === undefined ? httpBody(parts.settings.http.body, packet) : undefined
  if (body === undefined) return failed(trouble ?? 'Nothing was sent: there is no body.')
  const { settings, secretHeader, ca } = parts
  const answer = await parts.request({ alwaysVerify: true, url: settings.http.url, method: settings.http.method, headers: httpHeaders(settings, secretHeader, packet.key), body, timeoutMs: NOTICE_ACK_MS, ...(ca === '' ? {} : { ca }) })
  if (!answer.ok) {
    if (answer.reached !== true) return failed(`Nothing left: ${whyNoAnswer(answer.code)}.`)
    if (answer.code === 'ETIMEDOUT') return { result: 'not-confirmed', delivered: null, detail: `It left, and no answer came within ${NOTICE_ACK_MS / 1_000} s.` }
    return { result: 'unknown', delivered: null, detail: 'The connection ended before an answer: it may have arrived.' }
  }
  const { status } = answer
  if (status >= 200 && status < 300) return answer.cut ? { result: 'confirmed', delivered: null, detail: `The server took it. Its answer ${answer.broken ? 'broke off' : 'is too long to be read'}.` } : readAnswer(jsonOf(answer.body), packet.noticeId, false)
  if (status >= 500) return { result: 'unknown', delivered: null, detail: `The server failed (${status}): it may have arrived.` }
  if (isDuplicate(jsonOf(answer.body))) return { result: 'refused', delivered: null, detail: DUPLICATE_DETAIL }
  return { result: 'refused', delivered: null, detail: `The server refused it: ${wordsOf(status)}.` }
}

/** Whether the address answers: one OPTIONS request without a notice. */
export async function lookAtHttp(parts: HttpWayParts): Promise<{ readonly ok: boolean; readonly sentence: string }> {
  const trouble = httpWayTrouble(parts)
  if (trouble !== undefined) return { ok: false, sentence: trouble }
  const { settings, secretHeader, ca } = parts
  const { 'idempotency-key': _, 'content-type': __, ...headers } = httpHeaders(settings, secretHeader, 'test')
  const answer = await parts.request({ alwaysVerify: true, url: settings.http.url, method: 'OPTIONS', headers, ...(ca === '' ? {} : { ca }) })
  if (!answer.ok) return { ok: false, sentence: `The address does not answer: ${whyNoAnswer(answer.code)}.` }
  const { status } = answer
  if (status === 401 || status === 403) return { ok: false, sentence: `The server refuses Rollcall (${status}): check the secret header.` }
  // Many servers answer OPTIONS with 404 or 405 where POST is served: nothing is proved by it.
  if (status >= 300 && status < 400) return { ok: false, sentence: `The address answers with a redirect (${status}), which is not followed: enter the final address.` }
  if (status >= 500) return { ok: false, sentence: `The server fails (${status}). Try again later.` }
  return { ok: true, sentence: `The address answers (${status} to a question without a notice).` }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function wordsOf(status: number): string {
  if (status >= 300 && status < 400) return `it answers with a redirect (${status}), which is not followed`
  if (status === 401 || status === 403) return `it does not accept the secret header (${status})`
  if (status === 409) return 'it says that it has this notice already (409)'
  return `status ${status}`
}

function failed(detail: string): PacketOutcome {
  return { result: 'failed', delivered: null, detail }
}
