import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Catalog, CatalogEvent } from '../../../shared/catalog.ts'
import { DIFFERENCES_MAX } from '../../../shared/limits.ts'
import { anyOf, bool, id, int, isoDate, isoTime, list, num, obj, oneOf, open, personName } from '../../../shared/payload-schema.ts'
import type { PayloadSchema } from '../../../shared/payload-schema.ts'
import type { Direction } from '../compiled-catalog.ts'
import { checkArguments, checkName } from './check.ts'
import type { KnownEvent } from './check.ts'
import { argsOf, directionsOf, namespacesOf, platforms, sampleOf } from './contract-fixture.ts'
import { differencesIn } from './differences.ts'
import { compileFits } from './schema-fits.ts'

interface Live {
  readonly catalog: Catalog
  readonly namespace: string
  readonly name: string
  readonly direction: Direction
  readonly args: readonly unknown[]
}

/** All that the check finds, as `kind path`; `fits` or `variant` where nothing is wrong. */
function found({ catalog, namespace, name, direction, args }: Live): string[] {
  const check = checkName(catalog, namespace, name, direction)
  if (check.is === 'unchecked') return ['unchecked']
  if (check.is === 'drift') return [check.difference.kind]
  const result = checkArguments(check, args)
  return result.is === 'drift' ? result.differences.map(({ kind, path }) => `${kind} ${path}`) : [result.is]
}

/** Each place where an event may occur, with its documented payload in the given form. */
function documentedOf(catalog: Catalog, whole: boolean, option: number): (Live & { spec: CatalogEvent })[] {
  return catalog.events.flatMap((spec) =>
    directionsOf(spec).flatMap((direction) =>
      namespacesOf(catalog, spec).map((namespace) => ({ spec, catalog, namespace, name: spec.name, direction, args: (argsOf(spec, direction) ?? []).map((schema) => sampleOf(schema, whole, option)) })),
    ),
  )
}

describe.each(platforms.map((catalog) => [catalog.name, catalog] as const))('%s', (_, catalog) => {
  test('each event of the catalog conforms, with and without its optional fields, in every form and direction', () => {
    for (const option of [0, 1, 2, 3, 4]) {
      for (const whole of [true, false]) {
        for (const { spec, ...live } of documentedOf(catalog, whole, option)) {
          expect([live.namespace, live.name, live.direction, ...found(live)]).toEqual([live.namespace, live.name, live.direction, spec.source.startsWith('as deployed') ? 'variant' : 'fits'])
        }
      }
    }
  })

  test('each known variant and each other name is a known variant', () => {
    let variants = 0
    for (const spec of catalog.events) {
      for (const direction of directionsOf(spec)) {
        for (const namespace of namespacesOf(catalog, spec)) {
          const args = (argsOf(spec, direction) ?? []).map((schema) => sampleOf(schema))
          for (const name of spec.alsoKnownAs ?? []) expect([name, ...found({ catalog, namespace, name, direction, args })]).toEqual([name, 'variant'])
          for (const variant of spec.variants ?? []) {
            variants++
            // The last word of a closed list is the variant's own where it only adds words.
            const option = Math.max(...variant.args.map(lastOption))
            expect([spec.name, variant.note, ...found({ catalog, namespace, name: spec.name, direction, args: variant.args.map((schema) => sampleOf(schema, true, option)) })]).toEqual([spec.name, variant.note, 'variant'])
          }
        }
      }
    }
    if (catalog.id !== 'flask-lms' && catalog.id !== 'endiapi') expect(variants).toBeGreaterThan(2)
  })

  test('what the document gives no payload for never drifts in form', () => {
    for (const { spec, ...live } of documentedOf(catalog, true, 0)) {
      if (argsOf(spec, live.direction) !== null) continue
      for (const args of [[], [null], ['x'], [{ anything: [1] }], [1, 2, 3]]) expect(['fits', 'variant']).toContain(found({ ...live, args })[0])
    }
  })
})

/** Number of the word in the first closed list whose last word the documented form does not have. */
function lastOption(schema: PayloadSchema): number {
  const added = Object.values(schema.properties ?? {}).flatMap((field) => (field.enum ?? []).map((word, index) => [word, index] as const)).find(([word]) => ['ATTENDANCE_ALERT'].includes(String(word)))
  return added?.[1] ?? 0
}

