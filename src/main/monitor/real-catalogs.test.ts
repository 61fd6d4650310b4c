import { describe, expect, test } from 'vitest'
import { catalogs } from '../../shared/platforms/index.ts'
import { Monitor } from './monitor.ts'
import { viewOf } from './monitor-fixture.ts'
import { payloadOf } from './raw-payload.ts'

/* The five catalogs in the core: what must be on the Overview when it arrives. */

const startMs = Date.UTC(2026, 10, 20, 8, 0)

function monitorOf(catalogId: string): { receive(namespace: string, name: string, ...args: unknown[]): void; attention(): string[]; openAlerts(): number } {
  const monitor = new Monitor({ catalogs, startedAtMs: startMs })
  let nowMs = startMs
  const view = viewOf('lakeside')
  monitor.targetChanged({ ...view, settings: { ...view.settings, catalogId } }, nowMs)
  return {
    receive: (namespace, name, ...args) => {
      nowMs += 1_000
      monitor.event({ targetId: 'lakeside', namespace, name, direction: 'in', atMs: nowMs, payload: payloadOf(args) })
      monitor.drain(nowMs)
    },
    attention: () => monitor.overview(nowMs).attention.map(({ severity, title, count }) => `${severity}: ${title} (${count})`),
    openAlerts: () => monitor.overview(nowMs).openAlerts,
  }
}

const intervention = { interventionId: 'iv-7', studentId: 'student-12', type: 'chronic_absence', triggerReason: 'Absent 11 of 90 days', absenceCount: 11, attendanceRate: 87.8 }
const notice = { notificationId: 'n-1', type: 'INTERVENTION_ALERT', title: 'Attendance', body: 'Priya Raman', priority: 'urgent', relatedEntity: { type: 'intervention', id: 'iv-7' }, createdAt: '2026-11-20T08:00:00.000Z' }

describe('alerts as received', () => {
  test('an intervention and its notifications in two namespaces are one alert without a name in it', () => {
    const skillcore = monitorOf('skillcore')
    skillcore.receive('/attendance', 'attendance.intervention-triggered', intervention)
    skillcore.receive('/notifications', 'notification.new', notice)
    skillcore.receive('/', 'notification.new', notice)
    expect(skillcore.attention()).toEqual([expect.stringMatching(/^critical: .*chronic_absence.* \(3\)$/)])
    expect(skillcore.attention().join()).not.toMatch(/Priya|Raman|Absent 11/)
  })

  test('urgent and high notifications are alerts, normal ones are not', () => {
    const skillcore = monitorOf('skillcore')
    for (const [index, priority] of ['urgent', 'high', 'normal', 'low'].entries()) {
      skillcore.receive('/notifications', 'notification.new', { notificationId: `n-${index}`, type: 'MESSAGE_RECEIVED', title: 't', body: 'b', priority, createdAt: '2026-11-20T08:00:00.000Z' })
    }
    expect(skillcore.openAlerts()).toBe(2)
  })

  test('maintenance is information, with or without a payload', () => {
    const skillcore = monitorOf('skillcore')
    skillcore.receive('/', 'system.maintenance', { message: 'Tonight', startsAt: '2026-11-20T22:00:00.000Z' })
    skillcore.receive('/', 'system.maintenance')
    skillcore.receive('/', 'system.maintenance', null)
    expect(skillcore.attention().length).toBeGreaterThan(0)
    expect(skillcore.attention().filter((line) => !line.startsWith('info: '))).toEqual([])
  })

  test("RusingAcademy's system:alert, whatever its payload", () => {
    const rusing = monitorOf('rusingacademy')
    rusing.receive('/', 'system:alert', { title: 'Queue is slow' })
    rusing.receive('/', 'system:alert', null)
    expect(rusing.openAlerts()).toBeGreaterThan(0)
  })

  test('ordinary traffic of all five raises nothing', () => {
    const aprende = monitorOf('aprendeai')
    aprende.receive('/study-groups', 'userJoined', { userId: 'u', userName: 'Ana', timestamp: '2026-11-20T08:00:00.000Z' })
    const endi = monitorOf('endiapi')
    endi.receive('/', 'notification', { id: 'a', type: 'user/created', payload: {}, timestamp: '2026-11-20T08:00:00.000Z', read: false })
    const flask = monitorOf('flask-lms')
    flask.receive('/', 'new_enrollment', { user_id: 'u', user_email: 'ana@lakeside.example', message: 'x' })
    expect([aprende, endi, flask].map((each) => each.openAlerts())).toEqual([0, 0, 0])
  })
})
