import { afterEach, describe, expect, test } from 'vitest'
import type { Schedule } from '../../../../shared/alerts.ts'
import { isZone, ScheduleClock } from './schedule.ts'

const everyDay = [0, 1, 2, 3, 4, 5, 6]

function clock(from: string, to: string, zone: string, days = everyDay): ScheduleClock {
  return new ScheduleClock({ days, from, to, zone } satisfies Schedule)
}

function text(window: { fromMs: number; toMs: number } | undefined): string {
  return window ? `${new Date(window.fromMs).toISOString().slice(0, 16)} ${new Date(window.toMs).toISOString().slice(0, 16)}` : 'none'
}

const chicago = 'America/Chicago'
const berlin = 'Europe/Berlin'
const lordHowe = 'Australia/Lord_Howe'

describe.each<[what: string, zone: string, from: string, to: string, at: string, current: string, last: string]>([
  ['a day in winter', chicago, '08:00', '09:00', '2026-01-14T14:30Z', '2026-01-14T14:00 2026-01-14T15:00', '2026-01-13T14:00 2026-01-13T15:00'],
  ['the first minute is in', chicago, '08:00', '09:00', '2026-01-14T14:00Z', '2026-01-14T14:00 2026-01-14T15:00', '2026-01-13T14:00 2026-01-13T15:00'],
  ['the end is out', chicago, '08:00', '09:00', '2026-01-14T15:00Z', 'none', '2026-01-14T14:00 2026-01-14T15:00'],
  ['a day in summer', chicago, '08:00', '09:00', '2026-07-14T13:30Z', '2026-07-14T13:00 2026-07-14T14:00', '2026-07-13T13:00 2026-07-13T14:00'],
  ['over midnight, before it', berlin, '22:00', '06:00', '2026-01-14T22:00Z', '2026-01-14T21:00 2026-01-15T05:00', '2026-01-13T21:00 2026-01-14T05:00'],
  ['over midnight, after it', berlin, '22:00', '06:00', '2026-01-15T04:00Z', '2026-01-14T21:00 2026-01-15T05:00', '2026-01-13T21:00 2026-01-14T05:00'],
  ['the whole day', berlin, '00:00', '00:00', '2026-01-15T04:00Z', '2026-01-14T23:00 2026-01-15T23:00', '2026-01-13T23:00 2026-01-14T23:00'],
  // Clocks go forward: Chicago 8 March 2026, 02:00 -> 03:00 (08:00 UTC).
  ['begins in the hour that does not exist', chicago, '02:30', '05:00', '2026-03-08T08:10Z', '2026-03-08T08:00 2026-03-08T10:00', '2026-03-07T08:30 2026-03-07T11:00'],
  ['ends in the hour that does not exist', chicago, '01:00', '02:30', '2026-03-08T07:30Z', '2026-03-08T07:00 2026-03-08T08:00', '2026-03-07T07:00 2026-03-07T08:30'],
  ['lies wholly in the hour that does not exist', chicago, '02:10', '02:50', '2026-03-08T08:10Z', 'none', '2026-03-07T08:10 2026-03-07T08:50'],
  ['a night that is an hour shorter', berlin, '22:00', '06:00', '2026-03-29T03:30Z', '2026-03-28T21:00 2026-03-29T04:00', '2026-03-27T21:00 2026-03-28T05:00'],
  // Clocks go back: Chicago 1 November 2026, 02:00 -> 01:00 (07:00 UTC).
  ['in the hour that exists twice, first time', chicago, '01:15', '01:45', '2026-11-01T06:30Z', '2026-11-01T06:15 2026-11-01T07:45', '2026-10-31T06:15 2026-10-31T06:45'],
  ['in the hour that exists twice, second time', chicago, '01:15', '01:45', '2026-11-01T07:30Z', '2026-11-01T06:15 2026-11-01T07:45', '2026-10-31T06:15 2026-10-31T06:45'],
  ['after the hour that exists twice', chicago, '01:15', '01:45', '2026-11-01T07:45Z', 'none', '2026-11-01T06:15 2026-11-01T07:45'],
  ['a night that is an hour longer', berlin, '22:00', '06:00', '2026-10-25T04:30Z', '2026-10-24T20:00 2026-10-25T05:00', '2026-10-23T20:00 2026-10-24T04:00'],
  // Lord Howe moves by half an hour: forward on 4 October 2026, 02:00 -> 02:30 (15:30 UTC the day before).
  ['half an hour that does not exist', lordHowe, '02:15', '04:00', '2026-10-03T15:40Z', '2026-10-03T15:30 2026-10-03T17:00', '2026-10-02T15:45 2026-10-02T17:30'],
  // Back on 5 April 2026, 02:00 -> 01:30 (15:00 UTC the day before).
  ['half an hour that exists twice', lordHowe, '01:40', '01:50', '2026-04-04T15:05Z', '2026-04-04T14:40 2026-04-04T15:20', '2026-04-03T14:40 2026-04-03T14:50'],
])('%s (%s %s to %s)', (_what, zone, from, to, at, current, last) => {
  test(at, () => {
    const schedule = clock(from, to, zone)
    expect([text(schedule.current(Date.parse(at))), text(schedule.lastEnded(Date.parse(at)))]).toEqual([current, last])
  })
})

