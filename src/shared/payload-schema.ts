import { z } from 'zod'

/**
 * What a payload looks like: the part of JSON Schema (2020-12) that the platforms' documents need, as data, so that a
 * catalog can be written as JSON, checked against live traffic and exported as AsyncAPI.
 *
 * `x-mask` marks what identifies a person or is free text; such a value is masked in the main process before it
 * reaches the window. A string without a mark and without `x-open` counts as unknown and is masked as well.
 */
export interface PayloadSchema {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null'
  readonly properties?: { readonly [name: string]: PayloadSchema }
  readonly required?: readonly string[]
  readonly items?: PayloadSchema
  readonly enum?: readonly (string | number | boolean | null)[]
  readonly anyOf?: readonly PayloadSchema[]
  readonly format?: 'date-time' | 'date' | 'uri'
  readonly description?: string
  /** What kind of personal data a string holds; decides the form of the mask. */
  readonly 'x-mask'?: 'name' | 'email' | 'text'
  /** true: not personal (ids, enums, dates, titles of courses): shown as it is. */
  readonly 'x-open'?: boolean
}

export const payloadSchema: z.ZodType<PayloadSchema> = z.lazy(() =>
  z.strictObject({
    type: z.enum(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']).exactOptional(),
    properties: z.record(z.string().max(200), payloadSchema).exactOptional(),
    required: z.array(z.string().max(200)).max(200).exactOptional(),
    items: payloadSchema.exactOptional(),
    enum: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).max(200).exactOptional(),
    anyOf: z.array(payloadSchema).min(1).max(20).exactOptional(),
    format: z.enum(['date-time', 'date', 'uri']).exactOptional(),
    description: z.string().max(500).exactOptional(),
    'x-mask': z.enum(['name', 'email', 'text']).exactOptional(),
    'x-open': z.boolean().exactOptional(),
  }),
)

/** An id: shown as it is. Platforms mix strings and numbers, so both conform. */
export const id: PayloadSchema = { anyOf: [{ type: 'string', 'x-open': true }, { type: 'number' }] }
/** A string that is no personal data: a status word, a file name of a course, a URL path. */
export const open: PayloadSchema = { type: 'string', 'x-open': true }
export const num: PayloadSchema = { type: 'number' }
export const int: PayloadSchema = { type: 'integer' }
export const bool: PayloadSchema = { type: 'boolean' }
/** A point in time as ISO 8601. */
export const isoTime: PayloadSchema = { type: 'string', format: 'date-time', 'x-open': true }
export const isoDate: PayloadSchema = { type: 'string', format: 'date', 'x-open': true }
/** A person's name, e-mail address, or text that a person wrote: masked. */
export const personName: PayloadSchema = { type: 'string', 'x-mask': 'name' }
export const email: PayloadSchema = { type: 'string', 'x-mask': 'email' }
export const freeText: PayloadSchema = { type: 'string', 'x-mask': 'text' }

/** One of a closed list of values. */
export function oneOf(...values: readonly (string | number)[]): PayloadSchema {
  return { enum: values, 'x-open': true }
}

export function list(items: PayloadSchema): PayloadSchema {
  return { type: 'array', items }
}

export function anyOf(...options: readonly PayloadSchema[]): PayloadSchema {
  return { anyOf: options }
}

/** An object; a key that ends in `?` is optional: `obj({ id, 'periodId?': id })`. */
export function obj(fields: { readonly [name: string]: PayloadSchema }): PayloadSchema {
  const properties: Record<string, PayloadSchema> = {}
  const required: string[] = []
  for (const [key, schema] of Object.entries(fields)) {
    const name = key.endsWith('?') ? key.slice(0, -1) : key
    properties[name] = schema
    if (!key.endsWith('?')) required.push(name)
  }
  return { type: 'object', properties, required }
}
