import { createServer } from 'node:http'
import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http'
import type { AddressInfo, Socket as NetSocket } from 'node:net'
import { Server } from 'socket.io'
import type { Socket } from 'socket.io'
import type { Catalog } from '../../shared/catalog.ts'
import type { TargetSecrets, TargetSettings, TargetView } from '../../shared/domain.ts'
import type { RejectReason, WireEvent, WireSink } from '../monitor/wire-event.ts'
import type { Clock, Timer, Vault } from './clock.ts'
import { Target } from './target.ts'
import type { TargetOptions } from './target.ts'

/* What the tests of this folder share: real servers on free ports, a clock that tests turn, a target with its records. */

export interface TestServer {
  readonly url: string
  readonly port: number
  readonly io: Server
  readonly http: HttpServer
  /** CONNECT packets that reached a namespace, refused ones included. */
  connects: number
  /** Sockets on every level are cut, as a killed process would. */
  crash(): Promise<void>
  stop(): Promise<void>
}

export interface ServerOptions {
  readonly port?: number
  readonly path?: string
  readonly namespaces?: readonly string[]
  /** Middleware of every namespace: an error text refuses. */
  readonly accept?: (socket: Socket) => string | undefined
  readonly onConnection?: (socket: Socket, namespace: string) => void
  readonly http?: (request: IncomingMessage, response: ServerResponse) => void
  readonly maxHttpBufferSize?: number
}

