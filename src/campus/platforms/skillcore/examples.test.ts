/* oxlint-disable react-hooks/exhaustive-deps, promise/no-promise-in-callback -- the examples are the document's, and useEffect here is a stand-in */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Socket } from 'socket.io-client'
import { postGrade } from './gradebook.ts'
import { postMessage } from './messages.ts'
import { next, Printed, settled, TestCampus, until } from './test-campus.ts'

/*
 * Every client example that the SkillCore document prints, run as it stands: URL and token are the campus's, types are
 * stripped. Each test has the name of the example's heading.
 */

let campus: TestCampus
let url: string
let accessToken: string
let console: Printed

beforeEach(async () => {
  campus = new TestCampus()
  await campus.platform.start()
  url = campus.platform.url
  accessToken = await campus.platform.issueToken(campus.teacher)
  console = new Printed()
})
afterEach(() => campus.end())

const io: TestCampus['io'] = (...args) => campus.io(...args)
const connected = (socket: Socket): Promise<void> => until(() => expect(socket.connected).toBe(true))

test('JavaScript/TypeScript Client', async () => {
  const socket: Socket = io(url, {
    auth: {
      token: accessToken,  // JWT access token
    },
    transports: ['websocket', 'polling'],
    reconnection: true,
    reconnectionDelay: 1000,
    reconnectionAttempts: 5,
  })

  // Connection events
  socket.on('connect', () => {
    console.log('Connected:', socket.id)
  })

  socket.on('disconnect', (reason) => {
    console.log('Disconnected:', reason)
  })

  socket.on('connect_error', (error) => {
    console.error('Connection error:', error)
  })

  await connected(socket)
  const id = socket.id
  campus.platform.io.of('/').disconnectSockets()
  await until(() => expect(console.lines).toEqual([['Connected:', id], ['Disconnected:', 'io server disconnect']]))
})

test('Authentication', async () => {
  const refused = vi.fn<() => void>()
  accessToken = `${accessToken}x`
  // Include token in auth object
  const socket = io(url, {
    auth: { token: accessToken }
  })

  // Server validates token on connection
  // Invalid tokens result in connection rejection
  socket.on('connect_error', (error) => {
    if (error.message === 'unauthorized') {
      // Token invalid or expired - refresh and reconnect
      refused()
    }
  })
  await until(() => expect(refused).toHaveBeenCalledOnce())
  expect(socket.connected).toBe(false)
})

test('Default Namespace (`/`): without a token all connections are refused', async () => {
  const socket = io(url)
  const error = await next(socket, 'connect_error')
  expect(error).toMatchObject({ message: 'unauthorized' })
})

test('Gradebook Namespace: Connect, Join Class Room', async () => {
  const socket = io(`${url}/gradebook`, {
    auth: { token: accessToken }
  })
  // Teacher joins class gradebook
  socket.emit('gradebook:join', {
    classId: 'class-123',
    academicSessionId: 'session-456',
  })

  // Server confirms join
  socket.on('gradebook:joined', (data) => {
    console.log('Joined gradebook:', data.classId)
    console.log('Users online:', data.onlineUsers)
  })
  await until(() => expect(console.lines).toHaveLength(2))
  expect(console.lines).toEqual([
    ['Joined gradebook:', 'class-123'],
    ['Users online:', [{ userId: 'teacher-4', userName: 'Tess Nilsson4' }]],
  ])
})

test('gradebook:typing', async () => {
  const socket = await campus.client(campus.teacher, '/gradebook')
  const other = await campus.client(campus.counselor, '/gradebook')
  for (const joiner of [socket, other]) {
    joiner.emit('gradebook:join', { classId: 'class-123', academicSessionId: 'session-456' })
    await next(joiner, 'gradebook:joined')
  }
  const typed = next(other, 'gradebook:typing')
  // Send typing indicator
  socket.emit('gradebook:typing', {
    lineItemId: 'lineitem-123',
    studentId: 'student-456',
  })

  // Receive typing indicator
  socket.on('gradebook:typing', (data) => {
    console.log(`${data.userName} is typing in cell ${data.studentId}/${data.lineItemId}`)
  })
  expect(await typed).toEqual({ lineItemId: 'lineitem-123', studentId: 'student-456', userId: 'teacher-4', userName: 'Tess Nilsson4' })
  other.emit('gradebook:typing', { lineItemId: 'lineitem-1', studentId: 'student-2' })
  await until(() => expect(console.text).toBe('Cora Nilsson3 is typing in cell student-2/lineitem-1'))
})

