import type { AuditRecord } from '../../shared/presence.ts'

/** Columns of the export, in order. */
export const AUDIT_CSV_COLUMNS = ['id', 'time', 'finished', 'who', 'action', 'platform', 'scope', 'reason', 'result', 'detail'] as const

/**
 * A cell that a spreadsheet would take for a formula gets a leading apostrophe (OWASP, "CSV Injection"). Apostrophes
 * before such a sign get one as well, so that taking one away always gives the text back.
 */
export function defused(cell: string): string {
  return /^'*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
}

/** RFC 4180: CRLF after every line, cells in quotation marks where they need it. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map((cell) => quoted(defused(cell))).join(',')}\r\n`).join('')
}

/** A header line, then one line a record; times in ISO 8601, UTC. */
export function auditCsv(records: readonly AuditRecord[]): string {
  const rows = records.map(({ id, atMs, finishedAtMs, who, action, targetName, scope, reason, result, detail }) => [
    id, isoTime(atMs), finishedAtMs === null ? '' : isoTime(finishedAtMs), who, action, targetName, scope, reason, result, detail,
  ])
  return csvOf([AUDIT_CSV_COLUMNS, ...rows])
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString()
}
