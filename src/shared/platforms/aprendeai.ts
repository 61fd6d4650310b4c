import type { AlertSpec, Catalog, CatalogEvent } from '../catalog.ts'
import { anyOf, bool, freeText, id, int, isoTime, obj, oneOf, open, personName } from '../payload-schema.ts'
import type { PayloadSchema } from '../payload-schema.ts'

const STUDY = '/study-groups'
const NOTIFICATIONS = '/notifications'
const AS_DEPLOYED = 'as deployed'

/** Statuses of a round in their order (AprendeAI document, "round.advanced"). */
const roundStatus = ['VOTING', 'DISCUSSING', 'REVOTING', 'EXPLAINING', 'DONE'] as const
const round = { sessionId: id, roundId: id, roundIndex: int }
const bySession = ['session:{sessionId}']
const actor = { id: ['userId', 'user_id'], name: [], email: [] }
/** Fields of the database row that a deployed server sends in place of the documented chat message. */
const chatRow: PayloadSchema = obj({
  id, session_id: id, 'round_id?': anyOf(id, { type: 'null' }), user_id: id, message: freeText, created_at: isoTime,
  'users?': obj({ id, 'name?': personName }), 'userRole?': anyOf(open, { type: 'null' }), 'timestamp?': isoTime,
})

function source(heading: string): string {
  return `AprendeAI document, "${heading}"`
}

/** A vote or revote: the document says `userId`, deployed servers say `user_id`. */
function ballot(name: string, eventType: string): CatalogEvent {
  const fields = { ...round, eventType: oneOf(eventType), timestamp: isoTime }
  return {
    name, namespaces: [STUDY], direction: 'server-to-client', args: [obj({ ...fields, userId: id })],
    variants: [{ note: 'Deployed servers name the person user_id.', args: [obj({ ...fields, user_id: id })] }],
    meaning: 'activity', person: actor, rooms: bySession, source: source(name),
  }
}

/** Annotation events exist in the deployed code; no handler ever joins their room `group:{groupId}`. */
function annotation(what: string): CatalogEvent {
  return { name: `annotation:${what}`, namespaces: [STUDY], direction: 'server-to-client', args: null, meaning: 'activity', source: AS_DEPLOYED }
}

/** Deployed notifications have a priority whose words are not known: those that other platforms use, in both cases. */
const notificationAlerts: AlertSpec[] = [
  { when: [{ path: 'priority', in: ['urgent', 'URGENT', 'critical', 'CRITICAL'] }], severity: 'critical', cause: 'urgent notification', title: 'Urgent notification: {type}', identity: ['id'], identityOf: 'notification' },
  { when: [{ path: 'priority', in: ['high', 'HIGH'] }], severity: 'warning', cause: 'notification of high priority', title: 'Notification of high priority: {type}', identity: ['id'], identityOf: 'notification' },
]

function content(name: string): CatalogEvent {
  const fields = { contentId: id, type: open, timestamp: isoTime, success: bool, 'error?': freeText, 'message?': freeText }
  return {
    name, namespaces: [NOTIFICATIONS], direction: 'server-to-client', args: [obj(fields)],
    meaning: name === 'contentError' ? 'error' : 'notice', rooms: ['content:{contentId}'], source: AS_DEPLOYED,
  }
}

