/*
 * The two small languages of a catalog: templates (`course_{courseId}`) and paths (`sender.id`, `1.userId`).
 * Payloads are hostile: only own properties are read, and nothing here throws.
 */

export type TemplateValues = { readonly [name: string]: string | number | boolean | null | undefined }

const placeholder = /\{([A-Za-z_][\w.-]*)\}/g
const onePlaceholder = /^\{([A-Za-z_][\w.-]*)\}$/

/** Fills a template; undefined when a value is missing or empty, so that half-filled names are never sent or shown. */
export function fillTemplate(template: string, values: (name: string) => unknown): string | undefined {
  let complete = true
  const text = template.replace(placeholder, (_, name: string) => {
    const value = values(name)
    if ((typeof value === 'string' && value !== '') || typeof value === 'number') return String(value)
    complete = false
    return ''
  })
  return complete ? text : undefined
}

/** Fills every string of a JSON value; a string that is one placeholder alone keeps the value's type. undefined when a value is missing. */
export function fillJson(json: unknown, values: TemplateValues): unknown {
  if (typeof json === 'string') {
    const alone = onePlaceholder.exec(json)?.[1]
    if (alone !== undefined) return Object.hasOwn(values, alone) ? values[alone] : undefined
    return fillTemplate(json, (name) => (Object.hasOwn(values, name) ? values[name] : undefined))
  }
  if (Array.isArray(json)) {
    const items = json.map((item) => fillJson(item, values))
    return items.includes(undefined) ? undefined : items
  }
  if (typeof json === 'object' && json !== null) {
    const filled: Record<string, unknown> = {}
    for (const [key, value] of Object.entries(json)) {
      const item = fillJson(value, values)
      if (item === undefined) return undefined
      filled[key] = item
    }
    return filled
  }
  return json
}

/** The placeholders' values when `text` has the form of `pattern` (`course_{courseId}`), else undefined. */
export function matchTemplate(pattern: string, text: string): Record<string, string> | undefined {
  const names: string[] = []
  let source = ''
  let last = 0
  for (const match of pattern.matchAll(placeholder)) {
    source += escapeRegExp(pattern.slice(last, match.index)) + '(.+?)'
    names.push(match[1] ?? '')
    last = match.index + match[0].length
  }
  const found = new RegExp(`^${source}${escapeRegExp(pattern.slice(last))}$`, 's').exec(text)
  if (!found) return undefined
  return Object.fromEntries(names.map((name, index) => [name, found[index + 1] ?? '']))
}

/** The value at a catalog path in an event's arguments, undefined when it is not there. */
export function readPath(args: readonly unknown[], path: string): unknown {
  const keys = path === '' ? [] : path.split('.')
  const first = keys[0]
  let value: unknown = args[0]
  if (first !== undefined && /^\d$/.test(first)) {
    value = args[Number(first)]
    keys.shift()
  }
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string, unknown>)[key]
  }
  return value
}

/** The first of several paths that holds a non-empty string or a number, as text. */
export function readFirst(args: readonly unknown[], paths: readonly string[]): string | undefined {
  for (const path of paths) {
    const value = readPath(args, path)
    if (typeof value === 'string' && value !== '') return value
    if (typeof value === 'number') return String(value)
  }
  return undefined
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
