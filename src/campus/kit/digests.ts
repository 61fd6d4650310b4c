/*
 * docs/server-contract.md: words that were delivered under one key less than a minute ago are not delivered under another. Two
 * people at two consoles sent the same.
 */

export const SAME_WORDS_MS = 60_000
const KEPT_MAX = 10_000

/** Whoever asks with a digest waits for those who asked with it before, so that of two at the same moment one delivers. */
export class Digests {
  /** When the words were delivered last, once all who asked until now are answered; oldest first. */
  readonly #delivered = new Map<string, Promise<number>>()

  /** @param deliver never rejects @returns what it says; undefined: the words were delivered less than a minute ago, and it was not called */
  async once<Answer extends { readonly success: boolean }>(digest: string | undefined, deliver: () => Promise<Answer>): Promise<Answer | undefined> {
    if (digest === undefined) return deliver()
    const turn = (this.#delivered.get(digest) ?? Promise.resolve(Number.NEGATIVE_INFINITY)).then(async (beforeMs) => {
      if (Date.now() - beforeMs < SAME_WORDS_MS) return { atMs: beforeMs, answer: undefined }
      const answer = await deliver()
      // What was not delivered is nobody's repeat.
      return { atMs: answer.success ? Date.now() : beforeMs, answer }
    })
    this.#keep(digest, turn.then(({ atMs }) => atMs))
    return (await turn).answer
  }

  #keep(digest: string, deliveredAtMs: Promise<number>): void {
    this.#delivered.delete(digest)
    this.#delivered.set(digest, deliveredAtMs)
    if (this.#delivered.size > KEPT_MAX) for (const oldest of this.#delivered.keys()) { this.#delivered.delete(oldest); break }
  }
}
