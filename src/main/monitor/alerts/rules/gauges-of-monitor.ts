import type { TargetView } from '../../../../shared/domain.ts'
import type { LatencyView } from '../../../../shared/rates.ts'
import type { ContractWatch } from '../../contract/contract-watch.ts'
import type { Counts, EventKey } from '../../counts.ts'
import type { EventLog } from '../../event-log.ts'
import { OTHER } from '../../names.ts'
import type { TargetPresence } from '../../people/target-presence.ts'
import type { Series } from '../../rates/series.ts'
import { STATED_COUNT_FOR_MS } from '../../../../shared/limits.ts'
import { isGroup, MEANING, SOCKET_CONNECT } from './conditions.ts'
import { slowly } from './gauges.ts'
import { LimitTold } from './limit-told.ts'
import { LiveCounts } from './live-counts.ts'
import { nameTest } from './measures.ts'
import type { BeforeReader, CountReader, Gauge, MeasuredTarget, Measures, NamedPlace, OtherMetric, Place, RuleState } from './measures.ts'
import { PeopleTally } from './people-tally.ts'
import { Growth } from './sampled.ts'
import type { SecondCounts } from './second-counts.ts'
import { TargetStates } from './target-states.ts'

/** Percentiles are sorted anew and drifts listed this seldom. */
const SLOW_MS = 5_000
/** A difference that was not seen for so long is over. */
const DRIFT_FOR_MS = 10 * 60_000

/** What the monitor lets rules read: its own parts, never changed here. */
export interface Measured {
  readonly counts: Counts
  readonly series: Series
  readonly log: EventLog
  readonly connections: SecondCounts
  readonly contract: ContractWatch
  presenceOf(targetId: string): TargetPresence | undefined
  targets(): readonly TargetView[]
  dropped(): number
  lagMs(nowMs: number): number
  latency(targetId: string, nowMs: number): LatencyView['namespaces']
}

/** What only the rest of the app knows. */
export interface Beside {
  /** Rooms with a roster, and the percent of it that is there; undefined: not worked out yet, or nobody can know. */
  readonly rosters?: { rooms(targetId: string): readonly NamedPlace[]; percent(targetId: string, place: NamedPlace): number | undefined }
  readonly before?: (place: Place, against: 'yesterday' | 'last-week') => BeforeReader | undefined
}

/** The monitor as rules see it. step() brings it to a time, once before each tick; nothing walks through people or rooms. */
export class MonitorMeasures implements Measures {
  readonly #monitor: Measured
  readonly #beside: Beside
  readonly #counts: LiveCounts
  readonly #limits: LimitTold
  readonly #states = new Map<string, TargetStates>()
  readonly #tallies = new Map<string, PeopleTally>()
  #targets: readonly MeasuredTarget[] = []
  #shape = ''
  #nowMs = 0

  constructor(monitor: Measured, beside: Beside = {}) {
    this.#monitor = monitor
    this.#beside = beside
    this.#counts = new LiveCounts(monitor.counts, monitor.series, () => this.#nowMs)
    this.#limits = new LimitTold(monitor.counts, monitor.log)
  }

