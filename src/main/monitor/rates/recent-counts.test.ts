import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { RecentCounts } from './recent-counts.ts'

const START = 1_999_999_980

test('for any seconds, and a clock that is set back: what is read is what was added and not forgotten', () => {
  const step = fc.record({ by: fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 0, max: 30 }) }, fc.integer({ min: -80, max: 500 })), count: fc.integer({ min: 0, max: 9 }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const recent = new RecentCounts()
      let plain: { second: number; ten: number; count: number; isRecent: boolean; hasBytes: boolean }[] = []
      let second = START
      for (const { by, count } of steps) {
        second += by
        if (by < 0) {
          recent.forgetFrom(second)
          // What had made room for the forgotten does not come back, and a step of ten that the clock enters again is begun anew.
          const from = second
          const newest = from - by
          plain = plain
            .filter((each) => each.second < from)
            .map((each) => ({ ...each, ten: each.ten === Math.floor(from / 10) || each.ten <= Math.floor(newest / 10) - 31 ? -1 : each.ten, isRecent: each.isRecent && each.second > newest - 61, hasBytes: each.hasBytes && each.second > newest - 11 }))
        }
        recent.add(second, count, count * 7)
        plain.push({ second, ten: Math.floor(second / 10), count, isRecent: true, hasBytes: true })
        const now = second + 1
        const sum = (seconds: number) => plain.filter((each) => each.isRecent && each.second >= now - seconds).reduce((total, each) => total + each.count, 0)
        expect([1, 10, 60].map((seconds) => recent.countBefore(now, seconds))).toEqual([1, 10, 60].map(sum))
        expect(recent.bytesBefore(now)).toBe(plain.filter((each) => each.hasBytes && each.second >= now - 10).reduce((total, each) => total + each.count * 7, 0))
        for (let ten = Math.floor(now / 10) - 30; ten < Math.floor(now / 10); ten++) expect(recent.inTen(ten)).toBe(plain.filter((each) => each.ten === ten).reduce((total, each) => total + each.count, 0))
      }
      expect([recent.countBefore(second + 62, 60), recent.bytesBefore(second + 12)]).toEqual([0, 0])
    }),
  )
})
