import { describe, expect, test } from 'vitest'
import { charactersOf, cutAcross, cutWhole, lengthWords } from './characters.ts'

const family = '👩‍👧‍👦'
const flag = '🇧🇷'
const accented = 'e\u0301'

describe('characters as people count them', () => {
  test.each([['', 0], ['Bus 12', 6], [family, 1], [`${flag}${flag}`, 2], [accented, 1], ['حافلة', 5], ['\u05e9\u05c1\u05dc\u05d2', 3]])('%s', (text, count) => {
    expect(charactersOf(text)).toBe(count)
  })

  test('are said beside what a limit counts, and are not looked for in a book', () => {
    expect(lengthWords('a')).toBe('1 character')
    expect(lengthWords(family.repeat(30))).toBe('30 characters (240 as emoji and marks count)')
    expect(lengthWords('é'.repeat(200_000))).toBe('far too many characters')
    expect(lengthWords('a'.repeat(200_000))).toBe('200000 characters')
  })
})

describe('a cut', () => {
  test('never goes through a character', () => {
    expect(cutWhole('Bus 12', 6)).toBe('Bus 12')
    expect(cutWhole('Bus 12 is late', 6)).toBe('Bus 12')
    for (let units = 3; units < 3 + family.length; units++) expect(cutWhole(`Bus${family}`, units)).toBe('Bus')
    expect(cutWhole(`ab${accented}c`, 3)).toBe('ab')
    // One letter with marks without end.
    expect(cutWhole(`a${'\u0301'.repeat(500)}`, 100)).toHaveLength(100)
    expect(cutWhole(`😀${'\u0301'.repeat(500)}`, 1)).toBe('')
  })

  test('across texts leaves one ellipsis, also between two', () => {
    expect(cutAcross(['Snow', ' / Nieve'], 20)).toEqual(['Snow', ' / Nieve'])
    expect(cutAcross(['Snow', ' / Nieve'], 8)).toEqual(['Snow', ' / N…'])
    expect(cutAcross(['Snow', ' / Nieve'], 4)).toEqual(['Snow', '…'])
    expect(cutAcross(['Snow', '', 'a', 'b'], 4)).toEqual(['Snow', '', '…', ''])
    expect(cutAcross([`${family}${family}${family}`], 2)).toEqual([`${family}${family}…`])
  })
})
