import { baseLanguage } from '../../../shared/languages.ts'
import type { NoticeDraft, NoticeTemplate } from '../../../shared/notices.ts'

/* Templates: `{field}` placeholders, filled as somebody types; what is not filled stays to be seen. */

export type FieldValues = Readonly<Record<string, string>>
type Texts = NoticeDraft['texts']
type Text = Texts[number]

const FIELD = /\{([a-z][a-zA-Z]{0,30})\}/g

/** Texts with the fields that have a value filled in; one pass, so that a value with braces stays as it was typed. */
export function fillTexts(texts: Texts, values: FieldValues): Texts {
  const fill = (text: string): string => text.replace(FIELD, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    return value === undefined || value === '' ? whole : value
  })
  return texts.map(({ language, title, body }) => ({ language, title: fill(title), body: fill(body) }))
}

export function sameTexts(a: Texts, b: Texts): boolean {
  return a.length === b.length && a.every((text, index) => text.language === b[index]?.language && text.title === b[index].title && text.body === b[index].body)
}

/** Placeholders that nobody filled, each once. */
export function openFields(texts: Texts): readonly string[] {
  return [...new Set(texts.flatMap(({ title, body }) => [...`${title}\n${body}`.matchAll(FIELD)].map((found) => found[1] ?? '')))]
}

export const DRILL_MARK = 'DRILL'

/**
 * An English text of a drill says so before it is sent, so that whoever writes it sees it. What says it
 * already stays as it is; other languages are given their word when they leave (words-to-send.ts), as this one would be.
 */
export function asDrill(texts: Texts): Texts {
  return texts.map((text) => (text.language === 'en' ? {
    ...text,
    title: text.title.includes(DRILL_MARK) ? text.title : `${DRILL_MARK}: ${text.title}`,
    body: text.body.includes(DRILL_MARK) ? text.body : `This is a DRILL.${text.body.trim() === '' ? '' : ` ${text.body}`}`,
  } : text))
}

/** A template's wording for a language: in this very tag, else in another of the same language (`pt` for `pt-BR`). */
function wordingIn({ texts }: NoticeTemplate, language: string): Text | undefined {
  const found = texts.find((text) => text.language === language) ?? texts.find((text) => baseLanguage(text.language) === baseLanguage(language))
  return found && { ...found, language }
}

/** Texts with the template's wording in every language that it has, filled in; texts in other languages stay as they are. */
export function withWording(texts: Texts, template: NoticeTemplate, values: FieldValues, drill: boolean): Texts {
  return texts.map((text) => {
    const wording = wordingIn(template, text.language)
    if (wording === undefined) return text
    const [filled = text] = fillTexts(drill ? asDrill([wording]) : [wording], values)
    return filled
  })
}

/**
 * A draft with a template's wording, severity and dismissability. The kind stays: who may send depends on it. The
 * audience stays as well, and a template has none to bring. The languages are those that were chosen, not all that the template has:
 * a school sends what its people read. In one that the template lacks nothing is left, so that no notice says two things.
 */
export function withTemplate(draft: NoticeDraft, template: NoticeTemplate | null): NoticeDraft {
  if (template === null) return { ...draft, templateId: null }
  const blank = (language: string): Text => ({ language, title: '', body: '' })
  const common = draft.texts.some(({ language }) => wordingIn(template, language) !== undefined)
  const chosen = common ? draft.texts.map(({ language }) => blank(language)) : template.texts.slice(0, 1)
  return { ...draft, templateId: template.id, severity: template.severity, dismissable: template.dismissable, texts: withWording(chosen, template, {}, draft.drill) }
}

/** A language that is added to a draft: with the template's wording where it has one, else empty. */
export function addedText(language: string, template: NoticeTemplate | null, values: FieldValues, drill: boolean): Text {
  const empty: Text = { language, title: '', body: '' }
  const [text = empty] = template !== null && hasWording(template, language) ? withWording([empty], template, values, drill) : drill ? asDrill([empty]) : [empty]
  return text
}

export function hasWording(template: NoticeTemplate, language: string): boolean {
  return wordingIn(template, language) !== undefined
}

/** The draft with one of its languages in front of the others; it leads where a platform shows one text. */
export function withFirst(texts: Texts, index: number): Texts {
  const first = texts[index]
  return first === undefined ? texts : [first, ...texts.filter((_, place) => place !== index)]
}

/** What the fields of a template were filled with, read out of a draft that has its wording: after a restart nobody types them again. {}: the text was changed by hand. */
export function valuesIn(texts: Texts, template: NoticeTemplate, drill: boolean): FieldValues {
  for (const text of texts) {
    const [wording] = hasWording(template, text.language) ? withWording([text], template, {}, drill) : []
    if (wording === undefined) continue
    const values = { ...readFields(wording.title, text.title), ...readFields(wording.body, text.body) }
    if (sameTexts(texts, withWording(texts, template, values, drill))) return values
  }
  return {}
}

/** One step forward through the text for every piece of the wording: no text makes it slow. */
function readFields(wording: string, text: string): FieldValues {
  const [start = '', ...rest] = wording.split(FIELD)
  const values = new Map<string, string>()
  let at = start.length
  for (let place = 0; place < rest.length; place += 2) {
    const [name = '', after = ''] = rest.slice(place, place + 2)
    const end = place + 2 >= rest.length ? text.length - after.length : text.indexOf(after, at)
    if (end < at) return {}
    const value = text.slice(at, end)
    if (value !== `{${name}}`) values.set(name, value)
    at = end + after.length
  }
  return Object.fromEntries(values)
}
