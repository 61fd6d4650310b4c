import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { LogRecorder, readExamples, runExample } from '../../kit/client-example.ts'
import { createSchool } from '../../population/school.ts'
import { Aprendeai } from './index.ts'
import { STUDY } from './study-gateway.ts'

/* Each client example of the AprendeAI document, run as it stands against the documented form; tests are named by its headings. */

const examples = readExamples(new URL('client-examples.md', import.meta.url))
const platform = new Aprendeai({ school: createSchool(1, 40), port: 0, asDeployed: false, adminFeed: false, adminFeedPassword: '' })
const sockets: Socket[] = []

beforeAll(() => platform.start())
afterAll(() => platform.stop())
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect()
})

const account = (index: number) => {
  const found = platform.accounts[index]
  if (!found) throw new Error('no such account')
  return found
}
const [teacher, student] = [account(3), account(6)]

function sessionAt(index: number) {
  const session = platform.sessions.all[index]
  if (!session) throw new Error('no such session')
  return session
}

function tracked(socket: Socket): Socket {
  sockets.push(socket)
  return socket
}

/** A socket as the document's first example makes it, not yet connected. */
async function socketOf(index: number): Promise<Socket> {
  const token = await platform.issueToken(account(index))
  return tracked(io(`${platform.url}${STUDY}`, { auth: { token }, autoConnect: false, forceNew: true, reconnection: false }))
}

async function connected(index: number, sessionId?: string): Promise<Socket> {
  const socket = await socketOf(index)
  socket.connect()
  await vi.waitFor(() => expect(socket.connected).toBe(true))
  if (sessionId !== undefined) await joined(socket, sessionId)
  return socket
}

async function joined(socket: Socket, sessionId: string): Promise<void> {
  socket.emit('joinSession', { sessionId })
  await vi.waitFor(() => expect(platform.io.of(STUDY).sockets.get(socket.id ?? '')?.rooms.has(`session:${sessionId}`)).toBe(true))
}

async function call(method: string, path: string, body?: unknown): Promise<Response> {
  const token = await platform.issueToken(teacher)
  return fetch(`${platform.url}${path}`, { method, headers: { Authorization: `Bearer ${token}` }, ...(body !== undefined && { body: JSON.stringify(body) }) })
}

/** Starts the session and moves its first round to a status. */
async function roundIn(sessionId: string, status: string): Promise<void> {
  await call('PUT', `/group-sessions/${sessionId}/start`)
  for (let step = 0; step < 5 && platform.sessions.find(sessionId)?.rounds[0]?.status !== status; step++) await call('POST', `/group-sessions/${sessionId}/rounds/1/advance`)
}

/** Ends a session that an earlier test left running. */
async function finish(sessionId: string): Promise<void> {
  for (let step = 0; step < 15 && platform.sessions.find(sessionId)?.status === 'RUNNING'; step++) {
    const open = platform.sessions.find(sessionId)?.rounds.find(({ status }) => status !== 'DONE')
    await call('POST', `/group-sessions/${sessionId}/rounds/${open?.index ?? 1}/advance`)
  }
}

describe('Authentication', () => {
  const ioOf = (...args: Parameters<typeof io>) => tracked(io(...args))

  test('Method 1: Auth Object (Recommended)', async () => {
    const token = await platform.issueToken(student)
    const { socket } = await runExample(examples.get('Authentication / Method 1: Auth Object (Recommended)'), {
      replace: { 'http://localhost:8000': platform.url, 'your-jwt-token': token }, globals: { io: ioOf }, wanted: ['socket'],
    })
    await vi.waitFor(() => expect((socket as Socket).connected).toBe(true))
  })

  test('Method 2: Query Parameters', async () => {
    const token = await platform.issueToken(student)
    const { socket } = await runExample(examples.get('Authentication / Method 2: Query Parameters'), {
      replace: { 'http://localhost:8000': platform.url, 'your-jwt-token': token }, globals: { io: ioOf }, wanted: ['socket'],
    })
    await vi.waitFor(() => expect((socket as Socket).connected).toBe(true))
  })
})

