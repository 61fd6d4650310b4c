import type { ObservedSocket } from '../../monitor/presence-sink.ts'

/* Who a socket belongs to, as far as the application keeps it in socket.data. python-socketio always sends {}. */

const ID_CHARS_MAX = 320
const TEXT_CHARS_MAX = 200
const nobody: ObservedSocket['person'] = { id: undefined, name: undefined, email: undefined, role: undefined }

/** Reads the usual spellings: data.userId, user_id, id, data.user.id, sub; name, userName, displayName, given and family name; email; role. */
export function personOf(data: unknown): ObservedSocket['person'] {
  if (!isRecord(data) || Object.keys(data).length === 0) return nobody
  const user = isRecord(own(data, 'user')) ? (own(data, 'user') as Record<string, unknown>) : {}
  const id = first(ID_CHARS_MAX, own(data, 'userId'), own(data, 'user_id'), own(data, 'id'), own(user, 'id'), own(user, 'userId'), own(data, 'sub'), own(user, 'sub'))
  const name = first(TEXT_CHARS_MAX, ...[data, user].flatMap((from) => [own(from, 'name'), own(from, 'userName'), own(from, 'displayName'), fullName(from)]))
  const email = first(ID_CHARS_MAX, own(data, 'email'), own(user, 'email'))
  const role = first(TEXT_CHARS_MAX, own(data, 'role'), own(user, 'role'))
  return id === undefined && name === undefined && email === undefined && role === undefined ? nobody : { id, name, email, role }
}

/** Nothing that the feed says of them differs. */
export function samePerson(a: ObservedSocket['person'], b: ObservedSocket['person']): boolean {
  return a === b || (a.id === b.id && a.name === b.name && a.email === b.email && a.role === b.role)
}

function fullName(from: Record<string, unknown>): string | undefined {
  const parts = [own(from, 'givenName'), own(from, 'familyName')].filter((part) => typeof part === 'string' && part.trim() !== '')
  return parts.length > 0 ? parts.join(' ') : undefined
}

/** The first that is a text or a number, cut. */
function first(charsMax: number, ...values: readonly unknown[]): string | undefined {
  for (const value of values) {
    const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : typeof value === 'string' ? value.trim() : ''
    if (text !== '') return text.slice(0, charsMax)
  }
  return undefined
}

/** Own keys only: `__proto__` and `constructor` of a payload mean nothing. */
function own(from: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(from, key) ? from[key] : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
