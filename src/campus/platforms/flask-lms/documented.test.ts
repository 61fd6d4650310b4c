import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { flaskLms } from '../../../shared/platforms/flask-lms.ts'
import type { Account, Platform } from '../../contract.ts'
import { LogRecorder, readExamples, runExample } from '../../kit/client-example.ts'
import { openClient, openRaw, until } from '../../kit/test-client.ts'
import type { TestClient } from '../../kit/test-client.ts'
import { createSchool } from '../../population/school.ts'
import { createFlaskLms } from './index.ts'

const examples = readExamples(new URL('client-examples.md', import.meta.url))
const school = createSchool(1, 60)
const course = school.classes[0]
if (!course) throw new Error('no class')
const courseId = course.id
const videoId = `${courseId}-video-1`
const uuid = expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/)

let platform: Platform
const clients: TestClient[] = []

beforeEach(async () => {
  platform = createFlaskLms({ school, port: 0, asDeployed: false, adminFeed: false, adminFeedPassword: '' })
  await platform.start()
})

afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  await platform.stop()
})

function accountOf(role: 'student' | 'instructor' | 'outsider'): Account {
  const inClass = new Set(course?.students.map((student) => student.number))
  const account = platform.accounts.find(({ person }) => {
    if (role === 'instructor') return person.number === course?.teacher.number
    return person.kind === 'student' && inClass.has(person.number) === (role === 'student')
  })
  if (!account) throw new Error(`nobody is ${role}`)
  return account
}

async function connect(account: Account): Promise<TestClient> {
  const client = openClient(platform, { auth: { token: await platform.issueToken(account) } })
  clients.push(client)
  await client.first('connected')
  return client
}

describe('Authentication', () => {
  it.each([
    ['query parameter', (token: string) => ({ query: { token } })],
    ['connection header', (token: string) => ({ extraHeaders: { authorization: `Bearer ${token}` } })],
    ['auth, as in every example', (token: string) => ({ auth: { token } })],
  ])('takes the token as %s', async (_, way) => {
    const client = openClient(platform, way(await platform.issueToken(platform.admin)))
    clients.push(client)
    expect(await client.first('connected')).toEqual({ status: 'Connected successfully' })
    expect(client.received.map(({ event }) => event)).toEqual(['connect', 'connected'])
  })

  it('refuses an invalid token and a missing one', async () => {
    for (const auth of [{ token: 'nonsense' }, {}]) {
      const client = openClient(platform, { auth })
      clients.push(client)
      expect(await client.first('connect_error')).toBeInstanceOf(Error)
      expect(client.socket.connected).toBe(false)
    }
  })

  it('terminates the connection of an expired token with an error message', async () => {
    const client = openClient(platform, { auth: { token: await platform.issueToken(platform.admin, { expiresInSeconds: -5 }) } })
    clients.push(client)
    expect(await client.first('disconnect')).toBe('io server disconnect')
    expect(client.all('error')).toEqual([{ message: 'Token has expired' }])
    expect(client.all('connected')).toEqual([])
  })

  it('terminates a live connection when its token ends', async () => {
    const client = openClient(platform, { auth: { token: await platform.issueToken(platform.admin, { expiresInSeconds: 1 }) } })
    clients.push(client)
    expect(await client.first('disconnect')).toBe('io server disconnect')
    expect(client.received.map(({ event }) => event)).toEqual(['connect', 'connected', 'error', 'disconnect'])
  })
})

describe('REST login of "Testing"', () => {
  const login = (body: unknown) =>
    fetch(`${platform.url}/api/v1/auth/login`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })

  it('gives the account of the curl example a token that the socket takes', async () => {
    const response = await login({ email: 'test@example.com', password: 'password' })
    const answer = (await response.json()) as { data: { access_token: string } }
    const client = openClient(platform, { auth: { token: answer.data.access_token } })
    clients.push(client)
    expect(await client.first('connected')).toEqual({ status: 'Connected successfully' })
  })

  it('signs the admin in and refuses a wrong password', async () => {
    const { email, password, userId } = platform.admin
    const answer = (await (await login({ email, password })).json()) as { data: { user: unknown } }
    expect(answer.data.user).toEqual({ id: userId, email, role: 'admin' })
    expect((await login({ email, password: 'wrong' })).status).toBe(401)
    expect((await login(null)).status).toBe(400)
  })
})

