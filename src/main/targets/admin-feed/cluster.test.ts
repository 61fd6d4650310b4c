import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { ClusterAdapterWithHeartbeat } from 'socket.io-adapter'
import type { ClusterMessage, ClusterResponse } from 'socket.io-adapter'
import type { Namespace } from 'socket.io'
import { stopsAfterEach } from '../stops-fixture.ts'
import { until } from '../test-server.ts'
import type { TestServer } from '../test-server.ts'
import { client, connected, feedTarget, serverTable, sinkTable, startInstrumented } from './feed-fixture.ts'

/* Three servers behind one adapter, in one process: Socket.IO's own cluster adapter on a bus that can lose a node. */

const stops = stopsAfterEach()

const muted = new Set<string>()

/** The adapter of one node. What it publishes is JSON, as over Redis. */
function busAdapter(bus: EventEmitter, node: string) {
  return class extends ClusterAdapterWithHeartbeat {
    constructor(nsp: Namespace) {
      super(nsp, {})
      const onBus = (from: string, text: string) => {
        if (from === node || muted.has(node)) return
        const { namespace, message, response } = JSON.parse(text) as { namespace: string; message?: ClusterMessage; response?: ClusterResponse }
        if (namespace !== nsp.name) return
        if (message) this.onMessage(message)
        if (response) this.onResponse(response)
      }
      bus.on('packet', onBus)
    }

    protected override doPublish(message: ClusterMessage): Promise<string> {
      this.#send({ message })
      return Promise.resolve('')
    }

    protected override doPublishResponse(_: string, response: ClusterResponse): Promise<void> {
      this.#send({ response })
      return Promise.resolve()
    }

    #send(what: object): void {
      if (!muted.has(node)) bus.emit('packet', node, JSON.stringify({ namespace: (this.nsp as Namespace).name, ...what }))
    }
  }
}

it('three servers are one view; one that dies takes its own sockets with it within 15 s, and nothing else', { timeout: 25_000 }, async () => {
  const bus = new EventEmitter().setMaxListeners(100)
  const nodes: TestServer[] = []
  for (const serverId of ['node-1', 'node-2', 'node-3']) {
    const node = await startInstrumented({ instrument: { serverId }, prepare: ({ io }) => void io.adapter(busAdapter(bus, serverId)) })
    nodes.push(node)
    stops.push(() => node.stop())
  }
  const [first, second, third] = nodes as [TestServer, TestServer, TestServer]
  const t = feedTarget(first.url)
  stops.unshift(() => t.target.stop())
  const clients = nodes.flatMap((node) => Array.from({ length: 10 }, () => client(node, '/chat')))
  stops.unshift(() => clients.forEach((socket) => void socket.disconnect()))
  await Promise.all(clients.slice(0, 15).map(connected))
  t.target.start()
  await Promise.all(clients.map(connected))
  await t.live()
  await t.wait('all sockets and servers', () => t.feed().sockets === 30 && t.feed().servers.length === 3)
  expect(sinkTable(t.presence)).toEqual(await serverTable(first, ['/chat', '/admin']))
  expect(new Set(t.feed().servers.map(({ serverId, stale }) => `${serverId} ${stale}`))).toEqual(new Set(['node-1 false', 'node-2 false', 'node-3 false']))

  const outcome = await t.target.command({ kind: 'join', room: '7B', sockets: clients.map(({ id }) => ({ namespace: '/chat', id: id ?? '' })) })
  expect(outcome).toEqual({ result: 'confirmed', detail: 'Seen in the admin feed: 30 of 30.' })

  // As if its process were killed: nobody hears of it any more, nor of the end of its sockets.
  const lost = clients.slice(20).map(({ id }) => `/chat ${id}`)
  muted.add('node-3')
  await third.crash()
  await until('the reload', () => t.presence.sockets.size <= 21, 20_000)
  expect(lost.filter((key) => t.presence.sockets.has(key))).toEqual([])
  expect(sinkTable(t.presence)).toEqual(await serverTable(second, ['/chat', '/admin']))
  expect(t.feed().servers.find(({ serverId }) => serverId === 'node-3')?.stale).toBe(true)
  expect(t.feed().warnings.join(' ')).toContain('All sockets were loaded again')
  expect([first.io.engine.clientsCount, second.io.engine.clientsCount]).toEqual([11, 10])
})
