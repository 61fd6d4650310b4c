import { instrument } from '@socket.io/admin-ui'
import { hashSync } from 'bcryptjs'
import { io as connect } from 'socket.io-client'
import type { Socket as ClientSocket } from 'socket.io-client'
import type { Socket } from 'socket.io'
import type { Catalog } from '../../../shared/catalog.ts'
import type { TargetSecrets, TargetSettings, TargetView } from '../../../shared/domain.ts'
import type { AdminServer } from '../../../shared/presence.ts'
import type { ObservedSocket, PresenceSink } from '../../monitor/presence-sink.ts'
import { systemClock } from '../clock.ts'
import type { Clock } from '../clock.ts'
import { Target } from '../target.ts'
import { ManualClock, memoryVault, recordingSink, startServer, testCatalog, testSettings, testToken, until } from '../test-server.ts'
import type { RecordingSink, ServerOptions, TestServer } from '../test-server.ts'

/* What the tests of the admin feed share: instrumented servers, stand-ins that say what a test wants, a table that is built from the sink's calls alone. */

export const PASSWORD = 'correct horse'

/** A real server with @socket.io/admin-ui. The mode is given: under a test runner NODE_ENV would mean production. */
export async function startInstrumented(options: { readonly instrument?: Partial<Parameters<typeof instrument>[1]>; readonly server?: ServerOptions; readonly prepare?: (server: TestServer) => void } = {}): Promise<TestServer> {
  const server = await startServer({ namespaces: ['/', '/chat', '/class'], ...options.server })
  options.prepare?.(server)
  instrument(server.io, { auth: false, mode: 'development', ...options.instrument })
  return server
}

export function basicAuth(username = 'admin'): { type: 'basic'; username: string; password: string } {
  return { type: 'basic', username, password: hashSync(PASSWORD, 4) }
}

/** A server whose /admin does what the test says: no admin-ui in it. */
export function startStandIn(onAdmin: (socket: Socket) => void, options: ServerOptions = {}): Promise<TestServer> {
  return startServer({ namespaces: ['/', '/admin'], ...options, onConnection: (socket, namespace) => (namespace === '/admin' ? onAdmin(socket) : options.onConnection?.(socket, namespace)) })
}

export const ALL_FEATURES = ['EMIT', 'JOIN', 'LEAVE', 'DISCONNECT', 'MJOIN', 'MLEAVE', 'MDISCONNECT', 'AGGREGATED_EVENTS', 'ALL_EVENTS']

/** A socket as admin-ui writes it. */
export function serialized(id: string, parts: Record<string, unknown> = {}): Record<string, unknown> {
  const headers = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36', cookie: 'sid=cookie-secret', authorization: 'Bearer header-secret' }
  return {
    id,
    clientId: `engine-${id}`,
    transport: 'websocket',
    nsp: '/',
    data: {},
    handshake: { address: '203.0.113.7', headers, query: { token: 'query-secret', EIO: '4' }, issued: 1_800_000_000_000, secure: true, time: 'x', url: '/socket.io/?token=url-secret', xdomain: false },
    rooms: [id],
    ...parts,
  }
}

export function stats(parts: Record<string, unknown> = {}): Record<string, unknown> {
  return { serverId: 'node-1', hostname: 'host-1', pid: 11, uptime: 12.5, clientsCount: 1, pollingClientsCount: 0, aggregatedEvents: [], namespaces: [{ name: '/', socketsCount: 0 }], ...parts }
}

export interface PresenceTable extends PresenceSink {
  readonly sockets: Map<string, ObservedSocket>
  /** Names of all calls with what they were about, in order. */
  readonly calls: string[]
  readonly lastServers: () => readonly AdminServer[]
}

