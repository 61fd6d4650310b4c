import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { LogRecorder, readExamples, runExample } from '../../kit/client-example.ts'
import { createSchool } from '../../population/school.ts'
import { Endiapi } from './index.ts'

/* Each client example of the endiAPI document, run as it stands against the documented form; tests are named by its headings. */

const examples = readExamples(new URL('client-examples.md', import.meta.url))
const platform = new Endiapi({ school: createSchool(1, 40), port: 0, asDeployed: false, adminFeed: false, adminFeedPassword: '' })
const sockets: Socket[] = []
const localUrl = 'http://localhost:8000'

beforeAll(() => platform.start())
afterAll(() => platform.stop())
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect()
})

/** A course with its lecturer and one of its students. */
function people() {
  const course = platform.discussions.courses[1] ?? expect.fail('no course')
  const [student, video] = [course.students[0] ?? expect.fail('no student'), course.videos[0] ?? expect.fail('no video')]
  return { course, video, student, lecturer: course.lecturer }
}
const { course, video, student, lecturer } = people()

function tracked(socket: Socket): Socket {
  sockets.push(socket)
  return socket
}

/** The document's `io`; the socket ends with the test, and is not shared between examples. */
const ioOf = (url: string, options: Parameters<typeof io>[1]) => tracked(io(url, { forceNew: true, ...options }))

async function socketOf(account = lecturer): Promise<Socket> {
  return tracked(io(platform.url, { auth: { token: await platform.issueToken(account) }, autoConnect: false, forceNew: true, reconnection: false }))
}

async function connected(account = lecturer): Promise<Socket> {
  const socket = await socketOf(account)
  socket.connect()
  await vi.waitFor(() => expect(socket.connected).toBe(true))
  return socket
}

/** `fetch` of a page of the platform's own origin, with the browser's cookie. */
function pageFetch(token?: string) {
  return (path: string, init: RequestInit = {}) => fetch(`${platform.url}${path}`, { ...init, headers: { ...(init.headers as Record<string, string>), ...(token !== undefined && { cookie: `access_token=${token}` }) } })
}

const question = 'How do I declare a variable in Python? I tried using var but it didn\'t work, and then I looked at the first lesson again without finding where it is said.'
const ask = () => platform.discussions.ask(course, video, student, question)

describe('1. WebSocket Connection, Client Connection Example', () => {
  test('auth.token', async () => {
    const console = new LogRecorder()
    const { socket } = await runExample(examples.get('Client Connection Example'), {
      replace: { [localUrl]: platform.url }, globals: { io: ioOf, console, accessToken: await platform.issueToken(lecturer) }, wanted: ['socket'],
    })
    await vi.waitFor(() => expect(console.lines).toEqual([['✅ Connected to WebSocket server'], ['Socket ID:', (socket as Socket).id]]))
    platform.io.disconnectSockets()
    await vi.waitFor(() => expect(console.lines.at(-1)).toEqual(['❌ Disconnected:', 'io server disconnect']))
  })

  test('OR use Authorization header', async () => {
    const console = new LogRecorder()
    const header = { '    token: accessToken  // JWT': '    // JWT', '  // extraHeaders: {': '  extraHeaders: {', '  //   Authorization: `Bearer ${accessToken}`': '    Authorization: `Bearer ${accessToken}`', '  // }\n': '  }\n' }
    await runExample(examples.get('Client Connection Example'), { replace: { [localUrl]: platform.url, ...header }, globals: { io: ioOf, console, accessToken: await platform.issueToken(lecturer) } })
    await vi.waitFor(() => expect(console.lines[0]).toEqual(['✅ Connected to WebSocket server']))
  })

  test('usually authentication failure', async () => {
    const console = new LogRecorder()
    await runExample(examples.get('Client Connection Example'), { replace: { [localUrl]: platform.url }, globals: { io: ioOf, console, accessToken: 'x' } })
    await vi.waitFor(() => expect(console.lines).toEqual([['Connection error:', 'Invalid token']]))
  })
})

