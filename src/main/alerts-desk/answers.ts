import type { Answer, Failure } from '../../shared/ipc.ts'
import { failure } from '../answers.ts'

/* Answers of the alerts desk that several of its parts give. */

export const done: Answer<'silences:save'> = { ok: true }

export function notAudited(why: string): Failure {
  return failure('Not done: it could not be written to the audit log.', 'Rollcall does nothing that it cannot record. Check the remarks at start and the free space of the disk.', why)
}
