import type { Schedule } from '../../../../shared/alerts.ts'

/** One stretch of a schedule: fromMs <= t < toMs. */
export interface ScheduleWindow {
  readonly fromMs: number
  readonly toMs: number
}

const DAY_MS = 24 * 60 * 60_000
const MINUTE_MS = 60_000
/** A window begins at most a week before, and one day more where it goes over midnight. */
const DAYS_BACK = 8

/** Date and time on a wall clock, as if it were UTC. */
type WallMs = number

const formatters = new Map<string, Intl.DateTimeFormat | undefined>()
const FORMATTERS_MAX = 200

/** `local` is the zone that this computer has now: it is looked up anew, because a laptop travels. */
function zoneOf(zone: string): string {
  return zone === 'local' ? new Intl.DateTimeFormat().resolvedOptions().timeZone : zone
}

function formatterOf(zone: string): Intl.DateTimeFormat | undefined {
  if (formatters.has(zone)) return formatters.get(zone)
  let made: Intl.DateTimeFormat | undefined
  try {
    made = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', era: 'short', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' })
  } catch {
    made = undefined
  }
  if (formatters.size >= FORMATTERS_MAX) formatters.clear()
  formatters.set(zone, made)
  return made
}

/** Whether this computer knows the zone; `local` always. */
export function isZone(zone: string): boolean {
  return zone === 'local' || formatterOf(zone) !== undefined
}

/** What the zone's clocks show at a time. Throws for a zone that does not exist: check it with isZone(). */
function wallAt(atMs: number, zone: string): WallMs {
  const formatter = formatterOf(zone)
  if (!formatter) throw new Error(`There is no time zone ${zone}.`)
  const parts = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0 }
  for (const { type, value } of formatter.formatToParts(atMs)) if (type in parts) parts[type as keyof typeof parts] = Number(value)
  return daysOf(parts.year, parts.month, parts.day) * DAY_MS + ((parts.hour * 60 + parts.minute) * 60 + parts.second) * 1000
}

/**
 * When a zone's clocks show a time. An hour that exists twice: its first time, or its last where `last`. One that does not
 * exist (clocks go forward over it): the moment at which they do.
 */
function timeOfWall(wall: WallMs, zone: string, last: boolean): number {
  // No zone is more than a day off; offsets around the time in question are all that can hold.
  const offsets = new Set([-DAY_MS, -6 * 60 * MINUTE_MS, 0, 6 * 60 * MINUTE_MS, DAY_MS].map((near) => wallAt(wall + near, zone) - (wall + near)))
  const found = [...offsets].map((offset) => wall - offset).filter((at) => wallAt(at, zone) === wall).sort((a, b) => a - b)
  const hit = last ? found.at(-1) : found[0]
  if (hit !== undefined) return hit
  // Skipped: between the two times that the offsets before and after give, the clocks jump; find where.
  const guesses = [...offsets].map((offset) => wall - offset)
  let before = Math.min(...guesses)
  let after = Math.max(...guesses)
  while (after - before > 1000) {
    const middle = Math.floor((before + after) / 2000) * 1000
    if (wallAt(middle, zone) < wall) before = middle
    else after = middle
  }
  return after
}

/** Days since 1970 of a date of the Gregorian calendar: whole 400-year cycles, years that begin in March. */
function daysOf(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  return marchYear * 365 + Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400) + dayOfYear - 719_468
}

/** 0 = Sunday; 1 January 1970 was a Thursday. */
function weekdayOf(midnight: WallMs): number {
  return (((Math.floor(midnight / DAY_MS) + 4) % 7) + 7) % 7
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

/** The window that begins on a day of the wall clock (midnight, as if UTC); undefined: not on that weekday, or its time does not exist. */
function windowOfDay(schedule: Schedule, zone: string, midnight: WallMs): ScheduleWindow | undefined {
  if (!schedule.days.includes(weekdayOf(midnight))) return undefined
  const from = minutesOf(schedule.from)
  const to = minutesOf(schedule.to)
  // The same time twice is the whole day.
  const end = midnight + (to > from ? 0 : DAY_MS) + to * MINUTE_MS
  const fromMs = timeOfWall(midnight + from * MINUTE_MS, zone, false)
  const toMs = timeOfWall(end, zone, true)
  // All of it lay in the hour that was skipped.
  return toMs > fromMs ? { fromMs, toMs } : undefined
}

interface Known {
  readonly zone: string
  /** The window that the answer is about, or none. */
  readonly current: ScheduleWindow | undefined
  readonly last: ScheduleWindow | undefined
  /** The answer holds for fromMs <= t < untilMs. */
  readonly fromMs: number
  readonly untilMs: number
}

/**
 * When a schedule holds, in its zone's clock time: over midnight, and on the days on which clocks go forward or back. What
 * was worked out is kept until the next beginning or end, so asking once a second costs nothing.
 */
export class ScheduleClock {
  readonly #schedule: Schedule
  #known: Known | undefined
  /** When the zone of this computer was looked up. */
  #lookedUpMs = Number.NEGATIVE_INFINITY
  #zone = ''

  constructor(schedule: Schedule) {
    this.#schedule = schedule
  }

  /** The window in which the time is; undefined: outside. */
  current(atMs: number): ScheduleWindow | undefined {
    return this.#at(atMs).current
  }

  /** The last window that has ended; undefined: none within the last days. */
  lastEnded(atMs: number): ScheduleWindow | undefined {
    return this.#at(atMs).last
  }

  #at(atMs: number): Known {
    const zone = this.#zoneNow(atMs)
    const known = this.#known
    if (known && known.zone === zone && atMs >= known.fromMs && atMs < known.untilMs) return known
    return (this.#known = workOut(this.#schedule, zone, atMs))
  }

  /** The computer's own zone may change at any time; once a minute is soon enough. */
  #zoneNow(atMs: number): string {
    if (this.#schedule.zone !== 'local') return this.#schedule.zone
    if (this.#zone === '' || atMs - this.#lookedUpMs >= MINUTE_MS || atMs < this.#lookedUpMs) {
      this.#lookedUpMs = atMs
      this.#zone = zoneOf('local')
    }
    return this.#zone
  }
}

function workOut(schedule: Schedule, zone: string, atMs: number): Known {
  const wall = wallAt(atMs, zone)
  const today = wall - ((wall % DAY_MS) + DAY_MS) % DAY_MS
  let current: ScheduleWindow | undefined
  let last: ScheduleWindow | undefined
  let next: ScheduleWindow | undefined
  for (let day = -1; day <= DAYS_BACK && !next; day++) {
    const window = windowOfDay(schedule, zone, today + day * DAY_MS)
    if (!window) continue
    if (window.toMs <= atMs) last = window
    else if (window.fromMs <= atMs) current ??= window
    else next = window
  }
  for (let day = -2; day >= -DAYS_BACK && !last; day--) last = windowOfDay(schedule, zone, today + day * DAY_MS)
  const edges = [current?.toMs, next?.fromMs, atMs + DAY_MS].filter((edge) => edge !== undefined)
  return { zone, current, last, fromMs: Math.max(current?.fromMs ?? Number.NEGATIVE_INFINITY, last?.toMs ?? atMs), untilMs: Math.min(...edges) }
}
