import { expect, it } from 'vitest'
import type { AuditRecord } from '../../../shared/presence.ts'
import { mergeRecords, RECORDS_SHOWN_MAX, unknownResults } from './audit-records.ts'

function record(id: number, result: AuditRecord['result'] = 'confirmed'): AuditRecord {
  return { id: String(id), atMs: id, finishedAtMs: null, who: 'w', action: 'a', targetName: 't', scope: 's', reason: 'r', result, detail: '' }
}

it('is one list, newest first, with the result that came later', () => {
  const first = mergeRecords([], [record(3, 'pending'), record(2), record(1, 'unknown')])
  const next = mergeRecords(first, [record(4), record(3, 'confirmed')])
  expect(next.map((each) => `${each.id} ${each.result}`)).toEqual(['4 confirmed', '3 confirmed', '2 confirmed', '1 unknown'])
  expect(unknownResults(next)).toBe(1)
})

it('stays bounded and keeps the newest', () => {
  const many = mergeRecords([], Array.from({ length: RECORDS_SHOWN_MAX + 50 }, (_, index) => record(index)))
  expect([many.length, many[0]?.id]).toEqual([RECORDS_SHOWN_MAX, String(RECORDS_SHOWN_MAX + 49)])
})
