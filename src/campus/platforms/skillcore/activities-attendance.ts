import type { Activity, Random, StoryContext } from '../../contract.ts'
import { interventionReason } from '../../population/texts.ts'
import { deployedStatus, detectPattern, sendMarked, triggerIntervention } from './attendance.ts'
import type { Status } from './attendance.ts'
import type { Cast, TaughtClass } from './cast.ts'
import { notify } from './notifications.ts'
import { isStaff } from './world.ts'

/* Attendance around lessons, and the rare intervention. */

const dateOf = (now: Date): string => now.toISOString().slice(0, 10)

/** About 92 of 100 are there. */
function pickStatus(random: Random): Status {
  const dice = random.next()
  return dice < 0.92 ? 'present' : dice < 0.95 ? 'tardy' : dice < 0.98 ? 'absent' : 'excused_absent'
}

export function attendanceActivities(cast: Cast): Activity[] {
  const { hub } = cast

  const markAll = (context: StoryContext, { schoolClass, teacher }: TaughtClass, periodId: string): boolean => {
    const date = dateOf(context.now())
    const records = schoolClass.students.map((student) => ({ studentId: hub.world.accountOf(student).userId, status: pickStatus(context.random) }))
    if (records.length === 0) return false
    if (hub.deployed) {
      const deployed = records.map(({ studentId, status }) => ({ studentId, status: deployedStatus[status] }))
      return cast.send(context, teacher.person, '/attendance', 'attendance:bulk-mark', { classId: schoolClass.id, date, periodId, records: deployed })
    }
    for (const record of records) sendMarked(hub, { classId: schoolClass.id, date, periodId, ...record, by: teacher, now: context.now() })
    return true
  }

  return [
    {
      name: 'attendance of a class',
      weight: 0.8,
      run: (context) => {
        const taught = cast.pickTaught(context)
        const periodId = `period-${context.random.int(1, 7)}`
        return taught && markAll(context, taught, periodId) ? `${taught.schoolClass.title}: attendance marked` : undefined
      },
    },
    {
      name: 'attendance corrected',
      weight: 3,
      run: (context) => {
        const taught = cast.pickTaught(context)
        if (!taught || taught.schoolClass.students.length === 0) return undefined
        const { schoolClass, teacher } = taught
        const student = hub.world.accountOf(context.random.pick(schoolClass.students))
        const status = context.random.pick(['present', 'tardy', 'excused_absent'] as const)
        const date = dateOf(context.now())
        if (hub.deployed) {
          const mark = { classId: schoolClass.id, studentId: student.userId, date, status: deployedStatus[status] }
          if (!cast.send(context, teacher.person, '/attendance', 'attendance:mark', mark)) return undefined
        } else {
          sendMarked(hub, { classId: schoolClass.id, studentId: student.userId, date, status, by: teacher, now: context.now() })
        }
        return `${schoolClass.title}: attendance of #${student.person.number} corrected`
      },
    },
    {
      name: 'intervention',
      raisesAlerts: true,
      weight: 0.04,
      run: (context) => {
        const { random } = context
        const students = hub.world.accounts.filter(({ role }) => role === 'STUDENT')
        if (students.length === 0) return undefined
        const student = random.pick(students)
        const type = random.pick(['chronic_absence', 'chronic_absence', 'truancy', 'tardy_pattern'] as const)
        const triggerReason = interventionReason(type, random)
        const interventionId = hub.nextId('intervention')
        const absenceCount = random.int(5, 30)
        const attendanceRate = Math.round((100 - absenceCount * 0.9) * 10) / 10
        if (type === 'tardy_pattern') detectPattern(hub, student.userId, type, context.now())
        triggerIntervention(hub, { interventionId, studentId: student.userId, type, triggerReason, absenceCount, attendanceRate })
        // The same intervention as a notification, to everybody who has to act on it.
        for (const staff of hub.world.accounts.filter(isStaff)) {
          const priority = type === 'tardy_pattern' ? 'high' : 'urgent'
          const relatedEntity = { type: 'intervention', id: interventionId }
          notify(hub, staff, { type: 'INTERVENTION_ALERT', title: 'Attendance intervention', body: triggerReason, priority, relatedEntity }, context.now())
        }
        return `intervention (${type}) for #${student.person.number}`
      },
    },
  ]
}
