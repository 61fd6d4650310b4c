import type { Failure } from '../../shared/ipc.ts'
import { messageOf } from '../../shared/message-of.ts'
import { counted, failure } from '../answers.ts'

/* Small sentences of this folder. */

/** `1,288` */
export function number(value: number): string {
  return value.toLocaleString('en-US')
}

/** `1,288 people`, `1 person` */
export function people(value: number): string {
  return counted(value, 'person', 'people')
}

/** `a, b and c` */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? ''
  return items.length <= 1 ? last : `${items.slice(0, -1).join(', ')} and ${last}`
}

/** For the audit log. */
export const NOTHING_CHANGED = 'It could not be written to disk. Nothing was changed.'

/** The database failed. */
export function notKept(error: unknown): Failure {
  return failure('The local database could not be written.', 'Nothing was sent. Check the free space of the disk, then try again.', messageOf(error))
}
