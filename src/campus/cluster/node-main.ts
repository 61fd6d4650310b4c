import type { Server } from 'socket.io'
import type { Bus } from '../contract.ts'
import { PlatformBase } from '../kit/platform-base.ts'
import { createPlatforms } from '../platforms/index.ts'
import { createSchool } from '../population/school.ts'
import { serveParent, tellParent } from './child-side.ts'
import { callAdapter } from './adapter-calls.ts'
import type { BusMessage, NodeCounts, NodeStart, NodeStarted, NoticeRequest } from './node-messages.ts'
import { openRedis } from './redis-adapter.ts'
import type { RedisLink } from './redis-adapter.ts'
import type { AdapterCall } from './relay-adapter.ts'

/* The process of one node of one platform; cluster-platform.ts starts it. */

/** What a killed node had sent since its last word is not in the counts. */
const COUNTS_EVERY_MS = 100

const listeners = new Map<string, (...args: never[]) => void>()
const bus: Bus = {
  send: (topic, ...args) => tellParent('bus', { topic, args } satisfies BusMessage),
  on: (topic, listener) => void listeners.set(topic, listener),
}
let platform: PlatformBase | undefined
let redis: RedisLink | undefined

// One request to the cluster that failed because another node just died must not take this one along.
process.on('unhandledRejection', (error) => tellParent('log', `unhandled: ${String(error)}`))
process.on('uncaughtException', (error) => {
  process.stderr.write(`${error.stack ?? String(error)}\n`)
  process.exit(1)
})

serveParent({
  answers: {
    start,
    counts,
    adapter: (call: AdapterCall) => callAdapter(server(), call),
    notice: ({ request, role }: NoticeRequest) => running().askForNotice(request, role),
  },
  hears: {
    adapter: (call: AdapterCall) => {
      if (platform?.running) void callAdapter(server(), call)
    },
    bus: ({ topic, args }: BusMessage) => listeners.get(topic)?.(...(args as never[])),
  },
  stop: async () => {
    await platform?.stop()
    await redis?.close()
  },
})

async function start({ id, seed, people, options, redisUrl, cluster, node, serverId, tokenKey }: NodeStart): Promise<NodeStarted> {
  redis = await openRedis(redisUrl, cluster, serverId)
  const part = { node, serverId, adapter: redis.adapter, tokenKey, bus, adminSessions: redis.store, claims: redis.claims }
  const created = createPlatforms[id]({ ...options, school: createSchool(seed, people), port: 0, log: (line) => tellParent('log', line), cluster: part })
  if (!(created instanceof PlatformBase)) throw new Error(`${id} cannot be a node`)
  platform = created
  await created.start()
  await redis.ready(created.io)
  setInterval(() => {
    // The platform ended by itself, as a server does that has no handler for its own errors.
    if (!created.running) process.exit(1)
    const news = counts()
    if (news.sent.size > 0) tellParent('counts', news)
  }, COUNTS_EVERY_MS)
  return { port: created.port }
}

function counts(): NodeCounts {
  const { connectsSeen } = running()
  return { sent: running().takeCounts(), ...connectsSeen }
}

function server(): Server {
  return running().io
}

function running(): PlatformBase {
  if (!platform) throw new Error('not started')
  return platform
}
