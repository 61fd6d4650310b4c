import { describe, expect, test } from 'vitest'
import { ALERTS_OPEN_MAX, ATTENTION_ITEMS_MAX, FLOOD_ALERTS } from '../../../shared/limits.ts'
import { payloadOf } from '../raw-payload.ts'
import { listAlerts } from './alert-list.ts'
import { interventionPayload, noticePayload, SCHOOL_MS, schoolOf } from './platform-fixture.ts'
import type { School } from './platform-fixture.ts'

/* A storm of alerts through the monitor as it runs: events in, ten drains a second. */

const STORM = 10_000
const all = { text: '', states: [], severities: [], targetId: null, cause: null, mine: false }

/** All in one second, with a drain every tenth of it; `each` says what the event of a number is. */
function storm(school: School, count: number, each: (number: number) => { readonly namespace?: string; readonly name?: string; readonly payload: unknown }): number {
  let drains = 0
  for (let number = 0; number < count; number++) {
    const atMs = SCHOOL_MS + Math.floor((number / count) * 1_000)
    const { namespace = '/attendance', name = 'attendance.intervention-triggered', payload } = each(number)
    school.monitor.event({ targetId: 'lakeside', namespace, name, direction: 'in', atMs, payload: payloadOf([payload]) })
    if ((number + 1) % (count / 10) !== 0) continue
    school.monitor.drain(atMs)
    school.monitor.alertBook.tick(atMs)
    drains++
  }
  return drains
}

describe('10,000 alerts in a second', () => {
  test('all different: none is lost, people are told once that it is a flood, and lists stay short', () => {
    const school = schoolOf('skillcore')
    expect(storm(school, STORM, (number) => ({ payload: interventionPayload({ interventionId: `iv-${number}`, studentId: `student-${number}` }) }))).toBe(10)
    const { monitor } = school
    expect(monitor.flow).toMatchObject({ accepted: STORM, applied: STORM, dropped: 0 })
    expect([[...monitor.alertBook.active].length, monitor.alertBook.dropped]).toEqual([STORM, 0])
    const summary = monitor.alertSummary(SCHOOL_MS + 1_000)
    expect(summary).toMatchObject({ open: { critical: STORM }, flood: { alerts: STORM }, dropped: 0 })
    expect(summary.flood?.sinceMs).toBe(SCHOOL_MS + FLOOD_ALERTS / 10)
    const { news, leftOut } = monitor.alertBook.takeNews()
    expect(news.length + leftOut).toBe(STORM)
    const overview = monitor.overview(SCHOOL_MS + 1_000)
    expect([overview.openAlerts, overview.attention.length, overview.attentionLeftOut, overview.targets[0]?.alerts]).toEqual([STORM, ATTENTION_ITEMS_MAX, STORM - ATTENTION_ITEMS_MAX, STORM])
    const list = listAlerts(monitor.alertBook, all, '', () => null)
    expect([list.groups, list.matching, list.rows.length + list.leftOut]).toMatchObject([[{ cause: 'chronic_absence', alerts: STORM }], STORM, STORM])
    // What the store has to write is all of them, in slices.
    let written = 0
    for (let slice = monitor.alertBook.takeChanged(500); slice.length > 0; slice = monitor.alertBook.takeChanged(500)) written += slice.length
    expect(written).toBe(STORM)
  })

  test('one that is said 10,000 times, as itself and as its twin, is one alert with that count', () => {
    const school = schoolOf('skillcore')
    storm(school, STORM, (number) => (number % 2 === 0 ? { payload: interventionPayload() } : { namespace: '/notifications', name: 'notification.new', payload: noticePayload({ notificationId: `n-${number}` }) }))
    expect(school.lines()).toEqual([`critical chronic_absence: Attendance rule chronic_absence reached (${STORM})`])
    const slot = school.monitor.alertBook.slot('a1')
    expect([(slot?.entries.length ?? 0) + (slot?.entriesLeftOut ?? 0), slot?.alert.oddities]).toEqual([STORM + 1, []])
    expect(school.monitor.alertBook.flood).toBeNull()
  })

  test('among fifty thousand events above the log’s rate none is sampled out', () => {
    const school = schoolOf('skillcore', { log: { capacity: 1_000, bytes: 1e9, perSecond: 50 } })
    storm(school, 50_000, (number) => (number % 10 === 0 ? { payload: interventionPayload({ interventionId: number }) } : { name: 'attendance.marked', payload: { studentId: 's1', status: 'absent' } }))
    expect(school.monitor.overview(SCHOOL_MS + 1_000)).toMatchObject({ openAlerts: 5_000, alertsDropped: 0 })
  })

  test('what finds no place is counted', () => {
    const school = schoolOf('skillcore')
    storm(school, ALERTS_OPEN_MAX + 1_000, (number) => ({ payload: interventionPayload({ interventionId: number }) }))
    expect(school.monitor.overview(SCHOOL_MS + 1_000)).toMatchObject({ openAlerts: ALERTS_OPEN_MAX, alertsDropped: 1_000 })
    expect(school.monitor.alertSummary(SCHOOL_MS).dropped).toBe(1_000)
  })
})
