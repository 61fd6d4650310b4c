import type { TokenRequest, TokenSource } from '../../shared/catalog.ts'
import type { ProblemKind } from '../../shared/domain.ts'
import { TOKEN_CHARS_MAX } from '../../shared/limits.ts'
import { fillJson, readFirst } from '../../shared/template.ts'
import { httpRequest } from './http.ts'
import type { HttpAnswer } from './http.ts'
import { parseJson } from '../monitor/raw-payload.ts'
import { withoutSecrets } from './problem.ts'
import { classifyCode } from './refusal.ts'
import { cleanToken } from './token.ts'

/* Runs a catalog's sign-in or refresh requests. No secret ever gets into an error's text. */

export interface TokenExchange {
  readonly url: string
  readonly ca: string
  readonly values: { readonly email?: string; readonly password?: string; readonly refreshToken?: string; readonly token?: string }
  readonly signal?: AbortSignal
}

export type TokenOutcome =
  | { readonly ok: true; readonly token: string; readonly refreshToken: string | undefined; /** Parsed answers, newest first, for whoAmI. */ readonly answers: readonly unknown[] }
  | { readonly ok: false; readonly kind: ProblemKind; readonly details: string; readonly retryAfterMs: number | undefined }

type Failure = Extract<TokenOutcome, { ok: false }>

/** Sends the requests in order; tokens of a later answer win. A later request may fail when an earlier one gave a token. Never rejects. */
export async function exchangeTokens(requests: readonly TokenRequest[], exchange: TokenExchange): Promise<TokenOutcome> {
  const cookies = new Map<string, string>()
  const answers: unknown[] = []
  const known = { ...exchange.values }
  let token: string | undefined
  let refreshToken: string | undefined
  for (const request of requests) {
    const answer = await send(request, exchange, { ...known, ...(token ? { token } : {}) }, cookies)
    if (!answer) return { ok: false, kind: 'sign-in-odd', details: `${request.path}: something that this request needs is not known`, retryAfterMs: undefined }
    const failure = failureOf(answer, request, Object.values(exchange.values))
    if (failure) {
      if (token) break
      return failure
    }
    if (!answer.ok) break
    keepCookies(answer, cookies)
    const body = parseJson(answer.body)
    answers.unshift(body)
    token = findToken(request.accessToken, body, cookies) ?? token
    refreshToken = findToken(request.refreshToken, body, cookies) ?? refreshToken
  }
  if (!token) return { ok: false, kind: 'sign-in-odd', details: 'The answer was friendly and held no token.', retryAfterMs: undefined }
  return { ok: true, token, refreshToken, answers }
}

async function send(request: TokenRequest, exchange: TokenExchange, values: Record<string, string>, cookies: ReadonlyMap<string, string>): Promise<HttpAnswer | undefined> {
  const body = request.body === undefined ? undefined : fillJson(request.body, values)
  if (request.body !== undefined && body === undefined) return undefined
  const headers: Record<string, string> = {}
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (cookies.size > 0) headers['cookie'] = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  if (request.bearer && values['token']) headers['authorization'] = `Bearer ${values['token']}`
  return httpRequest({
    url: `${exchange.url}${request.path}`,
    method: request.method,
    headers,
    ca: exchange.ca,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(exchange.signal ? { signal: exchange.signal } : {}),
  })
}

function failureOf(answer: HttpAnswer, request: TokenRequest, secrets: readonly (string | undefined)[]): Failure | undefined {
  if (!answer.ok) return { ok: false, kind: classifyCode(answer.code, answer.message) ?? (answer.code === 'ABORT_ERR' ? 'stopped' : 'transport'), details: `${answer.code} ${answer.message}`.trim(), retryAfterMs: undefined }
  if (answer.status >= 200 && answer.status < 300) return undefined
  const body = parseJson(answer.body)
  const said = hide(readFirst([body], ['error.message', 'error.json.message', 'error', 'message', 'detail', 'msg']) ?? '', secrets)
  const details = withoutSecrets(`${request.method} ${request.path}: HTTP ${answer.status} ${said}`.trim())
  const retryAfterMs = retryAfter(answer.headers['retry-after'])
  if (mentionsMfa(body)) return { ok: false, kind: 'mfa-required', details, retryAfterMs }
  if (answer.status === 429) return { ok: false, kind: 'sign-in-limited', details: retryAfterMs === undefined ? details : `${details} (wait ${Math.round(retryAfterMs / 1000)} s)`, retryAfterMs }
  if (answer.status >= 500) return { ok: false, kind: 'server-trouble', details, retryAfterMs }
  const isJson = typeof body === 'object' && body !== null
  if ([400, 401, 403, 422].includes(answer.status) || (answer.status === 404 && isJson)) return { ok: false, kind: 'sign-in-refused', details, retryAfterMs }
  return { ok: false, kind: 'sign-in-odd', details, retryAfterMs }
}

function mentionsMfa(body: unknown): boolean {
  const wanted = ['mfaRequired', 'mfa_required', 'requiresMfa', 'error.mfaRequired', 'data.mfaRequired']
  return typeof body === 'object' && body !== null && wanted.some((path) => readPathTrue(body, path))
}

function readPathTrue(body: object, path: string): boolean {
  let value: unknown = body
  for (const key of path.split('.')) value = typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined
  return value === true
}

function findToken(sources: readonly TokenSource[], body: unknown, cookies: ReadonlyMap<string, string>): string | undefined {
  for (const source of sources) {
    const value = source.in === 'cookie' ? cookies.get(source.name) : readFirst([body], [source.path])
    const token = value === undefined ? '' : cleanToken(value)
    if (token !== '' && token.length <= TOKEN_CHARS_MAX) return token
  }
  return undefined
}

/** The jar lives for one exchange only: names and values, no paths, one host. */
function keepCookies(answer: HttpAnswer & { ok: true }, cookies: Map<string, string>): void {
  for (const line of (answer.headers['set-cookie'] ?? []).slice(0, 50)) {
    const pair = line.split(';', 1)[0] ?? ''
    const equals = pair.indexOf('=')
    if (equals < 1) continue
    const name = pair.slice(0, equals).trim()
    const value = decode(pair.slice(equals + 1).trim())
    if (value === '') cookies.delete(name)
    else cookies.set(name, value)
  }
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/** Seconds or a date; at most an hour. */
function retryAfter(header: string | undefined): number | undefined {
  if (header === undefined) return undefined
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, 3_600_000) : undefined
}

/** A server may repeat what it was sent. */
function hide(text: string, secrets: readonly (string | undefined)[]): string {
  let clean = text
  for (const secret of secrets) if (secret && secret.length > 3) clean = clean.replaceAll(secret, '[hidden]')
  return clean
}
