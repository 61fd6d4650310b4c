import { PREVIEW_CHARS_MAX } from '../../shared/limits.ts'
import { childRule, itemRule } from './mask-rule.ts'
import type { MaskRule } from './mask-rule.ts'
import type { MaskRules } from './mask-tree.ts'
import { shownKey, shownString } from './mask.ts'
import type { RawPayload } from './wire-event.ts'

/** Above this a row says only how large the payload is: a screen of rows must not parse megabytes. */
const PREVIEW_PARSE_CHARS_MAX = 16_384
const PREVIEW_DEPTH_MAX = 4

/** The masked payload in one line: `studentId: s-112, score: 93, postedBy: {id: t-4, givenName: M.}`. Never throws. */
export function previewOf(payload: RawPayload, rules: MaskRules): string {
  if (payload.cut || payload.text.length > PREVIEW_PARSE_CHARS_MAX) return `payload of ${sizeInWords(payload.bytes)}`
  const args = payload.args()
  if (args === undefined) return `${sizeInWords(payload.bytes)} that are no JSON`
  const line = new Line()
  for (let index = 0; index < args.length && !line.full; index++) {
    if (index > 0) line.add(', ')
    write(line, args[index], '', rules[index], 0)
  }
  return line.text()
}

/** `200 B`, `12.3 kB`, `5.0 MB`: decimal units. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

class Line {
  #text = ''

  get full(): boolean {
    return this.#text.length > PREVIEW_CHARS_MAX
  }

  add(text: string): void {
    this.#text += text
  }

  text(): string {
    const line = this.#text.replace(/\s+/g, ' ')
    if (line.length <= PREVIEW_CHARS_MAX) return line
    const last = line.charCodeAt(PREVIEW_CHARS_MAX - 2)
    return `${line.slice(0, last >= 0xd800 && last <= 0xdbff ? PREVIEW_CHARS_MAX - 2 : PREVIEW_CHARS_MAX - 1)}…`
  }
}

function write(line: Line, value: unknown, name: string, rule: MaskRule | undefined, depth: number): void {
  if (typeof value === 'string') line.add(shownString(value, rule, name, PREVIEW_CHARS_MAX).text)
  else if (typeof value === 'number') line.add(rule?.mask === undefined ? String(value) : 'number')
  else if (typeof value !== 'object' || value === null) line.add(String(value))
  else if (depth >= PREVIEW_DEPTH_MAX) line.add(Array.isArray(value) ? '[…]' : '{…}')
  else if (Array.isArray(value)) writeItems(line, value, name, rule, depth)
  else writeEntries(line, value, rule, depth)
}

function writeItems(line: Line, items: readonly unknown[], name: string, rule: MaskRule | undefined, depth: number): void {
  line.add('[')
  for (let index = 0; index < items.length && !line.full; index++) {
    if (index > 0) line.add(', ')
    write(line, items[index], name, itemRule(rule), depth + 1)
  }
  line.add(']')
}

function writeEntries(line: Line, value: object, rule: MaskRule | undefined, depth: number): void {
  // The first argument's own fields need no braces: they are the line.
  if (depth > 0) line.add('{')
  let first = true
  for (const key of Object.keys(value)) {
    if (line.full) break
    if (!first) line.add(', ')
    first = false
    line.add(`${shownKey(key, rule?.fields.has(key) === true).text}: `)
    write(line, (value as Record<string, unknown>)[key], key, childRule(rule, key), depth + 1)
  }
  if (depth > 0) line.add('}')
}
