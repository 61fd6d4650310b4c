import { describe, expect, test } from 'vitest'
import type { Catalog } from '../../shared/catalog.ts'
import type { AudienceRule, NoticeDraft } from '../../shared/notices.ts'
import { audienceGroups } from '../../shared/notices.ts'
import { grade, viewOf } from '../monitor/monitor-fixture.ts'
import { DAY_MS, dayOf } from '../monitor/rooms/group-memory.ts'
import { socket } from '../monitor/presence-fixture.ts'
import type { ObservedSocket } from '../monitor/presence-sink.ts'
import { answerRequest } from '../requests.ts'
import type { Handlers } from '../requests.ts'
import { draftOf, HOUR_MS, MINUTE_MS, noticeLyceum, School, SECOND_MS, settingsOf, START_MS } from './notices-fixture.ts'
import type { SchoolOptions } from './notices-fixture.ts'
import { serverAudience } from './ways/audience.ts'
import { httpBody } from './ways/http-form.ts'

/* A class as an audience: where its packets go by each way. */

/** Notices on `/` alone; `klass_7b` is another spelling of `class_7b`. */
const catalog: Catalog = {
  ...noticeLyceum,
  notices: noticeLyceum.notices!.filter(({ namespace }) => namespace === '/'),
  rooms: [...noticeLyceum.rooms, { pattern: 'klass_{classId}', sameAs: 'class_{classId}', kind: 'class', namespace: '/grades', title: 'Class', autoJoined: false, join: [], leave: [], source: 'Lyceum, as deployed' }],
}

type Parts = AudienceRule['include']
const group = (id = '7b'): Parts[number] => ({ kind: 'group', targetId: 't1', what: 'class', id })
const to = (include: Parts, exclude: Parts = []): NoticeDraft => draftOf({ audience: { include, exclude } })

/** A socket of a student on `/`, or in a room of some namespace. */
const on = (who: string, namespace = '/', ...rooms: string[]): ObservedSocket => socket(`${who} ${namespace} ${rooms.join(' ')}`.trim(), who, { namespace, rooms, person: { role: 'STUDENT' } })

/** Ana and Ben are in 7B, in two namespaces; both and Eva of another class have a connection to `/`, Cho of 7B has none. */
const sockets = [on('ana'), on('ana', '/grades', 'class_7b'), on('ana', '/talk', 'class_7b'), on('ben'), on('ben', '/grades', 'klass_7b'), on('cho', '/talk', 'class_7b'), on('eva'), on('eva', '/grades', 'class_8a')]

function school(options: SchoolOptions = {}): School {
  return new School({ catalog, sockets, ...options })
}

async function sent(at: School, draft: NoticeDraft): Promise<School['server']['packets']> {
  expect(await at.send(draft)).toMatchObject({ ok: true })
  await at.pass(12 * SECOND_MS)
  return at.server.packets
}

