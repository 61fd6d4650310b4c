import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FILTER_CHARS_MAX } from '../../../shared/limits.ts'
import { formatFilter, valueText } from './format.ts'
import { parseFilter } from './parse.ts'
import type { FilterTerm, ParsedFilter } from './parse.ts'
import { sizeOf } from './size.ts'

/** Terms without their places: `-event:a,"b"` as ['-', 'event', 'a', ['b']]; a list marks a literal. */
function terms(parsed: ParsedFilter): unknown {
  if (!parsed.ok) return parsed.sentence
  return parsed.terms.map(({ field, exclude, values }) => [exclude ? '-' : '+', field, ...values.map((value) => (value.literal ? [value.text] : value.text))])
}

test.each<[string, unknown]>([
  ['', []],
  ['   ', []],
  ['help', [['+', 'word', 'help']]],
  ['maria  rossi', [['+', 'word', 'maria'], ['+', 'word', 'rossi']]],
  ['"maria rossi"', [['+', 'word', ['maria rossi']]]],
  ['-help', [['-', 'word', 'help']]],
  ['-"a b"', [['-', 'word', ['a b']]]],
  ['event:chat.* room:7B role:student -event:ping text:"help"', [['+', 'event', 'chat.*'], ['+', 'room', '7B'], ['+', 'role', 'student'], ['-', 'event', 'ping'], ['+', 'text', ['help']]]],
  ['EVENT:Chat', [['+', 'event', 'Chat']]],
  ['event:message:new', [['+', 'event', 'message:new']]],
  ['event:a,"b,c",d*', [['+', 'event', 'a', ['b,c'], 'd*']]],
  ['size:>1kb has:error dir:IN ns:/,chat', [['+', 'size', '>1kb'], ['+', 'has', 'error'], ['+', 'dir', 'IN'], ['+', 'ns', '/', 'chat']]],
  [String.raw`"say \"hi\" \\ \d"`, [['+', 'word', [String.raw`say "hi" \ \d`]]]],
  ['{"n":3}', [['+', 'word', '{"n":3}']]],
  ['12:30', [['+', 'word', '12:30']]],
  ['G-12"', [['+', 'word', 'G-12"']]],
  ['a,b', [['+', 'word', 'a,b']]],
  ['--x', [['-', 'word', '-x']]],
  ['person:*', [['+', 'person', '*']]],
])('%s', (text, expected) => {
  expect(terms(parseFilter(text))).toEqual(expected)
})

test('each value has its place', () => {
  const parsed = parseFilter(' -event:ab,"c d" x')
  expect(parsed.ok && parsed.terms).toEqual([
    { field: 'event', exclude: true, from: 1, to: 16, values: [{ text: 'ab', literal: false, from: 8, to: 10 }, { text: 'c d', literal: true, from: 11, to: 16 }] },
    { field: 'word', exclude: false, from: 17, to: 18, values: [{ text: 'x', literal: false, from: 17, to: 18 }] },
  ] satisfies FilterTerm[])
})

// The mistake is between the brackets.
test.each<[string, RegExp]>([
  ['a [evnt:]x', /^There is no field evnt\. Did you mean event: \?$/],
  ['[namespace:]/chat', /Did you mean ns: /],
  ['-[user:]maria', /Did you mean person: /],
  ['[http:]//x', /no field http\. To look for this text, put it in quotes: "http:\/\/x"/],
  ['[event:]', /^Nothing follows event: here\.$/],
  ['a -[event:] b', /^Nothing follows event: here\.$/],
  ['event:a[,]', /missing after/],
  ['event:a[,] b', /missing after/],
  ['event:[,]a', /missing before/],
  ['event:a,[,]b', /missing before/],
  ['a [-]', /Nothing follows this one/],
  ['[-] a', /Nothing follows this one/],
  ['a ["b c]', /quote is not closed/],
  ['text:["b c]', /quote is not closed/],
  [String.raw`["b\"]`, /quote is not closed/],
  ['a [""]', /nothing between these quotes/],
  ['event:a,[""]', /nothing between these quotes/],
  ['"a["b] c', /After a closing quote comes a space/],
  ['"gradeId[":]"g-1"', /write \\" between quotes/],
  ['"a[",]"b"', /After a closing quote comes a space/],
  ['size:[>abc]', /^A size is written like >1kb/],
  ['size:>1kb,[1gb]', /^A size/],
  ['dir:[up]', /^A direction is in or out/],
  ['a drift:[maybe]', /^Drift is one of: yes, no, variant, undocumented, unchecked\.$/],
  ['has:error,[luck]', /^An event can have: error, alert/],
  [`${'x'.repeat(FILTER_CHARS_MAX)}[y z]`, /^A filter has at most 500 characters/],
])('%s', (marked, sentence) => {
  const from = marked.indexOf('[')
  const to = marked.indexOf(']') - 1
  expect(parseFilter(marked.replace('[', '').replace(']', ''))).toEqual({ ok: false, from, to, sentence: expect.stringMatching(sentence) as unknown })
})

test.each([
  ['1', '=', 1], ['>1kb', '>', 1_000], ['<=2.5MB', '<=', 2_500_000], ['>=300b', '>=', 300], ['=0', '=', 0], ['<1k', '<', 1_000],
])('size %s', (text, comparison, bytes) => {
  expect(sizeOf(text)).toEqual({ comparison, bytes })
})

test.each(['', '>', '1 kb', '-1', '1e3', '>>1', '1kib', '9'.repeat(20)])('%j is no size', (text) => {
  expect(sizeOf(text)).toBeUndefined()
})

describe('whatever somebody types', () => {
  const piece = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('event:', 'ns:', 'size:>1kb', 'has:error', 'dir:in', 'text:', 'evnt:', 'drift:', 'person:', '-', ',', '"', '\\', '*', '?', ' ', 'a', 'b c', '"q"', '"d e"') },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
  )
  const typed = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''))

  test('it parses or points at a place in it; it never throws', () => {
    fc.assert(
      fc.property(fc.oneof(typed, fc.string({ unit: 'binary', maxLength: 700 })), (text) => {
        const parsed = parseFilter(text)
        if (parsed.ok) {
          for (const { from, to, values } of parsed.terms) expect(from < to && to <= text.length && values.length > 0 && values.every((value) => value.from < value.to && value.text !== '')).toBe(true)
        } else expect(parsed.from >= 0 && parsed.from < parsed.to && parsed.to <= text.length && parsed.sentence !== '').toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  test('a parsed filter, written again, parses to the same', () => {
    let parsedOnes = 0
    fc.assert(
      fc.property(typed, (text) => {
        const parsed = parseFilter(text)
        if (!parsed.ok) return
        if (parsed.terms.length > 0) parsedOnes++
        const again = parseFilter(formatFilter(parsed.terms))
        expect(terms(again)).toEqual(terms(parsed))
      }),
      { numRuns: 2_000 },
    )
    expect(parsedOnes).toBeGreaterThan(100)
  })

  test('any name can be asked for by its text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), (name) => {
        const parsed = parseFilter(`event:${valueText(name)}`)
        expect(parsed.ok && parsed.terms.map((term) => term.values.map((value) => value.text))).toEqual([[name]])
      }),
      { numRuns: 1_000 },
    )
  })
})
