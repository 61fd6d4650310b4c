import { expect, test } from 'vitest'
import { anyOf, bool, id, int, isoDate, isoTime, list, num, obj, oneOf, open } from '../../shared/payload-schema.ts'
import { conforms } from './conforms.ts'

const schema = obj({ id, name: open, 'at?': isoTime, tags: list(oneOf('a', 'b')), size: anyOf(int, bool) })

test('what fits has no differences', () => {
  expect(conforms(schema, { id: 7, name: '', at: '2026-10-02T08:00:00.000Z', tags: ['a', 'b'], size: true })).toEqual([])
  expect(conforms(schema, { id: 'x', name: 'n', at: undefined, tags: [], size: 3 })).toEqual([])
  expect(conforms({ type: 'object' }, { anything: 1 })).toEqual([])
  expect(conforms({}, Symbol.iterator)).toEqual([])
})

test.each<[string, unknown, string[]]>([
  ['missing', { id: 1, tags: [], size: 1 }, ['$.name: is missing']],
  ['extra', { id: 1, name: '', tags: [], size: 1, more: 0 }, ['$.more: is not in the schema']],
  ['deep', { id: 1, name: '', tags: ['a', 'c'], size: 1 }, ['$.tags[1]: "c" is not one of a, b']],
  ['type', { id: 1, name: 5, tags: [], size: 1 }, ['$.name: 5 is no string']],
  ['null', null, ['$: null is no object']],
  ['array for object', [], ['$: [] is no object']],
  ['date-time', { id: 1, name: '', at: 'today', tags: [], size: 1 }, ['$.at: "today" is no date-time']],
  ['no form', { id: 1, name: '', tags: [], size: 1.5 }, ['$.size: fits none of 2 forms', '  $.size: 1.5 is no integer', '  $.size: 1.5 is no boolean']],
])('%s', (_, value, expected) => {
  expect(conforms(schema, value)).toEqual(expected)
})

test('names of Object.prototype are fields like others', () => {
  expect(conforms(obj({ a: num }), JSON.parse('{"a":1,"constructor":2,"__proto__":3}'))).toEqual(['$.constructor: is not in the schema', '$.__proto__: is not in the schema'])
  expect(conforms(isoDate, '2026-10-02')).toEqual([])
  expect(conforms(isoDate, '2.10.2026')).toHaveLength(1)
})
