import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { z } from 'zod'
import type { Args } from '../src/shared/ipc.ts'
import { ENTRY_COLUMNS, entryHash, plainSeal, readEntry } from '../src/main/store/audit-entry.ts'
import { libsqlOptions } from '../src/main/store/database-file.ts'
import { DATABASE_FILE } from '../src/main/store/database.ts'
import { auditRecords, expect, formFor, test } from './fixtures.ts'
import type { Console } from './fixtures.ts'
import { startKeyring, whyNoKeyring } from './keyring.ts'
import type { Keyring } from './keyring.ts'
import { allLive, targetsNow, watchFrames } from './live-state.ts'

/* With a real keyring (the Secret Service of a private D-Bus session): what the stand-ins of the unit tests stand for. */

test.skip(whyNoKeyring() !== undefined, whyNoKeyring())

const keyrings: Keyring[] = []
let dataFolder: string
test.beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'rollcall-e2e-keyring-'))
})
test.afterEach(async () => {
  for (const keyring of keyrings.splice(0)) await keyring.end()
  await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
})

async function newKeyring(): Promise<Keyring> {
  const keyring = await startKeyring()
  keyrings.push(keyring)
  return keyring
}

const value = z.object({ value: z.unknown() })
async function documentOf(name: string): Promise<unknown> {
  return value.parse(JSON.parse(await readFile(join(dataFolder, `${name}.json`), 'utf8'))).value
}

/** As this app's keyring decrypts it: the test process has no key. */
async function decrypted({ app }: Console, base64: string): Promise<string> {
  return await app.evaluate(({ safeStorage }, data) => safeStorage.decryptString(Buffer.from(data, 'base64')), base64)
}

async function databaseKeyOf(console: Console): Promise<string> {
  return await decrypted(console, z.object({ key: z.string() }).parse(await documentOf('database-key')).key)
}

/** Texts that are in a file of the data folder, in one of the ways in which a program writes text: `file: text`. */
async function readableOnDisk(texts: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const entry of await readdir(dataFolder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    // Chromium deletes some of its own files while it ends.
    const bytes = await readFile(join(entry.parentPath, entry.name)).catch(() => Buffer.alloc(0))
    for (const text of texts) if ([Buffer.from(text), Buffer.from(text, 'utf16le'), Buffer.from(Buffer.from(text).toString('base64'))].some((form) => bytes.includes(form))) found.push(`${entry.name}: ${text}`)
  }
  return found
}

async function verdictOf({ page }: Console): Promise<string> {
  await page.getByRole('tab', { name: 'Audit' }).click()
  await page.getByRole('button', { name: 'Verify' }).click()
  return await page.getByTestId('audit-verdict').innerText()
}

/** Somebody's name is revealed: an action that is in the audit log. */
async function reveal(console: Console, note: string): Promise<void> {
  const query: Args<'people:query'> = { text: '', targetId: null, status: null, role: null, room: null, sort: 'name', descending: false, group: 'none', showOwn: false }
  let list = await console.request('people:query', query)
  await expect.poll(async () => (list = await console.request('people:query', query)).count, { timeout: 30_000 }).toBeGreaterThan(0)
  const [row] = (await console.request('people:rows', { revision: list.revision, from: 0, count: 1 })).rows
  expect(await console.request('reveal:open', { person: row!.key, reason: 'support-call', note })).toEqual({ ok: true })
}

