import { describe, expect, it } from 'vitest'
import type { Socket } from 'socket.io'
import type { Socket as ClientSocket } from 'socket.io-client'
import { stopsAfterEach } from '../stops-fixture.ts'
import type { TestServer } from '../test-server.ts'
import { until } from '../test-server.ts'
import { ALL_FEATURES, client, connected, feedTarget, serialized, startInstrumented, startStandIn, stats } from './feed-fixture.ts'
import type { FeedTarget } from './feed-fixture.ts'

/* Commands of the admin namespace: three of them, each trap by its name. */

const stops = stopsAfterEach()

const A = 'aaaaaaaaaaaaaaaaaaaa'
const B = 'bbbbbbbbbbbbbbbbbbbb'

async function real(options: Parameters<typeof startInstrumented>[0] = {}, target: Parameters<typeof feedTarget>[1] = {}): Promise<FeedTarget & { server: TestServer; open: (namespace: string, count: number) => Promise<ClientSocket[]> }> {
  const server = await startInstrumented(options)
  const t = feedTarget(server.url, target)
  stops.push(() => t.target.stop(), () => server.stop())
  t.target.start()
  await t.live()
  const open = async (namespace: string, count: number) => {
    const clients = Array.from({ length: count }, () => client(server, namespace))
    stops.unshift(() => clients.forEach((socket) => void socket.disconnect()))
    await Promise.all(clients.map(connected))
    if (t.feed().mode === 'development') await t.wait('the clients', () => clients.every(({ id }) => t.presence.sockets.has(`${namespace} ${id}`)))
    return clients
  }
  return { ...t, server, open }
}

/** A stand-in that writes down what it is told; `received` holds each packet's name and arguments, a callback as a function. */
async function recorder(options: { readonly features?: readonly string[]; readonly sockets?: readonly unknown[]; readonly onCommand?: (socket: Socket, name: string, args: readonly unknown[]) => void } = {}): Promise<FeedTarget & { server: TestServer; received: unknown[][]; admin: () => Socket | undefined }> {
  const received: unknown[][] = []
  let admin: Socket | undefined
  const server = await startStandIn((socket) => {
    admin = socket
    socket.onAny((name: string, ...args: unknown[]) => {
      received.push([name, ...args])
      options.onCommand?.(socket, name, args)
    })
    const features = options.features ?? ALL_FEATURES
    socket.emit('config', { supportedFeatures: features })
    socket.emit('server_stats', stats({ namespaces: ['/', '/chat', '/admin'].map((name) => ({ name, socketsCount: 1 })) }))
    if (features.includes('ALL_EVENTS') || !features.includes('AGGREGATED_EVENTS')) socket.emit('all_sockets', options.sockets ?? [serialized(A, { rooms: [A, '7B'] }), serialized(B, { nsp: '/chat' })])
  })
  const t = feedTarget(server.url, { time: 'manual' })
  stops.push(() => t.target.stop(), () => server.stop())
  t.target.start()
  await t.live()
  await t.wait('the stats', () => t.feed().servers.length === 1)
  return { ...t, server, received, admin: () => admin }
}

