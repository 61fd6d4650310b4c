import { expect, test } from 'vitest'
import { markdownTable, replaceBetween, rowOf } from './table.ts'

test('a line is met by its median, at the border too', () => {
  const goal = { is: '<=', than: 50 } as const
  expect(rowOf({ line: 'task', values: [40, 90, 50], goal })).toEqual({ line: 'task', median: '50', all: '40 90 50', goal: '<= 50', result: 'met' })
  expect(rowOf({ line: 'task', values: [40, 90, 51], goal }).result).toBe('not met')
  expect(rowOf({ line: 'ratio', values: [1.39], goal: { is: '>=', than: 1.4 }, digits: 2 })).toMatchObject({ median: '1.39', result: 'not met' })
  expect(rowOf({ line: 'rate', values: [3] }).result).toBe('stated')
})

test('a line without a value is not met and says why, once; a run without one is left out', () => {
  expect(rowOf({ line: 'x', values: [undefined, undefined], goal: { is: '<=', than: 1 }, reasons: ['it hung', 'it hung'], note: 'of 0' })).toEqual({ line: 'x', median: '', all: '', goal: '<= 1', result: 'not measured; it hung' })
  expect(rowOf({ line: 'x', values: [1, undefined], goal: { is: '<=', than: 1 }, reasons: ['it hung'], note: 'of 0' })).toMatchObject({ all: '1', result: 'met; it hung; of 0' })
})

test('Markdown has one row a line, and no cell breaks it', () => {
  const rows = [rowOf({ line: 'a | b', values: [1], goal: { is: '<=', than: 2 }, reasons: ['two\nlines'] })]
  expect(markdownTable(rows).split('\n')).toEqual(['| line | median | all runs | goal | result |', '|---|---|---|---|---|', '| a \\| b | 1 | 1 | ≤ 2 | met; two lines |'])
})

test('only what stands between the marks is replaced', () => {
  expect(replaceBetween('a\n<1>\nold\n<2>\nb', '<1>', '<2>', 'new')).toBe('a\n<1>\nnew\n<2>\nb')
  expect(replaceBetween('a', '<1>', '<2>', 'new')).toBeUndefined()
  expect(replaceBetween('<2> <1>', '<1>', '<2>', 'new')).toBeUndefined()
})
