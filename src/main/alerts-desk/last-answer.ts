/** A double click is two requests within this time. */
const DOUBLE_CLICK_MS = 700

/** Remembers the last request that was done, so that a double click does it once and is answered alike. */
export class LastAnswer<T> {
  #last: { readonly key: string; readonly atMs: number; readonly answer: T } | undefined

  /** The answer of the same request a moment ago. */
  again(request: unknown, nowMs: number): T | undefined {
    const last = this.#last
    return last && Math.abs(nowMs - last.atMs) <= DOUBLE_CLICK_MS && last.key === JSON.stringify(request) ? last.answer : undefined
  }

  keep(request: unknown, answer: T, nowMs: number): T {
    this.#last = { key: JSON.stringify(request), atMs: nowMs, answer }
    return answer
  }
}
