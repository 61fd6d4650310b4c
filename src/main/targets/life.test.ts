import { describe, expect, it } from 'vitest'
import type { Catalog } from '../../shared/catalog.ts'
import { serversAndTargets } from './stops-fixture.ts'
import { testCatalog, testTarget, testToken, until } from './test-server.ts'
import type { TestServer } from './test-server.ts'

const { server, target } = serversAndTargets()

const names = ['/', '/chat', '/grades']
const three = testCatalog({ namespaces: names.map((name) => ({ name, title: name, summary: '', documented: true })) })

describe('a connection that ends', () => {
  it('comes back by itself after a crash of the server, each namespace once, with words meanwhile', async () => {
    const first = await server({ namespaces: names })
    const t = target({ url: first.url }, { catalog: three })
    t.target.start()
    await t.become('live')
    await first.crash()
    await t.become('reconnecting')
    expect(t.view()).toMatchObject({ problem: { kind: 'connection-lost' }, transport: null })
    expect(t.view().nextTryAtMs).not.toBeNull()
    await t.wait('refused', () => t.view().problem?.kind === 'refused')
    const second = await server({ namespaces: names, port: first.port })
    await t.become('live')
    expect(second.io.engine.clientsCount).toBe(1)
    expect(second.connects).toBe(3)
    expect(t.view()).toMatchObject({ connections: 2, problem: null })
  })

  it('is called offline after many failures, and "Retry now" does not wait', async () => {
    const s = await server()
    const t = target({ url: s.url })
    t.target.start()
    await t.become('live')
    await s.crash()
    await t.wait('offline', () => t.view().state === 'offline', 250)
    const nextTryAtMs = t.view().nextTryAtMs ?? 0
    expect(nextTryAtMs - t.clock.now()).toBeGreaterThan(8_000)
    await server({ port: s.port })
    t.target.retry(null)
    await t.become('live')
    expect(t.clock.now()).toBeLessThan(nextTryAtMs)
  })

  it('one namespace that the server drops comes back alone', async () => {
    const s = await server({ namespaces: names })
    const t = target({ url: s.url }, { catalog: three })
    t.target.start()
    await t.become('live')
    for (const socket of s.io.of('/chat').sockets.values()) socket.disconnect()
    await t.wait('dropped', () => t.view().namespaces[1]?.state === 'reconnecting')
    expect(t.view().namespaces.map(({ state }) => state)).toEqual(['live', 'reconnecting', 'live'])
    expect(t.view().namespaces[1]?.problem?.kind).toBe('dropped-by-server')
    await t.become('live')
    expect(t.view().namespaces.map(({ attempts }) => attempts)).toEqual([1, 2, 1])
    expect(t.view().connections).toBe(1)
  })

  it('is rebuilt on wake whatever it says of itself', async () => {
    const s = await server({ namespaces: names })
    const t = target({ url: s.url }, { catalog: three })
    t.target.start()
    await t.become('live')
    const before = [...s.io.sockets.sockets.keys()]
    t.target.rebuild()
    await t.become('live')
    await t.wait('the old one is gone', () => s.io.engine.clientsCount === 1)
    expect([...s.io.sockets.sockets.keys()]).not.toEqual(before)
    expect(t.view().connections).toBe(2)
  })

  it('a namespace is switched off and on without touching the others', async () => {
    const s = await server({ namespaces: names })
    const t = target({ url: s.url }, { catalog: three })
    t.target.start()
    await t.become('live')
    t.target.update({ ...t.target.settings, disabledNamespaces: ['/'] })
    await t.wait('gone', () => s.io.sockets.sockets.size === 0)
    expect(t.view().namespaces.map(({ state }) => state)).toEqual(['off', 'live', 'live'])
    t.target.update({ ...t.target.settings, disabledNamespaces: [] })
    await t.become('live')
    t.target.update({ ...t.target.settings, disabledNamespaces: names })
    await t.wait('all off', () => t.view().state === 'off')
    t.target.update({ ...t.target.settings, disabledNamespaces: ['/chat'] })
    await t.become('live')
    expect(t.view().namespaces.map(({ state }) => state)).toEqual(['live', 'off', 'live'])
  })

  it('falls back to polling where WebSocket is blocked', async () => {
    const s = await server()
    s.http.removeAllListeners('upgrade')
    s.http.on('upgrade', (_, socket) => void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'))
    const t = target({ url: s.url })
    t.target.start()
    await t.become('live')
    expect(t.view()).toMatchObject({ transport: 'polling', problem: null })
  })

  it('starts with polling and tells of the upgrade', async () => {
    const s = await server()
    const t = target({ url: s.url, transports: ['polling', 'websocket'] })
    t.target.start()
    await t.wait('upgraded', () => t.view().transport === 'websocket')
  })
})

describe('a token that ends', () => {
  const auth: Catalog['auth'] = {
    ...testCatalog().auth,
    refresh: [{ method: 'POST', path: '/refresh', body: { refresh_token: '{refreshToken}' }, accessToken: [{ in: 'body', path: 'access_token' }], refreshToken: [] }],
  }
  async function refreshing(lifeSeconds: number): Promise<{ s: TestServer; issued: string[]; tokens: unknown[]; clock: { now: () => number } }> {
    const issued: string[] = []
    const tokens: unknown[] = []
    const clock = { now: () => Date.now() }
    const s = await server({
      namespaces: names,
      accept: (socket) => void tokens.push(socket.handshake.auth['token'] ?? socket.handshake.query['token']),
      http: (_, response) => {
        const nowSeconds = Math.round(clock.now() / 1000)
        issued.push(testToken({ iat: nowSeconds, exp: nowSeconds + lifeSeconds, n: issued.length }))
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ access_token: issued.at(-1) }))
      },
    })
    return { s, issued, tokens, clock }
  }
  const soon = (lifeSeconds: number) => testToken({ iat: Math.round(Date.now() / 1000), exp: Math.round(Date.now() / 1000) + lifeSeconds })

  it('is renewed a minute before its end; sockets that are not asked again stay', async () => {
    const { s, issued, clock } = await refreshing(900)
    const t = target({ url: s.url }, { catalog: { ...three, auth }, secrets: { token: soon(900), refreshToken: 'r1' } })
    clock.now = () => t.clock.now()
    t.target.start()
    await t.become('live')
    await t.clock.run(830_000, 10_000)
    expect(issued).toHaveLength(0)
    await t.wait('renewed', () => issued.length === 1, 1_000)
    await t.wait('shown', () => (t.view().tokenEndsAtMs ?? 0) > t.clock.now() + 800_000)
    expect(t.view()).toMatchObject({ state: 'live', connections: 1 })
    expect(s.connects).toBe(3)
  })

  it('is carried to every socket one by one where each message is checked', async () => {
    const { s, issued, tokens, clock } = await refreshing(900)
    const t = target({ url: s.url }, { catalog: { ...three, auth: { ...auth, checkedAtEveryMessage: true } }, secrets: { token: soon(900), refreshToken: 'r1' } })
    clock.now = () => t.clock.now()
    t.target.start()
    await t.become('live')
    await t.clock.run(838_000, 10_000)
    await t.wait('all carry it', () => tokens.length === 6)
    expect(tokens.slice(3)).toEqual([issued[0], issued[0], issued[0]])
    await t.become('live')
    expect(t.view().connections).toBe(1)
  })

  it('belongs to the connection where it is a query: that is made anew', async () => {
    const { s, issued, tokens, clock } = await refreshing(900)
    const t = target({ url: s.url, authWay: 'query' }, { catalog: { ...three, auth }, secrets: { token: soon(900), refreshToken: 'r1' } })
    clock.now = () => t.clock.now()
    t.target.start()
    await t.become('live')
    await t.clock.run(838_000, 10_000)
    await t.wait('a second connection', () => t.view().connections === 2 && t.view().state === 'live')
    expect(tokens.at(-1)).toBe(issued[0])
  })

  it('without a way to renew it: its end is told where each message is checked, and the view is kept', async () => {
    const { s } = await refreshing(900)
    const t = target({ url: s.url }, { catalog: { ...three, auth: { ...testCatalog().auth, checkedAtEveryMessage: true } }, secrets: { token: soon(60) } })
    t.target.start()
    await t.become('live')
    expect(t.view().signedOutAtMs).toBeNull()
    await t.clock.run(61_000, 1_000)
    expect(t.view()).toMatchObject({ state: 'live', problem: { kind: 'token-expired' } })
    expect(t.view().signedOutAtMs).not.toBeNull()
  })

  it('a server that hands out tokens of one second is not asked in a hot loop', async () => {
    const { s, issued, clock } = await refreshing(1)
    const t = target({ url: s.url }, { catalog: { ...three, auth }, secrets: { token: soon(10), refreshToken: 'r1' } })
    clock.now = () => t.clock.now()
    t.target.start()
    await t.become('live')
    await t.clock.run(60_000, 250)
    expect(issued.length).toBeGreaterThan(1)
    expect(issued.length).toBeLessThanOrEqual(10)
  })
})