test('2. Authentication, Token Format', async () => {
  const { socket, accessToken } = await runExample(examples.get('Token Format'), {
    replace: { [localUrl]: platform.url }, globals: { io: ioOf, fetch: pageFetch(), email: platform.admin.email, password: platform.admin.password }, wanted: ['socket', 'accessToken'],
  })
  expect(accessToken).toEqual(expect.stringMatching(/^ey/))
  await vi.waitFor(() => expect((socket as Socket).connected).toBe(true))
})

test('3. Receiving Notifications, Notification Event', async () => {
  const socket = await connected()
  const console = new LogRecorder()
  const [handleThreadNotification, handleUserCreatedNotification] = [vi.fn(), vi.fn()]
  await runExample(examples.get('Notification Event'), { globals: { socket, console, handleThreadNotification, handleUserCreatedNotification } })
  ask()
  await vi.waitFor(() => expect(handleThreadNotification).toHaveBeenCalledTimes(1))
  expect(console.lines).toEqual([['New notification received:', expect.objectContaining({ type: 'thread/discussion', read: false })]])
  expect(handleUserCreatedNotification).not.toHaveBeenCalled()
})

describe('4. Thread/Discussion Notifications', () => {
  /** The keys of the document's JSON example, at both levels. */
  const keysOf = (notification: unknown) => {
    const { payload, ...outer } = notification as { payload: object }
    return [Object.keys(outer).sort(), Object.keys(payload).sort()]
  }

  test('Example: Thread Created', async () => {
    const socket = await connected()
    const received: unknown[] = []
    socket.on('notification', (notification: unknown) => received.push(notification))
    const page = { updateNotificationBadge: vi.fn(), showNotificationToast: vi.fn(), fetchUnreadThreads: vi.fn() }
    await runExample(examples.get('Example: Thread Created / Client Handler'), { globals: { socket, ...page } })
    const thread = ask()
    await vi.waitFor(() => expect(page.fetchUnreadThreads).toHaveBeenCalledTimes(1))
    expect(page.updateNotificationBadge).toHaveBeenCalledTimes(1)
    expect(page.showNotificationToast).toHaveBeenCalledWith({ title: 'New Question', message: `${student.name} asked: ${question.slice(0, 150)}`, video: video.title })
    expect(keysOf(received[0])).toEqual(keysOf(JSON.parse(examples.get('Example: Thread Created') ?? '')))
    expect(received[0]).toMatchObject({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), payload: { action: 'thread_created', threadId: thread.id, videoId: video.id } })
  })

  test('Example: Message Added', async () => {
    const socket = await connected(student)
    const received: unknown[] = []
    socket.on('notification', (notification: unknown) => received.push(notification))
    const page = { updateNotificationBadge: vi.fn(), showNotificationToast: vi.fn(), refreshThreadMessages: vi.fn(), openThread: vi.fn() }
    await runExample(examples.get('Example: Message Added / Client Handler'), { globals: { socket, currentThreadId: 'another', ...page } })
    platform.discussions.reply(ask(), lecturer, 'Simply assign a value like: x = 10')
    await vi.waitFor(() => expect(page.showNotificationToast).toHaveBeenCalledWith(expect.objectContaining({ title: 'New Reply', message: `${lecturer.name}: Simply assign a value like: x = 10` })))
    expect(page.refreshThreadMessages).not.toHaveBeenCalled()
    expect(keysOf(received[0])).toEqual(keysOf(JSON.parse(examples.get('Example: Message Added') ?? '')))
  })
})

