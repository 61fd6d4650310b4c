import { describe, expect, it } from 'vitest'
import type { Socket } from 'socket.io'
import { ALL_FEATURES, client, connected, feedTarget, serialized, startInstrumented, startStandIn, stats } from './feed-fixture.ts'
import type { FeedTarget } from './feed-fixture.ts'
import { stopsAfterEach } from '../stops-fixture.ts'

/* Order, several nodes, and what the Python server does otherwise: stand-ins say what a server may say, in the order in which it may. */

const stops = stopsAfterEach()

type Say = (name: string, ...args: unknown[]) => void
const A = 'aaaaaaaaaaaaaaaaaaaa'
const B = 'bbbbbbbbbbbbbbbbbbbb'
const C = 'cccccccccccccccccccc'
const at = (second: number) => new Date(Date.now() - 60_000 + second * 1_000).toISOString()

/** A feed against a server that greets and then says what the test wants, before and after the snapshot. */
async function scene(options: { readonly before?: (say: Say) => void; readonly snapshot?: readonly unknown[]; readonly after?: (say: Say) => void; readonly time?: 'real' | 'manual'; readonly onAdmin?: (socket: Socket, attempt: number) => void } = {}): Promise<FeedTarget & { say: Say; attempts: () => number }> {
  let admin: Socket | undefined
  let attempt = 0
  const server = await startStandIn((socket) => {
    admin = socket
    attempt++
    if (options.onAdmin) return options.onAdmin(socket, attempt)
    socket.emit('config', { supportedFeatures: ALL_FEATURES })
    options.before?.((name, ...args) => void socket.emit(name, ...args))
    socket.emit('all_sockets', options.snapshot ?? [])
    options.after?.((name, ...args) => void socket.emit(name, ...args))
  })
  const t = feedTarget(server.url, { time: options.time ?? 'real' })
  stops.push(() => t.target.stop(), () => server.stop())
  t.target.start()
  await t.live()
  return { ...t, say: (name, ...args) => void admin?.emit(name, ...args), attempts: () => attempt }
}
const done = async (t: FeedTarget & { say: Say }) => {
  t.say('socket_connected', serialized('zzzzzzzzzzzzzzzzzzzz', { nsp: '/end' }), at(50))
  await t.wait('the last packet', () => t.presence.sockets.has('/end zzzzzzzzzzzzzzzzzzzz'))
  t.say('socket_disconnected', '/end', 'zzzzzzzzzzzzzzzzzzzz', 'transport close', at(51))
  await t.wait('its end', () => !t.presence.sockets.has('/end zzzzzzzzzzzzzzzzzzzz'))
  return t.presence.calls.filter((call) => !call.includes('/end'))
}

