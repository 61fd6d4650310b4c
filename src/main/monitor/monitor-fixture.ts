import type { Catalog } from '../../shared/catalog.ts'
import type { LinkState, TargetView } from '../../shared/domain.ts'
import { freeText, id, isoTime, num, obj, oneOf, open, personName } from '../../shared/payload-schema.ts'
import { noAdminFeed } from '../../shared/presence.ts'
import { Monitor } from './monitor.ts'
import type { MonitorOptions } from './monitor.ts'
import { payloadOf } from './raw-payload.ts'
import type { WireEvent } from './wire-event.ts'

/* An invented platform and its parts, for the tests of this folder. */

/** 10:00:00 on a Monday, UTC. */
export const START_MS = 1_795_428_000_000

const person = obj({ id, name: personName })

export const lyceum: Catalog = {
  id: 'lyceum',
  name: 'Lyceum',
  summary: 'An invented platform.',
  document: 'Lyceum document',
  connection: { path: '/socket.io', exampleUrl: 'https://lyceum.example', transports: ['websocket'] },
  auth: { ways: ['auth.token'], proofEvents: [], refusalEvents: [], signIn: [], refresh: [], whoAmI: { id: [], role: [] }, checkedAtEveryMessage: false },
  namespaces: [
    { name: '/', title: 'Default', summary: '', documented: true },
    { name: '/grades', title: 'Grades', summary: '', documented: true },
    { name: '/talk', title: 'Talk', summary: '', documented: true },
  ],
  events: [
    {
      name: 'grade.posted',
      alsoKnownAs: ['grade-created'],
      namespaces: ['/grades'],
      direction: 'server-to-client',
      args: [obj({ gradeId: id, classId: id, score: num, postedBy: person, 'remark?': freeText, postedAt: isoTime })],
      variants: [{ note: 'flat', args: [obj({ teacherName: personName })] }],
      meaning: 'activity',
      person: { id: ['postedBy.id', 'teacherId'], name: ['teacherName'], email: [] },
      rooms: ['class_{classId}', 'school_{schoolId}'],
      source: 'Lyceum document, "Grades"',
    },
    { name: 'message', namespaces: ['/talk'], direction: 'both', args: [obj({ from: person, body: freeText, topic: open })], meaning: 'activity', person: { id: ['from.id'], name: ['from.name'], email: [] }, source: 'Lyceum document, "Talk"' },
    {
      name: 'alarm.raised',
      namespaces: ['/grades'],
      direction: 'server-to-client',
      args: [obj({ alarmId: id, studentId: id, type: oneOf('truancy', 'late'), reason: freeText })],
      meaning: 'alert',
      person: { id: ['studentId'], name: [], email: [] },
      alerts: [{ when: [], severity: 'warning', cause: '{type}', title: 'Absence rule {type} reached', identity: ['alarmId'] }],
      source: 'Lyceum document, "Alarms"',
    },
    {
      name: 'notice.new',
      namespaces: ['*'],
      direction: 'server-to-client',
      args: [obj({ noticeId: id, type: oneOf('ALARM', 'INFO'), priority: oneOf('urgent', 'normal'), 'related?': obj({ id }) })],
      meaning: 'notice',
      alerts: [
        { when: [{ path: 'priority', in: ['urgent'] }], severity: 'critical', cause: 'urgent', title: 'Urgent notice', identity: ['related.id', 'noticeId'] },
        { when: [{ path: 'type', in: ['ALARM'] }], severity: 'warning', cause: 'alarm', title: 'Notice of an alarm', identity: ['related.id', 'noticeId'] },
      ],
      source: 'Lyceum document, "Notices"',
    },
    { name: 'system.halt', namespaces: ['/'], direction: 'server-to-client', args: null, meaning: 'alert', alerts: [{ when: [], severity: 'critical', cause: 'halt', title: 'System halt announced', identity: [] }], source: 'Lyceum document, "System"' },
    { name: 'pong', namespaces: ['*'], direction: 'server-to-client', args: [], meaning: 'heartbeat', source: 'Lyceum document, "Ping"' },
  ],
  rooms: [
    { pattern: 'class_{classId}', kind: 'class', namespace: '/grades', title: 'Class', autoJoined: false, join: [], leave: [], source: 'Lyceum document, "Rooms"' },
    { pattern: 'school_{schoolId}', kind: 'school', namespace: '/', title: 'School', autoJoined: true, join: [], leave: [], source: 'Lyceum document, "Rooms"' },
  ],
  limits: { connectionsPerUser: null, eventsPerMinute: null, roomJoinsPerMinute: null },
  ping: { send: 'ping', answer: 'pong' },
  notes: [],
}

