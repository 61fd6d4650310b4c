import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import type { NoticeSettings } from '../../../shared/notices.ts'
import { httpRequest } from '../../targets/http.ts'
import type { HttpRequest } from '../../targets/http.ts'
import { startHttp, testCatalog } from '../../targets/test-server.ts'
import type { Packet } from '../way.ts'
import { DUPLICATE_DETAIL } from './answer.ts'
import { NoticeWays } from './index.ts'
import { packet as packetOf, waySettings, waysOn } from './ways-fixture.ts'

/* A notice as an HTTP request, against real HTTP servers. */

const stops: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

interface Got {
  readonly method: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

const SECRET = 'Authorization: Bearer very-secret'

async function bench(answer: (response: ServerResponse, got: Got) => void, options: { readonly secretHeader?: string; readonly timeoutMs?: number; readonly readOnly?: boolean; readonly request?: typeof httpRequest } = {}): Promise<{ ways: NoticeWays; url: string; got: Got[]; settings: (http?: Partial<NoticeSettings['http']>) => NoticeSettings }> {
  const got: Got[] = []
  const server = await startHttp((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += String(chunk)))
    request.on('end', () => {
      const one = { method: request.method, headers: request.headers, body }
      if (request.url?.startsWith('/notices')) got.push(one)
      // The target itself looks for a Socket.IO server at the same address.
      if (request.url?.startsWith('/notices')) answer(response, one)
      else response.writeHead(404).end()
    })
  })
  const { targets } = waysOn(server.url, { catalog: testCatalog(), settings: { readOnly: options.readOnly ?? false } })
  stops.push(() => targets.stop(), () => server.stop())
  const { timeoutMs } = options
  const ways = new NoticeWays({
    targets, catalogOf: () => testCatalog(), secretHeader: () => options.secretHeader, loopbackOnly: true,
    ...(options.request && { request: options.request }),
    ...(timeoutMs !== undefined && { request: (request) => httpRequest({ ...request, timeoutMs }) }),
  })
  const url = `${server.url}/notices`
  const settings = (http: Partial<NoticeSettings['http']> = {}) =>
    waySettings({ way: 'http', http: { method: 'POST', url, body: '{"title":"{title}","text":"{body}","who":"{audience}","test":"{drill}","event":"{event}","all":"{payload}","digest":"{digest}"}', headers: [], hasSecretHeader: options.secretHeader !== undefined, ...http } })
  return { ways, url, got, settings }
}

function packet(parts: Partial<Packet> = {}): Packet {
  return packetOf({ way: 'http', values: { title: 'Late bus', body: 'Bus 12', drill: false }, ...parts })
}

const json = (value: unknown, status = 200) => (response: ServerResponse) => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))

