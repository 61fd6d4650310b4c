import { expect, it, test } from 'vitest'
import { silenceForm, type Silence } from '../../../../shared/alerts.ts'
import { Silences } from '../../../../main/monitor/alerts/silences.ts'
import { wallAt } from '../rules/wall-time.ts'
import { endChoices, endLabel, endOf, formOf, isHeldBack, matchersError, needsTick, reasonError, timesOf, type SilenceDraft } from './silence-ends.ts'
import { affectsWords, endsWords, matchersWords, startsWords, tickWords } from './silence-words.ts'

const CHICAGO = 'America/Chicago'
const HOUR = 3_600_000
/** 10:42 in Chicago. */
const NOW = Date.UTC(2026, 10, 20, 16, 42)

const draft: SilenceDraft = { editing: null, id: 's1', matchers: [{ field: 'school', is: ' Lincoln High ', not: false }], reason: '', start: 'now', startText: '', end: 'two-hours', endText: '' }
const kept: Silence = { id: 'old', matchers: [{ field: 'cause', is: 'drift', not: true }], reason: 'Release day', createdBy: 'mtran', startsAtMs: NOW - HOUR, endsAtMs: NOW + HOUR }

test.each<[string, Parameters<typeof endOf>[0], number, number]>([
  ['30 minutes are 30 minutes', 'half-hour', NOW, NOW + HOUR / 2],
  ['2 hours, by default', 'two-hours', NOW, NOW + 2 * HOUR],
  ['16:00 of today', 'school-day', NOW, Date.UTC(2026, 10, 20, 22)],
  ['16:00 of the next day from 16:00 on', 'school-day', Date.UTC(2026, 10, 20, 22), Date.UTC(2026, 10, 21, 22)],
  ['08:00 of the next day', 'tomorrow', NOW, Date.UTC(2026, 10, 21, 14)],
  ['08:00 of the next day also before 08:00', 'tomorrow', Date.UTC(2026, 10, 20, 7), Date.UTC(2026, 10, 21, 14)],
  // Saturday 7 March 2026, 23:30; clocks go forward at 02:00.
  ['2 hours over the night in which clocks go forward are 2 hours', 'two-hours', Date.UTC(2026, 2, 8, 5, 30), Date.UTC(2026, 2, 8, 7, 30)],
  ['08:00 after the night in which clocks go forward: 23 h after 08:00', 'tomorrow', Date.UTC(2026, 2, 7, 14), Date.UTC(2026, 2, 8, 13)],
  ['16:00 on that day, from 00:30 on: 14.5 h', 'school-day', Date.UTC(2026, 2, 8, 6, 30), Date.UTC(2026, 2, 8, 21)],
  // Sunday 1 November 2026; clocks go back at 02:00.
  ['08:00 after the night in which clocks go back: 25 h after 08:00', 'tomorrow', Date.UTC(2026, 9, 31, 13), Date.UTC(2026, 10, 1, 14)],
  ['2 hours from the first 01:30 of that night', 'two-hours', Date.UTC(2026, 10, 1, 6, 30), Date.UTC(2026, 10, 1, 8, 30)],
])('%s', (_, choice, startsAtMs, endsAtMs) => {
  expect(endOf(choice, startsAtMs, CHICAGO)).toBe(endsAtMs)
})

it('never ends before it begins, at any hour of a year, and times of day are the clocks’', () => {
  for (let atMs = Date.UTC(2026, 0, 1); atMs < Date.UTC(2027, 0, 1); atMs += 7 * HOUR + 13 * 60_000) {
    expect(wallAt(endOf('school-day', atMs, CHICAGO), CHICAGO)).toMatchObject({ hour: 16, minute: 0 })
    expect(wallAt(endOf('tomorrow', atMs, CHICAGO), CHICAGO)).toMatchObject({ hour: 8, minute: 0 })
    for (const choice of ['half-hour', 'two-hours', 'school-day', 'tomorrow'] as const) expect(endOf(choice, atMs, CHICAGO)).toBeGreaterThan(atMs)
  }
})

