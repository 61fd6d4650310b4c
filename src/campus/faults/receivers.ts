import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import { RECEIVER_MARK } from './platform.ts'
import type { FaultPlatform } from './platform.ts'
import { EVENT, namespaces, roles } from './school.ts'

/** A real client that counts what it receives, and comes back when its server does. */
export class Receiver {
  readonly name: string
  readonly platform: string
  readonly namespace: string
  /** How often each notice came, over all connections. */
  readonly counts = new Map<string, number>()
  /** `notice socket` of each that came. */
  readonly #got = new Set<string>()
  readonly #socket: Socket
  #closed = false

  constructor(platform: FaultPlatform, namespace: string, name: string, role: string) {
    this.name = name
    this.platform = platform.id
    this.namespace = namespace
    this.#socket = io(`${platform.url}${namespace}`, { forceNew: true, transports: ['websocket'], reconnectionDelay: 10, reconnectionDelayMax: 50, query: { [RECEIVER_MARK]: name, role } })
    // A server that says goodbye, or that refuses, is not called again by itself.
    const again = (): void => {
      if (!this.#closed && !this.#socket.active) this.#socket.connect()
    }
    this.#socket.on('disconnect', again)
    this.#socket.on('connect_error', () => setTimeout(again, 20))
    this.#socket.on(EVENT, ({ noticeId }: { noticeId: string }) => {
      this.counts.set(noticeId, (this.counts.get(noticeId) ?? 0) + 1)
      this.#got.add(`${noticeId} ${this.#socket.id ?? ''}`)
    })
  }

  get isConnected(): boolean {
    return this.#socket.connected
  }

  /** Whether a notice came on one connection. */
  got(noticeId: string, socketId: string): boolean {
    return this.#got.has(`${noticeId} ${socketId}`)
  }

  close(): void {
    this.#closed = true
    this.#socket.disconnect()
  }
}

/** Two people of each role in the main namespace, one in the other. */
export function receiversOf(platform: FaultPlatform): Receiver[] {
  return namespaces.flatMap((namespace) => roles.flatMap((role) => Array.from({ length: namespace === '/' ? 2 : 1 }, (_, index) => new Receiver(platform, namespace, `${platform.id} ${namespace} ${role} ${index}`, role))))
}
