import type { Silence, SilenceForm, SilenceList, SilenceMatcher, SilencePreview } from '../../../shared/alerts.ts'
import { SILENCE_MAX_MS, SILENCES_MAX } from '../../../shared/limits.ts'
import { severityOf } from './alert.ts'
import type { Alert } from './alert.ts'

/** Expired ones that are listed; all are in the database. */
const EXPIRED_LISTED = 50
const EXAMPLES = 5

type Test = (alert: Alert) => boolean

interface Compiled {
  readonly silence: Silence
  readonly test: Test
}

/** The user's silences: which hold now, and which alerts they match. Decisions only; who makes and ends them is the desk. */
export class Silences {
  /** A rule's name by its id, so that a silence may name either; undefined: no such rule. */
  ruleNameOf: (ruleId: string) => string | undefined = () => undefined
  readonly #nameOf = (ruleId: string): string | undefined => this.ruleNameOf(ruleId)
  #all: readonly Compiled[] = []
  #revision = 0

  /** Replaces all of them. */
  set(silences: readonly Silence[]): void {
    this.#all = silences.map((silence) => ({ silence, test: compile(silence.matchers, this.#nameOf) }))
    this.#revision++
  }

  get all(): readonly Silence[] {
    return this.#all.map(({ silence }) => silence)
  }

  get revision(): number {
    return this.#revision
  }

  /** Ids of those that hold now, as one text: it changes when one begins or ends. */
  activeKey(nowMs: number): string {
    return this.#active(nowMs).map(({ silence }) => silence.id).join(' ')
  }

  activeCount(nowMs: number): number {
    return this.#active(nowMs).length
  }

  /** Which silence an alert now, and until when the last of them does. */
  of(alert: Alert, nowMs: number): { readonly ids: readonly string[]; readonly untilMs: number | null } {
    const hits = this.#active(nowMs).filter(({ test }) => test(alert))
    return { ids: hits.map(({ silence }) => silence.id), untilMs: hits.length === 0 ? null : Math.max(...hits.map(({ silence }) => silence.endsAtMs)) }
  }

  list(alerts: Iterable<Alert>, nowMs: number): SilenceList {
    const open = [...alerts].filter((alert) => alert.phase !== 'resolved')
    const byEnd = [...this.#all].sort((a, b) => a.silence.endsAtMs - b.silence.endsAtMs)
    return {
      active: byEnd.filter(({ silence }) => isActive(silence, nowMs)).map(({ silence, test }) => ({ ...silence, affects: open.filter(test).length })),
      coming: byEnd.filter(({ silence }) => silence.startsAtMs > nowMs).map(({ silence }) => silence),
      expired: byEnd.filter(({ silence }) => silence.endsAtMs <= nowMs).reverse().slice(0, EXPIRED_LISTED).map(({ silence }) => silence),
    }
  }

  /** What a silence would do, and what is wrong with it. Nothing is changed. */
  preview(form: SilenceForm, alerts: Iterable<Alert>, nowMs: number): SilencePreview {
    const test = compile(form.matchers, this.#nameOf)
    const affected = [...alerts].filter((alert) => alert.phase !== 'resolved' && test(alert))
    return {
      sentence: `Silence every alert whose ${form.matchers.map(inWords).join(' and ')}, for ${duration(form.endsAtMs - Math.max(nowMs, form.startsAtMs))}.`,
      refused: this.#refusal(form, nowMs),
      affects: affected.length,
      examples: affected.slice(0, EXAMPLES).map(({ school, title }) => `${school}: ${title}`),
      similar: this.#all.filter(({ silence }) => silence.id !== form.id && silence.endsAtMs > nowMs && overlap(silence.matchers, form.matchers)).map(({ silence }) => silence),
    }
  }

  #refusal(form: SilenceForm, nowMs: number): string | null {
    if (form.endsAtMs <= form.startsAtMs) return 'The silence ends before it begins.'
    if (form.endsAtMs <= nowMs) return 'The silence would be over already: its end is in the past.'
    if (form.endsAtMs - form.startsAtMs > SILENCE_MAX_MS) return `A silence lasts at most ${SILENCE_MAX_MS / 86_400_000} days. Make it shorter; it can be renewed.`
    if (form.matchers.every(({ is, not }) => !not && /^\**$/.test(is))) return 'This would silence everything. Name a school, a cause or something else.'
    if (!this.#all.some(({ silence }) => silence.id === form.id) && this.#all.filter(({ silence }) => silence.endsAtMs > nowMs).length >= SILENCES_MAX) return `There are ${SILENCES_MAX} silences already. End one first.`
    return null
  }

  #active(nowMs: number): readonly Compiled[] {
    return this.#all.filter(({ silence }) => isActive(silence, nowMs))
  }
}

function isActive({ startsAtMs, endsAtMs }: Silence, nowMs: number): boolean {
  return startsAtMs <= nowMs && nowMs < endsAtMs
}

function compile(matchers: readonly SilenceMatcher[], ruleNameOf: (ruleId: string) => string | undefined): Test {
  const tests = matchers.map(({ field, is, not }) => {
    const fits = wildcard(is)
    if (field !== 'rule') return (alert: Alert): boolean => fits(fieldOf(alert, field)) !== not
    return ({ ruleId }: Alert): boolean => (fits(ruleId ?? '') || (ruleId !== null && fits(ruleNameOf(ruleId) ?? ''))) !== not
  })
  return (alert) => tests.every((test) => test(alert))
}

function fieldOf(alert: Alert, field: SilenceMatcher['field']): string {
  switch (field) {
    case 'school': return alert.school
    case 'cause': return alert.cause
    case 'severity': return severityOf(alert)
    case 'namespace': return alert.subject.namespace ?? ''
    case 'event': return alert.subject.event ?? ''
    case 'room': return alert.subject.room ?? ''
    case 'rule': return alert.ruleId ?? ''
    case 'title': return alert.title
  }
}

/** `*` stands for anything. By hand and not by a RegExp: a text of many stars must not cost more than its length. */
export function wildcard(pattern: string): (text: string) => boolean {
  const parts = pattern.toLowerCase().split('*')
  const first = parts[0] ?? ''
  const last = parts.at(-1) ?? ''
  if (parts.length === 1) return (text) => text.toLowerCase() === first
  return (raw) => {
    const text = raw.toLowerCase()
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false
    let at = first.length
    for (const part of parts.slice(1, -1)) {
      const found = text.indexOf(part, at)
      if (found < 0) return false
      at = found + part.length
    }
    return at <= text.length - last.length
  }
}

/** Two silences that could match the same alert by a field both name: the same field with the same text. */
function overlap(a: readonly SilenceMatcher[], b: readonly SilenceMatcher[]): boolean {
  return a.some((one) => b.some((other) => one.field === other.field && one.not === other.not && (wildcard(one.is)(other.is) || wildcard(other.is)(one.is))))
}

function inWords({ field, is, not }: SilenceMatcher): string {
  return `${field} is ${not ? 'not ' : ''}“${is}”`
}

/** `2 h`, `1 h 30 min`, `3 days`. */
function duration(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000))
  if (minutes < 60) return `${minutes} min`
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h${minutes % 60 === 0 ? '' : ` ${minutes % 60} min`}`
  return `${Math.round(minutes / 60 / 24)} days`
}