test('Messaging Namespace: Connect, Join Conversation', async () => {
  const socket = io(`${url}/messages`, {
    auth: { token: accessToken }
  })
  socket.emit('conversation:join', {
    conversationId: 'conv-123'
  })

  socket.on('conversation:joined', (data) => {
    console.log('Joined conversation:', data.conversationId)
    console.log('Participants:', data.participants)
  })
  await until(() => expect(console.lines).toHaveLength(2))
  expect(console.lines[0]).toEqual(['Joined conversation:', 'conv-123'])
  expect(console.lines[1]?.[1]).toContainEqual({ id: 'student-5', givenName: 'Sam', familyName: 'Nilsson5' })
})

test('user.typing', async () => {
  const socket = await campus.client(campus.teacher, '/messages')
  const other = await campus.client(campus.student, '/messages')
  for (const joiner of [socket, other]) {
    joiner.emit('conversation:join', { conversationId: 'conv-123' })
    await next(joiner, 'conversation:joined')
  }
  const typed = next(other, 'user:typing')
  // Send typing indicator
  socket.emit('user:typing', {
    conversationId: 'conv-123'
  })

  // Receive typing indicator
  socket.on('user:typing', (data) => {
    console.log(`${data.userName} is typing...`)
  })

  // Stop typing
  socket.emit('user:stop-typing', {
    conversationId: 'conv-123'
  })
  expect(await typed).toEqual({ conversationId: 'conv-123', userId: 'teacher-4', userName: 'Tess Nilsson4' })
  other.emit('user:typing', { conversationId: 'conv-123' })
  await until(() => expect(console.text).toBe('Sam Nilsson5 is typing...'))
})

test('send-message: Acknowledgment', async () => {
  const socket = await campus.client(campus.teacher, '/messages')
  const other = await campus.client(campus.student, '/messages')
  other.emit('conversation:join', { conversationId: 'conv-123' })
  await next(other, 'conversation:joined')
  const received = next(other, 'message.new')
  for (const messageData of [{ conversationId: 'conv-123', body: 'Bring the microscope slides.', attachmentIds: ['file-1'] }, { conversationId: 'conv-123', body: '' }]) {
    socket.emit('send-message', messageData, (response: { success: boolean; messageId: string; error: unknown }) => {
      if (response.success) {
        console.log('Message sent:', response.messageId)
      } else {
        console.error('Failed to send:', response.error)
      }
    })
  }
  await until(() => expect(console.lines).toHaveLength(2))
  expect(console.lines[0]).toEqual(['Message sent:', 'message-1'])
  expect(console.lines[1]).toMatchObject(['Failed to send:', { code: 'VALIDATION_ERROR' }])
  expect(await received).toMatchObject({
    messageId: 'message-1',
    sender: { id: 'teacher-4', givenName: 'Tess', familyName: 'Nilsson4' },
    body: 'Bring the microscope slides.',
    attachments: [{ id: 'file-1', fileName: 'file-1.pdf' }],
  })
})

test('Attendance Namespace: Connect', async () => {
  accessToken = await campus.platform.issueToken(campus.admin)
  const socket = io(`${url}/attendance`, {
    auth: { token: accessToken }
  })
  await connected(socket)
  await settled(socket)
  const marked = next(socket, 'attendance.marked')
  campus.platform.activities.find(({ name }) => name === 'attendance of a class')?.run(context())
  expect(await marked).toMatchObject({ status: expect.stringMatching(/^(present|absent|tardy|excused_absent)$/), markedBy: { id: expect.stringMatching(/^teacher-/) } })
})

