import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { openDatabase } from './database.ts'
import { RateHistory } from './rate-history.ts'

const FIRST_MINUTE = 29_700_000
const folder = mkdtempSync(join(tmpdir(), 'rollcall-rates-crash-'))
let child: ChildProcess | undefined

afterEach(() => {
  child?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** Runs the writer until it has said so many minutes, kills it, and returns the newest that it said. */
async function writeAndKill(from: number, minutes: number): Promise<number> {
  const writer = spawn(process.execPath, ['--no-warnings', join(import.meta.dirname, 'rate-history-crash-child.ts'), folder, String(from)], { stdio: ['ignore', 'pipe', 'inherit'] })
  child = writer
  let said = ''
  let killed = false
  writer.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
    if (!killed && said.split('\n').length > minutes) killed = writer.kill('SIGKILL')
  })
  const [, signal] = (await once(writer, 'close')) as [number | null, string | null]
  expect(signal).toBe('SIGKILL')
  return Number(said.trimEnd().split('\n').at(-1))
}

test('kill -9 at full rate, again and again: the file opens, is whole, and every minute that was written is there with all its rows', async () => {
  let next = FIRST_MINUTE
  for (const minutes of [3, 40, 120]) {
    const newest = await writeAndKill(next, minutes)
    const database = openDatabase({ folder, key: { kind: 'none' }, nowMs: Date.now() })
    expect([database.durable, database.remarks, database.all('PRAGMA quick_check')]).toEqual([true, [], [{ quick_check: 'ok' }]])
    const found = database.all('SELECT minute, count(*) AS rows, sum(count) AS events FROM minute_rates GROUP BY minute ORDER BY minute') as { minute: number; rows: number; events: number }[]
    // At most one more than was said: written, and killed before it could be said.
    expect([newest, newest + 1]).toContain(found.at(-1)?.minute)
    expect(found.map(({ minute }) => minute)).toEqual(found.map((_, index) => FIRST_MINUTE + index))
    expect(found.filter(({ rows, events }) => rows !== 200 || events !== 600_000)).toEqual([])
    const history = new RateHistory(database)
    expect(history.rows).toBe(found.length * 200)
    next = (found.at(-1)?.minute ?? 0) + 1
    database.close()
  }
})
