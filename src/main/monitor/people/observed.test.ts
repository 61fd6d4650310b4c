import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { adminServer, personDetail } from '../../../shared/presence.ts'
import type { PersonDetail } from '../../../shared/presence.ts'
import { FLAPPING_WINDOW_MS, STALE_PRESENCE_FOR_MS, TIMELINE_ENTRIES_MAX } from '../../../shared/limits.ts'
import { skillcore } from '../../../shared/platforms/skillcore.ts'
import { lyceum, START_MS, viewOf, wire } from '../monitor-fixture.ts'
import type { Monitor } from '../monitor.ts'
import { feedMonitor, inRoom, people, rooms, socket, stands } from '../presence-fixture.ts'
import type { ObservedSocket } from '../presence-sink.ts'
import { endingOf } from './disconnect-words.ts'

const at = (seconds: number): number => START_MS + seconds * 1000

function detailOf(monitor: Monitor, personId: string, nowMs: number): PersonDetail {
  monitor.drain(nowMs)
  return personDetail.parse(monitor.people.detail({ targetId: 't1', personId }))
}

const words = (detail: PersonDetail): string[] => detail.timeline.map((entry) => `${(entry.atMs - START_MS) / 1000} ${entry.kind} ${entry.text}`)

test('a person is all of its sockets: two devices, three namespaces, rooms counted by socket', () => {
  const monitor = feedMonitor(lyceum)
  monitor.snapshot('t1', [
    socket('a1', 'u1', { device: 'laptop', rooms: ['class_7b'], person: { name: 'Maria Rossi', role: 'TEACHER' }, connectedAtMs: at(-60) }),
    socket('a2', 'u1', { device: 'laptop', namespace: '/grades' }),
    socket('b1', 'u1', { device: 'phone', transport: 'polling', rooms: ['class_7b'], address: 'IPv6' }),
    socket('c1', 'u2', { rooms: ['class_7b'] }),
  ], at(0))
  expect(people(monitor, at(1)).map(({ key, name, role, status, evidence, devices, sockets, rooms, transports, sinceMs }) => ({ id: key.personId, name, role, status, evidence, devices, sockets, rooms, transports, sinceMs }))).toEqual([
    { id: 'u1', name: 'M. R.', role: 'TEACHER', status: 'online', evidence: 'observed', devices: 2, sockets: 3, rooms: 1, transports: ['polling', 'websocket'], sinceMs: at(-60) },
    { id: 'u2', name: 'u2', role: null, status: 'online', evidence: 'observed', devices: 1, sockets: 1, rooms: 1, transports: ['websocket'], sinceMs: null },
  ])
  expect(rooms(monitor, at(1))).toEqual(['/ class_7b class 3 observed'])
  expect(detailOf(monitor, 'u1', at(1))).toMatchObject({
    sessions: [{ device: 'laptop', agent: 'Chrome on Windows', address: 'IPv4', connectedAtMs: at(-60), sockets: [{ socketId: 'a1', namespace: '/', rooms: ['class_7b'] }, { socketId: 'a2', namespace: '/grades', rooms: [] }] }, { device: 'phone', address: 'IPv6', transport: 'polling' }],
    rooms: [{ key: inRoom('/', 'class_7b'), kind: 'class', evidence: 'observed' }],
  })
  expect(monitor.personSockets({ targetId: 't1', personId: 'u1' })).toEqual([{ namespace: '/', id: 'a1' }, { namespace: '/grades', id: 'a2' }, { namespace: '/', id: 'b1' }])
})

