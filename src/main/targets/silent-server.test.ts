import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { expect, it } from 'vitest'
import { testTarget, until } from './test-server.ts'

// Alone in its file: it takes the whole CONNECT_TIMEOUT_MS of real time.
it('a port that takes connections and says nothing: words after the time-out, and nothing stays open', async () => {
  const open = new Set<Socket>()
  const server = createServer((socket) => void open.add(socket.resume().on('error', () => {}).on('close', () => open.delete(socket))))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const t = testTarget({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
  t.target.start()
  await until('a problem', () => t.view().problem !== null, 15_000)
  expect(t.view()).toMatchObject({ state: 'offline', problem: { kind: 'timeout' } })
  t.target.stop()
  await until('all sockets gone', () => open.size === 0)
  await new Promise((resolve) => server.close(resolve))
}, 20_000)
