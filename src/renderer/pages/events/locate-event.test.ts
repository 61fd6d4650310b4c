import fc from 'fast-check'
import { expect, it } from 'vitest'
import { locateEvent } from './locate-event.ts'

/** A log whose ordinals run from `first` and whose numbers rise by irregular steps. */
function logOf(first: number, seqs: readonly number[]) {
  const rows = seqs.map((seq, index) => ({ ordinal: first + index, seq }))
  let requests = 0
  return {
    end: first + rows.length,
    requests: () => requests,
    fetchRows: (from: number, count: number) => {
      requests++
      return Promise.resolve(rows.filter((row) => row.ordinal >= from && row.ordinal < from + count))
    },
  }
}

it('finds an event by its number, or the next one that still matches, wherever the guess was', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.nat(5_000), { minLength: 1, maxLength: 400 }), fc.nat(1_000), fc.nat(5_000), fc.nat(2_000), async (numbers, first, wanted, guess) => {
      const seqs = numbers.toSorted((a, b) => a - b)
      const log = logOf(first, seqs)
      const found = await locateEvent(wanted, first, log.end, guess, log.fetchRows)
      const index = seqs.findIndex((seq) => seq >= wanted)
      expect(found).toEqual({ ordinal: first + (index < 0 ? seqs.length - 1 : index), exact: index >= 0 && seqs[index] === wanted })
    }),
  )
})

it('asks once when the ordinal stayed, and about log2 times when it did not', async () => {
  const log = logOf(0, Array.from({ length: 50_000 }, (_, index) => index * 2))
  await locateEvent(40_000, 0, log.end, 20_000, log.fetchRows)
  expect(log.requests()).toBe(1)
  await locateEvent(40_000, 0, log.end, 3, log.fetchRows)
  expect(log.requests()).toBeLessThan(20)
})

it('gives up when the revision changed or nothing is kept', async () => {
  expect(await locateEvent(5, 0, 10, 5, () => Promise.resolve(undefined))).toBeUndefined()
  expect(await locateEvent(5, 0, 0, 0, () => Promise.resolve([]))).toBeUndefined()
})
