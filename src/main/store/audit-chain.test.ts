import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ENTRY_COLUMNS } from './audit-entry.ts'
import type { ChainEntry } from './audit-entry.ts'
import { VIEW_ONCE_MS } from './audit-views.ts'
import { AuditLog, RESULT_UNKNOWN_DETAIL } from './audit.ts'
import { markSealed } from './database-key.ts'
import type { DatabaseKey } from './database-key.ts'
import { migrations } from './database-schema.ts'
import { DATABASE_FILE, openDatabase } from './database.ts'
import type { LocalDatabase } from './database.ts'
import { memoryDocument } from './document.ts'
import type { JsonDocument } from './document.ts'

const NOW_MS = Date.UTC(2026, 10, 20, 12)
const DAY_MS = 24 * 3600_000
const noKey: DatabaseKey = { kind: 'none' }
const someKey: DatabaseKey = { kind: 'keyring', key: '5e'.repeat(32) }

let folder: string
let database: LocalDatabase
let anchor: JsonDocument
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-chain-'))
  database = openDatabase({ folder, key: noKey, nowMs: NOW_MS })
  anchor = memoryDocument()
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The database stays plain, so that a test can do to the rows what an edit of the file would. */
function start(key: DatabaseKey = someKey, nowMs = NOW_MS): AuditLog {
  return new AuditLog(database, nowMs, { key, anchor })
}

function begun(audit: AuditLog, atMs: number, scope: string): string {
  const answer = audit.begin({ who: 'jlee', action: 'disconnect', targetName: 'Lakeside', scope, reason: 'shared account' }, atMs)
  if (!answer.ok) throw new Error(answer.why)
  return answer.id
}

/** Begins one after the other, and ends every second one. */
function fill(audit: AuditLog, records: number, atMs = NOW_MS): void {
  for (let n = 0; n < records; n++) {
    const id = begun(audit, atMs + n, `person u-${n}`)
    if (n % 2 === 0) audit.finish(id, 'confirmed', '14 sockets ended', atMs + n)
  }
}

function rows(): ChainEntry[] {
  return database.all('SELECT * FROM audit ORDER BY n') as ChainEntry[]
}

/** Takes the place of all rows, as an edit of the file would. */
function put(entries: readonly ChainEntry[]): void {
  database.transaction(() => {
    database.run('DROP INDEX IF EXISTS audit_at')
    database.run('DELETE FROM audit')
    for (const entry of entries) database.run(`INSERT INTO audit (${ENTRY_COLUMNS.join(', ')}) VALUES (${ENTRY_COLUMNS.map(() => '?').join(', ')})`, ...ENTRY_COLUMNS.map((column) => entry[column]))
  })
}

async function found(audit: AuditLog): Promise<string> {
  const { ok, broken } = await audit.verify()
  expect(ok).toBe(broken === null)
  return broken === null ? 'ok' : `${broken.how} ${broken.id}`
}

