import { PEOPLE_PER_TARGET_MAX, PERSON_ALIASES_MAX, PERSON_LISTED_FOR_MS, UNKNOWN_PERSON_KEPT_MS } from '../../../shared/limits.ts'
import { foldText } from '../fold.ts'
import { shownName } from '../mask.ts'
import { cutName, ownCopy } from '../names.ts'
import type { RoomBook } from '../rooms/room-book.ts'
import { BY_EMAIL, BY_NAME, BY_SOCKET, current, isUnknown, newPerson } from './person.ts'
import type { Person } from './person.ts'
import type { Who } from './proofs.ts'
import { searchText } from './search-text.ts'

/** A key and its prefix fit into a PersonKey, also when they are cut. */
const KEY_CHARS_MAX = 280
const TEXT_CHARS_MAX = 200
/** Names that one person is found by; a hostile server could send another with every event. */
const NAMES_PER_PERSON_MAX = 3

export interface PeopleWatcher {
  changed(person: Person): void
  removed(person: Person): void
}

/**
 * Who is who on one target. A person is found by id, else by e-mail address, else by name where it is the name of one
 * person only; records that turn out to be the same person become one.
 */
export class PersonBook {
  readonly #rooms: RoomBook
  readonly #people = new Map<string, Person>()
  readonly #publicIds = new Map<string, Person>()
  readonly #aliases = new Map<string, Person>()
  /** null: several people have this name. */
  readonly #byName = new Map<string, Person | null>()
  readonly #byEmail = new Map<string, Person>()
  #round = this.#people.values()
  /** How many there were when the last round of prepare() ended. */
  #prepared = 0
  readonly #run: string
  #number = 0
  #revision = 0
  #watcher: PeopleWatcher | undefined
  #lastSweptAtMs = 0
  /** People who were not remembered, or were forgotten to make room. */
  notRemembered = 0

  constructor(rooms: RoomBook, run = '') {
    this.#rooms = rooms
    this.#run = run
  }

  get size(): number {
    return this.#people.size
  }

  get all(): IterableIterator<Person> {
    return this.#people.values()
  }

  /** Rises when somebody is new, gone, or known by more. */
  get revision(): number {
    return this.#revision
  }

  /** Where somebody stands, or what is known of them, changed. */
  changed(person: Person): void {
    this.#revision++
    this.#watcher?.changed(person)
  }

  /** Is told of everybody who is new, changed or gone. */
  watch(watcher: PeopleWatcher): void {
    this.#watcher = watcher
  }