test('Connection Events', async () => {
  const console = new LogRecorder()
  const socket = await socketOf(6)
  await runExample(examples.get('Connection Events'), { globals: { socket, console } })
  socket.connect()
  await vi.waitFor(() => expect(console.lines).toEqual([['Connected:', socket.id]]))
  platform.io.of(STUDY).disconnectSockets()
  await vi.waitFor(() => expect(console.lines.at(-1)).toEqual(['Disconnected:', 'io server disconnect']))
  socket.auth = { token: 'not a token' }
  socket.connect()
  await vi.waitFor(() => expect(console.lines.at(-1)).toEqual(['Connection error:', expect.stringContaining('token')]))
})

test('Join Session, Leave Session', async () => {
  const other = await connected(7, 'session-uuid')
  const heard: unknown[][] = []
  other.onAny((...args: unknown[]) => heard.push(args))
  const socket = await connected(6)
  await runExample(examples.get('Join Session'), { globals: { socket } })
  await vi.waitFor(() => expect(heard).toEqual([['userJoined', { userId: student.userId, userName: student.name, timestamp: expect.any(String) }]]))
  await runExample(examples.get('Leave Session'), { globals: { socket } })
  await vi.waitFor(() => expect(heard.at(-1)).toEqual(['userLeft', { userId: student.userId, timestamp: expect.any(String) }]))
})

describe('Server-Side Events (Listen)', () => {
  const triggers: readonly (readonly [string, (sessionId: string, groupId: string) => Promise<unknown>])[] = [
    ['`userJoined`', (sessionId) => connected(7, sessionId)],
    ['`userLeft`', async (sessionId) => (await connected(7, sessionId)).emit('leaveSession', { sessionId })],
    ['`session.started`', (sessionId) => call('PUT', `/group-sessions/${sessionId}/start`)],
    ['`session.ended`', async (sessionId) => {
      await call('PUT', `/group-sessions/${sessionId}/start`)
      for (const index of [1, 2, 3]) for (let step = 0; step < 5; step++) await call('POST', `/group-sessions/${sessionId}/rounds/${index}/advance`)
    }],
    ['`round.advanced`', (sessionId) => roundIn(sessionId, 'VOTING')],
    ['`prompt.updated`', (sessionId) => call('PATCH', `/group-sessions/${sessionId}/rounds/1/prompt`, { prompt: 'What is the main idea?' })],
    ['`vote.submitted`', async (sessionId) => {
      await roundIn(sessionId, 'VOTING')
      await call('POST', `/group-sessions/${sessionId}/events`, { eventType: 'PI_VOTE_SUBMIT' })
    }],
    ['`revote.submitted`', async (sessionId) => {
      await roundIn(sessionId, 'REVOTING')
      await call('POST', `/group-sessions/${sessionId}/events`, { eventType: 'PI_REVOTE_SUBMIT' })
    }],
    ['`sharedCard.created`', async (sessionId) => {
      await roundIn(sessionId, 'EXPLAINING')
      await call('POST', `/group-sessions/${sessionId}/events`, { eventType: 'GROUP_EXPLANATION_SUBMIT' })
    }],
    ['`chat.message`', (sessionId, groupId) => call('POST', `/groups/${groupId}/sessions/${sessionId}/chat`, { message: 'I think the answer is A' })],
  ]

  test.each(triggers)('%s', async (heading, trigger) => {
    const example = examples.get(heading)
    const session = sessionAt(0)
    await finish(session.id)
    const console = new LogRecorder()
    const socket = await connected(6, session.id)
    await runExample(example, { globals: { socket, console } })
    await trigger(session.id, session.groupId)
    await vi.waitFor(() => expect(console.lines.length).toBeGreaterThan(0))
    const [data] = console.lines[0] ?? []
    // The fields that the example's comment lists.
    const fields = [...(example ?? '').matchAll(/^ {2}\/\/ {3}(\w+):/gm)].map(([, field = '']) => field)
    expect(Object.keys(data as object).sort()).toEqual(fields.sort())
    expect(new Date((data as { timestamp: string }).timestamp).toISOString()).toBe((data as { timestamp: string }).timestamp)
  })
})

