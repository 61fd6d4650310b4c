import { afterEach, expect, test, vi } from 'vitest'
import { ClientDevice } from '../kit/device.ts'
import { Skillcore } from '../platforms/skillcore/index.ts'
import { STORM_CONNECTS } from './reconnect-storm.ts'
import { countsOf, ScenarioFixture } from './scenario-fixture.ts'

/* What the other scenarios do to real servers, as real clients see it, and that the campus is as before when they end. */

const fixture = new ScenarioFixture()
afterEach(() => fixture.end())

test('outage: the gradebook first, then all of the platform, then everything is back with its people; others never notice', async () => {
  const campus = await fixture.start({ only: ['skillcore', 'endiapi'], devices: true, eventsPerSecond: 20 })
  const skillcore = campus.platforms.get('skillcore')!
  const people = async (): Promise<number> => new Set((await skillcore.io.of('/messages').fetchSockets()).map(({ data }) => (data as { userId: string }).userId)).size
  await vi.waitFor(async () => expect(await people()).toBeGreaterThan(1), { timeout: 10_000 })
  const { sockets: [gradebook, messages] } = await fixture.adminAt(campus, ['/gradebook', '/messages'])
  const { sockets: [other] } = await fixture.adminAt(campus, ['/'], 'endiapi')
  const order: string[] = []
  gradebook!.on('disconnect', (reason) => order.push(`gradebook: ${reason}`))
  messages!.on('disconnect', (reason) => order.push(`messages: ${reason}`))
  other!.on('disconnect', (reason) => order.push(`other: ${reason}`))
  campus.scenarios.start('outage', 20)
  await vi.waitFor(() => expect(order).toEqual(['gradebook: io server disconnect']), { timeout: 5_000 })
  // Its people stay on the other namespaces; whoever comes now is refused there.
  await expect(skillcore.createDevice(campus.school.persons[3]!).connect()).rejects.toThrow('Service unavailable')
  expect(await people()).toBeGreaterThan(1)
  await vi.waitFor(() => expect(order).toEqual(['gradebook: io server disconnect', 'messages: transport close']), { timeout: 5_000 })
  await vi.waitFor(() => expect(skillcore.running).toBe(true), { timeout: 5_000 })
  const again = await fixture.adminAt(campus, ['/gradebook', '/messages'])
  expect(again.sockets.every(({ connected }) => connected)).toBe(true)
  await campus.scenarios.ended
  await vi.waitFor(async () => expect(await people()).toBeGreaterThan(2), { timeout: 10_000 })
  expect(order).toHaveLength(2)
}, 40_000)

test.each([['the gradebook', 1], ['the server', 2]])('outage: stopped while %s is gone, both are there again', async (_, steps) => {
  const campus = await fixture.start()
  campus.scenarios.start('outage', 50)
  await vi.waitFor(() => expect(campus.scenarios.progress?.done).toHaveLength(steps), { interval: 5 })
  await campus.scenarios.stop()
  expect(campus.scenarios.progress?.state).toBe('stopped')
  expect((await fixture.adminAt(campus, ['/gradebook'])).sockets[0]?.connected).toBe(true)
})

test('reconnect-storm: every client comes and goes eight times, and nobody stays', async () => {
  const campus = await fixture.start({ only: ['flask-lms', 'skillcore'] })
  const flask = campus.platforms.get('flask-lms')!
  campus.scenarios.start('reconnect-storm', 15)
  await vi.waitFor(() => expect(flask.connectsSeen).toEqual({ packets: STORM_CONNECTS, transports: STORM_CONNECTS }), { timeout: 20_000 })
  expect(STORM_CONNECTS).toBeGreaterThan(300)
  await vi.waitFor(async () => expect(await flask.io.fetchSockets()).toEqual([]))
  await campus.scenarios.stop()
  expect(campus.platforms.get('skillcore')!.connectsSeen.packets).toBe(0)
}, 30_000)

test('reconnect-storm: a stop in the middle lets nobody stay', async () => {
  const campus = await fixture.start({ only: ['flask-lms'] })
  const flask = campus.platforms.get('flask-lms')!
  campus.scenarios.start('reconnect-storm', 10)
  await vi.waitFor(async () => expect((await flask.io.fetchSockets()).length).toBeGreaterThan(10), { timeout: 5_000 })
  await campus.scenarios.stop()
  await vi.waitFor(async () => expect(await flask.io.fetchSockets()).toEqual([]))
  expect(flask.connectsSeen.packets).toBeLessThan(STORM_CONNECTS)
})

test('rate-limit: joins of assessments are answered with the documented limit, for the console alone, and only for a time', async () => {
  const campus = await fixture.start()
  const skillcore = campus.platforms.get('skillcore')
  if (!(skillcore instanceof Skillcore)) throw new Error('not itself')
  const { room } = skillcore.rooms.find(({ namespace }) => namespace === '/assessment')!
  const { sockets: [before] } = await fixture.adminAt(campus, ['/assessment'])
  expect(await before!.emitWithAck('assessment:join', { assessmentId: room })).toMatchObject({ success: true })
  campus.scenarios.start('rate-limit', 50)
  // It is in the room: it is sent away.
  await vi.waitFor(() => expect(before!.connected).toBe(false))
  const { sockets: [refused, gradebook], received } = await fixture.adminAt(campus, ['/assessment', '/gradebook'])
  const refusal = { code: 'RATE_LIMIT_EXCEEDED', message: 'Too many messages: assessment:join', retryAfter: 5 }
  expect(await refused!.emitWithAck('assessment:join', { assessmentId: room })).toEqual({ success: false, error: refusal })
  expect(received).toEqual([{ event: '/assessment error', args: [refusal] }])
  expect(await gradebook!.emitWithAck('room:join', { room: 'class-x' })).toMatchObject({ success: true })
  const teacher = skillcore.createDevice(campus.school.classes[0]!.teacher) as ClientDevice
  await teacher.connect()
  fixture.later(() => teacher.disconnect('graceful'))
  const { room: own } = skillcore.rooms.find(({ namespace, room: name }) => namespace === '/assessment' && teacher.person.classIds.some((id) => name.endsWith(id.replace('class-', ''))))!
  expect(await teacher.socket('/assessment')!.emitWithAck('assessment:join', { assessmentId: own })).toMatchObject({ success: true })
  await campus.scenarios.ended
  expect(await refused!.emitWithAck('assessment:join', { assessmentId: room })).toMatchObject({ success: true })
}, 20_000)

test('quiet: everybody leaves, one announcement is all that is sent, and they come back', async () => {
  const campus = await fixture.start({ devices: true, eventsPerSecond: 30 })
  await vi.waitFor(() => expect(campus.attendance.connected).toBeGreaterThan(1), { timeout: 10_000 })
  campus.scenarios.start('quiet', 60)
  await vi.waitFor(() => expect(campus.attendance.connected).toBe(0))
  expect(campus.story.going).toBe(false)
  const { received } = await fixture.adminAt(campus, ['/', '/notifications'])
  await vi.waitFor(() => expect(countsOf(received)).toEqual({ '/ announcement.new': 1 }))
  expect(campus.scenarios.progress?.expected).toEqual([])
  await campus.scenarios.stop()
  expect(countsOf(received)).toEqual({ '/ announcement.new': 1 })
  expect(campus.story.going).toBe(true)
  await vi.waitFor(() => expect(campus.attendance.connected).toBeGreaterThan(1), { timeout: 12_000 })
}, 40_000)
