import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { listState } from '../../../shared/presence.ts'
import type { PeopleQuery, PersonKey } from '../../../shared/presence.ts'
import { LIST_REFRESH_MS, PERSON_LISTED_FOR_MS } from '../../../shared/limits.ts'
import { flaskLms } from '../../../shared/platforms/flask-lms.ts'
import { skillcore } from '../../../shared/platforms/skillcore.ts'
import { lyceum, START_MS, viewOf, wire } from '../monitor-fixture.ts'
import type { Monitor } from '../monitor.ts'
import { feedMonitor, inRoom, monitorOf, people, socket, stands } from '../presence-fixture.ts'
import { everybody } from './people-list.ts'

const key = (personId: string): PersonKey => ({ targetId: 't1', personId })

function school(): Monitor {
  const monitor = feedMonitor(lyceum)
  monitor.snapshot('t1', [
    socket('s1', 'u1', { rooms: ['class_7b'], person: { name: 'José Ñíguez', email: 'jose@lincoln.example', role: 'TEACHER' } }),
    socket('s2', 'u2', { rooms: ['class_7b'], person: { name: 'Maria Rossi', email: 'maria@lincoln.example', role: 'STUDENT' } }),
    socket('s3', 'u3', { rooms: ['class_8a'], person: { name: 'Anna Rossi', email: 'anna@lincoln.example', role: 'STUDENT' } }),
    socket('s4', 'u4', { person: { role: 'PARENT' } }),
  ], START_MS)
  monitor.drain(START_MS)
  return monitor
}

const found = (monitor: Monitor, query: Partial<PeopleQuery>): string[] => people(monitor, START_MS, query).map((row) => row.key.personId)

describe('one box finds by name, id, address, room, role and platform, whatever the accents', () => {
  test.each([
    ['', ['u3', 'u1', 'u2', 'u4']],
    ['rossi', ['u3', 'u2']],
    ['NIGUEZ jose', ['u1']],
    ['ñíguez', ['u1']],
    ['u4', ['u4']],
    ['maria@lincoln', ['u2']],
    ['class_7b', ['u1', 'u2']],
    ['class_7b student', ['u2']],
    ['student  rossi\tanna', ['u3']],
    ['school t1 teacher', ['u1']],
    ['lyceum', ['u3', 'u1', 'u2', 'u4']],
    ['nobody', []],
    ['(.*', []],
  ])('%j', (text, expected) => {
    expect(found(school(), { text })).toEqual(expected)
  })

  test('a room that was joined or a name that was learned later is found at once', () => {
    const monitor = school()
    expect(found(monitor, { text: 'class_9' })).toEqual([])
    monitor.roomJoined('t1', '/', 'class_9c', 's4', START_MS)
    monitor.socketChanged('t1', '/', 's4', { person: { id: 'u4', name: 'Tom Weber', email: undefined, role: 'PARENT' } }, START_MS)
    expect([found(monitor, { text: 'class_9' }), found(monitor, { text: 'weber' })]).toEqual([['u4'], ['u4']])
    monitor.roomLeft('t1', '/', 'class_9c', 's4', START_MS)
    expect(found(monitor, { text: 'class_9' })).toEqual([])
  })
})

test('filters: target, status, role, room', () => {
  const monitor = school()
  monitor.socketDown('t1', '/', 's3', 'transport close', START_MS)
  expect([found(monitor, { targetId: 't2' }), found(monitor, { status: 'offline' }), found(monitor, { role: 'PARENT' }), found(monitor, { room: inRoom('/', 'class_7b') }), found(monitor, { room: inRoom('/', 'nowhere') })]).toEqual([[], ['u3'], ['u4'], ['u1', 'u2'], []])
  expect(listState.parse(monitor.people.query({ ...everybody, role: 'PARENT' }))).toMatchObject({ count: 1, of: 4, groups: [], notRemembered: 0 })
})

