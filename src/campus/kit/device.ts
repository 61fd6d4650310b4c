import { Manager } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import type { Device, Person } from '../contract.ts'

export interface DeviceOptions {
  readonly person: Person
  readonly url: () => string
  readonly path: string
  readonly namespaces: readonly string[]
  /** The token, as the platform's own web client would have it. */
  readonly token: () => Promise<string>
  /** Joins and first messages of this platform's web client, once all namespaces are connected. */
  readonly onConnected?: (device: ClientDevice) => void
}

const CONNECT_TIMEOUT_MS = 10_000

/** A real connection as the platform's own web client makes it. Does not reconnect by itself: the population decides. */
export class ClientDevice implements Device {
  readonly person: Person
  readonly #options: DeviceOptions
  #manager: Manager | undefined
  #sockets = new Map<string, Socket>()

  constructor(options: DeviceOptions) {
    this.person = options.person
    this.#options = options
  }

  get connected(): boolean {
    return this.#sockets.size > 0 && [...this.#sockets.values()].every((socket) => socket.connected)
  }

  /** The socket of one namespace, undefined when the device is not connected. */
  socket(namespace: string): Socket | undefined {
    return this.connected ? this.#sockets.get(namespace) : undefined
  }

  async connect(): Promise<void> {
    this.disconnect('graceful')
    const { url, path, namespaces } = this.#options
    const token = await this.#options.token()
    const manager = new Manager(url(), { path, transports: ['websocket'], reconnection: false, autoConnect: false, timeout: CONNECT_TIMEOUT_MS })
    this.#manager = manager
    await Promise.all(
      namespaces.map(async (namespace) => {
        const socket = manager.socket(namespace, { auth: { token } })
        this.#sockets.set(namespace, socket)
        await new Promise<void>((resolve, reject) => {
          const timer = setTimeout(() => reject(new Error(`${namespace}: no answer`)), CONNECT_TIMEOUT_MS)
          const settle = (error?: Error) => {
            clearTimeout(timer)
            if (error) reject(error)
            else resolve()
          }
          socket.once('connect', () => settle())
          socket.once('connect_error', settle)
          manager.once('error', settle)
          socket.connect()
        })
      }),
    ).catch((error: unknown) => {
      this.disconnect('graceful')
      throw error
    })
    this.#options.onConnected?.(this)
  }

  disconnect(how: 'graceful' | 'abrupt'): void {
    const manager = this.#manager
    if (!manager) return
    if (how === 'abrupt') manager.engine?.transport?.close()
    for (const socket of this.#sockets.values()) socket.disconnect()
    manager.removeAllListeners()
    this.#sockets = new Map()
    this.#manager = undefined
  }
}
