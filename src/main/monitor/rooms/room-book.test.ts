import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { PEOPLE_PER_TARGET_MAX, ROOMS_PER_TARGET_MAX, UNKNOWN_PERSON_KEPT_MS } from '../../../shared/limits.ts'
import { lyceum, START_MS } from '../monitor-fixture.ts'
import { PersonBook } from '../people/person-book.ts'
import type { Person } from '../people/person.ts'
import { feedMonitor, people, socket } from '../presence-fixture.ts'
import { isMember } from './memberships.ts'
import { RoomBook } from './room-book.ts'

const books = (): { rooms: RoomBook; book: PersonBook } => {
  const rooms = new RoomBook({ kind: () => 'class', name: (_, room) => room })
  return { rooms, book: new PersonBook(rooms) }
}

test('people are bounded, the first are kept and the rest is counted', () => {
  const { book } = books()
  for (let number = 0; number < PEOPLE_PER_TARGET_MAX + 10; number++) {
    const person = book.identify({ id: `u${number}` }, START_MS)
    if (person) person.lastSeenMs = START_MS
  }
  expect([book.size, book.notRemembered, book.identify({ id: 'u0' }, START_MS)?.key]).toEqual([PEOPLE_PER_TARGET_MAX, 10, 'u0'])
})

test('rooms are bounded as well', () => {
  const { rooms } = books()
  for (let number = 0; number < ROOMS_PER_TARGET_MAX + 10; number++) rooms.room('/', `r${number}`, START_MS)
  expect([rooms.size, rooms.notRemembered, [...rooms.all()].length]).toEqual([ROOMS_PER_TARGET_MAX, 10, ROOMS_PER_TARGET_MAX])
})

test('sockets that nobody names do not fill the memory: gone ones are forgotten', () => {
  const monitor = feedMonitor(lyceum)
  for (let number = 0; number < 1_000; number++) {
    monitor.socketUp('t1', socket(`s${number}`, undefined), START_MS + number)
    monitor.socketDown('t1', '/', `s${number}`, 'transport close', START_MS + number)
  }
  monitor.socketUp('t1', socket('stays', undefined), START_MS)
  expect(people(monitor, START_MS + 1_000).length).toBe(1_001)
  expect(people(monitor, START_MS + UNKNOWN_PERSON_KEPT_MS + 120_000).map((row) => row.key.personId)).toEqual(['socket:device of stays'])
  expect(monitor.people.state().notRemembered).toBe(0)
})

test('a hostile server that renames a person with every event fills no index', () => {
  const { book } = books()
  for (let number = 0; number < 10_000; number++) book.identify({ id: 'u1', name: `Name ${number}`, email: `n${number}@x.example` }, START_MS)
  const [person] = [...book.all]
  expect([book.size, (person?.names.length ?? 0) <= 3]).toEqual([1, true])
})

test.each(['__proto__', 'constructor', '', ' ', '\ud800', 'x'.repeat(10_000), 'name:Maria', 'socket:1'])('the id %.20j is an id like any other', (id) => {
  const { book } = books()
  const person = book.identify({ id, name: 'Maria Rossi' }, START_MS)
  expect(person?.publicId.length ?? 0).toBeLessThanOrEqual(320)
  expect(person && book.find(person.publicId)).toBe(person)
})

test('pairs are counted exactly, whatever joins, leaves, merges and ages', () => {
  const who = fc.constantFrom({ id: 'a' }, { id: 'b' }, { name: 'Kim' }, { id: 'a', name: 'Kim' }, { email: 'k@x.example' }, { id: 'b', email: 'k@x.example' })
  const step = fc.record({ do: fc.constantFrom('in', 'in', 'out', 'sweep', 'merge', 'forget'), who, room: fc.constantFrom('r1', 'r2', 'r3'), afterMs: fc.integer({ min: 0, max: 300_000 }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const { rooms, book } = books()
      let nowMs = START_MS
      for (const each of steps) {
        nowMs += each.afterMs
        const person = book.identify(each.who, nowMs)
        const room = rooms.room('/', each.room, nowMs)
        if (!person || !room) continue
        if (each.do === 'in') rooms.inferIn(room, person, nowMs, nowMs)
        else if (each.do === 'out') rooms.inferOut(room, person, nowMs)
        else if (each.do === 'sweep') rooms.sweep(nowMs)
        else if (each.do === 'forget') book.forget(person)
        else {
          const other = [...book.all].find((one) => one !== person)
          if (other) book.merge(other, person)
        }
        const pairs: [Person, string][] = [...rooms.all()].flatMap((one) => [...one.members.keys()].map((member): [Person, string] => [member, one.name]))
        expect(rooms.pairs).toBe(pairs.length)
        expect([...book.all].reduce((sum, one) => sum + one.rooms.size, 0)).toBe(pairs.length)
        expect(pairs.every(([member]) => !member.removed && member.mergedInto === undefined)).toBe(true)
      }
      rooms.sweep(nowMs + 600_000)
      expect([...rooms.all()].some((room) => [...room.members.values()].some((member) => isMember(member, nowMs + 600_000)))).toBe(false)
      expect(rooms.pairs).toBe(0)
    }),
  )
})
