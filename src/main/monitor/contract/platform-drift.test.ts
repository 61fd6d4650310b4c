import { describe, expect, test } from 'vitest'
import type { Catalog } from '../../../shared/catalog.ts'
import { requests } from '../../../shared/ipc.ts'
import { contractHandlers } from '../../contract-desk.ts'
import type { Direction } from '../compiled-catalog.ts'
import { START_MS, viewOf, wire } from '../monitor-fixture.ts'
import { Monitor } from '../monitor.ts'
import { argsOf, directionsOf, namespacesOf, platforms, sampleOf } from './contract-fixture.ts'

/*
 * Each platform's traffic through the whole monitor, as it stands on the wire: what the document gives is as documented, what its public
 * server is known to send instead is a known variant, and ten ways to break it are each caught by name.
 */

interface Live {
  readonly namespace: string
  readonly name: string
  readonly args: readonly unknown[]
  readonly direction?: Direction
}

/** The mark of the one event in the feed, and the rows of the drift table as `event kind path`. */
function seen(catalog: Catalog, { namespace, name, args, direction = 'in' }: Live): { mark: string | undefined; rows: string[] } {
  const monitor = new Monitor({ catalogs: [catalog], startedAtMs: START_MS, nowUs: () => 0 })
  monitor.targetChanged(viewOf('t1', { catalogId: catalog.id }), START_MS)
  monitor.feed.setOwn(true)
  monitor.event(wire(name, args, { namespace, direction, ...(direction === 'out' && { feedSocketId: 's1' }) }))
  monitor.drain(START_MS)
  const { rows } = requests['drift:list'].answer.parse(contractHandlers(monitor, () => START_MS)['drift:list']({ targetId: null }))
  return { mark: monitor.feed.frame(10).tail[0]?.drift, rows: rows.map(({ event, kind, path }) => `${event} ${kind} ${path}`.trim()) }
}

function catalogOf(id: string): Catalog {
  const catalog = platforms.find((each) => each.id === id)
  if (!catalog) throw new Error(`no catalog ${id}`)
  return catalog
}

const at = '2026-11-20T10:15:00Z'
const teacher = { id: 'u-7', givenName: 'Maria', familyName: 'Rossi' }
const marked = { recordId: 'r-1', studentId: 's-1', date: '2026-11-20', status: 'present', markedBy: teacher, markedAt: at }
const chat = { user_id: 4, user_email: 'sam@school.example', message: 'Hello', timestamp: at }
const said = { senderId: 3, content: 'Bonjour', timestamp: at }
const booked = { id: 1, type: 'booking', title: 'Session', message: 'Tomorrow', link: null, createdAt: at }
const advanced = { sessionId: 'S1', roundId: 'R1', roundIndex: 1, status: 'VOTING', timestamp: at }
const thread = { id: 'n-1', type: 'thread/discussion', payload: { action: 'thread_created', threadId: 't-1', timestamp: at }, timestamp: at, read: false }

describe.each(platforms.map((catalog) => [catalog.name, catalog] as const))('%s', (_, catalog) => {
  test('every documented event, in each namespace and direction, is as documented', () => {
    const documented = catalog.events.filter((spec) => !spec.source.startsWith('as deployed'))
    expect(documented.length).toBeGreaterThan(2)
    for (const spec of documented) {
      for (const namespace of namespacesOf(catalog, spec)) {
        for (const direction of directionsOf(spec)) {
          const args = (argsOf(spec, direction) ?? []).map((schema) => sampleOf(schema))
          expect([spec.name, namespace, direction, seen(catalog, { namespace, name: spec.name, args, direction })]).toEqual([spec.name, namespace, direction, { mark: 'no', rows: [] }])
        }
      }
    }
  })
})

