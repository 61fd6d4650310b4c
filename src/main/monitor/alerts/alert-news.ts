import type { Alert } from './alert.ts'

/** Something that people may want to be told of. */
export interface AlertNews {
  readonly what: 'fired' | 'worse' | 'ack-expired' | 'escalated' | 'resolved'
  readonly alert: Alert
  readonly atMs: number
}

/** News that nobody fetched; the newest leave first, because the summary says what they would. */
const NEWS_MAX = 1_000

/** News on their way to whoever tells people: bounded, and what found no place is counted. */
export class NewsQueue {
  #news: AlertNews[] = []
  #leftOut = 0

  add(news: AlertNews): void {
    if (this.#news.length < NEWS_MAX) this.#news.push(news)
    else this.#leftOut++
  }

  /** What happened since the last call, oldest first, and how much found no place. */
  take(): { readonly news: readonly AlertNews[]; readonly leftOut: number } {
    const taken = { news: this.#news, leftOut: this.#leftOut }
    this.#news = []
    this.#leftOut = 0
    return taken
  }
}
