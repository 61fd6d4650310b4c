import type { NoticeSettings } from '../../../shared/notices.ts'
import { isLoopback } from '../../targets/namespaces.ts'
import type { Packet } from '../way.ts'
import { serverAudience } from './audience.ts'
import { sizeTrouble } from './check-packet.ts'
import { fillPayload, NOTICE_PLACEHOLDERS, placeholdersIn } from './fill.ts'

/* The form of an HTTP request: what the settings may say, and how a notice is filled in. */

/** Placeholders of a body besides the catalog's. */
export const HTTP_PLACEHOLDERS = ['audience', 'event', 'payload', 'key', 'namespace', 'room', 'digest'] as const
const known = new Set<string>([...NOTICE_PLACEHOLDERS, ...HTTP_PLACEHOLDERS])

const tokenShape = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/
/** Printable, no line break: a value must not become another header. */
const valueShape = /^[\x20-\x7e]*$/
const notOurs = new Set(['host', 'content-length', 'transfer-encoding', 'connection', 'upgrade', 'te', 'trailer', 'expect', 'idempotency-key'])

/** Why a request cannot be made of these settings, in a sentence with what to do; undefined: it can. */
export function httpTrouble({ http }: NoticeSettings, secretHeader: string | undefined): string | undefined {
  let url: URL
  try {
    url = new URL(http.url)
  } catch {
    return 'The address is not a URL: it looks like https://school.example/api/announcements.'
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'The address must begin with https://.'
  // What ends in .localhost is looked up like any other name in Node: it may be elsewhere.
  if (url.protocol === 'http:' && (!isLoopback(http.url) || url.hostname.endsWith('.localhost'))) return 'By http everybody on the way could read notices and the secret: use https. Only to this computer http is allowed.'
  if (url.username !== '' || url.password !== '') return 'The address holds a user name or password: enter it as the secret header instead.'
  if (/[{}]/.test(http.url)) return 'The address holds braces: placeholders are filled in the body only.'
  for (const { name, value } of http.headers) if (!isHeader(name, value)) return `The header "${name.slice(0, 40)}" cannot be sent.`
  if (secretHeader !== undefined && !secretParts(secretHeader)) return 'The secret header cannot be sent: it looks like "Authorization: Bearer ...", on one line.'
  if (http.hasSecretHeader && secretHeader === undefined) return 'The secret header is not kept on this computer: enter it again.'
  const body = parseBody(http.body)
  if (body === undefined) return 'The body is not JSON. Placeholders stand in strings: {"title": "{title}"}.'
  const strange = placeholdersIn(body).find((name) => !known.has(name))
  return strange === undefined ? undefined : `The body uses {${strange.slice(0, 40)}}, which nothing fills.`
}

/** The request's body; undefined when the template is not JSON, or it names nobody of this platform. */
export function httpBody(template: string, packet: Packet): string | undefined {
  const body = parseBody(template)
  const audience = serverAudience(packet)
  if (body === undefined || audience === undefined) return undefined
  const payload = packet.args.length === 1 ? packet.args[0] : packet.args
  const { noticeId, kind, event, key, namespace, room, digest } = packet
  return JSON.stringify(fillPayload(body, { ...fieldsOf(payload), ...packet.values, noticeId, kind, audience, event, payload, key, namespace, room, digest }))
}

/** Why the body of this notice would not be sent; undefined: it would. What is wrong with the settings themselves is said by httpTrouble. */
export function httpBodyTrouble(template: string, packet: Packet): string | undefined {
  const body = httpBody(template, packet)
  if (body === undefined) return parseBody(template) === undefined ? undefined : 'The audience names nobody of this platform.'
  if (body.length < 3) return 'Nothing was sent: with this notice the body is empty.'
  const tooLarge = sizeTrouble('body', Buffer.byteLength(body), packet)
  return tooLarge === undefined ? undefined : `Nothing was sent: ${tooLarge}`
}

/** All headers. The secret one wins over one of the same name. */
export function httpHeaders({ http }: NoticeSettings, secretHeader: string | undefined, key: string): Record<string, string> {
  const headers = new Map<string, string>([['content-type', 'application/json']])
  for (const { name, value } of http.headers) headers.set(name.toLowerCase(), value)
  const secret = secretHeader === undefined ? undefined : secretParts(secretHeader)
  if (secret) headers.set(secret.name.toLowerCase(), secret.value)
  headers.set('idempotency-key', key)
  return Object.fromEntries(headers)
}

function parseBody(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null && Object.keys(body).length > 0 ? body : undefined
  } catch {
    return undefined
  }
}

function secretParts(header: string): { readonly name: string; readonly value: string } | undefined {
  const at = header.indexOf(':')
  const [name, value] = [header.slice(0, at).trim(), header.slice(at + 1).trim()]
  return at > 0 && value !== '' && isHeader(name, value) ? { name, value } : undefined
}

function isHeader(name: string, value: string): boolean {
  return tokenShape.test(name) && !notOurs.has(name.toLowerCase()) && valueShape.test(value)
}

function fieldsOf(payload: unknown): Readonly<Record<string, unknown>> {
  return typeof payload === 'object' && payload !== null && !Array.isArray(payload) ? (payload as Readonly<Record<string, unknown>>) : {}
}
