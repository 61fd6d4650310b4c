import { createClient } from 'redis'
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { EventReader } from '../../main/targets/event-reader.ts'
import { startCampus } from '../campus.ts'
import type { Campus } from '../campus.ts'
import type { Account, Platform } from '../contract.ts'
import { until } from '../kit/test-client.ts'
import type { TestClient } from '../kit/test-client.ts'
import { accountsOf, deskOn, noticeFor, packetFor, receiver, settingsFor, waysOf } from '../notices-fixture.ts'
import type { Receiver } from '../notices-fixture.ts'
import { watchCampus } from '../test-console.ts'
import { findRedisServer, noRedisServer, startRedisServer } from './redis-server.ts'
import type { RedisServer } from './redis-server.ts'

/* One platform of three processes over a real Redis: a notice is sent once, whichever nodes are asked, and its receipts come wherever its admin is. */

const here = findRedisServer() !== undefined
const ROUNDS = 50
const { namespace } = noticeFor('endiapi', 'announcement')

describe.skipIf(!here)(here ? 'notices of three nodes' : noRedisServer, () => {
  let redis: RedisServer
  let campus: Campus
  let platform: Platform
  let students: readonly Receiver[]
  /** By node, '1' to '3'. */
  const admins = new Map<string, TestClient>()

  const nodeOf = ({ socket }: TestClient): string => (socket.io.engine as unknown as { id: string }).id.charAt(0)
  const ask = (client: TestClient | undefined, message: unknown): Promise<unknown> => client!.socket.timeout(15_000).emitWithAck('admin:broadcast', message)
  const open = async (account: Account): Promise<TestClient> => (await receiver(platform, account)).client
  /** The front gives nodes in turn: after three there is one on each. */
  const openAdmins = async () => {
    for (const client of admins.values()) client.close()
    admins.clear()
    for (let tries = 0; tries < 6 && admins.size < 3; tries++) {
      const client = await open(platform.admin)
      admins.set(nodeOf(client), client)
    }
    expect([...admins.keys()].toSorted()).toEqual(['1', '2', '3'])
  }
  const message = (): Record<string, unknown> => {
    const { noticeId, key, kind, event, args } = packetFor(platform, 'application-socket')
    return { noticeId, key, kind, event, payload: args[0], audience: { include: [{ kind: 'role', role: students[0]!.account.role }], exclude: [] } }
  }
  const post = async (body: Record<string, unknown>) => {
    const headers = { authorization: `Bearer ${await platform.issueToken(platform.admin)}`, 'idempotency-key': String(body['key']) }
    const response = await fetch(`${platform.url}/api/admin/notices`, { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: response.status, json: (await response.json()) as unknown }
  }
  /** What of these each of the receivers has, behind all that was answered before: the streams of two nodes have passed, and one of them comes from elsewhere. */
  const countsOf = async (messages: readonly Record<string, unknown>[], receivers: readonly Receiver[] = students) => {
    const last = [...admins.values()].slice(0, 2).map((client) => ({ client, final: message() }))
    for (const { client, final } of last) expect(await ask(client, final)).toMatchObject({ success: true })
    const have = ({ notices }: Receiver, { payload }: Record<string, unknown>) => notices().filter((notice) => JSON.stringify(notice) === JSON.stringify(payload)).length
    await until(() => receivers.every((each) => last.every(({ final }) => have(each, final) > 0)), 'what was sent last arrived')
    return receivers.map((each) => messages.map((one) => have(each, one)))
  }
  const all = (receivers: readonly Receiver[], messages: readonly unknown[], count: number) => receivers.map(() => messages.map(() => count))

  beforeAll(async () => {
    redis = (await startRedisServer())!
    campus = await startCampus({ portBase: 0, people: 60, only: ['endiapi'], devices: false, eventsPerSecond: 0, cluster: { nodes: 3, redisUrl: redis.url } })
    platform = campus.platforms.get('endiapi')!
    students = await Promise.all(accountsOf(platform, 'student').slice(0, 9).map((account) => receiver(platform, account)))
    expect(new Set(students.map(({ client }) => nodeOf(client)))).toEqual(new Set(['1', '2', '3']))
    return async () => {
      await campus.stop()
      await redis.stop()
    }
  }, 30_000)
  beforeEach(openAdmins)

  test('the desk is told by which node whoever reads is on, and a receipt finds its admin on another node than the one that was asked', async () => {
    let reader: EventReader | undefined
    const { monitor, targets } = watchCampus(campus, { adminFeeds: true, reader: { reads: (...event) => reader?.reads(...event) === true, onEvent: (...event) => reader?.onEvent(...event) } })
    onTestFinished(() => targets.stop())
    const isLive = () => {
      const view = targets.views()[0]
      return view?.namespaces.find(({ name }) => name === namespace)?.state === 'live' && (view.feed?.sockets ?? 0) >= students.length
    }
    await expect.poll(isLive, { timeout: 10_000 }).toBe(true)
    const { desk, stop } = deskOn({ monitor, ways: waysOf(targets, '') })
    onTestFinished(stop)
    reader = desk.receipts
    const handlers = desk.handlers()
    await handlers['ways:save']({ settings: { ...settingsFor(platform, 'application-socket'), rights: { [platform.admin.role]: ['emergency'] } } })
    const review = await handlers['notices:review']({
      id: 'n-1', drill: false, kind: 'emergency', severity: 'critical', dismissable: false, expiresAtMs: null, texts: [{ language: 'en', title: 'Hold', body: 'Stay in your rooms.' }],
      audience: { include: [{ kind: 'role', targetId: 'endiapi', role: students[0]!.account.role }], exclude: [] }, when: { kind: 'now' }, templateId: null, corrects: null,
    })
    if (!review.ok) throw new Error(review.problem.what)
    expect(await handlers['notices:send']({ reviewId: review.value.reviewId, typed: review.value.typeToConfirm, approval: { kind: 'override', reason: 'The principal is at the gate.' }, repeat: false })).toMatchObject({ ok: true })
    const part = async () => {
      const answer = await handlers['notices:get']({ id: 'n-1' })
      return answer.ok ? answer.value.parts[0] : undefined
    }
    await expect.poll(part, { timeout: 5_000 }).toMatchObject({ state: 'confirmed', delivered: 9 })
    // Another admin asks on one node, and is gone before anybody has read it; he is on the two others then.
    const one = message()
    const [first, second, third] = [...admins.values()] as [TestClient, TestClient, TestClient]
    expect(await ask(first, one)).toMatchObject({ success: true, delivered: 9 })
    first.close()

    // The console is not where it was, either.
    targets.rebuildAll()
    // There are three on each node.
    await expect.poll(async () => (await part())?.read ?? 0, { timeout: 12_000, interval: 100 }).toBeGreaterThan(3)
    expect(await part()).toMatchObject({ state: 'confirmed', delivered: 9, detail: expect.stringMatching(/^The server's receipt: delivered to 9 connections, \d of 9 have read it\.$/) })
    const receipts = (client: TestClient) => (client.all('admin:broadcast:receipt') as readonly { key: string; read: number }[]).filter(({ key }) => key === one['key'])
    for (const client of [second, third]) {
      await until(() => receipts(client).some(({ read }) => read > 3), 'the receipts of the other admin')
      expect(receipts(client)[0]).toEqual({ key: one['key'], noticeId: one['noticeId'], delivered: 9, read: expect.any(Number), failed: 0 })
    }
    expect(students.flatMap(({ client }) => client.all('admin:broadcast:receipt'))).toEqual([])
  }, 40_000)

  test(`${ROUNDS} keys, each asked of all three nodes and by HTTP at once: each is sent once, and all say the same`, async () => {
    const messages = Array.from({ length: ROUNDS }, message)
    for (const one of messages) {
      const [byHttp, ...answers] = await Promise.all([post(one), ...[...admins.values()].map((client) => ask(client, one))])
      expect([byHttp.json, ...answers]).toEqual(Array.from({ length: 4 }, () => ({ success: true, noticeId: one['noticeId'], delivered: 9 })))
    }
    expect(await countsOf(messages)).toEqual(all(students, messages, 1))
  }, 30_000)

  test('the same words under a key for each node, at once: one is sent, and the others are told so', async () => {
    const rounds = Array.from({ length: 5 }, (_, round) => [1, 2, 3].map((): Record<string, unknown> => ({ ...message(), digest: `words ${round}` })))
    const sent: Record<string, unknown>[] = []
    for (const three of rounds) {
      const answers = (await Promise.all([...admins.values()].map((client, index) => ask(client, three[index])))) as readonly { success: boolean; error?: { code: string } }[]
      expect(answers.map(({ success, error }) => (success ? 'sent' : (error?.code ?? ''))).toSorted()).toEqual(['DUPLICATE', 'DUPLICATE', 'sent'])
      sent.push(...three.filter((_, index) => answers[index]?.success))
    }
    expect(await countsOf(sent)).toEqual(all(students, sent, 1))
    const refused = rounds.flat().filter((one) => !sent.includes(one))
    expect(await countsOf(refused)).toEqual(all(students, refused, 0))
  })

  test('what a dead node had claimed nobody sends, and all say that they do not know', async () => {
    const [sent, claimed] = [message(), message()]
    expect(await ask(admins.get('2'), sent)).toMatchObject({ success: true })
    const client = createClient({ url: redis.url })
    await client.connect()
    onTestFinished(() => client.destroy())
    const [name = ''] = await client.keys(`*#claim#${String(sent['key'])}`)
    // As a node leaves it that ends between claim and result.
    const itsName = name.replace(String(sent['key']), String(claimed['key']))
    await client.set(itsName, JSON.stringify({ node: 'endiapi-2' }), { expiration: { type: 'PX', value: 86_400_000 - 4_500 } })
    const [byHttp, ...answers] = await Promise.all([post(claimed), ...[...admins.values()].map((admin) => ask(admin, claimed))])
    expect(answers).toEqual(Array.from({ length: 3 }, () => ({ success: false, error: { code: 'UNKNOWN', message: expect.any(String) } })))
    expect(byHttp).toMatchObject({ status: 503, json: { error: { code: 'UNKNOWN' } } })
    expect(await countsOf([claimed])).toEqual(all(students, [claimed], 0))
    // It was slow, not dead.
    await client.set(itsName, JSON.stringify({ node: 'endiapi-2', result: { success: true, noticeId: claimed['noticeId'], delivered: 9 } }), { expiration: 'KEEPTTL' })
    expect(await ask(admins.get('3'), claimed)).toEqual({ success: true, noticeId: claimed['noticeId'], delivered: 9 })
  })

  test('a node that is killed while it is asked: who asks another node gets it sent once', async () => {
    const rest = students.filter(({ client }) => nodeOf(client) !== '1')
    const one = message()
    // It stands still, so that it cannot answer before it ends.
    process.kill(campus.nodes('endiapi')[0]!.pid, 'SIGSTOP')
    const asked = ask(admins.get('1'), one).catch(() => 'no answer')
    const byHttp = post(one)
    expect((await fetch(`${platform.url}/api/admin/notices`, { method: 'POST', body: '{}' })).status).toBe(401)
    await campus.killNode('endiapi', 1)
    admins.get('1')!.close()
    // Until Redis has noticed, not all nodes answer; then nothing was sent.
    expect(['UNAVAILABLE', undefined]).toContain(((await byHttp).json as { error?: { code: string } }).error?.code)
    const expected = { success: true, noticeId: one['noticeId'], delivered: rest.length }
    await expect.poll(async () => await post(one), { timeout: 15_000 }).toEqual({ status: 200, json: expected })
    admins.delete('1')
    expect(await Promise.all([...admins.values()].map((client) => ask(client, one)))).toEqual([expected, expected])
    expect(await countsOf([one], rest)).toEqual(all(rest, [one], 1))
    expect(await asked).toBe('no answer')
  }, 30_000)
})
