import { isTimeOfDayIn, wallTime, type WallTime } from '../../../shared/zone-time.ts'
import { minute, zoneName } from '../../text/times.ts'

/*
 * Times of notices are meant in the school's zone and shown in it and in the reader's, side by side. Both nights of
 * daylight saving are said in words: a time that does not exist is refused, one that comes twice is the first.
 */

export type ZoneTime = { readonly ok: true; readonly atMs: number; /** The clock shows this time twice on that day. */ readonly twice: boolean } | { readonly ok: false; readonly sentence: string }

const FORM = /^(?:(\d{4})-(\d{1,2})-(\d{1,2})[ T]+)?(\d{1,2}):(\d{2})$/
const HOUR_MS = 3_600_000

/** Reads `14:30` (today in that zone) or `2026-11-20 14:30`; else says in a sentence what is wrong. */
export function parseZoneTime(text: string, zone: string, nowMs: number): ZoneTime {
  const found = FORM.exec(text.trim())
  if (found === null) return { ok: false, sentence: 'Write the time as 2026-11-20 14:30, or 14:30 for today.' }
  const today = wallTime(nowMs, zone)
  const part = (index: number, otherwise: number): number => (found[index] === undefined ? otherwise : Number(found[index]))
  const wanted: WallTime = { year: part(1, today.year), month: part(2, today.month), day: part(3, today.day), hour: part(4, 0), minute: part(5, 0) }
  if (wanted.hour > 23 || wanted.minute > 59) return { ok: false, sentence: 'There is no such time of day: hours go to 23, minutes to 59.' }
  const asUtc = Date.UTC(wanted.year, wanted.month - 1, wanted.day, wanted.hour, wanted.minute)
  const calendar = new Date(asUtc)
  if (calendar.getUTCMonth() !== wanted.month - 1 || calendar.getUTCDate() !== wanted.day) return { ok: false, sentence: 'There is no such day in the calendar.' }
  // Offsets a day before and after are the two that can hold on that day.
  const offsets = new Set([asUtc - 24 * HOUR_MS, asUtc + 24 * HOUR_MS].map((atMs) => offsetOf(atMs, zone)))
  const hits = [...offsets].map((offset) => asUtc - offset).filter((atMs) => same(wallTime(atMs, zone), wanted)).sort((a, b) => a - b)
  const [first] = hits
  if (first === undefined) return { ok: false, sentence: 'There is no such time on that day: the clocks are set forward then.' }
  return { ok: true, atMs: first, twice: hits.length > 1 }
}

function offsetOf(atMs: number, zone: string): number {
  const wall = wallTime(atMs, zone)
  const whole = Math.floor(atMs / 60_000) * 60_000
  return Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute) - whole
}

function same(a: WallTime, b: WallTime): boolean {
  return a.year === b.year && a.month === b.month && a.day === b.day && a.hour === b.hour && a.minute === b.minute
}

/** `2026-11-20 14:30`: a time as it is typed. */
export function formatZoneTime(atMs: number, zone: string): string {
  const wall = wallTime(atMs, zone)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${wall.year}-${two(wall.month)}-${two(wall.day)} ${two(wall.hour)}:${two(wall.minute)}`
}

const days = new Map<string, Intl.DateTimeFormat>()

/** `Fri 20 Nov, 14:30 CST`; put together from parts, because runtimes differ in their commas. */
export function zoneTime(atMs: number, zone: string): string {
  let day = days.get(zone)
  if (day === undefined) {
    day = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', day: 'numeric', month: 'short' })
    days.set(zone, day)
  }
  const parts = day.formatToParts(atMs)
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((each) => each.type === type)?.value ?? ''
  return `${part('weekday')} ${part('day')} ${part('month')}, ${minute(atMs, zone)} ${zoneName(atMs, zone)}`
}

export interface TimePair {
  readonly school: string
  /** null: the same as the school's. */
  readonly own: string | null
}

/** A time at the school and where the reader is. */
export function timePair(atMs: number, schoolZone: string, ownZone: string): TimePair {
  const school = zoneTime(atMs, schoolZone)
  const own = zoneTime(atMs, ownZone)
  return { school, own: own === school ? null : own }
}

/** The same in one line: `Fri 20 Nov, 14:30 CST at school · Fri 20 Nov, 21:30 CET your time`. */
export function timePairWords(atMs: number, schoolZone: string, ownZone: string): string {
  const { school, own } = timePair(atMs, schoolZone, ownZone)
  return own === null ? `${school}, at school and for you` : `${school} at school · ${own} your time`
}

/** Whether a time falls into quiet hours `22:00`..`07:00` of the school; they may go over midnight, and begin and end at the same time for none. */
export function inQuietHours(atMs: number, zone: string, quiet: { readonly from: string; readonly to: string } | null): boolean {
  return quiet !== null && isTimeOfDayIn(minute(atMs, zone), quiet)
}
