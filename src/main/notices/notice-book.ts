import type { KeptNotice, KeptPart, NoticeBody, NoticeKeeping } from '../store/notice-store.ts'
import { interrupted, withParts } from './state.ts'
import { WordsIndex } from './words-index.ts'

/** Notices that were over at the start and are looked at for repeats; what was sent in the last hour is among the newest. */
const OVER_READ_MAX = 50

/** Notices that are not over, in memory and on the disk: the disk first, always. Those that are over are read from it. */
export class NoticeBook {
  readonly #store: NoticeKeeping
  readonly #active = new Map<string, KeptNotice>()
  readonly #ids: Set<string>
  readonly #words = new WordsIndex()
  #overRead = false
  #revision = 0
  /** Kept ones that this version cannot read; they stay as they are. */
  readonly unreadable: number

  /** Throws SQLite's error where the database cannot be read. */
  constructor(store: NoticeKeeping, nowMs: number) {
    this.#store = store
    const { kept, unreadable } = store.unfinished()
    this.unreadable = unreadable
    this.#ids = new Set(store.ids())
    for (const notice of kept) {
      const { body, changed } = interrupted(notice, nowMs)
      if (changed.length > 0 || JSON.stringify(body) !== JSON.stringify(notice.body)) store.writeWith(body, changed)
      this.#keep({ ...withParts(notice, changed), body })
    }
  }

  /** Rises with every change. */
  get revision(): number {
    return this.#revision
  }

  get active(): readonly KeptNotice[] {
    return [...this.#active.values()]
  }

  /** Whether an id is a notice of this console. */
  has(id: string): boolean {
    return this.#ids.has(id)
  }

  get(id: string): KeptNotice | undefined {
    return this.#active.get(id) ?? (this.#ids.has(id) ? this.#store.get(id) : undefined)
  }

  finished(limit: number, skip = 0): { readonly kept: KeptNotice[]; readonly count: number } {
    return this.#store.finished(limit, skip)
  }

  /** Those with these words that somebody confirmed, in whatever state they are, newest first. Throws SQLite's error. @param words wordsHash */
  withWords(words: string): KeptNotice[] {
    if (!this.#overRead) {
      const { kept } = this.#store.finished(OVER_READ_MAX)
      for (const { body } of kept) if (!this.#words.has(body.draft.id)) this.#words.note(body)
      this.#overRead = true
    }
    return this.#words.ids(words).map((id) => this.get(id)).filter((notice) => notice !== undefined)
  }

  /** Writes a notice, with new parts behind those it has. Throws SQLite's error; then nothing changed. */
  write(body: NoticeBody, newParts: readonly KeptPart[] = []): KeptNotice {
    const before = this.get(body.draft.id)
    this.#store.write(body, newParts)
    this.#ids.add(body.draft.id)
    return this.#keep({ body, parts: [...(before?.parts ?? []), ...newParts] })
  }

  /** Writes one part. Throws SQLite's error; then nothing changed. */
  writePart(noticeId: string, part: KeptPart): KeptNotice | undefined {
    const before = this.get(noticeId)
    if (!before) return undefined
    this.#store.writePart(noticeId, part)
    return this.#keep(withParts(before, [part]))
  }

  /** Writes a notice with parts of it that changed, all or nothing. Throws SQLite's error; then nothing changed. */
  writeWith(body: NoticeBody, changed: readonly KeptPart[]): KeptNotice {
    const { parts } = withParts({ body, parts: this.get(body.draft.id)?.parts ?? [] }, changed)
    this.#store.writeWith(body, changed)
    return this.#keep({ body, parts })
  }

  /** Nothing of it ever left: back to a draft, without its parts. Throws SQLite's error; then nothing changed. */
  withdraw(body: NoticeBody): KeptNotice {
    this.#store.writeBare(body)
    return this.#keep({ body, parts: [] })
  }

  remove(id: string): void {
    this.#store.remove(id)
    this.#ids.delete(id)
    this.#words.remove(id)
    this.#active.delete(id)
    this.#revision++
  }

  #keep(notice: KeptNotice): KeptNotice {
    const { id } = notice.body.draft
    // A stopped one whose last part was answered is over once its end is written, and its audit record with it.
    const isOver = ['sent', 'stopped', 'unknown', 'failed', 'cancelled'].includes(notice.body.state) && notice.body.auditId === null && !notice.parts.some(({ state }) => state === 'waiting' || state === 'begun')
    if (isOver) this.#active.delete(id)
    else this.#active.set(id, notice)
    this.#words.note(notice.body)
    this.#revision++
    return notice
  }
}
