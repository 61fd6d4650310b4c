import type { ProblemKind } from '../../shared/domain.ts'
import type { TokenFacts } from './token.ts'

/* Sorts what servers, Node and Socket.IO say into kinds. Never by an exact text: PyJWT's and jose's own words leak into refusals. */

export interface Refusal {
  /** Message of `44`, of an `error` event, or the reason of an early disconnect. */
  readonly message: string
  /** `44` was a bare string. */
  readonly bareString: boolean
  /** What came with it: `err.data`, the payload of the `error` event. */
  readonly extra: string
}

const namespaceWords = /invalid namespace|unknown namespace|namespace .{0,60}(?:not|unknown|invalid)/i
const troubleWords = /database|unavailable|overload|internal (?:server )?error|try again later|econn|timed? ?out|maintenance/i
const limitWords = /rate.?limit|too many|limit.?exceeded|max(?:imum)? .{0,20}connections|connection limit/i
const audienceWords = /audience|issuer|["' ](?:aud|iss)["' ]/i
const expiredWords = /expired|"exp"|jwt exp/i
const version2Words = /server in v2\.x|v2\.x with a v3\.x client/i
/** endiAPI's three texts, Flask's "Connection rejected by server", SkillCore's "unauthorized". */
const authWords = /auth|token|jwt|unauthor|forbidden|expired|reject|signature|segment|credential|login|sign.?in/i

/** Why a CONNECT was refused. @param token what was sent, undefined when none was. */
export function classifyRefusal(refusal: Refusal, token: TokenFacts | undefined, nowMs: number): ProblemKind {
  const text = `${refusal.message} ${refusal.extra}`
  if (version2Words.test(text)) return 'socketio-2'
  if (namespaceWords.test(refusal.message) || (refusal.bareString && !authWords.test(refusal.message))) return 'namespace-unknown'
  if (limitWords.test(text)) return 'rate-limited'
  if (troubleWords.test(text) && !authWords.test(refusal.message)) return 'server-trouble'
  return classifyToken(text, token, nowMs)
}

/** A refusal that is about the token, whatever its words: what is the matter with it? */
function classifyToken(text: string, token: TokenFacts | undefined, nowMs: number): ProblemKind {
  if (!token) return 'token-missing'
  if (!token.wellFormed) return 'token-malformed'
  if (token.endsAtMs !== undefined && token.endsAtMs <= nowMs) return 'token-expired'
  if (audienceWords.test(text)) return 'token-audience'
  if (expiredWords.test(text) && !/invalid or expired/i.test(text)) return 'token-expired'
  return 'token-refused'
}

/** Whether a refusal is about a limit: too many requests or connections. */
export function speaksOfLimit(text: string): boolean {
  return limitWords.test(text)
}

/** true: a new token could help. */
export function isTokenProblem(kind: ProblemKind): boolean {
  return kind === 'token-missing' || kind === 'token-malformed' || kind === 'token-expired' || kind === 'token-audience' || kind === 'token-refused'
}

const codeKinds: Readonly<Record<string, ProblemKind>> = {
  ENOTFOUND: 'host-unknown',
  EAI_AGAIN: 'host-unknown',
  EAI_NONAME: 'host-unknown',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'timeout',
  ESOCKETTIMEDOUT: 'timeout',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls-name',
  CERT_HAS_EXPIRED: 'tls-expired',
  CERT_NOT_YET_VALID: 'tls-expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls-untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls-untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'tls-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls-untrusted',
  CERT_UNTRUSTED: 'tls-untrusted',
  INVALID_CA: 'tls-untrusted',
  ERR_SSL_WRONG_VERSION_NUMBER: 'tls-not-spoken',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'tls-not-spoken',
  ERR_SSL_HTTP_REQUEST: 'tls-not-spoken',
}

/** What a Node error code says for certain; undefined where a closer look is needed. */
export function classifyCode(code: string, message: string): ProblemKind | undefined {
  const known = codeKinds[code]
  if (known) return known
  if (/wrong version number|packet length too long|record layer failure/i.test(message)) return 'tls-not-spoken'
  if (code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS') || code.startsWith('CERT_') || code === 'EPROTO') return 'tls-other'
  return undefined
}

/** The Node error inside what Socket.IO hands out: the WebSocket's error event, or the XMLHttpRequest's status text. */
export function innerError(error: unknown): { code: string; message: string } {
  let code = ''
  let message = ''
  const seen = [error, field(error, 'description'), field(field(error, 'description'), 'error'), field(field(error, 'context'), 'statusText'), field(error, 'cause')]
  for (const item of seen) {
    const itemCode = field(item, 'code')
    const itemMessage = field(item, 'message')
    if (typeof itemCode === 'string' && itemCode !== '') code = itemCode
    if (typeof itemMessage === 'string' && itemMessage !== '') message = itemMessage
    // Several addresses were tried ("happy eyeballs"): the parts hold the codes.
    const parts = field(item, 'errors')
    const partCode = Array.isArray(parts) ? field(parts[0], 'code') : undefined
    if (code === '' && typeof partCode === 'string') code = partCode
  }
  return { code, message }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value ? (value as Record<string, unknown>)[name] : undefined
}

/** Socket.IO's own disconnect reasons. */
export function classifyDisconnect(reason: string): ProblemKind {
  switch (reason) {
    case 'io server disconnect':
      return 'dropped-by-server'
    case 'transport close':
    case 'transport error':
    case 'ping timeout':
      return 'connection-lost'
    case 'parse error':
      return 'parse-error'
    case 'forced close':
    case 'io client disconnect':
      return 'stopped'
    default:
      return 'unknown'
  }
}