describe('commands on a real server', () => {
  it('disconnect: 30 sockets of two namespaces, confirmed by the feed; nobody else is touched', async () => {
    const t = await real()
    const chat = await t.open('/chat', 20)
    const classes = await t.open('/class', 12)
    const chosen = [...chat.slice(0, 18).map(({ id }) => ({ namespace: '/chat', id: id ?? '' })), ...classes.map(({ id }) => ({ namespace: '/class', id: id ?? '' }))]
    const reasons: string[] = []
    for (const socket of [...chat, ...classes]) socket.on('disconnect', (reason) => reasons.push(reason))
    expect(await t.target.command({ kind: 'disconnect', sockets: chosen })).toEqual({ result: 'confirmed', detail: 'Seen in the admin feed: 30 of 30.' })
    await until('the clients know', () => reasons.length === 30)
    expect(new Set(reasons)).toEqual(new Set(['io server disconnect']))
    expect([chat.filter((socket) => socket.connected).length, classes.filter((socket) => socket.connected).length]).toEqual([2, 0])
    expect(t.presence.calls.filter((call) => call.startsWith('down') && call.endsWith('server namespace disconnect'))).toHaveLength(30)
  })

  it('join and leave: confirmed; who is in already need not join', async () => {
    const t = await real()
    const [one, two] = await t.open('/chat', 2)
    const sockets = [one, two].map((socket) => ({ namespace: '/chat', id: socket?.id ?? '' }))
    expect((await t.target.command({ kind: 'join', room: '7B', sockets: sockets.slice(0, 1) })).result).toBe('confirmed')
    expect((await t.target.command({ kind: 'join', room: '7B', sockets })).result).toBe('confirmed')
    expect((await t.server.io.of('/chat').in('7B').fetchSockets()).length).toBe(2)
    expect(await t.target.command({ kind: 'join', room: '7B', sockets })).toEqual({ result: 'confirmed', detail: 'Nothing had to change.' })
    expect((await t.target.command({ kind: 'leave', room: '7B', sockets })).result).toBe('confirmed')
    expect((await t.server.io.of('/chat').in('7B').fetchSockets()).length).toBe(0)
  })

  it('production mode: sent, and nothing confirms it', async () => {
    const t = await real({ instrument: { mode: 'production' } })
    const [one] = await t.open('/chat', 1)
    await t.wait('the namespaces', () => (t.feed().servers[0]?.namespaces.length ?? 0) > 2)
    expect(await t.target.command({ kind: 'disconnect', sockets: [{ namespace: '/chat', id: one?.id ?? '' }] })).toEqual({ result: 'sent', detail: 'Sent, and the server has read it. In production mode it confirms nothing more.' })
    await until('it is gone', () => one?.connected === false)
    // A filter is a room name as well: in production mode only what looks like a socket's id may go.
    const others = await t.open('/chat', 2)
    expect((await t.target.command({ kind: 'disconnect', sockets: [{ namespace: '/chat', id: '7B' }] })).result).toBe('failed')
    expect(others.every((socket) => socket.connected)).toBe(true)
  })

  it('a read-only feed, and a read-only target', async () => {
    const t = await real({ instrument: { readonly: true } })
    const [one] = await t.open('/chat', 1)
    const command = { kind: 'disconnect', sockets: [{ namespace: '/chat', id: one?.id ?? '' }] } as const
    expect(await t.target.command(command)).toEqual({ result: 'failed', detail: 'The server takes no such command: its admin feed is read-only.' })
    const u = await real({}, { settings: { readOnly: true } })
    const [two] = await u.open('/chat', 1)
    expect(await u.target.command({ kind: 'disconnect', sockets: [{ namespace: '/chat', id: two?.id ?? '' }] })).toMatchObject({ result: 'failed', detail: expect.stringContaining('Lincoln is read-only') })
    expect([one?.connected, two?.connected]).toEqual([true, true])
  })
})

