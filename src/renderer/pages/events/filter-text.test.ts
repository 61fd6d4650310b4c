import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFilter } from '../../../main/monitor/filter/parse.ts'
import { applyCompletion, fieldFilter, markPlace, nextActive } from './filter-text.ts'

describe('the wrong part of a filter', () => {
  it('is apart from the rest', () => {
    expect(markPlace('event:ping siz:1', { from: 11, to: 15 })).toEqual({ before: 'event:ping ', marked: 'siz:', after: '1' })
  })

  it('is something to point at even at the end and out of range', () => {
    expect(markPlace('a ', { from: 2, to: 2 })).toEqual({ before: 'a ', marked: ' ', after: '' })
    expect(markPlace('a', { from: 7, to: 3 })).toEqual({ before: 'a', marked: ' ', after: '' })
  })

  it('loses nothing of a short text and stays on one line with a long one', () => {
    fc.assert(fc.property(fc.string({ maxLength: 500 }), fc.nat(500), fc.nat(500), (text, a, b) => {
      const { before, marked, after } = markPlace(text, { from: Math.min(a, b), to: Math.max(a, b) })
      expect(before.length + marked.length + after.length).toBeLessThanOrEqual(143)
      expect(marked).not.toBe('')
      if (text.length <= 40 && Math.min(a, b) < Math.min(text.length, Math.max(a, b))) expect(before + marked + after).toBe(text)
    }))
  })
})

describe('a completion', () => {
  it('replaces the word at the cursor and nothing else', () => {
    expect(applyCompletion('-ev help', { from: 1, to: 3 }, 'event:')).toEqual({ text: '-event: help', cursor: 7 })
    expect(applyCompletion('room:x,7', { from: 7, to: 8 }, '7B')).toEqual({ text: 'room:x,7B', cursor: 9 })
  })

  it('stays within a text that became shorter meanwhile', () => {
    expect(applyCompletion('ev', { from: 5, to: 9 }, 'x')).toEqual({ text: 'evx', cursor: 3 })
  })

  it('is reached by the arrows, with the typed text between last and first', () => {
    expect([nextActive(-1, 1, 3), nextActive(2, 1, 3), nextActive(-1, -1, 3), nextActive(0, -1, 3), nextActive(-1, 1, 0)]).toEqual([0, -1, 2, -1, -1])
  })
})

it('a name becomes a filter for exactly that name, whatever characters it has', () => {
  fc.assert(fc.property(fc.string({ minLength: 1, maxLength: 20, unit: fc.constantFrom('a', '7', 'é', ' ', '\n', '"', '\\', ',', '*', '?', '-', ':', '/') }), (name) => {
    const parsed = parseFilter(fieldFilter('room', name))
    expect(parsed.ok ? parsed.terms.map(({ field, exclude, values }) => ({ field, exclude, values: values.map(({ text }) => text) })) : parsed).toEqual([{ field: 'room', exclude: false, values: [name] }])
  }))
})
