import type { DriftKind } from '../../../shared/contract-check.ts'
import { DIFFERENCES_MAX, LIST_ITEMS_COMPARED_MAX } from '../../../shared/limits.ts'
import type { PayloadSchema } from '../../../shared/payload-schema.ts'
import { shownKey, shownString } from '../mask.ts'
import { hasFormat, isObject } from './schema-fits.ts'

/** One way in which a payload is not as its contract says. Fit to be shown: no value of a person is in it. */
export interface Difference {
  readonly kind: DriftKind
  readonly path: string
  readonly expected: string
  readonly found: string
}

/** Why arguments do not fit: at most DIFFERENCES_MAX, in the order of the arguments. Slow: only for what does not fit. */
export function differencesIn(schemas: readonly PayloadSchema[], args: readonly unknown[]): Difference[] {
  const found: Difference[] = []
  for (let index = 0; index < Math.max(schemas.length, args.length); index++) {
    const schema = schemas[index]
    const path = String(index)
    if (!schema) {
      found.push({ kind: 'extra-argument', path, expected: countOf(schemas.length), found: countOf(args.length) })
      break
    }
    if (index >= args.length) found.push({ kind: 'missing-argument', path, expected: words(schema), found: 'nothing' })
    else compare(schema, args[index], { path, field: index === 0 ? '' : path, name: '' }, found)
  }
  return found.slice(0, DIFFERENCES_MAX)
}

/** Where a value stands: its path, the path before its fields, and its own name. */
interface Place {
  readonly path: string
  readonly field: string
  readonly name: string
}

function compare(schema: PayloadSchema, value: unknown, place: Place, found: Difference[]): void {
  if (found.length >= DIFFERENCES_MAX) return
  if (schema.anyOf) {
    compareAny(schema.anyOf, value, place, found)
    return
  }
  const { path } = place
  if (!hasType(schema, value)) found.push({ kind: 'wrong-type', path, expected: words(schema), found: shown(schema, value, place) })
  else if (schema.enum && !schema.enum.some((allowed) => allowed === value)) found.push({ kind: 'outside-enum', path, expected: words(schema), found: shown(schema, value, place) })
  else if (typeof value === 'string' && !hasFormat(schema, value)) found.push({ kind: 'wrong-format', path, expected: words(schema), found: shown(schema, value, place) })
  else if (Array.isArray(value) && schema.items) {
    const inside = { path: `${path}[]`, field: `${place.field || '0'}[]`, name: place.name }
    for (let index = 0; index < Math.min(value.length, LIST_ITEMS_COMPARED_MAX); index++) compare(schema.items, value[index], inside, found)
  } else if (isObject(value)) compareFields(schema, value as Readonly<Record<string, unknown>>, place, found)
}

function compareFields(schema: PayloadSchema, value: Readonly<Record<string, unknown>>, place: Place, found: Difference[]): void {
  const fields = schema.properties
  for (const name of schema.required ?? []) {
    if (!Object.hasOwn(value, name)) found.push({ kind: 'missing-field', path: under(place, name), expected: fields && Object.hasOwn(fields, name) ? words(fields[name] as PayloadSchema) : 'a value', found: 'nothing' })
  }
  if (!fields) return
  for (const name of Object.keys(value)) {
    if (found.length >= DIFFERENCES_MAX) return
    if (Object.hasOwn(fields, name)) {
      const path = under(place, name)
      compare(fields[name] as PayloadSchema, value[name], { path, field: path, name }, found)
      // The name of a field that nobody documented can be an address.
    } else found.push({ kind: 'extra-field', path: under(place, shownKey(name, false).text), expected: 'no such field', found: kindOf(value[name]) })
  }
}

/** Of several forms the nearest one explains the difference: of the value's own type, with the fewest differences. */
function compareAny(options: readonly PayloadSchema[], value: unknown, place: Place, found: Difference[]): void {
  let nearest: Difference[] | undefined
  let least = Number.POSITIVE_INFINITY
  for (const option of options) {
    const own: Difference[] = []
    compare(option, value, place, own)
    if (own.length === 0) return
    const distance = distanceOf(own, place.path)
    if (distance < least) [nearest, least] = [own, distance]
  }
  // No option has the value's type: then what is expected is any of them.
  if (nearest?.[0]?.kind === 'wrong-type' && nearest[0].path === place.path) nearest = [{ ...nearest[0], expected: words({ anyOf: options }) }]
  found.push(...(nearest ?? []))
}

/** How far arguments are from a form, to compare forms by: a value of another type, or another number of arguments, is another form. */
export function formDistance(list: readonly Difference[]): number {
  let sum = 0
  for (const one of list) sum += one.kind === 'missing-argument' || one.kind === 'extra-argument' ? 1_000 : distanceOf([one], /^\d+$/.test(one.path) ? one.path : '')
  return sum
}

/** A wrong value of a closed list tells forms apart (`type: 'user/created'`), so it weighs more than a field. */
function distanceOf(list: readonly Difference[], path: string): number {
  let sum = 0
  for (const one of list) sum += one.kind === 'wrong-type' && one.path === path ? 1_000 : one.kind === 'outside-enum' ? 5 : 1
  return sum
}

function under(place: Place, name: string): string {
  return place.field === '' ? name : `${place.field}.${name}`
}

function hasType(schema: PayloadSchema, value: unknown): boolean {
  const { type } = schema
  // A closed list of words says what type its values have.
  if (type === undefined) return schema.enum === undefined || schema.enum.some((allowed) => kindOf(allowed) === kindOf(value))
  switch (type) {
    case 'object':
      return isObject(value)
    case 'array':
      return Array.isArray(value)
    case 'integer':
      return Number.isInteger(value)
    case 'null':
      return value === null
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type
  }
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

function shown(schema: PayloadSchema, value: unknown, place: Place): string {
  if (typeof value === 'string') {
    if (schema['x-mask'] !== undefined) return `text of ${value.length} characters`
    const text = shownString(value, undefined, place.name, 60)
    return text.masked ? text.text : `"${text.text}"`
  }
  // A number where the catalog masks is masked as well.
  if (typeof value === 'number') return schema['x-mask'] === undefined ? `number ${value}` : 'number'
  return typeof value === 'boolean' ? String(value) : kindOf(value)
}

/** A schema in a few words: `integer`, `text, date-time`, `one of present, absent`, `text or number`. */
export function words(schema: PayloadSchema): string {
  if (schema.anyOf) return cut([...new Set(schema.anyOf.map(words))].join(' or '))
  if (schema.enum) return cut(schema.enum.length === 1 ? String(schema.enum[0]) : `one of ${schema.enum.join(', ')}`)
  const { type } = schema
  if (type === undefined) return 'anything'
  switch (type) {
    case 'string':
      return schema.format === undefined ? 'text' : `text, ${schema.format}`
    case 'array':
      return schema.items ? cut(`list of ${words(schema.items)}`) : 'list'
    case 'object':
    case 'number':
    case 'integer':
    case 'boolean':
    case 'null':
      return type
  }
}

function cut(text: string): string {
  return text.length > 200 ? `${text.slice(0, 199)}…` : text
}

function countOf(count: number): string {
  return count === 1 ? '1 argument' : `${count} arguments`
}
