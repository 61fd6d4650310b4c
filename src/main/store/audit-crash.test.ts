import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { AuditLog, RESULT_UNKNOWN_DETAIL } from './audit.ts'
import { DATABASE_FILE, openDatabase } from './database.ts'
import type { DatabaseKey } from './database-key.ts'

const folder = mkdtempSync(join(tmpdir(), 'rollcall-audit-crash-'))
let child: ChildProcess | undefined

afterEach(() => {
  child?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** A process that has begun a record and hangs; resolves with its first line. */
async function beginInChild(key: string): Promise<unknown> {
  child = spawn(process.execPath, ['--no-warnings', join(import.meta.dirname, 'audit-crash-child.ts'), folder, key], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(child.stdout!, 'data')) as [Buffer]
  return JSON.parse(line.toString())
}

test.each([
  ['not encrypted', { kind: 'none' }],
  ['encrypted', { kind: 'keyring', key: 'ab'.repeat(32) }],
] satisfies [string, DatabaseKey][])('kill -9 between begin and finish leaves a visible record with an unknown result (%s)', async (_name, key) => {
  expect(await beginInChild(key.kind === 'keyring' ? key.key : '')).toEqual({ ok: true, id: '1' })

  const refused = openDatabase({ folder, key, nowMs: Date.now() })
  expect([refused.durable, refused.remarks[0]]).toEqual([false, expect.stringContaining('Another Rollcall on this computer uses the same data folder.')])
  refused.close()

  const ended = once(child!, 'exit')
  child!.kill('SIGKILL')
  expect((await ended)[1]).toBe('SIGKILL')

  const database = openDatabase({ folder, key, nowMs: Date.now() })
  expect([database.durable, database.encrypted, database.remarks]).toEqual([true, key.kind === 'keyring', []])
  const audit = new AuditLog(database, Date.now())
  expect(audit.list(null, 10)).toEqual([
    expect.objectContaining({ id: '1', action: 'disconnect', scope: 'person u-17, 14 sockets', result: 'unknown', detail: RESULT_UNKNOWN_DETAIL, finishedAtMs: null }),
  ])
  // What is unknown stays unknown: a late answer of the run that ended changes nothing.
  expect(audit.finish('1', 'confirmed', 'late', Date.now())).toMatchObject({ ok: true, record: { result: 'unknown' } })
  database.close()
  expect(readFileSync(join(folder, DATABASE_FILE)).includes('shared account')).toBe(key.kind === 'none')
})
