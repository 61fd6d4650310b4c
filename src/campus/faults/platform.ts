import { instrument } from '@socket.io/admin-ui'
import { createServer } from 'node:http'
import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http'
import type { AddressInfo, Socket as NetSocket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Server } from 'socket.io'
import type { Socket } from 'socket.io'
import { Deliveries } from './deliveries.ts'
import type { Answer } from './deliveries.ts'
import { SPEED } from './fast-clock.ts'
import type { Random } from '../../main/notices/random-fixture.ts'
import { BROADCAST, EVENT, namespaces } from './school.ts'
import type { PlatformId } from './school.ts'

/** Of the address of a connection that is a receiver's: it is not cut with the console's. */
export const RECEIVER_MARK = 'receiver'
const LISTEN_WITHIN_MS = 5_000
/** Answers take up to so long, so that faults fall before them. */
const ANSWER_MS = 30
const UNANSWERED = 0.03
const RECEIPT = 0.25

/** Where a fault waits for the next notice: before the server handled it, or between its sending and its answer. */
export type TrapAt = 'arrival' | 'sent'

/**
 * A real Socket.IO server with `instrument()` that takes notices by every way (docs/server-contract.md), and whose connections
 * and process end when they are told to. What it sent to whom outlives that.
 */
export class FaultPlatform {
  readonly id: PlatformId
  readonly deliveries: Deliveries
  readonly #random: Random
  readonly #open = new Set<NetSocket>()
  readonly #receivers = new WeakSet<NetSocket>()
  readonly #traps = new Map<TrapAt, () => void>()
  #http: HttpServer | undefined
  #io: Server | undefined
  #endStats = (): void => {}
  #port = 0