/** The smallest monitor there is: what it holds is what the feed told it. */
export function presenceTable(): PresenceTable {
  const sockets = new Map<string, ObservedSocket>()
  const calls: string[] = []
  let servers: readonly AdminServer[] = []
  const key = (namespace: string, id: string) => `${namespace} ${id}`
  const change = (namespace: string, id: string, to: (socket: ObservedSocket) => ObservedSocket) => {
    const socket = sockets.get(key(namespace, id))
    if (!socket) throw new Error(`the sink was told of ${namespace} ${id}, which it does not know`)
    sockets.set(key(namespace, id), to(socket))
  }
  return {
    sockets,
    calls,
    lastServers: () => servers,
    snapshot(_, all) {
      calls.push(`snapshot ${all.length}`)
      sockets.clear()
      for (const socket of all) sockets.set(key(socket.namespace, socket.id), socket)
    },
    socketUp(_, socket) {
      calls.push(`up ${socket.namespace} ${socket.id}`)
      sockets.set(key(socket.namespace, socket.id), socket)
    },
    socketChanged(_, namespace, id, changed) {
      calls.push(`changed ${namespace} ${id}`)
      change(namespace, id, (socket) => ({ ...socket, ...changed }))
    },
    socketDown(_, namespace, id, reason) {
      calls.push(`down ${namespace} ${id} ${reason}`)
      if (!sockets.delete(key(namespace, id))) throw new Error(`the sink was told of the end of ${namespace} ${id}, which it does not know`)
    },
    roomJoined(_, namespace, room, id) {
      calls.push(`joined ${namespace} ${id} ${room}`)
      change(namespace, id, (socket) => ({ ...socket, rooms: [...socket.rooms, room] }))
    },
    roomLeft(_, namespace, room, id) {
      calls.push(`left ${namespace} ${id} ${room}`)
      change(namespace, id, (socket) => ({ ...socket, rooms: socket.rooms.filter((known) => known !== room) }))
    },
    servers(_, now) {
      servers = now
    },
    feedDown() {
      calls.push('feedDown')
    },
  }
}

export interface FeedTarget {
  readonly target: Target
  readonly clock: Clock
  readonly manual: ManualClock
  readonly sink: RecordingSink
  readonly presence: PresenceTable
  readonly vault: ReturnType<typeof memoryVault>
  readonly view: () => TargetView
  readonly feed: () => NonNullable<TargetView['feed']>
  readonly link: () => NonNullable<TargetView['feedLink']>
  /** Waits in real time; a manual clock is moved on by 25 ms every 5 ms. */
  wait(what: string, condition: () => boolean): Promise<void>
  live(): Promise<void>
}

/** A target with nothing but its admin feed on, and in real time, unless told otherwise. Not started. */
export function feedTarget(
  url: string,
  options: { readonly settings?: Partial<TargetSettings>; readonly feed?: Partial<TargetSettings['adminFeed']>; readonly secrets?: TargetSecrets; readonly catalog?: Catalog; readonly time?: 'real' | 'manual'; readonly loopbackOnly?: boolean } = {},
): FeedTarget {
  const manual = new ManualClock()
  const clock = options.time === 'manual' ? manual : systemClock
  const sink = recordingSink()
  const presence = presenceTable()
  const vault = memoryVault({ 'target-1': options.secrets ?? { token: testToken() } })
  const settings = testSettings({ url, disabledNamespaces: ['/'], ...options.settings, adminFeed: { on: true, namespace: '/admin', auth: 'none', username: 'admin', ...options.feed } })
  const target = new Target(settings, { catalog: options.catalog ?? testCatalog(), vault, sink, presence, clock, random: () => 0.5, loopbackOnly: options.loopbackOnly ?? false, onChange() {}, onWatched() {} })
  const view = () => target.view
  const part = <T>(value: T | null): T => {
    if (value === null) throw new Error('the admin feed is off')
    return value
  }
  const wait = (what: string, condition: () => boolean) =>
    until(what, () => {
      if (options.time === 'manual') manual.advance(25)
      return condition()
    }).catch((error: unknown) => {
      throw new Error(`${String(error)}; ${JSON.stringify({ link: view().feedLink, feed: view().feed })}`)
    })
  return { target, clock, manual, sink, presence, vault, view, feed: () => part(view().feed), link: () => part(view().feedLink), wait, live: () => wait('the feed is live', () => view().feedLink?.state === 'live') }
}

/** What the server itself says: `namespace id` of every socket with its sorted rooms. */
export async function serverTable(server: TestServer, namespaces: readonly string[]): Promise<Record<string, string>> {
  const table: Record<string, string> = {}
  for (const name of namespaces) for (const socket of await server.io.of(name).fetchSockets()) table[`${name} ${socket.id}`] = [...socket.rooms].sort().join()
  return table
}

export function sinkTable({ sockets }: PresenceTable): Record<string, string> {
  return Object.fromEntries([...sockets].map(([key, { rooms }]) => [key, [...rooms].sort().join()]))
}

/** A client on a connection of its own. */
export function client(server: TestServer, namespace = '/', options: Parameters<typeof connect>[1] = {}): ClientSocket {
  return connect(`${server.url}${namespace === '/' ? '' : namespace}`, { forceNew: true, reconnection: false, transports: ['websocket'], ...options })
}

export function connected(socket: ClientSocket): Promise<void> {
  return socket.connected ? Promise.resolve() : new Promise((resolve, reject) => void socket.once('connect', resolve).once('connect_error', reject))
}
