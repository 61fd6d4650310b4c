import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Settings } from '../shared/ipc.ts'
import type { SavedView } from '../shared/presence.ts'
import { lyceum, START_MS, viewOf } from './monitor/monitor-fixture.ts'
import { Monitor } from './monitor/monitor.ts'
import { dayOf } from './monitor/rooms/group-memory.ts'
import { draftOf, HOUR_MS, MemoryServer, memoryDatabase, MINUTE_MS, School, settingsOf } from './notices/notices-fixture.ts'
import { NoticesDesk } from './notices-desk.ts'
import { PeopleDesk } from './people-desk.ts'
import { platformRemoved } from './platform-removed.ts'
import { RatesDesk } from './rates-desk.ts'
import { Reveals } from './reveals.ts'
import { AuditLog } from './store/audit.ts'
import type { LocalDatabase } from './store/database.ts'
import { memoryDocument } from './store/document.ts'
import { GroupRoomStore } from './store/group-room-store.ts'
import { NoticeWayStore } from './store/notice-way-store.ts'
import { RateHistory } from './store/rate-history.ts'
import { Rosters } from './store/rosters.ts'
import { SavedViews } from './store/saved-views.ts'
import { SettingsStore } from './store/settings-store.ts'

/* What of a removed platform stays on the disk, table by table (docs/architecture.md says why). A new table is to be decided on here. */

const decided: Readonly<Record<string, 'goes' | 'stays' | 'knows no platform'>> = {
  audit: 'stays', audit_settings: 'knows no platform',
  rosters: 'goes', saved_views: 'goes', saved_filters: 'stays', filter_history: 'stays',
  rate_shelves: 'goes', rate_keys: 'goes', minute_rates: 'goes', rate_days: 'knows no platform',
  user_catalogs: 'stays',
  alerts: 'stays', alert_entries: 'stays', alert_evidence: 'stays', silences: 'stays', alert_rules: 'stays',
  tell_settings: 'knows no platform', webhook_outbox: 'stays', webhook_told: 'stays',
  notices: 'stays', notice_parts: 'stays', notice_templates: 'knows no platform', notice_ways: 'goes',
  group_rooms: 'goes',
}

let nowMs: number
let database: LocalDatabase
let monitor: Monitor
beforeEach(() => {
  nowMs = START_MS
  database = memoryDatabase()
  monitor = new Monitor({ catalogs: [lyceum], startedAtMs: nowMs })
  for (const id of ['t1', 't2']) monitor.targetChanged(viewOf(id, {}), nowMs)
})
afterEach(() => {
  database.close()
})

const pin = (targetId: string): Settings['pinnedRooms'][number] => ({ targetId, namespace: '/talk', room: 'class:7B' })
const forgetsNothing = { targetRemoved() {} }
const query: SavedView['query'] = { text: '', targetId: null, status: null, role: null, room: null, sort: 'name', descending: false, group: 'none', showOwn: false }

/** Something of a platform in every table that knows platforms; written by the stores where one of them has to read it. */
function fill(targetId: string, audit: AuditLog): void {
  audit.begin({ who: 'jlee', action: 'disconnect', targetName: targetId, scope: 'person u-17', reason: 'shared account' }, nowMs)
  new Rosters(database).save({ id: `roster ${targetId}`, name: targetId, room: pin(targetId), csv: 'name\nMaria Rossi' })
  new SavedViews(database).save({ id: `view ${targetId}`, name: targetId, query: { ...query, targetId }, columns: ['name'] })
  new SavedViews(database).save({ id: `room view ${targetId}`, name: targetId, query: { ...query, room: pin(targetId) }, columns: ['name'] })
  new NoticeWayStore(database).save(settingsOf(targetId))
  new RateHistory(database).write([{ targetId, namespace: '/talk', event: '', minute: Math.floor(nowMs / 60_000) - 200, count: 3, bytes: 30, seconds: 60 }])
  new GroupRoomStore(database).write([{ targetId, what: 'class', id: '7B', namespace: '/talk', room: 'class:7B', day: dayOf(nowMs) }], dayOf(nowMs))
  const body = JSON.stringify({ targetId })
  database.run('INSERT INTO saved_filters (id, body) VALUES (?, ?)', `filter ${targetId}`, body)
  database.run('INSERT INTO filter_history (text, used_at_ms) VALUES (?, 1)', `platform:${targetId}`)
  database.run('INSERT INTO user_catalogs (id, saved_at_ms, body) VALUES (?, 1, ?)', `catalog ${targetId}`, body)
  database.run("INSERT INTO alerts (id, fingerprint, target_id, phase, started_at_ms, last_at_ms, body) VALUES (?, 'f', ?, 'resolved', 1, 1, '{}')", `alert ${targetId}`, targetId)
  database.run("INSERT INTO alert_entries (alert_id, n, at_ms, what, who, text) VALUES (?, 0, 1, 'fired', NULL, '')", `alert ${targetId}`)
  database.run("INSERT INTO alert_evidence (alert_id, body) VALUES (?, '{}')", `alert ${targetId}`)
  database.run('INSERT INTO silences (id, ends_at_ms, body) VALUES (?, 1, ?)', `silence ${targetId}`, body)
  database.run('INSERT INTO alert_rules (id, body) VALUES (?, ?)', `rule ${targetId}`, body)
  database.run("INSERT INTO webhook_outbox (severity, made_at_ms, tries, next_at_ms, body) VALUES ('info', 1, 0, 1, ?)", body)
  database.run("INSERT INTO webhook_told (alert_id, severity) VALUES (?, 'info')", `alert ${targetId}`)
  database.run("INSERT INTO notices (id, state, created_at_ms, next_at_ms, body) VALUES (?, 'sent', 1, NULL, ?)", `notice ${targetId}`, body)
  database.run("INSERT INTO notice_parts (id, notice_id, n, state, body) VALUES (?, ?, 0, 'confirmed', ?)", `part ${targetId}`, `notice ${targetId}`, body)
}