describe('Verify', () => {
  test('an empty log and a whole one are said to be so', async () => {
    const audit = start()
    expect(await audit.verify()).toEqual({ ok: true, sentence: "The log is empty. Sealed with a key of this computer's keyring.", records: 0, broken: null })
    fill(audit, 250)
    expect(await audit.verify()).toEqual({ ok: true, sentence: "250 records, unbroken since 20 November 2026. Sealed with a key of this computer's keyring.", records: 250, broken: null })
    const later = start(someKey, NOW_MS + DAY_MS)
    expect([await found(later), later.list(null, 1)[0]?.result, rows().at(-1)?.kind]).toEqual(['ok', 'unknown', 'lost'])
  })

  test('walks in slices: others come to their turn in between', async () => {
    const audit = start()
    fill(audit, 400)
    const turns: number[] = []
    let checked = 0
    const verdict = audit.verify((progress) => { checked = progress.checked })
    const turn = (): void => {
      turns.push(checked)
      if (checked < 600) setImmediate(turn)
    }
    setImmediate(turn)
    expect((await verdict).ok).toBe(true)
    expect(turns.length).toBeGreaterThanOrEqual(5)
  })

  test('what is written during the walk is no fault, and a purge during it neither', async () => {
    const audit = start()
    fill(audit, 300)
    const before = audit.verify()
    begun(audit, NOW_MS + 1_000, 'person u-new')
    expect(await before).toMatchObject({ ok: true, records: 300 })
    for (const { id } of audit.list(null, 400)) audit.finish(id, 'failed', '', NOW_MS + 2_000)
    const during = audit.verify()
    expect(audit.purge(NOW_MS + 200, 'jlee', 'end of term', NOW_MS + 3_000)).toEqual({ ok: true, value: 200 })
    expect(await during).toMatchObject({ ok: true, records: 102 })
  })

  test.each([
    ['a changed field', (all: ChainEntry[]) => all.map((entry) => (entry.record === 5 && entry.part === 0 ? { ...entry, reason: 'another one' } : entry)), 'changed 5'],
    ['a changed result', (all: ChainEntry[]) => all.map((entry) => (entry.record === 5 && entry.part === 1 ? { ...entry, result: 'failed' as const } : entry)), 'changed 5'],
    ['a record taken out of the middle', (all: ChainEntry[]) => all.filter(({ record }) => record !== 5), 'missing 6'],
    ['one taken out, the others renumbered', (all: ChainEntry[]) => all.filter(({ n }) => n !== 7).map((entry, at) => ({ ...entry, n: at + 1 })), 'missing 5'],
    ['the end cut off', (all: ChainEntry[]) => all.slice(0, -3), 'missing '],
    ['the beginning cut off', (all: ChainEntry[]) => all.slice(4), 'missing 3'],
    ['all taken away', () => [], 'missing '],
    ['two neighbours swapped', (all: ChainEntry[]) => swapped(all, 6, 7), 'reordered 5'],
    ['two far ones swapped', (all: ChainEntry[]) => swapped(all, 3, 10), 'reordered 7'],
    ['one put in between', (all: ChainEntry[]) => [...all.slice(0, 4), { ...all[4]!, n: 5, record: 99, scope: 'person u-forged' }, ...all.slice(4).map((entry) => ({ ...entry, n: entry.n + 1 }))], 'inserted 99'],
    ['one put after the end', (all: ChainEntry[]) => [...all, { ...all.at(-1)!, n: all.length + 1, record: 99 }], 'changed 99'],
    ['one put before the beginning', (all: ChainEntry[]) => [{ ...all[0]!, n: 0, record: 99 }, ...all], 'inserted 99'],
    ['a hash taken from an entry', (all: ChainEntry[]) => all.map((entry) => (entry.n === 6 ? { ...entry, hash: '' } : entry)), 'changed 4'],
    ['a seal taken from an entry', (all: ChainEntry[]) => all.map((entry) => (entry.n === 6 ? { ...entry, key_id: '' } : entry)), 'changed 4'],
  ])('%s is found', async (_name, edit, expected) => {
    const audit = start()
    fill(audit, 8)
    expect([rows().length, await found(audit)]).toEqual([12, 'ok'])
    put(edit(rows()))
    expect(await found(audit)).toBe(expected)
    // And by the next run, which has nothing but the table and the anchor.
    expect(await found(start(someKey, NOW_MS + DAY_MS))).not.toBe('ok')
  })

  const column = fc.constantFrom(...ENTRY_COLUMNS)
  const edit = fc.oneof(
    fc.record({ kind: fc.constant('change' as const), at: fc.nat(), column, by: fc.integer({ min: 1, max: 50 }), text: fc.string({ unit: 'grapheme', maxLength: 12 }) }),
    fc.record({ kind: fc.constant('remove' as const), at: fc.nat(), renumber: fc.boolean() }),
    fc.record({ kind: fc.constant('swap' as const), at: fc.nat(), other: fc.nat(), renumber: fc.constant(true) }),
    fc.record({ kind: fc.constant('insert' as const), at: fc.nat(), from: fc.nat(), renumber: fc.constant(true) }),
  )

  test.each([['sealed', someKey], ['not sealed', noKey]] as const)('any single change, removal, swap or insertion is found, in this run and in the next (%s)', async (_name, key) => {
    const audit = start(key)
    fill(audit, 12)
    audit.viewed({ who: 'jlee', targetName: 'Lakeside', scope: 'person u-3', screen: 'person page' }, NOW_MS + 50)
    audit.finish('2', 'sent', '', NOW_MS + 60)
    audit.purge(NOW_MS + 3, 'jlee', 'end of term', NOW_MS + 70)
    expect(await found(audit)).toBe('ok')
    const before = rows()
    const anchorBefore = anchor.read()
    let changed = 0
    await fc.assert(
      fc.asyncProperty(edit, async (what) => {
        const after = edited(before, what)
        if (after === undefined || JSON.stringify(after) === JSON.stringify(before)) return
        try {
          put(after)
        } catch {
          // The table itself refuses it: two rows of one place or one record.
          return
        }
        changed++
        expect((await audit.verify()).ok, JSON.stringify(what)).toBe(false)
        anchor.write(anchorBefore)
        expect((await new AuditLog(database, NOW_MS + 1_000, { key, anchor }).verify()).ok, `next run ${JSON.stringify(what)}`).toBe(false)
      }),
      { numRuns: 150 },
    )
    expect(changed).toBeGreaterThan(60)
    put(before)
    anchor.write(anchorBefore)
    expect(await found(audit)).toBe('ok')
  }, 60_000)

  test('texts of any kind come back as they were hashed', async () => {
    const audit = start()
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 1_100 }), fc.constantFrom('\uD800', 'a\0b', `${'x'.repeat(999)}😀`, 'x'.repeat(10_000), '\uFEFFa', 'ä'))
    fc.assert(
      fc.property(text, text, (scope, detail) => {
        audit.finish(begun(audit, NOW_MS, scope), 'failed', detail, NOW_MS)
      }),
    )
    expect(await found(audit)).toBe('ok')
  })
})

