import { createServer } from 'node:http'
import type { Server as HttpServer } from 'node:http'
import type { AddressInfo, Socket as NetSocket } from 'node:net'
import { instrument } from '@socket.io/admin-ui'
import { Server } from 'socket.io'
import type { Namespace, ServerOptions, Socket } from 'socket.io'
import { markSids } from '../cluster/node-sid.ts'
import type { Account, Activity, Device, Person, Platform, PlatformId, PlatformOptions, TokenOptions, WatchableRoom } from '../contract.ts'
import { catalogs } from '../../shared/platforms/index.ts'
import { adminFeedHash } from './admin-feed.ts'
import { Broadcasts } from './broadcasts.ts'
import type { BroadcastAnswer } from './broadcasts.ts'
import { serveRest } from './rest.ts'
import type { RestAnswer, RestRequest, Routes } from './rest.ts'

/** Statuses of refused notices over HTTP. */
const statuses = { FORBIDDEN: 403, INVALID: 400, DUPLICATE: 409, UNAVAILABLE: 503, UNKNOWN: 503 } as const
/** Time that a last packet has to reach its client. */
const GOODBYE_MS = 200

/**
 * What every platform of the campus is: an HTTP server on 127.0.0.1 with a real Socket.IO server on it, that can be
 * stopped, crashed and started again on its port, and that knows exactly what it sent to whom.
 *
 * A platform calls `introduce` in its authentication, before it emits anything, else the packet is nobody's.
 */
export abstract class PlatformBase implements Platform {
  abstract readonly id: PlatformId
  abstract readonly path: string
  abstract readonly accounts: readonly Account[]
  abstract readonly rooms: readonly WatchableRoom[]
  abstract readonly activities: readonly Activity[]
  protected readonly options: PlatformOptions
  #http: HttpServer | undefined
  #io: Server | undefined
  #ending = false
  #port: number
  readonly #connections = new Set<NetSocket>()
  readonly #sent = new Map<string, Map<string, number>>()
  /** Users whose counts changed since takeCounts(). */
  readonly #recount = new Set<string>()
  readonly #closed = new Set<string>()
  readonly #broadcasts: Broadcasts
  #packets = 0
  #transports = 0

  constructor(options: PlatformOptions) {
    this.options = options
    this.#port = options.port
    this.#broadcasts = new Broadcasts({ catalog: () => catalogs.find(({ id }) => id === this.id), io: () => this.io, cluster: options.cluster })
  }

  /** Registers namespaces, middlewares and handlers on a fresh server; called at each start. */
  protected abstract serve(io: Server): void
  protected abstract readonly routes: Routes
  protected serverOptions(): Partial<ServerOptions> {
    return {}
  }
  /** Whose token it is, for notices over HTTP; undefined: nobody's. */
  protected accountOfToken(_token: string): Promise<Account | undefined> {
    return Promise.resolve(undefined)
  }
  /** Timers and per-run state of the platform; called when it stops or crashes. */
  protected cleanUp(): void {}

  abstract issueToken(account: Account, options?: TokenOptions): Promise<string>
  abstract createDevice(person: Person): Device

