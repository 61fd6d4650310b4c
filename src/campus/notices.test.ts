import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { roleRoomsOf } from '../main/notices/ways/fill.ts'
import { isDocumented } from '../main/notices/ways/check-packet.ts'
import type { Packet } from '../main/notices/way.ts'
import type { Targets } from '../main/targets/targets.ts'
import { noticeKind } from '../shared/notices.ts'
import { startCampus } from './campus.ts'
import type { Campus } from './campus.ts'
import { platformIds } from './contract.ts'
import type { Platform } from './contract.ts'
import { differsFromCatalog } from './kit/catalog-check.ts'
import { openClient, until } from './kit/test-client.ts'
import { accountsOf, catalogOf, noticeFor, packetFor, receiver, settingsFor, waysOf } from './notices-fixture.ts'
import type { Receiver } from './notices-fixture.ts'
import { watchCampus } from './test-console.ts'

/* A notice to one role reaches exactly the sockets in that role, once, on each platform and by each way that it has: counted where it arrives. */

const ways = ['admin-feed', 'application-socket', 'http'] as const
const stops: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

interface Bench {
  readonly campus: Campus
  readonly platform: Platform
  readonly targets: Targets
}

async function bench(id: Platform['id'], asDeployed = false): Promise<Bench> {
  const campus = await startCampus({ portBase: 0, people: 60, only: [id], devices: false, eventsPerSecond: 0, asDeployed })
  const { targets } = watchCampus(campus, { adminFeeds: true })
  stops.push(() => targets.stop(), () => campus.stop())
  const { namespace } = noticeFor(id, 'announcement')
  await until(() => {
    const view = targets.views()[0]
    return view?.namespaces.find(({ name }) => name === namespace)?.state === 'live' && view.feedLink?.state === 'live' && (view.feed?.servers.length ?? 0) > 0
  }, () => `the console is live: ${JSON.stringify(targets.views()[0]?.namespaces)}`)
  return { campus, platform: campus.platforms.get(id)!, targets }
}

/** How the packet of each way says the role: its rooms where the platform has such, else the sockets that the admin feed shows. */
function toRole(platform: Platform, way: Packet['way'], role: string, people: readonly Receiver[], kind: (typeof noticeKind.options)[number]): Packet {
  if (way !== 'admin-feed') return packetFor(platform, way, { audience: { include: [{ kind: 'role', targetId: platform.id, role }], exclude: [] } }, kind)
  const rooms = roleRoomsOf(catalogOf(platform.id), noticeFor(platform.id, kind), role)
  const ids = people.filter(({ account }) => account.role === role).map(({ client }) => client.socket.id ?? '')
  const [room = '', ...otherRooms] = rooms.length > 0 ? rooms : ids
  return packetFor(platform, way, { room, otherRooms }, kind)
}

// Deployed SkillCore servers have no default namespace, and so no notices.
const cases = platformIds.flatMap((id) => [{ id, asDeployed: false }, ...(id === 'skillcore' ? [] : [{ id, asDeployed: true }])])

describe.each(cases)('$id (as deployed: $asDeployed)', ({ id, asDeployed }) => {
  test('a notice to one role, by each way and of each kind: exactly the sockets in the role, once', async () => {
    const { platform, targets } = await bench(id, asDeployed)
    const [first, second] = accountsOf(platform, 'student')
    const people = [first!, first!, second!, accountsOf(platform, 'teacher')[0]!, accountsOf(platform, 'parent')[0]!, accountsOf(platform, 'principal')[0]!]
    const receivers = await Promise.all(people.map((account) => receiver(platform, account)))
    // Somebody who is in both spellings of a role's room.
    if (id === 'rusingacademy' && asDeployed) receivers[0]!.client.socket.emit('join_room', 'learner')
    await until(() => targets.views()[0]!.feed!.sockets >= receivers.length, 'the feed shows them')
    const { role } = first!
    const expected = receivers.map(({ account }) => account.role === role)
    expect([expected.filter(Boolean).length >= 3, expected.includes(false)]).toEqual([true, true])

    const own = waysOf(targets, await platform.issueToken(platform.admin))
    const sent: unknown[] = []
    for (const way of ways) {
      // Looking whether a way is open sends nothing to anybody.
      expect(await own.test(settingsFor(platform, way))).toMatchObject({ ok: true, way, receipts: way === 'application-socket' ? 'delivered-and-read' : 'delivered', events: noticeKind.options.map((kind) => ({ kind, event: noticeFor(id, kind).event })) })
      for (const kind of noticeKind.options) {
        const packet = toRole(platform, way, role, receivers, kind)
        expect([way, kind, await own.send(packet, settingsFor(platform, way))]).toEqual([way, kind, { result: 'confirmed', delivered: expected.filter(Boolean).length, detail: expect.any(String) }])
        sent.push(packet.args[0])
        await until(() => receivers.every(({ notices }, index) => !expected[index] || notices().length >= sent.length), () => `${way} ${kind}: ${receivers.map(({ notices }) => notices().length).join()}`)
      }
    }
    // Behind all that is on its way.
    platform.io.of(noticeFor(id, 'announcement').namespace).emit('barrier', {})
    await Promise.all(receivers.map(({ client }) => client.first('barrier')))
    expect(receivers.map(({ notices }) => notices())).toEqual(expected.map((isIn) => (isIn ? sent : [])))
    // What the server counted for a person with two devices is the same.
    const counted = [...platform.sentTo(first!.userId)].filter(([key]) => (catalogOf(id).notices ?? []).some(({ namespace, event }) => key === `${namespace} ${event}`))
    expect(counted.reduce((sum, [, count]) => sum + count, 0)).toBe(2 * sent.length)
  })
})

