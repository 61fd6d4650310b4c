import type { AuditRecord } from '../../../shared/presence.ts'

/** Records kept in the window; the log itself holds more, and the export has all. */
export const RECORDS_SHOWN_MAX = 2_000

/** One list, newest first, with an older page at its end. */
export function withOlder(known: readonly AuditRecord[], page: readonly AuditRecord[]): readonly AuditRecord[] {
  return merged(known, page)
}

/**
 * The list with the newest page as it is now: results came in, records that fit no more or were purged are gone.
 * @param limit most records of a page: a shorter one is all there is
 */
export function withNewest(known: readonly AuditRecord[], page: readonly AuditRecord[], limit: number): readonly AuditRecord[] {
  const oldest = page.at(-1)
  if (page.length < limit || oldest === undefined) return page
  return merged(known.filter(({ atMs }) => atMs < oldest.atMs), page)
}

export interface Day {
  /** `Friday 20 November 2026`. */
  readonly title: string
  readonly key: string
  readonly records: readonly AuditRecord[]
}

/** Groups by the day on which a record was begun, in the zone of this computer unless one is given. */
export function byDay(records: readonly AuditRecord[], zone?: string): readonly Day[] {
  const format = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', ...(zone === undefined ? {} : { timeZone: zone }) })
  const days: { title: string; key: string; records: AuditRecord[] }[] = []
  for (const record of records) {
    const title = format.format(record.atMs)
    const last = days.at(-1)
    if (last?.title === title) last.records.push(record)
    else days.push({ title, key: `${title} ${record.id}`, records: [record] })
  }
  return days
}

function merged(known: readonly AuditRecord[], page: readonly AuditRecord[]): readonly AuditRecord[] {
  const byId = new Map([...known, ...page].map((record) => [record.id, record]))
  return [...byId.values()].sort((a, b) => b.atMs - a.atMs).slice(0, RECORDS_SHOWN_MAX)
}
