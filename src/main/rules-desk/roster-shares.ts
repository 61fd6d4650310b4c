import type { NamedPlace } from '../monitor/alerts/rules/measures.ts'
import type { Monitor } from '../monitor/monitor.ts'
import { checkRoster } from '../roster.ts'
import type { Rosters } from '../store/rosters.ts'

/** Each roster is compared with its room this seldom. */
const EVERY_MS = 60_000

interface Share {
  readonly targetId: string
  readonly place: NamedPlace
  /** Percent of the roster that is there; undefined: nobody is on it. */
  percent: number | undefined
  dueMs: number
}

/** How much of each kept roster is present: one comparison a tick at most, each roster once a minute. Only percents leave here, no names. */
export class RosterShares {
  readonly #rosters: Rosters
  readonly #monitor: Monitor
  #shares = new Map<string, Share>()
  #listedMs = Number.NEGATIVE_INFINITY
  #list: ReturnType<Rosters['list']> = []

  constructor(rosters: Rosters, monitor: Monitor) {
    this.#rosters = rosters
    this.#monitor = monitor
  }

  /** Throws SQLite's error. */
  step(nowMs: number): void {
    if (nowMs - this.#listedMs >= EVERY_MS || nowMs < this.#listedMs) this.#read(nowMs)
    for (const { id, csv, room } of this.#list) {
      const share = this.#shares.get(id)
      if (!share || nowMs < share.dueMs) continue
      share.dueMs = nowMs + EVERY_MS
      const members = this.#monitor.rosterCandidates(room).flatMap((member) => {
        const row = this.#monitor.people.row(member.key)
        return row ? [{ ...member, row }] : []
      })
      const { expected, present } = checkRoster(csv, members, 'inferred')
      share.percent = expected === 0 ? undefined : (present / expected) * 100
      return
    }
  }

  rooms(targetId: string): readonly NamedPlace[] {
    return [...this.#shares.values()].filter((share) => share.targetId === targetId).map(({ place }) => place)
  }

  /** Of several rosters of one room the lowest. */
  percent(targetId: string, place: NamedPlace): number | undefined {
    const percents = [...this.#shares.values()].flatMap((share) => (share.targetId === targetId && share.place.namespace === place.namespace && share.place.name === place.name && share.percent !== undefined ? [share.percent] : []))
    return percents.length === 0 ? undefined : Math.min(...percents)
  }

  #read(nowMs: number): void {
    this.#listedMs = nowMs
    this.#list = this.#rosters.list()
    this.#shares = new Map(this.#list.map(({ id, room }) => [id, this.#shares.get(id) ?? { targetId: room.targetId, place: { namespace: room.namespace, name: room.room }, percent: undefined, dueMs: 0 }]))
  }
}