describe('the traps of commands', () => {
  it('an array filter a namespace, close = false, and never a callback', async () => {
    const t = await recorder({ onCommand: (socket, _, [namespace, , ids]) => (ids as string[]).forEach((id) => void socket.emit('socket_disconnected', namespace, id, 'server namespace disconnect')) })
    expect((await t.target.command({ kind: 'disconnect', sockets: [{ namespace: '/', id: A }, { namespace: '/chat', id: B }, { namespace: '/', id: A }] })).result).toBe('confirmed')
    expect(t.received).toEqual([['_disconnect', '/', false, [A]], ['_disconnect', '/chat', false, [B]]])
    expect(t.received.flat().some((value) => typeof value === 'function')).toBe(false)
  })

  it('Socket.IO 3 takes one socket at a time: one message each', async () => {
    const t = await recorder({ features: ['EMIT', 'JOIN', 'LEAVE', 'DISCONNECT', 'AGGREGATED_EVENTS', 'ALL_EVENTS'], sockets: [serialized(A), serialized(B)], onCommand: (socket, _, [namespace, room, id]) => void socket.emit('room_joined', namespace, room, id) })
    expect((await t.target.command({ kind: 'join', room: '7B', sockets: [{ namespace: '/', id: A }, { namespace: '/', id: B }] })).result).toBe('confirmed')
    expect(t.received).toEqual([['join', '/', '7B', A], ['join', '/', '7B', B]])
  })

  it('not seen within 5 s: unknown, with how many were seen', async () => {
    const t = await recorder({ onCommand: (socket) => void socket.emit('room_left', '/', '7B', A) })
    const outcome = t.target.command({ kind: 'leave', room: '7B', sockets: [{ namespace: '/', id: A }] })
    await t.wait('the first', () => t.received.length === 1)
    expect((await outcome).result).toBe('confirmed')
    const silent = await recorder()
    let result: unknown
    void silent.target.command({ kind: 'disconnect', sockets: [{ namespace: '/', id: A }, { namespace: '/chat', id: B }] }).then((value) => (result = value))
    await silent.wait('both messages', () => silent.received.length === 2)
    silent.admin()?.emit('socket_disconnected', '/', A, 'server namespace disconnect')
    await silent.wait('the first', () => !silent.presence.sockets.has(`/ ${A}`))
    await silent.wait('the outcome', () => result !== undefined)
    expect(result).toEqual({ result: 'unknown', detail: 'Sent, but not seen in the feed within 5 s: 1 of 2 were seen.' })
  })

  it('while offline nothing is kept: what was pressed is not replayed at the next connect', async () => {
    const t = await recorder()
    await t.server.crash()
    await t.wait('down', () => t.link().state === 'reconnecting')
    expect(await t.target.command({ kind: 'disconnect', sockets: [{ namespace: '/', id: A }] })).toMatchObject({ result: 'failed', detail: expect.stringContaining('not connected') })
    const received: unknown[] = []
    const again = await startStandIn((socket) => void (socket.onAny((name) => received.push(name)), socket.emit('config', { supportedFeatures: ALL_FEATURES }), socket.emit('all_sockets', [serialized(A)])), { port: t.server.port })
    stops.push(() => again.stop())
    await t.live()
    await t.manual.run(5_000)
    expect(received).toEqual([])
  })

  it('a feed that is lost while a command waits for its sight: unknown', async () => {
    const t = await recorder()
    const outcome = t.target.command({ kind: 'disconnect', sockets: [{ namespace: '/', id: A }] })
    await t.wait('sent', () => t.received.length === 1)
    await t.server.crash()
    expect(await outcome).toMatchObject({ result: 'unknown', detail: expect.stringContaining('was lost before') })
  })

  it.each([
    ['an unknown namespace, which the command would create', { kind: 'disconnect', sockets: [{ namespace: '/nobody', id: A }] }, 'no namespace /nobody'],
    ['the admin namespace', { kind: 'disconnect', sockets: [{ namespace: '/admin', id: A }] }, 'admin namespace'],
    ['no socket at all, which would be everybody', { kind: 'disconnect', sockets: [] }, 'no socket'],
    ['an empty id, which would be everybody', { kind: 'disconnect', sockets: [{ namespace: '/', id: '' }] }, 'no longer connected'],
    ['a room in the place of an id', { kind: 'disconnect', sockets: [{ namespace: '/', id: '7B' }] }, 'no longer connected'],
    ['a socket that is gone', { kind: 'leave', room: '7B', sockets: [{ namespace: '/', id: 'gone' }] }, 'no longer connected'],
    ['a socket of another namespace', { kind: 'leave', room: '7B', sockets: [{ namespace: '/', id: B }] }, 'no longer connected'],
    ['a room without a name, which would be all rooms', { kind: 'leave', room: '', sockets: [{ namespace: '/', id: A }] }, 'room has no name'],
    ['no room', { kind: 'join', sockets: [{ namespace: '/', id: A }] }, 'room has no name'],
    ["a socket's own room", { kind: 'leave', room: A, sockets: [{ namespace: '/', id: A }] }, 'own room'],
  ] as const)('refuses %s', async (_, command, words) => {
    const t = await recorder()
    expect(await t.target.command(command)).toMatchObject({ result: 'failed', detail: expect.stringContaining(words) })
    await t.manual.run(2_000)
    expect(t.received).toEqual([])
  })

  it('there is no emit: reserved names, which would end the server, cannot be sent', async () => {
    const t = await recorder()
    for (const room of ['connect', 'disconnect', 'newListener']) await Promise.race([t.target.command({ kind: 'join', room, sockets: [{ namespace: '/', id: A }] }), t.manual.run(100)])
    expect(t.received.map(([name]) => name)).toEqual(['join', 'join', 'join'])
  })

  it('all servers silent: actions are off', async () => {
    const t = await recorder()
    t.manual.advance(11_000)
    expect(await t.target.command({ kind: 'disconnect', sockets: [{ namespace: '/', id: A }] })).toMatchObject({ result: 'failed', detail: expect.stringContaining('silent') })
  })

  it('the pace: what finds no place within 10 s is not sent at all, later neither', async () => {
    const t = await recorder({ sockets: Array.from({ length: 100 }, (_, n) => serialized(`s${n}`.padEnd(20, '-'))) })
    const outcomes: string[] = []
    const kick = () => {
      for (let n = 0; n < 100; n++) void t.target.command({ kind: 'disconnect', sockets: [{ namespace: '/', id: `s${n}`.padEnd(20, '-') }] }).then(({ result }) => outcomes.push(result))
    }
    kick()
    await t.wait('all decided', () => outcomes.length === 100)
    // 80 % of 100 a minute.
    expect(outcomes.filter((result) => result === 'failed')).toHaveLength(20)
    await t.manual.run(70_000, 1_000)
    expect(t.received).toHaveLength(80)
  })

  it('no admin feed, no such platform: failed in words', async () => {
    const t = feedTarget('http://127.0.0.1:1', { feed: { on: false } })
    stops.push(() => t.target.stop())
    expect(await t.target.command({ kind: 'disconnect', sockets: [{ namespace: '/', id: A }] })).toEqual({ result: 'failed', detail: 'Lincoln has no admin feed.' })
  })
})