describe('ordering facts', () => {
  it('connect: the private room and the data of middlewares come before socket_connected, and create nothing', async () => {
    const t = await scene()
    t.say('room_joined', '/', A, A, at(1))
    t.say('socket_updated', { id: A, nsp: '/', data: { userId: 1 } })
    t.say('socket_connected', serialized(A, { data: { userId: 1 }, rooms: [A] }), at(1))
    t.say('room_joined', '/', '7B', A, at(1))
    t.say('socket_updated', { id: A, nsp: '/', transport: 'webtransport' })
    expect(await done(t)).toEqual(['snapshot 0', `up / ${A}`, `joined / ${A} 7B`, `changed / ${A}`])
    expect(t.presence.sockets.get(`/ ${A}`)).toMatchObject({ rooms: [A, '7B'], transport: 'webtransport' })
  })

  it('disconnect: late room_left after socket_disconnected re-creates neither socket nor room', async () => {
    const t = await scene({ snapshot: [serialized(A, { rooms: [A, '7B'] })] })
    t.say('socket_disconnected', '/', A, 'ping timeout', at(1))
    t.say('room_left', '/', '7B', A, at(1))
    t.say('room_left', '/', A, A, at(1))
    t.say('room_joined', '/', '8C', A, at(2))
    t.say('socket_updated', { id: A, nsp: '/', data: { userId: 1 } })
    expect(await done(t)).toEqual(['snapshot 1', `down / ${A} ping timeout`])
    expect(t.presence.sockets.size).toBe(0)
  })

  it('socket.data is a full replacement, and the same change twice is one', async () => {
    const t = await scene({ snapshot: [serialized(A, { data: { userId: 1, name: 'Ida Berg', role: 'teacher' } })] })
    t.say('socket_updated', { id: A, nsp: '/', data: { userId: 1, name: 'Ida Holm' } })
    t.say('socket_updated', { id: A, nsp: '/', data: { userId: 1, name: 'Ida Holm' } })
    expect(await done(t)).toEqual(['snapshot 1', `changed / ${A}`])
    expect(t.presence.sockets.get(`/ ${A}`)?.person).toEqual({ id: '1', name: 'Ida Holm', email: undefined, role: undefined })
  })

  it('deltas before the snapshot are applied behind it: nothing twice, no gap, in every mix of moments', async () => {
    const t = await scene({
      before: (say) => {
        // A is in the snapshot, though it ended; B came and is in it already; C came after it was taken.
        say('socket_disconnected', '/', A, 'transport close', at(1))
        say('room_left', '/', A, A, at(1))
        say('socket_connected', serialized(B, { rooms: [B] }), at(1))
        say('room_joined', '/', '7B', B, at(2))
        say('socket_connected', serialized(C, { rooms: [C] }), at(3))
        say('room_joined', '/', '7B', C, at(3))
      },
      snapshot: [serialized(A, { rooms: [A] }), serialized(B, { rooms: [B, '7B'] })],
    })
    const calls = await done(t)
    expect(calls[0]).toBe('snapshot 2')
    expect(calls.filter((call) => call.startsWith('up') && call.includes(C))).toHaveLength(1)
    expect([...t.presence.sockets.keys()].sort()).toEqual([`/ ${B}`, `/ ${C}`])
    expect(t.presence.sockets.get(`/ ${B}`)?.rooms).toEqual([B, '7B'])
    expect(t.presence.sockets.get(`/ ${C}`)?.rooms).toEqual([C, '7B'])
  })

  it('a tombstone holds against a late copy, but not against connection state recovery, which uses the id again', async () => {
    const t = await scene({ snapshot: [serialized(A)] })
    t.say('socket_disconnected', '/', A, 'transport close', at(10))
    t.say('socket_connected', serialized(A), at(9))
    expect(await done(t)).toEqual(['snapshot 1', `down / ${A} transport close`])
    t.say('socket_connected', serialized(A), at(12))
    await t.wait('it is back', () => t.presence.sockets.has(`/ ${A}`))
  })

  it('config and all_sockets count once a connection: another admin can forge both', async () => {
    const t = await scene({ snapshot: [serialized(A)] })
    t.say('config', { supportedFeatures: ['AGGREGATED_EVENTS'] })
    t.say('all_sockets', [])
    t.say('something_new', 1)
    await done(t)
    expect(t.feed()).toMatchObject({ mode: 'development', sockets: 1 })
    expect(t.sink.rejections).toHaveLength(3)
  })

  it('a reconnect brings a new snapshot that replaces all', async () => {
    const t = await scene({ onAdmin: (socket, attempt) => void (socket.emit('config', { supportedFeatures: ALL_FEATURES }), socket.emit('all_sockets', attempt === 1 ? [serialized(A), serialized(B)] : [serialized(B), serialized(C)])) })
    t.target.retry('/admin')
    await t.wait('the second snapshot', () => t.presence.calls.length === 2 && t.link().state === 'live')
    expect(t.presence.calls).toEqual(['snapshot 2', 'snapshot 2'])
    expect([...t.presence.sockets.keys()]).toEqual([`/ ${B}`, `/ ${C}`])
  })
})