describe.each(platformIds.map((id) => [id] as const))('%s', (id) => {
  test('what the catalog makes of a notice is as the contract says, and the report names each kind’s event', () => {
    const catalog = catalogOf(id)
    for (const kind of noticeKind.options) {
      const { namespace, event, args } = packetFor({ id } as Platform, 'admin-feed', {}, kind)
      expect(differsFromCatalog(catalog, namespace, event, args, true)).toEqual([])
      expect(JSON.stringify(args)).toContain('Late \\"bus\\" 12 🚌')
    }
    const documented = noticeKind.options.map((kind) => isDocumented(catalog, noticeFor(id, kind)))
    expect(documented).toEqual(id === 'rusingacademy' ? [true, true, false, false] : [false, false, false, false])
  })
})

describe('admin:broadcast on the campus', () => {
  let admin: Receiver
  let teacher: Receiver
  let platform: Platform
  beforeAll(async () => {
    const campus = await startCampus({ portBase: 0, people: 60, only: ['endiapi'], devices: false, eventsPerSecond: 0 })
    platform = campus.platforms.get('endiapi')!
    admin = await receiver(platform, platform.admin)
    teacher = await receiver(platform, accountsOf(platform, 'teacher')[0]!)
    return () => campus.stop()
  })
  const ask = ({ client }: Receiver, ...args: unknown[]): Promise<unknown> => client.socket.timeout(5_000).emitWithAck('admin:broadcast', ...args)
  const message = (parts: Record<string, unknown> = {}): Record<string, unknown> => {
    const { noticeId, key, kind, event, args } = packetFor(platform, 'application-socket')
    return { noticeId, key, kind, event, payload: args[0], audience: { include: [{ kind: 'everybody' }], exclude: [] }, ...parts }
  }

  test('only admins may, malformed ones are refused, and nobody receives anything', async () => {
    expect(await ask(teacher, message())).toMatchObject({ success: false, error: { code: 'FORBIDDEN' } })
    const malformed = [
      null, 5, 'x', [], {}, message({ noticeId: '' }), message({ kind: 'drill' }), message({ payload: null }), message({ payload: {} }), message({ payload: { a: 'x'.repeat(70_000) } }), message({ event: 'pong' }),
      message({ texts: [] }), message({ texts: 'fr' }), message({ texts: [null] }), message({ texts: [{ language: 'fr', title: 'x', body: 'x'.repeat(8_001) }] }), message({ texts: Array.from({ length: 11 }, () => ({ language: 'fr', title: 'x', body: 'x' })) }),
      message({ texts: Array.from({ length: 10 }, () => ({ language: 'ar', title: 'x', body: 'ب'.repeat(5_000) })) }),
      message({ audience: null }), message({ audience: { include: [], exclude: [] } }), message({ audience: { include: [{ kind: 'constructor' }], exclude: [] } }), message({ audience: { include: [{ kind: 'role', role: 5 }], exclude: [] } }),
    ]
    for (const each of malformed) expect([each, await ask(admin, each)]).toMatchObject([each, { success: false, error: { code: 'INVALID' } }])
    expect(await ask(admin)).toMatchObject({ success: false, error: { code: 'INVALID' } })
    admin.client.socket.emit('admin:broadcast', message())
    const post = (token: string, body: unknown) => fetch(`${platform.url}/api/admin/notices`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: JSON.stringify(body) })
    expect((await post('wrong', message())).status).toBe(401)
    expect((await post(await platform.issueToken(teacher.account), message())).status).toBe(403)
    expect((await post(await platform.issueToken(admin.account), {})).status).toBe(400)
    expect([...admin.notices(), ...teacher.notices()]).toEqual([])
  })

  test('the same key, at once and later, by socket and by HTTP, is delivered once and answered the same', async () => {
    const before = teacher.notices().length
    const one = message({ audience: { include: [{ kind: 'everybody' }], exclude: [{ kind: 'role', role: admin.account.role }] } })
    const answers = await Promise.all([ask(admin, one), ask(admin, one)])
    const token = await platform.issueToken(admin.account)
    const again = await fetch(`${platform.url}/api/admin/notices`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'idempotency-key': String(one['key']) }, body: JSON.stringify(one) })
    expect([...answers, await again.json()]).toEqual(Array.from({ length: 3 }, () => ({ success: true, noticeId: one['noticeId'], delivered: 1 })))
    // Another delivery of the same notice is another one: a step of a maintenance window.
    await ask(admin, { ...one, key: 'another step' })
    await until(() => teacher.notices().length > before + 1, 'both arrived')
    expect(teacher.notices().slice(before)).toEqual([one['payload'], one['payload']])
    expect(admin.notices()).toEqual([])
  })

  test('the same words under two keys, at the same moment and later, by socket and by HTTP: delivered once, the other is told so', async () => {
    const before = teacher.notices().length
    const [one, other, third] = ['d1', 'd1', 'd1'].map((digest) => message({ digest })) as [Record<string, unknown>, Record<string, unknown>, Record<string, unknown>]
    const token = await platform.issueToken(admin.account)
    const post = async (notice: Record<string, unknown>) => {
      const answer = await fetch(`${platform.url}/api/admin/notices`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: JSON.stringify(notice) })
      return { status: answer.status, json: (await answer.json()) as unknown }
    }
    const refused = { success: false, error: { code: 'DUPLICATE' } }
    expect(await Promise.all([ask(admin, one), ask(admin, other)])).toMatchObject([{ success: true, delivered: 2 }, refused])
    expect(await post(third)).toMatchObject({ status: 409, json: refused })
    // The first's own key is answered as before; a refused one is still refused.
    expect(await Promise.all([ask(admin, one), ask(admin, other)])).toMatchObject([{ success: true, noticeId: one['noticeId'], delivered: 2 }, refused])
    // Other words, and words without a digest, are nobody's repeat.
    expect(await ask(admin, message({ digest: 'd2' }))).toMatchObject({ success: true })
    expect(await ask(admin, message())).toMatchObject({ success: true })
    await until(() => teacher.notices().length >= before + 3, 'the others arrived')
    expect(teacher.notices().length - before).toBe(3)
  })

  test('the words of each language may come along; what clients get is the payload', async () => {
    const before = teacher.notices().length
    const one = message({ texts: [{ language: 'en', title: 'Late bus', body: 'Bus 12' }, { language: 'fr', title: 'Autobus', body: '12' }], audience: { include: [{ kind: 'person', userId: teacher.account.userId }], exclude: [] } })
    expect(await ask(admin, one)).toMatchObject({ success: true, delivered: 1 })
    await until(() => teacher.notices().length > before, 'it arrived')
    expect(teacher.notices().at(-1)).toEqual(one['payload'])
  })

  test('a person, and a person left out', async () => {
    const before = [admin, teacher].map(({ notices }) => notices().length)
    expect(await ask(admin, message({ audience: { include: [{ kind: 'person', userId: teacher.account.userId }], exclude: [] } }))).toMatchObject({ success: true, delivered: 1 })
    expect(await ask(admin, message({ audience: { include: [{ kind: 'namespace', namespace: '/' }], exclude: [{ kind: 'person', userId: teacher.account.userId }] } }))).toMatchObject({ success: true, delivered: 1 })
    await until(() => admin.notices().length > before[0]!, 'the other arrived')
    expect([admin, teacher].map(({ notices }, index) => notices().length - before[index]!)).toEqual([1, 1])
  })
})

