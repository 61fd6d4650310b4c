import { afterEach, expect, test } from 'vitest'
import type { NoticeSettings, NoticeView } from '../shared/notices.ts'
import { startCampus } from './campus.ts'
import type { Account } from './contract.ts'
import { openClient, until } from './kit/test-client.ts'
import { accountsOf, deskOn, packetFor, receiver, settingsFor, waysOf } from './notices-fixture.ts'
import { watchCampus } from './test-console.ts'

/* A notice to one class of SkillCore, whose rooms are in other namespaces than its notices: counted where it arrives. */

const stops: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

const ways = ['admin-feed', 'application-socket', 'http'] as const

test('a class of SkillCore, by all three ways: each connection of its people on / gets it once, and nobody else', async () => {
  const campus = await startCampus({ portBase: 0, people: 60, only: ['skillcore'], devices: false, eventsPerSecond: 0 })
  const platform = campus.platforms.get('skillcore')!
  const { monitor, targets } = watchCampus(campus, { adminFeeds: true })
  stops.push(() => targets.stop(), () => campus.stop())

  // A class in which the console itself does not sit; its people are in it by other namespaces and spellings.
  const classId = accountsOf(platform, 'student').flatMap(({ person }) => person.classIds).find((id) => !platform.rooms.some(({ room }) => room.includes(id)))!
  const [ana, ben, absent] = accountsOf(platform, 'student').filter(({ person }) => person.classIds.includes(classId)) as [Account, Account, Account]
  const teacher = accountsOf(platform, 'teacher').find(({ person }) => person.classIds.includes(classId))!
  const enter = async (account: Account, namespace: string, event: string, payload: unknown, confirmed: string): Promise<void> => {
    const client = openClient(platform, { namespace, auth: { token: await platform.issueToken(account) } })
    await until(() => client.socket.connected, `${namespace} is connected`)
    client.socket.emit(event, payload)
    await client.first(confirmed)
  }
  await enter(ana, '/live-class', 'class:join', { classId }, 'class:joined')
  await enter(ben, '/live-class', 'room:join', { room: `class:${classId}` }, 'room:users')
  await enter(teacher, '/live-class', 'class:join', { classId }, 'class:joined')
  await enter(teacher, '/gradebook', 'gradebook:join', { classId, academicSessionId: 'session-fall-term' }, 'gradebook:joined')
  const parent = accountsOf(platform, 'parent')[0]!
  // Ana with two devices; Ben is in the class without a connection where notices are shown, and who is not in its rooms is not there.
  const receivers = await Promise.all([ana, ana, teacher, absent, parent].map((account) => receiver(platform, account)))
  const expected = [true, true, true, false, false]

  const { desk, stop } = deskOn({ monitor, ways: waysOf(targets, '') })
  stops.unshift(stop)
  const handlers = desk.handlers()
  const className = classId.replace('class-', '')
  const { id: targetId } = platform
  await expect.poll(() => handlers['notices:groups']({ targetId, text: `class ${className}` }), { timeout: 10_000 })
    .toMatchObject({ groups: [{ what: 'class', id: className, people: 3, rooms: 3, namespaces: ['/gradebook', '/live-class'] }], leftOut: 0 })
  await until(() => targets.views()[0]?.state === 'live' && targets.views()[0]!.feed!.sockets >= 9, 'the console is live')

  for (const [number, way] of ways.entries()) {
    const id = `n-${way}`
    const settings: NoticeSettings = { ...settingsFor(platform, way), rights: { [platform.admin.role]: ['emergency'] } }
    const http = { ...settings.http, headers: [{ name: 'Authorization', value: `Bearer ${await platform.issueToken(platform.admin)}` }] }
    expect(await handlers['ways:save']({ settings: { ...settings, http } })).toEqual({ ok: true })
    const review = await handlers['notices:review']({
      id, drill: false, kind: 'emergency', severity: 'critical', dismissable: false, expiresAtMs: null, texts: [{ language: 'en', title: `Hold, by ${way}`, body: 'Stay in your room.' }],
      audience: { include: [{ kind: 'group', targetId, what: 'class', id: className }], exclude: [] }, when: { kind: 'now' }, templateId: null, corrects: null,
    })
    if (!review.ok) throw new Error(review.problem.what)
    expect([way, review.value.problems, review.value.count.online]).toEqual([way, [], 3])
    expect(await handlers['notices:send']({ reviewId: review.value.reviewId, typed: review.value.typeToConfirm, approval: { kind: 'override', reason: 'The principal is at the gate.' }, repeat: false })).toMatchObject({ ok: true })
    const get = async (): Promise<NoticeView['parts'][number] | undefined> => {
      const answer = await handlers['notices:get']({ id })
      return answer.ok ? answer.value.parts[0] : undefined
    }
    await expect.poll(get, { timeout: 8_000 }).toMatchObject({ way, state: 'confirmed', delivered: 3 })
    await until(() => receivers.every(({ notices }, index) => !expected[index] || notices().length > number), () => `${way}: ${receivers.map(({ notices }) => notices().length).join()}`)
  }
  // Left out, as the people that they are: all of `/` but the class.
  const own = waysOf(targets, '')
  const others = packetFor(platform, 'application-socket', { audience: { include: [{ kind: 'everybody' }], exclude: [`class:${classId}`, classId].map((room) => ({ kind: 'room', targetId, namespace: '/live-class', room })) } })
  expect(await own.send(others, settingsFor(platform, 'application-socket'))).toMatchObject({ result: 'confirmed', delivered: 3 })
  // A namespace means its people too, where it is not the event's own: the console's admin is one of them.
  const gradebook = [{ kind: 'namespace', targetId, namespace: '/gradebook' }] as const
  for (const [audience, delivered] of [[{ include: gradebook, exclude: [] }, 2], [{ include: [{ kind: 'everybody' }], exclude: gradebook }, 4]] as const) {
    expect(await own.send(packetFor(platform, 'application-socket', { audience }), settingsFor(platform, 'application-socket'))).toMatchObject({ result: 'confirmed', delivered })
  }
  // A namespace that the server does not have could hide who is to be left out.
  const nowhere = packetFor(platform, 'application-socket', { audience: { include: [{ kind: 'everybody' }], exclude: [{ kind: 'room', targetId, namespace: '/classroom', room: classId }] } })
  expect(await own.send(nowhere, settingsFor(platform, 'application-socket'))).toMatchObject({ result: 'refused', detail: 'The server refused it: INVALID.' })

  // Behind all that is on its way.
  platform.io.of('/').emit('barrier', {})
  await Promise.all(receivers.map(({ client }) => client.first('barrier')))
  expect(receivers.map(({ notices }) => notices().length)).toEqual([ways.length + 1, ways.length + 1, ways.length + 1, 2, 2])
}, 40_000)