describe('what happened, in words', () => {
  test.each([
    ['transport close', 'closed the laptop or lost the network', true],
    ['ping timeout', 'stopped answering', true],
    ['transport error', 'the connection broke', true],
    ['client namespace disconnect', 'left by itself', false],
    ['server namespace disconnect', 'was disconnected by the server', false],
    ['server shutting down', 'the server was shut down', false],
    ['client disconnect', 'left by itself', false],
    ['__proto__', 'the connection ended: __proto__', false],
    ['constructor', 'the connection ended: constructor', false],
    [`\u202e${'x'.repeat(200)}`, `the connection ended: \ufffd${'x'.repeat(99)}… (201 characters)`, false],
  ])('%j', (reason, text, drop) => {
    expect(endingOf(reason)).toEqual({ words: text, drop })
  })

  test('a device with seven namespaces comes and goes once; joins and leaves have their room', () => {
    const monitor = feedMonitor(lyceum)
    const names = ['/', '/a', '/b', '/c', '/d', '/e', '/f']
    for (const [index, namespace] of names.entries()) monitor.socketUp('t1', socket(`s${index}`, 'u1', { namespace, device: 'laptop' }), at(0) + index)
    monitor.roomJoined('t1', '/', 'class_7b', 's0', at(5))
    monitor.roomJoined('t1', '/', 'class_7b', 's0', at(6))
    monitor.roomLeft('t1', '/', 'class_7b', 's0', at(7))
    for (const [index, namespace] of names.entries()) monitor.socketDown('t1', namespace, `s${index}`, 'transport close', at(9) + index)
    const detail = detailOf(monitor, 'u1', at(10))
    expect(words(detail)).toEqual(['9 disconnected closed the laptop or lost the network (7 namespaces)', '7 left class_7b', '5 joined class_7b', '0 connected connected (7 namespaces)'])
    expect([detail.drops, detail.timeline[0]?.reason, detail.row.status, detail.row.sinceMs]).toEqual([1, 'transport close', 'offline', at(9) + 6])
  })

  test('without device ids seven sockets that drop together are one drop', () => {
    const monitor = feedMonitor(lyceum)
    for (let each = 0; each < 7; each++) monitor.socketUp('t1', socket(`s${each}`, 'u1', { device: undefined }), at(0))
    for (let each = 0; each < 7; each++) monitor.socketDown('t1', '/', `s${each}`, 'ping timeout', at(1))
    expect(detailOf(monitor, 'u1', at(2)).drops).toBe(1)
  })

  test('an error that the server sent to one of the sockets is a refusal', () => {
    const monitor = feedMonitor(lyceum)
    monitor.targetChanged({ ...viewOf('t1', { feedOn: true }), settings: { ...viewOf('t1', { feedOn: true }).settings, catalogId: 'strict' } }, at(0))
    monitor.addCatalog({ ...lyceum, id: 'strict', events: [{ name: 'error', namespaces: ['*'], direction: 'server-to-client', args: null, meaning: 'error', source: 'x' }] })
    monitor.targetChanged({ ...viewOf('t1', { feedOn: true }), settings: { ...viewOf('t1', { feedOn: true }).settings, catalogId: 'strict' } }, at(0))
    monitor.socketUp('t1', socket('s1', 'u1'), at(0))
    monitor.event(wire('error', [{ code: 'UNAUTHORIZED' }], { namespace: '/', feedSocketId: 's1', atMs: at(1) }))
    expect(words(detailOf(monitor, 'u1', at(2)))).toEqual(['1 refused refused by error', '0 connected connected'])
  })

  test('the timeline is bounded and says how much is missing', () => {
    const monitor = feedMonitor(lyceum)
    monitor.socketUp('t1', socket('s1', 'u1'), at(0))
    for (let each = 0; each < 100; each++) {
      monitor.roomJoined('t1', '/', 'class_7b', 's1', at(each))
      monitor.roomLeft('t1', '/', 'class_7b', 's1', at(each))
    }
    const detail = detailOf(monitor, 'u1', at(200))
    expect([detail.timeline.length, detail.timelineDropped]).toEqual([TIMELINE_ENTRIES_MAX, 201 - TIMELINE_ENTRIES_MAX])
  })
})

