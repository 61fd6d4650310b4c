import type { AudienceRule, NoticeDraft, NoticePart } from '../../shared/notices.ts'
import type { KeptNotice, KeptPart } from '../store/notice-store.ts'
import { cutWhole } from '../../shared/characters.ts'
import { baseLanguage } from '../../shared/languages.ts'
import { NOTICE_BODY_CHARS_MAX, NOTICE_TITLE_CHARS_MAX } from '../../shared/limits.ts'
import { prefixed, wordsToSend } from '../../shared/words-to-send.ts'
import { stepWord } from '../../shared/step-word.ts'
import { nextStep } from './schedule.ts'
import { currentParts } from './state.ts'
import { timeText, zoneOf } from './zone-time.ts'

/** A draft that is already written, or why there is none. */
export type FollowUp = { readonly ok: true; readonly draft: NoticeDraft } | { readonly ok: false; readonly why: string }

/** A correction or retraction to the same audience, in the same languages, linked. A drill is corrected by a drill. */
export function correction({ body }: KeptNotice, how: 'correct' | 'retract', id: string, sentAtMs: number): FollowUp {
  const { draft } = body
  const when = timeText(sentAtMs, draft.when.kind === 'now' ? Intl.DateTimeFormat().resolvedOptions().timeZone : draft.when.zone)
  const texts = draft.texts.map(({ language, title, body: text }) => ({
    language,
    title: cutWhole(prefixed(how, language, title), NOTICE_TITLE_CHARS_MAX),
    body: cutWhole(how === 'correct' ? `${aboutOf(language).corrects(title, when)}\n\n${text}` : aboutOf(language).retracts(title, when), NOTICE_BODY_CHARS_MAX),
  }))
  return { ok: true, draft: { ...draft, id, texts, when: { kind: 'now' }, expiresAtMs: null, templateId: null, corrects: { id: draft.id, how } } }
}

/** Whether a retraction is in the words that Rollcall wrote, to the audience of what it takes back: nothing of it is new. */
export function isPlainRetraction(draft: NoticeDraft, first: KeptNotice): boolean {
  if (draft.corrects?.how !== 'retract' || draft.corrects.id !== first.body.draft.id || draft.when.kind !== 'now') return false
  const made = correction(first, 'retract', draft.id, firstSentAtMs(first.parts, first.body.createdAtMs))
  const of = ({ texts, audience, kind, drill }: NoticeDraft): string => JSON.stringify([texts.map(({ language, title, body }) => [language, title, body]), audience.include, audience.exclude, kind, drill])
  return made.ok && of(made.draft) === of(draft)
}

/** A window that is corrected goes on with its own words: said before the correction leaves. undefined: nothing of it is to come. */
export function stepsToCome({ body: { draft, state, steps } }: KeptNotice): string | undefined {
  const next = state === 'scheduled' || state === 'missed' ? nextStep(steps) : undefined
  if (!next) return undefined
  return `The notice that this follows still has steps to come, “${stepWord(next.step)}” at ${timeText(next.atMs, zoneOf(draft.when))} first. They are sent with its own words: cancel it on its page if they are wrong.`
}

