import type { PersonRow, SocketTransport } from '../../../shared/presence.ts'
import { cleaned, initials, maskedEmail, shownName } from '../mask.ts'
import type { PresenceSource } from '../presence-source.ts'
import { isMember } from '../rooms/memberships.ts'
import { BY_EMAIL, BY_NAME, isUnknown } from './person.ts'
import type { Person } from './person.ts'
import { standingOf } from './person-status.ts'
import type { Reveals } from './reveals.ts'

/** What a border needs to build rows: this is where names are masked. */
export interface RowContext {
  readonly reveals: Reveals
  readonly nowMs: number
}

/** A person as a row: initials unless a reveal of exactly this person is open. */
export function personRow(person: Person, source: PresenceSource, { reveals, nowMs }: RowContext): PersonRow {
  const { presence, targetId } = source
  const standing = standingOf(person, presence.observed.feed, nowMs)
  const own = presence.isOwn(person)
  const revealed = reveals.has(targetId, person.publicId, nowMs)
  const transports = new Set<SocketTransport>()
  let sockets = 0
  let devices = 0
  for (const session of person.sessions.values()) {
    devices++
    for (const socket of session.sockets) {
      sockets++
      transports.add(socket.transport)
    }
  }
  let rooms = 0
  for (const member of person.rooms.values()) if (isMember(member, nowMs)) rooms++
  return {
    key: { targetId, personId: person.publicId },
    name: revealed ? clearName(person) : maskedName(person),
    revealed,
    role: person.role === undefined ? null : shownName(person.role),
    status: standing.status,
    evidence: standing.evidence,
    devices,
    sockets,
    rooms,
    transports: [...transports].sort(),
    sinceMs: standing.sinceMs,
    lastSeenMs: person.lastSeenMs,
    stale: standing.stale,
    own,
  }
}

/** Initials, a masked address, or the id; never a name. */
export function maskedName(person: Person): string {
  if (person.name !== undefined) return initials(person.name)
  if (person.email !== undefined) return maskedEmail(person.email)
  return nameless(person)
}

function clearName(person: Person): string {
  const name = person.name ?? person.email
  return name === undefined ? nameless(person) : cleaned(name)
}

function nameless(person: Person): string {
  if (isUnknown(person)) return 'Unknown person'
  if (person.key.startsWith(BY_NAME) || person.key.startsWith(BY_EMAIL)) return person.publicId
  return shownName(person.key)
}

/** The address: in clear while a reveal is open. */
export function shownEmail(person: Person, revealed: boolean): string | null {
  if (person.email === undefined) return null
  return revealed ? cleaned(person.email) : maskedEmail(person.email)
}
