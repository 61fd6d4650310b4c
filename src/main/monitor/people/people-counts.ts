import type { FeedState } from './feed-state.ts'
import { isOnline, statusOf } from './person-status.ts'
import type { PeopleWatcher } from './person-book.ts'
import type { Person } from './person.ts'

export interface PeopleCount {
  readonly seen: number
  readonly online: number
  readonly observed: number
}

/** How a person was counted last. */
const SEEN = 1
const ONLINE = 2
const OBSERVED = 4

export interface Counted {
  all(): Iterable<Person>
  readonly feed: FeedState
  isOwn(person: Person): boolean
}

/**
 * How many people there are and are online, without walking through all of them: a person is counted anew when something about them
 * changed, and when what was proved of them ends. What a silent feed showed ages for all at once; then, and when the feed or the clock
 * changes, all are counted.
 */
export class PeopleCounts implements PeopleWatcher {
  readonly #of: Counted
  readonly #counted = new Map<Person, number>()
  readonly #changed = new Set<Person>()
  /** By second: who is to be looked at then. A person waits in one place only. */
  readonly #due = new Map<number, Set<Person>>()
  readonly #dueAt = new Map<Person, number>()
  #seen = 0
  #online = 0
  #observed = 0
  #feed = ''
  #countedAtMs = Number.NEGATIVE_INFINITY

  constructor(of: Counted) {
    this.#of = of
  }

  changed(person: Person): void {
    this.#changed.add(person)
  }

  removed(person: Person): void {
    this.#changed.delete(person)
    this.#wait(person, undefined)
    this.#take(person, 0)
    this.#counted.delete(person)
  }

  /** Something that concerns everybody changed: whose account is Rollcall's own. */
  allChanged(): void {
    this.#feed = ''
  }

  at(nowMs: number): PeopleCount {
    const { feed } = this.#of
    const state = `${feed.isObserving} ${feed.namesPeople} ${feed.staleSinceMs ?? ''} ${feed.isPartlySilent}`
    const isStale = feed.staleSinceMs !== undefined || feed.isPartlySilent
    if (state !== this.#feed || isStale || nowMs < this.#countedAtMs) this.#countAll(nowMs)
    else {
      const ending = [...this.#due].filter(([second]) => second * 1_000 <= nowMs)
      for (const [second, people] of ending) {
        this.#due.delete(second)
        for (const person of people) {
          this.#dueAt.delete(person)
          this.#count(person, nowMs)
        }
      }
      for (const person of this.#changed) this.#count(person, nowMs)
      this.#changed.clear()
    }
    this.#feed = state
    this.#countedAtMs = nowMs
    return { seen: this.#seen, online: this.#online, observed: this.#observed }
  }

  #countAll(nowMs: number): void {
    this.#changed.clear()
    this.#due.clear()
    this.#dueAt.clear()
    for (const person of this.#of.all()) this.#count(person, nowMs)
  }

  #count(person: Person, nowMs: number): void {
    const online = isOnline(statusOf(person, this.#of.feed, nowMs))
    this.#take(person, this.#of.isOwn(person) ? 0 : SEEN | (online ? ONLINE : 0) | (online && person.sessions.size > 0 ? OBSERVED : 0))
    // Time alone ends what was proved, and flapping; a proof is mostly renewed before it ends.
    const endsMs = person.drops.isFlapping(nowMs) ? nowMs : online && person.sessions.size === 0 ? person.provedUntilMs : undefined
    this.#wait(person, endsMs === undefined ? undefined : Math.floor(Math.max(endsMs, nowMs) / 1_000))
  }

  #wait(person: Person, second: number | undefined): void {
    const before = this.#dueAt.get(person)
    if (before === second) return
    if (before !== undefined) this.#due.get(before)?.delete(person)
    if (second === undefined) {
      this.#dueAt.delete(person)
      return
    }
    this.#dueAt.set(person, second)
    const people = this.#due.get(second)
    if (people) people.add(person)
    else this.#due.set(second, new Set([person]))
  }

  #take(person: Person, now: number): void {
    const before = this.#counted.get(person) ?? 0
    if (before === now) return
    this.#counted.set(person, now)
    this.#seen += (now & SEEN) - (before & SEEN)
    this.#online += (now & ONLINE) / ONLINE - (before & ONLINE) / ONLINE
    this.#observed += (now & OBSERVED) / OBSERVED - (before & OBSERVED) / OBSERVED
  }
}
