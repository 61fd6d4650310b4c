import type { PayloadNode } from '../../../shared/domain.ts'
import type { PayloadSchema } from '../../../shared/payload-schema.ts'
import { words } from './differences.ts'

/** Levels of a contract that are shown; the catalogs need five. */
const DEPTH_MAX = 12

/** A form as the kind of tree in which its example is shown: a leaf says what a value must be, an optional field ends in `?`. */
export function contractNodes(args: readonly PayloadSchema[]): PayloadNode[] {
  return args.map((schema, index) => nodeOf(String(index), schema, 1))
}

/** The same as JSON Schema text, one schema an argument. */
export function contractText(args: readonly PayloadSchema[]): string {
  return JSON.stringify(args, null, 2)
}

function nodeOf(key: string, schema: PayloadSchema, depth: number): PayloadNode {
  if (depth > DEPTH_MAX) return leaf(key, 'cut', '…', schema)
  if (schema.anyOf) {
    if (schema.anyOf.every((option) => !option.anyOf && option.type !== 'object' && option.type !== 'array')) return leaf(key, 'string', described(schema), schema)
    const children = schema.anyOf.map((option, index) => nodeOf(index === 0 ? 'either' : 'or', option, depth + 1))
    return { key, kind: 'object', text: String(children.length), masked: false, children }
  }
  if (schema.properties) {
    const required = new Set(schema.required)
    const children = Object.keys(schema.properties).map((name) => nodeOf(required.has(name) ? name : `${name}?`, schema.properties?.[name] ?? {}, depth + 1))
    return { key, kind: 'object', text: String(children.length), masked: false, children }
  }
  if (schema.type === 'array' && schema.items) return { key, kind: 'array', text: '1', masked: false, children: [nodeOf('each', schema.items, depth + 1)] }
  return leaf(key, 'string', described(schema), schema)
}

function described(schema: PayloadSchema): string {
  const mask = schema['x-mask']
  const text = mask === undefined ? words(schema) : `${words(schema)} (${mask}, masked)`
  return schema.description === undefined ? text : `${text}: ${schema.description}`
}

function leaf(key: string, kind: PayloadNode['kind'], text: string, schema: PayloadSchema): PayloadNode {
  return { key, kind, text, masked: schema['x-mask'] !== undefined, children: [] }
}