test('Live Class Namespace: Connect, Join Class Session', async () => {
  const socket = io(`${url}/live-class`, {
    auth: { token: accessToken }
  })
  socket.emit('class:join', {
    classId: 'class-123'
  })

  socket.on('class:joined', (data) => {
    console.log('Joined class:', data.classId)
    console.log('Students online:', data.studentsOnline)
    console.log('Teacher online:', data.teacherOnline)
  })
  await until(() => expect(console.lines).toEqual([['Joined class:', 'class-123'], ['Students online:', []], ['Teacher online:', true]]))
})

test('Assessment Namespace: Connect, Join Assessment Session', async () => {
  const socket = io(`${url}/assessment`, {
    auth: { token: accessToken }
  })
  socket.emit('assessment:join', {
    assessmentId: 'assessment-123'
  })
  await connected(socket)
  await settled(socket)
  expect(campus.platform.io.of('/assessment').adapter.rooms.get('assessment-123')?.size).toBe(1)
})

test('Notification Namespace: Connect, notification.new', async () => {
  const toast = { show: vi.fn<(content: { title: string; message: string; variant: string }) => void>() }
  const updateNotificationBadge = vi.fn<() => void>()
  accessToken = await campus.platform.issueToken(campus.admin)
  const socket = io(`${url}/notifications`, {
    auth: { token: accessToken }
  })
  socket.on('notification.new', (notification) => {
    // Show toast notification
    toast.show({
      title: notification.title,
      message: notification.body,
      variant: notification.priority === 'urgent' ? 'destructive' : 'default',
    })

    // Update notification badge count
    updateNotificationBadge()
  })
  await connected(socket)
  await settled(socket)
  const random = context({ pick: 'truancy' })
  campus.platform.activities.find(({ name }) => name === 'intervention')?.run(random)
  await until(() => expect(updateNotificationBadge).toHaveBeenCalledOnce())
  expect(toast.show.mock.lastCall?.[0]).toMatchObject({ title: 'Attendance intervention', variant: 'destructive' })
})

test('Room Management: Join Room, Room Events, Leave Room', async () => {
  const socket = await campus.client(campus.teacher, '/live-class')
  // User joined room
  socket.on('room:user-joined', (data) => {
    console.log(`${data.userName} joined room ${data.room}`)
  })

  // User left room
  socket.on('room:user-left', (data) => {
    console.log(`${data.userName} left room ${data.room}`)
  })

  // Room users list
  socket.on('room:users', (data) => {
    console.log('Users in room:', data.users)
  })
  socket.emit('room:join', {
    room: 'class-123'  // classId, conversationId, etc.
  })
  await until(() => expect(console.lines).toEqual([['Users in room:', [{ userId: 'teacher-4', userName: 'Tess Nilsson4' }]]]))
  const other = await campus.client(campus.student, '/live-class')
  other.emit('room:join', { room: 'class-123' })
  other.emit('room:leave', { room: 'class-123' })
  await until(() => expect(console.lines.slice(1)).toEqual([['Sam Nilsson5 joined room class-123'], ['Sam Nilsson5 left room class-123']]))

  socket.emit('room:leave', {
    room: 'class-123'
  })
  await until(() => expect(campus.platform.io.of('/live-class').adapter.rooms.has('class-123')).toBe(false))
})

test('User Status', async () => {
  const socket = await campus.client(campus.teacher, '/')
  // Subscribe to user status
  socket.on('presence:status-changed', (data) => {
    console.log(`${data.userId} is now ${data.status}`)
  })
  // The document prints the type of the field; each of its four values is sent.
  for (const status of ['online', 'away', 'busy', 'offline'] as const) socket.emit('presence:update', { status })
  await until(() => expect(console.text).toBe('teacher-4 is now online\nteacher-4 is now away\nteacher-4 is now busy\nteacher-4 is now offline'))
})

