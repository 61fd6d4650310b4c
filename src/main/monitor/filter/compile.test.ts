import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Counts } from '../counts.ts'
import { CompiledCatalog } from '../compiled-catalog.ts'
import type { LogRecord } from '../event-log.ts'
import { lyceum, START_MS } from '../monitor-fixture.ts'
import { payloadOf, payloadOfText } from '../raw-payload.ts'
import { compileFilter } from './compile.ts'
import { matchesNaively } from './naive-fixture.ts'
import { parseFilter } from './parse.ts'
import type { FilterTerm } from './parse.ts'
import type { PersonLookup } from './person-test.ts'

const counts = new Counts()
const lincoln = counts.addTarget('t-lincoln')
lincoln.name = 'Lincoln High'
counts.useCatalog(lincoln, new CompiledCatalog(lyceum))
counts.addTarget('t2').name = 'Ab 7'

interface Parts extends Partial<Omit<LogRecord, 'key' | 'payload'>> {
  target?: string
  ns?: string
  event?: string
  direction?: 'in' | 'out'
  args?: readonly unknown[]
  text?: string
}

function record({ target = 't-lincoln', ns = '/grades', event = 'grade.posted', direction = 'in', args = [], text, ...more }: Parts): LogRecord {
  const key = counts.key(target, ns, event, direction)
  if (!key) throw new Error('no key')
  return { seq: 1, atMs: START_MS, key, payload: text === undefined ? payloadOf(args) : payloadOfText(text), room: undefined, person: undefined, severity: null, feed: false, drift: 'unchecked', preview: undefined, ...more }
}

const personOf: PersonLookup = (targetId, person) => {
  if (targetId !== 't-lincoln') return undefined
  if (person === 'u-1') return { publicId: 'u-1', name: 'Maria Rossi', email: 'm.rossi@lincoln.example', role: 'TEACHER' }
  return person === 'name:jose nunez' ? { publicId: 'name:#4', name: 'José Núñez', email: undefined, role: 'student' } : undefined
}

function termsOf(text: string): readonly FilterTerm[] {
  const parsed = parseFilter(text)
  if (!parsed.ok) throw new Error(parsed.sentence)
  return parsed.terms
}

function fits(text: string, parts: Parts): boolean {
  return compileFilter(termsOf(text), personOf)?.(record(parts)) ?? true
}

test.each<[string, Parts, boolean]>([
  ['target:lincoln', {}, true],
  ['target:t-lincoln', {}, true],
  ['target:linc', {}, false],
  ['target:linc*', {}, true],
  ['ns:/grades', {}, true],
  ['ns:GRADES', {}, true],
  ['ns:/', {}, false],
  ['ns:/', { ns: '/' }, true],
  ['ns:*', { ns: '/' }, true],
  ['event:grade.posted', {}, true],
  ['event:grade', {}, false],
  ['event:GRADE.*', {}, true],
  ['event:*.posted', {}, true],
  ['event:gradeXposted', {}, false],
  ['event:grade?posted', {}, true],
  ['event:"grade?posted"', {}, false],
  ['event:x,grade.posted', {}, true],
  ['-event:x,grade.posted', {}, false],
  ['event:ping', { event: 'shipping' }, false],
  ['room:7b', { room: 'class_7B' }, true],
  ['room:7b', { room: 'class:7b' }, true],
  ['room:7b', { room: 'class_17b' }, false],
  ['room:class*', { room: 'class_17b' }, true],
  ['room:_7b', { room: 'class_7b' }, true],
  ['room:*', {}, false],
  ['-room:7b', {}, true],
  ['person:u-1', { person: 'u-1' }, true],
  ['person:u-1', { person: 'u-12' }, false],
  ['person:rossi', { person: 'u-1' }, true],
  ['person:"maria rossi"', { person: 'u-1' }, true],
  ['person:m.rossi@lincoln.example', { person: 'u-1' }, true],
  ['person:rossi', { person: 'u-1', target: 't2' }, false],
  ['person:josé', { person: 'name:jose nunez' }, true],
  ['person:"name:#4"', { person: 'name:jose nunez' }, true],
  ['person:rossi', { person: 'name:Anna Rossi' }, true],
  ['role:teacher', { person: 'u-1' }, true],
  ['role:teach*,student', { person: 'name:jose nunez' }, true],
  ['role:teacher', { person: 'u-2' }, false],
  ['-role:teacher', {}, true],
  ['dir:out', { direction: 'out' }, true],
  ['-dir:out', {}, true],
  ['size:>1kb', { args: ['x'.repeat(1_000)] }, true],
  ['size:>1kb', { args: ['x'] }, false],
  ['size:<3,>=1kb', { args: [] }, true],
  ['has:alert', { severity: 'warning' }, true],
  ['has:room,person', { person: 'u-1' }, true],
  ['has:error', { event: 'chat:error', ns: '/talk' }, true],
  ['has:error', {}, false],
  ['drift:yes', { drift: 'drift' }, true],
  ['drift:yes', { drift: 'undocumented' }, true],
  ['drift:yes', { drift: 'variant' }, false],
  ['drift:yes', { drift: 'unchecked' }, false],
  ['drift:no', { drift: 'variant' }, true],
  ['drift:no', { drift: 'unchecked' }, false],
  ['drift:unchecked,variant', {}, true],
  ['text:help', { args: ['HELP me'] }, true],
  ['text:lincoln', {}, false],
  ['text:he*me', { args: ['help me'] }, true],
  ['text:"he*me"', { args: ['help me'] }, false],
  ['text:"say \\"hi\\""', { args: ['say "hi"'] }, true],
  ['text:a/b', { text: String.raw`["a\/b"]` }, true],
  ['text:josé', { text: String.raw`["JOS\u00C9"]` }, true],
  ['text:JOSÉ', { text: '["josé"]' }, true],
  ['posted lincoln', {}, true],
  ['posted -lincoln', {}, false],
  ['u-1', { person: 'u-1' }, true],
  ['.*', {}, true],
  ['".*"', {}, false],
  ['posted?', {}, false],
])('%s', (text, parts, expected) => {
  expect(fits(text, parts)).toBe(expected)
})

