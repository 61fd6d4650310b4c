import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PREVIEW_CHARS_MAX } from '../../shared/limits.ts'
import { anyOf, email, freeText, id, isoTime, list, obj, oneOf, open, personName } from '../../shared/payload-schema.ts'
import type { PayloadSchema } from '../../shared/payload-schema.ts'
import type { PayloadNode } from '../../shared/domain.ts'
import { initials, shownKey, shownName, shownString } from './mask.ts'
import { compileMaskRule } from './mask-rule.ts'
import { maskPayload, TREE_DEPTH_MAX, TREE_NODES_MAX } from './mask-tree.ts'
import { previewOf } from './preview.ts'
import { payloadOf, payloadOfText } from './raw-payload.ts'

const rule = (schema: PayloadSchema): ReturnType<typeof compileMaskRule> => compileMaskRule([schema])

describe('what the catalog says', () => {
  test.each([
    ['a name', personName, 'Maria Rossi', 'M. R.', true],
    ['an address', email, 'maria@school.example', 'm•••@•••', true],
    ['no address where one should be', email, 'maria', 'm•••@•••', true],
    ['free text', freeText, 'please call me back', 'text of 19 characters', true],
    ['open', open, 'Biology 7B', 'Biology 7B', false],
    ['an id', id, 'stu-1', 'stu-1', false],
    ['a time', isoTime, '2026-11-23T10:00:00.000Z', '2026-11-23T10:00:00.000Z', false],
    ['a date by format alone', { type: 'string', format: 'date' } as const, '2026-11-23', '2026-11-23', false],
    ['a sentence where a date should be', { type: 'string', format: 'date' } as const, 'on Monday', 'text of 9 characters', true],
    ['a word of a closed list in another case', oneOf('present', 'absent'), 'PRESENT', 'PRESENT', false],
    ['a word that is not in the list', oneOf('present', 'absent'), 'Maria is ill', 'text of 12 characters', true],
    ['a mask beside an open variant', anyOf(open, personName), 'Maria Rossi', 'M. R.', true],
    ['an address in an open field', open, 'maria@school', 'm•••@•••', true],
    ['an address inside open text', open, 'Room of maria@school.example, 2nd floor', 'Room of m•••@•••, 2nd floor', true],
    ['an address inside an open URL', open, '/users?e=maria%40school.example&x=1', '/users?e=m•••@•••&x=1', true],
    ['empty text', freeText, '', '', false],
  ])('%s', (_, schema, value, text, masked) => {
    expect(shownString(value, rule(schema), 'field')).toEqual({ text, masked })
  })
})

describe('what the catalog does not know', () => {
  test.each([
    ['field', '2026-11-23T10:00:00Z', '2026-11-23T10:00:00Z'],
    ['field', '2026-11-23', '2026-11-23'],
    ['dateOfBirth', '2026-11-23', 'text of 10 characters'],
    ['birth_date', '2012-11-23', 'text of 10 characters'],
    ['field', '123e4567-e89b-42d3-a456-426614174000', '123e4567-e89b-42d3-a456-426614174000'],
    ['studentId', 'stu-112', 'stu-112'],
    ['student_id', 'stu-112', 'stu-112'],
    ['id', 'x.1:y', 'x.1:y'],
    ['userIds', 'u1', 'u1'],
    ['valid', 'stu-112', 'text of 7 characters'],
    ['studentId', 'Maria Rossi', 'text of 11 characters'],
    ['type', 'GRADE_POSTED', 'GRADE_POSTED'],
    ['attendanceStatus', 'late', 'late'],
    ['type', 'two words', 'text of 9 characters'],
    ['prototype', 'secret', 'text of 6 characters'],
    ['title', 'Hello', 'text of 5 characters'],
    ['name', 'Maria', 'text of 5 characters'],
    ['userId', 'maria@school.example', 'm•••@•••'],
    ['x', 'a', 'text of 1 character'],
  ])('%s: %s', (key, value, text) => {
    expect(shownString(value, undefined, key).text).toBe(text)
  })
})

test('names, keys and initials', () => {
  expect([initials('Maria'), initials('  anna   maria de la cruz '), initials('😀 x'), initials('\ud800')]).toEqual(['M.', 'A. M. D. L.', '😀. X.', '.'])
  expect(['class_7b', 'user:maria@x.example', 'a\u202eb\u0007', 'r'.repeat(400)].map(shownName)).toEqual(['class_7b', 'user:m•••@•••', 'a�b�', `${'r'.repeat(300)}… (400 characters)`])
  expect([shownKey('maria@x.example', false), shownKey('Maria Rossi', false), shownKey('score', false), shownKey('Maria Rossi', true)]).toEqual([
    { text: 'm•••@•••', masked: true },
    { text: 'text of 11 characters', masked: true },
    { text: 'score', masked: false },
    { text: 'Maria Rossi', masked: false },
  ])
})

