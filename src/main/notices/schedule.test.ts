import { describe, expect, test } from 'vitest'
import type { NoticeDraft } from '../../shared/notices.ts'
import { draftOf, HOUR_MS, MINUTE_MS, School, SECOND_MS, START_MS, students, why } from './notices-fixture.ts'
import { wallTime } from '../../shared/zone-time.ts'
import { stepsOf } from '../../shared/planned-steps.ts'
import { isBetween, timeText } from './zone-time.ts'

const zone = 'America/Chicago'
const inAnHour: NoticeDraft['when'] = { kind: 'at', atMs: START_MS + HOUR_MS, zone }
const window = { kind: 'window' as const, startMs: START_MS + 2 * HOUR_MS, endMs: START_MS + 3 * HOUR_MS, zone, reminderMinutes: 30 } satisfies NoticeDraft['when']
const maintenance = draftOf({ kind: 'maintenance', when: window })

/** Steps that left, by the ids of their deliveries. */
function steps(school: School): string[] {
  return school.server.packets.map(({ noticeId }) => noticeId)
}

describe('a notice for later', () => {
  test('waits, and is sent once at its time', async () => {
    const school = new School()
    expect(await school.send(draftOf({ when: inAnHour }))).toMatchObject({ ok: true, value: { state: 'scheduled', nextAtMs: START_MS + HOUR_MS, sentence: expect.stringContaining('(America/Chicago, GMT-6)') } })
    expect(school.audit.list(null, 1)[0]).toMatchObject({ action: 'schedule notice', result: 'confirmed' })
    await school.pass(HOUR_MS - SECOND_MS, 30 * SECOND_MS)
    expect(steps(school)).toEqual([])
    await school.pass(2 * SECOND_MS)
    expect(steps(school)).toEqual(['n-1'])
    expect((await school.get('n-1')).state).toBe('sent')
    expect(school.audit.list(null, 1)[0]).toMatchObject({ action: 'send notice', reason: 'at its time', result: 'confirmed' })
  })

  test('a restart before its time changes nothing; restarted again it is still sent once', async () => {
    const first = new School()
    await first.send(draftOf({ when: inAnHour }))
    first.nowMs += 20 * MINUTE_MS
    const second = first.again()
    expect((await second.handlers['notices:list'](null)).upcoming).toMatchObject([{ state: 'scheduled' }])
    await second.pass(40 * MINUTE_MS + SECOND_MS, 30 * SECOND_MS)
    const third = second.again()
    await third.pass(HOUR_MS, MINUTE_MS)
    expect(steps(third)).toEqual(['n-1'])
  })

  test.each([5 * SECOND_MS, 10 * HOUR_MS])('closed at its time, and open again %i ms after: missed, never sent by itself', async (lateMs) => {
    const first = new School()
    await first.send(draftOf({ when: inAnHour }))
    first.nowMs += HOUR_MS + lateMs
    const second = first.again()
    await second.pass(HOUR_MS, MINUTE_MS)
    expect(steps(second)).toEqual([])
    const view = await second.get('n-1')
    expect(view).toMatchObject({ state: 'missed', sentence: 'Missed. Its time passed while Rollcall was closed. Nothing was sent by itself: review and send it, or cancel it.' })
    // A person decides: now.
    await second.send(draftOf())
    await second.pass(11 * SECOND_MS)
    expect(steps(second)).toEqual(['n-1'])
  })

  test('a clock that jumps over its time is the same as having been away', async () => {
    const school = new School()
    await school.send(draftOf({ when: inAnHour }))
    school.nowMs += 4 * HOUR_MS
    await school.pass(SECOND_MS)
    expect((await school.get('n-1')).state).toBe('missed')
    // The clock is put right again: it asks, it does not send.
    school.nowMs -= 4 * HOUR_MS
    await school.pass(2 * HOUR_MS, MINUTE_MS / 2)
    expect(steps(school)).toEqual([])
  })

  test('a clock that is set back after it was sent does not send it again', async () => {
    const school = new School()
    await school.send(draftOf({ when: inAnHour }))
    await school.pass(HOUR_MS + SECOND_MS, SECOND_MS * 10)
    school.nowMs -= 2 * HOUR_MS
    await school.pass(3 * HOUR_MS, SECOND_MS * 20)
    expect(steps(school)).toEqual(['n-1'])
  })

  test('no way out at its time: tried for a minute, then missed with the reason', async () => {
    const school = new School()
    await school.send(draftOf({ when: inAnHour }))
    school.server.isOpen = false
    await school.pass(HOUR_MS + 30 * SECOND_MS, 10 * SECOND_MS)
    expect(await school.get('n-1')).toMatchObject({ state: 'scheduled', sentence: expect.stringContaining('not connected') })
    await school.pass(MINUTE_MS, 10 * SECOND_MS)
    expect(await school.get('n-1')).toMatchObject({ state: 'missed', sentence: expect.stringContaining('not connected') })
    school.server.isOpen = true
    await school.pass(HOUR_MS, MINUTE_MS)
    expect(steps(school)).toEqual([])
  })

  test('the way comes back within the minute: sent', async () => {
    const school = new School()
    await school.send(draftOf({ when: inAnHour }))
    school.server.isOpen = false
    await school.pass(HOUR_MS + 30 * SECOND_MS, 10 * SECOND_MS)
    school.server.isOpen = true
    await school.pass(2 * SECOND_MS)
    expect(steps(school)).toEqual(['n-1'])
  })

  test('people who were known and come online are no growth; new people are, and it asks', async () => {
    const school = new School({ sockets: students(20) })
    school.monitor.snapshot('t1', students(2), START_MS)
    await school.send(draftOf({ when: inAnHour }))
    school.monitor.snapshot('t1', students(20), START_MS)
    const other = school.again({ sockets: students(30) })
    await other.pass(HOUR_MS + SECOND_MS, 10 * SECOND_MS)
    expect(await other.get('n-1')).toMatchObject({ state: 'missed', sentence: expect.stringContaining('grew from 20 people to 30 people') })
    expect(steps(other)).toEqual([])
    school.monitor.drain(START_MS)
  })

  test('cancelled it is not sent', async () => {
    const school = new School()
    await school.send(draftOf({ when: inAnHour }))
    expect(await school.handlers['notices:cancel']({ id: 'n-1' })).toMatchObject({ ok: true, value: { state: 'cancelled', sentence: 'Cancelled. Nothing was sent.' } })
    await school.pass(2 * HOUR_MS, MINUTE_MS)
    expect(steps(school)).toEqual([])
    expect(why(await school.handlers['notices:cancel']({ id: 'n-1' }))).toContain('nothing to cancel')
  })

  test('times that cannot be are refused in words', async () => {
    const school = new School()
    const problems = async (when: NoticeDraft['when'], kind: NoticeDraft['kind'] = 'maintenance') => (await school.review(draftOf({ kind, when }))).problems.join()
    expect(await problems({ kind: 'at', atMs: START_MS - 1, zone })).toContain('past')
    expect(await problems({ kind: 'at', atMs: START_MS + 400 * 24 * HOUR_MS, zone })).toContain('more than a year')
    expect(await problems({ kind: 'at', atMs: START_MS + HOUR_MS, zone: 'Mars/Olympus' })).toContain('no time zone')
    expect(await problems({ ...window, endMs: START_MS + HOUR_MS })).toContain('ends before it begins')
    for (const atMs of [Number.NaN, Number.POSITIVE_INFINITY, 1e300]) expect(await problems({ kind: 'at', atMs, zone })).toContain('cannot be read')
    expect(await problems(inAnHour, 'emergency')).toContain('An emergency notice is sent now')
    expect(await problems(window, 'urgent')).toContain('is for maintenance')
  })
})

