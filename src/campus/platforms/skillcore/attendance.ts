import { z } from 'zod'
import type { Account } from '../../contract.ts'
import { mayEnter } from './access.ts'
import { handle, unauthorized } from './handler.ts'
import { actorOf } from './hub.ts'
import type { Client, Hub } from './hub.ts'
import { adminsRoom, enter, idText, leave } from './rooms.ts'

/* Namespace `/attendance`. By the document clients only listen; the developer guide lets teachers mark. */

export type Status = 'present' | 'absent' | 'tardy' | 'excused_absent'
export type DeployedStatus = 'PRESENT' | 'ABSENT' | 'LATE' | 'EXCUSED'

export const deployedStatus: Record<Status, DeployedStatus> = { present: 'PRESENT', absent: 'ABSENT', tardy: 'LATE', excused_absent: 'EXCUSED' }

const statusSchema = z.enum(['PRESENT', 'ABSENT', 'LATE', 'EXCUSED'])
const dateSchema = z.string().regex(/^\d{4}-\d\d-\d\d$/)
const classSchema = z.object({ classId: idText })
const markSchema = z.object({ classId: idText, studentId: idText, date: dateSchema, status: statusSchema, periodId: idText.optional() })
const bulkSchema = z.object({
  classId: idText,
  date: dateSchema,
  periodId: idText.optional(),
  records: z.array(z.object({ studentId: idText, status: statusSchema })).min(1).max(500),
})

export function serveAttendance(hub: Hub, socket: Client): void {
  if (!hub.deployed) return
  const account = hub.accountOf(socket)
  const mayMark = (classId: string): boolean => account.role !== 'STUDENT' && account.role !== 'PARENT' && mayEnter(hub.world, account, '/attendance', `class:${classId}`)
  handle(hub, socket, 'attendance:join', classSchema, ({ classId }) => enter(hub, socket, '/attendance', `class:${classId}`) ?? { data: { classId } })
  handle(hub, socket, 'attendance:leave', classSchema, ({ classId }) => {
    leave(hub, socket, `class:${classId}`)
    return { data: { classId } }
  })
  handle(hub, socket, 'attendance:mark', markSchema, ({ classId, studentId, date, status, periodId }) => {
    if (!mayMark(classId)) return unauthorized(`may not mark attendance of ${classId}`)
    return { data: { recordId: sendMarked(hub, { classId, studentId, date, status, periodId, by: account, now: new Date() }) } }
  })
  handle(hub, socket, 'attendance:bulk-mark', bulkSchema, ({ classId, date, periodId, records }) => {
    if (!mayMark(classId)) return unauthorized(`may not mark attendance of ${classId}`)
    toClass(hub, classId).emit('attendance.bulk-marked', {
      classId,
      date,
      ...(periodId !== undefined && { periodId }),
      records: records.map((record) => ({ recordId: hub.nextId('record'), ...record })),
      markedBy: actorOf(account),
      markedAt: new Date().toISOString(),
    })
    return { data: { classId, count: records.length } }
  })
}

export interface Mark {
  readonly classId: string
  readonly studentId: string
  readonly date: string
  readonly status: Status | DeployedStatus
  readonly periodId?: string | undefined
  readonly by: Account
  readonly now: Date
}

/** One mark to staff, to those who joined the class, and to the student; the record's id. */
export function sendMarked(hub: Hub, mark: Mark): string {
  const recordId = hub.nextId('record')
  toClass(hub, mark.classId, mark.studentId).emit('attendance.marked', {
    recordId,
    studentId: mark.studentId,
    date: mark.date,
    status: mark.status,
    ...(mark.periodId !== undefined && { periodId: mark.periodId }),
    markedBy: actorOf(mark.by),
    markedAt: mark.now.toISOString(),
  })
  return recordId
}

export interface Intervention {
  readonly interventionId: string
  readonly studentId: string
  readonly type: 'chronic_absence' | 'truancy' | 'tardy_pattern'
  readonly triggerReason: string
  readonly absenceCount: number
  /** Percent. */
  readonly attendanceRate: number
}

export function triggerIntervention(hub: Hub, intervention: Intervention): void {
  hub.of('/attendance').to(adminsRoom).emit('attendance.intervention-triggered', intervention)
}

/** Only the developer guide has it: to counselors and admins. */
export function detectPattern(hub: Hub, studentId: string, pattern: string, now: Date): void {
  if (!hub.deployed) return
  hub.of('/attendance').to(adminsRoom).emit('attendance.pattern-detected', { patternId: hub.nextId('pattern'), studentId, pattern, detectedAt: now.toISOString() })
}

function toClass(hub: Hub, classId: string, studentId?: string) {
  return hub.of('/attendance').to([adminsRoom, classId, `class:${classId}`, ...(studentId === undefined ? [] : [`user:${studentId}`])])
}
