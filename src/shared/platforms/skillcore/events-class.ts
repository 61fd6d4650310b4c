import type { AlertSpec, CatalogEvent } from '../../catalog.ts'
import { bool, freeText, id, int, isoDate, isoTime, list, num, obj, oneOf, open, personName } from '../../payload-schema.ts'
import type { PayloadSchema } from '../../payload-schema.ts'
import { actor, attendanceStatus, deployedAttendanceStatus, guideAck, listedAt, people } from './payloads.ts'

/* Namespaces `/attendance` and `/live-class`. */

const attendance = ['/attendance']
const live = ['/live-class']
const inClass = ['{classId}']

function marked(status: PayloadSchema): PayloadSchema {
  return obj({ recordId: id, studentId: id, date: isoDate, status, 'periodId?': id, markedBy: actor, markedAt: isoTime })
}

const intervention: Pick<AlertSpec, 'identity' | 'identityOf'> = { identity: ['interventionId'], identityOf: 'intervention' }

export const attendanceEvents: CatalogEvent[] = [
  {
    name: 'attendance.marked',
    namespaces: attendance,
    direction: 'server-to-client',
    args: [marked(attendanceStatus)],
    variants: [{ note: 'as deployed: PRESENT, ABSENT, LATE, EXCUSED', args: [marked(deployedAttendanceStatus)] }],
    meaning: 'activity',
    person: { id: ['markedBy.id'], name: ['{markedBy.givenName} {markedBy.familyName}', 'markedBy.givenName'], email: [] },
    source: 'SkillCore document, "attendance.marked (Subscribe)"',
  },
  {
    name: 'attendance.intervention-triggered',
    namespaces: attendance,
    direction: 'server-to-client',
    args: [
      obj({ interventionId: id, studentId: id, type: oneOf('chronic_absence', 'truancy', 'tardy_pattern'), triggerReason: freeText, absenceCount: int, attendanceRate: num }),
    ],
    meaning: 'alert',
    person: { id: ['studentId'], name: [], email: [] },
    alerts: [
      { ...intervention, when: [{ path: 'type', in: ['tardy_pattern', 'TARDY_PATTERN'] }], severity: 'warning', cause: '{type}', title: 'Attendance rule {type} reached' },
      { ...intervention, when: [{ path: 'type', in: ['chronic_absence', 'truancy', 'CHRONIC_ABSENCE', 'TRUANCY'] }], severity: 'critical', cause: '{type}', title: 'Attendance rule {type} reached' },
      // A type of tomorrow, or none that can be read: nobody's intervention is lost for that.
      { ...intervention, when: [], severity: 'warning', cause: 'unknown type', title: 'Attendance intervention of an unknown type' },
    ],
    source: 'SkillCore document, "attendance.intervention-triggered (Subscribe)"',
  },
  {
    name: 'attendance.bulk-marked',
    namespaces: attendance,
    direction: 'server-to-client',
    args: null,
    variants: [
      {
        note: 'as deployed',
        args: [
          obj({ classId: id, date: isoDate, 'periodId?': id, records: list(obj({ recordId: id, studentId: id, status: deployedAttendanceStatus })), markedBy: actor, markedAt: isoTime }),
        ],
      },
    ],
    meaning: 'activity',
    person: { id: ['markedBy.id'], name: ['{markedBy.givenName} {markedBy.familyName}', 'markedBy.givenName'], email: [] },
    rooms: ['class:{classId}'],
    source: 'as deployed: developer guide, attendance handler; no payload given',
  },
  {
    name: 'attendance.pattern-detected',
    namespaces: attendance,
    direction: 'server-to-client',
    args: null,
    variants: [{ note: 'as deployed', args: [obj({ patternId: id, studentId: id, pattern: open, detectedAt: isoTime })] }],
    meaning: 'alert',
    person: { id: ['studentId'], name: [], email: [] },
    alerts: [{ when: [], severity: 'warning', cause: 'attendance pattern', title: 'A pattern was found in the attendance of a student', identity: ['patternId'], identityOf: 'pattern' }],
    source: 'as deployed: developer guide, sent to counselors and admins; no payload given',
  },
  ...(['attendance:join', 'attendance:leave'] as const).map(
    (name): CatalogEvent => ({
      name,
      namespaces: attendance,
      direction: 'client-to-server',
      args: [obj({ classId: id })],
      ack: guideAck,
      meaning: 'room',
      rooms: ['class:{classId}'],
      source: 'as deployed: developer guide, attendance handler',
    }),
  ),
  {
    name: 'attendance:mark',
    namespaces: attendance,
    direction: 'client-to-server',
    args: [obj({ classId: id, studentId: id, date: isoDate, status: deployedAttendanceStatus, 'periodId?': id })],
    ack: guideAck,
    meaning: 'activity',
    rooms: ['class:{classId}'],
    source: 'as deployed: developer guide, attendance handler',
  },
  {
    name: 'attendance:bulk-mark',
    namespaces: attendance,
    direction: 'client-to-server',
    args: [obj({ classId: id, date: isoDate, 'periodId?': id, records: list(obj({ studentId: id, status: deployedAttendanceStatus })) })],
    ack: guideAck,
    meaning: 'activity',
    rooms: ['class:{classId}'],
    source: 'as deployed: developer guide, attendance handler',
  },
]

