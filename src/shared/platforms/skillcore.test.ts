import { expect, test } from 'vitest'
import { catalogSchema } from '../catalog.ts'
import { matchTemplate } from '../template.ts'
import { skillcore } from './skillcore.ts'

test('is a valid catalog, also as JSON', () => {
  expect(catalogSchema.parse(JSON.parse(JSON.stringify(skillcore)))).toEqual(skillcore)
})

test('every event is on a namespace that exists, and no name is there twice', () => {
  const namespaces = skillcore.namespaces.map(({ name }) => name)
  const keys = skillcore.events.flatMap((event) => {
    const on = event.namespaces.includes('*') ? namespaces : event.namespaces
    expect(namespaces).toEqual(expect.arrayContaining(on))
    return on.flatMap((namespace) => [event.name, ...(event.alsoKnownAs ?? [])].map((name) => `${namespace} ${name}`))
  })
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
})

/** Names that the document prints, by namespace; `*` where it names none. */
test.each([
  ['/', ['notification.new', 'announcement.new', 'system.maintenance']],
  ['/gradebook', ['gradebook:join', 'gradebook:joined', 'grade.posted', 'grade.updated', 'lineitem.created', 'gradebook:typing']],
  ['/messages', ['conversation:join', 'conversation:joined', 'message.new', 'message.read', 'user.typing', 'user:typing', 'user:stop-typing', 'send-message']],
  ['/attendance', ['attendance.marked', 'attendance.intervention-triggered']],
  ['/live-class', ['class:join', 'class:joined', 'poll.started', 'poll.submit', 'poll.results', 'whiteboard.draw', 'hand-raised']],
  ['/assessment', ['assessment:join', 'assessment.started', 'assessment.submitted', 'assessment.auto-graded']],
  ['/notifications', ['notification.new', 'notification.read']],
  ['*', ['room:join', 'room:leave', 'room:user-joined', 'room:user-left', 'room:users', 'presence:update', 'presence:status-changed', 'error']],
])('%s has all that the document names', (namespace, names) => {
  const known = skillcore.events.filter((event) => event.namespaces.includes(namespace)).flatMap((event) => [event.name, ...(event.alsoKnownAs ?? [])])
  expect(known).toEqual(expect.arrayContaining(names))
})

test.each([
  ['/gradebook', 'gradebook:class-7b-biology:session-1', 'gradebook:{classId}:{academicSessionId}'],
  ['/live-class', 'class:class-7b', 'class:{classId}'],
  ['/live-class', 'class-7b', 'class-{classKey}'],
  ['/notifications', 'school:s1:teachers', 'school:{schoolId}:teachers'],
  ['/notifications', 'school:s1', 'school:{schoolId}'],
  ['/messages', 'conv-123', 'conv-{conversationKey}'],
])('the first pattern that fits %s %s', (namespace, room, pattern) => {
  expect(skillcore.rooms.find((spec) => spec.namespace === namespace && matchTemplate(spec.pattern, room))?.pattern).toBe(pattern)
})

test('the first alert that fits a notification', () => {
  const alerts = skillcore.events.find(({ name }) => name === 'notification.new')?.alerts ?? []
  const fitting = (payload: Record<string, string>): string | undefined => {
    const alert = alerts.find(({ when }) => when.every(({ path, in: values }) => values.includes(payload[path] ?? '')))
    return alert && `${alert.severity} ${alert.cause}`
  }
  expect(fitting({ type: 'INTERVENTION_ALERT', priority: 'urgent' })).toBe('critical intervention')
  expect(fitting({ type: 'INTERVENTION_ALERT', priority: 'low' })).toBe('warning intervention')
  expect(fitting({ type: 'INTERVENTION_ALERT', priority: 'sometime' })).toBe('critical intervention')
  expect(fitting({ type: 'A_TYPE_OF_TOMORROW', priority: 'urgent' })).toBe('critical urgent notification')
  expect(fitting({ type: 'ANNOUNCEMENT', priority: 'high' })).toBe('warning notification of high priority')
  expect(fitting({ type: 'ANNOUNCEMENT', priority: 'normal' })).toBeUndefined()
})
