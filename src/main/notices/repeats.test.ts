import { describe, expect, test } from 'vitest'
import type { NoticeDraft } from '../../shared/notices.ts'
import { payloadOf } from '../monitor/raw-payload.ts'
import { draftOf, HOUR_MS, memoryDatabase, MINUTE_MS, noticeLyceum, School, SECOND_MS, settle, START_MS, why } from './notices-fixture.ts'

/* The clocks of Lincoln High show 04:00:00 when these tests begin. */

const zone = 'America/Chicago'
const [title, body] = ['Snow', 'School closes at noon.']
const inAnHour: NoticeDraft['when'] = { kind: 'at', atMs: START_MS + HOUR_MS, zone }

/** Somebody else's notice arrives. */
function arrives(school: School, words: Record<string, unknown> = { title, body }, targetId = 't1'): void {
  school.monitor.event({ targetId, namespace: '/', name: 'bulletin', direction: 'in', atMs: school.nowMs, payload: payloadOf([{ noticeId: `else-${school.nowMs}`, ...words }]) })
  school.monitor.drain(school.nowMs)
}

async function sentOf(school: School, draft: NoticeDraft = draftOf()): Promise<void> {
  await school.send(draft)
  await school.pass(11 * SECOND_MS)
}

const again = draftOf({ id: 'n-2' })
const repeats = async (school: School, draft = again): Promise<readonly string[]> => (await school.review(draft)).repeats

describe('review says who sent the same words', () => {
  test('this console: sent, being sent, scheduled; for an hour, and after a restart', async () => {
    const school = new School()
    expect(await repeats(school)).toEqual([])
    await school.send(draftOf())
    expect(await repeats(school)).toEqual(['You are sending these very words to School t1 now.'])
    await school.pass(11 * SECOND_MS)
    school.nowMs += 3 * MINUTE_MS
    expect(await repeats(school)).toEqual(['You sent these very words to School t1 3 minutes ago.'])
    expect(await repeats(school, draftOf())).toEqual([])
    const second = school.again()
    expect(await repeats(second)).toEqual(['You sent these very words to School t1 3 minutes ago.'])
    second.nowMs += HOUR_MS
    expect(await repeats(second)).toEqual([])
    await second.send(draftOf({ id: 'n-3', when: { kind: 'at', atMs: second.nowMs + HOUR_MS, zone } }))
    expect(await repeats(second)).toEqual([expect.stringMatching(/^These very words wait to be sent to School t1: you scheduled them for Mon 23 Nov 2026, \d\d:\d\d \(America\/Chicago, GMT-6\)\.$/)])
  })

  test('what may have left, and what left in part, says that some may have it; what did not leave is no repeat', async () => {
    const school = new School()
    school.server.answer = () => Promise.resolve({ result: 'not-confirmed', delivered: null, detail: '' })
    await sentOf(school)
    expect(await repeats(school)).toEqual(['You sent these very words to School t1 less than a minute ago. Some of them may have it already.'])
    // The same that "resend to those" makes of it.
    const followUp = await school.handlers['notices:follow-up']({ id: 'n-1', how: 'resend' })
    expect(followUp.ok && (await repeats(school, followUp.value.draft))).toEqual([expect.stringContaining('Some of them may have it already.')])
    const failed = new School()
    failed.server.answer = () => Promise.resolve({ result: 'refused', delivered: null, detail: '' })
    await sentOf(failed)
    expect(await repeats(failed)).toEqual([])
    const undone = new School()
    await undone.send(draftOf())
    await undone.handlers['notices:undo']({ id: 'n-1' })
    expect(await repeats(undone)).toEqual([])
  })

  test('another letter, kind, platform, or a drill is no repeat; a correction has other words', async () => {
    const school = new School({ targets: ['t1', 't2'] })
    await sentOf(school, draftOf({ audience: { include: [{ kind: 'target', targetId: 't1' }], exclude: [] } }))
    arrives(school)
    expect(await repeats(school)).toHaveLength(2)
    expect(await repeats(school, draftOf({ id: 'n-2', texts: [{ language: 'en', title, body: 'School closes at noon!' }] }))).toEqual([])
    expect(await repeats(school, draftOf({ id: 'n-2', drill: true }))).toEqual([])
    // Others may call the same words another kind: people read the same.
    expect(await repeats(school, draftOf({ id: 'n-2', kind: 'announcement' }))).toEqual([expect.stringContaining('Another console')])
    expect(await repeats(school, draftOf({ id: 'n-2', audience: { include: [{ kind: 'target', targetId: 't2' }], exclude: [] } }))).toEqual([])
    const correction = await school.handlers['notices:follow-up']({ id: 'n-1', how: 'correct' })
    expect(correction.ok && (await repeats(school, correction.value.draft))).toEqual([])
  })

  test('others: with the time of the school, for an hour; own notices that come back are not others', async () => {
    const school = new School()
    await school.handlers['notices:draft'](draftOf())
    arrives(school, { noticeId: 'n-1', title, body })
    arrives(school, { title, body: 'x' })
    arrives(school, { title, text: `${body} Go home.` })
    expect(await repeats(school)).toEqual([])
    school.nowMs += MINUTE_MS
    arrives(school)
    school.nowMs += 3 * MINUTE_MS
    expect(await repeats(school)).toEqual(['Another console sent these very words on School t1 at 04:01, 3 minutes ago.'])
    school.nowMs += HOUR_MS
    expect(await repeats(school)).toEqual([])
  })

  test('others: also where a platform shows title and text as one', async () => {
    const args = [{ noticeId: '{noticeId}', text: '{kind}: {title}\n{body}' }]
    const school = new School({ catalog: { ...noticeLyceum, notices: (noticeLyceum.notices ?? []).map((notice) => ({ ...notice, args })) } })
    arrives(school, { text: `${title}\n${body}` })
    expect(await repeats(school)).toEqual([])
    arrives(school, { text: `urgent: ${title}\n${body}` })
    expect(await repeats(school)).toHaveLength(1)
  })

  test('at most five sentences, and a thousand hostile payloads cost no more than their bounds', async () => {
    const school = new School({ targets: ['t1', 't2', 't3', 't4', 't5', 't6'] })
    for (const targetId of ['t1', 't2', 't3', 't4', 't5', 't6']) arrives(school, undefined, targetId)
    expect(await repeats(school)).toHaveLength(5)
    for (let count = 0; count < 1_000; count++) {
      school.nowMs++
      arrives(school, { title, body: 'x'.repeat(70_000) })
    }
    expect(await repeats(school)).toEqual([])
    expect(school.monitor.incoming.list()).toHaveLength(200)
    expect(school.monitor.incoming.notCompared).toBe(1_000)
  })
})