test('no filter is no work', () => {
  expect(compileFilter([], personOf)).toBeUndefined()
})

test('a target that is renamed, or that gets a catalog, is judged anew', () => {
  const slot = counts.addTarget('t-new')
  const renamed = record({ target: 't-new', event: 'oops' })
  const byName = compileFilter(termsOf('target:roma'), personOf)
  expect(byName?.(renamed)).toBe(false)
  slot.name = 'Liceo Roma'
  expect(byName?.(renamed)).toBe(true)
  const word = compileFilter(termsOf('roma -milano'), personOf)
  expect(word?.(renamed)).toBe(true)
  slot.name = 'Roma Milano'
  expect(word?.(renamed)).toBe(false)
})

test('wildcards cannot be made slow by what arrives', () => {
  const stars = `text:${'a*'.repeat(40)}b room:${'a*'.repeat(40)}b`
  expect(fits(stars, { text: 'a'.repeat(250_000), room: 'a'.repeat(280) })).toBe(false)
})

describe('against the plain way', () => {
  const names = ['ab', 'a.b', 'A_b7', 'b', 'ping', '7b', 'a-ab', 'ba']
  const anyRecord = fc
    .record({
      target: fc.constantFrom('t-lincoln', 't2'),
      ns: fc.constantFrom('/', '/ab', '/a.b'),
      event: fc.constantFrom(...names, 'error', 'pong', 'alarm.raised'),
      direction: fc.constantFrom('in' as const, 'out' as const),
      room: fc.constantFrom(undefined, ...names.map((name) => `class_${name}`), ...names),
      person: fc.constantFrom(undefined, 'u-1', 'name:jose nunez', ...names, 'email:ab@b.example'),
      severity: fc.constantFrom(null, 'warning' as const),
      args: fc.array(fc.constantFrom<unknown>(...names, 7, { ab: 'B 7' }), { maxLength: 3 }),
      drift: fc.constantFrom('no' as const, 'drift' as const, 'unchecked' as const),
    })
    .map(record)
  const value = fc.oneof(fc.stringMatching(/^[abB7._*?]{1,4}$/), fc.constantFrom(...names, '"a b"', '"b 7"', '"*"', '"7b"', 'rossi', 'teacher', 'lincoln'))
  const valuesOf = (one: fc.Arbitrary<string>) => fc.array(one, { minLength: 1, maxLength: 2 }).map((values) => values.join(','))
  const term = fc
    .tuple(
      fc.boolean(),
      fc.oneof(
        value.filter((text) => !text.startsWith('-')),
        fc.tuple(fc.constantFrom('target', 'ns', 'event', 'room', 'person', 'role', 'text'), valuesOf(value)).map(([field, values]) => `${field}:${values}`),
        valuesOf(fc.constantFrom('>5', '<=10', '7', '=2')).map((values) => `size:${values}`),
        valuesOf(fc.constantFrom('error', 'alert', 'room', 'person')).map((values) => `has:${values}`),
        fc.constantFrom('dir:in', 'dir:out', 'dir:in,out'),
      ),
    )
    .map(([exclude, text]) => (exclude ? `-${text}` : text))

  test('the same records fit', () => {
    let fitting = 0
    let all = 0
    fc.assert(
      fc.property(fc.array(term, { minLength: 1, maxLength: 3 }), fc.array(anyRecord, { minLength: 5, maxLength: 15 }), (texts, records) => {
        const terms = termsOf(texts.join(' '))
        const predicate = compileFilter(terms, personOf)
        for (const each of records) {
          const expected = matchesNaively(terms, each, personOf)
          expect(predicate?.(each)).toBe(expected)
          all++
          if (expected) fitting++
        }
      }),
      { numRuns: 1_500 },
    )
    // Both answers occur often, or the test would show little.
    expect(fitting / all).toBeGreaterThan(0.1)
    expect(fitting / all).toBeLessThan(0.9)
  })
})