  get admin(): Account {
    const account = this.accounts[0]
    if (!account) throw new Error(`${this.id} has no accounts`)
    return account
  }
  get url(): string {
    return this.options.cluster?.publicUrl?.() ?? `http://127.0.0.1:${this.#port}`
  }
  /** Where this very server listens; in a cluster clients know another one. */
  get port(): number {
    return this.#port
  }
  get running(): boolean {
    return this.#io !== undefined && !this.#ending
  }
  get io(): Server {
    if (!this.#io) throw new Error(`${this.id} is not running`)
    return this.#io
  }
  get connectsSeen(): { readonly packets: number; readonly transports: number } {
    return { packets: this.#packets, transports: this.#transports }
  }
  sentTo(userId: string): ReadonlyMap<string, number> {
    return this.#sent.get(userId) ?? new Map<string, number>()
  }

  /** All counts of those users to whom something was sent since the last call, as `userId -> sentTo(userId)`. */
  takeCounts(): ReadonlyMap<string, ReadonlyMap<string, number>> {
    const counts = new Map([...this.#recount].map((userId) => [userId, this.sentTo(userId)]))
    this.#recount.clear()
    return counts
  }

  async start(): Promise<void> {
    if (this.#io) return
    const { cluster } = this.options
    const routes: Routes = { ...this.routes, 'POST /api/admin/notices': (request) => this.#takeNotice(request) }
    const http = createServer((request, response) => void serveRest(routes, request, response))
    http.on('connection', (connection) => {
      this.#connections.add(connection)
      connection.on('close', () => this.#connections.delete(connection))
    })
    const io = new Server(http, { path: this.path, serveClient: false, ...(cluster && { adapter: cluster.adapter }), ...this.serverOptions() })
    if (cluster && cluster.node > 0) markSids(io, cluster.node)
    this.#countConnects(io)
    this.serve(io)
    if (this.options.adminFeed) {
      instrument(io, {
        auth: { type: 'basic', username: 'admin', password: adminFeedHash(this.options.adminFeedPassword) },
        mode: 'development',
        ...(cluster && { serverId: cluster.serverId }),
        ...(cluster?.adminSessions && { store: cluster.adminSessions }),
      })
    }
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject)
      http.listen(this.#port, '127.0.0.1', resolve)
    })
    this.#port = (http.address() as AddressInfo).port
    this.#http = http
    this.#io = io
  }

  async stop(): Promise<void> {
    await this.#end(() => {})
  }

  async crash(): Promise<void> {
    await this.#end(() => {
      for (const connection of this.#connections) connection.resetAndDestroy()
    })
  }

  async #end(before: () => void): Promise<void> {
    const [io, http] = [this.#io, this.#http]
    if (!io || !http || this.#ending) return
    // Disconnect handlers run while it closes and may still use the server.
    this.#ending = true
    this.cleanUp()
    this.#broadcasts.stop()
    before()
    const closed = io.close()
    // A client that polls keeps its HTTP connection open, and the server would wait for it for ever.
    const patience = setTimeout(() => {
      for (const connection of this.#connections) connection.destroy()
    }, GOODBYE_MS)
    await closed
    clearTimeout(patience)
    for (const connection of this.#connections) connection.destroy()
    if (http.listening) await new Promise((resolve) => http.close(resolve))
    this.#io = undefined
    this.#http = undefined
    this.#ending = false
  }

  /** As if what stands behind a namespace were gone: its sockets are ended and new ones refused, also after a restart, until it is opened. */
  closeNamespace(name: string): void {
    this.#closed.add(name)
    this.#io?.of(name).disconnectSockets()
  }

  openNamespace(name: string): void {
    this.#closed.delete(name)
  }

  /** Puts the counting of sent events in front of everything else of a namespace; a platform calls it for each of its namespaces. */
  protected counted(namespace: Namespace): Namespace {
    this.#broadcasts.serve(namespace)
    namespace.use((socket, next) => {
      this.#countSent(socket)
      if (this.#closed.has(namespace.name)) next(new Error('Service unavailable'))
      else next()
    })
    return namespace
  }

  protected log(line: string): void {
    this.options.log?.(`[${this.id}] ${line}`)
  }

  /** The same as `admin:broadcast`, over HTTP: of no document, for trying that way out. */
  async #takeNotice({ bearer, body, headers }: RestRequest): Promise<RestAnswer> {
    const account = bearer === undefined ? undefined : await this.accountOfToken(bearer)
    if (!account) return { status: 401, json: { success: false, error: { code: 'UNAUTHORIZED', message: 'A token is needed.' } } }
    const key = headers['idempotency-key']
    const request = typeof body === 'object' && body !== null && typeof key === 'string' ? { ...body, key } : body
    // Part 0 leaves it to a node: who sends also knows that it was sent.
    const { askNode } = this.options.cluster ?? {}
    const answer = await (askNode ? askNode(request, account.role) : this.askForNotice(request, account.role))
    return { status: answer.success ? 200 : statuses[answer.error.code], json: answer }
  }

  /** Never rejects. @param role of the account in whose name it is asked */
  async askForNotice(request: unknown, role: string): Promise<BroadcastAnswer> {
    return await this.#broadcasts.ask(request, role)
  }

  #countSent(socket: Socket): void {
    socket.onAnyOutgoing((event: string) => {
      const userId = (socket.data as { userId?: unknown }).userId
      if (typeof userId !== 'string') return
      let counts = this.#sent.get(userId)
      if (!counts) this.#sent.set(userId, (counts = new Map()))
      const key = `${socket.nsp.name} ${event}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
      this.#recount.add(userId)
    })
  }

  #countConnects(io: Server): void {
    io.engine.on('connection', (raw: { on(event: 'packet', listener: (packet: { type: string; data?: unknown }) => void): void }) => {
      this.#transports++
      raw.on('packet', (packet) => {
        if (packet.type === 'message' && typeof packet.data === 'string' && packet.data.startsWith('0')) this.#packets++
      })
    })
  }
}
