import { describe, expect, test } from 'vitest'
import { payloadOf } from '../monitor/raw-payload.ts'
import { draftOf, HOUR_MS, MINUTE_MS, School, SECOND_MS, settle, START_MS, why } from './notices-fixture.ts'
import type { PacketOutcome } from './way.ts'

/* A computer that sleeps, and a clock that jumps, while notices wait or are under way. Schedules are in schedule.test.ts. */

const DAY_MS = 24 * HOUR_MS
const zone = 'America/Chicago'
const spaces = draftOf({ audience: { include: ['/', '/talk'].map((namespace) => ({ kind: 'namespace' as const, targetId: 't1', namespace })), exclude: [] } })
const window = draftOf({ kind: 'maintenance', when: { kind: 'window', startMs: START_MS + MINUTE_MS, endMs: START_MS + 5 * MINUTE_MS, zone, reminderMinutes: null } })

describe('a day of sleep', () => {
  test('in the ten seconds of undo: a draft again, nothing is sent a day late', async () => {
    const school = new School()
    await school.send(draftOf())
    await school.pass(2 * SECOND_MS)
    school.nowMs += DAY_MS
    await school.pass(20 * SECOND_MS)
    expect(school.server.packets).toEqual([])
    expect(await school.get('n-1')).toMatchObject({ state: 'draft', parts: [], sentence: expect.stringContaining('asleep') })
    expect(school.audit.list(null, 1)[0]).toMatchObject({ action: 'send notice', result: 'failed', detail: 'Not sent: its time passed while Rollcall could not send.' })
    await school.send(draftOf())
    await school.pass(11 * SECOND_MS)
    expect(school.server.packets).toHaveLength(1)
  })

  test('between two packets: what had not left stays, and can be sent again by a person', async () => {
    const school = new School()
    await school.send(spaces)
    await school.pass(10_250)
    expect(school.server.packets).toHaveLength(1)
    school.nowMs += DAY_MS
    await school.pass(20 * SECOND_MS)
    expect(school.server.packets).toHaveLength(1)
    expect(await school.get('n-1')).toMatchObject({ state: 'stopped', parts: [{ state: 'confirmed' }, { state: 'stopped' }], sentence: expect.stringContaining('asleep') })
    expect(school.audit.list(null, 1)[0]).toMatchObject({ result: 'sent', detail: expect.stringContaining('1 stopped') })
    expect(await school.handlers['notices:follow-up']({ id: 'n-1', how: 'resend' })).toMatchObject({ ok: true, value: { draft: { audience: { include: [{ namespace: '/talk' }] } } } })
  })

  test('what is confirmed right after it leaves, before time was looked at', async () => {
    const school = new School()
    await school.pass(SECOND_MS)
    school.nowMs += DAY_MS
    await school.send({ ...spaces, kind: 'emergency' })
    await school.pass(2 * SECOND_MS)
    expect(school.server.packets).toHaveLength(2)
  })
})

test.each([HOUR_MS, -HOUR_MS])('a clock that jumps by %i ms makes nothing unknown that is answered in time, and the log says so too', async (jumpMs) => {
  const school = new School()
  let answer: (outcome: PacketOutcome) => void = () => {}
  school.server.answer = () => new Promise((resolve) => (answer = resolve))
  await school.send(draftOf({ kind: 'emergency' }))
  await school.pass(SECOND_MS)
  school.nowMs += jumpMs
  await school.pass(SECOND_MS)
  answer({ result: 'confirmed', delivered: 3, detail: '' })
  await settle()
  expect((await school.get('n-1')).state).toBe('sent')
  expect(school.audit.list(null, 10).map(({ action, result }) => [action, result])).toEqual([['send notice', 'confirmed']])
})

test('an answer after silence is in the audit log beside the unknown', async () => {
  const school = new School()
  let answer: (outcome: PacketOutcome) => void = () => {}
  school.server.answer = () => new Promise((resolve) => (answer = resolve))
  await school.send(draftOf({ kind: 'emergency' }))
  await school.pass(60 * SECOND_MS, SECOND_MS)
  answer({ result: 'confirmed', delivered: 3, detail: 'It has it.' })
  await settle()
  expect(school.audit.list(null, 10).map(({ action, result, detail }) => [action, result, detail])).toEqual([['late answer to notice', 'confirmed', 'It has it.'], ['send notice', 'unknown', 'Packets: 1 unknown.']])
})