describe('the anchor', () => {
  test('an end that was cut off while Rollcall was closed stays known, also after new records', async () => {
    fill(start(), 6)
    put(rows().slice(0, -3))
    const next = start(someKey, NOW_MS + DAY_MS)
    const verdict = await next.verify()
    expect(verdict).toMatchObject({ ok: false, broken: { how: 'missing' }, sentence: 'The end of the log was cut off before this start: 3 entries are missing before this one.' })
    fill(next, 3, NOW_MS + DAY_MS + 100)
    expect(await start(someKey, NOW_MS + 2 * DAY_MS).verify()).toMatchObject({ ok: false, sentence: verdict.sentence })
    expect(next.list(null, 20).find(({ action }) => action === 'audit log damaged')).toMatchObject({ result: 'failed', who: 'Rollcall' })
  })

  test('a chain that was made anew without the key is found, with the anchor made anew or taken away too', async () => {
    fill(start(), 6)
    const kept = anchor.read()
    const forged = memoryDocument()
    const forgedFolder = mkdtempSync(join(tmpdir(), 'rollcall-forged-'))
    const other = openDatabase({ folder: forgedFolder, key: noKey, nowMs: NOW_MS })
    fill(new AuditLog(other, NOW_MS, { key: noKey, anchor: forged }), 6)
    const forgedRows = other.all('SELECT * FROM audit ORDER BY n') as ChainEntry[]
    other.close()
    rmSync(forgedFolder, { recursive: true })
    const real = rows()
    put(forgedRows)
    expect(await found(start(someKey, NOW_MS + DAY_MS))).toMatch(/^changed/)
    put([...real.slice(0, 3), ...forgedRows.slice(3)])
    anchor.write(forged.read())
    expect(await found(start(someKey, NOW_MS + DAY_MS))).not.toBe('ok')
    put(real.slice(0, 3))
    anchor = memoryDocument()
    expect(await found(start(someKey, NOW_MS + DAY_MS))).toMatch(/^missing/)
    put(real)
    anchor = memoryDocument(kept)
    expect(await found(start(someKey, NOW_MS))).toBe('ok')
  })

  test('a whole log without a seal, in the place of a sealed one, is found, whatever was done with its anchor', async () => {
    let sealed = 0
    const keyDocument = memoryDocument({ key: '', earlier: [] })
    const first = new AuditLog(database, NOW_MS, { key: someKey, anchor, onSealed: () => sealed++ })
    fill(first, 6)
    markSealed(keyDocument)
    expect([sealed, keyDocument.read()]).toMatchObject([1, { sealed: true }])
    const real = rows()
    const kept = anchor.read()
    // The same records, one of them changed, with hashes that anybody can make.
    put([])
    anchor = memoryDocument()
    fill(start(noKey), 5)
    const forged = rows()
    const plainAnchor = anchor.read()
    const afterKey: DatabaseKey = { ...someKey, sealed: true }
    const asFound = async (entries: readonly ChainEntry[], anchorBefore: unknown): Promise<string> => {
      put(entries)
      anchor = memoryDocument(anchorBefore)
      const verdict = await start(afterKey, NOW_MS + DAY_MS).verify()
      expect(verdict.ok).toBe(false)
      return verdict.sentence
    }
    expect(await asFound(forged, plainAnchor)).toBe('The log was replaced by one without its seal before this start: its records may be invented.')
    expect(await asFound(forged, undefined)).toMatch(/^The anchor beside the database was missing at this start/)
    expect(await asFound([], undefined)).toMatch(/^The anchor beside the database was missing at this start/)
    // As of a version without a chain: not taken over, because there was one.
    await asFound(forged.map((entry) => ({ ...entry, hash: '' })), undefined)
    put(real)
    anchor = memoryDocument(kept)
    expect(await found(start(afterKey, NOW_MS + DAY_MS))).toBe('ok')
  })

  test('an empty log that was sealed is empty again, without a word', async () => {
    start(someKey)
    expect(await start({ ...someKey, sealed: true }, NOW_MS + DAY_MS).verify()).toMatchObject({ ok: true, records: 0 })
  })

  test('a crash between record and anchor is no fault', async () => {
    const audit = start()
    fill(audit, 3)
    const behind = structuredClone(anchor.read())
    fill(audit, 3, NOW_MS + 100)
    anchor.write(behind)
    expect(await found(start(someKey, NOW_MS + DAY_MS))).toBe('ok')
  })

  test('an anchor that cannot be written keeps no record from being written, and is said', async () => {
    const audit = new AuditLog(database, NOW_MS, { key: noKey, anchor: { read: () => undefined, write: () => { throw new Error('EROFS') } } })
    fill(audit, 2)
    expect(await audit.verify()).toMatchObject({ ok: true, sentence: expect.stringMatching(/^2 records, .* Not sealed by a key, .* could not be written \(EROFS\)\.$/) as string })
  })

  test('while the key is away nothing is appended; when it comes later, the chain goes on with it', async () => {
    fill(start(noKey), 4)
    expect((await start(someKey, NOW_MS + 1_000).verify()).sentence).toMatch(/but for the first \d entries\.$|^4 records/)
    const sealed = start(someKey, NOW_MS + 2_000)
    fill(sealed, 4, NOW_MS + 3_000)
    expect(await sealed.verify()).toMatchObject({ ok: true, records: 8, sentence: expect.stringContaining('but for the first 6 entries') as string })
    const count = rows().length
    const away = start({ kind: 'locked' }, NOW_MS + 4_000)
    expect(away.begin({ who: 'jlee', action: 'a', targetName: '', scope: '', reason: '' }, NOW_MS + 4_000)).toMatchObject({ ok: false, why: expect.stringContaining('sealed with a key') as string })
    expect([rows().length, (await away.verify()).ok]).toEqual([count, false])
    expect(await found(start(someKey, NOW_MS + 5_000))).toBe('ok')
  })
})

