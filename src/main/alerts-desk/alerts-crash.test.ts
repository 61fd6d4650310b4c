import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { START_MS } from '../monitor/alerts/alert-book-fixture.ts'
import { AlertsRun } from './alerts-desk-fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'rollcall-alerts-crash-'))
let child: ChildProcess | undefined

afterEach(() => {
  child?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** Lets a process act on alerts until it has answered so many, ends it by SIGKILL, and says what it answered: alert -> number of the action. */
async function actAndKill(answers: number): Promise<Map<string, number>> {
  child = spawn(process.execPath, ['--no-warnings', join(import.meta.dirname, 'alerts-crash-child.ts'), folder, String(START_MS)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout!.on('data', (chunk: Buffer) => {
    text += chunk.toString()
    if (text.split('\n').length > answers) child?.kill('SIGKILL')
  })
  await once(child, 'close')
  const whole = text.slice(0, text.lastIndexOf('\n') + 1).trimEnd().split('\n').map((line) => line.split(' '))
  return new Map(whole.map(([id = '', number]) => [id, Number(number)]))
}

test('kill -9 while 1,000 alerts are acted on: every action that was answered is there, with its record', { timeout: 60_000 }, async () => {
  const answered = await actAndKill(120)
  expect(answered.size).toBeGreaterThanOrEqual(120)

  const run = new AlertsRun(folder, START_MS + 60_000)
  const rows = new Map([...run.book.all].map(({ alert, entries }) => [alert.id, { owner: alert.care.owner, until: alert.care.acknowledgedUntilMs, timeline: entries.map(({ what }) => what) }]))
  const lost = [...answered].filter(([id, number]) => rows.get(id)?.owner !== `Owner ${number}` || rows.get(id)?.until === null)
  expect(lost).toEqual([])
  for (const id of answered.keys()) expect(rows.get(id)?.timeline).toEqual(['started', 'fired', 'acknowledged'])
  // One more may have been on its way: its record is without a known result, or nobody heard of its answer.
  const records = run.audit.list(null, 2_000)
  expect([0, 1]).toContain(records.length - answered.size)
  expect(records.slice(1).every(({ result }) => result === 'confirmed')).toBe(true)
  // No fingerprint twice, and the next run takes what the platform says again for the same alerts.
  run.raise(1_000)
  const active = [...run.book.active].map(({ alert }) => alert.fingerprint)
  expect([active.length, new Set(active).size]).toEqual([1_000, 1_000])
  run.end()
})