describe('nothing is left behind', () => {
  it('200 connect-disconnect cycles leave no socket, timer or listener', async () => {
    const s = await server({ namespaces: names })
    const count = () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap' || kind === 'Timeout' || kind === 'TLSWrap' || kind === 'GetAddrInfoReqWrap').length
    // The first connection loads what stays loaded.
    for (let cycle = 0; cycle <= 200; cycle++) {
      const t = testTarget({ url: s.url }, { catalog: three })
      t.target.start()
      // Some are cut in the middle of connecting, some while live.
      if (cycle % 4 === 0) await until('opened', () => t.view().connections === 1)
      else if (cycle % 4 === 1) await t.wait('live', () => t.view().state === 'live', 250)
      else if (cycle % 4 === 2) await new Promise((resolve) => setImmediate(resolve))
      t.target.stop()
      expect(t.clock.pending, `timers after cycle ${cycle}`).toBe(0)
      if (cycle === 0) await until('server saw the end', () => s.io.engine.clientsCount === 0)
    }
    await until('server saw every end', () => s.io.engine.clientsCount === 0 && s.io.of('/chat').sockets.size === 0)
    const listeners = ['SIGINT', 'exit', 'uncaughtException'].map((name) => process.listenerCount(name))
    await until('no handle is left', () => count() <= 4)
    expect(listeners).toEqual(['SIGINT', 'exit', 'uncaughtException'].map((name) => process.listenerCount(name)))
  })

  it('stop() while signing in, while waiting and twice', async () => {
    const s = await server()
    const t = target({ url: s.url })
    t.target.stop()
    t.target.start()
    t.target.stop()
    t.target.stop()
    t.target.start()
    await t.become('live')
    await s.crash()
    await t.become('reconnecting')
    t.target.stop()
    expect(t.clock.pending).toBe(0)
  })
})
