import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AUDIT_CSV_COLUMNS, auditCsvHead, auditCsvLine, csvOf, defused } from './audit-csv.ts'
import { AUDIT_KEPT_DAYS, AuditLog, RESULT_UNKNOWN_DETAIL } from './audit.ts'
import type { AuditEntry } from './audit.ts'
import { openDatabase } from './database.ts'
import type { LocalDatabase } from './database.ts'

const NOW_MS = Date.UTC(2026, 10, 20, 9)
const entry: AuditEntry = { who: 'jlee (this computer)', action: 'disconnect', targetName: 'Lakeside', scope: 'person u-17', reason: 'shared account' }

let folder: string
let database: LocalDatabase
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-audit-'))
  open()
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

function open(): void {
  database = openDatabase({ folder, key: { kind: 'none' }, nowMs: NOW_MS })
}

function begun(audit: AuditLog, nowMs: number, change: Partial<AuditEntry> = {}): string {
  const answer = audit.begin({ ...entry, ...change }, nowMs)
  if (!answer.ok) throw new Error(answer.why)
  return answer.id
}

function done(audit: AuditLog, nowMs: number, change: Partial<AuditEntry> = {}): void {
  audit.finish(begun(audit, nowMs, change), 'confirmed', '', nowMs)
}

describe('AuditLog', () => {
  test('a record is pending, then has its result', () => {
    const audit = new AuditLog(database, NOW_MS)
    const id = begun(audit, NOW_MS)
    const pending = { id, atMs: NOW_MS, finishedAtMs: null, ...entry, result: 'pending', detail: '' }
    expect(audit.list(null, 10)).toEqual([pending])
    const record = { ...pending, finishedAtMs: NOW_MS + 40, result: 'confirmed', detail: '14 of 14 sockets ended' }
    expect(audit.finish(id, 'confirmed', '14 of 14 sockets ended', NOW_MS + 40)).toEqual({ ok: true, record })
    expect(audit.list(null, 10)).toEqual([record])
  })

  test('what an earlier run left pending is unknown, what it finished stays', () => {
    const first = new AuditLog(database, NOW_MS)
    first.finish(begun(first, NOW_MS), 'failed', 'no answer', NOW_MS)
    begun(first, NOW_MS + 1)
    database.close()
    open()
    const audit = new AuditLog(database, NOW_MS + 60_000)
    expect(audit.list(null, 10).map(({ result, detail }) => [result, detail])).toEqual([['unknown', RESULT_UNKNOWN_DETAIL], ['failed', 'no answer']])
  })

  test('of what an earlier run left pending it is said what is known', () => {
    const first = new AuditLog(database, NOW_MS)
    const [known] = [begun(first, NOW_MS), begun(first, NOW_MS + 1)]
    const audit = new AuditLog(database, NOW_MS + 60_000, { key: { kind: 'none' }, anchor: undefined, endOf: (id) => (id === known ? { result: 'sent', detail: '2 of 2' } : undefined) })
    expect(audit.list(null, 10).map(({ result, detail }) => [result, detail])).toEqual([['unknown', RESULT_UNKNOWN_DETAIL], ['sent', '2 of 2']])
  })

  test('a result that the disk does not take is written when it does, and the first one counts', () => {
    const audit = new AuditLog(database, NOW_MS)
    const id = begun(audit, NOW_MS)
    const run = database.run.bind(database)
    database.run = () => { throw new Error('database or disk is full') }
    expect(audit.finish(id, 'failed', 'Nothing left.', NOW_MS + 1).ok).toBe(false)
    expect(audit.finish(id, 'unknown', 'later', NOW_MS + 2).ok).toBe(false)
    audit.retry()
    database.run = run
    expect(audit.list(null, 1)[0]?.result).toBe('pending')
    audit.retry()
    expect(audit.list(null, 1)[0]).toMatchObject({ id, result: 'failed', detail: 'Nothing left.', finishedAtMs: NOW_MS + 1 })
  })

  test('pages meet without a gap, also where records share a moment', () => {
    const audit = new AuditLog(database, NOW_MS)
    for (let n = 0; n < 25; n++) begun(audit, NOW_MS, { scope: `person u-${n}` })
    const seen: string[] = []
    for (let before: number | null = null; ; ) {
      const page = audit.list(before, 10)
      seen.push(...page.map(({ scope }) => scope))
      if (page.length < 10) break
      before = page.at(-1)!.atMs
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => `person u-${24 - n}`))
  })

  test('is kept for a year whatever its size, and deleted after', () => {
    const audit = new AuditLog(database, NOW_MS)
    const day = Date.UTC(2026, 10, 20 - AUDIT_KEPT_DAYS)
    done(audit, day - 1, { scope: 'too old' })
    done(audit, day, { scope: 'just kept' })
    for (let n = 0; n < 300; n++) begun(audit, NOW_MS + n, { reason: 'x'.repeat(5_000) })
    const later = new AuditLog(database, NOW_MS)
    expect([later.count, later.list(null, 400).at(-1)?.scope]).toEqual([302, 'just kept'])
    expect(later.list(null, 400).map(({ action, reason }) => `${action}: ${reason}`)).toContain('purge audit log: Records are kept for 366 days.')
    expect(later.list(null, 400).find(({ scope }) => scope === 'person u-17')?.reason).toHaveLength(1_001)
    // Once a day is enough.
    expect(new AuditLog(database, NOW_MS + 1_000).count).toBe(302)
  })

  test('without a file on disk no record is begun', () => {
    const other = openDatabase({ folder, key: { kind: 'none' }, nowMs: NOW_MS })
    expect(other.durable).toBe(false)
    expect(new AuditLog(other, NOW_MS).begin(entry, NOW_MS)).toEqual({ ok: false, why: 'The audit log cannot be written to disk in this run.' })
    other.close()
  })

  test('a database that fails is said, not thrown', () => {
    const audit = new AuditLog(database, NOW_MS)
    const id = begun(audit, NOW_MS)
    database.close()
    const failed = { ok: false, why: 'The audit log could not be written: The local database is closed.' }
    expect([audit.begin(entry, NOW_MS), audit.finish(id, 'sent', '', NOW_MS), new AuditLog(database, NOW_MS).begin(entry, NOW_MS)]).toEqual([failed, failed, failed])
  })

  test('exports all records, oldest first, and no formula', () => {
    const audit = new AuditLog(database, NOW_MS)
    audit.finish(begun(audit, NOW_MS, { reason: '=HYPERLINK("https://x.example","a, b")' }), 'sent', 'line 1\nline 2', NOW_MS + 1)
    begun(audit, NOW_MS + 2)
    const rows = parse(auditCsvHead + [...audit.all()].map(auditCsvLine).join(''))
    expect(rows.map((row) => row.slice(-4).map((cell) => (cell.length === 64 ? 'hash' : cell)))).toEqual([AUDIT_CSV_COLUMNS.slice(-4), ['1', 'hash', '2', 'hash'], ['3', 'hash', '', '']])
    expect(rows.map((row) => row.slice(0, -4))).toEqual([
      AUDIT_CSV_COLUMNS.slice(0, -4),
      ['1', '2026-11-20T09:00:00.000Z', '2026-11-20T09:00:00.001Z', entry.who, 'disconnect', 'Lakeside', 'person u-17', `'=HYPERLINK("https://x.example","a, b")`, 'sent', 'line 1\nline 2'],
      ['2', '2026-11-20T09:00:00.002Z', '', entry.who, 'disconnect', 'Lakeside', 'person u-17', 'shared account', 'pending', ''],
    ])
  })
})

describe('CSV', () => {
  test.each([['=1+1', "'=1+1"], ['+1', "'+1"], ['-1', "'-1"], ['@SUM(A1)', "'@SUM(A1)"], ['\tx', "'\tx"], ['\nx', "'\nx"], ['＝1', "'＝1"], ["'=1", "''=1"], ['a=1', 'a=1'], ["'til", "'til"], ['', '']])('%j is written as %j', (cell, written) => {
    expect(defused(cell)).toBe(written)
  })

  const cell = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', '=', '＝', "'", '@', '-', '+', '\t', ' ', 'ä', ';') }))
  const table = fc.integer({ min: 2, max: 5 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 20 }))

  test('any table comes back through a CSV reader, and none of its cells is a formula', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const read = parse(csvOf(rows), { record_delimiter: '\r\n' })
        expect(read.map((row) => row.map((text) => (/^'+[=+\-@\t\r\n＝＋－＠]/.test(text) ? text.slice(1) : text)))).toEqual(rows)
        expect(read.flat().filter((text) => /^[=+\-@\t\r\n＝＋－＠]/.test(text))).toEqual([])
      }),
    )
  })
})
