import type { Account, Person, School } from '../../contract.ts'

/** Who a socket belongs to. */
export interface Member {
  readonly userId: number
  readonly name: string
  readonly role: string
}

/** Roles with a room of their own in the document: "Admin, Coach, Learner, HR". */
export const documentedRoles: readonly string[] = ['admin', 'coach', 'learner', 'hr']
/** Roles that the public server puts into a `role:*` room; `hr` and `superadmin` occur in no account of it. */
export const deployedRoleRooms: readonly string[] = ['admin', 'coach', 'learner', 'hr', 'superadmin']

const documentedRoleOf: Readonly<Record<Person['kind'], string>> = {
  admin: 'admin',
  principal: 'hr',
  counselor: 'coach',
  teacher: 'coach',
  student: 'learner',
  parent: 'learner',
}
/** The public server's accounts know `hr_admin`, `owner` and `user` beside admin, coach and learner. */
const deployedRoleOf: Readonly<Record<Person['kind'], string>> = { ...documentedRoleOf, principal: 'hr_admin', parent: 'user' }

const CHAT_ROOMS = 12
const FIRST_CHAT = 101

/** Coaching chats of the campus, `room-101` to `room-112`. */
export const chatIds: readonly string[] = Array.from({ length: CHAT_ROOMS }, (_, index) => `room-${FIRST_CHAT + index}`)

/** The chats of one person: a learner has one, a coach two, other people none. */
export function chatsOf(person: Person): readonly string[] {
  const own = chatIds[person.number % CHAT_ROOMS] ?? ''
  if (person.kind === 'student') return [own]
  if (person.kind === 'teacher') return [own, chatIds[(person.number + CHAT_ROOMS / 2) % CHAT_ROOMS] ?? '']
  return []
}

/** The accounts of everybody: ids are numbers, as on the public server. */
export function accountsOf(school: School, asDeployed: boolean): readonly Account[] {
  const roleOf = asDeployed ? deployedRoleOf : documentedRoleOf
  return school.persons.map((person) => ({
    person,
    userId: String(person.number),
    role: roleOf[person.kind],
    email: person.email,
    password: `rusing-${person.number}`,
  }))
}
