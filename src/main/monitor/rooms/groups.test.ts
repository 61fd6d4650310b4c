import { describe, expect, test } from 'vitest'
import { audienceGroups, audiencePart } from '../../../shared/notices.ts'
import type { AudienceGroups, AudienceRule, GroupWhat } from '../../../shared/notices.ts'
import { flaskLms } from '../../../shared/platforms/flask-lms.ts'
import { skillcore } from '../../../shared/platforms/skillcore.ts'
import { CompiledCatalog } from '../compiled-catalog.ts'
import { grade, lyceum, START_MS, viewOf } from '../monitor-fixture.ts'
import type { Monitor } from '../monitor.ts'
import { feedMonitor, monitorOf, socket } from '../presence-fixture.ts'
import type { ObservedSocket } from '../presence-sink.ts'

/* A class is all who are in any of its rooms, wherever they are and however they are spelled. */

const group = (id: string, what: GroupWhat = 'class'): AudienceRule['include'][number] => ({ kind: 'group', targetId: 't1', what, id })
const rule = (include: AudienceRule['include'], exclude: AudienceRule['exclude'] = []): AudienceRule => ({ include, exclude })

/** A socket of a person in one room of a namespace. */
function inRoom(who: string, namespace: string, room: string, role = 'STUDENT'): ObservedSocket {
  return socket(`${who} ${namespace} ${room}`, who, { namespace, rooms: [room], person: { role } })
}

const school: readonly ObservedSocket[] = [
  inRoom('ana', '/live-class', 'class-7b'),
  inRoom('ana', '/attendance', 'class:class-7b'),
  inRoom('ben', '/live-class', 'class:7b'),
  inRoom('cho', '/gradebook', 'gradebook:class-7b:fall', 'TEACHER'),
  inRoom('dov', '/gradebook', 'gradebook:7b:fall', 'TEACHER'),
  inRoom('eva', '/live-class', 'class-8a'),
  inRoom('fay', '/notifications', 'school:school-1'),
  inRoom('gil', '/notifications', 'school:school-1:teachers', 'TEACHER'),
  socket('admin', 'admin', { namespace: '/live-class', rooms: ['class-7b'], own: true }),
]

function watched(sockets: readonly ObservedSocket[], catalog = skillcore): Monitor {
  const monitor = feedMonitor(catalog)
  monitor.targetChanged(viewOf('t1', { catalogId: catalog.id, feedOn: true, signedInAs: { id: 'admin', role: 'SYSTEM_ADMIN' } }), START_MS)
  monitor.snapshot('t1', sockets, START_MS)
  monitor.drain(START_MS)
  return monitor
}

const counted = (monitor: Monitor, of: AudienceRule) => monitor.audience(of, START_MS)[0]!
const groups = (monitor: Monitor, text = '', targetId = 't1'): AudienceGroups => audienceGroups.parse(monitor.rooms.groups(targetId, text, START_MS))

describe('which room is of which class', () => {
  const catalogs = { skillcore: new CompiledCatalog(skillcore), flask: new CompiledCatalog(flaskLms) }
  test.each<[keyof typeof catalogs, string, string, ReturnType<CompiledCatalog['roomGroup']>]>([
    ['skillcore', '/live-class', 'class-7b', { what: 'class', id: '7b' }],
    ['skillcore', '/attendance', 'class:class-7b', { what: 'class', id: '7b' }],
    ['skillcore', '/gradebook', 'gradebook:class-7b:fall', { what: 'class', id: '7b' }],
    ['skillcore', '/messages', 'class:7b', { what: 'class', id: '7b' }],
    ['skillcore', '/notifications', 'school:school-1', { what: 'school', id: 'school-1' }],
    ['skillcore', '/notifications', 'district:d:9', { what: 'district', id: 'd:9' }],
    // A role's room, a conversation's, and one that can be read in two ways.
    ['skillcore', '/notifications', 'school:school-1:teachers', undefined],
    ['skillcore', '/messages', 'conv-7b', undefined],
    ['skillcore', '/gradebook', 'gradebook:urn:7b:fall', undefined],
    ['skillcore', '/gradebook', 'gradebook:', undefined],
    ['skillcore', '/live-class', 'class:__proto__', { what: 'class', id: '__proto__' }],
    ['skillcore', '/live-class', 'class:{classId}', { what: 'class', id: '{classId}' }],
    ['skillcore', '/live-class', `class:${'class-'.repeat(40)}x`, { what: 'class', id: `${'class-'.repeat(37)}x` }],
    ['flask', '/', 'course_abc', { what: 'course', id: 'abc' }],
    ['flask', '/', 'instructor_abc', undefined],
  ])('%s %s %s', (catalog, namespace, room, expected) => {
    expect(catalogs[catalog].roomGroup(namespace, room)).toEqual(expected)
  })
})

