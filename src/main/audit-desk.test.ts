import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { anyAudit } from '../shared/audit.ts'
import { requests } from '../shared/ipc.ts'
import { AuditDesk } from './audit-desk.ts'
import { AuditLog } from './store/audit.ts'
import { openDatabase } from './store/database.ts'
import type { LocalDatabase } from './store/database.ts'
import { memoryDocument } from './store/document.ts'
import type { JsonDocument } from './store/document.ts'

const DAY_MS = 24 * 3600_000
let nowMs: number
let folder: string
let database: LocalDatabase
let audit: AuditLog
let anchor: JsonDocument
let desk: AuditDesk
let file: string | undefined
beforeEach(() => {
  nowMs = Date.UTC(2026, 10, 20, 12)
  folder = mkdtempSync(join(tmpdir(), 'rollcall-audit-desk-'))
  database = openDatabase({ folder: join(folder, 'data'), key: { kind: 'none' }, nowMs })
  anchor = memoryDocument()
  audit = newLog()
  file = join(folder, 'out.csv')
  desk = new AuditDesk({ audit, osUser: 'jlee', now: () => nowMs, chooseFile: () => Promise.resolve(file), targetName: () => 'Lakeside' })
})
afterEach(() => {
  desk.close()
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

function newLog(): AuditLog {
  return new AuditLog(database, nowMs, { key: { kind: 'keyring', key: 'ab'.repeat(32) }, anchor })
}

/** As the window asks; question and answer are held against the contract. */
async function save(format: 'csv' | 'ndjson'): Promise<unknown> {
  const { args, answer } = requests['audit:save']
  return answer.parse(await desk.handlers()['audit:save'](args.parse({ format, filter: anyAudit })))
}

function done(scope: string, atMs: number): void {
  const begun = audit.begin({ who: 'jlee', action: 'disconnect', targetName: 'Lakeside', scope, reason: '=1+1' }, atMs)
  if (begun.ok) audit.finish(begun.id, 'confirmed', 'ended', atMs)
}

test('two requests to verify are one walk, with its progress', async () => {
  for (let n = 0; n < 150; n++) done(`person u-${n}`, nowMs + n)
  const first = desk.verify()
  const second = desk.verify()
  expect(desk.handlers()['audit:progress'](null)).toEqual({ checked: 100, of: 300 })
  expect(await first).toMatchObject({ ok: true, records: 150, broken: null })
  expect(await second).toBe(await first)
  expect(desk.handlers()['audit:progress'](null)).toBeNull()
})

test('keeping records for a shorter time deletes at once what is older; both are in the log', async () => {
  done('old', nowMs - 60 * DAY_MS)
  done('new', nowMs - 10 * DAY_MS)
  expect(desk.keeping(null)).toEqual({ ok: true, value: { keepDays: 366, records: 2, oldestAtMs: nowMs - 60 * DAY_MS, purgedBeforeMs: null } })
  expect(desk.keeping(30)).toMatchObject({ ok: true, value: { keepDays: 30, records: 3, oldestAtMs: nowMs - 10 * DAY_MS } })
  expect(audit.list(null, 10).map(({ who, action, scope, result }) => [who, action, scope.replace(/ before 2.*/, ''), result].join(', '))).toEqual(['Rollcall, purge audit log, 1 record, confirmed', 'jlee, change audit retention, records are kept for 30 days, before: 366, confirmed', 'jlee, disconnect, new, confirmed'])
  expect((await desk.verify()).ok).toBe(true)
  // The console runs on: the next one goes by itself.
  nowMs += 25 * DAY_MS
  desk.tick(nowMs)
  expect(audit.list(null, 10).map(({ scope }) => scope)).not.toContain('new')
})

test('records go by themselves when their time is over and not before; that is a record, and the chain still fits, at the next start too', async () => {
  done('first', nowMs)
  expect(desk.keeping(30).ok).toBe(true)
  const beganMs = nowMs
  const purges = () => audit.list(null, 20).filter(({ action }) => action === 'purge audit log')
  const hours = (count: number): void => {
    for (let hour = 0; hour < count; hour++) desk.tick((nowMs += 3600_000))
  }
  hours(5 * 24)
  done('five days later', nowMs)
  hours(25 * 24)
  expect([purges(), audit.list(null, 20).map(({ scope }) => scope)]).toEqual([[], ['five days later', 'records are kept for 30 days, before: 366', 'first']])
  hours(24)
  expect(nowMs - beganMs).toBe(31 * DAY_MS)
  expect(audit.list(null, 20).map(({ who, action, scope, reason, result }) => [who, action, scope, reason, result])).toEqual([
    ['Rollcall', 'purge audit log', '2 records before 2026-11-21T00:00:00.000Z', 'Records are kept for 30 days.', 'confirmed'],
    ['jlee', 'disconnect', 'five days later', '=1+1', 'confirmed'],
  ])
  expect(database.all("SELECT count(*) AS n FROM audit WHERE scope = 'first'")).toEqual([{ n: 0 }])
  const sentence = /^2 records\. Purged before 2[01] November 2026 by Rollcall; unbroken since\. Sealed/
  expect(await desk.verify()).toMatchObject({ ok: true, broken: null, sentence: expect.stringMatching(sentence) as string })
  audit = newLog()
  expect(await audit.verify()).toMatchObject({ ok: true, sentence: expect.stringMatching(sentence) as string })
  // A purge that was changed by hand is found: what went is not to be hidden.
  database.run("UPDATE audit SET scope = '1 record before 2026-11-21T00:00:00.000Z' WHERE kind = 'purge'")
  expect(await audit.verify()).toMatchObject({ ok: false, broken: { how: 'changed' } })
})

test('a purge takes a day that was, and something to delete', () => {
  done('person u-1', nowMs - DAY_MS)
  expect(desk.purge(nowMs + 1, 'end of term')).toMatchObject({ ok: false, problem: { what: 'The day is in the future.' } })
  expect(desk.purge(nowMs - 2 * DAY_MS, 'end of term')).toMatchObject({ ok: false, problem: { what: 'There is no record to delete before that day.' } })
  expect(desk.purge(Number.NaN, 'end of term').ok).toBe(false)
  expect(desk.purge(nowMs, 'end of term')).toMatchObject({ ok: true, value: { records: 1, purgedBeforeMs: nowMs } })
  expect(audit.list(null, 10)).toMatchObject([{ who: 'jlee', action: 'purge audit log', reason: 'end of term', result: 'confirmed' }])
})

test('nothing is purged, changed or exported that cannot be recorded', async () => {
  done('person u-1', nowMs - DAY_MS)
  database.run("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk full'); END")
  expect(desk.purge(nowMs, 'end of term')).toMatchObject({ ok: false, problem: { what: 'Nothing was deleted.', details: 'The audit log could not be written: disk full' } })
  expect(desk.keeping(30)).toMatchObject({ ok: false, problem: { what: 'Not done: it could not be written to the audit log.' } })
  expect(await desk.save({ format: 'csv', filter: anyAudit })).toMatchObject({ ok: false, problem: { what: 'Not done: it could not be written to the audit log.' } })
  expect([audit.count, audit.keeping().keepDays, readdirSync(folder)]).toEqual([1, 366, ['data']])
  database.run('DROP TRIGGER full')
  done('person u-2', nowMs)
  expect((await desk.verify()).ok).toBe(true)
})

test('exports what fits to a file, as CSV without formulas and as NDJSON, and says so in the log', async () => {
  for (let n = 0; n < 450; n++) done(n === 7 ? 'person u-"seven"' : `person u-${n}`, nowMs + n)
  nowMs += 1_000
  expect(await desk.save({ format: 'csv', filter: anyAudit })).toEqual({ ok: true, value: { fileName: 'out.csv', written: 450 } })
  const rows = parse(readFileSync(file!, 'utf8'), { columns: true })
  expect([rows.length, rows[7]]).toMatchObject([450, { id: '8', time: '2026-11-20T12:00:00.007Z', scope: 'person u-"seven"', reason: "'=1+1", result: 'confirmed', position: '15', resultPosition: '16' }])

  file = join(folder, 'out.ndjson')
  expect(await desk.save({ format: 'ndjson', filter: { ...anyAudit, text: 'seven' } })).toEqual({ ok: true, value: { fileName: 'out.ndjson', written: 1 } })
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ id: '8', time: '2026-11-20T12:00:00.007Z', finished: '2026-11-20T12:00:00.007Z', platform: 'Lakeside', hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string })
  expect(audit.list(null, 2)).toMatchObject([{ action: 'export audit log', scope: '1 record (text “seven”) as ndjson, to out.ndjson', result: 'confirmed', detail: 'Wrote 1 record.' }, { scope: '450 records as csv, to out.csv' }])
})

