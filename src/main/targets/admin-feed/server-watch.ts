import type { AdminServer } from '../../../shared/presence.ts'
import type { Clock, Timer } from '../clock.ts'
import { Consistency } from './consistency.ts'
import type { ServerStats } from './decode.ts'
import { Servers } from './servers.ts'
import type { SocketTable } from './socket-table.ts'

const TICK_MS = 1_000

export interface ServerWatchOptions {
  readonly clock: Clock
  /** What the servers' counts are compared with. */
  readonly table: SocketTable
  /** Deltas arrive, so the table is of now. */
  isLive(): boolean
  /** A server spoke or fell silent. */
  onChange(servers: readonly AdminServer[], nowMs: number): void
  /** Table and servers differ for good: everything should be loaded again. */
  reload(): void
}

/** Listens to the servers behind one feed, and for their silence: whether they speak, and whether what they count is what the table has. */
export class ServerWatch {
  readonly servers = new Servers()
  readonly #consistency = new Consistency()
  readonly #options: ServerWatchOptions
  #staleCount = 0
  #timer: Timer

  constructor(options: ServerWatchOptions) {
    this.#options = options
  }

  /** A new connection: rounds are counted anew, and silence is looked for. */
  begin(): void {
    this.#consistency.restart()
    this.#tick()
  }

  stop(): void {
    this.#options.clock.clearTimeout(this.#timer)
  }

  /** One `server_stats`. @returns false when there are too many servers already. */
  heard(stats: ServerStats): boolean {
    const nowMs = this.#options.clock.now()
    if (!this.servers.heard(stats, this.#options.table, nowMs)) return false
    this.#look(nowMs, this.#consistency.heard(`${stats.serverId}\n${stats.pid}\n${stats.hostname}`))
    return true
  }

  /** Servers have spoken, and none does now. */
  isSilent(nowMs: number): boolean {
    return this.servers.heardAny && !this.servers.anyLive(nowMs)
  }

  /** How table and servers differ lastingly, in words; null when they agree. */
  get difference(): string | null {
    return this.#consistency.difference
  }

  warnings(nowMs: number): readonly string[] {
    return this.#consistency.warnings(nowMs)
  }

  #look(nowMs: number, roundComplete: boolean): void {
    const { table } = this.#options
    this.servers.tidy(nowMs)
    this.#staleCount = this.servers.staleCount(nowMs)
    this.#options.onChange(this.servers.view(nowMs), nowMs)
    if (!roundComplete || !this.#options.isLive() || !table.isLoaded) return
    const differences = this.servers.differences(table, nowMs)
    if (differences && this.#consistency.check(differences, table.hasHole, nowMs)) this.#options.reload()
  }

  /** Silence is no message: somebody has to look. */
  #tick(): void {
    const { clock } = this.#options
    clock.clearTimeout(this.#timer)
    this.#timer = clock.setTimeout(() => this.#tick(), TICK_MS)
    const nowMs = clock.now()
    const stale = this.servers.staleCount(nowMs)
    // A server that was killed leaves its sockets behind: the counts of the others tell, beginning now.
    if (stale !== this.#staleCount) this.#look(nowMs, stale > this.#staleCount)
  }
}
