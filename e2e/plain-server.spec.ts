import type { Page } from '@playwright/test'
import { noRedisServer, startRedisServer } from '../src/campus/cluster/redis-server.ts'
import { createPlainServer } from '../src/campus/plain/plain-server.ts'
import type { PlainServer } from '../src/campus/plain/plain-server.ts'
import { expect, test } from './fixtures.ts'
import { targetsNow, watchFrames } from './live-state.ts'
import { plainForm } from './plain-form.ts'
import type { Form } from './plain-form.ts'

/* A Socket.IO server with instrument() and nothing of ours: does the console know what the server itself knows? */

/** Every socket that the console shows, as `namespace id rooms`, asked person by person inside the page. */
async function shownSockets(page: Page, targetId: string): Promise<string[]> {
  return await page.evaluate(async (id) => {
    const bridge = window.rollcall
    if (!bridge) return []
    const query = { text: '', targetId: id, status: null, role: null, room: null, sort: 'name', descending: false, group: 'none', showOwn: false } as const
    const sockets: string[] = []
    const list = await bridge.request('people:query', query)
    for (let from = 0; from < list.count; from += 500) {
      const { rows } = await bridge.request('people:rows', { revision: list.revision, from, count: 500 })
      for (const row of rows) {
        const detail = await bridge.request('person:get', row.key)
        if (!detail.ok) continue
        for (const session of detail.value.sessions) for (const socket of session.sockets) sockets.push(`${socket.namespace} ${socket.socketId} ${socket.rooms.filter((room) => room !== socket.socketId).toSorted().join(' ')}`)
      }
    }
    return sockets.toSorted()
  }, targetId)
}

async function truthOf(server: PlainServer): Promise<string[]> {
  return (await server.truth()).map(({ nsp, id, rooms }) => `${nsp} ${id} ${rooms.filter((room) => room !== id).toSorted().join(' ')}`).toSorted()
}

async function consoleEqualsServer(page: Page, request: (channel: 'target:add', form: Form) => Promise<{ ok: boolean }>, server: PlainServer): Promise<string> {
  await watchFrames(page)
  const added = (await request('target:add', plainForm(server))) as { ok: true; value: { targetId: string } }
  const { targetId } = added.value
  await expect.poll(async () => (await targetsNow(page)).map(({ state, feedLink }) => `${state} ${feedLink?.state}`), { timeout: 30_000 }).toEqual(['live live'])
  // Joins, leaves and reconnects while the console watches, then quiet.
  await page.waitForTimeout(5_000)
  await server.quiet()
  const truth = await truthOf(server)
  await expect.poll(() => shownSockets(page, targetId), { timeout: 10_000 }).toEqual(truth)
  return targetId
}

test('1,000 clients in three namespaces come, go and change rooms: the console equals fetchSockets(), exactly', async ({ launch }) => {
  test.setTimeout(120_000)
  const server = await createPlainServer({ clients: 1_000, changesPerSecond: 200 })
  try {
    const { page, request } = await launch({ args: ['--demo=never'] })
    await consoleEqualsServer(page, request, server)
    const [target] = await targetsNow(page)
    expect(target?.feed).toMatchObject({ mode: 'development', sockets: 1_000, difference: null })
  } finally {
    await server.stop()
  }
})

test('the same over three nodes, and a node that is killed takes its own sockets and nothing else', async ({ launch }) => {
  test.setTimeout(180_000)
  const redis = await startRedisServer()
  test.skip(redis === undefined, noRedisServer)
  if (!redis) return
  const server = await createPlainServer({ clients: 300, nodes: 3, redisUrl: redis.url, changesPerSecond: 200 })
  try {
    const { page, request } = await launch({ args: ['--demo=never'] })
    const targetId = await consoleEqualsServer(page, request, server)
    expect((await targetsNow(page))[0]?.feed?.servers.map(({ serverId }) => serverId).toSorted()).toEqual(['plain-1', 'plain-2', 'plain-3'])
    await server.killNode(2)
    // Its clients come back through the front, so both sides are read together.
    await expect
      .poll(async () => {
        const [shown, truth] = [await shownSockets(page, targetId), await truthOf(server)]
        return { tooMany: shown.filter((socket) => !truth.includes(socket)).length, missing: truth.filter((socket) => !shown.includes(socket)).length }
      }, { timeout: 20_000 })
      .toEqual({ tooMany: 0, missing: 0 })
  } finally {
    await server.stop()
    await redis.stop()
  }
})
