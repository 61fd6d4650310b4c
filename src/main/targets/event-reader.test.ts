import { expect, test } from 'vitest'
import type { RawPayload } from '../monitor/wire-event.ts'
import { Targets } from './targets.ts'
import { memoryVault, recordingSink, startServer, testCatalog, testSettings, testToken, until } from './test-server.ts'

test('what a reader wants it gets, with its payload, also where the sink would leave it out; all else is left out', async () => {
  const server = await startServer({
    onConnection: (socket) => {
      socket.on('go', () => {
        for (let number = 0; number < 3; number++) {
          socket.emit('grade.posted', { number })
          socket.emit('said:receipt', { number })
        }
      })
    },
  })
  const left: string[] = []
  const read: [string, unknown][] = []
  const sink = { ...recordingSink(), leftOut: (_targetId: string, _namespace: string, name: string) => (left.push(name), true) }
  const targets = new Targets({
    catalogs: () => [testCatalog()], vault: memoryVault({ 'target-1': { token: testToken() } }), sink, loopbackOnly: true, onChange() {}, onWatched() {}, onRemoved() {},
    reader: { reads: (targetId, namespace, name) => targetId === 'target-1' && namespace === '/' && name === 'said:receipt', onEvent: (targetId: string, payload: RawPayload) => void read.push([targetId, payload.args()]) },
  })
  targets.add(testSettings({ url: server.url, transports: ['websocket'] }))
  await until('it is live', () => targets.views()[0]?.state === 'live')
  targets.send('target-1', '/', 'go', [{ now: 1 }])
  await until('the reader has all', () => read.length === 3)
  expect(read).toEqual([0, 1, 2].map((number) => ['target-1', [{ number }]]))
  // The first of a name is read as any other.
  expect(left).toEqual(['grade.posted', 'grade.posted'])
  targets.stop()
  await server.stop()
})
