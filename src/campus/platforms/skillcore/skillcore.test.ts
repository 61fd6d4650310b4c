import { afterEach, describe, expect, test } from 'vitest'
import type { Socket } from 'socket.io-client'
import { MFA_CODE } from './auth.ts'
import { next, settled, TestCampus, until } from './test-campus.ts'

let campus: TestCampus
afterEach(() => campus.end())

async function start(options: ConstructorParameters<typeof TestCampus>[0] = {}): Promise<TestCampus> {
  campus = new TestCampus(options)
  await campus.platform.start()
  return campus
}

/** All arguments of all events that arrived on a socket. */
function recorded(socket: Socket): [string, unknown][] {
  const events: [string, unknown][] = []
  socket.onAny((event: string, payload: unknown) => events.push([event, payload]))
  return events
}

async function post(path: string, body: unknown): Promise<{ status: number; json: Record<string, unknown> }> {
  const response = await fetch(campus.platform.url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: typeof body === 'string' ? body : JSON.stringify(body) })
  return { status: response.status, json: (await response.json()) as Record<string, unknown> }
}

describe('sign-in', () => {
  test('login gives an access token that every namespace takes, and a refresh token that gives another', async () => {
    const { admin, platform } = await start()
    const { status, json } = await post('/api/auth/login', { email: admin.email, password: admin.password })
    expect(status).toBe(200)
    expect(Object.keys(json)).toEqual(['accessToken', 'refreshToken'])
    const claims = JSON.parse(Buffer.from(String(json['accessToken']).split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
    expect(claims).toMatchObject({ iss: 'skillcore-api', aud: 'skillcore-webapp', sub: admin.userId, email: admin.email, role: 'SYSTEM_ADMIN', tenantId: 'tenant-1', schoolId: 'school-1', permissions: ['*'] })
    expect(Number(claims['exp']) - Number(claims['iat'])).toBeGreaterThanOrEqual(15 * 60)
    const renewed = await post('/api/auth/refresh', { refreshToken: json['refreshToken'] })
    expect(Object.keys(renewed.json)).toEqual(['accessToken'])
    const socket = campus.io(`${platform.url}/gradebook`, { auth: { token: renewed.json['accessToken'] } })
    await until(() => expect(socket.connected).toBe(true))
  })

  test('wrong password, no JSON, foreign refresh token', async () => {
    const { admin } = await start()
    expect(await post('/api/auth/login', { email: admin.email, password: 'x' })).toEqual({ status: 401, json: { error: 'Invalid email or password' } })
    expect((await post('/api/auth/login', '{')).status).toBe(400)
    // An access token is no refresh token.
    expect((await post('/api/auth/refresh', { refreshToken: await campus.platform.issueToken(admin) })).status).toBe(401)
  })

  test('one account wants a second factor', async () => {
    const { counselor } = await start()
    const { email, password } = counselor
    expect(await post('/api/auth/login', { email, password })).toMatchObject({ status: 401, json: { mfaRequired: true } })
    expect(await post('/api/auth/login', { email, password, mfaCode: MFA_CODE })).toMatchObject({ status: 200 })
  })

  test('the sixth attempt after five failures is refused, the password right or wrong', async () => {
    const { student, admin } = await start()
    for (let attempt = 1; attempt <= 5; attempt++) expect((await post('/api/auth/login', { email: student.email, password: 'x' })).status).toBe(401)
    const refused = await post('/api/auth/login', { email: student.email, password: student.password })
    expect(refused.status).toBe(429)
    expect(Number(refused.json['retryAfter'])).toBeGreaterThan(14 * 60)
    expect((await post('/api/auth/login', { email: admin.email, password: admin.password })).status).toBe(200)
  })

  test('expired, for another audience, of nobody, in another way: unauthorized', async () => {
    const { admin, platform } = await start()
    const auths = [
      { auth: { token: await platform.issueToken(admin, { expiresInSeconds: -1 }) } },
      { auth: { token: await platform.issueToken(admin, { claims: { aud: 'other' } }) } },
      { auth: { token: await platform.issueToken(admin, { claims: { sub: 'nobody-1' } }) } },
      { auth: { token: { toString: 'x' } } },
      { query: { token: await platform.issueToken(admin) } },
      { extraHeaders: { authorization: `Bearer ${await platform.issueToken(admin)}` } },
    ]
    for (const options of auths) {
      const socket = campus.io(`${platform.url}/messages`, { ...options, reconnection: false })
      expect(await next(socket, 'connect_error')).toMatchObject({ message: 'unauthorized' })
    }
  })
})

describe('limits', () => {
  test('the eleventh connection of a user is refused in words, until one is closed', async () => {
    const { teacher, student, platform } = await start()
    const open: Socket[] = []
    for (let number = 1; number <= 10; number++) open.push(await campus.client(teacher, '/messages'))
    await expect(campus.client(teacher, '/gradebook')).rejects.toMatchObject({ message: 'Connection limit exceeded: 10 concurrent connections per user', data: { code: 'RATE_LIMIT_EXCEEDED' } })
    await campus.client(student, '/gradebook')
    open[0]?.disconnect()
    await until(() => expect(platform.io.of('/messages').sockets.size).toBe(9))
    await campus.client(teacher, '/gradebook')
  })

  test('all namespaces on one Manager are one connection', async () => {
    const { teacher, platform } = await start({ limits: { connectionsPerUser: 1 } })
    const device = platform.createDevice(teacher.person)
    await device.connect()
    expect(device.connected).toBe(true)
    await expect(campus.client(teacher, '/messages')).rejects.toThrow('Connection limit exceeded')
    device.disconnect('graceful')
  })

  test('100 events a minute a connection, over all its namespaces; then `error` and the acknowledgement say so', async () => {
    const { teacher, platform } = await start({ limits: { windowMs: 700 } })
    const socket = await campus.client(teacher, '/gradebook')
    const events = recorded(socket)
    for (let number = 1; number <= 100; number++) socket.emit('presence:update', { status: 'online' })
    const answer: unknown = await socket.emitWithAck('presence:update', { status: 'away' })
    expect(answer).toMatchObject({ success: false, error: { code: 'RATE_LIMIT_EXCEEDED', retryAfter: 1 } })
    await until(() => expect(events.filter(([event]) => event === 'presence:status-changed')).toHaveLength(100))
    expect(events.filter(([event]) => event === 'error')).toMatchObject([['error', { code: 'RATE_LIMIT_EXCEEDED', retryAfter: 1 }]])
    // Another connection of the same user has a limit of its own.
    const other = await campus.client(teacher, '/gradebook')
    expect(await other.emitWithAck('presence:update', { status: 'busy' })).toEqual({ success: true })
    // The window slides.
    await expect.poll(() => socket.emitWithAck('presence:update', { status: 'away' }), { timeout: 5_000, interval: 100 }).toEqual({ success: true })
    expect(platform.sentTo(teacher.userId).get('/gradebook error')).toBeGreaterThanOrEqual(1)
  })

  test('20 room joins a minute, whatever message joins', async () => {
    const { admin } = await start()
    const socket = await campus.client(admin, '/gradebook')
    const events = recorded(socket)
    for (let number = 1; number <= 10; number++) {
      socket.emit('room:join', { room: `class-${number}` })
      socket.emit('gradebook:join', { classId: `class-${number}`, academicSessionId: 'session-1' })
    }
    socket.emit('gradebook:join', { classId: 'class-21', academicSessionId: 'session-1' })
    await until(() => expect(events.filter(([event]) => event === 'error')).toHaveLength(1))
    expect(events.filter(([event]) => event === 'room:users' || event === 'gradebook:joined')).toHaveLength(20)
    // Other messages still pass.
    expect(await socket.emitWithAck('presence:update', { status: 'away' })).toEqual({ success: true })
  })
})

describe('rights and payloads', () => {
  test('who may join what', async () => {
    const { admin, teacher, student, stranger, parent } = await start()
    const gradebook = { classId: 'class-123', academicSessionId: 'session-1' }
    const cases: [typeof admin, string, string, unknown, boolean][] = [
      [admin, '/gradebook', 'gradebook:join', { classId: 'any-class', academicSessionId: 's' }, true],
      [teacher, '/gradebook', 'gradebook:join', gradebook, true],
      [student, '/gradebook', 'gradebook:join', gradebook, false],
      [student, '/gradebook', 'room:join', { room: 'class-123' }, false],
      [student, '/live-class', 'class:join', { classId: 'class-123' }, true],
      [stranger, '/live-class', 'class:join', { classId: 'class-123' }, false],
      [stranger, '/messages', 'conversation:join', { conversationId: 'conv-123' }, false],
      [parent, '/messages', 'conversation:join', { conversationId: 'conv-parent-8' }, true],
      [student, '/notifications', 'room:join', { room: 'user:student-6' }, false],
      [student, '/notifications', 'room:join', { room: 'user:student-5' }, true],
      [stranger, '/assessment', 'assessment:join', { assessmentId: 'assessment-123' }, false],
      [teacher, '/notifications', 'room:join', { room: 'school:school-1:admins' }, false],
    ]
    for (const [account, namespace, event, payload, allowed] of cases) {
      const socket = await campus.client(account, namespace)
      const answer: unknown = await socket.emitWithAck(event, payload)
      expect([event, payload, answer]).toMatchObject([event, payload, allowed ? { success: true } : { success: false, error: { code: 'UNAUTHORIZED' } }])
      socket.disconnect()
    }
  })

  test('whatever is sent, the server answers and lives', async () => {
    const { admin, platform } = await start({ limits: { eventsPerMinute: 10_000, joinsPerMinute: 10_000 } })
    const events: Record<string, string[]> = {
      '/': ['room:join', 'presence:update'],
      '/gradebook': ['gradebook:join', 'gradebook:typing', 'room:leave'],
      '/messages': ['conversation:join', 'user:typing', 'user:stop-typing', 'send-message'],
      '/live-class': ['class:join', 'poll.submit', 'whiteboard.draw', 'hand-raised'],
      '/assessment': ['assessment:join'],
      '/notifications': ['notification.read'],
    }
    const hostile: unknown[] = [null, 7, 'text', [], {}, { room: 'x'.repeat(10_000) }, { classId: {}, conversationId: null }, JSON.parse('{"__proto__":{"room":"class-1"}}'), Buffer.from('binary')]
    for (const [namespace, names] of Object.entries(events)) {
      const socket = await campus.client(admin, namespace)
      const received = recorded(socket)
      for (const name of names) {
        for (const payload of hostile) {
          expect([name, payload, await socket.timeout(2_000).emitWithAck(name, payload)]).toMatchObject([name, payload, { success: false, error: { code: 'VALIDATION_ERROR' } }])
          socket.emit(name, payload)
        }
        socket.emit(name)
      }
      await settled(socket)
      // Without an acknowledgement the refusal is an event.
      expect(received.filter(([event]) => event === 'error')).toHaveLength(names.length * (hostile.length + 1))
    }
    expect(platform.running).toBe(true)
  })

  test('an unknown event is answered by nobody', async () => {
    const { admin } = await start()
    const socket = await campus.client(admin, '/messages')
    const events = recorded(socket)
    let answered = false
    socket.emit('message:send', { conversationId: 'conv-123', body: 'guide form' }, () => (answered = true))
    await settled(socket)
    expect([answered, events]).toEqual([false, []])
  })
})

describe('who receives what', () => {
  test('a notification arrives on `/` and `/notifications` with one id, and at nobody else', async () => {
    const { admin, teacher, platform } = await start()
    const [root, own, foreign] = [await campus.client(admin, '/'), await campus.client(admin, '/notifications'), await campus.client(teacher, '/notifications')]
    const lists = [root, own, foreign].map(recorded)
    const { notify } = await import('./notifications.ts')
    const id = notify(platform.hub, admin, { type: 'GRADE_POSTED', title: 'A grade', body: 'It is posted', priority: 'normal' }, new Date())
    await until(() => expect(lists.map((list) => list.length)).toEqual([1, 1, 0]))
    await settled(foreign)
    expect(lists.map((list) => list.map(([event, payload]) => [event, (payload as { notificationId: string }).notificationId]))).toEqual([[['notification.new', id]], [['notification.new', id]], []])
    expect([...platform.sentTo(admin.userId)]).toEqual([['/notifications notification.new', 1], ['/ notification.new', 1]])
  })

  test('attendance: staff without joining, students their own only', async () => {
    const { counselor, student, classmate, teacher, platform } = await start()
    const sockets = [await campus.client(counselor, '/attendance'), await campus.client(student, '/attendance'), await campus.client(classmate, '/attendance')]
    const lists = sockets.map(recorded)
    const { sendMarked } = await import('./attendance.ts')
    sendMarked(platform.hub, { classId: 'class-123', studentId: student.userId, date: '2026-10-02', status: 'tardy', by: teacher, now: new Date() })
    await until(() => expect(lists.map((list) => list.length)).toEqual([1, 1, 0]))
  })

  test('a socket in several rooms of a class receives a grade once', async () => {
    const { admin, teacher, student, platform } = await start()
    const socket = await campus.client(admin, '/gradebook')
    for (const session of ['session-1', 'session-2']) await socket.emitWithAck('gradebook:join', { classId: 'class-123', academicSessionId: session })
    await socket.emitWithAck('room:join', { room: 'class-123' })
    const { postGrade } = await import('./gradebook.ts')
    postGrade(platform.hub, 'class-123', { resultId: 'result-1', lineItemId: 'lineitem-1', student, score: 5, maxScore: 10 }, teacher, new Date())
    await settled(socket)
    expect(platform.sentTo(admin.userId).get('/gradebook grade.posted')).toBe(1)
  })

  test('poll: answers of the class are counted, each person once; results when its time is over', async () => {
    const { teacher, student, classmate, stranger, platform } = await start()
    const [board, first, second, outside] = await Promise.all([teacher, student, classmate, stranger].map((account) => campus.client(account, '/live-class')))
    for (const socket of [board, first, second]) await socket?.emitWithAck('class:join', { classId: 'class-123' })
    const started = next(board as Socket, 'poll.started')
    const results = next(board as Socket, 'poll.results')
    const pollId = platform.live.startPoll('class-123', { question: 'Ready?', options: ['Yes', 'No'], duration: 0.6, allowMultiple: false })
    expect(await started).toEqual({ pollId, question: 'Ready?', options: ['Yes', 'No'], duration: 0.6, allowMultiple: false })
    const submit = (socket: Socket | undefined, selectedOptions: number[]): Promise<unknown> => (socket as Socket).emitWithAck('poll.submit', { pollId, selectedOptions })
    expect(await submit(first, [1])).toMatchObject({ success: true })
    expect(await submit(first, [0])).toMatchObject({ success: true })
    expect(await submit(second, [0, 1])).toMatchObject({ error: { code: 'VALIDATION_ERROR' } })
    expect(await submit(second, [2])).toMatchObject({ error: { code: 'VALIDATION_ERROR' } })
    expect(await submit(outside, [0])).toMatchObject({ error: { code: 'UNAUTHORIZED' } })
    expect(await results).toEqual({ pollId, results: [{ option: 'Yes', count: 1, percentage: 100 }, { option: 'No', count: 0, percentage: 0 }], totalResponses: 1 })
    expect(await submit(second, [0])).toMatchObject({ error: { code: 'VALIDATION_ERROR' } })
  })

  test('who closes the window has left the room and is offline', async () => {
    const { admin, student } = await start()
    const [rooms, presence] = [await campus.client(admin, '/live-class'), await campus.client(admin, '/')]
    await rooms.emitWithAck('class:join', { classId: 'class-123' })
    const device = campus.platform.createDevice(student.person)
    await device.connect()
    const left = next(rooms, 'room:user-left')
    const offline = new Promise((resolve) => presence.on('presence:status-changed', (data: { status: string }) => data.status === 'offline' && resolve(data)))
    const second = await campus.client(student, '/live-class')
    await second.emitWithAck('class:join', { classId: 'class-123' })
    device.disconnect('abrupt')
    second.disconnect()
    expect(await left).toEqual({ room: 'class-123', userId: student.userId, userName: 'Sam Nilsson5' })
    expect(await offline).toEqual({ userId: student.userId, status: 'offline' })
  })

  test('the server stops with people in rooms and starts again on its port', async () => {
    const { teacher, platform } = await start()
    const device = platform.createDevice(teacher.person)
    await device.connect()
    const url = platform.url
    await platform.stop()
    await platform.start()
    expect(platform.url).toBe(url)
    await device.connect()
    await platform.crash()
    await until(() => expect(device.connected).toBe(false))
  })
})
