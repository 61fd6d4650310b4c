import type { Socket as NetSocket } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { Socket } from 'socket.io'
import type { Socket as ClientSocket } from 'socket.io-client'
import type { TransportName } from '../../../shared/domain.ts'
import { stopsAfterEach } from '../stops-fixture.ts'
import type { TestServer } from '../test-server.ts'
import { until } from '../test-server.ts'
import type { FeedEmit } from './emits.ts'
import { READ_WITHIN_MS, SEEN_WITHIN_MS } from './emits.ts'
import { ALL_FEATURES, client, connected, feedTarget, serialized, startInstrumented, startStandIn, stats } from './feed-fixture.ts'
import type { FeedTarget } from './feed-fixture.ts'

/* The admin namespace's command `emit`, each trap by its name. */

const stops = stopsAfterEach()

const READ = 'Sent, and the server has read it. In production mode it does not say who got it.'
const UNREAD = 'Sent, but the server did not show in time that it read it: it may have arrived.'
const A = 'aaaaaaaaaaaaaaaaaaaa'
const notice: FeedEmit = { namespace: '/chat', rooms: ['7B'], event: 'announcement.new', args: [{ id: 'n-1', title: 'Late bus "12"' }] }

interface Listener {
  readonly socket: ClientSocket
  readonly heard: unknown[][]
}

async function real(options: Parameters<typeof startInstrumented>[0] = {}): Promise<FeedTarget & { server: TestServer; open: (rooms: readonly string[]) => Promise<Listener> }> {
  const server = await startInstrumented({ ...options, server: { onConnection: (socket) => socket.on('enter', async (room: string, acknowledge: () => void) => {
    await socket.join(room)
    acknowledge()
  }) } })
  const t = feedTarget(server.url)
  stops.push(() => t.target.stop(), () => server.stop())
  t.target.start()
  await t.live()
  await t.wait('the namespaces', () => (t.feed().servers[0]?.namespaces.length ?? 0) > 2)
  const open = async (rooms: readonly string[]): Promise<Listener> => {
    const socket = client(server, '/chat')
    stops.unshift(() => void socket.disconnect())
    const heard: unknown[][] = []
    socket.onAny((...args: unknown[]) => heard.push(args))
    await connected(socket)
    for (const room of rooms) await socket.timeout(5_000).emitWithAck('enter', room)
    if (t.feed().mode === 'development') await t.wait('the rooms', () => rooms.every((room) => t.presence.sockets.get(`/chat ${socket.id}`)?.rooms.includes(room)))
    return { socket, heard }
  }
  return { ...t, server, open }
}

/** A stand-in that writes down what it is told, and shows one socket. */
async function recorder(features: readonly string[] = ALL_FEATURES, transports: readonly TransportName[] = ['websocket']): Promise<FeedTarget & Pulled & { server: TestServer; received: unknown[][]; admin: () => Socket | undefined }> {
  const received: unknown[][] = []
  let admin: Socket | undefined
  const server = await startStandIn((socket) => {
    admin = socket
    socket.onAny((...args: unknown[]) => received.push(args))
    socket.emit('config', { supportedFeatures: features })
    socket.emit('server_stats', stats({ namespaces: ['/', '/chat', '/admin'].map((name) => ({ name, socketsCount: 1 })) }))
    if (features.includes('ALL_EVENTS')) socket.emit('all_sockets', [serialized(A, { nsp: '/chat', rooms: [A, '7B'] })])
  })
  const pulled = pull(server)
  const t = feedTarget(server.url, { time: 'manual', settings: { transports: [...transports] } })
  stops.push(() => t.target.stop(), () => server.stop())
  t.target.start()
  await t.live()
  await t.wait('the stats', () => t.feed().servers.length === 1)
  return { ...t, ...pulled, server, received, admin: () => admin }
}

interface Pulled {
  /** The server takes bytes, and reads none of them. */
  hang(): void
  /** It reads what comes from now on. */
  wake(): void
  /** Every connection is gone, without a word. */
  cut(): void
}

