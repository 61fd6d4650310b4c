import { Manager } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import type { Device, Person, StoryContext } from '../contract.ts'

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

/** What school devices call themselves: Chromebooks, Windows, iPads, phones. */
const agents = [
  'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
  'Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
  'Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0',
]

/** A real connection as the platform's own web client makes it. Does not reconnect by itself: the population decides. */
export class ClientDevice implements Device {
  readonly person: Person
  readonly #options: DeviceOptions
  #manager: Manager | undefined
  #sockets = new Map<string, Socket>()
  #isReady = false

  constructor(options: DeviceOptions) {
    this.person = options.person
    this.#options = options
  }

  /** A namespace that the server ended stays closed until the device connects anew; the others go on, as in the web clients. */
  get connected(): boolean {
    return this.#isReady && [...this.#sockets.values()].some((socket) => socket.connected)
  }

  /** The socket of one namespace, undefined when it, or the device, is not connected. */
  socket(namespace: string): Socket | undefined {
    const socket = this.#isReady ? this.#sockets.get(namespace) : undefined
    return socket?.connected ? socket : undefined
  }

  async connect(): Promise<void> {
    this.disconnect('graceful')
    const { url, path, namespaces } = this.#options
    const token = await this.#options.token()
    const agent = agents[this.person.number % agents.length] ?? ''
    const manager = new Manager(url(), { path, transports: ['websocket'], reconnection: false, autoConnect: false, timeout: CONNECT_TIMEOUT_MS, extraHeaders: { 'User-Agent': agent } })
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
    this.#isReady = true
    this.#options.onConnected?.(this)
  }

  disconnect(how: 'graceful' | 'abrupt'): void {
    const manager = this.#manager
    if (!manager) return
    if (how === 'abrupt') manager.engine?.transport?.close()
    for (const socket of this.#sockets.values()) socket.disconnect()
    manager.removeAllListeners()
    this.#sockets = new Map()
    this.#isReady = false
    this.#manager = undefined
  }
}

/** Emits on `/` from the person's own device; undefined while it is not connected. */
export function senderOf(context: StoryContext, person: Person): ((event: string, payload: unknown) => void) | undefined {
  const device = context.deviceOf(person)
  const socket = device instanceof ClientDevice ? device.socket('/') : undefined
  return socket && ((event, payload) => void socket.emit(event, payload))
}