describe('the only consistency check: socketsCount', () => {
  const counts = (sockets: number, parts: Record<string, unknown> = {}) => stats({ namespaces: [{ name: '/', socketsCount: sockets }], ...parts })

  it('a lasting difference reloads everything by reconnecting, says so, and at most once a minute', async () => {
    const t = await scene({ time: 'manual', onAdmin: (socket) => void (socket.emit('config', { supportedFeatures: ALL_FEATURES }), socket.emit('all_sockets', [serialized(A)])) })
    const round = async (sockets: number) => {
      await t.wait('the feed', () => t.link().state === 'live')
      const before = t.feed().servers[0]?.lastAtMs
      t.manual.advance(2_000)
      t.say('server_stats', counts(sockets))
      await t.wait('the stats', () => t.feed().servers[0]?.lastAtMs !== before)
    }
    await round(1)
    await round(1)
    expect(t.feed().difference).toBeNull()
    await round(3)
    expect(t.feed().difference).toBeNull()
    await round(3)
    await t.wait('the reload', () => t.attempts() === 2 && t.link().state === 'live')
    expect(t.feed().difference).toBe('In / Rollcall knows 1 socket, the servers count 3.')
    expect(t.feed().warnings.join(' ')).toContain('All sockets were loaded again, because the counts differed: in / Rollcall knows 1 socket')
    expect(t.presence.calls).toEqual(['snapshot 1', 'snapshot 1'])
    const reloadedAtMs = t.manual.now()
    while (t.manual.now() - reloadedAtMs < 50_000) await round(3)
    expect(t.attempts()).toBe(2)
    while (t.attempts() === 2) await round(3)
    expect(t.manual.now() - reloadedAtMs).toBeGreaterThan(59_000)
    await t.wait('the second reload', () => t.attempts() === 3 && t.link().state === 'live')
    await round(1)
    await round(1)
    expect(t.feed().difference).toBeNull()
  })

  it('in a cluster counts are up to 2 s old: what came and went since is no difference', async () => {
    const t = await scene({ time: 'manual' })
    const speak = async (serverId: string, sockets: number) => {
      t.say('server_stats', counts(sockets, { serverId, pid: Number(serverId.slice(-1)) }))
      const before = t.manual.now()
      await t.wait('the stats', () => t.feed().servers.some((server) => server.serverId === serverId && server.lastAtMs >= before))
    }
    let last = 0
    for (let n = 0; n < 6; n++) {
      await speak('node-1', last)
      // One more pupil at node 1, of whom its last word did not know.
      t.say('socket_connected', serialized(`pupil-${n}`.padEnd(20, '0')), at(n))
      await t.wait('the pupil', () => t.presence.sockets.size === n + 1)
      await speak('node-2', 0)
      last = n + 1
    }
    expect(t.feed().difference).toBeNull()
    expect(t.attempts()).toBe(1)
  })

  it('a server that falls silent is stale after 10 s; the sockets it leaves behind are gone with the reload', async () => {
    const t = await scene({
      time: 'manual',
      onAdmin: (socket, attempt) => void (socket.emit('config', { supportedFeatures: ALL_FEATURES }), socket.emit('all_sockets', attempt === 1 ? [serialized(A), serialized(B)] : [serialized(A)])),
    })
    const speak = (serverId: string, sockets: number) => t.say('server_stats', counts(sockets, { serverId, hostname: serverId, pid: 5 }))
    speak('node-1', 1)
    speak('node-2', 1)
    await t.wait('both', () => t.feed().servers.length === 2)
    const killedAtMs = t.manual.now()
    for (let second = 0; second < 14 && t.attempts() === 1; second += 2) {
      const before = t.manual.now()
      t.manual.advance(2_000)
      await t.wait('the feed', () => t.link().state === 'live')
      if (t.attempts() > 1) break
      speak('node-1', 1)
      await t.wait('node-1', () => (t.presence.lastServers().find(({ serverId }) => serverId === 'node-1')?.lastAtMs ?? 0) > before)
      if (t.manual.now() - killedAtMs < 9_900) expect(t.feed().servers.filter(({ stale }) => stale)).toEqual([])
    }
    expect(t.presence.lastServers().filter(({ stale }) => stale).map(({ serverId }) => serverId)).toEqual(['node-2'])
    await t.wait('the reload', () => t.presence.sockets.size === 1)
    expect(t.manual.now() - killedAtMs).toBeLessThan(15_000)
    expect([...t.presence.sockets.keys()]).toEqual([`/ ${A}`])
    expect(t.link().state).toBe('live')
  })

  it('all servers silent: delayed, not live', async () => {
    const t = await scene({ time: 'manual' })
    t.say('server_stats', counts(0))
    await t.wait('the stats', () => t.feed().servers.length === 1)
    t.manual.advance(11_000)
    await t.wait('delayed', () => t.link().state === 'delayed')
    expect(t.view().state).toBe('delayed')
    t.say('server_stats', counts(0))
    await t.wait('live again', () => t.link().state === 'live')
  })
})

