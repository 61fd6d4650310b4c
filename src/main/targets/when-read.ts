import type { Socket } from 'socket.io-client'

/** The parts of ws's WebSocket on which this rests; they are public there, but no part of Engine.IO's types. */
interface PingedSocket {
  ping(data: Buffer): void
  on(event: 'pong', listener: (data: Buffer) => void): unknown
  off(event: 'pong', listener: (data: Buffer) => void): unknown
}

let pings = 0

/**
 * Calls back once the server has read everything that was written to this connection before; never, where the connection ends first or the
 * server does not answer. Nothing of it reaches the platform's code: by WebSocket it is the protocol's own ping, which every server answers in
 * the order of what it reads (RFC 6455, 5.5.2), by polling the answer to the request that carried the packet.
 */
export function whenRead({ io: { engine } }: Socket, read: () => void): void {
  const written = (): void => {
    if (engine.transport.name !== 'websocket') return read()
    const { ws } = engine.transport as unknown as { readonly ws: PingedSocket | null }
    // Twice: Socket.IO calls a handler a tick after it read the packet. Who answers the second has called it.
    if (ws) pong(ws, () => pong(ws, read))
  }
  if (engine.writeBuffer.length === 0) written()
  else engine.once('drain', written)
}

function pong(ws: PingedSocket, came: () => void): void {
  const mark = Buffer.from(String(++pings))
  const listener = (data: Buffer): void => {
    if (!mark.equals(data)) return
    ws.off('pong', listener)
    came()
  }
  ws.on('pong', listener)
  ws.ping(mark)
}
