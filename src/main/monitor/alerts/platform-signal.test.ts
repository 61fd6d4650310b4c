import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { payloadOf } from '../raw-payload.ts'
import { contentDigest } from './content-digest.ts'
import { interventionPayload, noticePayload, SCHOOL_MS, schoolOf } from './platform-fixture.ts'
import type { School } from './platform-fixture.ts'

const INTERVENTION = 'attendance.intervention-triggered'
const { relatedEntity: _related, ...plainNotice } = noticePayload()

describe('what each platform’s events raise', () => {
  const table: readonly (readonly [catalog: string, namespace: string, event: string, args: readonly unknown[], line: string | null])[] = [
    ['skillcore', '/attendance', INTERVENTION, [interventionPayload()], 'critical chronic_absence: Attendance rule chronic_absence reached'],
    ['skillcore', '/attendance', INTERVENTION, [interventionPayload({ type: 'truancy' })], 'critical truancy: Attendance rule truancy reached'],
    ['skillcore', '/attendance', INTERVENTION, [interventionPayload({ type: 'TRUANCY' })], 'critical TRUANCY: Attendance rule TRUANCY reached'],
    ['skillcore', '/attendance', INTERVENTION, [interventionPayload({ type: 'tardy_pattern' })], 'warning tardy_pattern: Attendance rule tardy_pattern reached'],
    ['skillcore', '/attendance', INTERVENTION, [interventionPayload({ type: 'moon_phase of Priya' })], 'warning unknown type: Attendance intervention of an unknown type'],
    ['skillcore', '/notifications', 'notification.new', [noticePayload()], 'critical intervention: Intervention alert for a student'],
    ['skillcore', '/', 'notification.new', [noticePayload({ priority: 'high' })], 'warning intervention: Intervention alert for a student'],
    ['skillcore', '/notifications', 'notification.received', [{ ...plainNotice, type: 'SYSTEM_ANNOUNCEMENT', priority: 'urgent' }], 'critical urgent notification: Urgent notification: SYSTEM_ANNOUNCEMENT'],
    ['skillcore', '/notifications', 'notification.received', [{ ...plainNotice, type: 'ATTENDANCE_ALERT', priority: 'HIGH' }], 'warning notification of high priority: Notification of high priority: ATTENDANCE_ALERT'],
    ['skillcore', '/notifications', 'notification.new', [{ ...plainNotice, type: 'MESSAGE_RECEIVED', priority: 'normal' }], null],
    ['skillcore', '/', 'system.maintenance', [], 'info maintenance: Maintenance of the platform announced'],
    ['skillcore', '/', 'announcement.new', [{ title: 'Sports day' }], null],
    ['skillcore', '/attendance', 'attendance.pattern-detected', [{ patternId: 'p1', studentId: 's1', pattern: 'mondays', detectedAt: '2026-11-20T08:00:00Z' }], 'warning attendance pattern: A pattern was found in the attendance of a student'],
    ['skillcore', '/assessment', 'assessment.proctor-alert', [{ studentId: 's1', assessmentId: 'assessment-1', reason: 'left the window' }], 'warning proctor alert: Proctor alert in an assessment'],
    ['skillcore', '/assessment', 'proctor:alert', [], 'warning proctor alert: Proctor alert in an assessment'],
    ['skillcore', '/attendance', 'attendance.marked', [{ studentId: 's1', status: 'absent' }], null],
    ['flask-lms', '/', 'new_enrollment', [{ user_id: 'u', user_email: 'ana@lakeside.example', message: 'x' }], null],
    ['flask-lms', '/', 'error', [{ message: 'no' }], null],
    ['rusingacademy', '/', 'system:alert', [{ title: 'The queue is slow' }], 'warning system_alert: System alert'],
    ['rusingacademy', '/', 'notification:new', [{ id: 7, title: 't', message: 'm', type: 'system' }], 'info notification_system: System notification'],
    ['rusingacademy', '/', 'notification:new', [{ id: 7, title: 't', message: 'm', type: 'booking' }], null],
    ['aprendeai', '/notifications', 'notification', [{ id: 'n', type: 'QUOTA', title: 't', message: 'm', priority: 'urgent', timestamp: '2026-11-20T08:00:00Z' }], 'critical urgent notification: Urgent notification: QUOTA'],
    ['aprendeai', '/notifications', 'notification', [{ id: 'n', type: 'QUOTA', title: 't', message: 'm', priority: 'high' }], 'warning notification of high priority: Notification of high priority: QUOTA'],
    ['aprendeai', '/notifications', 'contentError', [{ contentId: 'c', success: false }], null],
    ['aprendeai', '/study-groups', 'userJoined', [{ userId: 'u', userName: 'Ana' }], null],
    ['endiapi', '/', 'notification', [{ id: 'a', type: 'thread/discussion', payload: { action: 'thread_created' }, read: false }], null],
  ]

  test.each(table)('%s %s %s %j', (catalog, namespace, event, args, line) => {
    const school = schoolOf(catalog)
    school.receive(namespace, event, args)
    expect(school.lines()).toEqual(line === null ? [] : [`${line} (1)`])
    expect(JSON.stringify(school.alerts())).not.toMatch(/Priya|Raman|Absent 11|ana@/)
  })
})

