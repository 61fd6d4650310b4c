import type { Schedule } from '../../../../shared/alerts.ts'
import { minute } from '../../../text/times.ts'
import { dayAhead, isZone, localZone, timeOfWall, wallAt } from './wall-time.ts'

/* The words of a schedule. */

/** As people read a week; 0 = Sunday. */
export const weekdays: readonly { readonly day: number; readonly short: string; readonly name: string }[] = [
  { day: 1, short: 'Mon', name: 'Monday' }, { day: 2, short: 'Tue', name: 'Tuesday' }, { day: 3, short: 'Wed', name: 'Wednesday' }, { day: 4, short: 'Thu', name: 'Thursday' },
  { day: 5, short: 'Fri', name: 'Friday' }, { day: 6, short: 'Sat', name: 'Saturday' }, { day: 0, short: 'Sun', name: 'Sunday' },
]

/** `Mon–Fri`, `Sat, Sun`, `every day`; three days or more in a row are a range. */
export function daysWords(days: readonly number[]): string {
  const chosen = weekdays.filter(({ day }) => days.includes(day))
  if (chosen.length === 0) return 'no day'
  if (chosen.length === weekdays.length) return 'every day'
  const parts: string[] = []
  for (let at = 0; at < weekdays.length; at++) {
    const first = weekdays[at]
    if (first === undefined || !days.includes(first.day)) continue
    let end = at
    while (end + 1 < weekdays.length && days.includes(weekdays[end + 1]?.day ?? -1)) end++
    const last = weekdays[end] ?? first
    if (end - at >= 2) parts.push(`${first.short}–${last.short}`)
    else parts.push(...weekdays.slice(at, end + 1).map(({ short }) => short))
    at = end
  }
  return parts.join(', ')
}

/** `08:00–15:00`; over midnight and for a whole day it says so. */
export function hoursWords({ from, to }: Pick<Schedule, 'from' | 'to'>): string {
  if (from === to) return 'all day'
  return `${from}–${to}${from > to ? ' the next day' : ''}`
}

/** `Mon–Fri 08:00–15:00`, with the zone where it is not this computer's. */
export function scheduleWords(schedule: Schedule): string {
  return `${daysWords(schedule.days)} ${hoursWords(schedule)}${schedule.zone === 'local' ? '' : ` (${schedule.zone})`}`
}

/**
 * What the hours of another zone are on the clocks of this one today: `15:00–22:00 here (Europe/Rome)`. null: it is this
 * zone, the times are none yet, or the zone is not known.
 */
export function hereWords(schedule: Schedule, nowMs: number, here: string = localZone()): string | null {
  const { from, to, zone } = schedule
  if (zone === 'local' || zone === here || !isZone(zone) || !isTimeOfDay(from) || !isTimeOfDay(to)) return null
  const today = wallAt(nowMs, zone)
  const at = (time: string, days: number): number => timeOfWall({ ...today, day: today.day + days, hour: Number(time.slice(0, 2)), minute: Number(time.slice(3)) }, zone)
  const fromMs = at(from, 0)
  const ahead = dayAhead(fromMs, here, zone)
  const shift = ahead === 0 ? '' : ahead > 0 ? ', from the day after' : ', from the day before'
  return `${minute(fromMs, here)}–${minute(at(to, to <= from ? 1 : 0), here)} here (${here})${shift}`
}

function isTimeOfDay(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text)
}

/** What somebody types as a time of day, as `HH:MM`: `8`, `8:5`, `805` and `0805` are known; else as it was typed. */
export function asTimeOfDay(text: string): string {
  const typed = text.trim()
  // Three digits in a row are an hour of one digit: `805`.
  const found = /^(\d)(\d{2})$/.exec(typed) ?? /^(\d{1,2})(?:[:.h ]?(\d{1,2}))?$/.exec(typed)
  if (found === null) return typed
  const [, hour = '', minutes = '0'] = found
  const time = `${hour.padStart(2, '0')}:${minutes.padStart(2, '0')}`
  return isTimeOfDay(time) ? time : typed
}
