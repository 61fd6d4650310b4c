import { setTimeout as delay } from 'node:timers/promises'
import { createAdapter } from '@socket.io/redis-streams-adapter'
import { createClient } from 'redis'
import type { Server, ServerOptions } from 'socket.io'
import { messageOf } from '../../shared/message-of.ts'
import type { Claims } from '../contract.ts'
import { redisClaims } from './claims.ts'

/** The part of a node's process that speaks to Redis. */
export interface RedisLink {
  /** For one Socket.IO server: a second one needs a link of its own. */
  readonly adapter: NonNullable<ServerOptions['adapter']>
  /** Sessions of the admin feed that are good on every node of the cluster. */
  readonly store: { doesSessionExist(id: string): Promise<boolean>; saveSession(id: string): void }
  readonly claims: Claims
  /** Resolves when what other nodes publish is received here, in every namespace that the server has. */
  ready(io: Server): Promise<void>
  close(): Promise<void>
}

/** Redis does not answer; the message says what to do. */
export class RedisError extends Error {}

/** Kept messages of a cluster. A broadcast to thousands in development mode is as many messages of the admin feed at once. */
const STREAM_LENGTH = 100_000
/** A stream that nobody writes to any more goes away by itself. */
const STREAM_SECONDS = 3_600
const STREAM_RENEW_MS = 600_000
const SESSION_SECONDS = 86_400
const CONNECT_TIMEOUT_MS = 5_000
const READY_MAX_MS = 10_000
const CHECK_EVERY_MS = 10

/**
 * @param cluster name of the cluster: its stream, its channels, its sessions
 * @param node name of this node within the cluster
 * @throws RedisError when there is no Redis at the URL
 */
export async function openRedis(url: string, cluster: string, node: string): Promise<RedisLink> {
  const name = `${cluster}:${node}`
  let connected = false
  const client = createClient({ url, name, socket: { connectTimeout: CONNECT_TIMEOUT_MS, reconnectStrategy: (tries) => (connected ? Math.min(1_000, 50 * tries) : false) } })
  // Without a listener a lost connection would end the process; the client reconnects by itself.
  client.on('error', () => {})
  try {
    await client.connect()
    connected = true
  } catch (error) {
    throw new RedisError(`No Redis answers at ${withoutPassword(url)} (${messageOf(error)}). Start one: redis-server --port 6379 --save ''`)
  }
  const renew = () => void client.expire(cluster, STREAM_SECONDS).catch(() => {})
  const renewal = setInterval(renew, STREAM_RENEW_MS).unref()
  const sessionKey = (id: string) => `${cluster}#session#${id}`
  return {
    adapter: createAdapter(client, { streamName: cluster, channelPrefix: cluster, maxLen: STREAM_LENGTH }) as NonNullable<ServerOptions['adapter']>,
    store: {
      doesSessionExist: async (id) => (await client.exists(sessionKey(id))) === 1,
      saveSession: (id) => void client.set(sessionKey(id), '1', { EX: SESSION_SECONDS }).catch(() => {}),
    },
    // On the connection of the adapter: Redis has a packet before it has the result that says so.
    claims: redisClaims(client, cluster, node),
    ready: async (io) => {
      const end = Date.now() + READY_MAX_MS
      // The adapter tells nobody when it listens; Redis knows: one reader, and two channels a namespace.
      const listens = async () => {
        const own = (await client.clientList()).filter((one) => one.name === name)
        return own.some(({ cmd }) => cmd === 'xread') && own.some(({ sub }) => sub >= 2 * io._nsps.size)
      }
      while (!(await listens())) {
        if (Date.now() > end) throw new RedisError(`Redis at ${withoutPassword(url)} does not pass messages on.`)
        await delay(CHECK_EVERY_MS)
      }
      renew()
    },
    close: async () => {
      clearInterval(renewal)
      await client.close().catch(() => {})
    },
  }
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//')
}