describe('by the admin feed', () => {
  test('a class whose rooms are all where notices are shown: one packet to its rooms', async () => {
    const packets = await sent(school({ sockets: [on('ana', '/', 'class_7b'), on('ben', '/', 'class_7b'), on('eva', '/', 'class_8a')] }), to([group()]))
    expect(packets).toMatchObject([{ way: 'admin-feed', namespace: '/', room: 'class_7b', audience: null }])
    expect(packets[0]!.otherRooms ?? []).toEqual([])
  })

  test('elsewhere: one packet to the connections of its people, each once; who has none is said', async () => {
    const at = school()
    const review = await at.review(to([group()]))
    expect(review).toMatchObject({ sentence: 'Send **URGENT** to **3 people** at **Lincoln High** now.', problems: [] })
    expect(review.warnings).toContain('1 person of this audience on School t1 has no connection to /, where notices are shown, and does not get it.')
    const packets = await sent(at, to([group()]))
    expect(packets.map(({ namespace, room, otherRooms }) => [namespace, room, otherRooms])).toEqual([['/', 'ana /', ['ben /']]])
    expect((await at.get('n-1')).parts).toMatchObject([{ people: 2, state: 'confirmed' }])
    expect(at.audit.list(null, 1)[0]!.scope).toContain('to class 7b on School t1; 3 people online')
  })

  test('a room where no notices are shown is its people too, and a union is one packet', async () => {
    const room: Parts[number] = { kind: 'room', targetId: 't1', namespace: '/grades', room: 'class_7b' }
    expect((await sent(school(), to([room]))).map((packet) => [packet.room, packet.otherRooms])).toEqual([['ana /', ['ben /']]])
    expect((await sent(school(), to([group(), group('8a')]))).map((packet) => [packet.room, packet.otherRooms])).toEqual([['ana /', ['ben /', 'eva /']]])
  })

  test('a class is left out', async () => {
    expect((await sent(school(), to([{ kind: 'target', targetId: 't1' }], [group()]))).map(({ room, otherRooms = [] }) => [room, ...otherRooms])).toEqual([['eva /']])
  })

  test.each<[string, Parts[number], string]>([
    ['a class', group(), 'Class 7b is in /grades and /talk, and notices are shown in /, so each connection of its people there would have to be addressed. That takes an admin feed in development mode'],
    ['a room', { kind: 'room', targetId: 't1', namespace: '/grades', room: 'class_7b' }, 'A room of this audience is in /grades, and notices are shown in /'],
  ])('%s elsewhere, where the feed does not show every connection: refused, with what to do', async (_, part, words) => {
    const at = school()
    at.monitor.targetChanged(viewOf('t1', { feedOn: false, signedInAs: { id: 'u-principal', role: 'PRINCIPAL' } }), START_MS)
    at.monitor.event(grade(1, { classId: '7b' }))
    at.monitor.drain(START_MS)
    expect((await at.review(to([part]))).problems.join()).toContain(words)
  })

  test('what did not arrive is sent to the class again', async () => {
    const at = school()
    at.server.answer = () => Promise.resolve({ result: 'not-confirmed', delivered: null, detail: '' })
    await sent(at, to([group()], [{ kind: 'role', targetId: 't1', role: 'PARENT' }]))
    expect(await at.handlers['notices:follow-up']({ id: 'n-1', how: 'resend' })).toMatchObject({ ok: true, value: { draft: { audience: { include: [group()], exclude: [{ kind: 'role' }] } } } })
  })
})

describe('by a server that resolves it', () => {
  const rooms = [['/grades', 'class_7b'], ['/grades', 'klass_7b'], ['/talk', 'class_7b']].map(([namespace, room]) => ({ kind: 'room', namespace, room }))

  test.each(['application-socket', 'http'] as const)('%s: all rooms of the class in all spellings, each with its namespace', async (way) => {
    const http = { ...settingsOf('t1').http, body: '{"audience":"{audience}"}' }
    const [packet] = await sent(school({ settings: { way, http } }), to([group()], [group('8a')]))
    const expected = { include: rooms, exclude: [{ kind: 'room', namespace: '/grades', room: 'class_8a' }] }
    expect(serverAudience(packet!)).toEqual(expected)
    expect(JSON.parse(httpBody(http.body, packet!)!)).toEqual({ audience: expected })
  })

  test('a class of many rooms is told whole, of too many refused', async () => {
    const many = (count: number): SchoolOptions => ({ settings: { way: 'application-socket' }, sockets: Array.from({ length: count }, (_, index) => on(`p${index}`, `/n${index}`, 'class_7b')) })
    const [packet] = await sent(school(many(120)), to([group()]))
    expect(serverAudience(packet!)).toEqual({ include: Array.from({ length: 120 }, (_, index) => ({ kind: 'room', namespace: `/n${index}`, room: 'class_7b' })), exclude: [] })
    expect((await school(many(501)).review(to([group()]))).problems.join()).toContain('more than 500 rooms')
  })

  test('a class in a packet that was not put into its rooms is nobody, also when it is to be left out', () => {
    const packet = { key: 'k', noticeId: 'n', targetId: 't1', way: 'http' as const, namespace: '/', room: null, event: 'bulletin', args: [{}], kind: 'urgent' }
    expect(serverAudience({ ...packet, audience: { include: [group()], exclude: [] } })).toBeUndefined()
    expect(serverAudience({ ...packet, audience: { include: [{ kind: 'everybody' }], exclude: [group()] } })).toBeUndefined()
  })
})

