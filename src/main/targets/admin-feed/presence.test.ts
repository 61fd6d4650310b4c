import { describe, expect, it } from 'vitest'
import type { Socket as ClientSocket } from 'socket.io-client'
import { stopsAfterEach } from '../stops-fixture.ts'
import { startServer, until } from '../test-server.ts'
import { ALL_FEATURES, client, connected, feedTarget, serialized, serverTable, sinkTable, startInstrumented, startStandIn } from './feed-fixture.ts'
import type { FeedTarget } from './feed-fixture.ts'

/* Real servers with @socket.io/admin-ui and real clients: what the sink was told must be what the server itself says. */

const stops = stopsAfterEach()
function stopping<T extends { stop(): Promise<void> | void }>(thing: T): T {
  stops.push(() => thing.stop())
  return thing
}
function started(...args: Parameters<typeof feedTarget>): FeedTarget {
  const made = feedTarget(...args)
  stops.unshift(() => made.target.stop())
  made.target.start()
  return made
}
function open(socket: ClientSocket): ClientSocket {
  stops.unshift(() => void socket.disconnect())
  return socket
}

describe('presence of a real server', () => {
  it('1,000 clients in three namespaces join and leave: afterwards the table equals fetchSockets()', async () => {
    const namespaces = ['/', '/chat', '/class', '/admin']
    const server = stopping(
      await startInstrumented({
        server: {
          onConnection: (socket, namespace) => {
            Object.assign(socket.data, { userId: `u${socket.handshake.auth['n']}`, name: 'Rosa Lindqvist', role: 'student' })
            void socket.join(`${namespace}:7B`)
            socket.on('move', (room: string) => (socket.rooms.has(room) ? void socket.leave(room) : void socket.join(room)))
          },
        },
      }),
    )
    const t = started(server.url)
    // Half of them are there before the feed is live, the others come while and after it loads.
    const clients = Array.from({ length: 1_000 }, (_, n) => open(client(server, ['/', '/chat', '/class'][n % 3], { auth: { n } })))
    await Promise.all(clients.map(connected))
    await t.live()
    for (const [n, socket] of clients.entries()) {
      socket.emit('move', `room-${n % 20}`)
      if (n % 4 === 0) socket.emit('move', `room-${n % 20}`)
      if (n % 5 === 0) socket.disconnect()
      if (n % 10 === 0) open(client(server, '/chat', { auth: { n } }))
    }
    // Quiet: server and table have the same number of sockets, and then nothing changes any more.
    await until('900 clients and the feed', () => server.io.engine.clientsCount === 901 && t.presence.sockets.size === 901, 15_000)
    await t.wait('the last joins', () => [...t.presence.sockets.values()].filter(({ rooms }) => rooms.length > 2).length === 600)
    expect(sinkTable(t.presence)).toEqual(await serverTable(server, namespaces))
    expect(t.feed()).toMatchObject({ sockets: 900, ownSockets: 1, difference: null, mode: 'development', readOnly: false })
    const one = [...t.presence.sockets.values()].find(({ person }) => person.id === 'u998')
    expect(one).toMatchObject({ person: { id: 'u998', name: 'Rosa Lindqvist', role: 'student' }, transport: 'websocket', address: 'this computer', own: false })
  })

  it('transport upgrades and socket.data that changes later arrive', async () => {
    const server = stopping(await startInstrumented({ server: { onConnection: (socket) => socket.on('rename', (name: string) => (socket.data.user = { id: 7, displayName: name })) } }))
    const t = started(server.url)
    await t.live()
    const socket = open(client(server, '/chat', { transports: ['polling', 'websocket'] }))
    await connected(socket)
    socket.emit('rename', 'Per Ek')
    const seen = () => t.presence.sockets.get(`/chat ${socket.id}`)
    await t.wait('the upgrade and the name', () => seen()?.transport === 'websocket' && seen()?.person.name === 'Per Ek')
    expect(seen()?.person.id).toBe('7')
    expect(t.presence.calls.filter((call) => call === `changed /chat ${socket.id}`)).toHaveLength(2)
  })

  it('a namespace that is made later is there', async () => {
    const server = stopping(await startInstrumented())
    const t = started(server.url)
    await t.live()
    server.io.of('/late').on('connection', () => {})
    const socket = open(client(server, '/late'))
    await connected(socket)
    await t.wait('its socket', () => t.presence.sockets.has(`/late ${socket.id}`))
  })

  it('a server that went away: down, then loaded anew, with what it has then', async () => {
    const server = stopping(await startInstrumented())
    const t = started(server.url)
    await t.live()
    const lost = open(client(server, '/chat'))
    await connected(lost)
    await t.wait('the socket', () => t.presence.sockets.has(`/chat ${lost.id}`))
    const { port } = server
    await server.crash()
    await t.wait('reconnecting', () => t.link().state === 'reconnecting')
    expect(t.view().state).toBe('reconnecting')
    expect(t.presence.calls.at(-1)).toBe('feedDown')
    expect(t.link().problem?.what).toMatch(/127\.0\.0\.1/)
    expect(t.feed().sockets).toBe(1)
    const again = stopping(await startInstrumented({ server: { port } }))
    t.target.retry('/admin')
    await t.live()
    expect(sinkTable(t.presence)).toEqual(await serverTable(again, ['/', '/chat', '/admin']))
    expect(t.presence.calls.filter((call) => call === 'feedDown')).toHaveLength(1)
  })

  it('the application namespace and the feed beside each other: own sockets are tagged, their events are counted once', async () => {
    const server = stopping(await startInstrumented({ server: { namespaces: ['/', '/chat'], onConnection: (socket) => socket.on('say', (text: string) => server.io.of('/chat').emit('said', text)) } }))
    const t = started(server.url, { settings: { disabledNamespaces: [], extraNamespaces: ['/chat'] } })
    await t.wait('all live', () => t.view().state === 'live' && t.view().feedLink?.state === 'live')
    expect(t.view().connections).toBe(2)
    const pupil = open(client(server, '/chat'))
    await connected(pupil)
    for (let n = 0; n < 50; n++) pupil.emit('say', `hello ${n}`)
    const count = (direction: string, feed: boolean) => t.sink.events.filter((event) => event.direction === direction && (event.feedSocketId !== undefined) === feed).length
    await t.wait('all events', () => count('in', false) === 50 && count('in', true) === 50 && count('out', true) === 50)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect([count('in', false), count('in', true), count('out', true)]).toEqual([50, 50, 50])
    expect(t.sink.events.every((event) => event.feedSocketId === undefined || event.feedSocketId === pupil.id)).toBe(true)
    expect(t.feed()).toMatchObject({ sockets: 1, ownSockets: 3 })
    const fromFeed = t.sink.events.find(({ name, feedSocketId }) => name === 'say' && feedSocketId)
    expect(fromFeed).toMatchObject({ namespace: '/chat', direction: 'out', payload: { text: '["hello 0"]', cut: false } })
    expect(fromFeed?.payload.args()).toEqual(['hello 0'])
  })

  it('a refused application token does not take the feed down, nor a refused feed the application', async () => {
    const server = stopping(await startInstrumented({ server: { namespaces: ['/'], accept: () => 'Invalid token' } }))
    const t = started(server.url, { settings: { disabledNamespaces: [] } })
    await t.wait('signed out, and the feed live', () => t.view().state === 'signed-out' && t.view().feedLink?.state === 'live')
    const other = stopping(await startServer({ namespaces: ['/'] }))
    const u = started(other.url, { settings: { disabledNamespaces: [] } })
    await u.wait('live, and no feed', () => u.view().namespaces[0]?.state === 'live' && u.link().state === 'offline')
    expect(u.view().state).toBe('offline')
    expect(u.link().problem).toMatchObject({ kind: 'admin-namespace', what: expect.stringContaining('has no namespace /admin') })
  })

  it('a snapshot of 12,000 sockets and 12 MB does not hold the event loop up for long', async () => {
    const padding = 'x'.repeat(600)
    const all = Array.from({ length: 12_000 }, (_, n) => serialized(`socket-${String(n).padStart(13, '0')}`, { data: { userId: n, name: `Pupil ${n}`, padding }, nsp: ['/', '/chat'][n % 2] }))
    const server = stopping(await startStandIn((socket) => void (socket.emit('config', { supportedFeatures: ALL_FEATURES }), socket.emit('all_sockets', all))))
    const t = started(server.url)
    await t.live()
    expect(t.presence.sockets.size).toBe(12_000)
    expect(t.feed().sockets).toBe(12_000)
    expect(t.presence.sockets.get('/chat socket-0000000011999')?.person).toMatchObject({ id: '11999', name: 'Pupil 11999' })
  })
})
