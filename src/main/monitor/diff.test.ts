import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { payloadChange } from '../../shared/feed-tools.ts'
import type { PayloadChange } from '../../shared/feed-tools.ts'
import { DIFF_CHANGES_MAX } from '../../shared/limits.ts'
import { CompiledCatalog } from './compiled-catalog.ts'
import { diffPayloads } from './diff.ts'
import type { Diff } from './diff.ts'
import { lyceum } from './monitor-fixture.ts'
import { payloadOf, payloadOfText } from './raw-payload.ts'

const gradeRules = new CompiledCatalog(lyceum).find('/grades', 'grade.posted', 'in')?.rules ?? []
const diffOf = (before: readonly unknown[], after: readonly unknown[]): Diff => diffPayloads(payloadOf(before), payloadOf(after), [])
const lines = ({ changes }: Diff): string[] => changes.map(({ path, kind, before, after }) => `${kind} ${path}: ${before} -> ${after}`)

test('objects by key, arrays by index, arguments by number; paths as in the catalog', () => {
  const before = [{ gradeId: 'g-1', grade: { score: 80, weight: 2 }, tags: [{ tagId: 'a' }, { tagId: 'b' }], gone: true }, { userId: 'u-1' }]
  const after = [{ gradeId: 'g-1', grade: { score: 93, weight: 2 }, tags: [{ tagId: 'a' }, { tagId: 'c' }, { tagId: 'd' }], since: null }, { userId: 'u-2' }, 7]
  const diff = diffOf(before, after)
  expect(lines(diff)).toEqual([
    'changed grade.score: 80 -> 93',
    'changed tags[1].tagId: "b" -> "c"',
    'added tags[2]: null -> {"tagId":"d"}',
    'removed gone: true -> null',
    'added since: null -> null',
    'changed 1.userId: "u-1" -> "u-2"',
    'added 2: null -> 7',
  ])
  expect([diff.same, diff.leftOut]).toEqual([3, 0])
})

test('a masked value that changed is a change, and its text is nowhere', () => {
  const before = payloadOf([{ gradeId: 'g-1', postedBy: { id: 't-1', name: 'Maria Rossi' }, remark: 'Well done' }])
  const after = payloadOf([{ gradeId: 'g-1', postedBy: { id: 't-1', name: 'Mario Renzi' }, remark: 'Well dont', 'anna@lyceum.example': 'secret' }])
  const diff = diffPayloads(before, after, gradeRules)
  expect(lines(diff)).toEqual(['changed postedBy.name: "M. R." -> "M. R."', 'changed remark: "text of 9 characters" -> "text of 9 characters"', 'added a•••@•••: null -> "text of 6 characters"'])
  expect(JSON.stringify(diff)).not.toMatch(/Maria|Mario|Well|anna|secret/)
})

test('another type is one change of the whole place', () => {
  expect(lines(diffOf([{ a: [1] }], [{ a: { b: 1 } }]))).toEqual(['changed a: [1] -> {"b":1}'])
  expect(lines(diffOf(['x'], [null]))).toEqual(['changed 0: "text of 1 character" -> null'])
})

test('more changes than there is place for are counted', () => {
  const many = (value: number): unknown[] => [Array.from({ length: 1_000 }, () => value)]
  const diff = diffOf(many(1), many(2))
  expect([diff.changes.length, diff.leftOut, diff.same]).toEqual([DIFF_CHANGES_MAX, 1_000 - DIFF_CHANGES_MAX, 0])
})

