import { describe, expect, test } from 'vitest'
import { RATE_SPARK_POINTS, RATE_TABLE_ROWS_MAX } from '../../../shared/limits.ts'
import { rateTable } from '../../../shared/rates.ts'
import type { RateTableQuery } from '../../../shared/rates.ts'
import { grade, monitorWithTarget, runSeconds, START_MS, viewOf, wire } from '../monitor-fixture.ts'
import type { Monitor } from '../monitor.ts'

const tableOf = (monitor: Monitor, afterSeconds: number, more: Partial<RateTableQuery> = {}) =>
  rateTable.parse(monitor.rateTable({ targetId: null, namespace: null, text: '', showOwn: false, ...more }, START_MS + afterSeconds * 1000))
const sized = (bytes: number, atMs: number) => ({ ...wire('sized', [], { atMs }), payload: { text: '[]', bytes, attachments: 0, cut: false, args: () => [] } })

describe('a row', () => {
  test('count, rates, bytes, sizes, last receipt, spark line and filter', () => {
    const monitor = monitorWithTarget()
    runSeconds(monitor, 0, 100, (second, atMs) => {
      for (let times = 0; times < (second === 99 ? 7 : 2); times++) monitor.event(sized(times === 0 ? 200 : 1_000, atMs))
    })
    const table = tableOf(monitor, 100)
    expect(table).toMatchObject({ atMs: START_MS + 100_000, leftOut: 0, other: 0 })
    const row = table.rows[0]
    expect(row).toMatchObject({ targetId: 't1', namespace: '/grades', event: 'sized', direction: 'in', own: false, count: 205, perSecond1: 7, perSecond10: 2.5, perSecond60: 125 / 60, lastAtMs: START_MS + 99_000, contract: 'undocumented', filter: 'target:"School t1" ns:/grades event:sized' })
    expect(row?.bytesPerSecond).toBe((9 * 1_200 + 200 + 6_000) / 10)
    expect([row?.sizeP50, row?.sizeP95].map((size, index) => Math.abs((size ?? 0) - 1_000) <= 1_000 / 16 && index < 2)).toEqual([true, true])
    expect(row?.spark).toEqual([...Array.from({ length: RATE_SPARK_POINTS - 10 }, () => null), 2, 2, 2, 2, 2, 2, 2, 2, 2, 2.5])
  })

  test('means are over the seconds that were watched; in none is null, and quiet is zero', () => {
    const monitor = monitorWithTarget()
    runSeconds(monitor, 0, 4, (_, atMs) => monitor.event(grade(1, { atMs })))
    expect(tableOf(monitor, 4).rows[0]).toMatchObject({ perSecond1: 1, perSecond10: 1, perSecond60: 1 })
    monitor.targetChanged(viewOf('t1', { state: 'offline' }), START_MS + 4_000)
    runSeconds(monitor, 4, 20)
    expect(tableOf(monitor, 20).rows[0]).toMatchObject({ perSecond1: null, perSecond10: null, perSecond60: 1, bytesPerSecond: null })
    expect(tableOf(monitor, 20).rows[0]?.spark.slice(-3)).toEqual([null, 1, null])
    monitor.targetChanged(viewOf('t1'), START_MS + 20_000)
    runSeconds(monitor, 20, 31)
    expect(tableOf(monitor, 31).rows[0]).toMatchObject({ perSecond1: 0, perSecond10: 0, perSecond60: 4 / 15, bytesPerSecond: 0 })
    expect(tableOf(monitor, 31).rows[0]?.spark.slice(-3)).toEqual([1, null, 0])
  })

  test('contract state is what was compared', () => {
    const monitor = monitorWithTarget()
    monitor.event(grade(1))
    monitor.event(wire('grade.invented'))
    monitor.drain(START_MS)
    expect(tableOf(monitor, 1).rows.map(({ event, contract }) => [event, contract])).toEqual([['grade.invented', 'undocumented'], ['grade.posted', 'ok']])
  })

  test('both directions of a name are two rows, each with its filter', () => {
    const monitor = monitorWithTarget()
    monitor.event(wire('message', [], { namespace: '/talk' }))
    monitor.event(wire('message', [], { namespace: '/talk', direction: 'out', feedSocketId: 's1' }))
    monitor.event(wire('message', [], { namespace: '/talk', direction: 'out' }))
    monitor.drain(START_MS)
    expect(tableOf(monitor, 1).rows.map(({ direction, own, count, filter }) => [direction, own, count, filter])).toEqual([
      ['out', false, 2, 'target:"School t1" ns:/talk event:message dir:out'],
      ['in', false, 1, 'target:"School t1" ns:/talk event:message dir:in'],
    ])
  })

  test('an address in a name is masked', () => {
    const monitor = monitorWithTarget()
    monitor.event(wire('to:anna@school.example'))
    monitor.drain(START_MS)
    expect(tableOf(monitor, 1).rows[0]).toMatchObject({ event: 'to:a•••@•••', filter: 'target:"School t1" ns:/grades event:to:a*' })
  })
})

