import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { httpRequest } from './http.ts'

const servers: Server[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => {
    server.closeAllConnections()
    server.close(resolve)
  })))
})

async function portOf(server: Server): Promise<number> {
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

const serve = async (answer: RequestListener): Promise<string> => `http://127.0.0.1:${await portOf(createServer(answer))}/`

test('asks for JSON or text unless it is told to say nothing', async () => {
  const url = await serve((request, response) => response.end(request.headers.accept ?? 'nothing'))
  const said = async (more: { accept?: null }): Promise<unknown> => (await httpRequest({ url, method: 'GET', ...more }))
  expect([await said({}), await said({ accept: null })]).toMatchObject([{ body: 'application/json, text/plain, */*' }, { body: 'nothing' }])
})

test('an answer above the bound is cut, and not broken', async () => {
  const url = await serve((_request, response) => response.end('x'.repeat(5_000)))
  const answer = await httpRequest({ url, method: 'GET', answerBytesMax: 100 })
  expect(answer).toMatchObject({ ok: true, cut: true, body: 'x'.repeat(100) })
  expect(answer).not.toHaveProperty('broken')
})

test('an answer that ends in the middle is cut and broken', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('half', () => response.destroy())
  })
  expect(await httpRequest({ url, method: 'GET' })).toMatchObject({ ok: true, status: 200, cut: true, broken: true, body: 'half' })
})

test('no answer in time is told apart from an error of the system', async () => {
  const url = await serve(() => {})
  expect(await httpRequest({ url, method: 'GET', timeoutMs: 100 })).toMatchObject({ ok: false, code: 'ETIMEDOUT', reached: true, late: true })
  const gone = await httpRequest({ url: 'http://127.0.0.1:1/', method: 'GET' })
  expect(gone).toMatchObject({ ok: false, code: 'ECONNREFUSED' })
  expect(gone).not.toHaveProperty('late')
})

test('a certificate that must fit has to, also where the environment trusts everybody', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-http-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', cert, '-subj', '/CN=school.example', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '30'], { stdio: 'pipe' })
  const pair = { key: readFileSync(key), cert: readFileSync(cert) }
  rmSync(folder, { recursive: true })
  const url = `https://127.0.0.1:${await portOf(createHttps(pair, (_request, response) => response.end()))}/`
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
  expect(await httpRequest({ url, method: 'GET', alwaysVerify: true })).toMatchObject({ ok: false, code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
})
