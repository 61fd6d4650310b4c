import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SavedFilter } from '../../shared/feed-tools.ts'
import { FILTER_HISTORY_MAX, NAMED_ENTRIES_MAX } from '../../shared/limits.ts'
import { openDatabase } from './database.ts'
import type { LocalDatabase } from './database.ts'
import { SavedFilters } from './saved-filters.ts'

let folder: string
let database: LocalDatabase
let filters: SavedFilters

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-filters-'))
  reopen()
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

function reopen(): void {
  database = openDatabase({ folder, key: { kind: 'none' }, nowMs: 0 })
  filters = new SavedFilters(database)
}

const filter = (id: string, name: string, text = 'event:grade.*'): SavedFilter => ({ id, name, text, mode: 'hide' })

test('filters by name, over a restart; the same id replaces', () => {
  filters.save(filter('2', 'Zebra'))
  filters.save(filter('1', 'alarms'))
  filters.save({ ...filter('2', 'Chat', 'event:chat.*'), mode: 'highlight' })
  database.close()
  reopen()
  expect(filters.list()).toEqual([filter('1', 'alarms'), { id: '2', name: 'Chat', text: 'event:chat.*', mode: 'highlight' }])
  filters.remove('1')
  expect(filters.list().map(({ id }) => id)).toEqual(['2'])
})

test('there is room for so many; one that is there can still be changed', () => {
  for (let index = 0; index < NAMED_ENTRIES_MAX; index++) expect(filters.save(filter(String(index), `f${index}`))).toBe(true)
  expect(filters.save(filter('more', 'more'))).toBe(false)
  expect(filters.save(filter('7', 'changed'))).toBe(true)
  expect(filters.list()).toHaveLength(NAMED_ENTRIES_MAX)
})

test('what a newer version wrote is left out and left alone', () => {
  database.run('INSERT INTO saved_filters (id, body) VALUES (?, ?)', 'x', '{"id":"x","colour":"red"}')
  database.run('INSERT INTO saved_filters (id, body) VALUES (?, ?)', 'y', 'no json')
  filters.save(filter('1', 'alarms'))
  expect(filters.list().map(({ id }) => id)).toEqual(['1'])
  expect(database.all('SELECT id FROM saved_filters')).toHaveLength(3)
})

test('history: each text once, newest first, over a restart, forgotten when asked', () => {
  for (const [index, text] of ['a', 'b', 'c', 'b'].entries()) filters.used(text, 1_000 + index)
  expect(filters.history()).toEqual(['b', 'c', 'a'])
  // In the same millisecond, and after the clock was set back.
  filters.used('d', 1_003)
  filters.used('a', 5)
  database.close()
  reopen()
  expect(filters.history()).toEqual(['a', 'd', 'b', 'c'])
  filters.forgetHistory()
  expect(filters.history()).toEqual([])
})

test('history is bounded; the oldest go', () => {
  for (let index = 0; index < FILTER_HISTORY_MAX + 20; index++) filters.used(`text:${index}`, index)
  filters.used('text:25', 1)
  const history = filters.history()
  expect([history.length, history[0], history[1], history.at(-1)]).toEqual([FILTER_HISTORY_MAX, 'text:25', `text:${FILTER_HISTORY_MAX + 19}`, 'text:20'])
  expect(database.all('SELECT text FROM filter_history')).toHaveLength(FILTER_HISTORY_MAX)
})
