import { expect, it } from 'vitest'
import { createStore, shallowEqual } from './store.ts'

it('tells listeners only when a field changed', () => {
  const store = createStore({ a: 1, b: 'x' })
  let heard = 0
  const off = store.subscribe(() => { heard++ })
  store.set({ a: 1 })
  expect(heard).toBe(0)
  store.set({ a: 2 })
  expect([heard, store.get()]).toEqual([1, { a: 2, b: 'x' }])
  off()
  store.set({ a: 3 })
  expect(heard).toBe(1)
})

it.each([
  [{ a: 1 }, { a: 1 }, true],
  [{ a: 1 }, { a: 2 }, false],
  [{ a: 1 }, { a: 1, b: undefined }, false],
  [[1, 2], [1, 2], true],
  [null, {}, false],
  [Number.NaN, Number.NaN, true],
])('compares %j and %j one level deep', (a, b, equal) => {
  expect(shallowEqual<unknown>(a, b)).toBe(equal)
})