describe('Client -> Server Events', () => {
  it('join_course: joined_course, and the course room', async () => {
    const client = await connect(accountOf('student'))
    client.socket.emit('join_course', { course_id: courseId })
    expect(await client.first('joined_course')).toEqual({ course_id: courseId, status: 'Joined successfully' })
    platform.io.to(`course_${courseId}`).emit('new_review', { user_email: 'reviewer@example.com', rating: 5, comment: 'Excellent course...' })
    expect(await client.first('new_review')).toEqual({ user_email: 'reviewer@example.com', rating: 5, comment: 'Excellent course...' })
  })

  it('join_course puts instructors and admins, not students, into the instructor room', async () => {
    const people = [accountOf('instructor'), platform.admin, accountOf('student')]
    const joined = await Promise.all(people.map(connect))
    for (const client of joined) client.socket.emit('join_course', { course_id: courseId })
    await Promise.all(joined.map((client) => client.first('joined_course')))
    const inside = await platform.io.in(`instructor_${courseId}`).fetchSockets()
    expect(new Set(inside.map(({ id }) => id))).toEqual(new Set(joined.slice(0, 2).map(({ socket }) => socket.id)))
  })

  it('leave_course leaves the course and the instructor room, without an answer', async () => {
    const client = await connect(platform.admin)
    client.socket.emit('join_course', { course_id: courseId })
    await client.first('joined_course')
    expect(await client.socket.timeout(3000).emitWithAck('leave_course', { course_id: courseId })).toBeUndefined()
    expect(await platform.io.in([`course_${courseId}`, `instructor_${courseId}`]).fetchSockets()).toEqual([])
    expect(client.received.map(({ event }) => event)).toEqual(['connect', 'connected', 'joined_course'])
  })

  it('join_video: joined_video to the person, user_joined_video to the others', async () => {
    const [first, second] = [await connect(accountOf('student')), await connect(accountOf('instructor'))]
    first.socket.emit('join_video', { video_id: videoId })
    expect(await first.first('joined_video')).toEqual({ video_id: videoId, status: 'Joined successfully' })
    second.socket.emit('join_video', { video_id: videoId })
    await second.first('joined_video')
    expect(await first.first('user_joined_video')).toEqual({ user_id: uuid, user_email: course.teacher.email })
    expect(second.all('user_joined_video')).toEqual([])
  })

  it('video_progress: student_progress and progress_update to the instructor room alone', async () => {
    const [student, instructor] = [await connect(accountOf('student')), await connect(accountOf('instructor'))]
    for (const client of [student, instructor]) {
      client.socket.emit('join_course', { course_id: courseId })
      await client.first('joined_course')
    }
    student.socket.emit('video_progress', { video_id: videoId, course_id: courseId, progress: 75, timestamp: 450 })
    const { userId } = accountOf('student')
    expect(await instructor.first('student_progress')).toEqual({ user_id: userId, video_id: videoId, progress: 75, timestamp: 450 })
    expect(await instructor.first('progress_update')).toEqual({ user_id: userId, video_id: videoId, watched_seconds: 450, percent_complete: 75 })
    expect(student.received.map(({ event }) => event)).toEqual(['connect', 'connected', 'joined_course'])
  })

  it('send_chat_message: new_chat_message to the video room', async () => {
    const [student, instructor] = [await connect(accountOf('student')), await connect(accountOf('instructor'))]
    for (const client of [student, instructor]) {
      client.socket.emit('join_video', { video_id: videoId })
      await client.first('joined_video')
    }
    student.socket.emit('send_chat_message', { video_id: videoId, message: 'Question about the content', timestamp: '2024-01-20T10:30:00Z' })
    const { userId, email } = accountOf('student')
    const message = { user_id: userId, user_email: email, message: 'Question about the content', timestamp: '2024-01-20T10:30:00Z' }
    expect(await instructor.first('new_chat_message')).toEqual(message)
    expect(await student.first('new_chat_message')).toEqual(message)
  })
})

describe('Event Errors', () => {
  it.each([
    ['Missing Parameters', 'join_course', {}, 'Missing parameter: course_id'],
    ['Missing Parameters', 'join_video', null, 'Missing parameters: an object is needed'],
    ['Missing Parameters', 'video_progress', { course_id: courseId, video_id: videoId, progress: 5 }, 'Missing parameter: timestamp'],
    ['Missing Parameters', 'send_chat_message', { video_id: videoId, message: '' }, 'Missing parameter: message'],
    ['Permission Denied', 'join_course', { course_id: courseId }, 'Forbidden: you are not enrolled in this course'],
    ['Permission Denied', 'join_video', { video_id: videoId }, 'Forbidden: you are not enrolled in the course of this video'],
    ['Invalid Room', 'join_course', { course_id: 'no-such-course' }, 'Course not found'],
    ['Invalid Room', 'send_chat_message', { video_id: '__proto__', message: 'x' }, 'Video not found'],
  ])('%s: %s %j', async (_, event, payload, message) => {
    const client = await connect(accountOf('outsider'))
    client.socket.emit(event, payload)
    expect(await client.first('error')).toEqual({ message })
    expect(client.socket.connected).toBe(true)
  })
})

