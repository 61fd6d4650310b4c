import type { Catalog } from '../catalog.ts'
import { assessmentEvents } from './skillcore/events-assessment.ts'
import { attendanceEvents, liveClassEvents } from './skillcore/events-class.ts'
import { globalEvents } from './skillcore/events-global.ts'
import { gradebookEvents } from './skillcore/events-gradebook.ts'
import { messageEvents } from './skillcore/events-messages.ts'
import { notices } from './skillcore/notices.ts'
import { rooms } from './skillcore/rooms.ts'

/** SkillCore, "WebSocket API Reference" of 17 November 2025, with what its developer guide adds or says differently. */
export const skillcore: Catalog = {
  id: 'skillcore',
  name: 'SkillCore',
  summary: 'School platform: gradebook, messages, attendance, live classes, assessments and notifications in seven namespaces.',
  document: 'SkillCore WebSocket API Reference, November 17, 2025',
  connection: { path: '/socket.io', exampleUrl: 'wss://api.skillcore.app', transports: ['websocket', 'polling'] },
  auth: {
    ways: ['auth.token'],
    proofEvents: [],
    refusalEvents: [],
    signIn: [
      {
        method: 'POST',
        path: '/api/auth/login',
        body: { email: '{email}', password: '{password}' },
        accessToken: [{ in: 'body', path: 'accessToken' }],
        refreshToken: [{ in: 'body', path: 'refreshToken' }],
      },
    ],
    refresh: [
      {
        method: 'POST',
        path: '/api/auth/refresh',
        body: { refreshToken: '{refreshToken}' },
        accessToken: [{ in: 'body', path: 'accessToken' }],
        // REST answers the access token only; the GraphQL mutation gives a new refresh token as well.
        refreshToken: [{ in: 'body', path: 'refreshToken' }],
      },
    ],
    whoAmI: { id: ['sub', 'userId'], role: ['role'] },
    checkedAtEveryMessage: false,
  },
  namespaces: [
    { name: '/', title: 'Default', summary: 'Global notifications and system events', documented: true },
    { name: '/gradebook', title: 'Gradebook', summary: 'Real-time grade updates and gradebook collaboration', documented: true },
    { name: '/messages', title: 'Messages', summary: 'Real-time messaging and conversations', documented: true },
    { name: '/attendance', title: 'Attendance', summary: 'Real-time attendance updates and interventions', documented: true },
    { name: '/live-class', title: 'Live class', summary: 'Real-time classroom collaboration: polls, whiteboard, raised hands', documented: true },
    { name: '/assessment', title: 'Assessment', summary: 'Real-time test and quiz updates', documented: true },
    { name: '/notifications', title: 'Notifications', summary: 'Real-time user notifications', documented: true },
  ],
  events: [...globalEvents, ...gradebookEvents, ...messageEvents, ...attendanceEvents, ...liveClassEvents, ...assessmentEvents],
  rooms,
  notices,
  limits: { connectionsPerUser: 10, eventsPerMinute: 100, roomJoinsPerMinute: 20 },
  ping: null,
  notes: [
    'Grades, assignments, attendance, polls, raised hands and whiteboard strokes do not say which class they belong to. With several classes joined the class is unknown.',
    'An auto-graded assessment does not say whose it is.',
    'The document has no list of who is connected: people are those seen in events, with the time they were last seen.',
    'Attendance cannot be joined for one class by the document; the server decides who receives it. Joining an assessment is not confirmed.',
    'An intervention arrives as an attendance event and as a notification. Both are one alert.',
    'Typing has no event for its end: it is shown for 5 seconds.',
    'Announcements and maintenance can be received, but no message is documented to send them.',
    'Deployed servers may refuse the default namespace, and then send notifications as notification.received only.',
    'The unit of retryAfter is not documented: it is shown as received and waited for as seconds.',
  ],
}
