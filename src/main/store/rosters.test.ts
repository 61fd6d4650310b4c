import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { NAMED_ENTRIES_MAX } from '../../shared/limits.ts'
import type { Roster, SavedView } from '../../shared/presence.ts'
import { openDatabase } from './database.ts'
import type { LocalDatabase } from './database.ts'
import { Rosters } from './rosters.ts'
import { SavedViews } from './saved-views.ts'

let folder: string
let database: LocalDatabase
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-rosters-'))
  open()
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

function open(): void {
  database = openDatabase({ folder, key: { kind: 'keyring', key: '3c'.repeat(32) }, nowMs: 0 })
}

function roster(id: string, name = 'Biology 7B', targetId = 'lakeside'): Roster {
  return { id, name, room: { targetId, namespace: '/live-class', room: 'class:7B' }, csv: 'name\nMaria Rossi\n' }
}

function view(id: string): SavedView {
  const query: SavedView['query'] = { text: 'role:teacher', targetId: null, status: null, role: null, room: null, sort: 'name', descending: false, group: 'role', showOwn: false }
  return { id, name: `View ${id}`, query, columns: ['name', 'status'] }
}

test('rosters and views outlive the run, are replaced by id and listed by name', () => {
  new Rosters(database).save(roster('r1', 'Old name'))
  new Rosters(database).save(roster('r1', 'Zoology'))
  new Rosters(database).save(roster('r2'))
  new SavedViews(database).save(view('v1'))
  database.close()
  open()
  expect(new Rosters(database).list()).toEqual([roster('r2'), roster('r1', 'Zoology')])
  expect(new SavedViews(database).list()).toEqual([view('v1')])
  new Rosters(database).remove('r1')
  new SavedViews(database).remove('v1')
  expect([new Rosters(database).list(), new SavedViews(database).list()]).toEqual([[roster('r2')], []])
})

test('the names of a removed platform go with it', () => {
  const rosters = new Rosters(database)
  rosters.save(roster('r1'))
  rosters.save(roster('r2', 'Choir', 'hillside'))
  rosters.removeOfTarget('lakeside')
  expect(rosters.list()).toEqual([roster('r2', 'Choir', 'hillside')])
})

test('refuses one more than there is room for, and still replaces', () => {
  const rosters = new Rosters(database)
  const views = new SavedViews(database)
  expect(Array.from({ length: NAMED_ENTRIES_MAX + 1 }, (_, n) => rosters.save(roster(`r${n}`))).filter(Boolean)).toHaveLength(NAMED_ENTRIES_MAX)
  expect(Array.from({ length: NAMED_ENTRIES_MAX + 1 }, (_, n) => views.save(view(`v${n}`))).filter(Boolean)).toHaveLength(NAMED_ENTRIES_MAX)
  expect([rosters.save(roster('r0', 'New name')), views.save(view('v0'))]).toEqual([true, true])
})

test('what cannot be read is left out and stays in the database', () => {
  const rosters = new Rosters(database)
  rosters.save(roster('r1'))
  for (const [id, body] of [['x', 'not json'], ['y', 'null'], ['z', '{"shape":2}']] as const) {
    database.run('INSERT INTO rosters (id, target_id, body) VALUES (?, ?, ?)', id, 'lakeside', body)
  }
  expect(rosters.list()).toEqual([roster('r1')])
  expect(database.all('SELECT id FROM rosters')).toHaveLength(4)
})

test("a user's text is data, never SQL", () => {
  const rosters = new Rosters(database)
  const hostile = roster("'; DROP TABLE rosters; --", "Robert'); DROP TABLE rosters;--")
  rosters.save(hostile)
  expect(rosters.list()).toEqual([hostile])
  rosters.remove(hostile.id)
  expect(rosters.list()).toEqual([])
})
