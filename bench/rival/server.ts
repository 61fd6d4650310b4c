import { createServer } from 'node:http'
import { instrument } from '@socket.io/admin-ui'
import { Server } from 'socket.io'
import type { Socket } from 'socket.io'
import { ADMIN_NAMESPACE, EVENT, PATH } from './messages.ts'
import type { ServerNews, ServerOrder } from './messages.ts'

/* A Socket.IO server with instrument() in development mode, in a process of its own, that sends its clients events at a fixed rate. */

const TICK_MS = 4
/** A late tick makes up for at most this much. */
const CATCH_UP_MS = 250

const http = createServer()
const io = new Server(http, { path: PATH, serveClient: false, transports: ['websocket'], pingTimeout: 120_000 })
instrument(io, { namespaceName: ADMIN_NAMESPACE, auth: false, mode: 'development' })
const clients: Socket[] = []
io.on('connection', (socket) => {
  clients.push(socket)
  socket.on('disconnect', () => clients.splice(clients.indexOf(socket), 1))
})

let sent = 0
let perMs = 0
let due = 0
let dueAtMs = 0

setInterval(() => {
  const nowMs = performance.now()
  due += Math.min(nowMs - dueAtMs, CATCH_UP_MS) * perMs
  dueAtMs = nowMs
  for (; due >= 1 && clients.length > 0; due--) {
    sent++
    clients[sent % clients.length]?.emit(EVENT, { serial: sent, resultId: `result-${sent}`, lineItemId: 'lineitem-417', studentId: `student-${sent % 12_000}`, score: 87, letterGrade: 'B', postedAt: '2025-11-17T10:30:00Z' })
  }
}, TICK_MS)

function tell(news: ServerNews): void {
  process.send?.(news)
}

process.on('message', (order: ServerOrder) => {
  if (order.do === 'report') return tell({ is: 'report', id: order.id, sent, clients: clients.length })
  perMs = order.eventsPerSecond / 1_000
  // The first event comes at once: a slow rate would else begin with nothing.
  due = order.eventsPerSecond > 0 ? 1 : 0
  dueAtMs = performance.now()
})
process.on('disconnect', () => process.exit(0))

http.listen(0, '127.0.0.1', () => {
  const address = http.address()
  if (typeof address !== 'object' || address === null) throw new Error('not listening')
  tell({ is: 'ready', url: `http://127.0.0.1:${address.port}` })
})
