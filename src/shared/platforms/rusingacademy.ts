import type { Catalog, CatalogEvent, CatalogNotice, CatalogRoom } from '../catalog.ts'
import { anyOf, bool, freeText, id, isoTime, list, num, obj, oneOf, open, personName } from '../payload-schema.ts'
import type { PayloadSchema } from '../payload-schema.ts'

/* RusingAcademy: its document "WebSocket API Reference", and what its public server does instead. */

const document = 'RusingAcademy WebSocket API Reference'

/** The public server uses milliseconds since 1970 on the socket, and ISO 8601 in rows of its database. */
const anyTime: PayloadSchema = anyOf(isoTime, num)
const person = { id: ['senderId', 'userId'], name: ['senderName', 'userName'], email: [] }
const chatRoom = ['chat:{roomId}']

/** Documented: each role has its room. The public server calls them `role:*`, and has a role and a room `superadmin`. */
const documentedRoles = ['admin', 'coach', 'learner', 'hr'] as const
/** `hr_admin` is the name of "HR managers" in the public server's accounts. */
const deployedRoles = [...documentedRoles, 'hr_admin', 'superadmin'] as const
/** The documented room of a deployed role: both are one room. */
const documentedAs: { readonly [role in (typeof deployedRoles)[number]]?: string } = { admin: 'admin', coach: 'coach', learner: 'learner', hr: 'hr', hr_admin: 'hr' }

function roleRoom(room: string, source: string, sameAs?: string): CatalogRoom {
  return {
    pattern: room,
    ...(sameAs !== undefined && { sameAs }),
    kind: 'role',
    namespace: '/',
    title: `Role ${room.replace('role:', '')}`,
    autoJoined: true,
    // The public server puts nobody into `admin`, yet sends course progress there: both spellings are asked for.
    joinAtConnect: true,
    join: [{ event: 'join_room', args: [room] }],
    leave: [{ event: 'leave_room', args: [room] }],
    source,
  }
}

/** An event that only the public server has. */
function deployed(name: string, args: PayloadSchema[], fields: Partial<CatalogEvent> & Pick<CatalogEvent, 'meaning'>): CatalogEvent {
  return { name, namespaces: ['/'], direction: 'server-to-client', args, source: 'as deployed', ...fields }
}

const courseProgress = obj({ courseId: id, completedLessons: num, totalLessons: num, overallPercent: num })

const notificationAlert = {
  when: [{ path: 'type', in: ['system'] }],
  severity: 'info' as const,
  cause: 'notification_{type}',
  title: 'System notification',
  identity: ['id'],
  identityOf: 'notification',
}