describe('servers', () => {
  it('equal serverIds of two processes are two servers and a warning; a restarted one replaces itself', async () => {
    const t = await scene({ time: 'manual' })
    t.say('server_stats', stats({ pid: 11 }))
    t.say('server_stats', stats({ pid: 12 }))
    await t.wait('both', () => t.feed().servers.length === 2)
    expect(t.feed().warnings.join(' ')).toContain('2 processes call themselves node-1 (11, 12)')
    t.manual.advance(8_000)
    t.say('server_stats', stats({ pid: 12 }))
    await t.wait('the second speaks', () => t.presence.lastServers().some(({ pid, lastAtMs }) => pid === 12 && lastAtMs > t.manual.now() - 1_000))
    t.manual.advance(4_000)
    await t.wait('the first is gone', () => t.feed().servers.length === 1)
    expect(t.feed().servers[0]?.pid).toBe(12)
    expect(t.feed().warnings.join(' ')).not.toContain('call themselves')
  })

  it('one second that is split over two messages is added up, per server', async () => {
    const t = await scene({ time: 'manual' })
    const packets = (count: number) => [{ timestamp: 1_000, type: 'packetsIn', count }, { timestamp: 1_000, type: 'packetsIn', subType: 'x', count: 1 }, { timestamp: 1_000, type: 'bytesOut', count: 10 }]
    const speak = async (pid: number, count: number) => {
      t.say('server_stats', stats({ pid, hostname: `h${pid}`, aggregatedEvents: packets(count) }))
      const before = t.manual.now()
      await t.wait('it', () => t.feed().servers.some((server) => server.pid === pid && server.lastAtMs >= before))
    }
    const startMs = t.manual.now()
    for (const pid of [1, 2]) await speak(pid, 1_000_000)
    t.manual.advance(2_000)
    for (const pid of [1, 2]) await speak(pid, 9)
    t.manual.advance(2_000)
    for (const pid of [1, 2]) await speak(pid, 19)
    const [first] = t.feed().servers
    const seconds = ((first?.lastAtMs ?? 0) - startMs) / 1_000
    // What was collected before the first message belongs to no known time.
    expect(first?.perSecond?.packetsIn).toBeGreaterThan(29 / seconds)
    expect(first?.perSecond?.packetsIn).toBeLessThan(31 / (seconds - 1))
    expect(first?.perSecond?.packetsOut).toBe(0)
    expect(t.feed().servers).toHaveLength(2)
  })

  it('malformed stats are counted and cost nothing else', async () => {
    const t = await scene()
    for (const bad of [null, 5, 'x', {}, { serverId: 7 }, { serverId: '' }, []]) t.say('server_stats', bad)
    t.say('server_stats', { serverId: 's', namespaces: [{ name: 'no slash', socketsCount: 1 }, null, { name: '/', socketsCount: 'x' }], aggregatedEvents: [null, { type: 'packetsIn', count: -1 }], pid: 'x', uptime: -3, clientsCount: 'many' })
    await t.wait('the good one', () => t.feed().servers.length === 1)
    expect(t.feed().servers[0]).toMatchObject({ serverId: 's', hostname: '', pid: 0, uptimeSeconds: 0, clients: null, namespaces: [] })
    expect(t.sink.rejections).toHaveLength(7)
  })
})