/** A real Socket.IO server on 127.0.0.1. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const http = createServer((request, response) => {
    if (options.http) options.http(request, response)
    else response.writeHead(404).end()
  })
  const open = new Set<NetSocket>()
  http.on('connection', (socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  const io = new Server(http, { path: options.path ?? '/socket.io', ...(options.maxHttpBufferSize === undefined ? {} : { maxHttpBufferSize: options.maxHttpBufferSize }) })
  const cut = () => {
    for (const socket of open) socket.destroy()
  }
  const port = await listen(http, options.port ?? 0)
  const server: TestServer = {
    url: `http://127.0.0.1:${port}`,
    port,
    io,
    http,
    connects: 0,
    async crash() {
      cut()
      const closed = new Promise<void>((resolve) => http.close(() => resolve()))
      io.engine.close()
      await closed
    },
    async stop() {
      const closed = io.close()
      setTimeout(cut, 200).unref()
      await closed
    },
  }
  for (const namespace of options.namespaces ?? ['/']) {
    io.of(namespace).use((socket, next) => {
      server.connects++
      const refusal = options.accept?.(socket)
      next(refusal === undefined ? undefined : new Error(refusal))
    })
    io.of(namespace).on('connection', (socket) => options.onConnection?.(socket, namespace))
  }
  return server
}

/** A server that speaks raw bytes of HTTP: no Socket.IO. */
export async function startHttp(handler: (request: IncomingMessage, response: ServerResponse) => void, server = createServer()): Promise<{ url: string; port: number; http: HttpServer; stop(): Promise<void> }> {
  server.on('request', handler)
  const open = new Set<NetSocket>()
  server.on('connection', (socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  const port = await listen(server, 0)
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    http: server,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  }
}

/** Starts listening on 127.0.0.1. @returns the port. */
export function listen(server: HttpServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

/** Resolves when the condition holds; fails with its name when it does not in time. */
export async function until(what: string, condition: () => boolean, timeoutMs = 8_000): Promise<void> {
  const endMs = Date.now() + timeoutMs
  while (!condition()) {
    if (Date.now() > endMs) throw new Error(`waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Time that the test turns; network still runs in real time. */
export class ManualClock implements Clock {
  #nowMs: number
  #timers: { readonly id: number; readonly atMs: number; readonly run: () => void }[] = []
  #lastId = 0

  constructor(nowMs = Date.now()) {
    this.#nowMs = nowMs
  }

  now(): number {
    return this.#nowMs
  }

  setTimeout(run: () => void, ms: number): Timer {
    const id = ++this.#lastId
    this.#timers.push({ id, atMs: this.#nowMs + ms, run })
    return id
  }

  clearTimeout(timer: Timer): void {
    this.#timers = this.#timers.filter(({ id }) => id !== timer)
  }

  get pending(): number {
    return this.#timers.length
  }

  /** Moves time on and runs what falls due, in order. */
  advance(ms: number): void {
    const endMs = this.#nowMs + ms
    for (;;) {
      const next = this.#timers.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs || a.id - b.id)[0]
      if (!next) break
      this.#timers = this.#timers.filter((timer) => timer !== next)
      this.#nowMs = Math.max(this.#nowMs, next.atMs)
      next.run()
    }
    this.#nowMs = endMs
  }

  /** Moves time on in small steps with real pauses between them, so that the network can answer. */
  async run(ms: number, stepMs = 250): Promise<void> {
    for (let done = 0; done < ms; done += stepMs) {
      this.advance(stepMs)
      await new Promise((resolve) => setTimeout(resolve, 4))
    }
  }
}

export function memoryVault(initial: Readonly<Record<string, TargetSecrets>> = {}): Vault & { readonly secrets: Map<string, TargetSecrets> } {
  const secrets = new Map(Object.entries(initial))
  return { where: 'memory', secrets, get: (id) => secrets.get(id), set: (id, value) => void secrets.set(id, value), remove: (id) => void secrets.delete(id) }
}

export interface RecordingSink extends WireSink {
  readonly events: WireEvent[]
  readonly rejections: { readonly namespace: string; readonly reason: RejectReason; readonly bytes: number }[]
  /** Names of received events, in order. */
  readonly names: () => string[]
}

export function recordingSink(): RecordingSink {
  const events: WireEvent[] = []
  const rejections: RecordingSink['rejections'] = []
  return {
    events,
    rejections,
    event: (event) => void events.push(event),
    rejected: (_, namespace, reason, bytes) => void rejections.push({ namespace, reason, bytes }),
    names: () => events.filter(({ direction }) => direction === 'in').map(({ name }) => name),
  }
}

/** An unsigned JWT: nothing here verifies one. */
export function testToken(claims: Record<string, unknown> = {}): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: 'maria', role: 'TEACHER', ...claims })}.c2ln`
}

/** A small catalog; parts can be replaced. */
export function testCatalog(parts: Partial<Catalog> = {}): Catalog {
  return {
    id: 'test-platform',
    name: 'Test platform',
    summary: '',
    document: 'test',
    connection: { path: '/socket.io', exampleUrl: 'http://localhost', transports: ['websocket', 'polling'] },
    auth: { ways: ['auth.token', 'query', 'header'], proofEvents: [], refusalEvents: [], signIn: [], refresh: [], whoAmI: { id: ['sub'], role: ['role'] }, checkedAtEveryMessage: false },
    namespaces: [{ name: '/', title: 'Root', summary: '', documented: true }],
    events: [],
    rooms: [],
    limits: { connectionsPerUser: null, eventsPerMinute: null, roomJoinsPerMinute: null },
    ping: null,
    notes: [],
    ...parts,
  }
}

export function testSettings(parts: Partial<TargetSettings> = {}): TargetSettings {
  return {
    id: 'target-1',
    name: 'Lincoln',
    catalogId: 'test-platform',
    url: 'http://127.0.0.1:1',
    path: '/socket.io',
    transports: ['websocket', 'polling'],
    environment: 'test',
    readOnly: false,
    authWay: 'auth.token',
    signIn: 'token',
    email: '',
    disabledNamespaces: [],
    extraNamespaces: [],
    watchedRooms: [],
    caCertificate: '',
    ...parts,
  }
}

export interface TestTarget {
  readonly target: Target
  readonly clock: ManualClock
  readonly sink: RecordingSink
  readonly vault: ReturnType<typeof memoryVault>
  readonly view: () => TargetView
  /** Turns the clock until the target's state is this one. */
  become(state: TargetView['state']): Promise<void>
  /** Turns the clock until the condition holds. */
  wait(what: string, condition: () => boolean, stepMs?: number): Promise<void>
}

/** A target on a manual clock, with a good token unless secrets are given. Not started. */
export function testTarget(settings: Partial<TargetSettings>, options: { readonly catalog?: Catalog; readonly secrets?: TargetSecrets } & Partial<Pick<TargetOptions, 'loopbackOnly' | 'onJoined' | 'trial'>> = {}): TestTarget {
  const clock = new ManualClock()
  const sink = recordingSink()
  const { catalog = testCatalog(), secrets = { token: testToken() }, ...others } = options
  const vault = memoryVault({ 'target-1': secrets })
  const target = new Target(testSettings(settings), { catalog, vault, sink, clock, random: () => 0.5, loopbackOnly: false, onChange() {}, onJoined() {}, ...others })
  const wait = async (what: string, condition: () => boolean, stepMs = 25) => {
    const endMs = Date.now() + 8_000
    while (!condition()) {
      if (Date.now() > endMs) throw new Error(`waited in vain: ${what}; ${JSON.stringify(target.view)}`)
      clock.advance(stepMs)
      await new Promise((resolve) => setTimeout(resolve, 4))
    }
  }
  return { target, clock, sink, vault, view: () => target.view, wait, become: (state) => wait(`state ${state}`, () => target.view.state === state) }
}
