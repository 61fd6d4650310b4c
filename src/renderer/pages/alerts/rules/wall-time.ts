import { isZone as isNamedZone, localZone, wallTime, type WallTime } from '../../../../shared/zone-time.ts'

/* When the clocks of a zone show a time. A zone is an IANA name; undefined: this computer's own. */

export { localZone, type WallTime }

/** Whether the system knows a zone of this name; `local` is one. */
export function isZone(zone: string): boolean {
  return zone === 'local' || isNamedZone(zone)
}

/** What the zone's clocks show. Throws RangeError for a zone that does not exist. */
export function wallAt(atMs: number, zone: string | undefined): WallTime {
  return wallTime(atMs, zone ?? localZone())
}

function asUtc({ year, month, day, hour, minute }: WallTime): number {
  return Date.UTC(year, month - 1, day, hour, minute)
}

const DAY_MS = 24 * 60 * 60_000

/**
 * When a zone's clocks show a time; days beyond the month's end are of the next month. An hour that exists twice: its first
 * time. A time that is skipped when clocks go forward: as much later as they jump.
 */
export function timeOfWall(wall: WallTime, zone: string | undefined): number {
  const wanted = asUtc(wall)
  const offsets = [-DAY_MS, DAY_MS].map((near) => asUtc(wallAt(wanted + near, zone)) - (wanted + near))
  const times = offsets.map((offset) => wanted - offset).sort((a, b) => a - b)
  return times.find((at) => asUtc(wallAt(at, zone)) === wanted) ?? times.at(-1) ?? wanted
}

/** The next time after `afterMs` at which the zone's clocks show a time of day; `daysOn`: not before so many days on. */
export function nextTimeOfDay(afterMs: number, hour: number, minute: number, zone: string | undefined, daysOn = 0): number {
  const today = wallAt(afterMs, zone)
  const first = timeOfWall({ ...today, day: today.day + daysOn, hour, minute }, zone)
  return first > afterMs ? first : timeOfWall({ ...today, day: today.day + daysOn + 1, hour, minute }, zone)
}

/** Days between the dates that clocks of two zones show at one time: 1, the first is a day ahead. */
export function dayAhead(atMs: number, zone: string | undefined, of: string | undefined): number {
  const midnight = (each: string | undefined): number => asUtc({ ...wallAt(atMs, each), hour: 0, minute: 0 })
  return Math.round((midnight(zone) - midnight(of)) / DAY_MS)
}
