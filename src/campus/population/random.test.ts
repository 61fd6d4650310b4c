import { assert as check, integer, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { SeededRandom } from './random.ts'

const sequence = (random: SeededRandom, length = 50) => Array.from({ length }, () => random.next())

test('the same seed gives the same numbers, another seed others', () => {
  expect(sequence(new SeededRandom(7))).toEqual(sequence(new SeededRandom(7)))
  expect(sequence(new SeededRandom(7))).not.toEqual(sequence(new SeededRandom(8)))
})

test('a fork does not depend on how much its parent was used', () => {
  const used = new SeededRandom(7)
  sequence(used)
  expect(sequence(used.fork('chat'))).toEqual(sequence(new SeededRandom(7).fork('chat')))
  expect(sequence(used.fork('chat'))).not.toEqual(sequence(used.fork('polls')))
})

test('numbers stay in their range and fill it evenly', () => {
  check(
    property(string(), integer({ min: -1000, max: 1000 }), integer({ min: 0, max: 1000 }), (seed, min, span) => {
      const random = new SeededRandom(seed)
      const value = random.int(min, min + span)
      return Number.isInteger(value) && value >= min && value <= min + span && random.next() < 1 && random.next() >= 0
    }),
  )
  const random = new SeededRandom('even')
  const tenths = Array.from({ length: 10 }, () => 0)
  for (let draw = 0; draw < 20_000; draw++) tenths[random.int(0, 9)]!++
  for (const count of tenths) expect(count).toBeGreaterThan(1_800)
})

test('a shuffle keeps every item', () => {
  const items = Array.from({ length: 30 }, (_, index) => index)
  const shuffled = new SeededRandom(1).shuffle(items)
  expect(shuffled).not.toEqual(items)
  expect([...shuffled].sort((one, other) => one - other)).toEqual(items)
})

test('there is nothing to pick from an empty list', () => {
  expect(() => new SeededRandom(1).pick([])).toThrow('empty list')
})