describe('a class that is empty tonight', () => {
  const evening = (at: School): School => at.again({ catalog, sockets: [], startedAtMs: START_MS + 12 * HOUR_MS, settings: { way: 'application-socket' } })
  const tomorrow = (): NoticeDraft => draftOf({ audience: { include: [group()], exclude: [] }, when: { kind: 'at', atMs: START_MS + 24 * HOUR_MS, zone: 'America/Chicago' } })
  const rooms = [['/grades', 'class_7b'], ['/grades', 'klass_7b'], ['/talk', 'class_7b']].map(([namespace, room]) => ({ kind: 'room', namespace, room }))

  test('is remembered over a restart, listed behind those that are there, and written to for tomorrow', async () => {
    const at = evening(school())
    const list = async (school: School) => audienceGroups.parse(await school.handlers['notices:groups']({ targetId: 't1', text: '' })).groups
    expect(await list(at)).toEqual([
      { what: 'class', id: '7b', words: 'Class 7b', people: 0, rooms: 3, lastSeenMs: dayOf(START_MS) * DAY_MS, namespaces: ['/grades', '/talk'] },
      { what: 'class', id: '8a', words: 'Class 8a', people: 0, rooms: 1, lastSeenMs: dayOf(START_MS) * DAY_MS, namespaces: ['/grades'] },
    ])
    const review = await at.review(tomorrow())
    expect(review).toMatchObject({ problems: [], warnings: expect.arrayContaining(['Rollcall sees nobody of this audience online now.']) as unknown })
    expect(await at.send(tomorrow())).toMatchObject({ ok: true })
    at.monitor.snapshot('t1', [on('eva', '/grades', 'class_8a')], at.nowMs)
    at.monitor.drain(at.nowMs)
    expect((await list(at)).map(({ id, people, lastSeenMs }) => [id, people, lastSeenMs === null])).toEqual([['8a', 1, true], ['7b', 0, false]])
    await at.pass(12 * HOUR_MS + 12 * SECOND_MS, MINUTE_MS / 6)
    expect(await at.get('n-1')).toMatchObject({ state: 'sent' })
    expect(at.server.packets.map(serverAudience)).toEqual([{ include: expect.arrayContaining(rooms) as unknown, exclude: [] }])
  })

  test('by the admin feed, to connections that nobody has yet: what is there at its time gets it; a platform where nobody is does not hold up the others', async () => {
    const both = (at: School): School => at.again({ catalog, targets: ['t1', 't2'], sockets: [], startedAtMs: START_MS + 12 * HOUR_MS })
    const draft = { ...tomorrow(), audience: { include: [group(), { ...group(), targetId: 't2' }], exclude: [] } }
    const at = both(school({ targets: ['t1', 't2'] }))
    const review = await at.review(draft)
    expect([review.problems, review.packets.map(({ targetName, room }) => [targetName, room])]).toEqual([[], [['School t1', 'whoever of them is connected then'], ['School t2', 'whoever of them is connected then']]])
    expect(review.warnings.join()).toContain('Nobody of this audience is connected to / of School t1 now. It goes to the connections that are there at its time; if there are none then, it is missed')
    expect(await at.send(draft)).toMatchObject({ ok: true })
    await at.pass(12 * HOUR_MS - MINUTE_MS, MINUTE_MS)
    at.monitor.snapshot('t1', sockets, at.nowMs)
    at.monitor.drain(at.nowMs)
    await at.pass(2 * MINUTE_MS, 10 * SECOND_MS)
    expect(at.server.packets.map(({ targetId, namespace, room, otherRooms }) => [targetId, namespace, room, otherRooms])).toEqual([['t1', '/', 'ana /', ['ben /']]])
    expect(await at.get('n-1')).toMatchObject({ state: 'sent', sentence: expect.stringContaining('Some of this audience had no connection to School t2 at its time and did not get it.') as unknown })
    expect(at.audit.list(null, 1)[0]!.scope).toContain('1 packet by admin-feed bulletin')
  })

  test('by the admin feed, and nobody comes: missed, with the reason, and nothing leaves', async () => {
    const at = school().again({ catalog, sockets: [], startedAtMs: START_MS + 12 * HOUR_MS })
    expect(await at.send(tomorrow())).toMatchObject({ ok: true })
    await at.pass(13 * HOUR_MS, MINUTE_MS / 2)
    expect([await at.get('n-1'), at.server.packets]).toMatchObject([{ state: 'missed', sentence: expect.stringContaining('Nobody of this audience is connected.') as unknown }, []])
    // Now it would have to be sent to somebody.
    expect((await at.review({ ...tomorrow(), id: 'n-2', when: { kind: 'now' } })).problems.join()).toContain('Nobody of this audience is connected to / of School t1 now.')
  })

  test('is forgotten with its platform, and after a hundred days', async () => {
    const later = (days: number): School => evening(school()).again({ catalog, sockets: [], startedAtMs: START_MS + days * DAY_MS })
    const known = async (at: School): Promise<number> => (await at.handlers['notices:groups']({ targetId: 't1', text: '' })).groups.length
    expect([await known(later(100)), await known(later(102))]).toEqual([2, 0])
    const at = evening(school())
    at.monitor.targetRemoved('t1')
    at.desk.targetRemoved('t1')
    expect(await known(at.again({ catalog, sockets: [] }))).toBe(0)
  })
})

