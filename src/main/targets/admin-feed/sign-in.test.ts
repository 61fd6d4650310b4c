import { describe, expect, it } from 'vitest'
import type { Socket } from 'socket.io'
import { stopsAfterEach } from '../stops-fixture.ts'
import { startServer, until } from '../test-server.ts'
import { ALL_FEATURES, PASSWORD, basicAuth, feedTarget, serialized, startInstrumented, startStandIn, stats } from './feed-fixture.ts'
import type { FeedTarget } from './feed-fixture.ts'

/* Signing in to an admin namespace, and what one is and is not. */

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

/** Records the auth object of every CONNECT to /admin. */
function recording(seen: unknown[], accept: (auth: Record<string, unknown>) => string | undefined = () => undefined) {
  return (socket: Socket) => {
    if (socket.nsp.name !== '/admin') return undefined
    seen.push(socket.handshake.auth)
    return accept(socket.handshake.auth)
  }
}
const greet = (socket: Socket) => void (socket.emit('config', { supportedFeatures: ALL_FEATURES }), socket.emit('all_sockets', []))

describe('signing in', () => {
  it('user name and password once, then the session: kept in the vault, sent alone at every reconnect', async () => {
    const server = stopping(await startInstrumented({ instrument: { auth: basicAuth() } }))
    const seen: unknown[] = []
    server.io.of('/admin').use((socket, next) => (seen.push({ ...socket.handshake.auth }), next()))
    const t = started(server.url, { feed: { auth: 'basic' }, secrets: { adminSecret: PASSWORD } })
    await t.live()
    const session = t.vault.get('target-1')?.adminSession
    expect(session).toMatch(/^[0-9a-f]{16}$/)
    t.target.retry('/admin')
    await until('two sign-ins', () => seen.length === 2)
    await t.live()
    expect(seen).toEqual([{ username: 'admin', password: PASSWORD }, { sessionId: session }])
    expect(t.vault.get('target-1')).toEqual({ adminSecret: PASSWORD, adminSession: session })
  })

  it('`session` and the first room_joined come before the CONNECT answer and are not lost', async () => {
    const names: string[] = []
    const server = stopping(
      await startStandIn((socket) => greet(socket), {
        accept: (socket) => {
          if (socket.nsp.name !== '/admin') return undefined
          socket.conn.write('2/admin,["session","0123456789abcdef"]')
          socket.conn.write('2/admin,["room_joined","/admin","early","early","2026-11-20T11:08:36.263Z"]')
          names.push('sent')
          return undefined
        },
      }),
    )
    const t = started(server.url, { feed: { auth: 'basic' }, secrets: { adminSecret: PASSWORD } })
    await t.live()
    expect(t.vault.get('target-1')?.adminSession).toBe('0123456789abcdef')
    expect(names).toEqual(['sent'])
  })

  it('a refused session (another worker, a restart) falls back to the password once, and not for ever', async () => {
    const seen: Record<string, unknown>[] = []
    const server = stopping(await startStandIn((socket) => greet(socket), { accept: recording(seen, (auth) => (auth['password'] === PASSWORD ? undefined : 'invalid credentials')) }))
    const t = started(server.url, { feed: { auth: 'basic' }, secrets: { adminSecret: PASSWORD, adminSession: 'of-another-worker' } })
    await t.live()
    expect(seen).toEqual([{ sessionId: 'of-another-worker' }, { username: 'admin', password: PASSWORD }])
    expect(t.vault.get('target-1')?.adminSession).toBeUndefined()
    const u = started(server.url, { time: 'manual', feed: { auth: 'basic' }, secrets: { adminSecret: 'wrong', adminSession: 'old' } })
    await u.wait('signed out', () => u.link().state === 'signed-out')
    await u.manual.run(120_000, 1_000)
    expect(seen.slice(2)).toEqual([{ sessionId: 'old' }, { username: 'admin', password: 'wrong' }])
  })

  it.each([
    ['invalid credentials', 'admin-ui'],
    ['authentication failed', 'python-socketio'],
    ['not from this building', "the application's own middleware"],
  ])('%s (%s): says so in words, and is quiet', async (message) => {
    const seen: unknown[] = []
    const server = stopping(await startStandIn(() => {}, { accept: recording(seen, () => message) }))
    const t = started(server.url, { time: 'manual', feed: { auth: 'basic' }, secrets: { adminSecret: 'wrong word' } })
    await t.wait('signed out', () => t.link().state === 'signed-out')
    await t.manual.run(60_000, 1_000)
    expect(seen).toHaveLength(1)
    expect(t.link()).toMatchObject({ problem: { kind: 'admin-credentials', details: message }, nextTryAtMs: null })
    expect(t.view()).toMatchObject({ state: 'signed-out', problem: { kind: 'admin-credentials' }, adminFeed: 'available' })
    t.target.signIn({ adminSecret: 'right word' })
    await t.wait('another try', () => seen.length === 2)
    expect(seen[1]).toEqual({ username: 'admin', password: 'right word' })
  })

  it('the real thing refuses a wrong password and takes the right one that is typed then', async () => {
    const server = stopping(await startInstrumented({ instrument: { auth: basicAuth() } }))
    const t = started(server.url, { feed: { auth: 'basic' }, secrets: { adminSecret: 'wrong' } })
    await t.wait('signed out', () => t.link().state === 'signed-out')
    t.target.signIn({ adminSecret: PASSWORD })
    await t.live()
    expect(t.view().secrets).toBe('memory')
  })

  it('both values are always texts: nothing is sent where no password was entered (bcrypt would throw in the server)', async () => {
    const seen: unknown[] = []
    const server = stopping(await startStandIn(() => {}, { accept: recording(seen) }))
    const t = started(server.url, { feed: { auth: 'basic' }, secrets: {} })
    await t.wait('signed out', () => t.link().state === 'signed-out')
    expect(t.link().problem?.what).toContain('nothing was entered')
    expect(seen).toEqual([])
    const u = started(server.url, { feed: { auth: 'basic', username: '' }, secrets: { adminSecret: 'x' } })
    await u.wait('asked', () => seen.length === 1)
    expect(seen).toEqual([{ username: '', password: 'x' }])
  })

  it('a token goes as sessionId and token; no sign-in sends nothing', async () => {
    const seen: unknown[] = []
    const server = stopping(await startStandIn((socket) => greet(socket), { accept: recording(seen) }))
    await started(server.url, { feed: { auth: 'token' }, secrets: { adminSecret: 'tok' } }).live()
    await started(server.url, { feed: { auth: 'none' }, secrets: { adminSecret: 'tok', token: 'app-token' } }).live()
    expect(seen).toEqual([{ sessionId: 'tok', token: 'tok' }, {}])
  })

  it('the session of one user is forgotten when the user, the namespace or the server changes', async () => {
    const server = stopping(await startInstrumented({ instrument: { auth: basicAuth() } }))
    const t = started(server.url, { feed: { auth: 'basic' }, secrets: { adminSecret: PASSWORD } })
    await t.live()
    t.target.update({ ...t.target.settings, adminFeed: { ...t.target.settings.adminFeed, username: 'someone' } })
    expect(t.vault.get('target-1')?.adminSession).toBeUndefined()
    await t.wait('refused', () => t.link().state === 'signed-out')
  })

  it('another host is not shown the password of the old one', async () => {
    const seen: unknown[] = []
    const server = stopping(await startStandIn((socket) => greet(socket), { accept: recording(seen) }))
    const t = started(server.url, { feed: { auth: 'basic' }, secrets: { adminSecret: PASSWORD } })
    await t.live()
    t.target.update({ ...t.target.settings, url: server.url.replace('127.0.0.1', 'localhost') })
    expect(t.link()).toMatchObject({ state: 'signed-out', problem: { kind: 'admin-credentials' } })
    expect(t.vault.get('target-1')).toEqual({})
    expect(seen).toHaveLength(1)
  })

  it('a renewed application token does not take the feed\'s secrets with it', async () => {
    const server = stopping(await startInstrumented({ instrument: { auth: basicAuth() } }))
    const t = started(server.url, { feed: { auth: 'basic' }, secrets: { adminSecret: PASSWORD, token: 'old' } })
    await t.live()
    t.target.signIn({ token: 'new-token' })
    expect(t.vault.get('target-1')).toMatchObject({ token: 'new-token', adminSecret: PASSWORD, adminSession: expect.any(String) })
    expect(t.link().state).toBe('live')
  })

  it('no secret is in the view', async () => {
    const server = stopping(await startStandIn(() => {}, { accept: () => `no session for pass-word-1234` }))
    const t = started(server.url, { feed: { auth: 'basic' }, secrets: { adminSecret: 'pass-word-1234' } })
    await t.wait('signed out', () => t.link().state === 'signed-out')
    expect(JSON.stringify(t.view())).not.toContain('pass-word-1234')
  })
})

