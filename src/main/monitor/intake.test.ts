import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EVENT_NAMES_PER_TARGET_MAX, NAMESPACES_PER_TARGET_MAX } from '../../shared/limits.ts'
import { CompiledCatalog } from './compiled-catalog.ts'
import { Counts } from './counts.ts'
import { Intake } from './intake.ts'
import { lyceum, wire } from './monitor-fixture.ts'
import { OTHER } from './names.ts'
import { payloadOfText } from './raw-payload.ts'

function intakeOf(capacity?: number, charsMax?: number): { counts: Counts; intake: Intake } {
  const counts = new Counts()
  counts.useCatalog(counts.addTarget('t1'), new CompiledCatalog(lyceum))
  return { counts, intake: new Intake(counts, capacity, charsMax) }
}

const drop = (): void => {}

test('counts events and bytes by target, namespace, name and direction', () => {
  const { counts, intake } = intakeOf()
  for (const event of [wire('grade.posted', [1]), wire('grade.posted', [22]), wire('grade.posted', [], { direction: 'out' }), wire('grade.posted', [], { namespace: '/talk' }), wire('x', [], { targetId: 't2' })]) intake.event(event)
  expect(counts.list()).toEqual([
    { targetId: 't1', namespace: '/grades', event: 'grade.posted', direction: 'in', count: 2, bytes: 7 },
    { targetId: 't1', namespace: '/grades', event: 'grade.posted', direction: 'out', count: 1, bytes: 2 },
    { targetId: 't1', namespace: '/talk', event: 'grade.posted', direction: 'in', count: 1, bytes: 2 },
    { targetId: 't2', namespace: '/grades', event: 'x', direction: 'in', count: 1, bytes: 2 },
  ])
  expect([intake.accepted, intake.received]).toEqual([5, 4])
})

describe('hostile names', () => {
  test.each(['__proto__', 'constructor', 'hasOwnProperty', '', 'toString', '\ud800'])('%j is a name like any other', (name) => {
    const { counts, intake } = intakeOf()
    intake.event(wire(name, [], { namespace: name, targetId: name }))
    intake.event(wire(name, [], { namespace: name, targetId: name }))
    expect(counts.list()).toEqual([{ targetId: name, namespace: name, event: name, direction: 'in', count: 2, bytes: 4 }])
  })

  test('10,000 characters are cut, with their length', () => {
    const { counts, intake } = intakeOf()
    intake.event(wire('n'.repeat(10_000)))
    intake.event(wire('n'.repeat(10_000)))
    intake.event(wire(`${'n'.repeat(199)}😀${'n'.repeat(9_799)}`))
    expect(counts.list().map(({ event, count }) => [event, count])).toEqual([
      [`${'n'.repeat(200)}… (10000 characters)`, 2],
      [`${'n'.repeat(199)}… (10000 characters)`, 1],
    ])
  })

  test('50,000 distinct names are bounded, the rest is "(other)", the total is exact', () => {
    const { counts, intake } = intakeOf()
    for (let number = 0; number < 50_000; number++) intake.event(wire(`event-${number}`))
    intake.event(wire('grade.posted'))
    const list = counts.list()
    expect(list.length).toBe(EVENT_NAMES_PER_TARGET_MAX + 2)
    expect(list.find((row) => row.event === OTHER)?.count).toBe(50_000 - EVENT_NAMES_PER_TARGET_MAX)
    expect(list.find((row) => row.event === 'grade.posted')?.count).toBe(1)
    expect(list.reduce((sum, row) => sum + row.count, 0)).toBe(50_001)
  })

  test('namespaces are bounded as well, those of the catalog never are "(other)"', () => {
    const { counts, intake } = intakeOf()
    for (let number = 0; number < 500; number++) intake.event(wire('x', [], { namespace: `/n${number}` }))
    intake.event(wire('x', [], { namespace: '/talk' }))
    const namespaces = new Set(counts.list().map((row) => row.namespace))
    expect(namespaces.size).toBe(NAMESPACES_PER_TARGET_MAX + 2)
    expect([namespaces.has(OTHER), namespaces.has('/talk')]).toEqual([true, true])
    expect(counts.list().reduce((sum, row) => sum + row.count, 0)).toBe(501)
  })
})

test('what does not fit is dropped from the queue, never from the counts', () => {
  const { counts, intake } = intakeOf(3)
  for (let number = 0; number < 10; number++) intake.event(wire('x', [number]))
  const seen: string[] = []
  intake.drain((event) => seen.push(event.payload.text))
  expect({ seen, dropped: intake.dropped, accepted: intake.accepted, count: counts.list()[0]?.count, waiting: intake.waiting }).toEqual({ seen: ['[0]', '[1]', '[2]'], dropped: 7, accepted: 10, count: 10, waiting: 0 })
})

test('the queue is bounded in payload text too', () => {
  const { intake } = intakeOf(100, 1_000)
  for (let number = 0; number < 10; number++) intake.event({ ...wire('x'), payload: payloadOfText('y'.repeat(300)) })
  expect([intake.waiting, intake.dropped]).toEqual([3, 7])
})

test('an event that can be an alert still has a place when the queue is full', () => {
  const { intake } = intakeOf(1)
  for (const name of ['x', 'x', 'alarm.raised', 'x']) intake.event(wire(name))
  const seen: string[] = []
  intake.drain((event) => seen.push(event.name))
  expect([seen, intake.dropped]).toEqual([['x', 'alarm.raised'], 2])
})

test('rejections are counted by target and reason', () => {
  const { counts, intake } = intakeOf()
  for (const reason of ['not-json', 'not-json', 'reserved-name'] as const) intake.rejected('t1', reason)
  expect([intake.rejections, [...(counts.target('t1')?.rejected ?? [])]]).toEqual([3, [['not-json', 2], ['reserved-name', 1]]])
})

test('a late event does not bring a removed target back; adding it again does', () => {
  const { counts, intake } = intakeOf()
  intake.event(wire('x'))
  counts.remove('t1')
  intake.event(wire('x'))
  intake.rejected('t1', 'not-json')
  expect([counts.list(), intake.ignored, intake.rejections]).toEqual([[], 1, 0])
  counts.addTarget('t1')
  intake.event(wire('x'))
  expect(counts.list().map((row) => row.count)).toEqual([1])
})

test('another catalog reads the events that are already counted', () => {
  const { counts, intake } = intakeOf()
  intake.event(wire('grade.posted'))
  counts.useCatalog(counts.addTarget('t1'), undefined)
  expect(counts.keys[0]?.event).toBeUndefined()
})

test('accepted = applied + dropped + waiting, and the sum of the counts, for any traffic', () => {
  const names = fc.oneof(fc.string(), fc.constantFrom('grade.posted', 'alarm.raised', '__proto__'))
  const step = fc.oneof({ weight: 8, arbitrary: fc.tuple(names, fc.string({ maxLength: 5 })) }, { weight: 1, arbitrary: fc.constant('drain' as const) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 1, max: 20 }), (steps, capacity) => {
      const { counts, intake } = intakeOf(capacity)
      let applied = 0
      for (const each of steps) {
        if (each === 'drain') applied += intake.drain(drop)
        else intake.event(wire(each[0], [], { namespace: each[1] }))
        expect(intake.accepted).toBe(applied + intake.dropped + intake.waiting)
        expect(intake.waiting).toBeLessThanOrEqual(capacity + 1_000)
      }
      expect(counts.list().reduce((sum, row) => sum + row.count, 0)).toBe(intake.accepted)
    }),
  )
})
