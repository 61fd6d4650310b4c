import { cutName } from './names.ts'
import type { MaskRule } from './mask-rule.ts'

/*
 * How one value of a payload is shown. An allow-list: what neither the catalog nor its own form declares harmless is
 * masked. Together with mask-tree.ts and preview.ts this is the only way from a payload to shown text.
 */

export interface Shown {
  readonly text: string
  readonly masked: boolean
}

/** Characters of one string in the payload tree. */
export const STRING_CHARS_MAX = 2_000

const EMAIL_MASK = '•••@•••'
const isoTime = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const idKey = /(?:^|[_-])ids?$|Ids?$|IDs?$/
const idToken = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/
const wordKey = /(?:^|_)(?:type|status|kind|action|role|priority|state|severity|level|category|code|phase|mode|event)$|(?:Type|Status|Kind|Action|Role|Priority|State|Severity|Level|Category|Code|Phase|Mode)$/
const word = /^[A-Za-z][A-Za-z0-9_.:-]{0,31}$/
const plainText = /^[ -~]*$/
const disguise = /(?![\t\n])[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu
const birthKey = /birth|dob$/i

/**
 * A string of a payload as it may be shown.
 * @param key the name under which it stands; for an item of an array the array's own name
 */
export function shownString(value: string, rule: MaskRule | undefined, key: string, charsMax = STRING_CHARS_MAX): Shown {
  if (value === '') return { text: '', masked: false }
  if (looksLikeEmail(value)) return { text: maskedEmail(value), masked: true }
  switch (rule?.mask) {
    case 'name':
      return { text: initials(value), masked: true }
    case 'email':
      return { text: maskedEmail(value), masked: true }
    case 'text':
      return { text: lengthOnly(value), masked: true }
    case undefined:
      break
  }
  if (!isHarmless(value, rule, key)) return { text: lengthOnly(value), masked: true }
  const text = withoutEmails(cutName(value, charsMax))
  return { text: cleaned(text.text), masked: text.masked }
}

/** An id, a room or a topic as shown: never an e-mail address, no control characters, at most 300 characters. */
export function shownName(value: string): string {
  return cleaned(withoutEmails(cutName(value, 300)).text)
}

/** The key of an entry: shown when the catalog knows it or when it is a plain word; addresses and phrases are masked. */
export function shownKey(key: string, known: boolean): Shown {
  if (known) return { text: key, masked: false }
  if (looksLikeEmail(key)) return { text: maskedEmail(key), masked: true }
  if (key.includes('@') || /\s/.test(key)) return { text: lengthOnly(key), masked: true }
  return { text: cleaned(cutName(key, 100)), masked: false }
}

/** `m•••@•••` */
export function maskedEmail(text: string): string {
  return firstCharacter(text) + EMAIL_MASK
}

/** `Maria Rossi` -> `M. R.`; at most four. */
export function initials(name: string): string {
  const words = name.slice(0, 200).trim().split(/\s+/, 4)
  return words.map((part) => `${firstCharacter(part).toUpperCase()}.`).join(' ')
}

/** `text of 42 characters` */
export function lengthOnly(text: string): string {
  return text.length === 1 ? 'text of 1 character' : `text of ${text.length} characters`
}

/** Text that is one e-mail address, also without a dot in its domain. */
export function looksLikeEmail(text: string): boolean {
  const at = text.indexOf('@')
  return at > 0 && at < text.length - 1 && text.length <= 320 && !/\s/.test(text)
}

/** Control characters, bidirectional overrides and halves of surrogate pairs as `�`, so that text cannot disguise itself. */
export function cleaned(text: string): string {
  return plainText.test(text) ? text : text.replace(disguise, '\ufffd')
}

function isHarmless(value: string, rule: MaskRule | undefined, key: string): boolean {
  if (rule?.open === true) return true
  if (value.length > 100) return false
  if (rule !== undefined && rule.words.has(value.toLowerCase())) return true
  if (isoTime.test(value)) return rule?.date === true || !birthKey.test(key)
  return uuid.test(value) || (idKey.test(key) && idToken.test(value)) || (wordKey.test(key) && word.test(value))
}

/** Replaces each address inside a longer text, in one pass (a regular expression would be quadratic on hostile text). */
function withoutEmails(text: string): Shown {
  let rest = 0
  let out = ''
  for (let at = nextAt(text, 0); at >= 0; at = nextAt(text, at + 1)) {
    let start = at
    while (start > rest && isAddressPart(text, start - 1)) start--
    let end = text[at] === '@' ? at + 1 : at + 3
    const domain = end
    while (end < text.length && isAddressPart(text, end)) end++
    if (start === at || end === domain) continue
    out += text.slice(rest, start) + maskedEmail(text.slice(start, at))
    rest = end
    at = end - 1
  }
  return rest === 0 ? { text, masked: false } : { text: out + text.slice(rest), masked: true }
}

/** Place of the next `@`, plain or as in a URL. */
function nextAt(text: string, from: number): number {
  const plain = text.indexOf('@', from)
  const escaped = text.indexOf('%40', from)
  return plain < 0 || (escaped >= 0 && escaped < plain) ? escaped : plain
}

function isAddressPart(text: string, index: number): boolean {
  return /[^\s@<>"'(),;:/?=&]/.test(text[index] ?? ' ')
}

function firstCharacter(text: string): string {
  const code = text.codePointAt(0)
  return code === undefined || (code >= 0xd800 && code <= 0xdfff) ? '' : cleaned(String.fromCodePoint(code))
}
