import type { Account, Person, School } from '../../contract.ts'
import { fixedUuid, fullName } from '../../kit/identity.ts'

export type EndiapiRole = 'student' | 'lecturer' | 'admin'

export interface EndiapiAccount extends Account {
  readonly role: EndiapiRole
  readonly name: string
  /** Has a row among the lecturers; deployed servers let no admin in without one. */
  readonly isLecturer: boolean
}

/** The platform knows three roles (as deployed); the school's people are mapped onto them. */
const roles: Record<Person['kind'], EndiapiRole> = { student: 'student', parent: 'student', teacher: 'lecturer', counselor: 'lecturer', principal: 'admin', admin: 'admin' }

/** One account a person. The console's own admin also teaches a course; the principal does not. */
export function createAccounts(school: School): readonly EndiapiAccount[] {
  return school.persons.map((person) => {
    const role = roles[person.kind]
    return {
      person,
      userId: fixedUuid('0000e001', person.number),
      role,
      email: person.email,
      password: `endiapi-${person.number}`,
      name: fullName(person),
      isLecturer: role === 'lecturer' || person.kind === 'admin',
    }
  })
}
