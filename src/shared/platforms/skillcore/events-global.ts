import type { AlertSpec, CatalogEvent } from '../../catalog.ts'
import { anyOf, bool, freeText, id, isoTime, list, num, obj, oneOf, open, personName } from '../../payload-schema.ts'
import type { PayloadSchema } from '../../payload-schema.ts'
import { deployedPresenceStatus, guideAck, listedAt, presenceStatus } from './payloads.ts'

/* Default namespace, `/notifications`, rooms, presence and errors. */

const documentedTypes = ['GRADE_POSTED', 'MESSAGE_RECEIVED', 'ANNOUNCEMENT']
const deployedTypes = ['ATTENDANCE_ALERT', 'SYSTEM_ANNOUNCEMENT', 'ASSESSMENT_AVAILABLE']

function notification(types: PayloadSchema): PayloadSchema {
  return obj({
    notificationId: id,
    type: types,
    title: freeText,
    body: freeText,
    priority: oneOf('urgent', 'high', 'normal', 'low'),
    'relatedEntity?': obj({ type: open, id }),
    createdAt: isoTime,
  })
}

/* Deployed servers write other states in upper case. */
const urgent = ['urgent', 'URGENT']
const high = ['high', 'HIGH']
const ordinary = ['normal', 'low', 'NORMAL', 'LOW']

/**
 * An intervention arrives twice: as an attendance event and as this notification, whose related entity is the intervention, so both
 * have the identity `interventionId` (SkillCore document, "attendance.intervention-triggered" and "Notification Namespace"). The
 * attendance event says more, so its words win. The first that holds counts, so the others need not exclude its type.
 */
const notificationAlerts: AlertSpec[] = [
  {
    when: [{ path: 'type', in: ['INTERVENTION_ALERT'] }, { path: 'priority', in: [...high, ...ordinary] }],
    severity: 'warning',
    cause: 'intervention',
    title: 'Intervention alert for a student',
    identity: ['relatedEntity.id', 'notificationId'],
    identityOf: 'intervention',
    secondHand: true,
  },
  {
    // Urgent, or of a priority that nobody knows.
    when: [{ path: 'type', in: ['INTERVENTION_ALERT'] }],
    severity: 'critical',
    cause: 'intervention',
    title: 'Intervention alert for a student',
    identity: ['relatedEntity.id', 'notificationId'],
    identityOf: 'intervention',
    secondHand: true,
  },
  {
    when: [{ path: 'priority', in: urgent }],
    severity: 'critical',
    cause: 'urgent notification',
    title: 'Urgent notification: {type}',
    identity: ['notificationId'],
    identityOf: 'notification',
  },
  {
    when: [{ path: 'priority', in: high }],
    severity: 'warning',
    cause: 'notification of high priority',
    title: 'Notification of high priority: {type}',
    identity: ['notificationId'],
    identityOf: 'notification',
  },
]