describe('5. Complete Client Example', () => {
  async function service(token: string) {
    const console = new LogRecorder()
    const badge = { textContent: '' as unknown }
    const shown: unknown[][] = []
    const BrowserNotification = Object.assign(function (this: unknown, ...args: unknown[]) {
      shown.push(args)
    }, { permission: 'granted' })
    const window = { Notification: BrowserNotification, addEventListener: vi.fn(), location: { href: '' } }
    const globals = {
      io: ioOf, console, window, Notification: BrowserNotification, accessToken: token, fetch: pageFetch(token),
      document: { getElementById: (id: string) => (id === 'notification-badge' ? badge : null) },
    }
    const { notificationService } = await runExample(examples.get('5. Complete Client Example'), { replace: { [localUrl]: platform.url }, globals, wanted: ['notificationService'] })
    return { console, badge, shown, window, service: notificationService as { socket: Socket; disconnect(): void; refreshTokenAndReconnect?: () => void } }
  }

  test('shows questions and counts the unread threads', async () => {
    const { console, badge, shown, window, service: own } = await service(await platform.issueToken(lecturer))
    await vi.waitFor(() => expect(console.lines).toEqual([['✅ WebSocket connected']]))
    ask()
    await vi.waitFor(() => expect(badge.textContent).toBe(platform.discussions.unreadFor(lecturer.userId).length))
    expect(shown).toEqual([['New Question', { body: `${student.name} asked a question about "${video.title}"`, icon: '/icon.png' }]])
    own.socket.emit('ping')
    await vi.waitFor(() => expect(console.lines.at(-1)).toEqual(['Pong received']))
    expect(window.addEventListener).toHaveBeenCalledWith('beforeunload', expect.any(Function))
    own.disconnect()
    expect(console.lines.at(-1)).toEqual(['❌ WebSocket disconnected:', 'io client disconnect'])
  })

  test('shows replies, and connects again when the server disconnects it', async () => {
    const { console, shown } = await service(await platform.issueToken(student))
    await vi.waitFor(() => expect(console.lines).toEqual([['✅ WebSocket connected']]))
    platform.io.disconnectSockets()
    await vi.waitFor(() => expect(console.lines).toEqual([['✅ WebSocket connected'], ['❌ WebSocket disconnected:', 'io server disconnect'], ['✅ WebSocket connected']]))
    platform.discussions.reply(ask(), lecturer, 'Try again')
    await vi.waitFor(() => expect(shown).toEqual([['New Reply', { body: `${lecturer.name} replied`, icon: '/icon.png' }]]))
  })

  test('handles authentication errors', async () => {
    const { console, service: own } = await service('')
    own.refreshTokenAndReconnect = vi.fn()
    await vi.waitFor(() => expect(own.refreshTokenAndReconnect).toHaveBeenCalledTimes(1))
    expect(console.lines).toEqual([['Connection error:', 'Authentication required']])
  })
})

describe('7. Connection Management', () => {
  test('Reconnection', async () => {
    const { socket } = await runExample(examples.get('Reconnection'), { replace: { [localUrl]: platform.url }, globals: { io: ioOf, accessToken: await platform.issueToken(lecturer) }, wanted: ['socket'] })
    await vi.waitFor(() => expect((socket as Socket).connected).toBe(true))
    await platform.crash()
    await vi.waitFor(() => expect((socket as Socket).connected).toBe(false))
    await platform.start()
    await vi.waitFor(() => expect((socket as Socket).connected).toBe(true), { timeout: 10_000 })
  })

  test('Manual Reconnection', async () => {
    const socket = await connected()
    const { id } = socket
    await runExample(examples.get('Manual Reconnection'), { globals: { socket } })
    await vi.waitFor(() => expect(socket.connected).toBe(true))
    expect(socket.id).not.toBe(id)
  })

  test('Connection Status', async () => {
    const console = new LogRecorder()
    const socket = await socketOf()
    await runExample(examples.get('Connection Status'), { globals: { socket, console } })
    socket.connect()
    await vi.waitFor(() => expect(console.lines).toEqual([['Connected:', true]]))
    socket.disconnect()
    expect(console.lines.at(-1)).toEqual(['Connected:', false])
  })
})

