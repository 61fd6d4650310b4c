const marks = /\p{M}+/gu
const ascii = /^[\x20-\x7e]*$/

/** Text as it is searched and compared: lower case, accents folded, spaces single (`José  Ñíguez` -> `jose niguez`). */
export function foldText(text: string): string {
  const plain = ascii.test(text) ? text : text.normalize('NFD').replace(marks, '')
  return plain.toLowerCase().replace(/\s+/g, ' ').trim()
}

/** The words of a search; all of them must match. */
export function searchWords(text: string): string[] {
  const folded = foldText(text)
  return folded === '' ? [] : folded.split(' ')
}

/** All of the words are somewhere in the text; both folded. */
export function hasWords(text: string, words: readonly string[]): boolean {
  for (let index = 0; index < words.length; index++) if (!text.includes(words[index] as string)) return false
  return true
}

/** The order of two folded texts, by their characters. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
