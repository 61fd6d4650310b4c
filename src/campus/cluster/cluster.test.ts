import { io } from 'socket.io-client'
import type { ManagerOptions, Socket, SocketOptions } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { CampusError, startCampus } from '../campus.ts'
import type { Campus } from '../campus.ts'
import { startControl } from '../control.ts'
import type { Account, Platform } from '../contract.ts'
import { conversationId } from '../platforms/skillcore/world.ts'
import { findRedisServer, noRedisServer, startRedisServer } from './redis-server.ts'
import type { RedisServer } from './redis-server.ts'

/* Three real processes over a real Redis. */

interface AdminSocket {
  readonly id: string
  readonly nsp: string
  readonly rooms: readonly string[]
  readonly data: Readonly<Record<string, unknown>>
}

const WAIT = { timeout: 15_000, interval: 20 }
const here = findRedisServer() !== undefined

describe.skipIf(!here)(here ? 'a platform of three nodes' : noRedisServer, () => {
  let redis: RedisServer | undefined
  let campus: Campus
  let platform: Platform
  const sockets: Socket[] = []

  beforeAll(async () => {
    redis = await startRedisServer()
    campus = await startCampus({ portBase: 0, people: 60, only: ['skillcore'], devices: false, eventsPerSecond: 0, cluster: { nodes: 3, redisUrl: redis?.url ?? '' } })
    platform = campus.platforms.get('skillcore')!
  }, 40_000)
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.close()
  })
  afterAll(async () => {
    await campus?.stop()
    await redis?.stop()
  })

  const open = async (account: Account, namespace: string, options: Partial<ManagerOptions & SocketOptions> = {}): Promise<Socket> => {
    const socket = io(platform.url + namespace, {
      path: platform.path, forceNew: true, transports: ['websocket'], reconnectionDelay: 50, reconnectionDelayMax: 200, auth: { token: await platform.issueToken(account) }, ...options,
    })
    sockets.push(socket)
    await vi.waitFor(() => expect(socket.connected).toBe(true), WAIT)
    return socket
  }
  const schoolClass = () => campus.school.classes[0]!
  const accounts = () => [schoolClass().teacher, ...schoolClass().students].slice(0, 6).map((person) => platform.accounts.find((account) => account.person === person)!)
  /** The admin feed, as of this sign-in. */
  const openAdmin = () => {
    const servers = new Map<string, { pid: number; sockets: number }>()
    const feed: { socket: Socket; servers: typeof servers; all: readonly AdminSocket[] | undefined; gone: string[] } = {
      servers, all: undefined, gone: [],
      socket: io(`${platform.url}/admin`, { path: platform.path, forceNew: true, transports: ['websocket'], auth: { username: 'admin', password: campus.adminFeedPassword } }),
    }
    sockets.push(feed.socket)
    feed.socket.on('server_stats', (stats: { serverId: string; pid: number; namespaces: { name: string; socketsCount: number }[] }) => {
      servers.set(stats.serverId, { pid: stats.pid, sockets: stats.namespaces.find(({ name }) => name === '/messages')?.socketsCount ?? 0 })
    })
    feed.socket.on('all_sockets', (all: readonly AdminSocket[]) => (feed.all = all))
    feed.socket.on('socket_disconnected', (_: string, id: string) => feed.gone.push(id))
    return feed
  }

  test('messages and members are the whole cluster’s, and the admin feed shows three servers with all sockets', async () => {
    const room = conversationId(schoolClass())
    const clients = await Promise.all(accounts().map(async (account) => await open(account, '/messages')))
    expect(clients).toHaveLength(6)
    const heard = clients.map((client) => {
      const got: string[] = []
      client.on('message.new', (message: { body: string }) => got.push(message.body))
      return got
    })
    for (const client of clients) await client.timeout(5_000).emitWithAck('room:join', { room })
    await clients[3]!.timeout(5_000).emitWithAck('send-message', { conversationId: room, body: 'from a client' })
    platform.io.of('/messages').to(room).emit('message.new', { body: 'from the backend' })
    // Two senders on two nodes: each arrives once everywhere, in an order that nobody promises.
    await vi.waitFor(() => expect(heard.map((bodies) => bodies.toSorted())).toEqual(clients.map(() => ['from a client', 'from the backend'])), WAIT)

    const members = new Promise((resolve) => clients[0]!.once('room:users', ({ users }: { users: { userId: string }[] }) => resolve(users.map(({ userId }) => userId).sort())))
    clients[0]!.emit('room:join', { room })
    expect(await members).toEqual(accounts().map(({ userId }) => userId).sort())

    const feed = openAdmin()
    await vi.waitFor(() => expect([...feed.servers.values()].map((server) => server.sockets)).toEqual([2, 2, 2]), WAIT)
    expect([...feed.servers.keys()].sort()).toEqual(['skillcore-1', 'skillcore-2', 'skillcore-3'])
    expect(new Set([...feed.servers.values()].map(({ pid }) => pid))).toEqual(new Set(campus.nodes('skillcore').map(({ pid }) => pid)))
    const ids = clients.map(({ id = '' }) => id).sort()
    const shown = feed.all!.filter(({ nsp }) => nsp === '/messages')
    expect(shown.map(({ id }) => id).sort()).toEqual(ids)
    // Who it is, and nothing secret.
    const [account] = accounts()
    const { person } = account!
    expect(shown.find(({ id }) => id === clients[0]!.id)).toMatchObject({ data: { userId: account!.userId, name: `${person.givenName} ${person.familyName}`, email: account!.email, role: account!.role } })
    expect(JSON.stringify(shown.map(({ data }) => data))).not.toMatch(/password|token/i)
    // Part 0 finds the same sockets.
    expect((await platform.io.of('/messages').in(room).fetchSockets()).map(({ id }) => id).sort()).toEqual(ids)
  })

  test('people sign in over REST at the public port, and long polling stays at its node', async () => {
    const { email, password } = platform.admin
    const answer = await fetch(`${platform.url}/api/auth/login`, { method: 'POST', body: JSON.stringify({ email, password }) })
    const { accessToken } = (await answer.json()) as { accessToken: string }
    const clients = await Promise.all([1, 2, 3, 4].map(async () => await open(platform.admin, '/', { transports: ['polling'], auth: { token: accessToken } })))
    const heard: unknown[] = []
    for (const client of clients) client.on('announcement.new', (payload) => heard.push(payload))
    platform.io.emit('announcement.new', { title: 'x' })
    await vi.waitFor(() => expect(heard).toHaveLength(4), WAIT)
    expect(new Set(clients.map(({ io: manager }) => (manager.engine as unknown as { id: string }).id[0]))).toEqual(new Set(['1', '2', '3']))
    await campus.recount('skillcore')
    expect(platform.sentTo(platform.admin.userId).get('/ announcement.new')).toBe(4)
    expect((await fetch(`${platform.url}/socket.io/?EIO=4&transport=polling&sid=9aaaaaaaaaaaaaaaaaaa`)).status).toBe(400)
  })

  test('a node that is killed takes its own clients along and no other; they come back, and so does the node', async () => {
    const control = await startControl(campus, 0, 0)
    const post = async (path: string) => {
      const response = await fetch(control.url + path, { method: 'POST', headers: { authorization: `Bearer ${control.token}` } })
      return { status: response.status, json: (await response.json()) as { platforms: { running: boolean; nodes: { node: number; pid: number; running: boolean }[] }[]; error?: string } }
    }
    const room = conversationId(schoolClass())
    const clients = await Promise.all(accounts().map(async (account) => await open(account, '/messages')))
    const drops = clients.map(() => 0)
    for (const [index, client] of clients.entries()) {
      client.on('connect', () => client.emit('room:join', { room }))
      client.on('disconnect', () => drops[index]!++)
    }
    const nodeOf = (client: Socket) => (client.io.engine as unknown as { id: string }).id[0]
    const before = clients.map(nodeOf)
    const { pid } = campus.nodes('skillcore')[1]!

    const killed = await post('/kill-node/skillcore/2')
    expect(killed.json.platforms[0]).toMatchObject({ running: true, nodes: [{ running: true }, { node: 2, pid: 0, running: false }, { running: true }] })
    expect(alive(pid)).toBe(false)
    await vi.waitFor(() => expect(drops).toEqual(before.map((node) => (node === '2' ? 1 : 0))), WAIT)
    await vi.waitFor(() => expect(clients.every(({ connected }) => connected)).toBe(true), WAIT)
    expect(clients.map(nodeOf)).not.toContain('2')
    const feed = openAdmin()
    await vi.waitFor(() => expect(feed.servers.size).toBe(2), WAIT)
    await vi.waitFor(async () => expect(await platform.io.of('/messages').fetchSockets()).toHaveLength(6), WAIT)

    expect((await post('/start-node/skillcore/2')).json.platforms[0]?.nodes[1]).toMatchObject({ running: true })
    expect(campus.nodes('skillcore')[1]!.pid).not.toBe(pid)
    const newcomers = await Promise.all([1, 2, 3].map(async () => await open(accounts()[0]!, '/messages')))
    expect(newcomers.map(nodeOf)).toContain('2')
    const heard: unknown[] = []
    for (const client of newcomers) client.on('note', (payload) => heard.push(payload))
    platform.io.of('/messages').emit('note', 1)
    await vi.waitFor(() => expect(heard).toEqual([1, 1, 1]), WAIT)
    await vi.waitFor(() => expect(feed.servers.size).toBe(3), WAIT)

    expect((await post('/kill-node/skillcore/4')).json.error).toBe('skillcore has nodes 1 to 3.')
    expect((await post('/kill-node/skillcore')).status).toBe(404)
    expect((await post('/kill-node/moodle/1')).status).toBe(404)
    await control.stop()
  })

  test('a platform that crashed comes back on its port; after the end no process is left', async () => {
    const { url } = platform
    const first = campus.nodes('skillcore').map(({ pid }) => pid)
    await campus.crashPlatform('skillcore')
    expect(platform.running).toBe(false)
    expect(first.map(alive)).toEqual([false, false, false])
    await campus.startPlatform('skillcore')
    expect([platform.running, platform.url]).toEqual([true, url])
    await open(platform.admin, '/')
    const second = campus.nodes('skillcore').map(({ pid }) => pid)
    expect(second.map(alive)).toEqual([true, true, true])
    await campus.stop()
    expect(second.map(alive)).toEqual([false, false, false])
  })
})

test('without Redis it says what to do, and nothing stays behind', async () => {
  const failed = startCampus({ portBase: 0, people: 40, only: ['endiapi'], cluster: { nodes: 2, redisUrl: 'redis://:secret@127.0.0.1:1' } })
  await expect(failed).rejects.toThrow(CampusError)
  await expect(failed).rejects.toThrow(/^endiAPI cannot start: node endiapi-1 did not start\. No Redis answers at redis:\/\/127\.0\.0\.1:1 .*redis-server/)
})

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
