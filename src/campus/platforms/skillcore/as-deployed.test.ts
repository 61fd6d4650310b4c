import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Socket } from 'socket.io-client'
import { announce, notify } from './notifications.ts'
import { next, TestCampus, until } from './test-campus.ts'

/* What the developer guide says differently from the document. */

let campus: TestCampus
beforeEach(async () => {
  campus = new TestCampus({ asDeployed: true })
  await campus.platform.start()
})
afterEach(() => campus.end())

/** Whether a message is acknowledged, asked with a second one behind it. */
async function isAnswered(socket: Socket, event: string, payload: unknown): Promise<boolean> {
  let answered = false
  socket.emit(event, payload, () => (answered = true))
  await socket.timeout(5_000).emitWithAck('presence:update', { status: 'ONLINE' })
  return answered
}

test('the default namespace is not there', async () => {
  await expect(campus.client(campus.admin, '/')).rejects.toMatchObject({ message: 'Invalid namespace' })
  await expect(campus.client(campus.admin, '/nowhere')).rejects.toMatchObject({ message: 'Invalid namespace' })
  const device = campus.platform.createDevice(campus.teacher.person)
  await device.connect()
  expect(device.connected).toBe(true)
  device.disconnect('graceful')
})

test('a bad token is refused with the same words as documented', async () => {
  const socket = campus.io(`${campus.platform.url}/messages`, { auth: { token: 'x' }, reconnection: false })
  expect(await next(socket, 'connect_error')).toMatchObject({ message: 'unauthorized' })
})

test('message:send instead of send-message; the message is flat, the answer under `data`', async () => {
  const socket = await campus.client(campus.teacher, '/messages')
  await socket.emitWithAck('conversation:join', { conversationId: 'conv-123' })
  expect(await isAnswered(socket, 'send-message', { conversationId: 'conv-123', body: 'documented form' })).toBe(false)
  const received = next(socket, 'message.new')
  expect(await socket.emitWithAck('message:send', { conversationId: 'conv-123', body: 'Hello' })).toEqual({ success: true, data: { messageId: 'message-1' } })
  expect(await received).toEqual({
    messageId: 'message-1',
    conversationId: 'conv-123',
    senderId: 'teacher-4',
    senderName: 'Tess Nilsson4',
    body: 'Hello',
    timestamp: expect.any(String),
    attachments: [],
  })
})

test('who joins and leaves a conversation is told by user:joined and user:left', async () => {
  const [socket, other] = [await campus.client(campus.teacher, '/messages'), await campus.client(campus.student, '/messages')]
  const member = { conversationId: 'conv-123', userId: 'student-5', userName: 'Sam Nilsson5' }
  await socket.emitWithAck('conversation:join', { conversationId: 'conv-123' })
  const joined = next(socket, 'user:joined')
  const left = next(socket, 'user:left')
  other.emit('conversation:join', { conversationId: 'conv-123' })
  other.emit('conversation:leave', { conversationId: 'conv-123' })
  expect([await joined, await left]).toEqual([member, member])
})

test('message:read is what makes message.read', async () => {
  const socket = await campus.client(campus.teacher, '/messages')
  await socket.emitWithAck('conversation:join', { conversationId: 'conv-123' })
  const read = next(socket, 'message.read')
  socket.emit('message:read', { messageId: 'message-7', conversationId: 'conv-123' })
  expect(await read).toEqual({ messageId: 'message-7', userId: 'teacher-4', readAt: expect.any(String) })
})

test('onlineUsers and studentsOnline are numbers; rooms have the guide\'s names and can be left', async () => {
  const [gradebook, live] = [await campus.client(campus.teacher, '/gradebook'), await campus.client(campus.teacher, '/live-class')]
  const joined = [next(gradebook, 'gradebook:joined'), next(live, 'class:joined')]
  gradebook.emit('gradebook:join', { classId: 'class-123', academicSessionId: 'session-1' })
  live.emit('class:join', { classId: 'class-123' })
  expect(await Promise.all(joined)).toEqual([
    { classId: 'class-123', academicSessionId: 'session-1', onlineUsers: 1 },
    { classId: 'class-123', studentsOnline: 0, teacherOnline: true },
  ])
  const rooms = (namespace: string): string[] => [...campus.platform.io.of(namespace).adapter.rooms.keys()]
  expect(rooms('/gradebook')).toContain('gradebook:class-123:session-1')
  expect(rooms('/live-class')).toContain('class:class-123')
  await gradebook.emitWithAck('gradebook:leave', { classId: 'class-123', academicSessionId: 'session-1' })
  await live.emitWithAck('class:leave', { classId: 'class-123' })
  expect([...rooms('/gradebook'), ...rooms('/live-class')].filter((room) => room.includes('class-123'))).toEqual([])
})

