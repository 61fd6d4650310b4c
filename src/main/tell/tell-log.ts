import type { AlertSummary, TellView } from '../../shared/alerts.ts'
import { TELL_LOG_MAX } from '../../shared/limits.ts'

/** What was shown and what was not, and why: the last TELL_LOG_MAX lines, newest first. No names. */
export class TellLog {
  #lines: TellView['log'] = []
  #notShown = 0
  #lastWhy = ''

  shown(atMs: number, text: string): void {
    this.#add({ atMs, text, shown: true, why: '' })
  }

  /** A notification was not shown. */
  notShown(atMs: number, text: string, why: string): void {
    this.#notShown++
    this.#lastWhy = why
    this.#add({ atMs, text, shown: false, why })
  }

  /** Something else did not arrive. */
  notSent(atMs: number, text: string, why: string): void {
    this.#add({ atMs, text, shown: false, why })
  }

  get lines(): TellView['log'] {
    return this.#lines
  }

  /** Since the start. */
  get summary(): AlertSummary['notShown'] {
    return { count: this.#notShown, lastWhy: this.#lastWhy }
  }

  #add(line: TellView['log'][number]): void {
    this.#lines = [line, ...this.#lines.slice(0, TELL_LOG_MAX - 1)]
  }
}
