import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Account } from '../../contract.ts'
import { openClient, until } from '../../kit/test-client.ts'
import type { TestClient } from '../../kit/test-client.ts'
import { createSchool } from '../../population/school.ts'
import { createRusingacademy } from './index.ts'
import type { Rusingacademy } from './index.ts'

const school = createSchool(1, 60)

let platform: Rusingacademy
let lines: string[]
const clients: TestClient[] = []

beforeEach(async () => {
  lines = []
  platform = createRusingacademy({ school, port: 0, asDeployed: true, adminFeed: false, adminFeedPassword: '', log: (line) => lines.push(line) })
  await platform.start()
})

afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  await platform.stop()
})

function accountOf(role: string): Account {
  const account = platform.accounts.find((candidate) => candidate.role === role)
  if (!account) throw new Error(`nobody is ${role}`)
  return account
}

function open(options: Parameters<typeof openClient>[1]): TestClient {
  const client = openClient(platform, options)
  clients.push(client)
  return client
}

async function connect(account: Account): Promise<TestClient> {
  const client = open({ auth: { token: await platform.issueToken(account) } })
  await client.first('connected')
  return client
}

/** The server has handled everything that this client sent: it answers in order. */
async function handled(client: TestClient): Promise<void> {
  const before = client.all('pong').length
  client.socket.emit('ping')
  await until(() => client.all('pong').length > before, 'pong')
}

it.each([
  ['no token', {}, 'Authentication required'],
  ['malformed', { token: 'nonsense' }, 'Invalid token'],
])('refusal: %s', async (_, auth, message) => {
  expect(await open({ auth }).first('connect_error')).toMatchObject({ message })
})

it.each([
  ['expired', { expiresInSeconds: -5 }, 'Invalid token'],
  ['without an id', { claims: { userId: undefined, openId: 'o', appId: 'a' } }, 'Invalid token payload'],
  ['of a person who is gone', { claims: { userId: 99_999 } }, 'User not found'],
])('refusal: token %s', async (_, options, message) => {
  const client = open({ auth: { token: await platform.issueToken(platform.admin, options) } })
  expect(await client.first('connect_error')).toMatchObject({ message })
  expect(client.socket.active).toBe(false)
})

it('refuses "Bearer " inside auth.token, takes it in the Authorization header, reads no cookie', async () => {
  const token = await platform.issueToken(platform.admin)
  expect(await open({ auth: { token: `Bearer ${token}` } }).first('connect_error')).toMatchObject({ message: 'Invalid token' })
  expect(await open({ extraHeaders: { authorization: `Bearer ${token}` } }).first('connected')).toMatchObject({ userId: 1 })
  expect(await open({ extraHeaders: { cookie: `app_session_id=${token}` } }).first('connect_error')).toMatchObject({ message: 'Authentication required' })
})

it('connected instead of authenticated, with rooms role:*', async () => {
  const client = await connect(platform.admin)
  expect(client.received.map(({ event }) => event)).toEqual(['connect', 'connected'])
  expect(client.all('connected')).toEqual([{ userId: 1, role: 'admin', rooms: ['user:1', 'role:admin', 'all'], serverTime: expect.any(Number) }])
})

it('takes the role from the database, not from the token', async () => {
  const client = open({ auth: { token: await platform.issueToken(accountOf('learner'), { claims: { role: 'admin' } }) } })
  expect(await client.first('connected')).toMatchObject({ role: 'learner' })
})

it('connected.rooms lies for hr_admin', async () => {
  const client = await connect(accountOf('hr_admin'))
  expect(client.all('connected')).toEqual([expect.objectContaining({ rooms: expect.arrayContaining(['role:hr_admin']) })])
  expect(platform.io.sockets.adapter.rooms.has('role:hr_admin')).toBe(false)
})

it('join_room joins any room without a check, leave_room leaves it', async () => {
  const learner = await connect(accountOf('learner'))
  learner.socket.emit('join_room', 'role:admin')
  await handled(learner)
  platform.backend.toRole('admin', 'admin.coach.stripe.onboarded', { coachId: 3, coachName: 'Ada Marsh' })
  expect(await learner.first('admin.coach.stripe.onboarded')).toEqual({ coachId: 3, coachName: 'Ada Marsh' })
  learner.socket.emit('leave_room', 'role:admin')
  await handled(learner)
  expect(platform.io.sockets.adapter.rooms.has('role:admin')).toBe(false)
})

