import type { ListState, PeopleQuery, PersonDetail, PersonKey, PersonRow, PresenceStatus } from '../../../shared/presence.ts'
import { LIST_REFRESH_MS, PERSON_LISTED_FOR_MS } from '../../../shared/limits.ts'
import { searchWords } from '../fold.ts'
import { groupsOf, HeldOrder } from '../held-order.ts'
import { shownName } from '../mask.ts'
import type { PresenceSource } from '../presence-source.ts'
import { isMember } from '../rooms/memberships.ts'
import { current } from './person.ts'
import type { Person } from './person.ts'
import { personDetail } from './person-detail.ts'
import { personRow } from './person-row.ts'
import type { RowContext } from './person-row.ts'
import { statusOf } from './person-status.ts'
import { bestMatches, matches, remainingWords } from './people-search.ts'
import { comparing, groupLabel, sortName } from './people-sort.ts'
import type { Reveals } from './reveals.ts'

/** A person in a list, with what the order needs worked out once. */
export interface Listed {
  readonly person: Person
  readonly source: PresenceSource
  readonly status: PresenceStatus
  /** Folded, for the order. */
  readonly name: string
}

export const everybody: PeopleQuery = {
  text: '', targetId: null, status: null, role: null, room: null, sort: 'name', descending: false, group: 'none', showOwn: false,
}

/**
 * The People list of one window, kept in the main process: which people match, in which order. Rows are built, and masked,
 * when they are asked for; their content is of now even while the order is held.
 */
export class PeopleList {
  readonly #sources: () => Iterable<PresenceSource>
  readonly #reveals: Reveals
  readonly #order = new HeldOrder<Person>()
  #listed: ReadonlyMap<Person, Listed> = new Map()
  #query = everybody
  #nowMs: number
  #orderedAtMs = Number.NEGATIVE_INFINITY
  #seen = -1

  constructor(sources: () => Iterable<PresenceSource>, reveals: Reveals, nowMs: number) {
    this.#sources = sources
    this.#reveals = reveals
    this.#nowMs = nowMs
  }

  /** Sets what the list shows, and orders it at once, held or not. */
  query(query: PeopleQuery): ListState {
    this.#query = query
    this.#rebuild(true)
    return this.state()
  }

  /** true: the order stays while the pointer is in the list. */
  hold(hold: boolean): void {
    this.#order.held = hold
  }

  /** The time that rows are of. */
  at(nowMs: number): void {
    this.#nowMs = nowMs
  }

  /** Time has passed: at most every two seconds the order is made anew, if it is not held. */
  refresh(nowMs: number): ListState {
    this.#nowMs = nowMs
    const seen = this.#revisions()
    if (Math.abs(nowMs - this.#orderedAtMs) >= LIST_REFRESH_MS) {
      // Also without a change: time alone makes people go offline.
      if (!this.#order.held) this.#rebuild(false)
      this.#order.news()
    } else if (seen !== this.#seen) this.#order.news()
    this.#seen = seen
    return this.state()
  }

  /** A target is gone: nobody of it may stay in a list, held or not. */
  targetGone(): void {
    this.#rebuild(true)
  }

  state(): ListState {
    let notRemembered = 0
    for (const { presence } of this.#sources()) notRemembered += presence.people.notRemembered
    return this.#order.state(notRemembered)
  }

  get version(): number {
    return this.#order.version
  }

  /** Rows of a range of ordinals; none for an old revision. */
  rows(revision: number, from: number, count: number): { revision: number; from: number; rows: PersonRow[] } {
    const range = this.#order.range(revision, from, count)
    const rows: PersonRow[] = []
    for (const listed of range.items) {
      const source = this.#listed.get(listed)?.source
      if (source) rows.push(personRow(current(listed), source, this.#context))
    }
    return { revision: this.#order.revision, from: range.from, rows }
  }

  /** For the palette: the best matches over all targets. */
  find(text: string, limit: number): PersonRow[] {
    return bestMatches(this.#sources(), text, limit, this.#nowMs).map(({ person, source }) => personRow(person, source, this.#context))
  }

  /** One person's row; undefined when nobody of that key is known. */
  row(key: PersonKey): PersonRow | undefined {
    const found = this.#find(key)
    return found && personRow(found.person, found.source, this.#context)
  }

  detail(key: PersonKey): PersonDetail | undefined {
    const found = this.#find(key)
    return found && personDetail(found.person, found.source, this.#context)
  }

  get #context(): RowContext {
    return { reveals: this.#reveals, nowMs: this.#nowMs }
  }

  #find({ targetId, personId }: PersonKey): { person: Person; source: PresenceSource } | undefined {
    for (const source of this.#sources()) {
      if (source.targetId !== targetId) continue
      const person = source.presence.people.find(personId)
      return person && !person.removed ? { person, source } : undefined
    }
    return undefined
  }

  #revisions(): number {
    let sum = this.#reveals.revision
    for (const { presence } of this.#sources()) sum += presence.revision
    return sum
  }

  #rebuild(force: boolean): void {
    const { listed, of } = this.#filtered()
    const found = inOldOrder(listed, this.#order.items).sort(comparing(this.#query, this.#nowMs))
    const groups = this.#query.group === 'none' ? [] : groupsOf(found, (each) => groupLabel(each, this.#query.group))
    this.#listed = listed
    this.#order.replace(found.map((each) => each.person), groups, of, force)
    this.#orderedAtMs = this.#nowMs
  }

  #filtered(): { listed: Map<Person, Listed>; of: number } {
    const { text, targetId, status, role, room, showOwn } = this.#query
    const nowMs = this.#nowMs
    const words = searchWords(text)
    const listed = new Map<Person, Listed>()
    let of = 0
    for (const source of this.#sources()) {
      const { presence } = source
      const left = remainingWords(words, source)
      const inRoom = room && presence.rooms.find(room.namespace, room.room)
      const skipped = (targetId !== null && targetId !== source.targetId) || (room !== null && (room.targetId !== source.targetId || !inRoom))
      for (const person of presence.people.all) {
        if (!showOwn && (presence.isOwn(person) || (person.sessions.size === 0 && nowMs - person.lastSeenMs >= PERSON_LISTED_FOR_MS))) continue
        of++
        if (skipped) continue
        if (inRoom) {
          const member = inRoom.members.get(person)
          if (!member || !isMember(member, nowMs)) continue
        }
        if (role !== null && (person.role === undefined || shownName(person.role) !== role)) continue
        if (!matches(person, left)) continue
        const stands = statusOf(person, presence.observed.feed, nowMs)
        if (status === null || stands === status) listed.set(person, { person, source, status: stands, name: sortName(person) })
      }
    }
    return { listed, of }
  }
}

/** What was in order stays so, newcomers at the end: then a sort has next to nothing to do. */
function inOldOrder(listed: ReadonlyMap<Person, Listed>, order: readonly Person[]): Listed[] {
  const known = new Set<Person>()
  const found: Listed[] = []
  for (const person of order) {
    const each = listed.get(person)
    if (!each) continue
    known.add(person)
    found.push(each)
  }
  for (const [person, each] of listed) if (!known.has(person)) found.push(each)
  return found
}