describe('order', () => {
  test.each<[Partial<PeopleQuery>, string[]]>([
    [{ sort: 'name' }, ['u3', 'u1', 'u2', 'u4']],
    [{ sort: 'name', descending: true }, ['u4', 'u2', 'u1', 'u3']],
    [{ sort: 'role' }, ['u4', 'u3', 'u2', 'u1']],
    [{ sort: 'rooms' }, ['u4', 'u3', 'u1', 'u2']],
    [{ sort: 'status' }, ['u3', 'u1', 'u2', 'u4']],
    [{ sort: 'devices', descending: true }, ['u3', 'u1', 'u2', 'u4']],
    [{ sort: 'since' }, ['u3', 'u1', 'u2', 'u4']],
    [{ sort: 'lastSeen' }, ['u3', 'u1', 'u2', 'u4']],
    [{ sort: 'platform' }, ['u3', 'u1', 'u2', 'u4']],
    [{ group: 'role' }, ['u4', 'u3', 'u2', 'u1']],
  ])('%j', (query, expected) => {
    expect(found(school(), query)).toEqual(expected)
  })

  test('groups say where they begin', () => {
    const monitor = school()
    monitor.socketUp('t1', socket('s5', 'u5'), START_MS)
    expect(monitor.people.query({ ...everybody, group: 'role' }).groups).toEqual([{ label: 'PARENT', from: 0, count: 1 }, { label: 'STUDENT', from: 1, count: 2 }, { label: 'TEACHER', from: 3, count: 1 }, { label: 'No role', from: 4, count: 1 }])
    monitor.socketDown('t1', '/', 's1', 'transport close', START_MS)
    expect(monitor.people.query({ ...everybody, group: 'status' }).groups).toEqual([{ label: 'Online', from: 0, count: 4 }, { label: 'Offline', from: 4, count: 1 }])
    expect(monitor.people.query({ ...everybody, group: 'platform' }).groups).toEqual([{ label: 'School t1', from: 0, count: 5 }])
  })

  test('changes at most every two seconds, gets a new revision only when it changed, and stays while it is held', () => {
    const monitor = school()
    const first = monitor.people.query({ ...everybody, sort: 'status' })
    monitor.socketDown('t1', '/', 's3', 'transport close', START_MS + 1)
    expect(monitor.people.refresh(START_MS + LIST_REFRESH_MS - 1)).toEqual(first)
    monitor.people.hold(true)
    expect(monitor.people.refresh(START_MS + LIST_REFRESH_MS)).toEqual(first)
    // The rows are of now all the same.
    expect(monitor.people.rows(first.revision, 0, 4).rows.map((row) => [row.key.personId, row.status])).toEqual([['u3', 'offline'], ['u1', 'online'], ['u2', 'online'], ['u4', 'online']])
    monitor.people.hold(false)
    const second = monitor.people.refresh(START_MS + 2 * LIST_REFRESH_MS)
    expect([second.revision, second.count]).toEqual([first.revision + 1, 4])
    expect(monitor.people.rows(second.revision, 2, 9).rows.map((row) => row.key.personId)).toEqual(['u4', 'u3'])
    expect(monitor.people.rows(first.revision, 0, 4)).toEqual({ revision: second.revision, from: 0, rows: [] })
    expect(monitor.people.refresh(START_MS + 4 * LIST_REFRESH_MS)).toEqual(second)
  })
})

describe('what the window may see', () => {
  test('names and addresses are masked until a reveal of exactly that person is open, and again when it ended', () => {
    const monitor = school()
    monitor.setReveals([{ key: key('u2'), untilMs: START_MS + 1_000 }])
    const names = (nowMs: number): unknown => people(monitor, nowMs).map((row) => [row.name, row.revealed])
    expect(names(START_MS)).toEqual([['A. R.', false], ['J. Ñ.', false], ['Maria Rossi', true], ['u4', false]])
    expect([monitor.people.detail(key('u2'))?.email, monitor.people.detail(key('u1'))?.email]).toEqual(['maria@lincoln.example', 'j•••@•••'])
    expect([names(START_MS + 1_000), monitor.reveals(), monitor.people.detail(key('u2'))?.email]).toEqual([[['A. R.', false], ['J. Ñ.', false], ['M. R.', false], ['u4', false]], [], 'm•••@•••'])
  })

  test('no answer to the window holds a name or an address, wherever events put them', () => {
    const monitor = monitorOf(skillcore)
    const more = monitorOf(flaskLms)
    monitor.event(wire('room:user-joined', [{ room: 'user:maria.rossi@lincoln.example', userName: 'Maria Rossi' }], { namespace: '/live-class' }))
    monitor.event(wire('presence:status-changed', [{ userId: 'maria.rossi@lincoln.example', status: 'away' }], { namespace: '/' }))
    monitor.event(wire('message.new', [{ conversationId: 'maria.rossi@lincoln.example', senderId: 'u9', senderName: 'Maria Rossi', body: 'x' }], { namespace: '/messages' }))
    more.event(wire('new_review', [{ user_email: 'maria.rossi@lincoln.example' }], { namespace: '/' }))
    for (const each of [monitor, more]) {
      const rows = people(each, START_MS)
      const rooms = each.rooms.query({ text: '', targetId: null, kind: null, sort: 'name', descending: false, showPerSocket: true })
      const roomRows = each.rooms.rows(rooms.revision, 0, 50).rows
      const answers = JSON.stringify([rows, rows.map((row) => each.people.detail(row.key)), roomRows, roomRows.map((row) => each.rooms.detail(row.key)), each.tree(START_MS), each.people.find('maria', 9), each.rooms.find('maria', 9)])
      expect(answers.toLowerCase()).not.toMatch(/maria|rossi|lincoln/)
      // Keys of the window lead back to the person and the room.
      expect(rows.every((row) => each.people.detail(row.key)?.row.key.personId === row.key.personId)).toBe(true)
      expect(roomRows.every((row) => each.rooms.detail(row.key)?.row.key.room === row.key.room)).toBe(true)
    }
  })

  test('the roster check gets them in clear, without Rollcall itself', () => {
    const monitor = school()
    monitor.socketUp('t1', socket('s9', 'admin', { own: true, rooms: ['class_7b'] }), START_MS)
    monitor.drain(START_MS)
    expect(monitor.rosterCandidates(inRoom('/', 'class_7b'))).toMatchObject([{ id: 'u1', name: 'José Ñíguez', email: 'jose@lincoln.example', evidence: 'observed' }, { id: 'u2', name: 'Maria Rossi', key: key('u2') }])
    expect(monitor.rosterPerson('t1', { email: 'ANNA@lincoln.example' })).toMatchObject({ id: 'u3' })
    expect([monitor.rosterPerson('t1', { name: 'maria  rossi' })?.id, monitor.rosterPerson('t1', { id: 'u99' }), monitor.rosterCandidates(inRoom('/', 'x'))]).toEqual(['u2', undefined, []])
  })

  test('people not seen for a day are shown when asked for', () => {
    const monitor = monitorOf(skillcore)
    monitor.event(wire('presence:status-changed', [{ userId: 'u1', status: 'away' }], { namespace: '/' }))
    expect([stands(monitor, START_MS + PERSON_LISTED_FOR_MS - 1).length, stands(monitor, START_MS + PERSON_LISTED_FOR_MS).length, stands(monitor, START_MS + PERSON_LISTED_FOR_MS, { showOwn: true }).length]).toEqual([1, 0, 1])
  })
})

