import type { BeforeReader, Counted, CountReader, Place } from '../monitor/alerts/rules/measures.ts'
import { isGroup, SOCKET_CONNECT } from '../monitor/alerts/rules/conditions.ts'
import { nameTest, placeKey } from '../monitor/alerts/rules/measures.ts'
import { pauseForOthers } from '../rates-desk/slices.ts'
import { sameTimeBefore } from '../rates-desk/same-time.ts'
import type { Shelf } from '../store/rate-history-keys.ts'
import { MINUTE_MS } from '../store/rate-history.ts'
import type { KeyMinute, RateHistory } from '../store/rate-history.ts'

/** Questions to the database in one tick: each takes well below a millisecond. */
const ASKED_AT_ONCE = 5
/** Questions that wait; a rule that finds no place asks again. */
const WAITING_MAX = 10_000
/** Less of the window than this was watched then: nothing to compare with. */
const KNOWN_SHARE = 0.5

/** Six hours of a platform's namespaces: at most some thousand rows. */
const SLICE_MINUTES = 360

interface Answer {
  readonly minute: number
  readonly count: number | null
}

/**
 * Counts of earlier days, from the minute rates in the database. Rules ask every second; the database is asked once a
 * minute for each place, a few questions a tick, and never while a rule is evaluated.
 */
export class PastCounts {
  readonly #history: RateHistory
  readonly #answers = new Map<string, Answer>()
  readonly #waiting = new Map<string, () => void>()

  constructor(history: RateHistory) {
    this.#history = history
  }

  /** Reads the place a day or a week before. undefined: the history has no such counts (rooms, connections, groups). */
  before(place: Place, against: 'yesterday' | 'last-week'): BeforeReader | undefined {
    if (!isKept(place)) return undefined
    const name = `${against} ${placeKey(place)}`
    return (windowMinutes, nowMs) => {
      const key = `${windowMinutes} ${name}`
      const minute = Math.floor(nowMs / MINUTE_MS)
      const known = this.#answers.get(key)
      if (known?.minute !== minute && this.#waiting.size < WAITING_MAX) {
        this.#waiting.set(key, () => {
          const thenMs = sameTimeBefore(minute * MINUTE_MS, against)
          this.#answers.set(key, { minute, count: thenMs === null ? null : this.#count(place, thenMs - windowMinutes * MINUTE_MS, thenMs) })
        })
      }
      // Until it is asked again, what was known a minute ago.
      return known && minute - known.minute <= 2 && minute >= known.minute ? known.count : undefined
    }
  }

  /** Asks what waits, a few at a time. Throws SQLite's error. */
  step(): void {
    let asked = 0
    for (const [key, ask] of this.#waiting) {
      if (asked++ >= ASKED_AT_ONCE) return
      this.#waiting.delete(key)
      ask()
    }
    if (this.#answers.size > WAITING_MAX) this.#answers.clear()
  }

  /** All minutes of a place in a stretch of time, as a reader of it; undefined: such counts are not kept. Throws SQLite's error. */
  load(place: Place, fromMs: number, toMs: number): CountReader | undefined {
    if (!isKept(place)) return undefined
    const first = Math.floor(fromMs / MINUTE_MS)
    const end = Math.ceil(toMs / MINUTE_MS)
    const shelf = this.#history.keys.shelf(place.targetId, true)
    return readerOf(first, end - first, this.#watchedIn(shelf ? this.#history.read(shelf, first, end) : [], place), this.#sums(place, first, end))
  }

  /** The same for a long stretch: in slices, with others between. `whole` is shared by the places of one question. */
  async loadSlowly(place: Place, fromMs: number, toMs: number, whole: Map<string, Promise<readonly KeyMinute[]>>): Promise<CountReader | undefined> {
    if (!isKept(place)) return undefined
    const first = Math.floor(fromMs / MINUTE_MS)
    const end = Math.ceil(toMs / MINUTE_MS)
    const name = `${place.targetId} ${first} ${end}`
    let loading = whole.get(name)
    if (!loading) whole.set(name, (loading = this.#readSlowly(place.targetId, first, end)))
    const watched = this.#watchedIn(await loading, place)
    const events = new Map<number, number>()
    for (let from = first; from < end; from += SLICE_MINUTES) {
      for (const [minute, count] of this.#sums(place, from, Math.min(end, from + SLICE_MINUTES))) events.set(minute, count)
      await pauseForOthers()
    }
    return readerOf(first, end - first, watched, events)
  }

  async #readSlowly(targetId: string, first: number, end: number): Promise<readonly KeyMinute[]> {
    const shelf = this.#history.keys.shelf(targetId, true)
    const rows: KeyMinute[] = []
    if (!shelf) return rows
    for (let from = first; from < end; from += SLICE_MINUTES) {
      for (const row of this.#history.read(shelf, from, Math.min(end, from + SLICE_MINUTES))) rows.push(row)
      await pauseForOthers()
    }
    return rows
  }

  #count(place: Place, fromMs: number, toMs: number): number | null {
    const counted: Counted = { count: 0, seconds: 0 }
    this.load(place, fromMs, toMs)?.(fromMs, toMs, counted)
    return counted.seconds * 1000 >= (toMs - fromMs) * KNOWN_SHARE ? counted.count : null
  }

  /** Events by minute. */
  #sums(place: Place, from: number, to: number): ReadonlyMap<number, number> {
    const shelf = this.#history.keys.shelf(place.targetId, place.event === null)
    const ids = shelf && idsOf(shelf, place)
    return new Map(ids && ids.length > 0 ? this.#history.sums(shelf, ids, from, to).map(({ minute, count }) => [minute, count]) : [])
  }

  /** Seconds by minute in which its namespace was watched; of several the longest. */
  #watchedIn(rows: readonly KeyMinute[], { targetId, namespace }: Place): ReadonlyMap<number, number> {
    const watched = new Map<number, number>()
    const shelf = this.#history.keys.shelf(targetId, true)
    if (!shelf) return watched
    const ids = new Set(idsOf(shelf, { namespace, event: null }))
    for (const { minute, keyId, seconds } of rows) if (ids.has(keyId)) watched.set(minute, Math.max(watched.get(minute) ?? 0, seconds))
    return watched
  }
}

/** Sums up to each minute, so that any window is one subtraction. */
function readerOf(first: number, minutes: number, watched: ReadonlyMap<number, number>, events: ReadonlyMap<number, number>): CountReader {
  const counts = new Float64Array(minutes + 1)
  const seconds = new Float64Array(minutes + 1)
  for (let index = 0; index < minutes; index++) {
    counts[index + 1] = (counts[index] as number) + (events.get(first + index) ?? 0)
    seconds[index + 1] = (seconds[index] as number) + (watched.get(first + index) ?? 0)
  }
  const at = (ms: number): number => Math.min(minutes, Math.max(0, Math.floor(ms / MINUTE_MS) - first))
  return (fromMs, toMs, into) => {
    into.count += (counts[at(toMs)] as number) - (counts[at(fromMs)] as number)
    into.seconds += (seconds[at(toMs)] as number) - (seconds[at(fromMs)] as number)
  }
}

function isKept({ event, room, targetId }: Place): boolean {
  return room === null && !isGroup(event) && event !== SOCKET_CONNECT && targetId !== ''
}

function idsOf(shelf: Shelf, { namespace, event }: Pick<Place, 'namespace' | 'event'>): number[] {
  const fits = event === null ? () => true : nameTest(event)
  return [...shelf.keys.values()].filter((key) => (namespace === null || key.namespace === namespace) && fits(key.event)).map(({ id }) => id)
}
