import { directions, driftAnswers, fieldNames, fieldOf, marks } from './fields.ts'
import type { FieldName } from './fields.ts'
import { valueText } from './format.ts'

/** Names that the monitor has seen, as they may be shown. Read only as far as needed. */
export type KnownNames = Readonly<Record<'targets' | 'namespaces' | 'events' | 'rooms' | 'roles', Iterable<string>>>

export interface Completion {
  /** What each text replaces: characters from <= n < to. */
  readonly from: number
  readonly to: number
  /** Best first. */
  readonly texts: readonly string[]
}

export const COMPLETIONS_MAX = 20
/** Names looked at for one list: 20 targets may have a million rooms, and somebody types. */
const NAMES_READ_MAX = 20_000

const sizes: readonly string[] = ['>1kb', '>10kb', '>100kb', '<100']

/**
 * What the word at the cursor can become: a field, or a value of the field before it. Names that begin with what is
 * typed come before those that hold it; each is in quotes where it needs them.
 * @param cursor characters before it; outside of the text counts as its end
 */
export function completeFilter(text: string, cursor: number, known: KnownNames): Completion {
  const at = Math.max(0, Math.min(cursor, text.length))
  const from = wordStart(text, at)
  let to = at
  while (to < text.length && !/[\s,]/.test(text.charAt(to))) to++
  const word = text.slice(from, at)
  const found = /^-?([A-Za-z][A-Za-z0-9_-]*):/.exec(word)
  const field = found?.[1] === undefined ? undefined : fieldOf(found[1])
  if (found && field === undefined) return { from, to, texts: [] }
  if (!found || field === undefined) {
    const minus = word.startsWith('-') ? 1 : 0
    const fields = fieldNames.map((name) => `${name}:`)
    return { from: from + minus, to, texts: word.startsWith('"') ? [] : best(fields, word.slice(minus)) }
  }
  const comma = lastComma(word)
  const start = from + Math.max(found[0].length, comma + 1)
  const typed = text.slice(start, at).replace(/^"/, '').replace(/\\(["\\])/g, '$1')
  // The closing quote of a value that is being changed is part of it.
  const end = text[start] === '"' && text[at] === '"' ? at + 1 : to
  return { from: start, to: end, texts: best(namesOf(field, known), typed).map(valueText) }
}

function namesOf(field: FieldName, known: KnownNames): Iterable<string> {
  switch (field) {
    case 'target':
      return known.targets
    case 'ns':
      return known.namespaces
    case 'event':
      return known.events
    case 'room':
      return known.rooms
    case 'role':
      return known.roles
    case 'dir':
      return directions
    case 'has':
      return marks
    case 'size':
      return sizes
    case 'drift':
      return driftAnswers
    case 'person':
    case 'text':
      // Names of people are not offered: that would show them.
      return []
  }
}

function best(names: Iterable<string>, typed: string): string[] {
  const wanted = typed.toLowerCase()
  const first = new Set<string>()
  const then = new Set<string>()
  let read = 0
  for (const name of names) {
    if (++read > NAMES_READ_MAX || first.size >= COMPLETIONS_MAX) break
    const lower = name.toLowerCase()
    // What is there already needs no completion.
    if (lower === wanted) continue
    if (lower.startsWith(wanted) || (wanted !== '' && lower.startsWith(`/${wanted}`))) first.add(name)
    else if (then.size < COMPLETIONS_MAX && lower.includes(wanted)) then.add(name)
  }
  return [...new Set([...first, ...then])].slice(0, COMPLETIONS_MAX)
}

/** Start of the term that the cursor is in; spaces between quotes do not end it. */
function wordStart(text: string, cursor: number): number {
  let start = 0
  let quoted = false
  for (let at = 0; at < cursor; at++) {
    const char = text[at]
    if (quoted && char === '\\') at++
    else if (char === '"' && (quoted || at === start || /[:,-]/.test(text.charAt(at - 1)))) quoted = !quoted
    else if (!quoted && /\s/.test(text.charAt(at))) start = at + 1
  }
  return start
}

/** The last comma that is not between quotes; -1 when there is none. */
function lastComma(word: string): number {
  let last = -1
  let quoted = false
  for (let at = 0; at < word.length; at++) {
    if (quoted && word[at] === '\\') at++
    else if (word[at] === '"') quoted = !quoted
    else if (word[at] === ',' && !quoted) last = at
  }
  return last
}
