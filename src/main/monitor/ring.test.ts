import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Ring } from './ring.ts'

test('keeps the newest items and counts what it overwrote', () => {
  const ring = new Ring<number>(3)
  const left = [1, 2, 3, 4, 5].map((item) => ring.push(item))
  expect({ left, items: ring.slice(), overwritten: ring.overwritten, oldest: ring.oldest, newest: ring.newest, middle: ring.at(1), outside: ring.at(3) }).toEqual({
    left: [undefined, undefined, undefined, 1, 2],
    items: [3, 4, 5],
    overwritten: 2,
    oldest: 3,
    newest: 5,
    middle: 4,
    outside: undefined,
  })
})

test('refuses a capacity that is none', () => {
  expect(() => new Ring(0)).toThrow(RangeError)
})

test('behaves as an array of which the head is cut, whatever is done to it', () => {
  const action = fc.oneof(
    { weight: 6, arbitrary: fc.integer().map((item) => ({ do: 'push' as const, item })) },
    { weight: 2, arbitrary: fc.constant({ do: 'shift' as const }) },
    { weight: 1, arbitrary: fc.constant({ do: 'even' as const }) },
  )
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.array(action, { maxLength: 60 }), (capacity, actions) => {
      const ring = new Ring<number>(capacity)
      let model: number[] = []
      let [pushed, overwritten, removed] = [0, 0, 0]
      for (const each of actions) {
        switch (each.do) {
          case 'push':
            pushed++
            ring.push(each.item)
            model.push(each.item)
            if (model.length > capacity) {
              model.shift()
              overwritten++
            }
            break
          case 'shift':
            expect(ring.shift()).toBe(model[0])
            if (model.length > 0) overwritten++
            model.shift()
            break
          case 'even':
            removed += ring.keepOnly((item) => item % 2 === 0)
            model = model.filter((item) => item % 2 === 0)
            break
        }
        expect(ring.slice()).toEqual(model)
        expect(ring.length).toBeLessThanOrEqual(capacity)
        expect(ring.overwritten).toBe(overwritten)
        expect(ring.length + ring.overwritten + removed).toBe(pushed)
      }
    }),
  )
})
