import fc from 'fast-check'
import { expect, test } from 'vitest'
import { median, quantile, ratio, spreadPercent, taskP99 } from './figures.ts'

test('the median is one of the values, the upper of two in the middle', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([4, 1, 3, 2])).toBe(3)
  expect(median([])).toBeUndefined()
})

test('at least the share of values is not above its quantile, and fewer are below it', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1 }), fc.constantFrom(0.5, 0.9, 0.99, 1), (values, share) => {
    const found = quantile(values, share) ?? Number.NaN
    expect(values).toContain(found)
    expect(values.filter((value) => value <= found).length).toBeGreaterThanOrEqual(values.length * share)
    expect(values.filter((value) => value < found).length).toBeLessThan(Math.max(1, values.length * share))
  }))
  expect(quantile([], 0.5)).toBeUndefined()
})

test('of 100 frames one may have a long task, of 99 none', () => {
  expect(taskP99([80], 100)).toBe(0)
  expect(taskP99([80], 99)).toBe(80)
  expect(taskP99([60, 200, 70], 200)).toBe(60)
  expect(taskP99([], 10)).toBe(0)
})

test('spread and ratio say nothing where there is nothing', () => {
  expect(spreadPercent([4, 5, 6])).toBe(50)
  expect(spreadPercent([])).toBeUndefined()
  expect(ratio(3, 2)).toBe(1.5)
  expect(ratio(3, 0)).toBeUndefined()
  expect(ratio(undefined, 2)).toBeUndefined()
})
