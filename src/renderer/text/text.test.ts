import { describe, expect, it } from 'vitest'
import { linkState, type Totals } from '../../shared/domain.ts'
import { feedSummary } from './feed-summary.ts'
import { count, counted, lag, percent, rate, short, size } from './numbers.ts'
import { pauseBanner, samplingNotice } from './pause-banner.ts'
import { statusFigures } from './status-line.ts'
import { clock, countdown, duration, exact, since, stopWatch, zoneName } from './times.ts'
import { liveSummary, roomsWords, statesWorstFirst, stateWord, worstState } from './words.ts'

const zone = 'America/Chicago'
const at = Date.UTC(2026, 10, 20, 16, 42, 7, 318)

describe('numbers', () => {
  it('are grouped, and never claim a digit too many', () => {
    expect([count(3118), rate(4812.4), rate(4.26), rate(0.01), rate(0)]).toEqual(['3,118', '4,812', '4.3', '<0.1', '0.0'])
    expect([size(312), size(4_096), size(5_000_000)]).toEqual(['312 B', '4.1 kB', '5.0 MB'])
    expect([lag(212), lag(-5), lag(125_000)]).toEqual(['0.2 s', '0.0 s', '2 min'])
    expect([short(9_999), short(41_370), short(412_000), short(1_240_000)]).toEqual(['9,999', '41.4k', '412k', '1.2M'])
    expect([counted(1, 'room'), counted(3, 'room'), counted(0, 'person', 'people')]).toEqual(['1 room', '3 rooms', '0 people'])
  })

  it('never round something down to 0 %', () => {
    expect([percent(0), percent(0.001), percent(0.06), percent(1.2)]).toEqual(['0 %', '<1 %', '6 %', '100 %'])
  })
})

describe('times', () => {
  it('are shown in the zone, milliseconds in the exact one', () => {
    expect([clock(at, zone), exact(at, zone)]).toEqual(['10:42:07', '20 Nov 2026, 10:42:07.318'])
  })

  it('say the day when it was another one in that zone', () => {
    expect(since(at, at + 3_600_000, zone)).toBe('10:42')
    expect(since(at, at + 24 * 3_600_000, zone)).toBe('20 Nov, 10:42')
  })

  it('name the zone, also across the change to summer time', () => {
    expect([zoneName(at, 'Europe/London'), zoneName(Date.UTC(2026, 6, 1), 'Europe/London')]).toEqual(['GMT', 'BST'])
  })

  it.each([
    [-5, '0 s'], [8_900, '8 s'], [59_999, '59 s'], [60_000, '1 min'], [2 * 3_600_000, '2 h'], [125 * 60_000, '2 h 5 min'], [72 * 3_600_000, '3 d'],
  ])('say %d ms as %s', (lengthMs, text) => {
    expect(duration(lengthMs)).toBe(text)
  })

  it('count down to "now", rounding up', () => {
    expect([countdown(8_000, 0), countdown(7_200, 0), countdown(0, 0), countdown(-1, 0)]).toEqual(['in 8 s', 'in 8 s', 'now', 'now'])
  })

  it('run as a stop-watch', () => {
    expect([stopWatch(42_400), stopWatch(3_725_000), stopWatch(-1)]).toEqual(['00:42', '1:02:05', '00:00'])
  })
})

describe('pause banner', () => {
  it('says how long, how many and how full', () => {
    expect(pauseBanner({ sinceMs: 0, waiting: 3_118, fill: 0.062, overwritten: 0 }, 42_000)).toBe('Paused for 00:42. 3,118 events waiting (buffer 6 %).')
    expect(pauseBanner({ sinceMs: 0, waiting: 1, fill: 0, overwritten: 0 }, 0)).toBe('Paused for 00:00. 1 event waiting (buffer 0 %).')
  })

  it('says when the buffer is full, and what was lost', () => {
    expect(pauseBanner({ sinceMs: 0, waiting: 50_000, fill: 1, overwritten: 214 }, 60_000)).toBe(
      'Paused for 01:00. 50,000 events waiting (buffer 100 %). Buffer full. Oldest waiting events are being dropped (214 so far).',
    )
  })

  it('says when rows are sampled', () => {
    expect([samplingNotice(1), samplingNotice(10)]).toEqual([undefined, 'Showing 1 in 10. All are counted.'])
  })
})

it('sums the feed up for a screen reader', () => {
  expect(feedSummary(212, 3, 10, 'following')).toBe('212 events in 10 seconds, 3 alerts, following.')
  expect(feedSummary(1, 0, 10, 'paused')).toBe('1 event in 10 seconds, paused.')
})

describe('status bar', () => {
  const totals: Totals = { received: 9, receivedPerSecond: 4_812, kept: 50_000, capacity: 50_000, overwritten: 0, sampledOut: 0, keepOneIn: 1, dropped: 0, rejected: 0, shownPerSecond: 200, lagMs: 210 }

  it('reads as one line', () => {
    const line = statusFigures(totals, 5_000).map((figure) => `${figure.label} ${figure.value}`).join(' · ')
    expect(line).toBe('received 4,812/s · shown 200/s · kept 50,000 · dropped 0 · sampled 1 in 1 · lag 0.2 s')
  })

  it('warns of loss, sampling and lag', () => {
    const warned = statusFigures({ ...totals, dropped: 2, rejected: 1, keepOneIn: 10, lagMs: 6_000 }, 5_000).filter((figure) => figure.warn)
    expect(warned.map((figure) => `${figure.label} ${figure.value}`)).toEqual(['dropped 3', 'sampled 1 in 10', 'lag 6.0 s'])
  })
})

describe('connection words', () => {
  it('exist for every state, and every state has its place in the roll-up', () => {
    expect(linkState.options.map(stateWord)).not.toContain('')
    expect(statesWorstFirst.toSorted()).toEqual(linkState.options.toSorted())
  })

  it('roll up to the worst; what is switched off is no fault', () => {
    expect([worstState(['live', 'reconnecting', 'off']), worstState(['live', 'off']), worstState([])]).toEqual(['reconnecting', 'live', undefined])
    expect(liveSummary([{ state: 'live' }, { state: 'offline' }, { state: 'off' }])).toBe('1 of 2 platforms live')
    expect(liveSummary([])).toBe('No platforms')
  })

  it('say how far the joins are', () => {
    expect(roomsWords({ wanted: 60, joined: 14, unconfirmed: 2, refused: 1 })).toBe('14 of 60 rooms joined · 2 not confirmed · 1 refused')
    expect(roomsWords({ wanted: 22, joined: 0, unconfirmed: 16, refused: 0 })).toBe('16 of 22 rooms asked for · the platform does not confirm')
    expect(roomsWords({ wanted: 0, joined: 0, unconfirmed: 0, refused: 0 })).toBe('No rooms to join')
  })
})
