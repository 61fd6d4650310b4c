import type { PeopleQuery, PersonDetail, PersonKey, PersonRow, PresenceStatus } from '../../../shared/presence.ts'
import { PERSON_LISTED_FOR_MS } from '../../../shared/limits.ts'
import { searchWords } from '../fold.ts'
import { HeldList } from '../held-list.ts'
import type { Found } from '../held-list.ts'
import { groupsOf } from '../held-order.ts'
import { shownName } from '../mask.ts'
import { revisionOf } from '../presence-source.ts'
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

/** The People list of one window: which people of all targets match, in which order. Rows are masked when they are asked for. */
export class PeopleList extends HeldList<Person, PeopleQuery, PersonRow> {
  readonly #sources: () => Iterable<PresenceSource>
  readonly #reveals: Reveals
  #listed: ReadonlyMap<Person, Listed> = new Map()

  constructor(sources: () => Iterable<PresenceSource>, reveals: Reveals, nowMs: number) {
    super(everybody, nowMs)
    this.#sources = sources
    this.#reveals = reveals
  }

  /** For the palette: the best matches over all targets. */
  find(text: string, limit: number): PersonRow[] {
    return bestMatches(this.#sources(), text, limit, this.nowMs).map(({ person, source }) => personRow(person, source, this.#context))
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
    return { reveals: this.#reveals, nowMs: this.nowMs }
  }

  #find({ targetId, personId }: PersonKey): { person: Person; source: PresenceSource } | undefined {
    for (const source of this.#sources()) {
      if (source.targetId !== targetId) continue
      const person = source.presence.people.find(personId)
      return person && !person.removed ? { person, source } : undefined
    }
    return undefined
  }

  protected found(query: PeopleQuery, before: readonly Person[]): Found<Person> {
    const { listed, of } = this.#filtered(query)
    const found = inOldOrder(listed, before).sort(comparing(query, this.nowMs))
    const groups = query.group === 'none' ? [] : groupsOf(found, (each) => groupLabel(each, query.group))
    this.#listed = listed
    return { items: found.map((each) => each.person), groups, of }
  }

  protected rowOf(person: Person): PersonRow | undefined {
    const source = this.#listed.get(person)?.source
    return source && personRow(current(person), source, this.#context)
  }

  protected changes(): number {
    return revisionOf(this.#sources(), this.#reveals)
  }

  protected notRemembered(): number {
    let sum = 0
    for (const { presence } of this.#sources()) sum += presence.people.notRemembered
    return sum
  }

  #filtered(query: PeopleQuery): { listed: Map<Person, Listed>; of: number } {
    const { text, targetId, status, role, room, showOwn } = query
    const nowMs = this.nowMs
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
