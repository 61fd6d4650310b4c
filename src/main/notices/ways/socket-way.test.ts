import { afterEach, describe, expect, it } from 'vitest'
import type { Socket } from 'socket.io'
import type { Catalog } from '../../../shared/catalog.ts'
import { NOTICE_PAYLOAD_BYTES_MAX } from '../../../shared/limits.ts'
import { ManualClock, startServer, testCatalog, until } from '../../targets/test-server.ts'
import type { TestServer, testSettings } from '../../targets/test-server.ts'
import type { Packet } from '../way.ts'
import { DUPLICATE_DETAIL } from './answer.ts'
import { catalogNamed, packet, waySettings, waysOn } from './ways-fixture.ts'
import type { WaysBench } from './ways-fixture.ts'

/* The application socket against servers that answer badly: what is said of a notice is never more than what is known. */

const stops: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

type Ack = (...answer: unknown[]) => void
type Broadcast = (message: Record<string, unknown>, ack: Ack, socket: Socket) => void
interface Bench extends WaysBench {
  readonly server: TestServer
  readonly got: Record<string, unknown>[]
}

async function bench(onBroadcast: Broadcast, options: { readonly catalog?: Catalog; readonly ackMs?: number; readonly settings?: Parameters<typeof testSettings>[0]; readonly clock?: ManualClock } = {}): Promise<Bench> {
  const got: Record<string, unknown>[] = []
  const server = await startServer({
    onConnection: (socket) => {
      // Proof of the sign-in, so that nobody waits for the socket to survive a moment.
      socket.emit('connected', { userId: 1, role: 'admin', rooms: [], serverTime: 1 })
      socket.on('admin:broadcast', (message: Record<string, unknown>, ack: Ack) => {
        got.push(message)
        onBroadcast(message, ack, socket)
      })
    },
  })
  const { catalog = provenCatalog(), ackMs = 8_000, settings, clock } = options
  const own = waysOn(server.url, { catalog, ackMs, ...(settings && { settings }), ...(clock && { clock }) })
  stops.push(() => own.targets.stop(), () => server.stop())
  await own.live()
  return { ...own, server, got }
}