test('weekdays are those on which a window begins', () => {
  const school = clock('22:00', '06:00', berlin, [5])
  // Friday 16 January 2026 into Saturday.
  expect(text(school.current(Date.parse('2026-01-17T02:00Z')))).toBe('2026-01-16T21:00 2026-01-17T05:00')
  expect(text(school.current(Date.parse('2026-01-17T22:00Z')))).toBe('none')
  expect(text(school.lastEnded(Date.parse('2026-01-22T22:00Z')))).toBe('2026-01-16T21:00 2026-01-17T05:00')
})

test('every minute of both daylight-saving days agrees with the wall clock', () => {
  for (const [zone, from] of [[chicago, '2026-03-08T00:00Z'], [chicago, '2026-11-01T00:00Z'], [lordHowe, '2026-10-03T10:00Z'], [berlin, '2026-10-24T20:00Z']] as const) {
    const school = clock('08:00', '15:30', zone)
    const shown = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' })
    for (let minute = 0; minute < 2 * 1440; minute++) {
      const at = Date.parse(from) + minute * 60_000
      const time = shown.format(at)
      expect([at, school.current(at) !== undefined]).toEqual([at, time >= '08:00' && time < '15:30'])
    }
  }
})

describe('the zone of this computer', () => {
  const before = process.env['TZ']
  afterEach(() => {
    if (before === undefined) delete process.env['TZ']
    else process.env['TZ'] = before
  })

  test('is followed when it changes', () => {
    const school = clock('08:00', '09:00', 'local')
    const at = Date.parse('2026-01-14T14:30Z')
    process.env['TZ'] = chicago
    expect(text(school.current(at))).toBe('2026-01-14T14:00 2026-01-14T15:00')
    process.env['TZ'] = berlin
    expect(text(school.current(at + 60_000))).toBe('none')
    expect(text(school.lastEnded(at + 60_000))).toBe('2026-01-14T07:00 2026-01-14T08:00')
  })
})

test('a clock that goes back is asked anew', () => {
  const school = clock('08:00', '09:00', chicago)
  expect(text(school.current(Date.parse('2026-01-14T14:30Z')))).not.toBe('none')
  expect(text(school.current(Date.parse('2026-01-14T13:30Z')))).toBe('none')
  expect(text(school.lastEnded(Date.parse('2026-01-10T13:30Z')))).toBe('2026-01-09T14:00 2026-01-09T15:00')
})

test('zones', () => {
  expect(['local', chicago, 'UTC', 'Mars/Olympus', ''].map(isZone)).toEqual([true, true, true, false, false])
})
