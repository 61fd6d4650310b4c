import { describe, expect, it } from 'vitest'
import type { Catalog } from '../../shared/catalog.ts'
import { serversAndTargets } from './stops-fixture.ts'
import { startHttp, testCatalog, testToken } from './test-server.ts'
import type { ServerOptions } from './test-server.ts'

const { stops, server, target } = serversAndTargets()

const four: Catalog = testCatalog({ namespaces: ['/a', '/b', '/c', '/d'].map((name) => ({ name, title: name, summary: '', documented: true })) })

describe('a bad token', () => {
  it.each([
    ['form (a): 44 with a message', { accept: () => 'Authentication failed' }],
    ['form (b): CONNECT accepted, then 41', { onConnection: (socket) => socket.disconnect() }],
    ['form (c): event error, then 44', { accept: (socket) => (socket.conn.write(`2${socket.nsp.name},["error",{"message":"Not enough segments"}]`), 'Connection rejected by server') }],
    ['form (c): event error, then a bare 41', { accept: (socket) => (socket.conn.write(`2${socket.nsp.name},["error",{"message":"Signature verification failed"}]`), socket.conn.write(`1${socket.nsp.name},`), undefined) }],
  ] satisfies [string, ServerOptions][])('%s: signed out in words, quiet, and no other namespace is tried', async (_, options) => {
    const s = await server({ namespaces: ['/a', '/b', '/c', '/d'], ...options })
    const t = target({ url: s.url }, { catalog: four })
    t.target.start()
    await t.become('signed-out')
    await t.clock.run(60_000, 500)
    expect(s.connects).toBe(1)
    expect(t.view()).toMatchObject({ state: 'signed-out', problem: { kind: 'token-refused' }, signedInAs: null, nextTryAtMs: null })
    expect(t.view().signedOutAtMs).not.toBeNull()
    expect(t.view().namespaces.map(({ attempts }) => attempts)).toEqual([1, 0, 0, 0])
  })

  it('is never shown as live before the drop of form (b)', async () => {
    const states = new Set<string>()
    const s = await server({ namespaces: ['/a'], onConnection: (socket) => void setTimeout(() => socket.disconnect(), 30) })
    const t = target({ url: s.url }, { catalog: testCatalog({ namespaces: [{ name: '/a', title: 'A', summary: '', documented: true }] }) })
    t.target.start()
    // Time stands still: the socket has survived nothing yet.
    while (t.view().state !== 'signed-out') {
      states.add(t.view().state)
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    expect([...states]).not.toContain('live')
    expect([...states]).toContain('loading')
  })

  it.each([
    ['malformed', { token: 'not-a-token' }, 'token-malformed', 'Invalid token'],
    ['expired', { token: testToken({ exp: 1_000 }) }, 'token-expired', 'Authentication failed'],
    ['for another audience', { token: testToken({ aud: 'other' }) }, 'token-audience', 'unexpected "aud" claim value'],
    ['missing where none is used', {}, 'token-missing', 'Authentication required'],
  ] as const)('%s: says so', async (_, secrets, kind, message) => {
    const s = await server({ accept: () => message })
    const t = target({ url: s.url, signIn: kind === 'token-missing' ? 'none' : 'token' }, { secrets })
    t.target.start()
    await t.become('signed-out')
    expect(t.view().problem?.kind).toBe(kind)
    expect(JSON.stringify(t.view())).not.toContain(secrets && 'token' in secrets ? secrets.token : '\u0000')
  })

  it('is not even tried when there is none', async () => {
    const s = await server()
    const t = target({ url: s.url }, { secrets: {} })
    t.target.start()
    await t.become('signed-out')
    await t.clock.run(60_000, 500)
    expect(t.view().problem?.kind).toBe('token-missing')
    expect(s.connects + s.io.engine.clientsCount).toBe(0)
  })

  it('with refresh and password that give bad tokens again: at most 10 attempts in 60 s, then quiet', async () => {
    let exchanges = 0
    const s = await server({
      accept: () => 'Invalid token',
      http: (_, response) => {
        exchanges++
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ access_token: testToken({ jti: exchanges }) }))
      },
    })
    const catalog = testCatalog({ auth: { ...testCatalog().auth, ...signInAuth } })
    const t = target({ url: s.url, signIn: 'password', email: 'maria@lincoln.example' }, { catalog, secrets: { token: testToken(), refreshToken: 'r1', password: 'secret-word' } })
    t.target.start()
    await t.become('signed-out')
    await t.clock.run(60_000, 500)
    expect(s.connects).toBe(3)
    expect(exchanges).toBe(2)
    expect(t.view().problem?.kind).toBe('token-refused')
    expect(JSON.stringify(t.view())).not.toContain('secret-word')
  })

  it('is healed by one refresh, and by a sign-in of the user', async () => {
    const good = testToken({ good: true })
    const s = await server({
      namespaces: ['/a', '/b', '/c', '/d'],
      accept: (socket) => (socket.handshake.auth['token'] === good ? undefined : 'jwt expired'),
      http: (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ access_token: good })),
    })
    const refreshing = target({ url: s.url }, { catalog: { ...four, auth: { ...four.auth, ...signInAuth } }, secrets: { token: testToken(), refreshToken: 'r1' } })
    refreshing.target.start()
    await refreshing.become('live')
    expect(refreshing.vault.secrets.get('target-1')?.token).toBe(good)

    const asking = target({ url: s.url }, { catalog: four, secrets: { token: testToken() } })
    asking.target.start()
    await asking.become('signed-out')
    asking.target.signIn({ token: `Bearer ${good}\n` })
    await asking.become('live')
    expect(asking.view().signedOutAtMs).toBeNull()
  })
})

