import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { rusingacademy } from '../../../shared/platforms/rusingacademy.ts'
import type { Account } from '../../contract.ts'
import { LogRecorder, readExamples, runExample } from '../../kit/client-example.ts'
import { openClient, until } from '../../kit/test-client.ts'
import type { TestClient } from '../../kit/test-client.ts'
import { createSchool } from '../../population/school.ts'
import { createRusingacademy } from './index.ts'
import type { Rusingacademy } from './index.ts'

const examples = readExamples(new URL('client-examples.md', import.meta.url))
const school = createSchool(1, 60)
const isoTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/)

let platform: Rusingacademy
const clients: TestClient[] = []

beforeEach(async () => {
  platform = create()
  await platform.start()
})

afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  await platform.stop()
})

function create(): Rusingacademy {
  return createRusingacademy({ school, port: 0, asDeployed: false, adminFeed: false, adminFeedPassword: '' })
}

function accountOf(role: string): Account {
  const account = platform.accounts.find((candidate) => candidate.role === role)
  if (!account) throw new Error(`nobody is ${role}`)
  return account
}

async function connect(account: Account): Promise<TestClient> {
  const client = openClient(platform, { auth: { token: await platform.issueToken(account) } })
  clients.push(client)
  await client.first('authenticated')
  return client
}

async function roomsOf(client: TestClient): Promise<string[]> {
  const [socket] = await platform.io.in(client.socket.id ?? '').fetchSockets()
  return [...(socket?.rooms ?? [])].filter((room) => room !== client.socket.id)
}

/** A learner in the chat `room-123`, and the socket on which an example runs. */
async function inRoom123(account: Account): Promise<TestClient> {
  const client = await connect(account)
  client.socket.emit('chat:join', { roomId: 'room-123' })
  await until(() => platform.io.sockets.adapter.rooms.get('chat:room-123')?.has(client.socket.id ?? '') === true, 'chat:join')
  return client
}

describe('Authentication', () => {
  it('the example connects at /ws and is authenticated', async () => {
    const sessionToken = await platform.issueToken(accountOf('learner'))
    const { socket } = (await runExample(examples.get('Authentication'), {
      globals: { io, sessionToken, window: { location: { origin: platform.url } } },
      wanted: ['socket'],
    })) as { socket: Socket }
    onTestFinished(() => void socket.disconnect())
    const events: string[] = []
    socket.on('connect', () => events.push('connect'))
    socket.onAny((event: string) => events.push(event))
    await until(() => events.includes('authenticated'), 'authenticated')
    expect(events).toEqual(['connect', 'authenticated'])
  })

  it('takes the token as a query parameter', async () => {
    const client = openClient(platform, { query: { token: await platform.issueToken(platform.admin) } })
    clients.push(client)
    expect(await client.first('authenticated')).toEqual({ userId: 1, role: 'admin' })
  })

  it.each(['missing', 'malformed', 'expired', 'with Bearer in front'])('auth_error, then disconnect: token %s', async (fault) => {
    const token = { missing: undefined, malformed: 'nonsense', expired: await platform.issueToken(platform.admin, { expiresInSeconds: -5 }) }[fault]
    const client = openClient(platform, { auth: { token: fault === 'with Bearer in front' ? `Bearer ${await platform.issueToken(platform.admin)}` : token } })
    clients.push(client)
    expect(await client.first('disconnect')).toBe('io server disconnect')
    expect(client.received.map(({ event }) => event)).toEqual(['connect', 'auth_error', 'disconnect'])
    expect(client.all('auth_error')).toEqual([{ message: 'JWT verification failed' }])
  })
})