/** Rows by table that name the platform; of minute rates those whose shelf does. */
function rowsOf(targetId: string): Record<string, number> {
  const tables = database.all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").map((row) => (row as { name: string }).name)
  const shelves = database.all('SELECT id FROM rate_shelves WHERE target_id = ?', targetId).map((row) => (row as { id: number }).id)
  return Object.fromEntries(tables.map((table) => [table, database.all(`SELECT * FROM ${table}`).filter((row) => new RegExp(`\\b${targetId}\\b`).test(JSON.stringify(row)) || shelves.includes((row as { shelf_id: number }).shelf_id)).length]))
}

test('every table of a removed platform: what goes is gone, what stays is there, and of another platform all of it', () => {
  const audit = new AuditLog(database, nowMs)
  for (const id of ['t1', 't2']) fill(id, audit)
  const full = rowsOf('t1')
  expect(Object.keys(full).toSorted()).toEqual(Object.keys(decided).toSorted())
  expect(Object.entries(full).filter(([, rows]) => rows > 0).map(([table]) => table).toSorted()).toEqual(Object.keys(decided).filter((table) => decided[table] !== 'knows no platform').toSorted())
  const ofOther = rowsOf('t2')

  const rates = new RatesDesk({ monitor, database, now: () => nowMs })
  const people = new PeopleDesk({
    commands: { command: () => Promise.resolve({ result: 'sent', detail: '' }) },
    monitor: { personSockets: () => [], people: monitor.people, rosterPerson: () => undefined, rosterCandidates: () => [] },
    targetViews: () => [], audit, reveals: new Reveals(), rosters: new Rosters(database), savedViews: new SavedViews(database), osUser: 'jlee', now: () => nowMs, onReveals: () => {},
  })
  const notices = new NoticesDesk({ monitor, database, audit, ways: new MemoryServer(), osUser: 'jlee', now: () => nowMs })
  const document = memoryDocument()
  const settings = new SettingsStore(document)
  settings.set({ pinnedRooms: [pin('t1'), pin('t2')] })

  platformRemoved({ monitor, people, rates, notices, settings }, 't1')
  // Minutes are deleted in slices, with the pulse.
  for (let pulse = 0; pulse < 20; pulse++) rates.tick((nowMs += 1_000))
  expect(rowsOf('t1')).toEqual(Object.fromEntries(Object.entries(full).map(([table, rows]) => [table, decided[table] === 'goes' ? 0 : rows])))
  expect([rowsOf('t2'), database.all('SELECT count(*) AS n FROM minute_rates')]).toEqual([ofOther, [{ n: 1 }]])
  expect(document.read()).toMatchObject({ pinnedRooms: [pin('t2')] })
  expect(monitor.remarks()).toEqual([])
})

test('a database that cannot delete how notices left says so, and nothing throws', () => {
  const notices = new NoticesDesk({ monitor, database, audit: new AuditLog(database, nowMs), ways: new MemoryServer(), osUser: 'jlee', now: () => nowMs })
  database.run("CREATE TRIGGER held BEFORE DELETE ON notice_ways BEGIN SELECT RAISE(ABORT, 'disk full'); END")
  new NoticeWayStore(database).save(settingsOf('t1'))
  notices.targetRemoved('t1')
  expect(monitor.remarks().map(({ text }) => text)).toEqual(['How a removed platform took notices could not be deleted (disk full). Nothing is sent by it.'])
})

test('a notice that waits for the time of a removed platform is missed, with the reason, and never sent', async () => {
  const school = new School()
  await school.send(draftOf({ when: { kind: 'at', atMs: school.nowMs + HOUR_MS, zone: 'America/Chicago' } }))
  platformRemoved({ monitor: school.monitor, people: forgetsNothing, rates: forgetsNothing, notices: school.desk, settings: forgetsNothing }, 't1')
  await school.pass(2 * HOUR_MS, MINUTE_MS / 2)
  expect([await school.get('n-1'), school.server.packets]).toMatchObject([{ state: 'missed', sentence: expect.stringMatching(/^Missed\. .+ Nothing was sent by itself/) as string }, []])
})
