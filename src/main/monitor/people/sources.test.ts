import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { catalogSchema } from '../../../shared/catalog.ts'
import type { Catalog } from '../../../shared/catalog.ts'
import { INFERRED_OFFLINE_AFTER_MS, SAID_STATUS_FOR_MS, SEEN_ACTIVE_FOR_MS, SEEN_JOINED_FOR_MS } from '../../../shared/limits.ts'
import { aprendeai } from '../../../shared/platforms/aprendeai.ts'
import { endiapi } from '../../../shared/platforms/endiapi.ts'
import { flaskLms } from '../../../shared/platforms/flask-lms.ts'
import { catalogs } from '../../../shared/platforms/index.ts'
import { rusingacademy } from '../../../shared/platforms/rusingacademy.ts'
import { skillcore } from '../../../shared/platforms/skillcore.ts'
import { START_MS, wire } from '../monitor-fixture.ts'
import type { Monitor } from '../monitor.ts'
import { monitorOf, people, rooms, stands } from '../presence-fixture.ts'

/* What the events of the five documents prove, by the name of each source. */

const NOW = START_MS + 1_000

function after(catalog: Catalog, events: readonly (readonly [namespace: string, name: string, payload?: unknown])[], joined: readonly { namespace: string; room: string }[] = []): Monitor {
  const monitor = monitorOf(catalog)
  monitor.joinedRooms('t1', joined)
  for (const [index, [namespace, name, payload]] of events.entries()) monitor.event(wire(name, payload === undefined ? [] : [payload], { namespace, atMs: START_MS + index }))
  monitor.drain(NOW)
  return monitor
}

const actor = { id: 'u-1', givenName: 'Maria', familyName: 'Rossi' }

