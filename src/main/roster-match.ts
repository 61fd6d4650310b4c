import type { PersonRow } from '../shared/presence.ts'
import type { RosterEntry } from './roster.ts'

/** A person whom a room's roster may mean. Raw, from the core: only `row` goes to the window. */
export interface RosterMember {
  /** The platform's id; null where nothing but a name or address is known. */
  readonly id: string | null
  readonly email: string | null
  readonly name: string | null
  readonly row: PersonRow
}

export interface Matches {
  readonly found: ReadonlyMap<RosterEntry, RosterMember>
  /** Entries that fit several people, or share a person with another entry; with the number of people. */
  readonly ambiguous: ReadonlyMap<RosterEntry, number>
  /** Nobody on the roster, and not one of those whom an ambiguous entry may mean. */
  readonly left: readonly RosterMember[]
}

/**
 * `Rossi, María` and `maria rossi` are one name: no case, no accents of European scripts, no order, no punctuation. Empty
 * where a text has neither letters nor digits.
 */
export function foldPersonName(text: string): string {
  const plain = text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toUpperCase().toLowerCase()
  return plain.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== '').sort().join(' ')
}

/** E-mail addresses are compared without case: every school's server does. */
export function foldEmail(text: string): string {
  return text.trim().toLowerCase()
}

type KeyOf<T> = (of: T) => string | null
const passes: readonly (readonly [KeyOf<RosterEntry>, KeyOf<RosterMember>])[] = [
  [({ id }) => id, ({ id }) => id],
  [({ email }) => email && foldEmail(email), ({ email }) => email && foldEmail(email)],
  [({ name }) => name && foldPersonName(name), ({ name }) => name && foldPersonName(name)],
]

/** Everybody by id first, then by e-mail, then by name: a name never takes away a person whom an id names. One to one, or not at all. */
export function matchRoster(entries: readonly RosterEntry[], members: readonly RosterMember[]): Matches {
  const found = new Map<RosterEntry, RosterMember>()
  const ambiguous = new Map<RosterEntry, number>()
  let openEntries = [...entries]
  let openMembers = [...members]
  const held = new Set<RosterMember>()
  for (const [entryKey, memberKey] of passes) {
    const byKey = grouped(openMembers, memberKey)
    for (const [key, wanting] of grouped(openEntries, entryKey)) {
      const fitting = byKey.get(key) ?? []
      const [entry] = wanting
      const [member] = fitting
      if (entry === undefined || member === undefined) continue
      if (wanting.length === 1 && fitting.length === 1) {
        found.set(entry, member)
      } else {
        for (const each of wanting) ambiguous.set(each, fitting.length)
      }
      for (const each of fitting) held.add(each)
    }
    openEntries = openEntries.filter((entry) => !found.has(entry) && !ambiguous.has(entry))
    openMembers = openMembers.filter((member) => !held.has(member))
  }
  return { found, ambiguous, left: openMembers }
}

function grouped<T>(items: readonly T[], keyOf: KeyOf<T>): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    if (key === null || key === '') continue
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}
