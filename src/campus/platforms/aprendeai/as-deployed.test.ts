import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { aprendeai } from '../../../shared/platforms/aprendeai.ts'
import type { StoryContext } from '../../contract.ts'
import { differsFromCatalog } from '../../kit/catalog-check.ts'
import { SeededRandom } from '../../population/random.ts'
import { createSchool } from '../../population/school.ts'
import { Aprendeai } from './index.ts'
import { NOTIFICATIONS, STUDY } from './study-gateway.ts'

/* How the deployed servers differ from the AprendeAI document, one test for each difference. */

const school = createSchool(3, 60)
const platform = new Aprendeai({ school, port: 0, asDeployed: true, adminFeed: false, adminFeedPassword: '' })
const sockets: Socket[] = []

beforeAll(() => platform.start())
afterAll(() => platform.stop())
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect()
})

interface Heard {
  readonly socket: Socket
  /** `connect`, `disconnect <reason>`, `connect_error <message>` and the events, in order. */
  readonly story: string[]
  readonly events: [string, ...unknown[]][]
}

function open(namespace: string, options: Parameters<typeof io>[1] = {}): Heard {
  const socket = io(`${platform.url}${namespace}`, { forceNew: true, reconnection: false, transports: ['websocket'], ...options })
  const heard: Heard = { socket, story: [], events: [] }
  sockets.push(socket)
  socket.on('connect', () => heard.story.push('connect'))
  socket.on('disconnect', (reason) => heard.story.push(`disconnect ${reason}`))
  socket.on('connect_error', (error) => heard.story.push(`connect_error ${error.message}`))
  socket.onAny((event: string, ...args: unknown[]) => heard.events.push([event, ...args]))
  return heard
}

async function openAs(index: number, namespace = STUDY): Promise<Heard> {
  const heard = open(namespace, { auth: { token: await platform.issueToken(account(index)) } })
  await vi.waitFor(() => expect(heard.story).toEqual(['connect']))
  return heard
}

const account = (index: number) => platform.accounts[index] ?? expect.fail('no account')
const first = () => platform.sessions.all[0] ?? expect.fail('no session')
const by = () => ({ userId: account(7).userId, name: account(7).name, role: account(7).contextRole })
const ask = (socket: Socket, event: string, ...args: unknown[]): Promise<unknown> => socket.timeout(5_000).emitWithAck(event, ...args) as Promise<unknown>

test('a bad token is accepted and then dropped, without connect_error', async () => {
  const expired = await platform.issueToken(platform.admin, { expiresInSeconds: -5 })
  for (const namespace of [STUDY, NOTIFICATIONS]) {
    for (const auth of [{}, { token: 'bad' }, { token: expired }]) {
      const { story } = open(namespace, { auth })
      await vi.waitFor(() => expect(story).toEqual(['connect', 'disconnect io server disconnect']))
    }
  }
})

test('the root takes anybody and says nothing', async () => {
  const heard = open('/')
  await vi.waitFor(() => expect(heard.story).toEqual(['connect']))
  expect(heard.events).toEqual([])
})

test('the REST prefix is no namespace', async () => {
  const heard = open(`/api/v1${STUDY}`, { auth: { token: await platform.issueToken(platform.admin) } })
  await vi.waitFor(() => expect(heard.story).toEqual(['connect_error Invalid namespace']))
})

test('a Bearer prefix in auth.token and ?token= are taken, the Authorization header is not', async () => {
  const token = await platform.issueToken(platform.admin)
  const prefixed = open(STUDY, { auth: { token: `Bearer ${token}` } })
  const query = open(STUDY, { query: { token } })
  const header = open(STUDY, { extraHeaders: { Authorization: `Bearer ${token}` } })
  await vi.waitFor(() => expect(header.story).toEqual(['connect', 'disconnect io server disconnect']))
  expect(await ask(prefixed.socket, 'joinSession', { sessionId: 'S1' })).toMatchObject({ success: true })
  expect(await ask(query.socket, 'joinSession', { sessionId: 'S1' })).toMatchObject({ success: true })
})

test('a refresh token is as good as an access token', async () => {
  const { socket } = open(STUDY, { auth: { token: await platform.issueToken(platform.admin, { claims: { type: 'refresh' } }) } })
  expect(await ask(socket, 'joinSession', { sessionId: 'S1' })).toMatchObject({ success: true })
})

