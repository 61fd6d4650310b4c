import type { Account, Person, School } from '../../contract.ts'
import { fixedUuid, fullName } from '../../kit/identity.ts'

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
      name: fullName(person),
      systemRole,
      contextRole,
    }
  })
}
