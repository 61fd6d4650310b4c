import type { NoticeDraft, NoticeTemplate } from '../../../shared/notices.ts'

/* Templates: `{field}` placeholders, filled as somebody types; what is not filled stays to be seen. */

export type FieldValues = Readonly<Record<string, string>>
type Texts = NoticeDraft['texts']

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
 * An English text of a drill says so before it is sent, so that whoever writes it sees it (UX "Broadcast"). What says it
 * already stays as it is; other languages are given their word by the main process, as this one would be.
 */
export function asDrill(texts: Texts): Texts {
  return texts.map((text) => (text.language === 'en' ? {
    ...text,
    title: text.title.includes(DRILL_MARK) ? text.title : `${DRILL_MARK}: ${text.title}`,
    body: /drill/i.test(text.body) ? text.body : `This is a drill.${text.body.trim() === '' ? '' : ` ${text.body}`}`,
  } : text))
}

/**
 * A draft with a template's wording, severity and dismissability. The kind stays: who may send depends on it. The
 * audience stays as well, and a template has none to bring.
 */
export function withTemplate(draft: NoticeDraft, template: NoticeTemplate | null): NoticeDraft {
  if (template === null) return { ...draft, templateId: null }
  const texts = draft.drill ? asDrill(template.texts) : template.texts
  return { ...draft, templateId: template.id, severity: template.severity, dismissable: template.dismissable, texts }
}
