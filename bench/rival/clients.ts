import { Manager } from 'socket.io-client'
import { EVENT, PATH, SOCKETS } from './messages.ts'
import type { ClientsNews, ClientsOrder } from './messages.ts'

/* The instrumented server's clients, in a process of their own. */

const [url = ''] = process.argv.slice(2)
let received = 0
let connected = 0

function tell(news: ClientsNews): void {
  process.send?.(news)
}

for (let index = 0; index < SOCKETS; index++) {
  const socket = new Manager(url, { path: PATH, transports: ['websocket'], reconnection: false }).socket('/')
  socket.on(EVENT, () => {
    received++
  })
  socket.once('connect', () => {
    if (++connected === SOCKETS) tell({ is: 'ready' })
  })
  socket.connect()
}
process.on('message', ({ id }: ClientsOrder) => tell({ is: 'report', id, received }))
process.on('disconnect', () => process.exit(0))