it('offers no end that is none', () => {
  expect(endChoices.map((choice) => endLabel(choice, NOW, CHICAGO))).toEqual(['30 minutes', '2 hours', 'End of the school day (16:00)', 'Tomorrow morning (21 Nov, 08:00)', 'Another time…'])
})

it('makes a form that the contract and the main process take', () => {
  expect(formOf(draft, NOW, false)).toBeUndefined()
  const preview = formOf(draft, NOW, true)
  expect(preview).toMatchObject({ matchers: [{ is: 'Lincoln High' }], startsAtMs: NOW, endsAtMs: NOW + 2 * HOUR })
  const form = formOf({ ...draft, reason: ' Moving servers ' }, NOW, false)
  expect(silenceForm.parse(form)).toMatchObject({ reason: 'Moving servers' })
  if (form === undefined) throw new Error('no form')
  expect(new Silences().preview(form, [], NOW).refused).toBeNull()
})

it('says what is missing', () => {
  expect([reasonError(' a '), reasonError('ill')].map((each) => each === undefined)).toEqual([false, true])
  expect([matchersError([]), matchersError([{ field: 'room', is: ' ', not: false }]), matchersError(draft.matchers)].map((each) => each === undefined)).toEqual([false, false, true])
  expect(formOf({ ...draft, matchers: [] }, NOW, true)).toBeUndefined()
  expect(timesOf({ ...draft, end: 'custom', endText: 'for ever' }, NOW)).toMatchObject({ ok: false, place: 'end' })
  expect(timesOf({ ...draft, start: 'later', startText: '2020-01-01 10:00' }, NOW)).toMatchObject({ ok: false, place: 'start', sentence: 'That is past. Choose “Now”, or a time to come.' })
})

it('begins later, with its length from then on', () => {
  expect(timesOf({ ...draft, start: 'later', startText: '2026-11-24 10:00', end: 'half-hour' }, NOW)).toEqual({ ok: true, startsAtMs: new Date(2026, 10, 24, 10).getTime(), endsAtMs: new Date(2026, 10, 24, 10, 30).getTime() })
})

it('extends one from now on and keeps its beginning', () => {
  expect(timesOf({ ...draft, editing: kept }, NOW)).toEqual({ ok: true, startsAtMs: kept.startsAtMs, endsAtMs: NOW + 2 * HOUR })
})

it('silences more than 100 alerts only when that is ticked, and nothing whose effect is not known', () => {
  const ready = { preview: { affects: 100, refused: null }, current: true, complete: true, ticked: false }
  const many = { ...ready, preview: { affects: 101, refused: null } }
  expect([needsTick(ready.preview), needsTick(many.preview), needsTick(null)]).toEqual([false, true, false])
  expect([ready, many, { ...many, ticked: true }].map(isHeldBack)).toEqual([false, true, false])
  expect([{ ...ready, current: false }, { ...ready, preview: null }, { ...ready, ticked: true, preview: { affects: 1, refused: 'It is over already.' } }].map(isHeldBack)).toEqual([true, true, true])
  expect(isHeldBack({ ...ready, complete: false, preview: null })).toBe(false)
})

it('says a silence in words', () => {
  expect(matchersWords([...kept.matchers, { field: 'school', is: 'Lincoln *', not: false }])).toBe('cause is not “drift” and school is “Lincoln *”')
  expect(endsWords(kept, NOW)).toMatch(/^ends in 1 h, at \d\d:\d\d$/)
  expect(endsWords({ endsAtMs: NOW - 1 }, NOW)).toMatch(/^ended \d\d:\d\d$/)
  expect(startsWords({ startsAtMs: NOW + HOUR / 3, endsAtMs: NOW + HOUR * 3 }, NOW)).toMatch(/^starts in 20 min, at \d\d:\d\d, for 2 h 40 min$/)
  expect([0, 1, 1_204].map(affectsWords)).toEqual(['Affects no open alert now.', 'Affects 1 open alert now.', 'Affects 1,204 open alerts now.'])
  expect(tickWords(132)).toBe('Yes, silence 132 alerts')
})
