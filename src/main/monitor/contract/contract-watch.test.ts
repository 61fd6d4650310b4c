import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DRIFT_EXAMPLE_CHARS_MAX, DRIFTS_PER_EVENT_MAX } from '../../../shared/limits.ts'
import { requests } from '../../../shared/ipc.ts'
import { contractHandlers } from '../../contract-desk.ts'
import { grade, lyceum, monitorWithTarget, START_MS, viewOf, wire } from '../monitor-fixture.ts'
import type { Monitor } from '../monitor.ts'
import { payloadOf } from '../raw-payload.ts'
import type { WireEvent } from '../wire-event.ts'

const fields = { gradeId: 'g-1', classId: '7b', score: 80, postedBy: { id: 'u-1', name: 'Maria Rossi' }, postedAt: '2026-11-23T10:00:00Z' }

function monitorWith(...events: WireEvent[]): Monitor {
  const monitor = monitorWithTarget({ nowUs: () => 0 })
  for (const event of events) monitor.event(event)
  monitor.drain(START_MS)
  return monitor
}

function listOf(monitor: Monitor, targetId: string | null = null, nowMs = START_MS) {
  return requests['drift:list'].answer.parse(contractHandlers(monitor, () => nowMs)['drift:list']({ targetId }))
}

function marks(monitor: Monitor): unknown[] {
  return monitor.feed.frame(100).tail.map(({ event, drift }) => `${event} ${drift}`)
}

const states = (monitor: Monitor): unknown[] => monitor.counts().map(({ event, direction, contract }) => `${event} ${direction} ${contract}`)

describe('marks and states', () => {
  test('each event says how it stands to its catalog', () => {
    const monitor = monitorWith(
      grade(1),
      wire('grade-created', [fields]),
      wire('grade.posted', [{ ...fields, score: '80' }]),
      wire('lesson.begun', [{}]),
      wire('message', [{ from: fields.postedBy, body: 'x', topic: 'y' }]),
      wire('system.halt', [{ anything: 1 }], { namespace: '/' }),
      wire('alarm.raised', [{ alarmId: 'a', studentId: 's', type: 'late', reason: 'x' }], { direction: 'out', feedSocketId: 's1' }),
    )
    expect(marks(monitor)).toEqual(['grade.posted no', 'grade-created variant', 'grade.posted drift', 'lesson.begun undocumented', 'message drift', 'system.halt no', 'alarm.raised drift'])
    expect(states(monitor)).toEqual(['grade.posted in drift', 'grade-created in known-variant', 'lesson.begun in undocumented', 'message in drift', 'system.halt in ok', 'alarm.raised out drift'])
    expect(listOf(monitor).rows.map(({ event, kind, path, expected, found, count, compared, received }) => [event, kind, path, expected, found, count, compared, received])).toEqual([
      ['alarm.raised', 'wrong-direction', '', 'server to client', 'client to server', 1, 1, 1],
      ['message', 'wrong-namespace', '', '/talk', '/grades', 1, 1, 1],
      ['lesson.begun', 'unknown-event', '', 'a name of the catalog', 'another name', 1, 1, 1],
      ['grade.posted', 'wrong-type', 'score', 'number', 'text of 2 characters', 1, 2, 2],
    ])
  })

  test('a server without a catalog of events is unchecked, and another catalog judges anew', () => {
    const monitor = monitorWith(wire('lesson.begun'))
    monitor.addCatalog({ ...lyceum, id: 'blank', events: [] })
    monitor.targetChanged(viewOf('t1', { catalogId: 'blank' }), START_MS)
    expect(states(monitor)).toEqual(['lesson.begun in unchecked'])
    monitor.event(wire('lesson.begun'))
    monitor.drain(START_MS)
    expect([listOf(monitor).rows, states(monitor)]).toEqual([[], ['lesson.begun in unchecked']])
  })

  test('what this console and a server agreed on is no drift; any other unknown name is', () => {
    const monitor = monitorWith()
    monitor.contract.agreed = (targetId, namespace, name) => targetId === 't1' && namespace === '/grades' && name.startsWith('admin:broadcast')
    for (const name of ['admin:broadcast:receipt', 'admin:other']) monitor.event(wire(name))
    monitor.drain(START_MS)
    expect(states(monitor)).toEqual(['admin:broadcast:receipt in unchecked', 'admin:other in undocumented'])
    expect(listOf(monitor).rows.map(({ event, kind }) => `${event} ${kind}`)).toEqual(['admin:other unknown-event'])
  })

  test('payloads that cannot be read are unchecked', () => {
    const monitor = monitorWith({ ...grade(1), payload: payloadOf(['x'.repeat(400_000)]) })
    expect(marks(monitor)).toEqual(['grade.posted unchecked'])
    expect(listOf(monitor).checked).toEqual({ offered: 1, compared: 0, recentShare: null, timeShare: null })
  })
})

