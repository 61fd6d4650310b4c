import type { Failure } from '../shared/ipc.ts'

/* What every desk answers with. */

/** A failure that a user can act on: what happened, what to do, and what the library said. */
export function failure(what: string, advice = '', details = ''): Failure {
  return { ok: false, problem: { what, advice, details } }
}

/** An action that the audit log does not take is not done. @param why what the database said */
export function notAudited(why: string): Failure {
  return failure('Not done: it could not be written to the audit log.', 'Rollcall does nothing that it cannot record. Check the remarks at start and the free space of the disk.', why)
}

/** `1 alert`, `12 alerts`, `1,288 entries`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}