describe('SkillCore', () => {
  test.each<[string, string, unknown, string[], string[]]>([
    ['/', 'presence:status-changed', { userId: 'u-1', status: 'away' }, ['u-1 away inferred'], []],
    ['/messages', 'presence:status-changed', { userId: 'u-1', status: 'ONLINE' }, ['u-1 online inferred'], []],
    ['/', 'presence:status-changed', { userId: 'u-1', status: 'offline' }, ['u-1 offline inferred'], []],
    ['/', 'presence:status-changed', { userId: 'u-1', status: 'dancing' }, [], []],
    ['/live-class', 'room:user-joined', { room: 'class-7b', userName: 'Maria Rossi' }, ['name:#1 online inferred'], ['/live-class class-7b class 1 inferred']],
    ['/live-class', 'room:user-joined', { room: 'class-7b', userName: 'Maria Rossi', userId: 'u-1' }, ['u-1 online inferred'], ['/live-class class-7b class 1 inferred']],
    ['/live-class', 'room:user-left', { room: 'class-7b', userName: 'Maria Rossi', userId: 'u-1' }, ['u-1 unknown inferred'], ['/live-class class-7b class 0 inferred']],
    ['/live-class', 'room:users', { room: 'class-7b', users: ['u-1', 'Kim Park'] }, ['name:#1 online inferred', 'u-1 online inferred'], ['/live-class class-7b class 2 inferred']],
    ['/live-class', 'room:users', { room: 'class-7b', users: [{ userId: 'u-1', userName: 'Maria Rossi' }, { id: 7 }, null, {}, []] }, ['7 online inferred', 'u-1 online inferred'], ['/live-class class-7b class 2 inferred']],
    ['/gradebook', 'gradebook:joined', { classId: 'class-7b', onlineUsers: 12 }, [], ['/gradebook class-7b class 12 inferred']],
    ['/gradebook', 'gradebook:joined', { classId: 'class-7b', academicSessionId: 's1', onlineUsers: [{ userId: 'u-1' }] }, ['u-1 online inferred'], ['/gradebook gradebook:class-7b:s1 class 1 inferred']],
    ['/live-class', 'class:joined', { classId: 'class-7b', studentsOnline: ['s-1', 's-2'], teacherOnline: true }, ['s-1 online inferred', 's-2 online inferred'], ['/live-class class-7b class 3 inferred']],
    ['/live-class', 'class:joined', { classId: 'class-7b', studentsOnline: 27, teacherOnline: false }, [], ['/live-class class-7b class 27 inferred']],
    ['/messages', 'conversation:joined', { conversationId: 'conv-1', participants: [actor] }, ['u-1 unknown inferred'], ['/messages conv-1 conversation 1 inferred']],
    ['/messages', 'user:typing', { conversationId: 'conv-1', userId: 'u-1', userName: 'Maria Rossi' }, ['u-1 online inferred'], ['/messages conv-1 conversation 1 inferred']],
    ['/messages', 'user:joined', { conversationId: 'conv-1', userId: 'u-1' }, ['u-1 online inferred'], ['/messages conv-1 conversation 1 inferred']],
    ['/messages', 'message.new', { conversationId: 'conv-1', sender: actor, body: 'Hello' }, ['u-1 online inferred'], ['/messages conv-1 conversation 1 inferred']],
    ['/messages', 'message.new', { conversationId: 'conv-1', senderId: 'u-1', senderName: 'Maria Rossi', body: 'Hello' }, ['u-1 online inferred'], ['/messages conv-1 conversation 1 inferred']],
    ['/gradebook', 'grade.posted', { studentId: 's-1', postedBy: actor }, ['u-1 online inferred'], []],
    ['/gradebook', 'gradebook:typing', { lineItemId: 'l', studentId: 's-1', userId: 'u-1', userName: 'Maria' }, ['u-1 online inferred'], []],
    ['/attendance', 'attendance.marked', { studentId: 's-1', markedBy: actor }, ['u-1 online inferred'], []],
    ['/attendance', 'attendance.intervention-triggered', { interventionId: 'i', studentId: 's-1', type: 'truancy' }, [], []],
    ['/assessment', 'assessment.started', { studentId: 's-1', assessmentId: 'assessment-1' }, ['s-1 online inferred'], ['/assessment assessment-1 assessment 1 inferred']],
    ['/assessment', 'assessment.timer-warning', { studentId: 's-1', assessmentId: 'assessment-1' }, [], ['/assessment assessment-1 assessment 0 inferred']],
    ['/live-class', 'hand-raised', { studentId: 's-1', studentName: 'Tom Weber' }, ['s-1 online inferred'], []],
  ])('%s %s %j', (namespace, name, payload, expected, inRooms) => {
    const monitor = after(skillcore, [[namespace, name, payload]])
    expect([stands(monitor, NOW), rooms(monitor, NOW)]).toEqual([expected, inRooms])
  })

  test('a name in two parts is whole, and found by its second part', () => {
    const monitor = after(skillcore, [['/messages', 'conversation:joined', { conversationId: 'conv-1', participants: [actor] }], ['/gradebook', 'grade.posted', { postedBy: { id: 'u-2', givenName: 'Kim', familyName: 'Park' } }], ['/gradebook', 'grade.posted', { postedBy: { id: 'u-3', givenName: 'Ana' } }]])
    expect(people(monitor, NOW).map((row) => row.name)).toEqual(['A.', 'K. P.', 'M. R.'])
    expect(people(monitor, NOW, { text: 'rossi' }).map((row) => row.key.personId)).toEqual(['u-1'])
  })

  test('the roles that a class states', () => {
    const monitor = after(skillcore, [['/live-class', 'class:joined', { classId: 'class-7b', studentsOnline: ['s-1'], teacherOnline: ['t-1'] }]])
    expect(people(monitor, NOW).map((row) => [row.key.personId, row.role])).toEqual([['s-1', 'STUDENT'], ['t-1', 'TEACHER']])
  })

  test('a list is a snapshot: who is missing in the next one has left, who joined in between stays once', () => {
    const list = (...users: string[]): [string, string, unknown] => ['/live-class', 'room:users', { room: 'class-7b', users }]
    const monitor = after(skillcore, [list('a', 'b'), ['/live-class', 'room:user-joined', { room: 'class-7b', userName: 'C', userId: 'c' }], ['/live-class', 'room:user-joined', { room: 'class-7b', userName: 'C', userId: 'c' }], list('b', 'c')])
    const detail = monitor.rooms.detail({ targetId: 't1', namespace: '/live-class', room: 'class-7b' })
    expect([detail?.row.members, detail?.changes.map((change) => `${change.kind} ${change.person}`)]).toEqual([2, ['left a', 'joined C.', 'joined b', 'joined a']])
  })

  test('a name alone becomes the person of that name once an id is known; two people of one name stay two', () => {
    const joined = (userName: string, userId?: string): [string, string, unknown] => ['/live-class', 'room:user-joined', { room: 'class-7b', userName, ...(userId && { userId }) }]
    expect(stands(after(skillcore, [joined('Maria Rossi'), joined('maria  rossi', 'u-1'), joined('Maria Rossi')]), NOW)).toEqual(['u-1 online inferred'])
    expect(stands(after(skillcore, [joined('Maria Rossi', 'u-1'), joined('Maria Rossi', 'u-2'), joined('Maria Rossi')]), NOW)).toEqual(['name:#1 online inferred', 'u-1 online inferred', 'u-2 online inferred'])
  })
})