  step(nowMs: number): void {
    this.#nowMs = nowMs
    const views = this.#monitor.targets()
    this.#targets = views.map(({ settings, namespaces, feed }) => ({ id: settings.id, name: settings.name, namespaces: namespaces.filter(({ state }) => state !== 'off').map(({ name }) => name), servers: (feed?.servers ?? []).map(({ serverId }) => serverId) }))
    this.#shape = JSON.stringify([this.#targets, this.#monitor.counts.keys.length])
    const ids = new Set(this.#targets.map(({ id }) => id))
    for (const known of [this.#states, this.#tallies]) for (const id of known.keys()) if (!ids.has(id)) known.delete(id)
    for (const view of views) this.#stateOf(view.settings.id).see(view, nowMs)
    this.#limits.look((targetId, namespace, atMs) => {
      if (ids.has(targetId)) this.#stateOf(targetId).limitTold(namespace, atMs)
    })
  }

  shape(): string {
    return this.#shape
  }

  targets(): readonly MeasuredTarget[] {
    return this.#targets
  }

  events(targetId: string): readonly NamedPlace[] {
    const places = new Map<string, NamedPlace>()
    for (const key of this.#monitor.counts.keys) {
      if (key.target.id !== targetId || key.traffic === 0 || key.own || key.name === OTHER) continue
      places.set(`${key.space.name}\n${key.name}`, { namespace: key.space.name, name: key.name, meaning: key.event?.spec.meaning })
    }
    return [...places.values()]
  }

  rooms(targetId: string): readonly NamedPlace[] {
    const rooms = this.#monitor.presenceOf(targetId)?.rooms
    return rooms ? [...rooms.all()].filter((room) => !room.perSocket).map(({ namespace, name }) => ({ namespace, name })) : []
  }

  rosters(targetId: string): readonly NamedPlace[] {
    return this.#beside.rosters?.rooms(targetId) ?? []
  }

  counts(place: Place): CountReader {
    if (place.event !== SOCKET_CONNECT) return this.#counts.open(place)
    return (fromMs, toMs, into) => {
      const since = this.#stateOf(place.targetId).feedSinceMs()
      if (since === undefined) return
      this.#monitor.connections.read(place.targetId, place.namespace, fromMs, toMs, into)
      into.seconds += Math.max(0, Math.floor((toMs - Math.max(fromMs, since)) / 1000))
    }
  }

  hadEvents({ targetId, namespace }: Place): boolean {
    for (const space of this.#monitor.counts.target(targetId)?.spaces.values() ?? []) {
      if (namespace !== null && space.name !== namespace) continue
      for (const keys of [space.in, space.out]) for (const key of keys.values()) if (key.traffic > 0 && !key.own) return true
    }
    return false
  }

  other(metric: OtherMetric, windowSeconds: number, place: Place): Gauge | undefined {
    const { targetId, namespace, room, role } = place
    switch (metric) {
      case 'bytes-rate': {
        const keys = this.#keysOf(place)
        const growth = new Growth(windowSeconds, () => keys().reduce((sum, key) => sum + key.bytes - key.ownBytes, 0))
        return slowly(windowSeconds, (nowMs) => {
          const { added, ms } = growth.at(nowMs)
          return ms < 1000 || !this.#stateOf(targetId).isLive() ? Number.NaN : (added * 1000) / ms
        })
      }
      case 'size-p95': {
        const keys = this.#keysOf(place)
        return slow(() => keys().reduce((most, key) => (key.traffic > 0 ? Math.max(Number.isNaN(most) ? 0 : most, key.sizes.percentile(0.95) ?? 0) : most), Number.NaN))
      }
      case 'people-online':
        return (nowMs) => this.#tallyOf(targetId, nowMs)?.online ?? Number.NaN
      case 'people-in-role':
        return (nowMs) => this.#tallyOf(targetId, nowMs)?.inRole(role ?? '') ?? Number.NaN
      case 'rooms-active':
        return (nowMs) => this.#monitor.presenceOf(targetId)?.rooms.activeCount(nowMs) ?? Number.NaN
      case 'room-members':
        return (nowMs) => this.#members(targetId, namespace ?? '', room ?? '', nowMs)
      case 'sockets':
        return () => this.#stateOf(targetId).sockets(namespace)
      case 'latency-p95':
        return slow((nowMs) => this.#percentile(targetId, namespace, nowMs, (each) => each.roundTrip?.p95Ms))
      case 'event-age-p95':
        return slow((nowMs) => this.#percentile(targetId, namespace, nowMs, (each) => each.age?.p95Ms))
      case 'lag':
        return (nowMs) => this.#monitor.lagMs(nowMs)
      case 'dropped': {
        const growth = new Growth(windowSeconds, () => this.#monitor.dropped())
        return (nowMs) => growth.at(nowMs).added
      }
      case 'rejected': {
        const growth = new Growth(windowSeconds, () => [...(this.#monitor.counts.target(targetId)?.rejected.values() ?? [])].reduce((sum, count) => sum + count, 0))
        return (nowMs) => growth.at(nowMs).added
      }
    }
  }

  state(what: RuleState, place: Place): Gauge {
    const { targetId, namespace } = place
    const states = (): TargetStates => this.#stateOf(targetId)
    switch (what) {
      case 'target-down':
        return (nowMs) => states().targetDown(nowMs)
      case 'namespace-down':
        return (nowMs) => states().namespaceDown(namespace ?? '', nowMs)
      case 'signed-out':
        return () => states().signedOut()
      case 'node-stale':
        return (nowMs) => states().nodeStale(place.serverId ?? '', nowMs)
      case 'joins-refused':
        return () => states().joinsRefused()
      case 'rate-limited':
        return (nowMs) => states().rateLimited(namespace, nowMs)
      case 'drift':
        return slow((nowMs) => Number(this.#monitor.contract.book.list(targetId).some((drift) => nowMs - drift.lastAtMs < DRIFT_FOR_MS && (namespace === null || drift.key.space.name === namespace))))
      case 'roster-below':
        return () => (states().isLive() ? (this.#beside.rosters?.percent(targetId, { namespace: namespace ?? '', name: place.room ?? '' }) ?? Number.NaN) : Number.NaN)
    }
  }

  before(place: Place, against: 'yesterday' | 'last-week'): BeforeReader | undefined {
    return this.#beside.before?.(place, against)
  }

  #stateOf(targetId: string): TargetStates {
    let states = this.#states.get(targetId)
    if (!states) this.#states.set(targetId, (states = new TargetStates()))
    return states
  }

  #tallyOf(targetId: string, nowMs: number): PeopleTally | undefined {
    const presence = this.#monitor.presenceOf(targetId)
    if (!presence) return undefined
    let tally = this.#tallies.get(targetId)
    if (!tally) this.#tallies.set(targetId, (tally = new PeopleTally(presence)))
    tally.step(nowMs)
    return tally
  }

  /** The event keys of a place, looked up anew when there are others. */
  #keysOf({ targetId, namespace, event }: Place): () => readonly EventKey[] {
    const fits = event === null ? () => true : isGroup(event) ? undefined : nameTest(event)
    const meaning = event?.slice(MEANING.length)
    let seen: readonly EventKey[] | undefined
    let length = -1
    let found: readonly EventKey[] = []
    return () => {
      const { keys } = this.#monitor.counts
      if (keys === seen && keys.length === length) return found
      seen = keys
      length = keys.length
      found = keys.filter((key) => key.target.id === targetId && (namespace === null || key.space.name === namespace) && (fits ? fits(key.name) : key.event?.spec.meaning === meaning))
      return found
    }
  }

  /** As in the list of rooms; who was proved too long ago leaves with the sweep, so nobody is walked through here. */
  #members(targetId: string, namespace: string, name: string, nowMs: number): number {
    const presence = this.#monitor.presenceOf(targetId)
    const room = presence?.rooms.known(namespace, name)
    if (!presence || !room) return Number.NaN
    if (presence.observed.feed.isObserving) return room.sockets.size
    const stated = room.stated && nowMs - room.stated.atMs < STATED_COUNT_FOR_MS ? room.stated.count : 0
    return Math.max(room.members.size, stated)
  }

  /** Of a target as a whole its worst namespace. */
  #percentile(targetId: string, namespace: string | null, nowMs: number, of: (each: LatencyView['namespaces'][number]) => number | undefined): number {
    let worst = Number.NaN
    for (const each of this.#monitor.latency(targetId, nowMs)) {
      const value = namespace === null || each.namespace === namespace ? of(each) : undefined
      if (value !== undefined && !(value <= worst)) worst = value
    }
    return worst
  }
}

function slow(read: (nowMs: number) => number): Gauge {
  let slot = Number.NaN
  let value = Number.NaN
  return (nowMs) => {
    const now = Math.floor(nowMs / SLOW_MS)
    if (now !== slot) {
      slot = now
      value = read(nowMs)
    }
    return value
  }
}
