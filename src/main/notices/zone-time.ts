/* Times in a zone, by the system's own table of zones: daylight saving is its business. */

export interface WallTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
}

const formats = new Map<string, Intl.DateTimeFormat>()
const FORMATS_MAX = 100

/** Whether a number is a moment that a calendar has: a draft may hold any number. */
export function isTime(atMs: number): boolean {
  return Math.abs(atMs) <= 8.64e15
}

/** Whether the system knows the zone's name. */
export function isZone(zone: string): boolean {
  try {
    partsFormat(zone)
    return true
  } catch {
    return false
  }
}

/** What a clock on the wall of the zone shows. Throws RangeError for an unknown zone. */
export function wallTime(atMs: number, zone: string): WallTime {
  const parts = new Map(partsFormat(zone).formatToParts(atMs).map(({ type, value }) => [type, Number(value)]))
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0
  return { year: part('year'), month: part('month'), day: part('day'), hour: part('hour'), minute: part('minute') }
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

/** `07:30` */
export function clockText(atMs: number, zone: string): string {
  if (!isTime(atMs)) return '--:--'
  const { hour, minute } = wallTime(atMs, isZone(zone) ? zone : 'UTC')
  return `${two(hour)}:${two(minute)}`
}

/** Whether a moment lies in `from`..`to` (HH:MM of the zone); over midnight where `to` is earlier. Equal ends: never. */
export function isBetween(atMs: number, zone: string, { from, to }: { readonly from: string; readonly to: string }): boolean {
  if (from === to || !isZone(zone) || !isTime(atMs)) return false
  const now = clockText(atMs, zone)
  return from < to ? now >= from && now < to : now >= from || now < to
}

function named(atMs: number, zone: string, options: Intl.DateTimeFormatOptions, type: Intl.DateTimeFormatPartTypes): string {
  return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone }).formatToParts(atMs).find((part) => part.type === type)?.value ?? ''
}

function partsFormat(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })
  if (formats.size >= FORMATS_MAX) formats.clear()
  formats.set(zone, format)
  return format
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