describe('Flask LMS', () => {
  const user = { user_id: 'u-1', user_email: 'maria@lms.example' }
  test.each<[string, unknown, string[]]>([
    ['user_joined_video', user, ['/ video_v1 video 1 inferred']],
    ['new_chat_message', { ...user, message: 'Hello', timestamp: '2026-11-23T10:00:00Z' }, ['/ video_v1 video 1 inferred']],
    ['new_enrollment', { ...user, message: 'enrolled' }, ['/ video_v1 video 0 inferred']],
    ['progress_update', { ...user, video_id: 'v1' }, ['/ video_v1 video 0 inferred']],
    ['student_progress', { ...user, video_id: 'v1' }, ['/ video_v1 video 0 inferred']],
    ['quiz_submission', { ...user, quiz_id: 'q' }, ['/ video_v1 video 0 inferred']],
  ])('%s', (name, payload, inRooms) => {
    const monitor = after(flaskLms, [['/', name, payload]], [{ namespace: '/', room: 'video_v1' }])
    expect([stands(monitor, NOW), rooms(monitor, NOW)]).toEqual([['u-1 online inferred'], inRooms])
  })

  test('in two videos it is not known which one; a review names its author by address alone', () => {
    const two = [{ namespace: '/', room: 'video_v1' }, { namespace: '/', room: 'video_v2' }]
    const monitor = after(flaskLms, [['/', 'new_review', { user_email: 'Maria@lms.example', rating: 5 }], ['/', 'user_joined_video', user]], two)
    expect([stands(monitor, NOW), rooms(monitor, NOW)]).toEqual([['u-1 online inferred'], ['/ video_v1 video 0 inferred', '/ video_v2 video 0 inferred']])
  })
})

describe('RusingAcademy', () => {
  const chat = { userId: 3, userName: 'Léa Roy', roomId: 'b1' }
  test.each<[string, unknown, string[], string[]]>([
    ['chat:user_joined', chat, ['3 online inferred'], ['/ chat:b1 chat 1 inferred']],
    ['chat:user_left', chat, ['3 unknown inferred'], ['/ chat:b1 chat 0 inferred']],
    ['chat:message', { senderId: 3, content: 'Bonjour' }, ['3 online inferred'], ['/ chat:b1 chat 1 inferred']],
    ['chat:typing', { userId: 3, isTyping: true }, ['3 online inferred'], ['/ chat:b1 chat 1 inferred']],
    ['progress:course-updated', { userId: 3 }, ['3 online inferred'], ['/ admin role 0 inferred', '/ chat:b1 chat 0 inferred']],
    ['admin.coach.stripe.onboarded', { coachId: 3, coachName: 'Léa Roy' }, [], ['/ admin role 0 inferred', '/ chat:b1 chat 0 inferred']],
  ])('%s', (name, payload, expected, inRooms) => {
    const monitor = after(rusingacademy, [['/', name, payload]], [{ namespace: '/', room: 'chat:b1' }])
    expect([stands(monitor, NOW), rooms(monitor, NOW)]).toEqual([expected, inRooms])
  })

  test('a role room is one in both spellings, also where the two are watched with different luck', () => {
    const monitor = monitorOf(rusingacademy)
    monitor.joinedRooms('t1', [
      { namespace: '/', room: 'role:admin', state: 'unconfirmed' },
      { namespace: '/', room: 'admin', state: 'waiting' },
      { namespace: '/', room: 'hr', state: 'refused' },
      { namespace: '/', room: 'role:hr_admin' },
    ])
    const { revision, count } = monitor.rooms.query({ text: '', targetId: null, kind: 'role', sort: 'name', descending: false, showPerSocket: false })
    expect(monitor.rooms.rows(revision, 0, count).rows.map((row) => [row.key.room, row.watched])).toEqual([['admin', 'unconfirmed'], ['hr', 'joined']])
    expect(monitor.rooms.spellings({ targetId: 't1', namespace: '/', room: 'admin' })).toEqual(['admin', 'role:admin'])
  })
})

