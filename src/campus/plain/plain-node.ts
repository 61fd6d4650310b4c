import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { instrument } from '@socket.io/admin-ui'
import { Server } from 'socket.io'
import { callAdapter } from '../cluster/adapter-calls.ts'
import type { FoundSocket } from '../cluster/adapter-calls.ts'
import { serveParent } from '../cluster/child-side.ts'
import { markSids } from '../cluster/node-sid.ts'
import { openRedis } from '../cluster/redis-adapter.ts'
import type { RedisLink } from '../cluster/redis-adapter.ts'
import { adminFeedHash } from '../kit/admin-feed.ts'
import type { PlainNodeStart, PlainSocket } from './plain-messages.ts'

/* A Socket.IO server as anybody would write it: three handlers, `instrument()`, and nothing of a platform. */

const ROOM_CHARS_MAX = 100

let running: { readonly io: Server; readonly redis: RedisLink | undefined; readonly namespaces: readonly string[] } | undefined

// As in a cluster of the campus: a request that failed because another node died does not end this one.
process.on('unhandledRejection', () => {})
process.on('uncaughtException', (error) => {
  process.stderr.write(`${error.stack ?? String(error)}\n`)
  process.exit(1)
})

serveParent({
  answers: { start, truth },
  stop: async () => {
    await running?.io.close()
    await running?.redis?.close()
  },
})

async function start({ port, namespaces, mode, readonly, auth, adminNamespace, cluster }: PlainNodeStart): Promise<{ readonly port: number }> {
  const redis = cluster && (await openRedis(cluster.redisUrl, cluster.name, cluster.serverId))
  const http = createServer((_, response) => response.writeHead(404).end())
  const io = new Server(http, { serveClient: false, ...(redis && { adapter: redis.adapter }) })
  if (cluster) markSids(io, cluster.node)
  for (const name of namespaces) serve(io, name)
  instrument(io, {
    namespaceName: adminNamespace,
    auth: auth && { type: 'basic', username: auth.username, password: adminFeedHash(auth.password) },
    mode,
    readonly,
    ...(cluster && { serverId: cluster.serverId }),
    ...(cluster?.sharedSessions && redis && { store: redis.store }),
  })
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, '127.0.0.1', resolve)
  })
  await redis?.ready(io)
  running = { io, redis, namespaces }
  return { port: (http.address() as AddressInfo).port }
}

function serve(io: Server, name: string): void {
  const namespace = io.of(name)
  namespace.use((socket, next) => {
    const { userId, name: userName } = socket.handshake.auth as { userId?: unknown; name?: unknown }
    Object.assign(socket.data as object, { userId: String(userId).slice(0, ROOM_CHARS_MAX), name: String(userName).slice(0, ROOM_CHARS_MAX) })
    next()
  })
  namespace.on('connection', (socket) => {
    const done = (ack: unknown) => {
      if (typeof ack === 'function') (ack as () => void)()
    }
    socket.on('enter', (room: unknown, ack: unknown) => {
      if (typeof room === 'string' && room.length <= ROOM_CHARS_MAX) void socket.join(room)
      done(ack)
    })
    socket.on('leave', (room: unknown, ack: unknown) => {
      if (typeof room === 'string') void socket.leave(room)
      done(ack)
    })
    socket.on('say', (room: unknown, text: unknown, ack: unknown) => {
      if (typeof room === 'string' && socket.rooms.has(room)) socket.to(room).emit('said', { room, text: String(text).slice(0, ROOM_CHARS_MAX) })
      done(ack)
    })
  })
}

/** Every socket of every node, as fetchSockets() gives it; the admin namespace apart. */
async function truth(): Promise<readonly PlainSocket[]> {
  if (!running) throw new Error('not started')
  const { io, namespaces } = running
  const lists = await Promise.all(
    namespaces.map(async (nsp) => {
      const found = (await callAdapter(io, { namespace: nsp, method: 'fetchSockets', args: [{ rooms: new Set(), except: new Set(), flags: {} }] })) as readonly FoundSocket[]
      return found.map(({ id, rooms, data }) => ({ id, nsp, rooms: rooms.filter((room) => room !== id).sort(), userId: (data as { userId: string }).userId }))
    }),
  )
  return lists.flat()
}