test('Connection Errors', async () => {
  const refreshToken = vi.fn<() => Promise<string>>(() => campus.platform.issueToken(campus.teacher))
  const socket = io(url, { auth: { token: await campus.platform.issueToken(campus.teacher, { expiresInSeconds: -10 }) } }) as Socket & { auth: { token: string } }
  socket.on('connect_error', (error) => {
    if (error.message === 'unauthorized') {
      // Refresh token and reconnect
      void refreshToken().then(newToken => {
        socket.auth.token = newToken
        socket.connect()
      })
    }
  })
  await connected(socket)
  expect(refreshToken).toHaveBeenCalledOnce()
})

test('Event Errors', async () => {
  await campus.end()
  campus = new TestCampus({ limits: { eventsPerMinute: 2 } })
  await campus.platform.start()
  const socket = await campus.client(campus.student, '/messages')
  const codes: string[] = []
  const attempts = [
    { conversationId: 'conv-999', body: 'not mine' },
    { conversationId: 'conv-123' },
    { conversationId: 'conv-123', body: 'one too many' },
  ]
  for (const messageData of attempts) {
    socket.emit('send-message', messageData, (response: { success: boolean; error: { code: string } }) => {
      if (!response.success) {
        console.error('Error:', response.error)
        // Handle error codes
        switch (response.error.code) {
          case 'UNAUTHORIZED':
            // User doesn't have permission
            codes.push('UNAUTHORIZED')
            break
          case 'VALIDATION_ERROR':
            // Invalid message data
            codes.push('VALIDATION_ERROR')
            break
          case 'RATE_LIMIT_EXCEEDED':
            // Too many messages
            codes.push('RATE_LIMIT_EXCEEDED')
            break
        }
      }
    })
  }
  await until(() => expect(codes).toEqual(['UNAUTHORIZED', 'VALIDATION_ERROR', 'RATE_LIMIT_EXCEEDED']))
})

test('1. Reconnection Handling: after "io server disconnect" the example connects again', async () => {
  const currentRoom = 'class-123'
  const socket = io(`${url}/live-class`, { auth: { token: accessToken }, reconnectionDelay: 10, reconnectionDelayMax: 10 })
  let reconnectAttempts = 0

  socket.on('disconnect', (reason) => {
    if (reason === 'io server disconnect') {
      // Server forcefully disconnected - manual reconnect
      socket.connect()
    }
    // else automatic reconnection will occur
  })

  socket.on('reconnect_attempt', (attemptNumber) => {
    reconnectAttempts = attemptNumber
    console.log(`Reconnect attempt ${attemptNumber}`)
  })

  socket.on('reconnect', (attemptNumber) => {
    console.log('Reconnected after', attemptNumber, 'attempts')
    reconnectAttempts = 0

    // Re-join rooms
    socket.emit('room:join', { room: currentRoom })
  })
  await connected(socket)
  const first = socket.id
  campus.platform.io.of('/live-class').disconnectSockets()
  await until(() => expect(socket.connected && socket.id !== first).toBe(true))

  // `reconnect` is an event of the Manager since version 3, so this part of the example never runs.
  campus.platform.io.of('/live-class').sockets.forEach((one) => one.conn.close())
  await until(() => expect(socket.connected).toBe(false))
  await connected(socket)
  await settled(socket)
  expect(reconnectAttempts).toBe(0)
  expect(console.lines).toEqual([])
})

/** React's: runs the effect, gives its clean-up to the test. */
let cleanUps: (() => void)[] = []
const useEffect = (effect: () => (() => void) | void, _dependencies: unknown[]): void => {
  const cleanUp = effect()
  if (cleanUp) cleanUps.push(cleanUp)
}
afterEach(() => {
  cleanUps = []
})

