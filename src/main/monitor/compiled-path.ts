/*
 * The catalog's paths and templates (shared/template.ts), taken apart once so that the hot path only follows keys.
 * Same meaning as `readPath`, `readFirst` and `fillTemplate`; the tests hold them together.
 */

export interface CompiledPath {
  /** Which argument. */
  readonly index: number
  readonly keys: readonly string[]
  readonly source: string
}

export interface CompiledTemplate {
  /** One more than paths. */
  readonly literals: readonly string[]
  readonly paths: readonly CompiledPath[]
}

/** `1.user.id` is a field of the second argument; without a leading digit it is the first; an empty path is the whole argument. */
export function compilePath(path: string): CompiledPath {
  const keys = path === '' ? [] : path.split('.')
  const first = keys[0]
  if (first !== undefined && /^\d$/.test(first)) return { index: Number(first), keys: keys.slice(1), source: path }
  return { index: 0, keys, source: path }
}

export function compilePaths(paths: readonly string[]): readonly CompiledPath[] {
  return paths.map(compilePath)
}

/** `{path}` in the text is what stands at the path. */
export function compileTemplate(template: string): CompiledTemplate {
  const literals: string[] = []
  const paths: CompiledPath[] = []
  let last = 0
  for (const match of template.matchAll(/\{([A-Za-z_][\w.-]*)\}/g)) {
    literals.push(template.slice(last, match.index))
    paths.push(compilePath(match[1] ?? ''))
    last = match.index + match[0].length
  }
  literals.push(template.slice(last))
  return { literals, paths }
}

/** Paths, or templates where a text has several parts: `{sender.givenName} {sender.familyName}`. */
export function compileTexts(texts: readonly string[]): readonly CompiledTemplate[] {
  return texts.map((text) => (text.includes('{') ? compileTemplate(text) : { literals: ['', ''], paths: [compilePath(text)] }))
}

/** The first of them that is whole, as text. */
export function fillFirst(args: readonly unknown[], texts: readonly CompiledTemplate[]): string | undefined {
  for (let index = 0; index < texts.length; index++) {
    const text = fillAt(args, texts[index] as CompiledTemplate)
    if (text !== undefined) return text
  }
  return undefined
}

/** The value at a path, undefined when it is not there. Only own properties are read. */
export function readAt(args: readonly unknown[], path: CompiledPath): unknown {
  let value: unknown = args[path.index]
  const keys = path.keys
  for (let depth = 0; depth < keys.length; depth++) {
    const key = keys[depth] as string
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string, unknown>)[key]
  }
  return value
}

/** The first path that holds a non-empty string or a number, as text. */
export function readText(args: readonly unknown[], paths: readonly CompiledPath[]): string | undefined {
  for (let index = 0; index < paths.length; index++) {
    const value = readAt(args, paths[index] as CompiledPath)
    if (typeof value === 'string' && value !== '') return value
    if (typeof value === 'number') return String(value)
  }
  return undefined
}

/** Fills a template; undefined when a value is missing or empty. `show` decides what a value looks like. */
export function fillAt(args: readonly unknown[], template: CompiledTemplate, show: (value: string | number, path: CompiledPath) => string = String): string | undefined {
  const { literals, paths } = template
  let text = literals[0] ?? ''
  for (let index = 0; index < paths.length; index++) {
    const path = paths[index] as CompiledPath
    const value = readAt(args, path)
    if ((typeof value !== 'string' || value === '') && typeof value !== 'number') return undefined
    text += show(value, path) + (literals[index + 1] ?? '')
  }
  return text
}

/** A text, number or flag as text; '' for everything else. */
export function scalarText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}
