import type { Answer, Failure } from '../../shared/ipc.ts'

/* Answers of the alerts desk that several of its parts give. */

export const done: Answer<'silences:save'> = { ok: true }

export function failure(what: string, advice: string, details = ''): Failure {
  return { ok: false, problem: { what, advice, details } }
}

export function notAudited(why: string): Failure {
  return failure('Not done: it could not be written to the audit log.', 'Rollcall does nothing that it cannot record. Check the remarks at start and the free space of the disk.', why)
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** `1 alert`, `12 alerts`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
}
