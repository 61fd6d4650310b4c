import { describe, expect, test } from 'vitest'
import { roomDetail } from '../../../shared/presence.ts'
import type { RoomRow } from '../../../shared/presence.ts'
import { LIST_REFRESH_MS, ROOM_CHANGES_MAX, ROOM_KEPT_MS, ROOM_MEMBERS_SHOWN_MAX, SPARK_BUCKETS } from '../../../shared/limits.ts'
import { rusingacademy } from '../../../shared/platforms/rusingacademy.ts'
import { grade, lyceum, START_MS, wire } from '../monitor-fixture.ts'
import type { Monitor } from '../monitor.ts'
import { feedMonitor, inRoom, monitorOf, rooms, socket } from '../presence-fixture.ts'
import { everyRoom } from './rooms-list.ts'

const rows = (monitor: Monitor, query: Partial<typeof everyRoom> = {}): RoomRow[] => {
  const { revision, count } = monitor.rooms.query({ ...everyRoom, ...query })
  return monitor.rooms.rows(revision, 0, count).rows
}
const names = (monitor: Monitor, query: Partial<typeof everyRoom> = {}): string[] => rows(monitor, query).map((row) => row.key.room)

function school(): Monitor {
  const monitor = feedMonitor(lyceum)
  monitor.snapshot('t1', [
    socket('s1', 'u1', { rooms: ['class_7b', 'school_1'] }),
    socket('s2', 'u2', { rooms: ['class_7b', 'school_1'] }),
    socket('s3', 'u3', { namespace: '/grades', rooms: ['class_8a'] }),
  ], START_MS)
  for (let number = 0; number < 30; number++) monitor.event(grade(number, { classId: '8a' }))
  monitor.drain(START_MS)
  return monitor
}

test('rooms of all namespaces with what the platform\'s patterns say of them', () => {
  expect(rooms(school(), START_MS)).toEqual(['/ class_7b class 2 observed', '/grades class_8a class 1 observed', '/ school_1 school 2 observed'])
})

describe('found and ordered', () => {
  test.each<[Partial<typeof everyRoom>, string[]]>([
    [{ text: 'class' }, ['class_7b', 'class_8a']],
    [{ text: '/grades' }, ['class_8a']],
    [{ text: 'SCHOOL_' }, ['school_1']],
    [{ text: 'school t1 class 7b' }, ['class_7b']],
    [{ kind: 'school' }, ['school_1']],
    [{ targetId: 't2' }, []],
    [{ sort: 'kind' }, ['school_1', 'class_7b', 'class_8a']],
    [{ sort: 'members' }, ['class_8a', 'class_7b', 'school_1']],
    [{ sort: 'rate', descending: true }, ['class_8a', 'class_7b', 'school_1']],
    [{ sort: 'lastEvent', descending: true }, ['class_8a', 'class_7b', 'school_1']],
    [{ sort: 'platform' }, ['class_7b', 'class_8a', 'school_1']],
  ])('%j', (query, expected) => {
    expect(names(school(), query)).toEqual(expected)
  })

  test('the palette finds what begins so first', () => {
    expect([school().rooms.find('class_8', 9).map((row) => row.key.room), school().rooms.find('a', 1).map((row) => row.key.room), school().rooms.find(' ', 9)]).toEqual([['class_8a'], ['class_8a'], []])
  })

  test('held while the pointer is in the list', () => {
    const monitor = school()
    const first = monitor.rooms.query({ ...everyRoom, sort: 'members' })
    monitor.rooms.hold(true)
    for (let number = 10; number < 20; number++) monitor.socketUp('t1', socket(`s${number}`, `u${number}`, { namespace: '/grades', rooms: ['class_8a'] }), START_MS + 1)
    expect(monitor.rooms.refresh(START_MS + LIST_REFRESH_MS)).toEqual(first)
    expect(monitor.rooms.rows(first.revision, 0, 9).rows.map((row) => [row.key.room, row.members])).toEqual([['class_8a', 11], ['class_7b', 2], ['school_1', 2]])
    monitor.rooms.hold(false)
    const next = monitor.rooms.refresh(START_MS + 2 * LIST_REFRESH_MS)
    expect([next.revision, monitor.rooms.rows(next.revision, 2, 1).rows[0]?.key.room, monitor.rooms.rows(first.revision, 0, 9).rows]).toEqual([first.revision + 1, 'class_8a', []])
  })
})

test('private rooms of sockets are hidden, and there when asked for', () => {
  const monitor = school()
  monitor.roomJoined('t1', '/', 's1', 's2', START_MS)
  expect(names(monitor)).toEqual(['class_7b', 'class_8a', 'school_1'])
  expect(rows(monitor, { showPerSocket: true }).filter((row) => row.perSocket).map((row) => [row.key.namespace, row.key.room, row.members])).toEqual([['/', 's1', 1], ['/', 's2', 1], ['/grades', 's3', 1]])
  expect(monitor.rooms.detail(inRoom('/grades', 's3'))).toMatchObject({ row: { perSocket: true }, members: [{ key: { personId: 'u3' } }] })
  expect(monitor.rooms.detail(inRoom('/grades', 'never'))).toBeUndefined()
})

