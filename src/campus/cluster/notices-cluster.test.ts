import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { roleRoomsOf } from '../../main/notices/ways/fill.ts'
import type { Packet } from '../../main/notices/way.ts'
import { startCampus } from '../campus.ts'
import type { Campus } from '../campus.ts'
import { platformIds } from '../contract.ts'
import { until } from '../kit/test-client.ts'
import { accountsOf, catalogOf, noticeFor, packetFor, receiver, settingsFor, waysOf } from '../notices-fixture.ts'
import { watchCampus } from '../test-console.ts'
import { findRedisServer, noRedisServer, startRedisServer } from './redis-server.ts'
import type { RedisServer } from './redis-server.ts'

/* The same with each platform as three processes over a real Redis: whichever node the admin and the people are on. */

const ways = ['admin-feed', 'application-socket', 'http'] as const
const here = findRedisServer() !== undefined

describe.skipIf(!here)(here ? 'notices on three nodes' : noRedisServer, () => {
  let redis: RedisServer | undefined
  let campus: Campus | undefined
  const stops: (() => Promise<void> | void)[] = []
  beforeAll(async () => {
    redis = await startRedisServer()
  })
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop()
    await campus?.stop()
  })
  afterAll(() => redis?.stop())

  test.each(platformIds)('%s: to one role, exactly the sockets in it, once, by each way', async (id) => {
    campus = await startCampus({ portBase: 0, people: 60, only: [id], devices: false, eventsPerSecond: 0, cluster: { nodes: 3, redisUrl: redis?.url ?? '' } })
    const platform = campus.platforms.get(id)!
    const { targets } = watchCampus(campus, { adminFeeds: true })
    stops.push(() => targets.stop())
    const { namespace } = noticeFor(id, 'announcement')
    const students = accountsOf(platform, 'student').slice(0, 6)
    const receivers = await Promise.all([...students, ...accountsOf(platform, 'teacher').slice(0, 3)].map((account) => receiver(platform, account)))
    const nodes = new Set(receivers.map(({ client }) => (client.socket.io.engine as unknown as { id: string }).id[0]))
    expect(nodes).toEqual(new Set(['1', '2', '3']))
    const isLive = () => {
      const view = targets.views()[0]
      return view?.namespaces.find(({ name }) => name === namespace)?.state === 'live' && view.feedLink?.state === 'live' && (view.feed?.sockets ?? 0) >= receivers.length
    }
    for (let tries = 0; tries < 3 && !isLive(); tries++) await until(isLive, 'the console is live').catch((error: unknown) => (tries === 2 ? Promise.reject(error) : undefined))

    const { role } = students[0]!
    const own = waysOf(targets, await platform.issueToken(platform.admin))
    const [room = '', ...otherRooms] = [...roleRoomsOf(catalogOf(id), noticeFor(id, 'announcement'), role), ...receivers.slice(0, 6).map(({ client }) => client.socket.id ?? '')]
    const sent: unknown[] = []
    for (const way of ways) {
      const parts: Partial<Packet> = way === 'admin-feed' ? { room, otherRooms } : { audience: { include: [{ kind: 'role', targetId: id, role }], exclude: [] } }
      const packet = packetFor(platform, way, parts)
      expect([way, await own.send(packet, settingsFor(platform, way))]).toMatchObject([way, { result: 'confirmed', delivered: 6 }])
      sent.push(packet.args[0])
      await until(() => receivers.slice(0, 6).every(({ notices }) => notices().length >= sent.length), () => `${way}: ${receivers.map(({ notices }) => notices().length).join()}`)
    }
    // The same key at every node: each knows of it, and none sends it again.
    const admins = await Promise.all([1, 2, 3].map(() => receiver(platform, platform.admin)))
    const { noticeId, key, kind, event, args } = packetFor(platform, 'application-socket')
    const message = { noticeId, key, kind, event, payload: args[0], audience: { include: [{ kind: 'role', role }], exclude: [] } }
    for (const { client } of admins) {
      await expect.poll(() => client.socket.timeout(5_000).emitWithAck('admin:broadcast', message), { timeout: 5_000 }).toEqual({ success: true, noticeId, delivered: 6 })
    }
    sent.push(args[0])
    platform.io.of(namespace).emit('barrier', {})
    await Promise.all(receivers.map(({ client }) => client.first('barrier')))
    await until(() => receivers.slice(0, 6).every(({ notices }) => notices().length >= sent.length), 'the last arrived')
    expect(receivers.map(({ notices }) => notices())).toEqual(receivers.map((_, index) => (index < 6 ? sent : [])))
  }, 40_000)
})
