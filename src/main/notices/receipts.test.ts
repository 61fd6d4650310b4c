import { expect, test } from 'vitest'
import { NOTICE_RECEIPTS_PER_SECOND } from '../../shared/limits.ts'
import type { NoticePart } from '../../shared/notices.ts'
import { payloadOf, payloadOfText } from '../monitor/raw-payload.ts'
import type { NoticeKeeping } from '../store/notice-store.ts'
import { draftOf, HOUR_MS, memoryDatabase, School, SECOND_MS, settle, settingsOf } from './notices-fixture.ts'
import type { SchoolOptions } from './notices-fixture.ts'
import type { PacketOutcome } from './way.ts'

/* What servers say of a notice later: docs/server-contract.md, "Receipts". */

const NAME = 'admin:broadcast:receipt'
const bySocket: SchoolOptions = { settings: { way: 'application-socket' } }
/** Its emergency leaves at once. */
const draft = draftOf({ kind: 'emergency' })

function receive(school: School, payload: unknown, { targetId = 't1', namespace = '/', name = NAME }: { targetId?: string; namespace?: string; name?: string } = {}): boolean {
  const { receipts } = school.desk
  if (!receipts.reads(targetId, namespace, name)) return false
  receipts.onEvent(targetId, payloadOf([payload]))
  return true
}

async function sentBy(school: School, outcome: PacketOutcome = { result: 'confirmed', delivered: 21, detail: 'The server confirmed it. Delivered to 21 connections.' }): Promise<string> {
  school.server.answer = () => Promise.resolve(outcome)
  expect(await school.send(draft)).toMatchObject({ ok: true })
  await school.pass(2 * SECOND_MS)
  return school.server.packets.at(-1)!.key
}

async function partOf(school: School): Promise<NoticePart> {
  return (await school.get('n-1')).parts[0]!
}

test.each<[string, PacketOutcome, object, Partial<NoticePart>]>([
  ['confirmed', { result: 'confirmed', delivered: 21, detail: 'The server confirmed it.' }, { delivered: 21, read: 12, failed: 0 }, { state: 'confirmed', delivered: 21, read: 12, detail: "The server's receipt: delivered to 21 connections, 12 of 21 have read it." }],
  ['confirmed, read alone', { result: 'confirmed', delivered: 21, detail: '' }, { read: 1 }, { state: 'confirmed', delivered: 21, read: 1, detail: "The server's receipt: delivered to 21 connections, 1 of 21 has read it." }],
  ['confirmed without a number', { result: 'confirmed', delivered: null, detail: '' }, { read: 4 }, { state: 'confirmed', delivered: null, read: 4, detail: "The server's receipt: 4 have read it." }],
  ['confirmed, more readers than connections', { result: 'confirmed', delivered: 2, detail: '' }, { delivered: 2, read: 5, failed: 3 }, { state: 'confirmed', delivered: 2, read: 5, detail: "The server's receipt: delivered to 2 connections, 5 have read it, 3 failed." }],
  ['confirmed, only that nothing failed', { result: 'confirmed', delivered: null, detail: '' }, { failed: 0 }, { state: 'confirmed', delivered: null, read: null, detail: "The server's receipt: nothing failed." }],
  ['not confirmed', { result: 'not-confirmed', delivered: null, detail: 'No answer.' }, { delivered: 3, read: 0 }, { state: 'confirmed', delivered: 3, read: 0, detail: "Confirmed by a later receipt. The server's receipt: delivered to 3 connections, 0 of 3 have read it." }],
  ['unknown', { result: 'unknown', delivered: null, detail: 'Cut.' }, { delivered: 3 }, { state: 'confirmed', delivered: 3, read: null, detail: "Confirmed by a later receipt. The server's receipt: delivered to 3 connections." }],
  ['refused', { result: 'refused', delivered: null, detail: 'Refused.' }, { delivered: 3, read: 1 }, { state: 'failed', delivered: null, read: null, detail: 'Refused.' }],
  ['not sent', { result: 'failed', delivered: null, detail: 'Not live.' }, { delivered: 3, read: 1 }, { state: 'failed', delivered: null, read: null, detail: 'Not live.' }],
])('a receipt of what was %s', async (_what, outcome, said, after) => {
  const school = new School(bySocket)
  const key = await sentBy(school, outcome)
  const before = school.audit.list(null, 100).length
  expect(receive(school, { key, noticeId: 'n-1', ...said, names: ['Maria Rossi'] })).toBe(true)
  await school.pass(2 * SECOND_MS)
  expect(await partOf(school)).toMatchObject(after)
  const view = await school.get('n-1')
  expect(view).toMatchObject({ state: after.state === 'failed' ? 'failed' : 'sent', totals: { delivered: after.delivered, read: after.read } })
  expect(JSON.stringify(view)).not.toContain('Rossi')
  // The log says what became of what was open; numbers alone are no act.
  const isLate = outcome.result === 'unknown' || outcome.result === 'not-confirmed'
  expect(school.audit.list(null, 100).length - before).toBe(isLate ? 1 : 0)
  if (isLate) expect(school.audit.list(null, 1)[0]).toMatchObject({ action: 'receipt of notice', result: 'confirmed', who: expect.stringContaining('the server of') })
})