export const globalEvents: CatalogEvent[] = [
  {
    name: 'notification.new',
    alsoKnownAs: ['notification.received'],
    namespaces: ['/', '/notifications'],
    direction: 'server-to-client',
    args: [notification(oneOf(...documentedTypes, 'INTERVENTION_ALERT'))],
    variants: [{ note: 'as deployed: more types', args: [notification(oneOf(...documentedTypes, ...deployedTypes, 'INTERVENTION_ALERT'))] }],
    meaning: 'notice',
    alerts: notificationAlerts,
    source: 'SkillCore document, "Default Namespace" and "Notification Namespace"',
  },
  {
    name: 'announcement.new',
    namespaces: ['/'],
    direction: 'server-to-client',
    args: null,
    variants: [
      {
        note: 'fields of the createAnnouncement mutation, and those of a notice',
        args: [obj({ announcementId: id, title: freeText, body: freeText, priority: open, targetType: open, publishedAt: isoTime, 'expiresAt?': isoTime, 'kind?': open, 'dismissable?': bool, 'drill?': bool })],
      },
    ],
    meaning: 'notice',
    source: 'SkillCore document, "Default Namespace"',
  },
  {
    name: 'system.maintenance',
    namespaces: ['/'],
    direction: 'server-to-client',
    args: null,
    variants: [{ note: 'likely fields', args: [obj({ maintenanceId: id, title: freeText, message: freeText, 'startsAt?': isoTime, 'endsAt?': isoTime, 'drill?': bool })] }],
    meaning: 'notice',
    alerts: [{ when: [], severity: 'info', cause: 'maintenance', title: 'Maintenance of the platform announced', identity: ['maintenanceId', 'id'], identityOf: 'maintenance' }],
    source: 'SkillCore document, "Default Namespace"',
  },
  {
    name: 'notification.read',
    alsoKnownAs: ['notification:read'],
    namespaces: ['/notifications'],
    direction: 'client-to-server',
    args: [obj({ notificationId: id })],
    ack: guideAck,
    meaning: 'activity',
    source: 'SkillCore document, "notification.read (Send)"',
  },
  {
    name: 'notification:dismiss',
    namespaces: ['/notifications'],
    direction: 'client-to-server',
    args: [obj({ notificationId: id })],
    ack: guideAck,
    meaning: 'activity',
    source: 'as deployed: developer guide, notifications handler',
  },
  {
    name: 'room:join',
    namespaces: ['*'],
    direction: 'client-to-server',
    args: [obj({ room: open })],
    ack: guideAck,
    meaning: 'room',
    source: 'SkillCore document, "Join Room"',
  },
  {
    name: 'room:leave',
    namespaces: ['*'],
    direction: 'client-to-server',
    args: [obj({ room: open })],
    ack: guideAck,
    meaning: 'room',
    source: 'SkillCore document, "Leave Room"',
  },
  {
    name: 'room:user-joined',
    namespaces: ['*'],
    direction: 'server-to-client',
    args: [obj({ room: open, userName: personName, 'userId?': id })],
    meaning: 'room',
    person: { id: ['userId'], name: ['userName'], email: [] },
    rooms: ['{room}'],
    proves: [{ what: 'joined' }],
    source: 'SkillCore document, "Room Events"',
  },
  {
    name: 'room:user-left',
    namespaces: ['*'],
    direction: 'server-to-client',
    args: [obj({ room: open, userName: personName, 'userId?': id })],
    meaning: 'room',
    person: { id: ['userId'], name: ['userName'], email: [] },
    rooms: ['{room}'],
    proves: [{ what: 'left' }],
    source: 'SkillCore document, "Room Events"',
  },
  {
    name: 'room:users',
    namespaces: ['*'],
    direction: 'server-to-client',
    args: [obj({ users: anyOf(list(id), list(obj({ 'userId?': id, 'id?': id, userName: personName }))), 'room?': open })],
    meaning: 'room',
    rooms: ['{room}'],
    proves: [listedAt('users', true)],
    source: 'SkillCore document, "Room Events"',
  },
  {
    name: 'presence:update',
    namespaces: ['*'],
    direction: 'client-to-server',
    args: [obj({ status: presenceStatus })],
    variants: [{ note: 'as deployed: upper case', args: [obj({ status: deployedPresenceStatus })] }],
    ack: guideAck,
    meaning: 'presence',
    proves: [{ what: 'status', path: 'status' }],
    source: 'SkillCore document, "User Status"',
  },
  {
    name: 'presence:status-changed',
    namespaces: ['*'],
    direction: 'server-to-client',
    args: [obj({ userId: id, status: presenceStatus })],
    variants: [{ note: 'as deployed: upper case', args: [obj({ userId: id, status: deployedPresenceStatus })] }],
    meaning: 'presence',
    person: { id: ['userId'], name: [], email: [] },
    proves: [{ what: 'status', path: 'status' }],
    source: 'SkillCore document, "User Status"',
  },
  {
    name: 'error',
    namespaces: ['*'],
    direction: 'server-to-client',
    args: [obj({ code: oneOf('UNAUTHORIZED', 'VALIDATION_ERROR', 'RATE_LIMIT_EXCEEDED'), 'message?': open, 'retryAfter?': num })],
    variants: [{ note: 'as text', args: [open] }],
    meaning: 'error',
    source: 'SkillCore document, "Rate Limiting" and "Error Handling"',
  },
]
