import { describe, expect, test } from 'vitest'
import { draftOf, HOUR_MS, MINUTE_MS, School, SECOND_MS, START_MS, why } from './notices-fixture.ts'

const zone = 'America/Chicago'
const later = draftOf({ when: { kind: 'at', atMs: START_MS + HOUR_MS, zone } })
const maintenance = draftOf({ kind: 'maintenance', when: { kind: 'window', startMs: START_MS + 2 * HOUR_MS, endMs: START_MS + 3 * HOUR_MS, zone, reminderMinutes: 30 } })

const remarks = (school: School): string[] => school.monitor.remarks().map(({ text }) => text).filter((text) => text.includes('missed'))
const records = (school: School) => school.audit.list(null, 100).filter(({ action }) => action === 'notice missed')

/** A run that ends before a time, and one that starts after it. */
async function awayUntil(draft: typeof later, atMs: number): Promise<School> {
  const first = new School()
  await first.send(draft)
  await first.pass(15 * SECOND_MS)
  first.nowMs = atMs
  const second = first.again()
  await second.pass(SECOND_MS)
  return second
}

describe('what was missed asks', () => {
  test('at the start, on every screen, once; at the next start again, until somebody decides', async () => {
    const second = await awayUntil(later, START_MS + 2 * HOUR_MS)
    const asks = 'A notice was missed. Its time passed while Rollcall was closed. Nothing was sent by itself: decide under Notices, Upcoming.'
    expect(remarks(second)).toEqual([asks])
    await second.pass(MINUTE_MS, SECOND_MS)
    await second.handlers['notices:draft'](draftOf({ id: 'n-2' }))
    await second.pass(SECOND_MS)
    expect(remarks(second)).toEqual([asks])
    const third = second.again()
    await third.pass(SECOND_MS)
    expect(remarks(third)).toEqual([asks])
    await third.handlers['notices:cancel']({ id: 'n-1' })
    const fourth = third.again()
    await fourth.pass(SECOND_MS)
    expect(remarks(fourth)).toEqual([])
    expect(fourth.server.packets).toEqual([])
  })

  test('while Rollcall runs as well, and several are one remark', async () => {
    const school = new School({ settings: { quietHours: null } })
    await school.send(later)
    await school.send(draftOf({ id: 'n-2', texts: [{ language: 'en', title: 'Ice', body: 'The bus is late.' }], when: later.when }))
    // The computer slept over its time.
    school.nowMs = START_MS + 2 * HOUR_MS
    await school.pass(SECOND_MS)
    expect(remarks(school)).toEqual(['2 notices were missed. Nothing was sent by itself: decide under Notices, Upcoming.'])
  })

  test('is in the audit log, once however often Rollcall starts', async () => {
    const second = await awayUntil(later, START_MS + 2 * HOUR_MS)
    const third = second.again()
    await third.pass(SECOND_MS)
    expect(records(third)).toMatchObject([{ who: 'Rollcall', scope: `notice n-1, announce, ${new Date(START_MS + HOUR_MS).toISOString()}`, result: 'failed', detail: 'Its time passed while Rollcall was closed. Nothing was sent.' }])
  })
})

describe('a window goes on without a step', () => {
  test('the reminder that was missed holds the rest until somebody skips it or sends it', async () => {
    const skipped = await awayUntil(maintenance, START_MS + 100 * MINUTE_MS)
    expect((await skipped.get('n-1')).state).toBe('missed')
    expect(await skipped.handlers['notices:skip']({ id: 'n-1' })).toMatchObject({ ok: true, value: { state: 'scheduled', nextAtMs: START_MS + 2 * HOUR_MS } })
    await skipped.pass(2 * HOUR_MS, 20 * SECOND_MS)
    expect(skipped.server.packets.map(({ noticeId }) => noticeId)).toEqual(['n-1.scheduled', 'n-1.in-progress', 'n-1.verifying', 'n-1.completed'])
    expect(skipped.audit.list(null, 100)).toContainEqual(expect.objectContaining({ action: 'skip step of notice', scope: 'notice n-1: without Reminder', result: 'confirmed' }))

    const sent = await awayUntil(maintenance, START_MS + 100 * MINUTE_MS)
    expect(await sent.handlers['notices:step']({ id: 'n-1', step: 'reminder' })).toMatchObject({ ok: true })
    await sent.pass(2 * HOUR_MS, 20 * SECOND_MS)
    expect(sent.server.packets.map(({ noticeId }) => noticeId)).toEqual(['n-1.scheduled', 'n-1.reminder', 'n-1.in-progress', 'n-1.verifying', 'n-1.completed'])
  })

  test('one whose time is past too asks in its turn, and is not sent late', async () => {
    const school = await awayUntil(maintenance, START_MS + 2.5 * HOUR_MS)
    await school.handlers['notices:skip']({ id: 'n-1' })
    await school.pass(SECOND_MS)
    const view = await school.get('n-1')
    expect([view.state, ...view.steps.map(({ step, state }) => `${step} ${state}`)]).toEqual(['missed', 'scheduled done', 'reminder skipped', 'in-progress missed', 'verifying waiting', 'completed waiting'])
    expect(school.server.packets).toHaveLength(1)
    expect(records(school)).toHaveLength(2)
  })

  test('not where nothing was missed, or nothing comes after it; nor without a record', async () => {
    const school = new School()
    await school.send(maintenance)
    await school.pass(15 * SECOND_MS)
    expect(why(await school.handlers['notices:skip']({ id: 'n-1' }))).toContain('no step that was missed')
    expect(why(await (await awayUntil(later, START_MS + 2 * HOUR_MS)).handlers['notices:skip']({ id: 'n-1' }))).toContain('no step that was missed')
    expect((await school.handlers['notices:skip']({ id: 'gone' })).ok).toBe(false)
    const missed = await awayUntil(maintenance, START_MS + 100 * MINUTE_MS)
    missed.database.run('DROP TABLE audit')
    expect(why(await missed.handlers['notices:skip']({ id: 'n-1' }))).toContain('audit log')
    expect((await missed.get('n-1')).state).toBe('missed')
  })
})

test('a window whose work has begun is in progress, not to come', async () => {
  const school = new School()
  await school.send(maintenance)
  await school.pass(HOUR_MS, 20 * SECOND_MS)
  const ids = async (): Promise<string[][]> => {
    const { upcoming, inProgress, sent } = await school.handlers['notices:list'](null)
    return [upcoming, inProgress, sent].map((list) => list.map(({ draft }) => draft.id))
  }
  expect(await ids()).toEqual([['n-1'], [], []])
  await school.pass(HOUR_MS + MINUTE_MS, 20 * SECOND_MS)
  expect(await ids()).toEqual([[], ['n-1'], []])
  await school.pass(HOUR_MS, 20 * SECOND_MS)
  expect(await ids()).toEqual([[], [], ['n-1']])
})