test('signed in over a restart, sealed and unbroken, nothing in clear; a keyring that lost its key is said', async ({ launch, startCampus }) => {
  const campus = await startCampus(['--only', 'skillcore', '--people', '40', '--events-per-second', '20'])
  const skillcore = campus.platform('skillcore')
  const keyring = await newKeyring()
  const args = ['--demo=never', ...keyring.args]
  const output: string[] = []
  const listen = ({ app }: Console): void => {
    for (const stream of [app.process().stdout, app.process().stderr]) stream?.on('data', (chunk: Buffer) => output.push(chunk.toString()))
  }

  const first = await launch({ dataFolder, args: [...args, '--enable-logging=file', `--log-file=${join(dataFolder, 'chromium.log')}`], env: keyring.env })
  listen(first)
  expect(await first.app.evaluate(({ safeStorage }) => [safeStorage.getSelectedStorageBackend(), safeStorage.isEncryptionAvailable()])).toEqual(['gnome_libsecret', true])
  expect((await first.request('app:info', null)).secretsIn).toBe('keyring')
  await watchFrames(first.page)
  expect((await first.request('target:add', formFor(skillcore))).ok).toBe(true)
  await allLive(first.page, 1)
  await reveal(first, 'Ticket 4711: tulip')
  expect(await verdictOf(first)).toMatch(/^Whole\. 1 record, unbroken since .*\. Sealed with a key of this computer's keyring\./)

  const kept = z.record(z.string(), z.string()).parse(await documentOf('secrets'))
  const secrets = z.object({ password: z.string(), token: z.string() }).parse(JSON.parse(await decrypted(first, Object.values(kept)[0] ?? '')))
  expect(secrets.password).toBe(skillcore.password)
  const key = await databaseKeyOf(first)
  expect(key).toMatch(/^[0-9a-f]{64}$/)
  const signature = secrets.token.split('.')[2] ?? ''
  const hidden = [secrets.password, secrets.token, signature, key, 'Ticket 4711: tulip']
  expect(await readableOnDisk(hidden)).toEqual([])
  // The search finds what is there: addresses are kept in clear.
  expect(await readableOnDisk([skillcore.url])).toEqual([`targets.json: ${skillcore.url}`])
  await first.app.close()
  expect(await readableOnDisk(hidden)).toEqual([])

  await test.step('started again: nobody types, the log goes on', async () => {
    const second = await launch({ dataFolder, args, env: keyring.env })
    listen(second)
    await watchFrames(second.page)
    await allLive(second.page, 1)
    await reveal(second, 'Ticket 4712: tulip')
    expect(await verdictOf(second)).toMatch(/^Whole\. 2 records, unbroken since .*\. Sealed with a key of this computer's keyring\./)
    expect(await databaseKeyOf(second)).toBe(key)
    expect([...first.complaints, ...second.complaints]).toEqual([])
    await second.app.close()
    expect(await readableOnDisk([...hidden, 'Ticket 4712: tulip'])).toEqual([])
    expect(hidden.filter((text) => output.join('').includes(text))).toEqual([])
  })

  await test.step('no keyring in this run: said, nothing is done without a record, and nothing on the disk changes', async () => {
    const before = await hashesOf([DATABASE_FILE, 'secrets.json', 'database-key.json', 'audit-anchor.json'])
    const away = await launch({ dataFolder, args: ['--demo=never', '--password-store=basic'] })
    await watchFrames(away.page)
    await expect(away.page.getByText(/^The local database is encrypted with a key from this computer's keyring, which is not available now\. Unlock the keyring and start Rollcall again/)).toBeVisible()
    expect(await away.request('audit:keeping', { keepDays: 30 })).toMatchObject({ ok: false, problem: { what: 'Not done: it could not be written to the audit log.' } })
    await expect.poll(async () => (await targetsNow(away.page)).map(({ state }) => state)).toEqual(['signed-out'])
    await away.app.close()
    expect(await hashesOf([DATABASE_FILE, 'secrets.json', 'database-key.json', 'audit-anchor.json'])).toEqual(before)
  })

  await test.step('the keyring is another one: said, the old log is kept as it was, the gap is a record', async () => {
    const before = await hashesOf([DATABASE_FILE])
    const empty = await newKeyring()
    const third = await launch({ dataFolder, args: ['--demo=never', ...empty.args], env: empty.env })
    await watchFrames(third.page)
    await expect(third.page.getByText(/^The local database could not be read: .* its key in this computer's keyring is another one\. It was kept as .* and a new one was begun/)).toBeVisible()
    expect(await verdictOf(third)).toMatch(/^Not whole\. The end of the log was cut off before this start: \d+ entries are missing before this one\./)
    expect(await auditRecords(third.request, 10)).toMatchObject([{ action: 'audit log damaged', who: 'Rollcall', result: 'failed' }])
    await expect.poll(async () => (await targetsNow(third.page)).map(({ state }) => state)).toEqual(['signed-out'])
    const aside = (await readdir(dataFolder)).filter((name) => name.startsWith(`${DATABASE_FILE}.damaged-`))
    expect(aside).toHaveLength(1)
    expect(await hashesOf(aside)).toEqual(before)
    // Whoever finds the old keyring again finds every record, and the key that opens them.
    const old = new Database(join(dataFolder, aside[0]!), libsqlOptions(key))
    expect(old.prepare("SELECT reason FROM audit WHERE action = 'reveal' AND part = 0 ORDER BY n").all([])).toEqual([{ reason: 'support-call: Ticket 4711: tulip' }, { reason: 'support-call: Ticket 4712: tulip' }])
    old.close()
    expect(z.object({ earlier: z.array(z.string()) }).parse(await documentOf('database-key')).earlier).toHaveLength(1)
    await third.app.close()
  })
})

test('a log that was edited by somebody without the key is found: in the file, and with file and anchor made anew', async ({ launch }) => {
  const keyring = await newKeyring()
  const options = { dataFolder, args: ['--demo=never', ...keyring.args], env: keyring.env }
  const first = await launch(options)
  for (const keepDays of [400, 401, 402]) expect((await first.request('audit:keeping', { keepDays })).ok).toBe(true)
  expect(await verdictOf(first)).toMatch(/^Whole\. 3 records, .* Sealed with a key of this computer's keyring\./)
  const key = await databaseKeyOf(first)
  await first.app.close()
  const file = join(dataFolder, DATABASE_FILE)
  const kept = await readFile(file)
  const keptAnchor = await readFile(join(dataFolder, 'audit-anchor.json'))

  await test.step('the file is open to them, its seal is not', async () => {
    forgeInPlace(file, key)
    const console = await launch(options)
    expect(await verdictOf(console)).toMatch(/^Not whole\. Record 2 was changed/)
    await console.app.close()
  })

  await test.step('a plain file and an anchor of their own take the place of both', async () => {
    await writeFile(file, kept)
    await writeFile(join(dataFolder, 'audit-anchor.json'), keptAnchor)
    const head = await forgeAnew(file, key)
    await writeFile(join(dataFolder, 'audit-anchor.json'), JSON.stringify({ value: { ...head, keyId: '', proof: plainSeal.hash(`anchor\n${head.n}\n${head.hash}`) } }))
    const console = await launch(options)
    expect(await verdictOf(console)).toMatch(/^Not whole\. The log was replaced by one without its seal before this start: its records may be invented\./)
    await console.app.close()
  })
})

/** Changes record 2 and makes the hashes from there on anew, as plain SHA-256. @returns the new head */
function forgeInPlace(file: string, key: string | undefined): { readonly n: number; readonly hash: string } {
  const database = new Database(file, libsqlOptions(key))
  database.exec("UPDATE audit SET scope = 'records are kept for 9000 days' WHERE record = 2 AND part = 0")
  const entries = database.prepare('SELECT * FROM audit ORDER BY n').all([]).flatMap((raw) => readEntry(raw) ?? [])
  let head = { n: 0, hash: '' }
  for (const entry of entries) {
    // With the key out of reach: all of it in a file of their own, from the change on in one that has a seal.
    const forged = key === undefined || entry.record >= 2 ? { ...entry, key_id: '', hash: entryHash(plainSeal, head.hash, { ...entry, key_id: '' }) } : entry
    database.prepare('UPDATE audit SET key_id = ?, hash = ? WHERE n = ?').run([forged.key_id, forged.hash, entry.n])
    head = { n: forged.n, hash: forged.hash }
  }
  database.close()
  return head
}

/** The same log in a file that is not encrypted: what somebody makes who read it on the screen. */
async function forgeAnew(file: string, key: string): Promise<{ readonly n: number; readonly hash: string }> {
  const real = new Database(file, libsqlOptions(key))
  const tables = real.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'").all([]) as { sql: string }[]
  const [version] = real.prepare('PRAGMA user_version').all([]) as { user_version: number }[]
  const entries = real.prepare('SELECT * FROM audit ORDER BY n').all([]).flatMap((raw) => readEntry(raw) ?? [])
  real.close()
  await rm(file)
  const forged = new Database(file, libsqlOptions(undefined))
  for (const { sql } of tables) forged.exec(sql)
  forged.exec(`PRAGMA user_version=${version!.user_version}`)
  for (const entry of entries) forged.prepare(`INSERT INTO audit (${ENTRY_COLUMNS.join(', ')}) VALUES (${ENTRY_COLUMNS.map(() => '?').join(', ')})`).run(ENTRY_COLUMNS.map((column) => entry[column]))
  forged.close()
  return forgeInPlace(file, undefined)
}

async function hashesOf(names: readonly string[]): Promise<string[]> {
  return await Promise.all(names.map(async (name) => createHash('sha256').update(await readFile(join(dataFolder, name))).digest('hex')))
}
