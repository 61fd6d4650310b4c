import { randomBytes } from 'node:crypto'
import type { Catalog } from '../../../shared/catalog.ts'
import type { NamespaceView, TargetSettings, TransportName } from '../../../shared/domain.ts'
import type { AdminFeedView } from '../../../shared/presence.ts'
import type { PresenceSink } from '../../monitor/presence-sink.ts'
import type { RejectReason, WireSink } from '../../monitor/wire-event.ts'
import type { Clock, Random, Timer } from '../clock.ts'
import { hostOf } from '../probe.ts'
import { problemOf } from '../problem.ts'
import { ByteRate } from './byte-rate.ts'
import { actionsOf } from './commands.ts'
import type { DecodeContext, Delta } from './decode.ts'
import { Agents } from './device.ts'
import type { FeedEvent } from './event-scan.ts'
import type { FeedAuth } from './feed-auth.ts'
import { FeedControl } from './feed-control.ts'
import { FeedLink } from './feed-link.ts'
import { readFeed } from './feed-reader.ts'
import type { FeedHandlers } from './feed-reader.ts'
import { feedWarnings } from './feed-warnings.ts'
import { OwnSockets } from './own-sockets.ts'
import { ServerWatch } from './server-watch.ts'
import { decodeSnapshot } from './snapshot.ts'
import { SocketTable } from './socket-table.ts'

export interface AdminFeedOptions {
  readonly catalog: Catalog
  readonly auth: FeedAuth
  readonly sink: WireSink
  readonly presence: PresenceSink
  readonly clock: Clock
  readonly random: Random
  readonly loopbackOnly: boolean
  readonly trial: boolean
  /** `User-Agent` of all connections of this target, and the random word in it. */
  readonly agent: string
  readonly ownTag: string
  settings(): TargetSettings
  onChange(): void
}

/** Deltas change the numbers in the view: shown at most so often. */
const SHOW_EVERY_MS = 500

/**
 * Socket.IO's admin namespace of one target, read on a connection of its own. Deltas go to the presence sink, events to
 * the wire sink, servers to both views; what is malformed is counted and costs nothing else.
 */
export class AdminFeed {
  /** What the servers can be told to do. */
  readonly control: FeedControl
  readonly #options: AdminFeedOptions
  readonly #link: FeedLink
  readonly #table: SocketTable
  readonly #watch: ServerWatch
  readonly #rate = new ByteRate()
  readonly #context: DecodeContext
  readonly #own = new OwnSockets()
  #features: ReadonlySet<string> = new Set()
  #mode: AdminFeedView['mode'] = 'unknown'
  /** Counts connections, so that a snapshot of an older one is thrown away. */
  #run = 0
  #configuredRun = 0
  #decoding = false
  /** A `config` came and the sink has not been told since that the feed is down. */
  #isUp = false
  #showTimer: Timer
  #showQueued = false
  /** Events of Rollcall's own sockets: its application connection has counted them. */
  ownEvents = 0
  rejected = 0

