import type { PayloadSchema } from '../../shared/payload-schema.ts'

const isoDateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/
const isoDate = /^\d{4}-\d\d-\d\d$/

/**
 * Differences between a payload and the form that a catalog gives it, as `path: what`; empty when it conforms.
 * A field that the schema does not name is a difference, but in an object without named fields anything may be.
 */
export function conforms(schema: PayloadSchema, value: unknown, path = '$'): string[] {
  if (schema.anyOf) {
    const differences = schema.anyOf.map((option) => conforms(option, value, path))
    if (differences.some((list) => list.length === 0)) return []
    return [`${path}: fits none of ${schema.anyOf.length} forms`, ...differences.flat().map((line) => `  ${line}`)]
  }
  if (schema.enum && !schema.enum.some((allowed) => allowed === value)) return [`${path}: ${show(value)} is not one of ${schema.enum.join(', ')}`]
  const type = schema.type
  if (type === undefined) return []
  if (!hasType(type, value)) return [`${path}: ${show(value)} is no ${type}`]
  if (typeof value === 'string') return conformsToFormat(schema, value, path)
  if (Array.isArray(value)) {
    const items = schema.items
    return items ? value.flatMap((item, index) => conforms(items, item, `${path}[${index}]`)) : []
  }
  if (typeof value === 'object' && value !== null) return conformsToFields(schema, value as Readonly<Record<string, unknown>>, path)
  return []
}

function conformsToFormat(schema: PayloadSchema, value: string, path: string): string[] {
  if (schema.format === 'date-time' && !(isoDateTime.test(value) && !Number.isNaN(Date.parse(value)))) return [`${path}: ${show(value)} is no date-time`]
  if (schema.format === 'date' && !isoDate.test(value)) return [`${path}: ${show(value)} is no date`]
  return []
}

function conformsToFields(schema: PayloadSchema, value: Readonly<Record<string, unknown>>, path: string): string[] {
  const fields = schema.properties
  const missing = (schema.required ?? []).filter((name) => !Object.hasOwn(value, name)).map((name) => `${path}.${name}: is missing`)
  if (!fields) return missing
  const wrong = Object.entries(value).flatMap(([name, item]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    // JSON drops what is undefined.
    if (item === undefined) return []
    return field ? conforms(field, item, `${path}.${name}`) : [`${path}.${name}: is not in the schema`]
  })
  return [...missing, ...wrong]
}

function hasType(type: NonNullable<PayloadSchema['type']>, value: unknown): boolean {
  switch (type) {
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
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

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