test('where it is and whom it is about', () => {
  const school = schoolOf('skillcore')
  school.receive('/attendance', INTERVENTION, [interventionPayload()])
  school.receive('/assessment', 'assessment.proctor-alert', [{ studentId: 'student-9', assessmentId: 'assessment-1' }])
  expect(school.alerts()).toMatchObject([
    { personId: 'student-12', school: 'Lakeside High', seq: 1, value: '', subject: { targetId: 'lakeside', namespace: '/attendance', event: INTERVENTION, room: null, role: null, serverId: null } },
    { personId: 'student-9', subject: { namespace: '/assessment', room: 'assessment-1' } },
  ])
  expect(school.monitor.overview(school.nowMs())).toMatchObject({ openAlerts: 2, targets: [{ alerts: 2 }] })
})

test('seen through the admin feed it is about the student of the payload, not about whose socket it was', () => {
  const school = schoolOf('skillcore')
  const { monitor } = school
  monitor.snapshot('lakeside', [], SCHOOL_MS)
  school.receive('/attendance', INTERVENTION, [interventionPayload()], { feedSocketId: 'socket-of-the-principal' })
  expect(school.alerts().map(({ personId }) => personId)).toEqual(['student-12'])
})

test('what a client sends under the name of an alert is none', () => {
  const school = schoolOf('rusingacademy')
  const { monitor } = school
  for (const direction of ['out', 'in'] as const) monitor.event({ targetId: 'lakeside', namespace: '/', name: 'system:alert', direction, feedSocketId: 'socket-of-a-student', atMs: SCHOOL_MS, payload: payloadOf([{ title: direction }]) })
  monitor.drain(SCHOOL_MS)
  expect([school.alerts().map(({ count }) => count), monitor.detail(1)?.row.severity, monitor.detail(2)?.row.severity]).toEqual([[1], null, 'warning'])
})

test('an id that must not be shown names nobody, until the person is known', () => {
  const school = schoolOf('skillcore')
  school.receive('/attendance', INTERVENTION, [interventionPayload({ studentId: 'priya@lakeside.example' })])
  school.receive('/messages', 'user.typing', [{ conversationId: 'conv-1', userId: 'priya@lakeside.example', userName: 'Priya Raman' }])
  school.receive('/attendance', INTERVENTION, [interventionPayload({ studentId: 'priya@lakeside.example', interventionId: 'iv-8' })])
  expect(school.alerts().map(({ personId }) => personId)).toEqual([null, 'id:#1'])
})

describe('an intervention and its notifications', () => {
  const own = (school: School, type = 'chronic_absence'): void => school.receive('/attendance', INTERVENTION, [interventionPayload({ type })])
  const twins = (school: School, priority = 'urgent', name = 'notification.new'): void => {
    for (const [index, namespace] of ['/notifications', '/'].entries()) school.receive(namespace, name, [noticePayload({ priority, notificationId: `n-${index}` })])
  }

  test.each([
    ['chronic_absence', 'urgent', 'critical'],
    ['tardy_pattern', 'high', 'warning'],
    ['tardy_pattern', 'urgent', 'critical'],
    ['truancy', 'normal', 'critical'],
  ])('%s with %s notifications is one alert, in its own words whichever comes first', (type, priority, severity) => {
    const [first, second] = [schoolOf('skillcore'), schoolOf('skillcore')]
    own(first, type)
    twins(first, priority)
    twins(second, priority)
    own(second, type)
    const expected = [`${severity} ${type}: Attendance rule ${type} reached (3)`]
    expect([first.lines(), second.lines()]).toEqual([expected, expected])
    for (const school of [first, second]) expect(school.alerts()[0]).toMatchObject({ personId: 'student-12', subject: { namespace: '/attendance', event: INTERVENTION }, oddities: [], seq: 3 })
  })

  test('as deployed: the notification has another name', () => {
    const school = schoolOf('skillcore')
    twins(school, 'urgent', 'notification.received')
    own(school)
    expect(school.lines()).toEqual(['critical chronic_absence: Attendance rule chronic_absence reached (3)'])
  })

  test('a notification and an intervention of the same number are two', () => {
    const school = schoolOf('skillcore')
    school.receive('/attendance', INTERVENTION, [interventionPayload({ interventionId: 7 })])
    school.receive('/notifications', 'notification.new', [{ ...plainNotice, type: 'ANNOUNCEMENT', notificationId: 7 }])
    school.receive('/attendance', INTERVENTION, [interventionPayload({ interventionId: '7' })])
    expect(school.lines()).toEqual(['critical chronic_absence: Attendance rule chronic_absence reached (2)', 'critical urgent notification: Urgent notification: ANNOUNCEMENT (1)'])
  })

  test('people are told once, whatever comes after', () => {
    const school = schoolOf('skillcore')
    own(school)
    twins(school)
    own(school)
    expect(school.monitor.alertBook.takeNews().news.map(({ what }) => what)).toEqual(['fired'])
  })
})

