import type { FeedFrame, FeedMode } from '../../shared/ipc.ts'
import { compileFilter } from './filter/compile.ts'
import type { Predicate } from './filter/compile.ts'
import { formatFilter } from './filter/format.ts'
import { parseFilter } from './filter/parse.ts'
import type { FilterFault } from './filter/parse.ts'
import type { PersonLookup } from './filter/person-test.ts'
import type { LogRecord } from './event-log.ts'


/** row: in the list. marked: in the list, and the filter highlights it. The others are not in the list, for this reason. */
export type Place = 'row' | 'marked' | 'filtered' | 'own' | 'cleared'

/** What one window lists: filter, hide or highlight, own traffic, and from which event on. */
export class FeedFilter {
  readonly #personOf: PersonLookup
  #text = ''
  #mode: FeedMode = 'hide'
  #formatted = ''
  #predicate: Predicate | undefined
  showOwn = false
  /** Events below this number were cleared away, at a time; undefined: none were. */
  cleared: { readonly belowSeq: number; readonly atMs: number } | undefined

  constructor(personOf: PersonLookup) {
    this.#personOf = personOf
  }

  get current(): FeedFrame['filter'] {
    return { text: this.#text, mode: this.#mode }
  }

  /** Takes a filter, or says what is wrong and changes nothing. `regroup`: other events are in the list, or marked, now. */
  set(text: string, mode: FeedMode): { readonly ok: true; readonly changed: boolean; readonly regroup: boolean } | FilterFault {
    const parsed = parseFilter(text)
    if (!parsed.ok) return parsed
    const formatted = formatFilter(parsed.terms)
    const changed = text !== this.#text || mode !== this.#mode
    const regroup = formatted !== this.#formatted || (mode !== this.#mode && formatted !== '')
    this.#text = text
    this.#mode = mode
    if (formatted !== this.#formatted) this.#predicate = compileFilter(parsed.terms, this.#personOf)
    this.#formatted = formatted
    return { ok: true, changed, regroup }
  }

  /** Where a record belongs. What the filter leaves out counts as left out by it, whatever else would hide it. */
  place(record: LogRecord): Place {
    const fits = this.#predicate === undefined || this.#predicate(record)
    if (!fits && this.#mode === 'hide') return 'filtered'
    if (!this.showOwn && isBackground(record)) return 'own'
    if (this.cleared !== undefined && record.seq < this.cleared.belowSeq) return 'cleared'
    return fits && this.#predicate !== undefined && this.#mode === 'highlight' ? 'marked' : 'row'
  }

  /** Whether the row of a listed record is highlighted. */
  highlights(record: LogRecord): boolean {
    return this.#mode === 'highlight' && this.#predicate !== undefined && this.#predicate(record)
  }
}

/** Rollcall's own traffic, and heartbeats whoever sends them. */
function isBackground({ key, feed }: LogRecord): boolean {
  return (key.own && !feed) || key.event?.spec.meaning === 'heartbeat'
}
