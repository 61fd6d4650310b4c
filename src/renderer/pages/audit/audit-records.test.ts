import { describe, expect, it } from 'vitest'
import type { AuditRecord } from '../../../shared/presence.ts'
import { filterOf, firstAsk } from './audit-ask.ts'
import { byDay, RECORDS_SHOWN_MAX, withNewest, withOlder } from './audit-records.ts'

function record(id: number, result: AuditRecord['result'] = 'confirmed', atMs = id): AuditRecord {
  return { id: String(id), atMs, finishedAtMs: null, who: 'w', action: 'a', targetName: 't', scope: 's', reason: 'r', result, detail: '' }
}
const shown = (records: readonly AuditRecord[]): string[] => records.map(({ id, result }) => `${id} ${result}`)

describe('the list', () => {
  it('is newest first, with the result that came later', () => {
    const first = withNewest([], [record(3, 'pending'), record(2)], 2)
    const older = withOlder(first, [record(1, 'unknown'), record(0)])
    expect(shown(withNewest(older, [record(4), record(3)], 2))).toEqual(['4 confirmed', '3 confirmed', '2 confirmed', '1 unknown', '0 confirmed'])
  })

  it('forgets what the newest page has no more: purged, or fits no longer', () => {
    const known = [record(4), record(3), record(2), record(1)]
    expect(shown(withNewest(known, [record(4), record(2)], 2))).toEqual(['4 confirmed', '2 confirmed', '1 confirmed'])
    expect(shown(withNewest(known, [record(5)], 2))).toEqual(['5 confirmed'])
    expect(withNewest(known, [], 2)).toEqual([])
  })

  it('stays bounded and keeps the newest', () => {
    const many = withOlder([], Array.from({ length: RECORDS_SHOWN_MAX + 50 }, (_, index) => record(index)))
    expect([many.length, many[0]?.id]).toEqual([RECORDS_SHOWN_MAX, String(RECORDS_SHOWN_MAX + 49)])
  })

  it('is grouped by the day of the zone', () => {
    const late = Date.UTC(2026, 10, 20, 23, 30)
    const records = [record(3, 'sent', late + 3_600_000), record(2, 'sent', late), record(1, 'sent', late - 3_600_000)]
    expect(byDay(records, 'UTC').map(({ title, records: { length } }) => `${title.replace(',', '')} ${length}`)).toEqual(['Saturday 21 November 2026 1', 'Friday 20 November 2026 2'])
    expect(byDay(records, 'Europe/Berlin').map(({ records: { length } }) => length)).toEqual([2, 1])
  })
})

describe('the filter', () => {
  const noonMs = new Date(2026, 10, 20, 12).getTime()

  it('counts whole days of this computer', () => {
    expect(filterOf({ ...firstAsk, time: 'today' }, noonMs)).toMatchObject({ fromMs: new Date(2026, 10, 20).getTime(), untilMs: null })
    expect(filterOf({ ...firstAsk, time: 'week' }, noonMs).fromMs).toBe(new Date(2026, 10, 14).getTime())
    expect(filterOf({ ...firstAsk, time: 'between', from: '2026-11-02', to: '2026-11-03' }, noonMs)).toMatchObject({ fromMs: new Date(2026, 10, 2).getTime(), untilMs: new Date(2026, 10, 4).getTime() })
    expect(filterOf({ ...firstAsk, time: 'between', from: '', to: 'x' }, noonMs)).toMatchObject({ fromMs: null, untilMs: null })
  })

  it('is empty at first', () => {
    expect(filterOf(firstAsk, noonMs)).toEqual({ text: '', action: null, who: null, platform: null, result: null, fromMs: null, untilMs: null })
  })
})
