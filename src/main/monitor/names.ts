import { EVENT_NAME_CHARS_MAX } from '../../shared/limits.ts'

/** Name under which everything above a cap is counted. */
export const OTHER = '(other)'

/** A name of at most `charsMax` characters as it is; a longer one cut, with its length: `aaa… (10000 characters)`. */
export function cutName(name: string, charsMax = EVENT_NAME_CHARS_MAX): string {
  if (name.length <= charsMax) return name
  // No half of a surrogate pair at the cut.
  const last = name.charCodeAt(charsMax - 1)
  const end = last >= 0xd800 && last <= 0xdbff ? charsMax - 1 : charsMax
  return `${name.slice(0, end)}… (${name.length} characters)`
}

/**
 * A copy that shares no memory with another text. V8 lets a piece of a long text point into it, so a name that is kept
 * for hours would keep its whole packet.
 */
export function ownCopy(text: string): string {
  return text.length < 13 ? text : Buffer.from(text, 'utf16le').toString('utf16le')
}

/** Spelling without case and without `. : _ -`, by which a platform's own contradictions are one name. */
export function foldName(name: string): string {
  return name.replace(/[.:_-]/g, '').toLowerCase()
}

/** A mark of this run, from the second in which it began: `tid4x-`. Another run within two years has another. */
export function runMark(startedAtMs: number): string {
  return `${Math.floor(startedAtMs / 1_000).toString(36).slice(-5)}-`
}
