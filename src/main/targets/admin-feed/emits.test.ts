import { afterEach, describe, expect, it } from 'vitest'
import type { Socket } from 'socket.io'
import type { Socket as ClientSocket } from 'socket.io-client'
import type { TestServer } from '../test-server.ts'
import { until } from '../test-server.ts'
import type { FeedEmit } from './emits.ts'
import { SEEN_WITHIN_MS, STANDS_MS } from './emits.ts'
import { ALL_FEATURES, client, connected, feedTarget, serialized, startInstrumented, startStandIn, stats } from './feed-fixture.ts'
import type { FeedTarget } from './feed-fixture.ts'

/* ADMIN-PROTOCOL, "Client -> server commands": `emit`, each trap by its name. */

const stops: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

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
async function recorder(features: readonly string[] = ALL_FEATURES): Promise<FeedTarget & { server: TestServer; received: unknown[][]; admin: () => Socket | undefined }> {
  const received: unknown[][] = []
  let admin: Socket | undefined
  const server = await startStandIn((socket) => {
    admin = socket
    socket.onAny((...args: unknown[]) => received.push(args))
    socket.emit('config', { supportedFeatures: features })
    socket.emit('server_stats', stats({ namespaces: ['/', '/chat', '/admin'].map((name) => ({ name, socketsCount: 1 })) }))
    if (features.includes('ALL_EVENTS')) socket.emit('all_sockets', [serialized(A, { nsp: '/chat', rooms: [A, '7B'] })])
  })
  const t = feedTarget(server.url, { time: 'manual' })
  stops.push(() => t.target.stop(), () => server.stop())
  t.target.start()
  await t.live()
  await t.wait('the stats', () => t.feed().servers.length === 1)
  return { ...t, server, received, admin: () => admin }
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
    expect(await t.target.emit(notice)).toEqual({ result: 'sent', delivered: null, detail: 'Sent. In production mode the server confirms nothing.' })
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

  it('production: a server that ends with it has perhaps not read it: unknown, and sent only where the feed still stands', async () => {
    const t = await recorder(production)
    const lost = t.target.emit(notice)
    await until('it arrived', () => t.received.length === 1)
    t.admin()?.disconnect(true)
    expect(await lost).toEqual({ result: 'unknown', delivered: null, detail: 'The admin feed was lost behind it; it may have arrived.' })
    await t.live()
    const sent = t.target.emit(notice)
    await until('the next arrived', () => t.received.length === 2)
    t.manual.advance(STANDS_MS)
    expect(await sent).toEqual({ result: 'sent', delivered: null, detail: 'Sent. In production mode the server confirms nothing.' })
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
