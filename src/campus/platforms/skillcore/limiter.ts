/* SkillCore document, "Rate Limiting": 10 connections a user, 100 events a minute a connection, 20 room joins a minute. */

export const documentedLimits = { connectionsPerUser: 10, eventsPerMinute: 100, joinsPerMinute: 20, windowMs: 60_000 } as const

export type LimiterOptions = { readonly [name in keyof typeof documentedLimits]: number }

/** Sliding windows of one Engine.IO connection. */
class Window {
  readonly #max: number
  readonly #windowMs: number
  readonly #times: number[] = []

  constructor(max: number, windowMs: number) {
    this.#max = max
    this.#windowMs = windowMs
  }

  /** Takes one; when there is none left, the ms until there is. A refused one is not counted. */
  take(nowMs: number): number {
    while (this.#times.length > 0 && nowMs - (this.#times[0] ?? 0) >= this.#windowMs) this.#times.shift()
    if (this.#times.length < this.#max) {
      this.#times.push(nowMs)
      return 0
    }
    return Math.max(1, (this.#times[0] ?? nowMs) + this.#windowMs - nowMs)
  }
}

/** One user's joins in one namespace, refused whatever was counted: for a scenario. */
export interface JoinHold {
  readonly namespace: string
  /** What the refusal says. */
  readonly retryAfterSeconds: number
}

interface Connection {
  once(event: 'close', listener: () => void): unknown
}

/** Connections of all namespaces on one Manager are one Engine.IO connection, so limits are counted there. */
export class Limiter {
  readonly #options: LimiterOptions
  #connections = new Map<string, Set<object>>()
  #events = new WeakMap<object, Window>()
  #joins = new WeakMap<object, Window>()
  readonly #holds = new Map<string, JoinHold>()

  constructor(options: LimiterOptions) {
    this.#options = options
  }

  get connectionsPerUser(): number {
    return this.#options.connectionsPerUser
  }

  /** false: the user has as many connections as he may. */
  admit(userId: string, connection: Connection): boolean {
    let open = this.#connections.get(userId)
    if (!open) this.#connections.set(userId, (open = new Set()))
    if (open.has(connection)) return true
    if (open.size >= this.#options.connectionsPerUser) return false
    open.add(connection)
    const ofUser = open
    connection.once('close', () => ofUser.delete(connection))
    return true
  }

  /** Counts one message; 0 when it may pass, else the ms to wait. A room join counts as an event and as a join. */
  take(connection: object, isJoin: boolean, nowMs: number): number {
    const { eventsPerMinute, joinsPerMinute, windowMs } = this.#options
    const waitMs = windowOf(this.#events, connection, eventsPerMinute, windowMs).take(nowMs)
    if (waitMs > 0 || !isJoin) return waitMs
    return windowOf(this.#joins, connection, joinsPerMinute, windowMs).take(nowMs)
  }

  /** From now on, also after a restart; undefined: as documented again. */
  holdJoins(userId: string, hold: JoinHold | undefined): void {
    if (hold) this.#holds.set(userId, hold)
    else this.#holds.delete(userId)
  }

  /** The ms that a held join is told to wait; 0 when it is not held. */
  heldFor(userId: string, namespace: string): number {
    const hold = this.#holds.get(userId)
    return hold?.namespace === namespace ? hold.retryAfterSeconds * 1000 : 0
  }

  /** Forgets all connections: the server has ended. */
  reset(): void {
    this.#connections = new Map()
    this.#events = new WeakMap()
    this.#joins = new WeakMap()
  }
}

function windowOf(windows: WeakMap<object, Window>, connection: object, max: number, windowMs: number): Window {
  let found = windows.get(connection)
  if (!found) windows.set(connection, (found = new Window(max, windowMs)))
  return found
}
