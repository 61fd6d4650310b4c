import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createHttps } from 'node:https'
import { createServer as createNet } from 'node:net'
import type { AddressInfo, Socket as NetSocket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Server } from 'socket.io'
import { afterAll, describe, expect, it } from 'vitest'
import { serversAndTargets } from './stops-fixture.ts'
import { listen, startHttp, testCatalog, testTarget, until } from './test-server.ts'

/* Bad input of every kind: each costs nothing but itself, and has words that say what happened and what to do. */

const { stops, server, target } = serversAndTargets()
/** Bytes on a TCP port, for what no HTTP library would send. */
async function startTcp(handler: (socket: NetSocket) => void): Promise<{ url: string; port: number }> {
  const open = new Set<NetSocket>()
  const net = createNet((socket) => {
    open.add(socket)
    socket.on('error', () => {}).on('close', () => open.delete(socket))
    handler(socket)
  })
  await new Promise<void>((resolve) => net.listen(0, '127.0.0.1', resolve))
  stops.push(
    () =>
      new Promise<void>((resolve) => {
        net.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  )
  const { port } = net.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, port }
}
async function problemAt(url: string, ...[settings = {}, options]: [Parameters<typeof testTarget>[0]?, Parameters<typeof testTarget>[1]?]) {
  const t = target({ url, ...settings }, options)
  t.target.start()
  await t.become('offline')
  const { problem } = t.view()
  expect(problem?.what).toMatch(/\.$/)
  expect(problem?.advice).toMatch(/\.$/)
  expect(t.view().nextTryAtMs, 'it is tried again').not.toBeNull()
  return problem
}

describe('wrong address', () => {
  it('wrong host', async () => {
    const t = target({ url: 'http://no-such-school.invalid' })
    t.target.start()
    // A resolver that nobody answers takes its time.
    await until('a problem', () => t.view().problem !== null, 18_000)
    expect(t.view().problem).toMatchObject({ kind: 'host-unknown', what: 'The name no-such-school.invalid is not known on this network.' })
  })

  it('wrong port', async () => {
    const closed = await startHttp(() => {})
    await closed.stop()
    expect((await problemAt(closed.url))?.kind).toBe('refused')
  })

  it('wrong path: says where the server is', async () => {
    const s = await server()
    const problem = await problemAt(s.url, { path: '/ws' })
    expect(problem).toMatchObject({ kind: 'wrong-path', advice: 'Change the path to /socket.io.' })
  })

  it("wrong path: finds the platform's own path", async () => {
    const s = await server({ path: '/ws' })
    const catalog = testCatalog({ connection: { ...testCatalog().connection, path: '/ws' } })
    expect(await problemAt(s.url, {}, { catalog })).toMatchObject({ kind: 'wrong-path', advice: 'Change the path to /ws.' })
  })

  it('an HTTP server that is no Socket.IO', async () => {
    const web = await startHttp((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Lincoln</title>'))
    stops.push(() => web.stop())
    expect((await problemAt(web.url))?.kind).toBe('not-socketio')
  })

  it('real-time is switched off on the right machine', async () => {
    const web = await startHttp((request, response) => {
      if (request.url === '/login') response.writeHead(200, { 'content-type': 'application/json' }).end('{"access_token":"abc"}')
      else response.writeHead(404).end('Cannot GET')
    })
    stops.push(() => web.stop())
    const signIn = [{ method: 'POST' as const, path: '/login', body: { password: '{password}' }, accessToken: [{ in: 'body' as const, path: 'access_token' }], refreshToken: [] }]
    const problem = await problemAt(web.url, { signIn: 'password', email: 'maria@lincoln.example' }, { catalog: testCatalog({ auth: { ...testCatalog().auth, signIn } }), secrets: { password: 'secret-word' } })
    expect(problem?.kind).toBe('realtime-disabled')
  })

  it('a redirect is not followed, with or without an address', async () => {
    const seen: string[] = []
    const elsewhere = await startHttp((request, response) => {
      seen.push(request.headers.authorization ?? 'none')
      response.end('{}')
    })
    const web = await startHttp((_, response) => response.writeHead(302, { location: `${elsewhere.url}/x` }).end())
    const nowhere = await startHttp((_, response) => response.writeHead(302).end())
    for (const server of [elsewhere, web, nowhere]) stops.push(() => server.stop())
    for (const transports of [['polling'], ['websocket', 'polling']] as const) {
      expect(await problemAt(web.url, { transports: [...transports], authWay: 'header' })).toMatchObject({ kind: 'http-status', advice: expect.stringContaining(elsewhere.url) })
      expect((await problemAt(nowhere.url, { transports: [...transports] }))?.kind).toBe('http-status')
    }
    expect(seen).toEqual([])
  })

  it.each([
    ['502 of a proxy', 502, 'http-status'],
    ['403', 403, 'http-status'],
  ])('%s', async (_, status, kind) => {
    const web = await startHttp((_, response) => response.writeHead(status).end('<h1>Bad gateway</h1>'))
    stops.push(() => web.stop())
    expect(await problemAt(web.url)).toMatchObject({ kind, what: expect.stringContaining(String(status)) })
  })
})

describe('another protocol', () => {
  /** A WebSocket server by hand: accepts the upgrade on every path and sends one frame. */
  async function rawWebSocket(first: string, path = ''): Promise<string> {
    const { createHash } = await import('node:crypto')
    const web = await startHttp((_, response) => response.writeHead(426).end('Upgrade Required'))
    web.http.on('upgrade', (request, socket) => {
      if (path !== '' && request.url !== path) return socket.destroy()
      const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
      socket.on('error', () => {})
      socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`)
      socket.write(Buffer.concat([Buffer.from([0x81, first.length]), Buffer.from(first)]))
      return undefined
    })
    stops.push(() => web.stop())
    return web.url
  }

  it.each([['{"type":"auth_required"}'], ['0not json'], ['0{"sid":1}'], ['0{"sid":"a"}'], ['0null'], ['hello']])('a raw WebSocket server at that path that greets with %s', async (greeting) => {
    expect((await problemAt(await rawWebSocket(greeting)))?.kind).toBe('raw-websocket')
  })

  it('a raw WebSocket server that compares the path to the letter', async () => {
    expect((await problemAt(await rawWebSocket('{}', '/ws'), { path: '/ws' }))?.kind).toBe('raw-websocket')
  })

  it.each([
    ['its handshake', 200, '96:0{"sid":"abc","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":5000}2:40'],
    ['its refusal', 400, '{"code":5,"message":"Unsupported protocol version"}'],
  ])('Socket.IO 2, known by %s', async (_, status, body) => {
    const web = await startHttp((_, response) => response.writeHead(status).end(body))
    stops.push(() => web.stop())
    expect(await problemAt(web.url)).toMatchObject({ kind: 'socketio-2', what: expect.stringContaining('uses Socket.IO 2; this app needs 3 or later.') })
  })

  it('Socket.IO 2 that lets an Engine.IO 4 handshake through: CONNECT without an id', async () => {
    const s = await server({ accept: (socket) => (socket.conn.write('0'), 'never mind') })
    const t = target({ url: s.url })
    t.target.start()
    await t.wait('a problem', () => t.view().problem !== null)
    expect(t.view().problem?.kind).toBe('socketio-2')
  })

  it('https to a port that speaks plain HTTP', async () => {
    const web = await startHttp((_, response) => response.end('hello'))
    stops.push(() => web.stop())
    expect((await problemAt(`https://127.0.0.1:${web.port}`))?.kind).toBe('tls-not-spoken')
  })

  it('a server that speaks no HTTP at all', async () => {
    const ssh = await startTcp((socket) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n'))
    expect(['not-socketio', 'transport']).toContain((await problemAt(ssh.url))?.kind)
  })

  it('a server that closes in the middle of a packet', async () => {
    const s = await server({ onConnection: (socket) => void socket.emit('connected') })
    const t = target({ url: s.url, transports: ['websocket'] }, { catalog: testCatalog({ auth: { ...testCatalog().auth, proofEvents: ['connected'] } }) })
    t.target.start()
    await t.become('live')
    const [socket] = [...s.io.sockets.sockets.values()]
    if (!socket) throw new Error('no socket')
    const tcp = (socket.conn.transport as unknown as { socket: { _socket: NetSocket } }).socket._socket
    // A frame that promises 100 bytes, brings 10 and ends.
    tcp.write(Buffer.concat([Buffer.from([0x81, 100]), Buffer.from('2["half",{')]))
    tcp.end()
    await t.wait('lost', () => t.view().state === 'reconnecting')
    expect(t.view().problem?.kind).toBe('connection-lost')
    expect(t.sink.names()).not.toContain('half')
    await t.become('live')
  })
})

describe('TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-tls-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  /** A self-signed certificate made for this run; negative days: expired. */
  function certificate(name: string, san: string, days: number): { key: string; cert: string } {
    const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)]
    const dates = days < 0 ? ['-not_before', '20200101000000Z', '-not_after', '20200201000000Z'] : ['-days', String(days)]
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', cert, '-subj', `/CN=${name}`, '-addext', `subjectAltName=${san}`, ...dates], { stdio: 'pipe' })
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  }
  async function secure(pair: { key: string; cert: string }): Promise<string> {
    const https = createHttps(pair)
    const io = new Server(https)
    const port = await listen(https, 0)
    stops.push(() => io.close())
    return `https://127.0.0.1:${port}`
  }

  it('for another name, said with both names', async () => {
    const pair = certificate('old-school.example', 'DNS:*.old-school.example', 30)
    const problem = await problemAt(await secure(pair), { caCertificate: pair.cert })
    expect(problem?.kind).toBe('tls-name')
    expect(problem?.what).toMatch(/^The certificate is for \*\.old-school\.example, not 127\.0\.0\.1:\d+\. Not connected\.$/)
  })

  it('by an authority that this computer does not know, and live with its CA certificate on both transports', async () => {
    const pair = certificate('campus.example', 'IP:127.0.0.1', 30)
    const url = await secure(pair)
    expect((await problemAt(url))?.kind).toBe('tls-untrusted')
    for (const transport of ['websocket', 'polling'] as const) {
      const t = target({ url, caCertificate: pair.cert, transports: [transport] })
      t.target.start()
      await t.become('live')
      expect(t.view().transport).toBe(transport)
    }
  })

  it('http to a port that speaks TLS', async () => {
    const pair = certificate('plain.example', 'IP:127.0.0.1', 30)
    expect((await problemAt((await secure(pair)).replace('https', 'http')))?.advice).toContain('https://')
  })
})

describe('hostile payloads over a real connection', () => {
  it.each(['websocket', 'polling'] as const)('%s: each is counted or kept, none closes the connection', async (transport) => {
    const s = await server({ maxHttpBufferSize: 2e7 })
    const t = target({ url: s.url, transports: [transport] })
    t.target.start()
    await t.become('live')
    const [socket] = [...s.io.sockets.sockets.values()]
    if (!socket) throw new Error('no socket')
    for (const raw of ['2["x",{not json', '2{"a":1}', '2', '9', '2["connect",{}]', '2["disconnect"]', '0nonsense', '3["no id"]', '4broken']) socket.conn.write(raw)
    socket.emit('null', null)
    socket.emit('proto', JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":1}}'))
    socket.emit('n'.repeat(10_000), 1)
    socket.emit('binary', { file: Buffer.alloc(1_000), second: Buffer.alloc(5) })
    socket.emit('too many', Array.from({ length: 20 }, () => Buffer.alloc(1)))
    socket.emit('5 MB', 'x'.repeat(5_000_000))
    socket.emit('last', 'still here')
    await t.wait('the last one', () => t.sink.names().includes('last'))
    expect(t.sink.names().map((name) => name.slice(0, 10))).toEqual(['null', 'proto', 'nnnnnnnnnn', 'binary', '5 MB', 'last'])
    const kept = (name: string) => t.sink.events.find((event) => event.name === name)?.payload
    expect(kept('proto')?.args()).toEqual([{ constructor: { prototype: 1 } }])
    expect(kept('binary')).toMatchObject({ attachments: 2 })
    expect(kept('binary')?.bytes).toBeGreaterThan(1_005)
    expect(kept('5 MB')).toMatchObject({ cut: true })
    expect(t.sink.rejections.map(({ reason }) => reason)).toEqual(['not-json', 'not-an-event', 'not-an-event', 'unknown-packet', 'reserved-name', 'reserved-name', 'not-json', 'not-an-event', 'not-json', 'too-many-attachments'])
    expect(t.view()).toMatchObject({ state: 'live', connections: 1 })
  })

  it('50,000 distinct event names pass through, each once', async () => {
    const s = await server()
    const t = target({ url: s.url, transports: ['websocket'] })
    t.target.start()
    await t.become('live')
    for (let index = 0; index < 50_000; index++) s.io.emit(`name-${index}`, index)
    await t.wait('all of them', () => t.sink.events.length === 50_000)
    expect(new Set(t.sink.names()).size).toBe(50_000)
    expect(t.sink.rejections).toEqual([])
  })
})
