import { isOnline, statusOf } from '../../people/person-status.ts'
import type { Person } from '../../people/person.ts'
import type { TargetPresence } from '../../people/target-presence.ts'

/** People looked at in one tick, of each target: 12,000 take twelve ticks. */
const LOOKED_AT_ONCE = 1_000

/** People online of one target, without a walk through all of them in one tick: each round takes as many ticks as it needs. */
export class PeopleTally {
  readonly #presence: TargetPresence
  #round: Iterator<Person> | undefined
  #steppedMs = Number.NaN
  #online = 0
  #roles = new Map<string, number>()
  /** Of the last whole round; undefined: there was none yet. */
  #done: { readonly online: number; readonly roles: ReadonlyMap<string, number> } | undefined

  constructor(presence: TargetPresence) {
    this.#presence = presence
  }

  /** Goes on with the round; once a tick, however many rules ask. */
  step(nowMs: number): void {
    if (nowMs === this.#steppedMs) return
    this.#steppedMs = nowMs
    this.#round ??= this.#presence.people.all
    for (let looked = 0; looked < LOOKED_AT_ONCE; looked++) {
      const { done, value: person } = this.#round.next()
      if (done === true) {
        this.#done = { online: this.#online, roles: this.#roles }
        this.#online = 0
        this.#roles = new Map()
        this.#round = undefined
        return
      }
      if (this.#presence.isOwn(person) || !isOnline(statusOf(person, this.#presence.observed.feed, nowMs))) continue
      this.#online++
      const role = person.role?.toLowerCase()
      if (role !== undefined) this.#roles.set(role, (this.#roles.get(role) ?? 0) + 1)
    }
  }

  /** NaN: not counted yet. */
  get online(): number {
    return this.#done?.online ?? Number.NaN
  }

  /** In any case of letters. */
  inRole(role: string): number {
    return this.#done ? (this.#done.roles.get(role.toLowerCase()) ?? 0) : Number.NaN
  }
}
