import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RATE_HISTORY_KEPT_MS } from '../../shared/limits.ts'
import type { MinuteRate } from '../monitor/rates/minute-rates.ts'
import { openDatabase } from './database.ts'
import type { LocalDatabase } from './database.ts'
import { RATE_HISTORY_KEYS_PER_SHELF_MAX } from './rate-history-keys.ts'
import { MINUTE_MS, RateHistory } from './rate-history.ts'

const NOW_MS = Date.UTC(2026, 10, 20, 9)
const NOW = NOW_MS / MINUTE_MS
const DAY = 1_440

let folder: string
let database: LocalDatabase
let history: RateHistory
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-rates-'))
  open()
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

function open(): void {
  database = openDatabase({ folder, key: { kind: 'none' }, nowMs: NOW_MS })
  history = new RateHistory(database)
}

function rate(minute: number, event: string, count: number, change: Partial<MinuteRate> = {}): MinuteRate {
  return { minute, targetId: 'lincoln', namespace: '/gradebook', event, count, bytes: count * 200, seconds: 60, ...change }
}

/** `minute event count seconds` of every row that the database has. */
function rows(): string[] {
  const found = database.all('SELECT minute, target_id, namespace, event, count, bytes, seconds FROM minute_rates JOIN rate_keys ON rate_keys.id = key_id JOIN rate_shelves ON rate_shelves.id = minute_rates.shelf_id ORDER BY minute, target_id, namespace, event')
  return found.map((raw) => Object.values(raw as object).join(' '))
}

function trimAll(nowMs: number, trimmed = history): number {
  let slices = 1
  while (trimmed.trim(nowMs)) slices++
  return slices
}

test('rows are there after a restart, and rows of the same minute and key add up', () => {
  history.write([rate(NOW, '', 30), rate(NOW, 'grade.updated', 20)])
  database.close()
  open()
  history.write([rate(NOW, '', 5, { seconds: 12 }), rate(NOW, 'grade.updated', 5, { seconds: 12 }), rate(NOW + 1, '', 7, { namespace: '/chat', seconds: 0 })])
  expect(rows()).toEqual([
    `${NOW} lincoln /gradebook  35 7000 60`,
    `${NOW} lincoln /gradebook grade.updated 25 5000 60`,
    `${NOW + 1} lincoln /chat  7 1400 0`,
  ])
  expect(history.read(history.keys.shelf('lincoln', true)!, NOW, NOW + 1)).toEqual([{ minute: NOW, keyId: 1, count: 35, seconds: 60 }])
  expect(history.oldest(history.keys.shelf('lincoln', true)!)).toBe(NOW)
})

test('all rows of a minute or none', () => {
  expect(() => history.write([rate(NOW, '', 1), rate(NOW, 'a', 1), rate(Number.NaN, 'b', 1)])).toThrow()
  expect([rows(), database.all('SELECT * FROM rate_keys')]).toEqual([[], []])
  // What was remembered of the failed transaction is forgotten.
  history.write([rate(NOW, '', 1), rate(NOW, 'a', 1)])
  expect(rows()).toHaveLength(2)
})

test('names that differ only in where they are cut are two keys', () => {
  history.write([rate(NOW, 'b c', 1, { namespace: '/a' }), rate(NOW, 'c', 2, { namespace: '/a b ' }), rate(NOW, '__proto__', 3)])
  expect(rows()).toHaveLength(3)
})

test('names are bounded, and what found no place is counted', () => {
  const many = Array.from({ length: RATE_HISTORY_KEYS_PER_SHELF_MAX + 5 }, (_, index) => rate(NOW, `event ${index}`, 1))
  history.write([...many, rate(NOW, '', many.length)])
  expect([history.leftOut, rows().length]).toEqual([5, RATE_HISTORY_KEYS_PER_SHELF_MAX + 1])
  history.write([rate(NOW + 1, 'event 3', 1), rate(NOW + 1, 'another', 1)])
  expect(history.leftOut).toBe(6)
})

