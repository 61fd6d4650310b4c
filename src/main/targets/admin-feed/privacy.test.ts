import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ByteRate } from './byte-rate.ts'
import { ROOMS_PER_SOCKET_MAX, decodeConfig, decodeDelta, decodeSession, decodeSocket, decodeStats, readTime } from './decode.ts'
import type { DecodeContext } from './decode.ts'
import { Agents, addressOf, deviceOf, ownAgent } from './device.ts'
import { scanFeedEvent } from './event-scan.ts'
import { serialized } from './feed-fixture.ts'
import { personOf } from './person.ts'

/* What leaves the decoder: nothing that signs somebody in, nothing unbounded, whatever a server sends. */

const context: DecodeContext = { salt: 'salt', ownTag: 'tag-of-this-run', agents: new Agents(), isOwn: (id) => id === 'own' }

describe('what is dropped at decode', () => {
  it('cookies, authorization, query tokens, urls, raw addresses and Engine.IO ids', () => {
    const socket = decodeSocket(serialized('aaaaaaaaaaaaaaaaaaaa', { data: { userId: 5, password: 'data-secret', token: 'data-token' }, handshake: { ...(serialized('x')['handshake'] as object), auth: { token: 'auth-secret' } } }), context)
    const text = JSON.stringify(socket)
    for (const secret of ['cookie-secret', 'header-secret', 'query-secret', 'url-secret', 'auth-secret', 'data-secret', 'data-token', '203.0.113.7', 'engine-aaaa', 'Mozilla']) expect(text).not.toContain(secret)
    expect(socket).toEqual({
      namespace: '/',
      id: 'aaaaaaaaaaaaaaaaaaaa',
      device: deviceOf('engine-aaaaaaaaaaaaaaaaaaaa', 'salt'),
      transport: 'websocket',
      address: 'IPv4',
      agent: 'Chrome on Windows',
      rooms: ['aaaaaaaaaaaaaaaaaaaa'],
      person: { id: '5', name: undefined, email: undefined, role: undefined },
      connectedAtMs: 1_800_000_000_000,
      own: false,
    })
  })

  it('a device is a hash of the connection and the run', () => {
    expect(deviceOf('abcdef', 'one')).toBe(deviceOf('abcdef', 'one'))
    expect(deviceOf('abcdef', 'one')).not.toBe(deviceOf('abcdef', 'two'))
    expect([deviceOf(undefined, 's'), deviceOf('', 's'), deviceOf(5, 's')]).toEqual([undefined, undefined, undefined])
  })

  it('own sockets: by id, and by the word in the user agent', () => {
    const headers = { 'user-agent': ownAgent('tag-of-this-run') }
    expect(decodeSocket(serialized('x', { handshake: { headers } }), context)).toMatchObject({ own: true, agent: 'Rollcall' })
    expect(decodeSocket(serialized('x', { handshake: { headers: { 'user-agent': ownAgent('another-run') } } }), context)).toMatchObject({ own: false, agent: 'Rollcall' })
    expect(decodeSocket(serialized('own'), context)?.own).toBe(true)
  })
})

