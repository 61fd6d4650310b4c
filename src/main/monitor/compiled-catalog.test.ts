import { describe, expect, test } from 'vitest'
import type { CatalogEvent } from '../../shared/catalog.ts'
import { CompiledCatalog } from './compiled-catalog.ts'
import { lyceum } from './monitor-fixture.ts'

const catalog = new CompiledCatalog(lyceum)

describe('finds the event that a name means', () => {
  test.each([
    ['/grades', 'grade.posted', 'in', 'grade.posted'],
    ['/grades', 'grade-created', 'in', 'grade.posted'],
    ['/grades', 'grade:posted', 'in', 'grade.posted'],
    ['/grades', 'GradePosted', 'in', 'grade.posted'],
    ['/grades', 'GRADE_CREATED', 'in', 'grade.posted'],
    ['/talk', 'grade.posted', 'in', undefined],
    ['/anything', 'notice.new', 'in', 'notice.new'],
    ['/talk', 'message', 'out', 'message'],
    ['/grades', 'grade.posted', 'out', 'grade.posted'],
    ['/grades', '__proto__', 'in', undefined],
    ['__proto__', 'constructor', 'in', undefined],
    ['/grades', '', 'in', undefined],
    ['/grades', '.:_-', 'in', undefined],
  ] as const)('%s %s %s', (namespace, name, direction, expected) => {
    expect(catalog.find(namespace, name, direction)?.spec.name).toBe(expected)
  })
})

test('an exact name wins over an alias, an alias over a spelling, a namespace over *', () => {
  const event = (name: string, namespaces: string[], more: Partial<CatalogEvent> = {}): CatalogEvent => ({ name, namespaces, direction: 'server-to-client', args: null, meaning: 'activity', source: name, ...more })
  const events = [event('a.b', ['*'], { source: 'any' }), event('a.b', ['/x'], { source: 'own' }), event('c', ['/x'], { alsoKnownAs: ['d'] }), event('d', ['/x']), event('a_b', ['/y'], { alsoKnownAs: ['a-b'] })]
  const small = new CompiledCatalog({ ...lyceum, events })
  expect(['/x a.b', '/z a.b', '/x d', '/y a-b', '/y A:B'].map((key) => small.find(key.split(' ')[0] ?? '', key.split(' ')[1] ?? '', 'in')?.spec.source)).toEqual(['own', 'any', 'd', 'a_b', 'a_b'])
})

test('the direction decides between two events of one name', () => {
  const base = { name: 'typing', namespaces: ['/x'], args: null, meaning: 'typing' } as const
  const events: CatalogEvent[] = [
    { ...base, namespaces: ['/x'], direction: 'client-to-server', source: 'sent' },
    { ...base, namespaces: ['/x'], direction: 'server-to-client', source: 'received' },
  ]
  const small = new CompiledCatalog({ ...lyceum, events })
  expect([small.find('/x', 'typing', 'in')?.spec.source, small.find('/x', 'typing', 'out')?.spec.source]).toEqual(['received', 'sent'])
})

test('says which payloads are read at all, and which spellings are its own', () => {
  expect([catalog.find('/', 'pong', 'in')?.readsPayload, catalog.find('/grades', 'grade.posted', 'in')?.readsPayload]).toEqual([false, true])
  expect([catalog.knowsName('/grades', 'grade-created'), catalog.knowsName('/grades', 'grade:created'), catalog.knowsNamespace('/talk'), catalog.knowsNamespace('/nope')]).toEqual([true, false, true, false])
})

test('knows the kind of a room by its pattern', () => {
  expect([catalog.roomKind('/grades', 'class_7b'), catalog.roomKind('/talk', 'class_7b'), catalog.roomKind('/', 'school_1'), catalog.roomKind('/', 'class_'), catalog.roomKind('/', 'x')]).toEqual(['class', 'class', 'school', 'other', 'other'])
})