describe('Rooms', () => {
  it.each(['admin', 'coach', 'learner', 'hr'])('%s is joined to its role room and its own channel', async (role) => {
    const account = accountOf(role)
    const client = await connect(account)
    expect(await roomsOf(client)).toEqual([`user:${account.userId}`, role])
  })

  it('system:alert reaches the role and nobody else', async () => {
    const [admin, coach] = [await connect(accountOf('admin')), await connect(accountOf('coach'))]
    platform.backend.alertRole('admin', 'Storage', 'Nearly full', new Date())
    platform.backend.alertRole('coach', 'Calendar', 'Slow today', new Date())
    expect(await admin.first('system:alert')).toMatchObject({ title: 'Storage' })
    expect(await coach.first('system:alert')).toMatchObject({ title: 'Calendar' })
    expect([admin.all('system:alert').length, coach.all('system:alert').length]).toEqual([1, 1])
  })
})

describe('Chat Events', () => {
  it('chat:join: the example receives the messages of the room', async () => {
    const learner = await connect(accountOf('learner'))
    await runExample(examples.get('chat:join'), { globals: { socket: learner.socket } })
    await until(() => platform.io.sockets.adapter.rooms.has('chat:room-123'), 'chat:join')
    platform.backend.toRoom('chat:room-123', 'chat:message', { senderId: 2, content: 'Bonjour', timestamp: '2025-03-03T09:00:00Z' })
    expect(await learner.first('chat:message')).toEqual({ senderId: 2, content: 'Bonjour', timestamp: '2025-03-03T09:00:00Z' })
  })

  it('chat:leave: the example leaves the room', async () => {
    const { socket } = await inRoom123(accountOf('learner'))
    await runExample(examples.get('chat:leave'), { globals: { socket } })
    await until(() => !platform.io.sockets.adapter.rooms.has('chat:room-123'), 'chat:leave')
  })

  it('chat:message: the example sends to the room and receives', async () => {
    const console = new LogRecorder()
    const [coach, learner] = [await inRoom123(accountOf('coach')), await inRoom123(accountOf('learner'))]
    await runExample(examples.get('chat:message'), { globals: { socket: learner.socket, console } })
    const senderId = Number(accountOf('learner').userId)
    expect(await coach.first('chat:message')).toEqual({ senderId, content: 'Hello!', timestamp: isoTime })
    await until(() => console.lines.length === 1, 'own message')
    expect(console.lines).toEqual([[senderId, 'Hello!', isoTime]])
  })

  it('chat:typing: the example tells the others, and hears of them', async () => {
    const console = new LogRecorder()
    const [coach, learner] = [await inRoom123(accountOf('coach')), await inRoom123(accountOf('learner'))]
    await runExample(examples.get('chat:typing'), { globals: { socket: learner.socket, console } })
    expect(await coach.first('chat:typing')).toEqual({ userId: Number(accountOf('learner').userId), isTyping: true })
    coach.socket.emit('chat:typing', { roomId: 'room-123', isTyping: false })
    await until(() => console.lines.length === 1, 'typing of the coach')
    expect(console.lines).toEqual([[Number(accountOf('coach').userId), false]])
  })

  it('ignores null, arrays and wrong types, and goes on', async () => {
    const learner = await inRoom123(accountOf('learner'))
    const { socket } = learner
    for (const event of ['chat:join', 'chat:leave', 'chat:message', 'chat:typing', 'progress:sync']) {
      for (const payload of [null, [], 'room-123', { roomId: {} }, { roomId: 'room-123' }]) if (event !== 'chat:leave') socket.emit(event, payload)
      socket.emit(event)
    }
    socket.emit('chat:message', { roomId: 'room-123', content: 'still here', type: 'text' })
    expect(await learner.first('chat:message')).toMatchObject({ content: 'still here' })
  })
})

describe('Progress Events', () => {
  it('progress:sync and progress:updated: the examples, confirmed with a rising syncVersion', async () => {
    const console = new LogRecorder()
    const { socket } = await connect(accountOf('learner'))
    await runExample(examples.get('progress:updated'), { globals: { socket, console } })
    await runExample(examples.get('progress:sync'), { globals: { socket } })
    await runExample(examples.get('progress:sync'), { globals: { socket } })
    await until(() => console.lines.length === 2, 'progress:updated')
    expect(console.lines).toEqual([
      [42, 75, 1],
      [42, 75, 2],
    ])
  })
})