describe('the people of a class', () => {
  test('over namespaces and spellings, each once, without Rollcall itself; who is offline nobody says', () => {
    const monitor = watched(school)
    const tally = counted(monitor, rule([group('7b')]))
    expect(tally).toMatchObject({ online: 4, offline: null, inferred: 0, rooms: 5, observed: true, excluded: 0 })
    expect(Object.fromEntries(tally.roles)).toEqual({ STUDENT: 2, TEACHER: 2 })
    // The same people named one by one are the same audience.
    const persons = ['ana', 'ben', 'cho', 'dov'].map((personId) => ({ kind: 'person' as const, key: { targetId: 't1', personId } }))
    expect(tally.hash).toBe(counted(monitor, rule(persons)).hash)
    expect(counted(monitor, rule([group('7b'), group('8a'), group('8a')])).online).toBe(5)
  })

  test('are left out as a class, and leave it with their room', () => {
    const monitor = watched(school)
    expect(counted(monitor, rule([{ kind: 'target', targetId: 't1' }], [group('7b')]))).toMatchObject({ online: 3, excluded: 4 })
    expect(counted(monitor, rule([group('7b')], [{ kind: 'role', targetId: 't1', role: 'TEACHER' }]))).toMatchObject({ online: 2, excluded: 2 })
    monitor.roomLeft('t1', '/live-class', 'class-7b', 'ana /live-class class-7b', START_MS)
    expect(counted(monitor, rule([group('7b')])).online).toBe(4)
    monitor.roomLeft('t1', '/attendance', 'class:class-7b', 'ana /attendance class:class-7b', START_MS)
    expect(counted(monitor, rule([group('7b')])).online).toBe(3)
  })

  test('their sockets in one namespace, whichever room they are in, and how many people that is', () => {
    const monitor = watched([...school, socket('ana 1', 'ana'), socket('ana 2', 'ana'), socket('cho 1', 'cho'), socket('eva 1', 'eva'), socket('own', 'admin', { own: true })])
    expect(monitor.audienceSockets(rule([group('7b')]), 't1', '/', START_MS, 10)).toEqual({ ids: ['ana 1', 'ana 2', 'cho 1'], people: 2 })
    expect(monitor.audienceSockets(rule([group('7b')]), 't1', '/', START_MS, 2)).toBeUndefined()
  })

  test('are inferred where events alone prove them', () => {
    const monitor = monitorOf(lyceum)
    for (const number of [1, 2]) monitor.event(grade(number, { teacher: `u-${number}`, classId: `${6 + number}b` }))
    monitor.drain(START_MS)
    expect(counted(monitor, rule([group('7b')]))).toMatchObject({ online: 1, inferred: 1, offline: null, observed: false })
  })

  test('a class that nobody knows, and names that objects have, are nobody', () => {
    const monitor = watched(school)
    for (const id of ['7', '7B', '7b ', '__proto__', 'constructor', '{classId}', '.*', 'class-7b']) expect([id, counted(monitor, rule([group(id)])).online]).toEqual([id, 0])
    for (const what of ['school', 'course', 'district'] as const) expect(counted(monitor, rule([group('7b', what)])).online).toBe(0)
    expect(monitor.rooms.groupRooms({ kind: 'group', targetId: 'gone', what: 'class', id: '7b' })).toEqual([])
    for (const part of [{ ...group('x'), what: 'room' }, { ...group('x'), id: '' }, { ...group('x'), id: 'x'.repeat(321) }, { ...group('x'), id: 7 }]) expect(audiencePart.safeParse(part).success).toBe(false)
  })
})

describe('the list of classes and schools', () => {
  test('most people first, with their rooms and where these are', () => {
    expect(groups(watched(school))).toEqual({
      groups: [
        { what: 'class', id: '7b', words: 'Class 7b', people: 4, rooms: 5, lastSeenMs: null, namespaces: ['/attendance', '/gradebook', '/live-class'] },
        { what: 'class', id: '8a', words: 'Class 8a', people: 1, rooms: 1, lastSeenMs: null, namespaces: ['/live-class'] },
        { what: 'school', id: 'school-1', words: 'school-1', people: 1, rooms: 1, lastSeenMs: null, namespaces: ['/notifications'] },
      ],
      leftOut: 0,
    })
    expect(groups(watched(school), '', 'another')).toEqual({ groups: [], leftOut: 0 })
  })

  test('is searched by kind and id; at most 60 are listed and the others counted', () => {
    const monitor = watched([...school, ...Array.from({ length: 70 }, (_, index) => inRoom(`p${index}`, '/live-class', `class-x${index}`))])
    expect(groups(monitor, 'CLASS 7b').groups.map(({ id }) => id)).toEqual(['7b'])
    expect(groups(monitor, ' school ').groups.map(({ id }) => id)).toEqual(['school-1'])
    expect(groups(monitor, 'class nothing')).toEqual({ groups: [], leftOut: 0 })
    const all = groups(monitor)
    expect([all.groups.length, all.leftOut, all.groups[0]!.id]).toEqual([60, 13, '7b'])
  })

  test('ids that are addresses are masked, and stay two', () => {
    const monitor = watched([inRoom('ana', '/live-class', 'class:7b@lakeside.example'), inRoom('ana', '/attendance', 'class:7b@lakeside.example'), inRoom('ben', '/live-class', 'class:7c@lakeside.example')])
    const { groups: [first, second] } = groups(monitor)
    expect(JSON.stringify([first, second])).not.toContain('lakeside')
    expect(first!.id).not.toBe(second!.id)
    expect([first, second].map((each) => [each!.people, each!.rooms, counted(monitor, rule([group(each!.id)])).online])).toEqual([[1, 2, 1], [1, 1, 1]])
    expect(groups(monitor, 'lakeside').groups).toEqual([])
    expect(monitor.rooms.groupRooms({ kind: 'group', targetId: 't1', what: 'class', id: second!.id })).toEqual([{ namespace: '/live-class', spellings: ['class:7c@lakeside.example'] }])
  })
})
