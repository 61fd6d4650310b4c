import fc from 'fast-check'
import { Decoder, Encoder } from 'socket.io-parser'
import { describe, expect, it } from 'vitest'
import { ATTACHMENTS_MAX, BINARY_BYTES_MAX, PAYLOAD_KEPT_BYTES_MAX } from '../../shared/limits.ts'
import type { RawPayload } from '../monitor/wire-event.ts'
import { LazyDecoder, lazyParser } from './lazy-parser.ts'

interface Seen {
  readonly events: { readonly namespace: string; readonly name: string; readonly payload: RawPayload }[]
  readonly rejected: [string, string, number][]
  readonly packets: unknown[]
  readonly decoder: LazyDecoder
}

function decode(...input: unknown[]): Seen {
  const seen = { events: [] as Seen['events'], rejected: [] as Seen['rejected'], packets: [] as unknown[] }
  const decoder = new LazyDecoder({
    event: (namespace, name, payload) => void seen.events.push({ namespace, name, payload }),
    rejected: (namespace, reason, bytes) => void seen.rejected.push([namespace, reason, bytes]),
  })
  decoder.on('decoded', (packet) => void seen.packets.push(packet))
  for (const data of input) decoder.add(data)
  return { ...seen, decoder }
}

describe('events', () => {
  it.each([
    ['2["hello"]', '/', 'hello', []],
    ['2["hello",{"a":1},2]', '/', 'hello', [{ a: 1 }, 2]],
    ['2/chat,["hello",null]', '/chat', 'hello', [null]],
    ['2/chat,17["with ack id",1]', '/chat', 'with ack id', [1]],
    ['2 [ "spaces" , { "a" : 1 } ] ', '/', 'spaces', [{ a: 1 }]],
    ['2["qu\\"ote\\u0041",1]', '/', 'qu"oteA', [1]],
    ['2[42,1]', '/', '42', [1]],
    ['2["",1]', '/', '', [1]],
    ['2["__proto__",{"__proto__":{"evil":true},"a":1}]', '/', '__proto__', [{ a: 1 }]],
    ['2["x",{"\\u005f_proto__":{"evil":true}}]', '/', 'x', [{}]],
    ['2["日本",["é"]]', '/', '日本', [['é']]],
  ])('%s', (packet, namespace, name, args) => {
    const seen = decode(packet)
    expect(seen.rejected).toEqual([])
    expect(seen.events.map(({ payload, ...event }) => ({ ...event, args: payload.args(), bytes: payload.bytes }))).toEqual([{ namespace, name, args, bytes: Buffer.byteLength(packet) }])
  })

  it('gives what the official decoder gives, for whatever its encoder writes', () => {
    // Keys `__proto__` are left out on purpose; the official decoder keeps them.
    const json = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('"__proto__":'))
    const name = fc.string({ maxLength: 30 }).filter((text) => !['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'].includes(text))
    const property = fc.property(name, fc.array(json, { maxLength: 4 }), fc.constantFrom('/', '/chat', '/a/b'), fc.option(fc.nat(), { nil: undefined }), (event, args, nsp, id) => {
      const [packet] = new Encoder().encode({ type: 2, nsp, data: [event, ...args], ...(id === undefined ? {} : { id }) }) as [string]
      let expected: unknown
      const official = new Decoder()
      official.on('decoded', (decoded: unknown) => (expected = decoded))
      official.add(packet)
      const [seen] = decode(packet).events
      expect({ nsp: seen?.namespace, data: [seen?.name, ...(seen?.payload.args() ?? ['none'])] }).toEqual({ nsp, data: (expected as { data: unknown }).data })
    })
    fc.assert(property, { numRuns: 300 })
  })

  it('a name of 10,000 characters passes whole', () => {
    const name = 'n'.repeat(10_000)
    expect(decode(`2[${JSON.stringify(name)},1]`).events[0]?.name).toBe(name)
  })

  it('50,000 distinct names pass through', () => {
    const seen = decode(...Array.from({ length: 50_000 }, (_, index) => `2["name-${index}",{}]`))
    expect(new Set(seen.events.map(({ name }) => name)).size).toBe(50_000)
  })

  it('a payload of 5 MB is cut for keeping, its bytes are true, and parsing gives nothing', () => {
    const packet = `2["big",${JSON.stringify('é'.repeat(2_500_000))}]`
    const payload = decode(packet).events[0]?.payload
    expect(payload).toMatchObject({ cut: true, bytes: Buffer.byteLength(packet) })
    expect(Buffer.byteLength(payload?.text ?? '')).toBeLessThanOrEqual(PAYLOAD_KEPT_BYTES_MAX)
    expect(payload?.text.includes('\uFFFD')).toBe(false)
    expect(payload?.args()).toBeUndefined()
  })

  it('a payload that is no JSON inside its brackets is an event without readable arguments', () => {
    expect(decode('2["x",{bad}]').events[0]?.payload.args()).toBeUndefined()
  })

  it('nesting of a million brackets is survived', () => {
    const depth = 1_000_000
    const seen = decode(`2["deep",${'['.repeat(depth)}${']'.repeat(depth)}]`)
    expect(() => seen.events[0]?.payload.args()).not.toThrow()
  })
})

