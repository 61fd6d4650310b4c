import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alertDetail } from '../../../shared/alerts.ts'
import { EVIDENCE_AFTER_MS, EVIDENCE_BEFORE_MS, EVIDENCE_EVENTS_MAX, EVIDENCE_OPEN_MAX } from '../../../shared/limits.ts'
import { grade, monitorWithTarget, START_MS, viewOf, wire } from '../monitor-fixture.ts'
import type { Monitor } from '../monitor.ts'
import type { MonitorOptions } from '../monitor.ts'
import type { AlertEvidence } from './evidence.ts'
import { Nearest } from './evidence-nearest.ts'
import { ruleSignal } from './alert-book-fixture.ts'

/** Far enough from the start that something can be before. */
const FIRED_MS = START_MS + 60_000

function watched(options: Partial<MonitorOptions> = {}): Monitor {
  let number = 0
  return monitorWithTarget({ newAlertId: () => `a${++number}`, ...options })
}

function send(monitor: Monitor, ...events: Parameters<Monitor['event']>[0][]): void {
  for (const event of events) {
    monitor.event(event)
    monitor.drain(event.atMs)
  }
}

const alarm = (atMs: number, studentId: string | null = 's1', alarmId = 'x'): Parameters<Monitor['event']>[0] => wire('alarm.raised', [{ alarmId, type: 'late', ...(studentId !== null && { studentId }), reason: 'Maria overslept' }], { atMs })
const by = (person: string, atMs: number, more: { classId?: string } = {}): Parameters<Monitor['event']>[0] => grade(Math.abs(atMs - FIRED_MS), { teacher: person, atMs, ...more })
const signal = (change: { namespace?: string | null; room?: string | null; event?: string | null }) => ruleSignal({ subject: { targetId: 't1', namespace: null, room: null, event: null, role: null, serverId: null, ...change } })

const seconds = (evidence: AlertEvidence | undefined): number[] => (evidence?.events ?? []).map(({ atMs }) => (atMs - FIRED_MS) / 1000)

