import type { Account, Person, School, SchoolClass, WatchableRoom } from '../../contract.ts'

/* The invented school as SkillCore knows it: accounts, conversations and assessments. Pure: same school, same world. */

export const SCHOOL_ID = 'school-1'
export const DISTRICT_ID = 'district-1'
export const SESSION_ID = 'session-fall-term'
export const STAFF_CONVERSATION = 'conv-staff-room'

/** Class rooms of each namespace that the console's demo watches; with conversations and assessments about 20 rooms. */
const WATCHED_CLASSES = 6
const WATCHED_CONVERSATIONS = 4
const WATCHED_ASSESSMENTS = 3

/** Role names of the security chapter of SkillCore's documentation. */
const roles: Record<Person['kind'], string> = {
  admin: 'SYSTEM_ADMIN',
  principal: 'PRINCIPAL',
  counselor: 'COUNSELOR',
  teacher: 'TEACHER',
  student: 'STUDENT',
  parent: 'PARENT',
}

export interface Conversation {
  readonly id: string
  readonly members: readonly Person[]
}

export interface Assessment {
  readonly id: string
  readonly schoolClass: SchoolClass
  readonly totalPoints: number
}

export class World {
  readonly school: School
  readonly accounts: readonly Account[]
  readonly conversations: ReadonlyMap<string, Conversation>
  readonly assessments: ReadonlyMap<string, Assessment>
  readonly classes: ReadonlyMap<string, SchoolClass>
  /** Classes in whose rooms the console's demo sits; spread over the school. */
  readonly watchedClasses: readonly SchoolClass[]
  readonly #byUserId: ReadonlyMap<string, Account>
  readonly #byEmail: ReadonlyMap<string, Account>
  readonly #byNumber: ReadonlyMap<number, Account>

  constructor(school: School) {
    this.school = school
    this.accounts = school.persons.map((person) => ({
      person,
      userId: `${person.kind}-${person.number}`,
      role: roles[person.kind],
      email: person.email,
      password: `skillcore-${person.number}`,
    }))
    this.#byUserId = new Map(this.accounts.map((account) => [account.userId, account]))
    this.#byEmail = new Map(this.accounts.map((account) => [account.email.toLowerCase(), account]))
    this.#byNumber = new Map(this.accounts.map((account) => [account.person.number, account]))
    this.classes = new Map(school.classes.map((schoolClass) => [schoolClass.id, schoolClass]))
    this.conversations = new Map(conversationsOf(school).map((conversation) => [conversation.id, conversation]))
    this.assessments = new Map(
      school.classes.map((schoolClass, index) => [assessmentId(schoolClass), { id: assessmentId(schoolClass), schoolClass, totalPoints: 20 + (index % 4) * 10 }]),
    )
    this.watchedClasses = pickWatched(school.classes)
  }

  byUserId(userId: unknown): Account | undefined {
    return typeof userId === 'string' ? this.#byUserId.get(userId) : undefined
  }
  byEmail(email: string): Account | undefined {
    return this.#byEmail.get(email.toLowerCase())
  }
  accountOf(person: Person): Account {
    const account = this.#byNumber.get(person.number)
    if (!account) throw new Error(`person ${person.number} has no account`)
    return account
  }

  /** The one account that signs in with a second factor: the first counselor, so neither the admin nor a teacher of a demo. */
  get accountWithMfa(): Account | undefined {
    return this.accounts.find(({ role }) => role === 'COUNSELOR')
  }

  /** About 20 rooms for a school of 300. @param deployed names as the developer guide has them */
  watchableRooms(deployed: boolean): WatchableRoom[] {
    const classes = this.watchedClasses
    return [
      ...classes.map((schoolClass) => ({ namespace: '/gradebook', room: `gradebook:${schoolClass.id}:${SESSION_ID}` })),
      ...classes.map((schoolClass) => ({ namespace: '/live-class', room: deployed ? `class:${schoolClass.id}` : schoolClass.id })),
      { namespace: '/messages', room: STAFF_CONVERSATION },
      ...classes.slice(0, WATCHED_CONVERSATIONS).map((schoolClass) => ({ namespace: '/messages', room: conversationId(schoolClass) })),
      ...classes.slice(0, WATCHED_ASSESSMENTS).map((schoolClass) => ({ namespace: '/assessment', room: assessmentId(schoolClass) })),
    ]
  }
}

export function conversationId(schoolClass: SchoolClass): string {
  return `conv-${classKey(schoolClass)}`
}

export function assessmentId(schoolClass: SchoolClass): string {
  return `assessment-${classKey(schoolClass)}`
}

export function isStaff(account: Account): boolean {
  return ['SYSTEM_ADMIN', 'DISTRICT_ADMIN', 'PRINCIPAL', 'COUNSELOR'].includes(account.role)
}

function classKey(schoolClass: SchoolClass): string {
  return schoolClass.id.replace(/^class-/, '')
}

function conversationsOf(school: School): Conversation[] {
  const staff = school.persons.filter(({ kind }) => kind !== 'student' && kind !== 'parent')
  const teachers = staff.filter(({ kind }) => kind === 'teacher')
  const parents = school.persons.filter(({ kind }) => kind === 'parent')
  return [
    { id: STAFF_CONVERSATION, members: staff },
    ...school.classes.map((schoolClass) => ({ id: conversationId(schoolClass), members: [schoolClass.teacher, ...schoolClass.students] })),
    ...parents.map((parent, index) => {
      const teacher = teachers[index % Math.max(1, teachers.length)]
      return { id: `conv-parent-${parent.number}`, members: teacher ? [parent, teacher] : [parent] }
    }),
  ]
}

/** One class a teacher, so that some are always at work; then any. */
function pickWatched(classes: readonly SchoolClass[]): SchoolClass[] {
  const firsts = classes.filter(({ teacher }, index) => classes.findIndex((other) => other.teacher.number === teacher.number) === index)
  const rest = classes.filter((schoolClass) => !firsts.includes(schoolClass))
  return [...spread(firsts, WATCHED_CLASSES), ...rest].slice(0, WATCHED_CLASSES)
}

function spread<T>(items: readonly T[], count: number): T[] {
  const step = Math.max(1, items.length / count)
  const picked: T[] = []
  for (let index = 0; index < Math.min(count, items.length); index++) {
    const item = items[Math.floor(index * step)]
    if (item !== undefined) picked.push(item)
  }
  return picked
}