test('three drops and returns within two minutes are flapping, until the window has passed', () => {
  const monitor = feedMonitor(lyceum)
  monitor.socketUp('t1', socket('s0', 'u1'), at(0))
  const status = (nowMs: number): string | undefined => people(monitor, nowMs)[0]?.status
  for (let round = 1; round <= 3; round++) {
    monitor.socketDown('t1', '/', `s${round - 1}`, 'transport close', at(round * 10))
    expect(status(at(round * 10) + 1)).toBe('offline')
    monitor.socketUp('t1', socket(`s${round}`, 'u1'), at(round * 10 + 2))
    expect(status(at(round * 10 + 3))).toBe(round < 3 ? 'online' : 'flapping')
  }
  monitor.socketDown('t1', '/', 's3', 'transport close', at(40))
  expect([status(at(41)), detailOf(monitor, 'u1', at(41)).drops]).toEqual(['flapping', 4])
  monitor.socketUp('t1', socket('s4', 'u1'), at(42))
  expect([status(at(20) + FLAPPING_WINDOW_MS - 1), status(at(20) + FLAPPING_WINDOW_MS)]).toEqual(['flapping', 'online'])
})

test('who leaves on purpose three times is not flapping', () => {
  const monitor = feedMonitor(lyceum)
  for (let round = 0; round < 5; round++) {
    monitor.socketUp('t1', socket(`s${round}`, 'u1'), at(round * 2))
    monitor.socketDown('t1', '/', `s${round}`, 'client namespace disconnect', at(round * 2 + 1))
  }
  expect(stands(monitor, at(20))).toEqual(['u1 offline observed'])
})