describe('what came before the chain', () => {
  test('records of an earlier version are taken over as they are, sealed as found', async () => {
    database.close()
    rmSync(join(folder, DATABASE_FILE))
    const old = new Database(join(folder, DATABASE_FILE))
    old.exec(`${migrations[0]}; PRAGMA user_version=1;`)
    for (const [n, result] of ['confirmed', 'pending', 'unknown'].entries()) {
      old.exec(`INSERT INTO audit (at_ms, finished_at_ms, who, action, target_name, scope, reason, result, detail) VALUES (${NOW_MS + n}, ${n === 0 ? NOW_MS + 40 : 'NULL'}, 'jlee', 'leave', 'Lakeside', 'person u-${n}', 'r', '${result}', 'd')`)
    }
    old.close()
    database = openDatabase({ folder, key: noKey, nowMs: NOW_MS })
    const audit = start(someKey, NOW_MS + DAY_MS)
    expect(audit.list(null, 10).map(({ id, result, detail, finishedAtMs }) => [id, result, detail, finishedAtMs])).toEqual([['3', 'unknown', 'd', null], ['2', 'unknown', RESULT_UNKNOWN_DETAIL, null], ['1', 'confirmed', 'd', NOW_MS + 40]])
    expect(await audit.verify()).toEqual({ ok: true, records: 3, broken: null, sentence: "3 records, unbroken since 20 November 2026. 2 records are from before the chain and sealed as found. Sealed with a key of this computer's keyring." })
    expect(begun(audit, NOW_MS + DAY_MS, 'person u-4')).toBe('4')
    database.run("UPDATE audit SET detail = 'x' WHERE record = 3")
    expect(await found(audit)).toBe('changed 3')
    // Hashes taken away are not made anew.
    database.run("UPDATE audit SET hash = '', key_id = ''")
    expect(await found(start(someKey, NOW_MS + 2 * DAY_MS))).not.toBe('ok')
  })
})

