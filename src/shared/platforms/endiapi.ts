import type { Catalog } from '../catalog.ts'
import { anyOf, bool, email, freeText, id, isoTime, obj, oneOf, open, personName } from '../payload-schema.ts'
import type { PayloadSchema } from '../payload-schema.ts'

function source(heading: string): string {
  return `endiAPI document, "${heading}"`
}

const role = oneOf('student', 'lecturer', 'admin')

/** endiAPI document, "Payload Structure": one interface for all four thread actions. */
const threadPayload = obj({
  action: oneOf('thread_created', 'message_added', 'thread_read', 'thread_resolved'), threadId: id, 'videoId?': id, 'videoTitle?': open,
  'questionPreview?': freeText, 'messagePreview?': freeText, 'authorName?': personName, timestamp: isoTime,
})

/** The document names the other payloads without their fields; these are the types in the platform's source. */
const userPayload = obj({ userId: id, 'email?': email, 'role?': role, 'userName?': personName, 'timestamp?': isoTime })
const coursePayload = obj({ courseId: id, courseTitle: open, lecturerId: id, 'lecturerName?': personName, 'timestamp?': isoTime })
const videoPayload = obj({ videoId: id, videoTitle: open, courseId: id, 'courseTitle?': open, lecturerId: id, 'timestamp?': isoTime })

/** endiAPI document, "Notification Object Structure". `read` says nothing (always false), so a server may leave it out. */
function notification(type: string, payload: PayloadSchema): PayloadSchema {
  return obj({ id, type: oneOf(type), payload, timestamp: isoTime, 'read?': bool })
}

/** A type that the document does not have: what Rollcall sends in the documented envelope. */
const NOTICE_TYPE = 'system/notice'
const noticePayload = obj({ title: freeText, message: freeText, kind: open, 'severity?': open, 'dismissable?': bool, 'drill?': bool, 'expiresAt?': isoTime, 'timestamp?': isoTime })

/** endiAPI: personal notifications of a video course platform (its document "WebSocket Notifications Documentation"). */
export const endiapi: Catalog = {
  id: 'endiapi',
  name: 'endiAPI',
  summary: 'Personal notifications about discussion threads, users, courses and videos.',
  document: 'endiAPI, WebSocket Notifications Documentation',
  connection: { path: '/socket.io', exampleUrl: 'http://localhost:8000', transports: ['websocket', 'polling'] },
  auth: {
    ways: ['auth.token', 'header'],
    proofEvents: [],
    refusalEvents: [],
    signIn: [
      {
        method: 'POST', path: '/api/auth/login', body: { email: '{email}', password: '{password}' },
        accessToken: [
          { in: 'body', path: 'data.tokens.access_token' }, { in: 'body', path: 'data.access_token' },
          { in: 'body', path: 'access_token' }, { in: 'body', path: 'accessToken' }, { in: 'cookie', name: 'access_token' },
        ],
        refreshToken: [{ in: 'body', path: 'data.tokens.refresh_token' }, { in: 'cookie', name: 'refresh_token' }],
      },
      // Deployed servers keep the token in cookies; this endpoint shows it.
      { method: 'GET', path: '/api/auth/me', bearer: true, accessToken: [{ in: 'body', path: 'data.access_token' }], refreshToken: [] },
    ],
    refresh: [{
      method: 'POST', path: '/api/auth/refresh', body: { refresh_token: '{refreshToken}' },
      accessToken: [{ in: 'body', path: 'data.tokens.access_token' }, { in: 'body', path: 'data.access_token' }, { in: 'cookie', name: 'access_token' }],
      refreshToken: [{ in: 'body', path: 'data.tokens.refresh_token' }, { in: 'cookie', name: 'refresh_token' }],
    }],
    whoAmI: { id: ['data.user.id', 'sub'], role: ['data.user.role', 'role'] },
    checkedAtEveryMessage: false,
  },
  namespaces: [{ name: '/', title: 'Notifications', summary: 'What is addressed to the signed-in account.', documented: true }],
  events: [
    {
      name: 'notification', namespaces: ['/'], direction: 'server-to-client',
      args: [anyOf(
        notification('thread/discussion', threadPayload),
        notification('user/created', userPayload),
        notification('user/deleted', userPayload),
        notification('course/created', coursePayload),
        notification('video/uploaded', videoPayload),
      )],
      variants: [{ note: 'A notice from Rollcall, of a type that the document does not have.', args: [notification(NOTICE_TYPE, noticePayload)] }],
      meaning: 'notice',
      person: {
        id: ['payload.userId', 'payload.lecturerId'],
        name: ['payload.authorName', 'payload.userName', 'payload.lecturerName'],
        email: ['payload.email'],
      },
      // Only who wrote or published something was there; an account that was created or deleted is spoken of.
      proves: [
        { what: 'online', when: [{ path: 'type', in: ['thread/discussion'] }, { path: 'payload.action', in: ['thread_created', 'message_added'] }] },
        { what: 'online', when: [{ path: 'type', in: ['course/created', 'video/uploaded'] }] },
      ],
      source: source('Notification Object Structure'),
    },
    { name: 'ping', namespaces: ['/'], direction: 'client-to-server', args: [], meaning: 'heartbeat', source: source('Browser Console Test') },
    { name: 'pong', namespaces: ['/'], direction: 'server-to-client', args: [], meaning: 'heartbeat', source: source('Browser Console Test') },
  ],
  rooms: [],
  notices: [{
    kinds: ['announcement', 'maintenance', 'urgent', 'emergency'], namespace: '/', event: 'notification', roleRooms: [],
    args: [{
      id: '{noticeId}', type: NOTICE_TYPE, timestamp: '{now}', read: false,
      payload: { title: '{title}', message: '{body}', kind: '{kind}', severity: '{severity}', dismissable: '{dismissable}', drill: '{drill}', expiresAt: '{expiresAt}', timestamp: '{now}' },
    }],
    source: `no document has a type for notices; the envelope is that of the ${source('Notification Object Structure')}`,
  }],
  limits: { connectionsPerUser: null, eventsPerMinute: null, roomJoinsPerMinute: null },
  ping: { send: 'ping', answer: 'pong' },
  notes: [
    'An admin sees only what is addressed to the admin\'s own user id, not what other people receive.',
    'There are no rooms and no presence: the platform does not tell who is online.',
    'A notification that is sent while nobody is connected is lost; it is not sent again.',
    'Every connection of one account receives the same notification with the same id.',
    'Re-opening a resolved thread sends thread_created again on deployed servers, so it does not count new threads.',
  ],
}
