import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { expect, onTestFinished, test } from 'vitest'
import { introduce } from './introduce.ts'
import { Readings } from './readings.ts'
import { openClient, until } from './test-client.ts'
import type { TestClient } from './test-client.ts'

test('an admin who is away while the last ones read is told when he is back; nobody else is', async () => {
  const http = createServer()
  const io = new Server(http)
  io.use((socket, next) => {
    const { name } = socket.handshake.auth as { name: string }
    introduce(socket, { userId: name, name, email: '', role: name === 'admin' ? 'admin' : 'student' })
    next()
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const readings = new Readings({ everyMs: 20, readAfterMs: { least: 1, most: 2 } })
  onTestFinished(async () => {
    readings.stop()
    await io.close()
  })
  const open = async (name: string): Promise<TestClient> => {
    const client = openClient({ url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, path: '/socket.io' }, { auth: { name } })
    onTestFinished(() => client.close())
    await until(() => client.socket.connected, 'the client is connected')
    return client
  }
  const askerOf = ({ socket: { id } }: TestClient) => [...io.sockets.sockets.values()].find((socket) => socket.id === id)!
  const receiptsOf = (client: TestClient) => client.all('admin:broadcast:receipt') as readonly { key: string; read: number }[]
  const [admin, principal, ...students] = (await Promise.all(['admin', 'principal', ...Array.from({ length: 12 }, (_, index) => `student ${index}`)].map(open))) as [TestClient, TestClient, ...TestClient[]]
  const notice = { namespace: io.of('/'), members: students.map(askerOf) }

  const asker = askerOf(admin)
  readings.begin({ ...notice, key: 'k-1', noticeId: 'n-1', asker })
  await until(() => receiptsOf(admin).length > 0, 'the first receipt')
  admin.close()
  await until(() => !asker.connected, 'the server knows that the admin is gone')
  // All of it is read in one turn, the one of the absent admin first.
  readings.begin({ ...notice, key: 'k-2', noticeId: 'n-2', asker })
  readings.begin({ ...notice, key: 'k-3', noticeId: 'n-3', asker: askerOf(principal) })
  await until(() => receiptsOf(principal).length > 0, 'the receipt of the other')
  const back = await open('admin')
  await until(() => receiptsOf(back).length > 0, 'the admin is told')
  expect(receiptsOf(back)).toEqual([{ key: 'k-2', noticeId: 'n-2', delivered: 12, read: expect.any(Number), failed: 0 }])
  expect(receiptsOf(back)[0]?.read).toBeGreaterThan(0)
  expect([admin, principal, ...students].map((client) => receiptsOf(client).map(({ key }) => key))).toEqual([['k-1'], ['k-3'], ...students.map(() => [])])
})
