import type { Server } from 'socket.io'
import type { Account, Activity, CreatePlatform, Device, Person, PlatformOptions, TokenOptions, WatchableRoom } from '../../contract.ts'
import { introduce } from '../../kit/introduce.ts'
import { PlatformBase } from '../../kit/platform-base.ts'
import type { Routes } from '../../kit/rest.ts'
import { createActivities } from './activities.ts'
import { serveAssessment } from './assessment.ts'
import { serveAttendance } from './attendance.ts'
import { ACCESS_SECONDS, Auth } from './auth.ts'
import { createSkillcoreDevice } from './device.ts'
import { serveGradebook } from './gradebook.ts'
import { ackIn, refuse } from './handler.ts'
import { Hub, namespaceNames, userNameOf } from './hub.ts'
import type { Client, NamespaceName } from './hub.ts'
import { documentedLimits, Limiter } from './limiter.ts'
import type { JoinHold } from './limiter.ts'
import { LiveClass } from './live-class.ts'
import { serveMessages } from './messages.ts'
import { serveNotifications } from './notifications.ts'
import { autoJoin, serveRooms } from './rooms.ts'
import { World } from './world.ts'

const joinEvents = new Set(['room:join', 'gradebook:join', 'conversation:join', 'class:join', 'assessment:join', 'attendance:join'])

/** SkillCore: seven namespaces behind one JWT, on one port with its REST sign-in. */
export class Skillcore extends PlatformBase {
  readonly id = 'skillcore'
  readonly path = '/socket.io'
  readonly accounts: readonly Account[]
  readonly rooms: readonly WatchableRoom[]
  readonly activities: readonly Activity[]
  readonly hub: Hub
  readonly live: LiveClass
  protected readonly routes: Routes
  readonly #world: World
  readonly #auth: Auth
  readonly #limiter: Limiter

  constructor(options: PlatformOptions) {
    super(options)
    const { school, asDeployed, tokenSeconds, limits, cluster } = options
    this.#world = new World(school)
    this.#auth = new Auth(this.#world, asDeployed, tokenSeconds ?? ACCESS_SECONDS, cluster?.tokenKey)
    this.hub = new Hub(this.#world, asDeployed, () => this.io, cluster)
    this.#limiter = new Limiter({ ...documentedLimits, ...limits })
    this.live = new LiveClass(this.hub)
    this.accounts = this.#world.accounts
    this.rooms = this.#world.watchableRooms(asDeployed)
    this.routes = this.#auth.routes
    this.activities = createActivities(this.hub, this.live)
  }

  issueToken(account: Account, options: TokenOptions = {}): Promise<string> {
    return this.#auth.issue(account, options.expiresInSeconds, options.claims)
  }

  /** Refuses a user's joins in one namespace with the documented limit, until it is called without a hold. */
  holdJoins(userId: string, hold: JoinHold | undefined): void {
    this.#limiter.holdJoins(userId, hold)
  }

  createDevice(person: Person): Device {
    const account = this.#world.accountOf(person)
    return createSkillcoreDevice({ account, hub: this.hub, url: () => this.url, path: this.path, token: () => this.issueToken(account) })
  }

  protected override accountOfToken(token: string): Promise<Account | undefined> {
    return this.#auth.check(token)
  }

  protected serve(io: Server): void {
    for (const name of namespaceNames) {
      const namespace = this.counted(io.of(name))
      if (name === '/' && this.options.asDeployed) {
        // The deployed server registers six handlers and no root.
        namespace.use((_socket, next) => next(new Error('Invalid namespace')))
        continue
      }
      namespace.use((socket, next) => void this.#admit(socket, next))
      namespace.on('connection', (socket: Client) => this.#serveSocket(socket, name))
    }
  }

  protected override cleanUp(): void {
    this.hub.stopTimers()
    this.#limiter.reset()
  }

  async #admit(socket: Client, next: (error?: Error) => void): Promise<void> {
    const account = await this.#auth.check((socket.handshake.auth as { token?: unknown }).token)
    if (!account) return next(new Error('unauthorized'))
    if (!this.#limiter.admit(account.userId, socket.conn)) {
      const error: Error & { data?: unknown } = new Error(`Connection limit exceeded: ${this.#limiter.connectionsPerUser} concurrent connections per user`)
      error.data = { code: 'RATE_LIMIT_EXCEEDED' }
      return next(error)
    }
    introduce(socket, { userId: account.userId, name: userNameOf(account), email: account.email, role: account.role })
    next()
  }

  #serveSocket(socket: Client, name: NamespaceName): void {
    socket.use(([event, ...args], next) => {
      const isJoin = joinEvents.has(event)
      const heldMs = isJoin ? this.#limiter.heldFor(socket.data.userId, name) : 0
      const waitMs = heldMs > 0 ? heldMs : this.#limiter.take(socket.conn, isJoin, performance.now())
      if (waitMs === 0) return next()
      // A packet that is not passed on ends here. Socket.IO handles those that pass in the next tick: answers keep their order.
      const refusal = { code: 'RATE_LIMIT_EXCEEDED', message: `Too many messages: ${event.slice(0, 100)}`, retryAfter: Math.ceil(waitMs / 1000) } as const
      process.nextTick(() => refuse(this.hub, socket, refusal, ackIn(args)))
    })
    autoJoin(this.hub, socket, name)
    serveRooms(this.hub, socket, name)
    switch (name) {
      case '/':
        break
      case '/gradebook':
        serveGradebook(this.hub, socket)
        break
      case '/messages':
        serveMessages(this.hub, socket)
        break
      case '/attendance':
        serveAttendance(this.hub, socket)
        break
      case '/live-class':
        this.live.serve(socket)
        break
      case '/assessment':
        serveAssessment(this.hub, socket)
        break
      case '/notifications':
        serveNotifications(this.hub, socket)
        break
    }
  }
}

export const createSkillcore: CreatePlatform = (options) => new Skillcore(options)