const hand = obj({ studentId: id, studentName: personName, timestamp: isoTime })

export const liveClassEvents: CatalogEvent[] = [
  {
    name: 'class:join',
    namespaces: live,
    direction: 'client-to-server',
    args: [obj({ classId: id })],
    ack: guideAck,
    meaning: 'room',
    rooms: inClass,
    source: 'SkillCore document, "Join Class Session"',
  },
  {
    name: 'class:joined',
    namespaces: live,
    direction: 'server-to-client',
    args: [obj({ classId: id, studentsOnline: people, teacherOnline: people })],
    meaning: 'room',
    rooms: inClass,
    proves: [listedAt('studentsOnline', true, 'STUDENT'), listedAt('teacherOnline', true, 'TEACHER')],
    source: 'SkillCore document, "Join Class Session"',
  },
  {
    name: 'class:leave',
    namespaces: live,
    direction: 'client-to-server',
    args: [obj({ classId: id })],
    ack: guideAck,
    meaning: 'room',
    rooms: inClass,
    source: 'as deployed: developer guide, live class handler',
  },
  {
    name: 'poll.started',
    namespaces: live,
    direction: 'server-to-client',
    args: [obj({ pollId: id, question: freeText, options: list(freeText), duration: num, allowMultiple: bool })],
    meaning: 'activity',
    source: 'SkillCore document, "poll.started (Subscribe)"',
  },
  {
    name: 'poll.submit',
    namespaces: live,
    direction: 'client-to-server',
    args: [obj({ pollId: id, selectedOptions: list(int) })],
    ack: guideAck,
    meaning: 'activity',
    source: 'SkillCore document, "poll.submit (Send)"',
  },
  {
    name: 'poll.results',
    namespaces: live,
    direction: 'server-to-client',
    args: [obj({ pollId: id, results: list(obj({ option: freeText, count: int, percentage: num })), totalResponses: int })],
    meaning: 'activity',
    source: 'SkillCore document, "poll.results (Subscribe)"',
  },
  {
    name: 'whiteboard.draw',
    namespaces: live,
    direction: 'both',
    args: [obj({ action: oneOf('draw', 'erase', 'clear'), x: num, y: num, 'color?': open, 'size?': num })],
    ack: guideAck,
    meaning: 'activity',
    source: 'SkillCore document, "whiteboard.draw (Send/Receive)"',
  },
  {
    name: 'hand-raised',
    namespaces: live,
    direction: 'both',
    args: [hand],
    ack: guideAck,
    meaning: 'activity',
    person: { id: ['studentId'], name: ['studentName'], email: [] },
    source: 'SkillCore document, "hand-raised (Send/Receive)"',
  },
  {
    name: 'hand-lowered',
    namespaces: live,
    direction: 'both',
    args: [hand],
    ack: guideAck,
    meaning: 'activity',
    person: { id: ['studentId'], name: ['studentName'], email: [] },
    source: 'as deployed: developer guide, live class handler',
  },
]
