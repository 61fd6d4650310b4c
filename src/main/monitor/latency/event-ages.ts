import type { CatalogEvent } from '../../../shared/catalog.ts'
import { AGE_SAMPLES_PER_SECOND_MAX, LATENCY_SAMPLES_MAX, LATENCY_WINDOW_MS } from '../../../shared/limits.ts'
import { readAt } from '../compiled-path.ts'
import type { RawPayload } from '../wire-event.ts'
import { Samples } from './samples.ts'
import { readSentAt, sentAtFieldsOf } from './sent-at.ts'

/** Between two payloads that are read; evenly over the second, or only the first events of each would be. */
const READ_EVERY_MS = 1000 / AGE_SAMPLES_PER_SECOND_MAX
/** Between two ages that are kept: so many fit into the window that its percentiles are of all of it. */
const SAMPLE_EVERY_MS = Math.max(READ_EVERY_MS, LATENCY_WINDOW_MS / LATENCY_SAMPLES_MAX)
/** A longer payload is not parsed for its time alone. */
const READ_CHARS_MAX = 32_768

/** How old the events of one namespace are when they arrive: receipt minus the time they carry, by sample. */
export class EventAges {
  readonly samples = new Samples()
  #readAtMs = Number.NEGATIVE_INFINITY
  #nextAtMs = Number.NEGATIVE_INFINITY

  /** Cheap for all but a few events a second. A negative age is kept: the server's clock is ahead. */
  event(spec: CatalogEvent, payload: RawPayload, atMs: number): void {
    // An earlier time than before: the clock was set back.
    if (atMs < this.#nextAtMs && atMs >= this.#readAtMs) return
    const fields = sentAtFieldsOf(spec)
    if (fields.length === 0 || payload.text.length > READ_CHARS_MAX) return
    this.#readAtMs = atMs
    this.#nextAtMs = atMs + READ_EVERY_MS
    const args = payload.args() ?? []
    for (const { path, from } of fields) {
      const sentAtMs = readSentAt(readAt(args, path), atMs)
      if (sentAtMs === undefined) continue
      this.#nextAtMs = atMs + SAMPLE_EVERY_MS
      return this.samples.add(atMs, atMs - sentAtMs, from)
    }
  }
}
