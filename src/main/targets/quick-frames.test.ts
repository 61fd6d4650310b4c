import { isUtf8 } from 'node:buffer'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as fc from 'fast-check'
import { Server } from 'socket.io'
import { Manager } from 'socket.io-client'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { quickReader, readQuickly } from './quick-frames.ts'
import type { UsualReader } from './quick-frames.ts'
import { lazyParser } from './lazy-parser.ts'
import type { LazyDecoder } from './lazy-parser.ts'

function frame(first: number, payload: Buffer): Buffer {
  if (payload.length < 126) return Buffer.concat([Buffer.from([first, payload.length]), payload])
  if (payload.length < 65_536) return Buffer.concat([Buffer.from([first, 126, payload.length >> 8, payload.length & 255]), payload])
  const head = Buffer.alloc(10)
  head[0] = first
  head[1] = 127
  head.writeBigUInt64BE(BigInt(payload.length), 2)
  return Buffer.concat([head, payload])
}

const text = (payload: string): Buffer => frame(0x81, Buffer.from(payload))

/** Frames in a row, and what the decoder is to get of each; undefined: it goes its usual way. */
interface Sent {
  readonly bytes: Buffer
  readonly taken: string | undefined
}
const usual = (bytes: Buffer): Sent[] => [{ bytes, taken: undefined }]
const frames: fc.Arbitrary<Sent[]> = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 80 }).map((each) => [{ bytes: text(`4${each}`), taken: each }]),
  fc.integer({ min: 100, max: 400 }).map((length) => [{ bytes: text(`4${'é'.repeat(length)}`), taken: 'é'.repeat(length) }]),
  fc.constant<Sent[]>([{ bytes: text('4\uFFFD'), taken: '\uFFFD' }]),
  fc.constantFrom('2', '3', '', '0{}').map((each) => usual(text(each))),
  fc.constantFrom(0x82, 0x89, 0x8a, 0xc1).map((first) => usual(frame(first, Buffer.from('4abc')))),
  fc.constant(usual(frame(0x81, Buffer.from([52, 0xff, 0xfe])))),
  fc.constant(usual(frame(0x81, Buffer.alloc(70_000, '4')))),
  // A message in three frames, with a ping and a text (which no peer may send) between them.
  fc.constant([frame(0x01, Buffer.from('4ab')), frame(0x89, Buffer.from('p')), text('4between'), frame(0x00, Buffer.from('cd')), frame(0x80, Buffer.from('ef'))].flatMap(usual)),
)

function reader(seen: (string | Buffer)[], more: Partial<UsualReader> = {}): (chunk: Buffer) => boolean {
  return quickReader((chunk, from, to) => {
    if (!isUtf8(chunk.subarray(from, to))) return false
    seen.push(chunk.toString('utf8', from, to))
    return true
  }, { write: (bytes) => (join(seen, bytes), true), isBetweenMessages: () => true, isOver: () => false, bytesMax: 0, ...more })
}

/** Bytes of the usual reader are one stream. */
function join(list: (string | Buffer)[], bytes: Buffer): void {
  const last = list.at(-1)
  if (Buffer.isBuffer(last)) list[list.length - 1] = Buffer.concat([last, bytes])
  else list.push(Buffer.from(bytes))
}

