import { baseLanguage } from './languages.ts'
import type { NoticeDraft, NoticeStep } from './notices.ts'

/*
 * The words of a notice as they leave: what was written, and what Rollcall itself adds to it in the languages that it has. The main
 * process sends them and the window shows them, by the one function below.
 */

interface Words {
  readonly drill: string
  readonly isDrill: string
  readonly correction: string
  readonly retraction: string
  readonly reminder: string
  readonly scheduled: string
  readonly inProgress: string
  readonly verifying: string
  readonly completed: string
  readonly cancelled: string
}

const english: Words = { drill: 'DRILL', isDrill: 'This is a DRILL.', correction: 'Correction', retraction: 'Withdrawn', reminder: 'Reminder', scheduled: 'Scheduled', inProgress: 'In progress', verifying: 'Being verified', completed: 'Completed', cancelled: 'Cancelled' }

/** By language, without region. The word DRILL stands in every language, so that nobody who reads but one can miss it. */
const words: { readonly [language: string]: Words } = {
  en: english,
  es: { drill: 'DRILL – SIMULACRO', isDrill: 'This is a DRILL. Esto es un simulacro.', correction: 'Corrección', retraction: 'Retirado', reminder: 'Recordatorio', scheduled: 'Programado', inProgress: 'En curso', verifying: 'En verificación', completed: 'Terminado', cancelled: 'Cancelado' },
  fr: { drill: 'DRILL – EXERCICE', isDrill: 'This is a DRILL. Ceci est un exercice.', correction: 'Correction', retraction: 'Retiré', reminder: 'Rappel', scheduled: 'Prévu', inProgress: 'En cours', verifying: 'En vérification', completed: 'Terminé', cancelled: 'Annulé' },
  pt: { drill: 'DRILL – SIMULAÇÃO', isDrill: 'This is a DRILL. Isto é uma simulação.', correction: 'Correção', retraction: 'Retirado', reminder: 'Lembrete', scheduled: 'Programado', inProgress: 'Em curso', verifying: 'Em verificação', completed: 'Concluído', cancelled: 'Cancelado' },
  de: { drill: 'DRILL – ÜBUNG', isDrill: 'This is a DRILL. Dies ist eine Übung.', correction: 'Korrektur', retraction: 'Zurückgezogen', reminder: 'Erinnerung', scheduled: 'Geplant', inProgress: 'Läuft', verifying: 'Wird geprüft', completed: 'Beendet', cancelled: 'Abgesagt' },
}

function wordsOf(language: string): Words {
  const base = baseLanguage(language)
  return Object.hasOwn(words, base) ? (words[base] as Words) : english
}

/** A prefix before every title of a text's language, once however often it is added. */
export function prefixed(kind: 'correct' | 'retract', language: string, title: string): string {
  const { correction, retraction } = wordsOf(language)
  return withPrefix(kind === 'correct' ? correction : retraction, title)
}

/** Between the languages of a title and of a text that hold them all. */
export const TITLES_BETWEEN = ' / '
const BODIES_BETWEEN = '\n\n'

export type NoticeText = NoticeDraft['texts'][number]

export interface WordsToSend {
  /** All languages, the first one first. */
  readonly title: string
  readonly body: string
  /** `en,es` */
  readonly language: string
  /** Each language by itself, for servers that know what their users read. */
  readonly texts: readonly NoticeText[]
}

/**
 * The title and text that leave: each language in the order of the draft, its step and, for a drill, DRILL before the title and the
 * sentence after the text. A platform's event carries one title and one text, so languages stand one under the other, each text in a
 * paragraph of its own: its direction is found by its first letter, and no sign that turns directions is needed.
 */
export function wordsToSend({ texts, drill }: Pick<NoticeDraft, 'texts' | 'drill'>, step: NoticeStep): WordsToSend {
  const all = texts.map(({ language, title, body }): NoticeText => {
    const own = wordsOf(language)
    const stepped = stepTitle(own, step, title.trim())
    const text = body.replaceAll('\r\n', '\n').trim()
    return { language, title: drill ? withPrefix(own.drill, stepped) : stepped, body: drill && !text.includes(own.isDrill) ? `${text}\n${own.isDrill}` : text }
  })
  return { title: all.map(({ title }) => title).join(TITLES_BETWEEN), body: all.map(({ body }) => body).join(BODIES_BETWEEN), language: all.map(({ language }) => language).join(','), texts: all }
}

/** The step with which a notice begins. */
export function firstStep({ when }: Pick<NoticeDraft, 'when'>): NoticeStep {
  return when.kind === 'window' ? 'scheduled' : 'announce'
}

/** "This is not a drill", in the languages that Rollcall has: nothing that a drill may say. */
const notADrill = /(?:\bnot|n['’]t)\s+(?:just\s+|only\s+)?(?:an?\s+)?drill\b|(?:\b(?:is|was)|['’]s)\s+no\s+drill\b|\bno\s+es\s+(?:un\s+)?simulacro\b|\bn['’]est\s+pas\s+un\s+exercice\b|\bnão\s+é\s+(?:uma\s+simulação|um\s+simulado|um\s+exercício)|\bkeine\s+Übung\b/i

/** The text says that this is no drill, in one of the languages that Rollcall has. */
export function saysNotADrill(text: string): boolean {
  return notADrill.test(text)
}

function stepTitle(own: Words, step: NoticeStep, title: string): string {
  switch (step) {
    case 'announce':
      return title
    case 'reminder':
      return withPrefix(own.reminder, title)
    case 'scheduled':
      return withPrefix(own.scheduled, title)
    case 'in-progress':
      return withPrefix(own.inProgress, title)
    case 'verifying':
      return withPrefix(own.verifying, title)
    case 'completed':
      return withPrefix(own.completed, title)
    case 'cancelled':
      return withPrefix(own.cancelled, title)
    default:
      throw new Error(`Unexpected: ${JSON.stringify(step satisfies never)}`)
  }
}

function withPrefix(prefix: string, title: string): string {
  return title.startsWith(`${prefix}:`) ? title : `${prefix}: ${title}`
}
