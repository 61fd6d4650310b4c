import type { AuditRecord } from '../../../shared/presence.ts'

/** Records kept in the window; the log itself holds more, and the export has all. */
export const RECORDS_SHOWN_MAX = 2_000

/** One list, newest first, from two pages: a record that is in both is as the later page says (its result came since). */
export function mergeRecords(known: readonly AuditRecord[], page: readonly AuditRecord[]): readonly AuditRecord[] {
  const byId = new Map(known.map((record) => [record.id, record]))
  for (const record of page) byId.set(record.id, record)
  return [...byId.values()].sort((a, b) => b.atMs - a.atMs).slice(0, RECORDS_SHOWN_MAX)
}

export function unknownResults(records: readonly AuditRecord[]): number {
  return records.filter((record) => record.result === 'unknown').length
}