const events: CatalogEvent[] = [
  {
    name: 'authenticated',
    namespaces: ['/'],
    direction: 'server-to-client',
    args: null,
    meaning: 'session',
    source: `${document}, Connection Events: named without a payload`,
  },
  {
    name: 'auth_error',
    namespaces: ['/'],
    direction: 'server-to-client',
    args: null,
    meaning: 'error',
    source: `${document}, Connection Events: named without a payload`,
  },
  {
    name: 'chat:join',
    namespaces: ['/'],
    direction: 'client-to-server',
    args: [obj({ roomId: id })],
    variants: [{ note: 'As deployed only a bare string is understood; the documented object is ignored', args: [open] }],
    meaning: 'room',
    rooms: chatRoom,
    source: `${document}, chat:join`,
  },
  {
    name: 'chat:leave',
    namespaces: ['/'],
    direction: 'client-to-server',
    args: [obj({ roomId: id })],
    variants: [{ note: 'As deployed only a bare string is understood', args: [open] }],
    meaning: 'room',
    rooms: chatRoom,
    source: `${document}, chat:leave`,
  },
  {
    name: 'chat:message',
    namespaces: ['/'],
    direction: 'both',
    args: [obj({ senderId: id, content: freeText, timestamp: anyTime })],
    sendArgs: [obj({ roomId: id, content: freeText, type: open })],
    variants: [
      {
        note: 'As deployed: a row of the database; clients send over HTTP, the socket has no handler for it',
        args: [
          obj({
            id,
            roomId: id,
            senderId: id,
            senderName: personName,
            senderAvatar: anyOf(open, { type: 'null' }),
            content: freeText,
            messageType: open,
            replyToId: anyOf(id, { type: 'null' }),
            createdAt: anyTime,
          }),
        ],
      },
    ],
    meaning: 'activity',
    person,
    rooms: chatRoom,
    proves: [{ what: 'active', inKind: 'chat' }],
    source: `${document}, chat:message`,
  },
  {
    name: 'chat:typing',
    namespaces: ['/'],
    direction: 'both',
    args: [obj({ userId: id, isTyping: bool })],
    sendArgs: [obj({ roomId: id, isTyping: bool })],
    variants: [{ note: 'As deployed with room and name. Sent with null it ends the server\'s process', args: [obj({ userId: id, userName: personName, isTyping: bool, roomId: id })] }],
    meaning: 'typing',
    person,
    rooms: chatRoom,
    proves: [{ what: 'active', inKind: 'chat' }],
    source: `${document}, chat:typing`,
  },
  {
    name: 'progress:sync',
    namespaces: ['/'],
    direction: 'client-to-server',
    args: [obj({ lessonId: id, progress: num, timeSpent: num })],
    meaning: 'activity',
    source: `${document}, progress:sync`,
  },
  {
    name: 'progress:updated',
    namespaces: ['/'],
    direction: 'server-to-client',
    args: [obj({ lessonId: id, progress: num, syncVersion: num })],
    variants: [
      {
        note: 'As deployed progress is an object',
        args: [
          obj({
            progress: obj({ lessonId: id, status: open, progressPercent: num, timeSpentSeconds: num, syncVersion: num }),
            'courseProgress?': courseProgress,
            timestamp: anyTime,
          }),
        ],
      },
    ],
    meaning: 'activity',
    source: `${document}, progress:updated`,
  },
  {
    name: 'notification:new',
    namespaces: ['/'],
    direction: 'server-to-client',
    args: [obj({ id, title: freeText, message: freeText, type: open })],
    variants: [
      {
        note: 'As deployed with link and time',
        args: [
          obj({
            id,
            type: oneOf('message', 'session_reminder', 'booking', 'review', 'system'),
            title: freeText,
            message: freeText,
            link: anyOf(open, { type: 'null' }),
            createdAt: anyTime,
          }),
        ],
      },
    ],
    meaning: 'notice',
    alerts: [notificationAlert],
    source: `${document}, notification:new`,
  },
  {
    name: 'system:alert',
    namespaces: ['/'],
    direction: 'server-to-client',
    args: null,
    meaning: 'alert',
    alerts: [{ when: [], severity: 'warning', cause: 'system_alert', title: 'System alert', identity: ['id', 'alertId'], identityOf: 'alert' }],
    source: `${document}, Broadcast Service: named without a payload`,
  },
  deployed('connected', [obj({ userId: id, role: open, rooms: list(open), serverTime: num })], { meaning: 'session' }),
  deployed('join_room', [open], { direction: 'client-to-server', meaning: 'room' }),
  deployed('leave_room', [open], { direction: 'client-to-server', meaning: 'room' }),
  deployed('progress:sync_request', [], { direction: 'client-to-server', meaning: 'activity' }),
  deployed('progress:sync_ack', [obj({ timestamp: num })], { meaning: 'activity' }),
  deployed('ping', [], { direction: 'client-to-server', meaning: 'heartbeat' }),
  deployed('pong', [obj({ timestamp: num })], { meaning: 'heartbeat' }),
  deployed('chat:user_joined', [obj({ userId: id, userName: personName, roomId: id, timestamp: anyTime })], { meaning: 'presence', person, rooms: chatRoom, proves: [{ what: 'joined', inKind: 'chat' }] }),
  deployed('chat:user_left', [obj({ userId: id, userName: personName, roomId: id, timestamp: anyTime })], { meaning: 'presence', person, rooms: chatRoom, proves: [{ what: 'left', inKind: 'chat' }] }),
  deployed('chat:message-edited', [obj({ messageId: id, newContent: freeText, editedAt: anyTime })], { meaning: 'activity' }),
  deployed('chat:message-deleted', [obj({ messageId: id })], { meaning: 'activity' }),
  // The learner is not in the administrators' room.
  deployed('progress:course-updated', [obj({ userId: id, courseProgress, timestamp: anyTime })], { meaning: 'activity', person, rooms: ['admin'], proves: [{ what: 'online' }] }),
  deployed('admin.coach.stripe.onboarded', [obj({ coachId: id, coachName: personName })], {
    meaning: 'activity',
    person: { id: ['coachId'], name: ['coachName'], email: [] },
    rooms: ['role:admin'],
    // A payment service reports it; the coach may be anywhere.
    proves: [],
  }),
  // "Small objects" of the public server: their fields are not known well enough to check them.
  ...['coach.stripe.onboarded', 'coach.stripe.updated', 'session:booked', 'session:canceled', 'video:room-ready', 'video:room-ended'].map(
    (name): CatalogEvent => ({ name, namespaces: ['/'], direction: 'server-to-client', args: null, meaning: 'activity', source: 'as deployed' }),
  ),
]