describe('traps of the feed', () => {
  test('a late room_left or update of a socket that is gone creates nothing', () => {
    const monitor = feedMonitor(lyceum)
    monitor.socketUp('t1', socket('s1', 'u1', { rooms: ['class_7b'] }), at(0))
    monitor.socketDown('t1', '/', 's1', 'transport close', at(1))
    const before = words(detailOf(monitor, 'u1', at(2)))
    monitor.roomLeft('t1', '/', 'class_7b', 's1', at(2))
    monitor.roomLeft('t1', '/', 'never', 's9', at(2))
    monitor.roomJoined('t1', '/', 'ghosts', 's1', at(2))
    monitor.socketChanged('t1', '/', 's1', { person: { id: 'u9', name: undefined, email: undefined, role: undefined } }, at(2))
    monitor.socketDown('t1', '/', 's1', 'transport close', at(2))
    expect([words(detailOf(monitor, 'u1', at(3))), rooms(monitor, at(3)), stands(monitor, at(3))]).toEqual([before, ['/ class_7b class 0 observed'], ['u1 offline observed']])
  })

  test('a socket that is said again changes only what differs', () => {
    const monitor = feedMonitor(lyceum)
    const one = socket('s1', 'u1', { rooms: ['class_7b'] })
    for (let ping = 0; ping < 5; ping++) monitor.socketUp('t1', one, at(ping * 25))
    monitor.socketUp('t1', { ...one, transport: 'polling', rooms: ['s1', 'class_8a'] }, at(125))
    expect(words(detailOf(monitor, 'u1', at(126)))).toEqual(['125 joined class_8a', '125 left class_7b', '0 connected connected'])
    expect([people(monitor, at(126))[0]?.transports, people(monitor, at(126))[0]?.sinceMs]).toEqual([['polling'], at(0)])
  })

  test('a second snapshot enters only its difference into timelines, and what is gone was not seen going', () => {
    const monitor = feedMonitor(lyceum)
    const stay = socket('s1', 'u1', { rooms: ['class_7b'], connectedAtMs: at(-10) })
    monitor.snapshot('t1', [stay, socket('s2', 'u2', { connectedAtMs: at(-10) })], at(0))
    monitor.feedDown('t1', at(30))
    expect(people(monitor, at(40)).map((row) => [row.stale, row.status])).toEqual([[true, 'online'], [true, 'online']])
    monitor.snapshot('t1', [stay, socket('s3', 'u3', { connectedAtMs: at(35) })], at(60))
    expect(people(monitor, at(61)).map((row) => [row.key.personId, row.status, row.stale])).toEqual([['u1', 'online', false], ['u2', 'offline', false], ['u3', 'online', false]])
    expect(['u1', 'u2', 'u3'].map((id) => words(detailOf(monitor, id, at(61))))).toEqual([['-10 connected connected'], ['60 disconnected left while the admin feed was away', '-10 connected connected'], ['35 connected connected']])
    expect(detailOf(monitor, 'u2', at(61)).row.sinceMs).toBeNull()
  })

  test('sockets of a silent feed are stale, and after ten minutes nobody knows', () => {
    const monitor = feedMonitor(lyceum)
    monitor.snapshot('t1', [socket('s1', 'u1', { rooms: ['class_7b'] })], at(0))
    monitor.feedDown('t1', at(10))
    expect([stands(monitor, at(10) + STALE_PRESENCE_FOR_MS - 1), rooms(monitor, at(11))]).toEqual([['u1 online observed'], ['/ class_7b class 1 observed']])
    expect(stands(monitor, at(10) + STALE_PRESENCE_FOR_MS)).toEqual(['u1 unknown observed'])
    monitor.event(wire('message', [{ from: { id: 'u1', name: 'Maria' } }], { namespace: '/talk', atMs: at(20) }))
    expect(stands(monitor, at(21))).toEqual(['u1 online inferred'])
  })

  test('servers: one that is silent makes its own sockets stale, all of them make everything stale', () => {
    const monitor = feedMonitor(lyceum)
    const server = (serverId: string, stale: boolean) => adminServer.parse({ serverId, hostname: serverId, pid: 1, uptimeSeconds: 1, clients: 1, pollingClients: 0, lastAtMs: at(0), stale, namespaces: [] })
    monitor.snapshot('t1', [socket('s1', 'u1', { serverId: 'n1' }), socket('s2', 'u2', { serverId: 'n2' }), socket('s3', 'u3')], at(0))
    monitor.servers('t1', [server('n1', true), server('n2', false)], at(11))
    expect(people(monitor, at(12)).map((row) => [row.key.personId, row.stale])).toEqual([['u1', true], ['u2', false], ['u3', false]])
    monitor.servers('t1', [server('n1', true), server('n2', true)], at(13))
    expect(people(monitor, at(14)).map((row) => row.stale)).toEqual([true, true, true])
    monitor.servers('t1', [server('n1', false), server('n2', false)], at(15))
    expect(people(monitor, at(16)).map((row) => row.stale)).toEqual([false, false, false])
  })

  test('a feed that is switched off leaves what events prove', () => {
    const monitor = feedMonitor(lyceum)
    monitor.snapshot('t1', [socket('s1', 'u1', { rooms: ['class_7b'] }), socket('s2', undefined)], at(0))
    monitor.targetChanged(viewOf('t1'), at(1))
    expect([stands(monitor, at(2)), rooms(monitor, at(2))]).toEqual([['u1 unknown inferred'], ['/ class_7b class 0 inferred']])
  })
})

