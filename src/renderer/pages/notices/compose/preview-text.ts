import { cutAcross } from '../../../../shared/characters.ts'
import type { NoticeDraft } from '../../../../shared/notices.ts'
import { firstStep, TITLES_BETWEEN, wordsToSend } from '../../../../shared/words-to-send.ts'

/* What a recipient sees of a notice: the words as they leave, by the function that the main process sends with. */

/** About what a lock screen shows of a notification; phones differ. Characters. */
export const PHONE_TITLE_CHARACTERS = 40
export const PHONE_BODY_CHARACTERS = 160

export interface PreviewPiece {
  readonly language: string
  readonly text: string
}

export interface PreviewText {
  /** The one title in pieces by language, with what stands between them: to be read one after the other. */
  readonly title: readonly PreviewPiece[]
  /** Paragraphs by language. */
  readonly body: readonly PreviewPiece[]
  /** A phone shows less than was written. */
  readonly cut: boolean
}

/** @param shown a language that is shown alone, or all of them as they leave; one that is not there is all @param phone cut as on a lock screen */
export function previewText(draft: NoticeDraft, shown: string, phone: boolean): PreviewText {
  const { texts } = wordsToSend(draft, firstStep(draft))
  const alone = texts.filter(({ language }) => language === shown)
  const chosen = alone.length > 0 ? alone : texts
  const isBlank = chosen.every(({ title }) => title === '')
  const titles = isBlank ? [] : chosen.map(({ title }, index) => (index === 0 ? title : `${TITLES_BETWEEN}${title}`))
  const bodies = chosen.map(({ body }) => body)
  const [title, body] = phone ? [cutAcross(titles, PHONE_TITLE_CHARACTERS), cutAcross(bodies, PHONE_BODY_CHARACTERS)] : [titles, bodies]
  const pieces = (all: readonly string[]): PreviewPiece[] => all.flatMap((text, index) => (text === '' ? [] : [{ language: chosen[index]?.language ?? '', text }]))
  return { title: pieces(title), body: pieces(body), cut: title.join('') !== titles.join('') || body.join('') !== bodies.join('') }
}