describe('other refusals', () => {
  it('a namespace that refuses a good token rests; the others do not blink', async () => {
    const s = await server({ namespaces: ['/a', '/b', '/c', '/d'], accept: (socket) => (socket.nsp.name === '/c' ? 'forbidden' : undefined) })
    const t = target({ url: s.url }, { catalog: { ...four, auth: { ...four.auth, ...signInAuth, checkedAtEveryMessage: true } }, secrets: { token: testToken(), refreshToken: 'r1' } })
    t.target.start()
    await t.wait('three live', () => t.view().namespaces.filter(({ state }) => state === 'live').length === 3 && t.view().namespaces[2]?.state === 'offline')
    await t.clock.run(650_000, 5_000)
    expect(t.view().namespaces.map(({ state, attempts }) => [state, attempts])).toEqual([['live', 1], ['live', 1], ['offline', 3], ['live', 1]])
    expect(t.view()).toMatchObject({ connections: 1, signedOutAtMs: null, problem: { kind: 'token-refused' } })
  })

  it('an unknown namespace is offline with a slow retry, the others are live', async () => {
    const s = await server({ namespaces: ['/b', '/c'] })
    const t = target({ url: s.url, disabledNamespaces: ['/d'] }, { catalog: four })
    t.target.start()
    await t.wait('two live', () => t.view().namespaces.filter(({ state }) => state === 'live').length === 2)
    const [a] = t.view().namespaces
    expect(a).toMatchObject({ state: 'offline', problem: { kind: 'namespace-unknown' }, attempts: 1 })
    expect(t.view().namespaces[3]).toMatchObject({ name: '/d', state: 'off' })
    await t.clock.run(60_000, 1_000)
    expect(t.view().namespaces[0]?.attempts).toBe(1)
    await t.clock.run(300_000, 5_000)
    expect(t.view().namespaces[0]?.attempts).toBe(2)
  })

  it('a bare string (Flask: 44/admin,"Unable to connect") is an unknown namespace with words', async () => {
    const s = await server({ namespaces: ['/a', '/b'], accept: (socket) => (socket.nsp.name === '/b' ? (socket.conn.write('4/b,"Unable to connect"'), undefined) : undefined) })
    const t = target({ url: s.url, disabledNamespaces: ['/c', '/d'] }, { catalog: four })
    t.target.start()
    await t.wait('b refused', () => t.view().namespaces[1]?.state === 'offline')
    expect(t.view().namespaces[1]?.problem).toMatchObject({ kind: 'namespace-unknown', details: expect.stringContaining('Unable to connect') })
    expect(t.view().namespaces[0]?.state).toBe('live')
  })

  it('trouble of the server is no fault of the token: it is tried again with back-off', async () => {
    let down = true
    const s = await server({ accept: () => (down ? 'Database unavailable' : undefined) })
    const t = target({ url: s.url })
    t.target.start()
    await t.become('offline')
    expect(t.view()).toMatchObject({ problem: { kind: 'server-trouble' }, signedOutAtMs: null })
    expect(t.view().nextTryAtMs).toBeGreaterThan(t.clock.now() - 1)
    down = false
    await t.become('live')
  })

  it('a server that drops live sockets again and again meets growing waits, not a hot loop', async () => {
    const s = await server({ onConnection: (socket) => void socket.emit('connected') })
    const t = target({ url: s.url }, { catalog: testCatalog({ auth: { ...testCatalog().auth, proofEvents: ['connected'] } }) })
    t.target.start()
    await t.become('live')
    s.io.on('connection', (socket) => void setTimeout(() => socket.disconnect(), 5))
    for (const socket of s.io.sockets.sockets.values()) socket.disconnect()
    await t.clock.run(60_000, 100)
    expect(s.connects).toBeGreaterThan(2)
    expect(s.connects).toBeLessThanOrEqual(10)
  })

  it('an `error` event of a refused attempt is not replayed at the next one', async () => {
    let refuse = true
    const s = await server({ accept: (socket) => (refuse ? (socket.conn.write('2["error",{"message":"bad"}]'), 'Database unavailable') : undefined) })
    const t = target({ url: s.url })
    t.target.start()
    await t.become('offline')
    refuse = false
    await t.become('live')
    expect(t.sink.names().filter((name) => name === 'error')).toHaveLength(s.connects - 1)
  })

  it('an event before CONNECT is not missed and proves the token', async () => {
    const s = await server({ accept: (socket) => (socket.conn.write('2["connected",{"status":"ok"}]'), undefined) })
    const t = target({ url: s.url }, { catalog: testCatalog({ auth: { ...testCatalog().auth, proofEvents: ['connected'] } }) })
    t.target.start()
    // Time stands still: only the proof can make it live.
    while (t.view().state !== 'live') await new Promise((resolve) => setTimeout(resolve, 2))
    expect(t.sink.names()).toEqual(['connected'])
  })

  it('no address but this computer where only that is allowed', async () => {
    const t = target({ url: 'https://live.lincoln.example' }, { loopbackOnly: true })
    t.target.start()
    await t.become('offline')
    expect(t.view()).toMatchObject({ problem: { kind: 'not-loopback', what: expect.stringContaining('live.lincoln.example') }, nextTryAtMs: null })
  })
})