export function viewOf(id: string, more: { name?: string; state?: LinkState; sinceMs?: number; namespaces?: Record<string, LinkState>; problem?: TargetView['problem']; feedOn?: boolean; catalogId?: string; signedInAs?: TargetView['signedInAs'] } = {}): TargetView {
  const state = more.state ?? 'live'
  const sinceMs = more.sinceMs ?? START_MS
  const namespaces = more.namespaces ?? { '/': state, '/grades': state, '/talk': state }
  return {
    settings: {
      id,
      name: more.name ?? `School ${id}`,
      catalogId: more.catalogId ?? 'lyceum',
      url: 'http://127.0.0.1:4400',
      path: '/socket.io',
      transports: ['websocket'],
      environment: 'test',
      readOnly: false,
      authWay: 'auth.token',
      signIn: 'token',
      email: '',
      disabledNamespaces: [],
      extraNamespaces: [],
      watchedRooms: [],
      caCertificate: '',
      adminFeed: { ...noAdminFeed, on: more.feedOn ?? false },
    },
    catalogName: 'Lyceum',
    state,
    sinceMs,
    problem: more.problem ?? null,
    nextTryAtMs: null,
    transport: 'websocket',
    connections: 1,
    namespaces: Object.entries(namespaces).map(([name, each]) => ({ name, title: name, state: each, sinceMs, problem: null, nextTryAtMs: null, attempts: 1 })),
    rooms: { wanted: 0, joined: 0, unconfirmed: 0, refused: 0 },
    pace: { joinsPerMinute: 16, emitsPerMinute: 80, waiting: 0 },
    signedInAs: more.signedInAs ?? null,
    tokenEndsAtMs: null,
    signedOutAtMs: null,
    secrets: 'none',
    adminFeed: 'unknown',
    feedLink: null,
    feed: null,
    roundTripMs: null,
    notes: [],
  }
}

/** A monitor with one live target `t1`. */
export function monitorWithTarget(options: Partial<MonitorOptions> = {}): Monitor {
  const monitor = new Monitor({ catalogs: [lyceum], startedAtMs: START_MS, ...options })
  monitor.targetChanged(viewOf('t1'), START_MS)
  return monitor
}

export function wire(name: string, args: readonly unknown[] = [], more: Partial<Omit<WireEvent, 'name' | 'payload'>> = {}): WireEvent {
  return { targetId: 't1', namespace: '/grades', direction: 'in', atMs: START_MS, ...more, name, payload: payloadOf(args) }
}

export function grade(number: number, more: { teacher?: string; classId?: string; atMs?: number } = {}): WireEvent {
  const payload = { gradeId: `g-${number}`, classId: more.classId ?? '7b', score: 80, postedBy: { id: more.teacher ?? 'u-1', name: 'Maria Rossi' }, postedAt: '2026-11-23T10:00:00Z' }
  return wire('grade.posted', [payload], { atMs: more.atMs ?? START_MS })
}

/** Seconds of a run, from <= n < to: drains at the begin of each, lets `each` happen, and drains near its end. */
export function runSeconds(monitor: Monitor, from: number, to: number, each: (second: number, atMs: number) => void = () => {}): void {
  for (let second = from; second < to; second++) {
    const atMs = START_MS + second * 1000
    monitor.drain(atMs)
    each(second, atMs)
    monitor.drain(atMs + 900)
  }
}
