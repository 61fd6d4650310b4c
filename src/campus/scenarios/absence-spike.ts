import type { Account } from '../contract.ts'
import { interventionReason } from '../population/texts.ts'
import type { InterventionType } from '../population/texts.ts'
import { adminsRoom } from '../platforms/skillcore/rooms.ts'
import type { ExpectedAlert, Scenario, ScenarioPlan, ScenarioStage, Step } from './scenario.ts'

/*
 * A bad morning at SkillCore: classes half empty, then one intervention after the other. Each comes twice by the document,
 * as `attendance.intervention-triggered` and as a notification on two namespaces, and is one alert all the same.
 */

const types: readonly InterventionType[] = [
  'chronic_absence', 'truancy', 'chronic_absence', 'chronic_absence', 'tardy_pattern', 'chronic_absence', 'truancy', 'chronic_absence', 'chronic_absence', 'truancy', 'chronic_absence', 'tardy_pattern',
]
const CLASSES = 3
const FIRST_SECOND = 20
const EVERY_SECONDS = 2.5
/** Those of the first ones that the server sends again, as it was: after a restart of its queue, for example. */
const REDELIVERED = 3
const PATTERNS = 2
const CLOCK_OFF_MS = -26 * 3_600_000

const OWN = { platform: 'skillcore', kind: 'platform', state: 'open', parent: null } as const
const DRIFT: ExpectedAlert = { platform: 'skillcore', kind: 'rule', cause: 'drift', severity: 'info', state: 'open', parent: null }

interface Case {
  readonly id: string
  readonly student: Account
  readonly type: InterventionType
  readonly reason: string
  readonly absenceCount: number
}

export const absenceSpike: Scenario = {
  name: 'absence-spike',
  title: 'A bad morning: 13 students reach a limit of attendance, each told twice, some told again, some told wrong.',
  needs: ['skillcore'],
  seconds: 80,
  plan,
}

function plan(stage: ScenarioStage): ScenarioPlan {
  const { asDeployed, random, mark } = stage
  const platform = stage.platform('skillcore')
  const byPerson = new Map(platform.accounts.map((account) => [account.person.number, account]))
  const students = random.shuffle(stage.school.persons.filter(({ kind }) => kind === 'student')).flatMap(({ number }) => byPerson.get(number) ?? [])
  const cases = [...types, 'chronic_absence' as const].map((type, index): Case => ({
    id: `spike-${mark}-${index + 1}`, student: students[index % students.length] as Account, type, reason: interventionReason(type, random), absenceCount: random.int(9, 30),
  }))
  const skewed = cases.at(-1) as Case
  const steps: Step[] = []
  const at = (second: number, what: string, run: () => void): void => void steps.push({ second, platform: 'skillcore', what, run })
  const triggered = (payload: unknown): void => void platform.io.of('/attendance').to(adminsRoom).emit('attendance.intervention-triggered', payload)

  // What was sent, so that it can be sent again as it was.
  const sent = new Map<string, unknown>()
  const notify = (to: Account, one: Case, createdAt: Date): void => {
    const key = `${one.id} ${to.userId}`
    const payload = sent.get(key) ?? {
      notificationId: `notification-${key.replace(' ', '-')}`, type: 'INTERVENTION_ALERT', title: 'Attendance intervention', body: one.reason,
      priority: one.type === 'tardy_pattern' ? 'high' : 'urgent', relatedEntity: { type: 'intervention', id: one.id }, createdAt: createdAt.toISOString(),
    }
    sent.set(key, payload)
    const room = `user:${to.userId}`
    if (asDeployed) platform.io.of('/notifications').to(room).emit('notification.received', payload)
    else for (const namespace of ['/notifications', '/']) platform.io.of(namespace).to(room).emit('notification.new', payload)
  }
  const staff = platform.accounts.filter(({ person: { kind } }) => kind === 'admin' || kind === 'principal' || kind === 'counselor')
  const intervene = (one: Case, createdAt: Date): void => {
    triggered(payloadOf(one))
    for (const account of staff) notify(account, one, createdAt)
  }

  for (const [index, schoolClass] of random.shuffle(stage.school.classes).slice(0, CLASSES).entries()) {
    const records = schoolClass.students.map((student) => ({ studentId: byPerson.get(student.number)?.userId ?? '', absent: random.chance(0.5) }))
    at(4 + index * 4, `${schoolClass.title}: ${records.filter(({ absent }) => absent).length} of ${records.length} are absent`, () => markClass(stage, schoolClass.id, byPerson.get(schoolClass.teacher.number), records, index))
  }
  for (const [index, one] of cases.slice(0, -1).entries()) at(FIRST_SECOND + index * EVERY_SECONDS, `intervention ${index + 1} (${one.type}) for #${one.student.person.number}`, () => intervene(one, stage.now()))
  at(54, `the first ${REDELIVERED} interventions come again as they were`, () => {
    for (const one of cases.slice(0, REDELIVERED)) intervene(one, stage.now())
  })
  const changed = cases[REDELIVERED] as Case
  at(58, 'intervention 4 comes again with other numbers', () => triggered({ ...payloadOf(changed), absenceCount: changed.absenceCount + 7, triggerReason: 'Corrected by the office' }))
  at(60, 'intervention 13, told with a clock that is 26 hours behind', () => intervene(skewed, new Date(stage.now().getTime() + CLOCK_OFF_MS)))
  at(64, 'interventions without an id, twice', () => {
    const { interventionId: _, ...rest } = payloadOf(cases[0] as Case)
    for (let time = 0; time < 2; time++) triggered(rest)
  })
  at(66, 'interventions that cannot be read: nothing, text, no payload, an unknown type', () => {
    const room = platform.io.of('/attendance').to(adminsRoom)
    triggered(null)
    triggered('see the office')
    room.emit('attendance.intervention-triggered')
    triggered({ ...payloadOf(skewed), interventionId: `spike-${mark}-odd`, type: 'moon_phase' })
    room.emit('attendance.intervention-dreamed', payloadOf(skewed))
    platform.io.of('/notifications').to(`user:${platform.admin.userId}`).emit(asDeployed ? 'notification.received' : 'notification.new', null)
  })
  if (asDeployed) {
    for (let index = 0; index < PATTERNS; index++) {
      const { student, type } = cases[index] as Case
      const payload = () => ({ patternId: `pattern-${mark}-${index + 1}`, studentId: student.userId, pattern: type, detectedAt: stage.now().toISOString() })
      at(50 + index, `a pattern is found in the attendance of #${student.person.number}`, () => void platform.io.of('/attendance').to(adminsRoom).emit('attendance.pattern-detected', payload()))
    }
  }
  return { steps, expected: expectedOf(cases, asDeployed) }
}