describe('a request', () => {
  it('goes to a server whose certificate was verified, whatever the environment says: it may hold a secret', async () => {
    const asked: HttpRequest[] = []
    const request = (one: HttpRequest) => {
      asked.push(one)
      return httpRequest(one)
    }
    const { ways, settings } = await bench(json({}), { request })
    await ways.send(packet(), settings())
    await ways.test(settings())
    expect(asked.map(({ method, alwaysVerify }) => [method, alwaysVerify])).toEqual([['POST', true], ['OPTIONS', true]])
  })

  it('holds the notice, the secret header and the key; the number delivered is read', async () => {
    const { ways, got, settings } = await bench(json({ delivered: 17 }), { secretHeader: SECRET })
    const sent = packet({ audience: { include: [{ kind: 'role', targetId: 'target-1', role: 'STUDENT' }], exclude: [] }, args: [{ id: 'n' }], digest: 'd'.repeat(64) })
    expect(await ways.send(sent, settings({ headers: [{ name: 'X-School', value: 'lincoln' }, { name: 'authorization', value: 'none' }] }))).toEqual({ result: 'confirmed', delivered: 17, detail: 'The server confirmed it. Delivered to 17 connections.' })
    expect(got).toHaveLength(1)
    expect(got[0]).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': sent.key, authorization: 'Bearer very-secret', 'x-school': 'lincoln' } })
    expect(JSON.parse(got[0]?.body ?? '')).toEqual({ title: 'Late bus', text: 'Bus 12', who: { include: [{ kind: 'role', role: 'STUDENT' }], exclude: [] }, test: false, event: 'announcement.new', all: { id: 'n' }, digest: sent.digest })
  })

  it('a text can be nothing but text: quotes, braces, line breaks, markup, other languages', async () => {
    const { ways, got, settings } = await bench(json({}))
    const texts = ['","admin":true,"x":"', '{body}', '{{title}}', '\\u0022\n\r\t\u0000', '<script>alert(1)</script>', 'حافلة 12 متأخرة 🚌', '"}', '__proto__']
    for (const title of texts) expect((await ways.send(packet({ values: { title, body: title, drill: true } }), settings({ body: '{"title":"{title}","line":"To all: {title} / {body}","__proto__":{"a":"{drill}"}}' }))).result).toBe('confirmed')
    expect(got.map(({ body }) => JSON.parse(body) as unknown)).toEqual(texts.map((title) => JSON.parse(JSON.stringify({ title, line: `To all: ${title} / ${title}`, P: { a: true } }).replace('"P"', '"__proto__"')) as unknown))
  })

  it('may hold each language by itself, beside all of them', async () => {
    const { ways, got, settings } = await bench(json({}))
    const texts = [{ language: 'en', title: 'Late bus', body: '"12"' }, { language: 'ar', title: 'حافلة', body: '12 🚌' }]
    await ways.send(packet({ values: { title: 'Late bus / حافلة', texts } }), settings({ body: '{"title":"{title}","words":"{texts}"}' }))
    expect(got.map(({ body }) => JSON.parse(body) as unknown)).toEqual([{ title: 'Late bus / حافلة', words: texts }])
  })

  it('without values the fields of the payload fill the body', async () => {
    const { ways, got, settings } = await bench(json({}))
    const { values: _, ...bare } = packet()
    await ways.send(bare, settings({ method: 'PUT', body: '{"title":"{title}","expires":"{expiresAt}"}' }))
    expect(got.map(({ method, body }) => [method, body])).toEqual([['PUT', '{"title":"Late bus"}']])
  })
})

describe('an answer', () => {
  it.each<[string, (response: ServerResponse) => void, object]>([
    ['201 without a word', (response) => void response.writeHead(201).end(), { result: 'confirmed', delivered: null }],
    ['text', (response) => void response.writeHead(200).end('ok'), { result: 'confirmed', delivered: null }],
    ['a refusal with 200', json({ success: false, error: { code: 'QUOTA' } }), { result: 'refused', detail: 'The server refused it: QUOTA.' }],
    ['GraphQL errors beside a result', json({ errors: [{ message: 'Maria may not' }], data: { send: { id: 'a-1' }, count: null } }), { result: 'unknown', detail: 'The server answered with errors and a result beside them: it may have arrived.' }],
    ['GraphQL errors beside nothing', json({ errors: [{ message: 'Maria may not' }], data: { send: null, ok: false } }), { result: 'refused', detail: 'The server refused it.' }],
    ['GraphQL errors with 200', json({ errors: [{ message: 'Maria may not' }], data: null }), { result: 'refused', detail: 'The server refused it.' }],
    ['another notice', json({ noticeId: 'notice-9', delivered: 3 }), { result: 'not-confirmed' }],
    ['400', json({}, 400), { result: 'refused', detail: 'The server refused it: status 400.' }],
    ['401', json({}, 401), { result: 'refused', detail: 'The server refused it: it does not accept the secret header (401).' }],
    ['409', json({}, 409), { result: 'refused', detail: 'The server refused it: it says that it has this notice already (409).' }],
    ['409 with the code of a repeat', json({ success: false, error: { code: 'DUPLICATE' } }, 409), { result: 'refused', detail: DUPLICATE_DETAIL }],
    ['500', json({}, 500), { result: 'unknown' }],
    ['5 MB', (response) => void response.writeHead(200).end('x'.repeat(5_000_000)), { result: 'confirmed', delivered: null }],
    ['a connection that ends', (response) => void response.destroy(), { result: 'unknown' }],
  ])('%s', async (_, answer, expected) => {
    const { ways, got, settings } = await bench(answer)
    expect(await ways.send(packet(), settings())).toMatchObject(expected)
    expect(got).toHaveLength(1)
  })

  it('that does not come in time: not confirmed', async () => {
    const { ways, got, settings } = await bench(() => {}, { timeoutMs: 200 })
    expect(await ways.send(packet(), settings())).toMatchObject({ result: 'not-confirmed' })
    expect(got).toHaveLength(1)
  })

  it('that is a redirect is not followed: the secret goes nowhere else', async () => {
    const elsewhere = await bench(json({ delivered: 1 }), {})
    const { ways, settings } = await bench((response) => void response.writeHead(307, { location: elsewhere.url }).end(), { secretHeader: SECRET })
    expect(await ways.send(packet(), settings())).toMatchObject({ result: 'refused', detail: expect.stringContaining('redirect (307), which is not followed') })
    expect(elsewhere.got).toEqual([])
    expect(await ways.test(settings())).toMatchObject({ ok: false, sentence: expect.stringContaining('enter the final address') })
  })
})