describe('ten mutations, on every platform', () => {
  type Fields = Record<string, unknown>
  /** Documented events with one object that has a required field of text and is no known variant without it. */
  const objects = platforms.map((catalog) => {
    const lives = documentedOf(catalog, false, 0).filter(({ args, spec, direction }) => args.length === 1 && Object.keys(args[0] ?? {}).length > 0 && argsOf(spec, direction)?.[0]?.anyOf === undefined && spec.args !== null && typeof args[0] === 'object')
    // endiAPI has one event, whose form is one of five.
    return { catalog, lives: lives.length > 0 ? lives : documentedOf(catalog, false, 0).filter(({ args }) => args.length === 1) }
  })
  const each = objects.flatMap(({ catalog, lives }) => lives.map((live) => [catalog.name, `${live.namespace} ${live.name} ${live.direction}`, live] as const))

  test('there are some of each platform', () => {
    expect(objects.map(({ lives }) => lives.length > 0)).toEqual([true, true, true, true, true])
    expect(each.length).toBeGreaterThan(60)
  })

  test.each(each)('%s %s', (_name, _event, { spec: _spec, ...live }) => {
    const sample = live.args[0] as Fields
    const [first] = Object.keys(sample) as [string]
    const without = Object.fromEntries(Object.entries(sample).filter(([name]) => name !== first))
    const mutated = (value: unknown): string[] => found({ ...live, args: [value] })
    // Renamed, dropped, added: by name, unless the catalog knows that very form as a variant.
    if (!mutated(without).includes('variant')) {
      expect(mutated({ ...without, [`${first}X`]: sample[first] })).toEqual(expect.arrayContaining([`missing-field ${first}`, `extra-field ${first}X`]))
      expect(mutated(without)).toContain(`missing-field ${first}`)
    }
    expect(mutated({ ...sample, surplus: 1 })).toEqual(['extra-field surplus'])
    expect(mutated([sample])).toEqual(['wrong-type 0'])
    expect(mutated(null)).toEqual(['wrong-type 0'])
    expect(found({ ...live, args: [] })).toEqual(['missing-argument 0'])
    expect(found({ ...live, args: [...live.args, 1] })).toEqual(['extra-argument 1'])
    for (const [name, value] of Object.entries(sample)) {
      if (typeof value === 'number') expect(mutated({ ...sample, [name]: '80' })).toContain(`wrong-type ${name}`)
      if (typeof value === 'boolean') expect(mutated({ ...sample, [name]: 'yes' })).toContain(`wrong-type ${name}`)
    }
    expect(found({ ...live, name: `${live.name}.surprise` })).toEqual(['unknown-event'])
    expect(found({ ...live, name: `${live.name}_` })).toEqual(['unknown-event'])
  })

  test('direction and namespace are caught by name on every platform that has two of them', () => {
    const wrong = { direction: 0, namespace: 0 }
    for (const [, , { spec, ...live }] of each) {
      const other = live.direction === 'in' ? 'out' : 'in'
      const same = live.catalog.events.filter((event) => event.name === spec.name || event.alsoKnownAs?.includes(spec.name) === true)
      if (same.every((event) => event.direction === spec.direction) && spec.direction !== 'both') {
        wrong.direction++
        expect(found({ ...live, direction: other })).toEqual(['wrong-direction'])
      }
      if (same.length === 1 && !spec.namespaces.includes('*')) {
        wrong.namespace++
        expect(found({ ...live, namespace: '/elsewhere' })).toEqual(['wrong-namespace'])
      }
    }
    expect(wrong.direction).toBeGreaterThan(30)
    expect(wrong.namespace).toBeGreaterThan(30)
  })

  test('a value outside its closed list, on every platform that has one', () => {
    const caught = new Set<string>()
    for (const [name, , { spec, ...live }] of each) {
      const fields = argsOf(spec, live.direction)?.[0]?.properties ?? {}
      for (const [field, schema] of Object.entries(fields)) {
        if (schema.enum === undefined) continue
        caught.add(name)
        expect(found({ ...live, args: [{ ...(live.args[0] as Fields), [field]: 'OUTSIDE' }] })).toEqual([`outside-enum ${field}`])
      }
    }
    const [endi] = documentedOf(platforms[4] as Catalog, false, 0)
    expect(found({ ...(endi as Live), args: [{ ...(endi?.args[0] as Fields), type: 'quiz/created' }] })).toEqual(['outside-enum type'])
    expect([...caught].sort()).toEqual(['AprendeAI', 'SkillCore'])
  })
})

