import { lengthWords } from '../../shared/characters.ts'
import { languageName } from '../../shared/languages.ts'
import { NOTICE_BODY_CHARS_MAX, NOTICE_TITLE_CHARS_MAX } from '../../shared/limits.ts'
import type { NoticeDraft } from '../../shared/notices.ts'
import { saysNotADrill, TITLES_BETWEEN } from '../../shared/words-to-send.ts'
import { listed } from './words.ts'

/** What stands against a text, and what somebody should know of it. */
export interface Remarks {
  readonly problems: readonly string[]
  readonly warnings: readonly string[]
}

/** Cannot be seen, or turns the direction of what follows so that the text reads as another. Marks of direction and joiners (U+200C..F) are part of scripts and emoji. */
// oxlint-disable-next-line no-control-regex
const unseenInTitle = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\ufffe\uffff]/gu
// oxlint-disable-next-line no-control-regex
const unseenInBody = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\ufffe\uffff]/gu
/** One of a pair of surrogates alone. */
const halfCharacter = /\p{Cs}/u
const html = /<[a-z!/][^<>]{0,1000}>|&(?:#\d{1,7}|[a-z]{2,10});|javascript:/i
const drillWord = /\b(?:drill|simulacro|exercice)\b/i
/** A placeholder that a template left: `{field}`. */
const unfilled = /\{[a-z][a-zA-Z]{0,30}\}/

/** Checks the words of a notice. Nothing is changed silently: what cannot be sent is named. */
export function checkTexts({ texts, drill }: Pick<NoticeDraft, 'texts' | 'drill'>): Remarks {
  const problems: string[] = []
  const warnings: string[] = []
  const languages = new Set<string>()
  if (texts.length === 0) problems.push('There is no text.')
  for (const { language, title, body } of texts) {
    const which = languageName(language)
    if (languages.has(language.toLowerCase())) problems.push(`${which} is there twice.`)
    languages.add(language.toLowerCase())
    // Length first: a text of a megabyte is not searched.
    if (title.length > NOTICE_TITLE_CHARS_MAX) {
      problems.push(`The ${which} title has ${lengthWords(title)}; ${NOTICE_TITLE_CHARS_MAX} fit.`)
      continue
    }
    if (body.length > NOTICE_BODY_CHARS_MAX) {
      problems.push(`The ${which} text has ${lengthWords(body)}; ${NOTICE_BODY_CHARS_MAX} fit.`)
      continue
    }
    if (title.trim() === '') problems.push(`The ${which} title is empty.`)
    if (body.trim() === '') problems.push(`The ${which} text is empty.`)
    const normal = body.replaceAll('\r\n', '\n')
    const unseen = (title.match(unseenInTitle)?.length ?? 0) + (normal.match(unseenInBody)?.length ?? 0)
    if (unseen > 0) problems.push(`The ${which} text holds ${unseen} ${unseen === 1 ? 'character' : 'characters'} that cannot be seen or that turn the direction of the text. Remove ${unseen === 1 ? 'it' : 'them'}: type the place anew.`)
    if (halfCharacter.test(title) || halfCharacter.test(body)) problems.push(`The ${which} text holds half a character, from a cut. Type the place anew.`)
    if (unfilled.test(title) || unfilled.test(body)) problems.push(`The ${which} text has a field that was not filled in: ${(unfilled.exec(title) ?? unfilled.exec(body))?.[0] ?? ''}.`)
    if (html.test(title) || html.test(body)) warnings.push(`The ${which} text holds HTML or a script. It is sent as plain text; an app that shows it as more than text would run it.`)
    if (drill && (saysNotADrill(title) || saysNotADrill(body))) problems.push('A drill never says that it is not a drill.')
    if (!drill && (drillWord.test(title) || drillWord.test(body))) warnings.push('The text says "drill", and this is no drill: it is sent live.')
  }
  const joined = texts.map(({ title }) => title.trim()).join(TITLES_BETWEEN)
  if (texts.length > 1 && joined.length > NOTICE_TITLE_CHARS_MAX) warnings.push(`The titles of ${listed(texts.map(({ language }) => languageName(language)))} leave as one of ${lengthWords(joined)}: an app that cuts titles does not show the last languages. Shorten them.`)
  return { problems, warnings: [...new Set(warnings)] }
}
