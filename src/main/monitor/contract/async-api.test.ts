import { describe, expect, test } from 'vitest'
import { requests } from '../../../shared/ipc.ts'
import { contractHandlers } from '../../contract-desk.ts'
import { monitorWithTarget, START_MS } from '../monitor-fixture.ts'
import { asyncApiOf } from './async-api.ts'
import { directionsOf, namespacesOf, platforms } from './contract-fixture.ts'

const target = { name: 'Lincoln', url: 'https://live.lincoln.example:8443', path: '/socket.io' }

function at(document: unknown, pointer: string): unknown {
  return pointer.slice(2).split('/').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document)
}

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) => (key === '$ref' ? [String(item)] : referencesIn(item)))
}

describe.each(platforms.map((catalog) => [catalog.name, catalog] as const))('%s', (_, catalog) => {
  const document = asyncApiOf(catalog, target)

  test('every event has a channel in each of its namespaces, and an operation in each direction', () => {
    const expected = catalog.events.flatMap((spec) => namespacesOf(catalog, spec).flatMap((namespace) => directionsOf(spec).map((direction) => `${namespace} ${spec.name} ${direction === 'in' ? 'send' : 'receive'}`)))
    const found = Object.values(document.operations).map(({ action, channel }) => {
      const { namespace, event } = (at(document, channel.$ref) as { 'x-socketio': { namespace: string; event: string } })['x-socketio']
      return `${namespace} ${event} ${action}`
    })
    expect(found.sort()).toEqual(expected.sort())
  })

  test('every reference leads somewhere; messages of an operation are of its channel', () => {
    for (const reference of referencesIn(document)) expect([reference, at(document, reference)]).toEqual([reference, expect.any(Object)])
    for (const { channel, messages, reply } of Object.values(document.operations)) {
      for (const { $ref } of [...messages, ...(reply?.messages ?? [])]) expect($ref.startsWith(`${channel.$ref}/messages/`)).toBe(true)
    }
  })

  test('names need no escape, addresses hold no parameter, query or fragment', () => {
    for (const name of [...Object.keys(document.channels), ...Object.keys(document.operations)]) expect(name).toMatch(/^[A-Za-z0-9._-]+$/)
    const addresses = Object.values(document.channels).map(({ address }) => address)
    expect(new Set(addresses).size).toBe(addresses.length)
    for (const address of addresses) expect(address).toMatch(/^\/[^{}?#\s]+$/)
  })

  test('masks are kept, and payloads are strict draft 07 schemas', () => {
    const text = JSON.stringify(document)
    if (JSON.stringify(catalog.events).includes('x-mask')) expect(text).toContain('"x-mask":"')
    expect(text).not.toContain('"required":[]')
    expect(text.split('"properties":').length).toBe(text.split('"additionalProperties":false').length)
  })
})

test('one event in full', () => {
  const handlers = contractHandlers(monitorWithTarget(), () => START_MS)
  const answer = requests['contract:export'].answer.parse(handlers['contract:export']({ targetId: 't1' }))
  if (!answer.ok) throw new Error(answer.problem.what)
  expect(answer.value.fileName).toBe('school-t1.asyncapi.json')
  const document = JSON.parse(answer.value.json) as ReturnType<typeof asyncApiOf>
  expect(document).toMatchObject({ asyncapi: '3.0.0', info: { title: 'School t1: Lyceum', version: '1.0.0' }, servers: { main: { host: '127.0.0.1:4400', protocol: 'ws', pathname: '/socket.io' } } })
  expect(document.channels['talk.message']).toEqual({
    address: '/talk/message',
    description: 'message in namespace /talk: activity. Lyceum document, "Talk".',
    messages: {
      message: {
        name: 'message', title: 'message', summary: 'Lyceum document, "Talk"', contentType: 'application/json', 'x-arguments': 1,
        payload: {
          type: 'object', additionalProperties: false, required: ['from', 'body', 'topic'],
          properties: {
            from: { type: 'object', additionalProperties: false, required: ['id', 'name'], properties: { id: { anyOf: [{ type: 'string', 'x-open': true }, { type: 'number' }] }, name: { type: 'string', 'x-mask': 'name' } } },
            body: { type: 'string', 'x-mask': 'text' },
            topic: { type: 'string', 'x-open': true },
          },
        },
      },
    },
    'x-socketio': { namespace: '/talk', event: 'message' },
  })
  expect(document.operations['receive.talk.message']).toEqual({ action: 'receive', channel: { $ref: '#/channels/talk.message' }, summary: 'Lyceum document, "Talk"', messages: [{ $ref: '#/channels/talk.message/messages/message' }] })
  expect(document.channels['root.system.halt']?.messages['message']).toEqual({ name: 'system.halt', title: 'system.halt', summary: 'Lyceum document, "System". The document gives no payload.', contentType: 'application/json' })
})