/** Copies that the console's account gets: one attendance event, and the notification on each of its namespaces. */
function expectedOf(cases: readonly Case[], asDeployed: boolean): ExpectedAlert[] {
  const copies = asDeployed ? 2 : 3
  const alerts = cases.map(({ type }, index): ExpectedAlert => {
    const count = copies * (index < REDELIVERED ? 2 : 1) + (index === REDELIVERED ? 1 : 0)
    const oddities = index === REDELIVERED || index === cases.length - 1 ? 1 : 0
    const severity = type === 'tardy_pattern' ? 'warning' : 'critical'
    return { ...OWN, cause: type, severity, title: `Attendance rule ${type} reached`, count, oddities }
  })
  alerts.push({ ...OWN, cause: 'chronic_absence', severity: 'critical', title: 'Attendance rule chronic_absence reached', count: 2, oddities: 0 })
  // The unknown type has an id; the three that hold nothing to read are one alert, and each says something else.
  for (const unreadable of [{ count: 1, oddities: 0 }, { count: 3, oddities: 1 }]) alerts.push({ ...OWN, cause: 'unknown type', severity: 'warning', ...unreadable })
  if (asDeployed) for (let index = 0; index < PATTERNS; index++) alerts.push({ ...OWN, cause: 'attendance pattern', severity: 'warning', count: 1 })
  return [...alerts, DRIFT]
}

function payloadOf({ id, student, type, reason, absenceCount }: Case) {
  return { interventionId: id, studentId: student.userId, type, triggerReason: reason, absenceCount, attendanceRate: Math.round((100 - absenceCount * 0.9) * 10) / 10 }
}

/** By the document one event a student, as deployed one for the class. */
function markClass(stage: ScenarioStage, classId: string, teacher: Account | undefined, records: readonly { readonly studentId: string; readonly absent: boolean }[], index: number): void {
  const platform = stage.platform('skillcore')
  const namespace = platform.io.of('/attendance')
  const now = stage.now().toISOString()
  const markedBy = { id: teacher?.userId ?? '', givenName: teacher?.person.givenName ?? '', familyName: teacher?.person.familyName ?? '' }
  const common = { date: now.slice(0, 10), periodId: 'period-1', markedBy, markedAt: now }
  const rooms = [adminsRoom, classId, `class:${classId}`]
  const recordId = (number: number): string => `record-${stage.mark}-${index + 1}-${number + 1}`
  if (stage.asDeployed) {
    namespace.to(rooms).emit('attendance.bulk-marked', { classId, ...common, records: records.map(({ studentId, absent }, number) => ({ recordId: recordId(number), studentId, status: absent ? 'ABSENT' : 'PRESENT' })) })
    return
  }
  for (const [number, { studentId, absent }] of records.entries()) {
    namespace.to([...rooms, `user:${studentId}`]).emit('attendance.marked', { recordId: recordId(number), studentId, status: absent ? 'absent' : 'present', ...common })
  }
}
