import type { Account } from '../../contract.ts'
import type { NamespaceName } from './hub.ts'
import { isStaff, SCHOOL_ID } from './world.ts'
import type { World } from './world.ts'

/** Who may enter which room: staff any, teachers and students those of their own classes and conversations. */
export function mayEnter(world: World, account: Account, namespace: NamespaceName, room: string): boolean {
  if (isStaff(account)) return true
  if (room === `user:${account.userId}` || room === `student:${account.userId}` || room === `school:${SCHOOL_ID}`) return true
  if (room === `school:${SCHOOL_ID}:teachers`) return account.role === 'TEACHER'
  if (room === `school:${SCHOOL_ID}:parents`) return account.role === 'PARENT'
  const conversation = world.conversations.get(room)
  if (conversation) return conversation.members.some(({ number }) => number === account.person.number)
  const classId = world.assessments.get(room)?.schoolClass.id ?? classIdOf(room)
  if (!account.person.classIds.includes(classId)) return false
  // A gradebook shows the grades of the entire class.
  return namespace !== '/gradebook' || account.role === 'TEACHER'
}

/** `class-7b`, `class:class-7b` and `gradebook:class-7b:session` are rooms of `class-7b`. */
function classIdOf(room: string): string {
  const [first = '', second = ''] = room.split(':')
  return first === 'class' || first === 'gradebook' ? second : room
}
