import type { NoticeDraft, NoticeStep } from '../../shared/notices.ts'

/* Words that Rollcall itself adds to a notice, in the languages that it has. */

interface Words {
  readonly name: string
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

const english: Words = { name: 'English', drill: 'DRILL', isDrill: 'This is a drill.', correction: 'Correction', retraction: 'Withdrawn', reminder: 'Reminder', scheduled: 'Scheduled', inProgress: 'In progress', verifying: 'Being verified', completed: 'Completed', cancelled: 'Cancelled' }

/** By language, without region. The word DRILL stands in every language, so that nobody who reads but one can miss it. */
const words: { readonly [language: string]: Words } = {
  en: english,
  es: { name: 'Spanish', drill: 'DRILL – SIMULACRO', isDrill: 'This is a drill. Esto es un simulacro.', correction: 'Corrección', retraction: 'Retirado', reminder: 'Recordatorio', scheduled: 'Programado', inProgress: 'En curso', verifying: 'En verificación', completed: 'Terminado', cancelled: 'Cancelado' },
  fr: { name: 'French', drill: 'DRILL – EXERCICE', isDrill: 'This is a drill. Ceci est un exercice.', correction: 'Correction', retraction: 'Retiré', reminder: 'Rappel', scheduled: 'Prévu', inProgress: 'En cours', verifying: 'En vérification', completed: 'Terminé', cancelled: 'Annulé' },
  pt: { name: 'Portuguese', drill: 'DRILL – SIMULAÇÃO', isDrill: 'This is a drill. Isto é uma simulação.', correction: 'Correção', retraction: 'Retirado', reminder: 'Lembrete', scheduled: 'Programado', inProgress: 'Em curso', verifying: 'Em verificação', completed: 'Concluído', cancelled: 'Cancelado' },
  de: { name: 'German', drill: 'DRILL – ÜBUNG', isDrill: 'This is a drill. Dies ist eine Übung.', correction: 'Korrektur', retraction: 'Zurückgezogen', reminder: 'Erinnerung', scheduled: 'Geplant', inProgress: 'Läuft', verifying: 'Wird geprüft', completed: 'Beendet', cancelled: 'Abgesagt' },
}

function wordsOf(language: string): Words {
  const base = language.toLowerCase().split('-')[0] ?? ''
  return Object.hasOwn(words, base) ? (words[base] as Words) : english
}

/** `Spanish`, or the tag where Rollcall has no name for it. */
export function languageName(language: string): string {
  const base = language.toLowerCase().split('-')[0] ?? ''
  return Object.hasOwn(words, base) ? (words[base] as Words).name : language
}

/** A prefix before every title of a text's language, once however often it is added. */
export function prefixed(kind: 'correct' | 'retract', language: string, title: string): string {
  const { correction, retraction } = wordsOf(language)
  return withPrefix(kind === 'correct' ? correction : retraction, title)
}

/**
 * The one title and text that leave: each language in the order of the draft, its step and, for a drill, DRILL before the title and
 * the sentence after the text. A platform's event carries one title and one text, so languages stand one under the other.
 */
export function wordsToSend({ texts, drill }: Pick<NoticeDraft, 'texts' | 'drill'>, step: NoticeStep): { readonly title: string; readonly body: string; readonly language: string } {
  const titles: string[] = []
  const bodies: string[] = []
  for (const { language, title, body } of texts) {
    const own = wordsOf(language)
    const stepped = stepTitle(own, step, title.trim())
    titles.push(drill ? withPrefix(own.drill, stepped) : stepped)
    const text = body.replaceAll('\r\n', '\n').trim()
    bodies.push(drill && !text.includes(own.isDrill) ? `${text}\n${own.isDrill}` : text)
  }
  return { title: titles.join(' / '), body: bodies.join('\n\n'), language: texts.map(({ language }) => language).join(',') }
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