  constructor(id: PlatformId, random: Random) {
    this.id = id
    this.#random = random
    this.deliveries = new Deliveries(random)
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  get isUp(): boolean {
    return this.#io !== undefined
  }

  /** TCP connections that are not receivers'. */
  get consoles(): number {
    return [...this.#open].filter((socket) => !this.#receivers.has(socket)).length
  }

  async start(): Promise<void> {
    const http = createServer((request, response) => void this.#onRequest(request, response))
    http.on('connection', (socket) => {
      this.#open.add(socket)
      socket.on('close', () => this.#open.delete(socket))
    })
    const io = new Server(http, { transports: ['websocket'], pingInterval: 1_000 })
    http.on('upgrade', (request) => {
      if (request.url?.includes(`${RECEIVER_MARK}=`) === true) this.#receivers.add(request.socket)
    })
    for (const namespace of namespaces) io.of(namespace).on('connection', (socket) => this.#onConnection(socket, namespace))
    if (this.id === 'feed' || this.id === 'quiet') {
      this.#endStats = instrumented(io, this.id === 'feed' ? 'development' : 'production')
      io.of('/admin').on('connection', (socket) => this.#onAdmin(socket))
    }
    await listen(http, this.#port)
    this.#port = (http.address() as AddressInfo).port
    this.#http = http
    this.#io = io
  }

  /** Every TCP connection of the console ends now. @param how reset: what is under way is thrown away at once */
  cut(how: 'end' | 'reset'): boolean {
    if (!this.isUp || this.consoles === 0) return false
    for (const socket of this.#open) if (!this.#receivers.has(socket)) socket[how === 'end' ? 'destroy' : 'resetAndDestroy']()
    return true
  }

  /** As a process that is killed, and started again on its port. @param keys whether it still knows which deliveries it had @returns false: it is down already */
  restart(keys: 'kept' | 'lost', downMs: number): Promise<void> | false {
    const http = this.#http
    const io = this.#io
    if (!http || !io) return false
    this.#http = undefined
    this.#io = undefined
    this.deliveries.ended(io, keys)
    this.#endStats()
    for (const socket of this.#open) socket.destroy()
    http.close()
    io.engine.close()
    return sleep(downMs).then(() => this.start())
  }

  /** The fault happens with the next notice that comes here. */
  trap(at: TrapAt, fault: () => void): void {
    this.#traps.set(at, fault)
  }

  /** @returns how many traps nothing came to */
  disarm(): number {
    const left = this.#traps.size
    this.#traps.clear()
    return left
  }

  async stop(): Promise<void> {
    this.#endStats()
    for (const socket of this.#open) socket.destroy()
    await this.#io?.close()
  }

  /** @returns whether there was one, and it happened */
  #spring(at: TrapAt): boolean {
    const fault = this.#traps.get(at)
    this.#traps.delete(at)
    fault?.()
    return fault !== undefined
  }

  #onConnection(socket: Socket, namespace: string): void {
    socket.emit('welcome')
    const role = socket.handshake.query['role']
    if (namespace === '/' && typeof role === 'string') void socket.join(`role:${role}`)
    if (typeof socket.handshake.query[RECEIVER_MARK] === 'string') return
    void socket.join('admins')
    socket.on(BROADCAST, async (message: unknown, acknowledge: (answer: Answer) => void) => {
      const answer = await this.#take(message)
      if (answer !== undefined) acknowledge(answer)
    })
  }

  /** The admin feed's own `emit` comes next; it sends within the same turn. */
  #onAdmin(socket: Socket): void {
    socket.use(([event, namespace, rooms, name, payload], next) => {
      if (event !== 'emit') return next()
      if (name !== EVENT) throw new Error(`the console sent ${String(name)}`)
      if (this.#spring('arrival')) return
      if (this.#io) this.deliveries.byFeed(this.#io, String(namespace), rooms as string | string[] | null, payload)
      next()
      this.#spring('sent')
    })
  }

  async #onRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const answer = await this.#take(JSON.parse(Buffer.concat(chunks).toString()), request.headers['idempotency-key'])
      // A request without an answer would last for 15 s of the wall.
      response.writeHead(answer === undefined ? 503 : answer.success ? 200 : 422, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? {}))
    } catch {
      // Cut while it was read: nothing was asked.
      response.destroy()
    }
  }

  /** @returns undefined: no answer */
  async #take(message: unknown, key?: unknown): Promise<Answer | undefined> {
    if (this.#spring('arrival') || !this.#io) return undefined
    const io = this.#io
    const answer = this.deliveries.byContract(io, message, key)
    if (this.#spring('sent') || this.#random() < UNANSWERED) return undefined
    await sleep(this.#random() * ANSWER_MS)
    if (answer.success && this.#random() < RECEIPT) io.of('/').to('admins').emit(`${BROADCAST}:receipt`, { key: answer.key, noticeId: answer.noticeId, delivered: answer.delivered, read: Math.floor(this.#random() * (answer.delivered + 1)) })
    return answer
  }
}

/** With statistics as fast as the console's clock: they come every two seconds, and before them a feed in production mode can send nothing. @returns ends them, as the end of a process does */
function instrumented(io: Server, mode: 'development' | 'production'): () => void {
  const timers: NodeJS.Timeout[] = []
  const { setInterval: usual } = globalThis
  globalThis.setInterval = ((run: () => void, ms: number) => {
    const timer = usual(run, ms / SPEED)
    timers.push(timer)
    return timer
  }) as typeof setInterval
  try {
    instrument(io, { auth: false, mode })
  } finally {
    globalThis.setInterval = usual
  }
  return () => timers.forEach((timer) => clearInterval(timer))
}

/** Another program may have taken the port meanwhile: it is tried for some seconds. */
async function listen(http: HttpServer, port: number): Promise<void> {
  for (const endMs = Date.now() + LISTEN_WITHIN_MS; ; await sleep(10)) {
    try {
      await new Promise<void>((resolve, reject) => {
        http.once('error', reject)
        http.listen(port, '127.0.0.1', () => {
          http.off('error', reject)
          resolve()
        })
      })
      return
    } catch (error) {
      if (Date.now() > endMs) throw error
    }
  }
}