describe('forms', () => {
  const check = (schema: PayloadSchema, value: unknown): string[] => differencesIn([schema], [value]).map(({ kind, path, expected, found: what }) => `${kind} ${path}: ${expected} / ${what}`)

  test('paths are those of the catalogs, items of a list are one place', () => {
    const schema = obj({ id, by: obj({ name: personName }), users: list(obj({ id, 'age?': int })), at: isoTime, day: isoDate })
    expect(check(schema, { id: 1, by: {}, users: [{ id: 1, age: 'x' }, { age: 1.5, id: null }], at: '2026-11-23 10:00', day: '23.11.2026' })).toEqual([
      'missing-field by.name: text / nothing',
      'wrong-type users[].age: integer / text of 1 character',
      'wrong-type users[].age: integer / number 1.5',
      'wrong-type users[].id: text or number / null',
      'wrong-format at: text, date-time / "2026-11-23 10:00"',
      'wrong-format day: text, date / text of 10 characters',
    ])
    expect(differencesIn([open, obj({ a: int })], ['x', { a: 'b' }]).map(({ path }) => path)).toEqual(['1.a'])
    expect(check(list(int), ['x'])).toEqual(['wrong-type 0[]: integer / text of 1 character'])
  })

  test('nothing of a person is in a difference', () => {
    const schema = obj({ name: personName, mail: { type: 'integer' }, status: oneOf('on', 'off') })
    const text = JSON.stringify(check(schema, { name: 5, mail: 'rosa.lind@school.example', status: 'Rosa Lind', 'rosa@school.example': 1, 'Rosa Lind said': 2 }))
    expect(text).not.toMatch(/rosa|lind/i)
    expect(text).toContain('extra-field r•••@•••')
  })

  test('of several forms the nearest one explains', () => {
    const forms = anyOf(obj({ kind: oneOf('a'), x: num, y: num, z: num }), obj({ kind: oneOf('b'), p: num }))
    expect(check(forms, { kind: 'a', x: 1, y: 'no', z: 2 })).toEqual(['wrong-type y: number / text of 2 characters'])
    expect(check(anyOf(open, obj({ a: num })), { b: 1 })).toEqual(['missing-field a: number / nothing', 'extra-field b: no such field / number'])
    expect(check(anyOf(open, num), true)).toEqual(['wrong-type 0: text or number / true'])
  })

  test('hostile payloads end within the bound', () => {
    const schema = obj({ users: list(obj({ id: int })) })
    const deep: unknown = JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`)
    for (const value of [deep, null, undefined, { users: Array.from({ length: 100_000 }, () => ({})) }, Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`k${index}`, index])), { constructor: 1, toString: 2, hasOwnProperty: 3 }]) {
      const list = differencesIn([schema], [value])
      expect(list.length).toBeGreaterThan(0)
      expect(list.length).toBeLessThanOrEqual(DIFFERENCES_MAX)
    }
  })

  test('fits and differences never contradict each other', () => {
    const leaf = fc.constantFrom<PayloadSchema>(id, open, num, int, bool, isoTime, personName, oneOf('a', 'b', 3), {}, { type: 'null' }, { type: 'object' }, { type: 'array' })
    const { schema } = fc.letrec<{ schema: PayloadSchema }>((tie) => ({
      schema: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, fc.dictionary(fc.constantFrom('a', 'b', 'c?', 'toString'), tie('schema')).map(obj), tie('schema').map(list), fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((options) => anyOf(...options))),
    }))
    const value = fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom('a', 'b', 'c', 'toString', 'x'), fc.jsonValue()), fc.constantFrom('a', 'b', 3, '2026-11-23T10:00:00Z'))
    fc.assert(fc.property(schema, value, (form, any) => compileFits(form)(any) === (differencesIn([form], [any]).length === 0)), { numRuns: 3_000 })
    fc.assert(fc.property(schema, fc.boolean(), fc.nat(4), (form, whole, option) => compileFits(form)(sampleOf(form, whole, option))), { numRuns: 1_000 })
  })

  test('a catalog without events says nothing, a name above the cap is unknown', () => {
    const empty = { ...(platforms[0] as Catalog), events: [] }
    expect(checkName(empty, '/', 'x', 'in')).toEqual({ is: 'unchecked' })
    expect((checkName(platforms[0] as Catalog, '/', '(other)', 'in') as { difference: { kind: string } }).difference.kind).toBe('unknown-event')
    const known = checkName(platforms[0] as Catalog, '/gradebook', 'grade.posted', 'in') as KnownEvent
    expect(checkArguments(known, undefined)).toEqual({ is: 'not-compared' })
  })
})