describe('the reader', () => {
  it('takes whole text frames and hands on every other byte, in order, however the bytes are cut into chunks', () => {
    const property = fc.property(fc.array(frames, { maxLength: 12 }), fc.array(fc.integer({ min: 1, max: 90_000 }), { minLength: 1, maxLength: 30 }), (rows, cuts) => {
      const seen: (string | Buffer)[] = []
      const read = reader(seen)
      const all = rows.flat()
      const stream = Buffer.concat(all.map(({ bytes }) => bytes))
      for (let at = 0, cut = 0; at < stream.length; cut++) {
        const size = cuts[cut % cuts.length] as number
        read(stream.subarray(at, at + size))
        at += size
      }
      const expected: (string | Buffer)[] = []
      for (const { bytes, taken } of all) {
        if (taken === undefined) join(expected, bytes)
        else expected.push(taken)
      }
      expect(seen).toEqual(expected)
    })
    fc.assert(property, { numRuns: 150 })
  })

  it('hands on a long frame that comes in pieces, and one above the limit', () => {
    const seen: (string | Buffer)[] = []
    const read = reader(seen, { bytesMax: 1_000 })
    const long = text(`4${'x'.repeat(20_000)}`)
    read(long.subarray(0, 10_000))
    read(Buffer.concat([long.subarray(10_000), text('4a'), text(`4${'y'.repeat(1_000)}`)]))
    expect(seen).toEqual([long, 'a', text(`4${'y'.repeat(1_000)}`)])
  })

  it('leaves everything to the usual reader until that one is between two messages, and for good after a masked frame or its end', () => {
    const seen: (string | Buffer)[] = []
    let between = false
    let over = false
    const read = reader(seen, { isBetweenMessages: () => between, isOver: () => over })
    read(text('42["a"]'))
    between = true
    read(text('42["b"]'))
    read(text('42["c"]'))
    const masked = Buffer.concat([Buffer.from([0x81, 0x84, 1, 2, 3, 4, 5, 6, 7, 8]), text('42["d"]')])
    read(masked)
    read(text('42["e"]'))
    expect(seen).toEqual([Buffer.concat([text('42["a"]'), text('42["b"]')]), '2["c"]', Buffer.concat([masked, text('42["e"]')])])
    const ended: (string | Buffer)[] = []
    const readOn = reader(ended, { write: (bytes) => (join(ended, bytes), (over = true)), isOver: () => over })
    over = false
    readOn(Buffer.concat([text('42["a"]'), frame(0x88, Buffer.alloc(0)), text('42["b"]')]))
    expect(ended).toEqual(['2["a"]', frame(0x88, Buffer.alloc(0))])
  })
})