describe('what does not leave', () => {
  it.each<[string, Partial<NoticeSettings['http']>, RegExp]>([
    ['plain http to another computer', { url: 'http://school.example/notices' }, /this computer/],
    ['a name that only looks like this computer', { url: 'http://evil.localhost/notices' }, /use https/],
    ['another protocol', { url: 'file:///etc/passwd' }, /this computer|https/],
    ['no URL', { url: 'notices' }, /this computer|not a URL/],
    ['a password in the address', { url: 'http://a:b@127.0.0.1/notices' }, /user name or password/],
    ['a placeholder in the address', { url: 'http://127.0.0.1:1/notices/{kind}' }, /in the body only/],
    ['a header with a line break', { headers: [{ name: 'X-A', value: 'a\r\nX-B: c' }] }, /cannot be sent/],
    ['a header of HTTP itself', { headers: [{ name: 'Content-Length', value: '1' }] }, /cannot be sent/],
    ['a body that is no JSON', { body: '{"title": {title}}' }, /not JSON/],
    ['a body without anything', { body: '{}' }, /not JSON/],
    ['a placeholder that nothing fills', { body: '{"a":"{titel}"}' }, /\{titel\}, which nothing fills/],
    ['a secret header that is not kept here', { hasSecretHeader: true }, /enter it again/],
  ])('%s', async (_, http, words) => {
    const { ways, got, settings } = await bench(json({}))
    expect(await ways.send(packet(), settings(http))).toMatchObject({ result: 'failed', delivered: null, detail: expect.stringMatching(words) })
    expect(await ways.test(settings(http))).toMatchObject({ ok: false, sentence: expect.stringMatching(words) })
    expect(got).toEqual([])
  })

  it('to nobody who listens, from a read-only platform, and a body that grew too large', async () => {
    const { ways, got, settings, url } = await bench(json({}))
    expect(await ways.send(packet(), settings({ url: 'http://127.0.0.1:1/notices' }))).toMatchObject({ result: 'failed', detail: 'Nothing left: nothing listens there.' })
    expect(await ways.send(packet({ values: { title: 'x'.repeat(70_000) } }), settings())).toMatchObject({ result: 'failed', detail: expect.stringContaining('at most 64 kB are sent') })
    expect(await ways.send(packet({ args: [{ a: 1 }], values: {} }), settings({ body: '{"title":"{title}"}' }))).toMatchObject({ result: 'failed', detail: expect.stringContaining('the body is empty') })
    const readOnly = await bench(json({}), { readOnly: true })
    expect(await readOnly.ways.send(packet(), settings({ url }))).toMatchObject({ result: 'failed', detail: expect.stringContaining('read-only') })
    expect(got).toEqual([])
  })
})

it('the test asks without a notice; neither it nor any sentence shows the secret', async () => {
  const { ways, got, settings } = await bench((response, { method }) => void response.writeHead(method === 'OPTIONS' ? 204 : 500).end(), { secretHeader: SECRET })
  expect(await ways.test(settings())).toMatchObject({ ok: true, receipts: 'delivered', sentence: expect.stringContaining('The address answers (204') })
  expect(got.map(({ method, body }) => [method, body])).toEqual([['OPTIONS', '']])
  const said = JSON.stringify([ways.report(settings()), await ways.test(settings()), await ways.send(packet(), settings())])
  expect(said).not.toContain('very-secret')
  const refused = await bench(json({}, 403), { secretHeader: SECRET })
  expect(await refused.ways.test(refused.settings())).toMatchObject({ ok: false, sentence: expect.stringContaining('check the secret header') })
})