test('attendance is marked by teachers, in capitals, also in bulk', async () => {
  const [admin, teacher, student] = [await campus.client(campus.admin, '/attendance'), await campus.client(campus.teacher, '/attendance'), await campus.client(campus.student, '/attendance')]
  const [marked, bulk] = [next(admin, 'attendance.marked'), next(admin, 'attendance.bulk-marked')]
  const mark = { classId: 'class-123', studentId: 'student-5', date: '2026-10-02', status: 'LATE' }
  await teacher.emitWithAck('attendance:mark', mark)
  await teacher.emitWithAck('attendance:bulk-mark', { classId: 'class-123', date: '2026-10-02', records: [{ studentId: 'student-6', status: 'EXCUSED' }] })
  expect(await marked).toMatchObject({ studentId: 'student-5', status: 'LATE', markedBy: { id: 'teacher-4' } })
  expect(await bulk).toMatchObject({ classId: 'class-123', records: [{ studentId: 'student-6', status: 'EXCUSED' }] })
  expect(await teacher.emitWithAck('attendance:mark', { ...mark, status: 'tardy' })).toMatchObject({ success: false, error: expect.stringContaining('status') })
  const refused = next(student, 'error')
  student.emit('attendance:mark', mark)
  expect(await refused).toMatchObject({ code: 'UNAUTHORIZED' })
})

test('notifications are notification.received, on /notifications alone; announcements are one of them', async () => {
  const socket = await campus.client(campus.admin, '/notifications')
  const events: [string, unknown][] = []
  socket.onAny((event: string, payload: unknown) => events.push([event, payload]))
  notify(campus.platform.hub, campus.admin, { type: 'ATTENDANCE_ALERT', title: 'A', body: 'B', priority: 'normal' }, new Date())
  announce(campus.platform.hub, { title: 'Open day', body: 'On Friday' }, new Date())
  await until(() => expect(events).toMatchObject([
    ['notification.received', { type: 'ATTENDANCE_ALERT' }],
    ['notification.received', { type: 'SYSTEM_ANNOUNCEMENT', title: 'Open day' }],
  ]))
  expect(await socket.emitWithAck('notification:dismiss', { notificationId: 'notification-1' })).toMatchObject({ success: true })
  expect(await isAnswered(socket, 'notification.read', { notificationId: 'notification-1' })).toBe(false)
})

test('a refusal is an `error` event without acknowledgement, also at the rate limit', async () => {
  const socket = await campus.client(campus.stranger, '/messages')
  const errors: unknown[] = []
  socket.on('error', (error) => errors.push(error))
  expect(await isAnswered(socket, 'conversation:join', { conversationId: 'conv-123' })).toBe(false)
  expect(errors).toMatchObject([{ code: 'UNAUTHORIZED' }])
  let answers = 0
  for (let number = 3; number <= 101; number++) socket.emit('user:stop-typing', { conversationId: 'conv-999' }, () => answers++)
  await until(() => expect(errors[1]).toMatchObject({ code: 'RATE_LIMIT_EXCEEDED', retryAfter: expect.any(Number) }))
  expect(answers).toBe(98)
})

test('presence is in capitals and stays in the rooms of its person', async () => {
  const [teacher, classmate, stranger] = [await campus.client(campus.teacher, '/messages'), await campus.client(campus.student, '/messages'), await campus.client(campus.stranger, '/messages')]
  for (const socket of [teacher, classmate]) await socket.emitWithAck('conversation:join', { conversationId: 'conv-123' })
  let heard = 0
  stranger.on('presence:status-changed', () => heard++)
  const seen = next(classmate, 'presence:status-changed')
  teacher.emit('presence:update', { status: 'AWAY' })
  expect(await seen).toEqual({ userId: 'teacher-4', status: 'AWAY' })
  await stranger.emitWithAck('presence:update', { status: 'ONLINE' })
  expect(heard).toBe(0)
})
