import type { ContractState } from '../../../shared/domain.ts'
import { RATE_SPARK_POINTS, RATE_TABLE_ROWS_MAX } from '../../../shared/limits.ts'
import type { RateRow, RateTable, RateTableQuery } from '../../../shared/rates.ts'
import type { Counts, EventKey } from '../counts.ts'
import { shownName } from '../mask.ts'
import { OTHER } from '../names.ts'
import { FilterTexts } from './row-filter.ts'
import { rateOf } from './series.ts'
import type { Series } from './series.ts'
import type { Track } from './track.ts'

export interface TableSource {
  readonly series: Series
  readonly counts: Counts
  readonly stateOf: (key: EventKey) => ContractState
}

/** Covered seconds of a namespace that the rows of the table need. */
interface Watched {
  readonly last1: number
  readonly last10: number
  readonly last60: number
  /** Of each point of the spark line. */
  readonly tens: readonly number[]
}

const notWatched: Watched = { last1: 0, last10: 0, last60: 0, tens: Array.from({ length: RATE_SPARK_POINTS }, () => 0) }

/** One row an event, namespace, target and direction; means over complete seconds. Counts must have been brought in up to nowMs. */
export function rateTable(source: TableSource, query: RateTableQuery, nowMs: number): RateTable {
  const { series, counts, stateOf } = source
  const second = Math.floor(nowMs / 1000)
  const text = query.text.trim().toLowerCase()
  const found: { readonly key: EventKey; readonly lastMinute: number }[] = []
  let other = 0
  for (const key of counts.keys) {
    if (key.count === 0 || (query.targetId !== null && key.target.id !== query.targetId)) continue
    if (query.namespace !== null && key.space.name !== query.namespace && shownName(key.space.name) !== query.namespace) continue
    if (key.name === OTHER) other += key.count
    if (!query.showOwn && isBackground(key)) continue
    if (text !== '' && !key.name.toLowerCase().includes(text)) continue
    found.push({ key, lastMinute: key.rate.recent?.countBefore(second, 60) ?? 0 })
  }
  found.sort((a, b) => b.lastMinute - a.lastMinute || b.key.count - a.key.count || (nameOf(a.key) < nameOf(b.key) ? -1 : 1))
  const watched = watchedBy(series, second)
  const filters = new FilterTexts(counts.targets)
  const rows = found.slice(0, RATE_TABLE_ROWS_MAX).map(({ key }) => rowOf(key, second, watched(key.space.track), stateOf(key), filters))
  return { atMs: nowMs, rows, leftOut: found.length - rows.length, other }
}

function rowOf(key: EventKey, second: number, watched: Watched, contract: ContractState, filters: FilterTexts): RateRow {
  const { target, space, name, direction, sizes } = key
  const recent = key.rate.recent
  const perSecond = (seconds: number, covered: number): number | null => rateOf(recent?.countBefore(second, seconds) ?? 0, covered, seconds)
  const ten = Math.floor(second / 10)
  const hasTwin = (direction === 'in' ? space.out : space.in).has(name)
  return {
    targetId: target.id,
    namespace: shownName(space.name),
    event: shownName(name),
    direction,
    own: isOwn(key),
    count: key.count,
    perSecond1: perSecond(1, watched.last1),
    perSecond10: perSecond(10, watched.last10),
    perSecond60: perSecond(60, watched.last60),
    bytesPerSecond: rateOf(recent?.bytesBefore(second) ?? 0, watched.last10, 10),
    sizeP50: sizes.percentile(0.5),
    sizeP95: sizes.percentile(0.95),
    lastAtMs: key.lastAtMs,
    spark: watched.tens.map((covered, index) => rateOf(recent?.inTen(ten - RATE_SPARK_POINTS + index) ?? 0, covered, 10)),
    contract,
    filter: filters.of({ target, namespace: space.name, event: name, direction: direction === 'out' || hasTwin ? direction : undefined }),
  }
}

/** Sent by Rollcall alone, or the answer to its ping. What the admin feed showed of others' sockets makes a row the platform's. */
function isOwn(key: EventKey): boolean {
  return key.own && (key.direction === 'in' || key.traffic === 0)
}

/** The same that the feed hides. */
function isBackground(key: EventKey): boolean {
  return isOwn(key) || key.event?.spec.meaning === 'heartbeat'
}

function nameOf(key: EventKey): string {
  return `${key.target.id} ${key.space.name} ${key.name} ${key.direction}`
}

/** Coverage is the namespace's: read once for all of its rows. */
function watchedBy(series: Series, second: number): (track: Track | undefined) => Watched {
  const known = new Map<Track, Watched>()
  return (track) => {
    if (!track) return notWatched
    const made = known.get(track)
    if (made) return made
    const covered = (seconds: number): number => series.steps(track, 0, second - seconds, seconds).seconds.reduce((sum, each) => sum + each, 0)
    const tens = series.steps(track, 1, Math.floor(second / 10) - RATE_SPARK_POINTS, RATE_SPARK_POINTS).seconds
    const watched = { last1: covered(1), last10: covered(10), last60: covered(60), tens }
    known.set(track, watched)
    return watched
  }
}
