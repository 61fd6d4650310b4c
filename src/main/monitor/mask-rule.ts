import type { PayloadSchema } from '../../shared/payload-schema.ts'

/** What the catalog says of one place in a payload: all schemas that can apply there, merged so that any mask wins. */
export interface MaskRule {
  readonly mask: 'name' | 'email' | 'text' | undefined
  /** Some schema shows strings here as they are. */
  readonly open: boolean
  /** Strings that look like a date are shown. */
  readonly date: boolean
  /** Words of a closed list, in lower case. */
  readonly words: ReadonlySet<string>
  readonly fields: ReadonlyMap<string, MaskRule>
  readonly items: MaskRule | undefined
}

/** Merges the schemas of one place (the documented one, what is sent, known variants); undefined for none. */
export function compileMaskRule(schemas: readonly PayloadSchema[]): MaskRule | undefined {
  const flat = schemas.flatMap(flatten)
  if (flat.length === 0) return undefined
  const words = new Set<string>()
  const fields = new Map<string, PayloadSchema[]>()
  const items: PayloadSchema[] = []
  for (const schema of flat) {
    for (const word of schema.enum ?? []) if (typeof word === 'string') words.add(word.toLowerCase())
    for (const [key, field] of Object.entries(schema.properties ?? {})) fields.set(key, [...(fields.get(key) ?? []), field])
    if (schema.items) items.push(schema.items)
  }
  const compiledFields = new Map<string, MaskRule>()
  for (const [key, list] of fields) {
    const rule = compileMaskRule(list)
    if (rule) compiledFields.set(key, rule)
  }
  return {
    mask: flat.find((schema) => schema['x-mask'] !== undefined)?.['x-mask'],
    // A closed list is open for its own words only: a drifting value may be anything.
    open: flat.some((schema) => schema['x-open'] === true && schema.enum === undefined && (schema.type === undefined || schema.type === 'string')),
    date: flat.some((schema) => schema.format === 'date' || schema.format === 'date-time'),
    words,
    fields: compiledFields,
    items: compileMaskRule(items),
  }
}

function flatten(schema: PayloadSchema): PayloadSchema[] {
  return schema.anyOf ? [schema, ...schema.anyOf.flatMap(flatten)] : [schema]
}

/** The rule at a path of keys below an argument's rule. */
export function ruleAt(rule: MaskRule | undefined, keys: readonly string[]): MaskRule | undefined {
  let at = rule
  for (const key of keys) at = childRule(at, key)
  return at
}

/** The rule of an entry; what is masked as a whole stays masked inside. */
export function childRule(rule: MaskRule | undefined, key: string): MaskRule | undefined {
  return rule?.fields.get(key) ?? masking(rule)
}

/** The rule of an array's items. */
export function itemRule(rule: MaskRule | undefined): MaskRule | undefined {
  return rule?.items ?? masking(rule)
}

function masking(rule: MaskRule | undefined): MaskRule | undefined {
  return rule?.mask === undefined ? undefined : rule
}