describe('who it is', () => {
  test('a socket that nobody names is a person of its own, until its data does', () => {
    const monitor = feedMonitor(lyceum)
    monitor.socketUp('t1', socket('s1', undefined, { device: 'd1', rooms: ['class_7b'] }), at(0))
    monitor.socketUp('t1', socket('s2', undefined, { device: 'd1', namespace: '/grades' }), at(0))
    monitor.socketUp('t1', socket('s3', undefined, { device: undefined }), at(0))
    expect(people(monitor, at(1)).map((row) => [row.key.personId, row.name, row.sockets])).toEqual([['socket:d1', 'Unknown person', 2], ['socket:s3', 'Unknown person', 1]])
    monitor.socketChanged('t1', '/grades', 's2', { person: { id: 'u1', name: 'Maria Rossi', email: undefined, role: 'TEACHER' } }, at(2))
    expect(people(monitor, at(3)).map((row) => [row.key.personId, row.name, row.sockets, row.rooms])).toEqual([['u1', 'M. R.', 2, 1], ['socket:s3', 'Unknown person', 1, 0]])
    // An open page of the old key shows the person that it became.
    expect(detailOf(monitor, 'socket:d1', at(3)).row.key.personId).toBe('u1')
    expect(words(detailOf(monitor, 'u1', at(3)))).toEqual(['0 connected connected (2 namespaces)'])
    monitor.socketUp('t1', socket('s4', undefined, { device: 'd1', namespace: '/talk' }), at(4))
    expect(people(monitor, at(5)).map((row) => row.sockets)).toEqual([3, 1])
  })

  test('another account on the same device takes its own sockets along', () => {
    const monitor = feedMonitor(lyceum)
    monitor.snapshot('t1', [socket('s1', 'u1', { device: 'd', rooms: ['class_7b'] }), socket('s2', 'u1', { device: 'd', namespace: '/talk' })], at(0))
    monitor.socketChanged('t1', '/', 's1', { person: { id: 'u2', name: undefined, email: undefined, role: undefined } }, at(1))
    expect(people(monitor, at(2)).map((row) => [row.key.personId, row.sockets, row.rooms])).toEqual([['u1', 1, 0], ['u2', 1, 1]])
  })

  test('sockets that only have a name stay apart, those with an address are one', () => {
    const monitor = feedMonitor(lyceum)
    monitor.snapshot('t1', [socket('s1', undefined, { person: { name: 'Kim Lee' } }), socket('s2', undefined, { person: { name: 'Kim Lee' } }), socket('s3', undefined, { person: { email: 'k@x.example' } }), socket('s4', undefined, { person: { email: 'K@x.example' } })], at(0))
    expect(people(monitor, at(1)).map((row) => [row.key.personId, row.name, row.sockets])).toEqual([['email:#1', 'k•••@•••', 2], ['socket:device of s1', 'K. L.', 1], ['socket:device of s2', 'K. L.', 1]])
  })

  test('Rollcall itself is hidden unless it is asked for, and no action reaches it', () => {
    const monitor = feedMonitor(lyceum)
    monitor.targetChanged(viewOf('t1', { feedOn: true, signedInAs: { id: 'admin-1', role: 'ADMIN' } }), at(0))
    monitor.snapshot('t1', [socket('s1', 'admin-1', { own: true }), socket('s2', undefined, { own: true, namespace: '/admin' }), socket('s3', 'u1')], at(0))
    expect([stands(monitor, at(1)), monitor.overview(at(1)).peopleSeen, people(monitor, at(1), { showOwn: true }).filter((row) => row.own).length]).toEqual([['u1 online observed'], 1, 2])
    expect(monitor.personSockets({ targetId: 't1', personId: 'admin-1' })).toEqual([])
    monitor.socketUp('t1', socket('s4', 'admin-1'), at(2))
    expect(monitor.personSockets({ targetId: 't1', personId: 'admin-1' })).toEqual([{ namespace: '/', id: 's4' }])
  })

  test('what is observed wins over what events say', () => {
    const monitor = feedMonitor(lyceum)
    monitor.snapshot('t1', [socket('s1', 'u1')], at(0))
    monitor.event(wire('grade.posted', [{ classId: '7b', postedBy: { id: 'u1', name: 'Maria Rossi' } }], { atMs: at(1) }))
    expect([stands(monitor, at(2)), rooms(monitor, at(2))]).toEqual([['u1 online observed'], ['/grades class_7b class 0 observed']])
    monitor.socketDown('t1', '/', 's1', 'transport close', at(3))
    monitor.event(wire('grade.posted', [{ classId: '7b', teacherId: 'u1', teacherName: 'Maria Rossi' }], { atMs: at(4) }))
    expect(stands(monitor, at(5))).toEqual(['u1 offline observed'])
    expect(people(monitor, at(5))[0]).toMatchObject({ name: 'M. R.', lastSeenMs: at(4) })
  })

  test('whom a feed that names its people does not show is offline, whoever lists them; of a mere name it is not known', () => {
    const monitor = feedMonitor(skillcore)
    const listed = (): void => monitor.event(wire('conversation:joined', [{ conversationId: 'conv-1', participants: [{ id: 'u1' }, { id: 'u2' }, { userName: 'Kim Park' }] }], { namespace: '/messages', atMs: at(1) }))
    listed()
    expect(stands(monitor, at(2))).toEqual(['name:#1 unknown inferred', 'u1 unknown inferred', 'u2 unknown inferred'])
    monitor.snapshot('t1', [socket('s1', 'u1')], at(3))
    expect(stands(monitor, at(4))).toEqual(['name:#1 unknown inferred', 'u1 online observed', 'u2 offline inferred'])
    monitor.event(wire('user:typing', [{ conversationId: 'conv-1', userId: 'u2' }], { namespace: '/messages', atMs: at(5) }))
    expect(stands(monitor, at(6))).toEqual(['name:#1 unknown inferred', 'u1 online observed', 'u2 online inferred'])
  })

  test('events of the feed are counted, marked, and belong to the person of their socket', () => {
    const monitor = feedMonitor(lyceum)
    monitor.snapshot('t1', [socket('s1', 'u1', { namespace: '/talk' }), socket('s2', undefined, { namespace: '/talk' })], at(0))
    monitor.event(wire('message', [{ body: 'Hi' }], { namespace: '/talk', direction: 'out', feedSocketId: 's1', atMs: at(1) }))
    monitor.event(wire('message', [{ body: 'Hi' }], { namespace: '/talk', direction: 'in', feedSocketId: 's2', atMs: at(1) }))
    monitor.event(wire('message', [{ body: 'Hi' }], { namespace: '/talk', direction: 'out', atMs: at(1) }))
    monitor.socketDown('t1', '/talk', 's1', 'transport close', at(2))
    monitor.drain(at(3))
    expect([1, 2, 3].map((seq) => monitor.detail(seq)?.row)).toMatchObject([{ feed: true, own: false, person: 'u1', direction: 'out' }, { feed: true, own: false, person: 'Unknown person', direction: 'in' }, { feed: false, own: true, person: null }])
    expect([monitor.totals(at(3)).received, monitor.overview(at(3)).targets[0]?.received, detailOf(monitor, 'u1', at(3)).lastEvents]).toEqual([2, 2, [{ seq: 1, atMs: at(1), event: 'message', namespace: '/talk' }]])
  })

  test('nothing is known of a target that was removed', () => {
    const monitor = feedMonitor(lyceum)
    monitor.snapshot('t1', [socket('s1', 'u1', { rooms: ['class_7b'] })], at(0))
    monitor.people.hold(true)
    people(monitor, at(1))
    monitor.targetRemoved('t1')
    monitor.socketUp('t1', socket('s2', 'u2'), at(2))
    monitor.snapshot('t1', [socket('s2', 'u2')], at(2))
    const { revision, count } = monitor.people.refresh(at(3))
    expect([count, monitor.people.rows(revision, 0, 10).rows, monitor.rooms.refresh(at(3)).count, monitor.personSockets({ targetId: 't1', personId: 'u1' })]).toEqual([0, [], 0, []])
  })
})