test('2. Room Cleanup', async () => {
  const socket = await campus.client(campus.teacher, '/live-class')
  const classId = 'class-123'
  // Leave rooms on unmount
  useEffect(() => {
    socket.emit('room:join', { room: classId })

    return () => {
      socket.emit('room:leave', { room: classId })
    }
  }, [classId])
  const rooms = campus.platform.io.of('/live-class').adapter.rooms
  await until(() => expect(rooms.has(classId)).toBe(true))
  for (const cleanUp of cleanUps) cleanUp()
  await until(() => expect(rooms.has(classId)).toBe(false))
})

test('3. Event Listeners Cleanup', async () => {
  const socket = await campus.client(campus.teacher, '/messages')
  socket.emit('conversation:join', { conversationId: 'conv-123' })
  await next(socket, 'conversation:joined')
  let messages: unknown[] = []
  const setMessages = (change: (before: unknown[]) => unknown[]): void => void (messages = change(messages))
  useEffect(() => {
    const handleNewMessage = (data: unknown) => {
      setMessages(prev => [...prev, data])
    }

    socket.on('message.new', handleNewMessage)

    return () => {
      socket.off('message.new', handleNewMessage)
    }
  }, [])
  postMessage(campus.platform.hub, 'conv-123', campus.student, 'Which pages?', [], new Date())
  await until(() => expect(messages).toHaveLength(1))
  for (const cleanUp of cleanUps) cleanUp()
  postMessage(campus.platform.hub, 'conv-123', campus.student, 'Found them.', [], new Date())
  await settled(socket)
  expect(messages).toMatchObject([{ body: 'Which pages?', attachments: [] }])
})

test('Rate Limiting: Rate Limit Exceeded', async () => {
  const socket = await campus.client(campus.teacher, '/gradebook')
  socket.on('error', (error) => {
    if (error.code === 'RATE_LIMIT_EXCEEDED') {
      console.error('Rate limit exceeded:', error.retryAfter)
    }
  })
  for (let number = 1; number <= 101; number++) socket.emit('gradebook:typing', { lineItemId: 'lineitem-1', studentId: 'student-5' })
  await until(() => expect(console.lines).toHaveLength(1))
  const retryAfter = console.lines[0]?.[1]
  expect(retryAfter).toBeGreaterThan(0)
  expect(retryAfter).toBeLessThanOrEqual(60)
})

test('React Hooks: Custom Hook', async () => {
  const socket = await campus.client(campus.teacher, '/gradebook')
  function useSocket<T>(
    event: string,
    handler: (data: T) => void
  ) {
    useEffect(() => {
      socket.on(event, handler)

      return () => {
        socket.off(event, handler)
      }
    }, [event, handler])
  }

  // Usage
  function GradebookView(_props: { classId: string }) {
    useSocket('grade.posted', (data) => {
      console.log('New grade:', data)
      // Update UI
    })
  }
  GradebookView({ classId: 'class-123' })
  socket.emit('room:join', { room: 'class-123' })
  await next(socket, 'room:users')
  const grade = { resultId: 'result-1', lineItemId: 'lineitem-1', student: campus.student, score: 17, maxScore: 20 }
  postGrade(campus.platform.hub, 'class-123', grade, campus.teacher, new Date(0))
  await until(() => expect(console.lines).toHaveLength(1))
  expect(console.lines[0]?.[1]).toEqual({
    resultId: 'result-1',
    lineItemId: 'lineitem-1',
    studentId: 'student-5',
    score: 17,
    scorePercent: 85,
    letterGrade: 'B',
    postedAt: '1970-01-01T00:00:00.000Z',
    postedBy: { id: 'teacher-4', givenName: 'Tess', familyName: 'Nilsson4' },
  })
})

/** The story's side of a test: everybody is there without a device; `pick` is chosen wherever it can be. */
function context(wanted: { readonly pick?: string } = {}) {
  const random = {
    next: () => 0.5,
    int: (min: number) => min,
    pick: <T>(items: readonly T[]): T => items.find((item) => item === wanted.pick) ?? (items[0] as T),
    chance: () => false,
  }
  const { school } = campus.platform.hub.world
  return { school, random, now: () => new Date(), present: school.persons, deviceOf: () => undefined }
}
