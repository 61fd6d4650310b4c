import { FILTER_CHARS_MAX } from '../../../shared/limits.ts'
import { directions, driftAnswers, fieldOf, marks, nearestField } from './fields.ts'
import type { FieldName } from './fields.ts'
import { sizeOf } from './size.ts'

/*
 * The language of the filter box: terms with spaces between them, and every term must hold.
 *   event:chat.*,ping   a field and its values, of which one must fit; `*` is any text, `?` one character
 *   "two words"         quotes: exactly this text, `*` and `?` included; \" and \\ within
 *   help                a bare word: in names, room, person, target or payload
 *   -event:ping         a minus excludes
 */

export interface FilterValue {
  readonly text: string
  /** It was in quotes: `*` and `?` mean themselves. */
  readonly literal: boolean
  /** Where it stands, quotes included: characters from <= n < to. */
  readonly from: number
  readonly to: number
}

export interface FilterTerm {
  readonly field: FieldName | 'word'
  readonly exclude: boolean
  /** At least one. */
  readonly values: readonly FilterValue[]
  readonly from: number
  readonly to: number
}

/** What is wrong and where: characters from <= n < to, never empty. */
export interface FilterFault {
  readonly ok: false
  readonly from: number
  readonly to: number
  readonly sentence: string
}

export type ParsedFilter = { readonly ok: true; readonly terms: readonly FilterTerm[] } | FilterFault

const space = /\s/
const head = /([A-Za-z][A-Za-z0-9_-]*):/y
const untilSpace = /\S+/y
const untilComma = /[^\s,]+/y

/** Reads a filter. Any text is accepted: a mistake is a value with its place. */
export function parseFilter(text: string): ParsedFilter {
  if (text.length > FILTER_CHARS_MAX) return fault(FILTER_CHARS_MAX, text.length, `A filter has at most ${FILTER_CHARS_MAX} characters.`)
  const terms: FilterTerm[] = []
  let at = 0
  for (;;) {
    while (at < text.length && space.test(text.charAt(at))) at++
    if (at >= text.length) return { ok: true, terms }
    const term = readTerm(text, at)
    if (isFault(term)) return term
    terms.push(term)
    at = term.to
  }
}

function readTerm(text: string, from: number): FilterTerm | FilterFault {
  const exclude = text[from] === '-'
  const at = exclude ? from + 1 : from
  if (isEnd(text, at)) return fault(from, at, 'A minus excludes what follows it. Nothing follows this one.')
  head.lastIndex = at
  const name = head.exec(text)?.[1]
  if (name === undefined) {
    const value = readValue(text, at, untilSpace)
    return isFault(value) ? value : { field: 'word', exclude, values: [value], from, to: value.to }
  }
  const field = fieldOf(name)
  if (field === undefined) return unknownField(text, name, at)
  const values = readValues(text, at, at + name.length + 1)
  if (isFault(values)) return values
  for (const value of values) {
    const problem = faultIn(field, value)
    if (problem !== undefined) return fault(value.from, value.to, problem)
  }
  return { field, exclude, values, from, to: values.at(-1)?.to ?? at }
}

function readValues(text: string, from: number, start: number): FilterValue[] | FilterFault {
  const values: FilterValue[] = []
  let at = start
  for (;;) {
    if (isEnd(text, at)) return values.length === 0 ? fault(from, at, `Nothing follows ${text.slice(from, at)} here.`) : fault(at - 1, at, 'A value is missing after this comma.')
    if (text[at] === ',') return fault(at, at + 1, 'A value is missing before this comma.')
    const value = readValue(text, at, untilComma)
    if (isFault(value)) return value
    values.push(value)
    at = value.to
    if (text[at] !== ',') return values
    at++
  }
}

function readValue(text: string, from: number, run: RegExp): FilterValue | FilterFault {
  if (text[from] === '"') return readQuoted(text, from, run === untilComma)
  run.lastIndex = from
  const value = run.exec(text)?.[0] ?? ''
  return { text: value, literal: false, from, to: from + value.length }
}

function readQuoted(text: string, from: number, inField: boolean): FilterValue | FilterFault {
  let value = ''
  let at = from + 1
  for (; at < text.length && text[at] !== '"'; at++) {
    const next = text[at + 1]
    if (text[at] === '\\' && (next === '"' || next === '\\')) at++
    value += text.charAt(at)
  }
  if (at >= text.length) return fault(from, text.length, 'This quote is not closed.')
  const to = at + 1
  if (value === '') return fault(from, to, 'There is nothing between these quotes.')
  if (!isEnd(text, to) && !(inField && text[to] === ',')) return fault(at, to + 1, 'After a closing quote comes a space. To look for a quote itself, write \\" between quotes.')
  return { text: value, literal: true, from, to }
}

/** Why a field cannot have this value. */
function faultIn(field: FieldName, { text }: FilterValue): string | undefined {
  switch (field) {
    case 'size':
      return sizeOf(text) ? undefined : 'A size is written like >1kb, <=300 or 2.5mb.'
    case 'dir':
      return includes(directions, text) ? undefined : `A direction is ${directions.join(' or ')}: received or sent.`
    case 'has':
      return includes(marks, text) ? undefined : `An event can have: ${marks.join(', ')}.`
    case 'drift':
      return includes(driftAnswers, text) ? undefined : `Drift is one of: ${driftAnswers.join(', ')}.`
    case 'target':
    case 'ns':
    case 'event':
    case 'room':
    case 'person':
    case 'role':
    case 'text':
      return undefined
  }
}

function unknownField(text: string, name: string, at: number): FilterFault {
  const near = nearestField(name)
  const word = (/^\S+/.exec(text.slice(at))?.[0] ?? '').replaceAll('"', '')
  const advice = near === undefined ? `To look for this text, put it in quotes: "${shortened(word)}".` : `Did you mean ${near}: ?`
  return fault(at, at + name.length + 1, `There is no field ${shortened(name)}. ${advice}`)
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

function includes(words: readonly string[], text: string): boolean {
  return words.includes(text.toLowerCase())
}

function isEnd(text: string, at: number): boolean {
  return at >= text.length || space.test(text.charAt(at))
}

function fault(from: number, to: number, sentence: string): FilterFault {
  return { ok: false, from, to, sentence }
}

function isFault(value: FilterTerm | FilterValue | readonly FilterValue[] | FilterFault): value is FilterFault {
  return 'sentence' in value
}
