import http from 'node:http'
import https from 'node:https'
import type { Socket as NetSocket } from 'node:net'

/** Largest message of a server that is read; above it the connection is closed. Socket.IO servers themselves take 1 MB by default. */
export const MESSAGE_BYTES_MAX = 32 * 1024 * 1024

export interface RawSockets {
  /** For the `agent` option of Engine.IO, polling and WebSocket alike. */
  readonly agent: http.Agent
  readonly open: number
  destroyAll(): void
}

/**
 * Every TCP socket of one connection, so that dropping a connection leaves nothing behind: a WebSocket without an
 * answering peer would linger for 30 s, a polling request until the server lets go.
 */
export function rawSockets(secure: boolean, messageBytesMax = MESSAGE_BYTES_MAX): RawSockets {
  const open = new Set<NetSocket>()
  const agent = secure ? new https.Agent() : new http.Agent()
  const inner = agent as unknown as {
    createConnection(...args: unknown[]): NetSocket
    addRequest(request: http.ClientRequest, ...rest: unknown[]): void
  }
  const createConnection = inner.createConnection.bind(agent)
  inner.createConnection = (...args) => {
    const socket = createConnection(...args)
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    return socket
  }
  const addRequest = inner.addRequest.bind(agent)
  inner.addRequest = (request, ...rest) => {
    request.prependListener('response', (response: http.IncomingMessage) => guardResponse(request, response, messageBytesMax))
    addRequest(request, ...rest)
  }
  return {
    agent,
    get open() {
      return open.size
    },
    destroyAll() {
      for (const socket of open) socket.destroy()
      agent.destroy()
    },
  }
}

/**
 * The polling transport of the client follows redirects with all headers, the Authorization header included, and throws
 * when a redirect has no address; its answers have no bound. Here a redirect is an error and a long answer ends.
 */
function guardResponse(request: http.ClientRequest, response: http.IncomingMessage, messageBytesMax: number): void {
  if (response.statusCode === 302 || response.statusCode === 303 || response.statusCode === 307) response.statusCode = 502
  let bytes = 0
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > messageBytesMax) request.destroy(new Error('answer too large'))
  })
}
