import type { PayloadDiff, SavedFilter } from '../shared/feed-tools.ts'
import type { Answer, Failure } from '../shared/ipc.ts'
import { NAMED_ENTRIES_MAX } from '../shared/limits.ts'
import { messageOf } from '../shared/message-of.ts'
import { failure } from './answers.ts'
import { ExportDesk } from './feed-export/export-desk.ts'
import type { ExportDeskParts } from './feed-export/export-desk.ts'
import { diffPayloads } from './monitor/diff.ts'
import { rowOf } from './monitor/event-row.ts'
import { parseFilter } from './monitor/filter/parse.ts'
import type { FilterFault } from './monitor/filter/parse.ts'
import type { Handlers } from './requests.ts'
import type { LocalDatabase } from './store/database.ts'
import { SavedFilters } from './store/saved-filters.ts'

export interface FeedDeskParts extends ExportDeskParts {
  readonly database: LocalDatabase
}

type Channels = 'feed:mark' | 'feed:marks' | 'feed:next-mark' | 'feed:diff' | 'filters:list' | 'filters:used' | 'filters:save' | 'filters:remove' | 'filters:forget-history' | 'export:start' | 'export:state' | 'export:cancel'

/** Tools of the feed: marks, diff, saved filters, export. */
export class FeedDesk {
  readonly #parts: FeedDeskParts
  readonly #filters: SavedFilters
  readonly #exports: ExportDesk

  constructor(parts: FeedDeskParts) {
    this.#parts = parts
    this.#filters = new SavedFilters(parts.database)
    this.#exports = new ExportDesk(parts)
  }

  /** One function a channel, to be spread into the window's handlers. */
  handlers(): Pick<Handlers, Channels> {
    const { monitor } = this.#parts
    return {
      'feed:mark': ({ seq, on }) => ({ marked: monitor.feed.mark(seq, on) }),
      'feed:marks': () => this.marks(),
      'feed:next-mark': ({ seq, direction }) => ({ seq: monitor.feed.marks.next(seq, direction, (record) => (monitor.feed.find(record.seq)?.ordinal ?? -1) >= 0) ?? null }),
      'feed:diff': ({ seq }) => this.diff(seq),
      'filters:list': () => ({ saved: this.#filters.list(), history: this.#filters.history() }),
      'filters:used': ({ text }) => this.filterUsed(text),
      'filters:save': (filter) => this.saveFilter(filter),
      'filters:remove': ({ id }) => this.#kept(() => this.#filters.remove(id)),
      'filters:forget-history': () => this.forgetHistory(),
      'export:start': (request) => this.#exports.start(request),
      'export:state': () => this.#exports.state,
      'export:cancel': ({ id }) => this.#exports.cancel(id),
    }
  }

  marks(): Answer<'feed:marks'> {
    const { feed } = this.#parts.monitor
    const marks = feed.marks.list.map((record) => {
      const found = feed.find(record.seq)
      return { row: rowOf(record, found?.ordinal ?? -1, found?.highlighted, true), inLog: feed.isKept(record.seq) }
    })
    return { marks, capacity: feed.marks.capacity }
  }

  /** Compares an event with the newest one before it of the same target, namespace, name and direction that is still kept. */
  diff(seq: number): Answer<'feed:diff'> {
    const { monitor } = this.#parts
    const record = monitor.feed.find(seq)?.record
    if (!record) return failure('This event is no longer kept.', 'Newer events took its place. Mark an event to keep it.')
    const previous = monitor.feed.kept().findLast((each) => each.seq < seq && each.key === record.key)
    const before = previous && monitor.detail(previous.seq)
    if (!previous || !before) return { ok: true, value: { before: null, changes: [], leftOut: 0, same: 0 } }
    const { changes, leftOut, same } = diffPayloads(previous.payload, record.payload, record.key.event?.rules ?? [])
    const value: PayloadDiff = { before, changes, leftOut, same }
    return { ok: true, value }
  }

  saveFilter(filter: SavedFilter): Answer<'filters:save'> {
    const parsed = parseFilter(filter.text)
    if (!parsed.ok) return notAFilter(filter.text, parsed)
    if (parsed.terms.length === 0) return failure('This filter is empty.', 'Type what it is to find, then save it.')
    return this.#kept(() => this.#filters.save(filter))
  }

  /** A text that is no filter is not remembered; neither is the empty one. */
  filterUsed(text: string): null {
    const parsed = parseFilter(text)
    // A history that cannot be written now is no reason to interrupt somebody who filters.
    if (parsed.ok && parsed.terms.length > 0) this.#kept(() => this.#filters.used(text.trim(), this.#parts.now()))
    return null
  }

  forgetHistory(): null {
    const forgotten = this.#kept(() => this.#filters.forgetHistory())
    if (!forgotten.ok) this.#parts.monitor.remark(`The history of filters could not be deleted: ${forgotten.problem.details}`, this.#parts.now())
    return null
  }

  /** To be called at least once a second. */
  tick(nowMs: number): void {
    this.#exports.tick(nowMs)
  }

  /** The app ends: a running export is cancelled. */
  close(): void {
    this.#exports.close()
  }

  #kept(write: () => boolean | void): Answer<'filters:save'> {
    try {
      return write() === false ? failure(`Rollcall keeps at most ${NAMED_ENTRIES_MAX} filters.`, 'Remove one that you no longer need.') : { ok: true }
    } catch (error) {
      return failure('The local database could not be written.', 'Check the free space of the disk, then try again.', messageOf(error))
    }
  }
}

/** The sentence, and below the text a mark under the place. */
function notAFilter(text: string, { sentence, from, to }: FilterFault): Failure {
  const place = text.slice(from, to)
  return failure(sentence, place === '' ? 'The filter was not saved.' : `Change "${place}", character ${from + 1} of the filter. It was not saved.`, `${text.replaceAll(/\s/g, ' ')}\n${' '.repeat(from)}${'^'.repeat(Math.max(1, to - from))}`)
}
