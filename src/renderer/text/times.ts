/* Times arrive as ms since 1970 UTC and are shown in the zone of this computer. */

const formats = new Map<string, Intl.DateTimeFormat>()

function format(key: string, options: Intl.DateTimeFormatOptions, zone: string | undefined): Intl.DateTimeFormat {
  const id = `${key} ${zone ?? ''}`
  let found = formats.get(id)
  if (found === undefined) {
    found = new Intl.DateTimeFormat('en-GB', { ...options, hourCycle: 'h23', ...(zone === undefined ? {} : { timeZone: zone }) })
    formats.set(id, found)
  }
  return found
}

/** `10:42:07`. */
export function clock(atMs: number, zone?: string): string {
  return format('clock', { hour: '2-digit', minute: '2-digit', second: '2-digit' }, zone).format(atMs)
}

/** `10:42`. */
export function minute(atMs: number, zone?: string): string {
  return format('minute', { hour: '2-digit', minute: '2-digit' }, zone).format(atMs)
}

/** `20 Nov 2026, 10:42:07.318`: the exact time, for hover and the inspector. */
export function exact(atMs: number, zone?: string): string {
  const day = format('day', { day: 'numeric', month: 'short', year: 'numeric' }, zone).format(atMs)
  return `${day}, ${clock(atMs, zone)}.${String(((Math.floor(atMs) % 1_000) + 1_000) % 1_000).padStart(3, '0')}`
}

/** Time of day today, else with the day: `10:42`, `19 Nov, 10:42`. */
export function since(atMs: number, nowMs: number, zone?: string): string {
  const day = format('day-month', { day: 'numeric', month: 'short' }, zone)
  const text = minute(atMs, zone)
  return day.format(atMs) === day.format(nowMs) ? text : `${day.format(atMs)}, ${text}`
}

/** Time of day today, else the day alone, for a narrow column: `10:42`, `19 Nov`. */
export function sinceShort(atMs: number, nowMs: number, zone?: string): string {
  const day = format('day-month', { day: 'numeric', month: 'short' }, zone)
  return day.format(atMs) === day.format(nowMs) ? minute(atMs, zone) : day.format(atMs)
}

/** Length of time as a person says it: `8 s`, `4 min`, `2 h 5 min`, `3 d`. Never negative. */
export function duration(lengthMs: number): string {
  const seconds = Math.max(0, Math.floor(lengthMs / 1_000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
  return `${Math.floor(hours / 24)} d`
}

/** Stop-watch form for the pause banner: `00:42`, `1:02:05`. */
export function stopWatch(lengthMs: number): string {
  const seconds = Math.max(0, Math.floor(lengthMs / 1_000))
  const two = (value: number): string => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3_600)
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return hours > 0 ? `${hours}:${rest}` : rest
}

/** Seconds until a time, counted down and never below 1: what is due is "now". */
export function countdown(atMs: number, nowMs: number): string {
  const left = atMs - nowMs
  return left <= 0 ? 'now' : `in ${duration(Math.ceil(left / 1_000) * 1_000)}`
}

/** Short name of a zone at a time: `GMT+1`, `CST`. */
export function zoneName(atMs: number, zone?: string): string {
  const parts = format('zone', { timeZoneName: 'short', hour: 'numeric' }, zone).formatToParts(atMs)
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? ''
}
