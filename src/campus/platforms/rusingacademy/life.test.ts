import { expect, it, onTestFinished } from 'vitest'
import { rusingacademy } from '../../../shared/platforms/rusingacademy.ts'
import type { Device, Person, StoryContext } from '../../contract.ts'
import { differsFromCatalog } from '../../kit/catalog-check.ts'
import { openClient, until } from '../../kit/test-client.ts'
import { SeededRandom } from '../../population/random.ts'
import { createSchool } from '../../population/school.ts'
import { createRusingacademy } from './index.ts'

const ROUNDS = 80

const school = createSchool(1, 60)
const present = school.persons.filter(({ kind }) => kind === 'teacher' || kind === 'student').slice(0, 20)

const documented = ['authenticated', 'chat:message', 'chat:typing', 'notification:new', 'system:alert']
const deployed = [
  'connected',
  'pong',
  'progress:sync_ack',
  'chat:user_joined',
  'chat:user_left',
  'chat:typing',
  'chat:message',
  'chat:message-edited',
  'chat:message-deleted',
  'notification:new',
  'progress:course-updated',
  'admin.coach.stripe.onboarded',
]

it.each([false, true])('the life on the platform conforms to the catalog and is counted exactly (as deployed: %s)', async (asDeployed) => {
  const platform = createRusingacademy({ school, port: 0, asDeployed, adminFeed: false, adminFeedPassword: '' })
  await platform.start()
  onTestFinished(() => platform.stop())
  const admin = openClient(platform, { auth: { token: await platform.issueToken(platform.admin) } })
  const learner = openClient(platform, { auth: { token: await platform.issueToken(accountOf(present.at(-1))) } })
  onTestFinished(() => [admin, learner].forEach((client) => client.close()))
  await Promise.all([admin, learner].map((client) => client.first(asDeployed ? 'connected' : 'authenticated')))
  for (const { room } of platform.rooms) {
    admin.socket.emit('chat:join', { roomId: room.slice('chat:'.length) })
    admin.socket.emit('join_room', room)
  }
  admin.socket.emit('join_room', 'admin')
  const isIn = (room: string) => platform.io.sockets.adapter.rooms.get(room)?.has(admin.socket.id ?? '') === true
  await until(() => platform.rooms.every(({ room }) => isIn(room)), 'rooms')
  expect(platform.rooms.length).toBe(12)

  const devices = new Map<Person, Device>(present.map((person) => [person, platform.createDevice(person)]))
  await Promise.all([...devices.values()].map((device) => device.connect()))
  onTestFinished(() => {
    for (const device of devices.values()) device.disconnect('graceful')
  })
  const context: StoryContext = {
    school,
    random: new SeededRandom('life'),
    now: () => new Date('2025-03-03T09:00:00Z'),
    present,
    deviceOf: (person) => devices.get(person),
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const activity of platform.activities) activity.run(context)
  }
  if (asDeployed) {
    learner.socket.emit('chat:join', 'room-101')
    learner.socket.emit('chat:leave', 'room-101')
    for (const event of ['ping', 'progress:sync_request']) admin.socket.emit(event)
  }

  const names = () => new Set(admin.received.map(({ event }) => event))
  const expected = asDeployed ? deployed : documented
  await until(() => expected.every((name) => names().has(name)), () => expected.filter((name) => !names().has(name)).join(', '))
  await learner.first('progress:updated')
  const total = () => [...platform.sentTo(platform.admin.userId).values()].reduce((sum, count) => sum + count, 0)
  const events = () => admin.received.filter(({ event }) => event !== 'connect')
  await until(() => total() === events().length, () => `${total()} sent, ${events().length} received`)
  for (const { event, args } of [...events(), ...learner.received.filter(({ event: name }) => name !== 'connect')]) {
    expect(differsFromCatalog(rusingacademy, '/', event, args, asDeployed)).toEqual([])
  }

  function accountOf(person: Person | undefined) {
    const account = platform.accounts.find((candidate) => candidate.person === person)
    if (!account) throw new Error('no account')
    return account
  }
})

it('the same seed tells the same story', () => {
  const tell = () => {
    const platform = createRusingacademy({ school, port: 0, asDeployed: true, adminFeed: false, adminFeedPassword: '' })
    const context: StoryContext = { school, random: new SeededRandom('same'), now: () => new Date(0), present, deviceOf: () => undefined }
    return Array.from({ length: ROUNDS }, () => platform.activities.map((activity) => activity.run(context)))
  }
  const story = tell()
  expect(story.flat().some((line) => line !== undefined)).toBe(true)
  expect(tell()).toEqual(story)
})
