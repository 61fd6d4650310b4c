import { FILTER_CHARS_MAX } from '../../../shared/limits.ts'
import type { TargetSlot } from '../counts.ts'
import { valueText } from '../filter/format.ts'
import { compilePattern } from '../filter/pattern.ts'
import { shownName } from '../mask.ts'

/** What a row or a line of rates shows, for the feed's filter box. */
export interface FilterParts {
  readonly target: TargetSlot
  readonly namespace?: string
  readonly event?: string
  /** Names of events that hold this text. */
  readonly text?: string
  readonly room?: string
  readonly direction?: 'in' | 'out' | undefined
}

/**
 * Makes filters of names. A filter reads names in any case, so names that differ in that alone share theirs; a room is
 * found by its words. Where a name is masked, the filter has wildcards for what is not shown.
 */
export class FilterTexts {
  readonly #targets: readonly TargetSlot[]
  readonly #terms = new Map<TargetSlot, string>()

  constructor(targets: Iterable<TargetSlot>) {
    this.#targets = [...targets]
  }

  of({ target, namespace, event, text, room, direction }: FilterParts): string {
    const terms = [this.#targetTerm(target)]
    if (namespace !== undefined) terms.push(`ns:${namespaceText(namespace)}`)
    // No value is empty: of an event without a name, every character is excluded.
    if (event !== undefined) terms.push(event === '' ? '-event:?*' : `event:${nameText(event)}`)
    if (text !== undefined && text !== '') terms.push(`event:*${wildcards(text)}*`)
    if (room !== undefined) terms.push(`room:${nameText(room)}`)
    if (direction !== undefined) terms.push(`dir:${direction}`)
    return fitted(terms)
  }

  /** By its name, where no other target has that, else by its id. */
  #targetTerm(target: TargetSlot): string {
    const known = this.#terms.get(target)
    if (known !== undefined) return known
    const isOnly = (text: string): boolean => {
      const test = compilePattern({ text, literal: true }, 'words')
      return this.#targets.every((each) => each === target || !(test(each.name) || test(each.id)))
    }
    const term = `target:${valueText(target.name !== '' && isOnly(target.name) ? target.name : target.id)}`
    this.#terms.set(target, term)
    return term
  }
}

function nameText(name: string): string {
  const shown = shownName(name)
  return shown === name ? valueText(name) : wildcards(shown)
}

/** A filter puts a slash before a value that has none, unless it begins with a wildcard: "(other)" has none. */
function namespaceText(namespace: string): string {
  return namespace.startsWith('/') ? nameText(namespace) : `?${wildcards(shownName(namespace).slice(1))}`
}

/** A value without quotes: what quotes are for is any one character, and what a mask hides any text. */
function wildcards(shown: string): string {
  return shown.replace(/•••@•••|… \(\d+ characters\)$/g, '*').replace(/[\s,"?*\ufffd]|^-/gu, (char) => (char === '*' ? '*' : '?'))
}

/** The longest terms are cut with a wildcard until all fit into the box. */
function fitted(terms: string[]): string {
  for (;;) {
    const text = terms.join(' ')
    const excess = text.length - FILTER_CHARS_MAX
    if (excess <= 0) return text
    const longest = terms.reduce((best, term, index) => (term.length > (terms[best] as string).length ? index : best), 0)
    const term = terms[longest] as string
    const colon = term.indexOf(':') + 1
    // Without its quotes the term is read with wildcards, so every special character becomes one.
    const value = wildcards(unquoted(term.slice(colon)))
    const kept = value.slice(0, Math.max(1, term.length - colon - excess - 2)).replace(/[\ud800-\udbff]$/, '')
    terms[longest] = `${term.slice(0, colon)}${kept}*`
  }
}

function unquoted(value: string): string {
  return value.startsWith('"') ? value.slice(1, -1).replace(/\\(["\\])/g, '$1') : value
}
