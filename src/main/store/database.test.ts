import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databaseKey, markSealed } from './database-key.ts'
import type { DatabaseKey } from './database-key.ts'
import { migrations } from './database-schema.ts'
import { DATABASE_FILE, openDatabase } from './database.ts'
import type { LocalDatabase } from './database.ts'
import { memoryDocument } from './document.ts'
import type { Cipher } from './vault.ts'

const NOW_MS = Date.UTC(2026, 10, 20, 9)
const noKey: DatabaseKey = { kind: 'none' }
const someKey: DatabaseKey = { kind: 'keyring', key: '5e'.repeat(32) }

let folder: string
const opened: LocalDatabase[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-database-'))
})
afterEach(() => {
  for (const database of opened.splice(0)) database.close()
  rmSync(folder, { recursive: true, force: true })
})

function open(key: DatabaseKey): LocalDatabase {
  const database = openDatabase({ folder, key, nowMs: NOW_MS })
  opened.push(database)
  return database
}

function addView(database: LocalDatabase, id: string): void {
  database.run('INSERT INTO saved_views (id, body) VALUES (?, ?)', id, 'tulip-lantern')
}

function viewIds(database: LocalDatabase): unknown[] {
  return database.all('SELECT id FROM saved_views ORDER BY id').map((row) => (row as { id: string }).id)
}

function bytesOnDisk(): string {
  return readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1')).join('')
}

describe('openDatabase', () => {
  test('keeps what was written, in one file, with WAL and full synchronisation', () => {
    const first = open(noKey)
    expect([first.durable, first.encrypted, first.remarks]).toEqual([true, false, []])
    expect([...first.all('PRAGMA journal_mode'), ...first.all('PRAGMA synchronous')]).toEqual([{ journal_mode: 'wal' }, { synchronous: 2 }])
    addView(first, 'a')
    first.close()
    first.close()
    expect(readdirSync(folder)).toEqual([DATABASE_FILE])
    expect(viewIds(open(noKey))).toEqual(['a'])
    if (process.platform !== 'win32') expect(statSync(join(folder, DATABASE_FILE)).mode & 0o777).toBe(0o600)
  })

  test('with a key nothing is readable on disk, neither in the file nor in its WAL', () => {
    const first = open(someKey)
    addView(first, 'a')
    expect([first.encrypted, bytesOnDisk().includes('tulip-lantern'), bytesOnDisk().includes('saved_views')]).toEqual([true, false, false])
    first.close()
    expect(bytesOnDisk()).not.toContain('tulip-lantern')
    expect(viewIds(open(someKey))).toEqual(['a'])
  })

  test('a plain file is encrypted as soon as there is a key', () => {
    const first = open(noKey)
    addView(first, 'a')
    first.close()
    expect(bytesOnDisk()).toContain('tulip-lantern')
    const second = open(someKey)
    expect([second.encrypted, second.durable, second.remarks, viewIds(second)]).toEqual([true, true, [], ['a']])
    second.close()
    expect([readdirSync(folder), bytesOnDisk().includes('tulip-lantern')]).toEqual([[DATABASE_FILE], false])
  })

  test.each([
    ['random bytes', (good: Buffer) => randomBytes(good.length)],
    ['half of it', (good: Buffer) => good.subarray(0, good.length / 2)],
    ['a page of other bytes', (good: Buffer) => Buffer.from(good).fill(7, 4_096, 8_192)],
  ])('a damaged file (%s) is kept aside, a new one begins, and that is said', (_name, damage) => {
    const first = open(noKey)
    for (let n = 0; n < 50; n++) addView(first, `view ${n}`)
    first.close()
    const damaged = damage(readFileSync(join(folder, DATABASE_FILE)))
    writeFileSync(join(folder, DATABASE_FILE), damaged)

    const second = open(noKey)
    const aside = `${DATABASE_FILE}.damaged-2026-11-20T09-00-00-000Z`
    expect(second.remarks).toEqual([expect.stringContaining(`It was kept as ${join(folder, aside)} and a new one was begun`)])
    expect([second.durable, viewIds(second)]).toEqual([true, []])
    addView(second, 'new')
    second.close()
    // SQLite may have written its counters in the first 100 bytes; the content is as it was found.
    expect(readFileSync(join(folder, aside)).subarray(100).equals(damaged.subarray(100))).toBe(true)
    expect([open(noKey).remarks, readdirSync(folder).filter((name) => name.includes('damaged'))]).toEqual([[], [aside]])
  })

  test('a file with the key of another keyring is kept aside as well', () => {
    const first = open(someKey)
    addView(first, 'a')
    first.close()
    const second = open({ kind: 'keyring', key: '77'.repeat(32) })
    expect([second.encrypted, viewIds(second), second.remarks.length]).toEqual([true, [], 1])
  })

  test('while the keyring is away an encrypted file is left alone', () => {
    const first = open(someKey)
    addView(first, 'a')
    first.close()
    const second = open({ kind: 'locked' })
    expect([second.durable, second.remarks]).toEqual([false, [expect.stringContaining("encrypted with a key from this computer's keyring, which is not available now")]])
    addView(second, 'this run alone')
    second.close()
    expect(viewIds(open(someKey))).toEqual(['a'])
  })

  test('a second user of the file gets a sentence, and works in memory', () => {
    const first = open(noKey)
    const second = open(noKey)
    expect([second.durable, second.remarks]).toEqual([false, [expect.stringMatching(/^Another Rollcall .* uses the same data folder\. .*actions and reveals are off/)]])
    addView(first, 'a')
    expect(viewIds(second)).toEqual([])
  })

  test('a file of a newer version is not touched', () => {
    open(noKey).close()
    const newer = new Database(join(folder, DATABASE_FILE))
    newer.exec(`PRAGMA user_version=${migrations.length + 1}`)
    newer.close()
    const before = readFileSync(join(folder, DATABASE_FILE))
    const database = open(noKey)
    expect([database.durable, database.remarks]).toEqual([false, [expect.stringContaining('written by a newer version of Rollcall')]])
    database.close()
    expect(readFileSync(join(folder, DATABASE_FILE)).length).toBe(before.length)
  })

  test('a folder in the place of the file is said, and nothing throws', () => {
    mkdirSync(join(folder, DATABASE_FILE))
    expect([open(noKey).durable, open(noKey).remarks[0]]).toEqual([false, expect.stringContaining('The local database cannot be used (')])
  })

  test('an older schema is brought up to date with its content', () => {
    const old = new Database(join(folder, DATABASE_FILE))
    old.exec(`${migrations[0]}; PRAGMA user_version=1; INSERT INTO audit (at_ms, who, action, target_name, scope, reason, result, detail) VALUES (1, 'w', 'a', 't', 's', 'r', 'sent', '')`)
    old.close()
    const database = open(noKey)
    addView(database, 'a')
    expect([database.all('SELECT who FROM audit'), database.all('PRAGMA user_version')]).toEqual([[{ who: 'w' }], [{ user_version: migrations.length }]])
  })
})