describe('what comes again', () => {
  test('with another time, message or order of fields it is the same; with other content it is odd, once', () => {
    const school = schoolOf('skillcore')
    const { interventionId, ...rest } = interventionPayload()
    for (const payload of [interventionPayload(), { ...rest, interventionId }, interventionPayload({ timestamp: '2026-11-20T08:00:03Z', messageId: 'm-9' }), interventionPayload({ sentAt: 1_795_161_605 })]) school.receive('/attendance', INTERVENTION, [payload])
    for (const notificationId of ['n-1', 'n-2']) school.receive('/notifications', 'notification.new', [noticePayload({ notificationId, createdAt: `2026-11-20T08:00:0${notificationId.length}.000Z` })])
    expect(school.alerts()).toMatchObject([{ count: 6, oddities: [] }])
    for (let time = 0; time < 3; time++) school.receive('/attendance', INTERVENTION, [interventionPayload({ absenceCount: 12 })])
    school.receive('/attendance', INTERVENTION, [interventionPayload({ studentId: 'student-13' })])
    expect(school.alerts()).toMatchObject([{ count: 10, personId: 'student-12', oddities: [`${INTERVENTION} came again under the same id with other content.`] }])
  })

  test('a planned time is content: maintenance that was moved is odd', () => {
    const school = schoolOf('skillcore')
    for (const startsAt of ['2026-11-20T22:00:00Z', '2026-11-20T23:00:00Z']) school.receive('/', 'system.maintenance', [{ maintenanceId: 'm1', startsAt }])
    expect(school.alerts()).toMatchObject([{ count: 2, oddities: ['system.maintenance came again under the same id with other content.'] }])
  })

  test('the same id on another target is another alert', () => {
    const school = schoolOf('rusingacademy')
    const view = school.monitor.targets()[0]!
    school.monitor.targetChanged({ ...view, settings: { ...view.settings, id: 'riverside' } }, SCHOOL_MS)
    for (const targetId of ['lakeside', 'riverside']) school.monitor.event({ targetId, namespace: '/', name: 'system:alert', direction: 'in', atMs: SCHOOL_MS, payload: payloadOf([{ id: 1 }]) })
    school.monitor.drain(SCHOOL_MS)
    expect(school.alerts()).toHaveLength(2)
  })
})

describe('a clock that is off', () => {
  const DAY_MS = 24 * 60 * 60_000
  test.each([
    ['a day ahead', DAY_MS, ['The platform’s time is 24 h ahead of this computer’s; the time of receipt is shown.']],
    ['a day behind', -DAY_MS, ['The platform’s time is 24 h behind this computer’s; the time of receipt is shown.']],
    ['a minute ahead', 60_000, []],
  ])('%s is said, and nothing is lost', (_which, offMs, oddities) => {
    const school = schoolOf('skillcore')
    const nowMs = SCHOOL_MS + 1_000
    const iso = (ms: number): string => new Date(ms).toISOString()
    school.receive('/notifications', 'notification.new', [noticePayload({ createdAt: iso(nowMs + offMs) })], { atMs: nowMs })
    school.receive('/attendance', INTERVENTION, [interventionPayload({ interventionId: 'iv-8', timestamp: nowMs + offMs })], { atMs: nowMs })
    school.receive('/attendance', 'attendance.pattern-detected', [{ patternId: 'p', studentId: 's', pattern: 'x', detectedAt: iso(nowMs + offMs) }], { atMs: nowMs })
    expect(school.alerts().map(({ startedAtMs, oddities: said }) => [startedAtMs, said])).toEqual([1, 2, 3].map(() => [nowMs, oddities]))
  })

  test('this computer’s own clock set back a day keeps what there was', () => {
    const school = schoolOf('skillcore')
    school.receive('/attendance', INTERVENTION, [interventionPayload()])
    school.receive('/attendance', INTERVENTION, [interventionPayload()], { atMs: SCHOOL_MS - DAY_MS })
    school.monitor.alertBook.tick(SCHOOL_MS - DAY_MS)
    expect(school.alerts()).toMatchObject([{ count: 2, phase: 'firing', startedAtMs: SCHOOL_MS + 1_000, lastAtMs: SCHOOL_MS + 1_000 }])
  })
})

