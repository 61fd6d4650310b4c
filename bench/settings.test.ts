import { expect, test } from 'vitest'
import { groups, partNames, readSettings } from './settings.ts'

test('without names everything runs but the long look at memory', () => {
  expect([...readSettings({}, []).parts]).toEqual(partNames.filter((name) => name !== 'memory'))
  expect(readSettings({ BENCH_LONG: '1' }, []).parts).toContain('memory')
  expect(new Set(Object.values(groups).flat())).toEqual(new Set(partNames))
})

test('names of parts and of groups, on the command line or in BENCH_PARTS', () => {
  expect([...readSettings({ BENCH_PARTS: 'exact,cpu' }, ['people']).parts].sort()).toEqual(['admin-people', 'cpu', 'exact', 'people'])
  expect(() => readSettings({}, ['fire-hose'])).toThrow(/There is no "fire-hose"\. npm run bench/)
  expect(() => readSettings({}, ['__proto__'])).toThrow(RangeError)
})

test('a number that is none, or without a bound, is refused', () => {
  for (const value of ['0', '-1', 'many', 'Infinity', '99999999']) expect(() => readSettings({ BENCH_RUNS: value }, [])).toThrow(/BENCH_RUNS/)
  expect(() => readSettings({ BENCH_MEMORY_MINUTES: '10,2' }, [])).toThrow(/2,10/)
  expect(readSettings({ BENCH_MEMORY_MINUTES: '0.5,1' }, ['memory']).memoryMinutes).toEqual([0.5, 1])
})
