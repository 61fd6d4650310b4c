import { anyOf, bool, email, freeText, id, int, isoDate, isoTime, num, open, personName } from '../../../shared/payload-schema.ts'
import type { PayloadSchema } from '../../../shared/payload-schema.ts'
import { looksLikeEmail, shownKey, shownString } from '../mask.ts'
import { hasFormat } from './schema-fits.ts'

/** Levels that are learned; below anything may be. */
const DEPTH_MAX = 8
/** An object with more fields than this in all samples together has ids for keys, not fields. */
const FIELDS_MAX = 60
/** A closed list is believed of so many samples, so few values, each seen twice on average. */
const ENUM_SAMPLES_MIN = 10
const ENUM_VALUES_MAX = 8
const ITEMS_MAX = 200

const idName = /(?:^|[_-])ids?$|Ids?$|IDs?$/
const personKey = /name$|^(?:author|teacher|student|user|sender)$/i
const word = /^[A-Za-z][A-Za-z0-9_.:-]{0,31}$/

/**
 * One schema that all values fit. A string is masked as text unless each sample looks like an id, a time or a word by the same rule that shows
 * strings of unknown events (mask.ts); a person who reviews the draft may open more.
 *
 * @param name the key under which the values stand; items of a list have the list's
 */
export function inferSchema(values: readonly unknown[], name = '', depth = 1): PayloadSchema {
  const strings: string[] = []
  const numbers: number[] = []
  const objects: Readonly<Record<string, unknown>>[] = []
  const lists: unknown[][] = []
  let [booleans, nulls] = [false, false]
  for (const value of values) {
    if (typeof value === 'string') strings.push(value)
    else if (typeof value === 'number') numbers.push(value)
    else if (typeof value === 'boolean') booleans = true
    else if (Array.isArray(value)) lists.push(value)
    else if (typeof value === 'object' && value !== null) objects.push(value as Readonly<Record<string, unknown>>)
    else nulls = true
  }
  const options: PayloadSchema[] = []
  const isId = idName.test(name) && strings.every((text) => !shownString(text, undefined, name).masked) && (strings.length > 0 || numbers.length > 0)
  if (isId) options.push(id)
  else {
    if (strings.length > 0) options.push(inferString(strings, name))
    if (numbers.length > 0) options.push(numbers.every(Number.isInteger) ? int : num)
  }
  if (booleans) options.push(bool)
  if (objects.length > 0) options.push(inferObject(objects, depth))
  if (lists.length > 0) options.push(inferList(lists, name, depth))
  if (nulls) options.push({ type: 'null' })
  const [only] = options
  if (options.length > 1) return anyOf(...options)
  return only ?? {}
}

function inferString(values: readonly string[], name: string): PayloadSchema {
  if (values.every((text) => hasFormat(isoTime, text))) return isoTime
  if (values.every((text) => hasFormat(isoDate, text))) return /birth|dob$/i.test(name) ? freeText : isoDate
  if (values.every(looksLikeEmail)) return email
  if (values.every((text) => !shownString(text, undefined, name).masked)) {
    const different = new Set(values)
    const isClosed = values.length >= ENUM_SAMPLES_MIN && different.size <= ENUM_VALUES_MAX && different.size * 2 <= values.length && values.every((text) => word.test(text))
    return isClosed ? { type: 'string', enum: [...different].sort(), 'x-open': true } : open
  }
  return personKey.test(name) ? personName : freeText
}

function inferList(lists: readonly (readonly unknown[])[], name: string, depth: number): PayloadSchema {
  const items = lists.flatMap((list) => list.slice(0, ITEMS_MAX)).slice(0, ITEMS_MAX)
  if (items.length === 0 || depth >= DEPTH_MAX) return { type: 'array' }
  return { type: 'array', items: inferSchema(items, name, depth + 1) }
}

function inferObject(objects: readonly Readonly<Record<string, unknown>>[], depth: number): PayloadSchema {
  const fields = new Map<string, unknown[]>()
  for (const object of objects) {
    for (const name of Object.keys(object)) {
      // Keys that are no field names, or too many of them: people's ids or addresses. Such an object stays open.
      if (depth >= DEPTH_MAX || name.length > 100 || name === '__proto__' || shownKey(name, false).masked) return { type: 'object' }
      const values = fields.get(name)
      if (values) values.push(object[name])
      else if (fields.size >= FIELDS_MAX) return { type: 'object' }
      else fields.set(name, [object[name]])
    }
  }
  if (fields.size === 0) return { type: 'object' }
  const properties: Record<string, PayloadSchema> = {}
  const required: string[] = []
  for (const [name, values] of fields) {
    properties[name] = inferSchema(values, name, depth + 1)
    if (values.length === objects.length) required.push(name)
  }
  return { type: 'object', properties, required }
}
