import { cutName } from '../names.ts'
import { cleaned } from '../mask.ts'

interface Ending {
  readonly words: string
  /** The connection was lost, nobody closed it: counts for flapping. */
  readonly drop: boolean
}

/**
 * Reasons with which a server reports the end of a socket: those of Socket.IO 4 (`DisconnectReason` and the close reasons of
 * Engine.IO), and the ones that python-socketio uses instead.
 */
const endings = {
  'transport close': { words: 'closed the laptop or lost the network', drop: true },
  'ping timeout': { words: 'stopped answering', drop: true },
  'transport error': { words: 'the connection broke', drop: true },
  'parse error': { words: 'sent something that is no Socket.IO', drop: false },
  'client namespace disconnect': { words: 'left by itself', drop: false },
  'client disconnect': { words: 'left by itself', drop: false },
  'server namespace disconnect': { words: 'was disconnected by the server', drop: false },
  'server disconnect': { words: 'was disconnected by the server', drop: false },
  'forced close': { words: 'the server closed the connection', drop: false },
  'forced server close': { words: 'the server closed the connection before it was used', drop: false },
  'server shutting down': { words: 'the server was shut down', drop: false },
} as const satisfies Record<string, Ending>

/** What the end of a socket means, in plain words; a reason that is not known is quoted. */
export function endingOf(reason: string): Ending {
  return Object.hasOwn(endings, reason) ? endings[reason as keyof typeof endings] : { words: `the connection ended: ${shownReason(reason)}`, drop: false }
}

/** The server's own word, cut and without control characters. */
export function shownReason(reason: string): string {
  return cleaned(cutName(reason, 100))
}

/** Gone when the feed came back: when and why was not seen. */
export const WHILE_AWAY = 'left while the admin feed was away'