describe('differences of python-socketio', () => {
  it('socket_connected again at every ping is a heartbeat, not a new connection', async () => {
    const t = await scene({ snapshot: [serialized(A, { data: {}, clientId: 'the-full-engine-io-session-id', handshake: { address: '10.0.0.1', headers: {}, query: {}, issued: 1_800_000_000_000.5, time: 'x', url: '/', secure: false } })] })
    const python = (rooms: string[], issued = 0) => serialized(B, { data: {}, rooms, handshake: { address: '10.0.0.1', headers: { 'user-agent': 'python-requests/2' }, query: {}, issued, time: 'x', url: '/', secure: false } })
    for (let n = 0; n < 4; n++) t.say('socket_connected', python([B]), `2026-06-20T17:00:${30 + n}.123456+00:00`)
    t.say('room_joined', '/', '7B', B, '2026-06-20T17:00:36.123456+00:00')
    t.say('socket_connected', python([B, '7B']), '2026-06-20T17:00:55.123456+00:00')
    expect(await done(t)).toEqual(['snapshot 1', `up / ${B}`, `joined / ${B} 7B`])
    expect(t.presence.sockets.get(`/ ${A}`)).toMatchObject({ connectedAtMs: 1_800_000_000_001, address: 'IPv4', person: { id: undefined } })
  })

  it('a socket that another node\'s snapshot does not hold comes with its heartbeat, and a heartbeat corrects rooms', async () => {
    const t = await scene({ snapshot: [serialized(A, { rooms: [A, 'old'] })] })
    t.say('socket_connected', serialized(A, { rooms: [A, 'new'] }), at(1))
    t.say('socket_connected', serialized(B), at(1))
    await done(t)
    expect(t.presence.sockets.get(`/ ${A}`)?.rooms).toEqual([A, 'new'])
    expect(t.presence.sockets.has(`/ ${B}`)).toBe(true)
  })

  it('the full Engine.IO id of python and the cut one of Node are both only a salted hash', async () => {
    const t = await scene({ snapshot: [serialized(A, { clientId: 'engine-id-full' }), serialized(B, { clientId: 'engine-id-full', nsp: '/chat' }), serialized(C, { clientId: undefined })] })
    const device = (key: string) => t.presence.sockets.get(key)?.device
    expect(device(`/ ${A}`)).toMatch(/^[\w-]{12}$/)
    expect(device(`/ ${A}`)).toBe(device(`/chat ${B}`))
    expect(device(`/ ${C}`)).toBeUndefined()
    const other = await scene({ snapshot: [serialized(A, { clientId: 'engine-id-full' })] })
    expect(other.presence.sockets.get(`/ ${A}`)?.device).not.toBe(device(`/ ${A}`))
  })

  it('config 100 ms after connect, and the snapshot of one node only', async () => {
    const t = await scene({ onAdmin: (socket) => void setTimeout(() => (socket.emit('config', { supportedFeatures: ['AGGREGATED_EVENTS', 'ALL_EVENTS', 'EMIT', 'JOIN', 'LEAVE', 'DISCONNECT'] }), socket.emit('all_sockets', [])), 100) })
    expect(t.feed()).toMatchObject({ mode: 'development', actions: ['disconnect', 'leave', 'join'] })
  })
})