/** What the public servers and the platforms' other documents are known to send instead: platform, what, and the event. */
const variants: readonly (readonly [string, string, Live])[] = [
  ['skillcore', 'statuses in capitals', { namespace: '/attendance', name: 'attendance.marked', args: [{ ...marked, status: 'LATE' }] }],
  ['skillcore', 'a flat sender and `timestamp`', { namespace: '/messages', name: 'message.new', args: [{ messageId: 1, conversationId: 'c', senderId: 'u', senderName: 'Maria Rossi', body: 'x', timestamp: at }] }],
  ['skillcore', 'notification.received', { namespace: '/notifications', name: 'notification.received', args: [{ notificationId: 1, type: 'ANNOUNCEMENT', title: 'x', body: 'y', priority: 'low', createdAt: at }] }],
  ['skillcore', 'more types of notification', { namespace: '/notifications', name: 'notification.new', args: [{ notificationId: 1, type: 'ATTENDANCE_ALERT', title: 'x', body: 'y', priority: 'high', createdAt: at }] }],
  ['skillcore', 'message:send', { namespace: '/messages', name: 'message:send', direction: 'out', args: [{ conversationId: 'c', body: 'x' }] }],
  ['skillcore', 'notification:read', { namespace: '/notifications', name: 'notification:read', direction: 'out', args: [{ notificationId: 1 }] }],
  ['skillcore', 'user.typing, as the heading writes it', { namespace: '/messages', name: 'user.typing', args: [{ conversationId: 'c', userId: 'u', userName: 'Maria' }] }],
  ['skillcore', 'an error that is a text', { namespace: '/gradebook', name: 'error', args: ['Rate limit exceeded'] }],
  ['skillcore', 'presence in capitals', { namespace: '/messages', name: 'presence:status-changed', args: [{ userId: 'u', status: 'AWAY' }] }],
  ['skillcore', 'attendance.pattern-detected', { namespace: '/attendance', name: 'attendance.pattern-detected', args: [{ patternId: 1, studentId: 's', pattern: 'mondays', detectedAt: at }] }],
  ['skillcore', 'attendance.bulk-marked', { namespace: '/attendance', name: 'attendance.bulk-marked', args: [{ anything: true }] }],
  ['skillcore', 'lineitem.updated', { namespace: '/gradebook', name: 'lineitem.updated', args: [{}] }],
  ['skillcore', 'hand-lowered', { namespace: '/live-class', name: 'hand-lowered', args: [{ studentId: 's', studentName: 'Sam', timestamp: at }] }],
  ['flask-lms', 'left_course', { namespace: '/', name: 'left_course', args: [{ course_id: 7, status: 'success' }] }],
  ['rusingacademy', 'connected instead of authenticated', { namespace: '/', name: 'connected', args: [{ userId: 1, role: 'admin', rooms: ['user:1', 'role:admin', 'all'], serverTime: 1_795_173_757_930 }] }],
  ['rusingacademy', 'chat:message as a database row', { namespace: '/', name: 'chat:message', args: [{ id: 1, roomId: 'r', senderId: 3, senderName: 'Ann', senderAvatar: null, content: 'x', messageType: 'text', replyToId: null, createdAt: at }] }],
  ['rusingacademy', 'chat:typing with name and room', { namespace: '/', name: 'chat:typing', args: [{ userId: 3, userName: 'Ann', isTyping: true, roomId: 'r' }] }],
  ['rusingacademy', 'chat:join with a bare text', { namespace: '/', name: 'chat:join', direction: 'out', args: ['room-123'] }],
  ['rusingacademy', 'progress as an object', { namespace: '/', name: 'progress:updated', args: [{ progress: { lessonId: 1, status: 'done', progressPercent: 80, timeSpentSeconds: 12, syncVersion: 3 }, timestamp: 1_795_173_757_930 }] }],
  ['rusingacademy', 'a notification with link and time', { namespace: '/', name: 'notification:new', args: [booked] }],
  ['rusingacademy', 'progress:course-updated', { namespace: '/', name: 'progress:course-updated', args: [{ userId: 1, courseProgress: { courseId: 1, completedLessons: 2, totalLessons: 9, overallPercent: 22 }, timestamp: at }] }],
  ['rusingacademy', 'session:booked', { namespace: '/', name: 'session:booked', args: [{ sessionId: 1 }] }],
  ['aprendeai', 'userJoined without a name', { namespace: '/study-groups', name: 'userJoined', args: [{ userId: 'u', timestamp: at }] }],
  ['aprendeai', 'user.joined', { namespace: '/study-groups', name: 'user.joined', args: [{ userId: 'u', userName: 'Ana', timestamp: at }] }],
  ['aprendeai', 'member.joined', { namespace: '/study-groups', name: 'member.joined', args: [{ userId: 'u', timestamp: at }] }],
  ['aprendeai', 'userLeft with a name', { namespace: '/study-groups', name: 'userLeft', args: [{ userId: 'u', userName: 'Ana', timestamp: at }] }],
  ['aprendeai', 'session.updated', { namespace: '/study-groups', name: 'session.updated', args: [{ sessionId: 'S1', roundId: 'R1', roundIndex: 1, user_id: 'u', eventType: 'PI_VOTE_SUBMIT', timestamp: at }] }],
  ['aprendeai', 'user_id of a vote', { namespace: '/study-groups', name: 'vote.submitted', args: [{ sessionId: 'S1', roundId: 'R1', roundIndex: 1, eventType: 'PI_VOTE_SUBMIT', user_id: 'u', timestamp: at }] }],
  ['aprendeai', 'user_id of a second vote', { namespace: '/study-groups', name: 'revote.submitted', args: [{ sessionId: 'S1', roundId: 'R1', roundIndex: 1, eventType: 'PI_REVOTE_SUBMIT', user_id: 'u', timestamp: at }] }],
  ['aprendeai', 'a round of status CREATED', { namespace: '/study-groups', name: 'round.advanced', args: [{ ...advanced, status: 'CREATED' }] }],
  ['aprendeai', 'chat.message as a database row', { namespace: '/study-groups', name: 'chat.message', args: [{ id: 1, session_id: 'S1', round_id: 'R1', user_id: 'u', message: 'x', created_at: at, users: { id: 'u', name: 'Ana' }, userRole: 'student' }] }],
  ['aprendeai', 'exception', { namespace: '/study-groups', name: 'exception', args: [{ status: 'error', message: 'Invalid or expired token', cause: { pattern: 'joinSession', data: { sessionId: 'S9' } } }] }],
  ['aprendeai', 'contentUpdated', { namespace: '/notifications', name: 'contentUpdated', args: [{ contentId: 'C1', type: 'x', timestamp: at, success: true }] }],
]