describe('sign-in', () => {
  const catalog = testCatalog()
  it.each([
    [401, { error: 'Invalid credentials' }, {}, 'sign-in-refused', 'signed-out'],
    [401, { error: 'MFA', mfaRequired: true }, {}, 'mfa-required', 'signed-out'],
    [429, { error: 'Too many' }, { 'retry-after': '900' }, 'sign-in-limited', 'offline'],
    [200, { hello: 'world' }, {}, 'sign-in-odd', 'signed-out'],
    [500, { error: 'secret-word leaked' }, {}, 'server-trouble', 'offline'],
  ] as const)('answered with %i %j', async (status, body, headers, kind, state) => {
    let posts = 0
    const web = await startHttp((_, response) => {
      posts++
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
    })
    stops.push(() => web.stop())
    const t = target({ url: web.url, signIn: 'password', email: 'maria@lincoln.example' }, { catalog: { ...catalog, auth: { ...catalog.auth, ...signInAuth } }, secrets: { password: 'secret-word' } })
    t.target.start()
    await t.become(state)
    expect(t.view().problem?.kind).toBe(kind)
    expect(JSON.stringify(t.view())).not.toContain('secret-word')
    if (kind === 'sign-in-limited') expect((t.view().nextTryAtMs ?? 0) - t.clock.now()).toBeGreaterThan(800_000)
    if (state === 'signed-out') {
      await t.clock.run(60_000, 500)
      expect(posts).toBe(1)
    }
  })

  it('finds the token in a cookie, and a later request wins over an earlier one', async () => {
    const web = await server({
      accept: (socket) => (socket.handshake.auth['token'] === 'from-me' ? undefined : 'Invalid token'),
      http: (request, response) => {
        if (request.url === '/login') response.writeHead(200, { 'set-cookie': ['access_token=from-cookie; HttpOnly; Secure', 'other=1'], 'content-type': 'application/json' }).end('{"success":true}')
        else response.writeHead(request.headers.cookie === 'access_token=from-cookie; other=1' ? 200 : 401, { 'content-type': 'application/json' }).end('{"data":{"access_token":"from-me"}}')
      },
    })
    const login = { method: 'POST' as const, path: '/login', body: { email: '{email}', password: '{password}' }, accessToken: [{ in: 'cookie' as const, name: 'access_token' }], refreshToken: [] }
    const me = { method: 'GET' as const, path: '/me', bearer: true, accessToken: [{ in: 'body' as const, path: 'data.access_token' }], refreshToken: [] }
    const t = target({ url: web.url, signIn: 'password', email: 'maria@lincoln.example' }, { catalog: testCatalog({ auth: { ...testCatalog().auth, signIn: [login, me] } }), secrets: { password: 'secret-word' } })
    t.target.start()
    await t.become('live')
  })
})

const signInAuth: Pick<Catalog['auth'], 'signIn' | 'refresh'> = {
  signIn: [{ method: 'POST', path: '/login', body: { email: '{email}', password: '{password}' }, accessToken: [{ in: 'body', path: 'access_token' }], refreshToken: [] }],
  refresh: [{ method: 'POST', path: '/refresh', body: { refreshToken: '{refreshToken}' }, accessToken: [{ in: 'body', path: 'access_token' }], refreshToken: [] }],
}