describe('a maintenance window', () => {
  test('scheduled, reminder, in progress, verifying, completed: each once, each with its word', async () => {
    const school = new School()
    await school.send(maintenance)
    await school.pass(3 * HOUR_MS + MINUTE_MS, 10 * SECOND_MS)
    expect(steps(school)).toEqual(['n-1.scheduled', 'n-1.reminder', 'n-1.in-progress', 'n-1.verifying', 'n-1.completed'])
    expect(school.server.packets.map(({ args }) => (args[0] as { title: string }).title)).toEqual(['Scheduled: Snow', 'Reminder: Snow', 'In progress: Snow', 'Being verified: Snow', 'Completed: Snow'])
    expect(school.server.packets[0]!.args[0]).toMatchObject({ startsAt: new Date(START_MS + 2 * HOUR_MS).toISOString(), endsAt: new Date(START_MS + 3 * HOUR_MS).toISOString() })
    expect(await school.get('n-1')).toMatchObject({ state: 'sent', parts: { length: 5 } })
    expect(school.audit.list(null, 20).filter(({ action }) => action === 'send notice')).toHaveLength(5)
  })

  test('a missed step holds the later ones until a person decides', async () => {
    const first = new School()
    await first.send(maintenance)
    await first.pass(MINUTE_MS, SECOND_MS)
    first.nowMs = START_MS + 2 * HOUR_MS + 5 * MINUTE_MS
    const second = first.again()
    await second.pass(2 * HOUR_MS, MINUTE_MS / 2)
    expect(steps(second)).toEqual(['n-1.scheduled'])
    expect((await second.get('n-1')).state).toBe('missed')
    expect((await second.handlers['notices:step']({ id: 'n-1', step: 'completed' })).ok).toBe(true)
    await second.pass(SECOND_MS)
    expect(steps(second)).toEqual(['n-1.scheduled', 'n-1.completed'])
    expect((await second.get('n-1')).state).toBe('sent')
  })

  test('a step by hand before its time is not sent again at its time', async () => {
    const school = new School()
    await school.send(maintenance)
    await school.pass(20 * SECOND_MS)
    expect((await school.handlers['notices:step']({ id: 'n-1', step: 'in-progress' })).ok).toBe(true)
    await school.pass(SECOND_MS)
    expect(why(await school.handlers['notices:step']({ id: 'n-1', step: 'in-progress' }))).toContain('sent already')
    await school.pass(4 * HOUR_MS, 20 * SECOND_MS)
    expect(steps(school)).toEqual(['n-1.scheduled', 'n-1.in-progress', 'n-1.verifying', 'n-1.completed'])
    expect(why(await school.handlers['notices:step']({ id: 'n-1', step: 'verifying' }))).toContain('sent already')
  })

  test('cancelled, the further steps stay here, and people can be told', async () => {
    const school = new School()
    await school.send(maintenance)
    await school.pass(20 * SECOND_MS)
    expect(await school.handlers['notices:cancel']({ id: 'n-1' })).toMatchObject({ ok: true, value: { state: 'cancelled' } })
    await school.handlers['notices:step']({ id: 'n-1', step: 'cancelled' })
    await school.pass(4 * HOUR_MS, MINUTE_MS)
    expect(steps(school)).toEqual(['n-1.scheduled', 'n-1.cancelled'])
    expect((await school.get('n-1')).state).toBe('cancelled')
  })

  test('undone, none of its steps is sent', async () => {
    const school = new School()
    await school.send(maintenance)
    await school.pass(SECOND_MS)
    await school.handlers['notices:undo']({ id: 'n-1' })
    await school.pass(4 * HOUR_MS, MINUTE_MS)
    expect(steps(school)).toEqual([])
  })

  test('a reminder that is left out is said at review', async () => {
    const said = async (reminderMinutes: number | null) => (await new School().review(draftOf({ kind: 'maintenance', when: { ...window, reminderMinutes } }))).warnings.includes('The time of the reminder is past: none is sent.')
    expect([await said(119), await said(120), await said(1_440), await said(null)]).toEqual([false, true, true, false])
  })

  test('a reminder whose time is past is left out; a short window is verified in its last quarter', () => {
    expect(stepsOf({ kind: 'window', startMs: 10 * MINUTE_MS, endMs: 14 * MINUTE_MS, zone, reminderMinutes: 30 }, 0).map(({ step, atMs }) => `${step} ${atMs / MINUTE_MS}`)).toEqual(['scheduled 0', 'in-progress 10', 'verifying 13', 'completed 14'])
  })
})

