import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { startCampus } from '../campus.ts'
import { platformIds } from '../contract.ts'
import type { Platform } from '../contract.ts'
import { findRedisServer, noRedisServer, startRedisServer } from './redis-server.ts'

/* All five platforms as clusters, with their people. */

const WAIT = { timeout: 15_000, interval: 50 }
const here = findRedisServer() !== undefined

/** Where the admin listens, and what opens a room there. */
const watched: Record<Platform['id'], { readonly namespaces: readonly string[]; readonly join: (room: string) => readonly [string, unknown] | undefined }> = {
  skillcore: { namespaces: ['/', '/messages', '/notifications'], join: (room) => (room.startsWith('conv-') ? ['conversation:join', { conversationId: room }] : undefined) },
  'flask-lms': { namespaces: ['/'], join: (room) => (room.startsWith('course_') ? ['join_course', { course_id: room.slice('course_'.length) }] : ['join_video', { video_id: room.slice('video_'.length) }]) },
  rusingacademy: { namespaces: ['/'], join: (room) => ['chat:join', { roomId: room.slice('chat:'.length) }] },
  aprendeai: { namespaces: ['/study-groups'], join: (room) => ['joinSession', { sessionId: room.slice('session:'.length) }] },
  endiapi: { namespaces: ['/'], join: () => undefined },
}

describe.skipIf(!here)(here ? 'five platforms of two nodes' : noRedisServer, () => {
  test('people spread over the nodes, the story is told, and the admin receives what the nodes counted together', { timeout: 40_000 }, async () => {
    const redis = await startRedisServer()
    onTestFinished(async () => await redis?.stop())
    const failures: string[] = []
    const campus = await startCampus({ portBase: 0, people: 100, eventsPerSecond: 150, cluster: { nodes: 2, redisUrl: redis?.url ?? '' }, log: (line) => failures.push(line) })
    onTestFinished(async () => await campus.stop())

    const received = new Map<string, Map<string, number>>()
    const sockets: Socket[] = []
    onTestFinished(() => sockets.forEach((socket) => socket.close()))
    for (const platform of campus.platforms.values()) {
      const counts = new Map<string, number>()
      received.set(platform.id, counts)
      const token = await platform.issueToken(platform.admin)
      for (const namespace of watched[platform.id].namespaces) {
        const socket = io(platform.url + namespace, { path: platform.path, forceNew: true, transports: ['websocket'], auth: { token }, autoConnect: false })
        sockets.push(socket)
        socket.onAny((event: string) => counts.set(`${namespace} ${event}`, (counts.get(`${namespace} ${event}`) ?? 0) + 1))
        socket.connect()
        await vi.waitFor(() => expect(socket.connected).toBe(true), WAIT)
        for (const { room, namespace: of } of platform.rooms) {
          const join = of === namespace ? watched[platform.id].join(room) : undefined
          if (join) socket.emit(...(join as [string, unknown]))
        }
      }
    }
    for (const [id, counts] of received) await vi.waitFor(() => expect(counts.size, `${id} to the admin`).toBeGreaterThan(0), WAIT)
    await vi.waitFor(() => expect(campus.attendance.connected).toBeGreaterThan(25), WAIT)
    campus.story.stop()
    for (const id of platformIds) {
      const platform = campus.platforms.get(id)!
      await vi.waitFor(async () => {
        await campus.recount(id)
        expect(received.get(id), id).toEqual(platform.sentTo(platform.admin.userId))
      }, WAIT)
      expect(platform.connectsSeen.transports, id).toBeGreaterThan(2)
    }
    expect(campus.story.counts.failed).toBe(0)
    expect(failures.filter((line) => !line.includes('device of'))).toEqual([])
  })
})
