import { createServer } from 'node:http'
import type { Socket as NetSocket } from 'node:net'
import { Server } from 'socket.io'
import type { Socket } from 'socket.io'
import { buildStream, fullSize, namespaces } from './stream.ts'
import type { GeneratorNews, GeneratorOrder, Receiver, SentReport } from './messages.ts'

/*
 * A process of its own: a real Socket.IO server that lets everybody in. What is connected gets pre-encoded frames,
 * written to its TCP socket in small ticks, so that this process costs little and counts exactly.
 */

/** Between two writes to a socket. */
const TICK_MS = 4
/** A late tick makes up for at most this much. */
const CATCH_UP_MS = 250
/** Above it nothing is written: the receiver does not keep up. */
const BACKLOG_BYTES_MAX = 256 * 1024 * 1024

const stream = buildStream(fullSize)
const count = stream.ends.length

/** One receiver's socket and how far it is in the stream. */
class Outlet {
  readonly #sent = new Float64Array(stream.names.length)
  #tcp: NetSocket | undefined
  #connection: object | undefined
  #namespaces = 0
  #at = 0
  #events = 0
  #bytes = 0
  #leftOut = 0
  #perMs = 0
  #due = 0
  #dueAtMs = 0

  connected(connection: object, tcp: NetSocket): void {
    if (connection !== this.#connection) {
      this.#connection = connection
      this.#tcp = tcp
      this.#namespaces = 0
      this.#at = this.#events = this.#bytes = this.#leftOut = this.#perMs = 0
      this.#sent.fill(0)
      tcp.setNoDelay(true)
    }
    this.#namespaces++
  }

  disconnected(connection: object): void {
    if (connection !== this.#connection) return
    this.#namespaces--
    if (this.#namespaces === 0) this.order(0)
  }

  order(eventsPerSecond: number): void {
    this.#perMs = eventsPerSecond / 1_000
    this.#due = 0
    this.#dueAtMs = performance.now()
  }

  tick(nowMs: number): void {
    if (this.#perMs === 0 || !this.#tcp?.writable) return
    const passedMs = nowMs - this.#dueAtMs
    this.#dueAtMs = nowMs
    this.#due += Math.min(passedMs, CATCH_UP_MS) * this.#perMs
    if (passedMs > CATCH_UP_MS) this.#leftOut += (passedMs - CATCH_UP_MS) * this.#perMs
    let events = Math.floor(this.#due)
    this.#due -= events
    if (this.#tcp.writableLength > BACKLOG_BYTES_MAX) {
      this.#leftOut += events
      return
    }
    while (events > 0) {
      const until = Math.min(count, this.#at + events)
      const from = this.#at === 0 ? 0 : (stream.ends[this.#at - 1] ?? 0)
      const to = stream.ends[until - 1] ?? 0
      this.#tcp.write(stream.bytes.subarray(from, to))
      for (let index = this.#at; index < until; index++) {
        const kind = stream.kinds[index] ?? 0
        this.#sent[kind] = (this.#sent[kind] ?? 0) + 1
      }
      events -= until - this.#at
      this.#events += until - this.#at
      this.#bytes += to - from
      this.#at = until === count ? 0 : until
    }
  }

  get report(): SentReport {
    const byName = Object.fromEntries(stream.names.map((name, kind) => [name, this.#sent[kind] ?? 0]))
    return { namespaces: this.#namespaces, events: this.#events, bytes: this.#bytes, byName, backlogBytes: this.#tcp?.writableLength ?? 0, leftOut: Math.round(this.#leftOut) }
  }
}

const outlets: Record<Receiver, Outlet> = { app: new Outlet(), bare: new Outlet() }
const http = createServer()
// A receiver that is behind answers a ping late: that must not end the connection.
const server = new Server(http, { transports: ['websocket'], pingTimeout: 120_000 })

for (const name of namespaces) server.of(name).on('connection', welcome)

function welcome(socket: Socket): void {
  const receiver: Receiver = socket.handshake.headers['x-bench'] === 'bare' ? 'bare' : 'app'
  const tcp = (socket.conn.transport as unknown as { socket?: { _socket?: NetSocket } }).socket?._socket
  if (!tcp) throw new Error('the transport of this Socket.IO has no TCP socket where it was')
  outlets[receiver].connected(socket.conn, tcp)
  socket.on('disconnect', () => outlets[receiver].disconnected(socket.conn))
  socket.onAny((...args: unknown[]) => {
    const answer = args.at(-1)
    if (typeof answer === 'function') answer({ success: true })
  })
}

function tell(news: GeneratorNews): void {
  process.send?.(news)
}

process.on('message', (order: GeneratorOrder) => {
  if (order.do === 'write') return outlets[order.to].order(order.eventsPerSecond)
  const { user, system } = process.cpuUsage()
  tell({ is: 'report', id: order.id, sent: { app: outlets.app.report, bare: outlets.bare.report }, cpuMs: (user + system) / 1_000 })
})
// The bench is gone, however it ended.
process.on('disconnect', () => process.exit(0))

setInterval(() => {
  const nowMs = performance.now()
  outlets.app.tick(nowMs)
  outlets.bare.tick(nowMs)
}, TICK_MS)

http.listen(0, '127.0.0.1', () => {
  const address = http.address()
  if (typeof address !== 'object' || address === null) throw new Error('not listening')
  tell({ is: 'ready', url: `http://127.0.0.1:${address.port}`, namespaces, meanBytes: stream.bytes.length / count, people: fullSize.people, rooms: fullSize.rooms })
})
