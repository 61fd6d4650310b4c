import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { catalogSchema } from '../../../shared/catalog.ts'
import { aprendeai } from '../../../shared/platforms/aprendeai.ts'
import { fillTemplate, matchTemplate } from '../../../shared/template.ts'
import type { StoryContext } from '../../contract.ts'
import { differsFromCatalog } from '../../kit/catalog-check.ts'
import { SeededRandom } from '../../population/random.ts'
import { createSchool } from '../../population/school.ts'
import { Aprendeai } from './index.ts'
import { STUDY } from './study-gateway.ts'

/* The documented form beyond the document's own examples: refusals, REST, and a life that conforms to the catalog. */

const school = createSchool(2, 60)
const create = () => new Aprendeai({ school, port: 0, asDeployed: false, adminFeed: false, adminFeedPassword: '' })
const platform = create()
const sockets: Socket[] = []

beforeAll(() => platform.start())
afterAll(() => platform.stop())
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect()
})

function open(namespace: string, options: Parameters<typeof io>[1] = {}): Socket {
  const socket = io(`${platform.url}${namespace}`, { forceNew: true, reconnection: false, transports: ['websocket'], ...options })
  sockets.push(socket)
  return socket
}

async function refusalOf(namespace: string, options: Parameters<typeof io>[1]): Promise<string> {
  const socket = open(namespace, options)
  return new Promise((resolve, reject) => {
    socket.on('connect', () => reject(new Error('was accepted')))
    socket.on('connect_error', (error) => resolve(error.message))
  })
}

