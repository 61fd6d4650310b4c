import { describe, expect, test } from 'vitest'
import { catalogSchema } from '../../../shared/catalog.ts'
import type { CatalogEvent } from '../../../shared/catalog.ts'
import { requests } from '../../../shared/ipc.ts'
import { anyServer } from '../../../shared/platforms/any-server.ts'
import { contractHandlers } from '../../contract-desk.ts'
import { START_MS, viewOf, wire } from '../monitor-fixture.ts'
import { Monitor } from '../monitor.ts'
import type { WireEvent } from '../wire-event.ts'
import { argsOf, directionsOf, namespacesOf, platforms, sampleOf } from './contract-fixture.ts'
import { inferSchema } from './infer-schema.ts'
import { compileFits } from './schema-fits.ts'

function learning(events: readonly WireEvent[]): Monitor {
  const monitor = new Monitor({ catalogs: [anyServer], startedAtMs: START_MS, nowUs: () => 0 })
  monitor.targetChanged(viewOf('t1', { catalogId: 'any', name: 'Lincoln: live' }), START_MS)
  for (const event of events) monitor.event(event)
  monitor.drain(START_MS)
  return monitor
}

function learn(monitor: Monitor) {
  const answer = requests['contract:learn'].answer.parse(contractHandlers(monitor, () => START_MS)['contract:learn']({ targetId: 't1' }))
  if (!answer.ok) throw new Error(answer.problem.what)
  return answer.value
}

const seen = (name: string, args: readonly unknown[], more: Partial<WireEvent> = {}): WireEvent => wire(name, args, { namespace: '/', feedSocketId: 's1', ...more })

describe('forms', () => {
  test('ids, times, closed lists and numbers are open; every other string is masked', () => {
    const values = Array.from({ length: 20 }, (_, index) => ({
      id: index % 2 ? `g-${index}` : index, at: '2026-11-23T10:00:00Z', day: '2026-11-23', status: index % 3 ? 'present' : 'absent', email: `p${index}@school.example`,
      studentName: 'Rosa Lind', comment: `well done ${index}`, nickname: 'rosa', score: index / 2, count: index, ok: true, nothing: null, birthday: '2012-03-04',
      ...(index > 3 && { late: 'x y' }), tags: index ? ['some text'] : [], nested: { typeOf: [{ kind: 'a' }] },
    }))
    const schema = inferSchema(values)
    expect(schema.properties).toEqual({
      id: { anyOf: [{ type: 'string', 'x-open': true }, { type: 'number' }] },
      at: { type: 'string', format: 'date-time', 'x-open': true },
      day: { type: 'string', format: 'date', 'x-open': true },
      status: { type: 'string', enum: ['absent', 'present'], 'x-open': true },
      email: { type: 'string', 'x-mask': 'email' },
      studentName: { type: 'string', 'x-mask': 'name' },
      comment: { type: 'string', 'x-mask': 'text' },
      nickname: { type: 'string', 'x-mask': 'name' },
      score: { type: 'number' },
      count: { type: 'integer' },
      ok: { type: 'boolean' },
      nothing: { type: 'null' },
      birthday: { type: 'string', 'x-mask': 'text' },
      late: { type: 'string', 'x-mask': 'text' },
      tags: { type: 'array', items: { type: 'string', 'x-mask': 'text' } },
      nested: { type: 'object', properties: { typeOf: { type: 'array', items: { type: 'object', properties: { kind: { type: 'string', enum: ['a'], 'x-open': true } }, required: ['kind'] } } }, required: ['typeOf'] },
    })
    expect(schema.required).not.toContain('late')
    for (const value of values) expect(compileFits(schema)(value)).toBe(true)
  })

  test('an object whose keys are people stays open, and no key of it is told', () => {
    expect(inferSchema([{ 'rosa@school.example': 1 }])).toEqual({ type: 'object' })
    expect(inferSchema([Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`u${index}`, 1]))])).toEqual({ type: 'object' })
  })

  test('hostile values are learned within bounds', () => {
    const deep: unknown = JSON.parse(`${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`)
    const schema = inferSchema([deep, null, 1, 'x', [], [[[]]], { constructor: 1, ['x'.repeat(10_000)]: 1 }])
    expect(JSON.stringify(schema).length).toBeLessThan(5_000)
  })
})

describe('a draft', () => {
  test('names, directions, namespaces and forms, as a catalog that can be saved', () => {
    const many = Array.from({ length: 80 }, (_, index) => seen('note.added', [{ noteId: index, text: `n ${index}` }]))
    const value = learn(learning([
      ...many,
      seen('note.added', [{ noteId: 1, text: 'x' }], { namespace: '/talk' }),
      seen('draw', [{ x: 1 }]),
      seen('draw', [1, 2], { direction: 'out' }),
      seen('draw', [1, 2, 3], { direction: 'out' }),
      seen('draw', [1, 2], { direction: 'out' }),
      wire('own.ping', [], { direction: 'out' }),
      seen('x'.repeat(300), []),
      seen('rosa@school.example said', []),
    ]))
    expect(catalogSchema.parse(value.catalog)).toMatchObject({ id: 'learned-lincoln-live', name: 'Lincoln: live (learned)' })
    expect(value.events).toEqual([
      { name: 'draw', direction: 'both', namespaces: ['/'], count: 4, samples: 4 },
      { name: 'note.added', direction: 'server-to-client', namespaces: ['/', '/talk'], count: 81, samples: 50 },
    ])
    expect(value.leftOut).toBe(2)
    const [draw, note] = value.catalog.events as [CatalogEvent, CatalogEvent]
    expect([draw.args?.length, draw.sendArgs?.length, draw.variants?.map(({ args }) => args.length)]).toEqual([1, 2, [3]])
    expect(note.args).toEqual([{ type: 'object', properties: { noteId: { anyOf: [{ type: 'string', 'x-open': true }, { type: 'number' }] }, text: { type: 'string', 'x-mask': 'text' } }, required: ['noteId', 'text'] }])
    expect(value.catalog.namespaces.map(({ name }) => name)).toEqual(['/', '/talk'])
  })

  test('what was learned from a platform finds no drift in the same traffic', () => {
    for (const catalog of platforms) {
      const traffic = catalog.events.flatMap((spec) =>
        directionsOf(spec).flatMap((direction) => namespacesOf(catalog, spec).flatMap((namespace) => [0, 1, 2].map((option) => seen(spec.name, (argsOf(spec, direction) ?? []).map((schema) => sampleOf(schema, option > 0, option)), { namespace, direction })))),
      )
      const monitor = learning(traffic)
      const { catalog: learned } = learn(monitor)
      monitor.addCatalog(learned)
      monitor.targetChanged(viewOf('t1', { catalogId: learned.id }), START_MS)
      for (const event of traffic) monitor.event(event)
      monitor.drain(START_MS)
      expect([catalog.name, monitor.contract.book.list(null).map(({ key, difference }) => [key.name, difference])]).toEqual([catalog.name, []])
      expect(monitor.contract.checked(START_MS).compared).toBeGreaterThan(0)
    }
  })

  test('a server that said nothing, or that is not known, is a failure in words', () => {
    const handlers = contractHandlers(learning([]), () => START_MS)
    expect(handlers['contract:learn']({ targetId: 't1' })).toMatchObject({ ok: false })
    expect(handlers['contract:learn']({ targetId: 'none' })).toMatchObject({ ok: false })
    expect(handlers['contract:export']({ targetId: 't1' })).toMatchObject({ ok: false, problem: { what: 'This platform has no contract to export.' } })
  })
})
