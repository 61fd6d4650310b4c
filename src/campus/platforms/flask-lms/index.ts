import { createHash } from 'node:crypto'
import type { Server, Socket } from 'socket.io'
import { ClientDevice } from '../../kit/device.ts'
import { introduce, introductionOf } from '../../kit/introduce.ts'
import { PlatformBase } from '../../kit/platform-base.ts'
import type { RestAnswer, RestRequest, Routes } from '../../kit/rest.ts'
import { Tokens } from '../../kit/tokens.ts'
import type { Account, Activity, Device, Person, Platform, PlatformOptions, TokenOptions, WatchableRoom } from '../../contract.ts'
import { createActivities } from './activities.ts'
import { Courses } from './courses.ts'
import type { Role } from './courses.ts'
import { serveSocket } from './handlers.ts'
import { pyJwtText, rejectedByServer, speakLikeFlask } from './wire.ts'
import { fullName } from '../../kit/identity.ts'

/** No life of a token is documented; a school day with margin. */
const TOKEN_SECONDS = 24 * 60 * 60
const TIMEOUT_MS_MAX = 2 ** 31 - 1
const WATCHED_COURSES = 6
/** Courses that the web client opens by itself when it connects. */
const COURSES_AT_CONNECT = 3

const roles: Readonly<Record<Person['kind'], Role>> = {
  admin: 'admin',
  principal: 'admin',
  teacher: 'instructor',
  counselor: 'instructor',
  student: 'student',
  parent: 'student',
}

/** The Flask LMS of "WebSocket API Documentation": course, video and instructor rooms on the root namespace. */
class FlaskLms extends PlatformBase {
  readonly id = 'flask-lms'
  readonly path = '/socket.io'
  readonly accounts: readonly Account[]
  readonly rooms: readonly WatchableRoom[]
  readonly activities: readonly Activity[]
  readonly courses: Courses
  protected readonly routes: Routes = { 'POST /api/v1/auth/login': (request) => this.#login(request) }
  readonly #tokens: Tokens
  readonly #byUserId: ReadonlyMap<string, Account>
  readonly #byEmail: ReadonlyMap<string, Account>
  readonly #byPerson: ReadonlyMap<number, Account>

  constructor(options: PlatformOptions) {
    super(options)
    const { school, cluster } = options
    this.#tokens = new Tokens({ key: cluster?.tokenKey })
    this.accounts = school.persons.map((person) => accountOf(person, person.email, `flask-${person.number}`))
    // The account of the document's curl example.
    const example = accountOf(examplePerson(school.persons.length + 1), 'test@example.com', 'password')
    const all = [...this.accounts, example]
    this.#byUserId = new Map(all.map((account) => [account.userId, account]))
    this.#byEmail = new Map(all.map((account) => [account.email, account]))
    this.#byPerson = new Map(all.map((account) => [account.person.number, account]))
    this.courses = new Courses(school, userIdOf)
    const watched = this.courses.all.slice(0, WATCHED_COURSES)
    this.rooms = [
      ...watched.map((course) => ({ namespace: '/', room: `course_${course.id}` })),
      ...watched.flatMap((course) => course.videoIds.slice(0, 1).map((videoId) => ({ namespace: '/', room: `video_${videoId}` }))),
    ]
    this.activities = createActivities({
      courses: this.courses,
      account: (person) => this.#account(person),
      emit: (room, event, payload) => {
        if (this.running) this.io.to(room).emit(event, payload)
      },
    })
  }

  issueToken(account: Account, options: TokenOptions = {}): Promise<string> {
    const claims = { sub: account.userId, email: account.email, role: account.role, ...options.claims }
    return this.#tokens.sign(claims, options.expiresInSeconds ?? this.options.tokenSeconds ?? TOKEN_SECONDS)
  }

  createDevice(person: Person): Device {
    const account = this.#account(person)
    const own = this.courses.all.filter((course) => course.studentIds.has(account.userId) || course.instructorIds.has(account.userId))
    return new ClientDevice({
      person,
      url: () => this.url,
      path: this.path,
      namespaces: ['/'],
      token: () => this.issueToken(account),
      onConnected: (device) => {
        for (const course of own.slice(0, COURSES_AT_CONNECT)) device.socket('/')?.emit('join_course', { course_id: course.id })
      },
    })
  }

  protected override async accountOfToken(token: string): Promise<Account | undefined> {
    const verdict = await this.#tokens.verify(token)
    return verdict.ok ? this.#byUserId.get(String(verdict.claims.sub)) : undefined
  }

  protected serve(io: Server): void {
    const root = this.counted(io.of('/'))
    const { asDeployed } = this.options
    if (asDeployed) speakLikeFlask(io)
    root.use((socket, next) => void (asDeployed ? this.#admitAsDeployed(socket, next) : this.#admit(socket, next)))
    root.on('connection', (socket) => {
      const { ended } = socket.data as { ended?: string }
      const introduced = introductionOf(socket)
      const user = introduced && { userId: introduced.userId, email: introduced.email, role: introduced.role as Role }
      if (!user) {
        socket.emit('error', { message: ended ?? 'Invalid token' })
        socket.disconnect()
        return
      }
      if (!asDeployed) {
        socket.emit('connected', { status: 'Connected successfully' })
        endWithToken(socket)
      }
      serveSocket({ io, courses: this.courses, asDeployed }, socket, user)
    })
  }

  /** "Invalid Token: Connection will be refused"; "Expired Token: Connection terminated with error message". */
  async #admit(socket: Socket, next: (error?: Error) => void): Promise<void> {
    const token = tokenOf(socket)
    if (token === undefined) return next(new Error('Missing token'))
    const verdict = await this.#tokens.verify(token)
    if (!verdict.ok) {
      if (verdict.why !== 'expired') return next(new Error('Invalid token'))
      socket.data.ended = 'Token has expired'
      return next()
    }
    if (!this.#welcome(socket, verdict.claims)) return next(new Error('Invalid token'))
    socket.data.tokenEndsMs = (verdict.claims.exp ?? 0) * 1000
    next()
  }

  /** Flask-SocketIO runs the connect handler before it answers CONNECT, so what the handler emits arrives first. */
  async #admitAsDeployed(socket: Socket, next: (error?: Error) => void): Promise<void> {
    const token = tokenOf(socket)
    const verdict = await this.#tokens.verify(token)
    if (verdict.ok && this.#welcome(socket, verdict.claims)) {
      socket.emit('connected', { status: 'Connected successfully' })
      return next()
    }
    socket.emit('error', { message: verdict.ok ? 'User not found' : pyJwtText(verdict.why, token) })
    // `disconnect()` inside the connect handler: a bare DISCONNECT, no CONNECT and no CONNECT_ERROR before it.
    if (!verdict.ok && verdict.why === 'expired') socket.conn.write('1')
    // `return False` in the connect handler.
    else next(new Error(rejectedByServer))
  }

  #welcome(socket: Socket, claims: Readonly<Record<string, unknown>>): boolean {
    const account = this.#byUserId.get(String(claims.sub))
    if (!account) return false
    const { userId, email, role, person } = account
    introduce(socket, { userId, name: fullName(person), email, role: readRole(claims.role) ?? role })
    return true
  }

  async #login(request: RestRequest): Promise<RestAnswer> {
    const { email, password } = (request.body ?? {}) as { email?: unknown; password?: unknown }
    if (typeof email !== 'string' || typeof password !== 'string') return { status: 400, json: { success: false, message: 'Email and password are required' } }
    const account = this.#byEmail.get(email)
    if (account?.password !== password) return { status: 401, json: { success: false, message: 'Invalid email or password' } }
    const user = { id: account.userId, email, role: account.role }
    return { json: { success: true, message: 'Login successful', data: { access_token: await this.issueToken(account), user } } }
  }

