import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import type { Claimed, Claims } from '../contract.ts'

/*
 * Who does a thing that must be done once in a whole cluster: `SET key NX` in the Redis that all nodes share. A claim is
 * taken right before the thing is done, and its holder never gives it back: who finds one without a result does not know
 * whether the holder did it, and must not do it again.
 */

/** What is needed of a client of Redis. */
interface Client {
  get(name: string): Promise<string | null>
  /** ms. */
  pTTL(name: string): Promise<number>
  set(name: string, value: string, options: { readonly condition: 'NX' | 'XX'; readonly expiration: { type: 'PX'; value: number } | 'KEEPTTL' }): Promise<string | null>
  del(name: string): Promise<number>
}

/** Longer than anybody asks again. */
const KEPT_MS = 24 * 60 * 60 * 1_000
/** Between a claim and its result lies one round trip: a holder that is silent for so long has ended, or is cut off. */
const HOLDER_SILENT_MS = 5_000
/** A client without connection keeps its commands for ever. */
const REDIS_ANSWER_MAX_MS = 3_000
const LOOK_EVERY_MS = 20

const record = z.object({ node: z.string(), result: z.unknown().optional() })

/** @param prefix of the keys in Redis: the cluster's own @param node who claims, for people who look into Redis */
export function redisClaims(client: Client, prefix: string, node: string, redisAnswerMaxMs = REDIS_ANSWER_MAX_MS): Claims {
  const nameOf = (key: string) => `${prefix}#claim#${key}`
  const within = async <T>(answer: Promise<T>): Promise<T> => await atMost(redisAnswerMaxMs, answer)

  const look = async (key: string): Promise<Claimed | undefined> => {
    for (;;) {
      const [raw, leftMs] = await within(Promise.all([client.get(nameOf(key)), client.pTTL(nameOf(key))]))
      if (raw === null) return undefined
      const { result } = readRecord(raw)
      // Redis alone says how old it is: the clocks of nodes differ.
      if (result !== undefined || KEPT_MS - leftMs >= HOLDER_SILENT_MS) return { result }
      await delay(LOOK_EVERY_MS)
    }
  }

  return {
    look,
    take: async (key) => {
      const name = nameOf(key)
      const set = client.set(name, JSON.stringify({ node }), { condition: 'NX', expiration: { type: 'PX', value: KEPT_MS } })
      let won: boolean
      try {
        won = (await within(set)) !== null
      } catch (error) {
        // Redis may still take it, and then nobody would ever have it.
        void set.then(async (late) => late !== null && (await client.del(name))).catch(() => {})
        throw error
      }
      // A claim that ended in between: somebody else's, and old.
      return won ? undefined : ((await look(key)) ?? { result: undefined })
    },
    first: async (name, value, ms) => {
      for (;;) {
        const won = await within(client.set(nameOf(name), value, { condition: 'NX', expiration: { type: 'PX', value: ms } }))
        const holder = won === null ? await within(client.get(nameOf(name))) : value
        // It ended in between.
        if (holder !== null) return holder
      }
    },
    settle: async (key, result) => {
      await within(client.set(nameOf(key), JSON.stringify({ node, result }), { condition: 'XX', expiration: 'KEEPTTL' }))
    },
  }
}

/** What is no record of ours is a claim all the same. */
function readRecord(raw: string): z.infer<typeof record> {
  try {
    return record.parse(JSON.parse(raw))
  } catch {
    return { node: '' }
  }
}

async function atMost<T>(ms: number, answer: Promise<T>): Promise<T> {
  const end = new AbortController()
  const late = delay(ms, undefined, { signal: end.signal }).then(() => {
    throw new Error('Redis does not answer')
  })
  late.catch(() => {})
  try {
    return await Promise.race([answer, late])
  } finally {
    end.abort()
  }
}