describe('on a real server', () => {
  const closers: (() => Promise<unknown> | void)[] = []
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close()
  })

  async function serve(options: object = {}): Promise<{ url: string; io: Server }> {
    const http = createServer()
    const io = new Server(http, { pingInterval: 60, pingTimeout: 2_000, ...options })
    http.listen(0, '127.0.0.1')
    await vi.waitFor(() => expect(http.listening).toBe(true))
    closers.push(() => io.close())
    return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, io }
  }

  interface Client {
    readonly seen: string[]
    readonly manager: Manager
    quick: boolean
    taken: number
    closed: string
  }

  function connect(url: string, quick: boolean, more: object = {}): Client {
    const client = { seen: [], quick: false, taken: 0, closed: '' } as unknown as Client & { manager: Manager }
    const hooks = {
      event: (namespace: string, name: string, payload: { text: string; bytes: number; attachments: number }) => void client.seen.push(`${namespace} ${name} ${payload.text.slice(0, 60)} ${payload.bytes} ${payload.attachments}`),
      rejected: (namespace: string, reason: string) => void client.seen.push(`${namespace} ${reason}`),
    }
    const manager = new Manager(url, { reconnection: false, transports: ['websocket'], parser: lazyParser(hooks), autoConnect: false, ...more })
    client.manager = manager
    const begin = (): void => {
      const { decoder } = manager as unknown as { decoder: LazyDecoder }
      if (quick) client.quick ||= readQuickly(manager, (chunk, from, to) => (client.taken++, decoder.addBytes(chunk, from, to)))
    }
    manager.on('open', () => {
      begin()
      manager.engine.on('upgrade', begin)
    })
    manager.on('close', (reason) => (client.closed = reason))
    manager.open()
    for (const namespace of ['/', '/talk']) manager.socket(namespace).connect()
    closers.push(() => (manager as unknown as { _close(): void })._close())
    return client
  }

  async function connected(io: Server, clients: number): Promise<void> {
    for (const namespace of ['/', '/talk']) await vi.waitFor(() => expect(io.of(namespace).sockets.size).toBe(clients))
  }

  it.each([['websocket', {}], ['polling, then upgraded', { transports: ['polling', 'websocket'] }]])('the same events arrive in the same order with and without it (%s)', async (_how, more) => {
    const { url, io } = await serve()
    io.of('/talk')
    const clients = [connect(url, false, more), connect(url, true, more)]
    await connected(io, 2)
    await vi.waitFor(() => expect(clients[1]?.quick).toBe(true))
    let number = 0
    const burst = (): void => {
      for (let each = 0; each < 200; each++) {
        const to = each % 3 === 0 ? io.of('/talk') : io
        number++
        if (each % 20 === 0) to.emit('picture', { number }, Buffer.alloc(each * 40, 1), { more: Buffer.from('b') })
        else if (each % 33 === 0) to.emit('large', 'é'.repeat(50_000), number)
        else if (each % 50 === 1) to.emit('larger', 'x'.repeat(400_000), number)
        else to.emit('message', { number, text: 'héllo \u2028 \uFFFD 😀' }, ['a', null])
      }
    }
    for (let round = 0; round < 5; round++) {
      burst()
      await vi.waitFor(() => expect(clients[0]?.seen.length).toBe(number), { timeout: 5_000 })
    }
    await vi.waitFor(() => expect(clients[1]?.seen.length).toBe(number), { timeout: 5_000 })
    expect(clients[1]?.seen).toEqual(clients[0]?.seen)
    expect(clients[1]?.taken).toBeGreaterThan(500)
    // Heartbeats went on meanwhile: several intervals later both are still connected.
    const before = clients[1]?.taken ?? 0
    await new Promise((resolve) => clients[1]?.manager.engine.once('ping', () => resolve(undefined)))
    io.emit('after')
    await vi.waitFor(() => expect(clients.map((client) => client.seen.at(-1))).toEqual(['/ after [] 10 0', '/ after [] 10 0']))
    expect([clients[1]?.taken, clients[0]?.closed, clients[1]?.closed]).toEqual([before + 1, '', ''])
  })

  it('is off where compression is negotiated, and all arrives', async () => {
    const { url, io } = await serve({ perMessageDeflate: { threshold: 10 } })
    io.of('/talk')
    const client = connect(url, true)
    await connected(io, 1)
    for (let number = 0; number < 100; number++) io.emit('message', 'x'.repeat(number * 10), number)
    await vi.waitFor(() => expect(client.seen.length).toBe(100))
    expect([client.quick, client.taken]).toEqual([false, 0])
  })

  it.each([
    ['a text that is no UTF-8', frame(0x81, Buffer.from([0x34, 0x32, 0x5b, 0x22, 0xff, 0x22, 0x5d]))],
    ['a message above the limit', text(`42["x","${'x'.repeat(2_000)}"]`)],
    ['a text within a message in several frames', Buffer.concat([frame(0x01, Buffer.from('42["half')), text('42["x"]')])],
    ['a close frame', frame(0x88, Buffer.from([3, 232]))],
    ['a reserved bit', frame(0xc1, Buffer.from('42["x"]'))],
    ['a masked frame', Buffer.from([0x81, 0x82, 1, 2, 3, 4, 5, 6])],
  ])('%s ends the connection as it does without, and nothing after it is read', async (_what, bytes) => {
    const { url, io } = await serve({ pingInterval: 25_000 })
    io.of('/talk')
    const clients = [connect(url, false, { maxPayload: 1_500 }), connect(url, true, { maxPayload: 1_500 })]
    await connected(io, 2)
    for (const { conn } of io.sockets.sockets.values()) {
      const raw = (conn.transport as unknown as { socket: { _socket: { write(data: Buffer): void } } }).socket._socket
      raw.write(Buffer.concat([text('42["before",1]'), bytes, text('42["after",1]')]))
    }
    await vi.waitFor(() => expect(clients.every((client) => client.closed !== '')).toBe(true))
    expect(clients.map((client) => client.seen)).toEqual([['/ before [1] 13 0'], ['/ before [1] 13 0']])
    expect(clients[1]?.closed).toBe(clients[0]?.closed)
    expect(clients[1]?.quick).toBe(true)
  })
})
