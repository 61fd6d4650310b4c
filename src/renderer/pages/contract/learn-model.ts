import type { Catalog, CatalogEvent } from '../../../shared/catalog.ts'
import type { PayloadSchema } from '../../../shared/payload-schema.ts'
import type { CatalogEntry } from '../../../shared/user-catalogs.ts'

/** How a field is shown: in clear, or masked in the way that fits what it holds. */
export type FieldMask = 'open' | 'text' | 'name' | 'email'

/** One field of an event as the review lists it. */
export interface ReviewField {
  /** Where its schema stands in the event: keys and indexes. */
  readonly at: readonly (string | number)[]
  /** `sender.name`, `users[].id`, `1.userId` in the second argument; empty: the argument itself. */
  readonly path: string
  readonly type: string
  readonly optional: boolean
  /** null: neither text nor number, so nothing can be masked. */
  readonly mask: FieldMask | null
}

const PLAIN_TYPES = new Set(['string', 'number', 'integer', 'boolean', 'null'])

/** All fields of an event's payload, what is sent and the other forms included; places that have the same path are one line each. */
export function fieldsOf(event: CatalogEvent): ReviewField[] {
  const fields: ReviewField[] = []
  const lists: readonly [readonly (string | number)[], readonly PayloadSchema[]][] = [
    [['args'], event.args ?? []],
    [['sendArgs'], event.sendArgs ?? []],
    ...(event.variants ?? []).map((variant, index): [readonly (string | number)[], readonly PayloadSchema[]] => [['variants', index, 'args'], variant.args]),
  ]
  for (const [at, schemas] of lists) for (const [index, schema] of schemas.entries()) collect(schema, [...at, index], index === 0 ? '' : String(index), false, fields)
  return fields
}

function collect(schema: PayloadSchema, at: readonly (string | number)[], path: string, optional: boolean, fields: ReviewField[]): void {
  if (schema.anyOf && !isPlain(schema)) {
    for (const [index, option] of schema.anyOf.entries()) collect(option, [...at, 'anyOf', index], path, optional, fields)
    return
  }
  if (schema.properties) {
    const required = new Set(schema.required)
    for (const [name, field] of Object.entries(schema.properties)) collect(field, [...at, 'properties', name], path === '' ? name : `${path}.${name}`, optional || !required.has(name), fields)
    return
  }
  if (schema.items) {
    collect(schema.items, [...at, 'items'], `${path}[]`, optional, fields)
    return
  }
  fields.push({ at, path, type: typeWord(schema), optional, mask: maskOf(schema) })
}

/** No object and no list in it. */
function isPlain(schema: PayloadSchema): boolean {
  if (schema.anyOf) return schema.anyOf.every(isPlain)
  return schema.type === undefined ? schema.enum !== undefined : PLAIN_TYPES.has(schema.type)
}

function typeWord(schema: PayloadSchema): string {
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeWord))].join(' or ')
  if (schema.enum) return `one of ${schema.enum.slice(0, 8).join(', ')}`
  if (schema.type === 'string') return schema.format ?? 'text'
  return schema.type ?? 'anything'
}

/** A text without a mark counts as unknown and is masked; a number without one is shown. */
function maskOf(schema: PayloadSchema): FieldMask | null {
  if (schema.anyOf) {
    const masks = schema.anyOf.map(maskOf).filter((mask) => mask !== null)
    return masks.find((mask) => mask !== 'open') ?? masks[0] ?? null
  }
  if (schema['x-mask'] !== undefined) return schema['x-mask']
  if (schema.type === 'number' || schema.type === 'integer') return 'open'
  if (schema.type === 'string' || schema.enum !== undefined) return schema['x-open'] === true ? 'open' : 'text'
  return null
}

/** The event with one field shown or masked otherwise. */
export function withMask(event: CatalogEvent, at: readonly (string | number)[], mask: FieldMask): CatalogEvent {
  return change(event, at, (schema) => marked(schema as PayloadSchema, mask)) as CatalogEvent
}

function marked(schema: PayloadSchema, mask: FieldMask): PayloadSchema {
  if (schema.anyOf) return { ...schema, anyOf: schema.anyOf.map((option) => (maskOf(option) === null ? option : marked(option, mask))) }
  const { 'x-mask': _, 'x-open': __, ...rest } = schema
  return mask === 'open' ? { ...rest, 'x-open': true } : { ...rest, 'x-mask': mask }
}

function change(value: unknown, at: readonly (string | number)[], how: (value: unknown) => unknown): unknown {
  const [key, ...rest] = at
  if (key === undefined) return how(value)
  if (Array.isArray(value)) return value.map((item: unknown, index) => (index === key ? change(item, rest, how) : item))
  if (typeof value !== 'object' || value === null) return value
  return { ...value, [key]: change((value as Record<string, unknown>)[key], rest, how) }
}

/** What is saved: without the events that were left out, under the id and the name of the form. */
export function reviewed(catalog: Catalog, leftOut: ReadonlySet<string>, id: string, name: string): Catalog {
  return { ...catalog, id: id.trim(), name: name.trim(), events: catalog.events.filter((event) => !leftOut.has(event.name)) }
}

/** What is wrong with id and name, a sentence each; `replaces`: the own catalog whose place it takes. */
export function nameFaults(id: string, name: string, entries: readonly CatalogEntry[]): { readonly id?: string; readonly name?: string; readonly replaces?: CatalogEntry } {
  const taken = entries.find((entry) => entry.id === id.trim())
  const namesake = entries.find((entry) => entry.name === name.trim() && entry.id !== id.trim())
  return {
    ...(!/^[a-z][a-z0-9-]{1,39}$/.test(id.trim()) ? { id: 'An id has 2 to 40 small letters, digits and hyphens, and begins with a letter.' } : taken?.builtIn === true ? { id: `This id belongs to ${taken.name}, which comes with Rollcall.` } : {}),
    ...(name.trim() === '' || name.trim().length > 60 ? { name: 'Give it a name of 1 to 60 characters.' } : namesake ? { name: `Another catalog is called ${namesake.name}.` } : {}),
    ...(taken && !taken.builtIn ? { replaces: taken } : {}),
  }
}