describe('the tree', () => {
  const rules = [rule(obj({ id, by: obj({ id, name: personName }), tags: list(open), notes: { type: 'object', 'x-mask': 'text' } }))]

  test('masks by the place in the payload, and JSON and preview show the same', () => {
    const payload = payloadOf([{ id: 7, by: { id: 'u1', name: 'Maria Rossi' }, tags: ['a', 'b'], notes: { inner: 'secret', deep: [{ x: 'secret' }] }, extra: null, ok: true }, 'loose'])
    const { args, json } = maskPayload(payload, rules)
    expect(JSON.parse(json)).toEqual([
      { id: 7, by: { id: 'u1', name: 'M. R.' }, tags: ['a', 'b'], notes: { inner: 'text of 6 characters', deep: [{ x: 'text of 6 characters' }] }, extra: null, ok: true },
      'text of 5 characters',
    ])
    expect(args[0]?.children[1]).toEqual({
      key: 'by',
      kind: 'object',
      text: '2',
      masked: false,
      children: [
        { key: 'id', kind: 'string', text: 'u1', masked: false, children: [] },
        { key: 'name', kind: 'string', text: 'M. R.', masked: true, children: [] },
      ],
    })
    expect(previewOf(payload, rules)).toBe('id: 7, by: {id: u1, name: M. R.}, tags: [a, b], notes: {inner: text of 6 characters, deep: [{x: text of 6 characters}]}, extra: null, ok: true, text of 5 chara…')
  })

  test('a mask covers all that is inside, in whatever shape it comes', () => {
    const masked = [rule(obj({ who: personName, note: freeText }))]
    const { json } = maskPayload(payloadOf([{ who: ['Maria Rossi', { first: 'Anna', userId: 'u1' }], note: { type: 'word', count: 5, at: '2026-11-23' } }]), masked)
    expect(JSON.parse(json)).toEqual([{ who: ['M. R.', { first: 'A.', userId: 'U.' }], note: { type: 'text of 4 characters', count: 'number', at: 'text of 10 characters' } }])
  })

  test('null, nothing, a string, binary data, no JSON, cut', () => {
    const kinds = (text: string, attachments = 0): string[] => maskPayload(payloadOfText(text, attachments), rules).args.map((node) => `${node.kind} ${node.text}`)
    expect(kinds('[]')).toEqual([])
    expect(kinds('[null]')).toEqual(['null null'])
    expect(kinds('[{"_placeholder":true,"num":0}]', 1)).toEqual(['binary binary data'])
    expect(kinds('[{"_placeholder":true,"num":0}]')).toEqual(['object 2'])
    expect(kinds('{"not":"an array"}')).toEqual(['cut 18 bytes that are no JSON'])
    expect(kinds(`["${'x'.repeat(5_000_000)}"]`)).toEqual(['cut 5000004 bytes, above the size limit: only its size is kept'])
    expect(previewOf(payloadOfText(`["${'x'.repeat(5_000_000)}"]`), [])).toBe('payload of 5.0 MB')
    expect(previewOf(payloadOf([null]), [])).toBe('null')
  })

  test('__proto__ is left out, and never becomes a prototype', () => {
    const { args } = maskPayload(payloadOfText('[{"__proto__":{"name":"Maria"},"constructor":{"id":"x"},"a\\u005f":1}]'), rules)
    expect(args[0]?.children.map((node) => node.key)).toEqual(['constructor', 'a_'])
  })

  test('depth, nodes and lengths are bounded', () => {
    const deep = maskPayload(payloadOfText(`${'['.repeat(10_000)}${']'.repeat(10_000)}`), [])
    expect(depthOf(deep.args)).toBeLessThanOrEqual(TREE_DEPTH_MAX + 1)
    const wide = maskPayload(payloadOf([Array.from({ length: 10_000 }, (_, index) => index)]), [])
    expect(countOf(wide.args)).toBeLessThanOrEqual(TREE_NODES_MAX + TREE_DEPTH_MAX)
    expect(wide.args[0]?.children.at(-1)).toMatchObject({ kind: 'cut', text: `${10_000 - TREE_NODES_MAX + 1} more` })
    expect(maskPayload(payloadOf([{ tags: ['t'.repeat(3_000)] }]), rules).args[0]?.children[0]?.children[0]?.text).toBe(`${'t'.repeat(2_000)}… (3000 characters)`)
  })
})

test('no text of an unknown payload is shown unless it has a harmless form; nothing throws', () => {
  const secret = fc.string({ minLength: 3, maxLength: 20 }).map((text) => `x§${text}`)
  const value = fc.letrec((tie) => ({
    any: fc.oneof({ depthSize: 'small' }, secret, fc.integer(), fc.constant(null), fc.array(tie('any')), fc.dictionary(fc.string(), tie('any'))),
  })).any
  fc.assert(
    fc.property(value, (payload) => {
      const raw = payloadOf([payload])
      const { args, json } = maskPayload(raw, [])
      expect(leaves(args).join('')).not.toContain('§')
      expect(JSON.parse(json)).toHaveLength(1)
      expect(previewOf(raw, []).length).toBeLessThanOrEqual(PREVIEW_CHARS_MAX)
    }),
  )
})

test('any text at all is survived', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      maskPayload(payloadOfText(text), [])
      previewOf(payloadOfText(`[${text}]`), [])
      shownString(text, rule(open), 'id')
      shownName(text)
    }),
  )
})

function leaves(nodes: readonly PayloadNode[]): string[] {
  return nodes.flatMap((node) => (node.kind === 'string' ? [node.text] : leaves(node.children)))
}

function depthOf(nodes: readonly PayloadNode[]): number {
  return nodes.length === 0 ? 0 : 1 + Math.max(...nodes.map((node) => depthOf(node.children)))
}

function countOf(nodes: readonly PayloadNode[]): number {
  return nodes.reduce((sum, node) => sum + 1 + countOf(node.children), 0)
}
