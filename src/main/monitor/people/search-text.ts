import { SEARCH_TEXT_CHARS_MAX } from '../../../shared/limits.ts'
import { foldText } from '../fold.ts'
import { BY_EMAIL, BY_NAME, isUnknown } from './person.ts'
import type { Person } from './person.ts'

/** What a person is found by: name, id, address, role, rooms. Made once, again when one of them changed. */
export function searchText(person: Person): string {
  if (person.text !== undefined) return person.text
  let text = `${person.name ?? ''}\n${idOf(person)}\n${person.email ?? ''}\n${person.role ?? ''}`
  for (const room of person.rooms.keys()) {
    if (text.length > SEARCH_TEXT_CHARS_MAX) break
    text += `\n${room.name}`
  }
  return (person.text = foldText(text.slice(0, SEARCH_TEXT_CHARS_MAX)))
}

/** The platform's id; empty where a record is known by name or address alone. */
export function idOf(person: Person): string {
  if (isUnknown(person)) return person.key
  return person.key.startsWith(BY_NAME) || person.key.startsWith(BY_EMAIL) ? '' : person.key
}
