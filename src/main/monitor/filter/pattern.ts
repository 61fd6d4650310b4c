import type { FilterValue } from './parse.ts'

/**
 * How much of a text a value must be. whole: all of it. words: a word, or several in a row, so that `room:7b` finds
 * `class_7b` and not `class_17b`, and `person:u-1` not `u-12`. part: any piece of it.
 */
export type Extent = 'whole' | 'words' | 'part'
export type Test = (text: string) => boolean

const letter = String.raw`[\p{L}\p{N}]`
const ascii = /^[\x20-\x7e]*$/

/**
 * Compiles a value to a test, in any case. The work for one text grows with its length times the length of the value, for
 * any wildcards: each piece between two `*` is looked for after the one before, and no expression repeats anything.
 * @param json the text is JSON, where `é` may stand as `\u00e9` and a quote has a backslash
 */
export function compilePattern({ text, literal }: Pick<FilterValue, 'text' | 'literal'>, extent: Extent, json = false): Test {
  const any = !literal && text.includes('*')
  const pieces = any ? text.split('*') : [text]
  const last = pieces.length - 1
  const tests: RegExp[] = []
  for (const [index, piece] of pieces.entries()) {
    if (piece === '') continue
    const lead = index === 0 ? startOf(piece, extent, literal) : ''
    const trail = index === last ? endOf(piece, extent, literal) : ''
    const simple = extent !== 'words' && ascii.test(piece)
    tests.push(new RegExp(lead + sourceOf(piece, literal, json) + trail, `${any ? 'g' : ''}i${simple ? 's' : 'su'}`))
  }
  const [first, second] = tests
  if (first === undefined) return () => true
  if (second === undefined) {
    return (subject) => {
      first.lastIndex = 0
      return first.test(subject)
    }
  }
  return (subject) => {
    let at = 0
    for (const test of tests) {
      test.lastIndex = at
      if (!test.test(subject)) return false
      at = test.lastIndex
    }
    return true
  }
}

function startOf(piece: string, extent: Extent, literal: boolean): string {
  if (extent === 'whole') return '^'
  return extent === 'words' && beginsWord(piece, literal) ? `(?<!${letter})` : ''
}

function endOf(piece: string, extent: Extent, literal: boolean): string {
  if (extent === 'whole') return '$'
  return extent === 'words' && endsWord(piece, literal) ? `(?!${letter})` : ''
}

const begins = /^[\p{L}\p{N}]/u
const ends = /[\p{L}\p{N}]$/u

function beginsWord(piece: string, literal: boolean): boolean {
  return begins.test(piece) || (!literal && piece.startsWith('?'))
}

function endsWord(piece: string, literal: boolean): boolean {
  return ends.test(piece) || (!literal && piece.endsWith('?'))
}

function sourceOf(piece: string, literal: boolean, json: boolean): string {
  let source = ''
  for (const char of piece) {
    if (char === '?' && !literal) source += '.'
    else if (json && (char === '"' || char === '/')) source += String.raw`\\?` + char
    else if (json && !ascii.test(char)) source += `(?:${char}|${escapesOf(char.toLowerCase())}|${escapesOf(char.toUpperCase())})`
    else source += char.replace(/[\\^$.*+?()[\]{}|/]/, String.raw`\$&`)
  }
  return source
}

/** A character as JSON may write it: `\u00e9`, one escape a UTF-16 unit. */
function escapesOf(char: string): string {
  return Array.from({ length: char.length }, (_, index) => String.raw`\\u${char.charCodeAt(index).toString(16).padStart(4, '0')}`).join('')
}
