import { describe, expect, it } from 'vitest'
import type { RateRow } from '../../../shared/rates.ts'
import { sparkRuns } from '../../components/spark-line.tsx'
import { firstRates, rateSorts } from '../../state/view-store.ts'
import { ageRemark, milliseconds, noRoundTrip } from './latency-words.ts'
import { firstDescending, idOfRate, nextRates, sortRates, SORT_EVERY_MS, type PlacedRows } from './rate-order.ts'
import { rateAsText, tableCount } from './rate-words.ts'

const t0 = Date.UTC(2026, 10, 20, 10, 40)
const platformOf = (id: string): string => ({ s: 'SkillCore', e: 'EndiAPI' })[id] ?? id
function row(event: string, more: Partial<RateRow> = {}): RateRow {
  return {
    targetId: 's', namespace: '/gradebook', event, direction: 'in', own: false, count: 10, perSecond1: 1, perSecond10: 1, perSecond60: 1, bytesPerSecond: 200,
    sizeP50: 200, sizeP95: 400, lastAtMs: t0, spark: [], contract: 'ok', filter: `event:${event}`, ...more,
  }
}
const order = { sort: firstRates.sort, descending: firstRates.descending, tableGroup: 'none' } as const
const names = (placed: PlacedRows): string[] => placed.rows.map((each) => (each.gone ? `(${each.row.event})` : each.row.event))

describe('order of the table', () => {
  it('sorts by every column, what is not known last in either direction', () => {
    const rows = [row('none', { perSecond60: null }), row('low', { perSecond60: 0.5 }), row('high', { perSecond60: 40 })]
    expect(sortRates(rows, 'rate60', true, platformOf).map((each) => each.event)).toEqual(['high', 'low', 'none'])
    expect(sortRates(rows, 'rate60', false, platformOf).map((each) => each.event)).toEqual(['low', 'high', 'none'])
    for (const sort of rateSorts) expect(sortRates(rows, sort, firstDescending(sort), platformOf)).toHaveLength(3)
    expect(sortRates([row('a', { targetId: 's' }), row('b', { targetId: 'e' })], 'platform', false, platformOf).map((each) => each.event)).toEqual(['b', 'a'])
    expect(sortRates([row('a10'), row('a9')], 'event', false, platformOf).map((each) => each.event)).toEqual(['a9', 'a10'])
  })

  it('groups by namespace, platform and contract, the worst contract first', () => {
    const rows = [row('a', { contract: 'ok', perSecond60: 9 }), row('b', { contract: 'drift' }), row('c', { contract: 'ok', perSecond60: 99 })]
    const byContract = nextRates(null, rows, { ...order, tableGroup: 'contract' }, 'q', platformOf, t0, false)
    expect(byContract.groups).toEqual([{ label: 'Drift', from: 0, count: 1 }, { label: 'As documented', from: 1, count: 2 }])
    expect(names(byContract)).toEqual(['b', 'c', 'a'])
    const byPlace = nextRates(null, [row('a'), row('b', { namespace: '/chat', targetId: 'e' })], { ...order, tableGroup: 'namespace' }, 'q', platformOf, t0, false)
    expect(byPlace.groups.map((group) => group.label)).toEqual(['/chat · EndiAPI', '/gradebook · SkillCore'])
  })

  it('never reorders while it is held: values go on, what went is dimmed, what came waits', () => {
    const start = nextRates(null, [row('a', { perSecond60: 9 }), row('b', { perSecond60: 5 })], order, 'q', platformOf, t0, false)
    const held = nextRates(start, [row('b', { perSecond60: 500 }), row('new', { perSecond60: 900 })], order, 'q', platformOf, t0 + 60_000, true)
    expect([names(held), held.rows[1]?.row.perSecond60, held.waiting]).toEqual([['(a)', 'b'], 500, 1])
    const free = nextRates(held, [row('b', { perSecond60: 500 }), row('new', { perSecond60: 900 })], order, 'q', platformOf, t0 + 60_000, false)
    expect([names(free), free.waiting]).toEqual([['new', 'b'], 0])
  })

  it('is renewed at most every two seconds, and at once for another question', () => {
    const start = nextRates(null, [row('a', { perSecond60: 9 }), row('b', { perSecond60: 5 })], order, 'q', platformOf, t0, false)
    const now = [row('a', { perSecond60: 1 }), row('b', { perSecond60: 5 })]
    expect(names(nextRates(start, now, order, 'q', platformOf, t0 + SORT_EVERY_MS - 1, false))).toEqual(['a', 'b'])
    expect(names(nextRates(start, now, order, 'q', platformOf, t0 + SORT_EVERY_MS, false))).toEqual(['b', 'a'])
    expect(names(nextRates(start, now, order, 'other', platformOf, t0 + 1, true))).toEqual(['b', 'a'])
  })

  it('tells rows apart by target, namespace, name and direction', () => {
    expect(new Set([row('a'), row('a', { direction: 'out' }), row('a', { namespace: '/x' }), row('a', { targetId: 'e' })].map(idOfRate)).size).toBe(4)
  })
})

describe('words of the table', () => {
  it('counts rows and says what is not among them', () => {
    expect(tableCount({ rows: [row('a')], leftOut: 0, other: 0 }, 0)).toEqual({ text: '1 row', lacks: [] })
    expect(tableCount({ rows: [row('a')], leftOut: 204, other: 312 }, 2)).toEqual({ text: 'the busiest 1 of 205 rows', lacks: ['2 new rows wait until the list is free', '312 events of further names are counted as (other)'] })
  })

  it('copies what is not known as words', () => {
    expect(rateAsText(row('a', { perSecond10: null }), 'SkillCore', 'UTC')).toContain('not known over 10 s')
  })

  it('draws a gap as a gap, and a lone value as a dash', () => {
    expect(sparkRuns([1, 2, null, 4], 30, 10)).toHaveLength(2)
    expect(sparkRuns([null, 4, null], 30, 10)).toEqual(['12.0,1.0 15.0,1.0'])
    expect(sparkRuns([null, null], 30, 10)).toEqual([])
  })
})

describe('words of latency', () => {
  const age = { lastMs: 20, p50Ms: 20, p95Ms: 40, maxMs: 90, samples: 5, from: 'grade.updated timestamp' }
  it('keeps the sign of an age and says whose clock is ahead', () => {
    expect([milliseconds(0), milliseconds(3.24), milliseconds(312), milliseconds(1_240), milliseconds(-3_000), milliseconds(180_000)]).toEqual(['0 ms', '3.2 ms', '312 ms', '1.2 s', '−3.0 s', '3 min'])
    expect(ageRemark({ ...age, p50Ms: -3_000 })).toBe('the server’s clock is 3 s ahead')
    expect(ageRemark({ ...age, lastMs: -250 })).toBe('the newest says that the server’s clock is 250 ms ahead')
    expect([ageRemark(age), ageRemark(null)]).toEqual([null, null])
  })

  it('says why there is no round trip', () => {
    expect(noRoundTrip({ by: null, roundTrip: null, late: false })).toBe('This platform has no ping here')
    expect(noRoundTrip({ by: 'ping → pong', roundTrip: null, late: true })).toBe('A ping is out and has no answer yet')
    expect(noRoundTrip({ by: 'ping → pong', roundTrip: null, late: false })).toBe('Not measured in the last 5 minutes')
    expect(noRoundTrip({ by: 'ping → pong', roundTrip: age, late: false })).toBeNull()
  })
})
