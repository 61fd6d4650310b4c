import { afterEach, describe, expect, it } from 'vitest'
import { startServer, testCatalog, testTarget, testToken } from './test-server.ts'
import type { ServerOptions, TestServer, TestTarget } from './test-server.ts'

const servers: TestServer[] = []
const targets: TestTarget[] = []
async function server(options: ServerOptions = {}): Promise<TestServer> {
  const started = await startServer(options)
  servers.push(started)
  return started
}
function target(...args: Parameters<typeof testTarget>): TestTarget {
  const made = testTarget(...args)
  targets.push(made)
  return made
}
afterEach(async () => {
  for (const { target } of targets.splice(0)) target.stop()
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})

const three = testCatalog({ namespaces: ['/', '/chat', '/grades'].map((name) => ({ name, title: name, summary: '', documented: true })) })

describe('connecting', () => {
  it('connects every namespace over one connection and hands on every event', async () => {
    const s = await server({ namespaces: ['/', '/chat', '/grades'], onConnection: (socket, namespace) => socket.emit('hello', { namespace }) })
    const t = target({ url: s.url }, { catalog: three })
    t.target.start()
    await t.become('live')
    await t.wait('three events', () => t.sink.names().length === 3)
    expect(t.sink.events.map(({ namespace, payload }) => [namespace, payload.args()])).toEqual(expect.arrayContaining([['/', [{ namespace: '/' }]], ['/chat', [{ namespace: '/chat' }]], ['/grades', [{ namespace: '/grades' }]]]))
    expect(s.io.engine.clientsCount).toBe(1)
    expect(t.view()).toMatchObject({ connections: 1, transport: 'websocket', problem: null, signedInAs: { id: 'maria', role: 'TEACHER' }, secrets: 'memory' })
    expect(t.view().namespaces.map(({ attempts }) => attempts)).toEqual([1, 1, 1])
  })

  it('sends the token in the way that is chosen', async () => {
    const seen: unknown[] = []
    const s = await server({ onConnection: ({ handshake }) => seen.push([handshake.auth, handshake.query['token'] ?? null, handshake.headers.authorization ?? null]) })
    const token = testToken()
    for (const authWay of ['auth.token', 'query', 'header', 'none'] as const) {
      const t = target({ url: s.url, authWay }, { secrets: { token: `Bearer ${token}` } })
      t.target.start()
      await t.become('live')
    }
    expect(seen).toEqual([
      [{ token }, null, null],
      [{}, token, null],
      [{}, null, `Bearer ${token}`],
      [{}, null, null],
    ])
  })
})
