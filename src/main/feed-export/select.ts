import type { ExportRequest } from '../../shared/feed-tools.ts'
import type { LogRecord } from '../monitor/event-log.ts'
import type { FeedView } from '../monitor/feed-view.ts'
import { compileFilter } from '../monitor/filter/compile.ts'
import { parseFilter } from '../monitor/filter/parse.ts'
import type { FilterFault } from '../monitor/filter/parse.ts'

export interface Selection {
  readonly ok: true
  /** References, oldest first: what the log lets go of meanwhile stays until the export ends. */
  readonly records: readonly LogRecord[]
  /** The time that they are of: from <= t < to. */
  readonly fromMs: number
  readonly toMs: number
  /** All kept events of that time, whatever the filter. */
  readonly keptInSpan: number
}

/** The events of an export as they are now: the rows shown, or all that is kept of a time and fits a filter, marked events included. */
export function selectEvents(feed: FeedView, scope: ExportRequest['scope']): Selection | FilterFault {
  const kept = allKept(feed)
  switch (scope.kind) {
    case 'shown': {
      const records = feed.listed()
      const { fromMs, toMs } = spanOf(records)
      return { ok: true, records, fromMs, toMs, keptInSpan: kept.filter(isIn(fromMs, toMs)).length }
    }
    case 'span': {
      const parsed = parseFilter(scope.filter)
      if (!parsed.ok) return parsed
      const { fromMs, toMs } = scope
      const inSpan = kept.filter(isIn(fromMs, toMs))
      const fits = compileFilter(parsed.terms, feed.personOf)
      return { ok: true, records: fits ? inSpan.filter(fits) : inSpan, fromMs, toMs, keptInSpan: inSpan.length }
    }
  }
}

/** Log, frozen rows, and marked events that left both. */
function allKept(feed: FeedView): readonly LogRecord[] {
  const gone = feed.marks.list.filter(({ seq }) => !feed.isKept(seq))
  return gone.length === 0 ? feed.kept() : [...gone, ...feed.kept()].sort((a, b) => a.seq - b.seq)
}

/** Of rows that came in any order of time: from the earliest to just after the latest. */
function spanOf(records: readonly LogRecord[]): { readonly fromMs: number; readonly toMs: number } {
  let fromMs = Number.POSITIVE_INFINITY
  let toMs = Number.NEGATIVE_INFINITY
  for (const { atMs } of records) {
    fromMs = Math.min(fromMs, atMs)
    toMs = Math.max(toMs, atMs + 1)
  }
  return { fromMs, toMs }
}

function isIn(fromMs: number, toMs: number): (record: LogRecord) => boolean {
  return ({ atMs }) => atMs >= fromMs && atMs < toMs
}