test('the newest totals count, are written at most once a second, and are there after a restart; receipts go on days later', async () => {
  let writes = 0
  const school = new School({
    ...bySocket,
    store: (store) => new Proxy(store, {
      get(target, name: keyof NoticeKeeping) {
        const method = target[name].bind(target) as (...args: unknown[]) => unknown
        return name === 'writePart' ? (...args: unknown[]) => (writes++, method(...args)) : method
      },
    }),
  })
  const key = await sentBy(school)
  writes = 0
  for (let read = 1; read <= 40; read++) {
    receive(school, { key, noticeId: 'n-1', delivered: 21, read: Math.min(21, read) })
    await school.pass(100, 100)
  }
  await school.pass(1_000)
  expect([writes <= 6, writes > 1, (await partOf(school)).read]).toEqual([true, true, 21])
  // Said again, it costs no write; less than before is what the server says now.
  writes = 0
  receive(school, { key, noticeId: 'n-1', delivered: 21, read: 21 })
  await school.pass(2_000)
  expect(writes).toBe(0)
  receive(school, { key, noticeId: 'n-1', delivered: 21, read: 20 })
  // What came within the last second is not lost when the app ends.
  const again = school.again({ ...bySocket, startedAtMs: school.nowMs + 72 * HOUR_MS })
  expect((await again.get('n-1')).totals).toMatchObject({ delivered: 21, read: 20 })
  receive(again, { key, noticeId: 'n-1', read: 21 })
  await again.pass(SECOND_MS)
  expect((await again.get('n-1')).totals).toMatchObject({ delivered: 21, read: 21 })
})

test('a receipt before the acknowledgement waits for it; after silence it confirms', async () => {
  const school = new School(bySocket)
  let answer: (outcome: PacketOutcome) => void = () => {}
  school.server.answer = () => new Promise((resolve) => (answer = resolve))
  await school.send(draft)
  await school.pass(SECOND_MS)
  const { key } = school.server.packets[0]!
  receive(school, { key, noticeId: 'n-1', delivered: 3, read: 2 })
  await school.pass(3 * SECOND_MS)
  expect(await partOf(school)).toMatchObject({ state: 'begun', read: null })
  answer({ result: 'not-confirmed', delivered: null, detail: 'No answer.' })
  await settle()
  await school.pass(2 * SECOND_MS)
  expect(await partOf(school)).toMatchObject({ state: 'confirmed', delivered: 3, read: 2, detail: expect.stringContaining('Confirmed by a later receipt.') })
})

test('killed in the middle: unknown, until the server says that it arrived', async () => {
  const school = new School(bySocket)
  school.server.answer = () => new Promise(() => {})
  await school.send(draft)
  await school.pass(SECOND_MS)
  const again = school.again(bySocket)
  expect((await again.get('n-1')).state).toBe('unknown')
  receive(again, { key: school.server.packets[0]!.key, noticeId: 'n-1', delivered: 3, read: 1 })
  await again.pass(SECOND_MS)
  expect(await again.get('n-1')).toMatchObject({ state: 'sent', sentence: 'Sent to 3 people. Every platform confirmed it.', totals: { delivered: 3, read: 1 } })
  expect(school.server.packets).toHaveLength(1)
})

