import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HeadCache } from './head-cache.ts'
import { LazyDecoder } from './lazy-parser.ts'

function decoder(seen: unknown[], leftOut?: (namespace: string, name: string, bytes: number) => boolean): LazyDecoder {
  return new LazyDecoder({
    event: (namespace, name, payload) => void seen.push([namespace, name, payload.text, payload.bytes, payload.attachments, payload.cut]),
    rejected: (namespace, reason, bytes) => void seen.push([namespace, reason, bytes]),
    ...(leftOut && { leftOut }),
  }, 300)
}

/** The packet somewhere in a chunk. */
function add(to: LazyDecoder, packet: string | Buffer): boolean {
  const bytes = Buffer.from(packet as string)
  const chunk = Buffer.concat([Buffer.from('front"'), bytes, Buffer.from(']back')])
  return to.addBytes(chunk, 6, 6 + bytes.length)
}

const name = fc.oneof(fc.constantFrom('a', 'message.new', 'connect', 'a"b', 'é', '__proto__', ''), fc.string({ maxLength: 5 }))
const packet = fc.oneof(
  fc.tuple(fc.constantFrom('2', '3', '5', '51-', '2/talk,', '2/t"k,', '2/talk,12', '27', '9', '4'), name, fc.constantFrom(',1', ',"x"', ',{"a":"é"}', '', ' , 1', ',', `,"${'y'.repeat(400)}"`), fc.constantFrom(']', '] ', '', ']]', '}')).map(([head, event, args, end]) => `${head}[${JSON.stringify(event)}${args}${end}`),
  fc.constantFrom('2["a" ,1]', '2[7,1]', '2["a', '2', '', '0/talk,{"sid":"x"}', '2["a\\u0062",1]'),
)

describe('packets as bytes', () => {
  test('are read as texts are, also when their front is known', () => {
    fc.assert(fc.property(fc.array(packet, { maxLength: 20 }), (packets) => {
      const [asText, asBytes]: [unknown[], unknown[]] = [[], []]
      const [one, other] = [decoder(asText), decoder(asBytes)]
      for (const each of [...packets, ...packets]) {
        one.add(each)
        expect(add(other, each)).toBe(true)
      }
      expect(asBytes).toEqual(asText)
    }), { numRuns: 500 })
  })

  test('that are no UTF-8 are refused, left out or not', () => {
    const seen: unknown[] = []
    const to = decoder(seen, () => true)
    const wrong = Buffer.concat([Buffer.from('2["a","'), Buffer.from([0xff]), Buffer.from('"]')])
    expect([add(to, wrong), add(to, '2["a",1]'), add(to, wrong), add(to, '2["a","\uFFFD"]')]).toEqual([false, true, false, true])
    expect(seen).toEqual([['/', 'a', '[1]', 8, 0, false]])
  })

  test('are left out by name once their front is known, and only whole events are', () => {
    const seen: unknown[] = []
    const asked: unknown[] = []
    const to = decoder(seen, (namespace, event, bytes) => asked.push([namespace, event, bytes]) > 1)
    for (const each of ['2/t,["a",1]', '2/t,["a",2]', '2/t,["a",3]', '2/t,["a",4', '2/t,7["a",5]', '2/t,["b",6]', '51-/t,["a",7]', '2/t,["a",8]']) add(to, each)
    expect(asked).toEqual([['/t', 'a', 11], ['/t', 'a', 11]])
    // While a packet waits for its attachment the next text ends it, and is read.
    expect(seen).toEqual([['/t', 'a', '[1]', 11, 0, false], ['/t', 'a', '[2]', 11, 0, false], ['/t', 'not-json', 10], ['/t', 'a', '[5]', 12, 0, false], ['/t', 'b', '[6]', 11, 0, false], ['/t', 'not-an-event', 13], ['/t', 'a', '[8]', 11, 0, false]])
  })
})

test('the cache is bounded and never gives a front that is not there', () => {
  const cache = new HeadCache()
  for (let number = 0; number < 5_000; number++) cache.learn(`2["event ${number}",1]`, `2["event ${number}",`.length, '/', `event ${number}`)
  let known = 0
  for (let number = 0; number < 5_000; number++) {
    const bytes = Buffer.from(`2["event ${number}",1]`)
    const head = cache.find(bytes, 0, bytes.length)
    if (head) known++
    expect(head?.name ?? `event ${number}`).toBe(`event ${number}`)
  }
  expect(known).toBeGreaterThan(100)
  expect(known).toBeLessThanOrEqual(256)
})
