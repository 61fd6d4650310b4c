import { afterEach, beforeEach, expect, test } from 'vitest'
import { sameTimeBefore } from './same-time.ts'

/* Berlin: summer time began on 29 March 2026 at 02:00 (to 03:00), and ended on 25 October 2026 at 03:00 (to 02:00). */

let zone: string | undefined
beforeEach(() => {
  zone = process.env['TZ']
  process.env['TZ'] = 'Europe/Berlin'
})
afterEach(() => {
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
})

function before(time: string, compare: 'yesterday' | 'last-week'): string | null {
  const found = sameTimeBefore(Date.parse(time), compare)
  return found === null ? null : new Date(found).toISOString()
}

test.each([
  ['2026-11-20T08:00:00+01:00', '2026-11-19T07:00:00.000Z', '2026-11-13T07:00:00.000Z'],
  // The bell rings at 08:00 whatever the clock did in the night: 23 and 25 hours before.
  ['2026-03-29T08:00:00+02:00', '2026-03-28T07:00:00.000Z', '2026-03-22T07:00:00.000Z'],
  ['2026-03-30T08:00:00+02:00', '2026-03-29T06:00:00.000Z', '2026-03-23T07:00:00.000Z'],
  ['2026-10-25T08:00:00+01:00', '2026-10-24T06:00:00.000Z', '2026-10-18T06:00:00.000Z'],
  ['2026-10-26T08:00:00+01:00', '2026-10-25T07:00:00.000Z', '2026-10-19T06:00:00.000Z'],
  // Seconds and milliseconds stay.
  ['2026-11-20T08:00:10.500+01:00', '2026-11-19T07:00:10.500Z', '2026-11-13T07:00:10.500Z'],
])('%s: yesterday %s, last week %s', (time, yesterday, lastWeek) => {
  expect([before(time, 'yesterday'), before(time, 'last-week')]).toEqual([yesterday, lastWeek])
})

test('a time that was skipped the day before is nothing, not another time', () => {
  expect(before('2026-03-30T01:59:00+02:00', 'yesterday')).toBe('2026-03-29T00:59:00.000Z')
  expect([before('2026-03-30T02:00:00+02:00', 'yesterday'), before('2026-03-30T02:59:00+02:00', 'yesterday')]).toEqual([null, null])
  expect(before('2026-03-30T03:00:00+02:00', 'yesterday')).toBe('2026-03-29T01:00:00.000Z')
  expect(before('2026-04-05T02:30:00+02:00', 'last-week')).toBeNull()
})

test('a time that the day before had twice is its first', () => {
  expect(before('2026-10-26T02:30:00+01:00', 'yesterday')).toBe('2026-10-25T00:30:00.000Z')
  // In the night itself both are compared with the one of the day before.
  expect([before('2026-10-25T02:30:00+02:00', 'yesterday'), before('2026-10-25T02:30:00+01:00', 'yesterday')]).toEqual(['2026-10-24T00:30:00.000Z', '2026-10-24T00:30:00.000Z'])
})
