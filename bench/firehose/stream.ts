import { familyNames, givenNames } from '../../src/campus/population/names.ts'
import { SeededRandom } from '../../src/campus/population/random.ts'

/*
 * The firehose's content: events of SkillCore (valid by its catalog) in the mix of the campus's story, encoded once as
 * WebSocket frames. The stream is a circle: whoever writes it starts again at its beginning.
 */

export interface StreamSize {
  readonly people: number
  readonly rooms: number
  /** Events in the circle. */
  readonly events: number
}

export interface Stream {
  /** All frames, one after the other. */
  readonly bytes: Buffer
  /** Where the frame of an event ends. */
  readonly ends: Uint32Array
  /** Which name an event has: an index into `names`. */
  readonly kinds: Uint8Array
  /** `namespace event`. */
  readonly names: readonly string[]
  /** Socket.IO packet of an event as text, a fresh string each time, as a WebSocket gives it. */
  packet(index: number): string
}

/** SkillCore's seven and one more, which the target has as an extra namespace. */
export const EXTRA_NAMESPACE = '/campus-life'
export const namespaces = ['/', '/gradebook', '/messages', '/attendance', '/live-class', '/assessment', '/notifications', EXTRA_NAMESPACE] as const
type Namespace = (typeof namespaces)[number]

export const fullSize: StreamSize = { people: 12_000, rooms: 2_000, events: 131_072 }

interface Person {
  readonly id: string
  readonly givenName: string
  readonly familyName: string
}

type RoomName = 'conv' | 'assessment' | 'class'

/** What one event may pick from; every number is from the same seeded row. */
interface Pick {
  int(below: number): number
  person(): Person
  room(kind: RoomName): string
}

interface Kind {
  readonly namespace: Namespace
  readonly event: string
  /** Share of the stream. */
  readonly weight: number
  readonly payload: (pick: Pick, serial: number) => object
}

const postedAt = '2025-11-17T10:30:00Z'
const bodies = [
  'See you in room 12 after lunch, please bring the lab notebook.',
  'The homework for Thursday is chapter four, exercises one to nine.',
  'Can you look at question three with me before the quiz?',
  'Thank you! The project outline is in the shared folder now.',
  'Reminder: the field trip form is due on Friday morning.',
]
const actor = ({ id, givenName, familyName }: Person): object => ({ id, givenName, familyName })
const nameOf = ({ givenName, familyName }: Person): string => `${givenName} ${familyName}`
const body = (pick: Pick): string => bodies[pick.int(bodies.length)] ?? ''

/* Shares follow the weights of the campus's story and its audiences: talk and typing first, then grades and attendance. */
const kinds: readonly Kind[] = [
  { namespace: '/messages', event: 'message.new', weight: 200, payload: (pick, serial) => ({ messageId: `message-${serial}`, conversationId: pick.room('conv'), sender: actor(pick.person()), body: body(pick), createdAt: postedAt, attachments: [] }) },
  {
    namespace: '/messages',
    event: 'user:typing',
    weight: 150,
    payload: (pick) => {
      const person = pick.person()
      return { conversationId: pick.room('conv'), userId: person.id, userName: nameOf(person) }
    },
  },
  { namespace: '/messages', event: 'message.read', weight: 80, payload: (pick, serial) => ({ messageId: `message-${serial}`, userId: pick.person().id, readAt: postedAt }) },
  {
    namespace: '/gradebook',
    event: 'grade.posted',
    weight: 140,
    payload: (pick, serial) => {
      const score = 40 + pick.int(61)
      return { resultId: `result-${serial}`, lineItemId: `lineitem-${pick.int(900)}`, studentId: pick.person().id, score, scorePercent: score, letterGrade: score > 85 ? 'A' : 'B', postedAt, postedBy: actor(pick.person()) }
    },
  },
  { namespace: '/gradebook', event: 'grade.updated', weight: 40, payload: (pick, serial) => ({ resultId: `result-${serial}`, changes: { score: pick.int(100), scoreStatus: 'fully_graded' }, updatedAt: postedAt, updatedBy: actor(pick.person()) }) },
  {
    namespace: '/gradebook',
    event: 'gradebook:typing',
    weight: 60,
    payload: (pick) => {
      const person = pick.person()
      return { lineItemId: `lineitem-${pick.int(900)}`, studentId: pick.person().id, userId: person.id, userName: nameOf(person) }
    },
  },
  {
    namespace: '/attendance',
    event: 'attendance.marked',
    weight: 140,
    payload: (pick, serial) => ({ recordId: `record-${serial}`, studentId: pick.person().id, date: '2025-11-17', status: (['present', 'present', 'present', 'tardy', 'absent'] as const)[pick.int(5)], periodId: `period-${pick.int(7)}`, markedBy: actor(pick.person()), markedAt: postedAt }),
  },
  { namespace: EXTRA_NAMESPACE, event: 'presence:status-changed', weight: 60, payload: (pick) => ({ userId: pick.person().id, status: (['online', 'away', 'busy'] as const)[pick.int(3)] }) },
  { namespace: '/', event: 'notification.new', weight: 25, payload: (pick, serial) => notification(pick, serial) },
  { namespace: '/notifications', event: 'notification.new', weight: 35, payload: (pick, serial) => notification(pick, serial) },
  {
    namespace: '/live-class',
    event: 'hand-raised',
    weight: 20,
    payload: (pick) => {
      const person = pick.person()
      return { studentId: person.id, studentName: nameOf(person), timestamp: postedAt }
    },
  },
  {
    namespace: '/live-class',
    event: 'room:user-joined',
    weight: 15,
    payload: (pick) => {
      const person = pick.person()
      return { room: pick.room('class'), userName: nameOf(person), userId: person.id }
    },
  },
  { namespace: '/live-class', event: 'whiteboard.draw', weight: 10, payload: (pick) => ({ action: 'draw', x: pick.int(1_920), y: pick.int(1_080), color: '#1f6feb', size: 3 }) },
  { namespace: '/assessment', event: 'assessment.submitted', weight: 25, payload: (pick, serial) => ({ submissionId: `submission-${serial}`, studentId: pick.person().id, assessmentId: pick.room('assessment'), submittedAt: postedAt, duration: 60 + pick.int(2_000) }) },
]