test('joinSession and leaveSession are acknowledged with success and message', async () => {
  const { socket } = await openAs(0)
  expect(await ask(socket, 'joinSession', { sessionId: 'S1' })).toEqual({ success: true, message: 'Joined session S1' })
  expect(await ask(socket, 'leaveSession', { sessionId: 'S1' })).toEqual({ success: true, message: 'Left session S1' })
})

test('a wrong key joins "session:undefined" with success', async () => {
  const { socket } = await openAs(0)
  expect(await ask(socket, 'joinSession', { session_id: 'S1' })).toEqual({ success: true, message: 'Joined session undefined' })
  expect(platform.io.of(STUDY).adapter.rooms.has('session:undefined')).toBe(true)
})

test('userJoined has no userName, and a second join is announced again', async () => {
  const other = await openAs(7)
  await ask(other.socket, 'joinSession', { sessionId: 'S2' })
  const { socket } = await openAs(8)
  await ask(socket, 'joinSession', { sessionId: 'S2' })
  await ask(socket, 'joinSession', { sessionId: 'S2' })
  const joined = ['userJoined', { userId: account(8).userId, timestamp: expect.any(String) }]
  await vi.waitFor(() => expect(other.events).toEqual([joined, joined]))
})

test('a dropped socket is announced to nobody', async () => {
  const other = await openAs(7)
  await ask(other.socket, 'joinSession', { sessionId: 'S3' })
  const { socket } = await openAs(8)
  await ask(socket, 'joinSession', { sessionId: 'S3' })
  socket.disconnect()
  await vi.waitFor(() => expect(platform.io.of(STUDY).adapter.rooms.get('session:S3')?.size).toBe(1))
  await ask(other.socket, 'joinSession', { sessionId: 'S4' })
  expect(other.events.map(([event]) => event)).toEqual(['userJoined'])
})

test('missing data gives an exception and no acknowledgement', async () => {
  const { socket, events } = await openAs(0)
  const answers: unknown[] = []
  socket.emit('joinSession', null, (answer: unknown) => answers.push(answer))
  await vi.waitFor(() => expect(events).toEqual([['exception', { status: 'error', message: 'Internal server error', cause: { pattern: 'joinSession', data: null } }]]))
  socket.emit('leaveSession', (answer: unknown) => answers.push(answer))
  await vi.waitFor(() => expect(events[1]).toEqual(['exception', { status: 'error', message: 'Internal server error', cause: { pattern: 'leaveSession' } }]))
  await ask(socket, 'joinSession', { sessionId: 'S1' })
  expect(answers).toEqual([])
  expect(events.flatMap(([event, ...args]) => differsFromCatalog(aprendeai, STUDY, event, args, true))).toEqual([])
})

test('the token is verified again at every message: expired, the socket stays and still receives', async () => {
  const heard = open(STUDY, { auth: { token: await platform.issueToken(platform.admin, { expiresInSeconds: 2 }) } })
  const { id } = first()
  expect(await ask(heard.socket, 'joinSession', { sessionId: id })).toMatchObject({ success: true })
  await vi.waitFor(
    () => {
      heard.socket.emit('joinSession', { sessionId: 'S9' })
      expect(heard.events.at(-1)).toEqual(['exception', { status: 'error', message: 'Invalid or expired token', cause: { pattern: 'joinSession', data: { sessionId: 'S9' } } }])
    },
    { timeout: 6_000, interval: 200 },
  )
  platform.sessions.chat(id, by(), 'still here')
  await vi.waitFor(() => expect(heard.events.some(([event]) => event === 'chat.message')).toBe(true))
  expect(heard.socket.connected).toBe(true)
})

test('submissions say user_id, after a session.updated', async () => {
  const heard = await openAs(0)
  const { id } = first()
  await ask(heard.socket, 'joinSession', { sessionId: id })
  platform.sessions.start(id, by())
  platform.sessions.advance(id, 1)
  platform.sessions.submit(id, by(), 'PI_VOTE_SUBMIT')
  await vi.waitFor(() => expect(heard.events.map(([event]) => event)).toEqual(['session.started', 'round.advanced', 'session.updated', 'vote.submitted']))
  const [, updated] = heard.events[2] ?? []
  expect(updated).toEqual({ sessionId: id, roundId: expect.any(String), roundIndex: 1, user_id: account(7).userId, eventType: 'PI_VOTE_SUBMIT', timestamp: expect.any(String) })
  expect(heard.events[3]?.[1]).toEqual({ ...(updated as object) })
})

