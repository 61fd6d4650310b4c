import { Manager } from 'socket.io-client'
import type { BareNews, BareOrder } from './messages.ts'
import { namespaces } from './stream.ts'

/*
 * What the app is compared with, in a process of its own: `socket.io-client` as it comes, one connection, the same
 * namespaces, one `onAny` each that does nothing but count (by that the bench knows whether it keeps up).
 */

const [url = ''] = process.argv.slice(2)
const manager = new Manager(url, { transports: ['websocket'], reconnection: false, extraHeaders: { 'x-bench': 'bare' } })
let received = 0
const sockets = namespaces.map((name) => manager.socket(name))

function tell(news: BareNews): void {
  process.send?.(news)
}

let connected = 0
for (const socket of sockets) {
  socket.onAny(() => {
    received++
  })
  socket.once('connect', () => {
    if (++connected === sockets.length) tell({ is: 'ready' })
  })
  socket.connect()
}
process.on('message', (order: BareOrder) => {
  const { user, system } = process.cpuUsage()
  tell({ is: 'report', id: order.id, received, cpuMs: (user + system) / 1_000 })
})
process.on('disconnect', () => process.exit(0))