describe('a room', () => {
  test('its page: members who are there first, joins and leaves, events, alerts', () => {
    const monitor = school()
    monitor.socketDown('t1', '/', 's1', 'transport close', START_MS + 10)
    monitor.event(wire('alarm.raised', [{ alarmId: 'a', studentId: 'x', type: 'late' }], { atMs: START_MS + 20 }))
    monitor.drain(START_MS + 30)
    const detail = roomDetail.parse(monitor.rooms.detail(inRoom('/', 'class_7b')))
    expect([detail.members.map((row) => row.key.personId), detail.membersLeftOut, detail.changes.map(({ kind, person, evidence }) => `${kind} ${person} ${evidence}`), detail.alerts]).toEqual([['u2'], 0, ['left u1 observed'], 0])
    const events = roomDetail.parse(monitor.rooms.detail(inRoom('/grades', 'class_8a')))
    expect([events.lastEvents.length, events.lastEvents[0], events.row.events, events.row.perSecond, events.row.lastAtMs]).toEqual([20, { seq: 30, atMs: START_MS, event: 'grade.posted' }, 30, 3, START_MS])
    expect(events.row.spark).toEqual([...Array.from({ length: SPARK_BUCKETS - 1 }, () => 0), 30])
  })

  test('lists are bounded and say what is left out', () => {
    const monitor = feedMonitor(lyceum)
    monitor.snapshot('t1', Array.from({ length: 700 }, (_, number) => socket(`s${number}`, `u${number}`, { rooms: ['class_7b'] })), START_MS)
    for (let number = 0; number < 100; number++) monitor.socketDown('t1', '/', `s${number}`, 'transport close', START_MS + 1)
    monitor.drain(START_MS + 2)
    const detail = roomDetail.parse(monitor.rooms.detail(inRoom('/', 'class_7b')))
    expect([detail.row.members, detail.members.length, detail.membersLeftOut, detail.changes.length]).toEqual([600, ROOM_MEMBERS_SHOWN_MAX, 100, ROOM_CHANGES_MAX])
  })

  test('an alert of one of its events is counted', () => {
    const withRoom = { ...lyceum, events: lyceum.events.map((event) => (event.name === 'alarm.raised' ? { ...event, rooms: ['class_{classId}'] } : event)) }
    const monitor = monitorOf(withRoom)
    monitor.event(wire('alarm.raised', [{ alarmId: 'a', classId: '7b', studentId: 'x', type: 'late' }]))
    monitor.drain(START_MS)
    expect(monitor.rooms.detail(inRoom('/grades', 'class_7b'))).toMatchObject({ alerts: 1, members: [] })
  })

  test('five minutes in thirty steps; a late event stands where it happened, an older one nowhere', () => {
    const monitor = monitorOf(lyceum)
    for (const seconds of [0, 5, 10, 290, 295, 12, -20]) monitor.event(grade(1, { atMs: START_MS + seconds * 1000 }))
    monitor.drain(START_MS + 295_000)
    const row = rows(monitor)[0]
    expect([row?.spark.slice(0, 3), row?.spark.slice(-2), row?.events, row?.perSecond]).toEqual([[2, 2, 0], [0, 2], 7, 0.1])
    monitor.drain(START_MS + 3_600_000)
    expect(rows(monitor)[0]?.spark.every((count) => count === 0)).toBe(true)
  })

  test('in both spellings of the platform a socket is one member, and in it as long as it is in one', () => {
    const monitor = feedMonitor(rusingacademy)
    monitor.snapshot('t1', [socket('s1', 'u1', { rooms: ['admin', 'role:admin', 'all'] }), socket('s2', 'u2', { rooms: ['role:admin'] })], START_MS)
    expect(rooms(monitor, START_MS)).toEqual(['/ admin role 2 observed', '/ all other 1 observed'])
    monitor.roomLeft('t1', '/', 'admin', 's1', START_MS)
    expect(rooms(monitor, START_MS)).toEqual(['/ admin role 2 observed', '/ all other 1 observed'])
    monitor.roomLeft('t1', '/', 'role:admin', 's1', START_MS)
    expect([rooms(monitor, START_MS), monitor.rooms.spellings(inRoom('/', 'admin'))]).toEqual([['/ admin role 1 observed', '/ all other 1 observed'], ['admin', 'role:admin']])
  })

  test('is forgotten an hour after the last that happened in it, unless somebody is in it or it is watched', () => {
    const monitor = feedMonitor(lyceum)
    monitor.snapshot('t1', [socket('s1', 'u1', { rooms: ['class_1', 'class_2'] })], START_MS)
    monitor.roomLeft('t1', '/', 'class_1', 's1', START_MS + 1)
    monitor.joinedRooms('t1', [{ namespace: '/', room: 'class_3', state: 'refused' }])
    monitor.drain(START_MS + ROOM_KEPT_MS)
    expect(names(monitor)).toEqual(['class_1', 'class_2', 'class_3'])
    monitor.drain(START_MS + ROOM_KEPT_MS + 60_001)
    expect([names(monitor), rows(monitor).at(-1)?.watched]).toEqual([['class_2', 'class_3'], 'refused'])
  })
})

test('hostile names of rooms and namespaces fit the contract and lead back', () => {
  const monitor = feedMonitor(lyceum)
  const strange = ['__proto__', 'constructor', ' ', 'x'.repeat(10_000), '\u202egnp', 'a@b.example', 'c@b.example', '#1']
  monitor.snapshot('t1', [socket('s1', 'u1', { rooms: ['', ...strange] }), socket('s2', 'u2', { namespace: `/${'n'.repeat(5_000)}`, rooms: strange })], START_MS)
  for (const row of rows(monitor)) expect(roomDetail.parse(monitor.rooms.detail(row.key)).row.key).toEqual(row.key)
  expect(new Set(rows(monitor).map((row) => JSON.stringify(row.key))).size).toBe(strange.length * 2)
})
