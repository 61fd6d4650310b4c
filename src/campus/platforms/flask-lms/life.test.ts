import { expect, it, onTestFinished } from 'vitest'
import { flaskLms } from '../../../shared/platforms/flask-lms.ts'
import { differsFromCatalog } from '../../kit/catalog-check.ts'
import { openClient, until } from '../../kit/test-client.ts'
import { SeededRandom } from '../../population/random.ts'
import { createSchool } from '../../population/school.ts'
import type { Device, Person, StoryContext } from '../../contract.ts'
import { createFlaskLms } from './index.ts'

const ROUNDS = 60

it.each([false, true])('the life on the platform conforms to the catalog and is counted exactly (as deployed: %s)', async (asDeployed) => {
  const school = createSchool(1, 60)
  const platform = createFlaskLms({ school, port: 0, asDeployed, adminFeed: false, adminFeedPassword: '' })
  await platform.start()
  onTestFinished(() => platform.stop())
  const admin = openClient(platform, { auth: { token: await platform.issueToken(platform.admin) } })
  await admin.first('connected')
  await admin.first('connect')
  for (const { room } of platform.rooms) {
    const command = room.startsWith('course_') ? { event: 'join_course', key: 'course_id' } : { event: 'join_video', key: 'video_id' }
    await admin.socket.timeout(3000).emitWithAck(command.event, { [command.key]: room.slice(room.indexOf('_') + 1) })
  }
  expect(admin.all('error')).toEqual([])
  expect(platform.rooms.length).toBe(12)

  const group = school.classes.slice(0, 6)
  const people = new Set([...group.map(({ teacher }) => teacher), ...(group[0]?.students.slice(0, 6) ?? []), ...(school.classes.at(-1)?.students.slice(0, 6) ?? [])])
  const devices = new Map<Person, Device>([...people].map((person) => [person, platform.createDevice(person)]))
  await Promise.all([...devices.values()].map((device) => device.connect()))
  onTestFinished(() => {
    for (const device of devices.values()) device.disconnect('graceful')
  })
  const context: StoryContext = {
    school,
    random: new SeededRandom('life'),
    now: () => new Date('2025-03-03T09:00:00Z'),
    present: [...people],
    deviceOf: (person) => devices.get(person),
  }
  for (const activity of platform.activities) {
    const lines = Array.from({ length: ROUNDS }, () => activity.run(context))
    expect(lines.filter((line) => line !== undefined).length, activity.name).toBeGreaterThan(ROUNDS / 2)
  }
  admin.socket.emit('join_course', { course_id: 'no-such-course' })
  if (asDeployed) admin.socket.emit('leave_course', { course_id: 'abc123' })

  const names = () => new Set(admin.received.map(({ event }) => event))
  const expected = flaskLms.events.filter(({ direction, name }) => direction !== 'client-to-server' && (asDeployed || name !== 'left_course')).map(({ name }) => name)
  await until(() => expected.every((name) => names().has(name)), () => expected.filter((name) => !names().has(name)).join(', '))
  const sent = platform.sentTo(platform.admin.userId)
  const total = () => [...sent.values()].reduce((sum, count) => sum + count, 0)
  const events = () => admin.received.filter(({ event }) => event !== 'connect')
  await until(() => total() === events().length, 'all that was sent')
  for (const { event, args } of events()) expect(differsFromCatalog(flaskLms, '/', event, args, asDeployed)).toEqual([])
})
