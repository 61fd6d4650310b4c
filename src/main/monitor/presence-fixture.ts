import type { Catalog } from '../../shared/catalog.ts'
import type { PersonRow, RoomKey } from '../../shared/presence.ts'
import { personRow, roomRow } from '../../shared/presence.ts'
import { START_MS, viewOf } from './monitor-fixture.ts'
import { Monitor } from './monitor.ts'
import { everybody } from './people/people-list.ts'
import type { ObservedSocket } from './presence-sink.ts'
import { everyRoom } from './rooms/rooms-list.ts'

/* People and sockets of an invented school, for the tests of this folder. */

/** A socket as the admin feed shows it; `who` is the id of its person, undefined for one that nobody named. */
export function socket(id: string, who: string | undefined, more: Partial<Omit<ObservedSocket, 'id' | 'person'>> & { person?: Partial<ObservedSocket['person']> } = {}): ObservedSocket {
  return {
    namespace: '/', id, device: `device of ${id}`, transport: 'websocket', address: 'IPv4', agent: 'Chrome on Windows', connectedAtMs: undefined, own: false,
    ...more,
    rooms: [id, ...(more.rooms ?? [])],
    person: { id: who, name: undefined, email: undefined, role: undefined, ...more.person },
  }
}

/** A monitor with one target `t1` that has an admin feed and speaks a catalog. */
export function feedMonitor(catalog: Catalog): Monitor {
  return monitorOf(catalog, true)
}

export function monitorOf(catalog: Catalog, feedOn = false): Monitor {
  const monitor = new Monitor({ catalogs: [catalog], startedAtMs: START_MS })
  monitor.targetChanged(viewOf('t1', { catalogId: catalog.id, feedOn }), START_MS)
  monitor.drain(START_MS)
  return monitor
}

/** Every row of the People list at a time, checked against the contract. */
export function people(monitor: Monitor, nowMs: number, query: Partial<typeof everybody> = {}): PersonRow[] {
  monitor.drain(nowMs)
  const { revision, count } = monitor.people.query({ ...everybody, ...query })
  return monitor.people.rows(revision, 0, count).rows.map((row) => personRow.parse(row))
}

/** `u1 online observed` for each person, by id. */
export function stands(monitor: Monitor, nowMs: number, query: Partial<typeof everybody> = {}): string[] {
  return people(monitor, nowMs, query).map((row) => `${row.key.personId} ${row.status} ${row.evidence}`).sort()
}

export function rooms(monitor: Monitor, nowMs: number, query: Partial<typeof everyRoom> = {}): string[] {
  monitor.drain(nowMs)
  const { revision, count } = monitor.rooms.query({ ...everyRoom, ...query })
  return monitor.rooms.rows(revision, 0, count).rows.map((row) => roomRow.parse(row)).map((row) => `${row.key.namespace} ${row.key.room} ${row.kind} ${row.members} ${row.evidence}`)
}

export function inRoom(namespace: string, room: string): RoomKey {
  return { targetId: 't1', namespace, room }
}