const post = (path: string, body: unknown, headers: Record<string, string> = {}) => fetch(`${platform.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
const first = () => platform.sessions.all[0] ?? expect.fail('no session')

test('the catalog is valid and its rooms fit the watchable rooms', () => {
  expect(catalogSchema.safeParse(aprendeai).error).toBeUndefined()
  expect(platform.rooms.length).toBeGreaterThan(5)
  expect(new Set(platform.rooms.map(({ room }) => room)).size).toBe(platform.rooms.length)
  for (const { namespace, room } of platform.rooms) {
    const spec = aprendeai.rooms.find((candidate) => candidate.namespace === namespace && matchTemplate(candidate.pattern, room))
    const values = matchTemplate(spec?.pattern ?? '', room) ?? {}
    expect(fillTemplate(spec?.join[0]?.ackHolds ?? '', (name) => values[name])).toBe(platform.sessions.find(values['sessionId'] ?? '')?.id)
  }
})

test('a school of 300 people has ten watchable sessions and two more', () => {
  const large = new Aprendeai({ school: createSchool(1, 300), port: 0, asDeployed: false, adminFeed: false, adminFeedPassword: '' })
  expect([large.rooms.length, large.sessions.all.length]).toEqual([10, 12])
})

describe('refusals hold "token" in their message', () => {
  test.each([
    ['no token', async () => ({})],
    ['malformed', async () => ({ token: 'x.y' })],
    ['no text', async () => ({ token: { a: 1 } })],
    ['expired', async () => ({ token: await platform.issueToken(platform.admin, { expiresInSeconds: -5 }) })],
    ['without sub', async () => ({ token: await platform.issueToken(platform.admin, { claims: { sub: undefined } }) })],
    ['without email', async () => ({ token: await platform.issueToken(platform.admin, { claims: { email: undefined } }) })],
    ['without name', async () => ({ token: await platform.issueToken(platform.admin, { claims: { name: undefined } }) })],
    ['of another server', async () => ({ token: await create().issueToken(platform.admin) })],
    ['a refresh token', async () => ({ token: await platform.issueToken(platform.admin, { claims: { type: 'refresh' } }) })],
  ])('%s', async (_, auth) => {
    expect(await refusalOf(STUDY, { auth: await auth() })).toBe('Invalid or expired token')
  })

  test('the Authorization header is not read', async () => {
    const token = await platform.issueToken(platform.admin)
    expect(await refusalOf(STUDY, { extraHeaders: { Authorization: `Bearer ${token}` } })).toBe('Invalid or expired token')
  })

  test.each(['/', '/notifications', '/nothing'])('namespace %s is not there', async (namespace) => {
    expect(await refusalOf(namespace, { auth: { token: await platform.issueToken(platform.admin) } })).toBe('Invalid namespace')
  })
})

test('hostile join and leave messages change nothing and break nothing', async () => {
  const socket = open(STUDY, { auth: { token: await platform.issueToken(platform.admin) } })
  await vi.waitFor(() => expect(socket.connected).toBe(true))
  const hostile: unknown[] = [null, undefined, 7, '', [], {}, { sessionId: null }, { sessionId: '' }, { sessionId: { a: 1 } }, { sessionId: 'x'.repeat(10_000) }, JSON.parse('{"__proto__":{"sessionId":"S1"}}')]
  for (const event of ['joinSession', 'leaveSession']) for (const data of hostile) socket.emit(event, data)
  socket.emit('joinSession')
  socket.emit('joinSession', { sessionId: 'last' })
  await vi.waitFor(() => expect([...(platform.io.of(STUDY).sockets.get(socket.id ?? '')?.rooms ?? [])]).toEqual([socket.id, 'session:last']))
})

describe('REST', () => {
  const bearer = async () => ({ Authorization: `Bearer ${await platform.issueToken(platform.admin)}` })

  test('signs in, and refreshes by cookie or by body', async () => {
    const { email, password, userId } = platform.admin
    const answer = await post('/api/v1/auth/login', { email, password })
    const signedIn = (await answer.json()) as { access_token: string; user: unknown }
    expect(signedIn.user).toMatchObject({ id: userId, email, systemRole: 'ADMIN' })
    const cookie = answer.headers.getSetCookie()[0] ?? ''
    expect(cookie).toMatch(/^refresh_token=[^;]+; Path=\/; HttpOnly/)
    const refreshToken = /=([^;]+)/.exec(cookie)?.[1]
    for (const refreshed of [await post('/api/v1/auth/refresh', undefined, { cookie: `refresh_token=${refreshToken}` }), await post('/api/v1/auth/refresh', { refresh_token: refreshToken })]) {
      const { access_token: token } = (await refreshed.json()) as { access_token: string }
      const socket = open(STUDY, { auth: { token } })
      await vi.waitFor(() => expect(socket.connected).toBe(true))
    }
    expect((await post('/api/v1/auth/refresh', { refresh_token: signedIn.access_token })).status).toBe(401)
  })

  test('refuses wrong passwords and hostile bodies', async () => {
    for (const body of [{ email: platform.admin.email, password: 'wrong' }, null, [], 'x', { email: {} }, JSON.parse('{"__proto__":{"email":"x"}}')]) expect((await post('/api/v1/auth/login', body)).status).toBe(401)
  })

  test('triggers need a token, a known session and a body that fits', async () => {
    const { id, groupId } = first()
    const headers = await bearer()
    expect((await post(`/group-sessions/${id}/rounds/1/advance`, {})).status).toBe(401)
    expect((await post('/group-sessions/unknown/rounds/1/advance', {}, headers)).status).toBe(404)
    expect((await post(`/group-sessions/${id}/rounds/9/advance`, {}, headers)).status).toBe(404)
    expect((await post(`/group-sessions/${id}/rounds/1/advance`, {}, headers)).status).toBe(409)
    expect((await post(`/group-sessions/${id}/events`, { eventType: 'OTHER' }, headers)).status).toBe(400)
    expect((await post(`/group-sessions/${id}/events`, { eventType: 'PI_VOTE_SUBMIT' }, headers)).status).toBe(409)
    expect((await post(`/groups/${groupId}/sessions/${id}/chat`, { message: 7 }, headers)).status).toBe(400)
    expect((await post(`/groups/other/sessions/${id}/chat`, { message: 'x' }, headers)).status).toBe(404)
    expect((await post(`/api/v1/groups/sessions/${id}/chat`, { message: 'x' }, headers)).status).toBe(404)
  })

  test('a person votes once, and only while the round takes votes', async () => {
    const { id } = first()
    const headers = await bearer()
    await fetch(`${platform.url}/group-sessions/${id}/start`, { method: 'PUT', headers })
    expect((await fetch(`${platform.url}/group-sessions/${id}/start`, { method: 'PUT', headers })).status).toBe(409)
    const vote = async () => (await post(`/group-sessions/${id}/events`, { eventType: 'PI_VOTE_SUBMIT' }, headers)).status
    expect(await vote()).toBe(409)
    await post(`/group-sessions/${id}/rounds/1/advance`, {}, headers)
    expect([await vote(), await vote()]).toEqual([200, 409])
    expect((await post(`/group-sessions/${id}/rounds/2/advance`, {}, headers)).status).toBe(409)
  })
})

describe('the life of the population', () => {
  /** Runs activities for persons who are really connected; returns the lines of the story. */
  async function live(own: Aprendeai, steps: number): Promise<readonly string[]> {
    const session = own.sessions.all[0] ?? expect.fail('no session')
    const present = [session.facilitator, ...session.members].map(({ person }) => person)
    const devices = new Map(present.map((person) => [person, own.createDevice(person)]))
    await Promise.all([...devices.values()].map((device) => device.connect()))
    const random = new SeededRandom('life')
    const context: StoryContext = { school, random, now: () => new Date(), deviceOf: (person) => devices.get(person), present }
    const lines: string[] = []
    for (let step = 0; step < steps; step++) {
      const line = random.pick(own.activities).run(context)
      if (line !== undefined) lines.push(line)
    }
    // What the devices sent has arrived once another message on the same connections has.
    await vi.waitFor(() => expect([...devices.values()].every((device) => device.connected)).toBe(true))
    stop.push(() => [...devices.values()].forEach((device) => device.disconnect('graceful')))
    return lines
  }
  const stop: (() => void)[] = []
  afterEach(() => stop.splice(0).forEach((end) => end()))

  test('every documented event reaches the admin, conforms to the catalog, and is counted exactly', async () => {
    const received = new Map<string, number>()
    const differences: string[] = []
    const watcher = open(STUDY, { auth: { token: await platform.issueToken(platform.admin) } })
    watcher.onAny((event: string, ...args: unknown[]) => {
      received.set(`${STUDY} ${event}`, (received.get(`${STUDY} ${event}`) ?? 0) + 1)
      differences.push(...differsFromCatalog(aprendeai, STUDY, event, args, false))
    })
    const before = new Map(platform.sentTo(platform.admin.userId))
    await vi.waitFor(() => expect(watcher.connected).toBe(true))
    for (const { room } of platform.rooms) watcher.emit('joinSession', { sessionId: room.slice('session:'.length) })
    await vi.waitFor(() => expect(platform.io.of(STUDY).sockets.get(watcher.id ?? '')?.rooms.size).toBe(platform.rooms.length + 1))
    const lines = await live(platform, 700)
    expect(lines.length).toBeGreaterThan(200)
    const documented = aprendeai.events.filter(({ direction, source }) => direction === 'server-to-client' && source !== 'as deployed').map(({ name }) => `${STUDY} ${name}`)
    await vi.waitFor(() => {
      expect([...received.keys()].sort()).toEqual(documented.sort())
      const sent = [...platform.sentTo(platform.admin.userId)].map(([key, count]) => [key, count - (before.get(key) ?? 0)] as const).filter(([, count]) => count > 0)
      expect(new Map(sent)).toEqual(received)
    })
    expect(differences).toEqual([])
  })

  test('the same seed tells the same story', async () => {
    const stories = []
    for (const own of [create(), create()]) {
      await own.start()
      stories.push(await live(own, 200))
      stop.splice(0).forEach((end) => end())
      await own.stop()
    }
    expect(stories[0]).toEqual(stories[1])
    expect(stories[0]?.length).toBeGreaterThan(50)
  })

  test('nothing happens where nobody is present', () => {
    const context: StoryContext = { school, random: new SeededRandom(1), now: () => new Date(), deviceOf: () => undefined, present: [] }
    expect(platform.activities.map((activity) => activity.run(context))).toEqual(platform.activities.map(() => undefined))
  })
})

test('stops and starts again on its port with the same sessions', async () => {
  const own = create()
  await own.start()
  const { url } = own
  await own.crash()
  expect(own.running).toBe(false)
  const { id, facilitator } = own.sessions.all[0] ?? expect.fail('no session')
  expect(own.sessions.start(id, { userId: facilitator.userId, name: facilitator.name, role: null })).toEqual({ ok: true })
  await own.start()
  expect(own.url).toBe(url)
  await own.stop()
})
