import { expect, it, test } from 'vitest'
import { ScheduleClock } from '../../../../main/monitor/alerts/rules/schedule.ts'
import { asTimeOfDay, daysWords, hereWords, hoursWords, scheduleWords } from './schedule-words.ts'
import { dayAhead, isZone, nextTimeOfDay, timeOfWall, wallAt } from './wall-time.ts'

const CHICAGO = 'America/Chicago'
const ROME = 'Europe/Rome'

test.each<[string, number[]]>([
  ['Mon–Fri', [5, 4, 3, 2, 1]], ['every day', [0, 1, 2, 3, 4, 5, 6]], ['Sat, Sun', [0, 6]], ['Mon, Wed', [1, 3]], ['Mon–Wed, Fri', [1, 2, 3, 5]], ['Fri–Sun', [5, 6, 0]], ['no day', []],
])('%s', (words, days) => {
  expect(daysWords(days)).toBe(words)
})

it('says hours over midnight, a whole day, and another zone', () => {
  expect([hoursWords({ from: '08:00', to: '15:00' }), hoursWords({ from: '22:00', to: '06:00' }), hoursWords({ from: '00:00', to: '00:00' })]).toEqual(['08:00–15:00', '22:00–06:00 the next day', 'all day'])
  expect(scheduleWords({ days: [1, 2, 3, 4, 5], from: '08:00', to: '15:00', zone: 'local' })).toBe('Mon–Fri 08:00–15:00')
  expect(scheduleWords({ days: [6], from: '08:00', to: '15:00', zone: CHICAGO })).toBe('Sat 08:00–15:00 (America/Chicago)')
})

it('shows the hours of another zone on the clocks of this one, also while only one of them has summer time', () => {
  const school = { days: [1, 2, 3, 4, 5], from: '08:00', to: '15:00', zone: CHICAGO }
  expect(hereWords(school, Date.UTC(2026, 10, 20, 12), ROME)).toBe('15:00–22:00 here (Europe/Rome)')
  // Between the second Sunday of March and its last one the distance is an hour less.
  expect(hereWords(school, Date.UTC(2026, 2, 16, 12), ROME)).toBe('14:00–21:00 here (Europe/Rome)')
  expect(hereWords({ ...school, zone: 'Asia/Tokyo' }, Date.UTC(2026, 10, 20, 12), CHICAGO)).toBe('17:00–00:00 here (America/Chicago), from the day before')
  expect([hereWords({ ...school, zone: 'local' }, 0, ROME), hereWords(school, 0, CHICAGO), hereWords({ ...school, zone: 'No/Where' }, 0, ROME), hereWords({ ...school, from: '8' }, 0, ROME)]).toEqual([null, null, null, null])
})

it('reads times of day as they are typed', () => {
  expect(['8', '8:5', '805', '0805', '23:59', '08.30', '24:00', 'noon', ''].map(asTimeOfDay)).toEqual(['08:00', '08:05', '08:05', '08:05', '23:59', '08:30', '24:00', 'noon', ''])
})

it('finds the time of a wall clock as the main process does, in both nights in which clocks change', () => {
  for (const day of [{ year: 2026, month: 3, day: 8 }, { year: 2026, month: 11, day: 1 }, { year: 2026, month: 7, day: 1 }]) {
    for (const hour of [0, 1, 3, 8, 16, 23]) {
      const atMs = timeOfWall({ ...day, hour, minute: 30 }, CHICAGO)
      expect(wallAt(atMs, CHICAGO)).toEqual({ ...day, hour, minute: 30 })
      const clock = new ScheduleClock({ days: [0, 1, 2, 3, 4, 5, 6], from: `${String(hour).padStart(2, '0')}:30`, to: `${String(hour).padStart(2, '0')}:45`, zone: CHICAGO })
      expect(clock.current(atMs)?.fromMs).toBe(atMs)
    }
  }
  // 02:30 on 8 March does not exist: as much later as the clocks jump.
  expect(wallAt(timeOfWall({ year: 2026, month: 3, day: 8, hour: 2, minute: 30 }, CHICAGO), CHICAGO)).toMatchObject({ day: 8, hour: 3, minute: 30 })
  // 01:30 on 1 November exists twice: the first.
  expect(timeOfWall({ year: 2026, month: 11, day: 1, hour: 1, minute: 30 }, CHICAGO)).toBe(Date.UTC(2026, 10, 1, 6, 30))
})

it('finds the next time of day over the end of a month', () => {
  const evening = Date.UTC(2026, 10, 30, 23)
  expect(wallAt(nextTimeOfDay(evening, 16, 0, CHICAGO), CHICAGO)).toEqual({ year: 2026, month: 12, day: 1, hour: 16, minute: 0 })
  expect(wallAt(nextTimeOfDay(evening, 18, 0, CHICAGO), CHICAGO)).toEqual({ year: 2026, month: 11, day: 30, hour: 18, minute: 0 })
  expect([isZone('local'), isZone(CHICAGO), isZone('Mars/Olympus')]).toEqual([true, true, false])
  expect([dayAhead(Date.UTC(2026, 0, 1, 3), 'UTC', CHICAGO), dayAhead(Date.UTC(2026, 0, 1, 3), CHICAGO, 'UTC'), dayAhead(Date.UTC(2026, 0, 1, 12), CHICAGO, 'UTC')]).toEqual([1, -1, 0])
})
