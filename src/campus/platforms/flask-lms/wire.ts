import type { Server } from 'socket.io'

/*
 * How Flask-SocketIO 5.3.2 (python-socketio 5.7.2) differs on the wire from the Node server that stands in for it here.
 */

/** The server's refusal of a CONNECT, as `connect_error` shows it. */
export const rejectedByServer = 'Connection rejected by server'

interface RawPacket {
  data?: unknown
}
interface RawConnection {
  on(event: 'packetCreate', listener: (packet: RawPacket) => void): void
}

/**
 * Handshake without maxPayload, and `44/admin,"Unable to connect"` (a string, so that the JS client's error has no
 * message) for a namespace that does not exist.
 */
export function speakLikeFlask(io: Server): void {
  const options = io.engine.opts as { maxHttpBufferSize: unknown }
  // Still the limit where it is compared, but absent from the JSON of the handshake.
  options.maxHttpBufferSize = Object.assign(Object(options.maxHttpBufferSize) as object, { toJSON: () => undefined })
  io.engine.on('connection', (connection: RawConnection) => {
    connection.on('packetCreate', (packet) => {
      if (typeof packet.data !== 'string' || !packet.data.startsWith('4/')) return
      packet.data = packet.data.replace(/,\{"message":"Invalid namespace"\}$/, ',"Unable to connect"')
    })
  })
}

/** The text that PyJWT has for a token that it refuses; Flask applications let it through to the client. */
export function pyJwtText(why: 'missing' | 'malformed' | 'expired' | 'claims' | 'signature', token: string | undefined): string {
  switch (why) {
    case 'missing':
      return 'Missing authentication token'
    case 'malformed':
      return (token ?? '').split('.').length < 3 ? 'Not enough segments' : 'Invalid header padding'
    case 'expired':
      return 'Signature has expired'
    case 'signature':
      return 'Signature verification failed'
    case 'claims':
      return 'Invalid claims'
  }
}