describe('sums', () => {
  test('each key by its own seconds; not watched is null, watched and silent is zero', () => {
    history.write([
      rate(NOW, '', 120), rate(NOW, '', 30, { namespace: '/chat', seconds: 15 }), rate(NOW, '', 999, { namespace: '/other' }),
      rate(NOW + 1, '', 0),
      rate(NOW + 2, '', 0, { seconds: 0 }),
    ])
    const shelf = history.keys.shelf('lincoln', true)!
    const ids = [...shelf.keys.values()].filter(({ namespace }) => namespace !== '/other').map(({ id }) => id)
    expect(history.sums(shelf, ids, NOW, NOW + 60)).toEqual([
      { minute: NOW, count: 150, perSecond: 4 },
      { minute: NOW + 1, count: 0, perSecond: 0 },
      { minute: NOW + 2, count: 0, perSecond: null },
    ])
  })
})

describe('trim', () => {
  test('what is older than the limit goes in slices, with the names that nobody uses any more', () => {
    const first = NOW - RATE_HISTORY_KEPT_MS / MINUTE_MS - 2 * DAY
    const many: MinuteRate[] = []
    for (let minute = first; minute < first + 3 * DAY; minute += 10) many.push(rate(minute, '', 1), ...(minute < first + DAY ? [rate(minute, 'old', 1)] : []))
    history.write(many)
    const before = rows().length
    const slices = trimAll(NOW_MS)
    expect(slices).toBeGreaterThan(10)
    const left = rows()
    expect([left.length, left[0]?.split(' ')[0]]).toEqual([DAY / 10, String(first + 2 * DAY)])
    expect(before - left.length).toBe((2 * DAY) / 10 + DAY / 10)
    expect(database.all('SELECT event FROM rate_keys')).toEqual([{ event: '' }])
    expect(trimAll(NOW_MS)).toBe(1)
    // A name that went comes again under a new key.
    history.write([rate(NOW, 'old', 1)])
    expect(rows()).toHaveLength(left.length + 1)
  })

  test('too many rows: the oldest whole days go', () => {
    const first = Math.floor(NOW / DAY) * DAY
    for (let day = 0; day < 5; day++) history.write(Array.from({ length: 100 }, (_, minute) => rate(first + day * DAY + minute, '', 1)))
    const small = new RateHistory(database, 250)
    expect(small.rows).toBe(500)
    trimAll(NOW_MS + 5 * DAY * MINUTE_MS, small)
    expect([small.rows, rows().length, rows()[0]?.split(' ')[0]]).toEqual([200, 200, String(first + 3 * DAY)])
    // The newest day stays, however large it is.
    trimAll(NOW_MS + 5 * DAY * MINUTE_MS, new RateHistory(database, 1))
    expect(rows()).toHaveLength(100)
  })

  test('a removed target has no history from then on, also when the app ends before its rows are deleted', () => {
    history.write(Array.from({ length: 200 }, (_, n) => [rate(NOW + n, '', 1), rate(NOW + n, 'a', 1), rate(NOW + n, '', 1, { targetId: 'lakeside' })]).flat())
    history.removeOfTarget('lincoln')
    expect(history.keys.shelf('lincoln', true)).toBeUndefined()
    history.write([rate(NOW + 300, '', 1)])
    database.close()
    open()
    expect([...history.keys.shelf('lincoln', true)!.keys.values()].map(({ firstMinute }) => firstMinute)).toEqual([NOW + 300])
    expect(trimAll(NOW_MS)).toBeGreaterThan(6)
    expect([rows().length, database.all('SELECT count(*) AS n FROM minute_rates'), history.keys.retired, database.all('SELECT count(*) AS n FROM rate_keys')]).toEqual([201, [{ n: 201 }], [], [{ n: 2 }]])
  })
})

test('transaction: rolls back what it did when something in it throws', () => {
  expect(() =>
    database.transaction(() => {
      database.run('INSERT INTO rate_days (day, rows) VALUES (1, 1)')
      throw new Error('in the middle')
    }),
  ).toThrow('in the middle')
  expect(database.all('SELECT * FROM rate_days')).toEqual([])
  expect(database.transaction(() => database.run('INSERT INTO rate_days (day, rows) VALUES (2, 1)'))).toBe(2)
})
