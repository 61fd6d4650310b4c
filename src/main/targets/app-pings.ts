import type { Catalog } from '../../shared/catalog.ts'
import { hasPing } from '../monitor/latency/round-trip.ts'
import { AppPing } from './app-ping.ts'
import type { Clock } from './clock.ts'
import type { Pacer } from './pacer.ts'

/** Between two pings of a namespace; two a minute are nothing against the smallest limit (80 a minute). */
const PING_EVERY_MS = 30_000
/** Pings of all namespaces together take at most this share of what may be sent: joins must not wait for them. */
const PING_SHARE = 0.25
const MINUTE_MS = 60_000

export interface AppPingsOptions {
  readonly catalog: Catalog
  readonly clock: Clock
  readonly pacer: Pacer
  /** Sends now; false when the namespace is not live. */
  emit(namespace: string, event: string, args: readonly unknown[]): boolean
  measured(namespace: string, atMs: number, roundTripMs: number): void
  onChange(): void
}

/** A ping for each live namespace in which the platform has one. A platform without a ping has none, and nothing is sent. */
export class AppPings {
  readonly #options: AppPingsOptions
  readonly #pings = new Map<string, AppPing>()

  constructor(options: AppPingsOptions) {
    this.#options = options
  }

  /** The longest of the namespaces' newest round trips; null: none measured. */
  get roundTripMs(): number | null {
    const known = [...this.#pings.values()].flatMap(({ roundTripMs }) => roundTripMs ?? [])
    return known.length === 0 ? null : Math.max(...known)
  }

  /** Of a namespace without a ping: whether any is late, for all share one connection. */
  isLate(namespace: string): boolean {
    const own = this.#pings.get(namespace)
    return own ? own.late : [...this.#pings.values()].some(({ late }) => late)
  }

  namespaceLive(namespace: string): void {
    const { catalog, clock, pacer } = this.#options
    if (!catalog.ping || !hasPing(catalog, namespace)) return
    this.namespaceDown(namespace)
    const { send, answer } = catalog.ping
    const ping = new AppPing({
      clock,
      answer,
      everyMs: () => Math.max(PING_EVERY_MS, (this.#pings.size * MINUTE_MS) / (pacer.emitsPerMinute * PING_SHARE)),
      send: () => pacer.tryNow('emit') && this.#options.emit(namespace, send, []),
      measured: (atMs, roundTripMs) => this.#options.measured(namespace, atMs, roundTripMs),
      onChange: () => this.#options.onChange(),
    })
    this.#pings.set(namespace, ping)
    ping.start()
  }

  namespaceDown(namespace: string): void {
    this.#pings.get(namespace)?.stop()
    this.#pings.delete(namespace)
  }

  /** Whether onEvent() has a use for such an event. */
  reads(namespace: string, name: string): boolean {
    return this.#pings.get(namespace)?.answer === name
  }

  onEvent(namespace: string, name: string): void {
    this.#pings.get(namespace)?.onEvent(name)
  }
}