describe('events around an alert', () => {
  test('of its person, from half a minute before to half a minute after, masked; readable while it collects', () => {
    const monitor = watched()
    send(monitor, by('s1', FIRED_MS - 30_001), by('s1', FIRED_MS - 30_000), by('u-2', FIRED_MS - 10_000), by('s1', FIRED_MS - 5_000), alarm(FIRED_MS), by('s1', FIRED_MS + 1_000))
    const sofar = monitor.evidence.read('a1')
    expect([seconds(sofar), sofar?.complete, monitor.evidence.take()]).toEqual([[-30, -5, 0, 1], false, []])
    send(monitor, by('u-2', FIRED_MS + 2_000), by('s1', FIRED_MS + 29_999))
    monitor.drain(FIRED_MS + EVIDENCE_AFTER_MS - 1)
    expect(monitor.evidence.take()).toEqual([])
    monitor.drain(FIRED_MS + EVIDENCE_AFTER_MS)
    send(monitor, by('s1', FIRED_MS + 30_001))
    const [finished, ...others] = monitor.evidence.take()
    const evidence = alertDetail.shape.evidence.parse(finished?.evidence)
    expect([finished?.alertId, others, seconds(evidence), evidence.leftOut, evidence.fromMs, evidence.toMs, evidence.complete]).toEqual(['a1', [], [-30, -5, 0, 1, 29.999], 0, FIRED_MS - EVIDENCE_BEFORE_MS, FIRED_MS + EVIDENCE_AFTER_MS, true])
    expect(evidence.events[2]).toMatchObject({ event: 'alarm.raised', person: 's1', severity: 'warning', seq: monitor.alertBook.slot('a1')?.alert.seq })
    expect(JSON.stringify(evidence)).not.toMatch(/Maria|Rossi|overslept/)
    expect([monitor.evidence.take(), monitor.evidence.read('a1'), monitor.evidence.size]).toEqual([[], undefined, 0])
  })

  test('stays when the log moved on', () => {
    const monitor = watched({ log: { capacity: 3, bytes: 1e9, perSecond: 100 } })
    send(monitor, by('s1', FIRED_MS - 1_000), alarm(FIRED_MS))
    for (let number = 1; number <= 50; number++) send(monitor, by('u-2', FIRED_MS + number * 100))
    monitor.drain(FIRED_MS + EVIDENCE_AFTER_MS)
    expect(seconds(monitor.evidence.take()[0]?.evidence)).toEqual([-1, 0])
  })

  test.each([
    ['its room where no person is known', signal({ namespace: '/grades', room: 'class_7b', event: 'grade.posted' }), [-3]],
    ['its namespace where no room is', signal({ namespace: '/grades' }), [-3, -2]],
    ['its platform where nothing else is', signal({}), [-3, -2, -1]],
    ['nothing of another platform', ruleSignal(), []],
  ])('of %s', (_which, what, expected) => {
    const monitor = watched()
    send(monitor, by('u-1', FIRED_MS - 3_000), by('u-1', FIRED_MS - 2_000, { classId: '8c' }), wire('message', [{ from: { id: 'u-1' } }], { namespace: '/talk', atMs: FIRED_MS - 1_000 }))
    monitor.alertBook.ruleState(what, 'firing', FIRED_MS)
    monitor.drain(FIRED_MS)
    expect(seconds(monitor.evidence.read('a1'))).toEqual(expected)
  })

  test('a person of whom only the name was known, and who was merged', () => {
    const monitor = watched()
    send(monitor, wire('alarm.raised', [{ alarmId: 'x', studentId: 's1' }], { atMs: FIRED_MS }), by('s1', FIRED_MS + 1))
    expect(monitor.evidence.read('a1')?.events).toHaveLength(2)
  })

  test('the event that raised it is in, also where its place is another or where others are nearer', () => {
    const monitor = watched()
    // The alert was raised by an event that is old by the time it is applied.
    send(monitor, alarm(FIRED_MS, 's1'))
    for (let number = 1; number <= EVIDENCE_EVENTS_MAX + 50; number++) send(monitor, by('s1', FIRED_MS + number))
    monitor.drain(FIRED_MS + EVIDENCE_AFTER_MS)
    const evidence = monitor.evidence.take()[0]?.evidence
    expect([evidence?.events.length, evidence?.leftOut, evidence?.events[0]?.event]).toEqual([EVIDENCE_EVENTS_MAX, 51, 'alarm.raised'])
  })

  test('an alert that is folded or silenced at once has its evidence as well', () => {
    const monitor = watched()
    monitor.alertBook.silences.set([{ id: 's', matchers: [{ field: 'event', is: '*', not: false }], reason: 'Exams today', createdBy: 'j.ortiz', startsAtMs: START_MS, endsAtMs: FIRED_MS + 60_000 }])
    send(monitor, alarm(FIRED_MS))
    monitor.drain(FIRED_MS + EVIDENCE_AFTER_MS)
    expect([monitor.alertBook.slot('a1')?.alert.silencedBy, monitor.evidence.take().map(({ alertId }) => alertId)]).toEqual([['s'], ['a1']])
  })

  test('what fires again while it collects goes on; a pending one collects nothing', () => {
    const monitor = watched()
    const what = signal({ namespace: '/grades' })
    monitor.alertBook.ruleState(what, 'pending', FIRED_MS - 1_000)
    expect(monitor.evidence.size).toBe(0)
    for (const phase of ['firing', 'resolved', 'firing'] as const) monitor.alertBook.ruleState(what, phase, FIRED_MS)
    expect(monitor.evidence.size).toBe(1)
  })

  test('a target that is removed ends it with what there is', () => {
    const monitor = watched()
    send(monitor, by('s1', FIRED_MS - 1_000), alarm(FIRED_MS))
    monitor.targetRemoved('t1')
    expect(monitor.evidence.take().map(({ evidence }) => [seconds(evidence), evidence.complete])).toEqual([[[-1, 0], true]])
  })

  test('a clock that is set back ends it', () => {
    const monitor = watched()
    send(monitor, alarm(FIRED_MS))
    monitor.drain(FIRED_MS - 24 * 60 * 60_000)
    expect(monitor.evidence.take()).toHaveLength(1)
  })
})