test('chat.message is the database row, with REST under /api/v1/groups/sessions', async () => {
  const heard = await openAs(0)
  const { id, groupId } = first()
  await ask(heard.socket, 'joinSession', { sessionId: id })
  const headers = { Authorization: `Bearer ${await platform.issueToken(account(7))}` }
  const body = JSON.stringify({ message: 'Acho que é a letra B' })
  expect((await fetch(`${platform.url}/groups/${groupId}/sessions/${id}/chat`, { method: 'POST', headers, body })).status).toBe(404)
  expect((await fetch(`${platform.url}/api/v1/groups/sessions/${id}/chat`, { method: 'POST', headers, body })).status).toBe(200)
  await vi.waitFor(() => expect(heard.events).toHaveLength(1))
  expect(heard.events[0]?.[1]).toEqual({
    id: expect.any(String), session_id: id, round_id: expect.any(String), user_id: account(7).userId, message: 'Acho que é a letra B',
    created_at: expect.any(String), users: { id: account(7).userId, name: account(7).name }, userRole: 'STUDENT', timestamp: expect.any(String),
  })
})

test('session triggers are under /api/v1 only', async () => {
  const headers = { Authorization: `Bearer ${await platform.issueToken(account(7))}` }
  const { id } = platform.sessions.all[1] ?? expect.fail('no session')
  expect((await fetch(`${platform.url}/group-sessions/${id}/start`, { method: 'PUT', headers })).status).toBe(404)
  expect((await fetch(`${platform.url}/api/v1/group-sessions/${id}/start`, { method: 'PUT', headers })).status).toBe(200)
})

test('/notifications takes a bare content id and sends what happens to that content', async () => {
  const heard = await openAs(0, NOTIFICATIONS)
  expect(await ask(heard.socket, 'subscribeToContent', 'C1')).toEqual({ success: true, room: 'content:C1' })
  platform.io.of(NOTIFICATIONS).to('content:C1').emit('contentUpdated', { contentId: 'C1' })
  await vi.waitFor(() => expect(heard.events).toEqual([['contentUpdated', { contentId: 'C1' }]]))
  expect(await ask(heard.socket, 'unsubscribeFromContent', 'C1')).toEqual({ success: true })
  expect(platform.io.of(NOTIFICATIONS).adapter.rooms.has('content:C1')).toBe(false)
})

test('the admin signs in; the token has no name and lasts 15 minutes', async () => {
  const { email, password } = platform.admin
  const answer = await fetch(`${platform.url}/api/v1/auth/login`, { method: 'POST', body: JSON.stringify({ email, password }) })
  const { access_token: token } = (await answer.json()) as { access_token: string }
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
  expect(Object.keys(claims).sort()).toEqual(['contextRole', 'email', 'exp', 'iat', 'institutionId', 'sub', 'systemRole'])
  expect(Math.round((Number(claims['exp']) - Date.now() / 1000) / 60)).toBe(15)
})

test('session.ended never comes; all that comes conforms to the catalog or its known variants', async () => {
  const session = platform.sessions.all[2] ?? expect.fail('no session')
  const present = [session.facilitator, ...session.members].map(({ person }) => person)
  const devices = new Map(present.map((person) => [person, platform.createDevice(person)]))
  const [study, notifications] = [await openAs(0), await openAs(0, NOTIFICATIONS)]
  for (const { id } of platform.sessions.all) await ask(study.socket, 'joinSession', { sessionId: id })
  for (let number = 1; number <= 5; number++) await ask(notifications.socket, 'subscribeToContent', `0000ac07-0000-4000-8000-${String(number).padStart(12, '0')}`)
  await Promise.all([...devices.values()].map((device) => device.connect()))
  const random = new SeededRandom('deployed')
  const context: StoryContext = { school, random, now: () => new Date(), deviceOf: (person) => devices.get(person), present }
  for (let step = 0; step < 700; step++) random.pick(platform.activities).run(context)
  await vi.waitFor(() => {
    const names = new Set([...study.events, ...notifications.events].map(([event]) => event))
    expect([...names].sort()).toEqual([
      'chat.message', 'contentError', 'contentUpdated', 'prompt.updated', 'revote.submitted', 'round.advanced', 'session.started', 'session.updated', 'sharedCard.created',
      'userJoined', 'userLeft', 'vote.submitted',
    ])
  })
  expect(study.events.flatMap(([event, ...args]) => differsFromCatalog(aprendeai, STUDY, event, args, true))).toEqual([])
  expect(notifications.events.flatMap(([event, ...args]) => differsFromCatalog(aprendeai, NOTIFICATIONS, event, args, true))).toEqual([])
  for (const device of devices.values()) device.disconnect('abrupt')
})