describe('payloads that mean harm or nothing', () => {
  test('an intervention that cannot be read is one warning with a count', () => {
    const school = schoolOf('skillcore')
    const text = ['[]', '[null]', '["see the office"]', '[7]', '[[]]', '[{}]', 'garbage', '[{"interventionId":null,"type":{}}]', '[{"interventionId":{"a":1},"type":["truancy"]}]', '[{"__proto__":{"interventionId":"x","type":"truancy"}}]']
    for (const each of text) school.receiveText('/attendance', INTERVENTION, each)
    expect(school.lines()).toEqual([`warning unknown type: Attendance intervention of an unknown type (${text.length})`])
    expect(school.alerts()[0]?.personId).toBeNull()
  })

  test('5 MB are not read, and said to be odd; also where only their content would tell that they are urgent', () => {
    const school = schoolOf('skillcore')
    const body = 'Priya '.repeat(900_000)
    school.receive('/attendance', INTERVENTION, [interventionPayload({ triggerReason: body })])
    school.receive('/notifications', 'notification.new', [noticePayload({ body })])
    school.receive('/attendance', 'attendance.marked', [{ remark: body }])
    expect(school.lines()).toEqual(['warning unknown type: Attendance intervention of an unknown type (1)', 'warning unreadable payload: notification.new is too long to be read, it may be an alert (1)'])
    expect(school.alerts().map(({ oddities }) => oddities)).toEqual([['A payload of 5.4 MB is too long to be read.'], ['A payload of 5.4 MB is too long to be read.']])
    expect(JSON.stringify(school.alerts()).length).toBeLessThan(4_000)
  })

  test('ids of 10,000 characters are told apart to the last, and kept short; names of prototypes are only names', () => {
    const school = schoolOf('skillcore')
    const long = 'x'.repeat(10_000)
    for (const interventionId of [`${long}a`, `${long}b`, `${long}a`, '__proto__', 'constructor', '0', 0, -1, 1e21]) school.receive('/attendance', INTERVENTION, [interventionPayload({ interventionId, studentId: long })])
    expect(school.alerts().map(({ count }) => count)).toEqual([2, 1, 1, 1, 2, 1, 1])
    expect(Math.max(...school.alerts().map((alert) => JSON.stringify(alert).length))).toBeLessThan(3_000)
  })

  test('nested 50,000 levels deep', () => {
    const school = schoolOf('skillcore')
    school.receiveText('/attendance', INTERVENTION, `[{"interventionId":"deep","type":"truancy","x":${'['.repeat(50_000)}${']'.repeat(50_000)}}]`)
    expect(school.lines()).toEqual(['critical truancy: Attendance rule truancy reached (1)'])
  })

  test('a name that is put where a word belongs is not shown', () => {
    const school = schoolOf('skillcore')
    for (const type of ['Priya Raman', 'priya@lakeside.example']) school.receive('/notifications', 'notification.new', [{ ...plainNotice, type, notificationId: type }])
    expect(school.lines().join()).not.toMatch(/Priya|Raman|priya/)
    expect(school.lines()).toHaveLength(2)
  })

  test('any JSON at all: one alert for each intervention, and never a throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const school = schoolOf('skillcore')
        for (const [namespace, name] of [['/attendance', INTERVENTION], ['/notifications', 'notification.new'], ['/', 'system.maintenance'], ['/assessment', 'proctor.alert']] as const) school.receive(namespace, name, [value])
        expect(school.alerts().length).toBeGreaterThanOrEqual(3)
        expect(school.alerts().reduce((sum, { count }) => sum + count, 0)).toBe(school.alerts().length)
      }),
      { numRuns: 100 },
    )
  })
})

describe('the digest of a content', () => {
  test('is of values, their kinds and their places', () => {
    const digests = [[], [null], [{}], [[]], [{ a: 1 }], [{ a: '1' }], [{ b: 1 }], [{ a: [1, 2] }], [{ a: [2, 1] }], [{ a: [12] }], [{ a: { b: 1 } }], [{ a: 1 }, {}]].map(contentDigest)
    expect(new Set(digests).size).toBe(digests.length)
    expect(contentDigest([{ b: { y: 1, x: 2 }, a: 1 }])).toBe(contentDigest([{ a: 1, b: { x: 2, y: 1 } }]))
    // An id inside is part of the content; one at the top names the message.
    expect([contentDigest([{ id: 1 }]) === contentDigest([{ id: 2 }]), contentDigest([{ of: { id: 1 } }]) === contentDigest([{ of: { id: 2 } }])]).toEqual([true, false])
  })
})
