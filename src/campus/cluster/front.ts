import { Agent, createServer, request as ask } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/*
 * The sticky front of a cluster: one public port, and behind it nodes that may die. Which node holds an Engine.IO session
 * is written in the session's id (its first character, see node-sid.ts), so the front remembers nothing.
 * Requests outside of the Engine.IO path go to the part that answers REST.
 */

export interface FrontOptions {
  /** Engine.IO path. */
  readonly path: string
  /** Port of each node that takes connections now, by its number. */
  readonly nodes: () => ReadonlyMap<number, number>
  /** Port of the part that answers everything else; absent: 404. */
  readonly restPort?: () => number | undefined
}

const HOST = '127.0.0.1'

/** One port before several nodes: a new Engine.IO session goes to the next one in turn, and stays there. */
export class Front {
  readonly #options: FrontOptions
  readonly #agent = new Agent({ keepAlive: true })
  readonly #connections = new Set<Socket>()
  #server: Server | undefined
  #turn = 0

  constructor(options: FrontOptions) {
    this.#options = options
  }

  /** Resolves with the port. Rejects as `listen` does. @param port 0: any free one */
  async start(port: number): Promise<number> {
    const server = createServer((request, response) => this.#request(request, response))
    server.on('upgrade', (request, socket: Duplex, head: Buffer) => this.#upgrade(request, socket, head))
    server.on('connection', (socket) => {
      this.#connections.add(socket)
      socket.on('close', () => this.#connections.delete(socket))
    })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, HOST, resolve)
    })
    this.#server = server
    return (server.address() as AddressInfo).port
  }

  /** Cuts every connection. @param abruptly without a goodbye of TCP */
  async stop(abruptly = false): Promise<void> {
    const server = this.#server
    this.#server = undefined
    if (!server) return
    const closed = new Promise((resolve) => server.close(resolve))
    for (const socket of this.#connections) {
      if (abruptly) socket.resetAndDestroy()
      else socket.destroy()
    }
    this.#agent.destroy()
    await closed
  }

  /** The node of a session; for a new one the next in turn. undefined: the node of this session is gone, or none runs. */
  #node(request: IncomingMessage): number | undefined {
    const nodes = this.#options.nodes()
    const sid = new URL(request.url ?? '/', 'http://front.invalid').searchParams.get('sid')
    if (sid !== null) return nodes.get(Number(sid[0]))
    const ports = [...nodes.values()]
    return ports[this.#turn++ % Math.max(1, ports.length)]
  }

  #isEngine({ url = '/' }: IncomingMessage): boolean {
    const pathname = url.split('?')[0] ?? ''
    return pathname === this.#options.path || pathname.startsWith(`${this.#options.path}/`)
  }

  #request(request: IncomingMessage, response: ServerResponse): void {
    const engine = this.#isEngine(request)
    const port = engine ? this.#node(request) : this.#options.restPort?.()
    const fail = () => {
      if (response.headersSent) response.destroy()
      // What Engine.IO itself says of a session that it does not know: the client then begins a new one.
      else if (engine && request.url?.includes('sid=')) answer(response, 400, { code: 1, message: 'Session ID unknown' })
      else answer(response, 503, { error: 'No node of this cluster is running.' })
    }
    if (port === undefined) {
      if (engine || this.#options.restPort) fail()
      else answer(response, 404, { error: 'Not found' })
      return
    }
    const { method, url } = request
    const upstream = ask({ host: HOST, port, method, path: url, headers: forwarded(request), agent: this.#agent }, (reply) => {
      response.writeHead(reply.statusCode ?? 502, reply.statusMessage, reply.rawHeaders)
      reply.on('error', () => response.destroy())
      reply.pipe(response)
    })
    upstream.on('error', fail)
    response.on('close', () => upstream.destroy())
    request.pipe(upstream)
  }

  #upgrade(request: IncomingMessage, client: Duplex, head: Buffer): void {
    const port = this.#isEngine(request) ? this.#node(request) : undefined
    client.on('error', () => client.destroy())
    if (port === undefined) return void client.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
    const upstream = connect(port, HOST, () => {
      const lines = Object.entries(forwarded(request)).flatMap(([name, value]) => [value ?? []].flat().map((item) => `${name}: ${item}`))
      upstream.write(`${request.method} ${request.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
      if (head.length > 0) upstream.write(head)
      upstream.pipe(client)
      client.pipe(upstream)
    })
    upstream.setNoDelay(true)
    upstream.on('error', () => client.destroy())
    upstream.on('close', () => client.destroy())
    client.on('close', () => upstream.destroy())
  }
}

function forwarded({ headers, socket }: IncomingMessage): IncomingMessage['headers'] {
  return { ...headers, 'x-forwarded-for': [headers['x-forwarded-for'] ?? [], socket.remoteAddress ?? HOST].flat().join(', ') }
}

function answer(response: ServerResponse, status: number, json: unknown): void {
  if (!response.destroyed) response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
}
