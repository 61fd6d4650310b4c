import type { Catalog } from '../catalog.ts'
import { freeText, id, email, isoTime, num, bool, obj, open } from '../payload-schema.ts'
import type { PayloadSchema } from '../payload-schema.ts'

/* The Flask LMS of the document "WebSocket API Documentation", and how Flask-SocketIO answers on the wire. */

const clientEvents = 'WebSocket API Documentation, Client -> Server Events'
const serverEvents = 'WebSocket API Documentation, Server -> Client Events'
const roomStructure = 'WebSocket API Documentation, Room Structure'

/** A position in a video. Chat uses the same field name for an ISO time: parse by event. */
const videoSeconds: PayloadSchema = { type: 'number', description: 'Position in the video, seconds' }
const percent: PayloadSchema = { type: 'number', description: '0 to 100' }

/** Flask-SocketIO acknowledges with no arguments when a handler returns nothing, even when it emitted `error`. */
const emptyAck: PayloadSchema[] = []

const user = { id: ['user_id'], name: [], email: ['user_email'] }

export const flaskLms: Catalog = {
  id: 'flask-lms',
  name: 'Flask LMS',
  summary: 'Course activities, student progress and video chat of a learning platform on Flask-SocketIO.',
  document: 'WebSocket API Documentation (Flask LMS)',
  connection: { path: '/socket.io', exampleUrl: 'http://localhost:5000', transports: ['polling', 'websocket'] },
  auth: {
    // The text names query and headers, every example sends `auth`: a token in a URL ends in access logs.
    ways: ['auth.token', 'query', 'header'],
    proofEvents: ['connected'],
    // Only before CONNECT: later the same event reports a failed request.
    refusalEvents: ['error'],
    signIn: [
      {
        method: 'POST',
        path: '/api/v1/auth/login',
        body: { email: '{email}', password: '{password}' },
        accessToken: [{ in: 'body', path: 'data.access_token' }, { in: 'body', path: 'access_token' }],
        refreshToken: [],
      },
    ],
    refresh: [],
    whoAmI: { id: ['data.user.id', 'user_id', 'sub'], role: ['data.user.role', 'role'] },
    checkedAtEveryMessage: false,
  },
  namespaces: [{ name: '/', title: 'Courses', summary: 'Everything: courses, videos, the instructors\' feed.', documented: true }],
  events: [
    {
      name: 'join_course',
      namespaces: ['/'],
      direction: 'client-to-server',
      args: [obj({ course_id: id })],
      ack: emptyAck,
      meaning: 'room',
      rooms: ['course_{course_id}'],
      source: `${clientEvents}, join_course`,
    },
    {
      name: 'leave_course',
      namespaces: ['/'],
      direction: 'client-to-server',
      args: [obj({ course_id: id })],
      ack: emptyAck,
      meaning: 'room',
      rooms: ['course_{course_id}'],
      source: `${clientEvents}, leave_course`,
    },
    {
      name: 'join_video',
      namespaces: ['/'],
      direction: 'client-to-server',
      args: [obj({ video_id: id })],
      ack: emptyAck,
      meaning: 'room',
      rooms: ['video_{video_id}'],
      source: `${clientEvents}, join_video`,
    },
    {
      name: 'video_progress',
      namespaces: ['/'],
      direction: 'client-to-server',
      args: [obj({ video_id: id, course_id: id, progress: percent, timestamp: videoSeconds })],
      ack: emptyAck,
      meaning: 'activity',
      rooms: ['instructor_{course_id}'],
      source: `${clientEvents}, video_progress`,
    },
    {
      name: 'send_chat_message',
      namespaces: ['/'],
      direction: 'client-to-server',
      args: [obj({ video_id: id, message: freeText, timestamp: isoTime })],
      ack: emptyAck,
      meaning: 'activity',
      rooms: ['video_{video_id}'],
      source: `${clientEvents}, send_chat_message`,
    },
    {
      name: 'connected',
      namespaces: ['/'],
      direction: 'server-to-client',
      args: [obj({ status: open })],
      meaning: 'session',
      source: `${serverEvents}, connected; as deployed it arrives before CONNECT`,
    },
    {
      name: 'error',
      namespaces: ['/'],
      direction: 'server-to-client',
      args: [obj({ message: open })],
      meaning: 'error',
      source: `${serverEvents}, error`,
    },
    {
      name: 'joined_course',
      namespaces: ['/'],
      direction: 'server-to-client',
      args: [obj({ course_id: id, status: open })],
      meaning: 'room',
      rooms: ['course_{course_id}'],
      source: `${serverEvents}, joined_course`,
    },
    {
      name: 'left_course',
      namespaces: ['/'],
      direction: 'server-to-client',
      args: [obj({ course_id: id, 'status?': open })],
      meaning: 'room',
      rooms: ['course_{course_id}'],
      source: 'as deployed: not in the document, which has no answer to leave_course',
    },
    {
      name: 'joined_video',
      namespaces: ['/'],
      direction: 'server-to-client',
      args: [obj({ video_id: id, status: open })],
      meaning: 'room',
      rooms: ['video_{video_id}'],
      source: `${serverEvents}, joined_video`,
    },
    {
      name: 'user_joined_video',
      namespaces: ['/'],
      direction: 'server-to-client',
      args: [obj({ user_id: id, user_email: email })],
      meaning: 'presence',
      person: user,
      proves: [{ what: 'joined', inKind: 'video' }],
      source: `${serverEvents}, user_joined_video`,
    },
    {
      name: 'new_enrollment',
      namespaces: ['/'],
      direction: 'server-to-client',
      // The message holds the e-mail address.
      args: [obj({ user_id: id, user_email: email, message: freeText })],
      meaning: 'activity',
      person: user,
      source: `${serverEvents}, new_enrollment`,
    },
    {
      name: 'progress_update',
      namespaces: ['/'],
      direction: 'server-to-client',
      args: [obj({ user_id: id, video_id: id, watched_seconds: num, percent_complete: percent })],
      meaning: 'activity',
      person: user,
      source: `${serverEvents}, progress_update`,
    },
    {
      name: 'new_review',
      namespaces: ['/'],
      direction: 'server-to-client',
      args: [obj({ user_email: email, rating: num, comment: freeText })],
      meaning: 'activity',
      person: user,
      source: `${serverEvents}, new_review`,
    },
    {
      name: 'new_chat_message',
      namespaces: ['/'],
      direction: 'server-to-client',
      args: [obj({ user_id: id, user_email: email, message: freeText, timestamp: isoTime })],
      meaning: 'activity',
      person: user,
      proves: [{ what: 'active', inKind: 'video' }],
      source: `${serverEvents}, new_chat_message`,
    },
    {
      name: 'student_progress',
      namespaces: ['/'],
      direction: 'server-to-client',
      args: [obj({ user_id: id, video_id: id, progress: percent, timestamp: videoSeconds })],
      meaning: 'activity',
      person: user,
      source: `${serverEvents}, student_progress`,
    },
    {
      name: 'quiz_submission',
      namespaces: ['/'],
      direction: 'server-to-client',
      args: [obj({ user_id: id, quiz_id: id, score: num, passed: bool })],
      meaning: 'activity',
      person: user,
      source: `${serverEvents}, quiz_submission`,
    },
    {
      name: 'course_updated',
      namespaces: ['/'],
      direction: 'server-to-client',
      args: null,
      variants: [{
        note: 'A notice from Rollcall: of all events it is the one whose payload no document gives.',
        args: [obj({ notice_id: id, kind: open, title: freeText, message: freeText, 'severity?': open, 'dismissable?': bool, 'drill?': bool, 'starts_at?': isoTime, 'ends_at?': isoTime, 'expires_at?': isoTime, timestamp: isoTime })],
      }],
      meaning: 'activity',
      rooms: ['course_{course_id}'],
      source: `${roomStructure}, Course Rooms: named without a payload`,
    },
  ],
  rooms: [
    {
      pattern: 'course_{courseId}',
      kind: 'course',
      namespace: '/',
      title: 'Course',
      autoJoined: false,
      join: [
        {
          event: 'join_course',
          args: [{ course_id: '{courseId}' }],
          confirm: { event: 'joined_course', path: 'course_id', equals: '{courseId}' },
        },
      ],
      leave: [{ event: 'leave_course', args: [{ course_id: '{courseId}' }] }],
      source: `${roomStructure}, Course Rooms`,
    },
    {
      pattern: 'video_{videoId}',
      kind: 'video',
      namespace: '/',
      title: 'Video',
      autoJoined: false,
      join: [
        {
          event: 'join_video',
          args: [{ video_id: '{videoId}' }],
          confirm: { event: 'joined_video', path: 'video_id', equals: '{videoId}' },
        },
      ],
      // The document has no event that leaves a video.
      leave: [],
      source: `${roomStructure}, Video Rooms`,
    },
    {
      pattern: 'instructor_{courseId}',
      kind: 'instructor',
      namespace: '/',
      title: 'Instructors of a course',
      // No event joins it: the server adds instructors and admins when they join the course, and says nothing of it.
      autoJoined: true,
      join: [{ event: 'join_course', args: [{ course_id: '{courseId}' }] }],
      // leave_course would leave the course as well.
      leave: [],
      source: `${roomStructure}, Instructor Rooms`,
    },
  ],
  notices: [{
    kinds: ['announcement', 'maintenance', 'urgent', 'emergency'], namespace: '/', event: 'course_updated', roleRooms: [],
    args: [{
      notice_id: '{noticeId}', kind: '{kind}', title: '{title}', message: '{body}', severity: '{severity}', dismissable: '{dismissable}', drill: '{drill}',
      starts_at: '{startsAt}', ends_at: '{endsAt}', expires_at: '{expiresAt}', timestamp: '{now}',
    }],
    source: `no document has an event for notices; course_updated is named in ${roomStructure}, Course Rooms, and clients may show nothing`,
  }],
  limits: { connectionsPerUser: null, eventsPerMinute: null, roomJoinsPerMinute: null },
  ping: null,
  notes: [
    'A person who leaves a video or loses the connection is announced to nobody: who is in a video is only "last seen".',
    'Reviews, enrolments, quiz results and progress carry no course: in more than one course they cannot be told apart.',
    'A new enrolment is sent to the course and to its instructors: an admin who is in both rooms receives it twice.',
    'No event confirms the instructors\' room: that it was joined shows only when progress or a quiz result arrives.',
    'An "error" does not say which request failed: it is set beside the request by time only.',
    'There is no refresh of the token and no announcement or maintenance event in the document.',
  ],
}
