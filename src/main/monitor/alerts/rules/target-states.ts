import type { LinkState, Problem, TargetView } from '../../../../shared/domain.ts'
import { TROUBLE_AFTER_MS } from '../../attention.ts'

/** A server of an admin feed speaks every 2 s; so long without a word and it is stale (targets/admin-feed/servers.ts). */
const SERVER_STALE_MS = 10_000

/** A refusal for too many messages counts as lasting for so long after the last one. */
const LIMIT_TOLD_FOR_MS = 60_000

interface Link {
  /** When it went down; undefined: it is up, or never was asked for. */
  downSinceMs: number | undefined
  state: LinkState
}

/** What connections of one target were like, so that a new try does not hide that it is down. */
class Links {
  readonly #links = new Map<string, Link>()

  see(name: string, state: LinkState, nowMs: number): void {
    const link = this.#links.get(name) ?? { downSinceMs: undefined, state }
    this.#links.set(name, link)
    link.state = state
    switch (state) {
      case 'offline':
      case 'reconnecting':
        link.downSinceMs = Math.min(link.downSinceMs ?? nowMs, nowMs)
        return
      // On the way: as it was.
      case 'connecting':
      case 'loading':
        return
      case 'live':
      case 'delayed':
      case 'signed-out':
      case 'off':
        link.downSinceMs = undefined
    }
  }

  keepOnly(names: ReadonlySet<string>): void {
    for (const name of this.#links.keys()) if (!names.has(name)) this.#links.delete(name)
  }

  /** NaN: not connected yet for the first time, so there is nothing to say. */
  isDown(name: string, nowMs: number): number {
    const link = this.#links.get(name)
    if (!link) return Number.NaN
    if (link.downSinceMs !== undefined) return nowMs - link.downSinceMs > TROUBLE_AFTER_MS ? 1 : 0
    return link.state === 'connecting' || link.state === 'loading' || link.state === 'off' ? Number.NaN : 0
  }
}

/** The states of one target that rules ask for: by its view, once a tick. 1: it is so, 0: it is not, NaN: nobody knows. */
export class TargetStates {
  readonly #links = new Links()
  readonly #limitToldMs = new Map<string, number>()
  #view: TargetView | undefined
  #feedSinceMs: number | undefined

  see(view: TargetView, nowMs: number): void {
    this.#view = view
    const feed = view.feedLink
    // Live and delayed are both heard; a change between them is no new beginning.
    this.#feedSinceMs = feed?.state === 'live' || feed?.state === 'delayed' ? (this.#feedSinceMs ?? feed.sinceMs) : undefined
    for (const { name, state } of view.namespaces) this.#links.see(name, state, nowMs)
    this.#links.keepOnly(new Set(view.namespaces.map(({ name }) => name)))
    for (const { name, problem } of view.namespaces) if (isLimit(problem)) this.limitTold(name, nowMs)
    if (isLimit(view.problem)) this.limitTold('', nowMs)
  }

  /** The server said that there were too many messages or connections. */
  limitTold(namespace: string, atMs: number): void {
    this.#limitToldMs.set(namespace, atMs)
  }

  /** All of its namespaces are down; one that is signed out is not, it was told to go. */
  targetDown(nowMs: number): number {
    const on = this.#on()
    const down = on.map((name) => this.#links.isDown(name, nowMs))
    if (down.length === 0) return Number.NaN
    if (down.every((each) => each === 1)) return 1
    return down.some((each) => each === 0) ? 0 : Number.NaN
  }

  namespaceDown(namespace: string, nowMs: number): number {
    return this.#on().includes(namespace) ? this.#links.isDown(namespace, nowMs) : Number.NaN
  }

  signedOut(): number {
    if (!this.#view || this.#view.state === 'off') return Number.NaN
    return this.#view.state === 'signed-out' || this.#view.signedOutAtMs !== null ? 1 : 0
  }

  nodeStale(serverId: string, nowMs: number): number {
    const server = this.#view?.feed?.servers.find((each) => each.serverId === serverId)
    const since = this.feedSinceMs()
    // A feed that is back has not heard of every server yet: what is known of them is from before.
    if (!server || since === undefined || nowMs - since < SERVER_STALE_MS) return Number.NaN
    return server.stale ? 1 : 0
  }

  joinsRefused(): number {
    if (!this.#view || !this.isLive()) return Number.NaN
    return this.#view.rooms.refused > 0 ? 1 : 0
  }

  rateLimited(namespace: string | null, nowMs: number): number {
    for (const [name, toldMs] of this.#limitToldMs) if ((namespace === null || name === namespace) && nowMs - toldMs < LIMIT_TOLD_FOR_MS && toldMs <= nowMs) return 1
    return 0
  }

  /** At least one namespace is. */
  isLive(): boolean {
    return this.#view?.namespaces.some(({ state }) => state === 'live' || state === 'delayed') ?? false
  }

  /** Sockets that the admin feed counts, of a namespace or all; NaN without a live feed. */
  sockets(namespace: string | null): number {
    const feed = this.#view?.feed
    if (!feed || this.feedSinceMs() === undefined || feed.snapshotAtMs === null) return Number.NaN
    if (namespace === null) return feed.sockets
    let sockets = 0
    for (const server of feed.servers) for (const space of server.namespaces) if (space.name === namespace) sockets += space.sockets
    return sockets
  }

  /** The admin feed is heard since then, late or not; undefined: it is not. */
  feedSinceMs(): number | undefined {
    return this.#feedSinceMs
  }

  #on(): string[] {
    return (this.#view?.namespaces ?? []).filter(({ state }) => state !== 'off').map(({ name }) => name)
  }
}

function isLimit(problem: Problem | null): boolean {
  return problem?.kind === 'rate-limited' || problem?.kind === 'sign-in-limited'
}