describe('the table', () => {
  test('counts, first and last seen, and one masked example beside the contract', () => {
    const bad = { ...fields, score: 'eighty', 'rosa.lind@school.example': 1 }
    const monitor = monitorWith(wire('grade.posted', [bad]), wire('grade.posted', [{ ...bad, score: 'other' }], { atMs: START_MS + 900 }))
    const { rows } = listOf(monitor)
    expect(rows.map(({ kind, path, count, firstAtMs, lastAtMs }) => [kind, path, count, firstAtMs - START_MS, lastAtMs - START_MS])).toEqual([
      ['extra-field', 'r•••@•••', 2, 0, 900],
      ['wrong-type', 'score', 2, 0, 900],
    ])
    const answer = requests['drift:get'].answer.parse(contractHandlers(monitor, () => START_MS)['drift:get']({ id: rows[1]?.id ?? '' }))
    if (!answer.ok) throw new Error('no detail')
    const { example, exampleJson, contract, contractText, source } = answer.value
    expect(JSON.stringify(answer.value)).not.toMatch(/maria|rosa|eighty/i)
    expect(exampleJson).toContain('"score": "text of 6 characters"')
    expect(example[0]?.children.find(({ key }) => key === 'score')).toMatchObject({ kind: 'string', masked: true })
    expect(contract[0]?.children.map(({ key, text, masked }) => [key, text, masked])).toEqual([
      ['gradeId', 'text or number', false],
      ['classId', 'text or number', false],
      ['score', 'number', false],
      ['postedBy', '2', false],
      ['remark?', 'text (text, masked)', true],
      ['postedAt', 'text, date-time', false],
    ])
    expect(JSON.parse(contractText)).toEqual(lyceum.events[0]?.args)
    expect(source).toBe('Lyceum document, "Grades"')
    expect(contractHandlers(monitor, () => START_MS)['drift:get']({ id: '99' })).toMatchObject({ ok: false })
  })

  test('is bounded, tells what did not fit, and one event cannot fill it', () => {
    const monitor = monitorWithTarget({ nowUs: () => 0 })
    for (let number = 0; number < 200; number++) monitor.event(wire('grade.posted', [{ ...fields, [`extra${number}`]: 1 }]))
    monitor.drain(START_MS)
    expect([listOf(monitor).rows.length, listOf(monitor).notKept]).toEqual([DRIFTS_PER_EVENT_MAX, 200 - DRIFTS_PER_EVENT_MAX])
    for (let number = 0; number < 3_000; number++) monitor.event(wire(`strange.${number}`))
    for (let number = 0; number < 3_000; number++) monitor.event(wire(`strange.${number}`))
    monitor.drain(START_MS)
    const { rows, capacity, notKept } = listOf(monitor)
    expect([rows.length, capacity]).toEqual([capacity, 1_000])
    // Every event that differed is in a row or among those that found no place.
    expect(rows.reduce((sum, { count }) => sum + count, 0) + notKept).toBe(200 + 6_000)
  })

  test('an example that is too large is left out', () => {
    const monitor = monitorWith(wire('lesson.begun', ['x'.repeat(DRIFT_EXAMPLE_CHARS_MAX)]), wire('lesson.ended', ['x']))
    expect(listOf(monitor).rows.map(({ hasExample }) => hasExample)).toEqual([true, false])
  })

  test('what belongs to a removed target leaves', () => {
    const monitor = monitorWith(wire('lesson.begun'))
    monitor.targetChanged(viewOf('t2'), START_MS)
    monitor.event(wire('lesson.begun', [], { targetId: 't2' }))
    monitor.drain(START_MS)
    expect([listOf(monitor).rows.length, listOf(monitor, 't2').rows.length]).toEqual([2, 1])
    monitor.targetRemoved('t1')
    expect([listOf(monitor).rows.map(({ targetId }) => targetId), monitor.contract.book.exampleNodes]).toEqual([['t2'], 0])
  })

  test('counts always add up, whatever arrives', () => {
    const name = fc.constantFrom('grade.posted', 'message', 'alarm.raised', 'unknown', 'pong', '__proto__', 'x'.repeat(500))
    const event = fc.record({ name, args: fc.array(fc.oneof(fc.jsonValue(), fc.constant(fields)), { maxLength: 3 }), direction: fc.constantFrom('in' as const, 'out' as const), namespace: fc.constantFrom('/', '/grades', '/talk', '/none') })
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const monitor = monitorWithTarget({ nowUs: () => 0 })
        for (const { name: called, args, direction, namespace } of events) monitor.event(wire(called, args, { direction, namespace }))
        monitor.drain(START_MS)
        const { checked, rows } = listOf(monitor)
        expect(checked.compared).toBe(checked.offered)
        expect(rows.length).toBeLessThanOrEqual(1_000)
        for (const row of rows) expect(row.count).toBeLessThanOrEqual(row.received)
        for (const row of monitor.feed.frame(100).tail) expect(row.drift).not.toBe('unchecked')
      }),
      { numRuns: 100 },
    )
  })
})

test('above the budget payloads are sampled, names are not, and the share is told', () => {
  let nowUs = 0
  // A clock in which everything takes long: 100 us between two readings.
  const monitor = monitorWithTarget({ nowUs: () => (nowUs += 100) })
  for (let second = 0; second < 5; second++) {
    for (let number = 0; number < 2_000; number++) {
      monitor.event(grade(number, { atMs: START_MS + second * 1_000 }))
      monitor.event(wire('lesson.begun', [], { atMs: START_MS + second * 1_000 }))
    }
    monitor.drain(START_MS + second * 1_000)
  }
  const { rows, checked } = listOf(monitor, null, START_MS + 5_000)
  expect(rows.map(({ event, count }) => [event, count])).toEqual([['lesson.begun', 10_000]])
  expect(checked.offered).toBe(10_000)
  expect(checked.compared).toBeGreaterThanOrEqual(5)
  expect(checked.compared).toBeLessThan(1_500)
  expect(checked.recentShare).toBeGreaterThan(0)
  expect(checked.recentShare).toBeLessThan(1)
})