const rooms: CatalogRoom[] = [
  ...documentedRoles.map((role) => roleRoom(role, `${document}, Rooms`)),
  ...deployedRoles.map((role) => roleRoom(`role:${role}`, 'as deployed', documentedAs[role])),
  {
    pattern: 'all',
    kind: 'other',
    namespace: '/',
    title: 'Everybody',
    autoJoined: true,
    join: [],
    leave: [],
    source: 'as deployed',
  },
  {
    pattern: 'user:{userId}',
    kind: 'user',
    namespace: '/',
    title: 'Person',
    autoJoined: true,
    // join_room would open anybody's channel on the public server; an admin console does not do that.
    join: [],
    leave: [],
    source: `${document}, Rooms`,
  },
  {
    pattern: 'chat:{roomId}',
    kind: 'chat',
    namespace: '/',
    title: 'Chat',
    autoJoined: false,
    // The documented form is ignored by the public server, `join_room` by the documented one. A bare string chat:join
    // would announce the console to the room a second time.
    join: [
      { event: 'chat:join', args: [{ roomId: '{roomId}' }] },
      { event: 'join_room', args: ['chat:{roomId}'] },
    ],
    leave: [
      { event: 'chat:leave', args: [{ roomId: '{roomId}' }] },
      { event: 'leave_room', args: ['chat:{roomId}'] },
    ],
    source: `${document}, Rooms`,
  },
]

/** The server's broadcast service reaches a role by its room; the public server spells the room otherwise. */
const notices: CatalogNotice[] = [
  {
    kinds: ['announcement', 'maintenance'], namespace: '/', event: 'notification:new', roleRooms: ['role:{role}', '{role}'],
    args: [{ id: '{noticeId}', type: 'system', title: '{title}', message: '{body}' }], source: `${document}, notification:new and Broadcast Service`,
  },
  {
    kinds: ['urgent', 'emergency'], namespace: '/', event: 'system:alert', roleRooms: ['role:{role}', '{role}'],
    args: [{ id: '{noticeId}', kind: '{kind}', severity: '{severity}', title: '{title}', message: '{body}', expiresAt: '{expiresAt}', dismissable: '{dismissable}', drill: '{drill}', createdAt: '{now}' }],
    source: `${document}, Broadcast Service: named without a payload`,
  },
]

export const rusingacademy: Catalog = {
  id: 'rusingacademy',
  name: 'RusingAcademy',
  summary: 'Language coaching in French and English: chat, lesson progress, notifications, role rooms.',
  document: 'RusingAcademy - WebSocket API Reference',
  connection: { path: '/ws', exampleUrl: 'https://www.rusingacademy.com', transports: ['websocket', 'polling'] },
  auth: {
    ways: ['auth.token', 'query'],
    proofEvents: ['authenticated', 'connected'],
    refusalEvents: ['auth_error'],
    signIn: [
      {
        method: 'POST',
        path: '/api/trpc/customAuth.login',
        // tRPC with superjson: input and answer are wrapped in `json`.
        body: { json: { email: '{email}', password: '{password}' } },
        // `sessionToken` in the body is a database token that the socket refuses: the JWT is in the cookie alone.
        accessToken: [{ in: 'cookie', name: 'app_session_id' }],
        refreshToken: [],
      },
    ],
    refresh: [],
    whoAmI: {
      id: ['result.data.json.user.id', 'result.data.user.id', 'userId', 'id', 'sub'],
      role: ['result.data.json.user.role', 'result.data.user.role', 'role'],
    },
    checkedAtEveryMessage: false,
  },
  namespaces: [{ name: '/', title: 'Academy', summary: 'Everything: chat, progress, notifications, alerts to roles.', documented: true }],
  events,
  rooms,
  notices,
  limits: { connectionsPerUser: null, eventsPerMinute: null, roomJoinsPerMinute: null },
  // Only the public server answers it: silence is no fault.
  ping: { send: 'ping', answer: 'pong' },
  notes: [
    'Chat messages and typing are received without their room: with more than one chat joined they cannot be told apart.',
    'Nobody is announced who leaves or loses the connection: who is in a chat is only "last seen".',
    'A confirmed progress does not say whose it is: it goes to the learner alone.',
    'Membership of a role room proves no role: the public server lets everybody join every room.',
    'The list of rooms that the public server sends at connect names rooms that it did not join.',
    'With WEBSOCKET_ENABLED off there is no Socket.IO at all; the application polls over HTTP instead.',
    'The ping is not in the document: only the public server answers it.',
  ],
}