describe('an acknowledgement', () => {
  it('of the documented form confirms, with the number that the server says', async () => {
    const { ways, got } = await bench(({ noticeId }, ack) => ack({ success: true, noticeId, delivered: 412 }))
    const sent = packet({ digest: 'd'.repeat(64), audience: { include: [{ kind: 'role', targetId: 'target-1', role: 'STUDENT' }, { kind: 'role', targetId: 'another', role: 'x' }, { kind: 'person', key: { targetId: 'target-1', personId: 'p7' } }], exclude: [{ kind: 'room', targetId: 'target-1', namespace: '/', room: '7B' }] } })
    expect(await ways.send(sent, waySettings())).toEqual({ result: 'confirmed', delivered: 412, detail: 'The server confirmed it. Delivered to 412 connections.' })
    expect(got).toEqual([{
      noticeId: 'notice-1', key: sent.key, digest: sent.digest, kind: 'announcement', namespace: '/', event: 'announcement.new', payload: sent.args[0],
      audience: { include: [{ kind: 'role', role: 'STUDENT' }, { kind: 'person', userId: 'p7' }], exclude: [{ kind: 'room', namespace: '/', room: '7B' }] },
    }])
  })

  it('the words of each language arrive beside the payload', async () => {
    const { ways, got } = await bench((_message, ack) => ack({ success: true }))
    const texts = [{ language: 'en', title: 'Late bus', body: 'Bus 12' }, { language: 'ar', title: 'حافلة', body: '12 🚌' }]
    expect(await ways.send(packet({ values: { title: 'Late bus / حافلة', texts } }), waySettings())).toMatchObject({ result: 'confirmed' })
    expect(got).toMatchObject([{ texts }])
    const large = texts.map((text) => ({ ...text, body: 'x'.repeat(40_000) }))
    expect(await ways.send(packet({ values: { texts: large } }), waySettings())).toMatchObject({ result: 'failed', detail: expect.stringMatching(/its list of languages has 79 kB, and at most 64 kB are sent\. It holds 2 languages: English and Arabic\./) })
    expect(got).toHaveLength(1)
  })

  it.each<[string, unknown[], object]>([
    ['a refusal', [{ success: false, error: { code: 'FORBIDDEN', message: 'Maria Rossi is no admin' } }], { result: 'refused', delivered: null, detail: 'The server refused it: FORBIDDEN.' }],
    ['the same words from another console', [{ success: false, error: { code: 'DUPLICATE', message: 'Maria Rossi was faster' } }], { result: 'refused', delivered: null, detail: DUPLICATE_DETAIL }],
    ['a refusal in another form', [{ success: false, error: 'no' }], { result: 'refused', detail: 'The server refused it.' }],
    ['that nobody knows, which is no refusal', [{ success: false, error: { code: 'UNKNOWN', message: 'x' } }], { result: 'unknown', delivered: null, detail: 'The server does not know whether it was sent: it may have arrived.' }],
    ['success without a number', [{ success: true }], { result: 'confirmed', delivered: null }],
    ['a number that is none', [{ success: true, delivered: -3 }], { result: 'confirmed', delivered: null }],
    ['nothing in it, as Flask answers', [], { result: 'not-confirmed', delivered: null }],
    ['null', [null], { result: 'not-confirmed' }],
    ['a text', ['ok'], { result: 'not-confirmed' }],
    ['a list', [[{ success: true, delivered: 3 }]], { result: 'not-confirmed' }],
    ['success that is no boolean', [{ success: 'true', delivered: 3 }], { result: 'not-confirmed' }],
    ['__proto__', [JSON.parse('{"__proto__":{"success":true,"delivered":3}}')], { result: 'not-confirmed' }],
    ['another notice', [{ success: true, noticeId: 'notice-2', delivered: 3 }], { result: 'not-confirmed', detail: 'The server confirmed another notice, not this one.' }],
  ])('%s', async (_, answer, expected) => {
    const { ways } = await bench((_message, ack) => ack(...answer))
    expect(await ways.send(packet(), waySettings())).toMatchObject(expected)
  })

  it('twice counts once; late and never are "not confirmed", and another packet is not taken for it', async () => {
    let late: Ack | undefined
    const { ways, server, got } = await bench(({ noticeId }, ack, socket) => {
      if (noticeId === 'twice') {
        ack({ success: true, delivered: 1 })
        socket.conn.write(`3${got.length - 1}[{"success":true,"delivered":99}]`)
      } else if (noticeId === 'late') late = ack
      // Somebody else's acknowledgement.
      else if (noticeId === 'never') socket.conn.write('399[{"success":true,"delivered":7}]')
    }, { ackMs: 300 })
    expect(await ways.send(packet({ noticeId: 'twice' }), waySettings())).toMatchObject({ result: 'confirmed', delivered: 1 })
    expect(await ways.send(packet({ noticeId: 'late' }), waySettings())).toMatchObject({ result: 'not-confirmed', delivered: null })
    late?.({ success: true, delivered: 5 })
    expect(await ways.send(packet({ noticeId: 'never' }), waySettings())).toMatchObject({ result: 'not-confirmed', delivered: null })
    expect([got.length, server.io.engine.clientsCount]).toEqual([3, 1])
  })

  it.each([
    ['the server drops the socket', (socket: Socket) => void socket.disconnect()],
    ['the connection is cut', (socket: Socket) => socket.conn.close()],
  ])('never comes because %s: unknown, and nothing is sent again after the reconnect', async (_, end) => {
    const { ways, got, live } = await bench((_message, _ack, socket) => end(socket))
    expect(await ways.send(packet(), waySettings())).toEqual({ result: 'unknown', delivered: null, detail: 'The connection ended before the acknowledgement: it may have arrived.' })
    await live()
    expect(got).toHaveLength(1)
  })

  it('never comes because the platform is reconnected by Rollcall itself: unknown', async () => {
    const { ways, targets, got } = await bench(() => targets.rebuildAll(), { ackMs: 400 })
    expect(await ways.send(packet(), waySettings())).toMatchObject({ result: 'unknown' })
    expect(got).toHaveLength(1)
  })
})