describe('sending', () => {
  test('needs the tick where the review has repeats, and not where it has none', async () => {
    const school = new School()
    await sentOf(school)
    const { reviewId } = await school.review(again)
    const refused = await school.handlers['notices:send']({ reviewId, typed: null, approval: null, repeat: false })
    expect(refused).toMatchObject({ ok: false, problem: { what: expect.stringContaining('sent again all the same'), details: expect.stringContaining('You sent these very words') } })
    expect((await school.handlers['notices:send']({ reviewId, typed: null, approval: null, repeat: true })).ok).toBe(true)
    await school.pass(11 * SECOND_MS)
    expect(school.server.packets.map(({ noticeId }) => noticeId)).toEqual(['n-1', 'n-2'])
    await sentOf(school, draftOf({ id: 'n-3', texts: [{ language: 'en', title, body: 'Another.' }] }))
    expect(school.server.packets).toHaveLength(3)
  })

  test('a repeat that came since the review is reviewed again, also where another was agreed to', async () => {
    const school = new School()
    const first = await school.review(again)
    arrives(school)
    const send = (reviewId: string, repeat: boolean) => school.handlers['notices:send']({ reviewId, typed: null, approval: null, repeat })
    expect(await send(first.reviewId, true)).toMatchObject({ ok: false, problem: { what: expect.stringContaining('Another console sent these very words'), advice: 'Nothing was sent. Review it again.' } })
    const second = await school.review(again)
    expect(second.repeats).toHaveLength(1)
    school.nowMs += SECOND_MS
    arrives(school)
    expect((await send(second.reviewId, true)).ok).toBe(false)
    const third = await school.review(again)
    expect((await send(third.reviewId, true)).ok).toBe(true)
    await school.pass(11 * SECOND_MS)
    expect(school.server.packets).toHaveLength(1)
  })
})

