import { describe, expect, it } from 'vitest'
import type { Catalog, CatalogRoom } from '../../shared/catalog.ts'
import { Pacer } from './pacer.ts'
import { serversAndTargets } from './stops-fixture.ts'
import { ManualClock, testCatalog } from './test-server.ts'

const { server, target } = serversAndTargets()

const room: CatalogRoom = {
  pattern: 'course_{courseId}',
  kind: 'course',
  namespace: '/',
  title: 'Course',
  autoJoined: false,
  join: [{ event: 'join_course', args: [{ course_id: '{courseId}' }], confirm: { event: 'joined_course', path: 'course_id', equals: '{courseId}' } }],
  leave: [{ event: 'leave_course', args: [{ course_id: '{courseId}' }] }],
  source: 'test',
}
const acked: CatalogRoom = { ...room, pattern: 'session:{sessionId}', join: [{ event: 'joinSession', args: [{ sessionId: '{sessionId}' }], ack: true, ackHolds: '{sessionId}' }] }
const silent: CatalogRoom = { ...room, pattern: 'chat:{roomId}', join: [{ event: 'chat:join', args: [{ roomId: '{roomId}' }] }, { event: 'join_room', args: ['{room}'] }] }
const catalog: Catalog = testCatalog({ rooms: [room, acked, silent], limits: { connectionsPerUser: null, eventsPerMinute: 100, roomJoinsPerMinute: 20 } })
const watch = (...rooms: string[]) => rooms.map((name) => ({ namespace: '/', room: name }))

describe('joining rooms', () => {
  it('confirms by event, by ack that names the room, or calls it unconfirmed', async () => {
    const sent: unknown[] = []
    const s = await server({
      onConnection: (socket) => {
        socket.onAny((event, ...args) => sent.push([event, args[0]]))
        socket.on('join_course', (data) => socket.emit('joined_course', { ...data, status: 'ok' }))
        socket.on('joinSession', ({ sessionId }, ack) => ack({ success: true, message: `Joined session ${sessionId === 'S2' ? 'undefined' : sessionId}` }))
      },
    })
    const t = target({ url: s.url, watchedRooms: watch('course_a', 'session:S1', 'session:S2', 'chat:r') }, { catalog })
    t.target.start()
    await t.wait('all are decided', () => t.view().rooms.unconfirmed === 1 && t.view().rooms.joined === 2)
    expect(t.view().rooms).toEqual({ wanted: 4, joined: 2, unconfirmed: 1, refused: 1 })
    expect(sent).toEqual([
      ['join_course', { course_id: 'a' }],
      ['joinSession', { sessionId: 'S1' }],
      ['joinSession', { sessionId: 'S2' }],
      ['chat:join', { roomId: 'r' }],
      ['join_room', 'chat:r'],
    ])
    expect(t.sink.events.filter(({ direction }) => direction === 'out').map(({ name, payload }) => [name, payload.args()?.[0]])).toEqual(sent)
  })

  it('takes an event of the room as proof where the platform never confirms', async () => {
    const message = { name: 'chat:message', namespaces: ['/'], direction: 'server-to-client', args: null, meaning: 'activity', rooms: ['chat:{roomId}'], source: 'test' } as const
    const s = await server()
    const t = target({ url: s.url, watchedRooms: watch('chat:a', 'chat:b') }, { catalog: { ...catalog, events: [{ ...message, namespaces: ['/'], rooms: ['chat:{roomId}'] }] } })
    t.target.start()
    await t.wait('both asked for', () => t.view().rooms.unconfirmed === 2)
    s.io.emit('chat:message', { roomId: 'elsewhere' })
    s.io.emit('chat:message', null)
    // Payloads are read seldom, so the proof may take more than one message.
    await t.wait('one proven', () => {
      s.io.emit('chat:message', { roomId: 'b' })
      return t.view().rooms.joined === 1
    })
    expect(t.view().rooms).toEqual({ wanted: 2, joined: 1, unconfirmed: 1, refused: 0 })
  })

  it('never sends more than the pace allows in any minute, and shows how far it is', async () => {
    const joins: number[] = []
    const s = await server({
      onConnection: (socket) => void socket.on('join_course', (data) => {
        joins.push(0)
        socket.emit('joined_course', data)
      }),
    })
    const t = target({ url: s.url, watchedRooms: watch(...Array.from({ length: 40 }, (_, index) => `course_${index}`)) }, { catalog })
    t.target.start()
    await t.wait('first minute', () => t.view().rooms.joined === 16)
    expect(t.view()).toMatchObject({ rooms: { wanted: 40, joined: 16 }, pace: { joinsPerMinute: 16, emitsPerMinute: 80, waiting: 24 } })
    await t.clock.run(30_000)
    expect(joins).toHaveLength(16)
    await t.wait('second minute', () => t.view().rooms.joined === 32, 250)
    // A reconnect does not start a new minute.
    for (const socket of s.io.sockets.sockets.values()) socket.conn.close()
    await t.wait('live again', () => t.view().state === 'live' && t.view().connections === 2)
    await t.clock.run(10_000)
    expect(joins.length).toBeLessThanOrEqual(32)
    await t.wait('all are joined again', () => t.view().rooms.joined === 40, 500)
  })

  it('joins and leaves while live, and reports what is joined', async () => {
    const seen: string[] = []
    const joined: string[][] = []
    const s = await server({
      onConnection: (socket) => {
        socket.onAny((event, data) => seen.push(`${event} ${data.course_id}`))
        socket.on('join_course', (data) => socket.emit('joined_course', data))
      },
    })
    const t = target({ url: s.url }, { catalog, onWatched: (rooms) => void joined.push(rooms.map(({ room, state }) => `${room} ${state}`)) })
    t.target.start()
    await t.become('live')
    t.target.update({ ...t.target.settings, watchedRooms: watch('course_a') })
    await t.wait('joined', () => t.view().rooms.joined === 1)
    t.target.update({ ...t.target.settings, watchedRooms: [], name: 'Lincoln 2' })
    await t.wait('left', () => seen.length === 2)
    expect(seen).toEqual(['join_course a', 'leave_course a'])
    expect(joined).toEqual([['course_a waiting'], ['course_a joined'], []])
    expect(t.view().connections).toBe(1)
  })

  it('counts a refusal, and waits when the platform says "too many"', async () => {
    let limited = true
    const s = await server({
      onConnection: (socket) => void socket.on('join_course', (data) => {
        if (limited) socket.emit('error', { code: 'RATE_LIMIT_EXCEEDED', retryAfter: 30 })
        else socket.emit(data.course_id === 'bad' ? 'error' : 'joined_course', data)
      }),
    })
    const t = target({ url: s.url, watchedRooms: watch('course_bad') }, { catalog })
    t.target.start()
    await t.wait('limited', () => t.view().pace.waiting === 1)
    const sentAt = () => t.sink.events.filter(({ direction }) => direction === 'out').map(({ atMs }) => atMs)
    limited = false
    await t.wait('refused', () => t.view().rooms.refused === 1, 250)
    const [first = 0, second = 0] = sentAt()
    expect(second - first).toBeGreaterThanOrEqual(30_000)
  })

  it('a watched room without a join message is unconfirmed, and a note says why', async () => {
    const s = await server()
    const t = target({ url: s.url, watchedRooms: watch('nobody-knows') }, { catalog })
    t.target.start()
    await t.wait('decided', () => t.view().rooms.unconfirmed === 1)
    expect(t.view().notes).toEqual([expect.stringContaining('no join message')])
  })
})