describe('AprendeAI', () => {
  const session = [{ namespace: '/study-groups', room: 'session:S1' }]
  test.each<[string, unknown, string[], string[]]>([
    ['userJoined', { userId: 'u-1' }, ['u-1 online inferred'], ['/study-groups session:S1 session 1 inferred']],
    ['user.joined', { userId: 'u-1', userName: 'Ana' }, ['u-1 online inferred'], ['/study-groups session:S1 session 1 inferred']],
    ['userLeft', { userId: 'u-1' }, ['u-1 unknown inferred'], ['/study-groups session:S1 session 0 inferred']],
    ['vote.submitted', { sessionId: 'S1', user_id: 'u-1' }, ['u-1 online inferred'], ['/study-groups session:S1 session 1 inferred']],
    ['session.started', { sessionId: 'S1', startedBy: 'u-1' }, ['u-1 online inferred'], ['/study-groups session:S1 session 1 inferred']],
    ['session.updated', { sessionId: 'S1', user_id: 'u-1' }, ['u-1 online inferred'], ['/study-groups session:S1 session 1 inferred']],
    ['chat.message', { session_id: 'S1', user_id: 'u-1', users: { id: 'u-1', name: 'Ana' } }, ['u-1 online inferred'], ['/study-groups session:S1 session 1 inferred']],
    ['round.advanced', { sessionId: 'S1' }, [], ['/study-groups session:S1 session 0 inferred']],
  ])('%s', (name, payload, expected, inRooms) => {
    const monitor = after(aprendeai, [['/study-groups', name, payload]], session)
    expect([stands(monitor, NOW), rooms(monitor, NOW)]).toEqual([expected, inRooms])
  })
})

describe('endiAPI', () => {
  test.each<[string, unknown, string[]]>([
    ['thread/discussion', { action: 'thread_created', threadId: 't', authorName: 'John Doe' }, ['name:#1 online inferred']],
    ['thread/discussion', { action: 'message_added', threadId: 't', authorName: 'John Doe' }, ['name:#1 online inferred']],
    ['thread/discussion', { action: 'thread_resolved', threadId: 't', authorName: 'John Doe' }, []],
    ['video/uploaded', { videoId: 'v', lecturerId: 'l-1' }, ['l-1 online inferred']],
    ['course/created', { courseId: 'c', lecturerId: 'l-1', lecturerName: 'Jane Smith' }, ['l-1 online inferred']],
    ['user/created', { userId: 's-1', email: 'tom@endi.example' }, []],
    ['user/deleted', { userId: 's-1' }, []],
  ])('%s %j', (type, payload, expected) => {
    expect(stands(after(endiapi, [['/', 'notification', { id: 'n', type, payload }]]), NOW)).toEqual(expected)
  })
})

test('10 minutes after everybody silently left, nobody is shown online on any platform', () => {
  const everything: [Catalog, [string, string, unknown][]][] = [
    [skillcore, [['/', 'presence:status-changed', { userId: 'a', status: 'busy' }], ['/live-class', 'room:users', { room: 'class-1', users: ['b', 'c'] }], ['/messages', 'user:typing', { conversationId: 'conv-1', userId: 'd' }]]],
    [flaskLms, [['/', 'user_joined_video', { user_id: 'a', user_email: 'a@x.example' }]]],
    [rusingacademy, [['/', 'chat:user_joined', { userId: 1, userName: 'A', roomId: 'r' }]]],
    [aprendeai, [['/study-groups', 'userJoined', { userId: 'a' }]]],
    [endiapi, [['/', 'notification', { type: 'video/uploaded', payload: { lecturerId: 'a' } }]]],
  ]
  for (const [catalog, events] of everything) {
    const monitor = after(catalog, events)
    const seen = people(monitor, NOW).length
    expect(people(monitor, NOW).every((row) => row.status === 'online' || row.status === 'busy')).toBe(true)
    expect(monitor.overview(NOW)).toMatchObject({ peopleSeen: seen, peopleActive: seen })
    const later = START_MS + 10 * 60_000
    expect(stands(monitor, later).filter((text) => !text.includes('unknown'))).toEqual([])
    expect([monitor.overview(later).peopleActive, rooms(monitor, later).every((text) => text.endsWith(' 0 inferred'))]).toEqual([0, true])
    expect(stands(monitor, START_MS + 20 * 60_000).filter((text) => !text.includes('offline'))).toEqual([])
  }
})

