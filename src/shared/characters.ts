/*
 * Characters as people count them. Limits are in UTF-16 units, as texts are kept and sent: one emoji of a family is one character
 * to whoever types it and eleven units.
 */

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
/** Here every unit is a character. */
const simple = /^[\n\t\x20-\x7e]*$/
/** Longer texts are not searched for characters: somebody pasted a book. */
const SEARCHED_UNITS_MAX = 100_000
/** Beyond a cut, to know whether it goes through a character. */
const LOOK_AHEAD_UNITS = 32

/** How many characters a person sees; null: the text is too long to be counted so. */
export function charactersOf(text: string): number | null {
  if (simple.test(text)) return text.length
  if (text.length > SEARCHED_UNITS_MAX) return null
  let count = 0
  for (const _ of segmenter.segment(text)) count++
  return count
}

/** `201 characters`, `30 characters (330 as emoji and marks count)` or `far too many characters`: what a limit in units is said with. */
export function lengthWords(text: string): string {
  const characters = charactersOf(text)
  if (characters === null) return 'far too many characters'
  const words = `${characters} ${characters === 1 ? 'character' : 'characters'}`
  return characters === text.length ? words : `${words} (${text.length} as emoji and marks count)`
}

/** The beginning of a text, at most so many UTF-16 units, never half a character. */
export function cutWhole(text: string, unitsMax: number): string {
  if (text.length <= unitsMax) return text
  const start = segmenter.segment(text.slice(0, unitsMax + LOOK_AHEAD_UNITS)).containing(unitsMax)?.index ?? unitsMax
  if (start > 0) return text.slice(0, start)
  // One letter with marks without end: at least no half of a pair of surrogates.
  return text.slice(0, /[\ud800-\udbff]/.test(text.charAt(unitsMax - 1)) ? unitsMax - 1 : unitsMax)
}

/** Texts that follow each other, cut after so many characters in all; where it is cut stands one `…`, and what is behind it is ''. */
export function cutAcross(texts: readonly string[], charactersMax: number): readonly string[] {
  let left = charactersMax
  let isCut = false
  return texts.map((text) => {
    let end = 0
    for (const { segment } of isCut ? [] : segmenter.segment(text)) {
      if (left === 0) {
        isCut = true
        return `${text.slice(0, end).trimEnd()}…`
      }
      left--
      end += segment.length
    }
    return text.slice(0, end)
  })
}