describe('what does not leave', () => {
  const sent: Broadcast = (_message, ack) => ack({ success: true })

  it.each<[string, Partial<Packet>, RegExp]>([
    ['a null payload', { args: [null] }, /payload is empty/],
    ['no payload', { args: [] }, /payload is empty/],
    ['an empty object', { args: [{}] }, /payload is empty/],
    ['an empty text', { args: [''] }, /payload is empty/],
    ['too much', { args: [{ title: 'x'.repeat(NOTICE_PAYLOAD_BYTES_MAX) }] }, /65 kB, and at most 64 kB/],
    ['a cycle', { args: [cyclic()] }, /cannot be written as JSON/],
    ['a reserved name', { event: 'disconnect' }, /not a name that an event may have/],
    ['a room without a name', { room: '' }, /everybody would get it/],
    ['another platform', { targetId: 'target-2' }, /changed since the notice was reviewed/],
    ['a way that is not chosen any more', { way: 'admin-feed' }, /changed since the notice was reviewed/],
    ['nobody of this platform', { audience: { include: [{ kind: 'role', targetId: 'another', role: 'x' }], exclude: [] } }, /names nobody of this platform/],
  ])('%s', async (_, parts, words) => {
    const { ways, got } = await bench(sent)
    const outcome = await ways.send(packet(parts), waySettings())
    expect(outcome).toMatchObject({ result: 'failed', delivered: null, detail: expect.stringMatching(words) })
    // The platform is there as before, and what follows is the first that arrives.
    expect((await ways.send(packet({ noticeId: 'after' }), waySettings())).result).toBe('confirmed')
    expect(got.map(({ noticeId }) => noticeId)).toEqual(['after'])
  })

  it("a payload that is not as the platform's contract says, and an event that it does not have", async () => {
    const { ways, got } = await bench(sent, { catalog: catalogNamed('rusingacademy'), settings: { path: '/socket.io' } })
    const good = { id: 'n1', type: 'system', title: 'x', message: 'y' }
    expect(await ways.send(packet({ event: 'notification:new', args: [{ ...good, message: 5 }] }), waySettings())).toEqual({ result: 'failed', delivered: null, detail: "notification:new was not sent: its payload is not as RusingAcademy's contract says (message: text expected)." })
    expect((await ways.send(packet({ event: 'chat:join', args: ['x'] }), waySettings())).detail).toBe('chat:join was not sent: RusingAcademy has no such event for clients in /.')
    expect((await ways.send(packet({ event: 'notification:new', args: [good] }), waySettings())).result).toBe('confirmed')
    expect(got).toHaveLength(1)
  })

  it('the same key twice, also while the first is on its way', async () => {
    const { ways, got } = await bench(sent)
    const one = packet()
    const outcomes = await Promise.all([ways.send(one, waySettings()), ways.send(one, waySettings())])
    expect([...outcomes, await ways.send(one, waySettings())].map(({ result }) => result)).toEqual(['confirmed', 'failed', 'failed'])
    expect(got).toHaveLength(1)
  })

  it('to a platform that is read-only, signed out, down, or not there', async () => {
    const readOnly = await bench(sent, { settings: { readOnly: true } })
    expect(await readOnly.ways.send(packet(), waySettings())).toMatchObject({ result: 'failed', detail: "Lincoln is read-only. Lift it in this platform's settings first." })
    expect(readOnly.ways.report(waySettings())).toMatchObject({ ok: false, sentence: expect.stringContaining('read-only') })
    // The guard below the ways, too.
    expect(await readOnly.targets.ask('target-1', '/', 'admin:broadcast', [{ a: 1 }], 100)).toMatchObject({ kind: 'not-sent' })

    const server = await startServer({ accept: () => 'invalid token' })
    const signedOut = waysOn(server.url, { catalog: testCatalog() })
    stops.push(() => signedOut.targets.stop(), () => server.stop())
    await until('it is signed out', () => signedOut.targets.views()[0]?.state === 'signed-out')
    expect(await signedOut.ways.send(packet(), waySettings())).toMatchObject({ result: 'failed', detail: expect.stringContaining('signed out') })

    const down = await bench(sent)
    await down.server.crash()
    await until('it is seen to be down', () => down.targets.views()[0]?.state !== 'live')
    expect(await down.ways.send(packet(), waySettings())).toMatchObject({ result: 'failed', detail: expect.stringContaining('not live') })
    down.targets.remove('target-1')
    expect(await down.ways.send(packet(), waySettings())).toMatchObject({ result: 'failed', detail: 'This platform is no longer there.' })
    expect([readOnly.got, down.got]).toEqual([[], []])
  })
})

it('the report says what the way is and whether it is open, and asks nobody', async () => {
  const { ways, got } = await bench(() => {})
  const settings = waySettings()
  expect(ways.report(settings)).toEqual({
    targetId: 'target-1', way: 'application-socket', ok: true, events: [], receipts: 'delivered-and-read',
    sentence: "By the application socket (admin:broadcast on /). The server acknowledges and may say how many connections got it and how many read it. No platform's document covers this event.",
  })
  // Trying sends nothing, so it does not say that the server takes notices.
  const tried = await ways.test(settings)
  expect(tried).toEqual({ ...ways.report(settings), sentence: tried.sentence })
  expect(tried.sentence).toContain('/ is connected; whether the server takes admin:broadcast shows with the first notice')
  expect(ways.report(waySettings({ way: 'none' }))).toMatchObject({ ok: false, sentence: ' No way out was chosen for this platform.'.trim() })
  expect(ways.report(waySettings({ socket: { namespace: '/other', event: 'x' } }))).toMatchObject({ ok: false, sentence: expect.stringContaining('does not connect to /other') })
  expect(got).toEqual([])
})

it('many notices go at the pace of the platform, each once; what finds no place within 10 s never goes', async () => {
  const clock = new ManualClock()
  const { ways, got } = await bench((_message, ack) => ack({ success: true }), { catalog: provenCatalog({ limits: { connectionsPerUser: null, eventsPerMinute: 10, roomJoinsPerMinute: null } }), clock })
  let answered = 0
  const outcomes = Array.from({ length: 12 }, () => ways.send(packet(), waySettings()).then((outcome) => (answered++, outcome)))
  await until('what may go is answered', () => answered > 0 && answered === got.length)
  const sent = got.length
  expect(sent).toBeLessThanOrEqual(10)
  clock.advance(10_000)
  const results = (await Promise.all(outcomes)).map(({ result }) => result)
  expect([results.filter((result) => result === 'confirmed').length, results.filter((result) => result === 'failed').length]).toEqual([sent, 12 - sent])
  await clock.run(120_000, 10_000)
  expect(got).toHaveLength(sent)
})

/** A catalog whose server proves the sign-in by an event. */
function provenCatalog(parts: Partial<Catalog> = {}): Catalog {
  const catalog = testCatalog(parts)
  return { ...catalog, auth: { ...catalog.auth, proofEvents: ['connected'] } }
}

function cyclic(): object {
  const value: Record<string, unknown> = { title: 'x' }
  value['self'] = value
  return value
}