describe('bounds', () => {
  test('the nearest in time win; the others are counted', () => {
    const monitor = watched()
    const steps = EVIDENCE_EVENTS_MAX
    for (let number = steps; number >= 1; number--) send(monitor, by('s1', FIRED_MS - number * 100))
    send(monitor, alarm(FIRED_MS))
    for (let number = 1; number <= steps; number++) send(monitor, by('s1', FIRED_MS + number * 100))
    monitor.drain(FIRED_MS + EVIDENCE_AFTER_MS)
    const evidence = monitor.evidence.take()[0]?.evidence
    const times = seconds(evidence)
    expect([times.length, evidence?.leftOut]).toEqual([EVIDENCE_EVENTS_MAX, 2 * steps + 1 - EVIDENCE_EVENTS_MAX])
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(Math.max(...times.map(Math.abs))).toBe(10)
  })

  test('nearest of any times, as by sorting them', () => {
    const times = fc.array(fc.integer({ min: 0, max: 1_000 }), { maxLength: 60 })
    fc.assert(
      fc.property(times, times, fc.integer({ min: 1, max: 20 }), (before, after, capacity) => {
        const nearest = new Nearest<{ atMs: number }>(0, capacity)
        for (const ms of before.toSorted((a, b) => a - b)) nearest.addBefore({ atMs: -ms })
        for (const ms of after.toSorted((a, b) => a - b)) nearest.addAfter({ atMs: ms })
        const distances = nearest.list().map(({ atMs }) => Math.abs(atMs)).toSorted((a, b) => a - b)
        expect(distances).toEqual([...before, ...after].toSorted((a, b) => a - b).slice(0, capacity))
        expect(nearest.leftOut).toBe(before.length + after.length - distances.length)
      }),
    )
  })

  test('above the log’s rate it is of what was kept, and says what was not', () => {
    const monitor = watched({ log: { capacity: 100_000, bytes: 1e9, perSecond: 10 } })
    for (let second = -3; second < 3; second++) {
      for (let number = 0; number < 100; number++) monitor.event(by('s1', FIRED_MS + second * 1_000 + number * 10))
      if (second === -1) monitor.event(alarm(FIRED_MS - 1))
      monitor.drain(FIRED_MS + second * 1_000 + 999)
    }
    monitor.drain(FIRED_MS + EVIDENCE_AFTER_MS)
    const evidence = monitor.evidence.take()[0]?.evidence
    const all = (evidence?.events.length ?? 0) + (evidence?.leftOut ?? 0)
    expect(evidence?.events.length).toBeLessThan(100)
    // 600 events and the alert; what was left out is reckoned from each second's share.
    expect(Math.abs(all - 601)).toBeLessThanOrEqual(30)
  })

  test('of a storm the first collect; of the others the event that raised them is kept, also when the log moved on', () => {
    const monitor = watched({ log: { capacity: 2_000, bytes: 1e9, perSecond: 100_000 } })
    const storm = EVIDENCE_OPEN_MAX + 600
    for (let number = 0; number < storm; number++) monitor.event(alarm(FIRED_MS, `s${number}`, `x${number}`))
    for (let tick = 0; tick < 3; tick++) monitor.drain(FIRED_MS + tick * 100)
    for (let number = 0; number < 3_000; number++) monitor.event(by('s1', FIRED_MS + 1_000))
    monitor.drain(FIRED_MS + 1_000)
    expect([monitor.evidence.size, monitor.evidence.read('a500')?.events.map(({ person }) => person)]).toEqual([EVIDENCE_OPEN_MAX, ['s499']])
    monitor.drain(FIRED_MS + EVIDENCE_AFTER_MS)
    const taken: string[] = []
    for (let part = monitor.evidence.take(); part.length > 0; part = monitor.evidence.take()) {
      expect(part.length).toBeLessThanOrEqual(EVIDENCE_OPEN_MAX)
      for (const { alertId, evidence } of part) {
        taken.push(alertId)
        expect([evidence.complete, evidence.events.some(({ event, person }) => event === 'alarm.raised' && person === `s${Number(alertId.slice(1)) - 1}`)]).toEqual([true, true])
      }
    }
    expect([taken.length, new Set(taken).size, monitor.evidence.dropped]).toEqual([storm, storm, 0])
  })

  test('what nobody fetches is bounded, and counted', () => {
    const monitor = watched()
    const all = 3 * EVIDENCE_OPEN_MAX
    for (let number = 0; number < all; number++) {
      const atMs = FIRED_MS + number * EVIDENCE_AFTER_MS
      send(monitor, alarm(atMs, `s${number}`, `x${number}`))
    }
    monitor.drain(FIRED_MS + all * EVIDENCE_AFTER_MS)
    let taken = 0
    for (let part = monitor.evidence.take(); part.length > 0; part = monitor.evidence.take()) taken += part.length
    expect(taken + monitor.evidence.dropped).toBe(all)
    expect(taken).toBe(2 * EVIDENCE_OPEN_MAX)
  })

  test('two targets do not mix', () => {
    const monitor = watched()
    monitor.targetChanged(viewOf('t2'), START_MS)
    send(monitor, alarm(FIRED_MS), { ...alarm(FIRED_MS + 1), targetId: 't2' }, { ...by('s1', FIRED_MS + 2), targetId: 't2' })
    expect(['a1', 'a2'].map((id) => monitor.evidence.read(id)?.events.map(({ targetId, atMs }) => `${targetId} ${atMs - FIRED_MS}`))).toEqual([['t1 0'], ['t2 1', 't2 2']])
  })
})