describe('databaseKey', () => {
  const keyring: Cipher = {
    available: true,
    encrypt: (text) => Buffer.from([...Buffer.from(text)].map((byte) => byte ^ 0x5a)),
    decrypt: (data) => Buffer.from([...data].map((byte) => byte ^ 0x5a)).toString(),
  }

  test('is made once, is 32 random bytes, and is on disk only as the keyring encrypted it', () => {
    const document = memoryDocument()
    const key = databaseKey(document, keyring, randomBytes)
    expect(key).toEqual({ kind: 'keyring', key: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(databaseKey(document, keyring, randomBytes)).toEqual(key)
    expect(JSON.stringify(document.read())).not.toContain((key as { key: string }).key)
  })

  test('without a keyring there is none, and an earlier one is locked, not lost', () => {
    const document = memoryDocument()
    const away = { ...keyring, available: false }
    expect([databaseKey(document, away, randomBytes), document.read()]).toEqual([{ kind: 'none' }, undefined])
    const key = databaseKey(document, keyring, randomBytes)
    expect([databaseKey(document, away, randomBytes), databaseKey(document, keyring, randomBytes)]).toEqual([{ kind: 'locked' }, key])
  })

  test('says from then on that the audit log is sealed by it; of a key that takes its place it does not', () => {
    const document = memoryDocument()
    const key = databaseKey(document, keyring, randomBytes)
    markSealed(document)
    expect(databaseKey(document, keyring, randomBytes)).toEqual({ ...key, sealed: true })
    expect(databaseKey(document, { ...keyring, decrypt: () => 'not a key' }, randomBytes)).toEqual({ kind: 'keyring', key: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(document.read()).not.toHaveProperty('sealed')
    markSealed(memoryDocument())
  })

  test('a key of another keyring is replaced and kept beside the new one', () => {
    const document = memoryDocument({ key: 'bm90IG91cnM=', earlier: [] })
    const key = databaseKey(document, keyring, randomBytes)
    expect(document.read()).toMatchObject({ earlier: ['bm90IG91cnM='] })
    expect(databaseKey(document, keyring, randomBytes)).toEqual(key)
  })

  test('a keyring that refuses to encrypt counts as none', () => {
    const refusing: Cipher = { ...keyring, encrypt: () => { throw new Error('denied') } }
    expect(databaseKey(memoryDocument(), refusing, randomBytes)).toEqual({ kind: 'none' })
  })
})
