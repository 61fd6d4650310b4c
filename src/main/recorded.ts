import type { AuditEnd, AuditEntry, AuditLog, NotWritten } from './store/audit.ts'

/** What became of the work, and of its record. */
export interface RecordedWork<T> {
  /** Called once the record is on the disk. */
  readonly work: () => T
  readonly end: (value: T) => AuditEnd
  /** What the record says where `work` throws. */
  readonly failed: string
}

/**
 * Does work within a record of the audit log: the record first, then the work, then its result. Throws what `work` throws; then the record
 * says that it failed. @returns NotWritten: the log did not take the record, and nothing was done
 */
export function recorded<T>(audit: AuditLog, entry: AuditEntry, now: () => number, { work, end, failed }: RecordedWork<T>): { readonly ok: true; readonly value: T } | NotWritten {
  const begun = audit.begin(entry, now())
  if (!begun.ok) return begun
  let value: T
  try {
    value = work()
  } catch (error) {
    audit.finish(begun.id, 'failed', failed, now())
    throw error
  }
  const { result, detail } = end(value)
  audit.finish(begun.id, result, detail, now())
  return { ok: true, value }
}
