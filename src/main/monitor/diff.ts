import type { PayloadChange } from '../../shared/feed-tools.ts'
import { DIFF_CHANGES_MAX } from '../../shared/limits.ts'
import { sameJson } from './diff-same.ts'
import { childRule, itemRule } from './mask-rule.ts'
import type { MaskRule } from './mask-rule.ts'
import { isPlaceholder, lineOf, linesOf, maskArgs, maskValue, TREE_DEPTH_MAX } from './mask-tree.ts'
import type { MaskRules } from './mask-tree.ts'
import { shownKey } from './mask.ts'
import type { RawPayload } from './wire-event.ts'

/** Characters of one value, as the contract of `feed:diff` says. */
const VALUE_CHARS_MAX = 500
/** A line of 500 characters cannot hold more. */
const VALUE_NODES_MAX = 300

export interface Diff {
  readonly changes: PayloadChange[]
  readonly leftOut: number
  readonly same: number
}

/**
 * Where two payloads of one event differ: objects by key, arrays by index. Values are compared in clear and shown masked, so that a masked
 * value that changed is a change although both texts may be equal. Of binary attachments only the place is compared, their content is not kept.
 * A payload that cannot be read (cut, no JSON) is compared as a whole by its text. Never throws.
 */
export function diffPayloads(before: RawPayload, after: RawPayload, rules: MaskRules): Diff {
  const from = before.args()
  const to = after.args()
  if (from === undefined || to === undefined) return diffTexts(before, after, rules)
  const diff = new DiffWalk([before.attachments > 0, after.attachments > 0])
  for (let index = 0; index < Math.max(from.length, to.length); index++) {
    const place: Place = { path: index === 0 ? '' : String(index), whole: String(index), name: '', rule: rules[index], depth: 1 }
    if (index >= from.length) diff.added(place, to[index])
    else if (index >= to.length) diff.removed(place, from[index])
    else diff.compare(place, from[index], to[index])
  }
  return diff
}

function diffTexts(before: RawPayload, after: RawPayload, rules: MaskRules): Diff {
  const equal = before.text === after.text && before.bytes === after.bytes
  // Equal as far as it is kept; nothing is said of the rest.
  if (equal) return { changes: [], leftOut: 0, same: before.cut ? 0 : 1 }
  const [from, to] = [before, after].map((payload) => cutLine(linesOf(maskArgs(payload, rules, VALUE_NODES_MAX))))
  return { changes: [{ path: '', kind: 'changed', before: from ?? '', after: to ?? '' }], leftOut: 0, same: 0 }
}

interface Place {
  /** What stands before a field: '' for the first argument. */
  readonly path: string
  /** The place itself, where it is no field: `0`, `items[3]`. */
  readonly whole: string
  /** The key that decides how a string is masked. */
  readonly name: string
  readonly rule: MaskRule | undefined
  readonly depth: number
}

class DiffWalk implements Diff {
  readonly changes: PayloadChange[] = []
  leftOut = 0
  same = 0
  /** Placeholders of attachments are possible, before and after. */
  readonly #binary: readonly [boolean, boolean]

  constructor(binary: readonly [boolean, boolean]) {
    this.#binary = binary
  }

  compare(place: Place, before: unknown, after: unknown): void {
    if (this.#isBinary(before, 0) && this.#isBinary(after, 1)) return
    const kind = kindOf(before)
    if (kind === 'leaf' || kind !== kindOf(after) || place.depth > TREE_DEPTH_MAX) {
      if (sameJson(before, after)) this.same++
      else this.#add(place, 'changed', before, after)
    } else if (kind === 'array') this.#items(place, before as readonly unknown[], after as readonly unknown[])
    else this.#entries(place, before as Entries, after as Entries)
  }

  added(place: Place, value: unknown): void {
    this.#add(place, 'added', undefined, value)
  }

  removed(place: Place, value: unknown): void {
    this.#add(place, 'removed', value, undefined)
  }

  #items(place: Place, before: readonly unknown[], after: readonly unknown[]): void {
    if (before.length === 0 && after.length === 0) this.same++
    for (let index = 0; index < Math.max(before.length, after.length); index++) {
      const path = `${place.whole}[${index}]`
      const item: Place = { path, whole: path, name: place.name, rule: itemRule(place.rule), depth: place.depth + 1 }
      if (index >= before.length) this.added(item, after[index])
      else if (index >= after.length) this.removed(item, before[index])
      else this.compare(item, before[index], after[index])
    }
  }

  #entries(place: Place, before: Entries, after: Entries): void {
    const keys = Object.keys(before)
    const news = Object.keys(after).filter((key) => !Object.hasOwn(before, key))
    if (keys.length + news.length === 0) this.same++
    for (const key of keys) {
      if (Object.hasOwn(after, key)) this.compare(entry(place, key), before[key], after[key])
      else this.removed(entry(place, key), before[key])
    }
    for (const key of news) this.added(entry(place, key), after[key])
  }

  #add(place: Place, kind: PayloadChange['kind'], before: unknown, after: unknown): void {
    if (this.changes.length >= DIFF_CHANGES_MAX) this.leftOut++
    else this.changes.push({ path: place.whole, kind, before: kind === 'added' ? null : this.#shown(place, before, 0), after: kind === 'removed' ? null : this.#shown(place, after, 1) })
  }

  #shown({ name, rule, depth }: Place, value: unknown, side: 0 | 1): string {
    return cutLine(lineOf(maskValue(value, name, rule, depth, this.#binary[side], VALUE_NODES_MAX)))
  }

  #isBinary(value: unknown, side: 0 | 1): boolean {
    return this.#binary[side] && typeof value === 'object' && value !== null && isPlaceholder(value)
  }
}

type Entries = Readonly<Record<string, unknown>>

function entry(place: Place, key: string): Place {
  const shown = shownKey(key, place.rule?.fields.has(key) === true).text
  const path = place.path === '' ? shown : `${place.path}.${shown}`
  return { path, whole: path, name: key, rule: childRule(place.rule, key), depth: place.depth + 1 }
}

function kindOf(value: unknown): 'leaf' | 'array' | 'object' {
  if (typeof value !== 'object' || value === null) return 'leaf'
  return Array.isArray(value) ? 'array' : 'object'
}

function cutLine(line: string): string {
  if (line.length <= VALUE_CHARS_MAX) return line
  const last = line.charCodeAt(VALUE_CHARS_MAX - 2)
  return `${line.slice(0, last >= 0xd800 && last <= 0xdbff ? VALUE_CHARS_MAX - 2 : VALUE_CHARS_MAX - 1)}…`
}