describe('sending', () => {
  const sending = testCatalog({ events: [{ name: 'bare', namespaces: ['/'], direction: 'client-to-server', args: [], meaning: 'activity', source: 'test' }] })
  it('refuses what could harm, and everything while not live; nothing is sent later', async () => {
    const seen: unknown[] = []
    const s = await server({ onConnection: (socket) => void socket.onAny((...message) => seen.push(message)) })
    const t = target({ url: s.url }, { catalog: sending })
    expect(t.target.send('/', 'chat:typing', [{ a: 1 }]).ok).toBe(false)
    t.target.start()
    await t.become('live')
    for (const [event, args] of [['chat:typing', [null]], ['chat:typing', []], ['chat:typing', [undefined]], ['connect', [1]], ['', [1]], ['x', [1n]]] as const) {
      expect(t.target.send('/', event, args), event).toMatchObject({ ok: false, problem: { what: expect.stringMatching(/\.$/) } })
    }
    expect(t.target.send('/unknown', 'x', [1]).ok).toBe(false)
    expect(t.target.send('/', 'bare', []).ok).toBe(true)
    expect(t.target.send('/', 'x', [{ a: 1 }]).ok).toBe(true)
    t.target.update({ ...t.target.settings, readOnly: true })
    expect(t.target.send('/', 'x', [1]).ok).toBe(false)
    await t.wait('both', () => seen.length === 2)
    expect(seen).toEqual([['bare'], ['x', { a: 1 }]])
  })
})

describe('app-level ping', () => {
  it('measures without an ack, and is late when no answer comes any more', async () => {
    let answers = true
    const s = await server({ onConnection: (socket) => void socket.on('ping', () => void (answers && socket.emit('pong'))) })
    const ping = testCatalog({ ping: { send: 'ping', answer: 'pong' }, events: [{ name: 'ping', namespaces: ['/'], direction: 'client-to-server', args: [], meaning: 'heartbeat', source: 'test' }] })
    const t = target({ url: s.url }, { catalog: ping })
    t.target.start()
    await t.wait('measured', () => t.view().roundTripMs !== null)
    answers = false
    await t.wait('delayed', () => t.view().state === 'delayed', 250)
    answers = true
    t.target.rebuild()
    await t.become('live')
  })
})

describe('Pacer', () => {
  it('lets no more than the share through in any 60 s', () => {
    const clock = new ManualClock(0)
    const pacer = new Pacer({ eventsPerMinute: 10, roomJoinsPerMinute: 5 }, clock)
    const sent: { kind: string; atMs: number }[] = []
    for (let index = 0; index < 40; index++) {
      const kind = index % 2 === 0 ? 'join' : 'emit'
      pacer.schedule(kind, () => void sent.push({ kind, atMs: clock.now() }))
    }
    clock.advance(20 * 60_000)
    expect(sent).toHaveLength(40)
    for (const { atMs } of sent) {
      const window = sent.filter((other) => other.atMs > atMs - 60_000 && other.atMs <= atMs)
      expect(window.length).toBeLessThanOrEqual(8)
      expect(window.filter(({ kind }) => kind === 'join').length).toBeLessThanOrEqual(4)
    }
    expect([pacer.waiting, clock.pending]).toEqual([0, 0])
  })

  it('is bounded, can be paused and cleared', () => {
    const clock = new ManualClock(0)
    const pacer = new Pacer({ eventsPerMinute: null, roomJoinsPerMinute: null }, clock)
    pacer.pause(5_000)
    let accepted = 0
    while (pacer.schedule('emit', () => {})) accepted++
    expect(accepted).toBe(2_000)
    expect(pacer.tryNow('emit')).toBe(false)
    clock.advance(5_000)
    expect(pacer.waiting).toBe(1_920)
    pacer.clear()
    expect([pacer.waiting, clock.pending]).toEqual([0, 0])
  })
})