test('the palette finds over all targets: an id, then a name that begins so, then anything; online ones first', () => {
  const monitor = school()
  monitor.targetChanged(viewOf('t2'), START_MS)
  monitor.event(wire('grade.posted', [{ teacherId: 'rossi', teacherName: 'Ugo Bianchi' }], { targetId: 't2' }))
  monitor.socketDown('t1', '/', 's3', 'transport close', START_MS)
  monitor.drain(START_MS)
  expect(monitor.people.find('rossi', 9).map((row) => `${row.key.targetId} ${row.key.personId}`)).toEqual(['t2 rossi', 't1 u2', 't1 u3'])
  expect([monitor.people.find('anna', 1).map((row) => row.key.personId), monitor.people.find('', 9), monitor.people.find('school', 9)]).toEqual([['u3'], [], []])
})

test('whatever is asked, ordinals are whole and in order: rows(revision) = the list, each person once', () => {
  const query = fc.record({
    text: fc.constantFrom('', 'class', 'u1', 'rossi'), targetId: fc.constant(null), status: fc.constantFrom(null, 'online' as const), role: fc.constantFrom(null, 'STUDENT'), room: fc.constant(null),
    sort: fc.constantFrom('name' as const, 'status' as const, 'role' as const, 'devices' as const, 'rooms' as const, 'since' as const, 'lastSeen' as const, 'platform' as const),
    descending: fc.boolean(), group: fc.constantFrom('none' as const, 'role' as const, 'platform' as const, 'status' as const), showOwn: fc.boolean(),
  })
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('up' as const), who: fc.integer({ min: 0, max: 40 }), role: fc.constantFrom(undefined, 'STUDENT', 'TEACHER') }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('down' as const), who: fc.integer({ min: 0, max: 40 }), role: fc.constant(undefined) }) },
    { weight: 1, arbitrary: fc.constantFrom({ do: 'hold' as const, who: 0, role: undefined }, { do: 'free' as const, who: 0, role: undefined }, { do: 'refresh' as const, who: 0, role: undefined }) },
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), query, fc.integer({ min: 1, max: 9 }), (steps, asked, page) => {
      const monitor = feedMonitor(lyceum)
      let nowMs = START_MS
      let state = monitor.people.query(asked)
      for (const each of steps) {
        nowMs += 900
        if (each.do === 'up') monitor.socketUp('t1', socket(`s${each.who}`, `u${each.who}`, { person: { role: each.role, name: `Name ${each.who % 7}` } }), nowMs)
        else if (each.do === 'down') monitor.socketDown('t1', '/', `s${each.who}`, 'transport close', nowMs)
        else if (each.do === 'hold' || each.do === 'free') monitor.people.hold(each.do === 'hold')
        monitor.drain(nowMs)
        const next = monitor.people.refresh(nowMs)
        expect(next.revision).toBeGreaterThanOrEqual(state.revision)
        if (next.revision === state.revision) expect([next.count, next.groups]).toEqual([state.count, state.groups])
        state = next
        const rows = []
        for (let from = 0; from < state.count; from += page) {
          const part = monitor.people.rows(state.revision, from, page)
          expect(part.from).toBe(from)
          rows.push(...part.rows)
        }
        expect(rows.length).toBe(state.count)
        expect(new Set(rows.map((row) => row.key.personId)).size).toBe(state.count)
        if (asked.group !== 'none') expect(state.groups.reduce((sum, group) => sum + group.count, 0)).toBe(state.count)
        expect(state.count).toBeLessThanOrEqual(Math.max(state.of, 41))
      }
    }),
    { numRuns: 60 },
  )
})
