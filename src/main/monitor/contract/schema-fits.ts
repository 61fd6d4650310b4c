import { LIST_ITEMS_COMPARED_MAX } from '../../../shared/limits.ts'
import type { PayloadSchema } from '../../../shared/payload-schema.ts'

/** Whether a value is as a schema says: compiled once to closures that allocate nothing. Why it is not says differences.ts. */
export type Fits = (value: unknown) => boolean

const isoDateTime = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/
const isoDate = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/

const anything: Fits = () => true

/** A field that no schema names is a difference, but in an object without named fields anything may be. */
export function compileFits(schema: PayloadSchema): Fits {
  if (schema.anyOf) return anyFits(schema.anyOf.map(compileFits))
  const typed = typeFits(schema)
  if (!schema.enum) return typed
  const values = new Set<unknown>(schema.enum)
  return typed === anything ? (value) => values.has(value) : (value) => values.has(value) && typed(value)
}

function anyFits(options: readonly Fits[]): Fits {
  const [first, second] = options
  if (options.length === 2 && first && second) return (value) => first(value) || second(value)
  return (value) => {
    for (let index = 0; index < options.length; index++) if ((options[index] as Fits)(value)) return true
    return false
  }
}

function typeFits(schema: PayloadSchema): Fits {
  const { type } = schema
  if (type === undefined) return anything
  switch (type) {
    case 'object':
      return objectFits(schema)
    case 'array':
      return listFits(schema)
    case 'string':
      return schema.format === undefined ? (value) => typeof value === 'string' : (value) => typeof value === 'string' && hasFormat(schema, value)
    case 'integer':
      return Number.isInteger
    case 'null':
      return (value) => value === null
    case 'number':
      return (value) => typeof value === 'number'
    case 'boolean':
      return (value) => typeof value === 'boolean'
  }
}

/** Whether a string has its schema's format; a URI is not looked into. */
export function hasFormat(schema: PayloadSchema, value: string): boolean {
  if (schema.format === 'date-time') return value.length <= 40 && isoDateTime.test(value)
  if (schema.format === 'date') return value.length === 10 && isoDate.test(value)
  return true
}

function listFits(schema: PayloadSchema): Fits {
  const item = schema.items && compileFits(schema.items)
  if (!item || item === anything) return Array.isArray
  return (value) => {
    if (!Array.isArray(value)) return false
    const count = Math.min(value.length, LIST_ITEMS_COMPARED_MAX)
    for (let index = 0; index < count; index++) if (!item(value[index])) return false
    return true
  }
}

function objectFits(schema: PayloadSchema): Fits {
  const required = schema.required ?? []
  const properties = schema.properties
  if (!properties) return (value) => isObject(value) && hasAll(value, required)
  const fields = new Map<string, Fits>()
  for (const name of Object.keys(properties)) fields.set(name, compileFits(properties[name] as PayloadSchema))
  return (value) => {
    if (!isObject(value) || !hasAll(value, required)) return false
    for (const name in value) {
      const field = fields.get(name)
      if (field === undefined || !field((value as Record<string, unknown>)[name])) return false
    }
    return true
  }
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function hasAll(value: object, names: readonly string[]): boolean {
  for (let index = 0; index < names.length; index++) if (!Object.hasOwn(value, names[index] as string)) return false
  return true
}
