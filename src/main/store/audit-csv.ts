import type { ChainedRecord } from './audit-records.ts'

/** Columns of the export, in order. */
export const AUDIT_CSV_COLUMNS = ['id', 'time', 'finished', 'who', 'action', 'platform', 'scope', 'reason', 'result', 'detail', 'position', 'hash', 'resultPosition', 'resultHash'] as const

/**
 * A cell that a spreadsheet would take for a formula gets a leading apostrophe (OWASP, "CSV Injection"; also the wide signs,
 * which East Asian versions take for the same). Apostrophes before such a sign get one as well, so that taking one away
 * always gives the text back.
 */
export function defused(cell: string): string {
  return /^'*[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell
}

/** RFC 4180: CRLF after every line, cells in quotation marks where they need it. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map((cell) => quoted(defused(cell))).join(',')}\r\n`).join('')
}

/** The first line of the file. */
export const auditCsvHead = csvOf([AUDIT_CSV_COLUMNS])

/** One line a record; times in ISO 8601, UTC. */
export function auditCsvLine({ id, atMs, finishedAtMs, who, action, targetName, scope, reason, result, detail, position, hash, resultPosition, resultHash }: ChainedRecord): string {
  return csvOf([[id, isoTime(atMs), finishedAtMs === null ? '' : isoTime(finishedAtMs), who, action, targetName, scope, reason, result, detail, String(position), hash, resultPosition === null ? '' : String(resultPosition), resultHash ?? '']])
}

/** One JSON object and a line break; times in ISO 8601, UTC. */
export function auditJsonLine({ atMs, finishedAtMs, targetName, ...record }: ChainedRecord): string {
  return `${JSON.stringify({ ...record, time: isoTime(atMs), finished: finishedAtMs === null ? null : isoTime(finishedAtMs), platform: targetName })}\n`
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

/** Also of a row that was changed by hand to a time that is none. */
function isoTime(ms: number): string {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : String(ms)
}