describe('Usage Examples', () => {
  it('Authentication', async () => {
    const token = await platform.issueToken(accountOf('student'))
    const { socket } = (await runExample(examples.get('Authentication'), {
      replace: { 'http://localhost:5000': platform.url, 'your-jwt-token': token },
      globals: { io },
      wanted: ['socket'],
    })) as { socket: Socket }
    onTestFinished(() => void socket.disconnect())
    const statuses: unknown[] = []
    socket.on('connected', (status) => statuses.push(status))
    await until(() => statuses.length === 1, 'connected')
    expect(statuses).toEqual([{ status: 'Connected successfully' }])
  })

  it('JavaScript/TypeScript Client', async () => {
    const student = accountOf('student')
    const token = await platform.issueToken(student)
    const console = new LogRecorder()
    const localStorage = { getItem: (key: string) => (key === 'auth_token' ? token : null) }
    const instructor = await connect(platform.admin)
    instructor.socket.emit('join_course', { course_id: 'course123' })
    await instructor.first('joined_course')

    const { socket } = (await runExample(examples.get('JavaScript/TypeScript Client'), {
      replace: { 'http://localhost:5000': platform.url },
      globals: { io, localStorage, console },
      wanted: ['socket'],
    })) as { socket: Socket }
    onTestFinished(() => void socket.disconnect())
    const answers: unknown[] = []
    socket.on('joined_course', (answer) => answers.push(answer))

    await until(() => answers.length === 1, 'joined_course')
    expect(answers).toEqual([{ course_id: 'abc123', status: 'Joined successfully' }])
    expect(await instructor.first('student_progress')).toEqual({ user_id: student.userId, video_id: 'video123', progress: 50, timestamp: 300 })
    platform.io.to('course_abc123').emit('new_enrollment', { user_id: 'u1', user_email: 'student@example.com', message: 'student@example.com enrolled in the course' })
    await until(() => console.lines.length === 2, 'new_enrollment')
    socket.disconnect()
    expect(console.lines).toEqual([['Connected to WebSocket server'], ['New student enrolled:', 'student@example.com'], ['Disconnected from server']])
  })

  it('Python Client: the same packets on the wire', async () => {
    const raw = await openRaw(platform)
    onTestFinished(() => raw.close())
    raw.send(`40${JSON.stringify({ token: await platform.issueToken(accountOf('student')) })}`)
    await until(() => raw.frames.some((frame) => frame.startsWith('40')), 'CONNECT')
    raw.send('42["join_course",{"course_id":"abc123"}]')
    await until(() => raw.frames.includes('42["joined_course",{"course_id":"abc123","status":"Joined successfully"}]'), 'joined_course')
    platform.io.to('course_abc123').emit('new_enrollment', { user_id: 'u1' })
    await until(() => raw.frames.includes('42["new_enrollment",{"user_id":"u1"}]'), 'new_enrollment')
  })

  it('Python Client', async (context) => {
    const program = findPython()
    if (program === undefined) return context.skip('no python3 with the packages socketio and requests (Debian and Ubuntu: apt-get install python3-socketio python3-requests; npm test does it where it may); the same packets are tested in JavaScript')
    const token = await platform.issueToken(accountOf('student'))
    const python = spawn(program, ['-u', '-c', pythonExample(platform.url, token)], { stdio: ['ignore', 'pipe', 'inherit'] })
    onTestFinished(() => void python.kill('SIGKILL'))
    let printed = ''
    python.stdout.on('data', (chunk) => (printed += String(chunk)))
    await until(() => printed.includes('Connected'), 'Connected')
    await until(() => platform.io.sockets.adapter.rooms.has('course_abc123'), 'join_course')
    platform.io.to('course_abc123').emit('new_enrollment', { user_id: 'u1' })
    await until(() => printed.includes("New enrollment: {'user_id': 'u1'}"), 'New enrollment')
  })
})

it('the catalog names every event of the document', () => {
  const documented = flaskLms.events.filter(({ source }) => !source.startsWith('as deployed')).map(({ name }) => name)
  expect(documented.toSorted()).toEqual(
    (
      'join_course leave_course join_video video_progress send_chat_message connected error joined_course joined_video user_joined_video ' +
      'new_enrollment progress_update new_review new_chat_message student_progress quiz_submission course_updated'
    )
      .split(' ')
      .toSorted(),
  )
})

/** The first python3 on PATH that can run the example: somebody's own may stand before the system's, which has the packages. */
function findPython(): string | undefined {
  const places = (process.env['PATH'] ?? '').split(delimiter).filter((place) => place !== '')
  return places.map((place) => join(place, 'python3')).find((file) => existsSync(file) && spawnSync(file, ['-c', 'import socketio, requests'], { stdio: 'ignore' }).status === 0)
}

function pythonExample(url: string, token: string): string {
  return (examples.get('Python Client') ?? '').replace('http://localhost:5000', url).replace('your-jwt-token', token)
}