test('React Hook Example', async () => {
  const session = sessionAt(1)
  const socket = await connected(6)
  const invalidated: unknown[] = []
  let cleanUp: (() => void) | undefined
  const globals = {
    useEffect: (effect: () => (() => void) | undefined) => void (cleanUp = effect()),
    useWebSocket: () => ({
      socket, isConnected: socket.connected,
      joinSession: (sessionId: string) => socket.emit('joinSession', { sessionId }),
      leaveSession: (sessionId: string) => socket.emit('leaveSession', { sessionId }),
    }),
    useQueryClient: () => ({ invalidateQueries: ({ queryKey }: { queryKey: unknown }) => invalidated.push(queryKey) }),
  }
  const { useSessionEvents } = await runExample(examples.get('React Hook Example'), { globals, wanted: ['useSessionEvents'] })
  expect((useSessionEvents as (id: string) => unknown)(session.id)).toEqual({ isConnected: true })
  await vi.waitFor(() => expect(platform.io.of(STUDY).adapter.rooms.has(`session:${session.id}`)).toBe(true))
  await finish(session.id)
  await roundIn(session.id, 'VOTING')
  await call('POST', `/group-sessions/${session.id}/events`, { eventType: 'PI_VOTE_SUBMIT' })
  await vi.waitFor(() => expect(invalidated).toEqual([['session', session.id], ['session', session.id], ['events', session.id]]))
  cleanUp?.()
  await vi.waitFor(() => expect(platform.io.of(STUDY).adapter.rooms.has(`session:${session.id}`)).toBe(false))
})

test('Error Handling, Connection Errors', async () => {
  const socket = await socketOf(6)
  socket.auth = { token: await platform.issueToken(student, { expiresInSeconds: -10 }) }
  let refreshed = 0
  const refreshAuthToken = () => {
    refreshed++
    return platform.issueToken(student)
  }
  await runExample(examples.get('Connection Errors'), { globals: { socket, refreshAuthToken } })
  socket.connect()
  await vi.waitFor(() => expect(socket.connected).toBe(true))
  expect(refreshed).toBe(1)
})

test('Error Handling, Reconnection', async () => {
  const socket = await socketOf(6)
  const invalidated: unknown[] = []
  const queryClient = { invalidateQueries: ({ queryKey }: { queryKey: unknown }) => invalidated.push(queryKey) }
  await runExample(examples.get('Reconnection'), { globals: { socket, queryClient, activeSessionId: 'S1' } })
  for (const times of [1, 2]) {
    socket.connect()
    await vi.waitFor(() => expect(platform.io.of(STUDY).adapter.rooms.has('session:S1')).toBe(true))
    expect(invalidated).toHaveLength(times)
    socket.disconnect()
    await vi.waitFor(() => expect(platform.io.of(STUDY).adapter.rooms.has('session:S1')).toBe(false))
  }
})

test('Manual Testing: the frames of the example', async () => {
  const session = sessionAt(2)
  await finish(session.id)
  const watcher = await connected(6, session.id)
  const frames: [string, Record<string, unknown>][] = []
  watcher.onAny((event: string, data: Record<string, unknown>) => frames.push([event, data]))
  await connected(7, session.id)
  await roundIn(session.id, 'VOTING')
  await vi.waitFor(() => expect(frames.map(([event]) => event)).toEqual(['userJoined', 'session.started', 'round.advanced']))
  expect(frames[0]?.[1]).toMatchObject({ userId: account(7).userId, userName: account(7).name })
  expect(frames[2]?.[1]).toMatchObject({ roundIndex: 1, status: 'VOTING' })
})
