import type { Failure } from '../../shared/ipc.ts'

/* Small sentences of this folder. */

/** `1,288` */
export function number(value: number): string {
  return value.toLocaleString('en-US')
}

/** `1,288 people`, `1 person` */
export function people(value: number): string {
  return `${number(value)} ${value === 1 ? 'person' : 'people'}`
}

/** `1 room`, `54 rooms` */
export function counted(value: number, one: string): string {
  return `${number(value)} ${one}${value === 1 ? '' : 's'}`
}

/** `a, b and c` */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? ''
  return items.length <= 1 ? last : `${items.slice(0, -1).join(', ')} and ${last}`
}

export function problem(what: string, advice = '', details = ''): Failure {
  return { ok: false, problem: { what, advice, details } }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The database failed. */
export function notKept(error: unknown): Failure {
  return problem('The local database could not be written.', 'Nothing was sent. Check the free space of the disk, then try again.', messageOf(error))
}
