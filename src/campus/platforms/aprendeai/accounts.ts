import type { Account, Person, School } from '../../contract.ts'

/** An AprendeAI account: `systemRole` as the tokens hold it, null for everybody who does not run the platform. */
export interface AprendeaiAccount extends Account {
  readonly name: string
  readonly systemRole: 'ADMIN' | 'SUPPORT' | 'OPS' | null
  readonly contextRole: string
}

export const institutionId = '00000a1d-0000-4000-8000-000000000001'

const contextRoles: Record<Person['kind'], string> = {
  student: 'STUDENT', teacher: 'TEACHER', counselor: 'COUNSELOR', principal: 'INSTITUTION_ADMIN', parent: 'GUARDIAN', admin: 'INSTITUTION_ADMIN',
}

/** A UUID that is the same for every run: `family` is 8 hex digits. */
export function fixedUuid(family: string, number: number): string {
  return `${family}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`
}

/** One account a person; persons[0] is the admin. */
export function createAccounts(school: School): readonly AprendeaiAccount[] {
  return school.persons.map((person) => {
    const systemRole = person.kind === 'admin' ? 'ADMIN' : null
    const contextRole = contextRoles[person.kind]
    return {
      person,
      userId: fixedUuid('0000a001', person.number),
      role: systemRole ?? contextRole,
      email: person.email,
      password: `aprendeai-${person.number}`,
      name: `${person.givenName} ${person.familyName}`,
      systemRole,
      contextRole,
    }
  })
}
