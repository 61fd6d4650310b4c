import type { GroupWhat } from './notices.ts'

/** `Class 7B`: the kind and the id as the platform writes it; an id that says the kind itself (`school-1`) stands alone. Two groups never have the same words. */
export function groupWords(what: GroupWhat, id: string): string {
  return new RegExp(`^${what}[-_:. ].`, 'i').test(id) ? id : `${what.charAt(0).toUpperCase()}${what.slice(1)} ${id}`
}
