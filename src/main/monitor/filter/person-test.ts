import type { LogRecord } from '../event-log.ts'
import { BY_EMAIL, BY_NAME, BY_SOCKET } from '../people/person.ts'
import type { Person } from '../people/person.ts'
import type { Test } from './pattern.ts'

/** What the core knows of a person, in clear: a filter compares with it and never shows it. */
export type PersonFacts = Pick<Person, 'publicId' | 'name' | 'email' | 'role'>
/** The person of a record's key on a target; undefined when nobody is remembered under it. */
export type PersonLookup = (targetId: string, person: string) => PersonFacts | undefined

/** By id as the platform or as the window writes it, name, or e-mail address. */
export function personTest(test: Test, personOf: PersonLookup): (record: LogRecord) => boolean {
  return ({ person, key }) => {
    if (person === undefined) return false
    if (test(bare(person))) return true
    const known = personOf(key.target.id, person)
    return known !== undefined && (test(known.publicId) || (known.name !== undefined && test(known.name)) || (known.email !== undefined && test(known.email)))
  }
}

/** By the role that the platform gave; whose role is not known has none. */
export function roleTest(test: Test, personOf: PersonLookup): (record: LogRecord) => boolean {
  return ({ person, key }) => {
    const role = person === undefined ? undefined : personOf(key.target.id, person)?.role
    return role !== undefined && test(role)
  }
}

/** The id, name or address without the prefix that says which of them it is. */
export function bare(person: string): string {
  for (const prefix of [BY_NAME, BY_EMAIL, BY_SOCKET]) if (person.startsWith(prefix)) return person.slice(prefix.length)
  return person
}
