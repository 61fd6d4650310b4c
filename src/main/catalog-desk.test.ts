import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { Catalog } from '../shared/catalog.ts'
import { requests } from '../shared/ipc.ts'
import { USER_CATALOGS_MAX } from '../shared/limits.ts'
import { anyServer } from '../shared/platforms/any-server.ts'
import { catalogs } from '../shared/platforms/index.ts'
import { CatalogDesk } from './catalog-desk.ts'
import { checkCatalog } from './catalog-check.ts'
import { openDatabase } from './store/database.ts'
import type { LocalDatabase } from './store/database.ts'

const folders: string[] = []
const open: LocalDatabase[] = []
afterEach(() => {
  for (const database of open.splice(0)) database.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function databaseIn(folder = mkdtempSync(join(tmpdir(), 'rollcall-catalogs-'))): { folder: string; database: LocalDatabase } {
  if (!folders.includes(folder)) folders.push(folder)
  const database = openDatabase({ folder, key: { kind: 'none' }, nowMs: 0 })
  open.push(database)
  return { folder, database }
}

function deskOn(database: LocalDatabase, usedBy: Record<string, string[]> = {}) {
  const told: [string, string | undefined][] = []
  let nowMs = 1_000
  const desk = new CatalogDesk({ database, builtIn: catalogs, now: () => nowMs++, usedBy: (id) => usedBy[id] ?? [], onSaved: (catalog, before) => told.push([catalog.id, before?.name]) })
  return { desk, told, handlers: desk.handlers() }
}

const own: Catalog = { ...anyServer, id: 'learned-lincoln', name: 'Lincoln (learned)', events: [{ name: 'note.added', namespaces: ['/'], direction: 'server-to-client', args: [{ type: 'string', 'x-mask': 'text' }], meaning: 'activity', source: 'learned' }] }
const json = (change: object = {}): string => JSON.stringify({ ...own, ...change })

describe('catalogs of the user', () => {
  test('are listed beside those of the app, outlive the run, and can be replaced and removed', async () => {
    const { folder, database } = databaseIn()
    const { desk, told, handlers } = deskOn(database, { any: ['Lincoln'] })
    expect(await handlers['catalogs:save']({ json: json(), replace: false })).toEqual({ ok: true, value: { id: own.id, name: own.name } })
    expect(await handlers['catalogs:save']({ json: json(), replace: false })).toMatchObject({ ok: false, problem: { what: expect.stringContaining('already') as string } })
    expect(await handlers['catalogs:save']({ json: json({ summary: 'Reviewed.' }), replace: true })).toMatchObject({ ok: true })
    expect(told).toEqual([[own.id, undefined], [own.id, own.name]])
    expect(desk.catalogs.map(({ id }) => id)).toEqual([...catalogs.map(({ id }) => id), own.id])
    const { entries } = requests['catalogs:list'].answer.parse(await handlers['catalogs:list'](null))
    expect(entries.at(-1)).toEqual({ id: own.id, name: own.name, summary: 'Reviewed.', builtIn: false, events: 1, namespaces: 1, usedBy: [], savedAtMs: 1_001 })
    expect(entries.find(({ id }) => id === 'any')).toMatchObject({ builtIn: true, usedBy: ['Lincoln'], savedAtMs: null })

    database.close()
    const again = deskOn(databaseIn(folder).database)
    const got = requests['catalogs:get'].answer.parse(await again.handlers['catalogs:get']({ id: own.id }))
    expect(got).toMatchObject({ ok: true, value: { catalog: { ...own, summary: 'Reviewed.' } } })
    expect(await again.handlers['catalogs:remove']({ id: own.id })).toEqual({ ok: true })
    expect(await again.handlers['catalogs:get']({ id: own.id })).toMatchObject({ ok: false })
  })

  test('one in use is not removed, one of the app neither removed nor replaced', async () => {
    const { handlers } = deskOn(databaseIn().database, { [own.id]: ['Lincoln', 'Lakeside'] })
    await handlers['catalogs:save']({ json: json(), replace: false })
    expect(await handlers['catalogs:remove']({ id: own.id })).toMatchObject({ ok: false, problem: { what: '"Lincoln (learned)" is used by Lincoln, Lakeside.' } })
    expect(await handlers['catalogs:remove']({ id: 'any' })).toMatchObject({ ok: false })
    expect(await handlers['catalogs:save']({ json: json({ id: 'skillcore' }), replace: true })).toMatchObject({ ok: false, problem: { what: expect.stringContaining('comes with Rollcall') as string } })
    expect(await handlers['catalogs:save']({ json: json({ id: 'other', name: 'SkillCore' }), replace: true })).toMatchObject({ ok: false, problem: { what: 'Another catalog is called "SkillCore".' } })
  })

  test('an unreadable one stays in the database and is counted', async () => {
    const { folder, database } = databaseIn()
    database.run('INSERT INTO user_catalogs (id, saved_at_ms, body) VALUES (?, ?, ?)', 'newer', 5, '{"version":2}')
    database.run('INSERT INTO user_catalogs (id, saved_at_ms, body) VALUES (?, ?, ?)', 'skillcore', 5, JSON.stringify({ ...own, id: 'skillcore' }))
    const { desk, handlers } = deskOn(database)
    expect(desk.unreadable).toBe(2)
    expect(await handlers['catalogs:list'](null)).toMatchObject({ unreadable: 2 })
    expect(desk.catalogs).toHaveLength(catalogs.length)
    await handlers['catalogs:save']({ json: json(), replace: false })
    database.close()
    expect(databaseIn(folder).database.all('SELECT id FROM user_catalogs ORDER BY id')).toEqual([{ id: 'learned-lincoln' }, { id: 'newer' }, { id: 'skillcore' }])
  })

  test('there is room for so many', async () => {
    const { handlers } = deskOn(databaseIn().database)
    for (let index = 0; index < USER_CATALOGS_MAX; index++) expect(await handlers['catalogs:save']({ json: json({ id: `own-${index}`, name: `Own ${index}` }), replace: false })).toMatchObject({ ok: true })
    expect(await handlers['catalogs:save']({ json: json(), replace: false })).toMatchObject({ ok: false, problem: { what: `Rollcall keeps at most ${USER_CATALOGS_MAX} catalogs of yours.` } })
    expect(await handlers['catalogs:save']({ json: json({ id: 'own-0', name: 'Own 0' }), replace: true })).toMatchObject({ ok: true })
  })
})

describe('what is wrong with a catalog is said by place', () => {
  const event = own.events[0]
  const room = { pattern: 'class_{classId}', kind: 'class', namespace: '/', title: 'Class', autoJoined: false, join: [], leave: [], source: 'x' }
  const faults = (text: string): string[] => {
    const checked = checkCatalog(text)
    return checked.ok ? [] : checked.problem.details.split('\n')
  }

  test.each(catalogs.map((catalog) => [catalog.id, catalog] as const))('nothing with %s', (_, catalog) => {
    expect(faults(JSON.stringify(catalog))).toEqual([])
  })

  test.each([
    ['{"id":', /JSON/],
    ['[]', /^It must be an object\.$/],
    [json({ id: 'Lincoln!' }), /^id: It must have 2 to 40/],
    [json({ summary: undefined }), /^summary: It is missing; it must be text\.$/],
    [json({ name: 'x'.repeat(61) }), /^name: It has more than 60 characters\.$/],
    [json({ connection: { ...own.connection, path: 'ws' } }), /^connection\.path: It must begin with "\/"\.$/],
    [json({ colour: 1 }), /^Nothing is called "colour" here\.$/],
    [json({ events: [{ ...event, direction: 'up' }] }), /^events\[0\]\.direction: It must be one of server-to-client, client-to-server, both\.$/],
    [json({ events: [{ ...event, args: [{ type: 'text' }] }] }), /^events\[0\]\.args\[0\]\.type: /],
    [json({ events: [{ ...event, proves: [{ what: 'present' }] }] }), /^events\[0\]\.proves\[0\]/],
    [json({ events: [{ ...event, namespaces: ['/chat'] }] }), /^events\[0\]\.namespaces\[0\]: "note\.added" is in the namespace "\/chat"/],
    [json({ events: [event, { ...event, direction: 'both' }] }), /^events\[1\]\.name: "note\.added" is here twice .*events\[0\]/],
    [json({ events: [event, { ...event, namespaces: ['*'] }] }), /^events\[1\]\.name: /],
    [json({ namespaces: [...own.namespaces, ...own.namespaces] }), /^namespaces\[1\]\.name: /],
    [json({ events: [{ ...event, rooms: ['class_{class'] }] }), /^events\[0\]\.rooms\[0\]: .*brace/],
    [json({ events: [{ ...event, args: [{ type: 'object', properties: {}, required: ['id'] }] }] }), /^events\[0\]\.args\[0\]\.required: "id" is required/],
    [json({ rooms: [{ ...room, namespace: '/x' }] }), /^rooms\[0\]\.namespace: /],
    [json({ rooms: [{ ...room, pattern: '{a}{b}' }] }), /^rooms\[0\]\.pattern: Between/],
    [json({ rooms: [{ ...room, pattern: '{a}-{b}-{c}-{d}-{e}' }] }), /^rooms\[0\]\.pattern: .*at most/],
    [json({ rooms: [{ ...room, sameAs: 'class:{id}' }] }), /^rooms\[0\]\.sameAs: Nothing fills \{id\}/],
    [json({ rooms: [{ ...room, join: [{ event: 'join', args: [{ room: '{roomName}' }] }] }] }), /^rooms\[0\]\.join\[0\]\.args: Nothing fills \{roomName\}/],
    [json({ ping: { send: 'ping:in', answer: 'note.added' } }), /^ping\.send: /],
    [json({ auth: { ...own.auth, signIn: [{ method: 'POST', path: '/login', body: { user: '{username}' }, accessToken: [], refreshToken: [] }] } }), /^auth\.signIn\[0\]\.body: Nothing fills \{username\}/],
  ])('%#: %s', (text, line) => {
    const lines = faults(text)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(line)
  })

  test('hostile texts end with a sentence', () => {
    const deep = `${'{"items":'.repeat(20_000)}{}${'}'.repeat(20_000)}`
    for (const text of ['', 'null', deep, json({ events: [{ ...event, args: [{}] }] }).replace('"args":[{}]', `"args":[${deep}]`), json().replace('"events"', '"__proto__":{"x":1},"events"'), json({ events: Array.from({ length: 100 }, () => ({})) })]) {
      const checked = checkCatalog(text)
      expect(checked.ok ? 'ok' : checked.problem.details.length).toSatisfy((length) => length === 'ok' || (length > 0 && length < 20_000))
    }
    expect(faults(json({ events: Array.from({ length: 100 }, () => ({})) })).at(-1)).toMatch(/^and \d+ more places$/)
  })
})