describe('what is an admin namespace', () => {
  it('no config within 2 s: it is somebody else\'s namespace, said in words, asked again seldom', async () => {
    const server = stopping(await startStandIn((socket) => void socket.emit('welcome', { supportedFeatures: 'x' })))
    const t = started(server.url, { time: 'manual' })
    await t.wait('the problem', () => t.link().problem !== null)
    expect(t.link()).toMatchObject({ state: 'offline', problem: { kind: 'admin-namespace', what: 'Connected, but /admin is not an admin namespace on this server.', advice: 'Check the namespace or ask the engineer.' } })
    expect((t.link().nextTryAtMs ?? 0) - t.manual.now()).toBeGreaterThan(290_000)
    expect(t.view().adminFeed).toBe('absent')
  })

  it('a malformed config is no config', async () => {
    const server = stopping(await startStandIn((socket) => void socket.emit('config', { supportedFeatures: 'ALL_EVENTS' })))
    const t = started(server.url, { time: 'manual' })
    await t.wait('the problem', () => t.link().problem?.kind === 'admin-namespace')
    expect(t.sink.rejections.length).toBeGreaterThan(0)
  })

  it('an unknown namespace: in words, from Socket.IO and as a bare string from python-socketio', async () => {
    const server = stopping(await startServer({ namespaces: ['/'] }))
    const t = started(server.url, { time: 'manual', feed: { namespace: '/console' } })
    await t.wait('the problem', () => t.link().problem !== null)
    expect(t.link().problem).toMatchObject({ kind: 'admin-namespace', what: expect.stringContaining('has no namespace /console') })
    const python = stopping(await startStandIn(() => {}, { accept: (socket) => (socket.conn.write('4/admin,"Unable to connect"'), new Promise(() => {}) as never) }))
    const u = started(python.url, { time: 'manual' })
    await u.wait('the problem', () => u.link().problem !== null)
    expect(u.link().problem?.kind).toBe('admin-namespace')
  })

  it('an address that ends with a slash is not //admin', async () => {
    const server = stopping(await startInstrumented())
    await started(`${server.url}/`).live()
  })

  it('another name than /admin', async () => {
    const server = stopping(await startInstrumented({ instrument: { namespaceName: '/watch' } }))
    const t = started(server.url, { feed: { namespace: '/watch' } })
    await t.live()
    expect(t.feed().namespace).toBe('/watch')
    expect(t.link().name).toBe('/watch')
  })

  it('admin-ui before 0.4: says its version, and shows sockets without times', async () => {
    const server = stopping(
      await startStandIn((socket) => {
        socket.emit('config', { supportedFeatures: ['EMIT', 'JOIN', 'LEAVE', 'DISCONNECT'] })
        socket.emit('all_sockets', [serialized('aaaaaaaaaaaaaaaaaaaa', { clientId: undefined, data: undefined, transport: undefined })])
        socket.emit('server_stats', { serverId: 'old', hostname: 'h', pid: 1, uptime: 3, clientsCount: 1 })
        socket.emit('socket_connected', serialized('bbbbbbbbbbbbbbbbbbbb'))
        socket.emit('room_joined', '/', '7B', 'bbbbbbbbbbbbbbbbbbbb')
        socket.emit('socket_disconnected', '/', 'aaaaaaaaaaaaaaaaaaaa', 'transport close')
        socket.emit('room_left', '/', 'aaaaaaaaaaaaaaaaaaaa', 'aaaaaaaaaaaaaaaaaaaa')
      }),
    )
    const t = started(server.url)
    await t.wait('the last delta', () => t.presence.calls.includes('down / aaaaaaaaaaaaaaaaaaaa transport close'))
    expect(t.link()).toMatchObject({ state: 'live', problem: { kind: 'admin-version' } })
    expect(t.view()).toMatchObject({ state: 'live', problem: null })
    expect(t.feed()).toMatchObject({ mode: 'development', sockets: 1, difference: null, actions: ['disconnect', 'leave', 'join'] })
    expect(t.sink.rejections).toEqual([])
  })

  it.each([
    ['development', false, { mode: 'development', readOnly: false, actions: ['disconnect', 'leave', 'join'] }],
    ['development', true, { mode: 'development', readOnly: true, actions: [] }],
    ['production', false, { mode: 'production', readOnly: false, actions: ['disconnect', 'leave', 'join'] }],
    ['production', true, { mode: 'production', readOnly: true, actions: [] }],
    ['staging', false, { mode: 'production', readOnly: false }],
  ] as const)('features of %s mode, read-only %s', async (mode, readonly, expected) => {
    const server = stopping(await startInstrumented({ instrument: { mode: mode as 'development', readonly } }))
    const t = started(server.url)
    await t.live()
    expect(t.feed()).toMatchObject(expected)
    const cost = t.feed().warnings.join(' ')
    expect(cost).toContain(mode === 'development' ? 'about 1.9 MB/s at 10,000 events/s' : 'counts only')
  })

  it('production mode: counts of the servers, no snapshot, nobody invented', async () => {
    const server = stopping(await startInstrumented({ instrument: { mode: 'production', serverId: 'node-7' } }))
    const t = started(server.url)
    await t.live()
    await t.wait('two messages', () => t.presence.lastServers()[0]?.perSecond !== undefined)
    expect(t.feed().servers).toMatchObject([{ serverId: 'node-7', clients: 1, stale: false, namespaces: expect.arrayContaining([{ name: '/admin', sockets: 1 }]) }])
    expect(t.feed().servers[0]?.perSecond?.packetsOut).toBeGreaterThan(0)
    expect(t.presence.calls).toEqual([])
    expect(t.feed()).toMatchObject({ sockets: 0, snapshotAtMs: null, difference: null })
  })

  it('two settings of the feed restart the feed and nothing else', async () => {
    const server = stopping(await startInstrumented({ server: { namespaces: ['/'] } }))
    const t = started(server.url, { settings: { disabledNamespaces: [] } })
    await t.wait('all live', () => t.view().state === 'live' && t.link().state === 'live')
    expect(server.connects).toBe(1)
    t.target.update({ ...t.target.settings, adminFeed: { ...t.target.settings.adminFeed, on: false } })
    expect(t.view()).toMatchObject({ feedLink: null, feed: null, state: 'live' })
    expect(t.presence.calls.at(-1)).toBe('feedDown')
    t.target.update({ ...t.target.settings, adminFeed: { ...t.target.settings.adminFeed, on: true } })
    await t.live()
    expect(server.connects).toBe(1)
  })

  it('only on this computer where Electron is out of support', async () => {
    const t = started('http://live.lincoln.example', { loopbackOnly: true })
    expect(t.link()).toMatchObject({ state: 'offline', problem: { kind: 'not-loopback' }, attempts: 0 })
  })

  it('nothing is answered and nothing is there: words, growing waits, and Retry now', async () => {
    const t = started('http://127.0.0.1:1', { time: 'manual' })
    await t.wait('the problem', () => t.link().problem !== null)
    expect(t.link()).toMatchObject({ state: 'offline', problem: { kind: 'refused' } })
    const first = (t.link().nextTryAtMs ?? 0) - t.manual.now()
    for (let n = 0; n < 4; n++) await t.wait('another try', () => (t.link().nextTryAtMs ?? 0) - t.manual.now() > first * 1.5 ** n)
    const server = stopping(await startInstrumented())
    t.target.update({ ...t.target.settings, url: server.url })
    await t.live()
  })

  it('a snapshot that never comes is a problem, not an endless "Loading"', async () => {
    const server = stopping(await startStandIn((socket) => void (socket.emit('config', { supportedFeatures: ALL_FEATURES }), socket.emit('server_stats', stats()))))
    const t = started(server.url, { time: 'manual' })
    await t.wait('loading', () => t.link().state === 'loading' && t.feed().mode === 'development')
    t.manual.advance(20_000)
    await t.wait('the problem', () => t.link().problem?.kind === 'timeout')
    expect(t.link().problem?.what).toContain('did not send its sockets')
  })
})