/** An alert in so many events: 10 a second at 50,000. */
const ONE_ALERT_IN = 5_000
const alert: Kind = {
  namespace: '/attendance',
  event: 'attendance.intervention-triggered',
  weight: 0,
  payload: (pick, serial) => ({ interventionId: `intervention-${serial}`, studentId: pick.person().id, type: 'tardy_pattern', triggerReason: 'Late to the first lesson five times in two weeks.', absenceCount: 5, attendanceRate: 93.5 }),
}

function notification(pick: Pick, serial: number): object {
  return { notificationId: `notification-${serial}`, type: 'MESSAGE_RECEIVED', title: `Message from ${nameOf(pick.person())}`, body: body(pick), priority: 'normal', relatedEntity: { type: 'conversation', id: pick.room('conv') }, createdAt: postedAt }
}

/** Builds the circle: the same for the same size. Each person is picked before any is picked again, and so is each room. */
export function buildStream(size: StreamSize): Stream {
  const all = [...kinds, alert]
  const names = all.map(({ namespace, event }) => `${namespace} ${event}`)
  const random = new SeededRandom('firehose')
  let person = 0
  const rooms = roomCounters(size.rooms)
  const pick: Pick = {
    int: (below) => Math.floor(random.next() * below),
    person: () => personAt((person = (person + 1) % size.people)),
    room: (kind) => `${kind}-${rooms[kind]()}`,
  }
  const deck = kinds.flatMap((kind, index) => Array.from({ length: kind.weight }, () => index))
  const frames: Buffer[] = []
  const ends = new Uint32Array(size.events)
  const kindOf = new Uint8Array(size.events)
  let end = 0
  for (let index = 0; index < size.events; index++) {
    const chosen = index % ONE_ALERT_IN === ONE_ALERT_IN - 1 ? kinds.length : (deck[pick.int(deck.length)] ?? 0)
    const { namespace, event, payload } = all[chosen] as Kind
    const frame = frameOf(`42${namespace === '/' ? '' : `${namespace},`}${JSON.stringify([event, payload(pick, index)])}`)
    frames.push(frame)
    end += frame.length
    ends[index] = end
    kindOf[index] = chosen
  }
  const bytes = Buffer.concat(frames)
  return {
    bytes,
    ends,
    kinds: kindOf,
    names,
    packet: (index) => {
      const start = index === 0 ? 0 : (ends[index - 1] ?? 0)
      const head = bytes[start + 1] === 126 ? 4 : 2
      // Without the Engine.IO type in front.
      return bytes.toString('utf8', start + head + 1, ends[index])
    },
  }
}

/** Eight of ten rooms are conversations, one is a class, one an assessment; each kind is gone through in turn. */
function roomCounters(rooms: number): Record<RoomName, () => number> {
  const turn = (count: number): (() => number) => {
    let at = 0
    return () => (at = (at + 1) % count)
  }
  const few = Math.max(1, Math.floor(rooms / 10))
  return { conv: turn(rooms - 2 * few), class: turn(few), assessment: turn(few) }
}

function personAt(index: number): Person {
  const given = givenNames[index % givenNames.length] ?? ''
  const family = familyNames[Math.floor(index / givenNames.length) % familyNames.length] ?? ''
  // More people than names: a second family name makes them one person each.
  const round = Math.floor(index / givenNames.length / familyNames.length)
  return { id: `user-${index}`, givenName: given, familyName: round === 0 ? family : `${family}-${familyNames[round % familyNames.length] ?? round}` }
}

/** An unmasked WebSocket text frame, as a server sends it (RFC 6455, 5.2). */
function frameOf(text: string): Buffer {
  const payload = Buffer.from(text)
  const head = payload.length < 126 ? Buffer.from([0x81, payload.length]) : Buffer.from([0x81, 126, payload.length >> 8, payload.length & 255])
  return Buffer.concat([head, payload])
}