test('a sign of life holds for five minutes, a join for nine', () => {
  const monitor = after(skillcore, [['/messages', 'user:typing', { conversationId: 'conv-1', userId: 'a' }], ['/live-class', 'room:user-joined', { room: 'r', userName: 'B', userId: 'b' }]])
  expect(stands(monitor, START_MS + SEEN_ACTIVE_FOR_MS - 1)).toEqual(['a online inferred', 'b online inferred'])
  expect(stands(monitor, START_MS + SEEN_ACTIVE_FOR_MS + 1)).toEqual(['a unknown inferred', 'b online inferred'])
  expect(stands(monitor, START_MS + SEEN_JOINED_FOR_MS + 2)).toEqual(['a unknown inferred', 'b unknown inferred'])
})

test('late events bring nobody back, and what Rollcall sends itself proves nothing', () => {
  const monitor = monitorOf(skillcore)
  const said = (status: string, atMs: number): void => monitor.event(wire('presence:status-changed', [{ userId: 'a', status }], { namespace: '/', atMs: START_MS + atMs }))
  said('online', 0)
  said('offline', 500)
  monitor.event(wire('user:typing', [{ conversationId: 'conv-1', userId: 'a' }], { namespace: '/messages', atMs: START_MS + 400 }))
  monitor.event(wire('hand-raised', [{ studentId: 'b', studentName: 'B' }], { namespace: '/live-class', direction: 'out' }))
  expect(stands(monitor, NOW)).toEqual(['a offline inferred'])
})

test('for any course of events, late ones included, a person stands where a simple model says', () => {
  const step = fc.record({ what: fc.constantFrom('typing', 'join', 'away', 'busy', 'online', 'offline', 'late typing', 'late offline'), afterMs: fc.integer({ min: 1, max: 400_000 }) })
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), fc.integer({ min: 0, max: 1_200_000 }), (steps, laterMs) => {
      const monitor = monitorOf(skillcore)
      const send = (what: string, atMs: number): void => {
        if (what === 'typing') monitor.event(wire('user:typing', [{ conversationId: 'c', userId: 'a' }], { namespace: '/messages', atMs }))
        else if (what === 'join') monitor.event(wire('room:user-joined', [{ room: 'r', userName: 'A', userId: 'a' }], { namespace: '/', atMs }))
        else monitor.event(wire('presence:status-changed', [{ userId: 'a', status: what }], { namespace: '/', atMs }))
      }
      const model = { untilMs: 0, provedMs: 0, endedMs: 0, said: '', saidMs: 0 }
      let nowMs = START_MS
      for (const { what, afterMs } of steps) {
        nowMs += afterMs
        // Before everything that is known: no news.
        if (what.startsWith('late ')) {
          if (model.endedMs > 0 || model.provedMs > 0) send(what.slice(5), (model.endedMs > model.provedMs ? model.endedMs : model.provedMs) - 1_000_000)
          continue
        }
        send(what, nowMs)
        if (what === 'offline') Object.assign(model, { endedMs: nowMs, untilMs: nowMs, said: what, saidMs: nowMs })
        else {
          model.provedMs = nowMs
          model.untilMs = Math.max(model.untilMs, nowMs + (what === 'join' ? SEEN_JOINED_FOR_MS : SEEN_ACTIVE_FOR_MS))
          if (what !== 'typing' && what !== 'join') Object.assign(model, { said: what, saidMs: nowMs })
        }
        monitor.drain(nowMs)
      }
      nowMs += laterMs
      const away = (model.said === 'away' || model.said === 'busy') && nowMs - model.saidMs < SAID_STATUS_FOR_MS
      const expected = model.endedMs === 0 && model.provedMs === 0 ? undefined : model.endedMs >= model.provedMs ? 'offline' : nowMs < model.untilMs ? (away ? model.said : 'online') : nowMs - model.provedMs >= INFERRED_OFFLINE_AFTER_MS ? 'offline' : 'unknown'
      expect(people(monitor, nowMs)[0]?.status).toBe(expected)
    }),
  )
})

test('every catalog is valid with what it proves, also as JSON', () => {
  for (const catalog of catalogs) expect(catalogSchema.parse(JSON.parse(JSON.stringify(catalog)))).toEqual(catalog)
})
