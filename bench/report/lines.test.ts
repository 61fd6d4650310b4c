import { expect, test } from 'vitest'
import type { Run } from '../results.ts'
import { readSettings } from '../settings.ts'
import { linesOf } from './lines.ts'
import { rowOf } from './table.ts'

const rowsOf = (runs: readonly Run[], names: readonly string[]) => linesOf(runs, readSettings({}, names)).map(rowOf)
const run = (outcomes: Run['outcomes']): Run => ({ load: 0, startedAt: '2026-01-01T00:00:00.000Z', outcomes })
const people = { sockets: 12_000, firstTableMs: 700, longestTaskMs: 0, longestGapMs: 90, reconnectMs: 300, reconnectLongestTaskMs: 0, searchMs: 16, sortMs: 30 }
const admin = { sockets: 12_000, knownMs: 28_000, longestTaskMs: 27_000, longestFrameGapMs: 27_100, gaveUp: false }

test('a part that failed in one run, or in all, leaves the lines of the others alone', () => {
  const rows = rowsOf([run({ people: { ok: true, value: people }, hidden: { ok: false, reason: 'no window' } }), run({ people: { ok: false, reason: 'it hung' }, hidden: { ok: false, reason: 'no window' } })], ['people', 'hidden'])
  expect(rows.find(({ line }) => line.includes('first full table'))).toMatchObject({ median: '700', result: 'met; it hung' })
  expect(rows.find(({ line }) => line.includes('while hidden'))).toMatchObject({ median: '', goal: '<= 2', result: 'not measured; no window' })
})

test('side by side with admin-ui, a window without a long task counts with 50 ms or the longest time between two ticks, one with a longer task with that', () => {
  const ratioOf = (longestTaskMs: number, longestGapMs = 90) => rowsOf([run({ people: { ok: true, value: { ...people, longestTaskMs, longestGapMs } }, 'admin-people': { ok: true, value: admin } })], ['people']).find(({ line }) => line.includes("console's window"))
  expect(ratioOf(0)).toMatchObject({ median: '540', goal: '>= 500', result: expect.stringMatching(/^met/) })
  expect(ratioOf(0, 27)).toMatchObject({ median: '1000', result: expect.stringMatching(/^met/) })
  expect(ratioOf(60)).toMatchObject({ median: '450', result: expect.stringMatching(/^not met/) })
})

test('where admin-ui holds not even the lowest rate, the ratio is against that rate', () => {
  const events = { adminUi: [], console: [], adminUiRate: 0, consoleRate: 20_000, serverWasTheLimit: true, lowestRate: 0.5 }
  expect(rowsOf([run({ 'admin-events': { ok: true, value: events } })], ['admin-events']).at(-1)).toMatchObject({ median: '40000', goal: '>= 1000' })
})

test('the slope over sizes is that of the medians; own load is more than with nobody', () => {
  const cost = (microsecondsPerEvent: number, people_: number) => ({ people: people_, rooms: 100, screen: 'events' as const, microsecondsPerEvent })
  const value = [cost(2, 1_000), cost(2.2, 10_000)]
  const rows = rowsOf([run({ cost: { ok: true, value } }), run({ cost: { ok: true, value } }), run({ cost: { ok: true, value: [cost(9, 1_000), cost(2.2, 10_000)] } })], ['cost'])
  expect(rows.find(({ line }) => line.includes('dearest over cheapest size, events'))).toMatchObject({ median: '10.0', result: 'met' })
  const state = (watched: 'nobody' | 'feed', microsecondsPerChange: number) => ({ mode: 'production' as const, watched, corePercent: 5, changesPerSecond: 1_000, microsecondsPerChange })
  const own = rowsOf([run({ 'own-load': { ok: true, value: { sockets: 1_000, states: [state('nobody', 50), state('feed', 60)] } } })], ['own-load'])
  expect(own.find(({ line }) => line === 'watched server, production mode, console with the admin feed: % more per change')).toMatchObject({ median: '20.0', result: 'stated' })
})
