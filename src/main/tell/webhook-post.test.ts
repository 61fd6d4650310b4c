import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { createServer as createNet } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { listen, startReceiver, stop } from './webhook-fixture.ts'
import { postWebhook } from './webhook-post.ts'
import type { WebhookAnswer } from './webhook-post.ts'

const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((each) => each()))
})

async function post(answer: (response: ServerResponse) => void, timeoutMs?: number): Promise<WebhookAnswer> {
  const receiver = await startReceiver(answer)
  stops.push(receiver.stop)
  return postWebhook({ url: receiver.url, headers: { 'x-test': '1' }, body: '{"a":"é"}', ...(timeoutMs !== undefined && { timeoutMs }) })
}

const slow = 300

test.each<[string, (response: ServerResponse) => void, WebhookAnswer]>([
  ['ok', (response) => response.writeHead(204).end(), { kind: 'answer', status: 204, retryAfter: undefined }],
  ['lies: 200 with nonsense', (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('\u0000not json<script>'), { kind: 'answer', status: 200, retryAfter: undefined }],
  ['fails', (response) => response.writeHead(500).end('no'), { kind: 'answer', status: 500, retryAfter: undefined }],
  ['asks for peace', (response) => response.writeHead(429, { 'retry-after': '7' }).end(), { kind: 'answer', status: 429, retryAfter: '7' }],
  ['closes in the middle of the answer', (response) => { response.writeHead(200, { 'content-length': '100' }); response.write('half', () => response.destroy()) }, { kind: 'none', why: 'the connection was closed in the middle of the answer' }],
  ['closes in the middle of a chunked answer', (response) => { response.writeHead(200); response.write('half', () => response.destroy()) }, { kind: 'none', why: 'the connection was closed in the middle of the answer' }],
  ['closes before an answer', (response) => response.destroy(), { kind: 'none', why: 'the connection was closed before an answer' }],
])('%s', async (_, answer, expected) => {
  expect(await post(answer)).toEqual(expected)
})

test('hangs', async () => {
  expect(await post(() => {}, slow)).toEqual({ kind: 'none', why: 'no whole answer within 0 s' })
})

test('drips: the time is for the whole answer', async () => {
  const dripping = (response: ServerResponse): void => {
    response.writeHead(200)
    const timer = setInterval(() => response.write('.'), 20)
    response.on('close', () => clearInterval(timer))
  }
  expect(await post(dripping, slow)).toMatchObject({ kind: 'none' })
})

test('drips its headers', async () => {
  const server = createNet((socket) => {
    socket.on('error', () => {})
    socket.resume().write('HTTP/1.1 200 OK\r\n')
    const timer = setInterval(() => socket.write('x-a: b\r\n'), 20)
    socket.on('close', () => clearInterval(timer))
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  stops.push(() => new Promise((resolve) => { server.close(resolve) }))
  expect(await postWebhook({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, headers: {}, body: '{}', timeoutMs: slow })).toMatchObject({ kind: 'none' })
})

test('answers with 10 MB: no more than a little is read, and it counts', async () => {
  let written = 0
  const answer = await post((response) => {
    response.writeHead(200, { 'content-length': String(10_000_000) })
    const chunk = Buffer.alloc(10_000, 'x')
    const more = (): void => {
      while (written < 10_000_000 && !response.destroyed) {
        written += chunk.length
        if (!response.write(chunk)) {
          response.once('drain', more)
          return
        }
      }
    }
    more()
  })
  expect(answer).toMatchObject({ kind: 'answer', status: 200 })
  expect(written).toBeLessThan(10_000_000)
})

test('redirects: not followed', async () => {
  const other = await startReceiver((response) => response.end())
  stops.push(other.stop)
  expect(await post((response) => response.writeHead(307, { location: other.url }).end())).toMatchObject({ kind: 'answer', status: 307 })
  expect(other.received).toEqual([])
})

test('is no HTTP server', async () => {
  const server = createNet((socket) => {
    socket.on('error', () => {})
    socket.resume().end('SSH-2.0-OpenSSH_9.6\r\n')
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  stops.push(() => new Promise((resolve) => { server.close(resolve) }))
  const { port } = server.address() as AddressInfo
  expect(await postWebhook({ url: `http://127.0.0.1:${port}/`, headers: {}, body: '{}' })).toEqual({ kind: 'none', why: 'its answer is not HTTP' })
})

test('is not there', async () => {
  const receiver = await startReceiver(() => {})
  await receiver.stop()
  expect(await postWebhook({ url: receiver.url, headers: {}, body: '{}' })).toEqual({ kind: 'none', why: 'nothing listens there' })
})

test('has a certificate that nobody vouches for: nothing is sent', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-webhook-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', cert, '-subj', '/CN=oncall.example', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '30'], { stdio: 'pipe' })
  let requests = 0
  const server = createHttps({ key: readFileSync(key), cert: readFileSync(cert) }, (_request, response) => {
    requests++
    response.end()
  })
  rmSync(folder, { recursive: true })
  const port = await listen(server)
  stops.push(() => stop(server))
  expect(await postWebhook({ url: `https://127.0.0.1:${port}/`, headers: {}, body: '{}' })).toEqual({ kind: 'none', why: 'its certificate is signed by nobody whom this computer trusts' })
  expect(requests).toBe(0)
})

test('speaks no TLS', async () => {
  const receiver = await startReceiver((response) => response.end())
  stops.push(receiver.stop)
  expect(await postWebhook({ url: receiver.url.replace('http:', 'https:'), headers: {}, body: '{}' })).toMatchObject({ kind: 'none', why: expect.stringMatching(/^its encryption failed/) as unknown })
})

test('is stopped', async () => {
  const stopped = new AbortController()
  const receiver = await startReceiver(() => stopped.abort())
  stops.push(receiver.stop)
  expect(await postWebhook({ url: receiver.url, headers: {}, body: '{}', signal: stopped.signal })).toEqual({ kind: 'none', why: 'stopped' })
  expect(await postWebhook({ url: receiver.url, headers: {}, body: '{}', signal: stopped.signal })).toEqual({ kind: 'none', why: 'stopped' })
})