/** What its last delivery said, for those alone whose packets failed or were not confirmed: earlier ones were tried again, or are past. What is unknown is found out first. */
export function resend(notice: KeptNotice, id: string): FollowUp {
  const { body } = notice
  const parts = currentParts(notice)
  const open = parts.filter(({ state }) => state === 'not-confirmed' || state === 'failed' || state === 'stopped')
  if (open.length === 0) {
    const unknown = parts.some(({ state }) => state === 'unknown')
    return { ok: false, why: unknown ? 'It is not known whether the rest arrived. Find that out first, and say it here; then it can be sent to those who do not have it.' : 'Nothing failed and nothing was left unconfirmed: there is nobody to send it to again.' }
  }
  const include: AudienceRule['include'] = []
  const exclude: AudienceRule['exclude'] = []
  for (const targetId of new Set(open.map((part) => part.targetId))) {
    const there = parts.filter((part) => part.targetId === targetId)
    const missing = open.filter((part) => part.targetId === targetId)
    const rule = missing.length === there.length ? wholeRule(body.draft.audience, missing, targetId) : mergedRule(missing)
    if (!rule) return { ok: false, why: `On ${there[0]?.targetName ?? 'a platform'} some of its packets arrived and some did not, and no rule tells their people apart. Choose the audience by hand.` }
    include.push(...rule.include)
    exclude.push(...rule.exclude)
  }
  if (include.length > 50 || exclude.length > 50) return { ok: false, why: 'They are too many parts for one notice. Choose the audience by hand.' }
  const step = open[0]?.step ?? 'announce'
  // The words of a step are its own; a drill is marked when it leaves.
  const texts = step === 'announce' ? body.draft.texts : wordsToSend({ ...body.draft, drill: false }, step).texts.map((text) => ({ ...text, title: cutWhole(text.title, NOTICE_TITLE_CHARS_MAX) }))
  return { ok: true, draft: { ...body.draft, id, texts, audience: { include: unique(include), exclude: unique(exclude) }, when: { kind: 'now' }, templateId: null, corrects: { id: body.draft.id, how: 'resend' } } }
}

/** Nothing of a platform arrived: all that was meant there. */
function wholeRule(audience: AudienceRule, missing: readonly KeptPart[], targetId: string): AudienceRule | undefined {
  const on = (each: AudienceRule['include'][number]): AudienceRule['include'] => {
    if (each.kind === 'everybody') return [{ kind: 'target', targetId }]
    return (each.kind === 'person' ? each.key.targetId : each.targetId) === targetId ? [each] : []
  }
  return mergedRule(missing) ?? { include: audience.include.flatMap(on), exclude: audience.exclude.flatMap(on) }
}

function mergedRule(parts: readonly KeptPart[]): AudienceRule | undefined {
  const rules = parts.map(({ rule }) => rule)
  if (rules.some((rule) => rule === null)) return undefined
  const known = rules.filter((rule) => rule !== null)
  return { include: unique(known.flatMap(({ include }) => include)), exclude: unique(known.flatMap(({ exclude }) => exclude)) }
}

function unique(parts: AudienceRule['include']): AudienceRule['include'] {
  const seen = new Set<string>()
  return parts.filter((part) => !seen.has(JSON.stringify(part)) && seen.add(JSON.stringify(part)))
}

interface About {
  readonly corrects: (title: string, when: string) => string
  readonly retracts: (title: string, when: string) => string
}

const english: About = {
  corrects: (title, when) => `This corrects our notice "${title}" of ${when}.`,
  retracts: (title, when) => `We withdraw our notice "${title}" of ${when}. Please disregard it.`,
}

/** By language, without region. */
const about: { readonly [language: string]: About } = {
  en: english,
  es: { corrects: (title, when) => `Esto corrige nuestro aviso «${title}» del ${when}.`, retracts: (title, when) => `Retiramos nuestro aviso «${title}» del ${when}. No lo tenga en cuenta.` },
  fr: { corrects: (title, when) => `Ceci corrige notre avis «\u00a0${title}\u00a0» du ${when}.`, retracts: (title, when) => `Nous retirons notre avis «\u00a0${title}\u00a0» du ${when}. N’en tenez pas compte.` },
  pt: { corrects: (title, when) => `Isto corrige nosso aviso “${title}” de ${when}.`, retracts: (title, when) => `Retiramos nosso aviso “${title}” de ${when}. Por favor, desconsidere-o.` },
  de: { corrects: (title, when) => `Dies berichtigt unsere Mitteilung „${title}“ vom ${when}.`, retracts: (title, when) => `Wir ziehen unsere Mitteilung „${title}“ vom ${when} zurück. Bitte beachten Sie sie nicht.` },
}

function aboutOf(language: string): About {
  const base = baseLanguage(language)
  return Object.hasOwn(about, base) ? (about[base] as About) : english
}

/** When somebody may have had it first. */
export function firstSentAtMs(parts: readonly Pick<NoticePart, 'atMs'>[], otherwise: number): number {
  const times = parts.flatMap(({ atMs }) => (atMs === null ? [] : [atMs]))
  return times.length > 0 ? Math.min(...times) : otherwise
}
