import { expect, test } from 'vitest'
import type { Monitor } from '../main/monitor/monitor.ts'
import type { PeopleQuery, PersonRow } from '../shared/presence.ts'
import { startCampus } from './campus.ts'
import { watchCampus } from './test-console.ts'

/* The whole way from real servers without an admin feed to the People list: what events prove, and that it decays. */

const TEN_MINUTES_MS = 10 * 60_000
const all: PeopleQuery = { text: '', targetId: null, status: null, role: null, room: null, sort: 'name', descending: false, group: 'none', showOwn: false }

test('five platforms without an admin feed: people and rooms are inferred, and ten minutes after everybody left nobody is online', async () => {
  const campus = await startCampus({ portBase: 0, people: 120, eventsPerSecond: 120, seed: 3, adminFeed: false })
  const { monitor, targets } = watchCampus(campus)
  try {
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
