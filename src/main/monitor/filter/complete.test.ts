import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { requests } from '../../../shared/ipc.ts'
import { grade, monitorWithTarget, START_MS, viewOf, wire } from '../monitor-fixture.ts'
import { checkFilter } from './check.ts'
import { COMPLETIONS_MAX, completeFilter } from './complete.ts'
import type { KnownNames } from './complete.ts'
import { parseFilter } from './parse.ts'

const known: KnownNames = {
  targets: ['Lincoln High', 'Roma'],
  namespaces: ['/', '/chat', '/grades'],
  events: ['grade.posted', 'chat.message', 'message', 'grade.posted', 'odd, name'],
  rooms: Array.from({ length: 50_000 }, (_, index) => `class_${index}`),
  roles: ['TEACHER'],
}

/** What the text becomes with each completion; `|` is the cursor. */
function completed(marked: string): string[] {
  const cursor = marked.indexOf('|')
  const text = marked.replace('|', '')
  const { from, to, texts } = completeFilter(text, cursor, known)
  return texts.map((each) => text.slice(0, from) + each + text.slice(to))
}

test.each<[string, string[]]>([
  ['ro|', ['room:', 'role:']],
  ['drift:|', ['drift:yes', 'drift:no', 'drift:variant', 'drift:undocumented', 'drift:unchecked']],
  ['-ev|', ['-event:']],
  ['a EV| b', ['a event: b']],
  ['event:mess|', ['event:message', 'event:chat.message']],
  ['event:message|', ['event:chat.message']],
  ['event:x,gr|', ['event:x,grade.posted']],
  ['event:o|', ['event:"odd, name"', 'event:grade.posted']],
  ['event:"odd, n|"', ['event:"odd, name"']],
  ['target:linc| x', ['target:"Lincoln High" x']],
  ['target:"Lincoln H|', ['target:"Lincoln High"']],
  ['ns:ch|', ['ns:/chat']],
  ['role:t|', ['role:TEACHER']],
  ['dir:|', ['dir:in', 'dir:out']],
  ['has:al|', ['has:alert']],
  ['person:mar|', []],
  ['nofield:a|', []],
  ['"event:|', []],
])('%s', (marked, expected) => {
  expect(completed(marked)).toEqual(expected)
})

test('an empty box offers the fields, and no list is longer than its bound', () => {
  expect(completed('|')).toContain('event:')
  expect(completed('room:|')).toHaveLength(COMPLETIONS_MAX)
  expect(completed('room:49999|')).toEqual([])
  expect(completed('room:9|')).toHaveLength(COMPLETIONS_MAX)
})

test('a completed value is a filter for that name', () => {
  const names = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(names, (name) => {
      const { from, to, texts } = completeFilter('a event:', 8, { ...known, events: [name] })
      const parsed = parseFilter('a event:'.slice(0, from) + (texts[0] ?? '') + 'a event:'.slice(to))
      expect(parsed.ok && parsed.terms[1]?.values[0]?.text).toBe(name)
    }),
  )
})

test('whatever is typed, the place lies in the text', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('event:', '"', '\\', ',', '-', ' ', 'a', 'room:cl'), { maxLength: 8 }).map((parts) => parts.join('')), fc.integer({ min: -2, max: 40 }), (text, cursor) => {
      const { from, to, texts } = completeFilter(text, cursor, known)
      expect(from >= 0 && from <= to && to <= text.length && texts.length <= COMPLETIONS_MAX).toBe(true)
    }),
  )
})

test('the monitor offers what it has seen and may show', () => {
  const monitor = monitorWithTarget()
  monitor.targetChanged(viewOf('t2', { name: 'Liceo' }), START_MS)
  monitor.event(grade(1))
  monitor.event(grade(2, { classId: 'a@b.example' }))
  monitor.event(wire('hello', [], { targetId: 't2', namespace: '/talk' }))
  monitor.drain(START_MS)
  const completions = (text: string): string[] => checkFilter(text, text.length, monitor.filterNames()).completions
  expect(completions('target:')).toEqual(['"School t1"', 'Liceo'])
  expect(completions('event:')).toEqual(['grade.posted', 'hello'])
  expect(completions('ns:')).toEqual(['/', '/grades', '/talk'])
  expect(completions('room:')).toEqual(['class_7b'])
  expect(checkFilter('event:', 6, monitor.filterNames()).error).toEqual({ from: 0, to: 6, sentence: 'Nothing follows event: here.' })
  expect(requests['feed:check'].answer.parse(checkFilter('a event:gr', 10, monitor.filterNames()))).toEqual({ error: null, completions: ['grade.posted'], replaces: { from: 8, to: 10 } })
  expect(checkFilter('event:x', 7, monitor.filterNames()).error).toBeNull()
})
