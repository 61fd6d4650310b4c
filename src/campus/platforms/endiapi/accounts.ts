import type { Account, Person, School } from '../../contract.ts'

export type EndiapiRole = 'student' | 'lecturer' | 'admin'

export interface EndiapiAccount extends Account {
  readonly role: EndiapiRole
  readonly name: string
  /** Has a row among the lecturers; deployed servers let no admin in without one. */
  readonly isLecturer: boolean
}

/** The platform knows three roles (as deployed); the school's people are mapped onto them. */
const roles: Record<Person['kind'], EndiapiRole> = { student: 'student', parent: 'student', teacher: 'lecturer', counselor: 'lecturer', principal: 'admin', admin: 'admin' }

/** A UUID that is the same for every run: `family` is 8 hex digits. */
export function fixedUuid(family: string, number: number): string {
  return `${family}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`
}

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
      name: `${person.givenName} ${person.familyName}`,
      isLecturer: role === 'lecturer' || person.kind === 'admin',
    }
  })
}
