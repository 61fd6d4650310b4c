import { expect, test } from 'vitest'
import { differsFromCatalog } from '../../src/campus/kit/catalog-check.ts'
import { LazyDecoder } from '../../src/main/targets/lazy-parser.ts'
import { skillcore } from '../../src/shared/platforms/skillcore.ts'
import { buildStream, namespaces } from './stream.ts'

const size = { people: 1_200, rooms: 200, events: 12_000 }
const stream = buildStream(size)

test('every event is one of the catalog, in its namespace, with the documented payload', () => {
  const differences = new Set<string>()
  const counted = new Map<string, number>()
  const decoder = new LazyDecoder({
    event: (namespace, name, payload) => {
      counted.set(`${namespace} ${name}`, (counted.get(`${namespace} ${name}`) ?? 0) + 1)
      for (const line of differsFromCatalog(skillcore, namespace, name, payload.args() ?? [], false)) differences.add(line)
    },
    rejected: (namespace, reason) => differences.add(`${namespace}: ${reason}`),
  })
  for (let index = 0; index < size.events; index++) decoder.add(stream.packet(index))
  expect([...differences]).toEqual([])
  const written = new Map<string, number>()
  for (const kind of stream.kinds) written.set(stream.names[kind] ?? '', (written.get(stream.names[kind] ?? '') ?? 0) + 1)
  expect(counted).toEqual(written)
  expect(new Set([...counted.keys()].map((name) => name.split(' ')[0]))).toEqual(new Set(namespaces))
})

test('all people and all rooms are in it, and a frame is about 200 bytes', () => {
  const text = stream.bytes.toString()
  expect(new Set(text.match(/user-\d+/g)).size).toBe(size.people)
  expect(new Set(text.match(/(?:conv|class|assessment)-\d+/g)).size).toBe(size.rooms)
  expect(stream.bytes.length / size.events).toBeGreaterThan(170)
  expect(stream.bytes.length / size.events).toBeLessThan(230)
})

test('a frame is a WebSocket text frame with an Engine.IO message, and ends where the next begins', () => {
  let start = 0
  for (const end of stream.ends) {
    const length = stream.bytes[start + 1] === 126 ? stream.bytes.readUInt16BE(start + 2) + 4 : (stream.bytes[start + 1] ?? 0) + 2
    expect(stream.bytes[start]).toBe(0x81)
    expect(start + length).toBe(end)
    start = end
  }
  expect(start).toBe(stream.bytes.length)
  expect(stream.packet(7)).toMatch(/^2\/[a-z-]+,\["[^"]+",\{.*\}\]$|^2\["[^"]+",\{.*\}\]$/)
})
