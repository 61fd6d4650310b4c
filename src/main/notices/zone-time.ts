import type { NoticeWhen } from '../../shared/notices.ts'
import { isTimeOfDayIn, isZone, wallTime } from '../../shared/zone-time.ts'

/* Times in a zone as notices say them. */

/** Whether a number is a moment that a calendar has: a draft may hold any number. */
export function isTime(atMs: number): boolean {
  return Math.abs(atMs) <= 8.64e15
}

/** The zone in which a notice's times were meant; UTC where it has none. */
export function zoneOf(when: NoticeWhen): string {
  return when.kind === 'now' ? 'UTC' : when.zone
}

/** `Mon 23 Nov 2026, 07:30 (America/Chicago, GMT-6)`: with the offset, so that the two 1:30 of an autumn night are told apart. */
export function timeText(atMs: number, zone: string): string {
  if (!isTime(atMs)) return 'a time that cannot be read'
  const known = isZone(zone) ? zone : 'UTC'
  const at = wallTime(atMs, known)
  const weekday = named(atMs, known, { weekday: 'short' }, 'weekday')
  const month = named(atMs, known, { month: 'short' }, 'month')
  const offset = named(atMs, known, { timeZoneName: 'shortOffset' }, 'timeZoneName')
  return `${weekday} ${at.day} ${month} ${at.year}, ${two(at.hour)}:${two(at.minute)} (${known}, ${offset})`
}

/** `07:30`; `07:30:05` with seconds, which are the same in every zone. */
export function clockText(atMs: number, zone: string, withSeconds = false): string {
  if (!isTime(atMs)) return '--:--'
  const { hour, minute } = wallTime(atMs, isZone(zone) ? zone : 'UTC')
  return `${two(hour)}:${two(minute)}${withSeconds ? `:${two(new Date(atMs).getUTCSeconds())}` : ''}`
}

/** Whether a moment lies in `from`..`to` (HH:MM of the zone); over midnight where `to` is earlier. Equal ends: never. */
export function isBetween(atMs: number, zone: string, hours: { readonly from: string; readonly to: string }): boolean {
  return isZone(zone) && isTime(atMs) && isTimeOfDayIn(clockText(atMs, zone), hours)
}

function named(atMs: number, zone: string, options: Intl.DateTimeFormatOptions, type: Intl.DateTimeFormatPartTypes): string {
  return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone }).formatToParts(atMs).find((part) => part.type === type)?.value ?? ''
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