describe('classes that are none', () => {
  test.each(['9z', '__proto__', 'constructor', '{classId}', '{NOTICE}', '7B', '.*', '\u202e', '**7b**'])('%s is refused by each way, and so is leaving it out where a server would not know whom', async (id) => {
    for (const way of ['admin-feed', 'application-socket'] as const) {
      const at = school({ settings: { way } })
      expect((await at.review(to([group(id)]))).problems.join()).toContain(`No room of Class ${id} on School t1 is known now.`)
      expect((await at.review(to([group(), group(id)]))).problems.join()).toContain('No room of Class')
    }
    const { problems } = await school({ settings: { way: 'application-socket' } }).review(to([{ kind: 'target', targetId: 't1' }], [group(id)]))
    expect(problems.join()).toContain('No room of Class')
  })

  test('the request lists what can be addressed, and takes nothing malformed', async () => {
    const at = school()
    const handlers = at.handlers as unknown as Handlers
    expect(audienceGroups.parse(await answerRequest(handlers, 'notices:groups', true, { targetId: 't1', text: '7' })).groups).toEqual([{ what: 'class', id: '7b', words: 'Class 7b', people: 3, rooms: 2, lastSeenMs: null, namespaces: ['/grades', '/talk'] }])
    for (const text of ['__proto__', '{', '(((', '\u0000']) expect(await answerRequest(handlers, 'notices:groups', true, { targetId: 't1', text })).toEqual({ groups: [], leftOut: 0 })
    for (const args of [null, {}, { targetId: 't1' }, { targetId: 't1', text: 7 }, { targetId: 't1', text: 'x'.repeat(201) }, { targetId: 't1', text: '', more: 1 }]) await expect(answerRequest(handlers, 'notices:groups', true, args)).rejects.toThrow('malformed')
  })
})
