import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { FILTER_CHARS_MAX } from '../../../shared/limits.ts'
import { Counts } from '../counts.ts'
import type { EventKey } from '../counts.ts'
import type { LogRecord } from '../event-log.ts'
import { compileFilter } from '../filter/compile.ts'
import { parseFilter } from '../filter/parse.ts'
import { START_MS } from '../monitor-fixture.ts'
import { OTHER } from '../names.ts'
import { payloadOf } from '../raw-payload.ts'
import { FilterTexts } from './row-filter.ts'

const recordOf = (key: EventKey, room?: string): LogRecord => ({ seq: 1, atMs: START_MS, key, payload: payloadOf([]), room, person: undefined, severity: null, feed: false, drift: 'unchecked', preview: undefined })

function testOf(filter: string): (record: LogRecord) => boolean {
  const parsed = parseFilter(filter)
  if (!parsed.ok) throw new Error(`${filter}: ${parsed.sentence}`)
  const test = compileFilter(parsed.terms, () => undefined)
  if (!test) throw new Error('no filter')
  return test
}

function keysOf(names: readonly (readonly [target: string, namespace: string, event: string])[]): { keys: EventKey[]; counts: Counts } {
  const counts = new Counts()
  const keys = new Set<EventKey>()
  const ids: string[] = []
  for (const [target, namespace, event] of names) {
    if (!ids.includes(target)) ids.push(target)
    const id = `id${ids.indexOf(target)}`
    counts.addTarget(id).name = target
    const key = counts.key(id, namespace, event, 'in')
    if (key) keys.add(key)
  }
  return { keys: [...keys], counts }
}

const filterOf = (texts: FilterTexts, { target, space, name }: EventKey): string => texts.of({ target, namespace: space.name, event: name })

test('the text of a row fits its own events and none of names that are longer, shorter, or have wildcards', () => {
  const targets = ['Lincoln', 'Lincoln High', 'North "A"']
  const namespaces = ['/', '/gradebook', '/gradebook/2', OTHER]
  const events = ['grade', 'grade.updated', 'grade.updated.late', '*', 'grade.*', 'grade?updated', 'a b', 'a,b', '"', 'a\\', '-grade', 'event:grade', '', OTHER, 'é', '\n', 'x'.repeat(199)]
  const { keys, counts } = keysOf(targets.flatMap((target) => namespaces.flatMap((namespace) => events.map((event) => [target, namespace, event] as const))))
  const texts = new FilterTexts(counts.targets)
  expect(keys.length).toBe(targets.length * namespaces.length * events.length)
  for (const key of keys) {
    const fits = testOf(filterOf(texts, key))
    expect(keys.filter((each) => fits(recordOf(each))).map((each) => [each.target.name, each.space.name, each.name])).toEqual([[key.target.name, key.space.name, key.name]])
  }
})

test('plain names stay readable', () => {
  const { keys: [key], counts } = keysOf([['Lincoln', '/gradebook', 'grade.updated']])
  const texts = new FilterTexts(counts.targets)
  expect(filterOf(texts, key as EventKey)).toBe('target:Lincoln ns:/gradebook event:grade.updated')
  expect(texts.of({ ...(key as EventKey), event: 'a "b" c', room: 'class 7b', direction: 'out' })).toBe(String.raw`target:Lincoln event:"a \"b\" c" room:"class 7b" dir:out`)
  counts.addTarget('id-2').name = 'lincoln'
  expect(filterOf(new FilterTexts(counts.targets), key as EventKey)).toBe('target:id0 ns:/gradebook event:grade.updated')
})

test('for any names: it fits into the box, parses, and fits its own row', () => {
  const name = fc.oneof(fc.string({ maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 12 }), fc.string({ unit: fc.constantFrom('"', '\\', ' ', 'a', ',', '@', '\ud800', '*', '%40'), maxLength: 400 }), fc.constantFrom('anna@school.example', 'x'.repeat(10_000), '\u202e@', '__proto__'))
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), name, name, name, (target, namespace, event, room) => {
      const { keys: [key], counts } = keysOf([[target, `/${namespace}`, event]])
      if (!key) throw new Error('no key')
      const filter = new FilterTexts(counts.targets).of({ target: key.target, namespace: key.space.name, event: key.name, direction: 'in' })
      expect(filter.length).toBeLessThanOrEqual(FILTER_CHARS_MAX)
      expect(testOf(filter)(recordOf(key))).toBe(true)
      for (const each of ['anna@', 'school.example']) expect(filter).not.toContain(each)
      if (room.trim() !== '') expect(testOf(new FilterTexts(counts.targets).of({ target: key.target, namespace: key.space.name, room }))(recordOf(key, room))).toBe(true)
      if (event.trim() !== '') testOf(new FilterTexts(counts.targets).of({ target: key.target, text: event }))
    }),
    { numRuns: 400 },
  )
})
