import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ACTIVE_FOR_MS, PEOPLE_PER_TARGET_MAX, ROOMS_PER_TARGET_MAX } from '../../shared/limits.ts'
import { ActiveCount } from './active-count.ts'
import { START_MS } from './monitor-fixture.ts'
import { Registry } from './registry.ts'

const registry = (): Registry => new Registry(() => 'class')

test('remembers people and rooms with what was last seen', () => {
  const seen = registry()
  seen.observe('/a', 'u1', 'r1', START_MS)
  seen.observe('/a', 'u2', 'r1', START_MS + 1_000)
  seen.observe('/a', 'u1', 'r1', START_MS + 2_000)
  seen.observe('/b', 'u1', undefined, START_MS + 3_000)
  const room = seen.roomsOf('/a')?.get('r1')
  expect({ people: seen.peopleCount, rooms: seen.roomCount, events: room?.events, inRoom: room?.people.size, last: room?.lastAtMs, person: seen.person('u1') }).toEqual({
    people: 2,
    rooms: 1,
    events: 3,
    inRoom: 2,
    last: START_MS + 2_000,
    person: { key: 'u1', lastAtMs: START_MS + 3_000, events: 3 },
  })
})

test('active means seen within five minutes', () => {
  const seen = registry()
  seen.observe('/a', 'u1', 'r1', START_MS)
  seen.observe('/a', 'u2', 'r2', START_MS + 60_000)
  expect([0, 60_000, ACTIVE_FOR_MS, ACTIVE_FOR_MS + 1_000, ACTIVE_FOR_MS + 61_000].map((later) => [seen.peopleActive(START_MS + later), seen.roomsActive(START_MS + later)])).toEqual([[2, 2], [2, 2], [2, 2], [1, 1], [0, 0]])
})

describe('bounded, counting what does not fit', () => {
  test('people', () => {
    const seen = registry()
    for (let number = 0; number < PEOPLE_PER_TARGET_MAX + 10; number++) seen.observe('/a', `u${number}`, undefined, START_MS)
    seen.observe('/a', 'u0', undefined, START_MS)
    expect([seen.peopleCount, seen.notRemembered.people]).toEqual([PEOPLE_PER_TARGET_MAX, 10])
  })

  test('rooms', () => {
    const seen = registry()
    for (let number = 0; number < ROOMS_PER_TARGET_MAX + 10; number++) seen.observe('/a', undefined, `r${number}`, START_MS)
    expect([seen.roomCount, seen.notRemembered.rooms]).toEqual([ROOMS_PER_TARGET_MAX, 10])
  })

  test('hostile keys', () => {
    const seen = registry()
    for (const key of ['__proto__', 'constructor', 'x'.repeat(10_000)]) seen.observe(key, key, key, START_MS)
    expect([seen.peopleCount, seen.roomCount, seen.person('__proto__')?.events, seen.person('x'.repeat(10_000))?.events]).toEqual([3, 3, 1, 1])
  })
})

test('joined rooms are known without an event, and the list replaces the one before', () => {
  const seen = registry()
  seen.setJoined([{ namespace: '/a', room: 'r1' }, { namespace: '/a', room: 'r2' }])
  seen.observe('/a', undefined, 'r2', START_MS)
  seen.setJoined([{ namespace: '/a', room: 'r2' }])
  const rooms = [...(seen.roomsOf('/a')?.values() ?? [])].map(({ room, joined, events }) => ({ room, joined, events }))
  expect(rooms).toEqual([{ room: 'r1', joined: false, events: 0 }, { room: 'r2', joined: true, events: 1 }])
})

test('the count of active things agrees with looking at all of them, also when the clock jumps', () => {
  const touches = fc.array(fc.record({ who: fc.integer({ min: 0, max: 5 }), atMs: fc.integer({ min: 1, max: 100 }).map((second) => START_MS + second * 1000) }), { maxLength: 80 })
  fc.assert(
    fc.property(touches, (list) => {
      const count = new ActiveCount(20_000)
      const last = new Map<number, number>()
      const inOrder = list.toSorted((a, b) => a.atMs - b.atMs)
      for (const { who, atMs } of inOrder) {
        count.touch(last.get(who) ?? 0, atMs)
        last.set(who, atMs)
      }
      const nowMs = inOrder.at(-1)?.atMs ?? START_MS
      expect(count.count(nowMs)).toBe([...last.values()].filter((atMs) => nowMs - atMs <= 20_000).length)
    }),
  )
  fc.assert(
    fc.property(touches, (list) => {
      const count = new ActiveCount(20_000)
      const last = new Map<number, number>()
      for (const { who, atMs } of list) {
        count.touch(last.get(who) ?? 0, atMs)
        last.set(who, atMs)
        expect(count.count(atMs)).toBeGreaterThanOrEqual(1)
        expect(count.count(atMs)).toBeLessThanOrEqual(last.size)
      }
    }),
  )
})
