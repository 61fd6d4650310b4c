import type { Silence, SilenceForm, SilenceList, SilencePreview } from '../../shared/alerts.ts'
import type { Answer } from '../../shared/ipc.ts'
import { messageOf } from '../../shared/message-of.ts'
import { failure, notAudited } from '../answers.ts'
import type { Alert } from '../monitor/alerts/alert.ts'
import type { AlertBook } from '../monitor/alerts/alert-book.ts'
import type { AuditLog } from '../store/audit.ts'
import { EXPIRED_KEPT } from '../store/silence-store.ts'
import type { SilenceStore } from '../store/silence-store.ts'

export interface SilenceActionsParts {
  readonly book: AlertBook
  readonly store: SilenceStore
  readonly audit: AuditLog
  readonly osUser: string
  readonly now: () => number
  readonly remark: (sentence: string, nowMs: number) => void
}

/** The user's silences: what one would do, making one, ending one. */
export class SilenceActions {
  readonly #parts: SilenceActionsParts

  constructor(parts: SilenceActionsParts) {
    this.#parts = parts
  }

  /** To be called once, before anything is received. */
  load(nowMs: number): void {
    const { book, store, remark } = this.#parts
    try {
      store.deleteOld(nowMs)
      book.silences.set(store.load(nowMs))
      if (store.unreadable > 0) remark(`${store.unreadable} kept silences could not be read by this version of Rollcall. They stay in the database and silence nothing.`, nowMs)
    } catch (error) {
      remark(`The silences of earlier runs could not be read, and silence nothing: ${messageOf(error)}.`, nowMs)
    }
  }

  list(): SilenceList {
    return this.#parts.book.silences.list(this.#alerts(), this.#parts.now())
  }

  preview(form: SilenceForm): SilencePreview {
    return this.#parts.book.silences.preview(form, this.#alerts(), this.#parts.now())
  }

  /** Makes one, or changes one that is not over. The same once more changes nothing and leaves no second record. */
  save(form: SilenceForm): Answer<'silences:save'> {
    const { book, osUser, now } = this.#parts
    const known = this.#known(form.id)
    const silence: Silence = { ...form, createdBy: osUser }
    if (known && same(known, silence)) return { ok: true }
    if (known && known.endsAtMs <= now()) return failure('This silence is over.', 'Make a new one.')
    const { refused, sentence } = book.silences.preview(form, [], now())
    if (refused !== null) return failure(refused, 'Nothing was silenced.')
    return this.#write(known ? 'change silence' : 'silence alerts', silence, sentence)
  }

  /** Ends it now. One that is over is left as it is. */
  end(id: string): Answer<'silences:end'> {
    const nowMs = this.#parts.now()
    const known = this.#known(id)
    if (!known) return failure('This silence is not there any more.', 'It may have ended long ago.')
    if (known.endsAtMs <= nowMs) return { ok: true }
    // One that had not begun never did.
    return this.#write('end silence', { ...known, startsAtMs: Math.min(known.startsAtMs, nowMs), endsAtMs: nowMs }, `Silence ${id}.`)
  }

  #write(action: string, silence: Silence, scope: string): Answer<'silences:save'> {
    const { book, store, audit, osUser, now } = this.#parts
    const begun = audit.begin({ who: osUser, action, targetName: '', scope, reason: silence.reason }, now())
    if (!begun.ok) return notAudited(begun.why)
    try {
      store.save(silence)
    } catch (error) {
      audit.finish(begun.id, 'failed', 'The silence could not be written.', now())
      return failure('The local database could not be written.', 'Nothing was changed. Check the free space of the disk, then try again.', messageOf(error))
    }
    book.silences.set(kept([...book.silences.all.filter(({ id }) => id !== silence.id), silence], now()))
    book.silencesChanged(now())
    const finished = audit.finish(begun.id, 'confirmed', '', now())
    return finished.ok ? { ok: true } : failure('It was done, but its result could not be written to the audit log.', 'There it stays without a known result.', finished.why)
  }

  #known(id: string): Silence | undefined {
    return this.#parts.book.silences.all.find((silence) => silence.id === id)
  }

  #alerts(): Alert[] {
    return [...this.#parts.book.active].map(({ alert }) => alert)
  }
}

/** Without the oldest of those that are over: they are in the database. */
function kept(silences: readonly Silence[], nowMs: number): Silence[] {
  const expired = silences.filter(({ endsAtMs }) => endsAtMs <= nowMs).sort((a, b) => b.endsAtMs - a.endsAtMs)
  const left = new Set(expired.slice(EXPIRED_KEPT))
  return silences.filter((silence) => !left.has(silence))
}

function same(a: Silence, b: Silence): boolean {
  return a.reason === b.reason && a.startsAtMs === b.startsAtMs && a.endsAtMs === b.endsAtMs && JSON.stringify(a.matchers.map(({ field, is, not }) => [field, is, not])) === JSON.stringify(b.matchers.map(({ field, is, not }) => [field, is, not]))
}
