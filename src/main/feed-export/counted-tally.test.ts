import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { CountedTally } from './counted-tally.ts'

test('counted events of a span, between two notes by a straight line', () => {
  const tally = new CountedTally()
  for (const [second, counted] of [0, 100, 300, 300, 700].entries()) tally.note(10_000 + second * 1_000, counted)
  tally.note(14_200, 999)
  const now = { atMs: 16_000, counted: 1_000 }
  const of = (from: number, to: number): unknown => tally.between(from, to, now)
  expect(of(11_000, 12_000)).toEqual({ counted: 200, exact: false })
  expect(of(11_500, 12_500)).toEqual({ counted: 100, exact: false })
  expect(of(13_000, 15_000)).toEqual({ counted: 550, exact: false })
  expect(of(0, 99_000)).toEqual({ counted: 1_000, exact: true })
  expect(of(0, 5_000)).toEqual({ counted: 0, exact: false })
  expect(of(17_000, 18_000)).toEqual({ counted: 0, exact: false })
})

test('is bounded; before its oldest note nothing is known', () => {
  const tally = new CountedTally(10)
  for (let second = 0; second < 100; second++) tally.note(second * 1_000, second)
  expect(tally.between(0, 1e9, { atMs: 100_000, counted: 100 })).toEqual({ counted: 10, exact: false })
})

test('two spans that meet have together what the whole has, to one event', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(500), { minLength: 1, maxLength: 30 }), fc.nat(40_000), fc.nat(40_000), fc.nat(40_000), (rises, ...times) => {
      const tally = new CountedTally()
      let counted = 0
      for (const [second, rise] of rises.entries()) tally.note(second * 1_000, (counted += rise))
      const now = { atMs: rises.length * 1_000, counted }
      const [a, b, c] = times.toSorted((x, y) => x - y) as [number, number, number]
      const parts = tally.between(a, b, now).counted + tally.between(b, c, now).counted
      expect(Math.abs(parts - tally.between(a, c, now).counted)).toBeLessThanOrEqual(1)
    }),
  )
})
