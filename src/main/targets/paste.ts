import type { UnderstoodPaste } from '../../shared/ipc.ts'
import { PASTE_CHARS_MAX, TOKEN_CHARS_MAX } from '../../shared/limits.ts'
import { readFirst } from '../../shared/template.ts'
import { parseJson } from '../monitor/raw-payload.ts'
import { cleanToken } from './token.ts'

/* Understands what a person pastes into the platform form: an address, a token, or both, in the forms that documents and tools show. */

export interface Paste extends UnderstoodPaste {
  /** For the main process only; `token` says to the window that there is one. */
  readonly tokenText: string | undefined
}

const tokenNames = ['access_token', 'accessToken', 'token', 'jwt', 'sessionToken', 'data.tokens.access_token', 'data.access_token', 'data.accessToken', 'tokens.access_token']
const jwt = /\beyJ[\w-]{5,}\.[\w-]{2,}\.[\w-]*/
/** Paths that are Engine.IO's, not a namespace (endiAPI's document calls `ws://host/socket.io` the endpoint; RusingAcademy's is `/ws`). */
const enginePath = /\/(?:socket\.io|ws)\/?$/

/** Never throws; what could not be understood is named in the remarks. */
export function understandPaste(text: string): Paste {
  const remarks: string[] = []
  const found: { url: string | null; path: string | null; namespace: string | null; token: string | undefined } = { url: null, path: null, namespace: null, token: undefined }
  const clipped = text.slice(0, PASTE_CHARS_MAX)
  const json = /^\s*[[{"]/.test(clipped) ? parseJson(clipped) : undefined
  if (typeof json === 'object' && json !== null) {
    found.token = readFirst([json], tokenNames)
    if (found.token !== undefined) remarks.push('The access token was taken from the JSON.')
    const address = readFirst([json], ['url', 'endpoint', 'wsUrl'])
    if (address !== undefined) readAddress(address, found, remarks)
  } else {
    for (const line of clipped.split(/\r?\n/)) readLine(line, found, remarks)
  }
  const token = found.token === undefined ? '' : cleanToken(found.token)
  const usable = token !== '' && token.length <= TOKEN_CHARS_MAX && !/\s/.test(token)
  if (token !== '' && !usable) remarks.push(token.length > TOKEN_CHARS_MAX ? 'The token is too long to be one.' : 'The token has blanks inside and was not taken.')
  if (!found.url && !usable && clipped.trim() !== '') remarks.push('No address and no token was found in the text.')
  return { url: found.url, path: found.path, namespace: found.namespace, token: usable, remarks, tokenText: usable ? token : undefined }
}

type Found = { url: string | null; path: string | null; namespace: string | null; token: string | undefined }

function readLine(rawLine: string, found: Found, remarks: string[]): void {
  let line = rawLine.trim()
  if (line === '' || line.startsWith('#')) return
  // `export TOKEN="x"`, `ACCESS_TOKEN=x`, `token: x`
  const named = /^(?:export\s+)?([A-Za-z_][\w.-]*)\s*[=:]\s*(.+)$/.exec(line)
  // `host:8443` is no assignment, nor is `https://…`.
  if (named?.[1] !== undefined && named[2] !== undefined && !/^(?:https?|wss?)$/i.test(named[1]) && !/^[\w.-]+:\d+(?:\/|$)/.test(line)) {
    line = named[2].trim()
    if (/token|jwt|authorization|bearer/i.test(named[1])) {
      found.token ??= line
      return
    }
  }
  line = line.replace(/^["'`]+|["'`,;]+$/g, '').trim()
  if (/^bearer\s/i.test(line)) {
    found.token ??= line
    return
  }
  const address = /\b(?:https?|wss?):\/\/[^\s"'`<>]+/i.exec(line)?.[0]
  if (address !== undefined) readAddress(address, found, remarks)
  else if (/^(?:localhost|[\w-]+(?:\.[\w-]+)+|\d+(?:\.\d+){3})(?::\d+)?(?:\/\S*)?$/.test(line) && !jwt.test(line)) readAddress(`${isLocal(line) ? 'http' : 'https'}://${line}`, found, remarks)
  const token = jwt.exec(address === undefined ? line : line.replace(address, ''))?.[0]
  if (token !== undefined) found.token ??= token
}

function readAddress(address: string, found: Found, remarks: string[]): void {
  if (found.url !== null) {
    remarks.push('There is more than one address; the first was taken.')
    return
  }
  let url: URL
  try {
    url = new URL(address.replace(/^ws/i, 'http'))
  } catch {
    remarks.push('The address could not be read.')
    return
  }
  if (/^ws/i.test(address)) remarks.push('A ws:// or wss:// address was turned into http(s)://: Socket.IO starts there.')
  found.url = url.origin
  if (url.username !== '' || url.password !== '') remarks.push('A user name or password inside the address was left out.')
  const query = url.searchParams.get('token') ?? url.searchParams.get('access_token')
  if (query !== null && query !== '') {
    found.token ??= query
    remarks.push('The token was taken out of the address: addresses get logged.')
  }
  const path = url.pathname.replace(/\/+$/, '')
  const engine = enginePath.exec(path)
  if (engine) {
    found.path = path
    remarks.push(`${path} is the path of the connection, not a namespace.`)
  } else if (path !== '') {
    found.namespace = path
    remarks.push(`${path} was understood as a namespace.`)
  }
}

function isLocal(host: string): boolean {
  return /^(?:localhost|127\.|\[?::1)/.test(host)
}
