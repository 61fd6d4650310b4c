import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { SizeHistogram } from './size-histogram.ts'

const anySize = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }))

test('percentiles are within 1/16 of the exact ones', () => {
  fc.assert(
    fc.property(fc.array(anySize, { minLength: 1, maxLength: 200 }), fc.constantFrom(0, 0.01, 0.5, 0.95, 1), (sizes, share) => {
      const histogram = new SizeHistogram()
      for (const size of sizes) histogram.add(size)
      const exact = sizes.toSorted((a, b) => a - b)[Math.max(1, Math.ceil(share * sizes.length)) - 1] as number
      const read = histogram.percentile(share) as number
      expect(Math.abs(read - exact)).toBeLessThanOrEqual(exact / 16)
      if (exact < 16) expect(read).toBe(exact)
    }),
    { numRuns: 500 },
  )
})

test('nothing yet is null, and odd sizes do not break it', () => {
  const histogram = new SizeHistogram()
  expect(histogram.percentile(0.5)).toBeNull()
  for (const size of [-1, 0.5, 1e15]) histogram.add(size)
  expect([histogram.percentile(0.5), (histogram.percentile(1) as number) > 2 ** 31]).toEqual([0, true])
})
