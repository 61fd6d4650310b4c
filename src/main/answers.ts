import type { Failure } from '../shared/ipc.ts'

/* What every desk answers with. */

/** A failure that a user can act on: what happened, what to do, and what the library said. */
export function failure(what: string, advice = '', details = ''): Failure {
  return { ok: false, problem: { what, advice, details } }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** `1 alert`, `12 alerts`, `1,288 entries`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}
