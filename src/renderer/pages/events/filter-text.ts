/* Pure text work of the filter box. Places are characters from <= n < to. */

export interface Place {
  readonly from: number
  readonly to: number
}

/** A text in three parts: before a place, at it, after it. The part at it is never empty, so that it can be pointed at. */
export interface MarkedText {
  readonly before: string
  readonly marked: string
  readonly after: string
}

/** Characters shown on each side of what is wrong: a filter may have 500, and the line has room for fewer. */
const AROUND_CHARS = 40
/** Characters of the wrong part itself that are shown. */
const MARKED_CHARS_MAX = 60

/** A filter's text with the wrong part apart, shortened to what one line can show. A place past the end becomes a space at the end. */
export function markPlace(text: string, place: Place): MarkedText {
  const from = Math.max(0, Math.min(place.from, text.length))
  const to = Math.max(from, Math.min(place.to, text.length))
  const marked = text.slice(from, to)
  return {
    before: from > AROUND_CHARS ? `…${text.slice(from - AROUND_CHARS, from)}` : text.slice(0, from),
    marked: marked === '' ? ' ' : marked.length > MARKED_CHARS_MAX ? `${marked.slice(0, MARKED_CHARS_MAX)}…` : marked,
    after: text.length - to > AROUND_CHARS ? `${text.slice(to, to + AROUND_CHARS)}…` : text.slice(to),
  }
}

/** The text with a completion in the place that it replaces, and where the cursor goes: behind it. */
export function applyCompletion(text: string, replaces: Place, completion: string): { readonly text: string; readonly cursor: number } {
  const from = Math.max(0, Math.min(replaces.from, text.length))
  const to = Math.max(from, Math.min(replaces.to, text.length))
  return { text: text.slice(0, from) + completion + text.slice(to), cursor: from + completion.length }
}

/** After a field (`event:`) its values are offered at once; after a value nothing is. */
export function asksForMore(completion: string): boolean {
  return completion.endsWith(':')
}

/** The completion that an arrow key makes the active one; -1: none, the text as it was typed. */
export function nextActive(active: number, by: 1 | -1, length: number): number {
  const next = active + by
  if (next < -1) return length - 1
  return next >= length ? -1 : next
}

/** A filter for one name in one field, in quotes where the name could be read as anything else. */
export function fieldFilter(field: 'target' | 'ns' | 'event' | 'room' | 'person', name: string): string {
  const plain = /^[^\s,"*?-][^\s,*?]*$/.test(name)
  return `${field}:${plain ? name : `"${name.replaceAll(/["\\]/g, String.raw`\$&`)}"`}`
}

/** A filter with one more term; a term that it has already is not added twice. */
export function withTerm(text: string, term: string): string {
  const before = text.trim()
  if (before === '') return term
  return before === term || before.startsWith(`${term} `) || before.endsWith(` ${term}`) || before.includes(` ${term} `) ? before : `${before} ${term}`
}