describe('what waits is held back when the same words come from others', () => {
  test('in the ten seconds of undo: a draft again, said in words and in the audit log', async () => {
    const school = new School()
    await school.send(draftOf())
    await school.pass(7 * SECOND_MS)
    arrives(school)
    await school.pass(10 * SECOND_MS)
    expect(school.server.packets).toEqual([])
    expect(await school.get('n-1')).toMatchObject({ state: 'draft', sentence: 'Draft. Another console sent these very words at 04:00:07. Yours was held back: nothing was sent.', parts: [] })
    expect(school.audit.list(null, 1)[0]).toMatchObject({ action: 'send notice', result: 'failed', detail: 'Held back: the same words came from another console. Nothing was sent.' })
    // Somebody who wants it all the same sends it, and what was there before is nothing new.
    await sentOf(school)
    expect(school.server.packets.map(({ noticeId }) => noticeId)).toEqual(['n-1'])
  })

  test('other words, another platform, and one’s own hold nothing back; nor what is being sent', async () => {
    const school = new School({ targets: ['t1', 't2'] })
    await school.send(draftOf({ audience: { include: [{ kind: 'target', targetId: 't1' }], exclude: [] } }))
    await school.pass(SECOND_MS)
    arrives(school, { title, body: 'School closes at one.' })
    arrives(school, undefined, 't2')
    arrives(school, { noticeId: 'n-1', title, body })
    await school.pass(10 * SECOND_MS)
    expect(school.server.packets).toHaveLength(1)

    const running = new School()
    await running.send(draftOf({ id: 'n-5', kind: 'emergency', audience: { include: [{ kind: 'namespace', targetId: 't1', namespace: '/' }, { kind: 'namespace', targetId: 't1', namespace: '/talk' }], exclude: [] } }))
    await running.pass(SECOND_MS / 4)
    expect(running.server.packets).toHaveLength(1)
    arrives(running)
    await running.pass(2 * SECOND_MS)
    expect(running.server.packets).toHaveLength(2)
  })

  test('two consoles, the second one up to ten seconds behind: one of them sends, the other has a draft', async () => {
    for (let behindMs = 500; behindMs <= 9_500; behindMs += 1_000) {
      const one = new School()
      const other = new School({ server: one.server })
      await one.send(draftOf({ id: 'n-one' }))
      let shown = 0
      for (let atMs = 0; atMs < 25_000; atMs += 250) {
        if (atMs === behindMs) await other.send(draftOf({ id: 'n-other' }))
        await one.pass(250)
        await other.pass(250)
        // Each sees in its feed what left.
        for (const { noticeId, args } of one.server.packets.slice(shown)) for (const school of [one, other]) arrives(school, { ...(args[0] as object), noticeId })
        shown = one.server.packets.length
      }
      expect([behindMs, one.server.packets.map(({ noticeId }) => noticeId)]).toEqual([behindMs, ['n-one']])
      expect([(await one.get('n-one')).state, (await other.get('n-other')).state]).toEqual(['sent', 'draft'])
    }
  })

  test('at its time: missed, also when the words came while another run waited; a person decides', async () => {
    const school = new School()
    await school.send(draftOf({ when: inAnHour }))
    const second = school.again()
    await second.pass(10 * MINUTE_MS, MINUTE_MS)
    arrives(second)
    await second.pass(51 * MINUTE_MS, 30 * SECOND_MS)
    expect(second.server.packets).toEqual([])
    expect(await second.get('n-1')).toMatchObject({ state: 'missed', sentence: 'Missed. Another console sent these very words at 04:10:00. Yours was held back. Nothing was sent by itself: review and send it, or cancel it.' })
    await sentOf(second)
    expect(second.server.packets).toHaveLength(1)
  })

  test('what came before it was scheduled does not hold it back', async () => {
    const school = new School()
    arrives(school)
    expect(await school.send(draftOf({ when: inAnHour }))).toMatchObject({ ok: true })
    await school.pass(HOUR_MS + SECOND_MS, 30 * SECOND_MS)
    expect(school.server.packets).toHaveLength(1)
  })

  test('a disk that takes nothing then: nothing leaves, and nothing is said to have left', async () => {
    const database = memoryDatabase()
    const school = new School({ database })
    await school.send(draftOf())
    const original = database.transaction.bind(database)
    database.transaction = () => { throw new Error('database or disk is full') }
    arrives(school)
    await school.pass(SECOND_MS)
    database.transaction = original
    await school.pass(SECOND_MS)
    await settle()
    expect(school.server.packets).toEqual([])
    expect((await school.get('n-1')).state).toBe('draft')
    expect(why(await school.handlers['notices:undo']({ id: 'n-1' }))).toContain('too late to undo')
  })
})
