import type { ExportFormat } from '../../shared/feed-tools.ts'
import type { LogRecord } from '../monitor/event-log.ts'
import { csvOf } from '../store/audit-csv.ts'
import { EXPORT_FIELDS, exportedEvent } from './exported-event.ts'
import { harPieces } from './har.ts'
import { between } from './piece.ts'
import type { FormatOptions, Piece } from './piece.ts'

/**
 * The pieces of a file, made one by one as they are asked for.
 * ndjson: one JSON object a line with the fields EXPORT_FIELDS; `payload` is the array of arguments.
 * csv: RFC 4180, UTF-8 without BOM, a header line with EXPORT_FIELDS; `payload` is JSON text; formulas are defused as in the audit log's export.
 * har: see har.ts.
 */
export function piecesOf(format: ExportFormat, records: readonly LogRecord[], options: FormatOptions): Generator<Piece> {
  switch (format) {
    case 'ndjson':
      return ndjsonPieces(records, options)
    case 'csv':
      return csvPieces(records, options)
    case 'har':
      return harPieces(records, options)
  }
}

function* ndjsonPieces(records: readonly LogRecord[], { clear }: FormatOptions): Generator<Piece> {
  for (const record of records) {
    const { event, shortened } = exportedEvent(record, clear)
    const { payload, ...fields } = event
    yield { text: `${JSON.stringify(fields).slice(0, -1)},"payload":${payload}}\n`, events: 1, shortened }
  }
}

function* csvPieces(records: readonly LogRecord[], { clear }: FormatOptions): Generator<Piece> {
  yield between(csvOf([EXPORT_FIELDS]))
  for (const record of records) {
    const { event, shortened } = exportedEvent(record, clear)
    yield { text: csvOf([EXPORT_FIELDS.map((field) => String(event[field] ?? ''))]), events: 1, shortened }
  }
}
