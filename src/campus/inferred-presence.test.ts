import { expect, test } from 'vitest'
import { Monitor } from '../main/monitor/monitor.ts'
import { Targets } from '../main/targets/targets.ts'
import { catalogs } from '../shared/platforms/index.ts'
import { noAdminFeed } from '../shared/presence.ts'
import type { PeopleQuery, PersonRow } from '../shared/presence.ts'
import type { TargetSecrets } from '../shared/domain.ts'
import { startCampus } from './campus.ts'

/* The whole way from real servers without an admin feed to the People list: what events prove, and that it decays. */

const TEN_MINUTES_MS = 10 * 60_000
const all: PeopleQuery = { text: '', targetId: null, status: null, role: null, room: null, sort: 'name', descending: false, group: 'none', showOwn: false }

test('five platforms without an admin feed: people and rooms are inferred, and ten minutes after everybody left nobody is online', async () => {
  const campus = await startCampus({ portBase: 0, people: 120, eventsPerSecond: 120, seed: 3, adminFeed: false })
  const monitor = new Monitor({ catalogs, startedAtMs: Date.now() })
  const secrets = new Map<string, TargetSecrets>()
  const targets = new Targets({
    catalogs,
    vault: { where: 'memory', get: (id) => secrets.get(id), set: (id, value) => void secrets.set(id, value), remove: (id) => void secrets.delete(id) },
    sink: monitor,
    presence: monitor,
    onChange: (view) => monitor.targetChanged(view, Date.now()),
    onWatched: (id, rooms) => monitor.joinedRooms(id, rooms),
    onRemoved: (id) => monitor.targetRemoved(id),
    loopbackOnly: true,
  })
  try {
    for (const { id, name, url, path, email, password, rooms } of campus.describe()) {
      const settings = { id, name, catalogId: id, url, path, transports: ['websocket' as const], environment: 'test' as const, readOnly: false, authWay: 'auth.token' as const, signIn: 'password' as const, email, disabledNamespaces: [], extraNamespaces: [], watchedRooms: [...rooms], caCertificate: '', adminFeed: noAdminFeed }
      targets.add(settings, { password })
    }
    await expect.poll(() => {
      monitor.drain(Date.now())
      return campus.describe().filter(({ id }) => online(monitor, id).length === 0).map(({ name }) => name)
    }, { timeout: 60_000, interval: 250 }).toEqual([])
    expect(people(monitor, null).filter(({ evidence }) => evidence !== 'inferred')).toEqual([])
    const rooms = monitor.rooms.query({ text: '', targetId: null, kind: null, sort: 'name', descending: false, showPerSocket: false })
    expect(rooms.count).toBeGreaterThan(20)
  } finally {
    targets.stop()
    await campus.stop()
  }
  monitor.drain(Date.now() + TEN_MINUTES_MS)
  monitor.people.refresh(Date.now() + TEN_MINUTES_MS)
  expect(people(monitor, null).length).toBeGreaterThan(5)
  expect(people(monitor, null).filter(({ status }) => status !== 'offline' && status !== 'unknown')).toEqual([])
}, 90_000)

function people(monitor: Monitor, targetId: string | null): readonly PersonRow[] {
  const list = monitor.people.query({ ...all, targetId })
  return monitor.people.rows(list.revision, 0, list.count).rows
}

function online(monitor: Monitor, targetId: string): readonly PersonRow[] {
  return people(monitor, targetId).filter(({ status }) => status === 'online')
}
