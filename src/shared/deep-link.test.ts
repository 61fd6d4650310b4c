import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readDeepLink, writeDeepLink } from './deep-link.ts'

const text = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }).filter((value) => encodeURIComponentSafe(value))

function encodeURIComponentSafe(value: string): boolean {
  try {
    return encodeURIComponent(value) !== ''
  } catch {
    return false
  }
}

test('what was written is read, whatever the names hold', () => {
  fc.assert(
    fc.property(text, text, text, (targetId, namespace, room) => {
      const place = { kind: 'room', key: { targetId, namespace: `/${namespace}`, room } } as const
      expect(readDeepLink(writeDeepLink(place))).toEqual(place)
    }),
  )
  const person = { kind: 'person', key: { targetId: 'a1', personId: 'name:#1/2?x=é' } } as const
  expect(readDeepLink(writeDeepLink(person))).toEqual(person)
})

test.each([
  '', 'rollcall://', 'rollcall://room/a', 'rollcall://room/a/%2Fx', 'rollcall://room/a/no-slash/room', 'rollcall://run/a/b', 'https://room/a/%2F/b',
  'rollcall://person/a/%E0%A4%A', 'rollcall://person/a/b/c', `rollcall://person/a/${'x'.repeat(5_000)}`, 'rollcall://person//x',
])('%s is no link', (link) => {
  expect(readDeepLink(link)).toBeUndefined()
})
