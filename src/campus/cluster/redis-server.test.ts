import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from 'redis'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { findRedisServer, noRedisServer, startRedisServer } from './redis-server.ts'

/* A Redis that is there under another name, and one that is not there. */

const real = findRedisServer()
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'campus-path-'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

test('a program that is only called like one is none, and nothing starts', async () => {
  writeFileSync(join(folder, 'redis-check-rdb'), '#!/bin/sh\necho "redis-check-rdb 7.0.15"\n', { mode: 0o755 })
  writeFileSync(join(folder, 'redis-server'), 'not executable', { mode: 0o644 })
  vi.stubEnv('PATH', folder)
  expect([findRedisServer(), await startRedisServer()]).toEqual([undefined, undefined])
})

test.skipIf(real === undefined)(real === undefined ? noRedisServer : 'where there are only the tools of Redis, their checker is the server', async () => {
  symlinkSync(realpathSync(real ?? ''), join(folder, 'redis-check-rdb'))
  vi.stubEnv('PATH', folder)
  const redis = await startRedisServer()
  const client = createClient({ url: redis?.url ?? '' })
  await client.connect()
  expect(await client.ping()).toBe('PONG')
  await client.close()
  await redis?.stop()
})