/** What is tolerated because the documents leave it open: as documented, not drift. */
const open: typeof variants = [
  ['skillcore', 'onlineUsers as a number', { namespace: '/gradebook', name: 'gradebook:joined', args: [{ classId: 1, academicSessionId: 2, onlineUsers: 12 }] }],
  ['skillcore', 'onlineUsers as a list', { namespace: '/gradebook', name: 'gradebook:joined', args: [{ classId: 1, academicSessionId: 2, onlineUsers: ['u-1', 'u-2'] }] }],
  ['skillcore', 'room:users as objects', { namespace: '/messages', name: 'room:users', args: [{ users: [{ userId: 'u', userName: 'Ana' }] }] }],
  ['skillcore', 'an announcement of any form', { namespace: '/', name: 'announcement.new', args: ['Snow day'] }],
  ['flask-lms', 'course_updated of any form', { namespace: '/', name: 'course_updated', args: [{ course_id: 1 }] }],
  ['rusingacademy', 'system:alert of any form', { namespace: '/', name: 'system:alert', args: [{ text: 'x' }] }],
  ['endiapi', 'thread_resolved', { namespace: '/', name: 'notification', args: [{ ...thread, payload: { ...thread.payload, action: 'thread_resolved' } }] }],
  ['endiapi', 'without `read`', { namespace: '/', name: 'notification', args: [{ id: 'n-1', type: 'user/created', payload: { userId: 'u' }, timestamp: at }] }],
]

test.each(variants)('%s: %s is a known variant', (platform, _what, live) => {
  expect(seen(catalogOf(platform), live)).toEqual({ mark: 'variant', rows: [] })
})

test.each(open)('%s: %s is no drift', (platform, _what, live) => {
  const { mark, rows } = seen(catalogOf(platform), live)
  expect(rows).toEqual([])
  expect(['no', 'variant']).toContain(mark)
})

test('each variant and other name of the catalogs stands in the table above', () => {
  const untested = platforms.flatMap((catalog) =>
    catalog.events.flatMap((spec) => [...(spec.variants ? [spec.name] : []), ...(spec.alsoKnownAs ?? [])].filter((name) => ![...variants, ...open].some(([platform, , live]) => platform === catalog.id && live.name === name)).map((name) => `${catalog.id} ${name}`)),
  )
  // These have the same form as one of the table: a status in capitals, a name beside an id, a bare text.
  expect(untested).toEqual(['skillcore system.maintenance', 'skillcore presence:update', 'skillcore user:joined', 'skillcore user:left', 'skillcore proctor.alert', 'rusingacademy chat:leave'])
})