describe('Notification Events', () => {
  it('notification:new: the example shows id, title, message and type', async () => {
    const console = new LogRecorder()
    const { socket } = await connect(accountOf('learner'))
    await runExample(examples.get('notification:new'), { globals: { socket, console } })
    platform.backend.notify(accountOf('learner').userId, { type: 'review', title: 'New review', message: 'Well done' }, new Date())
    await until(() => console.lines.length === 1, 'notification:new')
    expect(console.lines).toEqual([[1, 'New review', 'Well done', 'review']])
  })
})

it('Broadcast Service: the example reaches a user, a role and a chat room', async () => {
  const [admin, learner] = [await connect(accountOf('admin')), await inRoom123(accountOf('learner'))]
  const globals = { broadcastService: platform.backend, userId: accountOf('learner').userId, roomId: 'room-123', payload: { id: 7 } }
  await runExample(examples.get('Broadcast Service'), { globals })
  expect(await learner.first('notification:new')).toEqual({ id: 7 })
  expect(await learner.first('chat:message')).toEqual({ id: 7 })
  expect(await admin.first('system:alert')).toEqual({ id: 7 })
})

describe('Feature Flag', () => {
  it('realtime off: HTTP goes on, the path answers 404, clients get connect_error', async () => {
    await platform.stop()
    platform.realtime = false
    await platform.start()
    expect((await fetch(`${platform.url}/ws/?EIO=4&transport=polling`)).status).toBe(404)
    expect((await login(platform.admin.email, platform.admin.password)).status).toBe(200)
    for (const transports of [['websocket'], ['polling']]) {
      const client = openClient(platform, { transports, auth: { token: 'x' } })
      clients.push(client)
      expect(((await client.first('connect_error')) as Error & { type: string }).type).toBe('TransportError')
    }
    platform.backend.toRole('admin', 'system:alert', {})
  })

  it('WEBSOCKET_ENABLED=false turns it off', () => {
    vi.stubEnv('WEBSOCKET_ENABLED', 'false')
    onTestFinished(() => void vi.unstubAllEnvs())
    expect(create().realtime).toBe(false)
    vi.stubEnv('WEBSOCKET_ENABLED', 'true')
    expect(create().realtime).toBe(true)
  })
})

function login(email: string, password: string): Promise<Response> {
  const body = JSON.stringify({ json: { email, password } })
  return fetch(`${platform.url}/api/trpc/customAuth.login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
}

describe('sign-in', () => {
  it('puts the token of the socket into the cookie alone', async () => {
    const response = await login(platform.admin.email, platform.admin.password)
    const token = /^app_session_id=([^;]+);.*HttpOnly/.exec(response.headers.get('set-cookie') ?? '')?.[1]
    const client = openClient(platform, { auth: { token } })
    clients.push(client)
    expect(await client.first('authenticated')).toEqual({ userId: 1, role: 'admin' })

    const answer = (await response.json()) as { result: { data: { json: { user: unknown; sessionToken: string } } } }
    expect(answer.result.data.json.user).toMatchObject({ id: 1, role: 'admin' })
    const trapped = openClient(platform, { auth: { token: answer.result.data.json.sessionToken } })
    clients.push(trapped)
    expect(await trapped.first('auth_error')).toEqual({ message: 'JWT verification failed' })
  })

  it('refuses a wrong password', async () => {
    expect((await login(platform.admin.email, 'wrong')).status).toBe(401)
  })
})

it('the catalog names every event of the document', () => {
  const documented = rusingacademy.events.filter(({ source }) => source !== 'as deployed').map(({ name }) => name)
  expect(documented.toSorted()).toEqual(
    'authenticated auth_error chat:join chat:leave chat:message chat:typing progress:sync progress:updated notification:new system:alert'.split(' ').toSorted(),
  )
})