it('chat:join with the documented object is ignored; a bare string is announced to the others', async () => {
  const [coach, learner] = [await connect(accountOf('coach')), await connect(accountOf('learner'))]
  learner.socket.emit('chat:join', { roomId: 'room-123' })
  await handled(learner)
  expect(platform.io.sockets.adapter.rooms.has('chat:room-123')).toBe(false)
  coach.socket.emit('join_room', 'chat:room-123')
  await handled(coach)
  learner.socket.emit('chat:join', 'room-123')
  const { userId, person } = accountOf('learner')
  const about = { userId: Number(userId), userName: `${person.givenName} ${person.familyName}`, roomId: 'room-123', timestamp: expect.any(Number) }
  expect(await coach.first('chat:user_joined')).toEqual(about)
  learner.socket.emit('chat:leave', 'room-123')
  expect(await coach.first('chat:user_left')).toEqual(about)
})

it('chat:message and progress:sync have no handler; typing carries room and name', async () => {
  const [coach, learner] = [await connect(accountOf('coach')), await connect(accountOf('learner'))]
  for (const client of [coach, learner]) {
    client.socket.emit('join_room', 'chat:room-123')
    await handled(client)
  }
  learner.socket.emit('chat:message', { roomId: 'room-123', content: 'Hello!', type: 'text' })
  learner.socket.emit('progress:sync', { lessonId: 42, progress: 75, timeSpent: 120 })
  learner.socket.emit('chat:typing', { roomId: 'room-123', isTyping: true })
  expect(await coach.first('chat:typing')).toEqual({ userId: Number(accountOf('learner').userId), userName: expect.any(String), isTyping: true, roomId: 'room-123' })
  await handled(learner)
  expect(coach.all('chat:message')).toEqual([])
  expect(learner.received.map(({ event }) => event).filter((event) => event !== 'pong')).toEqual(['connect', 'connected'])
})

it('ping is answered by pong, progress:sync_request by progress:sync_ack, neither by an acknowledgement', async () => {
  const client = await connect(platform.admin)
  let acknowledged = 0
  client.socket.emit('progress:sync_request', () => acknowledged++)
  client.socket.emit('ping', () => acknowledged++)
  expect(await client.first('pong')).toEqual({ timestamp: expect.any(Number) })
  expect(client.all('progress:sync_ack')).toEqual([{ timestamp: expect.any(Number) }])
  expect(acknowledged).toBe(0)
})

it('writes go over tRPC with the cookie; progress:course-updated goes to the literal room admin', async () => {
  const admin = await connect(platform.admin)
  const learner = await connect(accountOf('learner'))
  const post = async (path: string, json: unknown) => {
    const headers = { 'content-type': 'application/json', cookie: `app_session_id=${await platform.issueToken(accountOf('learner'))}` }
    return (await fetch(`${platform.url}/api/trpc/${path}`, { method: 'POST', headers, body: JSON.stringify({ json }) })).status
  }
  expect(await post('progressSync.sync', { lessonId: 42, progress: 75, timeSpent: 120 })).toBe(200)
  expect(await learner.first('progress:updated')).toMatchObject({ progress: { lessonId: 42, progressPercent: 75, timeSpentSeconds: 120, syncVersion: 1, status: 'in_progress' } })
  await handled(admin)
  expect(admin.all('progress:course-updated')).toEqual([])

  for (const room of ['admin', 'chat:room-101']) admin.socket.emit('join_room', room)
  await handled(admin)
  expect(await post('progressSync.sync', { lessonId: 42, progress: 80, timeSpent: 10 })).toBe(200)
  expect(await admin.first('progress:course-updated')).toMatchObject({ userId: Number(accountOf('learner').userId) })
  expect(await post('chat.sendMessage', { roomId: 'room-101', content: 'Bonjour' })).toBe(200)
  expect(await admin.first('chat:message')).toMatchObject({ roomId: 'room-101', content: 'Bonjour', messageType: 'text' })
})

it.each([
  ['null', [null]],
  ['no payload', []],
])('chat:typing with %s ends the process, which stays down until it is started again', async (_, args) => {
  const [admin, learner] = [await connect(platform.admin), await connect(accountOf('learner'))]
  learner.socket.emit('chat:typing', ...args)
  expect(await Promise.all([admin.first('disconnect'), learner.first('disconnect')])).toEqual(['transport close', 'transport close'])
  expect(platform.running).toBe(false)
  await until(() => lines.length > 0, 'log')
  expect(lines[0]).toContain('the process ends')
  await expect(fetch(platform.url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })

  await platform.start()
  await connect(platform.admin)
})
