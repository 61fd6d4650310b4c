import type { CatalogRoom, RoomCommand, RoomKind } from '../../catalog.ts'

/*
 * The document joins a gradebook, class, conversation or assessment by its own message and anything by `room:join`;
 * the developer guide names more rooms. Order matters: the first pattern that fits a name is its kind.
 */

const documented = 'SkillCore document, "Join Room": the room is the id of a class, a conversation and so on'
const guide = 'as deployed: developer guide, room names'

/** `room:join` is documented for every namespace; the list of users that follows names the room. */
const joinAny: RoomCommand = { event: 'room:join', args: [{ room: '{room}' }], confirm: { event: 'room:users', path: 'room', equals: '{room}' } }
const leaveAny: RoomCommand = { event: 'room:leave', args: [{ room: '{room}' }] }

const classJoin = (classId: string): RoomCommand => ({ event: 'class:join', args: [{ classId }], confirm: { event: 'class:joined', path: 'classId', equals: classId } })

/** A room that only the guide names; joined by `room:join`. */
function guideRoom(pattern: string, kind: RoomKind, namespace: string, title: string, autoJoined = false): CatalogRoom {
  return { pattern, kind, namespace, title, autoJoined, join: autoJoined ? [] : [joinAny], leave: autoJoined ? [] : [leaveAny], source: guide }
}

export const rooms: CatalogRoom[] = [
  {
    pattern: 'gradebook:{classId}:{academicSessionId}',
    kind: 'class',
    namespace: '/gradebook',
    title: 'Gradebook of a class',
    autoJoined: false,
    join: [
      {
        event: 'gradebook:join',
        args: [{ classId: '{classId}', academicSessionId: '{academicSessionId}' }],
        confirm: { event: 'gradebook:joined', path: 'classId', equals: '{classId}' },
      },
    ],
    leave: [leaveAny, { event: 'gradebook:leave', args: [{ classId: '{classId}', academicSessionId: '{academicSessionId}' }] }],
    source: 'SkillCore document, "Join Class Room"; name of the room as deployed',
  },
  { pattern: 'class-{classKey}', kind: 'class', namespace: '/gradebook', title: 'Class', autoJoined: false, join: [joinAny], leave: [leaveAny], source: documented },
  {
    pattern: 'conv-{conversationKey}',
    kind: 'conversation',
    namespace: '/messages',
    title: 'Conversation',
    autoJoined: false,
    join: [{ event: 'conversation:join', args: [{ conversationId: '{room}' }], confirm: { event: 'conversation:joined', path: 'conversationId', equals: '{room}' } }],
    leave: [leaveAny, { event: 'conversation:leave', args: [{ conversationId: '{room}' }] }],
    source: 'SkillCore document, "Join Conversation"',
  },
  { pattern: 'class-{classKey}', kind: 'class', namespace: '/attendance', title: 'Attendance of a class', autoJoined: false, join: [joinAny], leave: [leaveAny], source: documented },
  {
    pattern: 'class:{classId}',
    kind: 'class',
    namespace: '/attendance',
    title: 'Attendance of a class',
    autoJoined: false,
    join: [{ event: 'attendance:join', args: [{ classId: '{classId}' }], ack: true, ackHolds: '{room}' }],
    leave: [{ event: 'attendance:leave', args: [{ classId: '{classId}' }] }],
    source: guide,
  },
  {
    pattern: 'class-{classKey}',
    kind: 'class',
    namespace: '/live-class',
    title: 'Live class',
    autoJoined: false,
    join: [classJoin('{room}')],
    leave: [leaveAny],
    source: 'SkillCore document, "Join Class Session"',
  },
  {
    pattern: 'class:{classId}',
    kind: 'class',
    namespace: '/live-class',
    title: 'Live class',
    autoJoined: false,
    join: [classJoin('{classId}')],
    leave: [{ event: 'class:leave', args: [{ classId: '{classId}' }] }],
    source: guide,
  },
  {
    pattern: 'assessment-{assessmentKey}',
    kind: 'assessment',
    namespace: '/assessment',
    title: 'Assessment',
    autoJoined: false,
    // No confirmation is documented; the guide answers every message, so an answer confirms and none leaves it unconfirmed.
    join: [{ event: 'assessment:join', args: [{ assessmentId: '{room}' }], ack: true, ackHolds: '{room}' }],
    leave: [leaveAny],
    source: 'SkillCore document, "Join Assessment Session"',
  },
  { ...guideRoom('user:{userId}', 'user', '/', 'Notifications of a person', true), source: 'SkillCore document, "Default Namespace"; name of the room as deployed' },
  guideRoom('user:{userId}', 'user', '/notifications', 'Notifications of a person', true),
  ...['/gradebook', '/attendance', '/assessment'].map((namespace) => guideRoom('user:{userId}', 'user', namespace, 'Events about a person', true)),
  guideRoom('school:{schoolId}:teachers', 'role', '/notifications', 'Teachers of a school'),
  guideRoom('school:{schoolId}:parents', 'role', '/notifications', 'Parents of a school'),
  guideRoom('school:{schoolId}:admins', 'role', '/notifications', 'Administrators of a school'),
  guideRoom('school:{schoolId}:admins', 'role', '/attendance', 'Administrators and counselors of a school', true),
  guideRoom('district:{districtId}:admins', 'role', '/notifications', 'Administrators of a district'),
  guideRoom('school:{schoolId}', 'school', '/notifications', 'School'),
  guideRoom('board:{boardId}', 'other', '/notifications', 'School board'),
  guideRoom('district:{districtId}', 'district', '/notifications', 'District'),
  guideRoom('country:{countryId}', 'other', '/notifications', 'Country'),
  guideRoom('student:{studentId}', 'user', '/gradebook', 'Grades of a student'),
  guideRoom('assignment:{assignmentId}', 'content', '/gradebook', 'Assignment'),
]