describe('malformed packets are counted and never thrown', () => {
  it.each([
    ['', '/', 'unknown-packet'],
    ['9["x"]', '/', 'unknown-packet'],
    ['garbage', '/', 'unknown-packet'],
    ['2', '/', 'not-an-event'],
    ['2/chat', '/chat', 'not-an-event'],
    ['2{"a":1}', '/', 'not-an-event'],
    ['2"x"', '/', 'not-an-event'],
    ['2[]', '/', 'not-an-event'],
    ['2[null,1]', '/', 'not-an-event'],
    ['2[{"a":1}]', '/', 'not-an-event'],
    ['2["x"', '/', 'not-json'],
    ['2["x",1', '/', 'not-json'],
    ['2["unclosed', '/', 'not-json'],
    ['2["a" "b"]', '/', 'not-json'],
    ['2["line\nbreak"]', '/', 'not-json'],
    ['2[nonsense]', '/', 'not-an-event'],
    ['2<html>', '/', 'not-json'],
    ['2["connect",1]', '/', 'reserved-name'],
    ['2/chat,["disconnect"]', '/chat', 'reserved-name'],
    ['2["connect_error",{}]', '/', 'reserved-name'],
    ['3/chat,[1]', '/chat', 'not-an-event'],
    ['31{"a":1}', '/', 'not-json'],
    ['0nonsense', '/', 'not-json'],
    ['51-', '/', undefined],
    ['50-["x"]', '/', 'not-an-event'],
    ['5x-["x"]', '/', 'unknown-packet'],
  ])('%j', (packet, namespace, reason) => {
    const seen = decode(packet)
    expect(seen.events).toEqual([])
    expect(seen.rejected).toEqual(reason === undefined ? [] : [[namespace, reason, Buffer.byteLength(packet)]])
  })

  it('whatever arrives, in whatever order', () => {
    const anything = fc.oneof(fc.string(), fc.string().map((text) => `2${text}`), fc.string().map((text) => `52-["x",${text}]`), fc.uint8Array(), fc.constant(null), fc.constant({}))
    const property = fc.property(fc.array(anything), (input) => {
      expect(() => decode(...input)).not.toThrow()
    })
    fc.assert(property, { numRuns: 500 })
  })
})

describe('binary events', () => {
  const bytes = new Uint8Array(10)
  it('wait for their attachments and count their bytes', () => {
    const text = '52-/chat,["file",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]'
    const seen = decode(text, bytes, bytes)
    expect(seen.events.map(({ namespace, name, payload }) => [namespace, name, payload.attachments, payload.bytes])).toEqual([['/chat', 'file', 2, text.length + 20]])
  })

  it('with too many attachments are rejected once, the attachments skipped, the next event kept', () => {
    const text = `5${ATTACHMENTS_MAX + 1}-["x"]`
    const seen = decode(text, ...Array.from({ length: ATTACHMENTS_MAX + 1 }, () => bytes), '2["next"]')
    expect(seen.rejected).toEqual([['/', 'too-many-attachments', text.length]])
    expect(seen.events.map(({ name }) => name)).toEqual(['next'])
  })

  it('with attachments that are too large are rejected once', () => {
    const seen = decode('52-["x"]', new Uint8Array(BINARY_BYTES_MAX + 1), bytes, '2["next"]')
    expect(seen.rejected).toEqual([['/', 'attachments-too-large', BINARY_BYTES_MAX + 9]])
    expect(seen.events).toHaveLength(1)
  })

  it('that are interrupted by a text are rejected; stray bytes as well', () => {
    expect(decode('51-["x"]', '2["next"]').rejected).toEqual([['/', 'not-an-event', 8]])
    expect(decode(bytes).rejected).toEqual([['/', 'unknown-packet', 10]])
  })

  it('are forgotten by destroy', () => {
    const seen = decode('51-["x"]')
    seen.decoder.destroy()
    seen.decoder.add('2["next"]')
    expect(seen.events.map(({ name }) => name)).toEqual(['next'])
    expect(seen.rejected).toEqual([])
  })
})

describe('packets of the connection', () => {
  it.each([
    ['0{"sid":"abc"}', { type: 0, nsp: '/', data: { sid: 'abc' } }],
    ['0/chat,{"sid":7}', { type: 0, nsp: '/chat', data: {} }],
    ['0', { type: 0, nsp: '/' }],
    ['1/chat,', { type: 1, nsp: '/chat' }],
    ['4{"message":"no","data":{"code":1}}', { type: 4, nsp: '/', data: { message: 'no', data: { code: 1 } } }],
    ['4/admin,"Unable to connect"', { type: 4, nsp: '/admin', data: { message: 'Unable to connect', data: { text: 'Unable to connect' } } }],
    ['4', { type: 4, nsp: '/', data: { message: '' } }],
    ['4null', { type: 4, nsp: '/', data: { message: '' } }],
    ['4{"message":{"deep":1}}', { type: 4, nsp: '/', data: { message: '{"deep":1}' } }],
    ['3/chat,5[{"success":true}]', { type: 3, nsp: '/chat', id: 5, data: [{ success: true }] }],
    ['30[]', { type: 3, nsp: '/', id: 0, data: [] }],
  ])('%s', (packet, expected) => {
    expect(JSON.parse(JSON.stringify(decode(packet).packets))).toEqual([expected])
  })

  it('what Rollcall sends is written as the official encoder writes it', () => {
    const { Encoder: Own } = lazyParser({ event() {}, rejected() {} })
    const own = new Own() as { encode(packet: unknown): string[] }
    for (const packet of [{ type: 0, nsp: '/chat', data: { token: 'x' } }, { type: 2, nsp: '/', data: ['a', 1], id: 3 }, { type: 1, nsp: '/chat' }, { type: 0, nsp: '/' }]) {
      expect(own.encode(packet)).toEqual(new Encoder().encode(packet))
    }
  })
})