  constructor(options: AdminFeedOptions) {
    this.#options = options
    const { clock, random, auth, catalog, presence } = options
    const settings = () => options.settings()
    this.#table = new SocketTable(settings().id, presence)
    this.#watch = new ServerWatch({
      clock,
      table: this.#table,
      isLive: () => this.#link.isLive,
      onChange: (servers, nowMs) => {
        this.#link.delayed = this.#watch.isSilent(nowMs)
        presence.servers(settings().id, servers, nowMs)
        options.onChange()
      },
      reload: () => this.#link.reload(),
    })
    this.control = new FeedControl({
      clock,
      limits: catalog.limits,
      table: this.#table,
      watch: this.#watch,
      settings,
      liveSocket: () => this.#link.liveSocket,
      offer: () => ({ mode: this.#mode, features: this.#features }),
    })
    this.#context = { salt: randomBytes(16).toString('hex'), ownTag: options.ownTag, agents: new Agents(), isOwn: (id) => this.#isOwn(id) }
    const handlers: FeedHandlers = {
      appEvent: (event, direction) => this.#onAppEvent(event, direction),
      delta: (delta) => this.#onDelta(delta),
      session: (id) => auth.keep(id),
      config: (features) => this.#onConfig(features),
      snapshot: (entries, bytes) => this.#onSnapshot(entries, bytes),
      stats: (stats, bytes) => {
        if (!this.#watch.heard(stats)) this.#onRejected('not-an-event', bytes)
      },
      rejected: (reason, bytes) => this.#onRejected(reason, bytes),
    }
    this.#link = new FeedLink({
      clock,
      random,
      auth,
      catalogPath: catalog.connection.path,
      platform: catalog.name,
      loopbackOnly: options.loopbackOnly,
      trial: options.trial,
      agent: options.agent,
      settings,
      onChange: () => options.onChange(),
      onBegin: () => this.#begin(),
      onEvent: (name, payload) => {
        this.#rate.add(payload.bytes, clock.now())
        readFeed(name, payload, this.#context, handlers)
      },
      onRejected: (reason, bytes) => {
        this.#rate.add(bytes, clock.now())
        this.#onRejected(reason, bytes)
      },
      onDown: () => this.#down(),
    })
  }

  get #settings(): TargetSettings {
    return this.#options.settings()
  }

  get link(): NamespaceView {
    return this.#link.view
  }

  get connections(): number {
    return this.#link.connections
  }

  get transport(): TransportName | null {
    return this.#link.transport
  }

  /** A `config` event came: there is an admin namespace. absent: there is none under this name. */
  get found(): 'unknown' | 'available' | 'absent' {
    if (this.#mode !== 'unknown' && this.#link.view.problem?.kind !== 'admin-namespace') return 'available'
    const kind = this.#link.view.problem?.kind
    return kind === 'admin-namespace' ? 'absent' : kind === 'admin-credentials' ? 'available' : 'unknown'
  }

  get view(): AdminFeedView {
    const nowMs = this.#options.clock.now()
    return {
      namespace: this.#settings.adminFeed.namespace,
      mode: this.#mode,
      readOnly: this.#mode !== 'unknown' && actionsOf(this.#features).length === 0,
      actions: actionsOf(this.#features),
      servers: this.#watch.servers.view(nowMs),
      sockets: this.#table.size - this.#table.ownSockets,
      ownSockets: this.#table.ownSockets,
      snapshotAtMs: this.#table.snapshotAtMs,
      difference: this.#watch.difference,
      warnings: [...feedWarnings({ mode: this.#mode, servers: this.#watch.servers, leftOut: this.#table.leftOut, rejected: this.rejected, nowMs }), ...this.#watch.warnings(nowMs)],
      bytesPerSecond: Math.round(this.#rate.perSecond(nowMs)),
    }
  }

  start(): void {
    if (!this.#link.isRunning) this.#link.begin(true)
  }

  stop(): void {
    this.#link.stop()
    this.#down()
    this.#options.clock.clearTimeout(this.#showTimer)
  }

  /** A person asks for a try now. */
  retry(): void {
    this.#link.begin(true)
  }

  /** After sleep or a change of network; a feed that waits for its password goes on waiting. */
  rebuild(): void {
    if (this.#link.isRunning && !this.#link.isSignedOut) this.#link.begin(true)
  }

  /** Ids of this target's own application sockets, whenever one is new. */
  ownSockets(ids: readonly string[]): void {
    const added = this.#own.add(ids)
    if (added.length > 0) this.#table.markOwn(added, this.#options.clock.now())
  }

  #isOwn(id: string): boolean {
    return this.#own.has(id) || id === this.#link.socketId
  }

  #begin(): void {
    this.#run++
    this.#decoding = false
    this.#table.await()
    this.control.lost()
    this.#link.remark = null
    this.#watch.begin()
  }

  #down(): void {
    this.#run++
    this.control.lost()
    this.#watch.stop()
    this.#table.close()
    const { presence, clock } = this.#options
    // Once: what is shown is as of the moment when it went, not of the last try.
    if (this.#isUp) presence.feedDown(this.#settings.id, clock.now())
    this.#isUp = false
  }

  // --- what the server says

  #onAppEvent(event: FeedEvent, direction: 'in' | 'out'): void {
    const { sink, clock } = this.#options
    const own = this.#isOwn(event.socketId) || this.#table.get(event.namespace, event.socketId)?.own === true
    if (direction === 'in') this.control.emits.onSent(event, own)
    if (own) {
      this.ownEvents++
      return
    }
    sink.event({ targetId: this.#settings.id, namespace: event.namespace, name: event.name, direction, feedSocketId: event.socketId, atMs: clock.now(), payload: event.payload })
  }

  #onDelta(delta: Delta): void {
    // Own sockets are known by their user agent before the first snapshot as well: their events must not count twice.
    if (delta.kind === 'up' && delta.socket.own) this.#own.add([delta.socket.id])
    this.#table.apply(delta, this.#options.clock.now())
    this.control.commands.onDelta(delta)
    this.#showSoon()
  }

  #onConfig(features: readonly string[]): void {
    // Said once a connection. Another admin can forge it, because the admin namespace takes commands too.
    if (this.#configuredRun === this.#run) return this.#onRejected('not-an-event', 0)
    this.#configuredRun = this.#run
    this.#features = new Set(features)
    // The UI's own rule; before 0.4 there was no other mode.
    const isOld = !this.#features.has('AGGREGATED_EVENTS') && !this.#features.has('ALL_EVENTS')
    this.#mode = this.#features.has('ALL_EVENTS') || isOld ? 'development' : 'production'
    const { catalog } = this.#options
    this.#link.remark = isOld ? problemOf('admin-version', { host: hostOf(this.#settings.url), platform: catalog.name, details: features.join(' ') }) : null
    if (this.#mode === 'production') this.#table.close()
    this.#isUp = true
    this.#link.configured(this.#mode === 'development')
    this.#options.onChange()
  }

  #onSnapshot(entries: readonly unknown[], bytes: number): void {
    if (this.#decoding || !this.#table.isWaiting) return this.#onRejected('not-an-event', bytes)
    this.#decoding = true
    const run = this.#run
    void decodeSnapshot(entries, this.#context, () => run === this.#run).then((decoded) => {
      if (!decoded || run !== this.#run) return
      this.#decoding = false
      for (let left = decoded.malformed; left > 0; left--) this.#onRejected('not-an-event', 0)
      this.#own.add(decoded.sockets.flatMap(({ own, id }) => (own ? id : [])))
      this.#table.install(decoded.sockets, this.#options.clock.now())
      this.#link.loaded()
      this.#options.onChange()
    })
  }

  #onRejected(reason: RejectReason, bytes: number): void {
    const { sink, clock } = this.#options
    this.rejected++
    sink.rejected(this.#settings.id, this.#settings.adminFeed.namespace, reason, bytes, clock.now())
  }

  #showSoon(): void {
    if (this.#showQueued) return
    this.#showQueued = true
    this.#showTimer = this.#options.clock.setTimeout(() => {
      this.#showQueued = false
      this.#options.onChange()
    }, SHOW_EVERY_MS)
  }
}