/** Ten ways to break an event: what, the event as it comes, and the row of the drift table that names it. */
function mutations(example: Live, fields: Readonly<Record<string, unknown>>, own: { readonly missing: string; readonly wrongType: readonly [string, unknown]; readonly wrongFormat: readonly [string, unknown]; readonly tenth: readonly [string, Live, string] }): readonly (readonly [string, Live, string])[] {
  const { name } = example
  const whole = (change: object): Live => ({ ...example, args: [{ ...fields, ...change }] })
  const [typed, wrongValue] = own.wrongType
  const [timed, wrongTime] = own.wrongFormat
  return [
    ['a missing field', { ...example, args: [Object.fromEntries(Object.entries(fields).filter(([field]) => field !== own.missing))] }, `${name} missing-field ${own.missing}`],
    ['an extra field', whole({ surplus: 1 }), `${name} extra-field surplus`],
    ['a wrong type', whole({ [typed]: wrongValue }), `${name} wrong-type ${typed}`],
    ['a wrong format', whole({ [timed]: wrongTime }), `${name} wrong-format ${timed}`],
    own.tenth,
    ['a wrong namespace', { ...whole({}), namespace: '/elsewhere' }, `${name} wrong-namespace`],
    ['a wrong direction', { ...whole({}), direction: 'out' }, `${name} wrong-direction`],
    ['an unknown event', { ...whole({}), name: `${name}.v2` }, `${name}.v2 unknown-event`],
    ['a missing argument', { ...example, args: [] }, `${name} missing-argument 0`],
    ['an extra argument', { ...example, args: [fields, 1] }, `${name} extra-argument 1`],
  ]
}

const attendance: Live = { namespace: '/attendance', name: 'attendance.marked', args: [marked] }
const chatMessage: Live = { namespace: '/', name: 'new_chat_message', args: [chat] }
const message: Live = { namespace: '/', name: 'notification:new', args: [booked] }
const round: Live = { namespace: '/study-groups', name: 'round.advanced', args: [advanced] }
const notification: Live = { namespace: '/', name: 'notification', args: [thread] }

const tables: readonly (readonly [string, readonly (readonly [string, Live, string])[]])[] = [
  ['skillcore', mutations(attendance, marked, { missing: 'markedAt', wrongType: ['markedBy', 'Maria'], wrongFormat: ['date', '20.11.2026'], tenth: ['a value outside its list', { ...attendance, args: [{ ...marked, status: 'asleep' }] }, 'attendance.marked outside-enum status'] })],
  // No field of the next two documents has a closed list; a field of a number and one of a flag stand for it.
  ['flask-lms', mutations(chatMessage, chat, { missing: 'user_email', wrongType: ['message', 5], wrongFormat: ['timestamp', 'a moment ago'], tenth: ['a text for a number', { namespace: '/', name: 'quiz_submission', args: [{ user_id: 1, quiz_id: 2, score: '80', passed: true }] }, 'quiz_submission wrong-type score'] })],
  ['rusingacademy', mutations(message, booked, { missing: 'title', wrongType: ['message', 5], wrongFormat: ['createdAt', 'yesterday'], tenth: ['a text for a flag', { namespace: '/', name: 'chat:typing', args: [{ userId: 3, isTyping: 'yes' }] }, 'chat:typing wrong-type isTyping'] })],
  ['aprendeai', mutations(round, advanced, { missing: 'roundIndex', wrongType: ['roundIndex', '1'], wrongFormat: ['timestamp', '20.11.2026 10:15'], tenth: ['a value outside its list', { ...round, args: [{ ...advanced, status: 'PAUSED' }] }, 'round.advanced outside-enum status'] })],
  ['endiapi', mutations(notification, thread, { missing: 'id', wrongType: ['read', 'no'], wrongFormat: ['timestamp', 'now'], tenth: ['a value outside its list', { ...notification, args: [{ ...thread, type: 'quiz/created' }] }, 'notification outside-enum type'] })],
]

describe.each(tables)('ten mutations of %s', (platform, table) => {
  test('there are ten, and what they change is fine as it was', () => {
    expect(table).toHaveLength(10)
    const [, { name, namespace }] = table[0] as (typeof table)[number]
    const example = [attendance, chatMessage, message, round, notification].find((live) => live.name === name && live.namespace === namespace)
    expect(seen(catalogOf(platform), example as Live).rows).toEqual([])
  })

  test.each(table)('%s', (_what, live, row) => {
    const { mark, rows } = seen(catalogOf(platform), live)
    expect(rows).toEqual([row])
    expect(mark).toBe(row.includes('unknown-event') ? 'undocumented' : 'drift')
  })
})

test('the plain chat of RusingAcademy drifts by its own form where that is nearer than the deployed one', () => {
  expect(seen(catalogOf('rusingacademy'), { namespace: '/', name: 'chat:message', args: [{ ...said, content: 5 }] })).toEqual({ mark: 'drift', rows: ['chat:message wrong-type content'] })
})