test('a room, as its members are: flask course rooms', async () => {
  const { platform, targets } = await bench('flask-lms')
  const { person } = accountsOf(platform, 'student')[0]!
  const inside = await receiver(platform, platform.accounts.find((account) => account.person === person)!)
  const outside = await receiver(platform, accountsOf(platform, 'parent')[0]!)
  inside.client.socket.emit('join_course', { course_id: 'abc123' })
  await inside.client.first('joined_course')
  const own = waysOf(targets, await platform.issueToken(platform.admin))
  for (const way of ways) expect(await own.send(packetFor(platform, way, { room: 'course_abc123' }), settingsFor(platform, way))).toMatchObject({ result: 'confirmed', delivered: 1 })
  await until(() => inside.notices().length === 3, 'all arrived')
  expect(outside.notices()).toEqual([])
})

test('a token that is nobody’s is in no audience', async () => {
  const { platform, targets } = await bench('aprendeai', true)
  const nobody = openClient(platform, { namespace: '/study-groups', auth: { token: 'x' } })
  const student = await receiver(platform, accountsOf(platform, 'student')[0]!)
  const own = waysOf(targets, await platform.issueToken(platform.admin))
  const everybody = packetFor(platform, 'application-socket', { audience: { include: [{ kind: 'everybody' }], exclude: [] } })
  expect(await own.send(everybody, settingsFor(platform, 'application-socket'))).toMatchObject({ result: 'confirmed', delivered: 2 })
  await until(() => student.notices().length === 1, 'the student has it')
  expect(nobody.all('chat.message')).toEqual([])
})
