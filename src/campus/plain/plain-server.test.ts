import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { findRedisServer, noRedisServer, startRedisServer } from '../cluster/redis-server.ts'
import type { PlainSocket } from './plain-messages.ts'
import { createPlainServer, PlainServerError } from './plain-server.ts'
import type { PlainServer, PlainServerOptions } from './plain-server.ts'

/* The plain server and its clients, and that its admin feed shows what the server itself knows. */

const WAIT = { timeout: 15_000, interval: 50 }
const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

async function start(options: PlainServerOptions): Promise<PlainServer> {
  const server = await createPlainServer(options)
  cleanUps.push(() => server.stop())
  return server
}

interface Feed {
  readonly socket: Socket
  readonly features: () => readonly string[] | undefined
  readonly sockets: () => readonly PlainSocket[] | undefined
  readonly serverIds: Set<string>
}

function watch({ url, adminNamespace, auth }: PlainServer): Feed {
  const socket = io(url + adminNamespace, { forceNew: true, transports: ['websocket'], auth: auth || {} })
  cleanUps.push(() => socket.close())
  let features: readonly string[] | undefined
  let sockets: readonly PlainSocket[] | undefined
  const serverIds = new Set<string>()
  socket.on('config', (config: { supportedFeatures: string[] }) => (features = config.supportedFeatures))
  socket.on('server_stats', ({ serverId }: { serverId: string }) => serverIds.add(serverId))
  socket.on('all_sockets', (all: readonly { id: string; nsp: string; rooms: string[]; data: { userId: string } }[]) => {
    sockets = all.filter(({ nsp }) => nsp !== adminNamespace).map(({ id, nsp, rooms, data }) => ({ id, nsp, rooms: rooms.filter((room) => room !== id).sort(), userId: data.userId }))
  })
  return { socket, serverIds, features: () => features, sockets: () => sockets }
}

const byId = (sockets: readonly PlainSocket[]) => sockets.toSorted((one, other) => one.id.localeCompare(other.id))

test('a thousand clients join and leave by a seed; when they are quiet the snapshot is the server’s own', async () => {
  const server = await start({ clients: 1_000, changesPerSecond: 500 })
  await vi.waitFor(async () => expect((await server.counts()).leaves).toBeGreaterThan(200), WAIT)
  await server.quiet()
  const truth = await server.truth()
  expect(truth).toHaveLength(1_000)
  expect(new Set(truth.map(({ nsp }) => nsp))).toEqual(new Set(['/', '/a', '/b']))
  expect(truth.filter(({ rooms }) => rooms.length > 0).length).toBeGreaterThan(100)
  expect(await server.truth()).toEqual(truth)
  const feed = watch(server)
  await vi.waitFor(() => expect(feed.sockets()).toBeDefined(), WAIT)
  expect(byId(feed.sockets()!)).toEqual(byId(truth))
  server.busy()
  await vi.waitFor(async () => expect(await server.truth()).not.toEqual(truth), WAIT)
})

test('production, read-only, no password, several sockets on a connection, another admin namespace', async () => {
  const server = await start({ clients: 7, socketsPerConnection: 3, mode: 'production', readonly: true, auth: false, adminNamespace: '/ops' })
  await server.quiet()
  expect(new Set((await server.truth()).map(({ userId }) => userId))).toEqual(new Set(['user-1', 'user-2', 'user-3']))
  const feed = watch(server)
  await vi.waitFor(() => expect(feed.features()).toEqual(['AGGREGATED_EVENTS']), WAIT)
  expect(server.auth).toBe(false)
})

test('more connections than this machine has files are refused with the way out', async () => {
  await expect(createPlainServer({ clients: 50_000_000 })).rejects.toThrow(process.platform === 'linux' ? /open files.*ulimit -n 50000300/ : PlainServerError)
})

const here = findRedisServer() !== undefined
describe.skipIf(!here)(here ? 'three nodes over Redis' : noRedisServer, () => {
  test('the snapshot is the whole cluster’s; a killed node’s clients come back through the front', async () => {
    const redis = await startRedisServer()
    cleanUps.push(() => redis?.stop())
    const server = await start({ clients: 300, nodes: 3, redisUrl: redis?.url ?? '', changesPerSecond: 200 })
    await vi.waitFor(async () => expect((await server.counts()).leaves).toBeGreaterThan(50), WAIT)
    await server.quiet()
    const truth = await server.truth()
    expect(truth).toHaveLength(300)
    const feed = watch(server)
    await vi.waitFor(() => expect(feed.sockets()).toBeDefined(), WAIT)
    expect(byId(feed.sockets()!)).toEqual(byId(truth))
    await vi.waitFor(() => expect([...feed.serverIds].sort()).toEqual(['plain-1', 'plain-2', 'plain-3']), WAIT)

    await server.killNode(3)
    expect(server.nodes.map(({ running }) => running)).toEqual([true, true, false])
    await server.quiet()
    const rest = await server.truth()
    expect(rest).toHaveLength(300)
    // Those of the other nodes never noticed.
    expect(rest.filter(({ id }) => truth.some((socket) => socket.id === id)).length).toBeGreaterThan(150)
    await server.startNode(3)
    expect(server.nodes.map(({ running }) => running)).toEqual([true, true, true])
    expect(await server.truth()).toHaveLength(300)
  })
})