describe('events of development mode', () => {
  it('received and sent, with their directions, their bytes and payloads that stay raw', async () => {
    const t = await scene({ snapshot: [serialized(A)] })
    t.say('event_received', '/', A, ['send-message', { text: 'é "quoted", [brackets]' }, 5], at(1))
    t.say('event_sent', '/class', B, ['poll', null], at(1))
    t.say('event_received', '/', A, ['bare'], at(1))
    t.say('event_received', '/', A, ['no-time', 'x'])
    t.say('event_received', '/', A, [42, true], at(1))
    t.say('event_received', '/', A, ['with "quotes"', []], 1_800_000_000_000)
    await t.wait('six', () => t.sink.events.length === 6)
    expect(t.sink.events.map(({ namespace, name, direction, feedSocketId, payload }) => [namespace, name, direction, feedSocketId, payload.args()])).toEqual([
      ['/', 'send-message', 'out', A, [{ text: 'é "quoted", [brackets]' }, 5]],
      // An acknowledgement function of an outgoing event is a trailing null, which can't be told from a real one.
      ['/class', 'poll', 'in', B, [null]],
      ['/', 'bare', 'out', A, []],
      ['/', 'no-time', 'out', A, ['x']],
      ['/', '42', 'out', A, [true]],
      ['/', 'with "quotes"', 'out', A, [[]]],
    ])
    expect(t.sink.events[0]?.payload.bytes).toBe(Buffer.byteLength(JSON.stringify(['send-message', { text: 'é "quoted", [brackets]' }, 5])))
  })

  it('binary arguments: counted as attachments', async () => {
    const t = await scene()
    t.say('event_received', '/', A, ['upload', Buffer.from('abc')], at(1))
    await t.wait('it', () => t.sink.events.length === 1)
    expect(t.sink.events[0]).toMatchObject({ name: 'upload', payload: { attachments: 1 } })
  })

  it('malformed ones are counted, hostile names change nothing, a large payload is cut for keeping', async () => {
    const t = await scene()
    for (const bad of [[], ['/'], ['/', A], ['/', A, 'x'], ['/', A, []], [5, A, ['e']], ['no-slash', A, ['e']], ['/', '', ['e']], ['/', A, [{}]], [null, null, null], ['/', 'x'.repeat(400), ['e']]]) t.say('event_sent', ...bad)
    t.say('event_sent', '/', A, ['__proto__', { __proto__: null }], at(1))
    t.say('event_sent', '/', A, ['x'.repeat(10_000), 1], at(1))
    t.say('event_sent', '/', A, ['large', 'y'.repeat(300_000)], at(1))
    await t.wait('the last', () => t.sink.events.some(({ name }) => name === 'large'))
    expect(t.sink.rejections).toHaveLength(11)
    expect(t.sink.events.map(({ name }) => name.slice(0, 9))).toEqual(['__proto__', 'xxxxxxxxx', 'large'])
    expect(t.sink.events[2]?.payload).toMatchObject({ cut: true })
    expect(t.sink.events[2]?.payload.bytes).toBeGreaterThan(300_000)
  })

  it('one io.emit to N sockets is N messages, and acknowledgements are never reported', async () => {
    const server = await startInstrumented({ server: { onConnection: (socket) => socket.on('ask', (answer: (text: string) => void) => answer('yes')) } })
    const t = feedTarget(server.url)
    stops.push(() => t.target.stop(), () => server.stop())
    t.target.start()
    await t.live()
    const clients = Array.from({ length: 5 }, () => client(server, '/chat'))
    stops.unshift(() => clients.forEach((socket) => void socket.disconnect()))
    await Promise.all(clients.map(connected))
    expect(await clients[0]?.emitWithAck('ask')).toBe('yes')
    server.io.of('/chat').emit('bell', { at: 1 })
    await t.wait('the bells', () => t.sink.events.filter(({ name }) => name === 'bell').length === 5)
    expect(t.sink.events.filter(({ name }) => name === 'ask').map(({ direction, payload }) => [direction, payload.text])).toEqual([['out', '[]']])
    expect(t.sink.events).toHaveLength(6)
    expect(new Set(t.sink.events.filter(({ name }) => name === 'bell').map(({ feedSocketId }) => feedSocketId))).toEqual(new Set(clients.map(({ id }) => id)))
  })
})
