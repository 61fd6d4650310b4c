import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AlertFilter } from '../../shared/alerts.ts'
import type { Answer } from '../../shared/ipc.ts'
import { ALERTS_RESOLVED_KEPT_MAX } from '../../shared/limits.ts'
import { intervention, START_MS } from '../monitor/alerts/alert-book-fixture.ts'
import { ALERT_EXPORT_FIELDS } from './alert-export.ts'
import { ack30, AlertsRun, allStates, me } from './alerts-desk-fixture.ts'

let folder: string
let run: AlertsRun
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-alert-export-'))
  run = new AlertsRun(folder, START_MS)
})
afterEach(() => {
  run.end()
  rmSync(folder, { recursive: true, force: true })
})

async function exported(format: 'csv' | 'ndjson', filter: Partial<AlertFilter> = {}): Promise<Answer<'alerts:export'>> {
  return await run.desk.handlers()['alerts:export']({ format, filter: { ...allStates, ...filter } })
}

function lines(name = 'alerts.out'): string[] {
  return readFileSync(join(folder, name), 'utf8').trimEnd().split(/\r?\n/)
}

function records(): Record<string, unknown>[] {
  return lines().map((line) => JSON.parse(line) as Record<string, unknown>)
}

test('everything that matches: what waits for the disk, what is on it, and what only it has', async () => {
  const count = ALERTS_RESOLVED_KEPT_MAX + 50
  run.raise(count)
  const ids = [...run.book.active].map(({ alert }) => alert.id)
  run.actInMemory(ids, { kind: 'resolve', note: '' })
  run.pass(3_000, 100).raise(2, 50_000)
  expect(await exported('ndjson')).toEqual({ ok: true, value: { fileName: 'alerts.out', written: count + 2 } })
  expect(new Set(records().map(({ id }) => id)).size).toBe(count + 2)
  expect(records().filter(({ state }) => state === 'resolved')).toHaveLength(count)
  expect(await exported('ndjson', { states: [] })).toMatchObject({ value: { written: 2 } })
})

test('of what changed since it was written, the file says how it is now', async () => {
  run.raise(1).pass(2_000)
  run.actInMemory([run.list()[0]!.id], ack30)
  await exported('ndjson')
  expect(records()).toMatchObject([{ state: 'acknowledged', severity: 'critical', owner: 'Ms. Ortiz', person: 'student-i-0', started: '2026-09-14T09:00:00.000Z', acknowledgedUntil: '2026-09-14T09:30:02.000Z', resolved: null }])
})

test('CSV: a header, one line each, formulas defused; no person by name', async () => {
  run.book.receive(intervention('a', { title: '=HYPERLINK("http://evil.example")', school: 'Lincoln, "High"', personId: 'name:Maria Rossi' }), run.nowMs)
  expect(await exported('csv')).toMatchObject({ ok: true, value: { written: 1 } })
  expect(lines()[0]).toBe(ALERT_EXPORT_FIELDS.join(','))
  expect(lines()[1]).toContain(`,"'=HYPERLINK(""http://evil.example"")","Lincoln, ""High""",`)
  expect(lines()[1]).not.toContain('Rossi')
})

test('it is in the audit log, also when it fails; then there is no file and no part of one', async () => {
  run.raise(3)
  mkdirSync(join(folder, 'alerts.out'))
  expect(await exported('csv')).toMatchObject({ ok: false, problem: { what: 'The alerts were not exported.', advice: expect.stringContaining('is a folder') as unknown } })
  run.chosen = 'other.csv'
  await exported('csv')
  expect(run.audit.list(null, 10)).toMatchObject([
    { who: me, action: 'export alerts', scope: 'alerts as csv, names masked, to other.csv', result: 'confirmed', detail: 'Wrote 3 alerts.' },
    { action: 'export alerts', result: 'failed', detail: 'No file was left.' },
  ])
  expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([])
})

test('the disk is full: an older file stays as it was', async () => {
  run.end()
  const full = Object.assign(new Error('no space'), { code: 'ENOSPC' })
  run = new AlertsRun(folder, START_MS, { openPart: () => Promise.resolve({ appendFile: () => Promise.reject(full), sync: () => Promise.resolve(), close: () => Promise.resolve() }) })
  run.raise(3)
  writeFileSync(join(folder, 'alerts.out'), 'of yesterday')
  expect(await exported('csv')).toMatchObject({ ok: false, problem: { advice: expect.stringContaining('no space left') as unknown } })
  expect(lines()).toEqual(['of yesterday'])
})

test('no file chosen: nothing, and no record; no audit log: no file', async () => {
  run.raise(1)
  run.chosen = undefined
  expect(await exported('csv')).toEqual({ ok: true, value: null })
  expect(run.audit.list(null, 10)).toEqual([])
  run.chosen = 'alerts.out'
  run.database.run('DROP TABLE audit')
  expect(await exported('csv')).toMatchObject({ ok: false, problem: { what: 'Not done: it could not be written to the audit log.' } })
  expect(readdirSync(folder)).not.toContain('alerts.out')
})

test('a second one meanwhile is refused with a sentence', async () => {
  run.raise(1)
  const first = exported('csv')
  expect(await exported('csv')).toMatchObject({ ok: false, problem: { what: 'An export of alerts is being written already.' } })
  expect(await first).toMatchObject({ ok: true })
})
