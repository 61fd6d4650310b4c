import { expect, it } from 'vitest'
import { driftMark } from '../../shared/domain.ts'
import { driftKind } from '../../shared/contract-check.ts'
import { checkedWords, contractWords, driftKindWord, shownMark, timeShareWords } from './drift-words.ts'

it('marks what differs and nothing else', () => {
  expect([...driftMark.options, undefined].map((mark) => shownMark(mark))).toEqual([null, 'variant', 'drift', 'undocumented', null, null])
})

it('has a word of its own for every mark and every kind', () => {
  expect(new Set(driftMark.options.map((mark) => contractWords(mark))).size).toBe(driftMark.options.length)
  expect(new Set(driftKind.options.map((kind) => driftKindWord(kind))).size).toBe(driftKind.options.length)
})

it('says how much of the traffic was compared, and the share of now only when it is not all', () => {
  expect(checkedWords({ offered: 0, compared: 0, recentShare: null })).toBe('nothing to compare yet')
  expect(checkedWords({ offered: 1_040, compared: 812, recentShare: 0.4 })).toBe('812 of 1,040 payloads compared, now 40 %')
  expect(checkedWords({ offered: 5, compared: 5, recentShare: 1 })).toBe('5 of 5 payloads compared')
})

it('says what comparing costs once something was compared', () => {
  expect([null, 0, 0.004, 0.05].map((timeShare) => timeShareWords({ timeShare }))).toEqual([null, 'comparing: 0 % of time', 'comparing: <1 % of time', 'comparing: 5 % of time'])
})