test('a window that was stopped while a packet has no answer: no further step until it has, and its record gets its own end', async () => {
  const school = new School()
  let answer: (outcome: PacketOutcome) => void = () => {}
  school.server.answer = () => new Promise((resolve) => (answer = resolve))
  await school.send(window)
  await school.pass(10_250)
  expect(await school.handlers['notices:stop']({ id: 'n-1' })).toMatchObject({ ok: true, value: { parts: [{ state: 'begun' }] } })
  expect(why(await school.handlers['notices:step']({ id: 'n-1', step: 'in-progress' }))).toContain('Another step is being sent')
  answer({ result: 'confirmed', delivered: 3, detail: '' })
  await settle()
  expect((await school.handlers['notices:step']({ id: 'n-1', step: 'in-progress' })).ok).toBe(true)
  await school.pass(SECOND_MS)
  answer({ result: 'not-confirmed', delivered: null, detail: '' })
  await settle()
  expect(school.audit.list(null, 10).map(({ result }) => result)).toEqual(['sent', 'confirmed'])
})

describe('a step whose time passed while nobody could send it', () => {
  test('found out within its minute: missed, not sent by itself', async () => {
    const school = new School()
    school.server.answer = () => Promise.resolve({ result: 'unknown', delivered: null, detail: '' })
    await school.send(window)
    await school.pass(11 * SECOND_MS)
    const partId = (await school.get('n-1')).parts[0]?.id ?? ''
    const next = school.again({ startedAtMs: START_MS + MINUTE_MS + 5 * SECOND_MS })
    expect(await next.handlers['notices:found-out']({ id: 'n-1', partId, arrived: true, note: '' })).toMatchObject({ ok: true, value: { state: 'missed', sentence: expect.stringContaining('Its time passed while it was not known') } })
    await next.pass(10 * MINUTE_MS, 10 * SECOND_MS)
    expect(next.server.packets).toHaveLength(1)
  })

  test('a receipt says within its minute that the step before arrived: the same', async () => {
    const school = new School({ settings: { way: 'application-socket' } })
    school.server.answer = () => Promise.resolve({ result: 'unknown', delivered: null, detail: '' })
    await school.send(window)
    await school.pass(11 * SECOND_MS)
    const key = (await school.get('n-1')).parts[0]?.id
    const next = school.again({ startedAtMs: START_MS + MINUTE_MS + 5 * SECOND_MS, settings: { way: 'application-socket' } })
    next.desk.receipts.onEvent('t1', payloadOf([{ key, noticeId: 'n-1.scheduled', delivered: 3 }]))
    await next.pass(30 * SECOND_MS, SECOND_MS)
    expect((await next.get('n-1')).state).toBe('missed')
    expect(next.server.packets).toHaveLength(1)
  })

  test('the step before is sent by hand after its time: it asks', async () => {
    const cut = new School()
    await cut.send(window)
    cut.server.answer = () => Promise.resolve({ result: 'unknown', delivered: null, detail: '' })
    await cut.pass(11 * SECOND_MS)
    // "Verifying" is at four minutes.
    const next = cut.again({ startedAtMs: START_MS + 4 * MINUTE_MS + 5 * SECOND_MS })
    next.server.answer = () => Promise.resolve({ result: 'confirmed', delivered: 3, detail: '' })
    expect(await next.handlers['notices:step']({ id: 'n-1', step: 'in-progress' })).toMatchObject({ ok: true })
    await next.pass(10 * SECOND_MS, SECOND_MS)
    expect(await next.get('n-1')).toMatchObject({ state: 'missed', sentence: expect.stringContaining('Its time passed before the step before it was sent') })
    expect(next.server.packets.map(({ noticeId }) => noticeId)).toEqual(['n-1.scheduled', 'n-1.in-progress'])
  })
})