describe('which rows', () => {
  test('own traffic and heartbeats only when asked for, with rates of their own', () => {
    const monitor = monitorWithTarget()
    runSeconds(monitor, 0, 10, (_, atMs) => {
      monitor.event(wire('ping', [], { atMs, direction: 'out' }))
      monitor.event(wire('pong', [], { atMs }))
    })
    expect(tableOf(monitor, 10).rows).toEqual([])
    expect(tableOf(monitor, 10, { showOwn: true }).rows.map(({ event, own, perSecond10, count }) => [event, own, perSecond10, count])).toEqual([['ping', true, 1, 10], ['pong', true, 1, 10]])
  })

  test('narrowed by target, namespace and part of the name', () => {
    const monitor = monitorWithTarget()
    monitor.targetChanged(viewOf('t2'), START_MS)
    for (const [targetId, namespace, name] of [['t1', '/', 'a.one'], ['t1', '/talk', 'A.two'], ['t2', '/talk', 'b.two']] as const) monitor.event(wire(name, [], { targetId, namespace }))
    monitor.drain(START_MS)
    const names = (more: Partial<RateTableQuery>) => tableOf(monitor, 1, more).rows.map((row) => row.event)
    expect([names({ targetId: 't1' }), names({ namespace: '/talk' }), names({ text: ' TWO' }), names({ text: 'a.', namespace: '/talk' }), names({ targetId: 'nobody' })]).toEqual([['a.one', 'A.two'], ['A.two', 'b.two'], ['A.two', 'b.two'], ['A.two'], []])
  })

  test('most frequent of the last minute first, then by count; bounded, and the rest is a number', () => {
    const monitor = monitorWithTarget()
    monitor.targetChanged(viewOf('t2'), START_MS)
    for (const targetId of ['t1', 't2']) for (let number = 0; number < 1_010; number++) monitor.event(wire(`e${number}`, [], { targetId }))
    for (let times = 0; times < 5; times++) monitor.event(wire('e7'))
    runSeconds(monitor, 0, 100)
    for (let times = 0; times < 2; times++) monitor.event(wire('e9', [], { atMs: START_MS + 100_000 }))
    runSeconds(monitor, 100, 102)
    const table = tableOf(monitor, 102)
    expect(table.rows.slice(0, 3).map(({ targetId, event, count, perSecond60 }) => [targetId, event, count, perSecond60])).toEqual([['t1', 'e9', 3, 2 / 60], ['t1', '(other)', 10, 0], ['t2', '(other)', 10, 0]])
    expect([table.rows.length, table.leftOut, table.other]).toEqual([RATE_TABLE_ROWS_MAX, 2_002 - RATE_TABLE_ROWS_MAX, 20])
    expect(tableOf(monitor, 102, { targetId: 't2' }).other).toBe(10)
  })

  test('all counts of the table add up to what was received, also above the caps', () => {
    const monitor = monitorWithTarget()
    for (let number = 0; number < 3_000; number++) monitor.event(wire(`e${number % 990}`, [], { namespace: number % 3 === 0 ? '/' : '/grades' }))
    monitor.drain(START_MS)
    const { rows, leftOut } = tableOf(monitor, 1)
    expect([leftOut, rows.reduce((sum, row) => sum + row.count, 0), rows.reduce((sum, row) => sum + (row.perSecond1 ?? 0), 0)]).toEqual([0, 3_000, 3_000])
  })
})