describe('keeping', () => {
  test('a purge says what it deleted, and the chain goes on from it', async () => {
    const audit = start()
    fill(audit, 10)
    for (const { id } of audit.list(null, 20)) audit.finish(id, 'sent', '', NOW_MS + 20)
    expect(audit.purge(NOW_MS + 6, 'jlee', 'end of term', NOW_MS + 30)).toEqual({ ok: true, value: 6 })
    expect(audit.list(null, 20).map(({ id, action }) => `${id} ${action}`)).toEqual(['11 purge audit log', '10 disconnect', '9 disconnect', '8 disconnect', '7 disconnect'])
    expect((await audit.verify()).sentence).toMatch(/^5 records\. Purged before 20 November 2026 by jlee; unbroken since\./)
    expect(audit.keeping()).toEqual({ keepDays: 366, records: 5, oldestAtMs: NOW_MS + 6, purgedBeforeMs: NOW_MS + 6 })
    // All of it, twice: the purge's own record is the oldest then.
    expect(audit.purge(NOW_MS + 31, 'jlee', 'again', NOW_MS + 31)).toEqual({ ok: true, value: 5 })
    expect(await found(start(someKey, NOW_MS + 60))).toBe('ok')
    expect(audit.purge(NOW_MS, 'jlee', 'nothing there', NOW_MS + 40)).toEqual({ ok: true, value: 0 })
    expect(audit.list(null, 20)).toHaveLength(1)
  })

  test('what is under way stays, and all after it', () => {
    const audit = start()
    fill(audit, 4)
    expect(audit.purge(NOW_MS + DAY_MS, 'jlee', 'all of it', NOW_MS + 100)).toEqual({ ok: true, value: 1 })
    expect(audit.finish('2', 'confirmed', 'late', NOW_MS + 200)).toMatchObject({ ok: true, record: { result: 'confirmed' } })
  })

  test('the time is kept, and older records go at the next start, said as such', async () => {
    const audit = start()
    fill(audit, 3, NOW_MS - 40 * DAY_MS)
    for (const { id } of audit.list(null, 20)) audit.finish(id, 'sent', '', NOW_MS)
    audit.setKeepDays(30)
    const later = start(someKey, NOW_MS)
    expect(later.keeping()).toMatchObject({ keepDays: 30, records: 1 })
    expect((await later.verify()).sentence).toMatch(/^1 record\. Purged before 2[01] October 2026 by Rollcall; unbroken since\./)
  })
})

describe('views of personal data', () => {
  const look = { who: 'jlee', targetName: 'Lakeside', scope: 'person u-17', screen: 'person page' }

  test('once a person, screen and five minutes', () => {
    const audit = start()
    for (let at = 0; at < 2 * VIEW_ONCE_MS; at += 10_000) audit.viewed(look, NOW_MS + at)
    audit.viewed({ ...look, screen: 'room page' }, NOW_MS)
    audit.viewed({ ...look, scope: 'person u-18' }, NOW_MS)
    expect(audit.list(null, 20).map(({ action, scope, detail, result }) => [action, scope, detail, result].join(', ')).toSorted()).toEqual([
      'view, person u-17, Seen on: person page., confirmed', 'view, person u-17, Seen on: person page., confirmed', 'view, person u-17, Seen on: room page., confirmed', 'view, person u-18, Seen on: person page., confirmed',
    ])
  })

  test('a log that cannot be written keeps nobody from looking', () => {
    const audit = start()
    database.close()
    expect(audit.viewed(look, NOW_MS)).toBe(false)
  })
})

