import { io } from 'socket.io-client'
import { Adapter } from 'socket.io-adapter'
import { afterEach, expect, test, vi } from 'vitest'
import type { Bus } from '../contract.ts'
import { createSchool } from '../population/school.ts'
import { Skillcore } from '../platforms/skillcore/index.ts'
import { conversationId } from '../platforms/skillcore/world.ts'
import { callAdapter } from './adapter-calls.ts'
import { Front } from './front.ts'
import { relayAdapter } from './relay-adapter.ts'
import { SentCounts } from './sent-counts.ts'

/* The parts of a cluster one by one, without Redis. */

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

test('a poll that part 0 opens is voted on at a node, and part 0 counts; it also hears of messages there', async () => {
  const listeners = [new Map<string, (...args: never[]) => void>(), new Map<string, (...args: never[]) => void>()] as const
  const bus = (own: 0 | 1): Bus => ({
    send: (topic, ...args) => listeners[own === 0 ? 1 : 0].get(topic)?.(...(structuredClone(args) as never[])),
    on: (topic, listener) => void listeners[own].set(topic, listener),
  })
  const school = createSchool(1, 60)
  const common = { school, port: 0, asDeployed: false, adminFeed: false, adminFeedPassword: 'x' }
  const tokenKey = new Uint8Array(32).fill(7)
  const node: Skillcore = new Skillcore({ ...common, cluster: { node: 1, serverId: 'skillcore-1', adapter: Adapter, tokenKey, bus: bus(1) } })
  const adapter = relayAdapter({ tell: (call) => void callAdapter(node.io, structuredClone(call)), ask: async (call) => await callAdapter(node.io, structuredClone(call)) })
  const backend = new Skillcore({ ...common, cluster: { node: 0, serverId: 'skillcore-0', adapter, tokenKey, bus: bus(0), publicUrl: () => node.url } })
  for (const part of [node, backend]) {
    await part.start()
    cleanUps.push(() => part.stop())
  }
  const schoolClass = school.classes[0]!
  const student = backend.accounts.find(({ person }) => person === schoolClass.students[0])!
  // A token of part 0 is good at the node.
  const socket = io(`${backend.url}/live-class`, { transports: ['websocket'], auth: { token: await backend.issueToken(student) } })
  cleanUps.push(() => socket.close())
  const heard: [string, unknown][] = []
  socket.onAny((event: string, payload: unknown) => heard.push([event, payload]))
  await socket.timeout(5_000).emitWithAck('class:join', { classId: schoolClass.id })
  const pollId = backend.live.startPoll(schoolClass.id, { question: 'Why?', options: ['a', 'b'], duration: 60, allowMultiple: false })
  expect(await socket.timeout(5_000).emitWithAck('poll.submit', { pollId, selectedOptions: [1] })).toMatchObject({ success: true })
  backend.live.closePoll(pollId)
  await vi.waitFor(() => expect(heard).toContainEqual(['poll.results', { pollId, totalResponses: 1, results: [expect.objectContaining({ count: 0 }), expect.objectContaining({ option: 'b', count: 1 })] }]))
  expect(await socket.timeout(5_000).emitWithAck('poll.submit', { pollId, selectedOptions: [0] })).toMatchObject({ success: false })
  const messages = io(`${backend.url}/messages`, { transports: ['websocket'], auth: { token: await backend.issueToken(student) } })
  cleanUps.push(() => messages.close())
  const answer = (await messages.timeout(5_000).emitWithAck('send-message', { conversationId: conversationId(schoolClass), body: 'Hello' })) as { messageId: string }
  expect(answer).toEqual({ success: true, messageId: 'message-1-1' })
  expect(backend.hub.lastMessageIds.get(conversationId(schoolClass))).toBe('message-1-1')
  // Part 0 has no socket of its own, but finds and moves those of the node.
  expect((await backend.io.of('/live-class').in(schoolClass.id).fetchSockets()).map(({ id, data }) => [id, (data as { userId: string }).userId])).toEqual([[socket.id, student.userId]])
  backend.io.of('/live-class').socketsJoin('aside')
  expect(await backend.io.of('/live-class').in('aside').fetchSockets()).toHaveLength(1)
  backend.io.of('/live-class').socketsLeave('aside')
  expect(await backend.io.of('/live-class').in('aside').fetchSockets()).toHaveLength(0)
  backend.io.of('/live-class').disconnectSockets()
  await vi.waitFor(() => expect(socket.connected).toBe(false))
})

test('what a node had said before it ended stays counted, and it begins again at 0', () => {
  const counts = new SentCounts()
  const sent = (count: number) => new Map([['ann', new Map([['/ note', count]])]])
  counts.take(1, { sent: sent(3), packets: 2, transports: 1 })
  counts.take(2, { sent: sent(4), packets: 5, transports: 5 })
  counts.take(2, { sent: sent(6), packets: 6, transports: 5 })
  counts.take(2, { sent: new Map(), packets: 7, transports: 5 })
  expect(counts.of('ann')).toEqual(new Map([['/ note', 9]]))
  counts.close(2)
  counts.close(2)
  expect([counts.of('ann'), counts.connects]).toEqual([new Map([['/ note', 9]]), { packets: 9, transports: 6 }])
  counts.take(2, { sent: sent(1), packets: 1, transports: 1 })
  expect([counts.of('ann'), counts.of('bob'), counts.connects]).toEqual([new Map([['/ note', 10]]), new Map(), { packets: 10, transports: 7 }])
})

test('a front without nodes says so, and knows its own path alone', async () => {
  const front = new Front({ path: '/socket.io', nodes: () => new Map() })
  cleanUps.push(() => front.stop())
  const url = `http://127.0.0.1:${await front.start(0)}`
  const ask = async (path: string) => {
    const response = await fetch(url + path)
    return [response.status, await response.json()]
  }
  expect(await ask('/socket.io/?EIO=4&transport=polling')).toEqual([503, { error: 'No node of this cluster is running.' }])
  expect(await ask('/socket.io/?EIO=4&transport=polling&sid=1x')).toEqual([400, { code: 1, message: 'Session ID unknown' }])
  expect(await ask('/socket.iodine')).toEqual([404, { error: 'Not found' }])
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
  await new Promise((resolve) => socket.addEventListener('error', resolve))
  const other = new Front({ path: '/socket.io', nodes: () => new Map() })
  await expect(other.start(Number(new URL(url).port))).rejects.toThrow('EADDRINUSE')
})
