import { io } from 'socket.io-client'
import type { ManagerOptions, Socket, SocketOptions } from 'socket.io-client'
import type { Platform } from '../contract.ts'

/* For the tests of the platforms: a client that remembers all it received, one that shows the frames, and waiting. */

export interface Received {
  readonly event: string
  readonly args: readonly unknown[]
}

export interface TestClient {
  readonly socket: Socket
  /** Events, `connect`, `connect_error` and `disconnect` in the order in which they came. */
  readonly received: Received[]
  /** First argument of the first event with this name, also one that came before the call. */
  first(event: string): Promise<unknown>
  /** All first arguments of events with this name until now. */
  all(event: string): readonly unknown[]
  close(): void
}

const WAIT_MS = 5_000

/** Resolves when the condition holds; rejects with `what` after 5 s. */
export async function until(condition: () => boolean, what: string | (() => string)): Promise<void> {
  const end = Date.now() + WAIT_MS
  while (!condition()) {
    if (Date.now() > end) throw new Error(`not within ${WAIT_MS} ms: ${typeof what === 'string' ? what : what()}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** A client of the platform's root namespace; listeners stand before it connects, and it does not reconnect. */
export function openClient(platform: Pick<Platform, 'url' | 'path'>, options: Partial<ManagerOptions & SocketOptions> & { readonly namespace?: string }): TestClient {
  const { namespace = '', ...rest } = options
  const socket = io(platform.url + namespace, { path: platform.path, transports: ['websocket'], reconnection: false, forceNew: true, autoConnect: false, ...rest })
  const received: Received[] = []
  for (const event of ['connect', 'connect_error', 'disconnect']) socket.on(event, (...args: unknown[]) => received.push({ event, args }))
  socket.onAny((event: string, ...args: unknown[]) => received.push({ event, args }))
  socket.connect()
  const all = (event: string) => received.filter((item) => item.event === event).map((item) => item.args[0])
  return {
    socket,
    received,
    all,
    async first(event) {
      await until(() => all(event).length > 0, () => `event ${event}, received ${received.map((item) => item.event).join(', ') || 'nothing'}`)
      return all(event)[0]
    },
    close: () => socket.disconnect(),
  }
}

export interface RawClient {
  /** Engine.IO packets as text, the handshake first. */
  readonly frames: string[]
  send(packet: string): void
  close(): void
}

/** A WebSocket without Socket.IO: shows what is on the wire. Sends nothing by itself. */
export async function openRaw(platform: Pick<Platform, 'url' | 'path'>): Promise<RawClient> {
  const webSocket = new WebSocket(`${platform.url.replace('http', 'ws')}${platform.path}/?EIO=4&transport=websocket`)
  const frames: string[] = []
  webSocket.addEventListener('message', (message) => frames.push(String(message.data)))
  await until(() => frames.length > 0, 'handshake')
  return { frames, send: (packet) => webSocket.send(packet), close: () => webSocket.close() }
}