describe('hostile payloads', () => {
  const deep = (levels: number, inner: string): string => `[${'{"a":'.repeat(levels)}${inner}${'}'.repeat(levels)}]`

  test('nested a hundred thousand times: equal or one change, without a fault', () => {
    expect(diffPayloads(payloadOfText(deep(40_000, '1')), payloadOfText(deep(40_000, '1')), [])).toMatchObject({ changes: [], leftOut: 0, same: 1 })
    const { changes } = diffPayloads(payloadOfText(deep(40_000, '1')), payloadOfText(deep(40_000, '2')), [])
    expect(changes).toEqual([{ path: 'a.a.a.a.a.a.a.a.a.a.a.a', kind: 'changed', before: '"deeper than 12 levels"', after: '"deeper than 12 levels"' }])
  })

  test('five megabytes and no JSON are compared by what is kept of them', () => {
    const big = payloadOfText(JSON.stringify(['x'.repeat(5_000_000)]))
    const bigger = payloadOfText(JSON.stringify(['x'.repeat(5_000_001)]))
    expect(diffPayloads(big, big, [])).toEqual({ changes: [], leftOut: 0, same: 0 })
    expect(diffPayloads(big, bigger, []).changes).toEqual([{ path: '', kind: 'changed', before: '["5000004 bytes, above the size limit: only its size is kept"]', after: '["5000005 bytes, above the size limit: only its size is kept"]' }])
    expect(lines(diffPayloads(payloadOf([{ a: 1 }]), payloadOfText('no json'), []))).toEqual(['changed : [{"a":1}] -> ["7 bytes that are no JSON"]'])
  })

  test('names of the prototype, long keys, long values, halves of pairs', () => {
    const before = payloadOfText('[{"__proto__":{"a":1},"constructor":1,"toString":{"x":1}}]')
    const after = payloadOfText(JSON.stringify([{ constructor: 2, ['k'.repeat(10_000)]: 1, list: Array.from({ length: 5_000 }, () => '😀') }]))
    const diff = diffPayloads(before, after, [])
    expect(diff.changes.map(({ kind }) => kind)).toEqual(['changed', 'removed', 'added', 'added'])
    for (const change of diff.changes) {
      expect(payloadChange.safeParse(change).success).toBe(true)
      expect(change.path.length).toBeLessThan(200)
      expect((change.after ?? '').length).toBeLessThanOrEqual(500)
    }
  })

  test('attachments are not kept, so nothing is said of their content', () => {
    const withFile = payloadOf([{ file: { _placeholder: true, num: 0 }, n: 1 }], 1)
    expect(diffPayloads(withFile, withFile, [])).toMatchObject({ changes: [], same: 1 })
    expect(lines(diffPayloads(withFile, payloadOf([{ file: null, n: 1 }]), []))).toEqual(['changed file: "binary data" -> null'])
  })
})

describe('property', () => {
  const args = fc.array(fc.jsonValue({ maxDepth: 4 }), { maxLength: 3 }) as fc.Arbitrary<unknown[]>

  test('what is equal has no change', () => {
    fc.assert(
      fc.property(args, (value) => {
        expect(diffOf(value, structuredClone(value))).toMatchObject({ changes: [], leftOut: 0 })
      }),
    )
  })

  test('what differs has one, and the other way round it is the same with both sides exchanged', () => {
    fc.assert(
      fc.property(args, args, (a, b) => {
        const [there, back] = [diffOf(a, b), diffOf(b, a)]
        expect(there.changes.length === 0).toBe(JSON.stringify(sorted(a)) === JSON.stringify(sorted(b)))
        expect([back.same, back.changes.length, back.leftOut]).toEqual([there.same, there.changes.length, there.leftOut])
        expect(back.changes.map(line).sort()).toEqual(there.changes.map(exchanged).map(line).sort())
      }),
    )
  })
})

const line = ({ path, kind, before, after }: PayloadChange): string => JSON.stringify([path, kind, before, after])
const exchangedKind = { added: 'removed', removed: 'added', changed: 'changed' } as const
const exchanged = ({ path, kind, before, after }: PayloadChange): PayloadChange => ({ path, kind: exchangedKind[kind], before: after, after: before })

/** Keys in one order, without those that the parser leaves out. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return { items: value.map(sorted) }
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value).filter(([key]) => key !== '__proto__').sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sorted(each)])
}
