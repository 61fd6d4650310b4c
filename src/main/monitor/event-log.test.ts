import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Counts } from './counts.ts'
import { EventLog } from './event-log.ts'
import type { LogLimits, Reading } from './event-log.ts'
import { START_MS, wire } from './monitor-fixture.ts'
import { payloadOf, payloadOfText } from './raw-payload.ts'

const counts = new Counts()
const nothing: Reading = { room: undefined, person: undefined, severity: null }
const limits: LogLimits = { capacity: 5, bytes: 10_000, perSecond: 1_000 }

function append(log: EventLog, more: { atMs?: number; text?: string; alert?: boolean; targetId?: string } = {}): number | undefined {
  const event = { ...wire('x', [], { atMs: more.atMs ?? START_MS, targetId: more.targetId ?? 't1' }), payload: more.text === undefined ? payloadOf([1]) : payloadOfText(more.text) }
  const key = counts.key(event.targetId, event.namespace, event.name, 'in')
  if (!key) throw new Error('no key')
  return log.append(event, key, more.alert ? { ...nothing, severity: 'critical' } : nothing)?.seq
}

test('keeps the newest by number; records that left cannot be found', () => {
  const log = new EventLog(limits)
  const seqs = Array.from({ length: 8 }, () => append(log))
  expect(seqs).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect([log.kept, log.overwritten, log.oldestSeq, log.nextSeq, log.find(3), log.find(4)?.seq, log.find(8)?.seq, log.find(9)]).toEqual([5, 3, 4, 9, undefined, 4, 8, undefined])
})

test('payload text is bounded; the oldest go first, and are counted', () => {
  const log = new EventLog({ ...limits, bytes: 1_000 })
  for (let number = 0; number < 5; number++) append(log, { text: 'x'.repeat(300) })
  expect([log.kept, log.overwritten, log.bytes]).toEqual([3, 2, 900])
  append(log, { text: 'é'.repeat(300) })
  expect([log.kept, log.bytes]).toEqual([2, 900])
  append(log, { text: 'x'.repeat(5_000) })
  expect([log.kept, log.bytes]).toEqual([1, 5_000])
})

describe('sampling above the rate', () => {
  test('1 in n by the second before, alerts always, back to all when it is quiet', () => {
    const log = new EventLog({ ...limits, capacity: 100_000, perSecond: 10 })
    for (let number = 0; number < 100; number++) append(log)
    expect(log.keepOneIn(START_MS)).toBe(10)
    const before = log.kept
    for (let number = 0; number < 100; number++) append(log, { atMs: START_MS + 1_000 })
    expect([log.kept - before, log.keepOneIn(START_MS + 1_500)]).toEqual([10, 10])
    for (let number = 0; number < 5; number++) append(log, { atMs: START_MS + 1_000, alert: true })
    expect(log.kept - before).toBe(15)
    expect(log.keepOneIn(START_MS + 3_000)).toBe(1)
    for (let number = 0; number < 8; number++) append(log, { atMs: START_MS + 5_000 })
    expect([log.kept - before, log.sampledOut + log.kept]).toEqual([23, 213])
  })

  test('a late event of the second before does not start a new one; a clock set back does', () => {
    const log = new EventLog({ ...limits, capacity: 1_000, perSecond: 10 })
    for (const atMs of [1_000, 0, 1_000, 0]) append(log, { atMs: START_MS + atMs })
    expect(log.kept).toBe(4)
    append(log, { atMs: START_MS - 3_600_000 })
    expect([log.kept, log.keepOneIn(START_MS - 3_600_000)]).toEqual([5, 1])
    for (let number = 0; number < 100; number++) append(log, { atMs: START_MS + 50_000 - (number % 2) })
    expect(log.keepOneIn(START_MS + 50_000)).toBe(10)
  })
})

test('a removed target leaves holes in the numbers, and nothing else', () => {
  const log = new EventLog(limits)
  for (const targetId of ['t1', 't2', 't1', 't2']) append(log, { targetId })
  log.removeWhere((record) => record.key.target.id === 't1')
  expect([log.records().map((record) => record.seq), log.removed, log.overwritten, log.find(2)?.seq, log.find(3), append(log)]).toEqual([[2, 4], 2, 0, 2, undefined, 5])
})

test('kept + overwritten + sampled out + removed is what was offered, and no bound is passed', () => {
  const step = fc.record({ targetId: fc.constantFrom('t1', 't2'), laterMs: fc.integer({ min: -2_000, max: 2_000 }), chars: fc.integer({ min: 0, max: 400 }), alert: fc.boolean(), remove: fc.integer({ max: 30 }).map((number) => number === 0) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 5 }), (steps, capacity, perSecond) => {
      const log = new EventLog({ capacity, bytes: 1_000, perSecond })
      let atMs = START_MS
      let offered = 0
      for (const { targetId, laterMs, chars, alert, remove } of steps) {
        atMs += laterMs
        const seq = append(log, { targetId, atMs, alert, text: 'x'.repeat(chars) })
        offered++
        if (alert) expect(log.find(seq ?? 0)?.severity).toBe('critical')
        if (remove) log.removeWhere((record) => record.key.target.id === targetId)
        expect(log.kept + log.overwritten + log.sampledOut + log.removed).toBe(offered)
        expect(log.kept).toBeLessThanOrEqual(capacity)
        expect(log.bytes).toBeLessThanOrEqual(1_000)
        expect(log.bytes).toBe(log.records().reduce((sum, record) => sum + record.payload.text.length, 0))
      }
    }),
  )
})
