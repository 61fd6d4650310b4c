import { randomUUID } from 'node:crypto'
import type { Server, ServerOptions, Socket } from 'socket.io'
import { ClientDevice } from '../../kit/device.ts'
import { introduce, introductionOf } from '../../kit/introduce.ts'
import { PlatformBase } from '../../kit/platform-base.ts'
import { Tokens } from '../../kit/tokens.ts'
import type { Account, Activity, Device, Person, PlatformOptions, TokenOptions, WatchableRoom } from '../../contract.ts'
import { messageOf } from '../../../shared/message-of.ts'
import { createActivities } from './activities.ts'
import { Backend } from './backend.ts'
import { serveDeployed } from './deployed.ts'
import { serveDocumented } from './documented.ts'
import { accountsOf, chatIds, chatsOf, documentedRoles } from './members.ts'
import type { Member } from './members.ts'
import { ProgressBook } from './progress.ts'
import { trpcRoutes } from './trpc.ts'
import { fullName } from '../../kit/identity.ts'

/** The public server's cookie lives for 30 days. */
const TOKEN_SECONDS = 30 * 24 * 60 * 60
/** Ping of the public server. */
const PING = { pingInterval: 25_000, pingTimeout: 60_000 }

/** RusingAcademy: role rooms, chat, progress and notifications on the root namespace at path `/ws`. */
export class Rusingacademy extends PlatformBase {
  readonly id = 'rusingacademy'
  readonly path = '/ws'
  readonly accounts: readonly Account[]
  readonly rooms: readonly WatchableRoom[] = chatIds.map((chatId) => ({ namespace: '/', room: `chat:${chatId}` }))
  readonly activities: readonly Activity[]
  readonly backend: Backend
  /** The document's feature flag; false: an HTTP server without Socket.IO from the next start on. */
  realtime = process.env.WEBSOCKET_ENABLED !== 'false'
  protected readonly routes
  readonly #book = new ProgressBook()
  readonly #tokens: Tokens
  readonly #byUserId: ReadonlyMap<number, Account>

