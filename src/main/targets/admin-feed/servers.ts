import type { AdminServer } from '../../../shared/presence.ts'
import type { Difference } from './consistency.ts'
import { SERVERS_MAX } from './decode.ts'
import type { ServerStats } from './decode.ts'
import type { SocketTable } from './socket-table.ts'

/** A server speaks every 2 s; so long without a word and it is stale (@socket.io/admin-ui's own page uses the same). */
export const SERVER_STALE_MS = 10_000
/** Nobody says that a server is gone for good: it is shown as stale for so long. */
const FORGET_AFTER_MS = 10 * 60_000
/** Rates are averages over so many messages of a server, 2 s apart. */
const RATE_MESSAGES = 5

type Rates = NonNullable<AdminServer['perSecond']>

interface Known {
  readonly stats: ServerStats
  readonly lastAtMs: number
  /** Changes of the table by namespace when this server last spoke: in a cluster its counts may be older than the table by as much. */
  readonly changes: ReadonlyMap<string, number>
  readonly rounds: readonly { readonly fromMs: number; readonly toMs: number; readonly sums: Rates }[]
}

/** The servers behind one feed: an identity is serverId + pid + hostname, because equal serverIds happen (PM2, containers). */
export class Servers {
  readonly #known = new Map<string, Known>()

  /** One `server_stats`. @returns false when there are too many servers already. */
  heard(stats: ServerStats, table: SocketTable, nowMs: number): boolean {
    const key = `${stats.serverId}\n${stats.pid}\n${stats.hostname}`
    const before = this.#known.get(key)
    if (!before && this.#known.size >= SERVERS_MAX) return false
    const changes = new Map((stats.namespaces ?? []).map(({ name }) => [name, table.changes(name)]))
    // One second may be split over two messages: everything is added up, nothing replaced.
    const round = before ? [{ fromMs: before.lastAtMs, toMs: nowMs, sums: sumOf(stats) }] : []
    this.#known.set(key, { stats, lastAtMs: nowMs, changes, rounds: [...(before?.rounds ?? []), ...round].slice(-RATE_MESSAGES) })
    return true
  }

  /** Forgets what was silent for long, and a silent one that came back under the same name with another pid: it was restarted. */
  tidy(nowMs: number): void {
    for (const [key, { stats, lastAtMs }] of this.#known) {
      const restarted = isStale(lastAtMs, nowMs) && this.#live(nowMs).some((other) => other.stats.serverId === stats.serverId && other.stats.hostname === stats.hostname)
      if (restarted || nowMs - lastAtMs > FORGET_AFTER_MS) this.#known.delete(key)
    }
  }

  view(nowMs: number): AdminServer[] {
    return [...this.#known.values()].map(({ stats, lastAtMs, rounds }) => {
      const perSecond = ratesOf(rounds)
      return {
        serverId: stats.serverId,
        hostname: stats.hostname,
        pid: stats.pid,
        uptimeSeconds: stats.uptime,
        clients: stats.clientsCount,
        pollingClients: stats.pollingClientsCount,
        lastAtMs,
        stale: isStale(lastAtMs, nowMs),
        namespaces: (stats.namespaces ?? []).map(({ name, sockets }) => ({ name, sockets })),
        ...(perSecond && { perSecond }),
      }
    })
  }

  get heardAny(): boolean {
    return this.#known.size > 0
  }

  anyLive(nowMs: number): boolean {
    return this.#live(nowMs).length > 0
  }

  staleCount(nowMs: number): number {
    return this.#known.size - this.#live(nowMs).length
  }

  /** All namespaces that a server has told of, empty ones too. */
  get namespaces(): ReadonlySet<string> {
    return new Set([...this.#known.values()].flatMap(({ stats }) => (stats.namespaces ?? []).map(({ name }) => name)))
  }

  /** serverIds that two living processes share. */
  ambiguous(nowMs: number): readonly { readonly serverId: string; readonly pids: readonly number[] }[] {
    const byId = new Map<string, number[]>()
    for (const { stats } of this.#live(nowMs)) byId.set(stats.serverId, [...(byId.get(stats.serverId) ?? []), stats.pid])
    return [...byId].filter(([, pids]) => pids.length > 1).map(([serverId, pids]) => ({ serverId, pids }))
  }

  /**
   * Namespaces whose sockets the table counts differently than the servers that speak. @param nowMs servers silent at
   * that moment don't count; undefined where no server says anything. In a cluster a count may be as old as its server's last word: what came and went since is no difference.
   */
  differences(table: SocketTable, nowMs: number): readonly Difference[] | undefined {
    const live = this.#live(nowMs)
    if (live.length === 0 || live.some(({ stats }) => stats.namespaces === undefined)) return undefined
    const counted = new Map<string, number>([...table.namespaces].map((name) => [name, 0]))
    for (const { stats } of live) for (const { name, sockets } of stats.namespaces ?? []) counted.set(name, (counted.get(name) ?? 0) + sockets)
    return [...counted].flatMap(([namespace, sockets]) => {
      const known = table.count(namespace)
      const oldest = Math.min(...live.map(({ changes }) => changes.get(namespace) ?? table.changes(namespace)))
      return Math.abs(known - sockets) > table.changes(namespace) - oldest ? [{ namespace, known, counted: sockets }] : []
    })
  }

  #live(nowMs: number): readonly Known[] {
    return [...this.#known.values()].filter(({ lastAtMs }) => !isStale(lastAtMs, nowMs))
  }
}

function isStale(lastAtMs: number, nowMs: number): boolean {
  return nowMs - lastAtMs >= SERVER_STALE_MS
}

function sumOf(stats: ServerStats): Rates {
  const sums = { packetsIn: 0, packetsOut: 0, bytesIn: 0, bytesOut: 0 }
  for (const { type, count } of stats.aggregatedEvents) if (type === 'packetsIn' || type === 'packetsOut' || type === 'bytesIn' || type === 'bytesOut') sums[type] += count
  return sums
}

function ratesOf(rounds: Known['rounds']): Rates | undefined {
  const [first] = rounds
  const last = rounds.at(-1)
  const seconds = first && last ? (last.toMs - first.fromMs) / 1_000 : 0
  if (seconds <= 0) return undefined
  const per = (type: keyof Rates) => rounds.reduce((sum, round) => sum + round.sums[type], 0) / seconds
  return { packetsIn: per('packetsIn'), packetsOut: per('packetsOut'), bytesIn: per('bytesIn'), bytesOut: per('bytesOut') }
}
