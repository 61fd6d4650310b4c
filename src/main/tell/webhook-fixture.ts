import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { WebhookPayload } from '../store/tell-store.ts'

/* What the tests of webhooks share: a real receiver, and waiting for a condition. */

export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly payload: WebhookPayload
}

export interface Receiver {
  readonly url: string
  readonly received: Received[]
  readonly stop: () => Promise<void>
}

/** @param answer called with each request that came whole, and its number from 0 */
export async function startReceiver(answer: (response: ServerResponse, index: number, request: IncomingMessage) => void): Promise<Receiver> {
  const received: Received[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      received.push({ headers: request.headers, body, payload: JSON.parse(body) as WebhookPayload })
      answer(response, received.length - 1, request)
    })
  })
  const port = await listen(server)
  return { url: `http://127.0.0.1:${port}/hook/token-in-path`, received, stop: () => stop(server) }
}

export async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

export async function stop(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => {
    server.close(resolve)
  })
}

/** As a receiver checks it. */
export function signatureFits({ headers, body }: Received, secret: string): boolean {
  const expected = createHmac('sha256', secret).update(`${String(headers['x-rollcall-timestamp'])}.${body}`).digest('hex')
  return headers['x-rollcall-signature'] === `sha256=${expected}`
}

/** @param beat called before each look */
export async function until(holds: () => boolean, beat: () => void = () => {}, patienceMs = 10_000): Promise<void> {
  const endMs = Date.now() + patienceMs
  for (;;) {
    beat()
    if (holds()) return
    if (Date.now() > endMs) throw new Error('It did not become true in time.')
    await new Promise((resolve) => {
      setTimeout(resolve, 5)
    })
  }
}