function pull({ http }: TestServer): Pulled {
  const open = new Set<NetSocket>()
  let hangs = false
  http.on('connection', (socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  const readers = http.listeners('request') as ((...args: unknown[]) => void)[]
  http.removeAllListeners('request')
  http.on('request', (...args) => {
    if (!hangs) for (const read of readers) read(...args)
  })
  return {
    hang() {
      hangs = true
      for (const socket of open) socket.pause()
    },
    wake: () => (hangs = false),
    cut() {
      for (const socket of open) socket.destroy()
    },
  }
}

const production = ALL_FEATURES.filter((feature) => feature !== 'ALL_EVENTS')

describe('on a real server', () => {
  it('development: reaches exactly the sockets of the rooms, each once, and the feed counts them', async () => {
    const t = await real()
    const both = await t.open(['7B', '7B:parents'])
    const one = await t.open(['7B:parents'])
    const other = await t.open(['8A'])
    expect(await t.target.emit({ ...notice, rooms: ['7B', '7B:parents'] })).toEqual({ result: 'confirmed', delivered: 2, detail: 'Seen in the admin feed: sent to 2 of 2 connections.' })
    expect(await t.target.emit({ ...notice, rooms: [other.socket.id ?? ''] })).toMatchObject({ result: 'confirmed', delivered: 1 })
    expect(await t.target.emit({ ...notice, rooms: null })).toMatchObject({ result: 'confirmed', delivered: 3 })
    await until('all have heard', () => both.heard.length + one.heard.length + other.heard.length === 6)
    const copy = ['announcement.new', notice.args[0]]
    expect([both.heard, one.heard, other.heard]).toEqual([[copy, copy], [copy, copy], [copy, copy]])
  })

  it('a room in which nobody is: sent, to 0', async () => {
    const t = await real()
    await t.open(['8A'])
    expect(await t.target.emit(notice)).toEqual({ result: 'sent', delivered: 0, detail: 'Sent. The admin feed shows nobody there who could get it.' })
  })

  it('production: sent, nobody confirms', async () => {
    const t = await real({ instrument: { mode: 'production' } })
    const member = await t.open(['7B'])
    expect(await t.target.emit(notice)).toEqual({ result: 'sent', delivered: null, detail: READ })
    await until('it is heard', () => member.heard.length === 1)
  })

  it('a read-only feed sends nothing, and says so before', async () => {
    const t = await real({ instrument: { readonly: true } })
    const member = await t.open(['7B'])
    expect(t.target.emitTrouble).toBe('The server takes no events from its admin feed: the feed is read-only.')
    expect((await t.target.emit(notice)).result).toBe('failed')
    expect(member.heard).toEqual([])
  })

  it('no namespace is made on the server, no event ends it', async () => {
    const t = await real()
    const member = await t.open(['7B'])
    const refused: FeedEmit[] = [
      { ...notice, namespace: '/typo' },
      { ...notice, namespace: '/admin' },
      ...['', 'connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'].map((event) => ({ ...notice, event })),
      { ...notice, rooms: [] },
      { ...notice, rooms: [''] },
      { ...notice, rooms: ['x'.repeat(400)] },
      { ...notice, rooms: Array.from({ length: 1_001 }, (_, index) => `r${index}`) },
      { ...notice, args: [] },
      { ...notice, args: [null] },
      { ...notice, args: [{}, undefined] },
      { ...notice, args: [{}, () => {}] },
    ]
    for (const emit of refused) expect([emit, (await t.target.emit(emit)).result]).toEqual([emit, 'failed'])
    expect([...t.server.io._nsps.keys()].sort()).toEqual(['/', '/admin', '/chat', '/class'])
    expect((await t.target.emit(notice)).delivered).toBe(1)
    await until('it is heard', () => member.heard.length > 0)
    expect(member.heard).toHaveLength(1)
  })
})

describe('on a stand-in', () => {
  it('there is never a callback, and one room is a text', async () => {
    const t = await recorder(production)
    for (const rooms of [['7B'], ['a', 'b'], null]) void t.target.emit({ ...notice, rooms })
    await until('all arrived', () => t.received.length === 3)
    expect(t.received).toEqual([
      ['emit', '/chat', '7B', 'announcement.new', notice.args[0]],
      ['emit', '/chat', ['a', 'b'], 'announcement.new', notice.args[0]],
      ['emit', '/chat', null, 'announcement.new', notice.args[0]],
    ])
  })

  it('only copies of this very event count, each socket once', async () => {
    const t = await recorder()
    const outcome = t.target.emit({ ...notice, rooms: null })
    await until('it arrived', () => t.received.length === 1)
    const say = (id: string, args: unknown[], namespace = '/chat') => t.admin()?.emit('event_sent', namespace, id, args, '2026-11-20T10:00:00.000Z')
    say('x'.repeat(20), ['announcement.new', { id: 'n-2' }])
    say('y'.repeat(20), ['announcement.new', notice.args[0]], '/')
    say('z'.repeat(20), ['another', notice.args[0]])
    say('w'.repeat(20), ['announcement.new', notice.args[0]])
    say('w'.repeat(20), ['announcement.new', notice.args[0]])
    await until('the feed was read', () => t.sink.events.length === 5)
    t.manual.advance(SEEN_WITHIN_MS)
    // One was seen that the table did not hold, the one that it held was not.
    expect(await outcome).toEqual({ result: 'confirmed', delivered: 1, detail: 'Seen in the admin feed: sent to 1 of 1 connection.' })
  })

  it('a clock that is set back by an hour while copies come in makes nobody wait for an hour', async () => {
    const t = await recorder()
    const outcome = t.target.emit({ ...notice, rooms: null })
    await until('it arrived', () => t.received.length === 1)
    t.admin()?.emit('event_sent', '/chat', 'w'.repeat(20), ['announcement.new', notice.args[0]], '2026-11-20T10:00:00.000Z')
    await until('the feed was read', () => t.sink.events.length === 1)
    // Timers go on as they are: that of a process does not look at the wall.
    const now = t.manual.now.bind(t.manual)
    t.manual.now = () => now() - 3_600_000
    t.manual.advance(SEEN_WITHIN_MS)
    expect(await outcome).toMatchObject({ result: 'confirmed', delivered: 1 })
  })

  it('the feed does not show it: not confirmed; the feed is lost behind it: unknown; it is down: failed, and nothing is kept for later', async () => {
    const t = await recorder()
    const silent = t.target.emit(notice)
    await until('it arrived', () => t.received.length === 1)
    t.manual.advance(SEEN_WITHIN_MS)
    expect(await silent).toMatchObject({ result: 'not-confirmed', delivered: 0 })
    const lost = t.target.emit(notice)
    await until('the next arrived', () => t.received.length === 2)
    t.admin()?.disconnect(true)
    expect(await lost).toEqual({ result: 'unknown', delivered: null, detail: 'The admin feed was lost behind it; until then 0 connections had been seen to get it.' })
    expect(t.target.emitTrouble).toBe('The admin feed is not live. Nothing is kept for later: try again when it is.')
    expect((await t.target.emit(notice)).result).toBe('failed')
    await t.live()
    expect(t.received).toHaveLength(2)
  })

  it.each(['websocket', 'polling'] as const)('production, %s: sent once the server has read it; before that a lost feed, and a server that hangs, leave it unknown', async (transport) => {
    const t = await recorder(production, [transport])
    expect(await t.target.emit(notice)).toEqual({ result: 'sent', delivered: null, detail: READ })
    expect(t.received).toHaveLength(1)

    t.hang()
    const lost = t.target.emit(notice)
    await new Promise((resolve) => setTimeout(resolve, 100))
    t.cut()
    expect(await lost).toEqual({ result: 'unknown', delivered: null, detail: 'The admin feed was lost behind it; it may have arrived.' })
    t.wake()
    await t.live()
    await t.wait('the stats', () => t.target.emitTrouble === undefined)
    expect((await t.target.emit(notice)).result).toBe('sent')

    t.hang()
    const hung = t.target.emit(notice)
    await new Promise((resolve) => setTimeout(resolve, 100))
    t.manual.advance(READ_WITHIN_MS)
    expect(await hung).toEqual({ result: 'unknown', delivered: null, detail: UNREAD })
  })

  it('development: to nobody that the feed shows, by a server that hangs: unknown', async () => {
    const t = await recorder()
    t.hang()
    const outcome = t.target.emit({ ...notice, rooms: ['8A'] })
    t.manual.advance(SEEN_WITHIN_MS)
    expect(await outcome).toEqual({ result: 'unknown', delivered: null, detail: UNREAD })
  })

  it('before the servers have said which namespaces there are nothing is sent, and nothing false is said of them', async () => {
    const received: unknown[][] = []
    const server = await startStandIn((socket) => {
      socket.onAny((...args: unknown[]) => received.push(args))
      socket.emit('config', { supportedFeatures: production })
    })
    const t = feedTarget(server.url)
    stops.push(() => t.target.stop(), () => server.stop())
    t.target.start()
    await t.live()
    expect(await t.target.emit(notice)).toEqual({ result: 'failed', delivered: null, detail: 'The admin feed has not said yet which namespaces the server has. Try again in some seconds.' })
    expect(received).toEqual([])
  })

  it('a read-only target, and a target without a feed', async () => {
    const t = await recorder()
    t.target.update({ ...t.target.settings, readOnly: true })
    expect(await t.target.emit(notice)).toEqual({ result: 'failed', delivered: null, detail: "Lincoln is read-only. Lift it in this platform's settings first." })
    t.target.update({ ...t.target.settings, readOnly: false, adminFeed: { ...t.target.settings.adminFeed, on: false } })
    expect([t.target.emitTrouble, (await t.target.emit(notice)).result]).toEqual(['Its admin feed is off.', 'failed'])
    expect(t.received).toEqual([])
  })
})
