import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { catalogSchema } from '../../../shared/catalog.ts'
import { endiapi } from '../../../shared/platforms/endiapi.ts'
import type { StoryContext } from '../../contract.ts'
import { differsFromCatalog } from '../../kit/catalog-check.ts'
import { SeededRandom } from '../../population/random.ts'
import { createSchool } from '../../population/school.ts'
import { Endiapi } from './index.ts'

/* Both forms beyond the document's own examples: refusals, REST, what deployed servers do, and a life that conforms to the catalog. */

const school = createSchool(4, 60)
const create = (asDeployed: boolean) => new Endiapi({ school, port: 0, asDeployed, adminFeed: false, adminFeedPassword: '' })
const documented = create(false)
const deployed = create(true)
const sockets: Socket[] = []

beforeAll(async () => void (await Promise.all([documented.start(), deployed.start()])))
afterAll(async () => void (await Promise.all([documented.stop(), deployed.stop()])))
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect()
})

interface Received {
  readonly id: string
  readonly type: string
  readonly payload: { readonly action?: string; readonly threadId?: string }
}

function open(platform: Endiapi, options: Parameters<typeof io>[1], namespace = '/'): Socket {
  const socket = io(`${platform.url}${namespace}`, { forceNew: true, reconnection: false, transports: ['websocket'], ...options })
  sockets.push(socket)
  return socket
}

async function listen(platform: Endiapi, userId: string): Promise<readonly Received[]> {
  const account = platform.accounts.find((candidate) => candidate.userId === userId) ?? expect.fail('no account')
  const socket = open(platform, { auth: { token: await platform.issueToken(account) } })
  const received: Received[] = []
  socket.on('notification', (notification: Received) => received.push(notification))
  await vi.waitFor(() => expect(socket.connected).toBe(true))
  return received
}

async function outcomeOf(platform: Endiapi, options: Parameters<typeof io>[1], namespace?: string): Promise<string> {
  const socket = open(platform, options, namespace)
  return new Promise((resolve) => {
    socket.on('connect', () => resolve('connected'))
    socket.on('connect_error', (error) => resolve(error.message))
  })
}

