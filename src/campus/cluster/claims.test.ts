import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createClient } from 'redis'
import { redisClaims } from './claims.ts'
import { findRedisServer, noRedisServer, startRedisServer } from './redis-server.ts'
import type { RedisServer } from './redis-server.ts'

/* Three nodes that claim at one real Redis. */

const here = findRedisServer() !== undefined

describe.skipIf(!here)(here ? 'claims' : noRedisServer, () => {
  let redis: RedisServer
  const clients: ReturnType<typeof open>[] = []
  const open = () => createClient({ url: redis.url }).on('error', () => {})
  const node = async (name: string, redisAnswerMaxMs?: number) => {
    const client = open()
    clients.push(client)
    await client.connect()
    return { client, claims: redisClaims(client, 'cluster', name, redisAnswerMaxMs) }
  }
  beforeEach(async () => {
    redis = (await startRedisServer())!
  })
  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy()
    await redis.stop()
  })

  test('of all that claim a key at once one has it, and the others get its result, which only then comes', async () => {
    const nodes = await Promise.all(['n-1', 'n-2', 'n-3'].map((name) => node(name)))
    const take = async (key: string) =>
      await Promise.all(
        nodes.flatMap(({ claims }, index) => [index, index + 3].map(async (asker) => {
          const other = await claims.take(key)
          if (other) return other.result
          await claims.settle(key, { by: asker })
          return 'mine'
        })),
      )
    for (const key of ['a', 'b', '__proto__']) {
      const results = await take(key)
      const settled = await nodes[0]!.claims.look(key)
      expect(results.filter((result) => result === 'mine')).toHaveLength(1)
      expect(results.filter((result) => result !== 'mine')).toEqual(Array.from({ length: 5 }, () => settled?.result))
      expect(settled?.result).toEqual({ by: expect.any(Number) })
    }
    expect(await nodes[2]!.claims.look('another')).toBeUndefined()
    // Another cluster at the same Redis has keys of its own.
    expect(await redisClaims(nodes[0]!.client, 'another cluster', 'x').take('a')).toBeUndefined()
  })

  test('of a holder that never said how it went nobody knows, and nobody has the key again', async () => {
    const [one, other] = [await node('n-1'), await node('n-2')]
    expect(await one.claims.take('a')).toBeUndefined()
    one.client.destroy()
    clients.splice(0, 1)
    // As if it were longer ago.
    expect(await other.client.pExpire('cluster#claim#a', 86_400_000 - 4_900)).toBe(1)
    expect([await other.claims.take('a'), await other.claims.look('a'), await other.claims.take('a')]).toEqual([{ result: undefined }, { result: undefined }, { result: undefined }])
    // What somebody else wrote there is a claim, too.
    await other.client.set('cluster#claim#b', 'no record')
    expect(await other.claims.take('b')).toEqual({ result: undefined })
  })

  test('while Redis does not answer nobody has a key, and what it takes late is given back', async () => {
    const [one, other] = [await node('n-1', 200), await node('n-2')]
    process.kill(redis.pid, 'SIGSTOP')
    await expect(one.claims.take('a')).rejects.toThrow('Redis does not answer')
    await expect(one.claims.look('a')).rejects.toThrow('Redis does not answer')
    process.kill(redis.pid, 'SIGCONT')
    expect(await one.claims.look('a')).toBeUndefined()
    await expect.poll(() => other.client.exists('cluster#claim#a')).toBe(0)
    expect(await other.claims.take('a')).toBeUndefined()
    await other.claims.settle('a', 7)
    expect(await one.claims.look('a')).toEqual({ result: 7 })
  })
})
