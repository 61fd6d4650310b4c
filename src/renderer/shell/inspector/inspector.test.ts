import { expect, it } from 'vitest'
import { changeWord, diffSummary, earlierWords, equalWords } from '../../text/diff-words.ts'
import { beginningOf } from './raw-payload.tsx'

it('says what differs between two payloads, and what was left out', () => {
  const kinds = (...list: ('added' | 'removed' | 'changed')[]) => list.map((kind) => ({ kind }))
  expect(diffSummary(kinds('added', 'changed', 'changed'), 0)).toBe('2 changed, 1 added')
  expect(diffSummary(kinds('removed'), 12)).toBe('1 removed, 12 more differences not listed')
  expect(diffSummary([], 0)).toBe('nothing differs')
  expect([equalWords(0), equalWords(1), equalWords(1_204)]).toEqual(['No leaf is equal.', '1 leaf is equal.', '1,204 leaves are equal.'])
  expect([0, 83, 5_900, 240_000].map(earlierWords)).toEqual(['the same moment', '83 ms earlier', '5 s earlier', '4 min earlier'])
  expect((['added', 'removed', 'changed'] as const).map(changeWord)).toEqual(['Added', 'Removed', 'Changed'])
})

it('cuts a long text never within a character', () => {
  expect(beginningOf('abc', 3)).toBe('abc')
  expect(beginningOf('ab😀cd', 3)).toBe('ab')
  expect(beginningOf('ab😀cd', 4)).toBe('ab😀')
})