test('against what a person found out a receipt says nothing, and their words stay', async () => {
  for (const arrived of [true, false]) {
    const school = new School(bySocket)
    const key = await sentBy(school, { result: 'unknown', delivered: null, detail: '' })
    await school.handlers['notices:found-out']({ id: 'n-1', partId: key, arrived, note: 'Called room 204' })
    receive(school, { key, noticeId: 'n-1', delivered: 3, read: 1 })
    await school.pass(2 * SECOND_MS)
    expect(await partOf(school)).toMatchObject({ state: arrived ? 'confirmed' : 'failed', read: arrived ? 1 : null, detail: expect.stringContaining('Called room 204') })
  }
})

test('only the event of the setting, on its namespace, by its way', async () => {
  const school = new School({ settings: { way: 'application-socket', socket: { namespace: '/staff', event: 'notice' } }, targets: ['t1'] })
  const reads = (namespace: string, name: string, targetId = 't1'): boolean => school.desk.receipts.reads(targetId, namespace, name)
  expect([reads('/staff', 'notice:receipt'), reads('/', 'notice:receipt'), reads('/staff', 'notice'), reads('/staff', 'notice:receipts'), reads('/staff', NAME), reads('/staff', 'notice:receipt', 't2')]).toEqual([true, false, false, false, false, false])
  await school.handlers['ways:save']({ settings: settingsOf('t1', { way: 'http' }) })
  expect(reads('/staff', 'notice:receipt')).toBe(false)
  await school.handlers['ways:save']({ settings: settingsOf('t1', { way: 'application-socket' }) })
  expect(reads('/', NAME)).toBe(true)
})

test('hostile receipts are counted and ignored, and said once', async () => {
  const database = memoryDatabase()
  const school = new School({ ...bySocket, database, targets: ['t1', 't2'] })
  school.server.answer = () => Promise.resolve({ result: 'confirmed', delivered: 21, detail: 'ok' })
  await school.send(draft)
  await school.pass(3 * SECOND_MS)
  const [mine, others] = ['t1', 't2'].map((targetId) => school.server.packets.find((packet) => packet.targetId === targetId)!.key)
  const whole = { key: mine, noticeId: 'n-1', delivered: 21, read: 5, failed: 0 }
  const malformed: unknown[] = [
    null, 5, 'x', [], {}, { key: mine, noticeId: 'n-1' }, { ...whole, key: null }, { ...whole, key: 'k'.repeat(10_000) }, { ...whole, read: -1 }, { ...whole, read: 1.5 }, { ...whole, read: '5' },
    { ...whole, read: 1e9 }, { ...whole, delivered: null }, { ...whole, failed: [3] }, { ...whole, noticeId: undefined }, { ...whole, names: 'x'.repeat(5_000) },
  ]
  for (const each of malformed) receive(school, each)
  for (const text of ['', '[', '{"key":1}', '[{"__proto__":{"key":"n-1.1.1","noticeId":"n-1","read":5}}]']) school.desk.receipts.onEvent('t1', payloadOfText(text))
  const strange = [{ ...whole, key: 'n-2.1.1' }, { ...whole, key: 'n-1' }, { ...whole, key: 'n-1.9.1' }, { ...whole, key: others }, { ...whole, noticeId: 'n-2' }, { ...whole, key: "n-1.1.1'; DROP TABLE notices" }, { ...whole, key: '__proto__' }]
  for (const each of strange) {
    receive(school, each)
    await school.pass(SECOND_MS)
  }
  expect(school.desk.receipts.ignored).toEqual({ malformed: malformed.length + 4, strange: strange.length, tooMany: 0 })
  expect((await school.get('n-1')).parts.map(({ read, delivered, detail }) => [read, delivered, detail])).toEqual([[null, 21, 'ok'], [null, 21, 'ok']])
  expect(school.monitor.remarks().filter(({ text }) => text.includes('receipts of notices'))).toMatchObject([{ text: `${malformed.length + 4} receipts of notices had another form than docs/server-contract.md has and were ignored.` }])

  // A flood: a bounded number is read in a second, the rest is counted.
  for (let count = 0; count < 10_000; count++) receive(school, { ...whole, read: count % 20 })
  expect(school.desk.receipts.ignored.tooMany).toBe(10_000 - NOTICE_RECEIPTS_PER_SECOND)
  await school.pass(SECOND_MS)
  receive(school, whole)
  await school.pass(SECOND_MS)
  expect((await school.get('n-1')).totals.read).toBe(5)
})
