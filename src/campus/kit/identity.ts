import type { Person } from '../contract.ts'

/** `Maria Lopez`. */
export function fullName({ givenName, familyName }: Pick<Person, 'givenName' | 'familyName'>): string {
  return `${givenName} ${familyName}`
}

/** A UUID that is the same for every run: `family` is 8 hex digits. */
export function fixedUuid(family: string, number: number): string {
  return `${family}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`
}
