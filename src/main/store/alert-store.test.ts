import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ALERTS_KEPT_MS } from '../../shared/limits.ts'
import { intervention, newBook, START_MS } from '../monitor/alerts/alert-book-fixture.ts'
import { note } from '../monitor/alerts/alert.ts'
import { AlertStore, REPEATS_WRITTEN_MAX } from './alert-store.ts'
import { openDatabase } from './database.ts'
import type { LocalDatabase } from './database.ts'

let folder: string
let database: LocalDatabase
let store: AlertStore
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-alert-store-'))
  database = openDatabase({ folder, key: { kind: 'none' }, nowMs: START_MS })
  store = new AlertStore(database)
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

function count(table: 'alerts' | 'alert_entries' | 'alert_evidence'): number {
  return (database.all(`SELECT count(*) AS n FROM ${table}`)[0] as { n: number }).n
}

test('hostile texts come back as they were', () => {
  const book = newBook()
  const title = `quote " ' \\ \u0000 \u2028 😀 __proto__ ${'x'.repeat(10_000)}`
  book.receive(intervention('__proto__', { title }), START_MS)
  store.write(book.takeChanged(10))
  const [kept] = store.load().kept
  expect(kept?.alert.title).toBe(title)
  expect(kept?.alert).toEqual([...book.all][0]?.alert)
})

test('an alert that comes ten thousand times is a few rows, and its number stays true', () => {
  const book = newBook()
  for (let n = 0; n < 10_000; n++) book.receive(intervention('a'), START_MS + n)
  store.write(book.takeChanged(10))
  expect(count('alert_entries')).toBe(2 + REPEATS_WRITTEN_MAX)
  expect(store.load().kept[0]).toMatchObject({ alert: { count: 10_000 }, entriesLeftOut: 10_001 - (store.load().kept[0]?.entries.length ?? 0) })
})

test('repeats of long ago are forgotten, what people did stays', () => {
  const book = newBook()
  for (let n = 0; n < 280; n++) {
    for (let again = 0; again < 5; again++) book.receive(intervention('a'), START_MS + n)
    const [slot] = book.takeChanged(1)
    if (n === 10) note(slot!, START_MS, 'note', 'jlee', 'kept')
    store.write([slot!])
  }
  expect(count('alert_entries')).toBeLessThan(1_200)
  expect(database.all("SELECT text FROM alert_entries WHERE what = 'note'")).toEqual([{ text: 'kept' }])
})

test('resolved alerts go after a year of school, with timeline and evidence, in slices; others never do', () => {
  const book = newBook()
  for (let n = 0; n < 450; n++) book.receive(intervention(`i-${n}`), START_MS)
  for (const slot of [...book.active].slice(0, 430)) book.resolveByHand(slot, START_MS, 'jlee', '')
  const slots = book.takeChanged(1_000)
  store.write(slots)
  store.writeEvidence(slots.map(({ alert }) => ({ alertId: alert.id, evidence: { events: [], leftOut: 0, fromMs: 0, toMs: 1, complete: true } })))
  const later = START_MS + ALERTS_KEPT_MS
  expect([store.deleteOld(later), count('alerts')]).toEqual([false, 450])
  expect([store.deleteOld(later + 1), store.deleteOld(later + 1), store.deleteOld(later + 1)]).toEqual([true, true, false])
  expect([count('alerts'), count('alert_entries'), count('alert_evidence')]).toEqual([20, 40, 20])
})

test('all of a write or nothing', () => {
  const book = newBook()
  book.receive(intervention('a'), START_MS)
  const slots = book.takeChanged(10)
  database.run("CREATE TRIGGER no BEFORE INSERT ON alert_entries BEGIN SELECT RAISE(FAIL, 'no'); END")
  expect(() => store.write(slots)).toThrow('no')
  expect([count('alerts'), slots[0]?.unwritten.length]).toEqual([0, 2])
  database.run('DROP TRIGGER no')
  store.write(slots)
  expect([count('alerts'), count('alert_entries'), slots[0]?.unwritten.length]).toEqual([1, 2, 0])
})