  /** They are found by other words than before. */
  #relearned(person: Person): void {
    person.text = undefined
    this.changed(person)
  }

  /** A person by the key that the window has, also by one that was merged into another. */
  find(publicId: string): Person | undefined {
    const person = this.#publicIds.get(publicId) ?? this.#people.get(publicId) ?? this.#aliases.get(publicId)
    return person && current(person)
  }

  /** A person who is known, by id, address or name; nobody is made. A bare text may be an id or a name. */
  known(who: Who | string): Person | undefined {
    if (typeof who === 'string') return this.#people.get(cut(who)) ?? this.#named(who)
    return (
      (who.id === undefined ? undefined : this.#people.get(cut(who.id))) ??
      (who.email === undefined ? undefined : this.#byEmail.get(foldText(cutText(who.email)))) ??
      (who.name === undefined ? undefined : this.#named(who.name))
    )
  }

  /** The person that a payload or a socket names; undefined when it names nobody or there is no place. */
  identify(who: Who, atMs: number): Person | undefined {
    const { id, name, email } = who
    if (id !== undefined && id !== '') {
      const person = this.#people.get(cut(id)) ?? this.#make(cut(id), atMs)
      if (person) this.learn(person, who)
      return person
    }
    const known = this.known({ name, email })
    if (known) {
      this.learn(known, who)
      return known
    }
    const key = name !== undefined && foldText(name) !== '' ? BY_NAME + foldText(cutText(name)) : email !== undefined && email !== '' ? BY_EMAIL + foldText(cutText(email)) : undefined
    if (key === undefined) return undefined
    const person = this.#people.get(key) ?? this.#make(key, atMs)
    if (person) this.learn(person, who)
    return person
  }

  /** A text of a list: an id, or a name. */
  identifyText(text: string, atMs: number): Person | undefined {
    return this.known(text) ?? this.identify(/\s/.test(text) ? { name: text } : { id: text }, atMs)
  }

  /** The person of a socket that nobody names. */
  unknown(device: string, atMs: number): Person | undefined {
    const key = cut(BY_SOCKET + device)
    return this.#people.get(key) ?? this.#make(key, atMs)
  }

  /** Takes over name, address and role, and merges a record that was made for want of them. */
  learn(person: Person, { name, email, role }: Who): void {
    if (role !== undefined && role !== '' && role !== person.role) {
      person.role = ownCopy(cutText(role))
      this.#relearned(person)
    }
    if (email !== undefined && email !== '' && (person.email === undefined || foldText(cutText(email)) !== foldText(person.email))) {
      person.email = ownCopy(cutText(email))
      this.#relearned(person)
      const folded = foldText(person.email)
      const other = this.#byEmail.get(folded)
      if (other && other !== person && isGuess(other)) this.merge(other, person)
      if (!this.#byEmail.has(folded) && person.names.length < NAMES_PER_PERSON_MAX) {
        this.#byEmail.set(folded, person)
        person.names.push(BY_EMAIL + folded)
      }
    }
    if (name !== undefined && name !== '' && name !== person.name) this.#learnName(person, name)
  }

  /** Makes two records one; everything that held the first means the second from now on. */
  merge(from: Person, into: Person): void {
    if (from === into) return
    for (const session of from.sessions.values()) {
      const same = into.sessions.get(session.device)
      for (const socket of session.sockets) {
        socket.person = into
        if (same) {
          socket.session = same
          same.sockets.add(socket)
        }
      }
      if (same) same.dropped ||= session.dropped
      else into.sessions.set(session.device, session)
    }
    from.sessions.clear()
    this.#rooms.movePerson(from, into)
    into.timeline.take(from.timeline)
    into.drops.take(from.drops)
    into.lastEvents.take(from.lastEvents)
    into.name ??= from.name
    into.email ??= from.email
    into.role ??= from.role
    if (from.observedAtMs > into.observedAtMs) {
      into.observedAtMs = from.observedAtMs
      into.observedSinceMs = from.observedSinceMs
    }
    if (from.provedAtMs > into.provedAtMs) {
      into.provedAtMs = from.provedAtMs
      into.provedSinceMs = from.provedSinceMs
    }
    into.provedUntilMs = Math.max(into.provedUntilMs, from.provedUntilMs)
    into.endedAtMs = Math.max(into.endedAtMs, from.endedAtMs)
    if (from.said && from.said.atMs > (into.said?.atMs ?? 0)) into.said = from.said
    into.lastSeenMs = Math.max(into.lastSeenMs, from.lastSeenMs)
    this.#drop(from)
    for (const name of from.names) this.#index(into, name)
    from.mergedInto = into
    for (const key of [from.key, from.publicId]) this.#aliases.set(key, into)
    while (this.#aliases.size > PERSON_ALIASES_MAX) this.#aliases.delete(this.#aliases.keys().next().value as string)
    this.#relearned(into)
  }

  forget(person: Person): void {
    this.#rooms.forgetPerson(person)
    this.#drop(person)
    person.removed = true
  }

  /**
   * Prepares some people for the search, round and round, so that the first one need not wait for all of them. Once all were prepared, a tenth
   * of it keeps up: what changes all the time would be made again all the time.
   */
  prepare(count: number): void {
    const most = this.#people.size > this.#prepared * 1.1 ? count : Math.ceil(count / 10)
    for (let each = 0; each < Math.min(most, this.#people.size); each++) {
      const next = this.#round.next()
      if (next.done === true) {
        this.#round = this.#people.values()
        this.#prepared = this.#people.size
        return
      }
      searchText(next.value)
    }
  }

  /** Forgets sockets that nobody named and that are gone for long. */
  sweep(nowMs: number): void {
    for (const person of this.#people.values()) {
      if (person.sessions.size === 0 && isUnknown(person) && nowMs - person.lastSeenMs > UNKNOWN_PERSON_KEPT_MS) this.forget(person)
    }
    for (const [key, person] of this.#aliases) if (current(person).removed) this.#aliases.delete(key)
  }

  #make(key: string, atMs: number): Person | undefined {
    if (this.#people.size >= PEOPLE_PER_TARGET_MAX && !this.#makeRoom(atMs)) {
      this.notRemembered++
      return undefined
    }
    const own = ownCopy(key)
    const hidden = own.startsWith(BY_NAME) ? BY_NAME : own.startsWith(BY_EMAIL) ? BY_EMAIL : shownName(own) === own ? undefined : 'id:'
    const publicId = hidden === undefined ? own : `${hidden}#${this.#run}${++this.#number}`
    const person = newPerson(own, publicId)
    this.#people.set(own, person)
    if (publicId !== own) this.#publicIds.set(publicId, person)
    this.changed(person)
    return person
  }

  /** A full memory lets go of who is gone and least known; looked for once a second at most. */
  #makeRoom(atMs: number): boolean {
    if (Math.abs(atMs - this.#lastSweptAtMs) < 1000) return false
    this.#lastSweptAtMs = atMs
    for (const person of this.#people.values()) {
      if (person.sessions.size > 0 || (!isUnknown(person) && atMs - person.lastSeenMs <= PERSON_LISTED_FOR_MS)) continue
      this.notRemembered++
      this.forget(person)
    }
    return this.#people.size < PEOPLE_PER_TARGET_MAX
  }

  #named(name: string): Person | undefined {
    const folded = foldText(cutText(name))
    return folded === '' ? undefined : (this.#byName.get(folded) ?? undefined)
  }

  #learnName(person: Person, name: string): void {
    const text = cutText(name)
    const folded = foldText(text)
    if (folded === '') return
    // A first name alone is what some events carry: the longer name stays.
    if (person.name === undefined || text.length > person.name.length) {
      person.name = ownCopy(text)
      this.#relearned(person)
    }
    const other = this.#byName.get(folded)
    if (other === person) return
    if (other && isGuess(other)) this.merge(other, person)
    this.#index(person, BY_NAME + folded)
  }

  /** From now on the name means this person; two people of one name are told apart by id alone. */
  #index(person: Person, name: string): void {
    if (name.startsWith(BY_EMAIL)) {
      const folded = name.slice(BY_EMAIL.length)
      if (this.#byEmail.has(folded)) return
      this.#byEmail.set(folded, person)
      person.names.push(name)
      return
    }
    const folded = name.slice(BY_NAME.length)
    const other = this.#byName.get(folded)
    if (other === person || (other === undefined && person.names.length >= NAMES_PER_PERSON_MAX)) return
    if (other) this.#byName.set(folded, null)
    if (other !== undefined) return
    this.#byName.set(ownCopy(folded), person)
    person.names.push(name)
  }

  #drop(person: Person): void {
    this.#people.delete(person.key)
    this.#publicIds.delete(person.publicId)
    for (const name of person.names) {
      if (name.startsWith(BY_EMAIL)) this.#byEmail.delete(name.slice(BY_EMAIL.length))
      else this.#byName.delete(name.slice(BY_NAME.length))
    }
    this.#revision++
    this.#watcher?.removed(person)
  }
}

/** The public id that a person of this id has or would have; null where the id itself must not be shown. */
export function publicIdOf(id: string): string | null {
  const key = cut(id)
  return shownName(key) === key && ![BY_NAME, BY_EMAIL, BY_SOCKET].some((prefix) => key.startsWith(prefix)) ? ownCopy(key) : null
}

/** A record without an id, made for want of one. */
function isGuess(person: Person): boolean {
  return person.key.startsWith(BY_NAME) || person.key.startsWith(BY_EMAIL)
}

function cut(key: string): string {
  return key.length > KEY_CHARS_MAX ? cutName(key, KEY_CHARS_MAX) : key
}

function cutText(text: string): string {
  return cutName(text, TEXT_CHARS_MAX)
}