describe('the two nights of daylight saving', () => {
  // Chicago: on 14 March 2027 02:00 becomes 03:00, on 7 November 2027 02:00 becomes 01:00 again.
  const spring = Date.UTC(2027, 2, 14, 8)
  const autumn = Date.UTC(2027, 10, 7, 7)

  test('the missing hour: the clock goes from 01:59 to 03:00', () => {
    expect([spring - 1, spring].map((atMs) => timeText(atMs, zone))).toEqual(['Sun 14 Mar 2027, 01:59 (America/Chicago, GMT-6)', 'Sun 14 Mar 2027, 03:00 (America/Chicago, GMT-5)'])
  })

  test('the two 01:30 are told apart, by text and by time', async () => {
    const early = autumn - MINUTE_MS * 30
    const late = autumn + MINUTE_MS * 30
    expect([early, late].map((atMs) => timeText(atMs, zone))).toEqual(['Sun 7 Nov 2027, 01:30 (America/Chicago, GMT-5)', 'Sun 7 Nov 2027, 01:30 (America/Chicago, GMT-6)'])
    expect(wallTime(early, zone)).toEqual(wallTime(late, zone))
    for (const atMs of [early, late]) {
      const school = new School({ startedAtMs: autumn - 3 * HOUR_MS })
      await school.send(draftOf({ when: { kind: 'at', atMs, zone } }))
      await school.pass(atMs - school.nowMs - SECOND_MS, 30 * SECOND_MS)
      expect(steps(school)).toEqual([])
      await school.pass(3 * HOUR_MS, 30 * SECOND_MS)
      expect(steps(school)).toEqual(['n-1'])
    }
  })

  test('a window over the change lasts as long as it lasts', async () => {
    for (const night of [spring, autumn]) {
      const school = new School({ startedAtMs: night - 4 * HOUR_MS })
      await school.send(draftOf({ kind: 'maintenance', when: { kind: 'window', startMs: night - HOUR_MS, endMs: night + HOUR_MS, zone, reminderMinutes: 60 } }))
      const seen: number[] = []
      for (let count = 0; school.nowMs < night + 2 * HOUR_MS; ) {
        await school.pass(30 * SECOND_MS, 30 * SECOND_MS)
        for (; count < school.server.packets.length; count++) seen.push((school.nowMs - night) / MINUTE_MS)
      }
      expect(seen).toEqual([-239.5, -120, -60, 50, 60])
    }
  })

  test('quiet hours are those of the wall clock, over midnight, in both nights', () => {
    const quiet = { from: '22:00', to: '06:00' }
    const at = (atMs: number) => isBetween(atMs, zone, quiet)
    expect([spring - 5 * HOUR_MS, spring - 4 * HOUR_MS, spring, spring + 3 * HOUR_MS - 1, spring + 3 * HOUR_MS].map(at)).toEqual([false, true, true, true, false])
    expect([autumn - 4 * HOUR_MS - 1, autumn - 4 * HOUR_MS, autumn, autumn + HOUR_MS, autumn + 5 * HOUR_MS - 1, autumn + 5 * HOUR_MS].map(at)).toEqual([false, true, true, true, true, false])
    expect(isBetween(spring, zone, { from: '06:00', to: '06:00' })).toBe(false)
  })

  test('quiet hours refuse announcements, not what is urgent', async () => {
    const school = new School({ startedAtMs: Date.UTC(2026, 10, 23, 9), settings: { quietHours: { from: '22:00', to: '06:00' } } })
    expect((await school.review(draftOf({ kind: 'announcement' }))).problems).toEqual(['03:00 in Lincoln High is within its quiet hours, 22:00 to 06:00. Choose another time, or send it as urgent.'])
    expect((await school.review(draftOf({ kind: 'urgent' }))).problems).toEqual([])
    expect((await school.review(draftOf({ kind: 'announcement', when: { kind: 'at', atMs: Date.UTC(2026, 10, 23, 14), zone } }))).problems).toEqual([])
  })
})
