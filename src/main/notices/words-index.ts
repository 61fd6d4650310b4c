import { firstStep } from '../../shared/words-to-send.ts'
import type { NoticeBody } from '../store/notice-store.ts'
import { wordsHash } from './digest.ts'

/** More than an hour's notices, by far. */
const ENTRIES_MAX = 1_000

/** Which notices of this console say which words, so that a repeat is found without reading all of them. Drafts are not in it. */
export class WordsIndex {
  readonly #entries = new Map<string, { readonly of: string; readonly words: string }>()
  /** Older ones that were let go. */
  dropped = 0

  note({ draft, state, textHash }: NoticeBody): void {
    const { id, kind } = draft
    // Every part that changes comes by here: words are hashed only when they may have changed.
    const of = `${textHash} ${kind} ${draft.when.kind}`
    if (state !== 'draft' && this.#entries.get(id)?.of === of) return
    this.#entries.delete(id)
    if (state === 'draft') return
    this.#entries.set(id, { of, words: wordsHash(draft, firstStep(draft)) })
    if (this.#entries.size <= ENTRIES_MAX) return
    for (const oldest of this.#entries.keys()) { this.#entries.delete(oldest); break }
    this.dropped++
  }

  has(id: string): boolean {
    return this.#entries.has(id)
  }

  remove(id: string): void {
    this.#entries.delete(id)
  }

  /** Ids of notices with these words, newest first. */
  ids(words: string): string[] {
    return [...this.#entries].filter(([, entry]) => entry.words === words).map(([id]) => id).reverse()
  }
}