test('for any order of deltas, late ones included, the console has what the server has', () => {
  const namespaces = ['/', '/grades']
  const step = fc.record({
    kind: fc.constantFrom('up', 'up', 'down', 'join', 'join', 'leave', 'name', 'snapshot', 'late leave', 'late join', 'feed down'),
    namespace: fc.constantFrom(...namespaces),
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    who: fc.constantFrom(undefined, 'u1', 'u2'),
    device: fc.constantFrom(undefined, 'd1', 'd2'),
    room: fc.constantFrom('class_1', 'class_2', 'x', '__proto__'),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const monitor = feedMonitor(lyceum)
      /** The server: its sockets as they are. */
      const server = new Map<string, ObservedSocket>()
      let nowMs = START_MS
      for (const { kind, namespace, id, who, device, room } of steps) {
        nowMs += 700
        const key = `${namespace} ${id}`
        const known = server.get(key)
        if (kind === 'up') {
          const next = known ?? socket(id, who, { namespace, device, connectedAtMs: nowMs })
          server.set(key, next)
          monitor.socketUp('t1', next, nowMs)
        } else if (kind === 'down' && known) {
          server.delete(key)
          monitor.socketDown('t1', namespace, id, 'transport close', nowMs)
          for (const each of known.rooms) monitor.roomLeft('t1', namespace, each, id, nowMs)
        } else if (kind === 'join' && known) {
          server.set(key, { ...known, rooms: [...new Set([...known.rooms, room])] })
          monitor.roomJoined('t1', namespace, room, id, nowMs)
        } else if (kind === 'leave' && known) {
          server.set(key, { ...known, rooms: known.rooms.filter((each) => each !== room) })
          monitor.roomLeft('t1', namespace, room, id, nowMs)
        } else if (kind === 'name' && known && who !== undefined) {
          const person = { ...known.person, id: who }
          server.set(key, { ...known, person })
          monitor.socketChanged('t1', namespace, id, { person }, nowMs)
        } else if (kind === 'snapshot') monitor.snapshot('t1', [...server.values()], nowMs)
        else if (kind === 'late leave' && !known) monitor.roomLeft('t1', namespace, room, id, nowMs)
        else if (kind === 'late join' && !known) monitor.roomJoined('t1', namespace, room, id, nowMs)
        else if (kind === 'feed down') monitor.feedDown('t1', nowMs)
      }
      nowMs += 1
      monitor.drain(nowMs)
      const rows = people(monitor, nowMs, { showOwn: true })
      expect(rows.reduce((sum, row) => sum + row.sockets, 0)).toBe(server.size)
      for (const row of rows) {
        const detail = detailOf(monitor, row.key.personId, nowMs)
        expect(row.key).toEqual(detail.row.key)
        const sockets = detail.sessions.flatMap((session) => session.sockets)
        expect(sockets.length).toBe(row.sockets)
        expect(row.status === 'offline').toBe(row.status !== 'flapping' && row.sockets === 0)
        for (const { socketId, namespace, rooms: inRooms } of sockets) {
          const real = server.get(`${namespace} ${socketId}`)
          expect(inRooms).toEqual(real?.rooms.filter((each) => each !== socketId).sort())
          // Named sockets are with whom they name.
          if (real?.person.id !== undefined) expect(row.key.personId).toBe(real.person.id)
        }
      }
      for (const namespace of namespaces) {
        for (const room of ['class_1', 'class_2', 'x', '__proto__']) {
          const members = [...server.values()].filter((each) => each.namespace === namespace && each.rooms.includes(room))
          const detail = monitor.rooms.detail(inRoom(namespace, room))
          expect(detail?.row.members ?? 0).toBe(members.length)
          expect(detail?.members.length ?? 0).toBeLessThanOrEqual(members.length)
          expect(detail?.members.length ?? 0).toBe(new Set(rows.filter((row) => detailOf(monitor, row.key.personId, nowMs).sessions.some((session) => session.sockets.some((each) => each.namespace === namespace && each.rooms.includes(room)))).map((row) => row.key.personId)).size)
        }
      }
    }),
    { numRuns: 150 },
  )
})
