import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compilePath, readAt } from './compiled-path.ts'
import { LazyPayload } from './raw-payload.ts'
import { compileSkim, skim } from './skim.ts'

const sources = ['id', 'a.b', 'a.b.c', 'user.id', '1.id', '1.user.name', '2.x', 'constructor', 'length', 'é']
const paths = sources.map(compilePath)
const plan = compileSkim(paths) ?? []

/** What the readers of a payload see at a path: texts, numbers, flags, and that something is there. */
function seen(args: readonly unknown[] | undefined): unknown[] | undefined {
  return args && paths.map((path) => {
    const value = readAt(args, path)
    return typeof value === 'object' && value !== null ? 'an object' : value
  })
}

function parsed(text: string): unknown[] | undefined {
  try {
    const args: unknown = JSON.parse(text)
    return Array.isArray(args) ? args : undefined
  } catch {
    return undefined
  }
}

/** Skims a list as an event's payload has it: alone, and behind a name in a packet. */
function bothWays(text: string): (unknown[] | undefined)[] {
  const packet = `2/a,["x",${text.slice(text.indexOf('[') + 1)}`
  return text.trimStart().startsWith('[') && !/^\s*\[\s*\]/.test(text) ? [skim(text, -1, plan), skim(packet, packet.indexOf(',"x",') < 0 ? packet.indexOf('["x",') + 5 : 0, plan)] : [skim(text, -1, plan)]
}

const key = fc.oneof(fc.constantFrom('id', 'a', 'b', 'c', 'user', 'name', 'x', '__proto__', 'constructor', 'length', 'é'), fc.string({ unit: 'grapheme', maxLength: 4 }))
const leaf = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.constantFrom(true, false, null, '', '\\', '"', 'a\nb', '\ud800', '\u2028'))
const value = fc.letrec((tie) => ({
  any: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('any'), { maxLength: 3 }), tie('object')),
  /** Text of an object, with keys that come twice. */
  object: fc.array(fc.tuple(key, tie('any')), { maxLength: 6 }).map((entries) => ({ entries })),
})).any

/** JSON text of such a value, with blanks where JSON allows them. */
function textOf(from: unknown, blank: string): string {
  if (Array.isArray(from)) return `[${blank}${from.map((each) => textOf(each, blank)).join(`${blank},`)}${blank}]`
  if (typeof from === 'object' && from !== null) return `{${blank}${(from as { entries: [string, unknown][] }).entries.map(([name, each]) => `${JSON.stringify(name)}${blank}:${blank}${textOf(each, blank)}`).join(`${blank},${blank}`)}${blank}}`
  return JSON.stringify(from)
}

const texts = fc.tuple(fc.array(value, { maxLength: 4 }), fc.constantFrom('', ' ', '\n\t\r')).map(([args, blank]) => textOf(args, blank))

test('what is skimmed is what JSON.parse gives, or nothing', () => {
  let skimmed = 0
  fc.assert(fc.property(texts, (text) => {
    for (const args of bothWays(text)) {
      if (args === undefined) continue
      skimmed++
      expect(seen(args)).toEqual(seen(parsed(text)))
    }
  }), { numRuns: 3_000 })
  expect(skimmed).toBeGreaterThan(1_000)
})

test('what is no JSON is not skimmed: one character changed, left out or put in', () => {
  const change = fc.record({ at: fc.nat(), what: fc.constantFrom('replace', 'remove', 'insert', 'cut'), by: fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', ':', '0', '-', '.', 'e', 'u', 'x', '\n', '\u0000', ' ') })
  let malformed = 0
  fc.assert(fc.property(texts, change, (text, { at, what, by }) => {
    const place = text.length === 0 ? 0 : at % text.length
    const changed = what === 'cut' ? text.slice(0, place) : text.slice(0, place) + (what === 'remove' ? '' : by) + text.slice(what === 'insert' ? place : place + 1)
    const args = parsed(changed)
    if (args === undefined) malformed++
    const found = skim(changed, -1, plan)
    if (found !== undefined) expect(seen(found)).toEqual(seen(args))
  }), { numRuns: 5_000 })
  expect(malformed).toBeGreaterThan(500)
})

test.each([
  ['[{"id":"u1","user":{"id":7,"name":"x"}},{"id":true}]', ['u1', undefined, undefined, 7, true, undefined, undefined, undefined, undefined, undefined]],
  ['[{"id":"u1","id":"u2","a":{"b":1},"a":{}}]', ['u2', undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined]],
  ['[{"__proto__":{"id":"evil"}}]', Array.from({ length: 10 }, () => undefined)],
  ['[]', Array.from({ length: 10 }, () => undefined)],
])('reads %s without parsing', (text, values) => {
  expect(seen(skim(text, -1, plan))).toEqual(values)
})

test.each(['[{"i\\u0064":"x"}]', '[{"id":"a\\nb"}]', '[{"id":{}}]', '[{"id":[1]}]', `[${'['.repeat(100_000)}${']'.repeat(100_000)}]`, '[{"id":01}]', '[{"id":"x"}] x', '[{"id":"x"},]', 'null', '', '[', '[{"id":"\u0000"}]'].map((text) => [text.slice(0, 40), text] as const))('leaves %s to JSON.parse', (_start, text) => {
  expect(skim(text, -1, plan)).toBeUndefined()
})

test('a plan is for named entries only', () => {
  expect([[''], ['0'], ['list.0'], ['__proto__.x'], ['id']].map((each) => compileSkim(each.map(compilePath)) !== undefined)).toEqual([false, false, false, false, true])
})

test('a payload that was cut is not skimmed', () => {
  const payload = new LazyPayload(`["${'x'.repeat(500)}"]`, 504, 0, 100)
  expect([payload.cut, payload.skim(plan), payload.args()]).toEqual([true, undefined, undefined])
})
