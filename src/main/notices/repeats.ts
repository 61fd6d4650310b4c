import type { Catalog } from '../../shared/catalog.ts'
import { REPEAT_WITHIN_MS } from '../../shared/limits.ts'
import type { NoticeDraft, NoticeStep } from '../../shared/notices.ts'
import { firstStep, wordsToSend } from '../../shared/words-to-send.ts'
import { counted } from '../answers.ts'
import type { IncomingNotices } from '../monitor/incoming-notices.ts'
import type { KeptNotice, KeptPart } from '../store/notice-store.ts'
import { wordsHash } from './digest.ts'
import type { NoticeBook } from './notice-book.ts'
import { nextStep } from './schedule.ts'
import { fillPayload } from './ways/fill.ts'
import { listed } from './words.ts'
import type { World } from './world.ts'
import { clockText, timeText } from './zone-time.ts'

/** The same words, sent before or about to be. */
export interface Repeat {
  /** The same for the same sending: one that a review did not have is a new one. */
  readonly key: string
  readonly sentence: string
}

export interface RepeatsParts {
  readonly book: NoticeBook
  readonly incoming: IncomingNotices
  readonly world: World
}

/** Finds who else says the same: this console itself, and what it saw arrive from others. Read only. */
export class Repeats {
  readonly #parts: RepeatsParts

  constructor(parts: RepeatsParts) {
    this.#parts = parts
  }

  /** Throws SQLite's error where earlier notices cannot be read. @param targetIds platforms that the draft goes to @returns this console's own first */
  of(draft: NoticeDraft, targetIds: ReadonlySet<string>, nowMs: number): Repeat[] {
    const words = wordsHash(draft, firstStep(draft))
    const own = this.#parts.book.withWords(words).flatMap((notice) => this.#ownRepeat(notice, targetIds, nowMs, notice.body.draft.id === draft.id) ?? [])
    return [...own, ...[...targetIds].flatMap((targetId) => this.#othersRepeat(draft, targetId, nowMs) ?? [])]
  }

  /** The first time that others said a step's words on one of the platforms, after a place in what arrived; undefined: they did not. @returns `10:42:07` of the school */
  arrived(draft: NoticeDraft, step: NoticeStep, targetIds: ReadonlySet<string>, afterSeq: number): string | undefined {
    const all = [...targetIds].flatMap((targetId) => this.#fromOthers(draft, step, targetId).filter(({ seq }) => seq > afterSeq).map((each) => ({ ...each, targetId })))
    const first = all.sort((one, other) => one.seq - other.seq)[0]
    return first && clockText(first.atMs, this.#zoneOf(first.targetId), true)
  }

  /** @param isSame it is the draft itself, confirmed once more: what waits of it is replaced, what left is said twice */
  #ownRepeat(notice: KeptNotice, targetIds: ReadonlySet<string>, nowMs: number, isSame: boolean): Repeat | undefined {
    const { body } = notice
    // One that cannot be confirmed anew is refused as such.
    if (isSame && body.state !== 'missed' && body.state !== 'scheduled' && body.state !== 'failed') return undefined
    const key = `own ${body.draft.id}`
    const parts = notice.parts.filter(({ step, targetId }) => step === firstStep(body.draft) && targetIds.has(targetId))
    const left = parts.filter((part) => hasLeft(part, nowMs))
    const names = (of: readonly KeptPart[]): string => listed([...new Set(of.map(({ targetName }) => targetName))])
    if (left.length > 0) {
      const lastMs = Math.max(...left.map(({ atMs }) => atMs ?? 0))
      // Where it is not known of all that they have it, it may be sent to the others: to some of them a second time.
      const some = parts.every(({ state }) => state === 'confirmed') ? '' : ' Some of them may have it already.'
      return { key, sentence: `You sent these very words to ${names(left)} ${agoWords(nowMs - lastMs)}.${some}` }
    }
    if (isSame) return undefined
    const waiting = parts.filter(({ state }) => state === 'waiting')
    if (waiting.length > 0 && (body.state === 'undoable' || body.state === 'sending')) return { key, sentence: `You are sending these very words to ${names(waiting)} now.` }
    const next = body.state === 'scheduled' ? nextStep(body.steps) : undefined
    if (next?.step !== firstStep(body.draft)) return undefined
    const there = this.#parts.world.audience(body.draft.audience, nowMs).map(({ targetId }) => targetId).filter((targetId) => targetIds.has(targetId))
    const [first] = there
    return first === undefined ? undefined : { key, sentence: `These very words wait to be sent to ${listed(there.map((targetId) => this.#nameOf(targetId)))}: you scheduled them for ${timeText(next.atMs, this.#zoneOf(first))}.` }
  }

  #othersRepeat(draft: NoticeDraft, targetId: string, nowMs: number): Repeat | undefined {
    const newest = this.#fromOthers(draft, firstStep(draft), targetId).find(({ atMs }) => Math.abs(nowMs - atMs) < REPEAT_WITHIN_MS)
    if (!newest) return undefined
    const at = clockText(newest.atMs, this.#zoneOf(targetId))
    return { key: `others ${targetId} ${newest.seq}`, sentence: `Another console sent these very words on ${this.#nameOf(targetId)} at ${at}, ${agoWords(nowMs - newest.atMs)}.` }
  }

  #fromOthers(draft: NoticeDraft, step: NoticeStep, targetId: string): ReturnType<IncomingNotices['fromOthers']> {
    const { incoming, world } = this.#parts
    return incoming.fromOthers(targetId, formsOf(draft, step, world.catalogOf(targetId)))
  }

  #zoneOf(targetId: string): string {
    const view = this.#view(targetId)
    return view ? this.#parts.world.settingsOf(view).zone : 'UTC'
  }

  #nameOf(targetId: string): string {
    return this.#view(targetId)?.settings.name ?? 'a platform'
  }

  #view(targetId: string) {
    return this.#parts.world.targets().find(({ settings }) => settings.id === targetId)
  }
}

/** Left, or may have left, less than an hour ago. A clock that was set back makes it no older. */
function hasLeft({ state, atMs }: KeptPart, nowMs: number): boolean {
  const may = state === 'begun' || state === 'sent' || state === 'confirmed' || state === 'not-confirmed' || state === 'unknown'
  return may && atMs !== null && Math.abs(nowMs - atMs) < REPEAT_WITHIN_MS
}

/** How the words stand in a payload: title and text as they are, or as the platform's own event carries them (`{title}\n{body}`). */
function formsOf(draft: NoticeDraft, step: NoticeStep, catalog: Catalog | undefined): string[][] {
  const { title, body, language } = wordsToSend(draft, step)
  const values = { title, body, language, kind: draft.kind, severity: draft.severity, drill: draft.drill, dismissable: draft.dismissable }
  const filled = (args: unknown): string[] => stringsOf(args).filter((text) => /\{(?:title|body)\}/.test(text)).map((text) => String(fillPayload(text, values)))
  return [[title, body], ...(catalog?.notices ?? []).filter(({ kinds }) => kinds.includes(draft.kind)).map(({ args }) => filled(args))]
}

function stringsOf(template: unknown): string[] {
  if (typeof template === 'string') return [template]
  return typeof template === 'object' && template !== null ? Object.values(template).flatMap(stringsOf) : []
}

/** `3 minutes ago` */
function agoWords(ms: number): string {
  const minutes = Math.floor(Math.abs(ms) / 60_000)
  return minutes === 0 ? 'less than a minute ago' : `${counted(minutes, 'minute')} ago`
}