describe('8. Error Handling', () => {
  test('Authentication Failed', async () => {
    const socket = await socketOf()
    socket.auth = {}
    await runExample(examples.get('Common Errors / Authentication Failed'), { globals: { socket, refreshAccessToken: () => platform.issueToken(lecturer) } })
    socket.connect()
    await vi.waitFor(() => expect(socket.connected).toBe(true))
  })

  test('Connection Lost', async () => {
    const console = new LogRecorder()
    const socket = await connected()
    await runExample(examples.get('Common Errors / Connection Lost'), { globals: { socket, console } })
    const { id } = socket
    platform.io.disconnectSockets()
    await vi.waitFor(() => expect(socket.connected && socket.id !== id).toBe(true))
    // Whoever still polls hears of it as another error, which the example says nothing of.
    await vi.waitFor(() => expect(socket.io.engine.transport.name).toBe('websocket'))
    await platform.crash()
    try {
      await vi.waitFor(() => expect(console.lines).toEqual([['Connection lost, reconnecting...']]))
    } finally {
      await platform.start()
    }
  })
})

test('9. Testing WebSocket Connection, Browser Console Test', async () => {
  const console = new LogRecorder()
  await runExample(examples.get('Browser Console Test'), { replace: { [localUrl]: platform.url, 'your-jwt-access-token': await platform.issueToken(lecturer) }, globals: { io: ioOf, console } })
  await vi.waitFor(() => expect(console.lines.at(-1)).toEqual(['Pong received']))
  ask()
  await vi.waitFor(() => expect(console.lines.at(-1)).toEqual(['Notification:', expect.objectContaining({ type: 'thread/discussion' })]))
})

describe('10. Best Practices', () => {
  test('1. Store Access Token Securely', async () => {
    const stored = await platform.issueToken(lecturer)
    const { token } = await runExample(examples.get('1. Store Access Token Securely'), { globals: { localStorage: { getItem: (key: string) => (key === 'access_token' ? stored : null) } }, wanted: ['token'] })
    expect(token).toBe(stored)
  })

  test('2. Handle Token Refresh', async () => {
    const socket = await socketOf()
    socket.auth = { token: await platform.issueToken(lecturer, { expiresInSeconds: -5 }) }
    await runExample(examples.get('2. Handle Token Refresh'), { globals: { socket, refreshAccessToken: () => platform.issueToken(lecturer) } })
    socket.connect()
    await vi.waitFor(() => expect(socket.connected).toBe(true))
  })

  test('3. Clean Up on Unmount', async () => {
    const token = await platform.issueToken(lecturer)
    let cleanUp: (() => void) | undefined
    const useEffect = (effect: () => () => void) => void (cleanUp = effect())
    await runExample(examples.get('3. Clean Up on Unmount'), { replace: { [localUrl]: platform.url }, globals: { io: ioOf, token, useEffect } })
    await vi.waitFor(() => expect(sockets[0]?.connected).toBe(true))
    cleanUp?.()
    expect(sockets[0]?.connected).toBe(false)
  })

  test('4. Handle Multiple Tabs', async () => {
    const tabs = [await connected(), await connected()]
    const received: { id: string }[] = []
    for (const tab of tabs) tab.on('notification', (notification: { id: string }) => received.push(notification))
    ask()
    await vi.waitFor(() => expect(received).toHaveLength(2))
    expect(received[0]?.id).toBe(received[1]?.id)
  })

  test('5. Show Connection Status', async () => {
    const socket = await socketOf()
    const showConnectionStatus = vi.fn()
    await runExample(examples.get('5. Show Connection Status'), { globals: { socket, showConnectionStatus } })
    socket.connect()
    await vi.waitFor(() => expect(showConnectionStatus.mock.calls).toEqual([['connected']]))
    socket.disconnect()
    expect(showConnectionStatus.mock.calls).toEqual([['connected'], ['disconnected']])
  })
})

test('13. API Integration', async () => {
  const thread = ask()
  const refreshUnreadThreads = vi.fn()
  const socket = await connected()
  const { threads } = await runExample(examples.get('13. API Integration'), { globals: { socket, token: await platform.issueToken(lecturer), fetch: pageFetch(), refreshUnreadThreads }, wanted: ['threads'] })
  expect(threads).toContainEqual(expect.objectContaining({ id: thread.id, question }))
  ask()
  await vi.waitFor(() => expect(refreshUnreadThreads).toHaveBeenCalledTimes(1))
})