const post = (platform: Endiapi, path: string, body: unknown, headers: Record<string, string> = {}) => fetch(`${platform.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
const cookieOf = (answer: Response, name: string) => answer.headers.getSetCookie().flatMap((line) => new RegExp(`^${name}=([^;]+)`).exec(line)?.[1] ?? [])[0]

/** A thread below the admin's own course. */
function askAdmin(platform: Endiapi) {
  const [course] = platform.discussions.courses
  const [student, video] = [course?.students[0], course?.videos[0]]
  if (!course || !student || !video) throw new Error('no course of the admin')
  return { student, lecturer: course.lecturer, thread: platform.discussions.ask(course, video, student, 'Where is the summary?') }
}

test('the catalog is valid and promises no rooms', () => {
  expect(catalogSchema.safeParse(endiapi).error).toBeUndefined()
  expect([endiapi.rooms, documented.rooms]).toEqual([[], []])
})

describe('Authentication Errors', () => {
  const cases: readonly (readonly [string, (platform: Endiapi) => Promise<Parameters<typeof io>[1]>, string, string])[] = [
    ['no token', async () => ({}), 'Authentication required', 'Authentication required'],
    ['malformed', async () => ({ auth: { token: 'x.y' } }), 'Invalid token', 'Authentication failed'],
    ['no text', async () => ({ auth: { token: { a: 1 } } }), 'Authentication required', 'Authentication required'],
    ['expired', async (platform) => ({ auth: { token: await platform.issueToken(platform.admin, { expiresInSeconds: -5 }) } }), 'Invalid token', 'Authentication failed'],
    ['wrong issuer', async (platform) => ({ auth: { token: await platform.issueToken(platform.admin, { claims: { iss: 'other' } }) } }), 'Authentication failed', 'Authentication failed'],
    ['wrong audience', async (platform) => ({ auth: { token: await platform.issueToken(platform.admin, { claims: { aud: 'other' } }) } }), 'Authentication failed', 'Authentication failed'],
    ['without sub', async (platform) => ({ auth: { token: await platform.issueToken(platform.admin, { claims: { sub: undefined } }) } }), 'Invalid token', 'Invalid token'],
    ['Bearer inside auth.token', async (platform) => ({ auth: { token: `Bearer ${await platform.issueToken(platform.admin)}` } }), 'Invalid token', 'Authentication failed'],
    ['Bearer in the header', async (platform) => ({ extraHeaders: { Authorization: `Bearer ${await platform.issueToken(platform.admin)}` } }), 'connected', 'connected'],
    ['in the query', async (platform) => ({ query: { token: await platform.issueToken(platform.admin) } }), 'Authentication required', 'Authentication required'],
    ['in a cookie', async (platform) => ({ extraHeaders: { Cookie: `access_token=${await platform.issueToken(platform.admin)}` } }), 'Authentication required', 'Authentication required'],
    ['a refresh token', async (platform) => ({ auth: { token: await platform.issueToken(platform.admin, { claims: { type: 'refresh' } }) } }), 'Invalid token', 'connected'],
  ]
  test.each(cases)('%s', async (_, options, asDocumented, asDeployed) => {
    expect([await outcomeOf(documented, await options(documented)), await outcomeOf(deployed, await options(deployed))]).toEqual([asDocumented, asDeployed])
  })

  test('the path of the endpoint is no namespace', async () => {
    expect(await outcomeOf(documented, { auth: { token: await documented.issueToken(documented.admin) } }, '/socket.io')).toBe('Invalid namespace')
  })
})

describe('REST', () => {
  const signIn = (platform: Endiapi) => post(platform, '/api/auth/login', { email: platform.admin.email, password: platform.admin.password })

  test('documented: the tokens are in data.tokens', async () => {
    const { success, data } = (await (await signIn(documented)).json()) as { success: boolean; data: { user: unknown; tokens: Record<string, string> } }
    expect(success).toBe(true)
    expect(data.user).toMatchObject({ id: documented.admin.userId, role: 'admin' })
    expect(await outcomeOf(documented, { auth: { token: data.tokens['access_token'] } })).toBe('connected')
    const refreshed = (await (await post(documented, '/api/auth/refresh', { refresh_token: data.tokens['refresh_token'] })).json()) as { data: { tokens: Record<string, string> } }
    expect(await outcomeOf(documented, { auth: { token: refreshed.data.tokens['access_token'] } })).toBe('connected')
  })

  test('as deployed: tokens in Secure cookies only; GET /api/auth/me gives data.access_token', async () => {
    const answer = await signIn(deployed)
    const json = (await answer.json()) as { data: object }
    expect(Object.keys(json.data).sort()).toEqual(['profile', 'user'])
    expect(JSON.stringify(json)).not.toContain('token')
    expect(answer.headers.getSetCookie()).toEqual([expect.stringMatching(/^access_token=.+; HttpOnly; Secure; SameSite=None$/), expect.stringMatching(/^refresh_token=/)])
    const token = cookieOf(answer, 'access_token') ?? ''
    for (const headers of [{ cookie: `access_token=${token}` }, { Authorization: `Bearer ${token}` }]) {
      const { data } = (await (await fetch(`${deployed.url}/api/auth/me`, { headers })).json()) as { data: { access_token: string } }
      expect(await outcomeOf(deployed, { auth: { token: data.access_token } })).toBe('connected')
    }
    const refreshed = await post(deployed, '/api/auth/refresh', { refresh_token: cookieOf(answer, 'refresh_token') })
    expect(await refreshed.json()).not.toHaveProperty('data')
    expect(await outcomeOf(deployed, { auth: { token: cookieOf(refreshed, 'access_token') } })).toBe('connected')
  })

  test('as deployed: an admin without a lecturer profile cannot sign in', async () => {
    const principal = deployed.accounts.find(({ person }) => person.kind === 'principal') ?? expect.fail('no principal')
    const answer = await post(deployed, '/api/auth/login', { email: principal.email, password: principal.password })
    expect([answer.status, await answer.json()]).toEqual([404, { success: false, error: 'Lecturer profile not found' }])
  })

  test('as deployed: 20 sign-ins in 15 minutes', async () => {
    const own = create(true)
    await own.start()
    const statuses: number[] = []
    for (let index = 0; index < 21; index++) statuses.push((await post(own, '/api/auth/login', {})).status)
    expect([statuses.filter((status) => status === 401).length, statuses.at(-1)]).toEqual([20, 429])
    await own.stop()
  })

  test('refuses wrong passwords, hostile bodies and requests without a token', async () => {
    for (const body of [{ email: documented.admin.email, password: 'x' }, null, [], 7, { email: {}, password: [] }]) expect((await post(documented, '/api/auth/login', body)).status).toBe(401)
    expect((await post(documented, '/api/auth/refresh', { refresh_token: await documented.issueToken(documented.admin) })).status).toBe(401)
    for (const path of ['/api/auth/me', '/api/discussions/threads/unread']) expect((await fetch(`${documented.url}${path}`)).status).toBe(401)
  })
})

describe('notifications', () => {
  test('go to the other participant only, and are lost where nobody is connected', async () => {
    const { thread, student, lecturer } = askAdmin(documented)
    const [toStudent, toAdmin] = [await listen(documented, student.userId), await listen(documented, lecturer.userId)]
    documented.discussions.reply(thread, lecturer, 'In the third video')
    documented.discussions.reply(thread, student, 'Thank you')
    await vi.waitFor(() => expect([toStudent, toAdmin].map((list) => list.map(({ payload }) => payload.action))).toEqual([['message_added'], ['message_added']]))
    expect(documented.discussions.unreadFor(student.userId)).not.toContain(thread)
  })

  test('two sockets of one person get the same id', async () => {
    const tabs = [await listen(deployed, deployed.admin.userId), await listen(deployed, deployed.admin.userId)]
    askAdmin(deployed)
    await vi.waitFor(() => expect(tabs.map((list) => list.length)).toEqual([1, 1]))
    expect(tabs[0]?.[0]?.id).toBe(tabs[1]?.[0]?.id)
  })

  test('thread_resolved is sent as deployed only; re-opening sends thread_created with the same threadId', async () => {
    const seen: (string | undefined)[][] = []
    for (const platform of [documented, deployed]) {
      const { thread, student } = askAdmin(platform)
      const received = await listen(platform, platform.admin.userId)
      platform.discussions.resolve(thread, student)
      platform.discussions.reopen(thread)
      await vi.waitFor(() => expect(received.at(-1)?.payload.action).toBe('thread_created'))
      expect(new Set(received.map(({ payload }) => payload.threadId))).toEqual(new Set([thread.id]))
      seen.push(received.map(({ payload }) => payload.action))
    }
    expect(seen).toEqual([['thread_created'], ['thread_resolved', 'thread_created']])
  })

  test('ping gives pong and no acknowledgement', async () => {
    const socket = open(documented, { auth: { token: await documented.issueToken(documented.admin) } })
    const heard: unknown[] = []
    socket.on('pong', (...args: unknown[]) => heard.push(args))
    socket.emit('ping', () => heard.push('acknowledged'))
    socket.emit('ping')
    await vi.waitFor(() => expect(heard).toEqual([[], []]))
  })
})

describe('the life of the population', () => {
  async function live(platform: Endiapi, steps: number): Promise<readonly string[]> {
    const schoolClass = school.classes[0] ?? expect.fail('no class')
    const present = [schoolClass.teacher, ...schoolClass.students.slice(0, 8)]
    const devices = new Map(present.map((person) => [person, platform.createDevice(person)]))
    await Promise.all([...devices.values()].map((device) => device.connect()))
    const random = new SeededRandom('life')
    const context: StoryContext = { school, random, now: () => new Date(), deviceOf: (person) => devices.get(person), present }
    const lines: string[] = []
    for (let step = 0; step < steps; step++) {
      const line = random.pick(platform.activities).run(context)
      if (line !== undefined) lines.push(line)
    }
    for (const device of devices.values()) device.disconnect('graceful')
    return lines
  }

  test.each([
    ['documented: all five types', documented, ['course/created', 'message_added', 'thread_created', 'user/created', 'user/deleted', 'video/uploaded']],
    ['as deployed: threads only, as nothing calls the other four', deployed, ['message_added', 'thread_created', 'thread_resolved']],
  ])('%s reach the admin, conform to the catalog and are counted exactly', async (_, platform, kinds) => {
    const before = platform.sentTo(platform.admin.userId).get('/ notification') ?? 0
    const received = await listen(platform, platform.admin.userId)
    await live(platform, 400)
    await vi.waitFor(() => {
      expect([...new Set(received.map(({ type, payload }) => payload.action ?? type))].sort()).toEqual(kinds)
      expect(received).toHaveLength((platform.sentTo(platform.admin.userId).get('/ notification') ?? 0) - before)
    })
    expect(received.flatMap((notification) => differsFromCatalog(endiapi, '/', 'notification', [notification], false))).toEqual([])
  })

  test('the same seed tells the same story', async () => {
    const stories = []
    for (const own of [create(false), create(false)]) {
      await own.start()
      stories.push(await live(own, 200))
      await own.stop()
    }
    expect(stories[0]).toEqual(stories[1])
    expect(stories[0]?.length).toBeGreaterThan(50)
  })

  test('threads are bounded: the oldest go first', () => {
    const own = create(false)
    for (let index = 0; index < 450; index++) askAdmin(own)
    expect([own.discussions.threads.length, own.discussions.threads[0]?.number]).toEqual([400, 51])
  })
})