test('no cell of the file is a formula, whoever typed it and wherever; each comes back as it was', async () => {
  const formulas = ['=cmd()', '+1', '-1+2', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠x', "'=1"]
  for (const [at, text] of formulas.entries()) {
    const begun = audit.begin({ who: text, action: text, targetName: text, scope: text, reason: text }, nowMs + at)
    if (begun.ok) audit.finish(begun.id, 'failed', text, nowMs + at)
  }
  nowMs += 1_000
  expect(await save('csv')).toEqual({ ok: true, value: { fileName: 'out.csv', written: formulas.length } })
  const rows = parse(readFileSync(file!, 'utf8'), { columns: true }) as Record<string, string>[]
  expect(rows.flatMap((row) => Object.values(row)).filter((cell) => /^[=+\-@\t\r\n＝＋－＠]/.test(cell))).toEqual([])
  expect(rows.map(({ who, action, platform, scope, reason, detail }) => [...new Set([who, action, platform, scope, reason, detail])])).toEqual(formulas.map((text) => [`'${text}`]))
  expect(audit.list(null, 1)).toMatchObject([{ action: 'export audit log', who: 'jlee', scope: '12 records as csv, to out.csv', result: 'confirmed' }])
})

test('a log that cannot be read is said, not thrown, and the next export can begin', async () => {
  done('person u-1', nowMs)
  const whole = audit.find.bind(audit)
  audit.find = () => { throw new Error('database disk image is malformed') }
  expect(await save('csv')).toMatchObject({ ok: false, problem: { what: 'The audit log could not be read.', details: 'database disk image is malformed' } })
  audit.find = whole
  expect(await save('csv')).toMatchObject({ ok: true })
  database.close()
  expect(await save('ndjson')).toMatchObject({ ok: false, problem: { what: 'The audit log could not be read.' } })
})

test('no file chosen: nothing, and no record; a folder that is gone: said, and a record that failed', async () => {
  file = undefined
  expect(await desk.save({ format: 'csv', filter: anyAudit })).toEqual({ ok: true, value: null })
  expect(audit.count).toBe(0)
  file = join(folder, 'gone', 'out.csv')
  expect(await desk.save({ format: 'csv', filter: anyAudit })).toMatchObject({ ok: false, problem: { what: 'The audit log was not exported.' } })
  expect(audit.list(null, 1)).toMatchObject([{ result: 'failed', detail: 'No file was left.' }])
})

test('a page with a name in clear is a view, once in five minutes; a masked one is none', () => {
  const key = { targetId: 't1', personId: 'u-17' }
  for (let n = 0; n < 10; n++) desk.shown('person page', [{ key, revealed: true }])
  desk.shown('room page', [{ key, revealed: false }, { key: { targetId: 't1', personId: 'u-18' }, revealed: false }])
  expect(audit.list(null, 10)).toMatchObject([{ action: 'view', who: 'jlee', targetName: 'Lakeside', scope: 'person u-17', detail: 'Seen on: person page.', result: 'confirmed' }])
})

test('a record that is gone is said', () => {
  done('person u-1', nowMs)
  const get = desk.handlers()['audit:get']
  expect(get({ id: '1' })).toMatchObject({ ok: true, value: { record: { id: '1' }, links: [{ kind: 'begun' }, { kind: 'ended' }] } })
  expect(get({ id: 'x' })).toMatchObject({ ok: false })
})