describe('what is read', () => {
  it.each([
    ['203.0.113.7', 'IPv4'],
    ['203.0.113.7, 10.0.0.1, 10.0.0.2', 'IPv4'],
    ['203.0.113.7:5123', 'IPv4'],
    ['2001:db8::7', 'IPv6'],
    ['[2001:db8::7]:443', 'IPv6'],
    ['::ffff:203.0.113.7', 'IPv4'],
    ['::1', 'this computer'],
    ['::ffff:127.0.0.1', 'this computer'],
    ['127.0.0.1', 'this computer'],
    ['somewhere', 'unknown'],
    ['', 'unknown'],
    [undefined, 'unknown'],
    [['203.0.113.7'], 'unknown'],
    ['1'.repeat(100_000), 'unknown'],
  ])('address %j is %s', (address, expected) => expect(addressOf(address)).toBe(expected))

  it.each([
    ['Mozilla/5.0 (iPad; CPU OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1', 'Safari on iOS'],
    ['Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36', 'Chrome on Chrome OS'],
    ['Mozilla/5.0 (Windows NT 10.0; rv:132.0) Gecko/20100101 Firefox/132.0', 'Firefox on Windows'],
    ['', undefined],
    [undefined, undefined],
    [['Mozilla'], undefined],
  ])('agent %j is %s', (text, expected) => expect(new Agents().read(text)).toBe(expected))

  it('a hostile user agent ends soon and keeps memory bounded', () => {
    const agents = new Agents()
    for (const text of ['('.repeat(1_000_000), 'a '.repeat(500_000), 'Mozilla/5.0 '.repeat(50_000)]) expect(() => agents.read(text)).not.toThrow()
    for (let n = 0; n < 3_000; n++) agents.read(`odd ${n}`)
  })

  it.each([
    [{ userId: 7, name: 'Ana Ruiz', email: 'ana@x.example', role: 'teacher' }, { id: '7', name: 'Ana Ruiz', email: 'ana@x.example', role: 'teacher' }],
    [{ user_id: 'u7', userName: 'ana' }, { id: 'u7', name: 'ana' }],
    [{ id: 'i7', displayName: 'Ana R.' }, { id: 'i7', name: 'Ana R.' }],
    [{ user: { id: 'n7', givenName: 'Ana', familyName: 'Ruiz', role: 'student', email: 'a@x.example' } }, { id: 'n7', name: 'Ana Ruiz', role: 'student', email: 'a@x.example' }],
    [{ sub: 's7' }, { id: 's7' }],
    [{ user: 'just a text', userId: { deep: 1 }, role: null, name: ['x'] }, {}],
    [null, {}],
    ['text', {}],
    [[1, 2], {}],
    [{ userId: '', sub: 's' }, { id: 's' }],
  ])('person of %j', (data, expected) => expect(JSON.parse(JSON.stringify(personOf(data)))).toEqual(expected))

  it('person: __proto__ and constructor are nobody, long texts are cut', () => {
    expect(personOf(JSON.parse('{"__proto__":{"userId":"evil"},"constructor":{"name":"evil"}}'))).toEqual({ id: undefined, name: undefined, email: undefined, role: undefined })
    const long = personOf({ userId: 'x'.repeat(10_000), name: 'y'.repeat(10_000), email: 'z'.repeat(10_000), role: 'r'.repeat(10_000) })
    expect(Object.values(long).every((text) => (text?.length ?? 0) <= 320)).toBe(true)
  })

  it('times: ISO of Node, +00:00 of python, a Date of msgpack, nothing before 0.4', () => {
    const ms = Date.UTC(2026, 5, 20, 17, 0, 36, 123)
    expect([readTime('2026-06-20T17:00:36.123Z'), readTime('2026-06-20T17:00:36.123456+00:00'), readTime(new Date(ms))]).toEqual([ms, ms, ms])
    expect([readTime(undefined), readTime('soon'), readTime(new Date(NaN)), readTime({}), readTime('1'.repeat(100_000))]).toEqual([undefined, undefined, undefined, undefined, undefined])
  })

  it('msgpack: keys that are undefined are there and mean nothing', () => {
    expect(decodeDelta('socket_updated', [{ id: 'a', nsp: '/', data: undefined, transport: 'websocket' }], context)).toEqual({ kind: 'changed', namespace: '/', id: 'a', transport: 'websocket', person: undefined })
    expect(decodeStats({ serverId: 's', aggregatedEvents: [{ timestamp: 1, type: 'packetsIn', subType: undefined, count: 2 }] })?.aggregatedEvents).toEqual([{ type: 'packetsIn', subType: undefined, count: 2 }])
  })

  it('rooms are bounded, distinct texts', () => {
    const rooms = [...Array.from({ length: 5_000 }, (_, n) => `room-${n}`), 'room-1', null, { a: 1 }, '', 'x'.repeat(10_000)]
    expect(decodeSocket(serialized('a', { rooms: [...rooms.slice(-5), ...rooms] }), context)?.rooms).toHaveLength(ROOMS_PER_SOCKET_MAX - 1)
    expect(decodeSocket(serialized('a', { rooms: 'all' }), context)?.rooms).toEqual([])
  })
})

describe('whatever arrives', () => {
  it('decoders never throw', () => {
    fc.assert(
      fc.property(fc.array(fc.anything({ maxDepth: 4 }), { maxLength: 5 }), (args) => {
        for (const name of ['socket_connected', 'socket_updated', 'socket_disconnected', 'room_joined', 'room_left'] as const) decodeDelta(name, args, context)
        decodeConfig(args)
        decodeSession(args)
        decodeStats(args[0])
        decodeSocket({ ...serialized('a'), handshake: args[0], data: args[1], rooms: args[2], clientId: args[3] }, context)
      }),
      { numRuns: 500 },
    )
  })

  it('the scan of an event gives what JSON gives, for any names and arguments', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.string({ minLength: 1, maxLength: 40 }), fc.string(), fc.array(fc.jsonValue(), { maxLength: 4 }), fc.constantFrom<unknown[]>([], ['2026-11-20T11:08:36.263Z'], [1_800_000_000_000], [null]), (nsp, id, name, args, time) => {
        const scanned = scanFeedEvent(JSON.stringify([`/${nsp}`, id, [name, ...args], ...time]), 0)
        expect(scanned).toMatchObject({ namespace: `/${nsp}`, socketId: id, name })
        // Keys __proto__ are left out by the reader of payloads.
        expect(JSON.stringify(scanned?.payload.args())).toBe(JSON.stringify(JSON.parse(JSON.stringify(args), (key, value: unknown) => (key === '__proto__' ? undefined : value))))
      }),
      { numRuns: 1_000 },
    )
  })

  it('the scan never throws and never hangs on broken text', () => {
    fc.assert(fc.property(fc.string(), (text) => void scanFeedEvent(`["/","a",["e"${text}]`, 0)))
    expect(scanFeedEvent(`["/${'\\"'.repeat(200_000)}`, 0)).toBeUndefined()
  })
})

describe('ByteRate', () => {
  it('averages whole seconds and forgets the rest', () => {
    const rate = new ByteRate()
    for (let second = 0; second < 5; second++) rate.add(1_000, 10_000 + second * 1_000)
    expect(rate.perSecond(15_000)).toBe(1_000)
    expect(rate.perSecond(17_000)).toBe(600)
    expect(rate.perSecond(60_000)).toBe(0)
    expect(rate.total).toBe(5_000)
  })
})