  #account(person: Person): Account {
    const account = this.#byPerson.get(person.number)
    if (!account) throw new Error(`no account for person ${person.number}`)
    return account
  }
}

/** Terminates the connection with an error message when its token ends. */
function endWithToken(socket: Socket): void {
  const leftMs = Number((socket.data as { tokenEndsMs?: unknown }).tokenEndsMs) - Date.now()
  if (leftMs > TIMEOUT_MS_MAX) return
  const timer = setTimeout(() => {
    socket.emit('error', { message: 'Token has expired' })
    socket.disconnect()
  }, leftMs)
  timer.unref()
  socket.on('disconnect', () => clearTimeout(timer))
}

/** `auth.token` as in the examples, then the query parameter or header of the text. */
function tokenOf(socket: Socket): string | undefined {
  const { auth, query, headers } = socket.handshake
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]
  return [(auth as { token?: unknown }).token, query.token, bearer].find((token): token is string => typeof token === 'string' && token !== '')
}

function readRole(role: unknown): Role | undefined {
  return role === 'student' || role === 'instructor' || role === 'admin' ? role : undefined
}

/** A uuid of its own for each person, the same in every campus. */
function userIdOf(personNumber: number): string {
  const hex = createHash('sha256').update(`flask-lms ${personNumber}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function accountOf(person: Person, email: string, password: string): Account {
  return { person, userId: userIdOf(person.number), role: roles[person.kind], email, password }
}

function examplePerson(number: number): Person {
  return { number, givenName: 'Test', familyName: 'Account', email: 'test@example.com', kind: 'student', classIds: [] }
}

export function createFlaskLms(options: PlatformOptions): Platform {
  return new FlaskLms(options)
}
