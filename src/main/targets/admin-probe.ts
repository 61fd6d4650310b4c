import type { TargetSettings } from '../../shared/domain.ts'
import { CONNECT_SETTLE_MS } from '../../shared/limits.ts'
import type { Clock, Timer } from './clock.ts'
import type { Connection } from './connection.ts'
import { StringRefusal } from './lazy-parser.ts'

/** Where @socket.io/admin-ui puts its feed. */
export const ADMIN_NAMESPACE = '/admin'

export type AdminFeed = 'available' | 'absent'

/** On a production server only when the user presses "Test": a refused CONNECT may ring somebody's alarm. Never while the feed itself is on: that one knows. */
export function mayAskForAdminFeed(settings: TargetSettings, userAsks: boolean): boolean {
  return !settings.adminFeed.on && (settings.environment !== 'production' || userAsks)
}

/**
 * Asks once, without credentials, whether a server offers the admin feed: `invalid credentials` or a `config` event
 * means yes, `Invalid namespace` (Flask: a bare string) means no. One CONNECT packet; the socket is closed again at once.
 */
export class AdminProbe {
  readonly #clock: Clock
  #timer: Timer
  #finish: ((feed: AdminFeed | undefined) => void) | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  run(connection: Connection, done: (feed: AdminFeed | undefined) => void): void {
    this.stop()
    const socket = connection.socket(ADMIN_NAMESPACE, () => ({}))
    this.#finish = (feed) => {
      this.stop()
      socket.off()
      if (socket.active) socket.disconnect()
      done(feed)
    }
    socket.on('connect_error', (error: Error & { data?: unknown }) => {
      if (socket.active) return this.#finish?.(undefined)
      const absent = error.data instanceof StringRefusal || /namespace/i.test(error.message)
      this.#finish?.(absent ? 'absent' : 'available')
    })
    socket.on('disconnect', () => this.#finish?.(undefined))
    // Accepted without credentials and still silent: it is a namespace of somebody else.
    this.#timer = this.#clock.setTimeout(() => this.#finish?.(undefined), CONNECT_SETTLE_MS)
    socket.connect()
  }

  /** Events of the namespace; true: it was the probe's. */
  onEvent(namespace: string, name: string): boolean {
    if (namespace !== ADMIN_NAMESPACE) return false
    if (name === 'config') this.#finish?.('available')
    return true
  }

  stop(): void {
    this.#clock.clearTimeout(this.#timer)
    this.#finish = undefined
  }
}