  constructor(options: PlatformOptions) {
    super(options)
    const { asDeployed, cluster } = options
    this.#tokens = new Tokens({ key: cluster?.tokenKey })
    this.accounts = accountsOf(options.school, asDeployed)
    this.#byUserId = new Map(this.accounts.map((account) => [Number(account.userId), account]))
    const byEmail = new Map(this.accounts.map((account) => [account.email, account]))
    this.backend = new Backend({ io: () => (this.running && this.realtime ? this.io : undefined), asDeployed, book: this.#book })
    this.activities = createActivities(this.backend, asDeployed, (person) => this.#account(person))
    this.routes = trpcRoutes({
      accountOfEmail: (email) => byEmail.get(email),
      accountOfToken: async (token) => (token === undefined ? undefined : await this.accountOfToken(token)),
      issue: (account) => this.issueToken(account),
      tokenSeconds: this.#tokenSeconds,
      sendMessage: (account, roomId, content) => void this.backend.sendMessage(memberOf(account), roomId, content, new Date()),
      syncProgress: (account, lessonId, progress, timeSpent) => this.backend.syncProgress(Number(account.userId), lessonId, progress, timeSpent, new Date()),
    })
  }

  issueToken(account: Account, options: TokenOptions = {}): Promise<string> {
    const claims = { userId: Number(account.userId), email: account.email, name: fullName(account.person), role: account.role, ...options.claims }
    return this.#tokens.sign(claims, options.expiresInSeconds ?? this.#tokenSeconds)
  }

  createDevice(person: Person): Device {
    const account = this.#account(person)
    return new ClientDevice({
      person,
      url: () => this.url,
      path: this.path,
      namespaces: ['/'],
      token: () => this.issueToken(account),
      onConnected: (device) => {
        for (const roomId of chatsOf(person)) device.socket('/')?.emit('chat:join', this.options.asDeployed ? roomId : { roomId })
      },
    })
  }

  protected override async accountOfToken(token: string): Promise<Account | undefined> {
    const verdict = await this.#tokens.verify(token)
    return verdict.ok ? this.#byUserId.get(userIdOf(verdict.claims)) : undefined
  }

  protected override serverOptions(): Partial<ServerOptions> {
    // Nothing but the HTTP server answers at `/ws` then, and nobody waits for a WebSocket upgrade.
    if (!this.realtime) return { path: `/${randomUUID()}`, transports: ['polling'] }
    return this.options.asDeployed ? PING : {}
  }

  protected serve(io: Server): void {
    const root = this.counted(io.of('/'))
    const { asDeployed } = this.options
    root.use((socket, next) => void (asDeployed ? this.#admitAsDeployed(socket, next) : this.#admit(socket, next)))
    root.on('connection', (socket) => {
      const introduced = introductionOf(socket)
      const member = introduced && { userId: Number(introduced.userId), name: introduced.name, role: introduced.role }
      if (!member) {
        socket.emit('auth_error', { message: 'JWT verification failed' })
        socket.disconnect()
      } else if (asDeployed) {
        serveDeployed(socket, member, (error) => this.#die(error))
      } else {
        serveDocumented(io, socket, member, this.#book)
      }
    })
  }

  /** Query parameter or `auth`; a token that fails lets the socket in for as long as `auth_error` takes. */
  async #admit(socket: Socket, next: (error?: Error) => void): Promise<void> {
    const { auth, query } = socket.handshake
    const verdict = await this.#tokens.verify((auth as { token?: unknown }).token ?? query.token)
    if (verdict.ok) {
      const account = this.#byUserId.get(userIdOf(verdict.claims))
      const { role } = verdict.claims
      if (account) this.#welcome(socket, account, typeof role === 'string' && documentedRoles.includes(role) ? role : account.role)
    }
    next()
  }

  async #admitAsDeployed(socket: Socket, next: (error?: Error) => void): Promise<void> {
    const { auth, query, headers } = socket.handshake
    // A "Bearer " inside auth.token stays there and fails; cookies are not read.
    const token: unknown = (auth as { token?: unknown }).token || query.token || headers.authorization?.replace('Bearer ', '')
    if (!token) return next(new Error('Authentication required'))
    const verdict = await this.#tokens.verify(token)
    if (!verdict.ok) return next(new Error('Invalid token'))
    const userId = userIdOf(verdict.claims)
    if (!userId) return next(new Error('Invalid token payload'))
    const account = this.#byUserId.get(userId)
    if (!account) return next(new Error('User not found'))
    // The role of the database, whatever the token says.
    this.#welcome(socket, account, account.role)
    next()
  }

  #welcome(socket: Socket, account: Account, role: string): void {
    introduce(socket, { userId: account.userId, name: fullName(account.person), email: account.email, role })
  }

  /** The public server has no `uncaughtException` handler: one payload that throws ends the process. */
  #die(error: unknown): void {
    this.log(`uncaught ${messageOf(error)}: the process ends and stays down until it is started again`)
    void this.crash()
  }

  get #tokenSeconds(): number {
    return this.options.tokenSeconds ?? TOKEN_SECONDS
  }

  #account(person: Person): Account {
    const account = this.#byUserId.get(person.number)
    if (!account) throw new Error(`no account for person ${person.number}`)
    return account
  }
}

/** `userId`, `id`, or a number in `sub`, as the public server reads it; 0 when there is none. */
function userIdOf(claims: Readonly<Record<string, unknown>>): number {
  const { userId, id, sub } = claims
  return Number(userId ?? id ?? (typeof sub === 'string' ? Number.parseInt(sub, 10) : 0)) || 0
}

function memberOf(account: Account): Member {
  return { userId: Number(account.userId), name: fullName(account.person), role: account.role }
}

export function createRusingacademy(options: PlatformOptions): Rusingacademy {
  return new Rusingacademy(options)
}