describe('find', () => {
  test('by text, action, who, platform, result and time; with the number that fits', () => {
    const audit = start()
    fill(audit, 4)
    audit.viewed({ who: 'msmith', targetName: 'Hill_side', scope: 'person 100%', screen: 'person page' }, NOW_MS + 10)
    const next = start(someKey, NOW_MS + 1_000)
    const any = { text: '', action: null, who: null, platform: null, result: null, fromMs: null, untilMs: null }
    const scopes = (filter: Partial<typeof any> | object): string[] => next.find({ ...any, ...filter }, null, 10).records.map(({ scope }) => scope)
    expect(next.find(any, null, 2)).toMatchObject({ matching: 5, unknown: 2, records: [{ scope: 'person 100%' }, { scope: 'person u-3' }] })
    expect(scopes({ text: '100%' })).toEqual(['person 100%'])
    expect(scopes({ text: 'l_s' })).toEqual(['person 100%'])
    expect(scopes({ text: 'shared accountLakeside' })).toEqual([])
    expect(scopes({ text: 'ENDED before the result' })).toEqual(['person u-3', 'person u-1'])
    expect(scopes({ result: 'confirmed', action: 'disconnect' })).toEqual(['person u-2', 'person u-0'])
    expect(scopes({ who: 'msmith' })).toEqual(scopes({ platform: 'Hill_side' }))
    expect(scopes({ fromMs: NOW_MS + 1, untilMs: NOW_MS + 3 })).toEqual(['person u-2', 'person u-1'])
    expect(next.choices()).toEqual({ actions: ['disconnect', 'view'], whos: ['jlee', 'msmith'], platforms: ['Hill_side', 'Lakeside'] })
  })

  test('a record with its links', () => {
    const audit = start()
    fill(audit, 2)
    const detail = audit.detail('1')
    expect(detail?.links.map(({ position, kind, keyed, fits }) => [position, kind, keyed, fits])).toEqual([[1, 'begun', true, true], [2, 'ended', true, true]])
    expect(detail?.links[1]?.previousHash).toBe(detail?.links[0]?.hash)
    database.run("UPDATE audit SET detail = 'x' WHERE n = 2")
    expect([audit.detail('1')?.links.map(({ fits }) => fits), audit.detail('77')]).toEqual([[true, false], undefined])
  })
})

function swapped(all: readonly ChainEntry[], a: number, b: number): ChainEntry[] {
  return all.map((entry) => (entry.n === a ? { ...all[b - 1]!, n: a } : entry.n === b ? { ...all[a - 1]!, n: b } : entry))
}

type Edit =
  | { readonly kind: 'change'; readonly at: number; readonly column: keyof ChainEntry; readonly by: number; readonly text: string }
  | { readonly kind: 'remove'; readonly at: number; readonly renumber: boolean }
  | { readonly kind: 'swap'; readonly at: number; readonly other: number }
  | { readonly kind: 'insert'; readonly at: number; readonly from: number }

function edited(all: readonly ChainEntry[], edit: Edit): ChainEntry[] | undefined {
  const at = edit.at % all.length
  const first = all[0]!.n
  const renumbered = (entries: readonly ChainEntry[]): ChainEntry[] => entries.map((entry, index) => ({ ...entry, n: first + index }))
  switch (edit.kind) {
    case 'change': {
      const value = all[at]![edit.column]
      const next = typeof value === 'number' ? value + edit.by : value === null ? edit.by : edit.text
      return next === value ? undefined : all.map((entry, index) => (index === at ? { ...entry, [edit.column]: next } : entry)).toSorted((a, b) => a.n - b.n)
    }
    case 'remove':
      return edit.renumber ? renumbered(all.filter((_, index) => index !== at)) : all.filter((_, index) => index !== at)
    case 'swap': {
      const other = edit.other % all.length
      return at === other ? undefined : renumbered(all.map((entry, index) => (index === at ? all[other]! : index === other ? all[at]! : entry)))
    }
    case 'insert': {
      const copy = { ...all[edit.from % all.length]!, record: 1_000_000 }
      return renumbered([...all.slice(0, at), copy, ...all.slice(at)])
    }
    default:
      throw new Error('never')
  }
}
