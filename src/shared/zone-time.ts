/* What the clocks of a zone show, by the system's own table of zones: daylight saving is its business. A zone is an IANA name. */

export interface WallTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
}

const formats = new Map<string, Intl.DateTimeFormat>()
const FORMATS_MAX = 100

/** Whether the system knows the zone's name. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone)
    return true
  } catch {
    return false
  }
}

/** Name of this computer's zone, as America/Chicago; asked anew, because a laptop travels. */
export function localZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** What a clock on the wall of the zone shows. Throws RangeError for an unknown zone. */
export function wallTime(atMs: number, zone: string): WallTime {
  const parts = { year: 0, month: 1, day: 1, hour: 0, minute: 0 }
  for (const { type, value } of formatOf(zone).formatToParts(atMs)) if (type in parts) parts[type as keyof typeof parts] = Number(value)
  return parts
}

/** Whether a time of day `HH:MM` lies in from <= t < to; over midnight where `to` is earlier. Equal ends: never. */
export function isTimeOfDayIn(time: string, { from, to }: { readonly from: string; readonly to: string }): boolean {
  if (from === to) return false
  return from < to ? time >= from && time < to : time >= from || time < to
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })
  if (formats.size >= FORMATS_MAX) formats.clear()
  formats.set(zone, format)
  return format
}
