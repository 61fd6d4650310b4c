import type { LogRecord } from '../event-log.ts'
import type { FilterTerm, FilterValue } from './parse.ts'
import type { PersonLookup } from './person-test.ts'

/* The filter's meaning in the plainest way, for tests to compare with: every stretch of a text is tried. ASCII payloads only. */

/** Whether a record fits all terms. */
export function matchesNaively(terms: readonly FilterTerm[], record: LogRecord, personOf: PersonLookup): boolean {
  return terms.every((term) => term.values.some((value) => holds(term.field, value, record, personOf)) !== term.exclude)
}

function holds(field: FilterTerm['field'], value: FilterValue, { key, room, person, payload, severity, drift }: LogRecord, personOf: PersonLookup): boolean {
  const known = person === undefined ? undefined : personOf(key.target.id, person)
  switch (field) {
    case 'target':
      return words(value, key.target.name, key.target.id)
    case 'ns':
      return whole(value, key.space.name) || (!/^[/*?]/.test(value.text) && whole(value, key.space.name.slice(1)))
    case 'event':
      return whole(value, key.name)
    case 'room':
      return words(value, room)
    case 'person':
      return person !== undefined && words(value, person.replace(/^(?:name|email|socket):/, ''), known?.publicId, known?.name, known?.email)
    case 'role':
      return whole(value, known?.role)
    case 'dir':
      return value.text.toLowerCase() === key.direction
    case 'size': {
      const bytes = Number(value.text.replace(/[<>=]/g, ''))
      if (value.text.startsWith('>')) return payload.bytes > bytes
      return value.text.startsWith('<=') ? payload.bytes <= bytes : payload.bytes === bytes
    }
    case 'has':
      return { error: key.event ? key.event.spec.meaning === 'error' : key.name.includes('error'), alert: severity !== null, room: room !== undefined, person: person !== undefined }[value.text] ?? false
    case 'drift':
      return value.text === 'yes' ? drift === 'drift' : drift === value.text
    case 'text':
      return part(value, payload.text)
    case 'word':
      return part(value, key.name, key.space.name, key.target.name, room, person, payload.text)
  }
}

function whole(value: FilterValue, text: string | undefined): boolean {
  return text !== undefined && glob(value, text)
}

function part(value: FilterValue, ...texts: readonly (string | undefined)[]): boolean {
  return texts.some((text) => stretches(text ?? '').some(([from, to]) => text !== undefined && glob(value, text.slice(from, to))))
}

function words(value: FilterValue, ...texts: readonly (string | undefined)[]): boolean {
  const wordy = (char: string | undefined): boolean => char !== undefined && (/[\p{L}\p{N}]/u.test(char) || (char === '?' && !value.literal))
  const letter = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}]/u.test(char)
  return texts.some((text) => {
    if (text === undefined) return false
    return stretches(text).some(
      ([from, to]) => !(wordy(value.text[0]) && letter(text[from - 1])) && !(wordy(value.text.at(-1)) && letter(text[to])) && glob(value, text.slice(from, to)),
    )
  })
}

function stretches(text: string): [number, number][] {
  const all: [number, number][] = []
  for (let from = 0; from <= text.length; from++) for (let to = from; to <= text.length; to++) all.push([from, to])
  return all
}

function glob({ text, literal }: FilterValue, subject: string): boolean {
  const [pattern, lower] = [text.toLowerCase(), subject.toLowerCase()]
  if (literal) return pattern === lower
  const from = (p: number, s: number): boolean => {
    if (p === pattern.length) return s === lower.length
    if (pattern[p] === '*') return from(p + 1, s) || (s < lower.length && from(p, s + 1))
    return s < lower.length && (pattern[p] === '?' || pattern[p] === lower[s]) && from(p + 1, s + 1)
  }
  return from(0, 0)
}
