import { randomBytes } from 'node:crypto'
import type { ProblemKind } from '../../shared/domain.ts'
import { httpRequest } from './http.ts'
import type { HttpAnswer } from './http.ts'
import { parseJson } from '../monitor/raw-payload.ts'
import { classifyCode } from './refusal.ts'

/* A closer look when no transport opened: a few bounded plain requests that tell a wrong address from a server in trouble. */

export interface ProbeInput {
  /** Origin: `https://live.lincoln.example:8443`. */
  readonly url: string
  readonly path: string
  /** Other paths where this platform's server may be: the catalog's. */
  readonly otherPaths: readonly string[]
  readonly ca: string
  /** The platform's own sign-in answered on this host in this run: it is the right machine. */
  readonly platformAnswered: boolean
  readonly signal?: AbortSignal
}

export interface ProbeResult {
  readonly kind: ProblemKind
  readonly details: string
  readonly what?: string
  readonly advice?: string
}

const PROBE_TIMEOUT_MS = 5_000

/** Finds out why no connection to a target opens. Never rejects. */
export async function probe(input: ProbeInput): Promise<ProbeResult> {
  const first = await look(input, input.path)
  if (!first.ok) return explainFailure(input, first)
  const found = handshakeOf(first)
  if (found === 'socketio-2') return { kind: 'socketio-2', details: `HTTP ${first.status} ${excerpt(first)}` }
  if (found === 'socketio') return { kind: 'transport', details: 'A plain handshake works; opening the transport does not. A proxy may block WebSocket.' }
  if (found === 'refused') return explainRefusedHandshake(first)
  if (first.status >= 300 && first.status < 400) {
    const location = first.headers.location ?? ''
    return { kind: 'http-status', details: `HTTP ${first.status} to ${location}`, what: `${hostOf(input.url)} sends connections on to another address.`, advice: location === '' ? 'Ask whoever runs the server for its address.' : `Use that address instead: ${location.slice(0, 200)} .` }
  }
  for (const path of new Set(['/socket.io', ...input.otherPaths, '/ws'])) {
    if (path === input.path) continue
    const other = await look(input, path)
    const kind = other.ok ? handshakeOf(other) : undefined
    if (kind === 'socketio') {
      return { kind: 'wrong-path', details: `Handshake found at ${path}`, what: `${hostOf(input.url)} has no Socket.IO server at ${input.path}; there is one at ${path}.`, advice: `Change the path to ${path}.` }
    }
    if (kind === 'socketio-2') return { kind: 'socketio-2', details: `found at ${path}` }
  }
  if (await speaksRawWebSocket(input)) return { kind: 'raw-websocket', details: `WebSocket upgrade accepted at ${input.path}, HTTP ${first.status} ${excerpt(first)}` }
  const details = `HTTP ${first.status} ${first.headers['content-type'] ?? ''} ${excerpt(first)}`
  if (input.platformAnswered || (first.status === 503 && /web.?socket|real.?time/i.test(first.body))) return { kind: 'realtime-disabled', details }
  if (first.status >= 500 || first.status === 401 || first.status === 403 || first.status === 407 || first.status === 429) return { kind: 'http-status', details, what: `${hostOf(input.url)} answered the connection with HTTP ${first.status}.` }
  return { kind: 'not-socketio', details }
}

function look(input: ProbeInput, path: string, headers?: Record<string, string>): Promise<HttpAnswer> {
  return httpRequest({
    url: `${input.url}${path.replace(/\/$/, '')}/?EIO=4&transport=${headers ? 'websocket' : 'polling'}`,
    method: 'GET',
    ca: input.ca,
    timeoutMs: PROBE_TIMEOUT_MS,
    ...(headers ? { headers } : {}),
    ...(input.signal ? { signal: input.signal } : {}),
  })
}

type Handshake = 'socketio' | 'socketio-2' | 'refused' | undefined

function handshakeOf(answer: HttpAnswer & { ok: true }): Handshake {
  const body = answer.body.trimStart()
  if (answer.status === 200 && body.startsWith('0{"sid"')) return 'socketio'
  // Engine.IO 3 puts the length in front of each packet: `96:0{"sid":…}2:40`.
  if (answer.status === 200 && /^\d+:0\{"sid"/.test(body)) return 'socketio-2'
  const json = answer.status === 400 || answer.status === 403 ? parseJson(body) : undefined
  if (typeof json === 'object' && json !== null && 'code' in json && 'message' in json) {
    return /unsupported protocol version/i.test(String(json.message)) ? 'socketio-2' : 'refused'
  }
  // Flask-SocketIO answers with the sentence alone.
  return answer.status === 400 && /not an accepted origin|unsupported (?:protocol )?version/i.test(body) ? 'refused' : undefined
}

function explainRefusedHandshake(answer: HttpAnswer & { ok: true }): ProbeResult {
  const details = `HTTP ${answer.status} ${excerpt(answer)}`
  if (/transport unknown/i.test(answer.body)) return { kind: 'transport', details, what: 'The server takes no polling, and no WebSocket could be opened.', advice: 'Choose WebSocket alone in the settings, and check whether a proxy blocks it.' }
  return { kind: 'http-status', details }
}

async function explainFailure(input: ProbeInput, failure: HttpAnswer & { ok: false }): Promise<ProbeResult> {
  const details = `${failure.code} ${failure.message}`.trim()
  const kind = classifyCode(failure.code, failure.message)
  if (kind === 'tls-name') {
    const names = failure.certificateNames?.replaceAll(/DNS:|IP Address:/g, '')
    return { kind, details, ...(names ? { what: `The certificate is for ${names.slice(0, 200)}, not ${hostOf(input.url)}. Not connected.` } : {}) }
  }
  if (kind) return { kind, details }
  if (input.url.startsWith('http:')) {
    // A TLS port cuts plain requests off: does it speak HTTPS?
    const secure = await httpRequest({ url: `https:${input.url.slice(5)}${input.path}/?EIO=4&transport=polling`, method: 'GET', timeoutMs: PROBE_TIMEOUT_MS, ...(input.signal ? { signal: input.signal } : {}) })
    const secureKind = secure.ok ? 'tls' : classifyCode(secure.code, secure.message)
    if (secureKind === 'tls' || secureKind === 'tls-untrusted' || secureKind === 'tls-name' || secureKind === 'tls-expired') {
      return { kind: 'transport', details, what: `${hostOf(input.url)} speaks HTTPS on this port, not HTTP.`, advice: 'Use https:// for this address.' }
    }
  }
  if (await speaksRawWebSocket(input)) return { kind: 'raw-websocket', details }
  if (failure.code.startsWith('HPE_')) return { kind: 'not-socketio', details }
  return { kind: 'transport', details }
}

async function speaksRawWebSocket(input: ProbeInput): Promise<boolean> {
  const headers = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': randomBytes(16).toString('base64') }
  const answer = await look(input, input.path, headers)
  if (answer.ok && answer.upgraded) return true
  // Some servers compare the path to the letter: no slash at the end, no query.
  const bare = await httpRequest({ url: `${input.url}${input.path}`, method: 'GET', ca: input.ca, headers, timeoutMs: PROBE_TIMEOUT_MS, ...(input.signal ? { signal: input.signal } : {}) })
  return bare.ok && bare.upgraded
}

function excerpt(answer: HttpAnswer & { ok: true }): string {
  return answer.body.replace(/\s+/g, ' ').trim().slice(0, 120)
}

/** Host and port; of what is no URL its beginning. */
export function hostOf(url: string): string {
  try {
    return new URL(url).host
  } catch {
    return url.slice(0, 100)
  }
}
