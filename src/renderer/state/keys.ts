import type { PersonKey, RoomKey } from '../../shared/presence.ts'

/* Keys as one text, for maps and comparisons; ids of platforms hold no line break. */

export function idOfPerson(key: PersonKey): string {
  return `${key.targetId}\n${key.personId}`
}

export function idOfRoom(key: RoomKey): string {
  return `${key.targetId}\n${key.namespace}\n${key.room}`
}

/** An id that nothing else has; randomUUID needs a secure origin, this does not. */
export function freshId(): string {
  return [...crypto.getRandomValues(new Uint8Array(10))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