/** AprendeAI: live study group sessions (its document "WebSocket Real-Time API Documentation"). */
export const aprendeai: Catalog = {
  id: 'aprendeai',
  name: 'AprendeAI',
  summary: 'Study group sessions: rounds, votes, shared cards and chat.',
  document: 'AprendeAI, WebSocket Real-Time API Documentation',
  connection: { path: '/socket.io', exampleUrl: 'http://localhost:8000', transports: ['websocket', 'polling'] },
  auth: {
    ways: ['auth.token', 'query'],
    proofEvents: [],
    refusalEvents: [],
    signIn: [{
      method: 'POST', path: '/api/v1/auth/login', body: { email: '{email}', password: '{password}' },
      accessToken: [{ in: 'body', path: 'access_token' }],
      refreshToken: [{ in: 'cookie', name: 'refresh_token' }, { in: 'body', path: 'refresh_token' }],
    }],
    refresh: [{
      method: 'POST', path: '/api/v1/auth/refresh', body: { refresh_token: '{refreshToken}' },
      accessToken: [{ in: 'body', path: 'access_token' }],
      refreshToken: [{ in: 'cookie', name: 'refresh_token' }, { in: 'body', path: 'refresh_token' }],
    }],
    whoAmI: { id: ['user.id', 'sub'], role: ['user.systemRole', 'systemRole', 'user.contextRole', 'contextRole'] },
    checkedAtEveryMessage: true,
  },
  namespaces: [
    { name: STUDY, title: 'Study groups', summary: 'Live sessions of study groups: presence, rounds, votes, shared cards, chat.', documented: true },
    { name: NOTIFICATIONS, title: 'Content notifications', summary: 'Results of content processing. Only deployed servers have it; nothing arrives before a content is subscribed to.', documented: false },
  ],
  events: [
    {
      name: 'joinSession', namespaces: [STUDY], direction: 'client-to-server', args: [obj({ sessionId: id })],
      // The document gives no acknowledgement ("Server logs locally"); this is the deployed one.
      ack: [obj({ success: bool, message: open })], meaning: 'room', rooms: bySession, source: source('Join Session'),
    },
    {
      name: 'leaveSession', namespaces: [STUDY], direction: 'client-to-server', args: [obj({ sessionId: id })],
      ack: [obj({ success: bool, message: open })], meaning: 'room', rooms: bySession, source: source('Leave Session'),
    },
    {
      name: 'userJoined', alsoKnownAs: ['user.joined', 'member.joined'], namespaces: [STUDY], direction: 'server-to-client',
      args: [obj({ userId: id, userName: personName, timestamp: isoTime })],
      variants: [{ note: 'Deployed tokens hold no name, so userName is absent.', args: [obj({ userId: id, timestamp: isoTime })] }],
      meaning: 'presence', person: { id: ['userId', 'user_id'], name: ['userName'], email: [] },
      proves: [{ what: 'joined', inKind: 'session' }], source: source('userJoined'),
    },
    {
      name: 'userLeft', namespaces: [STUDY], direction: 'server-to-client',
      args: [obj({ userId: id, timestamp: isoTime })],
      variants: [{ note: 'Deployed servers add userName where the token holds a name.', args: [obj({ userId: id, userName: personName, timestamp: isoTime })] }],
      meaning: 'presence', person: { id: ['userId', 'user_id'], name: ['userName'], email: [] },
      proves: [{ what: 'left', inKind: 'session' }], source: source('userLeft'),
    },
    {
      name: 'session.started', namespaces: [STUDY], direction: 'server-to-client',
      args: [obj({ sessionId: id, status: oneOf('RUNNING'), startedBy: id, timestamp: isoTime })],
      meaning: 'session', person: { id: ['startedBy'], name: [], email: [] }, rooms: bySession,
      proves: [{ what: 'active' }], source: source('session.started'),
    },
    {
      name: 'session.ended', namespaces: [STUDY], direction: 'server-to-client',
      args: [obj({ sessionId: id, status: oneOf('FINISHED'), timestamp: isoTime })], meaning: 'session', rooms: bySession, source: source('session.ended'),
    },
    {
      name: 'session.updated', namespaces: [STUDY], direction: 'server-to-client',
      args: [obj({ ...round, user_id: id, eventType: oneOf('PI_VOTE_SUBMIT', 'PI_REVOTE_SUBMIT', 'GROUP_EXPLANATION_SUBMIT'), timestamp: isoTime })],
      meaning: 'session', person: actor, rooms: bySession, proves: [{ what: 'active' }], source: AS_DEPLOYED,
    },
    {
      name: 'round.advanced', namespaces: [STUDY], direction: 'server-to-client',
      args: [obj({ ...round, status: oneOf(...roundStatus), timestamp: isoTime })],
      variants: [{ note: 'The platform\'s own tests also know rounds of status CREATED.', args: [obj({ ...round, status: oneOf('CREATED'), timestamp: isoTime })] }],
      meaning: 'session', rooms: bySession, source: source('round.advanced'),
    },
    {
      name: 'prompt.updated', namespaces: [STUDY], direction: 'server-to-client', args: [obj({ ...round, prompt: freeText, timestamp: isoTime })],
      meaning: 'activity', rooms: bySession, source: source('prompt.updated'),
    },
    ballot('vote.submitted', 'PI_VOTE_SUBMIT'),
    ballot('revote.submitted', 'PI_REVOTE_SUBMIT'),
    {
      name: 'sharedCard.created', namespaces: [STUDY], direction: 'server-to-client', args: [obj({ ...round, timestamp: isoTime })],
      meaning: 'activity', rooms: bySession, source: source('sharedCard.created'),
    },
    {
      name: 'chat.message', namespaces: [STUDY], direction: 'server-to-client',
      args: [obj({ sessionId: id, roundIndex: int, message: freeText, userId: id, userName: personName, timestamp: isoTime })],
      variants: [{ note: 'Deployed servers send the database row, which has no roundIndex.', args: [chatRow] }],
      meaning: 'activity', person: { id: ['userId', 'user_id'], name: ['userName', 'users.name'], email: [] },
      rooms: ['session:{sessionId}', 'session:{session_id}'], source: source('chat.message'),
    },
    annotation('created'),
    annotation('updated'),
    annotation('deleted'),
    annotation('reply'),
    {
      name: 'exception', namespaces: ['*'], direction: 'server-to-client',
      args: [obj({ status: oneOf('error'), message: open, 'cause?': obj({ pattern: open, 'data?': {} }) })], meaning: 'error', source: AS_DEPLOYED,
    },
    {
      // A bare content id, no object.
      name: 'subscribeToContent', namespaces: [NOTIFICATIONS], direction: 'client-to-server', args: [id],
      ack: [obj({ success: bool, 'room?': open, 'message?': open })], meaning: 'room', source: AS_DEPLOYED,
    },
    {
      name: 'unsubscribeFromContent', namespaces: [NOTIFICATIONS], direction: 'client-to-server', args: [id],
      ack: [obj({ success: bool, 'message?': open })], meaning: 'room', source: AS_DEPLOYED,
    },
    content('contentUpdated'),
    content('contentError'),
    {
      name: 'notification', namespaces: [NOTIFICATIONS], direction: 'server-to-client',
      args: [obj({ id, type: open, title: freeText, message: freeText, 'data?': {}, 'priority?': open, timestamp: isoTime })], meaning: 'notice', alerts: notificationAlerts, source: AS_DEPLOYED,
    },
  ],
  rooms: [
    {
      pattern: 'session:{sessionId}', kind: 'session', namespace: STUDY, title: 'Study session', autoJoined: false,
      // A wrong key is answered with success and "Joined session undefined", so the answer must hold the id.
      join: [{ event: 'joinSession', args: [{ sessionId: '{sessionId}' }], ack: true, ackHolds: '{sessionId}' }],
      leave: [{ event: 'leaveSession', args: [{ sessionId: '{sessionId}' }], ack: true, ackHolds: '{sessionId}' }],
      source: `${source('Join Session')}; the room's name and the acknowledgement as deployed`,
    },
    { pattern: 'group:{groupId}', kind: 'other', namespace: STUDY, title: 'Study group (no message joins it)', autoJoined: false, join: [], leave: [], source: AS_DEPLOYED },
    {
      pattern: 'content:{contentId}', kind: 'content', namespace: NOTIFICATIONS, title: 'Content', autoJoined: false,
      join: [{ event: 'subscribeToContent', args: ['{contentId}'], ack: true }],
      leave: [{ event: 'unsubscribeFromContent', args: ['{contentId}'], ack: true }], source: AS_DEPLOYED,
    },
    { pattern: 'user:{userId}', kind: 'user', namespace: NOTIFICATIONS, title: 'Person (no message joins it)', autoJoined: false, join: [], leave: [], source: AS_DEPLOYED },
  ],
  notices: [{
    kinds: ['announcement', 'maintenance', 'urgent', 'emergency'], namespace: STUDY, event: 'chat.message', roleRooms: [],
    // Nobody's id and name: a notice must not make a person who is not there.
    args: [{ sessionId: '{noticeId}', roundIndex: 0, message: '{title}\n{body}', userId: '', userName: '', timestamp: '{now}' }],
    source: `no document has an event for notices; a message in the chat of a session is the least that clients show (${source('chat.message')})`,
  }],
  limits: { connectionsPerUser: null, eventsPerMinute: null, roomJoinsPerMinute: null },
  ping: null,
  notes: [
    'Only sessions that are watched send anything; the platform tells nobody which sessions exist.',
    'A dropped connection is announced to nobody: userLeft comes only when somebody leaves on purpose.',
    'userJoined and userLeft do not say which session they are about.',
    'Deployed servers accept a connection with a bad token and then close it without a reason.',
    'Deployed servers never send session.ended, so a finished session only falls silent.',
    'Deployed servers let every valid token join every session, also one that does not exist.',
  ],
}
